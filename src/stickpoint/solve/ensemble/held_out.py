"""Boxes found on half of the runs → how they stand on the others, and how often they come again.

A box is picked because it does well on the runs it was picked on, so what it does there flatters
it. Here the runs are split at random, boxes are found on one half, and the figures are those of
the other half, which had no say. Whether a limit is the doing of the runs at hand is told by
finding boxes anew on other random halves [1]_.

References
----------
.. [1] B. P. Bryant, R. J. Lempert, 2010, *Technological Forecasting and Social Change* 77, 34-49,
   section 3.2, on resampling; here on halves without replacement, as its authors' software does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.solve.ensemble.boxes import Box, Choice, Figures, boxes, figures
from stickpoint.solve.ensemble.runs import Floats, Runs, Truths

FEWEST = 40
"""Runs below which half of them tell nothing."""
LUCK = 0.05
"""The chance of so dense a box on the runs held out, if it told nothing, from which it is kept."""
TIMES = 20
"""Halves on which boxes are found anew."""


@dataclass(frozen=True, eq=False)
class Tested:
    """A box, how it stands, and how often it comes again.

    Parameters
    ----------
    box : Box
    found_on : Figures
        On the runs it was found on.
    held_out : Figures
        On the others, whether or not an earlier box holds them.
    luck : float
        The chance of such a density on the others if runs in the box were wanted as often as all.
    again : ndarray of float, shape (inputs, 2)
        In which share of other halves boxes limit that end of that input.
    """

    box: Box
    found_on: Figures
    held_out: Figures
    luck: float
    again: Floats


@dataclass(frozen=True, eq=False)
class Boxes:
    """All boxes that do better than luck on runs that had no say in them.

    Parameters
    ----------
    each : tuple of Tested
    together : Figures
        Of all of them, on the runs held out.
    refused : int
        How many were found and did no better.
    fitted : ndarray of bool, shape (runs,)
        Which runs they were found on.
    times : int
        On how many other halves boxes were found anew.
    """

    each: tuple[Tested, ...]
    together: Figures
    refused: int
    fitted: Truths
    times: int


def held_out(runs: Runs, rule: Choice | None = None, *, seed: int = 0, times: int = TIMES) -> Boxes:
    """Find boxes on a random half of the runs, and judge them by the other half.

    Raises
    ------
    ModelError
        Too few runs.

    Examples
    --------
    >>> x = np.random.default_rng(1).random((400, 4))
    >>> found = held_out(Runs.of(x, x[:, 2] > 0.6))
    >>> found.each[0].held_out.density > 0.9, found.each[0].again[2].tolist()
    (True, [1.0, 0.0])
    """
    if len(runs) < FEWEST:
        raise ModelError(f"{len(runs)} runs found; expected at least {FEWEST} to hold half out")
    used, random = rule or Choice(), np.random.default_rng(seed)
    fitted = _half(len(runs), random)
    own, other = runs.part(fitted), runs.part(~fitted)
    found = boxes(own, used) if own.total() and other.total() else ()
    judged = [(box, figures(other, [box]), luck_of(other, box)) for box in found]
    kept = [one for one in judged if one[2] <= LUCK]
    again = found_again(runs, used, random, times) if kept else np.zeros((0, 2))
    each = tuple(Tested(box, figures(own, [box]), at, luck, again) for box, at, luck in kept)
    together = figures(other, [one.box for one in each])
    return Boxes(each, together, len(found) - len(kept), fitted, times)


def found_again(runs: Runs, rule: Choice, random: np.random.Generator, times: int) -> Floats:
    """Return in which share of random halves boxes limit each end of each input, (inputs, 2)."""
    found = np.zeros((runs.inputs.shape[1], 2))
    for _ in range(times):
        limits = [box.limits for box in boxes(runs.part(_half(len(runs), random)), rule)]
        if limits:
            found += np.logical_or.reduce(limits)
    return found / max(times, 1)


def luck_of(runs: Runs, box: Box) -> float:
    """Return the chance of so many wanted runs in a box if those in it were wanted as all are.

    As a quasi-p-value (`chances`), of the box against all runs.
    """
    from scipy.special import betainc

    held = box.holds(runs.inputs) & runs.kept
    at, weights = figures(runs, [box]), runs.weights[held]
    if not weights.size or at.density <= 0:
        return 1.0
    number = float(weights.sum() ** 2 / (weights**2).sum())
    hits = number * at.density
    return float(betainc(hits, number - hits + 1, at.of_all))


def _half(count: int, random: np.random.Generator) -> Truths:
    """Choose half of so many runs at random."""
    found = np.zeros(count, dtype=np.bool_)
    found[random.permutation(count)[: (count + 1) // 2]] = True
    return found
