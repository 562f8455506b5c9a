"""How good a forecast was, of what came: proper scores of one case, and their spread over cases.

A forecast of a length is a law, or a pair of arrays (days, chance to last longer), which `Curve`
reads as straight in log time. Of log scores more is better; of CRPS and Brier scores less is.

References
----------
.. [GR07] T. Gneiting, A. E. Raftery, 2007, Strictly proper scoring rules, prediction, and
   estimation, Journal of the American Statistical Association 102, 359-378: eq. 20 is the CRPS,
   section 3.1 the scores of outcomes.
.. [D84] A. P. Dawid, 1984, Statistical theory: the prequential approach, Journal of the Royal
   Statistical Society A 147, 278-292: the probability integral transform.
.. [E79] B. Efron, 1979, Bootstrap methods: another look at the jackknife, Annals of Statistics 7.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from math import inf, isfinite, log
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.solve.durations.curves import Curve
from stickpoint.solve.durations.laws import Floats, Law

Forecast: TypeAlias = Law | tuple[ArrayLike, ArrayLike]
"""A law, or days and the chance to last longer than each."""

_END = 700.0
"""No integral goes beyond e to this power of days, nor below e to minus this."""
_NEGLIGIBLE = -50.0
SAME = 1e-9
"""Chances just before a time and by it that differ by less are those of a law without jumps."""
_NODES = 12
_MOST_HALVINGS = 9


class Mean(NamedTuple):
    """A mean over cases with its bootstrap range."""

    mean: float
    low: float
    high: float


def log_score(forecast: Forecast, days: float) -> float:
    """Return the logarithm of the density per log time at the true length; −∞ where it is 0."""
    return float(_law(forecast, days).log_density(days))


def pit(forecast: Forecast, days: float) -> float:
    """Return the chance that the forecast gave to an end by the true length [D84]_.

    Of what it has end at that very time, half counts.
    """
    before, by = _around(forecast, days)
    return by if by - before < SAME else (before + by) / 2


def covered80(forecast: Forecast, days: float) -> bool:
    """Tell whether the true length lies between the forecast's 10 and 90 %."""
    before, by = _around(forecast, days)
    return by >= 0.1 and (by if by - before < SAME else before) <= 0.9


def crps(forecast: Forecast, days: float) -> float:
    """Return the continuous ranked probability score, in days; ∞ where the tail is too long.

    The integral of (F(t) − [t ≥ days])² over all t, for which half a mean must exist [GR07]_.
    """
    law = _law(forecast, days)
    here = log(days)
    low, high = max(here - 45, -_END), _far(law, 4 * _NEGLIGIBLE)
    if _is_too_long(law, high):
        return inf
    below = _integral(lambda z: np.exp(z) * _ended(law, z) ** 2, law, low, here)
    return below + _integral(lambda z: np.exp(z + 2 * law.log_open(np.exp(z))), law, here, high)


def crps_log(forecast: Forecast, days: float) -> float:
    """Return the CRPS of the logarithm of the length: how many factors of e it missed by."""
    law = _law(forecast, days)
    here = log(days)
    low = min(here, max(-_END, _soon(law, _NEGLIGIBLE)))
    high = max(here, _far(law, _NEGLIGIBLE))
    below = _integral(lambda z: _ended(law, z) ** 2, law, low, here)
    return below + _integral(lambda z: np.exp(2 * law.log_open(np.exp(z))), law, here, high)


def outcome_log_score(shares: ArrayLike, came: int) -> float:
    """Return the logarithm of the share given to the outcome that came, by its index."""
    with np.errstate(divide="ignore"):
        return float(np.log(_shares(shares, came)[came]))


def brier(shares: ArrayLike, came: int) -> float:
    """Return the Brier score: the sum over outcomes of (share − 1 if it came, else 0)²."""
    given = _shares(shares, came)
    return float(np.sum((given - (np.arange(given.size) == came)) ** 2))


def bootstrap(values: ArrayLike, *, seed: int, draws: int = 10_000, level: float = 0.8) -> Mean:
    """Return the mean over cases, and the middle ``level`` of means of cases drawn again [E79]_.

    To compare two forecasts, give the differences of their scores case by case.

    Raises
    ------
    ValueError
        There is no case, or a score that is not finite.
    """
    scores = np.asarray(values, float)
    if scores.ndim != 1 or not scores.size or not np.all(np.isfinite(scores)):
        raise ValueError(
            "a mean needs one finite score a case; leave out or name those at infinity"
        )
    generator = np.random.default_rng(seed)
    drawn = generator.integers(0, scores.size, (draws, scores.size))
    means = scores[drawn].mean(axis=1)
    low, high = np.quantile(means, ((1 - level) / 2, (1 + level) / 2))
    return Mean(float(scores.mean()), float(low), float(high))


def _law(forecast: Forecast, days: float) -> Law:
    if not (isfinite(days) and days > 0):
        raise ValueError(f"a length of {days!r} days found; expected a finite number above 0")
    return forecast if isinstance(forecast, Law) else Curve(*forecast)


def _around(forecast: Forecast, days: float) -> tuple[float, float]:
    """Return the chance of an end just before the true length, and by it."""
    law, at = _law(forecast, days), np.array([np.nextafter(days, 0.0), days])
    before, by = (-np.expm1(law.log_open(at))).tolist()
    return before, by


def _shares(shares: ArrayLike, came: int) -> Floats:
    given = np.asarray(shares, float)
    if given.ndim != 1 or abs(given.sum() - 1) > 1e-9 or given.min() < 0:
        raise ValueError("shares of outcomes must be 0 or more and add up to 1")
    if not 0 <= came < given.size:
        raise ValueError(f"outcome {came} came, of {given.size}, counted from 0")
    return given


def _ended(law: Law, z: Floats) -> Floats:
    return -np.expm1(law.log_open(np.exp(z)))


def _is_too_long(law: Law, end: float) -> bool:
    """Tell whether the tail still weighs as much at log time ``end`` as some way before it."""
    late, later = (float(z + 2 * law.log_open(np.exp(z))) for z in (end - 10, end))
    return isfinite(later) and later >= late


def _far(law: Law, wanted: float) -> float:
    """Return the log time at which the log survival has fallen to ``wanted``, or the last one."""
    return _crossing(lambda z: float(law.log_open(np.exp(z))) > wanted)


def _soon(law: Law, wanted: float) -> float:
    """Return the log time at which the chance to have ended has grown to e to the ``wanted``."""
    least = np.exp(wanted)
    return _crossing(lambda z: float(-np.expm1(law.log_open(np.exp(z)))) < least)


def _crossing(is_before: Callable[[float], bool]) -> float:
    low, high = -_END, _END
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if is_before(middle) else (low, middle)
    return high


def _integral(integrand: Callable[[Floats], Floats], law: Law, low: float, high: float) -> float:
    """Return an integral over log time, by Gauss and Legendre between the kinks of the law.

    Panels are halved until the integral stays; a law whose kinks are its only roughness is met to
    about twelve digits.
    """
    if not low < high:
        return 0.0
    inner = np.log(law.kinks)
    inner = inner[(inner > low) & (inner < high)]
    edges = np.unique(np.concatenate(([low], inner, [high])))
    edges = _refined(edges, 1.0)
    found = _panels(integrand, edges)
    for _ in range(_MOST_HALVINGS):
        edges = np.sort(np.concatenate((edges, (edges[1:] + edges[:-1]) / 2)))
        before, found = found, _panels(integrand, edges)
        if abs(found - before) <= 1e-12 * abs(found):
            break
    return found


def _refined(edges: Floats, widest: float) -> Floats:
    """Return the edges of panels no wider than ``widest``."""
    parts: Sequence[Floats] = [
        np.linspace(a, b, int(np.ceil((b - a) / widest)) + 1)[:-1] for a, b in pairwise(edges)
    ]
    return np.concatenate([*parts, edges[-1:]])


def _panels(integrand: Callable[[Floats], Floats], edges: Floats) -> float:
    node, weight = _gauss()
    half = np.diff(edges)[:, None] / 2
    middle = (edges[1:] + edges[:-1])[:, None] / 2
    return float(np.sum(half * weight * integrand(middle + half * node)))


@cache
def _gauss() -> tuple[Floats, Floats]:
    node, weight = np.polynomial.legendre.leggauss(_NODES)
    return node, weight
