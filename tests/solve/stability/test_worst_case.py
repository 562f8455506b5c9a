"""Looking ahead to the worst, for any number of parties: the twin, and what it comes to."""

from __future__ import annotations

import belief_oracles
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, games, option_games

import stickpoint as sp
from stickpoint.errors import ModelError, SolveError

ANSWERS = st.sampled_from(["any", "willing"])
SHORT = {"any": ("nash", "gmr", "smr"), "willing": ("nash", "seq", "sseq")}


@given(games(), st.integers(1, 6), ANSWERS)
def test_engine_and_tree_agree(game: Game, horizon: int, answers: str) -> None:
    found = sp.limited(game.conflict, horizon, answers=answers).stable["limited"]
    for i in range(game.n_parties):
        twin = [
            belief_oracles.worst(game.arcs, game.ranks, i, s, horizon, willing=answers == "willing")
            for s in range(game.n_states)
        ]
        assert found[i].tolist() == twin


@given(games(), ANSWERS)
def test_one_two_and_three_moves_are_concepts_that_there_are(game: Game, answers: str) -> None:
    for horizon, concept in enumerate(SHORT[answers], start=1):
        plain = sp.stability(game.conflict, [concept]).stable[concept]
        found = sp.limited(game.conflict, horizon, answers=answers).stable["limited"]
        assert np.array_equal(found, plain), concept


@given(option_games(parties=(2, 2)), st.randoms(use_true_random=False), st.integers(1, 8))
def test_two_parties_of_opposite_orders_foresee_the_worst(
    game: Game, rng: st.randoms, horizon: int
) -> None:
    order = rng.sample(range(game.n_states), game.n_states)
    opposite = game.with_ranks([order, [-rank for rank in order]])
    foreseen = sp.limited(opposite.conflict, horizon).stable["limited"]
    worst = sp.limited(opposite.conflict, horizon, answers="any").stable["limited"]
    assert np.array_equal(foreseen, worst)


@given(games(parties=(2, 2)), st.integers(1, 8))
def test_who_stays_for_what_it_foresees_stays_for_the_worst(game: Game, horizon: int) -> None:
    # "L_h implies MR_h": a theorem in the abstract of a paper of 2024 on conflicts of two.
    foreseen = sp.limited(game.conflict, horizon).stable["limited"]
    worst = sp.limited(game.conflict, horizon, answers="any").stable["limited"]
    assert not (foreseen & ~worst).any()


@given(games(), ANSWERS)
def test_odd_horizons_keep_what_held_and_even_ones_lose_it(game: Game, answers: str) -> None:
    held = [
        sp.limited(game.conflict, h, answers=answers).stable["limited"] for h in (1, 2, 3, 4, 5, 6)
    ]
    for shorter, longer in ((0, 2), (2, 4), (4, 5), (5, 3), (3, 1)):
        assert not (held[shorter] & ~held[longer]).any()
    far = sp.limited(game.conflict, answers=answers)
    assert far.cycle is not None
    assert far.cycle.period in (1, 2)
    last = far.cycle.first + far.cycle.period
    beyond = [
        sp.limited(game.conflict, h, answers=answers).stable["limited"]
        for h in (last, last + 1, 10**9, 10**9 + 1)
    ]
    assert np.array_equal(far.stable["nonmyopic"], np.logical_and.reduce(beyond))


def test_with_three_parties_foreseen_answers_are_refused_and_others_named() -> None:
    elmira = sp.load("elmira").conflict()
    with pytest.raises(SolveError, match="answers='any'"):
        sp.limited(elmira, 2)
    with pytest.raises(ModelError, match="expected foreseen, any or willing"):
        sp.limited(elmira, 2, answers="best")


def test_at_elmira_looking_beyond_one_willing_answer_changes_nothing() -> None:
    elmira = sp.load("elmira").conflict()
    seq = sp.stability(elmira, ["seq"]).equilibria["seq"]
    far = sp.limited(elmira, answers="willing")
    assert np.array_equal(far.equilibria["nonmyopic"], seq)
