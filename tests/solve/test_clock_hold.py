"""Terms that end it only once they have stood: the signed copies against two lines of equations."""

from __future__ import annotations

from dataclasses import replace

import clock_oracles
import numpy as np
import pytest
from clock_strategies import Drawn, clock_games
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.graph.coalesce import coalesce_game
from stickpoint.graph.game import Game
from stickpoint.graph.variants.hold import held
from stickpoint.solve.clock.clock import clock

TIGHT = 1e-12
CLOSE = 1e-8
RATES = st.lists(st.sampled_from([0.0, 0.25, 1.0, 3.0]), min_size=16, max_size=16)


def assert_twins(drawn: Drawn, rates: np.ndarray) -> None:
    """Compare values, where terms stand and where they are signed, with the literal equations."""
    # What all foresee has equations, and tests, of its own.
    drawn = replace(drawn, foreseen=(False,) * len(drawn.foreseen))
    game, n, horizon = drawn.playing, drawn.n_states, drawn.horizon
    run = clock(held(game, rates), 0, horizon=horizon, tolerance=TIGHT)
    value, at = clock_oracles.held_backward(drawn.literal, rates, horizon)
    np.testing.assert_allclose(run.value[:, :n], value, rtol=CLOSE, atol=CLOSE)
    mass, signed = clock_oracles.held_forward(drawn.literal, rates, at, np.eye(n)[0], horizon)
    np.testing.assert_allclose(run.course.mass[:n], mass, atol=CLOSE)
    np.testing.assert_allclose(run.course.mass[n:], signed[drawn.over], atol=CLOSE)
    assert run.survival(horizon) == pytest.approx(mass.sum(), abs=CLOSE)


@pytest.mark.slow
@given(clock_games(parties=(1, 3)), RATES)
def test_signed_copies_follow_the_two_lines_of_equations(drawn, rates):
    assert_twins(drawn, np.array(rates[: drawn.n_states]))


def two_ways(rate: float = 0.0) -> Drawn:
    """Two parties, each of whom may give in and take it back; chance and a date besides."""
    moves = (((0, 1, 0.0), (1, 0, 0.1)), ((0, 2, 0.2), (2, 0, 0.0), (1, 2, 0.0)))
    return Drawn(
        moves=moves, payoffs=((-1.0, 0.2, 0.9), (-0.5, 0.7, -0.1)),
        terminal=((0.0, 0.5, 0.0), (0.0, 0.0, 0.3)), pace=(1.0, 0.5), precision=(1.0, 2.0),
        discount=(0.1, 0.0), nature=((0, 2, rate), (2, 1, rate)), settled=(1, 2),
        shocks=((1.5, (0, 0, 1)),), horizon=4.0,
    )  # fmt: skip


def test_a_small_game_with_chance_and_a_date_follows_them_too():
    assert_twins(two_ways(0.3), np.array([9.0, 0.25, 0.5]))


def test_nothing_settles_at_a_rate_of_nothing():
    run = clock(held(two_ways().playing, 0.0), 0, horizon=4.0)
    assert run.survival([0.0, 1.0, 4.0]).tolist() == pytest.approx([1.0, 1.0, 1.0])
    assert run.outcomes == pytest.approx({"settled": 0.0, "unsettled": 1.0})
    # Only the other terms can be signed where the rate of one of them is nothing.
    some = clock(held(two_ways().playing, [0.0, 0.0, 1.0]), 0, horizon=4.0)
    assert some.course.mass[3:] == pytest.approx([0.0, 1 - some.survival(4.0)])


@pytest.mark.slow
def test_at_a_great_rate_the_clock_is_as_it_was():
    game = two_ways(0.3).playing
    plain = clock(game, 0, horizon=4.0)
    off = []
    for rate in (10.0, 100.0, 1000.0):
        run = clock(held(game, rate), 0, horizon=4.0, tolerance=1e-9)
        off.append(abs(float(run.survival(2.0)) - float(plain.survival(2.0))))
    assert off[0] > 5 * off[1] > 25 * off[2]
    assert off[2] < 1e-3


def test_the_longer_terms_have_to_stand_the_longer_it_takes_and_tolls_follow_the_state():
    game = replace(two_ways(0.3).playing, tolls={"lives": np.array([1.0, 0.5, 0.0])})
    soon, late = (clock(held(game, rate), 0, horizon=4.0) for rate in (2.0, 0.2))
    assert late.mean > soon.mean
    spent = late.course.spent
    assert late.tolls["lives"] == pytest.approx(spent[0] + 0.5 * (spent[1] + spent[3]))


def test_the_copies_come_last_keep_their_terms_and_are_left_by_nobody():
    game = replace(two_ways(0.3).playing, terms=("one", "other"))
    game = replace(game, terms_index=np.array([-1, 0, 1], dtype=np.int32), start_state=2)
    longer = held(game, 0.5)
    assert longer.settled.tolist() == [False] * 3 + [True] * 2
    assert longer.terms_index.tolist() == [-1, -1, -1, 0, 1]
    assert longer.start_state == 2
    assert (longer.payoffs[:, 3:] == game.payoffs[:, 1:]).all()
    for i in range(2):
        pairs, _ = longer.arcs(i)
        assert pairs.max() <= 2
        assert sorted(map(tuple, pairs.tolist())) == sorted(map(tuple, game.arcs(i)[0].tolist()))
    assert longer.events[0].target.tolist() == [0, 0, 1, 3, 4]
    begin = longer.nature_start
    into = {int(t) for t in longer.nature_target[begin[1] : begin[2]]}
    assert into == {3}
    assert begin[3] == begin[5]


@pytest.mark.parametrize("rate", [-1.0, np.nan, np.inf, [1.0, 2.0]])
def test_a_rate_that_is_none_is_refused(rate):
    with pytest.raises((sp.ModelError, ValueError), match=r"rate|broadcast"):
        held(two_ways().playing, rate)


def test_moves_out_of_terms_survive_where_states_are_merged():
    """What is one way stays so, once terms have to stand."""
    arcs = [[(0, 1), (0, 2), (1, 2), (2, 1)]]
    worth = [[0.0, 1.0, 1.0]]
    spelt = replace(
        Game.from_arcs(arcs, worth, pace=1.0, precision=1.0, discount=0.0),
        settled=np.array([False, True, True]), terms_index=np.array([-1, 0, 0], dtype=np.int32),
    )  # fmt: skip
    merged = coalesce_game(spelt, [np.array([False, True, True])])
    assert merged.arcs(0)[0].tolist() == [[0, 1]]
    assert merged.settled.tolist() == [False, True]
    once = clock(held(merged, 1.0), 0, horizon=60.0)
    assert once.survival(60.0) == pytest.approx(0.0, abs=1e-6)
