"""The clock agrees with its slow twin, and with what is known in closed form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import clock_oracles
import numpy as np
import pytest
from clock_strategies import Drawn, clock_games, with_a_best_reply
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from stickpoint.graph.game import Event, Game
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.engine.backward import Observer, solve_backward, unsettled_time
from stickpoint.solve.clock.engine.forward import solve_forward

READINGS = ("centred", "mistakes", "taste")
TIGHT = 1e-10


def observers_of(drawn: Drawn) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    open_ = (~drawn.over).astype(float)
    return (open_, np.zeros(drawn.n_states)), (0.5 * open_, np.arange(drawn.n_states, dtype=float))


def readable(drawn: Drawn, reading: str) -> Drawn:
    """Under `taste` a party without any precision would be paid without limit for every move."""
    if reading != "taste":
        return drawn
    return replace(drawn, precision=tuple(beta or 0.25 for beta in drawn.precision))


def assert_agrees(
    drawn: Drawn, games: Sequence[Game], reading: str, close: float, **how: float
) -> None:
    """Solve some forms of one drawn game, and compare each with the literal equations."""
    watched = observers_of(drawn)
    how = {"tight": TIGHT} | how
    expected, at = clock_oracles.backward(drawn.literal, drawn.horizon, reading, watched, **how)
    start = np.full(drawn.n_states, 1 / drawn.n_states)
    mass, spent = clock_oracles.forward(drawn.literal, at, start, drawn.horizon, **how)
    for game in games:
        trace = solve_backward(
            game,
            drawn.horizon,
            shocks=reading,
            tolerance=TIGHT,
            observers=tuple(Observer(*pair) for pair in watched),
        )
        assert trace.status == "done"
        np.testing.assert_allclose(trace.first.T, expected, rtol=close, atol=close)
        course = solve_forward(trace, start, tolerance=TIGHT)
        np.testing.assert_allclose(course.mass, mass, rtol=close, atol=close)
        np.testing.assert_allclose(course.spent, spent, rtol=close, atol=close)


@given(clock_games(), st.sampled_from(READINGS))
def test_values_and_masses_follow_the_literal_equations_also_with_moves_spelt_out(drawn, reading):
    drawn = readable(drawn, reading)
    forms = [drawn.game] if drawn.game is drawn.spelt else [drawn.game, drawn.spelt]
    assert_agrees(drawn, forms, reading, 1e-7)


@pytest.mark.slow
@settings(max_examples=15)  # the twin needs small steps where a best reply turns
@given(with_a_best_reply(clock_games()))
def test_best_replies_follow_the_literal_equations(drawn):
    assert_agrees(drawn, [drawn.game], "centred", 2e-5, max_step=0.02, tight=1e-8)


@given(clock_games(), st.sampled_from(READINGS), st.sampled_from([400.0, 3000.0]))
def test_differences_out_of_the_range_of_exponentials_do_no_harm(drawn, reading, size):
    """Efforts and worths so large that weights of whole classes underflow."""
    moves = tuple(tuple((s, t, e * size) for s, t, e in rows) for rows in drawn.moves)
    classes = tuple(
        own and (own[0], tuple(x * size for x in own[1]), tuple(x * size for x in own[2]))
        for own in drawn.classes
    )
    terminal = tuple(tuple(x * size for x in row) for row in drawn.terminal)
    precision = tuple(max(x, 1.0) for x in drawn.precision)
    drawn = replace(
        drawn, moves=moves, classes=classes, terminal=terminal, precision=precision, horizon=0.5,
        shocks=(),
    )  # fmt: skip
    expected, _ = clock_oracles.backward(drawn.literal, 0.5, reading, max_step=0.01, tight=1e-8)
    trace = solve_backward(drawn.game, 0.5, shocks=reading, tolerance=1e-9)
    np.testing.assert_allclose(trace.first.T, expected, rtol=1e-5, atol=1e-4 * size)


@given(clock_games())
def test_mass_is_kept_and_never_leaves_a_settled_state(drawn):
    trace = solve_backward(drawn.game, drawn.horizon, tolerance=1e-8)
    start = np.full(drawn.n_states, 1 / drawn.n_states)
    course = solve_forward(trace, start)
    assert course.mass.sum() == pytest.approx(1, abs=1e-12)
    settled = course.shares.sum(axis=1)
    left = np.append(course.open_at(course.share_times[:-1]), course.open[-1])
    assert left[0] + settled[0] == pytest.approx(1, abs=1e-12)
    assert left[-1] + settled[-1] == pytest.approx(1, abs=1e-12)
    assert (course.mass[drawn.over] >= start[drawn.over] - 1e-12).all()
    assert course.spent.sum() == pytest.approx(drawn.horizon, rel=1e-10)


@given(clock_games())
def test_the_observer_of_time_agrees_with_the_time_spent_unsettled(drawn):
    game = drawn.game
    trace = solve_backward(game, drawn.horizon, tolerance=TIGHT, observers=(unsettled_time(game),))
    start = np.full(drawn.n_states, 1 / drawn.n_states)
    course = solve_forward(trace, start, tolerance=TIGHT)
    assert start @ trace.first[:, -1] == pytest.approx(course.spent[~drawn.over].sum(), abs=1e-7)


@pytest.mark.slow
@given(clock_games(), st.sampled_from(READINGS))
def test_the_unit_of_time_changes_no_answer(drawn, reading):
    game = readable(drawn, reading).game
    days = 30.4375
    per_day = replace(
        game,
        payoffs=game.payoffs / days,
        pace=game.pace / days,
        discount=game.discount / days,
        nature_rate=game.nature_rate / days,
        events=tuple(replace(shock, time=shock.time * days) for shock in game.events),
    )
    start = np.full(drawn.n_states, 1 / drawn.n_states)
    answers = []
    for one, unit in ((game, 1.0), (per_day, days)):
        watch = (unsettled_time(one),)
        trace = solve_backward(
            one, drawn.horizon * unit, shocks=reading, tolerance=TIGHT, observers=watch
        )
        course = solve_forward(trace, start, tolerance=TIGHT)
        answers.append((trace.first[:, :-1], trace.first[:, -1] / unit, course.mass))
    for months, by_days in zip(*answers, strict=True):
        np.testing.assert_allclose(months, by_days, rtol=1e-7, atol=1e-7)


@given(clock_games())
def test_shocks_on_one_day_fall_in_the_order_given(drawn):
    n = drawn.n_states
    on, back = tuple((s + 1) % n for s in range(n)), tuple(0 for _ in range(n))
    time = drawn.horizon / 2
    one_day = replace(drawn, shocks=((time, on), (time, back)))
    first, second = (known for _, _, known in one_day.dated)
    on_one_day = replace(
        drawn.game,
        events=(
            Event("on", time, np.array(on), first), Event("back", time, np.array(back), second)
        ),
    )  # fmt: skip
    assert_agrees(one_day, [on_one_day], "centred", 1e-7)


def one_party() -> Game:
    """Leave at a price of nothing: worth -1 while it lasts."""
    return Game.from_arcs(
        [[[0, 1]]], [[-1.0, 0.0]], pace=0.5, precision=1.0, discount=0.1, settled=[False, True]
    )


@pytest.mark.parametrize(
    ("reading", "value", "mean"),
    [("taste", -1.4986109892, 2.4468806114), ("centred", -2.1527035874, 2.2323393160)],
)
def test_one_party_leaves_as_the_closed_form_says(reading, value, mean):
    game = one_party()
    trace = solve_backward(
        game, 400, shocks=reading, tolerance=1e-11, observers=(unsettled_time(game),)
    )
    np.testing.assert_allclose(trace.first[0], [value, mean], rtol=0, atol=2e-9)


@pytest.mark.slow
def test_five_steps_of_chance_take_an_erlang_time():
    steps = [[s, s + 1, 0.7] for s in range(5)]
    game = Game.from_arcs(
        [np.zeros((0, 2), dtype=int)],
        np.zeros((1, 6)),
        pace=1, precision=1, discount=0, nature=steps,
        settled=[False] * 5 + [True],
    )  # fmt: skip
    start = np.eye(6)[0]
    trace = solve_backward(game, 80, tolerance=1e-11, observers=(unsettled_time(game),))
    assert trace.first[0, -1] == pytest.approx(7.142857143, abs=1e-8)
    course = solve_forward(trace, start, tolerance=1e-12)
    fine = np.linspace(0, 80, 200_001)
    second = 2 * np.trapezoid(fine * course.open_at(fine), fine)
    assert second - course.spent[:5].sum() ** 2 == pytest.approx(10.204081633, abs=1e-4)
    by_then = solve_forward(solve_backward(game, 5, tolerance=1e-11), start, tolerance=1e-12)
    assert by_then.shares[-1, 0] == pytest.approx(0.2745550467, abs=1e-9)


def attrition(cost: tuple[float, float], prize: tuple[float, float], precision: float) -> Game:
    """Let either of two end a war by giving in; the other then has the prize for good."""
    rate = 0.05
    held = np.array([[-cost[0], 0, prize[0] * rate], [-cost[1], prize[1] * rate, 0]])
    return Game.from_arcs(
        [[[0, 1]], [[0, 2]]], held,
        pace=2, precision=precision, discount=rate, settled=[False, True, True],
        terminal=[[0, 0, prize[0]], [0, prize[1], 0]],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reading", "value", "hazard"),
    [
        ("taste", 2.62895880, 0.13459555),
        ("centred", 1.86122184, 0.26912140),
        ("mistakes", 2.20496591, 0.19861087),
    ],
)
def test_a_symmetric_war_of_attrition_settles_on_the_known_values(reading, value, hazard):
    """Beyond the pitchfork symmetry is unstable; over a moderate horizon it holds."""
    run = clock(attrition((1, 1), (10, 10), 1.0), 0, horizon=16, shocks=reading, tolerance=1e-11)
    np.testing.assert_allclose(run.value[:, 0], value, atol=1e-8)
    np.testing.assert_allclose(run.generator.toarray()[0, 1:], hazard, atol=1e-8)


def test_below_the_pitchfork_the_war_is_symmetric_however_long_the_horizon():
    beta, rate, pace = 0.3, 0.05, 2.0

    def balance(v: float) -> float:
        worth = np.log((1 + np.exp(-beta * v)) / 2) / beta
        return -1 - rate * v + pace * worth + pace / (1 + np.exp(beta * v)) * (10 - v)

    value = brentq(balance, -5, 10, xtol=1e-13)
    trace = solve_backward(attrition((1, 1), (10, 10), beta), 300, tolerance=1e-10)
    np.testing.assert_allclose(trace.first[0], value, atol=1e-7)


@pytest.mark.parametrize(("reading", "mean"), [("centred", 0.50194), ("taste", 0.50383)])
def test_the_party_for_whom_the_war_costs_more_of_the_prize_gives_in(reading, mean):
    game = attrition((1, 2), (10, 8), 5.0)
    trace = solve_backward(
        game, 60, shocks=reading, tolerance=1e-9, observers=(unsettled_time(game),)
    )
    assert trace.first[0, -1] == pytest.approx(mean, abs=6e-6)
    course = solve_forward(trace, np.eye(3)[0])
    assert course.mass[1] < 0.01


def test_settled_values_are_payoffs_discounted():
    game = replace(attrition((1, 1), (10, 10), 1.0), terminal=np.zeros((2, 3)))
    trace = solve_backward(game, 20, tolerance=1e-11)
    assert trace.first[2, 0] == pytest.approx(10 * (1 - np.exp(-1)), abs=1e-9)


@given(clock_games())
def test_shares_between_steps_add_up_and_meet_the_steps(drawn):
    trace = solve_backward(drawn.game, drawn.horizon, tolerance=1e-6)
    course = solve_forward(trace, np.full(drawn.n_states, 1 / drawn.n_states))
    times = np.linspace(0, drawn.horizon, 57)
    shares = course.shares_at(times)
    np.testing.assert_allclose(shares.sum(axis=1) + course.open_at(times), 1.0, atol=1e-9)
    assert (np.diff(shares, axis=0) > -1e-9).all()
    single = np.flatnonzero(np.diff(course.share_times, append=np.inf) > 0)
    np.testing.assert_allclose(
        course.shares_at(course.share_times[single]), course.shares[single], atol=1e-9
    )
