"""Published conflicts → the tables in ``known/``, asserted for the oracles and for stickpoint.

Each table names its source; keys that begin with ``computed`` come from an earlier brute force
written from the same definitions, so agreement here is agreement of three readings.
"""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import oracles
import pytest

import stickpoint as sp

KNOWN = Path(__file__).parent / "known"
TABLES = ("nash", "gmr", "smr", "seq", "sseq")
SOLVED = (
    "cuban_missile_crisis",
    "elmira",
    "elmira_9state_derived",
    "garrison_diversion_unit",
    "milk_river",
    "prisoners_dilemma",
    "syria_iraq_1975",
)
IN_OPTION_FORM = tuple(name for name in SOLVED if name != "elmira_9state_derived")
DIRECTIONS = {"both": 0, "fwd": 1, "back": -1}


def read(name: str) -> dict[str, Any]:
    """Read one table."""
    table: dict[str, Any] = json.loads((KNOWN / f"{name}.json").read_text(encoding="utf-8"))
    return table


def graph(table: dict[str, Any]) -> tuple[list[dict[int, set[int]]], list[list[int]]]:
    """Return the arcs and ranks that a table states, with states numbered from 0."""
    arcs = [
        {s: {t - 1 for t in reached} for s, reached in enumerate(rows)}
        for rows in table["reachable"]
    ]
    ranks = []
    for groups in table["preference_ranking_best_first_tied_groups"]:
        row = [0] * len(table["states"])
        for place, group in enumerate(groups):
            for state in group:
                row[state - 1] = len(groups) - place
        ranks.append(row)
    return arcs, ranks


def option_form(table: dict[str, Any]) -> tuple[list[int], list[int], list[int]]:
    """Return owners, directions and infeasible codes of a table."""
    owners = [-1] * len(table["options"])
    for party, maker in enumerate(table["decision_makers"]):
        for option in maker["options"]:
            owners[option] = party
    one_way = [DIRECTIONS[option["direction"]] for option in table["options"]]
    patterns = table["infeasible_conditions_index_value"]
    infeasible = [
        code
        for code in range(2 ** len(owners))
        if any(_fits(code, pattern) for pattern in patterns)
    ]
    return owners, one_way, infeasible


def conflict_of(table: dict[str, Any]) -> sp.Conflict:
    """Build the conflict of a table from its arcs."""
    arcs, ranks = graph(table)
    pairs = [[(s, t) for s, reached in moves.items() for t in sorted(reached)] for moves in arcs]
    return sp.Conflict.from_arcs(pairs, ranks)


def numbers(states: Any) -> list[int]:
    """Count states from 1, as the tables do."""
    return sorted(int(state) + 1 for state in states)


def engine_numbers(mask: Any) -> list[int]:
    """Turn a mask over states into numbers from 1."""
    return numbers(np.flatnonzero(mask))


@pytest.mark.parametrize("name", SOLVED)
@pytest.mark.parametrize("concept", TABLES)
def test_the_oracles_reproduce_every_stable_set(name: str, concept: str) -> None:
    table = read(name)
    expected = table["computed_by_ref_gmcr"]
    stable = oracles.CONCEPTS[concept](*graph(table))
    keys = {key.lower(): key for key in expected}
    assert [numbers(states) for states in stable] == expected["per_dm_stable"][keys[concept]]
    assert numbers(oracles.equilibria(stable)) == expected[keys[concept]]


@pytest.mark.parametrize("name", SOLVED)
def test_the_engine_reproduces_every_stable_set(name: str) -> None:
    table = read(name)
    expected = table["computed_by_ref_gmcr"]
    result = sp.stability(conflict_of(table))
    for key, per_party in expected["per_dm_stable"].items():
        found = [engine_numbers(mask) for mask in result.stable[key.lower()]]
        assert found == per_party, key
        assert engine_numbers(result.equilibria[key.lower()]) == expected[key], key


@pytest.mark.parametrize("name", IN_OPTION_FORM)
def test_options_directions_and_patterns_give_the_stated_graph(name: str) -> None:
    table = read(name)
    owners, one_way, infeasible = option_form(table)
    arcs, ranks = graph(table)
    codes = oracles.feasible_codes(len(owners), infeasible)
    words = ["".join("Y" if code >> k & 1 else "N" for k in range(len(owners))) for code in codes]
    assert words == [table["states"][str(s + 1)] for s in range(len(codes))]
    assert oracles.moves_from_options(owners, codes, one_way, n_parties=len(ranks)) == arcs
    built = sp.Conflict.from_options(owners, ranks, one_way=one_way, infeasible=infeasible)
    for party, moves in enumerate(arcs):
        for state, reached in moves.items():
            assert set(built.moves_from(party, state).tolist()) == reached


@pytest.mark.parametrize("name", IN_OPTION_FORM)
def test_option_form_and_arc_form_agree(name: str) -> None:
    table = read(name)
    owners, one_way, infeasible = option_form(table)
    built = sp.Conflict.from_options(
        owners, graph(table)[1], one_way=one_way, infeasible=infeasible
    )
    left, right = sp.stability(built), sp.stability(conflict_of(table))
    for concept in TABLES:
        assert np.array_equal(left.stable[concept], right.stable[concept]), concept


@pytest.mark.parametrize("name", ["elmira", "elmira_9state_derived"])
@pytest.mark.parametrize("concept", ["nash", "gmr", "smr", "seq"])
def test_the_oracles_reproduce_the_states_a_coalition_leaves(name: str, concept: str) -> None:
    table = read(name)
    arcs, ranks = graph(table)
    for members, expected in table["computed_coalition_unstable_states"].items():
        group = [number - 1 for number in json.loads(members)]
        stable = oracles.COALITION_CONCEPTS[concept](arcs, ranks, group)
        unstable = set(range(len(ranks[0]))) - stable
        key = {"nash": "Nash"}.get(concept, concept.upper())
        assert numbers(unstable) == expected[key], members


@pytest.mark.parametrize("name", ["cuban_missile_crisis", "prisoners_dilemma", "syria_iraq_1975"])
def test_the_oracles_reproduce_limited_moves(name: str) -> None:
    table = read(name)
    for horizon, expected in table["computed_by_ref_gmcr"]["L_h"].items():
        stable = oracles.limited(*graph(table), int(horizon))
        assert numbers(oracles.equilibria(stable)) == expected, horizon


def test_elmira_state_7_holds_until_the_ministry_and_uniroyal_join() -> None:
    table = read("elmira")
    arcs, ranks = graph(table)
    ministry, uniroyal, local = range(3)
    for judge in oracles.CONCEPTS.values():
        assert 6 in oracles.equilibria(judge(arcs, ranks))
    assert oracles.improvements(arcs, ranks, local, 0) == {6}
    assert oracles.moves(arcs, ministry, 6) | oracles.moves(arcs, uniroyal, 6) == {7, 8, 10}
    assert oracles.legal_reach(arcs, (ministry, uniroyal), 6) == {7, 8, 9, 10, 11}
    assert oracles.coalition_improvements(arcs, ranks, (ministry, uniroyal), 6) == {9}
    assert 6 not in oracles.universally_stable(arcs, ranks, "nash")


def test_garrison_state_6_needs_an_opponent_who_moves_twice() -> None:
    table = read("garrison_diversion_unit")
    arcs, ranks = graph(table)
    canadian = 2
    assert 1 in oracles.improvements(arcs, ranks, canadian, 5)
    rest = oracles.others(ranks, {canadian})
    sanctions = {
        t for t in oracles.legal_reach(arcs, rest, 1) if ranks[canadian][t] <= ranks[canadian][5]
    }
    assert 2 in sanctions
    result = sp.stability(conflict_of(table))
    for concept in ("gmr", "smr"):
        literature = engine_numbers(result.equilibria[concept])
        assert 6 in literature
        once_each = table["computed_once_each_rule"]["GMR"]
        assert literature == sorted([*once_each, 6])


def test_prisoners_settle_on_defection_and_can_hold_cooperation() -> None:
    table = read("prisoners_dilemma")
    result = sp.stability(conflict_of(table))
    assert engine_numbers(result.equilibria["nash"]) == table["published"]["Nash"]
    assert set(table["published"]["GMR_contains"]) <= set(engine_numbers(result.equilibria["gmr"]))


def test_the_large_trade_model_has_the_counted_number_of_states() -> None:
    table = read("trade_gatt_large_model_only")
    patterns = table["model"]["infeasibles"]
    codes = np.arange(1 << len(table["model"]["options"]), dtype=np.int64)
    feasible = np.ones(codes.size, dtype=np.bool_)
    for pattern in patterns:
        hit = np.ones(codes.size, dtype=np.bool_)
        for option, value in pattern:
            hit &= (codes >> option & 1) == (value == "Y")
        feasible &= ~hit
    assert int(feasible.sum()) == table["n_feasible_states_counted_here"]


def test_as_many_rankings_of_syria_hold_state_2_as_the_conditions_allow() -> None:
    table = read("syria_iraq_1975")
    arcs, ranks = graph(table)
    counts = dict.fromkeys(table["computed_inverse_target_2_vary_Syria"], 0)
    for syria in permutations(range(6)):
        for key in counts:
            stable = oracles.CONCEPTS[key.lower()](arcs, [list(syria), ranks[1]])
            counts[key] += 1 in oracles.equilibria(stable)
    assert counts == table["computed_inverse_target_2_vary_Syria"]
    assert counts["Nash"] == table["published"]["inverse_target_state_2_vary_all_of_Syria"]["Nash"]


def test_states_a_party_does_not_see_are_states_it_does_not_move_between() -> None:
    table = read("syria_iraq_misperception_tool")
    makers = table["model"]["decisionMakers"]
    codes = [
        code
        for code in range(8)
        if not any(_fits(code, pattern) for pattern in table["model"]["infeasibles"])
    ]
    arcs = oracles.moves_from_options([0, 0, 1], codes, [0, 0, 0])
    for moves, maker in zip(arcs, makers, strict=True):
        unseen = {
            s
            for s, code in enumerate(codes)
            if any(_fits(code, pattern) for pattern in maker["misperceptions"])
        }
        for state in moves:
            moves[state] = set() if state in unseen else moves[state] - unseen
    ranks = [maker["payoffs"] for maker in makers]
    for key, expected in table["tool_gmcr_py_main"].items():
        stable = oracles.CONCEPTS[key.lower()](arcs, ranks)
        assert numbers(oracles.equilibria(stable)) == expected, key


def _fits(code: int, pattern: list[list[Any]]) -> bool:
    return all((code >> option & 1) == (value == "Y") for option, value in pattern)
