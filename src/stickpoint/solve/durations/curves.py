"""A survival curve given at points, as a law of duration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.solve.durations.laws import Floats, Law


@dataclass(frozen=True, eq=False)
class Curve(Law):
    """A survival curve through points, straight in the logarithm of time between them.

    Before the first point what has ended by then is spread evenly over the days. After the last
    one, what is still open falls as one over time, so that the time still to wait has its middle
    at the time already spent. Neither rule matters if the points reach far enough.

    Parameters
    ----------
    days : array, shape (n,)
        Above 0 and rising; a first point at day 0, where all is open, is dropped.
    chance_open : array, shape (n,)
        The chance to last longer, from 1 down to 0, never rising.
    """

    days: Floats
    chance_open: Floats

    def __init__(self, days: ArrayLike, chance_open: ArrayLike) -> None:
        at, chance = np.asarray(days, float), np.asarray(chance_open, float)
        if at.ndim != 1 or at.shape != chance.shape or not at.size:
            message = f"days of shape {at.shape} and chances of shape {chance.shape} found"
            raise ValueError(f"{message}; give two lists of one length, at least 1")
        if at[0] == 0 and chance[0] == 1:
            at, chance = at[1:], chance[1:]
        is_rising = bool(np.all(np.diff(at) > 0)) and at.size > 0 and 0 < at[0] < inf
        if not is_rising or not np.isfinite(at[-1]):
            raise ValueError("days found that are not finite, above 0 and rising; sort them")
        if not (np.all(np.diff(chance) <= 0) and chance[0] <= 1 and chance[-1] >= 0):
            raise ValueError("chances found that rise or leave 0 to 1; give the share still open")
        object.__setattr__(self, "days", at)
        object.__setattr__(self, "chance_open", chance)

    @property
    def kinks(self) -> Floats:
        """The points themselves."""
        return self.days

    def log_open(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the chance to last longer than ``t`` days."""
        days = np.maximum(np.asarray(t, float), 0)
        first, last = self.days[0], self.days[-1]
        inside = np.clip(days, first, last)
        chance = np.interp(np.log(inside), self._log_days, self.chance_open)
        ended = (1 - self.chance_open[0]) * np.minimum(days / first, 1)
        with np.errstate(divide="ignore"):
            logs = np.log(chance) - np.log(np.maximum(days / last, 1))
            return np.where(days < first, np.log1p(-ended), logs)

    def log_density(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the density per unit of log time; to the right at a point."""
        days = np.maximum(np.asarray(t, float), 0)
        steps = self._steps
        piece = np.searchsorted(self.days, days, side="right") - 1
        inner = steps[np.clip(piece, 0, len(steps) - 1)]
        before = (1 - self.chance_open[0]) * days / self.days[0]
        after = self.chance_open[-1] * self.days[-1] / np.maximum(days, self.days[-1])
        density = np.where(piece < 0, before, np.where(piece >= len(steps) - 1, after, inner))
        with np.errstate(divide="ignore"):
            return np.log(density)

    @cached_property
    def _log_days(self) -> Floats:
        return np.log(self.days)

    @cached_property
    def _steps(self) -> Floats:
        """The density of log time between the points, and nothing after the last."""
        return np.append(-np.diff(self.chance_open) / np.diff(self._log_days), 0.0)
