"""A forecast → its own answers were its draws weighted otherwise: when it ends, how, by when."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from stickpoint.answers.ensemble.table import passes
from stickpoint.answers.forecasting.model import GRID, Floats
from stickpoint.solve.ensemble.indices import weighed

if TYPE_CHECKING:
    from stickpoint.answers.forecasting.predict import Forecast


DAYS = GRID[::2]
"""Days at which curves are read: forty points for each factor of ten."""


class Pooled:
    """Reads a forecast for other weights of its draws, pooled with the rest as it is.

    Parameters
    ----------
    answer : Forecast
    """

    def __init__(self, answer: Forecast) -> None:
        # Where one day settles all draws, curves are read as they would go on, and cut there.
        model = answer.model
        curves = model.lasting if model.is_sure else model.curves
        self._answer, self._curves = answer, np.ascontiguousarray(curves[:, ::2])
        self._share, self._last = answer.parts["moves"].weight, model.last

    @cached_property
    def _rest(self) -> Floats:
        """What all but the parties' moves add to the chance of being open, at the days of DAYS.

        As if no day settled it for certain.
        """
        others = (part for name, part in self._answer.parts.items() if name != "moves")
        return np.asarray(sum(part.weight * np.asarray(part.law.open(DAYS)) for part in others))

    def days(self, rows: Floats, chance: float) -> Floats:
        """Return the days by which it is settled with a chance, infinite for never, (rows,).

        ``rows`` are weights, (rows, draws), and each adds up to 1.
        """
        rest = self._rest
        if self._answer.model.cut is not None and not self._answer.model.is_sure:
            rest = rest * weighed(rows, (self._last[:, None] > DAYS).astype(np.float64))
        found = self._share * weighed(rows, self._curves) + rest
        told = passes(np.minimum.accumulate(np.clip(found, 0.0, 1.0), axis=1), 1 - chance, DAYS)
        return np.minimum(told, self._last.max())

    def settled(self, days: Floats) -> Floats:
        """Return for each draw the chance that it would be settled by some days, (draws, days).

        Means of these over draws are the forecast's own chances, were these all its draws.
        """
        found = 1 - self._share * _at(self._curves, days) - _at(self._rest, days)
        return np.where(days < self._last[:, None], found, 1.0)

    @property
    def ends(self) -> Floats:
        """For each draw the shares of the ways to end, likewise, (draws, terms)."""
        return self._answer.ends


def _at(curves: Floats, days: Floats) -> Floats:
    """Return curves over DAYS at some days, on straight lines between its points."""
    k = np.clip(np.searchsorted(DAYS, days), 1, len(DAYS) - 1)
    part = (days - DAYS[k - 1]) / (DAYS[k] - DAYS[k - 1])
    return np.asarray(curves[..., k - 1] + part * (curves[..., k] - curves[..., k - 1]))
