"""The oracles against each other and against games small enough to judge by hand."""

from __future__ import annotations

from random import Random

import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, banded, games, option_games, unsure

INCLUSIONS = (
    ("nash", "sseq"),
    ("sseq", "seq"),
    ("seq", "gmr"),
    ("sseq", "smr"),
    ("smr", "gmr"),
)
small = games(parties=(1, 4), max_options=4, max_states=6)


def is_within(inner: list[set[int]], outer: list[set[int]]) -> bool:
    """Whether each party's states of one kind are among its states of the other."""
    return all(a <= b for a, b in zip(inner, outer, strict=True))


@given(small)
def test_the_concepts_contain_each_other_as_published(game: Game) -> None:
    stable = {name: judge(game.arcs, game.ranks) for name, judge in oracles.CONCEPTS.items()}
    for inner, outer in INCLUSIONS:
        assert is_within(stable[inner], stable[outer]), (inner, outer)


@given(small)
def test_a_coalition_of_one_judges_as_that_party_alone(game: Game) -> None:
    for concept in ("nash", "gmr", "smr"):
        alone = oracles.CONCEPTS[concept](game.arcs, game.ranks)
        judge = oracles.COALITION_CONCEPTS[concept]
        for party in range(game.n_parties):
            assert judge(game.arcs, game.ranks, (party,)) == alone[party]


@given(small)
def test_coalitions_of_the_others_only_add_sequential_sanctions(game: Game) -> None:
    alone = oracles.seq(game.arcs, game.ranks)
    for party in range(game.n_parties):
        assert alone[party] <= oracles.coalition_seq(game.arcs, game.ranks, (party,))


@given(small)
def test_against_one_opponent_coalition_sequential_is_sequential(game: Game) -> None:
    if game.n_parties == 2:
        alone = oracles.seq(game.arcs, game.ranks)
        for party in range(2):
            assert oracles.coalition_seq(game.arcs, game.ranks, (party,)) == alone[party]


@given(small)
def test_the_grand_coalition_cannot_be_sanctioned(game: Game) -> None:
    everybody = range(game.n_parties)
    sets = [
        judge(game.arcs, game.ranks, everybody) for judge in oracles.COALITION_CONCEPTS.values()
    ]
    assert all(states == sets[0] for states in sets)


@given(small, st.sampled_from("abcd"), st.sampled_from(["nash", "gmr", "smr", "seq"]))
def test_without_unsure_pairs_every_extension_is_the_plain_concept(
    game: Game, extension: str, concept: str
) -> None:
    sure: list[set[tuple[int, int]]] = [set() for _ in range(game.n_parties)]
    plain = oracles.CONCEPTS[concept](game.arcs, game.ranks)
    assert oracles.unknown(game.arcs, game.ranks, sure, concept, extension) == plain


@given(small.flatmap(lambda game: st.tuples(st.just(game), unsure(game))))
def test_extensions_contain_each_other_as_published(
    drawn: tuple[Game, list[set[tuple[int, int]]]],
) -> None:
    game, pairs = drawn
    for concept in ("nash", "gmr", "smr", "seq"):
        found = {
            letter: oracles.unknown(game.arcs, game.ranks, pairs, concept, letter)
            for letter in "abcd"
        }
        for inner, outer in ("ab", "cd", "ac", "bd"):
            assert is_within(found[inner], found[outer]), (concept, inner, outer)


@given(small.flatmap(lambda game: st.tuples(st.just(game), banded(game))))
def test_strong_stability_is_stability_and_vanishes_in_one_band(
    drawn: tuple[Game, list[list[int]]],
) -> None:
    game, bands = drawn
    nash = oracles.nash(game.arcs, game.ranks)
    flat = [[0] * game.n_states for _ in game.ranks]
    for concept in ("gmr", "smr", "seq", "sseq"):
        plain = oracles.CONCEPTS[concept](game.arcs, game.ranks)
        strong = oracles.strongly(game.arcs, game.ranks, bands, concept)
        weak = oracles.weakly(game.arcs, game.ranks, bands, concept)
        assert is_within(nash, strong)
        assert is_within(strong, plain)
        assert [a | b for a, b in zip(strong, weak, strict=True)] == plain
        assert oracles.strongly(game.arcs, game.ranks, flat, concept) == nash


@given(option_games(max_options=4))
def test_a_state_without_improvements_is_stable_by_simultaneous_sanction(game: Game) -> None:
    stable = oracles.simultaneous(game.codes, game.arcs, game.ranks)
    assert is_within(oracles.nash(game.arcs, game.ranks), stable)


@given(games(parties=(2, 2), max_options=4))
def test_one_move_of_foresight_is_nash_and_the_first_cycle_is_complete(game: Game) -> None:
    assert oracles.limited(game.arcs, game.ranks, 1) == oracles.nash(game.arcs, game.ranks)
    first, period = oracles.limited_cycle(game.arcs, game.ranks)
    ends = oracles.final_states(game.arcs, game.ranks, first + 2 * period)
    assert ends[first] == ends[first + period] == ends[first + 2 * period]
    assert all(ends[a] != ends[b] for b in range(first + period) for a in range(b))


@given(small, st.integers(0, 5))
def test_distances_reach_what_legal_sequences_reach(game: Game, start: int) -> None:
    start %= game.n_states
    everybody = range(game.n_parties)
    anyhow = oracles.distances(game.arcs, start)
    assert set(anyhow) == {start} | oracles.legal_reach(game.arcs, everybody, start)
    gaining = oracles.distances(game.arcs, start, ranks=game.ranks)
    reach = oracles.legal_improvement_reach(game.arcs, game.ranks, everybody, start)
    assert set(gaining) == {start} | reach
    assert all(anyhow[state] <= steps for state, steps in gaining.items())


def test_a_party_may_move_twice_but_not_in_succession() -> None:
    arcs = oracles.moves_from_pairs([[], [(0, 1), (1, 2), (3, 4)], [(1, 3)]])
    assert oracles.legal_reach(arcs, (1,), 0) == {1}
    assert oracles.legal_reach(arcs, (1, 2), 0) == {1, 3, 4}
    assert oracles.is_legal_path(arcs, (1, 2), 0, [(1, 1), (2, 3), (1, 4)])
    assert not oracles.is_legal_path(arcs, (1, 2), 0, [(1, 1), (1, 2)])
    assert oracles.distances(arcs, 0) == {0: 0, 1: 1, 3: 2, 4: 3}


def test_an_equal_state_and_a_forced_return_sanction() -> None:
    arcs = oracles.moves_from_pairs([[(0, 1)], [(1, 0)]])
    ranks = [[0, 1], [1, 0]]
    assert oracles.nash(arcs, ranks)[0] == {1}
    for concept in ("gmr", "smr", "seq", "sseq"):
        expected = {0, 1} if concept in ("gmr", "seq") else {1}
        assert oracles.CONCEPTS[concept](arcs, ranks)[0] == expected, concept
    beside = oracles.moves_from_pairs([[(0, 1)], [(1, 2)]])
    assert 0 in oracles.sseq(beside, [[0, 1, 0], [0, 0, 1]])[0]


def test_opponents_improve_on_the_state_they_leave() -> None:
    arcs = oracles.moves_from_pairs([[(0, 1)], [(1, 2)], [(2, 3)]])
    ranks = [[1, 2, 3, 0], [9, 0, 1, 0], [9, 9, 0, 1]]
    assert 0 in oracles.seq(arcs, ranks)[0]
    assert 0 not in oracles.seq(arcs, [ranks[0], ranks[1], [0, 0, 2, 1]])[0]


def test_simultaneous_answers_can_meet_in_an_infeasible_vector() -> None:
    codes = [0, 1, 2]
    arcs = oracles.moves_from_options([0, 1], codes, [0, 0])
    ranks = [[0, 1, 1], [0, 1, 1]]
    assert oracles.simultaneous(codes, arcs, ranks)[0] == {1, 2}
    everything = [0, 1, 2, 3]
    arcs = oracles.moves_from_options([0, 1], everything, [0, 0])
    chicken = [[1, 3, 2, 0], [1, 2, 3, 0]]
    assert 0 in oracles.simultaneous(everything, arcs, chicken)[0]


def test_a_condition_is_asked_at_the_state_that_is_left() -> None:
    codes = [0, 1, 2, 3]
    arcs = oracles.moves_from_options(
        [0, 0], codes, [0, 1], lambda k, code: k == 0 or bool(code & 1)
    )
    assert arcs == [{0: {1}, 1: {0, 2, 3}, 2: {3}, 3: {2}}]


@pytest.mark.parametrize("seed", range(5))
def test_random_games_have_the_sizes_they_announce(seed: int) -> None:
    rng = Random(seed)
    drawn = oracles.random_option_game(rng, 3, 4)
    assert {len(row) for row in drawn["ranks"]} == {16 - len(drawn["infeasible"])}
    explicit = oracles.random_arc_game(rng, 3, 5)
    assert len(explicit["arcs"]) == 3
    assert all(s != t for pairs in explicit["arcs"] for s, t in pairs)


@given(small)
def test_a_state_is_stable_when_every_improvement_has_a_sanction(game: Game) -> None:
    for concept, judge in oracles.CONCEPTS.items():
        stable = judge(game.arcs, game.ranks)
        for party in range(game.n_parties):
            for state in range(game.n_states):
                answered = all(
                    oracles.sanctions(game.arcs, game.ranks, party, state, gain, concept)
                    for gain in oracles.improvements(game.arcs, game.ranks, party, state)
                )
                assert answered == (state in stable[party])
