"""Witnesses: every "stable" carries a legal sanction, every "unstable" an unanswerable gain."""

from __future__ import annotations

from dataclasses import replace

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
    assert str(result.why(3, 0, "nash")).endswith("nothing in this concept takes that away.")
    assert str(result.why(0, 1, "nash")) == "Bob has no move that it would gain by."


CASE = """\
format: 1
title: A strike
parties: {union: {name: Union of the yard, short: the union}, firm: Firm}
options:
  union.strike: {text: "strike.", undo: go back to work}
  union.appeal: {text: appeal to the town}
  firm.close: {text: close the plant}
nature: {thaw: {text: the harbour is free of ice}}
wants:
  union: ["!firm.close", union.strike | union.appeal]
  firm: ["!firm.close", "!union.strike"]
"""


def test_a_conflict_from_a_case_speaks_in_the_texts_of_the_case() -> None:
    conflict = sp.loads(CASE).conflict()
    result = sp.stability(conflict)
    assert str(result.why(0, 0, "gmr")) == (
        "The union would gain if it were to strike, but then Firm could close the plant, which "
        "would leave the union worse off than before; its 2 other gains are answered too."
    )
    assert str(result.why(1, 1, "nash")) == "Firm has no move that it would gain by."
    leaves = str(result.why(conflict.state_of(5), 1, "nash"))
    assert leaves.startswith("Firm would gain if it were to no longer close the plant, and")
    assert conflict.parties == ("union", "firm")
    assert "thaw" not in str(result.why(0, 0, "gmr"))


def test_undoing_is_told_as_the_case_has_it() -> None:
    turned = sp.loads(CASE.replace("union: [", "union: ['!union.strike', "))
    result = sp.stability(turned.conflict())
    assert "were to go back to work" in str(result.why(1, 0, "nash"))


def test_texts_change_neither_the_fingerprint_nor_the_words_of_ids() -> None:
    conflict = sp.loads(CASE).conflict()
    bare = replace(conflict, texts=None)
    assert bare.fingerprint == conflict.fingerprint
    text = str(sp.stability(bare).why(0, 0, "gmr"))
    assert text.startswith("union would gain if it were to turn union.strike on, but then firm")


@pytest.mark.parametrize("name", ["korea-1952", "cuba-1962", "elmira-coalesced"])
def test_every_witness_of_a_case_is_one_sentence_without_an_id(name: str) -> None:
    result = sp.stability(sp.load(name).conflict())
    for concept in CONCEPTS:
        for party in range(result.conflict.n_parties):
            for state in range(result.conflict.n_states):
                text = str(result.why(state, party, concept))
                assert text.count(". ") == 0
                assert text.endswith(".")
                assert not any(option in text for option in result.conflict.options)


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
