"""Who had been told what since when; what was told otherwise; what presumes more than was known."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import knowledge_oracles as literal
import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.knowledge.knew import knew
from stickpoint.answers.knowledge.presumed import presumed
from stickpoint.answers.knowledge.told import matrix, told_otherwise
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Fact, Message
from stickpoint.cli import main
from stickpoint.pages.record.knew import section
from stickpoint.pages.render.text import text as set_in_lines

TEXT = """\
format: 1
title: A strike and its letters
clock: {start: 2001-01-01, unit: day, horizon: 60}
parties: {ann: Ann, bob: Bob, cat: {name: The Cats, short: the cats}}
options: {ann.strike: {text: strike, now: yes}, bob.pay: {text: pay}, cat.lend: {text: lend money}}
issues: {pay: {name: pay, terms: {paid: bob.pay & !ann.strike}}}
wants:
  ann: [{that: settled, because: a-to-bob}]
  bob: [{that: "!bob.pay", because: [a-to-bob, fund-empty]}]
  cat: [{that: settled, because: a-to-bob}]
record:
  facts: {fund-empty: {text: The strike fund is empty, because: cash}, lent: The cats have lent}
  passages: {cash: {document: book, chars: [0, 9]}}
  documents: {book: The cash book}
  messages:
    - {id: a-to-bob, date: 2001-01-10, from: ann, to: bob, act: report, text: never so full,
       says: {fund-empty: no}}
    - {id: a-to-cat, date: 2001-01-09/2001-01-12, from: ann, to: cat, act: plea, text: help,
       says: {fund-empty: yes}}
    - {id: c-to-bob, date: 2001-02-01, arrived: 2001-02-03, from: cat, to: bob, act: report,
       text: they are out of money, says: {fund-empty: yes, lent: yes}}
    - {id: aside, date: 2001-03, from: ann, to: the press, act: report, text: all is well}
  evidence: {E1: {text: Bob locked the gate, date: 2001-01-20}, E2: Nobody came}
hypotheses:
  knew:
    claim: Bob waited for the fund to run dry.
    about: bob
    because: c-to-bob
    evidence: {E1: {rating: "+", because: [c-to-bob, a-to-bob]}, E2: {rating: "+", because: aside}}
"""
CASE = sp.loads(TEXT)


def test_what_each_had_been_told_since_when() -> None:
    row = matrix(CASE)["fund-empty"]
    since = {
        who: [None if x.since is None else (str(x.since.earliest), str(x.since.certain)) for x in y]
        for who, y in row.items()
    }
    assert since == {
        "ann": [("2001-01-09", "2001-01-12"), ("2001-01-10", "2001-01-10")],
        "bob": [("2001-02-03", "2001-02-03"), ("2001-01-10", "2001-01-10")],
        "cat": [("2001-01-09", "2001-01-12"), None],
    }


def test_who_told_one_so_and_another_not() -> None:
    (found,) = told_otherwise(CASE)
    assert (found.fact, found.sender, found.apart) == ("fund-empty", "ann", (0, 2))
    assert {x.message.id for x in found.tellings} == {"a-to-bob", "a-to-cat"}
    # One who tells the same person first so and then not has changed its word, and no more.
    again = TEXT.replace("from: ann, to: cat", "from: ann, to: bob")
    assert told_otherwise(sp.loads(again)) == ()
    assert told_otherwise(CASE, date(2001, 1, 8)) == ()


def test_what_presumes_more_than_had_reached_a_party() -> None:
    found = {(x.party, x.kind, x.text, x.entry): x.verdict for x in presumed(CASE)}
    assert found == {
        ("bob", "want", "!bob.pay", "a-to-bob"): "later",
        ("bob", "want", "!bob.pay", "fund-empty"): "later",
        # That the fund is not empty nobody ever told the cats.
        ("cat", "want", "settled", "a-to-bob"): "never",
        ("bob", "explanation", "Bob waited for the fund to run dry.", "c-to-bob"): "later",
        ("bob", "rating", "E1 +", "c-to-bob"): "later",
        ("bob", "rating", "E2 +", "aside"): "never",
    }
    kept = {(x.kind, x.entry) for x in presumed(CASE, date(2001, 1, 15)) if x.party == "bob"}
    # By then Bob had been told that the fund is not empty, which is not to know that it is.
    assert kept == {
        ("want", "fund-empty"),
        ("explanation", "c-to-bob"),
        ("rating", "c-to-bob"),
        ("rating", "aside"),
    }


def test_a_message_between_others_is_known_once_all_that_it_says_was_told() -> None:
    relayed = TEXT.replace(
        "    - {id: aside",
        "    - {id: b-to-cat, date: 2001-01-15, from: bob, to: cat, act: report, text: full,\n"
        "       says: {fund-empty: no}}\n    - {id: aside",
    )
    (found,) = [x for x in presumed(sp.loads(relayed)) if x.party == "cat"]
    assert found.verdict == "later"
    assert found.since is not None
    assert str(found.since.certain) == "2001-01-15"


def test_by_a_day_means_to_its_end_and_a_vague_date_is_said_to_be_one() -> None:
    before, within = knew(CASE, "cat", date(2001, 1, 8)), knew(CASE, "cat", date(2001, 1, 11))
    assert before.cells == ()
    assert before.unheard == ("fund-empty", "lent")
    assert [m.id for m, _ in before.messages] == []
    assert [cell.since.by(within.until) for cell in within.cells if cell.since] == ["perhaps"]
    assert [m.id for m in within.passed_by] == ["a-to-bob"]
    shown = " ".join(within.text().split())
    assert "perhaps not yet: certainly by 12 January 2001, at the earliest from 9 January" in shown
    assert "By no message by 11 January 2001 had the cats been told of “The cats have" in shown
    assert "which the record does not say that it ever came to the cats" in shown


def test_the_page_tells_who_was_told_otherwise_and_draws_a_mark_for_each_telling() -> None:
    (one,) = section(CASE)
    shown = " ".join(set_in_lines(sp.record(CASE).page()).split())
    assert (
        "Told otherwise: “The strike fund is empty”. Ann says to the cats yes (9-12 January 2001, "
        "a-to-cat); to Bob no (10 January 2001, a-to-bob). The two nearest that differ went out "
        "perhaps on the same day, at most 2 days apart."
    ) in shown
    assert "Of Bob: 4 on what came only later and 1 on what, by the record, never came." in shown
    figure = next(part for part in one.parts if hasattr(part, "picture"))
    assert len(figure.picture.events) == 8
    assert set(figure.picture.keys) == {"dot", "dot hollow", "loose"}
    assert "<title>" in figure.picture.draw()


def test_the_verb_prints_the_page_or_the_data(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("case") / "letters.case.yaml"
    path.write_text(TEXT, encoding="utf-8")

    def run(*more: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["record", str(path), *more])
        return result.exit_code, result.output

    status, shown = run("--knew", "bob", "--on", "2001-01-15", "--json")
    data = json.loads(shown)
    assert status == 0
    assert data["facts"][0] == {
        **{"fact": "fund-empty", "is_so": False, "by_then": "yes", "said": []},
        **{"earliest": "2001-01-10", "certain": "2001-01-10", "told": ["a-to-bob"]},
    }
    assert data["unheard"] == ["lent"]
    assert data["passed_by"] == ["a-to-cat"]
    whole = json.loads(run("--json")[1])["knew"]
    assert whole["told_otherwise"][0]["days_apart"] == [0, 2]
    assert run("--on", "2001-01-15")[0] == 2
    status, shown = run("--knew", "Bob")
    assert status == 2
    assert "'Bob' is no party of this case; did you mean 'bob'?" in shown


def test_a_case_without_facts_is_told_how_to_name_them() -> None:
    found = knew(sp.load("cuba-1962"), "us" if "us" in sp.load("cuba-1962").party_index else "usa")
    assert "The record names no facts" in found.text()


@st.composite
def letters(draw: st.DrawFn) -> Case:
    """Draw up to four messages on two facts among three parties, with vague days."""

    def when(base: int) -> FuzzyDate:
        begin = base + draw(st.integers(0, 3))
        end = begin + draw(st.integers(0, 2))
        start = date(2001, 1, 1)
        return FuzzyDate(start + timedelta(begin), start + timedelta(end), "then")

    made = []
    for k in range(draw(st.integers(1, 4))):
        who = [draw(st.sampled_from(("ann", "bob", "cat"))) for _ in range(2)]
        says = draw(st.lists(st.tuples(st.sampled_from(("f", "g")), st.booleans()), unique=True))
        sent, arrived = when(0), when(1) if draw(st.booleans()) else None
        assume(arrived is None or arrived.last >= sent.first)
        made.append(Message(f"m{k}", sent, *who, "report", "t", says=tuple(says), arrived=arrived))
    facts = (Fact("f", "it is"), Fact("g", "it is not"))
    return replace(CASE, record=replace(CASE.record, messages=tuple(made), facts=facts))


@given(letters())
def test_since_when_is_that_of_every_day_tried(case: Case) -> None:
    for fact, row in matrix(case).items():
        for party, cells in row.items():
            for cell in cells:
                told = cell.since and (cell.since.earliest, cell.since.certain)
                assert told == literal.bounds(case, fact, party, is_so=cell.is_so)


@given(letters())
def test_days_apart_are_those_of_every_day_tried(case: Case) -> None:
    for one in told_otherwise(case):
        yes, no = ([x for x in one.tellings if x.is_so is side] for side in (True, False))
        tried = [
            literal.apart(case, a.message.id, b.message.id)
            for a in yes
            for b in no
            if a.receiver != b.receiver
        ]
        assert one.apart == min(tried)
