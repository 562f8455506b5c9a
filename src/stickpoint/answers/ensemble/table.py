"""A forecast → one row per draw: the numbers that it was made with, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.forecasting.draws.one_draw import OneDraw
from stickpoint.answers.forecasting.model import GRID, TEMPO, Floats
from stickpoint.answers.parameters import Parameters, parameters
from stickpoint.answers.sampling.draws import drawn

if TYPE_CHECKING:
    import pandas as pd

    from stickpoint.answers.forecasting.predict import Forecast

MEDIAN, LATE = "median", "late"
"""Days by which a draw is settled with a chance of a half, and of nine tenths; infinite: never."""
SETTLED = {"month": 30.4375, "quarter": 91.3125, "half-year": 182.625, "year": 365.25}
"""Spans of which each draw says how likely it is to be settled within them, in days."""


@dataclass(frozen=True, eq=False)
class Table:
    """What draws from the ranges of a case come to, each with its numbers.

    Parameters
    ----------
    numbers : ndarray of int, shape (draws,)
        Which draws of the seed these are.
    inputs : Parameters
        The numbers of the case that are a range.
    names : tuple of str
        Those of the columns of ``values``: of the inputs, and the tempo, the last.
    values : ndarray of float, shape (draws, names)
    answers : dict of str to ndarray of float, shape (draws,)
        ``median`` and ``late`` in days, ``settled within a year`` and the like, ``ends: …`` the
        share of each way to settle, ``costs a day: …`` each toll.
    weights : ndarray of float, shape (draws,)
        What each weighs, given the wait so far; they add up to 1.
    seed : int
    """

    numbers: NDArray[np.int64]
    inputs: Parameters
    names: tuple[str, ...]
    values: Floats
    answers: Mapping[str, Floats]
    weights: Floats
    seed: int

    def __len__(self) -> int:
        return len(self.numbers)

    def frame(self) -> pd.DataFrame:
        """Return one row per draw: its weight, its numbers and its answers."""
        import pandas as pd

        found = pd.DataFrame(self.values, columns=list(self.names), index=self.numbers)
        found.insert(0, "weight", self.weights)
        return found.assign(**self.answers).rename_axis("draw")


def table(answer: Forecast) -> Table:
    """Return what the draws of a forecast come to; nothing is solved anew."""
    draws, model = answer.model.draws, answer.model
    inputs = parameters(answer.known.before).open
    values = drawn(inputs, len(draws), answer.seed)
    tempo = np.array([draw.tempo for draw in draws])
    return Table(
        numbers=np.arange(len(draws)),
        inputs=inputs,
        names=(*inputs.names, TEMPO),
        values=np.column_stack((values, tempo)),
        answers=answers_of(draws, model.terms, model.lasting),
        weights=model.weights,
        seed=answer.seed,
    )


def answers_of(
    draws: Sequence[OneDraw], terms: Sequence[str], curves: Floats | None = None
) -> dict[str, Floats]:
    """Return what some draws answer, each (draws,), by name.

    ``curves`` are, where they are known, those that no day cuts short.
    """
    if curves is None:
        curves = np.stack([draw.undated(GRID) for draw in draws])
    last = np.array([np.inf if draw.closed is None else draw.closed.days for draw in draws])
    found = {name: np.minimum(passes(curves, p), last) for name, p in ((MEDIAN, 0.5), (LATE, 0.1))}
    spans = np.array(list(SETTLED.values()))
    settled = 1.0 - np.stack([draw.open(spans) for draw in draws])
    found |= {within(span): settled[:, k] for k, span in enumerate(SETTLED)}
    shares = np.stack([draw.shares for draw in draws])
    found |= {f"ends: {name}": shares[:, k] for k, name in enumerate(terms)}
    tolls = draws[0].tolls
    return found | {
        f"costs a day: {name}": np.array([draw.tolls[name] for draw in draws]) for name in tolls
    }


def within(span: str) -> str:
    """Return the name of the answer to how likely it is to be settled within a span.

    Examples
    --------
    >>> within("year")
    'settled within a year'
    """
    return f"settled within a {span}"


def passes(curves: Floats, level: float, grid: Floats = GRID) -> Floats:
    """Return the days at which each curve over a grid falls to a level; infinite for never."""
    below = curves <= level
    at = np.where(below.any(axis=1), below.argmax(axis=1), 0)
    row = np.arange(len(curves))
    before, after = curves[row, np.maximum(at - 1, 0)], curves[row, at]
    left, right = grid[np.maximum(at - 1, 0)], grid[at]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(before > after, (before - level) / (before - after), 1.0)
    found = np.where(at > 0, left + part * (right - left), 0.0)
    return np.asarray(np.where(below.any(axis=1), found, np.inf))
