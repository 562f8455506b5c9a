"""Whose delay: shares that sum to one, fall on who can act, and follow Shapley's axioms."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.graph.game import Game
from stickpoint.solve.clock.delay import Delay, delay_shares, shapley
from stickpoint.solve.clock.engine.backward import in_a_hurry


def game_of(pace: tuple[float, float], settled: tuple[int, ...] = (0, 1, 1)) -> Game:
    """Let either of two parties end it, at paces of their own and for nothing."""
    return Game.from_arcs(
        [[(0, 1)], [(0, 2)]],
        np.zeros((2, 3)),
        pace=pace,
        precision=1.0,
        discount=0.0,
        settled=settled,
    )


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.floats(-5, 5), min_size=1 << n, max_size=1 << n)
    )
)
def test_shapley_values_are_averages_over_all_orders(worth: list[float]) -> None:
    players = (len(worth) - 1).bit_length()
    totals = [0.0] * players
    orders = list(permutations(range(players)))
    for order in orders:
        there = 0
        for player in order:
            totals[player] += worth[there | 1 << player] - worth[there]
            there |= 1 << player
    expected = [total / len(orders) for total in totals]
    assert shapley(worth, players).tolist() == pytest.approx(expected, abs=1e-9)


@pytest.mark.slow
def test_equal_parties_share_equally_and_the_subsets_are_known() -> None:
    found = delay_shares(game_of((1.0, 1.0)), 0, 200.0, tolerance=1e-9)
    assert list(found.by_party.values()) == pytest.approx([0.5, 0.5], abs=1e-6)
    # Indifferent parties settle at half their pace; one in a hurry at its full pace.
    assert found.subsets[0] == pytest.approx(1.0, abs=1e-6)
    assert found.subsets[1] == pytest.approx(1 / 1.5, abs=1e-6)
    assert found.subsets[3] == pytest.approx(0.5, abs=1e-6)
    assert found.total == pytest.approx(0.5, abs=1e-6)


def test_a_party_that_cannot_act_has_no_share() -> None:
    found = delay_shares(game_of((1.0, 0.0)), 0, 100.0)
    assert found.by_party == pytest.approx({"party 1": 1.0, "party 2": 0.0}, abs=1e-6)


def test_where_hurry_saves_nothing_there_are_no_shares() -> None:
    found = delay_shares(game_of((0.0, 0.0)), 0, 10.0)
    assert all(math.isnan(share) for share in found.by_party.values())
    assert found.total == pytest.approx(0.0, abs=1e-9)


def test_too_many_parties_are_refused_with_advice() -> None:
    game = Game.from_arcs(
        [[(0, 1)]] * 13, np.zeros((13, 2)), pace=1.0, precision=1.0, discount=0.0, settled=[0, 1]
    )
    with pytest.raises(sp.SolveError, match="13 parties"):
        delay_shares(game, 0, 10.0)


def test_hurry_counts_no_effort_and_differs_little_from_a_best_reply() -> None:
    plain = game_of((1.0, 0.5))
    dear = Game.from_arcs(
        [[(0, 1)], [(0, 2)]], np.zeros((2, 3)), pace=(1.0, 0.5), precision=1.0, discount=0.0,
        settled=(0, 1, 1), effort=[[50.0], [50.0]],
    )  # fmt: skip
    hurried = in_a_hurry(dear, [0, 1])
    assert not hurried.effort.any()
    # Both at full pace: an exponential wait at rate 1.5, cut off at the horizon.
    assert delay_shares(dear, 0, 50.0).subsets[3] == pytest.approx(1 / 1.5, abs=1e-4)
    assert delay_shares(plain, 0, 50.0).subsets[3] == pytest.approx(1 / 1.5, abs=1e-4)


def test_a_share_that_errors_of_steps_make_is_nothing():
    found = Delay(("holds", "idle"), np.array([4.0, 1.0, 4.0 - 1e-8, 1.0]))
    assert found.by_party == {"holds": pytest.approx(1.0), "idle": 0.0}


@pytest.mark.slow
def test_the_shares_of_a_clock_are_those_of_its_own_reading_of_chance() -> None:
    arcs = [[(0, 1), (0, 2)], [(0, 2)]]
    game = Game.from_arcs(
        arcs, [[-1, 0, 0.5], [-1, 0.5, 0]], pace=2.0, precision=1.0, discount=0.05,
        settled=[0, 1, 1],
    )  # fmt: skip
    shares = {
        shocks: sp.clock(game, 0, horizon=10.0, shocks=shocks).delay_share()
        for shocks in ("centred", "taste")
    }
    for shocks, found in shares.items():
        assert found == pytest.approx(delay_shares(game, 0, 10.0, shocks=shocks).by_party)
    assert abs(shares["taste"]["party 1"] - shares["centred"]["party 1"]) > 0.01
