"""Games solved side by side give what each gives alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from clock_strategies import clock_games
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.graph.game import Event, Game
from stickpoint.solve.clock.batch import clocks, numbers_beside, side_by_side
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.clock.engine import trace
from stickpoint.solve.clock.engine.backward import (
    READINGS,
    carry_back,
    fastest,
    jumps_of,
    solve_backward,
    unsettled_time,
)
from stickpoint.solve.clock.engine.layout import WIDTH, moves_like, moves_of, numbers_of
from stickpoint.solve.clock.engine.trace import Room
from stickpoint.solve.clock.engine.vector_kernels import exponentials, logarithms
from stickpoint.solve.clock.grouping import fits
from stickpoint.solve.clock.orders.waits import _beside, expected
from stickpoint.solve.clock.simulate import simulate

TIGHT = 1e-10


def assert_same(found: Clock, alone: Clock, close: float = 1e-7) -> None:
    np.testing.assert_allclose(found.value, alone.value, rtol=close, atol=close)
    assert found.mean == pytest.approx(alone.mean, abs=close)
    times = np.linspace(0, alone.horizon, 23)
    np.testing.assert_allclose(found.table(times), alone.table(times), atol=1e-5)
    np.testing.assert_allclose(found.course.mass, alone.course.mass, atol=close)
    np.testing.assert_allclose(found.course.spent, alone.course.spent, atol=close)


@given(clock_games(), st.integers(1, WIDTH))
def test_numbers_laid_out_side_by_side_are_those_laid_out_one_by_one(drawn, many):
    games = [
        replace(
            drawn.playing,
            pace=drawn.playing.pace * (1 + k),
            payoffs=drawn.playing.payoffs - k,
            effort=drawn.playing.effort * (1 + k),
        )
        for k in range(many)
    ]
    first = moves_of(games[0])
    every = [numbers_of(moves_like(first, one), one.payoffs.T, one.discount) for one in games]
    *parts, apart = zip(*every, strict=True)
    wanted = [*map(side_by_side, parts), np.any(apart, axis=0)]
    for found, other in zip(numbers_beside(games), wanted, strict=True):
        assert found.tobytes() == other.tobytes()
        assert (found.shape, found.dtype) == (other.shape, other.dtype)
        assert found.flags.c_contiguous


@given(clock_games(), st.integers(1, WIDTH), st.sampled_from([1.0, -400.0]))
def test_numbers_of_games_side_by_side_are_those_of_each(drawn, count, steep):
    for game in (drawn.game, drawn.spelt):
        games = [
            replace(
                game,
                payoffs=game.payoffs * (1 + 0.3 * k),
                pace=game.pace * (1 - 0.1 * k),
                precision=game.precision * (1 + k),
                discount=game.discount * (1 + k),
                effort=game.effort * (steep if k == 1 else 1 + 0.1 * k),
                nature_rate=game.nature_rate * (1 + 0.2 * k),
                free=tuple(own and replace(own, turn_on=own.turn_on + k) for own in game.free),
            )
            for k in range(count)
        ]
        moves = moves_of(games[0])
        alone = [numbers_of(moves_like(moves, x), x.payoffs.T, x.discount) for x in games]
        alone += [alone[-1]] * (WIDTH - count)
        for name, found in numbers_beside(games)._asdict().items():
            slow = np.stack([getattr(numbers, name) for numbers in alone], axis=-1)
            if name == "apart":
                slow = slow.any(axis=-1)
            np.testing.assert_allclose(found, slow, rtol=1e-15, atol=0.0)
            assert found.dtype == slow.dtype
            assert found.flags.c_contiguous


@pytest.mark.slow
@given(clock_games(), st.sampled_from(["centred", "taste"]))
def test_games_side_by_side_give_what_each_gives_alone(drawn, reading):
    precision = tuple(beta or 0.25 for beta in drawn.precision)
    drawn = replace(drawn, precision=precision)
    games = [
        replace(
            game,
            payoffs=game.payoffs * (1 + 0.3 * k),
            pace=game.pace * (1 - 0.1 * k),
            nature_rate=game.nature_rate * (1 + 0.2 * k),
            events=tuple(replace(x, time=x.time * (1 - 0.1 * k)) for x in game.events),
        )
        for game in (drawn.game, drawn.spelt)
        for k in range(2)
    ]
    settings = {"horizon": drawn.horizon, "shocks": reading, "tolerance": TIGHT}
    for game, found in zip(games, clocks(games, 0, **settings), strict=True):
        assert_same(found, clock(game, 0, **settings))


def attrition(prize: float, precision: float = 0.4) -> Game:
    return Game.from_arcs(
        [[(0, 1)], [(0, 2)]], [[-1.0, 0.0, 0.5], [-1.0, 0.5, 0.0]],
        pace=2.0, precision=precision, discount=0.05, settled=[0, 1, 1],
        terminal=[[0.0, 0.0, prize], [0.0, prize, 0.0]], tolls={"lives": [prize, 0.0, 0.0]},
        terms_index=[-1, 0, 1], terms=("one", "two"),
    )  # fmt: skip


@pytest.mark.slow
def test_more_games_than_stand_side_by_side_come_back_in_order_from_any_number_of_threads():
    games = [attrition(float(k)) for k in range(2 * WIDTH + 3)]
    one, many = (clocks(games, 0, horizon=9.0, threads=k) for k in (1, 3))
    assert [run.game for run in one] == games
    for k, (run, again) in enumerate(zip(one, many, strict=True)):
        assert run.mean == again.mean
        assert run.tolls["lives"] == pytest.approx(k * run.mean)
    assert_same(one[-1], clock(games[-1], 0, horizon=9.0))


def test_who_used_the_space_before_changes_no_step(monkeypatch):
    # There is room for sixteen steps at first, so that solves begin anew amidst.
    monkeypatch.setattr(trace, "_AT_FIRST", 0)
    pennies = [[(0, 2), (2, 0), (1, 3), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]]
    games = [
        Game.from_arcs(
            pennies, [[1.0, 0, 0, 1], [0, 1, 1.1 + k / 20, 0]], pace=1.0, precision=30.0,
            discount=0.0, settled=[0, 0, 0, 0],
        )
        for k in range(2 * WIDTH)
    ]  # fmt: skip
    assert solve_backward(games[-1], 30.0, tolerance=1e-6).times.size > 32
    settings = {"horizon": 30.0, "tolerance": 1e-6}
    one, two = (clocks(games, 0, threads=k, **settings) for k in (1, 2))
    fresh = clocks(games[WIDTH:], 0, **settings)
    for run, other in zip(one, two, strict=True):
        assert np.array_equal(run.trace.first, other.trace.first)
    for run, alone in zip(one[WIDTH:], fresh, strict=True):
        assert np.array_equal(run.trace.first, alone.trace.first)


@pytest.mark.parametrize("precision", [pytest.param(float("inf"), marks=pytest.mark.slow), 0.0])
def test_what_cannot_stand_side_by_side_is_solved_alone(precision):
    mixed = [attrition(3.0), attrition(3.0, precision)]
    found = clocks(mixed, 0, horizon=0.5, tolerance=1e-6)
    alone = clock(mixed[1], 0, horizon=0.5, tolerance=1e-6)
    assert found[1].mean == pytest.approx(alone.mean, abs=1e-12)
    assert found[1].trace.values.shape[0] == 1
    (erring,) = clocks(mixed[:1], 0, horizon=2.0, shocks="mistakes")
    assert erring.mean == clock(mixed[0], 0, horizon=2.0, shocks="mistakes").mean


def far_apart(arcs: list[tuple[int, int]]) -> Game:
    """One party for which the third state is worth far more than the precision can weigh."""
    return Game.from_arcs(
        [arcs], [[0.0, 1.0, 4.0]], pace=1.0, precision=2000.0, discount=0.0, settled=[0, 0, 1]
    )


def test_worths_far_apart_are_held_within_what_a_party_can_reach():
    settings = {"horizon": 0.6, "tolerance": 1e-9}
    for game in (far_apart([(0, 2), (1, 2)]), far_apart([(0, 1), (0, 2)])):
        (found,) = clocks([game], 0, **settings)
        assert_same(found, clock(game, 0, **settings))
    # From the first of this chain only the second can be reached: no weight is left there.
    chain = far_apart([(0, 1), (1, 2)])
    (found,) = clocks([chain], 0, **settings)
    assert found.mean == clock(chain, 0, **settings).mean


@pytest.mark.parametrize("reading", ["centred", "taste"])
def test_where_no_weight_is_left_eight_are_weighed_by_what_each_state_leads_to(reading):
    chain = far_apart([(0, 1), (1, 2)])
    games = [
        replace(chain, payoffs=chain.payoffs * (1 + k / 5), pace=chain.pace * (1 + k / 7))
        for k in range(WIDTH)
    ]
    assert _beside(games, 0.6, reading, 1e-9) is not None
    for game, found in zip(
        games, expected(games, 0.6, shocks=reading, tolerance=1e-9), strict=True
    ):
        watch = (unsettled_time(game),)
        alone = solve_backward(game, 0.6, shocks=reading, tolerance=1e-9, observers=watch)
        np.testing.assert_allclose(found, alone.first, rtol=1e-6, atol=1e-7)


def test_parties_of_equal_standing_that_are_no_mirror_images_stand_beside_others():
    mirrored = attrition(3.0)
    assert not fits(mirrored, "centred")
    lopsided = Game.from_arcs(
        [[(0, 1)], [(0, 2), (1, 2)]], [[-1.0, 0.0, 0.5], [-1.0, 0.5, 0.0]],
        pace=2.0, precision=0.4, discount=0.05, settled=[0, 0, 1],
    )  # fmt: skip
    assert fits(lopsided, "centred")
    settings = {"horizon": 3.0, "tolerance": TIGHT}
    (found,) = clocks([lopsided], 0, **settings)
    assert_same(found, clock(lopsided, 0, **settings))


@pytest.mark.slow
def test_unlike_structures_do_not_stand_side_by_side():
    other = replace(attrition(2.0), settled=np.array([False, False, True]))
    shocked = replace(
        attrition(2.0), events=(Event("end", 1.0, np.array([1, 1, 2], dtype=np.int32)),)
    )
    games = [attrition(2.0), other, shocked, attrition(1.0)]
    for game, found in zip(games, clocks(games, 0, horizon=4.0, tolerance=TIGHT), strict=True):
        assert_same(found, clock(game, 0, horizon=4.0, tolerance=TIGHT))


@pytest.mark.parametrize("tolerance", [1e-5, 1e-8], ids=["leaps", "steps"])
@pytest.mark.parametrize("dates", [(1.0, 1.0), (1.0, 4.0)], ids=["at once", "and at the horizon"])
def test_values_alone_are_those_of_a_solve_that_keeps_every_step(tolerance, dates):
    ends = [Event("end", t, np.array([2, 1, 2], dtype=np.int32), foreseen=True) for t in dates]
    games = [replace(attrition(1.0 + k / 8), events=()) for k in range(WIDTH)]
    numbers, moves = numbers_beside(games), moves_of(games[0])
    jumps = jumps_of(games, [ends] * WIDTH, 5.0)
    found = []
    for room in (None, Room.of_times(np.empty((6, WIDTH)))):
        value = side_by_side([game.terminal.T.ravel() for game in games])
        kept, status = carry_back(
            games, numbers, value, 4.0, READINGS["centred"], tolerance, columns=2, dates=jumps,
            fast=fastest(moves, numbers), into=room,
        )  # fmt: skip
        assert status == "done"
        assert kept.has_values == (room is None)
        found.append((value, kept.last))
    np.testing.assert_array_equal(*(value for value, _ in found))
    assert found[0][1] == found[1][1] == 0.0


@pytest.mark.slow
def test_long_courses_find_room():
    (found,) = clocks([attrition(1.0, 0.2)], 0, horizon=200.0, tolerance=1e-12)
    assert found.mean == pytest.approx(clock(attrition(1.0, 0.2), 0, horizon=200.0).mean, rel=1e-7)


def test_settings_that_mean_nothing_are_refused():
    with pytest.raises(sp.ModelError, match="start"):
        clocks([attrition(1.0)])
    with pytest.raises(sp.ModelError, match="horizon"):
        clocks([attrition(1.0)], 0, horizon=-1.0)
    assert clocks([]) == []


def test_a_clock_that_kept_no_values_on_its_way_is_simulated_all_the_same():
    (run,) = clocks([attrition(1.0)], 0, horizon=1.0, tolerance=1e-4)
    alone = clock(attrition(1.0), 0, horizon=1.0, tolerance=1e-4)
    assert run.trace.times.size == 1
    np.testing.assert_array_equal(run.simulate(64).time, alone.simulate(64).time)
    with pytest.raises(sp.SolveError, match="not kept"):
        simulate(run.trace, 0)


def test_exponentials_and_logarithms_are_exact_to_rounding():
    argument = np.linspace(-700.0, 0.0, 4001)
    found = argument.copy()
    exponentials(found, np.empty_like(found))
    np.testing.assert_allclose(found, np.exp(argument), rtol=5e-16)
    number = np.r_[np.exp(np.linspace(-570.0, 60.0, 4001)), 1.0, 0.99999, 1.00001, 0.5, 2.0]
    found = number.copy()
    logarithms(found, np.empty_like(found))
    np.testing.assert_allclose(found, np.log(number), rtol=1e-15, atol=1e-15)
