"""The verb `record`: its page, its data, what it cites and what it writes for other programs."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.record import KINDS, RecordView, record
from stickpoint.case import library
from stickpoint.case.check import check_text
from stickpoint.case.dates.fuzzy import parse_date
from stickpoint.case.documents.passages import words_hash
from stickpoint.case.model.record import Document, Evidence, Message, Passage, Record
from stickpoint.cli import main
from stickpoint.formats import record_exports as record_export
from stickpoint.pages.data import record as record_data
from stickpoint.pages.model import Items
from stickpoint.pages.record import page as record_page
from stickpoint.pages.record import table as record_table
from stickpoint.pages.render.text import text as set_in_lines

TEXT = (
    "Minutes. The union asked for a rise on 5 March. The company turned it down flat.\n"
    "The mayor begged both sides to settle before the summer guests arrived.\n"
    "On the last day both chairmen signed the paper in silence.\n"
)
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
ASKED = "The union asked for a rise"
SIGNED = "both chairmen signed the paper"
BEGGED = "The mayor begged both sides to settle before the spring guests came"


def at(words: str) -> str:
    return f"[{TEXT.index(words)}, {TEXT.index(words) + len(words)}]"


CASE = f"""\
format: 1
title: The ferry & the union
clock: {{start: 2024-03-01, unit: week}}
parties:
  union: {{name: The ferry workers' union, short: the union}}
  firm: The company
options:
  union.strike: {{text: strike, undo: call the strike off}}
  firm.offer: {{text: offer half of the rise, needs: union.strike}}
nature:
  storm: {{text: a storm sinks a ferry, now: no, on: 2024-03-25}}
issues:
  wage: {{name: the wage, opened: 2024-02, terms: {{half rise: firm.offer & !union.strike}}}}
settled: wage
wants:
  union: [{{that: settled, because: m-plea}}]
  firm: [settled]
record:
  documents:
    minutes:
      title: Minutes & papers_1
      file: minutes.txt
      sha256: {SHA256}
      cite: "Works council, 2024"
      note: kept in the yard
    letter: {{title: A letter, url: "https://example.org/letter"}}
    unused: {{title: Never cited}}
  passages:
    p-asked: {{document: minutes, chars: {at(ASKED)}, hash: {words_hash(ASKED)}, note: a plea}}
    p-signed: {{document: minutes, chars: [0, {len(SIGNED)}], hash: {words_hash(SIGNED)}}}
    p-begged: {{document: minutes, chars: [80, 140], quote: {BEGGED}}}
    p-gone: {{document: minutes, chars: [0, 20], hash: "000000000000"}}
  messages:
    - {{id: m-plea, date: 2024-03-05~, from: union, to: firm, act: plea, text: asks for a rise,
       source: p-asked}}
    - {{id: m-refusal, date: mid March 2024, from: firm, to: union, act: refusal, reply_to: m-plea,
       text: turns it down, source: {{document: minutes, page: "2", chars: [0, 7]}}}}
    - {{id: m-mayor, date: 2024-05/.., from: the mayor, to: firm, act: plea, text: begs <both>}}
    - {{id: m-note, date: 2024, from: union, to: union, act: report, text: "a note, \\"x\\""}}
  moves:
    - {{id: v-past, date: 2024-01-15, party: union, sets: {{union.strike: yes}}}}
    - {{id: v-strike, date: 2024-03-04, party: union, sets: {{union.strike: yes}},
       source: {{document: letter, quote: we are out, prefix: Today, locator: top}}}}
    - {{id: v-hold, date: 2024-03-20, party: union, sets: {{union.strike: yes}}}}
    - {{id: v-offer, date: 2024-04-01/2024-04-03, party: firm, sets: {{firm.offer: yes}}}}
    - {{id: v-end, date: 2024-04-03, party: union, sets: {{union.strike: no}}}}
  evidence:
    E1: {{text: the fund paid, date: before 2024-03}}
    E2: nobody asked the members
    E3: {{text: a ledger that nobody found, date: 2024-03-02, observed: no}}
"""


def case_file(folder: Path, *, text: str | None = TEXT) -> Path:
    path = folder / "ferry.case.yaml"
    path.write_text(CASE, encoding="utf-8")
    if text is not None:
        (folder / "minutes.txt").write_text(text, encoding="utf-8", newline="")
    return path


@pytest.fixture
def view(tmp_path: Path) -> RecordView:
    path = case_file(tmp_path)
    return record(sp.load(path), [tmp_path])


def run(*arguments: str | Path, columns: str = "100") -> Result:
    runner = CliRunner(env={"COLUMNS": columns})
    return runner.invoke(main, ["record", *map(str, arguments)])


def test_entries_stand_by_the_middle_of_their_dates_and_open_ones_by_their_end(
    view: RecordView,
) -> None:
    assert [entry.id for entry in view.entries] == [
        *("v-past", "wage", "E1", "v-strike", "m-plea", "m-refusal", "v-hold", "nature.storm"),
        *("v-offer", "v-end", "m-mayor", "m-note"),
    ]
    assert {entry.kind for entry in view.entries} == set(KINDS) - {"closed"}
    assert view.undated == ("E2",)
    assert [entry.id for entry in view.entries if entry.restates] == ["v-hold"]


def test_a_silence_is_no_longer_than_the_dates_make_certain(view: RecordView) -> None:
    # The note of 2024 may fall on any day and the mayor's plea on any from May on.
    assert [(s.after.id, s.before.id, s.days) for s in view.silences] == []
    moves = view.case.record.moves
    bare = replace(view.case, record=Record(moves=moves))
    found = [(s.after.id, s.before.id, s.days) for s in record(bare).silences]
    assert found == [
        ("v-past", "v-strike", 48),
        ("v-strike", "v-hold", 15),
        ("v-hold", "v-offer", 11),
    ]


def test_every_passage_is_looked_up(view: RecordView) -> None:
    assert view.at_hand == {"minutes": "fits"}
    looked = {item.id: item for item in view.looked}
    assert {id_: item.status for id_, item in looked.items()} == {
        "p-asked": "exact",
        "p-signed": "moved",
        "p-begged": "moved",
        "p-gone": "lost",
        "m-refusal": "unchecked",
    }
    start, end = looked["p-signed"].chars or (0, 0)
    assert TEXT[start:end] == SIGNED
    start, end = looked["p-begged"].chars or (0, 0)
    assert TEXT[start:end].startswith("The mayor begged both sides to settle before the summer")
    assert 0.85 <= (looked["p-begged"].score or 0) < 1
    assert looked["p-gone"].chars is None


def test_another_file_under_the_same_name_is_told(tmp_path: Path) -> None:
    path = case_file(tmp_path, text=TEXT + "\n")
    assert record(sp.load(path), [tmp_path]).at_hand == {"minutes": "differs"}
    assert "not the file that the case was written from" in " ".join(run(path).stdout.split())


def test_what_hangs_loose_is_listed(view: RecordView) -> None:
    loose = view.loose
    assert loose.unsourced == (
        *("m-mayor", "m-note", "v-past", "v-hold", "v-offer", "v-end"),
        *("E1", "E2"),
    )
    assert loose.messages == ("m-refusal", "m-mayor", "m-note")
    assert loose.passages == ("p-signed", "p-begged", "p-gone")
    assert loose.documents == ("unused",)
    assert loose.evidence == ("E1", "E2", "E3")


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
        "About 5 March 2024. Plea by the union to The company: asks for a rise. [m-plea:",
        "Move of the union, which changes nothing: strike. [v-hold]",
        "Report within the union:",
        "Plea by the mayor to The company: begs <both>.",
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
        "Evidence without a date, so not in the timeline (1): E2.",
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
        *("title", "timeline", "letters", "path", "silences", "documents", "passages", "loose"),
        *("strangers", "version"),
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
    assert fields(data) <= explained


def fields(data: Any) -> set[str]:
    """List the names of all fields, whatever the depth."""
    if isinstance(data, dict):
        return set(data).union(*map(fields, data.values()))
    return set().union(*map(fields, data)) if isinstance(data, list) else set()


def test_bibtex_holds_every_document_with_its_signs_escaped(view: RecordView) -> None:
    text = record_export.bibtex(view)
    assert re.findall(r"^@misc\{(.*),$", text, re.MULTILINE) == ["minutes", "letter", "unused"]
    assert r"title = {Minutes \& papers\_1}" in text
    assert "howpublished = {Works council, 2024}" in text
    assert "url = {https://example.org/letter}" in text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_no_title_breaks_bibtex(title: str) -> None:
    case, _ = check_text(CASE)
    assert case is not None
    one = replace(case, record=Record(documents=(Document("d", title=title),)))
    text = record_export.bibtex(record(one))
    (line,) = re.findall(r"^  title = \{(.*)\},$", text, re.MULTILINE)
    bare = re.sub(r"\\text[a-z]+\{\}|\\[&%$#_{}]", "", line)
    assert not set(bare) & set("&%$#_{}\\~^")


def test_no_brace_of_an_address_breaks_bibtex(view: RecordView) -> None:
    documents = (Document("d", title="t", url="http://x.org/a}b?c=1%20&d={e"),)
    case = replace(view.case, record=Record(documents=documents))
    assert "  url = {http://x.org/a%7Db?c=1%20&d=%7Be},\n" in record_export.bibtex(record(case))


def test_csl_json_can_be_read_by_a_reference_manager(view: RecordView) -> None:
    items = json.loads(record_export.csl_json(view))
    assert items[0] == {
        "id": "minutes",
        "type": "document",
        "title": "Minutes & papers_1",
        "note": "Works council, 2024; kept in the yard",
        "custom": {"file": "minutes.txt", "sha256": SHA256},
    }
    assert items[1]["URL"] == "https://example.org/letter"


def test_web_annotations_select_by_place_and_give_only_words_that_the_case_gives(
    view: RecordView,
) -> None:
    text = record_export.web_annotations(view)
    data = json.loads(text)
    assert data["@context"] == "http://www.w3.org/ns/anno.jsonld"
    base = data["id"].partition("#")[0]
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", base)
    items = {item["id"].removeprefix(f"{base}#"): item for item in data["items"]}
    assert set(items) == {
        *("p-asked", "p-signed", "p-begged", "p-gone", "m-refusal", "v-strike"),
    }
    asked = items["p-asked"]
    digest = base64.urlsafe_b64encode(bytes.fromhex(SHA256)).decode().rstrip("=")
    assert asked["target"]["source"]["id"] == f"ni:///sha-256;{digest}"
    (selector,) = asked["target"]["selector"]
    assert selector["type"] == "TextPositionSelector"
    assert TEXT[selector["start"] : selector["end"]] == ASKED
    assert asked["body"]["value"] == "a plea"
    (quoted,) = items["v-strike"]["target"]["selector"]
    assert quoted == {"type": "TextQuoteSelector", "exact": "we are out", "prefix": "Today"}
    assert items["v-strike"]["target"]["source"]["id"] == "https://example.org/letter"
    assert ASKED not in text
    assert SIGNED not in text


def test_what_stands_around_a_passage_is_kept_where_its_words_are_not(view: RecordView) -> None:
    passage = Passage("p", "d", 3, 9, prefix="before it", suffix="after it")
    known = Record(documents=(Document("d"),), passages=(passage,))
    data = json.loads(record_export.web_annotations(record(replace(view.case, record=known))))
    # Without an address or a hash of its own the document is named after the case.
    assert data["items"][0]["target"]["source"]["id"] == data["id"].partition("#")[0] + "#d"
    (selector,) = data["items"][0]["target"]["selector"]
    assert selector == {
        "type": "TextPositionSelector",
        "start": 3,
        "end": 9,
        "prefix": "before it",
        "suffix": "after it",
    }


@pytest.mark.parametrize(
    ("written", "begins", "ends"),
    [
        ("1952/..", [1952], None),
        ("before 1952-07-14", [1952], None),
        ("1952/1953", [1952], [1953]),
        ("195X", [1950], [1959]),
        ("1952?", [1951], [1953]),
        ("1952-06/1952-08", [1952, 6], [1952, 8]),
        ("1952-07~", [1952, 6], [1952, 8]),
        ("1952-07-15/1952-07-17", [1952, 7, 15], [1952, 7, 17]),
    ],
)
def test_a_timeline_has_years_and_months_where_no_days_are_known(
    view: RecordView, written: str, begins: list[int], ends: list[int] | None
) -> None:
    events = Record(evidence=(Evidence("E", "x", date=parse_date(written)),))
    found = record(replace(view.case, record=events, issues=(), nature=()))
    (event,) = json.loads(record_export.timeline(found))["events"]
    assert list(event["start_date"].values()) == begins
    assert list(event.get("end_date", {}).values()) == (ends or [])


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


def test_the_timeline_is_escaped_and_has_a_start_for_every_event(view: RecordView) -> None:
    data = json.loads(record_export.timeline(view))
    assert data["title"]["text"]["headline"] == "The ferry &amp; the union"
    events = {event["unique_id"]: event for event in data["events"]}
    assert len(events) == len(view.entries)
    assert all("year" in event["start_date"] for event in data["events"])
    assert events["message-m-mayor"]["text"]["text"] == "begs &lt;both&gt;"
    assert events["message-m-mayor"]["start_date"] == {"year": 2024}
    assert events["message-m-mayor"]["display_date"] == "since May 2024"
    assert events["message-m-note"]["start_date"] == {"year": 2024}
    assert events["opened-wage"]["start_date"] == {"year": 2024, "month": 2}
    assert "end_date" not in events["opened-wage"]
    assert events["move-v-offer"]["end_date"] == {"year": 2024, "month": 4, "day": 3}


def test_the_table_of_events_is_the_csv(view: RecordView) -> None:
    rows = list(csv.DictReader(io.StringIO(record_export.events_csv(view))))
    assert list(rows[0]) == [*record_export.EVENT_COLUMNS]
    table = view.table().fillna("")
    assert list(table.columns) == [*record_export.EVENT_COLUMNS]
    assert [row["id"] for row in rows] == table["id"].tolist()
    for row, known in zip(rows, table.to_dict("records"), strict=True):
        known["approximate"] = "yes" if known["approximate"] else "no"
        assert row == known
    (note,) = [row for row in rows if row["id"] == "m-note"]
    assert note["text"] == 'a note, "x"'
    (mayor,) = [row for row in rows if row["id"] == "m-mayor"]
    assert (mayor["date"], mayor["earliest"], mayor["latest"]) == ("2024-05/..", "2024-05-01", "")


WRITTEN = [
    *("1952-07-14", "1952-07", "1952", "195X", "1952-XX", "1952-07~", "1952-07?", "1952-22"),
    *("1952-07-15/1952-07-17", "../1952-07", "1952/..", "early July 1952", "late 1952"),
    *("spring 1952", "winter 1952/53", "the 1950s", "before 1952-07-14", "after July 1952"),
    *("1952-07-1X", "1952-33", "1952-30", "[1951,1952]", "{1951,1952-07}", "[1951..1953]"),
    *("1952 or 1953", "15-17 July 1952", "1952-07-14T18:00:00Z", "1952-07-14T18:00~"),
]


@pytest.mark.parametrize("written", WRITTEN)
def test_no_export_is_more_precise_than_what_was_written(written: str) -> None:
    case, _ = check_text(CASE)
    assert case is not None
    when = parse_date(written)
    events = Record(evidence=(Evidence("E", "x", date=when),))
    found = record(replace(case, record=events, issues=(), nature=()))
    (event,) = json.loads(record_export.timeline(found))["events"]
    assert within(event, when.is_exact)
    (row,) = csv.DictReader(io.StringIO(record_export.events_csv(found)))
    assert row["date"] == written
    assert (row["earliest"] == row["latest"]) == when.is_exact
    (entry,) = record_data.record(found)["timeline"]
    assert entry["date"]["written"] == written
    assert html.unescape(event["display_date"]) == entry["date"]["words"]
    if not when.is_exact:
        assert not re.fullmatch(r"\d+ [A-Z][a-z]+ \d{4}", entry["date"]["words"])


def within(event: dict[str, Any], exact: bool) -> bool:
    """Tell whether one lone day is given only where one day is meant, or one end is open."""
    lone = "end_date" not in event and "day" in event["start_date"]
    words = event["display_date"]
    return not lone or exact or bool(re.match(r"(by|since|before|after) ", words))
