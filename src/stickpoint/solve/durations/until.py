"""A law of duration, and days on which a part of what is open still ends for certain → one law."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.solve.durations.laws import Floats, Law

HALF = 0.5
"""What ends on a day is spread over so much of it before and after when a density is asked for."""
SOON = 1e-3
"""No density is spread to an earlier time than this, in days."""


@dataclass(frozen=True, eq=False)
class Until(Law):
    """A law, of which from some days on only a part is left.

    Parameters
    ----------
    law : Law
        How long it would last were it not for these days.
    days : ndarray of float, shape (n,)
        At least 0 and rising.
    left : ndarray of float, shape (n,)
        Of what would be open on each day and after it, the part that is: falling, from 1 down to 0.

    Examples
    --------
    >>> from stickpoint.solve.durations.laws import LogUniform
    >>> short = Until(LogUniform(1.0, 100.0), [10.0], [0.0])
    >>> short.open([9.999, 10.0]).round(3).tolist(), short.quantile([0.25, 0.9]).round(3).tolist()
    ([0.5, 0.0], [3.162, 10.0])
    """

    law: Law
    days: Floats
    left: Floats

    def __init__(self, law: Law, days: ArrayLike, left: ArrayLike) -> None:
        at, part = np.asarray(days, float), np.asarray(left, float)
        if at.ndim != 1 or at.shape != part.shape or not at.size:
            message = f"days of shape {at.shape} and parts of shape {part.shape} found"
            raise ValueError(f"{message}; give two lists of one length, at least 1")
        if not (np.all(np.diff(at) > 0) and at[0] >= 0 and at[-1] < inf):
            raise ValueError("days found that are not finite, at least 0 and rising; sort them")
        if not (np.all(np.diff(part) <= 0) and part[0] <= 1 and part[-1] >= 0):
            raise ValueError("parts found that rise or leave 0 to 1; give the part that is left")
        object.__setattr__(self, "law", law)
        object.__setattr__(self, "days", at)
        object.__setattr__(self, "left", part)

    @property
    def kinks(self) -> Floats:
        """Those of the law, and the days."""
        own = self.law.kinks
        return np.unique(np.concatenate((own, self.days[self.days > 0])))

    def log_open(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the chance to last longer than ``t`` days."""
        return np.asarray(self.law.log_open(t) + self._log_left(np.asarray(t, float)))

    def log_density(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the density per unit of log time.

        What ends on one of the days has no density of its own: it is spread over the day.
        """
        at = np.asarray(t, float)
        with np.errstate(divide="ignore"):
            found = np.exp(self.law.log_density(at) + self._log_left(at))
            for day, ending in zip(self.days.tolist(), self._ending.tolist(), strict=True):
                wide = np.log((day + HALF) / max(day - HALF, SOON))
                found = found + np.where(np.abs(at - day) <= HALF, ending / wide, 0.0)
            return np.asarray(np.log(found))

    def quantile(self, p: ArrayLike) -> Floats:
        """Return the days by which it has ended with chance ``p``; infinite where it never has."""
        wanted = np.asarray(p, float)
        found = self.law.quantile(wanted)
        for day, part in zip(self.days.tolist(), self.left.tolist(), strict=True):
            ended = 1.0 if not part else 1.0 - np.minimum(1.0 - wanted, part) / part
            later = day if not part else np.maximum(self.law.quantile(ended), day)
            found = np.minimum(found, later)
        return np.where(wanted == 0, 0.0, found)

    @property
    def _ending(self) -> Floats:
        """The chance to end on each of the days themselves, (n,)."""
        before = np.concatenate(([1.0], self.left[:-1]))
        return np.asarray(np.exp(self.law.log_open(self.days)) * (before - self.left))

    def _log_left(self, t: Floats) -> Floats:
        """Return the logarithm of the part that is left after ``t`` days."""
        parts = np.concatenate(([1.0], self.left))
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(parts[np.searchsorted(self.days, t, side="right")]))
