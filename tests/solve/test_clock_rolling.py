"""Parties that look a given time ahead at every moment: rates that stay, and their course."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import clock_oracles
import numpy as np
import pytest
from clock_strategies import Drawn, clock_games
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.graph.game import Event, Game
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.engine.stiff.step_kernels import LAST, blend
from stickpoint.solve.clock.rolling import Rolled, Start, rolled

CLOSE = 1e-6


def literally(drawn: Drawn, ahead: float) -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """Return what gives mass and time spent by the literal equations: rates of now, for ever.

    It is asked with the dates that come, the first state and a time.
    """
    bare = replace(drawn, shocks=()).literal
    values, _ = clock_oracles.backward(bare, ahead, "centred", tight=CLOSE / 1000)
    rates = clock_oracles.generator(bare, values)
    return lambda events, start, until: clock_oracles.steady(
        replace(bare, events=events), rates, start, until
    )


def course_of(game: Game, starts: list[Start], until: float = 4.0) -> Rolled:
    (found,) = rolled([game], [starts], ahead=3.0, until=until, tolerance=1e-10)
    return found


@pytest.mark.slow
@given(clock_games(parties=(1, 3)), st.integers(0, 100))
def test_the_course_is_that_of_the_rates_of_now(drawn, place):
    # What all foresee changes the rates, and has tests of its own.
    drawn = replace(drawn, foreseen=(False,) * len(drawn.foreseen))
    game, state = drawn.game, place % drawn.n_states
    until = 4.0
    found = course_of(game, [Start(state, game.events), Start(0)], until)
    exact = literally(drawn, 3.0)
    for (start, events), course in zip(
        ((state, drawn.shocks), (0, ())), found.courses, strict=True
    ):
        mass, spent = exact(events, start, until)
        np.testing.assert_allclose(course.mass, mass, atol=CLOSE)
        np.testing.assert_allclose(course.spent, spent, atol=CLOSE)
        for time in (0.3, 1.7, 4.0):
            before, _ = exact(events, start, time)
            is_open = ~drawn.over
            assert course.open_at(np.array([time]))[0] == pytest.approx(
                before[is_open].sum(), abs=1e-5
            )


def test_values_are_those_of_a_game_with_as_much_time_to_go():
    drawn = three()
    found = course_of(drawn.game, [Start(0)])
    value, _ = clock_oracles.backward(replace(drawn, shocks=()).literal, 3.0, "centred")
    np.testing.assert_allclose(found.value.T, value, atol=CLOSE)


def three(**changes: object) -> Drawn:
    """Two parties and three states, the last of them settled."""
    given = {
        "moves": (((0, 1, 0.0), (1, 0, 0.1), (1, 2, 0.0)), ((0, 2, 0.2), (1, 2, 0.3))),
        "payoffs": ((-1.0, -0.2, 0.3), (-0.5, 0.7, 0.4)), "terminal": ((0.0,) * 3,) * 2,
        "pace": (1.0, 0.5), "precision": (1.0, 2.0), "discount": (0.1, 0.2),
        "nature": ((0, 1, 0.2),), "settled": (2,), **changes,
    }  # fmt: skip
    return Drawn(**given)  # type: ignore[arg-type]


@pytest.mark.slow
def test_far_from_its_end_the_clock_over_a_horizon_goes_the_same_way():
    """Discounting makes a far horizon forgotten: its rates early on are those that stay."""
    game = three().game
    (long,) = clocks([game], 0, horizon=200.0, tolerance=1e-10)
    (steady,) = rolled([game], [[Start(0)]], ahead=200.0, until=40.0, tolerance=1e-10)
    times = np.linspace(0.0, 40.0, 41)
    np.testing.assert_allclose(steady.courses[0].open_at(times), long.survival(times), atol=1e-6)


def test_no_end_is_rushed_at():
    """Where the clock over a horizon hurries before it, these rates stay what they are."""
    eager = three(discount=(0.0, 0.0), terminal=((-9.0, -9.0, 9.0), (-9.0, -9.0, 9.0)))
    hurried = clock(eager.game, 0, horizon=6.0)
    # Far from that end nobody thinks of it: as much time is always still to go.
    found = rolled([eager.game], [[Start(0)]], ahead=6.0, until=6.0, tolerance=1e-9)[0].courses[0]
    alone, last = (
        [float(-np.log(after / before)) for before, after in pairwise(p)]
        for p in (found.open_at(np.array([4.0, 5.0, 6.0])), hurried.survival([4.0, 5.0, 6.0]))
    )
    assert alone[1] == pytest.approx(alone[0], rel=0.05)
    assert abs(last[1] / last[0] - 1) > abs(alone[1] / alone[0] - 1)


def eight(n: int = 11) -> tuple[list[Game], list[list[Start]]]:
    """Return games of one structure whose dates differ, and where each begins."""
    games, starts = [], []
    for k in range(n):
        own = three(payoffs=((-1.0 - 0.1 * k, -0.2, 0.3), (-0.5, 0.7 - 0.1 * k, 0.4)))
        jump = Event("turn", 0.4 + 0.3 * k, np.array([1, 0, 2], dtype=np.int32))
        over = Event("end", 2.0 + 0.1 * k, np.array([2, 1, 2], dtype=np.int32))
        games.append(own.game)
        starts.append([Start(k % 2, (jump, over) if k % 3 else (over,)), Start(0)])
    return games, starts


@pytest.mark.slow
def test_dates_of_its_own_befall_each_of_eight_games_side_by_side():
    games, starts = eight()
    together = rolled(games, starts, ahead=5.0, until=6.0, tolerance=1e-10)
    times = np.linspace(0.0, 6.0, 61)
    for k, (game, own) in enumerate(zip(games, starts, strict=True)):
        (alone,) = rolled([game], [own], ahead=5.0, until=6.0, tolerance=1e-10)
        np.testing.assert_allclose(together[k].value, alone.value, atol=1e-8)
        for one, other in zip(together[k].courses, alone.courses, strict=True):
            np.testing.assert_allclose(one.open_at(times), other.open_at(times), atol=CLOSE)
            np.testing.assert_allclose(one.mass, other.mass, atol=1e-8)
            np.testing.assert_allclose(one.spent, other.spent, atol=1e-8)
            np.testing.assert_allclose(one.shares_at(times), other.shares_at(times), atol=1e-4)


@pytest.mark.slow
def test_threads_change_no_digit():
    games, starts = eight(19)
    few, many = (rolled(games, starts, ahead=5.0, until=6.0, threads=threads) for threads in (1, 4))
    for one, other in zip(few, many, strict=True):
        assert one.game is other.game
        assert (one.value == other.value).all()
        assert (one.courses[0].mass == other.courses[0].mass).all()
        assert (one.courses[1].rows == other.courses[1].rows).all()


def test_a_date_moves_what_is_open_and_nothing_else():
    turn = Event("turn", 1.0, np.array([2, 1, 0], dtype=np.int32))
    found = course_of(three().game, [Start(0, (turn,)), Start(2, (turn,)), Start(0)])
    ended, settled, plain = found.courses
    assert settled.open_at(np.array([0.0, 2.0])).tolist() == [0.0, 0.0]
    before, after = ended.open_at(np.array([1.0 - 1e-9, 1.0 + 1e-9]))
    assert before == pytest.approx(plain.open_at(np.array([1.0]))[0], abs=1e-6)
    assert after < before - 0.1


def test_a_long_step_reads_no_slope_that_has_no_weight() -> None:
    """What a stage that failed has left behind may be no number, and must not come back."""
    base, out, k = np.ones(3), np.empty(3), np.full((7, 3), np.nan)
    for scheme in LAST:
        for row in scheme[:3]:
            weighed = np.flatnonzero(row)
            k[1:5] = np.nan
            k[1 + weighed] = 2.0
            getattr(blend, "py_func", blend)(base, k, row, 0.5, out)
            assert out == pytest.approx(1.0 + 0.5 * 2.0 * row.sum())
