"""GMCR+ files of both generations → cases with the same states, moves and order."""

from __future__ import annotations

import json
import pickle
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.case.schema.ids import UNTAKEN
from stickpoint.formats.convert import convert
from stickpoint.formats.gmcr import gmcr_to_case

KNOWN = Path(__file__).parents[1] / "known"
IN_OPTION_FORM = (
    "cuban_missile_crisis",
    "elmira",
    "garrison_diversion_unit",
    "milk_river",
    "prisoners_dilemma",
    "syria_iraq_1975",
)
RANKED_BY_STATEMENTS = tuple(
    name for name in IN_OPTION_FORM if name not in {"elmira", "garrison_diversion_unit"}
)


def table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((KNOWN / f"{name}.json").read_text(encoding="utf-8"))
    return found


def gmcr_file(known: dict[str, Any], *, ranking: str = "") -> dict[str, Any]:
    """Lay a table out as a file; ``ranking`` is the key of the rankings made by hand."""
    makers = []
    for k, maker in enumerate(known["decision_makers"]):
        laid_out = {**maker, "preferences": known["preference_statements"][k]}
        if ranking:
            groups = known["preference_ranking_best_first_tied_groups"][k]
            laid_out[ranking] = [group if len(group) > 1 else group[0] for group in groups]
        makers.append(laid_out)
    flag = "useManualPreferenceVectors" if ranking == "preferenceVector" else ""
    return {
        "program": "gmcr-py",
        flag or "useManualPreferenceRanking": bool(ranking),
        "infeasibles": known["infeasible_conditions_index_value"],
        "options": [
            {"name": option["name"], "permittedDirection": option["direction"]}
            for option in known["options"]
        ],
        "decisionMakers": makers,
    }


def small_file(**changes: Any) -> dict[str, Any]:
    """Lay out two parties with one option each; ``changes`` replace whole keys."""
    return {
        "options": [{"name": "Stay"}, {"name": "Go", "permittedDirection": "fwd"}],
        "decisionMakers": [
            {"name": "A", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]]},
            {"name": "B", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]},
        ],
        "infeasibles": [],
        **changes,
    }


def case_of(file: dict[str, Any], name: str = "A case") -> sp.Case:
    """Convert a file and read the case back, which must be without findings."""
    case: sp.Case = sp.loads(gmcr_to_case(json.dumps(file), name))
    return case


def messages(file: Any) -> str:
    """Return what is wrong with a file, one fault a line."""
    text = file if isinstance(file, str) else json.dumps(file)
    with pytest.raises(sp.CaseError) as caught:
        gmcr_to_case(text, "faulty")
    assert all(finding.path == "faulty" for finding in caught.value.findings)
    return str(caught.value)


def agrees(case: sp.Case, known: dict[str, Any]) -> None:
    """Assert that a case has the states, moves and order of a table."""
    conflict = case.conflict()
    assert conflict.codes is not None
    size = len(conflict.options)
    words = [
        "".join("Y" if int(code) >> k & 1 else "N" for k in range(size)) for code in conflict.codes
    ]
    assert words == list(known["states"].values())
    for party, groups in enumerate(known["preference_ranking_best_first_tied_groups"]):
        ranks = conflict.ranks[party]
        found = [np.flatnonzero(ranks == rank) + 1 for rank in sorted(set(ranks), reverse=True)]
        assert [group.tolist() for group in found] == [sorted(group) for group in groups]
        for state, reached in enumerate(known["reachable"][party]):
            assert (conflict.moves_from(party, state) + 1).tolist() == sorted(reached)


@pytest.mark.parametrize("key", ["preferenceRanking", "preferenceVector"])
@pytest.mark.parametrize("name", IN_OPTION_FORM)
def test_rankings_made_by_hand_are_taken_over_from_both_generations(name: str, key: str) -> None:
    known = table(name)
    agrees(case_of(gmcr_file(known, ranking=key)), known)


@pytest.mark.parametrize("name", RANKED_BY_STATEMENTS)
def test_statements_give_the_order_that_the_program_gives(name: str) -> None:
    known = table(name)
    agrees(case_of(gmcr_file(known)), known)


def test_names_are_kept_to_the_letter() -> None:
    names = ['the "A" team: #1', "Zoë, 中国 \u2028 \\ \t x", "no", "", "- [x]", " spaced "]
    file = small_file(
        options=[{"name": name} for name in names],
        decisionMakers=[
            {"name": name, "options": [k], "preferences": []} for k, name in enumerate(names)
        ],
    )
    case = case_of(file, "A title: with 'quotes' # and more")
    assert case.title == "A title: with 'quotes' # and more"
    kept = [name or "no name in the file" for name in names]
    assert all(name in party.name for name, party in zip(kept, case.parties, strict=True))
    assert all(name in option.text for name, option in zip(kept, case.options, strict=True))
    assert [party.name for party in case.parties if party.name in names] == [
        name for name in names if name
    ]


def test_equal_names_get_ids_of_their_own() -> None:
    case = case_of(gmcr_file(table("garrison_diversion_unit"), ranking="preferenceRanking"))
    assert [party.id for party in case.parties] == [
        "us_support",
        "us_opposition",
        "canadian_opposition",
        "ijc",
    ]
    assert case.options[0].id == "us_support.full"
    assert case.options[5].id == "ijc.full"
    twins = [{"name": "Not", "options": [k], "preferences": []} for k in range(2)]
    options = [option.id for option in case_of(small_file(decisionMakers=twins)).options]
    assert options == ["not_.stay", "not__2.go"]


@pytest.mark.parametrize("word", UNTAKEN)
def test_no_id_is_a_word_of_statements_or_of_the_file(word: str) -> None:
    makers = [{"name": word.title(), "options": [0], "preferences": []}]
    options = [{"name": word.upper()}]
    case = case_of(small_file(decisionMakers=makers, options=options))
    assert [party.id for party in case.parties] == [f"{word}_"]
    assert [option.id for option in case.options] == [f"{word}_.{word}_"]


def test_the_first_feasible_state_is_the_present_one_and_a_note_says_so() -> None:
    case = case_of(gmcr_file(table("elmira"), ranking="preferenceRanking"))
    assert case.conflict().status_quo == 0
    assert [option.id for option in case.options if option.now] == ["uniroyal.delay"]
    assert "no status quo" in case.notes[0]


def test_directions_become_one_way_options() -> None:
    case = case_of(gmcr_file(table("elmira"), ranking="preferenceRanking"))
    assert [option.one_way for option in case.options] == [1, -1, 0, 1, 0]


@pytest.mark.parametrize(
    ("members", "statement"),
    [
        (["YY", "NN"], "a.stay iff b.go"),
        (["YN", "NY"], "a.stay iff !b.go"),
        (["YY", "YN", "NN"], "a.stay if b.go"),
        (["YY", "NY", "NN"], "b.go if a.stay"),
        (["YY", "YN", "NY"], "a.stay | b.go"),
        (["YN", "NY", "NN"], "!(a.stay & b.go)"),
        (["YY", "YN"], "a.stay & b.go | a.stay & !b.go"),
        (["YY"], "a.stay & b.go"),
        (["Y-", "-Y"], "a.stay | b.go"),
        (["--"], "yes"),
        (["YY", "NN", "NN"], "a.stay iff b.go"),
    ],
)
def test_compound_conditions_are_written_as_people_say_them(
    members: list[str], statement: str
) -> None:
    patterns = [[[k, letter] for k, letter in enumerate(word) if letter != "-"] for word in members]
    file = small_file()
    file["decisionMakers"][0]["preferences"] = [{"compound": True, "members": patterns}]
    case = case_of(file)
    (want,) = case.preferences["a"].items  # type: ignore[union-attr]
    assert want.statement.text == statement
    states = ["NN", "YN", "NY", "YY"]
    fits = [
        any(all(m in ("-", s) for m, s in zip(word, state, strict=True)) for word in members)
        for state in states
    ]
    ranks = case.conflict().ranks[0]
    assert [bool(rank == max(ranks)) for rank in ranks] == (fits if any(fits) else [True] * 4)


def test_an_option_that_is_both_yes_and_no_is_taken_as_written() -> None:
    file = small_file()
    both = {"compound": True, "members": [[[0, "Y"], [0, "N"]], [[1, "Y"], [0, "Y"]]]}
    file["decisionMakers"][0]["preferences"] = [both]
    (want,) = case_of(file).preferences["a"].items  # type: ignore[union-attr]
    assert want.statement.text == "a.stay & !a.stay | b.go & a.stay"


def test_options_out_of_order_are_numbered_as_the_program_numbers_them() -> None:
    file = small_file(
        decisionMakers=[
            {"name": "B", "options": [1], "preferences": [], "preferenceRanking": [1, 2, 3, 4]},
            {"name": "A", "options": [0], "preferences": [], "preferenceRanking": [[1, 2], 3, 4]},
        ],
        useManualPreferenceRanking=True,
        infeasibles=[[[0, "Y"], [0, "N"]]],
    )
    conflict = case_of(file).conflict()
    assert conflict.options == ("b.go", "a.stay")
    assert conflict.ranks.argsort(axis=1)[0].tolist() == [3, 2, 1, 0]


def test_pay_offs_rank_where_nothing_else_does() -> None:
    payoffs = [6, 3, 5, 2, 1, 4]
    known = table("syria_iraq_misperception_tool")["model"]
    file = {**known, "useManualPreferenceRanking": True}
    ranks = case_of(file).conflict().ranks
    assert np.argsort(ranks[0]).tolist() == np.argsort(payoffs).tolist()
    statements = case_of({**known, "useManualPreferenceRanking": False}).conflict().ranks
    assert (np.argsort(statements[0]) == np.argsort(payoffs)).all()


def test_parties_without_preferences_find_all_states_equal() -> None:
    maker = {"name": "A", "options": [0, 1], "preferences": []}
    assert len(set(case_of(small_file(decisionMakers=[maker])).conflict().ranks[0].tolist())) == 1


def test_a_party_without_options_is_kept() -> None:
    file = small_file()
    file["decisionMakers"].append({"name": "C", "options": [], "preferences": [[[0, "Y"]]]})
    assert case_of(file).conflict().n_parties == 3


def test_what_a_case_cannot_say_is_put_into_notes() -> None:
    known = table("syria_iraq_misperception_tool")["model"]
    case = case_of({**known, "coalitions": [[0, 1]], "version": "0.3.12"})
    assert "(syria.release_water & !syria.escalate)" in case.parties[0].note
    assert any("see all states" in note for note in case.notes)
    assert any("act as one: syria, iraq" in note for note in case.notes)
    assert "0.3.12" in case.about
    by_hand = gmcr_to_case(json.dumps(gmcr_file(table("elmira"), ranking="preferenceRanking")), "E")
    assert "statements it does not use: uniroyal.accept; !uniroyal.abandon" in by_hand


def test_a_model_too_large_to_list_is_taken_over_without_listing_it() -> None:
    known = table("trade_gatt_large_model_only")
    text = gmcr_to_case(json.dumps(known["model"]), "Trade")
    conflict = sp.loads(text).conflict()
    assert conflict.n_states == known["n_feasible_states_counted_here"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("{'options'", "faulty:1:2 C701 this is not JSON"),
        ("[" * 100_000, "C701"),
        ("", "C701"),
        (" " * (2 << 20) + "{}", "C701 the file is larger"),
        ([1], "C702 a list found; a .gmcr file is an object"),
        ({}, "C702 options is empty"),
        (small_file(options=3), "options: a number found, a list is expected"),
        (small_file(options=[3]), "options[0]: a number found, an object with a name"),
        (small_file(options=[{"name": 3}]), "options[0]: a name is expected, a number found"),
        (
            small_file(options=[{"name": "x", "permittedDirection": "up"}]),
            "options[0]: direction 'up' found; both, fwd or back",
        ),
        (small_file(decisionMakers=["x"]), "decisionMakers[0]: a text found"),
        (small_file(decisionMakers=[]), "decisionMakers is empty"),
        (small_file(decisionMakers=[{"name": "A", "options": [7]}]), "7 is no option"),
        (small_file(decisionMakers=[{"name": "A", "options": [0]}]), "'Go' belongs to no decision"),
        (
            small_file(decisionMakers=[{"name": "A", "options": [0, 1, 1]}]),
            "belongs to several decision makers",
        ),
        (small_file(infeasibles=[[[2, "Y"]]]), "C703 infeasibles[0]: 2 is no option"),
        (small_file(infeasibles=[[[True, "Y"]]]), "True is no option"),
        (small_file(infeasibles=[[[0, "X"]]]), 'a pair such as [0, "Y"] is expected'),
        (small_file(infeasibles=[3]), "a number found, pairs such as"),
        (small_file(infeasibles=[{"compound": True}]), "needs a list of members"),
        (small_file(infeasibles=[[]]), "C705 infeasibles: they leave no state"),
        (small_file(options=[{"name": "x"}] * 64), "64 options found; a case holds 63 at most"),
        (small_file(coalitions=[[0, 9]]), "coalitions[0]: 9 is no decision maker"),
        (small_file(useManualPreferenceRanking=True), "this ranking is missing"),
    ],
)
def test_a_faulty_file_is_refused_with_what_was_found(file: Any, said: str) -> None:
    assert said in messages(file)


@pytest.mark.parametrize(
    ("ranking", "said"),
    [
        ([1, 2, 3], "the ranking leaves out state 4"),
        ([1, 2, 3, 4, 4], "ranked more than once: state 4"),
        ([1, 2, 3, 5], "there are 4 feasible states and no state 5"),
        ([1, 2, 3, "4"], "numbers of states are expected"),
        ([1, 2, [3, 4], []], "numbers of states are expected"),
    ],
)
def test_a_faulty_ranking_is_refused(ranking: list[Any], said: str) -> None:
    file = small_file(useManualPreferenceRanking=True)
    for maker in file["decisionMakers"]:
        maker["preferenceRanking"] = ranking
    assert said in messages(file)


def test_faulty_pay_offs_are_refused() -> None:
    file = small_file()
    file["decisionMakers"][0] |= {"payoffs": [1, 2, "x", 4]}
    assert "a list of finite numbers is expected" in messages(file)
    file["decisionMakers"][0] |= {"payoffs": [1, 2], "preferences": []}
    assert "2 pay-offs for 4 feasible states" in messages(file)
    assert "finite" in messages(json.dumps(file).replace("[1, 2]", "[1, NaN]"))


def test_all_faults_are_told_at_once() -> None:
    file = small_file(infeasibles=[3, [[9, "Y"]]])
    file["options"][0]["name"] = None
    assert len(messages(file).splitlines()) == 3


def test_half_characters_and_endless_statements_are_refused() -> None:
    assert "half a character" in messages(json.dumps(small_file()).replace("Stay", "\\ud800"))
    file = small_file()
    long = {"compound": True, "members": [[[0, "Y"], [1, "N"]]] * 300}
    file["decisionMakers"][0]["preferences"] = [long]
    assert "C706" in messages(file)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_survives(one: str, other: str) -> None:
    file = small_file(options=[{"name": one}, {"name": other}])
    for name, option in zip((one, other), case_of(file).options, strict=True):
        assert option.text == name or not name.strip()


_PATTERN = st.dictionaries(st.integers(0, 3), st.sampled_from("YN"), min_size=1, max_size=3).map(
    lambda pattern: [[k, letter] for k, letter in pattern.items()]
)
_CONDITION = _PATTERN | st.lists(_PATTERN, min_size=1, max_size=3).map(
    lambda members: {"compound": True, "members": members}
)


@given(st.lists(_CONDITION, max_size=4), st.lists(_PATTERN, max_size=2))
def test_random_statements_rank_as_their_weights_do(
    statements: list[Any], infeasibles: list[Any]
) -> None:
    file = {
        "options": [{"name": f"o{k}"} for k in range(4)],
        "decisionMakers": [{"name": "A", "options": [0, 1, 2, 3], "preferences": statements}],
        "infeasibles": infeasibles,
    }
    codes = [c for c in range(16) if not any(_fits(c, pattern) for pattern in infeasibles)]
    if not codes:
        assert "they leave no state" in messages(file)
        return
    conflict = case_of(file).conflict()
    assert conflict.codes is not None
    assert conflict.codes.tolist() == codes
    worth = [
        sum(2**-k for k, statement in enumerate(statements) if _fits(code, statement))
        for code in codes
    ]
    ranks = conflict.ranks[0].tolist()
    for i in range(len(codes)):
        for j in range(len(codes)):
            assert (ranks[i] > ranks[j]) == (worth[i] > worth[j])


def _fits(code: int, condition: Any) -> bool:
    if isinstance(condition, dict):
        return any(_fits(code, member) for member in condition["members"])
    return all((code >> k & 1) == (letter == "Y") for k, letter in condition)


VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1,
    10**30,
    1.5,
    float("nan"),
    "",
    "fwd",
    "\ud800",
    [],
    [[]],
    [0],
    [[0, "Y"]],
    {},
    {"members": []},
    {"members": [[[0, "Y"]]]},
)
"""One of every kind of JSON, and what stands in such files, in the wrong place."""


def everything() -> dict[str, Any]:
    """Lay out a file in which every part that the importer knows stands once."""
    compound = {"members": [[[0, "N"]], [[1, "Y"]]]}
    first = {
        "name": "A",
        "options": [0],
        "preferences": [[[1, "Y"]], compound],
        "misperceptions": [[[0, "Y"]]],
        "payoffs": [1, 2, 3, 4.5],
        "preferenceRanking": [1, [2, 3], 4],
    }
    second = {"name": "B", "options": [1], "preferences": [[[0, "Y"]]], "payoffs": [1, 2, 2, 1]}
    return small_file(
        version="1",
        coalitions=[[0, 1], 0],
        decisionMakers=[first, second],
        useManualPreferenceRanking=True,
    )


def slots(value: Any) -> list[tuple[Any, Any]]:
    """List every place in nested lists and objects as (container, key)."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, item in list(inside):
        found.append((value, key))
        found += slots(item) if isinstance(item, (dict, list)) else []
    return found


@pytest.mark.parametrize("wrong", VALUES, ids=repr)
def test_any_kind_of_value_in_any_place_gives_a_sound_case_or_findings(wrong: Any) -> None:
    bases = (everything(), gmcr_file(table("elmira"), ranking="preferenceRanking"))
    for base in bases:
        for k in range(len(slots(base))):
            file = json.loads(json.dumps(base))
            container, key = slots(file)[k]
            container[key] = wrong
            try:
                text = gmcr_to_case(json.dumps(file), "A case")
            except sp.CaseError:
                continue
            sp.loads(text)


def test_an_option_that_has_gone_its_only_way_keeps_its_moves_elsewhere() -> None:
    file = small_file(infeasibles=[[[0, "N"], [1, "N"]]])
    file["options"][0]["permittedDirection"] = "fwd"
    conflict = case_of(file).conflict()
    assert conflict.codes.tolist() == [1, 2, 3]
    assert [conflict.moves_from(0, s).tolist() for s in range(3)] == [[], [2], []]


def test_a_direction_that_is_no_word_is_named_by_its_kind() -> None:
    options = [{"name": "Stay", "permittedDirection": []}, {"name": "Go"}]
    assert "direction a list found; both, fwd or back is expected" in messages(
        small_file(options=options)
    )


def test_findings_name_the_file_that_was_given(tmp_path: Path) -> None:
    source = tmp_path / "old.gmcr"
    source.write_text("[]", encoding="utf-8")
    with pytest.raises(sp.CaseError) as caught:
        convert(str(source), tmp_path / "new.case.yaml")
    assert [finding.path for finding in caught.value.findings] == [str(source)]


def test_a_file_in_another_encoding_is_a_finding_that_says_which_to_use(tmp_path: Path) -> None:
    source = tmp_path / "old.gmcr"
    source.write_text(json.dumps(small_file()), encoding="utf-16")
    with pytest.raises(sp.CaseError, match=r"old\.gmcr:1:1 C006 the file is in UTF-16; save it"):
        convert(str(source), tmp_path / "new.case.yaml")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("kind", [dict, list, tuple, OrderedDict])
def test_a_save_of_the_oldest_program_is_never_opened_and_says_the_way_out(
    tmp_path: Path, protocol: int, kind: type
) -> None:
    source = tmp_path / "old.gmcr"
    source.write_bytes(pickle.dumps(kind({"a": 1, "b": 2}.items()), protocol))
    with pytest.raises(sp.CaseError) as caught:
        convert(str(source), tmp_path / "new.case.yaml")
    (finding,) = caught.value.findings
    assert finding.code == "C701"
    assert "open it in a later GMCR+ and save it again" in finding.message
    assert list(tmp_path.iterdir()) == [source]
    assert sp.check(source) == (None, (finding,))


def test_a_file_of_the_other_program_given_for_a_case_is_told_from_one(tmp_path: Path) -> None:
    source = tmp_path / "a.gmcr"
    source.write_text(json.dumps(small_file()), encoding="utf-8")
    _, (finding,) = sp.check(source)
    assert (finding.line, finding.column, finding.code) == (1, 1, "C701")
    assert "'stickpoint convert FILE.gmcr FILE.case.yaml'" in finding.message
