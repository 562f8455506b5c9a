"""A line of wants that says what it is worth serves the clock as well: one list for both lenses."""

from __future__ import annotations

import numpy as np
import pytest
from casefiles import whole

import stickpoint as sp
from stickpoint.case.check import check_text
from stickpoint.case.model.amounts import amounts
from stickpoint.case.model.judgements import judgements
from stickpoint.case.schema.layout import json_schema
from stickpoint.errors import CaseError

BOTH = whole(
    """\
clock: {unit: month}
wants:
  a:
    - {that: b.y, worth: [0.2, 0.6], label: quiet, because: [m], size: guess}
    - {that: a.x, worth: 6/year}
    - "!b.y"
  b: [a.x]
payoffs:
  a: [{when: a.x & b.y, worth: -0.1}]
record: {messages: [{id: m, date: 1952, from: a, act: report, text: it is loud}]}
"""
)
APART = whole(
    """\
clock: {unit: month}
wants: {a: [b.y, a.x, "!b.y"], b: [a.x]}
payoffs:
  a: [{when: a.x & b.y, worth: -0.1}, {when: b.y, worth: [0.2, 0.6]}, {when: a.x, worth: 6/year}]
"""
)


def test_such_a_line_is_a_payoff_after_those_that_are_written_as_payoffs() -> None:
    case = sp.loads(BOTH)
    own = [(line.statement.text, line.worth.written, line.label) for line in case.payoffs]
    assert own == [("a.x & b.y", "-0.1", ""), ("b.y", "[0.2, 0.6]", "quiet"), ("a.x", "6/year", "")]
    assert case.payoffs[1].because == ("m",)
    assert case.payoffs[1].statement.place == case.preferences["a"].items[0].statement.place
    assert "payoffs.a[quiet]" in amounts(case)


def test_both_lenses_read_what_two_lists_would_have_said() -> None:
    one, two = sp.loads(BOTH), sp.loads(APART)
    assert np.array_equal(one.conflict().ranks, two.conflict().ranks)
    assert np.array_equal(one.game().payoffs, two.game().payoffs)


def test_the_worth_is_a_judgement_of_its_own_beside_the_want() -> None:
    told = [(line.kind, line.size, line.sourced) for line in judgements(sp.loads(BOTH))]
    assert told.count(("want", "", True)) == 1
    assert ("payoff", "guess", False) in told


def test_a_party_whose_wants_have_worth_needs_no_payoffs_for_the_clock() -> None:
    text = whole("wants: {a: [{that: a.x, worth: 1}], b: [b.y]}\n")
    game = sp.loads(text).game()
    assert sorted(set(game.payoffs[0])) == [0, 1]
    assert not game.payoffs[1].any()


def test_the_same_statement_under_payoffs_is_a_finding_there() -> None:
    text = BOTH.replace("a.x & b.y", "b.y")
    with pytest.raises(CaseError) as caught:
        sp.loads(text)
    [found] = caught.value.findings
    place = next(k for k, line in enumerate(text.splitlines(), 1) if "when: b.y" in line)
    assert (found.line, found.code) == (place, "C111")
    assert found.message.startswith("line 4 of its wants says what this is worth to 'a' already")


@pytest.mark.parametrize("worth", ["-1", "[-1, 1]", "much"])
def test_what_a_party_wants_is_worth_something_to_it_and_not_less(worth: str) -> None:
    _, found = check_text(whole(f"wants: {{a: [{{that: a.x, worth: {worth}}}], b: [b.y]}}\n"))
    assert found


def test_a_lever_names_such_a_line_by_its_label_or_number() -> None:
    lever = "levers: [{what: calm, payoff: a, line: quiet}, {what: talk, payoff: a, line: 2}]\n"
    case = sp.loads(BOTH + lever)
    assert [lever.line for lever in case.levers] == [2, 2]


def test_the_published_schema_has_the_keys() -> None:
    told = str(json_schema()).lower()
    assert "what its holding is worth per unit of time, for the clock" in told
