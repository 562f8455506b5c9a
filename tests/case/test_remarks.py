"""Statements that say less than they seem to → a note on each; the case stays sound."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from casefiles import whole
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.case import library
from stickpoint.case.check import check_text, load
from stickpoint.case.checks.simpler import simpler
from stickpoint.case.resolve.statements import Part, constant, parse
from stickpoint.cli import main
from stickpoint.logic import evaluate

NAMES = ("a.x", "b.y", "i", 'i = "half rise"')


def notes(text: str) -> list[tuple[int, int, str]]:
    """Check a part of a case that is sound, and list where there are notes, and which."""
    case, findings = check_text(whole(text))
    assert case is not None, findings
    return [(note.line, note.column, note.code) for note in case.remarks]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gov.sea if nature.newpm | !gov.sea", "gov.sea"),
        ("a & (a | b)", "a"),
        ("a & (b | !a)", "a & b"),
        ("a & b | a & !b", "a"),
        ("(a | b) & (a | c) & a", "a"),
        ("a iff (b iff b)", "a"),
        ("a if yes", "a"),
        ("a | !a", "yes"),
        ("a & !a", "no"),
        ("a iff a", "yes"),
        ('i = "t" & !(i = "t" & a)', 'i = "t" & !a'),
        ('!(i = "t") & !(i = "t")', '!(i = "t")'),
        ("(a if b) & (a if b)", "a if b"),
        ("a & b", None),
        ("a if b & !c", None),
        ("(a iff b) | c", None),
        ("!settled & a", None),
        ("yes", None),
    ],
)
def test_a_statement_is_said_with_fewer_names_where_it_can_be(
    written: str, meant: str | None
) -> None:
    assert simpler(written) == meant


def statements() -> st.SearchStrategy[str]:
    """Return random statements over few names."""
    return st.recursive(
        st.sampled_from((*NAMES, "yes", "No")),
        lambda inner: st.one_of(
            inner.map(lambda one: f"!({one})"),
            *(
                st.tuples(inner, inner).map(lambda two, sign=sign: f"({two[0]}) {sign} ({two[1]})")
                for sign in ("&", "|", "if", "iff")
            ),
        ),
        max_leaves=8,
    )


def table(text: str) -> list[bool]:
    """Evaluate a statement the long way, whatever the names stand for."""

    def lookup(name: str, terms: str | None, _: int) -> Part:
        whole_name = name if terms is None else f'{name} = "{terms}"'
        if whole_name in NAMES:
            return Part(("option", NAMES.index(whole_name)), 1, 1)
        return constant(name.lower() == "yes")

    codes = np.arange(2 ** len(NAMES), dtype=np.uint64)
    return [bool(value) for value in evaluate(parse(text, lookup).formula, codes)]


@given(statements())
def test_what_is_said_with_fewer_names_means_the_same(text: str) -> None:
    shorter = simpler(text)
    if shorter is not None:
        assert table(shorter) == table(text)
        assert simpler(shorter) is None
        assert sum(map(shorter.count, NAMES[:3])) <= sum(map(text.count, NAMES[:3]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wants: {a: [a.x if b.y | !a.x], b: [b.y]}\n", [(1, 13, "N102")]),
        ("settled: a.x | !a.x\n", [(1, 10, "N101")]),
        ("at_most_one: [[a.x, b.y]]\nsettled: a.x & b.y\n", [(2, 10, "N101")]),
        ("at_most_one: [[a.x, b.y]]\nsettled: a.x & !b.y\n", []),
        ("impossible: [a.x & !a.x]\n", [(1, 14, "N101")]),
        ("impossible: [a.x & b.y]\nsettled: '!(a.x & b.y)'\n", [(2, 10, "N101")]),
        ("payoffs: {a: [{when: yes, worth: 1}]}\n", []),
        ("payoffs: {a: [{when: b.y & !b.y, worth: 1}]}\n", [(1, 22, "N101")]),
        ("terminal: {a: [{when: b.y | b.y, worth: 1}]}\n", [(1, 23, "N102")]),
        ("tolls: {t: {when: b.y | b.y, per: day, amount: 1}}\n", [(1, 19, "N102")]),
        ("options: {a.x: {text: do x, needs: b.y & b.y}, b.y: do y}\n", [(1, 36, "N102")]),
        ("wants: {a: [a.x, '!a.x'], b: [b.y]}\n", [(1, 18, "N103")]),
        ("wants: {a: [a.x, b.y, a.x iff b.y], b: [b.y]}\n", [(1, 23, "N103")]),
        ("wants: {b: [b.y]}\nweights: {a: {a.x: 1, b.y: 0}}\n", [(2, 23, "N103")]),
        ("ranking: {a: [YY, a.x | a.x, yes]}\nwants: {b: [b.y]}\n", []),
        ("payoffs: {a: [{when: a.x, worth: [0,5]}]}\n", [(1, 34, "N104")]),
        ("payoffs: {a: [{when: a.x, worth: [-1,5]}]}\n", [(1, 34, "N104")]),
        ("payoffs: {a: [{when: a.x, worth: [0, 5]}]}\n", []),
        ("payoffs: {a: [{when: a.x, worth: [-2,-1]}]}\n", []),
        ("hypotheses: {h: {claim: c, payoffs: {a: [{when: a.x | a.x, worth: 1}]}}}\n",
         [(1, 49, "N102")]),
    ],
)  # fmt: skip
def test_a_statement_that_says_less_than_it_seems_to_is_noted(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    unpaid = "N108"  # of parties, and has a test of its own
    assert [note for note in notes(text) if note[2] != unpaid] == expected


@pytest.mark.parametrize("name", sorted(library.names()))
def test_no_case_of_the_casebook_says_less_than_it_seems_to(name: str) -> None:
    case, _ = check_text(library.path_of(name).read_text(encoding="utf-8"))
    assert case is not None
    assert case.remarks == ()
    assert load(name).remarks == ()


def test_check_prints_notes_and_ends_with_0(tmp_path: Path) -> None:
    path = tmp_path / "x.case.yaml"
    path.write_text(whole("settled: a.x & (a.x | b.y)\n"), encoding="utf-8")
    shown = CliRunner().invoke(main, ["check", str(path)])
    assert shown.exit_code == 0
    assert f"{path}:1:10 N102 'a.x & (a.x | b.y)' means 'a.x'; was that meant?" in " ".join(
        shown.output.split()
    )
    told = json.loads(CliRunner().invoke(main, ["check", str(path), "--json"]).output)
    assert told["ok"]
    assert [note["code"] for note in told["notes"]] == ["N102"]


def test_what_nothing_speaks_of_changes_nothing_and_is_noted() -> None:
    text = """\
options:
  a.x: {text: strike, now: yes}
  b.y: offer
  b.talk: talk to the press
nature:
  thaw: {text: the ice melts, rate: 0.1}
  flood: {text: the river rises, rate: 0.1}
tolls: {boats: {when: a.x & nature.flood, per: day, amount: 1}}
"""
    case, findings = check_text(whole(text))
    assert case is not None, findings
    said = {note.code: note.message for note in case.remarks}
    assert set(said) == {"N107"}
    assert [note.line for note in case.remarks] == [
        line
        for line, words in enumerate(whole(text).splitlines(), 1)
        if "b.talk" in words or "thaw:" in words
    ]
    spoken = f"{text}payoffs: {{b: [{{when: b.talk iff nature.thaw, worth: 1}}]}}\n"
    assert "N107" not in [code for *_, code in notes(spoken)]


def test_a_party_without_payoffs_is_noted_where_another_has_some() -> None:
    paid = "payoffs: {a: [{when: a.x, worth: 1}]}\n"
    assert [code for *_, code in notes(paid)] == ["N108"]
    both = "payoffs: {a: [{when: a.x, worth: 1}]}\nterminal: {b: [{when: b.y, worth: 1}]}\n"
    assert notes(both) == []
    rival = "hypotheses: {h: {claim: c, payoffs: {b: [{when: b.y, worth: 1}]}}}\n"
    assert notes(rival) == []  # no clock runs
    assert [code for *_, code in notes(paid + rival)] == ["N108"]
    text = whole(paid).replace("b: B", "b: {name: B, pace: 0}")
    assert "pace: 0" in text
    idle, _ = check_text(text)
    assert idle is not None
    assert "N108" not in [note.code for note in idle.remarks]


@pytest.mark.parametrize(
    "naming",
    [
        "record: {moves: [{id: v, date: 1950, party: b, sets: {b.talk: yes}}]}\n",
        "levers: [{what: pay the fare, effort: b.talk}]\n",
    ],
)
def test_nobody_is_told_to_leave_out_what_is_named_elsewhere(naming: str) -> None:
    text = "options: {a.x: do x, b.y: do y, b.talk: talk}\n"
    for more, advised in (("", True), (naming, False)):
        case, findings = check_text(whole(text + more))
        assert case is not None, findings
        said = [note.message for note in case.remarks if note.code == "N107"]
        assert ["leave it out" in message for message in said] == [advised]


def test_texts_that_are_still_to_be_written_are_one_note() -> None:
    entry = '{id: m%d, date: 1952, from: a, to: b, act: offer, text: "(in your own words)"}'
    told = ("'m0' is still", "'m0' and one more are still", "'m0' and 2 more texts are still")
    for number, said in enumerate(told, 1):
        listed = ", ".join(entry % k for k in range(number))
        case, findings = check_text(whole(f"record: {{messages: [{listed}]}}\n"))
        assert case is not None, findings
        assert [note.code for note in case.remarks] == ["N109"]
        assert said in case.remarks[0].message
