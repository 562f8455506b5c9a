"""Leaps that look back, and choices of parties with two options, against their definitions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit
from pair_games import PARTIES, STATES, drawn

from stickpoint.solve.clock.batch import clocks, numbers_beside
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.engine.layout import WIDTH, moves_of, numbers_of, space_for
from stickpoint.solve.clock.engine.pairs.power_kernels import exponential, logarithm, mantissa_of
from stickpoint.solve.clock.engine.slope_kernels import slope
from stickpoint.solve.clock.engine.stiff import leap_kernels as leaps
from stickpoint.solve.clock.engine.vector_kernels import every, load, store

steps = st.lists(st.floats(0.2, 1.4), min_size=leaps.KEPT, max_size=leaps.KEPT)


def plain(kernel: Callable) -> Callable:
    """Return a kernel as the Python that it is written in, compiled or not."""
    return getattr(kernel, "py_func", kernel)


def planned(lengths: list[float]) -> tuple[np.ndarray, float, np.ndarray, float]:
    """Return times looked back on, the time of the leap, its weights and that of the slope."""
    times, ring = np.append(np.cumsum([0.0, *lengths[1:]]), 0.0), np.arange(leaps.KEPT + 1)
    weights = np.empty((3, leaps.KEPT + 1))
    share = plain(leaps.plan)(-lengths[0], times, ring, weights)
    return times[: leaps.KEPT], -lengths[0], weights, share * -lengths[0]


@given(steps, st.integers(0, leaps.KEPT))
def test_a_leap_is_exact_for_polynomials_of_its_order(lengths, degree):
    times, new, weights, long = planned(lengths)
    past, value, change = times**degree, new**degree, degree * new ** max(degree - 1, 0)
    size = max(1.0, np.abs(past).max() * np.abs(weights).max())
    reached = weights[1, : leaps.KEPT] @ past + long * change
    told = weights[2, : leaps.KEPT] @ past + weights[2, leaps.KEPT] * value
    if degree < leaps.ORDER:
        assert weights[0, : leaps.KEPT] @ past == pytest.approx(value, abs=1e-9 * size)
    if degree <= leaps.ORDER:
        assert reached == pytest.approx(value, abs=1e-9 * size)
    assert abs(told) == pytest.approx(abs(reached - value), abs=1e-9 * size)


@pytest.mark.parametrize("sweeps", range(1, leaps.REACH.size + 1))
def test_nothing_that_dies_down_grows_from_leap_to_leap(sweeps):
    _, _, weights, long = planned([1.0] * leaps.KEPT)
    share, reach = abs(long), leaps.REACH[sweeps - 1]
    angle = np.linspace(0, np.pi, 60)
    rates = reach * (-0.5 + 0.5 * np.cos(angle) + 0.2j * np.sin(angle))
    for rate in rates[rates.real < -0.1]:
        system = 1.0 - share * rate
        far = [plain(leaps.weight_of)(x, sweeps, share * reach) for x in range(sweeps)]
        left = np.prod([1.0 - w * system for w in far])
        row = left * weights[0, : leaps.ORDER] + (1 - left) / system * weights[1, : leaps.ORDER]
        grows = np.eye(leaps.ORDER, k=-1, dtype=complex)
        grows[0] = row
        assert np.abs(np.linalg.eigvals(grows)).max() < 1.0


@njit
def _powers(numbers, out):
    x = load(numbers, 0)
    store(out, 0, exponential(numbers, x))
    whole = load(numbers, 1)
    m, one = mantissa_of(whole), every(numbers, 1.0)
    store(out, 1, logarithm(numbers, whole, (m - one) / (m + one)))


# Compiled anew by every process, as those of the vectors are.
@pytest.mark.slow
@given(st.lists(st.floats(-690.0, 0.0), min_size=WIDTH, max_size=WIDTH))
def test_exponentials_and_logarithms_in_registers_are_exact(exponents):
    given_, out = np.stack((exponents, np.exp(exponents))), np.empty((2, WIDTH))
    _powers(given_, out)
    np.testing.assert_allclose(out[0], np.exp(exponents), rtol=4e-16 * 2)
    np.testing.assert_allclose(out[1], np.log(given_[1]), rtol=1e-14, atol=1e-15)
    few = np.float32(np.array(exponents) / 9)
    rough, found = np.stack((few, np.exp(few))), np.empty((2, WIDTH), np.float32)
    _powers(rough, found)
    np.testing.assert_allclose(found[0], np.exp(np.float64(few)), rtol=3e-7)
    np.testing.assert_allclose(found[1], np.log(np.float64(rough[1])), rtol=3e-7, atol=2e-7)


@settings(max_examples=20)
@given(st.integers(0, 1000), st.sampled_from([0.3, 2.0, 20.0]), st.sampled_from([0, 2]))
def test_two_options_side_by_side_are_those_of_one_game(seed, precision, reading):
    games, rng = drawn(seed, precision), np.random.default_rng(seed)
    numbers, moves, wide = numbers_beside(games), moves_of(games[0]), (WIDTH,)
    value = rng.normal(size=(STATES * PARTIES, *wide))
    change, space = np.empty_like(value), space_for(moves, PARTIES, wide)
    assert slope(moves, numbers, value, PARTIES, reading, space, change)
    for k, game in enumerate(games):
        own, alone = moves_of(game), space_for(moves_of(game), PARTIES)
        one = numbers_of(own, game.payoffs.T, game.discount)
        at, by_one = value[:, k].copy(), np.empty(STATES * PARTIES)
        slope(own, one, at, PARTIES, reading, alone, by_one)
        np.testing.assert_allclose(change[:, k], by_one, rtol=1e-11, atol=1e-12)


@pytest.mark.slow
def test_leaps_lead_to_what_short_steps_lead_to():
    games = drawn(5, 2.0)
    exact = [clock(game, 0, tolerance=1e-11) for game in games]
    for tolerance in (1e-4, 1e-6, 1e-8):
        for short, found in zip(exact, clocks(games, 0, tolerance=tolerance), strict=True):
            value = short.trace.first[:, :PARTIES]
            off = (found.trace.first - value) / (1 + np.abs(value))
            assert np.abs(off).max() < 10 * tolerance
            np.testing.assert_allclose(found.course.mass, short.course.mass, atol=20 * tolerance)
