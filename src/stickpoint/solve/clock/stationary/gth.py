"""Absorbing chains solved without a subtraction, and followed for any time by doubling it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError

TOO_RARE = (
    "it is settled so seldom that the rate is below the smallest number there is; lower the "
    "precision, or give a finite horizon"
)
_BLOCK, _ROWS = 64, 512

Floats = NDArray[np.float64]


class GthFactors:
    """Factors of -T, for right sides of numbers of at least 0.

    ``rates`` (n, n) between states are overwritten, and their diagonal not read; ``leaving`` (n,)
    is the rate out of the set from each state, in none of which one can stay for good. Raises
    `SolveError` where leaving is so rare that its rate is below the smallest number.
    """

    def __init__(self, rates: Floats, leaving: Floats) -> None:
        # -T = U L. Kept in one array: U above the diagonal, its own diagonal being 1, and L.
        self._factors, out = rates, leaving.astype(np.float64)
        np.fill_diagonal(rates, 0.0)
        for high in range(out.size, 0, -_BLOCK):
            low = max(0, high - _BLOCK)
            self._within(low, high, out)
            if low:
                self._below(low, high, out)

    def _within(self, low: int, high: int, out: Floats) -> None:
        """Eliminate the states from low to high, the last one first."""
        inner = self._factors[low:high, low:high]
        beyond = self._factors[low:high, :low].sum(axis=1) + out[low:high]
        for k in range(high - low - 1, -1, -1):
            pivot = beyond[k] + inner[k, :k].sum()
            if not 0 < pivot < np.inf:
                raise SolveError(TOO_RARE)
            onward = inner[k, :k] / pivot
            inner[:k, :k] += np.outer(inner[:k, k], onward)
            beyond[:k] += inner[:k, k] * (beyond[k] / pivot)
            inner[k, :k] *= -1
            inner[:k, k] /= -pivot
            inner[k, k] = pivot

    def _below(self, low: int, high: int, out: Floats) -> None:
        """Let what goes through the eliminated states go straight to where it comes out."""
        rates = self._factors
        inner = rates[low:high, low:high]
        goal = np.concatenate((rates[low:high, :low], out[low:high, None]), axis=1)
        goal = _triangular(inner, goal, lower=False, unit_diagonal=True)
        into = _triangular(inner, rates[:low, low:high].T, lower=True, trans=1).T
        out[:low] += into @ goal[:, -1]
        # Some rows at a time: the product of all would be a second matrix of this size.
        for row in range(0, low, _ROWS):
            rates[row : min(low, row + _ROWS), :low] += into[row : row + _ROWS] @ goal[:, :-1]
        rates[low:high, :low] = -goal[:, :-1]
        rates[:low, low:high] = -into

    def solve_transposed(self, right: Floats) -> Floats:
        """Solve with the transpose of -T."""
        half = _triangular(self._factors, right, lower=True, trans=1)
        return _triangular(self._factors, half, lower=False, trans=1, unit_diagonal=True)


def _triangular(matrix: Floats, right: Floats, **which: Any) -> Floats:
    from scipy.linalg import solve_triangular

    return np.asarray(solve_triangular(matrix, right, check_finite=False, **which))


FINEST = 44
MOST_DOUBLED = 400
_ROOM = 1 << 26


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
