"""What is foretold of a log-likelihood from known points, and the densities points come from."""

from __future__ import annotations

import numpy as np
import oracles
import pytest
from scipy.special import ndtr, ndtri

from stickpoint.solve.motives import emulator
from stickpoint.solve.motives.copula_density import BINS, LOOSE, SPREAD, CopulaDensity
from stickpoint.solve.motives.emulator import Emulator
from stickpoint.solve.motives.sampling_kernels import foretell, quantile, weigh


@pytest.mark.parametrize(("nugget", "many"), [(1e-4, 9), (0.1, 9), (0.1, 19)])
def test_the_loops_do_what_they_are_defined_to(nugget: float, many: int) -> None:
    random = np.random.default_rng(2)
    known, at = random.normal(size=(many, 2)), random.normal(size=(5, 2))
    values = random.normal(size=many)
    weights, likely = weigh(known, values, nugget)
    means, expected = oracles.foretold(known.tolist(), values.tolist(), nugget, at.tolist())
    found = foretell(at, np.ascontiguousarray(known.T), weights)
    assert found == pytest.approx(means, rel=1e-9)
    assert likely == pytest.approx(expected, rel=1e-9)


def bent(x: np.ndarray) -> np.ndarray:
    """Crowd along a curve, and be impossible beyond a line."""
    logs = -0.5 * ((x[:, 1] - 0.3 - x[:, 0] ** 2 / 2) / 0.1) ** 2 - 3 * x[:, 0]
    return np.where(x[:, 0] < 0.95, logs, -np.inf)


@pytest.mark.slow
def test_what_lies_between_known_points_is_foretold_and_nothing_is_made_of_what_lies_far() -> None:
    random = np.random.default_rng(4)
    points = random.random((300, 2))
    fitted = Emulator.fit(points, bent(points), 15.0, np.zeros(300, dtype=np.bool_))
    at = 0.05 + 0.85 * random.random((400, 2))
    exact = bent(at)
    near = exact > exact.max() - 6
    assert np.abs(fitted(at) - exact)[near].max() < 0.2
    assert fitted(np.array([[0.99, 0.7]]))[0] < fitted.top - 3
    assert fitted(np.array([[40.0, -40.0]]))[0] < fitted.top - 12
    assert (fitted(random.random((1000, 2))) < fitted.top + 4).all()


@pytest.mark.slow
def test_what_was_foretold_too_high_is_learnt_from_however_low_it_is(monkeypatch) -> None:
    monkeypatch.setattr(emulator, "LEAST", 20)
    random = np.random.default_rng(5)
    points = np.concatenate((0.4 * random.random((40, 1)), [[0.9]]))
    logs = np.append(30 * points[:-1, 0], -60.0)
    also = np.zeros(41, dtype=np.bool_)
    blind = Emulator.fit(points, logs, 15.0, also)
    also[-1] = True
    told = Emulator.fit(points, logs, 15.0, also)
    there = np.array([[0.9]])
    assert told(there)[0] < blind(there)[0] - 5
    assert told(there)[0] == pytest.approx(told.top - 30, abs=2)


def test_quantiles_are_those_of_a_normal_distribution() -> None:
    small = 10.0 ** -np.arange(1, 16)
    for share in (*np.linspace(0.001, 0.999, 999), *small, *(1 - small[:12])):
        assert quantile(share) == pytest.approx(ndtri(share), rel=1e-13, abs=1e-13)


def scores_of(points: np.ndarray, fitted: CopulaDensity, least: float) -> np.ndarray:
    """Return how far each coordinate's share is from the middle, by a library's own functions."""
    columns = []
    for k, column in enumerate(points.T):
        mass = np.append(0.0, np.cumsum(fitted.heights[k] * np.diff(fitted.edges[k])))
        share = np.interp(column, fitted.edges[k], mass / mass[-1])
        columns.append(ndtri(np.clip(share, least, 1 - least)))
    return np.array(columns).T


@pytest.mark.slow
def test_a_density_is_fitted_drawn_from_and_told_as_a_library_does() -> None:
    random = np.random.default_rng(6)
    points = random.beta(0.6, 3.0, size=(900, 3))
    points[:, 1] = 0.6 * points[:, 0] + 0.4 * points[:, 1]
    weights = random.random(900)
    weights /= weights.sum()
    fitted = CopulaDensity.fit(points, weights)
    for k, column in enumerate(points.T):
        share = np.histogram(column, bins=fitted.edges[k], weights=weights)[0]
        width = np.diff(fitted.edges[k])
        np.testing.assert_allclose(
            fitted.heights[k], ((1 - SPREAD) * share + SPREAD * width) / width
        )
        order = np.argsort(column)
        middle = np.interp(0.5, np.cumsum(weights[order]), column[order])
        assert fitted.edges[k, BINS // 2] == pytest.approx(middle, abs=1e-3)
    scores = scores_of(points, fitted, 1e-6)
    turned = np.cov(scores.T, aweights=weights, ddof=0)
    scale = np.sqrt(np.diag(turned))
    spread = turned / np.outer(scale, scale) * LOOSE
    np.fill_diagonal(spread, 1.0)
    np.testing.assert_allclose(fitted.factor, np.linalg.cholesky(spread), rtol=1e-9, atol=1e-12)
    even = random.random((500, 3))
    even[0], even[1] = 0.0, 1.0
    shares = ndtr(ndtri(np.clip(even, 1e-12, 1 - 1e-12)) @ fitted.factor.T)
    drawn = fitted.place(even)
    for k in range(3):
        mass = np.append(0.0, np.cumsum(fitted.heights[k] * np.diff(fitted.edges[k])))
        slow = np.interp(shares[:, k], mass / mass[-1], fitted.edges[k])
        np.testing.assert_allclose(drawn[:, k], slow, rtol=1e-9, atol=1e-13)
    at = np.concatenate((points, drawn, even))
    scores = scores_of(at, fitted, 1e-12)
    white = np.linalg.solve(fitted.factor, scores.T).T
    slow = 0.5 * (scores**2 - white**2).sum(axis=1) - np.log(np.diag(fitted.factor)).sum()
    for k in range(3):
        bins = np.searchsorted(fitted.edges[k], at[:, k], side="right") - 1
        slow += np.log(fitted.heights[k][bins.clip(0, BINS - 1)])
    np.testing.assert_allclose(fitted.log_density(at), slow, rtol=1e-9, atol=1e-9)
