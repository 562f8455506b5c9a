"""Rates that leave a set of states → equations in them solved without a single subtraction.

-T x = b, T the rates among the states, is nearly singular where leaving is rare: what leaves is the
difference of numbers that nearly cancel, and common elimination loses it. W. K. Grassmann, M. I.
Taksar and D. P. Heyman (1985, *Oper. Res.* 33, 1107-1116) keep what leaves as numbers of their own
and take each pivot as a sum. Every entry is then right to about as many digits as the rates are,
however rare leaving is (C. A. O'Cinneide, 1993, *Numer. Math.* 65, 109-120).
"""

from __future__ import annotations

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
