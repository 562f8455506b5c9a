"""Agreements in the clock: its loops against the equations written out, proposal by proposal."""

from __future__ import annotations

from dataclasses import replace

import clock_oracles
import numpy as np
import pytest
from agreement_oracles import STRIKE, Joint
from clock_strategies import Drawn, clock_games, with_agreements
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.levers.parameters import lever_parameters
from stickpoint.errors import ModelError
from stickpoint.graph.agreements.table import Agreements
from stickpoint.graph.build_game import Games
from stickpoint.graph.game import Game
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.engine.backward import solve_backward, unsettled_time
from stickpoint.solve.clock.engine.forward import solve_forward
from stickpoint.solve.clock.rates import generator_of
from stickpoint.solve.clock.rolling import Start, rolled
from stickpoint.solve.levers.payoffs.parameters import apply_changes, chain_rule

READINGS = ("centred", "mistakes", "taste")
CLOSE = 1e-8
GAMES = with_agreements(clock_games(parties=(2, 4)))


def readable(drawn: Drawn) -> Drawn:
    """Taste has no limit at random play, and eight games no precision of nothing."""
    return replace(drawn, precision=tuple(beta or 0.25 for beta in drawn.precision))


@given(GAMES, st.sampled_from(READINGS))
@settings(max_examples=few(40))
def test_values_and_masses_follow_the_literal_equations(drawn, reading):
    drawn = readable(drawn) if reading == "taste" else drawn
    start = np.full(drawn.n_states, 1 / drawn.n_states)
    expected, at = clock_oracles.backward(drawn.literal, drawn.horizon, reading)
    trace = solve_backward(drawn.game, drawn.horizon, shocks=reading, tolerance=1e-12)
    np.testing.assert_allclose(trace.first.T, expected, rtol=CLOSE, atol=CLOSE)
    mass, spent = clock_oracles.forward(drawn.literal, at, start, drawn.horizon)
    course = solve_forward(trace, start, tolerance=1e-12)
    np.testing.assert_allclose(course.mass, mass, atol=CLOSE)
    np.testing.assert_allclose(course.spent, spent, atol=CLOSE)
    assert course.shares[-1].sum() == pytest.approx(mass[drawn.over].sum(), abs=CLOSE)


@given(GAMES)
def test_the_rates_of_a_moment_are_those_of_the_literal_equations(drawn):
    values = np.random.default_rng(0).uniform(-2, 2, (len(drawn.pace), drawn.n_states))
    found = generator_of(drawn.game, values.T).toarray()
    np.testing.assert_allclose(found, clock_oracles.generator(drawn.literal, values), atol=1e-12)


def two(worth: float = 0.4, **changes: object) -> Drawn:
    """Each of two may give way, and both together may settle on something between."""
    given = {
        "moves": (((0, 1, 0.0),), ((0, 2, 0.2),)),
        "payoffs": ((-1.0, -0.2, 0.8, worth), (-0.5, 0.7, -0.4, 0.3)),
        "terminal": ((0.0,) * 4,) * 2,
        "pace": (1.0, 0.5), "precision": (1.0, 2.0), "discount": (0.1, 0.2), "settled": (1, 2, 3),
        "joint": (Joint(0, 3, ((0, 0.1), (1, 0.0))), Joint(0, 1, ((0, 0.0), (1, 0.3)), 0.5)),
        **changes,
    }  # fmt: skip
    return Drawn(**given)  # type: ignore[arg-type]


def test_without_agreements_the_clock_is_as_it_was():
    plain = replace(two(), joint=()).game
    never = two(joint=(Joint(1, 3, ((0, 0.0), (1, 0.0))),)).game
    one, other = (clock(game, 0, horizon=4.0) for game in (plain, never))
    assert (one.value == other.value).all()
    assert one.outcomes == other.outcomes
    assert plain.fingerprint == replace(plain, agreements=Agreements()).fingerprint
    assert plain.fingerprint != never.fingerprint


def test_what_both_gain_by_is_agreed_on_at_the_harmonic_mean_of_their_paces():
    """Sharp choices leave the meeting itself: both propose it and each accepts."""
    game = two(precision=(400.0, 400.0), moves=((), ()), joint=two().joint[:1]).game
    run = clock(game, 0, horizon=30.0)
    assert run.generator.toarray()[0, 3] == pytest.approx(2 / (1 / 1.0 + 1 / 0.5), abs=1e-9)
    # Who would lose by it does not: no rate is left.
    loss = clock(two(-9.0, precision=(400.0, 400.0), moves=((), ())).game, 0, horizon=30.0)
    assert loss.generator.toarray()[0, 3] == pytest.approx(0.0, abs=1e-9)


def test_who_never_gets_a_chance_agrees_to_nothing():
    game = two(pace=(1.0, 0.0), moves=((), ())).game
    assert clock(game, 0, horizon=9.0).survival(9.0) == pytest.approx(1.0)


@pytest.mark.slow
def test_eight_games_side_by_side_have_the_answers_of_each_alone():
    games = [two(0.1 * k, pace=(1.0 + 0.1 * k, 0.5)).game for k in range(11)]
    together = clocks(games, 0, horizon=6.0, tolerance=1e-10)
    rolls = rolled(games, [[Start(0)]] * 11, ahead=5.0, until=6.0, tolerance=1e-10)
    for game, run, roll in zip(games, together, rolls, strict=True):
        alone = clock(game, 0, horizon=6.0, tolerance=1e-10)
        np.testing.assert_allclose(run.value, alone.value, atol=CLOSE)
        np.testing.assert_allclose(run.course.mass, alone.course.mass, atol=CLOSE)
        (one,) = rolled([game], [[Start(0)]], ahead=5.0, until=6.0, tolerance=1e-10)
        np.testing.assert_allclose(roll.value, one.value, atol=CLOSE)
        np.testing.assert_allclose(roll.courses[0].mass, one.courses[0].mass, atol=CLOSE)


def test_gains_out_of_range_are_solved_one_by_one():
    games = [two(0.1 * k, precision=(2000.0, 900.0)).game for k in range(2)]
    for game, run in zip(games, clocks(games, 0, horizon=2.0, tolerance=1e-9), strict=True):
        alone = clock(game, 0, horizon=2.0, tolerance=1e-9)
        np.testing.assert_allclose(run.course.mass, alone.course.mass, atol=1e-7)


def test_the_course_of_those_who_look_ahead_is_that_of_the_rates_of_now():
    drawn = two()
    (found,) = rolled([drawn.game], [[Start(0)]], ahead=3.0, until=4.0, tolerance=1e-10)
    values, _ = clock_oracles.backward(drawn.literal, 3.0, "centred")
    np.testing.assert_allclose(found.value.T, values, atol=CLOSE)
    rates = clock_oracles.generator(drawn.literal, values)
    mass, spent = clock_oracles.steady(drawn.literal, rates, 0, 4.0)
    np.testing.assert_allclose(found.courses[0].mass, mass, atol=CLOSE)
    np.testing.assert_allclose(found.courses[0].spent, spent, atol=CLOSE)


def test_the_observer_of_time_sees_agreements_too():
    game = two().game
    trace = solve_backward(game, 5.0, tolerance=1e-10, observers=(unsettled_time(game),))
    course = solve_forward(trace, np.eye(4)[0], tolerance=1e-10)
    assert trace.first[0, -1] == pytest.approx(course.spent[0], abs=1e-7)


def test_what_is_alike_stays_alike():
    """Mirror images stay so, though choices are sharp enough to blow rounding up."""
    game = Game.from_arcs(
        [[(0, 1)], [(0, 2)]], [[-1.0, -0.5, 1.0, 0.3], [-1.0, 1.0, -0.5, 0.3]],
        pace=1.0, precision=30.0, discount=0.05, settled=[0, 1, 1, 1],
        agreements=[(0, 3, {0: 0.1, 1: 0.1})],
    )  # fmt: skip
    run = clock(game, 0, horizon=60.0)
    assert run.value[0, 0] == run.value[1, 0]
    uneven = replace(game, agreements=Agreements.of([(0, 3, {0: 0.1, 1: 0.2})], 2, 4))
    assert clock(uneven, 0, horizon=60.0).value[0, 0] != run.value[1, 0]


def test_in_a_hurry_an_agreement_costs_nothing():
    shares = clock(two().game, 0, horizon=9.0).delay_share()
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_best_reply_is_refused():
    with pytest.raises(ModelError, match="finite precision"):
        clock(two(precision=(np.inf, 1.0)).game, 0)


def test_courses_played_out_agree_with_the_equations():
    """Both acts compete for the same two voices; ends come as often as the clock says."""
    run = clock(two().game, 0, horizon=6.0)
    played = run.simulate(paths=4000, seed=1)
    share = np.bincount(played.state, minlength=4) / 4000
    np.testing.assert_allclose(share, run.course.mass, atol=0.03)
    waits = np.where(np.isnan(played.time), 6.0, played.time)
    assert waits.mean() == pytest.approx(run.mean, abs=0.1)
    ways = run.ways(4, paths=2000, seed=1)
    assert "party 1, party 2" in {ways.mover(way.movers[-1]) for way in ways.ways}


def test_sharp_choices_are_played_out_too():
    run = clock(two(precision=(2000.0, 900.0)).game, 0, horizon=2.0)
    share = np.bincount(run.simulate(paths=2000, seed=1).state, minlength=4) / 2000
    np.testing.assert_allclose(share, run.course.mass, atol=0.04)


@pytest.mark.slow
def test_levers_on_an_effort_move_what_agreements_cost():
    case = sp.loads(STRIKE)
    game = Games(case, agreements="every").game()
    (lever,) = lever_parameters(case, game, lambda amount: amount.mid)
    dearer = apply_changes(game, (lever,), [0.25])
    assert set(game.agreements.effort) == {0.0, 0.5}
    assert set(dearer.agreements.effort) == {0.0, 0.75}
    by = 1e-4
    games = [apply_changes(game, (lever,), [x]) for x in (-by, by)]
    runs = [clock(one, horizon=9.0, tolerance=1e-11).mean for one in games]
    slopes = chain_rule(clock(game, horizon=9.0, tolerance=1e-11).gradient(), (lever,))
    assert slopes[0] == pytest.approx((runs[1] - runs[0]) / (2 * by), rel=1e-5)
    with pytest.raises(ModelError, match="below 0"):
        apply_changes(game, (lever,), [-0.75])
