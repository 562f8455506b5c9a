"""By how little all weights at once would have to be off, against trying every order."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import belief_oracles
import numpy as np
import pytest
from examples import few
from weight_sums import Lines, as_weighted, drawn_sums, least_share

import stickpoint as sp
from stickpoint.errors import ModelError
from stickpoint.graph import Conflict
from stickpoint.solve.levers.beliefs import several
from stickpoint.solve.levers.beliefs.several import SeveralWeights, least_weights
from stickpoint.solve.levers.beliefs.weights import Weighted, least_weight

CONCEPTS = belief_oracles.CONCEPTS


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_least_that_weights_are_off_is_that_of_every_order(concept: str) -> None:
    rng = Random(concept)
    for _ in range(few(12)):
        game, sums = drawn_sums(rng)
        state = rng.randrange(game.n_states)
        found = least_weights(
            game.conflict, as_weighted(game, sums), np.arange(game.n_states) == state, concept
        )
        if belief_oracles.holds_somewhere(game.arcs, game.ranks, {state}, concept):
            assert found == SeveralWeights(state)
            continue
        twin = belief_oracles.least_off(game.arcs, sums, {state}, concept, least_share)
        assert (found.state is None) == (twin is None), (sums, state)
        if twin is None:
            assert found.proof == "impossible"
        else:
            assert found.largest == pytest.approx(twin, abs=1e-4)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_no_weights_that_are_off_by_less_make_it_hold(concept: str) -> None:
    rng = Random(concept)
    for _ in range(few(12)):
        game, sums = drawn_sums(rng)
        own, state = as_weighted(game, sums), rng.randrange(game.n_states)
        target = np.arange(game.n_states) == state
        found = least_weights(game.conflict, own, target, concept)
        one = least_weight(game.conflict, own, target, concept)
        if one.party >= 0 and one.before and one.bound * one.before > 0:
            assert found.state is not None, "one weight of the same sign does it"
            assert found.largest <= float(abs(one.bound / one.before - 1)) + 1e-5
        most = 1.0 if found.state is None else found.largest * 0.999
        for _ in range(10 if most else 0):
            ranks = [ranked(lines, game.n_states, most, rng) for lines in sums]
            assert not belief_oracles.holds_somewhere(game.arcs, ranks, {state}, concept)


def ranked(lines: Lines, n_states: int, most: float, rng: Random) -> list[int]:
    """Rank the states by weights each of which is off by some share."""
    weights = [weight * (1 + rng.uniform(-most, most)) for _, weight in lines]
    kinds = [tuple(s in of for of, _ in lines) for s in range(n_states)]
    worth = {kind: sum(w for w, is_in in zip(weights, kind, strict=True) if is_in)
             for kind in kinds}  # fmt: skip
    return [sorted(set(worth.values())).index(worth[kind]) for kind in kinds]


def peace(first: Fraction, second: Fraction) -> SeveralWeights:
    conflict = Conflict.from_options([0], [[int(second > 0) * 2, 1]])
    two = np.array([False, True])
    return least_weights(conflict, {0: [Weighted(two, first), Weighted(~two, second)]}, two, "nash")


def test_weights_of_unlike_size_are_off_by_their_own_shares() -> None:
    found = peace(Fraction(1), Fraction(10**6))
    assert found.largest == pytest.approx((10**6 - 1) / (10**6 + 1))
    told = found.plain()
    assert told["state"] == 2
    assert told["weights"][0]["bound"] == pytest.approx(told["weights"][1]["bound"])


def test_no_weight_changes_its_sign() -> None:
    found = peace(Fraction(-1), Fraction(3))
    assert found.plain() == {"state": None, "largest": None, "proof": "impossible", "floor": 0.0}


def test_what_takes_too_long_says_what_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several, "MOST_PROGRAMMES", 2)
    found = peace(Fraction(1), Fraction(3))
    assert found.proof == "none found"
    assert found.floor == pytest.approx(0.5, abs=1e-4)
    monkeypatch.setattr(several, "MOST_STATES", 1)
    assert peace(Fraction(1), Fraction(3)).proof == "left out"


def test_coalesced_states_are_refused() -> None:
    merged = sp.load("elmira-coalesced").conflict()
    with pytest.raises(ModelError, match="stand for several"):
        least_weights(merged, {}, merged.settled, "nash")
