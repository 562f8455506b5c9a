"""Strength of preference: engine against oracle, and what it refuses."""

from __future__ import annotations

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, banded, games

import stickpoint as sp

CONCEPTS = ("gmr", "smr", "seq", "sseq")
small = games(parties=(1, 4), max_options=5, max_states=7)


@given(small.flatmap(lambda game: st.tuples(st.just(game), banded(game))))
def test_engine_and_oracle_agree_on_strong_and_weak(drawn: tuple[Game, list[list[int]]]) -> None:
    game, bands = drawn
    result = sp.strength(game.conflict, bands)
    for concept in CONCEPTS:
        strong = oracles.strongly(game.arcs, game.ranks, bands, concept)
        weak = oracles.weakly(game.arcs, game.ranks, bands, concept)
        for i in range(game.n_parties):
            found = result.stable[f"strong {concept}"][i]
            assert set(np.flatnonzero(found).tolist()) == strong[i], concept
            found = result.stable[f"weak {concept}"][i]
            assert set(np.flatnonzero(found).tolist()) == weak[i], concept


def test_bands_that_contradict_the_ranks_are_refused() -> None:
    conflict = sp.Conflict.from_options([0], [[0, 1]], parties=["Ann"])
    with pytest.raises(sp.ModelError, match="bands of Ann contradict"):
        sp.strength(conflict, [[1, 0]])
    tied = sp.Conflict.from_options([0], [[0, 0]])
    with pytest.raises(sp.ModelError, match="contradict"):
        sp.strength(tied, [[0, 1]])


def test_bands_of_another_shape_and_concepts_of_another_kind_are_refused() -> None:
    conflict = sp.Conflict.from_options([0], [[0, 1]])
    with pytest.raises(sp.ModelError, match="shape"):
        sp.strength(conflict, [[0]])
    with pytest.raises(sp.ModelError, match="nash"):
        sp.strength(conflict, [[0, 1]], ("nash",))
