"""Looking h moves ahead: the engine against the recursion, the 78 games and Syria-Iraq."""

from __future__ import annotations

import json
from collections import Counter
from itertools import permutations
from pathlib import Path
from random import Random

import numpy as np
import oracles
import pytest
from examples import few
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, games, option_games

import stickpoint as sp
from stickpoint.solve.stability.limited import find_cycle

KNOWN = Path(__file__).parents[2] / "known"
two_parties = games(parties=(2, 2))

ARCS = oracles.moves_from_options([0, 1], [0, 1, 2, 3], [0, 0])


def strict_two_by_two_games() -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """List the 78 strict ordinal 2x2 games, one of each class of relabelled games."""
    return sorted(
        {_representative(p, q) for p in permutations(range(4)) for q in permutations(range(4))}
    )


def _representative(
    p: tuple[int, ...], q: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    turned = (0, 2, 1, 3)
    forms = []
    for flip in range(4):
        a = tuple(p[s ^ flip] for s in range(4))
        b = tuple(q[s ^ flip] for s in range(4))
        forms += [(a, b), (tuple(b[s] for s in turned), tuple(a[s] for s in turned))]
    return min(forms)


def test_of_the_78_games_61_settle_6_alternate_and_11_repeat_after_four() -> None:
    games = strict_two_by_two_games()
    assert len(games) == 78
    periods = Counter(oracles.limited_cycle(ARCS, game)[1] for game in games)
    assert periods == {1: 61, 2: 6, 4: 11}


def sets(mask: np.ndarray) -> list[set[int]]:
    """Turn a mask (parties, states) into one set of states per party."""
    return [set(np.flatnonzero(row).tolist()) for row in mask]


def agree(game: Game, horizon: int) -> None:
    """Assert that ends, stable states, cycle and non-myopic states are the oracle's."""
    found = sp.limited(game.conflict, horizon)
    assert found.ends is not None
    assert found.ends.tolist() == oracles.final_states(game.arcs, game.ranks, horizon)[-1]
    assert sets(found.stable["limited"]) == oracles.limited(game.arcs, game.ranks, horizon)
    assert found.cycle == oracles.limited_cycle(game.arcs, game.ranks)
    farsighted = sp.limited(game.conflict)
    assert farsighted.cycle == found.cycle
    assert sets(farsighted.stable["nonmyopic"]) == oracles.nonmyopic(game.arcs, game.ranks)


@given(two_parties, st.integers(1, 9))
def test_engine_and_oracle_agree(game: Game, horizon: int) -> None:
    agree(game, horizon)


@given(option_games(parties=(2, 2), simple=True), st.integers(1, 9))
def test_engine_and_oracle_agree_on_free_options(game: Game, horizon: int) -> None:
    agree(game, horizon)


@pytest.mark.parametrize("density", [0.1, 0.3, 0.7])
def test_engine_and_oracle_agree_on_many_graphs(density: float) -> None:
    rng = Random(f"{density}")
    for _ in range(few(30)):
        drawn = oracles.random_arc_game(rng, 2, rng.randint(2, 12), density)
        arcs = tuple(tuple(pairs) for pairs in drawn["arcs"])
        agree(Game(drawn["ranks"], arcs_by_party=arcs), rng.randint(1, 12))


@given(two_parties)
def test_one_move_of_foresight_is_nash(game: Game) -> None:
    nash = sp.stability(game.conflict, ["nash"]).stable["nash"]
    assert np.array_equal(sp.limited(game.conflict, 1).stable["limited"], nash)


@pytest.mark.parametrize("name", ["cuban_missile_crisis", "prisoners_dilemma", "syria_iraq_1975"])
def test_published_conflicts_have_their_tabled_equilibria(name: str) -> None:
    table = json.loads((KNOWN / f"{name}.json").read_text(encoding="utf-8"))
    conflict = conflict_of(table)
    for horizon, expected in table["computed_by_ref_gmcr"]["L_h"].items():
        found = sp.limited(conflict, int(horizon)).equilibria["limited"]
        assert (np.flatnonzero(found) + 1).tolist() == expected, horizon


def conflict_of(table: dict[str, list[list[list[int]]]]) -> sp.Conflict:
    """Build the conflict that a table states, from its arcs."""
    arcs = [
        [(s, t - 1) for s, reached in enumerate(rows) for t in reached]
        for rows in table["reachable"]
    ]
    ranks = np.zeros((len(arcs), len(table["states"])), dtype=np.int64)
    for row, groups in zip(ranks, table["preference_ranking_best_first_tied_groups"], strict=True):
        for place, group in enumerate(groups):
            row[np.array(group) - 1] = len(groups) - place
    return sp.Conflict.from_arcs(arcs, ranks)


def test_syria_and_iraq_alternate_without_end() -> None:
    table = json.loads((KNOWN / "syria_iraq_1975.json").read_text(encoding="utf-8"))
    conflict = conflict_of(table)
    cycle = find_cycle(conflict, 100)
    assert cycle is not None
    assert cycle.period == 4
    far = 10**12 + cycle.first
    near = cycle.first + 10**12 % 4
    left, right = sp.limited(conflict, far), sp.limited(conflict, near)
    assert np.array_equal(left.stable["limited"], right.stable["limited"])
    assert left.parameters == {"horizon": far}
    assert not sp.limited(conflict).equilibria["nonmyopic"].any()


def test_the_engine_counts_the_78_games_as_the_oracle_does() -> None:
    periods: Counter[int] = Counter()
    for game in strict_two_by_two_games():
        cycle = find_cycle(sp.Conflict.from_options([0, 1], game), 100)
        assert cycle is not None
        periods[cycle.period] += 1
    assert periods == {1: 61, 2: 6, 4: 11}


def test_a_repetition_out_of_sight_limits_what_can_be_asked() -> None:
    table = json.loads((KNOWN / "syria_iraq_1975.json").read_text(encoding="utf-8"))
    conflict = conflict_of(table)
    known = sp.limited(conflict, 2)
    near = sp.limited(conflict, 2, longest=2)
    assert near.cycle is None
    assert np.array_equal(near.stable["limited"], known.stable["limited"])
    with pytest.raises(sp.SolveError, match="within 2 moves; ask for a horizon up to 2"):
        sp.limited(conflict, 3, longest=2)
    with pytest.raises(sp.SolveError, match="within 2 moves; ask for limited"):
        sp.limited(conflict, longest=2)


def test_only_two_parties_can_look_ahead() -> None:
    conflict = sp.Conflict.from_options([0, 1, 2], np.zeros((3, 8), dtype=np.int64))
    for ask in (lambda: sp.limited(conflict, 2), lambda: sp.limited(conflict)):
        with pytest.raises(sp.SolveError, match="3 parties found"):
            ask()
    pair = sp.Conflict.from_options([0, 1], np.zeros((2, 4), dtype=np.int64))
    with pytest.raises(sp.ModelError, match="horizon 0"):
        sp.limited(pair, 0)
