"""Parties acting together: engine against oracle, Elmira, and what is too large."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import oracles
import pytest
from examples import few
from hypothesis import given
from strategies import Game, games

import stickpoint as sp
from stickpoint.solve.stability.coalition import CONCEPTS

KNOWN = Path(__file__).parents[2] / "known"
small = games(parties=(1, 4), max_options=4, max_states=6)


def judged(game: Game) -> dict[tuple[str, tuple[int, ...] | None], set[int]]:
    """Return the oracles' states by concept and coalition, and by concept and None for all."""
    found: dict[tuple[str, tuple[int, ...] | None], set[int]] = {}
    for concept, judge in oracles.COALITION_CONCEPTS.items():
        for members in oracles.non_empty_subsets(range(game.n_parties)):
            found[concept, members] = judge(game.arcs, game.ranks, members)
        found[concept, None] = oracles.universally_stable(game.arcs, game.ranks, concept)
    return found


def agree(game: Game, expected: dict[Any, set[int]] | None = None) -> None:
    """Assert that engine and oracle give the same states for every concept and coalition."""
    found = sp.coalition(game.conflict)
    assert list(found.coalitions) == oracles.non_empty_subsets(range(game.n_parties))
    for (concept, members), states in (expected or judged(game)).items():
        mask = found.universal[concept] if members is None else found.stable[concept][members]
        assert set(np.flatnonzero(mask).tolist()) == states, (concept, members)


@given(small)
def test_engine_and_oracle_agree(game: Game) -> None:
    agree(game)


@cache
def many_option_games(n_parties: int) -> list[tuple[Game, dict[Any, set[int]]]]:
    """Draw games of options, and judge them once for both ways of running."""
    rng, found = Random(n_parties), []
    for _ in range(few(8)):
        drawn = oracles.random_option_game(rng, n_parties, rng.randint(2, 5))
        keys = ("owners", "one_way", "infeasible")
        game = Game(drawn["ranks"], **{k: tuple(drawn[k]) for k in keys}, is_option_form=True)
        found.append((game, judged(game)))
    return found


@cache
def many_explicit_graphs(n_parties: int, density: float) -> list[tuple[Game, dict[Any, set[int]]]]:
    """Draw games of arcs, and judge them once for both ways of running."""
    rng, found = Random(f"{n_parties} {density}"), []
    for _ in range(few(8)):
        drawn = oracles.random_arc_game(rng, n_parties, rng.randint(4, 10), density)
        game = Game(drawn["ranks"], arcs_by_party=tuple(tuple(pairs) for pairs in drawn["arcs"]))
        found.append((game, judged(game)))
    return found


@pytest.mark.parametrize("n_parties", [2, 3, 4, 5])
def test_engine_and_oracle_agree_on_many_option_games(n_parties: int) -> None:
    for game, expected in many_option_games(n_parties):
        agree(game.with_ranks(game.ranks), expected)


@pytest.mark.parametrize("n_parties", [2, 3, 4, 5])
@pytest.mark.parametrize("density", [0.1, 0.2, 0.4])
def test_engine_and_oracle_agree_on_many_explicit_graphs(n_parties: int, density: float) -> None:
    for game, expected in many_explicit_graphs(n_parties, density):
        agree(game.with_ranks(game.ranks), expected)


def test_sets_of_more_than_64_states_are_handled_word_by_word() -> None:
    rng = Random(64)
    drawn = oracles.random_arc_game(rng, 3, 90, 0.012)
    arcs = tuple(tuple(pairs) for pairs in drawn["arcs"])
    agree(Game(drawn["ranks"], arcs_by_party=arcs))


@pytest.mark.parametrize("name", ["elmira", "elmira_9state_derived"])
def test_published_coalitions_leave_their_tabled_states(name: str) -> None:
    table = json.loads((KNOWN / f"{name}.json").read_text(encoding="utf-8"))
    arcs = [
        [(s, t - 1) for s, reached in enumerate(rows) for t in reached]
        for rows in table["reachable"]
    ]
    ranks = np.zeros((3, len(table["states"])), dtype=np.int64)
    for row, groups in zip(ranks, table["preference_ranking_best_first_tied_groups"], strict=True):
        for place, group in enumerate(groups):
            row[np.array(group) - 1] = len(groups) - place
    found = sp.coalition(sp.Conflict.from_arcs(arcs, ranks))
    assert table["computed_coalition_unstable_states"]
    for words, expected in table["computed_coalition_unstable_states"].items():
        members = tuple(number - 1 for number in json.loads(words))
        for concept in CONCEPTS:
            key = {"nash": "Nash"}.get(concept, concept.upper())
            unstable = np.flatnonzero(~found.stable[concept][members]) + 1
            assert unstable.tolist() == expected[key], (members, concept)
    if name == "elmira":
        assert found.leaving(6, "seq") == ((0, 1),)


@given(small)
def test_a_coalition_of_one_judges_as_that_party_alone(game: Game) -> None:
    alone = sp.stability(game.conflict, ("nash", "gmr", "smr")).stable
    found = sp.coalition(game.conflict, coalitions=[[i] for i in range(game.n_parties)])
    for concept, mask in alone.items():
        for party in range(game.n_parties):
            assert np.array_equal(found.stable[concept][party,], mask[party])


@given(small)
def test_asking_for_less_changes_no_answer(game: Game) -> None:
    everything = sp.coalition(game.conflict)
    for concept in CONCEPTS:
        last = everything.coalitions[-1]
        some = sp.coalition(game.conflict, [concept], [last, list(reversed(last))])
        assert some.concepts == (concept,)
        assert some.coalitions == (last,)
        assert np.array_equal(some.stable[concept][last], everything.stable[concept][last])


def test_universal_stability_wants_every_coalition() -> None:
    conflict = sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    with pytest.raises(sp.SolveError, match="1 of 3 coalitions"):
        assert sp.coalition(conflict, coalitions=[[0, 1]]).universal


def test_what_does_not_exist_is_named() -> None:
    conflict = sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    with pytest.raises(sp.ModelError, match="unknown concept 'sseq'"):
        sp.coalition(conflict, ["sseq"])
    with pytest.raises(sp.ModelError, match="party 2"):
        sp.coalition(conflict, coalitions=[[0, 2]])
    with pytest.raises(sp.ModelError, match="without members"):
        sp.coalition(conflict, coalitions=[[]])


@pytest.mark.slow
def test_what_does_not_fit_into_memory_is_refused_with_its_size() -> None:
    wide = sp.Conflict.from_arcs([[], []], np.zeros((2, 20_000), dtype=np.int64))
    with pytest.raises(sp.SolveError, match="3 coalitions over 20,000 states"):
        sp.coalition(wide)
    many = sp.Conflict.from_arcs([[]] * 12, np.zeros((12, 4_096), dtype=np.int64))
    with pytest.raises(sp.SolveError, match=r"4,095 coalitions over 4,096 states need .* 8\.1 GiB"):
        sp.coalition(many)
    with pytest.raises(sp.SolveError, match="name the coalitions that matter"):
        sp.coalition(many, coalitions=[[0], [1]])
    few = sp.coalition(many, ["nash", "seq"], [range(11)])
    assert few.stable["seq"][tuple(range(11))].all()


def test_the_result_remembers_and_prints() -> None:
    conflict = sp.Conflict.from_options(
        [0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]], parties=["row", "col"]
    )
    found = sp.coalition(conflict, ["nash"])
    assert found.parameters == {"coalitions": ((0,), (1,), (0, 1))}
    assert found.fingerprint == conflict.fingerprint
    assert found.version == sp.__version__
    assert "legal sequences" in found.method
    assert repr(found) == "<Coalitions: 3 in 4 states, nash>"
    table = found.table()
    assert table["nash row + col"].tolist() == [False, True, True, True]
    assert table.columns.tolist() == ["yes", "nash row", "nash col", "nash row + col"]
    explicit = sp.Conflict.from_arcs([[(0, 1)]], [[0, 1]])
    assert sp.coalition(explicit).table()["seq party 1"].tolist() == [False, True]
