"""Draws of a forecast → the two groups into which they fall, where they do."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.forecasting.model import GRID, Floats, Model

Longs: TypeAlias = NDArray[np.int64]
APART, LEAST = 3.0, 0.15
"""Waits that no draw lies between differ by this factor at least, and each group weighs so much."""
NEVER = 1e12
"""Mean waits that stand for a draw that more likely than not is never settled."""


class Groups(NamedTuple):
    """What the sooner and the later draws say: the part that is later, and an even chance in each.

    Days are None where a group more likely than not never ends.
    """

    late: float
    sooner: float | None
    later: float | None


def groups(model: Model) -> Groups | None:
    """Tell whether the draws fall into two groups by how long they take; None where they do not.

    They are compared in mean waits for a chance to move, so that no group is made by tempo alone.
    """
    days = np.minimum([_even(curve) for curve in model.lasting], model.last)
    waits = days * np.array([draw.per_day for draw in model.draws])
    waits[~np.isfinite(waits)] = NEVER
    order = np.argsort(waits, kind="stable")
    before = np.cumsum(model.weights[order])[:-1]
    gaps = np.diff(np.log(waits[order]))
    gaps[(before < LEAST) | (before > 1 - LEAST)] = 0.0
    if not gaps.size or gaps.max() < np.log(APART):
        return None
    at = int(np.argmax(gaps)) + 1
    ends = [
        min(_even(_mean(model, rows)), model.last[rows].max()) for rows in (order[:at], order[at:])
    ]
    sooner, later = (float(end) if np.isfinite(end) else None for end in ends)
    return Groups(float(1 - before[at - 1]), sooner, later)


def _mean(model: Model, rows: Longs) -> Floats:
    weights = model.weights[rows]
    return np.asarray(weights / weights.sum() @ model.curves[rows])


def _even(curve: Floats) -> float:
    """Return the first day of the grid by which it is as likely as not settled."""
    over = curve <= 0.5
    return float(GRID[np.argmax(over)]) if over.any() else np.inf
