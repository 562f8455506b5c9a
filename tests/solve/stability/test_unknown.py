"""Unknown preference: the four extensions against the definitions."""

from __future__ import annotations

from random import Random

import numpy as np
import oracles
import pytest
from examples import few
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, games, unsure

import stickpoint as sp

CONCEPTS = ("nash", "gmr", "smr", "seq")
Relation = list[set[tuple[int, int]]]
doubtful = games(parties=(1, 4), max_options=5).flatmap(
    lambda game: st.tuples(st.just(game), unsure(game))
)


def agree(game: Game, pairs: Relation) -> None:
    """Assert that engine and oracle agree for all concepts, extensions and parties."""
    found = sp.unknown(game.conflict, pairs).stable
    for concept in CONCEPTS:
        for letter in "abcd":
            expected = oracles.unknown(game.arcs, game.ranks, pairs, concept, letter)
            sets = [set(np.flatnonzero(row).tolist()) for row in found[f"{concept}_{letter}"]]
            assert sets == expected, (concept, letter)


@given(doubtful)
def test_engine_and_oracle_agree(drawn: tuple[Game, Relation]) -> None:
    agree(*drawn)


@pytest.mark.parametrize("n_parties", [2, 3, 4])
def test_engine_and_oracle_agree_on_many_graphs(n_parties: int) -> None:
    rng = Random(n_parties)
    for _ in range(few(12)):
        drawn = oracles.random_arc_game(rng, n_parties, 8, rng.choice([0.1, 0.25]))
        game = Game(drawn["ranks"], arcs_by_party=tuple(tuple(pairs) for pairs in drawn["arcs"]))
        relation = []
        for _ in range(n_parties):
            half = {(s, t) for t in range(8) for s in range(t) if rng.random() < 0.2}
            relation.append(half | {(t, s) for s, t in half})
        agree(game, relation)


@given(doubtful)
def test_matrices_and_pairs_in_one_direction_say_the_same(drawn: tuple[Game, Relation]) -> None:
    game, pairs = drawn
    matrices = [np.zeros((game.n_states, game.n_states), dtype=np.bool_) for _ in pairs]
    for matrix, relation in zip(matrices, pairs, strict=True):
        for s, t in relation:
            matrix[s, t] = True
    upper = [[(s, t) for s, t in relation if s < t] for relation in pairs]
    by_matrix, by_pairs = sp.unknown(game.conflict, matrices), sp.unknown(game.conflict, upper)
    for name, mask in by_matrix.stable.items():
        assert np.array_equal(mask, by_pairs.stable[name])


@given(games(parties=(1, 4)), st.sampled_from("abcd"))
def test_without_unsure_pairs_every_extension_is_the_plain_concept(game: Game, letter: str) -> None:
    plain = sp.stability(game.conflict, CONCEPTS).stable
    found = sp.unknown(game.conflict, [[]] * game.n_parties, extension=letter).stable
    for concept in CONCEPTS:
        assert np.array_equal(found[f"{concept}_{letter}"], plain[concept])


def test_only_what_is_asked_for_is_answered() -> None:
    conflict = sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    found = sp.unknown(conflict, [[(0, 3)], []], ["seq", "nash"], "db")
    assert found.concepts == ("nash_b", "nash_d", "seq_b", "seq_d")
    assert found.parameters == {"extension": "db", "unsure": (1, 0)}


@pytest.mark.parametrize(
    ("pairs", "concepts", "extension", "message"),
    [
        ([[]], ("nash",), "a", "1 parties found; expected 2"),
        ([[], [(0, 4)]], ("nash",), "a", "party 1 names a state outside 0 to 3"),
        ([[0, 1], []], ("nash",), "a", r"party 0 have shape \(2,\)"),
        ([[], []], ("sseq",), "a", "unknown concept 'sseq'"),
        ([[], []], ("nash",), "e", "unknown extension 'e'"),
    ],
)
def test_what_does_not_fit_is_named(
    pairs: list[list[object]], concepts: tuple[str, ...], extension: str, message: str
) -> None:
    conflict = sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    with pytest.raises(sp.ModelError, match=message):
        sp.unknown(conflict, pairs, concepts, extension)


def test_a_relation_too_large_to_store_is_refused_with_its_size() -> None:
    conflict = sp.Conflict.from_arcs([[], []], np.zeros((2, 30_000), dtype=np.int64))
    with pytest.raises(sp.SolveError, match=r"30,000 states need 1\.7 GiB"):
        sp.unknown(conflict, [[], []])
