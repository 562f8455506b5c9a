"""By how little all weights at once would have to be off, against trying every order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import belief_oracles
import numpy as np
import pytest
from examples import few
from strategies import Game
from weight_sums import Lines, as_weighted, drawn_sums, least_share

import stickpoint as sp
from stickpoint.errors import ModelError
from stickpoint.graph import Conflict
from stickpoint.solve.levers.beliefs import several
from stickpoint.solve.levers.beliefs.several import SeveralWeights, least_weights
from stickpoint.solve.levers.beliefs.shares import Rows, Shares
from stickpoint.solve.levers.beliefs.weights import Weighted, least_weight

CONCEPTS = belief_oracles.CONCEPTS
Sums = Mapping[int, Sequence[Weighted]]


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


def spread_sums(rng: Random) -> tuple[Game, list[list[tuple[set[int], int]]]]:
    """Draw parties with up to four options and weights enough for several of them to tie."""
    p, count = rng.randint(1, 3), rng.randint(2, 4)
    owners, n = tuple(rng.randrange(p) for _ in range(count)), 2**count
    sizes = [-9, -7, -3, -2, -1, 1, 2, 3, 4, 5, 7, 9]
    sums = [
        [
            ({s for s in range(n) if rng.random() < 0.5}, rng.choice(sizes))
            for _ in range(rng.randint(2, 7))
        ]
        for _ in range(p)
    ]
    ranks = [[sum(w for of, w in lines if s in of) for s in range(n)] for lines in sums]
    return Game(ranks, owners=owners, one_way=(0,) * count, is_option_form=True), sums


def holds_past(
    conflict: Conflict, sums: Sums, found: SeveralWeights, concept: str, past: Fraction
) -> bool:
    """Ask the stability lens, in exact numbers, of weights each of which is past its bound."""
    by = {(share.party, share.line): share.off for share in found.shares}
    ranks = conflict.ranks.copy()
    for i, lines in sums.items():
        worth = [Fraction(0)] * conflict.n_states
        for k, line in enumerate(lines):
            weight = line.weight * (1 + Fraction(by.get((i, k), 0)) * (1 + past))
            worth = [
                old + weight * int(is_in) for old, is_in in zip(worth, line.holds, strict=True)
            ]
        ranks[i] = [sorted(set(worth)).index(one) for one in worth]
    moved = replace(conflict, ranks=ranks)
    return bool(sp.stability(moved, (concept,)).equilibria[concept][found.state])


@pytest.mark.slow
@pytest.mark.parametrize("concept", CONCEPTS)
def test_just_past_all_that_is_told_the_lens_says_that_it_holds(concept: str) -> None:
    rng, told = Random(concept), 0
    for _ in range(few(60)):
        game, sums = spread_sums(rng)
        own, state = as_weighted(game, sums), rng.randrange(game.n_states)
        found = least_weights(game.conflict, own, np.arange(game.n_states) == state, concept)
        if found.state is not None and found.shares:
            told += 1
            for past in (Fraction(1, 10**6), Fraction(1, 10**5)):
                assert holds_past(game.conflict, own, found, concept, past)
    assert told


def test_what_would_go_wrong_on_the_way_to_the_fewest_is_asked_for() -> None:
    conflict = Conflict.from_options([0, 0, 0, 1], [[0] * 16, [0] * 16])
    x, y, z = ((np.arange(16) >> k & 1).astype(bool) for k in range(3))
    own = [
        Weighted(x & ~y, Fraction(7)),
        Weighted(z, Fraction(7)),
        Weighted(~z, Fraction(7)),
        Weighted((~y & ~z) | (~x & y & z), Fraction(-1)),
    ]
    ranks = conflict.ranks.copy()
    ranks[0] = sum(int(line.weight) * line.holds.astype(int) for line in own)
    conflict, sums = replace(conflict, ranks=ranks), {0: own}
    found = least_weights(conflict, sums, ~x & y & ~z, "nash")
    assert found.proof == "optimal"
    assert found.largest == pytest.approx(0.75, abs=1e-3)
    assert holds_past(conflict, sums, found, "nash", Fraction(1, 10**6))


def test_a_tie_that_has_to_be_broken_says_which_way() -> None:
    conflict = Conflict.from_options([0, 1], [[1, 2, 0, 0], [0, 1, 0, 1]])
    at = [np.arange(4) == state for state in range(4)]
    sums = {
        0: [Weighted(at[1], Fraction(2)), Weighted(at[0], Fraction(1))],
        1: [Weighted(at[1], Fraction(1)), Weighted(at[3], Fraction(1))],
    }
    found = least_weights(conflict, sums, at[0], "seq")
    assert found.shares, "it does not hold as things stand"
    assert found.largest < 1e-4 or found.largest == pytest.approx(1 / 3, abs=1e-3)
    assert holds_past(conflict, sums, found, "seq", Fraction(1, 10**6))


def test_a_programme_that_fails_leaves_the_best_point_of_its_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = Shares._solved

    def fails_at_the_bound(self: Shares, rows: Rows, margin: object, most: float | None) -> object:
        self.failed |= not isinstance(margin, float)
        return whole(self, rows, margin, most) if isinstance(margin, float) else None

    monkeypatch.setattr(Shares, "_solved", fails_at_the_bound)
    found = peace(Fraction(1), Fraction(3))
    assert found.proof == "best found"
    assert 0.5 < found.largest < 0.5001


def test_weights_too_unlike_for_the_reckoning_are_left_alone() -> None:
    found = peace(Fraction(1), Fraction(10**6 + 1))
    assert (found.state, found.proof, found.unlike) == (None, "none found", 0)


def test_however_many_states_are_on_the_terms_some_programme_is_solved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(several, "MOST_PROGRAMMES", 3)
    conflict = Conflict.from_options([0, 0], [[0, 0, 0, 1]])
    both = np.arange(4) == 3
    found = least_weights(conflict, {0: [Weighted(both, Fraction(1))]}, ~both, "nash")
    assert found.proof == "impossible", "three roots take no programme, nor does what no sum gives"


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
    monkeypatch.setattr(several, "MOST_PROGRAMMES", 1)
    found = peace(Fraction(1), Fraction(3))
    assert found.proof == "none found"
    assert found.floor == pytest.approx(0.5, abs=1e-4)
    monkeypatch.setattr(several, "MOST_STATES", 1)
    assert peace(Fraction(1), Fraction(3)).proof == "left out"


def test_coalesced_states_are_refused() -> None:
    merged = sp.load("elmira-coalesced").conflict()
    with pytest.raises(ModelError, match="stand for several"):
        least_weights(merged, {}, merged.settled, "nash")
