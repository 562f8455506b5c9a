"""One input of many draws → beyond which value of it an answer, given in words, is another.

An answer in words, such as yes or no, "within a year" or the likeliest way to end, is a choice by
means over the draws: of the chance to be settled by a day, of the share of each way. What these
means would be were one input known is a regression on that input alone, here by a polynomial whose
degree is chosen by the prediction of each draw from the others [1]_. Where along the input the
choice changes is the flip. How far the draws may mislead in that is shown by drawing them anew.

References
----------
.. [1] G. H. Golub, M. Heath and G. Wahba, Generalized cross-validation as a method for choosing a
   good ridge parameter, Technometrics 21 (1979), 215-223, equation (1.4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.ensemble.indices import ENDS, grams, weighed
from stickpoint.solve.ensemble.surface import Floats, polynomials

Choose: TypeAlias = Callable[[Floats], NDArray[np.int64]]
"""From means, (…, columns), to which of the answers in words they come to, (…)."""

BENDS = 3
"""Highest degree of the polynomial."""
STEPS = 101
"""Places along the input at which the choice is made."""
SURE = 0.8
"""A flip is told where it is found in this part of the draws drawn anew."""


@dataclass(frozen=True)
class Flip:
    """Where an answer in words turns into another.

    Parameters
    ----------
    at, low, high : float
        The value of the input, with its range; an end of the input's own range where some of the
        draws drawn anew have no flip.
    below : bool
        The other answer lies below that value, not above.
    to : int
        Which answer it is there.
    share : float
        Part of the draws drawn anew that have a flip on that side.
    """

    at: float
    low: float
    high: float
    below: bool
    to: int
    share: float


def flips(
    values: Floats, columns: Floats, rows: Floats, choose: Choose, *, sure: float = SURE
) -> tuple[Flip, ...]:
    """Find the values below and above which the answer is another: none, one or two.

    Parameters
    ----------
    values : ndarray of float, shape (draws,)
        Of the input.
    columns : ndarray of float, shape (draws, columns)
        What the choice is made by, in each draw.
    rows : ndarray of float, shape (1 + resamples, draws)
        Weights of the draws as they are, then of those drawn anew; each row adds up to 1.
    choose : callable
    sure : float
        Flips found in a smaller part of the draws drawn anew are left out.
    """
    grid = np.linspace(values.min(), values.max(), STEPS)
    if grid[0] == grid[-1]:
        return ()
    stands = int(choose(rows[0] @ columns))
    chosen = choose(along(values, columns, rows, grid))
    found = []
    for below in (True, False):
        lanes = chosen if below else chosen[:, ::-1]
        places = grid if below else grid[::-1]
        far = _far(lanes != stands)
        share = float((far[1:] > 0).mean())
        if not 0 < far[0] < STEPS or share < sure:
            continue
        k = int(far[0])
        at = float(_between(places, np.array(far[0])))
        # What is drawn anew may all lie on one side of what was drawn.
        ends = [at, *_between(places, np.quantile(far[1:], ENDS)).tolist()]
        found.append(
            Flip(
                at=at,
                low=min(ends),
                high=max(ends),
                below=below,
                to=int(lanes[0, k - 1]),
                share=share,
            )
        )
    return tuple(found)


def along(values: Floats, columns: Floats, rows: Floats, grid: Floats) -> Floats:
    """Return the means at values of an input, shape (rows, grid, columns)."""
    basis = _on(values, rows[0], values)
    table = basis[:, : 1 + _degree(basis, columns, rows[0])]
    size = table.shape[1]
    right = weighed(rows, (table[:, :, None] * columns[:, None, :]).reshape(len(values), -1))
    found = np.linalg.solve(grams(rows, table), right.reshape(len(rows), size, -1))
    return np.asarray(_on(values, rows[0], grid)[:, :size] @ found)


def _on(values: Floats, weights: Floats, places: Floats) -> Floats:
    """Return 1 and the polynomials of an input at some places, (places, 1 + degree).

    They are uncorrelated at ``values``; elsewhere they are the same polynomials.
    """
    middle, wide = weights @ values, np.sqrt(weights @ (values - weights @ values) ** 2)
    powers = np.vander((values - middle) / wide, BENDS + 1, increasing=True)
    own = polynomials(values[:, None], weights, BENDS)[:, 0]
    turn = np.linalg.lstsq(powers, own, rcond=None)[0]
    there = np.vander((places - middle) / wide, BENDS + 1, increasing=True)
    return np.concatenate((np.ones((len(places), 1)), there @ turn), axis=1)


def _degree(basis: Floats, columns: Floats, weights: Floats) -> int:
    """Choose the degree that predicts each draw best from the others, over all columns."""
    worth = 1.0 / (weights**2).sum()
    centred = columns - weights @ columns
    spread = weights @ centred**2
    gained = (basis[:, 1:].T @ (weights[:, None] * centred)) ** 2
    real = spread > 1e-15
    left = 1.0 - np.cumsum(gained[:, real] / spread[real], axis=0)
    count = np.arange(1, BENDS + 1)
    scores = left.sum(axis=1) / np.maximum(1 - (count + 1) / worth, 1e-3) ** 2
    return int(count[scores.argmin()])


def _far(other: NDArray[np.bool_]) -> Floats:
    """Return how many places from the first on have another answer, (rows,)."""
    return np.where(other.all(axis=1), other.shape[1], (~other).argmax(axis=1)).astype(float)


def _between(places: Floats, count: Floats) -> Floats:
    """Return the value midway between the last of so many places and the next."""
    return np.interp(np.clip(count - 0.5, 0.0, STEPS - 1.0), np.arange(STEPS), places)
