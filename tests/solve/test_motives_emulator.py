"""What is foretold of a log-likelihood from points where it is known."""

from __future__ import annotations

import numpy as np
import oracles
import pytest

from stickpoint.solve.motives import emulator
from stickpoint.solve.motives.emulator import Emulator
from stickpoint.solve.motives.emulator_kernels import foretell, weigh


@pytest.mark.parametrize("nugget", [1e-4, 0.1])
def test_the_loops_do_what_they_are_defined_to(nugget: float) -> None:
    random = np.random.default_rng(2)
    known, at = random.normal(size=(9, 2)), random.normal(size=(5, 2))
    values = random.normal(size=9)
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
