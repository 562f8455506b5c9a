"""A move fits a concept where its sanctions fail; a record decides where luck would be rare."""

from __future__ import annotations

import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, games

import stickpoint as sp
from stickpoint.errors import ModelError
from stickpoint.solve.stability.conduct import decided, moving_fits, staying_fits

CONCEPTS = tuple(oracles.CONCEPTS)


@given(games(parties=(1, 4), max_options=4, max_states=6), st.data())
def test_a_move_fits_where_it_is_a_gain_that_no_literal_sanction_takes_away(
    game: Game, data: st.DataObject
) -> None:
    party = data.draw(st.integers(0, game.n_parties - 1))
    state = data.draw(st.integers(0, game.n_states - 1))
    gains = oracles.improvements(game.arcs, game.ranks, party, state)
    some_fit = dict.fromkeys(CONCEPTS, False)
    for target in sorted(oracles.moves(game.arcs, party, state)):
        found = moving_fits(game.conflict, party, state, target)
        for concept in CONCEPTS:
            answers = oracles.sanctions(game.arcs, game.ranks, party, state, target, concept)
            assert found[concept] == (target in gains and not answers)
            some_fit[concept] |= found[concept]
    # To stay fits exactly where no move does.
    assert staying_fits(game.conflict, party, state) == {c: not some_fit[c] for c in CONCEPTS}


def test_a_concept_is_out_only_where_luck_would_rarely_speak_so_clearly() -> None:
    for_seq, for_nash = {"nash": False, "seq": True}, {"nash": True, "seq": False}
    assert decided([for_seq] * 3) == ("nash", "seq")  # one in eight
    assert decided([for_seq] * 4) == ("seq",)  # one in sixteen
    assert decided([for_seq] * 4 + [for_nash]) == ("nash", "seq")  # 6 in 32
    assert decided([for_seq] * 8 + [for_nash] * 2) == ("seq",)  # 56 in 1,024
    both = {"nash": True, "seq": True}
    assert decided([for_seq] * 3 + [both] * 9) == ("nash", "seq")
    assert decided([]) == ()


def test_a_concept_that_does_not_exist_is_named() -> None:
    conflict = sp.Conflict.from_options([0], [[0, 1]])
    with pytest.raises(ModelError, match="unknown concept 'nosh'"):
        moving_fits(conflict, 0, 0, 1, ["nosh"])
