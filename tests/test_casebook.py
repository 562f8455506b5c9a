"""The built-in cases → they load without a finding and give the published tables."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.case import library
from stickpoint.case.model.judgements import judgements

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
KNOWN = {
    "cuba-1962": "cuban_missile_crisis",
    "elmira": "elmira",
    "elmira-coalesced": "elmira_9state_derived",
    "garrison-1976": "garrison_diversion_unit",
    "prisoners-dilemma": "prisoners_dilemma",
    "syria-iraq-1975": "syria_iraq_1975",
}
SOLVED = tuple(KNOWN)


@cache
def expected(name: str) -> dict[str, Any]:
    """Read what is expected of a case."""
    path = Path(library.path_of(name)).with_name("expected.json")
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table


@cache
def conflict_of(name: str) -> sp.Conflict:
    """Build the conflict of a case."""
    conflict: sp.Conflict = sp.load(name).conflict()
    return conflict


@cache
def result_of(name: str) -> Any:
    """Judge the stability of every state of a case."""
    return sp.stability(conflict_of(name), CONCEPTS)


def numbers(name: str) -> dict[int, int]:
    """Map each state of the conflict to its number in the published table."""
    found = {}
    for number, word in expected(name)["states"].items():
        code = sum(1 << k for k, letter in enumerate(word) if letter == "Y")
        if "-" in word:
            code = next(c for c in range(1 << len(word)) if _is_feasible(name, c, word))
        found[conflict_of(name).state_of(code)] = int(number)
    return found


def _is_feasible(name: str, code: int, word: str) -> bool:
    if any(letter == "Y" and not code >> k & 1 for k, letter in enumerate(word)):
        return False
    try:
        conflict_of(name).state_of(code)
    except sp.ModelError:
        return False
    return True


def listed(name: str, mask: Any) -> list[int]:
    """Return the published numbers of the states in a mask."""
    number = numbers(name)
    return sorted(number[int(state)] for state in np.flatnonzero(mask))


@pytest.mark.parametrize("name", library.names())
def test_every_case_loads_without_a_finding(name: str) -> None:
    case, findings = sp.check(name)
    assert not findings
    assert case is not None
    assert case.title
    assert case.about


def test_the_cases_with_a_table_are_in_the_casebook() -> None:
    assert set(SOLVED) <= set(library.names())


@pytest.mark.parametrize("name", SOLVED)
def test_every_option_and_party_can_be_put_into_words(name: str) -> None:
    case = sp.load(name)
    assert all(option.text for option in case.options)
    assert all(party.name for party in case.parties)


@pytest.mark.parametrize("name", SOLVED)
def test_every_line_of_a_preference_names_its_source(name: str) -> None:
    found = judgements(sp.load(name))
    lines = [judgement for judgement in found if judgement.kind == "want"]
    assert all(line.sourced for line in lines)


@pytest.mark.parametrize("name", SOLVED)
def test_the_states_and_the_present_one_are_as_published(name: str) -> None:
    table, conflict = expected(name), conflict_of(name)
    assert list(conflict.options) == table["options"]
    assert conflict.n_states == table["n_states"] == len(numbers(name))
    assert conflict.status_quo is not None
    assert numbers(name)[conflict.status_quo] == table["status_quo"]


@pytest.mark.parametrize("name", SOLVED)
def test_each_party_ranks_the_states_as_published(name: str) -> None:
    conflict, number = conflict_of(name), numbers(name)
    table = expected(name)["rankings_best_first"]
    assert list(sp.load(name).party_index) == list(table)
    for ranks, groups in zip(conflict.ranks, table.values(), strict=True):
        found = [
            sorted(number[int(state)] for state in np.flatnonzero(ranks == rank))
            for rank in sorted(set(ranks.tolist()), reverse=True)
        ]
        assert found == [sorted(group) if isinstance(group, list) else [group] for group in groups]


@pytest.mark.parametrize("name", SOLVED)
def test_the_moves_are_as_published(name: str) -> None:
    path = Path(__file__).parent / "known" / f"{KNOWN[name]}.json"
    conflict, number = conflict_of(name), numbers(name)
    for party, rows in enumerate(json.loads(path.read_text(encoding="utf-8"))["reachable"]):
        for state, here in number.items():
            found = sorted(number[int(t)] for t in conflict.moves_from(party, state))
            assert found == sorted(rows[here - 1])


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("name", SOLVED)
def test_the_stable_states_are_as_expected(name: str, concept: str) -> None:
    computed, result = expected(name)["computed"], result_of(name)
    for mask, states in zip(
        result.stable[concept], computed["stable"][concept].values(), strict=True
    ):
        assert listed(name, mask) == states
    assert listed(name, result.equilibria[concept]) == computed["equilibria"][concept]


@pytest.mark.parametrize("name", SOLVED)
def test_published_equilibria_are_found(name: str) -> None:
    published, result = expected(name)["published"], result_of(name)
    for concept, states in published.get("equilibria", {}).items():
        assert listed(name, result.equilibria[concept]) == states
    for concept, states in published.get("equilibria_contain", {}).items():
        for one in CONCEPTS if concept == "any" else (concept,):
            assert set(states) <= set(listed(name, result.equilibria[one]))


@pytest.mark.parametrize("name", SOLVED)
def test_the_expected_tables_repeat_the_known_ones(name: str) -> None:
    path = Path(__file__).parent / "known" / f"{KNOWN[name]}.json"
    known = json.loads(path.read_text(encoding="utf-8"))["computed_by_ref_gmcr"]
    computed = expected(name)["computed"]
    for key, states in known["per_dm_stable"].items():
        assert list(computed["stable"][key.lower()].values()) == states
        assert computed["equilibria"][key.lower()] == known[key]


def test_elmira_settles_only_when_two_act_together() -> None:
    published = expected("elmira")["published"]
    conflict = conflict_of("elmira")
    state = {number: index for index, number in numbers("elmira").items()}
    local = sp.load("elmira").party_index["local"]
    assert conflict.status_quo is not None
    improved = conflict.improvements_from(local, conflict.status_quo)
    assert [numbers("elmira")[int(t)] for t in improved] == [published["improvements"][0]["to"]]
    here, there = published["coalition"]["improvements"][0].values()
    for party in sp.load("elmira").party_index.values():
        assert state[there] not in conflict.moves_from(party, state[here])


def test_the_coalesced_form_of_elmira_merges_the_states_without_the_plant() -> None:
    conflict = conflict_of("elmira-coalesced")
    assert [len(group) for group in conflict.merged.values()] == [4]
