"""What a record is written as for other programs: nothing more precise than it was."""

from __future__ import annotations

import base64
import csv
import html
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ferry import ASKED, CASE, SHA256, SIGNED, TEXT, case_file
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.record import RecordView, record
from stickpoint.case.check import check_text
from stickpoint.case.dates.fuzzy import parse_date
from stickpoint.case.model.record import Document, Evidence, Passage, Record
from stickpoint.formats import record_exports as record_export
from stickpoint.pages.data import record as record_data


@pytest.fixture
def view(tmp_path: Path) -> RecordView:
    path = case_file(tmp_path)
    return record(sp.load(path), [tmp_path])


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
