"""The verb `record`: its page, its table and its data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from ferry import SIGNED, TEXT, at, case_file

import stickpoint as sp
from stickpoint.answers.record import RecordView, record
from stickpoint.case import library
from stickpoint.case.dates.fuzzy import parse_date
from stickpoint.case.model.record import Message, Record
from stickpoint.cli import main
from stickpoint.formats import record_exports as record_export
from stickpoint.pages.check import summary
from stickpoint.pages.data import record as record_data
from stickpoint.pages.model import Items
from stickpoint.pages.record import page as record_page
from stickpoint.pages.record import page as record_table
from stickpoint.pages.render.html import html
from stickpoint.pages.render.text import text as set_in_lines
from stickpoint.pages.report.document import report


@pytest.fixture
def view(tmp_path: Path) -> RecordView:
    path = case_file(tmp_path)
    return record(sp.load(path), [tmp_path])


def run(*arguments: str | Path, columns: str = "100") -> Result:
    runner = CliRunner(env={"COLUMNS": columns})
    return runner.invoke(main, ["record", *map(str, arguments)])


def test_another_file_under_the_same_name_is_told(tmp_path: Path) -> None:
    path = case_file(tmp_path, text=TEXT + "\n")
    assert record(sp.load(path), [tmp_path]).at_hand == {"minutes": "differs"}
    assert "not the file that the case was written from" in " ".join(run(path).stdout.split())


def test_who_is_no_party_of_the_case_is_listed_with_whom_it_may_be(tmp_path: Path) -> None:
    path = case_file(tmp_path)
    text = path.read_text(encoding="utf-8").replace("to: firm, act: plea, text: begs", "to: REST")
    path.write_text(text.replace("REST", "Company men, act: plea, text: begs"), encoding="utf-8")
    found = record(sp.load(path)).strangers
    assert {who: near.id or near.nearest for who, near in found.items()} == {
        "the mayor": "",
        "Company men": "firm",
    }
    shown = " ".join(run(path).stdout.split())
    assert "written to (2): the mayor; Company men (perhaps 'firm')." in shown
    assert json.loads(run(path, "--json").stdout)["strangers"][1]["nearest"] == "firm"


def test_the_page_answers_in_order_and_fits_its_width(tmp_path: Path) -> None:
    result = run(case_file(tmp_path), columns="70")
    assert result.exit_code == 0, result.output
    headings = [
        "The ferry & the union",
        "What the record holds",
        "What happened in 2024",
        "Who told whom, and how often",
        "The states that the moves lead through",
        "Gaps",
        "What hangs loose",
    ]
    lines = result.stdout.splitlines()
    assert [line for line in lines if line in headings] == headings
    assert max(map(len, lines)) <= 70
    words = " ".join(result.stdout.split())
    for sentence in (
        "4 messages, 5 moves and 2 items of evidence, from 3 documents.",
        "Of 12 dates 7 are not known to the day: each is listed by the middle of the days",
        "About 5 March 2024. Plea by the union to the company: asks for a rise. [m-plea:",
        "Move of the union, which changes nothing: strike. [v-hold]",
        "Report within the union:",
        "Plea by the mayor to the company: begs <both>.",
        "25 March 2024. A storm sinks a ferry. [nature.storm]",
        "February 2024. Item opened: the wage. [wage]",
        "1 of 4 recorded moves changed nothing: it restated what held already",
        "3 April 2024: move of the union: call the strike off, in an order that the dates leave "
        "open. [v-end]",
        "The record ends with the matter settled, 3 April 2024, 33 days after the start: half "
        "rise.",
        "Every recorded move follows from the state before it.",
        "The record has “strike” before the start, and the contrary holds at the start",
        "1 of 5 cited passages stands word for word where the case says, in 1 document at hand.",
        "LOST: the passage of p-gone is not in its document;",
        "Passage of m-refusal has no hash",
        f"Passage of p-signed has moved: it stands at characters {at(SIGNED)[1:4]}",
        "Passage of p-begged has changed: nearly its words, ",
        "Documents that nothing is cited from (1): unused.",
        "Without a date, so not in the timeline (1): E2.",
    ):
        assert sentence in words, sentence


def test_a_gap_is_said_with_its_reason(tmp_path: Path) -> None:
    path = case_file(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2024-04-01/2024-04-03", "2024-03-03/2024-03-04"), "utf-8")
    words = " ".join(run(path).stdout.split())
    assert (
        "v-offer of 3-4 March 2024 does not follow from the state before it: 'firm.offer' needs "
        "'union.strike', which does not hold before it."
    ) in words


def test_a_case_without_a_record_has_a_page_too() -> None:
    result = run("prisoners-dilemma")
    assert result.exit_code == 0
    assert "The record holds nothing with a date." in result.stdout
    assert "No move is recorded after that." in result.stdout


@pytest.mark.parametrize("name", library.names())
def test_every_built_in_record_is_laid_out_and_exported(name: str) -> None:
    found = record(sp.load(name))
    assert set_in_lines(record_page.page(found))
    json.dumps(record_data.record(found), allow_nan=False)
    for write in record_export.FORMATS.values():
        assert write(found).endswith("\n") or not found.case.record.documents


def test_the_data_say_what_the_page_says(tmp_path: Path) -> None:
    answer = json.loads(run(case_file(tmp_path), "--json").stdout)
    assert list(answer) == [
        *("title", "timeline", "letters", "path", "silences", "conduct", "knew", "documents"),
        *("passages", "loose", "strangers", "version"),
    ]
    assert answer["letters"] == {
        "union": {"firm": {"plea": 1}, "union": {"report": 1}},
        "firm": {"union": {"refusal": 1}},
        "the mayor": {"firm": {"plea": 1}},
    }
    (mayor,) = [entry for entry in answer["timeline"] if entry["id"] == "m-mayor"]
    assert mayor["date"] == {
        "written": "2024-05/..",
        "words": "since May 2024",
        "earliest": "2024-05-01",
        "latest": None,
        "approximate": False,
    }
    path = answer["path"]
    assert (path["start"], path["end"], path["outcome"]) == (0, 6, "half rise")
    assert path["context"] == ["v-past"]
    assert path["contradictions"] == {"union.strike": True}
    (hold,) = [step for step in path["steps"] if step["id"] == "v-hold"]
    assert (hold["changed"], hold["restated"]) == ({}, {"union.strike": True})
    assert answer["documents"][0]["at_hand"] == "fits"
    assert answer["documents"][1]["at_hand"] is None
    assert answer["loose"]["undated"] == ["E2"]


def test_every_field_of_the_data_is_explained_in_the_reference(view: RecordView) -> None:
    root = Path(__file__).parents[2]
    text = (root / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    about = text.partition("\n## `record`\n")[2].partition("\n## ")[0]
    explained = set(re.findall(r"`([a-z_0-9]+)`", about))
    data = record_data.record(view)
    data["letters"] = {}
    data["path"]["contradictions"] = {}
    for step in data["path"]["steps"]:
        step["changed"] = step["restated"] = {}
    for choice in (choice for one in data["conduct"] for choice in one["choices"]):
        choice["sets"] = {}
    assert fields(data) <= explained


def fields(data: Any) -> set[str]:
    """List the names of all fields, whatever the depth."""
    if isinstance(data, dict):
        return set(data).union(*map(fields, data.values()))
    return set().union(*map(fields, data)) if isinstance(data, list) else set()


def test_how_exact_the_dates_are_is_said_for_one_for_some_and_for_all(view: RecordView) -> None:
    def said(*dates: str) -> str:
        messages = tuple(
            Message(f"m{n}", parse_date(when), "union", "firm", "offer", "x")
            for n, when in enumerate(dates)
        )
        case = replace(view.case, record=Record(messages=messages), issues=(), nature=())
        return " ".join(set_in_lines(record_page.page(record(case))).split())

    assert "1 date, known to the day." in said("1951-02-03")
    assert "2 dates, all known to the day." in said("1951-02-03", "1951-02-04")
    assert "Of 2 dates one is not known to the day: it is listed" in said("1951-02-03", "1951")
    assert "Of 2 dates 2 are not known to the day: each is listed" in said("1952", "1951")


def test_each_year_has_one_head_and_what_may_lie_in_several_comes_last(view: RecordView) -> None:
    dates = ("1952?", "1951-12", "195X", "1950", "since 1951", "1952-03", "1951-02-03")
    messages = tuple(
        Message(f"m{n}", parse_date(when), "union", "firm", "offer", "x")
        for n, when in enumerate(dates)
    )
    case = replace(view.case, record=Record(messages=messages), issues=(), nature=())
    sections = record_page.page(record(case)).sections
    years = [section for section in sections if section.title.startswith("What happened")]
    assert [section.title for section in years] == [
        *(f"What happened in {year}" for year in (1950, 1951, 1952)),
        "What happened in one of several years",
    ]
    (told,) = years[-1].parts
    assert isinstance(told, Items)
    assert [re.findall(r"m\d", str(item))[0] for item in told.items] == ["m4", "m0", "m2"]


def test_the_table_has_a_row_for_every_dated_entry_and_keeps_to_its_width(
    view: RecordView,
) -> None:
    rows = set_in_lines(record_table.table(view, 80), width=80).splitlines()[1:]
    assert len(rows) == 1 + len(view.entries)
    assert rows[0].split() == ["date", "kind", "id", "who", "to", "whom", "act", "source"]
    assert all(len(row) <= 100 for row in rows)
    (mayor,) = [row for row in rows if " m-mayor " in row]
    assert re.search(r"^  since May 2024 +message +m-mayor ", mayor)
    empty = record_table.table(replace(view, entries=()), 80)
    assert "nothing with a date" in set_in_lines(empty)


LATE = """\
format: 1
title: A late letter
clock: {start: 2001-05-01}
parties: {a: A, b: B}
options:
  a.x: {text: do x, now: yes, because: [m-before, e-after]}
  b.y: {text: do y, now: yes, because: m-same-day}
  b.z: {text: do z, because: e-after}
nature: {storm: {text: it storms, on: 2001-08, because: e-after}}
wants: {a: [a.x], b: [b.y]}
record:
  messages:
    - {id: m-before, date: 2001-04, from: a, to: b, act: report, text: x is done}
    - {id: m-same-day, date: 2001-05-01, from: a, to: b, act: report, text: y is done}
  evidence:
    e-after: {text: a diary tells of x, date: 2001-06-03}
    e-idle: {text: it was seen from afar, date: 2001-07}
    e-undated: it was heard
"""


def test_what_the_status_quo_rests_on_and_came_later_is_noted() -> None:
    case = sp.loads(LATE)
    said = "a.x' is so when the clock starts, and rests on what came later: e-after of 3 June 2001."
    notes = [line for line in summary("late", case) if line.startswith("Note: ")]
    assert notes == [f"Note: '{said}"]
    view = sp.record(case)
    assert said in " ".join(set_in_lines(record_page.page(view)).split())
    hindsight = record_data.record(view)["loose"]["hindsight"]
    assert hindsight == [{"of": "a.x", "entry": "e-after", "date": "2001-06-03"}]
    assert not [line for line in summary("k", sp.load("elmira")) if line.startswith("Note: ")]


def test_what_came_later_is_in_the_data_of_check_too(tmp_path: Path) -> None:
    file = tmp_path / "late.yaml"
    file.write_text(LATE, encoding="utf-8")
    told = json.loads(CliRunner().invoke(main, ["check", str(file), "--json"]).stdout)
    assert told["hindsight"] == [{"of": "a.x", "entry": "e-after", "date": "2001-06-03"}]
    none = json.loads(CliRunner().invoke(main, ["check", "elmira", "--json"]).stdout)
    assert "hindsight" not in none


def test_dated_evidence_is_told_in_its_place_in_the_record_and_the_report() -> None:
    case = sp.loads(LATE)
    said = " ".join(set_in_lines(record_page.page(sp.record(case))).split())
    assert "July 2001. Evidence: it was seen from afar. [e-idle]" in said
    shown = html(report(sp.why(case)))
    table = shown.partition("The record in order")[2].partition("</table>")[0]
    assert "vidence: it was seen from afar" in table


def test_what_the_record_has_none_of_is_not_counted() -> None:
    told = " ".join(set_in_lines(record_page.page(sp.record(sp.load("cuba-1962")))).split())
    assert "2 moves, but no messages and no items of evidence, from 2 documents." in told
    none = sp.record(sp.load("prisoners-dilemma"))
    assert "Nothing but 2 documents." in " ".join(set_in_lines(record_page.page(none)).split())
