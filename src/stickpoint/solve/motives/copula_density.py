"""Densities on the unit cube that fit weighted points, draws from them, and what these count.

A fitted density has a stepwise marginal for each unknown, joined by a Gaussian copula. A tenth of
what is drawn comes from the whole cube, so nothing is ruled out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 20
SPREAD = 0.03
WIDE = 0.1
"""Part of each marginal, and of each round, that is spread over the whole box."""
LOOSE = 0.9
"""Correlations are taken a little weaker than they were found, since tails must not be lost."""


@dataclass(frozen=True)
class CopulaDensity:
    """A density on the unit cube, and the map that turns even draws into draws from it.

    ``edges`` (unknowns, bins + 1) and ``heights`` (unknowns, bins): the steps of each marginal
    density; ``factor`` (unknowns, unknowns): lower triangular root of the copula's correlations.
    """

    edges: Floats
    heights: Floats
    factor: Floats

    @classmethod
    def fit(cls, points: Floats, weights: Floats) -> CopulaDensity:
        """Fit to weighted points of the cube."""
        from stickpoint.solve.motives.sampling_kernels import scored

        size = points.shape[1]
        edges, heights = np.empty((size, BINS + 1)), np.empty((size, BINS))
        for k in range(size):
            order = np.argsort(points[:, k])
            column, mass = points[order, k], np.cumsum(weights[order])
            inner = np.interp(np.arange(1, BINS) / BINS, mass, column)
            # Steps between equal shares of the mass, none narrower than there are draws to tell.
            edges[k] = _apart(np.concatenate(([0.0], inner, [1.0])))
            ends = np.searchsorted(column, edges[k, 1:-1])
            share = np.diff(np.concatenate(([0.0], mass))[[0, *ends, mass.size]])
            width = np.diff(edges[k])
            heights[k] = (1 - SPREAD) * share / share.sum() / width + SPREAD
        scores = scored(points, edges, _shares(edges, heights), 1e-6)
        middle = weights @ scores
        spread = (scores - middle).T @ ((scores - middle) * weights[:, None])
        scale = np.sqrt(np.maximum(np.diag(spread), 1e-12))
        found = LOOSE * spread / np.outer(scale, scale)
        np.fill_diagonal(found, 1.0)
        return cls(edges, heights, np.linalg.cholesky(found))

    def place(self, even: Floats) -> Floats:
        """Turn evenly spread points, shape (points, unknowns), into points of the density."""
        from stickpoint.solve.motives.sampling_kernels import placed

        return placed(even, self.edges, _shares(self.edges, self.heights), self.factor)

    def log_density(self, points: Floats) -> Floats:
        """Return the log of the density at points of the cube."""
        from stickpoint.solve.motives.sampling_kernels import log_density

        shares = _shares(self.edges, self.heights)
        return log_density(points, self.edges, shares, np.log(self.heights), self.factor)


def _shares(edges: Floats, heights: Floats) -> Floats:
    """Return what lies below the ends of the steps of each marginal, (unknowns, bins + 1)."""
    mass = np.cumsum(heights * np.diff(edges, axis=1), axis=1)
    return np.column_stack((np.zeros(len(edges)), mass / mass[:, -1:]))


def draw(fitted: CopulaDensity, count: int, size: int, random: np.random.Generator) -> Floats:
    """Draw from a density, a tenth of the draws from the whole cube."""
    fresh: Floats = random.random((count, size))
    narrow = random.random(count) >= WIDE
    fresh[narrow] = fitted.place(fresh[narrow])
    return fresh


def log_mixture(points: Floats, drawn: list[tuple[CopulaDensity | None, int]]) -> Floats:
    """Return the log of the density that points of several rounds were drawn from together."""
    total, density = sum(count for _, count in drawn), np.zeros(len(points))
    for fitted, count in drawn:
        own = 1.0 if fitted is None else WIDE + (1 - WIDE) * np.exp(fitted.log_density(points))
        density += count / total * own
    return np.log(density)


def _apart(edges: Floats) -> Floats:
    """Keep edges in order and a little apart, within 0 and 1."""
    least = 1e-4
    for k in range(1, edges.size - 1):
        edges[k] = max(edges[k], edges[k - 1] + least)
    for k in range(edges.size - 2, 0, -1):
        edges[k] = min(edges[k], edges[k + 1] - least)
    return edges


def power_of(logs: Floats, counts: Floats, enough: float) -> float:
    """Find the highest power, at most one, at which draws count as enough."""
    if not np.isfinite(logs).any() or counted(logs + counts) >= enough:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        is_enough = counted(raised(logs, middle) + counts) >= enough
        low, high = (middle, high) if is_enough else (low, middle)
    return low


def counted(logs: Floats) -> float:
    """Return how many even draws are worth as much as weighted ones."""
    return float(1 / (normal(logs) ** 2).sum()) if np.isfinite(logs).any() else 0.0


def largest(logs: Floats) -> float:
    """Return the share of the largest weight."""
    return float(normal(logs).max()) if np.isfinite(logs).any() else 0.0


def raised(logs: Floats, power: float) -> Floats:
    """Return the logs of weights raised to a power, -inf kept."""
    return np.where(np.isfinite(logs), power * np.where(np.isfinite(logs), logs, 0.0), -np.inf)


def normal(logs: Floats) -> Floats:
    """Return weights that sum to one from their logs."""
    weights: Floats = np.exp(logs - logs.max())
    return weights / weights.sum()


def log_mean(logs: Floats) -> tuple[float, float]:
    """Return the log of the mean of what is given by logs, and its error."""
    top = logs.max()
    if not np.isfinite(top):
        return -np.inf, 0.0
    parts = np.exp(logs - top)
    mean = parts.mean()
    return float(top + np.log(mean)), float(parts.std(ddof=1) / np.sqrt(parts.size) / mean)
