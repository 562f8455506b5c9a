"""New entries: written where a careful author would put them, and the case stays sound."""

from __future__ import annotations

from difflib import unified_diff
from typing import Any

import pytest

from stickpoint.case.check import check_text
from stickpoint.case.library import TEMPLATE
from stickpoint.studio.edits import EditError, patched

PLEA = {"date": "2024-04-01", "from": "union", "to": "council", "act": "plea", "text": "asks: pay"}
ADDED: list[tuple[str, dict[str, Any], str]] = [
    ("party", {"name": "The Îles' mayor"}, "  iles_mayor: The Îles' mayor"),
    ("party", {"name": "Mayor", "pace": [0.5, 1, 3], "note": "n"},
     "  mayor:\n    name: Mayor\n    pace: {low: 0.5, mid: 1, high: 3}\n    note: n"),
    ("option", {"party": "council", "text": "call a vote", "now": False},
     "  council.call_vote: {text: call a vote, now: no}"),
    ("nature", {"text": "Summer comes", "by": "2024-06-01"},
     "nature:\n  summer_comes: {text: Summer comes, by: 2024-06-01}"),
    ("item", {"name": "shifts at night"}, "  shifts_at_night: shifts at night"),
    ("term", {"issue": "wage", "name": "no rise", "when": "!company.offer & !union.full"},
     '      no rise: "!company.offer & !union.full"'),
    ("want", {"party": "council", "that": "!union.full"}, '    - "!union.full"'),
    ("payoff", {"party": "council", "when": "union.full", "worth": [-0.2, -0.1, 0]},
     "    - {when: union.full, worth: [-0.2, 0]}"),
    ("toll", {"name": "lost wages", "when": "union.strike", "per": "week", "amount": [1, 2]},
     "  lost wages: {when: union.strike, per: week, amount: [1, 2]}"),
    ("document", {"title": "A letter"}, "    d1: A letter"),
    ("message", PLEA, '    - id: m1\n      date: 2024-04-01\n      from: union\n      to: council\n'
     '      act: plea\n      text: "asks: pay"'),
    ("move", {"date": "2024-03-05", "party": "union", "sets": {"union.strike": True}},
     "    - {id: v1, date: 2024-03-05, party: union, sets: {union.strike: yes}}"),
    ("evidence", {"text": "a leaflet"}, "  evidence: {E1: a leaflet}"),
    ("hypothesis", {"name": "pride", "claim": "Neither will be seen to yield."},
     "hypotheses:\n  pride: {claim: Neither will be seen to yield.}"),
    ("lever", {"what": "more is paid", "payoff": "council", "line": "town funds", "cost": 2},
     "levers:\n  - {what: more is paid, payoff: council, line: town funds, cost: 2}"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "lines"), ADDED)
def test_an_addition_is_written_as_its_neighbours_are(
    kind: str, fields: dict[str, Any], lines: str
) -> None:
    new = patched(TEMPLATE, {"do": "add", "kind": kind, "fields": fields})
    difference = list(unified_diff(TEMPLATE.split("\n"), new.split("\n"), n=0))[2:]
    assert [line for line in difference if line[0] == "-"] == []
    added = "\n".join(line[1:] for line in difference if line[0] == "+")
    assert added.strip("\n") == lines
    _, findings = check_text(new)
    wanting = [finding for finding in findings if kind == "party"]  # a new party wants nothing yet
    assert findings == tuple(wanting)
    assert all("mayor" in finding.message for finding in wanting)


@pytest.mark.parametrize(("kind", "fields", "lines"), ADDED)
def test_an_addition_that_is_taken_out_again_leaves_the_text_as_it_was(
    kind: str, fields: dict[str, Any], lines: str
) -> None:
    places: dict[str, list[Any]] = {
        "party": ["parties", lines.strip().partition(":")[0]],
        "option": ["options", "council.call_vote"],
        "nature": ["nature", "summer_comes"],
        "item": ["issues", "shifts_at_night"],
        "term": ["issues", "wage", "terms", "no rise"],
        "want": ["wants", "council", 2],
        "payoff": ["payoffs", "council", 2],
        "toll": ["tolls", "lost wages"],
        "document": ["record", "documents", "d1"],
        "message": ["record", "messages", 2],
        "move": ["record", "moves", 1],
        "evidence": ["record", "evidence", "E1"],
        "hypothesis": ["hypotheses", "pride"],
        "lever": ["levers", 0],
    }
    new = patched(TEMPLATE, {"do": "add", "kind": kind, "fields": fields})
    assert patched(new, {"do": "remove", "path": places[kind]}) == TEMPLATE


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        ("song", {}, "cannot be added; known are party"),
        ("party", {}, "a party needs its 'name': the name to print"),
        ("party", {"id": "union", "name": "Another"}, "there is a party 'union' already"),
        ("party", {"name": "A", "colour": "red"}, "'colour' is no part of a party"),
        ("option", {"text": "wait"}, "needs the party that has it"),
        ("want", {"party": "unoin", "that": "wage"}, "did you mean 'union'"),
        ("want", {"that": "wage"}, "needs its 'party'"),
        ("term", {"issue": "wages", "name": "x", "when": "wage"}, "there is no issue 'wages'"),
        ("message", {"date": "2024-01-01"}, "a message needs its 'from'"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_said(kind: str, fields: dict[str, Any], says: str) -> None:
    with pytest.raises(EditError, match=says):
        patched(TEMPLATE, {"do": "add", "kind": kind, "fields": fields})
