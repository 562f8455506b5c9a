"""Simulated courses agree with the equations they are drawn from, whoever draws them."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from clock_strategies import clock_games
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.graph.game import Event, Game
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.engine.backward import solve_backward
from stickpoint.solve.clock.engine.forward import solve_forward
from stickpoint.solve.clock.simulate import BLOCK, Simulation, simulate
from stickpoint.solve.clock.ways import ways_of, wilson

NOBODY = np.zeros((0, 2), dtype=int)


def assert_within_errors(found: np.ndarray, expected: float, span: float = 0.0) -> None:
    """Four standard errors, and what a few paths could do where hardly any differs.

    ``span`` is how far apart two paths can lie at most; left out where all differ.
    """
    error = found.std(ddof=1) / math.sqrt(found.size)
    assert abs(found.mean() - expected) <= 4 * error + 5 * span / found.size + 1e-9


def assert_share(hits: np.ndarray, expected: float) -> None:
    """Four of the standard errors that the expected share has."""
    error = math.sqrt(max(expected * (1 - expected), 0.0) / hits.size)
    assert abs(hits.mean() - expected) <= 4 * error + 2 / hits.size


def by_chance(rates: list[list[float]], settled: list[int], **more: object) -> Game:
    """Nature alone, at rates that do not change."""
    n = len(settled)
    return Game.from_arcs(
        [NOBODY], np.zeros((1, n)), pace=0, precision=1, discount=0, nature=rates,
        settled=settled, **more,
    )  # fmt: skip


@pytest.mark.slow
@settings(derandomize=True, max_examples=few(25))
@given(clock_games(), st.sampled_from(["centred", "mistakes"]))
def test_what_paths_do_on_average_is_what_the_equations_say(drawn, reading):
    n = drawn.n_states
    toll = np.arange(n) * 0.5 - 1.0
    game = replace(drawn.game, tolls={"toll": toll})
    trace = solve_backward(game, drawn.horizon, shocks=reading, tolerance=1e-8)
    course = solve_forward(trace, np.eye(n)[0])
    paths = simulate(trace, 0, paths=1000, seed=5)
    if drawn.over[0]:
        assert (paths.time == 0).all()
        return
    for t in (0.2, 0.6, 0.99):
        late = ~(paths.time <= t * drawn.horizon)
        assert_share(late, float(course.open_at(t * drawn.horizon)))
    spent = np.where(np.isnan(paths.time), drawn.horizon, paths.time)
    assert_within_errors(spent, float(course.spent[~drawn.over].sum()), drawn.horizon)
    assert_within_errors(paths.tolls["toll"], float(toll @ course.spent), n * drawn.horizon)
    for s in range(n):
        assert_share(paths.state == s, float(course.mass[s]))


@settings(derandomize=True, max_examples=few(10))
@given(clock_games())
def test_moves_spelt_out_make_for_the_same_course(drawn):
    """Not path by path: a class lists its choices in another order."""
    outcomes = []
    for game in (drawn.game, drawn.spelt):
        trace = solve_backward(game, drawn.horizon, tolerance=1e-8)
        outcomes.append(simulate(trace, 0, paths=600, seed=2).state)
    for s in range(drawn.n_states):
        a, b = ((state == s).astype(float) for state in outcomes)
        assert abs(a.mean() - b.mean()) <= 4 * math.hypot(a.std(), b.std()) / math.sqrt(600) + 0.005


def test_five_steps_of_chance_take_an_erlang_time():
    game = by_chance([[s, s + 1, 0.7] for s in range(5)], [0, 0, 0, 0, 0, 1])
    paths = clock(game, 0, horizon=80.0).simulate(4000, seed=1)
    assert_within_errors(paths.time, 5 / 0.7)
    assert_within_errors((paths.time - 5 / 0.7) ** 2, 5 / 0.49)
    low, high = paths.quantile_range(0.2745550467)
    assert low is not None
    assert high is not None
    assert low < 5.0 < high


def test_one_party_that_always_goes_takes_an_exponential_time():
    game = Game.from_arcs(
        [[(0, 1)]], [[-1.0, 0.0]], pace=0.5, precision=math.inf, discount=0.0, settled=[0, 1],
        tolls={"lives": [3.0, 0.0], "upkeep": [0.0, 1.0]},
    )  # fmt: skip
    paths = clock(game, 0, horizon=4.0).simulate(4000)
    assert_share(np.isnan(paths.time), math.exp(-2.0))
    until = np.where(np.isnan(paths.time), 4.0, paths.time)
    assert paths.tolls["lives"] == pytest.approx(3 * until)
    assert paths.tolls["upkeep"] == pytest.approx(4.0 - until)
    assert paths.quantile(0.95) is None
    assert paths.quantile_range(0.99)[1] is None
    assert paths.quantile(0.5) == pytest.approx(2 * math.log(2), rel=0.1)
    bands = paths.toll_quantiles([0.5, 1.0])
    assert bands["lives"][0.5] == pytest.approx(6 * math.log(2), rel=0.1)
    assert bands["lives"][1.0] == 12.0


def waver() -> Simulation:
    """Two parties that go to and fro before one gives in."""
    game = Game.from_arcs(
        [[(0, 1), (1, 0)], [(0, 2), (1, 2)]], [[0.0, 0.1, 0.0], [0.0, 0.0, 0.1]],
        pace=1.0, precision=1.0, discount=0.0, settled=[0, 0, 1],
    )  # fmt: skip
    return clock(game, 0, horizon=9.0).simulate(2 * BLOCK + 7, seed=3)


def test_a_seed_gives_the_same_paths_on_any_number_of_threads():
    paths = waver()
    trace = solve_backward(paths.game, 9.0)
    one, many = (simulate(trace, 0, paths=BLOCK + 9, seed=4, threads=k) for k in (1, 3))
    other = simulate(trace, 0, paths=BLOCK + 9, seed=5)
    fewer = simulate(trace, 0, paths=20, seed=4)
    assert np.array_equal(one.time, many.time, equal_nan=True)
    assert np.array_equal(one.way, many.way)
    assert np.array_equal(fewer.time, one.time[:20], equal_nan=True)
    assert not np.array_equal(one.time, other.time, equal_nan=True)


def test_a_dated_shock_comes_on_its_date_and_not_before():
    game = by_chance(
        [[1, 2, 0.5]], [0, 0, 1, 1], terms_index=[-1, -1, 0, 1], terms=("late", "at once")
    )
    thaw = Event("thaw", 4.0, np.array([1, 1, 3, 2], dtype=np.int32))
    paths = clock(replace(game, events=(thaw,)), 0, horizon=24.0).simulate(1000)
    assert np.nanmin(paths.time) > 4.0
    assert_within_errors(np.where(np.isnan(paths.time), 24.0, paths.time), 6.0 - 2 * math.exp(-10))
    end = Event("end", 4.0, np.array([3, 3, 3, 3], dtype=np.int32))
    ended = clock(replace(game, events=(thaw, end)), 0, horizon=24.0)
    assert (ended.simulate(50).time == 4.0).all()
    assert (ended.simulate(50).term == 1).all()
    (way,) = ended.ways(paths=50).ways
    assert way.states == (0, 1, 3)
    assert [ended.ways(paths=50).mover(number) for number in way.movers] == ["thaw", "end"]


def test_the_table_has_a_row_per_path_and_says_what_is_missing():
    paths = waver()
    table = paths.table()
    assert list(table.columns) == ["time", "terms"]
    assert len(table) == paths.paths
    assert (table["terms"].isna() == table["time"].isna()).all()
    assert f"{paths.paths:,} paths" in repr(paths)
    share, error = paths.outcomes["settled"]
    assert share == pytest.approx(float(np.isfinite(paths.time).mean()))
    assert error == pytest.approx(math.sqrt(share * (1 - share) / paths.paths))


def test_ways_are_as_probable_as_rates_that_stand_still_make_them():
    # From 0 to 1 and back; settled at 2 from 0, at 3 from 1. First-step equations, solved by hand:
    # P(end at 2) = a / (1 - b·c) with a = 1/3, b = 2/3, c = 1/4.
    game = by_chance(
        [[0, 2, 0.5], [0, 1, 1.0], [1, 0, 0.25], [1, 3, 0.75]], [0, 0, 1, 1],
        terms_index=[-1, -1, 0, 1], terms=("here", "there"),
    )  # fmt: skip
    found = clock(game, 0, horizon=200.0).ways(paths=3000, seed=9)
    assert [way.states for way in found.ways] == [(0, 1, 3), (0, 2)]
    assert [way.terms for way in found.ways] == ["there", "here"]
    assert found.ways[0].movers == (-1, -1)
    here = (1 / 3) / (1 - 1 / 6)
    for way, expected in zip(found.ways, (1 - here, here), strict=True):
        error = math.sqrt(here * (1 - here) / 3000)
        assert abs(way.probability - expected) < 4 * error
        assert way.low < way.probability < way.high
    assert found.rest == 0.0
    assert found.settled == 1.0
    assert found.distinct == 2


def literally_erased(path: list[int]) -> list[int]:
    """Cut out the first loop, until there is none."""
    for right, state in enumerate(path):
        if state in path[:right]:
            return literally_erased([*path[: path.index(state)], *path[right:]])
    return path


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_loops_are_erased_in_the_order_in_which_they_close(drawn):
    """Dated shocks drive a path through given states in turn."""
    path = [s for k, s in enumerate(drawn) if k == 0 or s != drawn[k - 1]]
    shocks = []
    for k, (s, t) in enumerate(pairwise(path)):
        target = np.arange(7, dtype=np.int32)
        target[s] = t
        shocks.append(Event(f"step {k}", 1.0 + k, target))
    last = np.full(7, 6, dtype=np.int32)
    shocks.append(Event("end", 20.0, last))
    game = replace(by_chance([], [0, 0, 0, 0, 0, 0, 1]), events=tuple(shocks))
    paths = simulate(solve_backward(game, 30.0, tolerance=1e-3), path[0], paths=1)
    assert paths.way.tolist() == literally_erased([*path, 6])
    for mover, state in zip(paths.movers[1:].tolist(), paths.way[1:].tolist(), strict=True):
        step = -2 - mover
        assert state == (path[step + 1] if step + 1 < len(path) else 6)


def test_every_settled_path_has_one_way_and_the_shares_add_up():
    paths = waver()
    found = ways_of(waver(), paths, k=50)
    assert sum(way.probability for way in found.ways) + found.rest == pytest.approx(found.settled)
    assert list(found.table().columns)[:4] == ["terms", "probability", "low", "high"]
    assert found.table()["movers"].iloc[0][-1] == "party 2"
    assert "of 1,007 paths" in repr(found)
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == pytest.approx(1.0)


def test_questions_that_mean_nothing_are_refused():
    paths = waver()
    trace = solve_backward(paths.game, 9.0)
    for number, seed in ((0, 0), (5, -1)):
        with pytest.raises(sp.ModelError, match="paths and seed"):
            simulate(trace, 0, paths=number, seed=seed)
    with pytest.raises(sp.ModelError, match="q is"):
        paths.quantile(1.5)
    with pytest.raises(sp.ModelError, match="q is"):
        paths.toll_quantiles([0.1, 7])
    with pytest.raises(sp.ModelError, match="ways"):
        ways_of(paths, paths, k=0)
