"""Compiled loops of what foretells a log-likelihood: its weights, and its values.

The covariance of two points a distance r apart is 1 / (1 + r²). Sums go in one order, which a
library's, shared out over threads, do not. The points themselves come from densities that are
fitted by such a library (`copula_density`), so the last digits may still hang on the machine.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


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
    out, far = np.empty(n), np.empty(many)
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
        total = 0.0
        for k in range(many):
            total += far[k]
        out[x] = total
    return out
