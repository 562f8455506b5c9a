"""Everybody at once: the engine against the definition, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import oracles
import pytest
from examples import few
from hypothesis import given
from strategies import Game, arc_games, option_games

import stickpoint as sp


def agree(game: Game) -> None:
    """Assert that engine and oracle give the same states for every party."""
    found = sp.simultaneous(game.conflict).stable["sim"]
    expected = oracles.simultaneous(game.codes, game.arcs, game.ranks)
    assert [set(np.flatnonzero(row).tolist()) for row in found] == expected


@given(option_games())
def test_engine_and_oracle_agree_on_restricted_options(game: Game) -> None:
    agree(game)


@given(option_games(simple=True))
def test_engine_and_oracle_agree_on_free_options(game: Game) -> None:
    agree(game)


@pytest.mark.parametrize("n_parties", [2, 3, 4, 6])
def test_engine_and_oracle_agree_on_many_games(n_parties: int) -> None:
    rng = Random(n_parties)
    for _ in range(few(25)):
        drawn = oracles.random_option_game(rng, n_parties, rng.randint(2, 6))
        keys = ("owners", "one_way", "infeasible")
        agree(Game(drawn["ranks"], **{key: tuple(drawn[key]) for key in keys}, is_option_form=True))


@given(option_games(parties=(2, 2)))
def test_for_two_parties_a_nash_state_is_stable_and_somebody_must_answer(game: Game) -> None:
    nash = sp.stability(game.conflict, ["nash"]).stable["nash"]
    sim = sp.simultaneous(game.conflict).stable["sim"]
    assert not (nash & ~sim).any()
    for party in range(2):
        assert not (sim[party] & ~nash[party] & nash[1 - party]).any()


@given(arc_games())
def test_an_explicit_graph_has_no_sums(game: Game) -> None:
    with pytest.raises(sp.SolveError, match="explicit graph"):
        sp.simultaneous(game.conflict)


def test_far_apart_codes_are_found_as_well_as_dense_ones() -> None:
    rng = np.random.default_rng(3)
    dense = sp.Conflict.from_options([0, 0, 1, 1, 2], rng.integers(0, 9, (3, 32)))
    codes = dense.codes | np.uint64(1 << 40)
    moves = tuple(replace(free, codes=codes) for free in dense.moves)
    sparse = replace(dense, codes=codes, moves=moves)
    left, right = sp.simultaneous(dense), sp.simultaneous(sparse)
    assert np.array_equal(left.stable["sim"], right.stable["sim"])


def test_states_that_stand_for_several_vectors_are_refused() -> None:
    conflict = sp.Conflict.from_options([0, 1], [[0, 0, 1, 1], [0, 1, 0, 1]])
    merged = replace(conflict, merged={0: np.array([0, 8], dtype=np.uint64)})
    with pytest.raises(sp.SolveError, match="several option vectors"):
        sp.simultaneous(merged)


def test_a_search_beyond_its_budget_says_how_large_the_conflict_is() -> None:
    conflict = sp.Conflict.from_options([0, 1], [[1, 3, 2, 0], [1, 2, 3, 0]])
    with pytest.raises(sp.SolveError, match="2 joint answers tried in 4 states of 2 parties"):
        sp.simultaneous(conflict, most=2)
    assert sp.simultaneous(conflict, most=20).equilibria["sim"].tolist() == [1, 1, 1, 0]


def test_the_result_remembers_what_was_asked() -> None:
    conflict = sp.Conflict.from_options([0, 1], [[1, 3, 2, 0], [1, 2, 3, 0]])
    found = sp.simultaneous(conflict)
    assert found.concepts == ("sim",)
    assert found.fingerprint == conflict.fingerprint
    assert found.table()["sim all"].tolist() == [True, True, True, False]
