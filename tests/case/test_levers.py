"""Levers of a case → the number that each names, or the finding that says what it could be."""

from __future__ import annotations

import pytest

import stickpoint as sp
from stickpoint.case.check import check_text

BASE = """\
format: 1
title: t
parties: {a: A, b: B}
options:
  a.x: {text: x, effort: 1}
nature:
  luck: {rate: 0.1}
payoffs:
  a:
    - {when: a.x, worth: 1, label: pride}
    - {when: "!a.x", worth: 2, label: peace}
    - {when: "!a.x", worth: 2, label: twin}
    - {when: "!a.x", worth: 3, label: twin}
  b:
    - {when: a.x, worth: -1}
levers:
"""


def levers(text: str) -> list[tuple]:
    found = sp.loads(BASE + text).levers
    return [(v.kind, v.target, v.line, v.direction) for v in found]


def test_each_kind_names_its_number() -> None:
    text = """\
  - {what: w, payoff: a, line: peace, by: b, direction: up, cost: [1, 2], limit: 0.5}
  - {what: w, payoff: a, line: 1, direction: down}
  - {what: w, payoff: b, when: "!a.x"}
  - {what: w, effort: a.x}
  - {what: w, pace: b, direction: either}
  - {what: w, rate: nature.luck}
  - {what: w, ranks: b, cost: [1, 2]}
  - only words
"""
    assert levers(text) == [
        ("payoff", "a", 2, 1),
        ("payoff", "a", 1, -1),
        ("payoff", "b", 0, 0),
        ("effort", "a.x", 0, 0),
        ("pace", "b", 0, 0),
        ("rate", "nature.luck", 0, 0),
        ("ranks", "b", 0, 0),
        ("", "", 0, 0),
    ]
    first, *_, words = sp.loads(BASE + text).levers
    assert first.cost is not None
    assert first.limit is not None
    assert (first.by, first.cost.mid, first.limit.mid) == ("b", 1.5, 0.5)
    assert first.statement is not None
    assert first.statement.text == "!a.x"
    assert words.what == "only words"


@pytest.mark.parametrize(
    ("lever", "code", "words"),
    [
        ("payoff: a, line: pease", "C107", "did you mean 'peace'?"),
        ("payoff: a, line: 5", "C107", "lines 1 to 4"),
        ("payoff: a, line: twin", "C107", "fits 2 payoffs"),
        ("payoff: b, line: 2", "C107", "lines 1 to 1"),
        ("payoff: aa, line: 1", "C202", "did you mean"),
        ("payoff: a", "C103", "neither 'line' nor 'when'"),
        ("payoff: a, line: 1, when: a.x", "C111", "both 'line' and 'when'"),
        ("line: 1", "C103", "add 'payoff:'"),
        ("effort: a.x, line: 1", "C103", "add 'payoff:'"),
        ("effort: a.x, pace: a", "C111", "a lever for each"),
        ("effort: a.y", "C201", "did you mean 'a.x'?"),
        ("effort: nature.luck", "C107", "names an option of a party"),
        ("rate: a.x", "C107", "'rate' names a thing of nature"),
        ("pace: c", "C202", "is no party"),
        ("pace: a, direction: sideways", "C107", "up, down or either"),
        ("pace: a, limit: -1", "C104", "below 0"),
        ("payoff: a, when: a.z", "C201", "did you mean 'a.x'?"),
        ("ranks: bb, cost: 1", "C202", "did you mean"),
        ("ranks: b", "C103", "add 'cost:'"),
        ("ranks: b, cost: 0", "C104", "from 0.0001 to 1,000,000"),
        ("ranks: b, cost: [1, 2000000]", "C104", "from 0.0001 to 1,000,000"),
        ("ranks: b, cost: 1/month", "C104", "a swap takes no time"),
        ("ranks: b, cost: 1, limit: 2", "C111", "'limit' says nothing of 'ranks'"),
        ("ranks: b, cost: 1, direction: up", "C111", "'direction' says nothing of 'ranks'"),
        ("ranks: b, cost: 1, line: 1", "C103", "add 'payoff:'"),
        ("ranks: b, cost: 1, pace: a", "C111", "a lever for each"),
    ],
)
def test_a_lever_that_names_nothing_is_found_out(lever: str, code: str, words: str) -> None:
    case, findings = check_text(BASE + f"  - {{what: w, {lever}}}\n", "t.case.yaml")
    assert case is None
    (finding,) = findings
    assert finding.code == code
    assert words in str(finding)
    assert finding.line == BASE.count("\n") + 1


def test_a_fault_of_a_price_is_placed_where_it_stands() -> None:
    text = BASE + "  - {what: w, ranks: b, cost: 1}\n  - {what: v, ranks: b, cost: 2}\n"
    case, findings = check_text(text, "t.case.yaml")
    assert case is None
    (finding,) = findings
    line = BASE.count("\n") + 1
    assert (finding.code, finding.line, finding.column) == ("C111", line + 1, 22)
    assert f"'b' are priced in line {line} already" in str(finding)


def test_a_price_of_swaps_moves_no_number_of_the_clock() -> None:
    text = "  - {what: w, ranks: b, cost: 2}\n  - {what: v, pace: b}\n  - words\n"
    assert [lever.is_timed for lever in sp.loads(BASE + text).levers] == [False, True, False]
