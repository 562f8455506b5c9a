"""Witnesses: every "stable" carries a legal sanction, every "unstable" an unanswerable gain."""

from __future__ import annotations

import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, games

import stickpoint as sp

CONCEPTS = tuple(oracles.CONCEPTS)
small = games(parties=(1, 4), max_options=4, max_states=6)


@given(small, st.sampled_from(CONCEPTS), st.data())
def test_every_answer_is_legal_and_hurts_and_every_lack_is_real(
    game: Game, concept: str, data: st.DataObject
) -> None:
    result = sp.stability(game.conflict, (concept,))
    party = data.draw(st.integers(0, game.n_parties - 1))
    for state in range(game.n_states):
        witness = result.why(state, party, concept)
        assert witness.is_stable == result.stable[concept][party, state]
        gains = oracles.improvements(game.arcs, game.ranks, party, state)
        if not witness.is_stable:
            assert witness.improvement in gains
            assert not oracles.sanctions(
                game.arcs, game.ranks, party, state, witness.improvement, concept
            )
            continue
        assert {gain.state for gain in witness.gains} == gains
        for gain in witness.gains:
            assert oracles.is_sanction_path(
                game.arcs, game.ranks, party, state, gain.state, gain.sanction, concept
            )


@given(small, st.sampled_from(CONCEPTS))
def test_a_witness_reads_as_sentences(game: Game, concept: str) -> None:
    result = sp.stability(game.conflict, (concept,))
    for state in range(game.n_states):
        text = str(result.why(state, 0, concept))
        assert text.startswith("party 1 ")
        assert text.endswith(".")


def test_the_sentence_names_gain_answer_and_loss() -> None:
    dilemma = sp.Conflict.from_options(
        [0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]], parties=["Ann", "Bob"], options=["a.help", "b.help"]
    )
    result = sp.stability(dilemma)
    assert str(result.why(3, 0, "gmr")) == (
        "Ann would gain if it were to turn a.help off, but then Bob could turn b.help off, "
        "which would leave Ann worse off than before."
    )
    assert "Bob could, to its own gain, turn b.help off" in str(result.why(3, 0, "seq"))
    assert str(result.why(3, 0, "nash")).endswith("nothing in this concept holds it back.")
    assert str(result.why(0, 1, "nash")) == "Bob has no move that it would gain by."


def test_an_equal_end_is_no_better_and_not_worse() -> None:
    conflict = sp.Conflict.from_arcs([[(0, 1)], [(1, 2)]], [[0, 1, 0], [0, 0, 1]])
    text = str(sp.stability(conflict).why(0, 0, "seq"))
    assert "no better off than before" in text
    assert "move to state 2" in text


def test_a_concept_or_place_that_was_not_computed_is_refused() -> None:
    result = sp.stability(sp.Conflict.from_options([0], [[0, 1]]), ("nash",))
    with pytest.raises(sp.SolveError, match="seq"):
        result.why(0, 0, "seq")
    with pytest.raises(sp.ModelError, match="state 5"):
        result.why(5, 0, "nash")
