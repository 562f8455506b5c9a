"""States and moves of a conflict against the literal rule, and what is refused."""

from __future__ import annotations

import itertools

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, games, option_games

from stickpoint.errors import ModelError
from stickpoint.graph import Conflict
from stickpoint.graph.switching import option_moves


@given(games())
def test_moves_follow_the_literal_rule(game: Game) -> None:
    conflict = game.conflict
    assert (conflict.n_parties, conflict.n_states) == (game.n_parties, game.n_states)
    for party in range(game.n_parties):
        for state in range(game.n_states):
            found = conflict.moves_from(party, state).tolist()
            assert found == sorted(oracles.moves(game.arcs, party, state))
            gains = conflict.improvements_from(party, state).tolist()
            assert gains == sorted(oracles.improvements(game.arcs, game.ranks, party, state))


@given(games())
def test_arcs_list_every_move_once_by_the_state_it_leaves(game: Game) -> None:
    for party in range(game.n_parties):
        rows = [tuple(row) for row in game.conflict.arcs(party).tolist()]
        moves = game.arcs[party]
        assert rows == sorted((s, t) for s, reached in moves.items() for t in reached)


@given(games())
def test_ranks_keep_their_order(game: Game) -> None:
    for given_row, kept in zip(game.ranks, game.conflict.ranks.tolist(), strict=True):
        order = sorted(range(game.n_states), key=given_row.__getitem__)
        for a, b in itertools.pairwise(order):
            assert (given_row[a] < given_row[b]) == (kept[a] < kept[b])
            assert (given_row[a] == given_row[b]) == (kept[a] == kept[b])


@given(option_games(max_options=5), st.data())
def test_conditions_are_asked_at_the_state_that_is_left(game: Game, data: st.DataObject) -> None:
    held = {
        k: data.draw(st.lists(st.booleans(), min_size=game.n_states, max_size=game.n_states))
        for k in range(len(game.owners))
        if data.draw(st.booleans())
    }
    state_of = {code: state for state, code in enumerate(game.codes)}
    expected = oracles.moves_from_options(
        game.owners,
        game.codes,
        game.one_way,
        lambda k, code: k not in held or held[k][state_of[code]],
        n_parties=game.n_parties,
    )
    found = option_moves(
        np.array(game.codes, dtype=np.uint64),
        game.owners,
        game.one_way,
        game.n_parties,
        {k: np.array(row) for k, row in held.items()},
    )
    for party, moves in enumerate(found):
        for state in range(game.n_states):
            assert moves.targets(state).tolist() == sorted(expected[party][state])


@given(option_games())
def test_a_code_finds_its_state_and_an_infeasible_code_none(game: Game) -> None:
    conflict = game.conflict
    for state, code in enumerate(game.codes):
        assert conflict.state_of(code) == state
        yes = [name for k, name in enumerate(conflict.options) if code >> k & 1]
        assert conflict.yes(state) == tuple(yes)
    for code in game.infeasible:
        with pytest.raises(ModelError, match=str(code)):
            conflict.state_of(code)


@given(option_games())
def test_the_fingerprint_sees_ranks_and_moves(game: Game) -> None:
    same = Game(
        game.ranks,
        owners=game.owners,
        one_way=game.one_way,
        infeasible=game.infeasible,
        is_option_form=True,
    )
    assert same.conflict.fingerprint == game.conflict.fingerprint
    if len(set(game.ranks[0])) > 1:
        worst = min(game.ranks[0])
        turned = [[worst - rank for rank in game.ranks[0]], *game.ranks[1:]]
        assert game.with_ranks(turned).conflict.fingerprint != game.conflict.fingerprint


def test_only_an_unrestricted_conflict_is_a_cube() -> None:
    ranks = [[0, 1, 2, 3]] * 2
    assert Conflict.from_options([0, 1], ranks).is_cube
    assert not Conflict.from_options([0, 1], ranks, one_way=[1, 0]).is_cube
    assert not Conflict.from_options([0, 1], [row[:3] for row in ranks], infeasible=[2]).is_cube
    assert not Conflict.from_arcs([[(0, 1)], []], ranks).is_cube


def test_an_explicit_graph_has_no_option_vectors() -> None:
    conflict = Conflict.from_arcs([[(0, 1), (0, 1)], []], [[0, 1], [1, 0]])
    assert conflict.yes(0) == ()
    assert conflict.arcs(0).tolist() == [[0, 1]]
    assert conflict.arcs(1).shape == (0, 2)
    with pytest.raises(ModelError, match="explicit graph"):
        conflict.state_of(0)


def test_names_are_kept_and_counted() -> None:
    named = Conflict.from_options(
        [0], [[0, 1], [1, 0]], parties=("north", "south"), options=("north.leave",)
    )
    assert named.parties == ("north", "south")
    assert named.yes(1) == ("north.leave",)
    assert "north, south" in repr(named)
    with pytest.raises(ModelError, match="names"):
        Conflict.from_options([0], [[0, 1]], parties=("north", "south"))
    with pytest.raises(ModelError, match="names"):
        Conflict.from_options([0], [[0, 1]], options=("a", "b"))


@pytest.mark.parametrize(
    ("owners", "ranks", "settings", "word"),
    [
        ([0, 1], [[0, 1, 2, 3]], {}, "option 1"),
        ([-1], [[0, 1]], {}, "option 0"),
        ([0], [[0, 1, 2]], {}, "3 ranks"),
        ([0], [0, 1], {}, "shape"),
        ([0], [[0.5, 1.0]], {}, "whole numbers"),
        ([0], [[0, 1]], {"one_way": [2]}, "one_way"),
        ([0], [[0, 1]], {"one_way": [0, 0]}, "one_way"),
        ([0], [[0, 1]], {"infeasible": [2]}, "between 0 and 1"),
        ([0], [[0, 1]], {"infeasible": [-1]}, "between 0 and 1"),
        ([0], [[]], {"infeasible": [0, 1]}, "infeasible"),
        ([0] * 40, [[0]], {}, "40 options"),
        ([0] * 80, [[0]], {}, "80 options"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_options_that_do_not_fit_are_refused(
    owners: list[int], ranks: list[list[int]], settings: dict[str, list[int]], word: str
) -> None:
    with pytest.raises(ModelError, match=word):
        Conflict.from_options(owners, ranks, **settings)


@pytest.mark.parametrize(
    ("arcs", "ranks", "word"),
    [
        ([[(0, 0)]], [[0, 1]], "itself"),
        ([[(0, 2)]], [[0, 1]], "outside"),
        ([[(-1, 0)]], [[0, 1]], "outside"),
        ([[(0, 1)], []], [[0, 1]], "arc lists"),
        ([[(0, 1, 1)]], [[0, 1]], "shape"),
        ([[(0.5, 1.0)]], [[0, 1]], "whole numbers"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_arcs_that_do_not_fit_are_refused(
    arcs: list[list[tuple[int, ...]]], ranks: list[list[int]], word: str
) -> None:
    with pytest.raises(ModelError, match=word):
        Conflict.from_arcs(arcs, ranks)


def test_a_state_or_party_out_of_range_is_refused() -> None:
    conflict = Conflict.from_options([0], [[0, 1]])
    with pytest.raises(ModelError, match="party 1"):
        conflict.moves_from(1, 0)
    with pytest.raises(ModelError, match="state -1"):
        conflict.moves_from(0, -1)


RANKS = [[2, 1, 4, 3], [2, 4, 1, 3]]


@pytest.mark.parametrize(
    ("owners", "ranks", "infeasible", "message"),
    [
        ([0, 1.5], RANKS, None, r"the owner of option 1 is 1\.5; expected a whole number"),
        ([0, "b"], RANKS, None, "the owner of option 1 is 'b'; expected a whole number"),
        ([0, 1], RANKS, [2.5], r"an infeasible code is 2\.5; expected a whole number"),
        ([0, 1], RANKS, [4], "infeasible code 4 found; codes lie between 0 and 3"),
        ([0, 1], [[1, 2, 3, 4], [1, 2]], None, "the rows of ranks are not equally long; expected"),
    ],
)
def test_numbers_that_describe_no_conflict_are_refused_rather_than_cut(
    owners: list[int], ranks: list[list[int]], infeasible: list[int] | None, message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        Conflict.from_options(owners, ranks, infeasible=infeasible)


def test_whole_numbers_of_any_integer_type_are_taken() -> None:
    owners = np.array([0, 1], dtype=np.int8)
    conflict = Conflict.from_options(owners, np.array(RANKS)[:, :3], infeasible={np.uint64(3)})
    assert conflict.owners == (0, 1)
    assert conflict.codes is not None
    assert conflict.codes.tolist() == [0, 1, 2]
