"""Indices from given draws: on known functions, beside SALib's figures, beside literal twins."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_functions import FUNCTIONS, IndexFunction
from numpy.polynomial import legendre

from stickpoint.solve.ensemble.flips import along, flips
from stickpoint.solve.ensemble.indices import Indices, grams, indices, resampled, weighed
from stickpoint.solve.ensemble.surface import FEWEST, Basis, polynomials, surface

# No loop is compiled for what is tested here, so that none is reached as Python either.
pytestmark = pytest.mark.slow

SALIB = json.loads(
    (Path(__file__).parent / "data" / "salib_indices.json").read_text(encoding="utf-8")
)


def found(x: np.ndarray, y: np.ndarray, weights: np.ndarray | None = None) -> Indices:
    even = np.full(len(y), 1 / len(y)) if weights is None else weights
    return indices(y, even, surface(y, Basis(x, even)), x.shape[1], resampled(even))


def literal(f: list[list[float]]) -> tuple[list[float], list[float]]:
    """Return first and total of a function on a grid of two inputs, by its conditional means."""
    table = np.array(f)
    whole = sum((v - table.mean()) ** 2 for v in table.ravel()) / table.size
    first, total = [], []
    for axis in (0, 1):
        rows = table if axis == 0 else table.T
        means = [sum(row) / len(row) for row in rows]
        first.append(sum((m - table.mean()) ** 2 for m in means) / len(means) / whole)
        spreads = [sum((v - sum(c) / len(c)) ** 2 for v in c) / len(c) for c in rows.T]
        total.append(sum(spreads) / len(spreads) / whole)
    return first, total


@pytest.mark.parametrize("f", FUNCTIONS, ids=lambda f: f.name)
def test_few_draws_come_near_the_known_indices_and_leave_idle_inputs_alone(
    f: IndexFunction,
) -> None:
    x = np.random.default_rng(0).random((SALIB["draws"][0], f.inputs))
    told = found(x, f.of(x))
    assert told.first[:, 0] == pytest.approx(f.first, abs=0.05)
    assert told.total[:, 0] == pytest.approx(f.total, abs=0.08)
    idle = f.total == 0
    assert (told.total[idle, 0] <= 0.01).all()
    assert (told.total[:, 0] >= told.first[:, 0] - 1e-12).all()
    assert told.unexplained < 0.05


@pytest.mark.parametrize("f", FUNCTIONS, ids=lambda f: f.name)
def test_no_estimate_of_salib_from_the_same_draws_is_nearer(f: IndexFunction) -> None:
    peers = SALIB["functions"][f.name]
    assert np.array(peers["sobol"]["first"]) == pytest.approx(f.first, abs=0.02)
    assert np.array(peers["sobol"]["total"]) == pytest.approx(f.total, abs=0.02)
    n = SALIB["draws"][0]
    x = np.random.default_rng(SALIB["seed"]).random((n, f.inputs))
    told = found(x, f.of(x)).first[:, 0]
    for peer in peers[str(n)].values():
        error = np.abs(np.array(peer) - f.first).mean()
        assert np.abs(told - f.first).mean() <= 1.1 * error + 1e-3


@settings(max_examples=12, deadline=None)
@given(st.tuples(*(st.floats(-2, 2) for _ in range(4))))
def test_on_a_full_grid_they_are_those_of_the_conditional_means(c: tuple[float, ...]) -> None:
    grid = np.arange(15) / 14
    x = np.array(list(product(grid, grid)))
    y = c[0] * x[:, 0] + c[1] * x[:, 1] ** 2 + c[2] * (x[:, 0] - 0.5) * (x[:, 1] - 0.5) + c[3]
    if y.std() < 1e-3:
        return
    first, total = literal(y.reshape(15, 15).tolist())
    told = found(x, y)
    assert told.first[:, 0] == pytest.approx(first, abs=0.02)
    assert told.total[:, 0] == pytest.approx(total, abs=0.02)


def test_polynomials_over_even_draws_are_those_of_legendre() -> None:
    x = (np.arange(4000) + 0.5) / 4000
    told = polynomials(x[:, None], np.full(4000, 1 / 4000), 4)[:, 0]
    for k in range(1, 5):
        theirs = legendre.legval(2 * x - 1, [0] * k + [np.sqrt(2 * k + 1)])
        assert told[:, k - 1] == pytest.approx(theirs, abs=1e-4)


def test_polynomials_are_uncorrelated_under_the_weights_they_are_given() -> None:
    random = np.random.default_rng(1)
    x, weights = random.normal(size=(80, 2)), random.random(80)
    weights /= weights.sum()
    told = polynomials(x, weights, 5)
    for k in range(2):
        assert weights @ told[:, k] == pytest.approx(np.zeros(5), abs=1e-9)
        assert (told[:, k] * weights[:, None]).T @ told[:, k] == pytest.approx(np.eye(5), abs=1e-9)


def test_an_input_with_two_values_has_one_polynomial_and_no_noise() -> None:
    x = np.tile([0.0, 1.0], 50)[:, None]
    told = polynomials(x, np.full(100, 0.01), 3)[:, 0]
    assert told[:2, 0] == pytest.approx([-1.0, 1.0])
    assert not told[:, 1:].any()


def test_draws_that_weigh_nothing_say_nothing() -> None:
    random = np.random.default_rng(2)
    x = random.random((600, 3))
    y = 3 * x[:, 0] + x[:, 1]
    y[300:] = 100 * x[300:, 2]  # of these draws nothing is to be known
    weights = np.where(np.arange(600) < 300, 1 / 300, 0.0)
    told = found(x, y, weights)
    assert told.first[:, 0] == pytest.approx([0.9, 0.1, 0.0], abs=0.04)


def test_an_answer_that_nothing_moves_has_no_shares_nor_one_of_too_few_draws() -> None:
    random = np.random.default_rng(3)
    x = random.random((200, 20))
    assert not found(x, np.full(200, 7.0)).total.any()
    assert found(x, np.full(200, 7.0)).unexplained == 0
    few = found(x[: FEWEST - 1], x[: FEWEST - 1, 0])
    assert not few.total.any()
    assert few.unexplained == pytest.approx(1)
    assert few.seen == 1


def test_noise_is_seldom_taken_for_an_input() -> None:
    taken = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        x, y = random.random((100, 30)), random.normal(size=100)
        taken += bool(found(x, y).total.any())
    assert taken <= 2


def test_what_is_said_to_be_seen_is_seen_about_half_the_time_and_twice_as_much_nearly_always() -> (
    None
):
    seen, twice = 0, 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        x, noise = random.random((150, 20)), random.normal(size=150)
        share = found(x, noise).seen
        for times in (1, 2):
            part = times * share
            y = np.sqrt(part) * np.sqrt(12) * (x[:, 4] - 0.5) + np.sqrt(1 - part) * noise
            hit = found(x, y).total[4, 0] > 0
            seen, twice = seen + (hit and times == 1), twice + (hit and times == 2)
    assert 4 <= seen <= 18
    assert twice >= 17


def test_which_way_an_input_works_is_told_where_its_line_says_most() -> None:
    x = np.random.default_rng(5).random((300, 4))
    y = 2 * x[:, 0] - x[:, 1] + 6 * (x[:, 2] - 0.5) ** 2
    assert found(x, y).direction.tolist() == [1, -1, 0, 0]


def test_sums_over_draws_drawn_anew_are_those_of_plain_loops() -> None:
    random = np.random.default_rng(6)
    rows, table = random.random((3, 7)), random.random((7, 4))
    for b in range(3):
        for j in range(4):
            assert weighed(rows, table)[b, j] == pytest.approx(
                sum(rows[b, n] * table[n, j] for n in range(7))
            )
            for k in range(4):
                told = grams(rows, table)[b, j, k]
                plain = sum(rows[b, n] * table[n, j] * table[n, k] for n in range(7))
                assert told == pytest.approx(plain)


def test_a_flip_is_where_the_mean_of_the_answer_crosses_over() -> None:
    random = np.random.default_rng(7)
    x = random.random(400) * 2
    chance = np.clip(0.2 + 0.4 * x + random.normal(scale=0.1, size=400), 0, 1)[:, None]
    even = np.full(400, 1 / 400)
    rows = np.concatenate((even[None], resampled(even, 40)))
    [turn] = flips(x, chance, rows, lambda means: (means[..., 0] >= 0.5).astype(int))
    assert turn.below
    assert turn.to == 0
    assert turn.low <= turn.at <= turn.high
    assert turn.at == pytest.approx(0.75, abs=0.05)
    assert turn.share == 1
    never = flips(x, chance, rows, lambda means: (means[..., 0] >= 2).astype(int))
    assert never == ()


def test_the_mean_along_an_input_is_that_of_draws_near_it() -> None:
    random = np.random.default_rng(8)
    x = random.random(2000)
    y = np.stack((np.sin(3 * x), x**2), axis=1) + random.normal(scale=0.05, size=(2000, 2))
    even = np.full((1, 2000), 1 / 2000)
    grid = np.array([0.1, 0.5, 0.9])
    told = along(x, y, even, grid)[0]
    for k, place in enumerate(grid):
        near = [y[n] for n in range(2000) if abs(x[n] - place) < 0.02]
        assert told[k] == pytest.approx(sum(near) / len(near), abs=0.03)
