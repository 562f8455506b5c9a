"""Logarithms of the incomplete gamma functions, where the functions themselves are too small.

References
----------
.. [DLMF] NIST Digital Library of Mathematical Functions, 8.9.2 (the continued fraction of the upper
   function) and 8.7.1 (the series of the lower one).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

_SMALL = 1e-280
_TERMS = 200
"""So far in a tail, both expansions need a few dozen terms."""


def log_upper(a: float, log_x: Floats) -> Floats:
    """Return log Q(a, x), the regularised upper incomplete gamma function, for a > 0."""
    from scipy.special import gammainc, gammaincc

    x = np.asarray(_exp(log_x))
    upper, lower = gammaincc(a, x), gammainc(a, x)
    with np.errstate(divide="ignore"):
        logs = np.where(lower < 0.5, np.log1p(-np.minimum(lower, 0.5)), np.log(upper))
    is_far = (upper < _SMALL) & np.isfinite(x)
    if np.any(is_far):
        logs[is_far] = _upper_fraction(a, x[is_far])
    return logs


def log_lower(a: float, log_x: Floats) -> Floats:
    """Return log P(a, x), the regularised lower incomplete gamma function, for a > 0."""
    from scipy.special import gammainc, gammaincc

    x = np.asarray(_exp(log_x))
    upper, lower = gammaincc(a, x), gammainc(a, x)
    with np.errstate(divide="ignore"):
        logs = np.where(upper < 0.5, np.log1p(-np.minimum(upper, 0.5)), np.log(lower))
    is_far = lower < _SMALL
    if np.any(is_far):
        logs[is_far] = _lower_series(a, np.asarray(log_x)[is_far])
    return logs


def _upper_fraction(a: float, x: Floats) -> Floats:
    """Return log Q(a, x) by Legendre's continued fraction, from the back."""
    from scipy.special import gammaln

    fraction = x + 2.0 * _TERMS + 1 - a
    for k in range(_TERMS, 0, -1):
        fraction = x + 2.0 * k - 1 - a - k * (k - a) / fraction
    return np.asarray(a * np.log(x) - x - gammaln(a) - np.log(np.abs(fraction)))


def _lower_series(a: float, log_x: Floats) -> Floats:
    """Return log P(a, x) by the series in x over a + 1, a + 2, and so on."""
    from scipy.special import gammaln

    x = _exp(log_x)
    total = term = np.ones_like(x)
    for k in range(1, _TERMS):
        term = term * x / (a + k)
        total = total + term
    return np.asarray(a * log_x - x - gammaln(a + 1) + np.log(total))


def _exp(log_x: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return np.exp(log_x)
