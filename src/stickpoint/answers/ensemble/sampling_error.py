"""A forecast → how far its numbers may be off because it was made with so many draws and no more.

The answer pools the chance found by draws with laws that no draw touches, and each draw k weighs as
much as the chance s_k that it gives to the wait so far. So the chance of being open is a ratio of
means over draws, O(t) = (a mean(s O_k(t)) + C(t)) / (a mean(s) + B), and to first order one draw
moves it by ψ_k = W w_k (O_k(t) - O(t)), W being the weight of the draws in what is pooled and w_k
that of the draw among them; the standard error is the root of the sum of the squared deviations of
ψ (ratio estimators: W. G. Cochran, 1977, *Sampling Techniques*, third edition, section 6.4). Draws
cover the range of each number evenly, so that whatever is a sum of effects of single numbers comes
out almost without error; what counts is how far ψ deviates from such a sum, which is fitted by a
cubic in the place of each number (M. Stein, 1987, *Technometrics* 29, 143-151, theorem 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.answers.ensemble.table import table
from stickpoint.answers.forecasting.model import Floats

if TYPE_CHECKING:
    from stickpoint.answers.forecasting.predict import Forecast


@dataclass(frozen=True, eq=False)
class SamplingError:
    """Standard errors of a forecast's numbers, from its draws.

    Parameters
    ----------
    answer : Forecast
    """

    answer: Forecast

    def chance(self, days: ArrayLike) -> Floats:
        """Return that of the chance of being settled so many days on, in the shape of ``days``."""
        at = np.atleast_1d(np.asarray(days, dtype=np.float64)).ravel()
        curves = np.stack([draw.open(at) for draw in self.answer.model.draws])
        part = self.answer.parts["moves"].weight
        moved = part * self._weights[:, None] * (curves - self.answer.open(at))
        return np.asarray(self._effects.left(moved).reshape(np.shape(days)))

    def quantile(self, q: float) -> tuple[float, float]:
        """Return the days by which it would be settled with chance ``q``, one error off each way.

        Infinite where it never would; the standard error of the days is half of what lies between.
        """
        if q not in self._quantiles:
            self._quantiles[q] = self._quantile(q)
        return self._quantiles[q]

    def _quantile(self, q: float) -> tuple[float, float]:
        found = self.answer.quantile(q)
        if found is None:
            return np.inf, np.inf
        off = float(self.chance(found))
        ends = self.answer.law.quantile(np.array([max(q - off, 0.0), min(q + off, 1.0)]))
        return float(ends[0]), float(ends[1])

    @cached_property
    def _quantiles(self) -> dict[float, tuple[float, float]]:
        """Those that were asked for: a page says each several times."""
        return {}

    @cached_property
    def outcomes(self) -> dict[str, float]:
        """Those of the shares of the ways to end."""
        shares = self.answer.ends
        off = self._effects.left(self._weights[:, None] * (shares - self._weights @ shares))
        return dict(zip(self.answer.model.terms, off.tolist(), strict=True))

    @cached_property
    def _effects(self) -> Effects:
        return Effects(table(self.answer).values)

    @property
    def _weights(self) -> Floats:
        return self.answer.model.weights


class Effects:
    """Sums of effects of single numbers over draws, fitted once for all answers.

    Parameters
    ----------
    values : ndarray of float, shape (draws, numbers)
        The numbers of each draw.
    """

    def __init__(self, values: Floats) -> None:
        from scipy.linalg import qr

        many, numbers = values.shape
        place = (values.argsort(axis=0).argsort(axis=0) + 0.5) / many - 0.5
        highest = next((k for k in (3, 2, 1) if 1 + k * numbers <= many / 2), 0)
        effects = [np.ones((many, 1)), *(place**k for k in range(1, highest + 1))]
        made = np.concatenate(effects, axis=1)
        self._free = max(many - made.shape[1], 1)
        basis, triangle, _ = qr(made, mode="economic", pivoting=True)
        size = np.abs(np.diagonal(triangle))
        self._basis = basis[:, size > size[0] * many * np.finfo(float).eps]

    def left(self, moved: Floats) -> Floats:
        """Return the standard error of a sum over draws, (draws, answers), of each answer."""
        left = moved - self._basis @ (self._basis.T @ moved)
        return np.asarray(np.sqrt((left**2).sum(axis=0) * (len(moved) / self._free)))
