"""From the status quo: distances against the oracle, and every way checked move by move."""

from __future__ import annotations

from random import Random

import numpy as np
import oracles
import pytest
from examples import few
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, games

import stickpoint as sp
from stickpoint.solve.stability.engine.walk import Walks, walk


def agree_from(game: Game, start: int, improving: bool) -> None:
    """Assert that distances are the oracle's and that every way given is legal and shortest."""
    ranks = game.ranks if improving else None
    expected = oracles.distances(game.arcs, start, ranks=ranks)
    found = sp.paths(game.conflict, start, improving=improving)
    assert {s: int(d) for s, d in enumerate(found.distance) if d >= 0} == expected
    for state, length in expected.items():
        way = found.to(state)
        assert len(way) == length
        assert not way or way[-1].state == state
        everybody = range(game.n_parties)
        assert oracles.is_legal_path(game.arcs, everybody, start, way, improving=ranks)


@given(games(), st.integers(0, 10**6), st.booleans())
def test_distances_and_ways_agree_with_the_oracle(game: Game, start: int, improving: bool) -> None:
    agree_from(game, start % game.n_states, improving)


@pytest.mark.parametrize("improving", [True, False], ids=["improvements", "moves"])
@pytest.mark.parametrize("n_parties", [1, 2, 3, 5])
def test_distances_and_ways_agree_on_many_random_games(n_parties: int, improving: bool) -> None:
    rng = Random(10 * n_parties + improving)
    for _ in range(few(12)):
        drawn = oracles.random_option_game(rng, n_parties, 5, simple=rng.random() < 0.5)
        keys = ("owners", "one_way", "infeasible")
        game = Game(drawn["ranks"], **{key: tuple(drawn[key]) for key in keys}, is_option_form=True)
        agree_from(game, rng.randrange(game.n_states), improving)
        drawn = oracles.random_arc_game(rng, n_parties, 9, rng.choice([0.1, 0.2, 0.4]))
        game = Game(drawn["ranks"], arcs_by_party=tuple(tuple(pairs) for pairs in drawn["arcs"]))
        agree_from(game, rng.randrange(9), improving)


@given(games(), st.integers(0, 10**6), st.booleans())
def test_ways_with_two_moves_in_succession_agree_with_the_oracle(
    game: Game, start: int, improving: bool
) -> None:
    start %= game.n_states
    ranks = game.ranks if improving else None
    found = sp.paths(game.conflict, start, improving=improving, twice=True)
    expected = oracles.distances_with_repeats(game.arcs, start, ranks=ranks)
    assert {s: int(d) for s, d in enumerate(found.distance) if d >= 0} == expected
    for state, length in expected.items():
        here, way = start, found.to(state)
        assert len(way) == length
        for party, there in way:
            assert there in oracles.moves(game.arcs, party, here)
            assert ranks is None or ranks[party][there] > ranks[party][here]
            here = there
        assert here == state


@given(games(), st.integers(0, 10**6), st.integers(0, 31), st.booleans())
def test_some_parties_reach_what_legal_sequences_reach(
    game: Game, start: int, chosen: int, improving: bool
) -> None:
    start %= game.n_states
    movers = [j for j in range(game.n_parties) if chosen >> j & 1]
    found = walk(game.conflict, start, movers, improving=improving)
    if improving:
        expected = oracles.legal_improvement_reach(game.arcs, game.ranks, movers, start)
    else:
        expected = oracles.legal_reach(game.arcs, movers, start)
    assert set(np.flatnonzero(found.reached).tolist()) == expected
    ranks = game.ranks if improving else None
    for state in expected:
        way = found.to(state)
        assert way[-1].state == state
        assert oracles.is_legal_path(game.arcs, movers, start, way, improving=ranks)


@given(games(), st.integers(0, 31), st.booleans())
def test_reach_from_every_state_at_once_agrees_with_the_oracle(
    game: Game, chosen: int, improving: bool
) -> None:
    movers = [j for j in range(game.n_parties) if chosen >> j & 1]
    bits = Walks.of(game.conflict, improving=improving).reach(movers)
    for s in range(game.n_states):
        found = {t for t in range(game.n_states) if int(bits[s, t // 64]) >> (t % 64) & 1}
        if improving:
            expected = oracles.legal_improvement_reach(game.arcs, game.ranks, movers, s)
        else:
            expected = oracles.legal_reach(game.arcs, movers, s)
        assert found == expected


def test_the_start_is_reached_again_only_by_a_way_that_returns() -> None:
    alone = sp.Conflict.from_arcs([[(0, 1), (1, 0)]], [[0, 1]])
    assert not walk(alone, 0, improving=False).reached[0]
    shared = sp.Conflict.from_arcs([[(0, 1)], [(1, 0)]], [[0, 1], [0, 1]])
    assert walk(shared, 0, improving=False).to(0) == ((0, 1), (1, 0))


def test_the_status_quo_is_the_start_unless_another_is_named() -> None:
    from dataclasses import replace

    conflict = sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    with pytest.raises(sp.ModelError, match="names no status quo"):
        sp.paths(conflict, improving=True)
    found = sp.paths(replace(conflict, status_quo=3), improving=True)
    assert found.start == 3
    assert found.to(3) == ()
    assert found.fingerprint == conflict.fingerprint
    assert found.version == sp.__version__
    assert "improvements" in found.method
    assert "4 of 4" in repr(found)


def test_a_state_that_no_way_reaches_has_none() -> None:
    conflict = sp.Conflict.from_options([0, 1], [[0, 0, 0, 0], [0, 1, 2, 3]])
    found = sp.paths(conflict, 0, improving=True)
    assert found.distance.tolist() == [0, -1, 1, -1]
    with pytest.raises(sp.SolveError, match="from state 0 to state 3"):
        found.to(3)
    with pytest.raises(sp.ModelError, match="state 4"):
        found.to(4)
    with pytest.raises(sp.ModelError, match="state -1"):
        sp.paths(conflict, -1, improving=True)
    with pytest.raises(sp.ModelError, match="party 2"):
        walk(conflict, 0, [2], improving=True)


def test_equilibria_count_only_where_they_can_come_about() -> None:
    conflict = sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    result = sp.stability(conflict, ["nash", "seq"])
    from_defection = sp.paths(conflict, 0, improving=True).equilibria(result)
    assert from_defection["seq"].tolist() == [True, False, False, False]
    other = sp.Conflict.from_options([0, 1], [[0, 1, 4, 3], [2, 4, 1, 3]])
    with pytest.raises(sp.ModelError, match="one and the same"):
        sp.paths(other, 0, improving=True).equilibria(result)


def test_the_table_lists_ways_nearest_first() -> None:
    conflict = sp.Conflict.from_options(
        [0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]], parties=["row", "col"]
    )
    table = sp.paths(conflict, 3, improving=True).table()
    assert table["moves"].tolist() == [0, 1, 1, 2]
    assert table.index.tolist() == [4, 2, 3, 1]
    assert table.loc[1, "way"] == "4 3 1"
    assert table.loc[1, "movers"] == "row, col"
    explicit = sp.Conflict.from_arcs([[(0, 1)]], [[0, 1]])
    assert "yes" not in sp.paths(explicit, 0, improving=False).table()


def test_a_thousand_states_agree_by_classes_and_by_arcs() -> None:
    rng = np.random.default_rng(5)
    owners = rng.integers(0, 4, size=10).tolist()
    ranks = rng.integers(0, 300, size=(4, 2**10))
    by_classes = sp.Conflict.from_options(owners, ranks)
    by_arcs = sp.Conflict.from_arcs([by_classes.arcs(i) for i in range(4)], ranks)
    for improving in (True, False):
        for start in (0, 77, 1023):
            left = sp.paths(by_classes, start, improving=improving)
            right = sp.paths(by_arcs, start, improving=improving)
            assert np.array_equal(left.distance, right.distance)
