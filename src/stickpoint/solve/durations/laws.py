"""Laws of how long a deadlock lasts, all with one small interface over days.

Time is positive. Survival is kept as a logarithm throughout, so that a law can still be asked about
the time to wait after an age that it gave no chance worth a number.

References
----------
.. [P74] R. L. Prentice, 1974, A log gamma model and its maximum likelihood estimation, Biometrika
   61(3), 539-544: the generalised gamma in the form used here.
.. [C07] C. Cox, H. Chu, M. F. Schneider, A. Muñoz, 2007, Parametric survival analysis and taxonomy
   of hazard functions for the generalized gamma distribution, Statistics in Medicine 26, 4352-4374.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite, log
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.solve.durations.incomplete_gamma import log_lower, log_upper

Floats: TypeAlias = NDArray[np.float64]

_FAR = 700.0
"""No time is looked for beyond e to this power: there floating-point numbers end."""
_EDGES = np.concatenate(([-_FAR], np.linspace(-40, 40, 161), [_FAR]))
"""Log times at which a quantile is first looked for."""
_MOST_STEPS = 150
_LEAST_SHAPE = 0.01


class Law:
    """How long something lasts: the chance, at each age in days, that it is still open.

    A law defines `log_open` and `log_density`; the rest follows from these two.
    """

    @property
    def kinks(self) -> Floats:
        """The days at which the density jumps, in order; none for a smooth law."""
        return np.empty(0)

    def log_open(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the chance to last longer than ``t`` days."""
        raise NotImplementedError

    def log_density(self, t: ArrayLike) -> Floats:
        """Return the logarithm of `density_log`."""
        raise NotImplementedError

    def open(self, t: ArrayLike) -> Floats:
        """Return the chance to last longer than ``t`` days, in the shape of ``t``."""
        return np.exp(self.log_open(t))

    def density_log(self, t: ArrayLike) -> Floats:
        """Return the density per unit of log time, t·f(t), in the shape of ``t``."""
        return np.exp(self.log_density(t))

    def quantile(self, p: ArrayLike) -> Floats:
        """Return the days by which it has ended with chance ``p``; infinite where it never has."""
        wanted = np.asarray(p, float)
        if not bool(np.all((wanted >= 0) & (wanted <= 1))):
            raise ValueError(f"chances found outside 0 to 1 ({p!r}); give p between 0 and 1")
        with np.errstate(divide="ignore"):
            target = np.log1p(-wanted)
        found = np.exp(self._log_time(target))
        found = np.where(self._at_edges[-1] > target, inf, found)
        return np.where(wanted == 0, 0.0, found)

    def _log_time(self, target: Floats) -> Floats:
        """Return the log times at which the log survival falls to some targets.

        Newton's steps between ends that close in; halves where they leave these, or go on for long.
        """
        before = np.count_nonzero(self._at_edges > target[..., None], axis=-1)
        low = _EDGES[np.clip(before - 1, 0, None)]
        high = _EDGES[np.clip(before, None, _EDGES.size - 1)]
        z = (low + high) / 2
        for k in range(_MOST_STEPS):
            here = self.log_open(np.exp(z))
            low, high = np.where(here > target, z, low), np.where(here > target, high, z)
            middle = (low + high) / 2
            with np.errstate(all="ignore"):
                step = z + (here - target) / np.exp(self.log_density(np.exp(z)) - here)
            is_inside = (step >= low) & (step <= high) & (k < 20 or k % 3 < 2)
            moved = np.where(is_inside, step, middle)
            if np.all(np.abs(moved - z) <= 1e-13 * np.maximum(np.abs(z), 1)):
                break
            z = moved
        return z

    @cached_property
    def _at_edges(self) -> Floats:
        """The log survival at `_EDGES`, between which quantiles are looked for."""
        return np.asarray(self.log_open(np.exp(_EDGES)))

    def since(self, elapsed: float) -> Law:
        """Return the law of the time still to wait, in days, when it had not ended by ``elapsed``.

        Raises
        ------
        ValueError
            By then it has ended for certain, or ``elapsed`` is no number of days.
        """
        if not (isfinite(elapsed) and elapsed >= 0):
            raise ValueError(f"{elapsed!r} days elapsed, expected a finite number, 0 or more")
        if elapsed == 0:
            return self
        if self.log_open(elapsed) == -inf:
            message = f"by day {elapsed:g} this law has ended for certain"
            raise ValueError(f"{message}; ask for an earlier day, or mix it with a longer law")
        return StillToWait(self, float(elapsed))


@dataclass(frozen=True)
class GeneralisedGamma(Law):
    """Prentice's generalised gamma: log time is mu + sigma·w, w the log of a gamma variate.

    Parameters
    ----------
    mu, sigma : float
        Place and spread on natural-log days; ``sigma`` above 0.
    q : float
        Shape: 0 is log-normal, 1 Weibull, ``sigma`` gamma; below 0 the long tail is a power of
        time. Either 0 or at least 0.01 in size, for between the two only digits are lost.
    """

    mu: float
    sigma: float
    q: float = 0.0

    def __post_init__(self) -> None:
        if not (isfinite(self.mu) and isfinite(self.sigma) and self.sigma > 0):
            message = f"mu {self.mu!r} and sigma {self.sigma!r} found"
            raise ValueError(f"{message}; both must be finite, and sigma above 0")
        if not isfinite(self.q) or 0 < abs(self.q) < _LEAST_SHAPE:
            raise ValueError(f"shape q {self.q!r} found; it must be 0, or 0.01 or more in size")

    def log_open(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the chance to last longer than ``t`` days."""
        return gamma_log_open(standard(t, self.mu, self.sigma), self.q)

    def log_density(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the density per unit of log time."""
        return gamma_log_density(standard(t, self.mu, self.sigma), self.q) - log(self.sigma)


def standard(t: ArrayLike, mu: ArrayLike, sigma: ArrayLike) -> Floats:
    """Return times in days as log times from a place, in spreads."""
    with np.errstate(divide="ignore"):
        return np.asarray((np.log(np.maximum(np.asarray(t, float), 0)) - mu) / sigma)


def gamma_log_open(w: Floats, q: float) -> Floats:
    """Return the log survival of the standard law of shape ``q`` at standard log times."""
    from scipy.special import log_ndtr

    if q == 0:
        return np.asarray(log_ndtr(-w))
    log_x = 2 * log(1 / abs(q)) + q * w
    return log_upper(q**-2, log_x) if q > 0 else log_lower(q**-2, log_x)


def gamma_log_density(w: Floats, q: float) -> Floats:
    """Return the log density of the standard law of shape ``q`` at standard log times."""
    from scipy.special import gammaln

    if q == 0:
        return np.asarray(-0.5 * w * w - 0.5 * log(2 * np.pi))
    a = q**-2
    log_x = log(a) + q * w
    with np.errstate(over="ignore", invalid="ignore"):
        density = a * log_x - np.exp(log_x) - gammaln(a) + log(abs(q))
    return np.where(np.isfinite(w), density, -inf)


@dataclass(frozen=True)
class LogUniform(Law):
    """Every order of magnitude between two numbers of days is as likely as every other."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 < self.low < self.high < inf:
            message = f"from {self.low!r} to {self.high!r} days found"
            raise ValueError(f"{message}; expected 0 < low < high, both finite")

    @property
    def kinks(self) -> Floats:
        """The two ends."""
        return np.array([self.low, self.high])

    def log_open(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the chance to last longer than ``t`` days."""
        inside = np.clip(np.asarray(t, float), self.low, self.high)
        with np.errstate(divide="ignore"):
            return np.log1p(-np.log(inside / self.low) / log(self.high / self.low))

    def log_density(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the density per unit of log time."""
        days = np.asarray(t, float)
        is_inside = (days >= self.low) & (days <= self.high)
        return np.where(is_inside, -log(log(self.high / self.low)), -inf)


@dataclass(frozen=True)
class StillToWait(Law):
    """The time still to wait of a law, in days, given that it had not ended by ``elapsed``."""

    law: Law
    elapsed: float

    @property
    def kinks(self) -> Floats:
        """The kinks that are still to come."""
        later = self.law.kinks - self.elapsed
        return later[later > 0]

    def log_open(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the chance to wait longer than ``t`` days more."""
        days = self.elapsed + np.maximum(np.asarray(t, float), 0)
        return np.minimum(self.law.log_open(days) - self._open_then, 0)

    def log_density(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the density per unit of log time still to wait."""
        more = np.maximum(np.asarray(t, float), 0)
        days = self.elapsed + more
        with np.errstate(divide="ignore"):
            share = np.log(more / days)
        return share + self.law.log_density(days) - self._open_then

    @cached_property
    def _open_then(self) -> float:
        """The logarithm of the chance to have lasted so long."""
        return float(self.law.log_open(self.elapsed))

    def since(self, elapsed: float) -> Law:
        """Return the law of the time still to wait when it had not ended by ``elapsed`` more."""
        return self.law.since(self.elapsed + elapsed) if elapsed > 0 else super().since(elapsed)
