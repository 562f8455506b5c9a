"""Uncertain orders: counted, drawn, and weighed into shares, against their literal twins."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb, factorial
from random import Random

import numpy as np
import order_oracles
import pytest
from belief_oracles import CONCEPTS
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Game, formulas, games, option_games

from stickpoint.errors import ModelError
from stickpoint.graph import Conflict
from stickpoint.graph.ranks import by_statements
from stickpoint.logic import evaluate
from stickpoint.solve.levers.ranks.flips import least_flips
from stickpoint.solve.stability.orders import partial_order
from stickpoint.solve.stability.orders.chain import steps_needed, walked
from stickpoint.solve.stability.orders.partial_order import PartialOrder
from stickpoint.solve.stability.orders.reading import Reading
from stickpoint.solve.stability.orders.shares import OrderShares, shares
from stickpoint.solve.stability.sanctions import stability

Before = list[tuple[int, int]]
Account = tuple[list[set[int]], Before]
DILEMMA = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])


@st.composite
def befores(draw: st.DrawFn, size: int) -> Before:
    """Pairs of items that can be in order all at once."""
    order = draw(st.permutations(range(size)))
    pairs = [(order[a], order[b]) for a in range(size) for b in range(a + 1, size)]
    return [pair for pair in pairs if draw(st.booleans())]


@st.composite
def accounts(draw: st.DrawFn, n_states: int) -> Account:
    """Give one account of a party: lines, and what is known of their order."""
    size = draw(st.integers(1, 3))
    lines = [draw(st.sets(st.integers(0, n_states - 1))) for _ in range(size)]
    return lines, draw(befores(size))


@st.composite
def uncertain(draw: st.DrawFn) -> tuple[Game, dict[int, list[Account]]]:
    """Give a conflict in which one or two parties have several accounts, or open ones."""
    game = draw(games(parties=(1, 4), max_options=4))
    who = draw(st.sets(st.integers(0, game.n_parties - 1), min_size=1, max_size=2))
    told = st.lists(accounts(game.n_states), min_size=1, max_size=2)
    return game, {party: draw(told) for party in sorted(who)}


with_options = option_games(parties=(1, 3), max_options=3).filter(lambda game: game.owners)


def readings(told: dict[int, list[Account]], n_states: int) -> dict[int, list[Reading]]:
    """Turn accounts into what the solver takes."""
    return {
        party: [
            Reading(
                np.array([[s in line for s in range(n_states)] for line in lines]),
                PartialOrder.of(len(lines), before),
            )
            for lines, before in every
        ]
        for party, every in told.items()
    }


def found(game: Game, told: dict[int, list[Account]], concept: str, **more: int) -> OrderShares:
    """Ask for the shares under one concept."""
    return shares(game.conflict, readings(told, game.n_states), [concept], **more)


# ---- what is known of an order --------------------------------------------------------------


@given(st.integers(0, 5).flatmap(lambda n: st.tuples(st.just(n), befores(n))))
@settings(max_examples=few(40))
def test_orders_that_agree_are_counted_exactly(drawn: tuple[int, Before]) -> None:
    size, before = drawn
    every = order_oracles.linear_extensions(size, before)
    order = PartialOrder.of(size, before)
    assert order.count == len(every)
    for extension in every[:4]:
        for length in range(size + 1):
            placed = sum(1 << k for k in extension[:length])
            ways = sum(set(one[:length]) == set(extension[:length]) for one in every)
            heads = {one[:length] for one in every if set(one[:length]) == set(extension[:length])}
            assert order.ways_from(placed) == ways // len(heads)


def test_a_line_before_open_ones_leaves_them_countable() -> None:
    """One line, an open place of eighteen, one of two lists, and a line: none ties the others."""
    eighteen, lists = range(1, 19), [(19, 20), (21, 22)]
    before = [(0, k) for k in eighteen] + [(k, one) for k in eighteen for one, _ in lists]
    before += lists + [(last, 23) for _, last in lists]
    order = PartialOrder.of(24, before)
    assert order.count == factorial(18) * comb(4, 2)
    assert [*map(len, order.blocks)] == [1, 18, 2, 1]
    assert order.ways_from(0b111) == factorial(16) * comb(4, 2)
    drawn = order.drawn(Random(4))
    assert (drawn[0], {*drawn[1:19]}, drawn[23]) == (0, {*eighteen}, 23)
    assert all(drawn.index(first) < drawn.index(then) for first, then in before)


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(st.just(n), befores(n))), st.integers(0, 9))
@settings(max_examples=few(30))
def test_an_order_drawn_agrees_with_what_is_known(drawn: tuple[int, Before], seed: int) -> None:
    size, before = drawn
    order = PartialOrder.of(size, before)
    every = set(order_oracles.linear_extensions(size, before))
    random = Random(seed)
    assert {order.drawn(random) for _ in range(20)} <= every
    assert set(map(tuple, walked(order, 20, seed, near=0.1).tolist())) <= every


CROWN = [(0, 3), (1, 3), (1, 4), (2, 4)]
"""Five items of which two each wait for two of the three others: sixteen orders."""


def spread(drawn: list[tuple[int, ...]], every: list[tuple[int, ...]]) -> float:
    """Return the chi-square of draws against even chances."""
    expected = len(drawn) / len(every)
    return sum((drawn.count(one) - expected) ** 2 / expected for one in every)


def test_draws_by_counting_and_by_walking_have_even_chances() -> None:
    order, every = PartialOrder.of(5, CROWN), order_oracles.linear_extensions(5, CROWN)
    assert order.count == len(every) == 16
    # Fifteen degrees of freedom: beyond 37.7 once in a thousand; the seeds are fixed.
    random = Random(3)
    assert spread([order.drawn(random) for _ in range(1600)], every) < 37.7
    assert spread([*map(tuple, walked(order, 1600, 3).tolist())], every) < 37.7


@given(st.integers(2, 5).flatmap(lambda n: st.tuples(st.just(n), befores(n))))
@settings(max_examples=few(20))
def test_the_walk_is_as_near_to_even_chances_as_it_says(drawn: tuple[int, Before]) -> None:
    """Hold the bound against the walk's own matrix, on every order that it can be in."""
    size, before = drawn
    every = order_oracles.linear_extensions(size, before)
    place = {order: k for k, order in enumerate(every)}
    chance = np.zeros((len(every), len(every)))
    whole = (size**3 - size) / 6
    for order, k in place.items():
        for p in range(1, size):
            swapped = (*order[: p - 1], order[p], order[p - 1], *order[p + 1 :])
            chance[k, place.get(swapped, k)] += p * (size - p) / whole / 2
            chance[k, k] += p * (size - p) / whole / 2
    after = np.linalg.matrix_power(chance, steps_needed(size, 0.1))
    assert np.abs(after - 1 / len(every)).sum(axis=1).max() / 2 <= 0.1


def test_parts_that_know_nothing_of_one_another_are_counted_apart() -> None:
    chains = [pair for start in (0, 20, 40) for pair in pairwise(range(start, start + 20))]
    order = PartialOrder.of(60, chains)
    assert order.count == comb(60, 20) * comb(40, 20)
    assert len(set(order.drawn(Random(1)))) == 60
    assert PartialOrder.of(30, []).count == factorial(30)


def test_what_is_too_much_to_count_is_walked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partial_order, "MOST_IDEALS", 4)
    order = PartialOrder.of(5, CROWN)
    assert order.count is None
    with pytest.raises(ModelError, match="random walk"):
        order.drawn(Random(0))
    lines = np.array([[1, 0, 1, 0], [1, 1, 0, 0], [0, 1, 1, 0], [1, 0, 0, 1], [0, 0, 1, 1]], bool)
    told = shares(DILEMMA, {0: [Reading(lines, order)]}, draws=50)
    assert told.total is None
    assert set(told.drawn.values()) == {50}
    assert told.times("nash", 0) is None


@pytest.mark.parametrize("before", [[(0, 0)], [(0, 1), (1, 0)], [(0, 2)], [(-1, 0)]])
def test_pairs_that_cannot_be_are_refused(before: Before) -> None:
    with pytest.raises(ModelError):
        PartialOrder.of(2, before)


# ---- shares ---------------------------------------------------------------------------------


@given(uncertain(), st.sampled_from(CONCEPTS))
@settings(max_examples=few(40))
def test_shares_are_what_their_definition_says(
    drawn: tuple[Game, dict[int, list[Account]]], concept: str
) -> None:
    game, told = drawn
    answer = found(game, told, concept)
    stays, holds = order_oracles.shares(game.arcs, game.ranks, told, concept)
    assert np.allclose(answer.stable[concept], np.array(stays, float), atol=1e-12)
    assert np.allclose(answer.equilibria[concept], np.array(holds, float), atol=1e-12)
    assert answer.drawn[concept] == 0
    assert not answer.error(concept).any()
    for s, share in enumerate(holds):
        if (times := answer.times(concept, s)) is not None:
            assert Fraction(*times) == share
    party = min(told)
    for t in range(game.n_states):
        expected = order_oracles.preferred(told[party], game.n_states, t, 0)
        assert answer.preferred(party, t, 0) == float(expected)


@given(with_options, st.data())
@settings(max_examples=few(30))
def test_one_order_known_in_full_is_the_plain_answer(game: Game, data: st.DataObject) -> None:
    """A party of which every preference is certain: chances of 0 and 1, and the plain verdicts."""
    lines = [data.draw(formulas(len(game.owners))) for _ in range(3)]
    codes = game.conflict.codes
    assert codes is not None
    ranks = game.conflict.ranks.copy()
    ranks[0] = by_statements(lines, codes)
    conflict = Conflict.from_options(
        game.owners, ranks, one_way=game.one_way, infeasible=game.infeasible
    )
    holds = np.array([evaluate(line, codes) for line in lines])
    once = [Reading(holds, PartialOrder.of(3, [(0, 1), (1, 2)]))]
    plain = stability(conflict)
    for told in ({0: once}, {0: once * 3}, {}):
        answer = shares(conflict, told)
        for concept in CONCEPTS:
            assert np.array_equal(answer.stable[concept], plain.stable[concept])
            assert np.array_equal(answer.equilibria[concept], plain.equilibria[concept])
        for t in range(conflict.n_states):
            assert answer.preferred(0, t, 0) == float(ranks[0, t] > ranks[0, 0])


@given(uncertain())
@settings(max_examples=few(20))
def test_wider_concepts_hold_in_a_larger_share(
    drawn: tuple[Game, dict[int, list[Account]]],
) -> None:
    game, told = drawn
    answer = shares(game.conflict, readings(told, game.n_states))
    for narrow, wide in (("nash", "sseq"), ("sseq", "seq"), ("seq", "gmr"), ("sseq", "smr")):
        assert (answer.equilibria[narrow] <= answer.equilibria[wide] + 1e-12).all()


@given(uncertain(), st.sampled_from(CONCEPTS))
@settings(max_examples=few(10))
def test_drawn_shares_are_near_the_exact_ones(
    drawn: tuple[Game, dict[int, list[Account]]], concept: str
) -> None:
    game, told = drawn
    exact = found(game, told, concept)
    if max(len(rows) for rows in exact.rows.values()) < 2:
        return
    by_draws = found(game, told, concept, most=1, draws=100)
    assert by_draws.drawn[concept] == 100
    off = np.abs(by_draws.equilibria[concept] - exact.equilibria[concept])
    assert (off <= 5 * by_draws.error(concept) + 1e-12).all()


def test_accounts_count_alike_however_open_each_is() -> None:
    lines = np.array([[1, 0, 1, 0], [0, 0, 1, 1]], dtype=bool)
    sure, unsure = PartialOrder.of(2, [(1, 0)]), PartialOrder.of(2, [])
    told = shares(DILEMMA, {0: [Reading(lines, sure), Reading(lines, unsure)]}, ["nash"])
    assert told.total == 3
    assert not told.is_even
    assert told.times("nash", 0) is None
    # One account of two puts the second line first for certain, the other in half of its orders.
    assert told.preferred(0, 3, 0) == 0.75
    assert told.preferred(0, 0, 3) == 0.25
    table = told.table()
    assert list(table.columns) == ["nash party 1", "nash party 2", "nash all", "nash error"]
    assert "orders 3" in repr(told)


@pytest.mark.parametrize(
    ("told", "more", "said"),
    [
        ({2: []}, {}, "party 2"),
        ({0: []}, {}, "no account"),
        ({0: [Reading(np.ones((1, 3), bool), PartialOrder.of(1, []))]}, {}, "over 3 states"),
        ({}, {"draws": 0}, "draws=0"),
        ({}, {"most": 0}, "most=0"),
    ],
)
def test_misuse_of_shares_is_refused(
    told: dict[int, list[Reading]], more: dict[str, int], said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        shares(DILEMMA, told, **more)


def test_other_misuse_is_refused() -> None:
    with pytest.raises(ModelError, match="as many items"):
        Reading(np.ones((2, 4), bool), PartialOrder.of(1, []))
    for party in (-1, 2):
        with pytest.raises(ModelError, match=f"party {party} found; expected 0 to 1"):
            shares(DILEMMA, {}).preferred(party, 0, 1)
    with pytest.raises(ModelError, match="state 9"):
        shares(DILEMMA, {}).preferred(0, 9, 0)


# ---- swaps of lines -------------------------------------------------------------------------


@given(with_options, st.sampled_from(CONCEPTS), st.data())
@settings(max_examples=few(30))
def test_the_nearest_order_that_turns_a_verdict_is_found(
    game: Game, concept: str, data: st.DataObject
) -> None:
    lines = [data.draw(formulas(len(game.owners))) for _ in range(data.draw(st.integers(1, 4)))]
    codes = game.conflict.codes
    assert codes is not None
    ranks = game.conflict.ranks.copy()
    ranks[0] = by_statements(lines, codes)
    conflict = Conflict.from_options(
        game.owners, ranks, one_way=game.one_way, infeasible=game.infeasible
    )
    state = data.draw(st.integers(0, game.n_states - 1))
    told = least_flips(conflict, 0, lines, state, concept, most=6)
    sets = [set(np.flatnonzero(evaluate(line, codes)).tolist()) for line in lines]
    expected = order_oracles.least_swaps_of_lines(
        game.arcs, ranks.tolist(), 0, sets, state, concept
    )
    assert told.is_never == (expected == -1)
    assert (told.swaps if told.orders else -1) == expected


def test_how_many_swaps_were_tried_is_told() -> None:
    told = least_flips(DILEMMA, 0, [("const", True)] * 6, 0, "nash", most=2)
    assert (told.orders, told.swaps, told.is_never) == ((), 2, False)
