"""A log-likelihood over the unit cube → a map of the cube onto where the likelihood is.

Where the likelihood crowds into a corner of the box, drawing from the whole box finds nothing, and
what a sampler with few points finds by walking towards the corner is biased. So the box is first
looked over by rounds of draws. Each draws from a density fitted to what those before have found,
the likelihood raised to a power that lets enough of them count and that grows to one (O. Cappé and
others, 2004, "Population Monte Carlo", *J. Comput. Graph. Stat.* 13, 907-929; all draws are weighed
together, by the mixture that they came from: J.-M. Cornuet and others, 2012, *Scand. J. Stat.* 39,
798-812). A tenth of every density is the box itself, so nothing is ruled out.

A fitted density has a stepwise marginal for each unknown, joined by a Gaussian copula.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Many = Callable[[Floats], Floats]

ROUNDS = 30
BINS = 20
SPREAD = 0.03
WIDE = 0.1
"""Part of each marginal, and of each round, that is spread over the whole box."""
LOOSE = 0.9
"""Correlations are taken a little weaker than they were found, since tails must not be lost."""
ENOUGH = 0.3
"""A round's power is the highest at which the draws so far count as so much of a round."""
WELL_COUNTED = 100.0
"""Rounds go on until those at full power count as so many draws."""


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
        from scipy.special import ndtri  # takes longer to load than all else of a screen

        size = points.shape[1]
        edges, heights = np.empty((size, BINS + 1)), np.empty((size, BINS))
        for k in range(size):
            order = np.argsort(points[:, k], kind="stable")
            mass = np.cumsum(weights[order])
            inner = np.interp(np.arange(1, BINS) / BINS, mass, points[order, k])
            # Steps between equal shares of the mass, none narrower than there are draws to tell.
            edges[k] = _apart(np.concatenate(([0.0], inner, [1.0])))
            share = np.histogram(points[:, k], bins=edges[k], weights=weights)[0]
            width = np.diff(edges[k])
            heights[k] = (1 - SPREAD) * share / share.sum() / width + SPREAD
        whole = cls(edges, heights, np.eye(size))
        scores = ndtri(np.clip(whole.below(points), 1e-6, 1 - 1e-6))
        middle = weights @ scores
        spread = (scores - middle).T @ ((scores - middle) * weights[:, None])
        scale = np.sqrt(np.maximum(np.diag(spread), 1e-12))
        found = LOOSE * spread / np.outer(scale, scale)
        np.fill_diagonal(found, 1.0)
        return cls(edges, heights, np.linalg.cholesky(found))

    def _shares(self, k: int) -> Floats:
        mass = np.concatenate(([0.0], np.cumsum(self.heights[k] * np.diff(self.edges[k]))))
        return mass / mass[-1]

    def below(self, points: Floats) -> Floats:
        """Return the share of each marginal that lies below each coordinate."""
        found = np.empty_like(points)
        for k in range(points.shape[1]):
            found[:, k] = np.interp(points[:, k], self.edges[k], self._shares(k))
        return found

    def place(self, even: Floats) -> Floats:
        """Turn evenly spread points, shape (points, unknowns), into points of the density."""
        from scipy.special import ndtr, ndtri

        shares = ndtr(ndtri(np.clip(even, 1e-12, 1 - 1e-12)) @ self.factor.T)
        found = np.empty_like(even)
        for k in range(even.shape[1]):
            found[:, k] = np.interp(shares[:, k], self._shares(k), self.edges[k])
        return found

    def log_density(self, points: Floats) -> Floats:
        """Return the log of the density at points of the cube."""
        from scipy.special import ndtri

        total = np.zeros(len(points))
        for k in range(points.shape[1]):
            bin_ = np.searchsorted(self.edges[k], points[:, k], side="right") - 1
            total += np.log(self.heights[k][np.clip(bin_, 0, BINS - 1)])
        scores = ndtri(np.clip(self.below(points), 1e-12, 1 - 1e-12))
        white = np.linalg.solve(self.factor, scores.T).T
        total += 0.5 * ((scores**2).sum(axis=1) - (white**2).sum(axis=1))
        return np.asarray(total - np.log(np.diag(self.factor)).sum())


@dataclass(frozen=True)
class ImportanceSample:
    """What the rounds found.

    ``density`` is fitted to the likelihood itself. ``value`` and ``error``: the log of the mean
    likelihood by the draws of the last rounds, and its error; minus infinity where no draw was
    possible. ``points`` and ``weights``: those draws, and what each counts; weights sum to one.
    """

    density: CopulaDensity
    value: float
    error: float
    points: Floats
    weights: Floats


def importance_sample(many: Many, size: int, *, draws: int, seed: int) -> ImportanceSample:
    """Look a likelihood over the unit cube over.

    ``many`` gives log-likelihoods, -inf allowed, of points (points, size). The estimate comes from
    the last two rounds alone, at full power: their densities were fitted before they were drawn, so
    that it is not biased by the fitting.
    """
    random = np.random.default_rng(seed)
    points = random.random((2 * draws, size))
    logs = many(points)
    drawn: list[tuple[CopulaDensity | None, int]] = [(None, 2 * draws)]
    full = 0
    fitted = CopulaDensity.fit(points, np.full(len(points), 1 / len(points)))
    for k in range(ROUNDS):
        counts = -_log_mixture(points, drawn)
        power = 1.0 if k >= ROUNDS - 2 else _power(logs, counts, ENOUGH * draws)
        full = full + 1 if power == 1 else 0
        if np.isfinite(logs).any():
            fitted = CopulaDensity.fit(points, _normal(_raised(logs, power) + counts))
        count = 2 * draws if full else draws
        fresh = _draw(fitted, count, size, random)
        points, logs = np.concatenate((points, fresh)), np.concatenate((logs, many(fresh)))
        drawn.append((fitted, count))
        late = slice(-4 * draws, None)
        if full >= 2:
            found = logs[late] - _log_mixture(points[late], drawn[-2:])
            if _counted(found) >= min(WELL_COUNTED, draws / 2) or not np.isfinite(logs).any():
                break
    value, error = _mean(found)
    # The two rounds know nothing of each other's draws.
    halves = [_mean(part)[0] for part in np.split(found, 2)]
    if np.isfinite(halves).all():
        error = max(error, abs(halves[0] - halves[1]) / 2)
    weights = _normal(found) if np.isfinite(found).any() else np.full(found.size, 1 / found.size)
    return ImportanceSample(fitted, value, error, points[late], weights)


def _draw(fitted: CopulaDensity, count: int, size: int, random: np.random.Generator) -> Floats:
    fresh: Floats = random.random((count, size))
    narrow = random.random(count) >= WIDE
    fresh[narrow] = fitted.place(fresh[narrow])
    return fresh


def _log_mixture(points: Floats, drawn: list[tuple[CopulaDensity | None, int]]) -> Floats:
    """Return the log of the density that points of several rounds were drawn from together."""
    total, density = sum(count for _, count in drawn), np.zeros(len(points))
    for fitted, count in drawn:
        own = 1.0 if fitted is None else WIDE + (1 - WIDE) * np.exp(fitted.log_density(points))
        density += count / total * own
    return np.log(density)


def _power(logs: Floats, counts: Floats, enough: float) -> float:
    """Find the highest power, at most one, at which draws count as enough."""
    if not np.isfinite(logs).any() or _counted(logs + counts) >= enough:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        is_enough = _counted(_raised(logs, middle) + counts) >= enough
        low, high = (middle, high) if is_enough else (low, middle)
    return low


def _counted(logs: Floats) -> float:
    """Return how many even draws are worth as much as weighted ones."""
    return float(1 / (_normal(logs) ** 2).sum()) if np.isfinite(logs).any() else 0.0


def _raised(logs: Floats, power: float) -> Floats:
    return np.where(np.isfinite(logs), power * np.where(np.isfinite(logs), logs, 0.0), -np.inf)


def _normal(logs: Floats) -> Floats:
    weights: Floats = np.exp(logs - logs.max())
    return weights / weights.sum()


def _mean(logs: Floats) -> tuple[float, float]:
    """Return the log of the mean of what is given by logs, and its error."""
    top = logs.max()
    if not np.isfinite(top):
        return -np.inf, 0.0
    parts = np.exp(logs - top)
    mean = parts.mean()
    return float(top + np.log(mean)), float(parts.std(ddof=1) / np.sqrt(parts.size) / mean)


def _apart(edges: Floats) -> Floats:
    """Keep edges in order and a little apart, within 0 and 1."""
    least = 1e-4
    for k in range(1, edges.size - 1):
        edges[k] = max(edges[k], edges[k - 1] + least)
    for k in range(edges.size - 2, 0, -1):
        edges[k] = min(edges[k], edges[k + 1] - least)
    return edges
