"""Kind, lengths and end as a file has them → what the case holds."""

from __future__ import annotations

from datetime import date

import pytest
from casefiles import whole

from stickpoint.case.check import check_text, loads
from stickpoint.case.schema.length_layout import COVARIATES, GRAVITY, KIND_NAMES
from stickpoint.solve.durations.kinds import BY_NAME, KINDS

AGENDA = """\
issues:
  pay: {terms: {half: a.x, all: "!a.x"}}
  hours: {terms: {fewer: b.y}}
packages: {grand bargain: a.x & b.y}
"""


def case(part: str):
    return loads(whole(part))


def test_a_case_without_them_holds_none():
    found = case("notes: n\n")
    assert (found.kind, found.lengths, found.happened) == (None, (), None)


def test_a_kind_is_a_name_or_a_name_with_what_was_known():
    assert case("kind: peace process\n").kind.name == "peace process"
    found = case("kind: {name: government formation, largest_share: 0.35, note: n}\n").kind
    assert (found.name, found.note) == ("government formation", "n")
    assert found.covariates == {"largest_share": 0.35}
    assert case("kind: {name: crisis, gravity: other}\n").kind.covariates == {"gravity": "other"}


def test_a_misspelt_kind_is_answered_with_the_one_meant():
    _, (finding,) = check_text(whole("kind: govermnent formation\n"))
    assert "did you mean 'government formation'?" in str(finding)


def test_lengths_are_days_whatever_their_unit():
    assert case("lengths: [12, 3 weeks, 0.5, 1 year]\n").lengths == (12, 21, 0.5, 365.25)
    assert case("lengths: 4 months\n").lengths == (121.75,)


@pytest.mark.parametrize(
    ("terms", "outcome"),
    [
        ("half", "half"),
        ("[fewer, half]", "half + fewer"),
        ("half + fewer", "half + fewer"),
        ("grand bargain", "grand bargain"),
        ("other", "other"),
        ("[]", ""),
    ],
)
def test_terms_of_the_end_are_the_outcome_as_a_graph_names_it(terms, outcome):
    found = case(f"{AGENDA}happened: {{date: 2024-03, terms: {terms}, note: n}}\n")
    assert found.happened.terms == outcome
    assert (found.happened.date.first, found.happened.note) == (date(2024, 3, 1), "n")


def test_the_outcome_has_the_name_that_the_conflict_gives_it():
    found = case(f"{AGENDA}happened: {{date: 2024-03, terms: [fewer, all]}}\n")
    assert found.happened.terms in found.conflict().terms


def test_terms_of_one_name_belong_to_one_issue_each():
    agenda = "issues: {i: {terms: {yes: a.x}}, j: {terms: {yes: b.y}}}\n".replace("yes", "done")
    assert case(f"{agenda}happened: {{date: 2024, terms: [done, done]}}\n").happened.terms == (
        "done + done"
    )


def test_an_end_of_a_case_without_terms_is_settled():
    found = case("settled: a.x\nhappened: {date: 2024, terms: settled}\n")
    assert found.happened.terms == "settled"


def test_a_source_of_the_end_is_one_of_the_record():
    record = "record: {documents: {d: Paper}}\n"
    found = case(f"{record}happened: {{date: 2024-03-18, source: d}}\n")
    assert found.happened.source.document == "d"
    _, (finding,) = check_text(whole(f"{record}happened: {{date: 2024-03-18, source: e}}\n"))
    assert finding.code == "C204"


def test_the_format_knows_the_kinds_that_have_figures():
    assert list(KIND_NAMES) == [kind.name for kind in KINDS]
    for name, of in COVARIATES.items():
        assert name in (BY_NAME[of].known or {})
    known = {(kind.name, name) for kind in KINDS for name in kind.known or {}}
    assert known == {(of, name) for name, of in COVARIATES.items()}
    assert [level.word for level in BY_NAME["crisis"].known["gravity"]] == list(GRAVITY)
