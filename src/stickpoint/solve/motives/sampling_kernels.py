"""Compiled loops of what foretells a log-likelihood, and of the densities that points come from.

The covariance of two points a distance r apart is 1 / (1 + r²). Sums go in one order, which a
library's, shared out over threads, do not. The densities are fitted by such a library
(`copula_density`), so the last digits may still hang on the machine.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LANES = 8
"""Sums that are added up side by side."""
LEAST = 1e-12
"""Shares are held so far from nothing and from one."""
NEAR = np.array(
    [
        [
            2.5090809287301226727e3,
            3.3430575583588128105e4,
            6.7265770927008700853e4,
            4.5921953931549871457e4,
            1.3731693765509461125e4,
            1.9715909503065514427e3,
            1.3314166789178437745e2,
            3.3871328727963666080e0,
        ],
        [
            5.2264952788528545610e3,
            2.8729085735721942674e4,
            3.9307895800092710610e4,
            2.1213794301586595867e4,
            5.3941960214247511077e3,
            6.8718700749205790830e2,
            4.2313330701600911252e1,
            1.0,
        ],
    ]
)
FAR = np.array(
    [
        [
            7.74545014278341407640e-4,
            2.27238449892691845833e-2,
            2.41780725177450611770e-1,
            1.27045825245236838258e0,
            3.64784832476320460504e0,
            5.76949722146069140550e0,
            4.63033784615654529590e0,
            1.42343711074968357734e0,
        ],
        [
            1.05075007164441684324e-9,
            5.47593808499534494600e-4,
            1.51986665636164571966e-2,
            1.48103976427480074590e-1,
            6.89767334985100004550e-1,
            1.67638483018380384940e0,
            2.05319162663775882187e0,
            1.0,
        ],
    ]
)
FARTHEST = np.array(
    [
        [
            2.01033439929228813265e-7,
            2.71155556874348757815e-5,
            1.24266094738807843860e-3,
            2.65321895265761230930e-2,
            2.96560571828504891230e-1,
            1.78482653991729133580e0,
            5.46378491116411436990e0,
            6.65790464350110377720e0,
        ],
        [
            2.04426310338993978564e-15,
            1.42151175831644588870e-7,
            1.84631831751005468180e-5,
            7.86869131145613259100e-4,
            1.48753612908506148525e-2,
            1.36929880922735805310e-1,
            5.99832206555887937690e-1,
            1.0,
        ],
    ]
)
"""Coefficients of `quantile`, from the highest power on, of what is divided and by what."""


@njit(cache=True, nogil=True, error_model="numpy")
def weigh(points: Floats, values: Floats, nugget: float) -> tuple[Floats, float]:
    """Return the weight of each of some points, (points, unknowns), and their log-likelihood.

    By Cholesky's roots, row by row; ``nugget`` is added to the covariance of each with itself.
    """
    n, size = points.shape
    root = np.empty((n, n))
    found = values.copy()
    half = 0.0
    for i in range(n):
        for j in range(i, n):
            far = 1.0
            for d in range(size):
                apart = points[i, d] - points[j, d]
                far += apart * apart
            root[i, j] = 1.0 / far
        root[i, i] += nugget
        for k in range(i):
            factor = root[k, i]
            for j in range(i, n):
                root[i, j] -= factor * root[k, j]
        scale = 1.0 / math.sqrt(max(root[i, i], 1e-12))
        for j in range(i, n):
            root[i, j] *= scale
        half -= math.log(scale)
        found[i] *= scale
        for j in range(i + 1, n):
            found[j] -= root[i, j] * found[i]
    square = 0.0
    for i in range(n):
        square += found[i] * found[i]
    for i in range(n - 1, -1, -1):
        total = found[i]
        for j in range(i + 1, n):
            total -= root[i, j] * found[j]
        found[i] = total / root[i, i]
    return found, -0.5 * n * math.log(max(square / n, 1e-300)) - half


@njit(cache=True, nogil=True, error_model="numpy")
def foretell(points: Floats, known: Floats, weights: Floats) -> Floats:
    """Return the weighted sum of covariances with known points, (unknowns, known)."""
    n, size = points.shape
    many = weights.size
    out, far, parts = np.empty(n), np.empty(many), np.empty(LANES)
    whole = many - many % LANES
    for x in range(n):
        for k in range(many):
            far[k] = 1.0
        for d in range(size):
            here = points[x, d]
            for k in range(many):
                apart = here - known[d, k]
                far[k] += apart * apart
        for k in range(many):
            far[k] = weights[k] / far[k]
        # Several sums side by side: one alone waits for each addition to end.
        parts[:] = 0.0
        for k in range(0, whole, LANES):
            for j in range(LANES):
                parts[j] += far[k + j]
        total = 0.0
        for k in range(whole, many):
            total += far[k]
        for j in range(LANES):
            total += parts[j]
        out[x] = total
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def log_density(
    points: Floats, edges: Floats, shares: Floats, logs: Floats, factor: Floats
) -> Floats:
    """Return the log density at points, (points, unknowns), of stepwise marginals and a copula.

    ``edges`` and ``shares`` (unknowns, bins + 1): where the steps of each marginal end, and what
    lies below; ``logs`` (unknowns, bins) of their heights; ``factor``: see `CopulaDensity`.
    """
    n, size = points.shape
    out, white = np.empty(n), np.empty(size)
    middle = 0.0
    for k in range(size):
        middle -= math.log(factor[k, k])
    for x in range(n):
        total, square = middle, 0.0
        for k in range(size):
            b = _place(points[x, k], edges[k])
            total += logs[k, b]
            share = _between(points[x, k], b, edges[k], shares[k])
            score = quantile(min(max(share, LEAST), 1.0 - LEAST))
            square += score * score
            for j in range(k):
                score -= factor[k, j] * white[j]
            white[k] = score / factor[k, k]
            square -= white[k] * white[k]
        out[x] = total + 0.5 * square
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def placed(even: Floats, edges: Floats, shares: Floats, factor: Floats) -> Floats:
    """Turn evenly spread points into points of that density."""
    n, size = even.shape
    out, scores = np.empty((n, size)), np.empty(size)
    for x in range(n):
        for k in range(size):
            scores[k] = quantile(min(max(even[x, k], LEAST), 1.0 - LEAST))
            score = 0.0
            for j in range(k + 1):
                score += factor[k, j] * scores[j]
            share = 0.5 * math.erfc(-score * math.sqrt(0.5))
            out[x, k] = _between(share, _place(share, shares[k]), shares[k], edges[k])
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def scored(points: Floats, edges: Floats, shares: Floats, least: float) -> Floats:
    """Return how many standard deviations each coordinate's share is from the middle."""
    n, size = points.shape
    out = np.empty((n, size))
    for x in range(n):
        for k in range(size):
            share = _between(points[x, k], _place(points[x, k], edges[k]), edges[k], shares[k])
            out[x, k] = quantile(min(max(share, least), 1.0 - least))
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def _place(at: float, ends: Floats) -> int:
    """Return the step in which something lies."""
    found = 0
    for b in range(1, ends.size - 1):
        found += ends[b] <= at
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def _between(at: float, b: int, ends: Floats, values: Floats) -> float:
    """Read a line between the ends of a step."""
    return values[b] + (values[b + 1] - values[b]) / (ends[b + 1] - ends[b]) * (at - ends[b])


@njit(cache=True, nogil=True, error_model="numpy")
def quantile(share: float) -> float:
    """Return where so much of a normal distribution lies below, to about sixteen digits.

    M. Wichura, 1988, "Algorithm AS 241", *Appl. Stat.* 37, 477-484.
    """
    far = share - 0.5
    if abs(far) <= 0.425:
        r = 0.180625 - far * far
        return far * _ratio(r, NEAR)
    r = math.sqrt(-math.log(share if far < 0.0 else 1.0 - share))
    found = _ratio(r - 1.6, FAR) if r <= 5.0 else _ratio(r - 5.0, FARTHEST)
    return -found if far < 0.0 else found


@njit(cache=True, nogil=True, error_model="numpy")
def _ratio(r: float, by: Floats) -> float:
    """Return a ratio of two polynomials of degree seven."""
    over, under = 0.0, 0.0
    for k in range(by.shape[1]):
        over = over * r + by[0, k]
        under = under * r + by[1, k]
    return over / under
