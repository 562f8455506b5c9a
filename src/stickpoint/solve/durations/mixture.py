"""Laws of how long a deadlock lasts, each with its weight → one law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.solve.durations.laws import (
    Floats,
    GeneralisedGamma,
    Law,
    gamma_log_density,
    gamma_log_open,
    standard,
)


@dataclass(frozen=True)
class Mixture(Law):
    """One of several laws, each with its weight; weights are 0 or more and add up to 1."""

    weights: tuple[float, ...]
    laws: tuple[Law, ...]

    def __init__(self, weights: Sequence[float], laws: Sequence[Law]) -> None:
        given = tuple(float(weight) for weight in weights)
        if len(given) != len(laws) or not given:
            raise ValueError(f"{len(given)} weights found for {len(laws)} laws; give one to each")
        if not (min(given) >= 0 and abs(sum(given) - 1) < 1e-9):
            raise ValueError(f"weights {given} found; they must be 0 or more and add up to 1")
        kept = [(weight, law) for weight, law in zip(given, laws, strict=True) if weight > 0]
        object.__setattr__(self, "weights", tuple(weight for weight, _ in kept))
        object.__setattr__(self, "laws", tuple(law for _, law in kept))

    @property
    def kinks(self) -> Floats:
        """The kinks of all laws."""
        return np.unique(np.concatenate([law.kinks for law in self.laws]))

    def log_open(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the chance to last longer than ``t`` days."""
        each = self._each(t, is_density=False)
        # Near the beginning the chance to have ended already is the accurate one.
        ended = -self._mean(np.expm1(each))
        early = np.minimum(ended, 0.5)
        return np.where(early < 0.5, np.log1p(-early), np.minimum(self._mixed(each), 0))

    def log_density(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the density per unit of log time."""
        return self._mixed(self._each(t, is_density=True))

    def _each(self, t: ArrayLike, *, is_density: bool) -> Floats:
        """Return log survival or density, (laws, …); those of gammas of one shape at once."""
        if self._gammas is None:
            looks = [law.log_density if is_density else law.log_open for law in self.laws]
            return np.array([look(t) for look in looks])
        shape = (-1,) + (1,) * np.ndim(t)
        mu, sigma = (part.reshape(shape) for part in self._gammas)
        w = standard(t, mu, sigma)
        q = self.laws[0].q if isinstance(self.laws[0], GeneralisedGamma) else 0.0
        return gamma_log_density(w, q) - np.log(sigma) if is_density else gamma_log_open(w, q)

    @cached_property
    def _gammas(self) -> tuple[Floats, Floats] | None:
        """Place and spread of each law, if all are gammas of one shape."""
        gammas = [law for law in self.laws if isinstance(law, GeneralisedGamma)]
        if len(gammas) < len(self.laws) or len({law.q for law in gammas}) > 1:
            return None
        return np.array([law.mu for law in gammas]), np.array([law.sigma for law in gammas])

    def _mean(self, each: Floats) -> Floats:
        """Return the weighted sum over laws, (…), of numbers (laws, …)."""
        rows = each.reshape(len(self.laws), -1)
        return np.asarray(np.dot(self._row, rows).reshape(each.shape[1:]))

    @cached_property
    def _row(self) -> Floats:
        return np.array([self.weights])

    def _mixed(self, logs: Floats) -> Floats:
        """Return the logarithm of the weighted sum over laws of what is given in logarithms."""
        top = logs.max(axis=0)
        top = np.where(np.isfinite(top), top, 0.0)
        with np.errstate(divide="ignore"):
            return top + np.log(self._mean(np.exp(logs - top)))
