"""Levers on weights, attitudes and views, each against trying everything."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import belief_oracles
import numpy as np
import pytest
from examples import few
from strategies import Game
from weight_sums import drawn_sums

from stickpoint.errors import ModelError
from stickpoint.graph import Conflict
from stickpoint.solve.levers.beliefs.corrections import Corrected, fewest_corrections
from stickpoint.solve.levers.beliefs.signs import fewest_signs
from stickpoint.solve.levers.beliefs.weights import Weighted, least_weight

CONCEPTS = belief_oracles.CONCEPTS
FAR = 26


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_least_weight_is_that_of_every_half(concept: str) -> None:
    rng = Random(concept)
    for _ in range(few(40)):
        weights_agree(*drawn_sums(rng, 3), rng, concept)


def weights_agree(game: Game, sums: list, rng: Random, concept: str) -> None:
    """Compare the least change with one by trying, and judge what was found again."""
    n = game.n_states
    target = {rng.randrange(n)}
    given = {
        i: [Weighted(np.isin(np.arange(n), list(of)), Fraction(w)) for of, w in lines]
        for i, lines in enumerate(sums)
    }
    mask = np.isin(np.arange(n), list(target))
    found = least_weight(game.conflict, given, mask, concept)
    padded = [[*lines, (set(range(n)), 0)] for lines in sums]
    twin = belief_oracles.least_weight_change(game.arcs, padded, target, concept, FAR)
    assert (None if found.cost is None else int(found.cost)) == twin
    if found.cost is None:
        assert found.proof == "impossible"


def test_a_found_weight_holds_beyond_its_bound_and_not_before() -> None:
    peace = Conflict.from_options([0], [[3, 1]])
    two = np.array([False, True])
    sums = {0: [Weighted(two, Fraction(1)), Weighted(~two, Fraction(3))]}
    found = least_weight(peace, sums, two, "nash")
    assert (found.cost, found.until, found.state) == (2, None, 1)
    assert found.plain() == {
        "state": 2, "party": 0, "line": 0, "before": 1.0, "above": 3.0, "until": None,
        "cost": 2.0, "others": 1, "proof": "optimal",
    }  # fmt: skip


def test_a_weight_of_a_tie_needs_any_change_at_all() -> None:
    tie = Conflict.from_options([0], [[1, 1]])
    lines = [Weighted(np.array([True, False]), Fraction(1))]
    lines.append(Weighted(np.array([False, True]), Fraction(1)))
    left = least_weight(tie, {0: lines}, np.array([True, False]), "nash")
    assert left.cost == 0
    assert left.plain()["proof"] == "optimal"


def test_coalesced_states_are_refused() -> None:
    import stickpoint as sp

    merged = sp.load("elmira-coalesced").conflict()
    with pytest.raises(ModelError, match="stand for several"):
        least_weight(merged, {}, merged.settled, "nash")


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_fewest_signs_are_those_of_every_table(concept: str) -> None:
    rng = Random(concept)
    for _ in range(few(12)):
        p = rng.randint(1, 2)
        owners = tuple(rng.randrange(p) for _ in range(rng.randint(1, 2)))
        n = 2 ** len(owners)
        ranks = [rng.sample(range(n), n) for _ in range(p)]
        game = Game(ranks, owners=owners, one_way=(0,) * len(owners), is_option_form=True)
        table = [[rng.choice((1, 0, -1)) for _ in range(p)] for _ in range(p)]
        state = rng.randrange(n)
        found = fewest_signs(game.conflict, table, np.arange(n) == state, concept)
        twin = belief_oracles.fewest_sign_changes(game.arcs, ranks, table, {state}, concept)
        assert found.cost == (twin if 0 <= twin <= 2 else None)
        if found.cost is None:
            assert found.proof == "impossible"


def test_the_fewest_corrections_are_those_of_every_choice() -> None:
    rng = Random(5)
    for _ in range(few(60)):
        p, n = rng.randint(1, 3), rng.randint(1, 4)
        choices = []
        for _ in range(p):
            lines = rng.randint(0, 2)
            subsets = [frozenset(c) for k in range(lines + 1) for c in combos(lines, k)]
            choices.append(
                [Corrected(s, np.array([rng.random() < 0.4 for _ in range(n)])) for s in subsets]
            )
        target = np.array([rng.random() < 0.6 for _ in range(n)])
        able = [
            sum(len(c.parts) for c in chosen)
            for chosen in product(*choices)
            for s in np.flatnonzero(target)
            if all(c.stays[s] for c in chosen)
        ]
        found = fewest_corrections(choices, target)
        assert found.cost == min(able, default=None)
        assert found.plain()["proof"] == ("optimal" if able else "impossible")


def combos(n: int, k: int) -> list[tuple[int, ...]]:
    from itertools import combinations

    return list(combinations(range(n), k))
