"""Constant rates → where the chain stands after any time, however long, by doubling the time.

The chances of going from state to state within h give those within 2h by one product. What has
left for good is kept beside them as a number of its own, and the rest of a row is held to one less
that, so that leaving once in 10¹⁵ moves is not lost in rounding (as in `gth`).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError

FINEST = 44
MOST_DOUBLED = 400
_ROOM = 1 << 26

Floats = NDArray[np.float64]


class Doubling:
    """Chances of a chain within 1, 2, 4, … times a shortest time.

    ``rates`` (n, n) are between the states that it leaves in the end, the diagonal not read;
    ``leaving`` (n, ways) those of leaving for good.
    """

    def __init__(self, rates: Floats, leaving: Floats) -> None:
        n, ways = leaving.shape
        flow = np.concatenate((rates, leaving), axis=1)
        np.fill_diagonal(flow, 0.0)
        fastest = float(flow.sum(axis=1).max(initial=0.0))
        # So short a time that two moves in it are out of the question: 2⁻⁴⁴ of the least mean wait.
        self.shortest = 2.0**-FINEST / fastest
        first = np.eye(n + ways)
        first[:n] += flow * self.shortest
        self.inner = n
        self._levels = [self._held(first)]

    def _held(self, chances: Floats) -> Floats:
        """Hold each row to a sum of 1 by what has not left."""
        n = self.inner
        stays = 1.0 - chances[:n, n:].sum(axis=1)
        sums = chances[:n, :n].sum(axis=1)
        some = (stays > 0.5) & (sums > 0)
        chances[:n, :n] *= np.where(some, stays / np.where(some, sums, 1.0), 1.0)[:, None]
        return chances

    def level(self, k: int) -> Floats:
        """Return the chances within 2ᵏ times the shortest time, shape (n + ways, n + ways)."""
        while len(self._levels) <= k:
            last = self._levels[-1]
            if last.size * (len(self._levels) + 1) > _ROOM:
                raise SolveError(
                    f"{self.inner} open states are settled so seldom that doubling the time "
                    f"{k} times takes more than {_ROOM >> 17:,} MB; ask for the mean and the "
                    "outcomes instead, which need none of it"
                )
            self._levels.append(self._held(last @ last))
        return self._levels[k]

    def after(self, mass: Floats, time: float) -> Floats:
        """Carry a distribution over the states and the ways, shape (n + ways,), through a time."""
        count = time / self.shortest
        whole = int(count)
        for k in range(whole.bit_length()):
            if whole >> k & 1:
                mass = mass @ self.level(k)
        part: Floats = mass + (count - whole) * (mass @ self.level(0) - mass)
        return part

    def first_time(self, mass: Floats, most: float) -> float | None:
        """Return when all but ``most`` of a mass (n + ways,) has left by way 0; None for never."""

        def left(at: Floats) -> float:
            return float(at.sum() - at[self.inner])

        top = 0
        while left(ahead := mass @ self.level(top)) > most:
            if not ahead[: self.inner].sum() > 0:
                return None
            top += 1
        now = 0.0
        for k in range(top - 1, -1, -1):
            ahead = mass @ self.level(k)
            if left(ahead) > most:
                mass, now = ahead, now + math.ldexp(self.shortest, k)
        before, after = left(mass), left(mass @ self.level(0))
        part = (before - most) / (before - after) if before > after else 1.0
        return now + min(1.0, max(0.0, part)) * self.shortest
