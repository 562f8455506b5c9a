"""Leaps that look back, and choices in eight games in registers, against their definitions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit
from pair_games import PARTIES, STATES, drawn

from stickpoint.graph.game import Game
from stickpoint.graph.moves import FreeChoice, FreeMoves
from stickpoint.solve.clock.batch import clocks, numbers_beside
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.engine.layout import (
    WIDTH,
    moves_of,
    numbers_of,
    space_for,
)
from stickpoint.solve.clock.engine.pairs.power_kernels import (
    exponential,
    logarithm,
    mantissa_of,
)
from stickpoint.solve.clock.engine.pairs.singles import ROUGHNESS, is_rough
from stickpoint.solve.clock.engine.slope_kernels import flow, slope
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


@njit
def _look_back(time, step, k, past, times, ring):
    leaps.remember_within(time, step, k, past, times, ring)


@given(st.integers(0, 4), st.floats(0.1, 3.0))
def test_what_a_plain_step_leaves_to_look_back_on_is_exact_for_polynomials(degree, step):
    nodes = np.array([0.0, 0.2, 0.3, 0.8, 8 / 9, 1.0, 1.0]) * step
    k = np.repeat(degree * nodes ** max(degree - 1, 0), WIDTH).reshape(7, 1, WIDTH)
    times, ring = np.zeros(leaps.KEPT + 1), np.arange(leaps.KEPT + 1)
    past = np.zeros((leaps.KEPT + 1, 1, WIDTH))
    past[0], past[leaps.KEPT] = 0.0**degree, step**degree
    _look_back(-step, step, k, past, times, ring)
    assert sorted(ring) == list(range(7))
    at = -times[ring[: leaps.KEPT]]
    np.testing.assert_allclose(at, step * np.linspace(1, 0, leaps.KEPT), atol=1e-12)
    np.testing.assert_allclose(past[ring[: leaps.KEPT], 0, 3], at**degree, atol=1e-9)


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
def _powers(numbers, rough, out):
    x = load(numbers, 0)
    store(out, 0, exponential(numbers, x, rough))
    whole = load(numbers, 1)
    m, one = mantissa_of(whole), every(numbers, 1.0)
    store(out, 1, logarithm(numbers, whole, (m - one) / (m + one), rough))


# Compiled anew by every process, as those of the vectors are.
@pytest.mark.slow
@given(st.lists(st.floats(-690.0, 0.0), min_size=WIDTH, max_size=WIDTH))
def test_exponentials_and_logarithms_in_registers_are_exact(exponents):
    given_, out = np.stack((exponents, np.exp(exponents))), np.empty((2, WIDTH))
    _powers(given_, 0, out)
    np.testing.assert_allclose(out[0], np.exp(exponents), rtol=4e-16 * 2)
    np.testing.assert_allclose(out[1], np.log(given_[1]), rtol=1e-14, atol=1e-15)
    _powers(given_, 1, out)
    np.testing.assert_allclose(out[0], np.exp(exponents), rtol=ROUGHNESS)
    np.testing.assert_allclose(out[1], np.log(given_[1]), rtol=1e-15, atol=ROUGHNESS / 10)
    few = np.float32(np.array(exponents) / 9)
    rough, found = np.stack((few, np.exp(few))), np.empty((2, WIDTH), np.float32)
    _powers(rough, 0, found)
    np.testing.assert_allclose(found[0], np.exp(np.float64(few)), rtol=3e-7)
    np.testing.assert_allclose(found[1], np.log(np.float64(rough[1])), rtol=3e-7, atol=2e-7)


def given_away(seed: int, precision: float) -> list[Game]:
    """Return eight such games in which it costs nothing to switch, over some of the vectors.

    So blocks are of one, two and more states.
    """
    rng = np.random.default_rng(seed)
    codes = np.sort(rng.permutation(STATES)[: STATES - 4]).astype(np.uint64)
    some = [
        replace(
            game,
            payoffs=np.ascontiguousarray(game.payoffs[:, : codes.size]),
            terminal=np.ascontiguousarray(game.terminal[:, : codes.size]),
            start=np.zeros((PARTIES, codes.size + 1), dtype=np.int64),
            nature_start=np.zeros(codes.size + 1, dtype=np.int64),
            settled=game.settled[: codes.size],
            terms_index=game.terms_index[: codes.size],
        )
        for game in drawn(seed, precision)
    ]
    free = tuple(FreeChoice.of(FreeMoves(mask, codes), *np.zeros((2, 2))) for mask in (3, 12))
    return [replace(game, free=free) for game in some]


def by_arcs(seed: int, precision: float) -> list[Game]:
    """Return eight games in which each of two parties has some arcs, with efforts of their own."""
    rng = np.random.default_rng(seed)
    pairs = [(s, t) for s in range(STATES) for t in range(STATES) if s != t]
    arcs = [[pairs[x] for x in rng.permutation(len(pairs))[:n]] for n in (9, 30)]
    settled = rng.random(STATES) < 0.25
    settled[0] = False
    return [
        Game.from_arcs(
            arcs, rng.normal(0, 1, (PARTIES, STATES)), pace=rng.uniform(0.5, 2, PARTIES),
            precision=precision, discount=0.02, settled=settled,
            effort=[rng.uniform(0.01, 0.5, len(own)) for own in arcs],
        )
        for _ in range(WIDTH)
    ]  # fmt: skip


@njit(error_model="numpy")
def _flow(moves, numbers, value, c, mass, space, out):
    return flow(moves, numbers, value, c, mass, space, out)


def assert_as_alone(games: list[Game], seed: int, reading: int, *, rough: bool) -> None:
    n, rng = games[0].n_states, np.random.default_rng(seed)
    numbers, moves, wide = numbers_beside(games), moves_of(games[0]), (WIDTH,)
    value = rng.normal(size=(n * PARTIES, *wide))
    change, space = np.empty_like(value), space_for(moves, PARTIES, wide, rough=rough)
    off = 50 * ROUGHNESS / min(1.0, games[0].precision.min()) if rough else 1e-12
    mass, flows = rng.uniform(size=(n, *wide)), np.empty((n, *wide))
    assert slope(moves, numbers, value, PARTIES, reading, space, change)
    assert _flow(moves, numbers, value, PARTIES, mass, space, flows)
    for k, game in enumerate(games):
        own, alone = moves_of(game), space_for(moves_of(game), PARTIES)
        one = numbers_of(own, game.payoffs.T, game.discount)
        at, by_one, flow_by_one = value[:, k].copy(), np.empty(n * PARTIES), np.empty(n)
        slope(own, one, at, PARTIES, reading, alone, by_one)
        np.testing.assert_allclose(change[:, k], by_one, rtol=1e-11, atol=off)
        _flow(own, one, at, PARTIES, mass[:, k].copy(), alone, flow_by_one)
        np.testing.assert_allclose(flows[:, k], flow_by_one, rtol=1e-11, atol=off)


@settings(max_examples=20)
@given(st.integers(0, 1000), st.sampled_from([0.3, 2.0, 20.0]), st.sampled_from([0, 2]))
@pytest.mark.parametrize("rough", [False, True])
@pytest.mark.parametrize("kind", [drawn, given_away, by_arcs])
def test_choices_side_by_side_are_those_of_one_game(kind, rough, seed, precision, reading):
    assert_as_alone(kind(seed, precision), seed, reading, rough=rough)


def test_weights_may_be_rough_where_all_chances_together_leave_out_less_than_is_allowed():
    numbers = numbers_beside(drawn(1, 2.0))
    assert is_rough(numbers, 100.0, 1e-6)
    assert not is_rough(numbers, 100.0, 1e-8)
    assert not is_rough(numbers, 1e5, 1e-6)
    assert not is_rough(numbers._replace(precision=0.001 * numbers.precision), 1e2, 1e-6)
    assert not is_rough(numbers._replace(precision=0.0 * numbers.precision), 1e2, 1e-2)


@pytest.mark.parametrize("kind", [drawn, given_away])
def test_values_that_are_no_numbers_are_told(kind):
    games = kind(1, 2.0)
    numbers, moves, wide = numbers_beside(games), moves_of(games[0]), (WIDTH,)
    value = np.zeros((games[0].n_states * PARTIES, *wide))
    value[PARTIES] = np.nan
    space = space_for(moves, PARTIES, wide)
    assert not slope(moves, numbers, value, PARTIES, 0, space, np.empty_like(value))


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
