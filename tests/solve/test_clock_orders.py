"""Shares of the delay over many games: in every set, and in one order for each."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from clock_strategies import clock_games
from hypothesis import given, settings

from stickpoint.answers.sampling.delays import Delays
from stickpoint.solve.clock.delay import Delay, delay_shares
from stickpoint.solve.clock.engine.backward import in_a_hurry
from stickpoint.solve.clock.orders.every_set import every_set, solved
from stickpoint.solve.clock.orders.in_order import Shared, order_of, savings, steps_of

N = 4


def waits_of(seed: int) -> np.ndarray:
    """Return made-up waits for every set of parties."""
    return np.random.default_rng(seed).random(1 << N)


def in_order(waits: np.ndarray, orders: list[tuple[int, ...]]) -> np.ndarray:
    """Return what each party saves in each order."""
    rows = [[waits[sum(1 << i for i in chosen)] for chosen in steps_of(order)] for order in orders]
    return savings(np.array(rows), np.array(orders))


def test_over_all_orders_the_mean_saving_is_the_share() -> None:
    waits = waits_of(1)
    exact = Delay(tuple("abcd"), waits)
    found = in_order(waits, list(permutations(range(N))))
    np.testing.assert_allclose(found.mean(axis=0), list(exact.time.values()), atol=1e-12)
    np.testing.assert_allclose(Shared(found).shares.sum(), 1.0)
    assert Shared(found).total == pytest.approx(exact.total)


def test_in_a_round_each_party_has_every_place_twice_and_orders_hang_on_seed_and_number() -> None:
    orders = np.array([order_of(3, k, N) for k in range(2 * N)])
    for party in range(N):
        assert np.bincount(np.nonzero(orders == party)[1]).tolist() == [2] * N
    assert [order_of(3, k, N) for k in range(5, 8)] == list(map(tuple, orders[5:].tolist()))
    assert len({order_of(3, 2 * N * k, N) for k in range(20)}) > 5
    assert orders[0].tolist() == orders[1][::-1].tolist()


def test_the_error_is_how_far_means_over_other_orders_are_apart() -> None:
    waits = waits_of(2)
    shares, told = [], []
    for seed in range(200):
        one = Shared(in_order(waits, [order_of(seed, k, N) for k in range(96)]))
        shares.append(one.shares)
        told.append(one.errors)
    exact = np.array(list(Delay(tuple("abcd"), waits).by_party.values()))
    np.testing.assert_allclose(np.mean(shares, axis=0), exact, atol=0.02)
    ratio = np.std(shares, axis=0) / np.mean(told, axis=0)
    assert (ratio > 0.7).all()
    assert (ratio < 1.4).all()


@pytest.mark.slow
@settings(max_examples=8)
@given(clock_games(parties=(2, 3)))
def test_side_by_side_every_set_waits_as_long_as_alone(drawn) -> None:
    game = drawn.game
    if game.start_state is None:
        game = replace(game, start_state=0)
    names = game.parties
    one, two = every_set(lambda _, chosen: in_a_hurry(game, chosen), 2, names, 3.0)
    alone = delay_shares(game, None, 3.0, tolerance=1e-8)
    np.testing.assert_allclose(one.subsets, alone.subsets, atol=1e-4)
    np.testing.assert_allclose(two.subsets, alone.subsets, atol=1e-4)
    asked = [(0, ()), (1, (0,)), (0, tuple(range(len(names))))]
    (rows,) = solved(lambda _, chosen: in_a_hurry(game, chosen), asked, 3.0, "centred", (1e-6,))
    np.testing.assert_allclose(rows, alone.subsets[[0, 1, -1]], atol=1e-4)


def test_an_average_over_more_draws_stands_first_and_the_band_holds_it() -> None:
    rng = np.random.default_rng(5)
    every = [Delay(("a", "b"), np.array([3.0, 2.0 - x, 2.0, 1.0 - x])) for x in rng.random(9)]
    found = Delays.of(every, ("a", "b"), 0)
    saved = np.column_stack((rng.random(40), np.full(40, 9.0)))
    both = replace(found, pooled=Shared(saved))
    for name, mean in zip("ab", Shared(saved).shares, strict=True):
        middle, low, high = both.three(name)
        assert middle == pytest.approx(mean)
        assert low <= min(mean, found.three(name)[1])
        assert high >= max(mean, found.three(name)[2])
    assert both.leads("a") == found.leads("a")
