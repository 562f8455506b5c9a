"""The first page of a report, what was noted beside a case, and when it was over in the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from io import BytesIO
from string import ascii_uppercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages.test_report import FULL, made

import stickpoint as sp
from stickpoint.answers.ended import ended
from stickpoint.answers.why.brief import FORECAST, Brief
from stickpoint.answers.why.stability import why
from stickpoint.case.model.basis import DAYS_IN
from stickpoint.pages.figures.charts import Axes, Survival
from stickpoint.pages.figures.strip import Box, Strip
from stickpoint.pages.figures.svg import wide
from stickpoint.pages.figures.timeline import Timeline
from stickpoint.pages.model import Figure, Labelled, Page
from stickpoint.pages.render import docx as writer
from stickpoint.pages.render.html import html, style
from stickpoint.pages.report.document import report
from stickpoint.pages.report.forecast import MOST_LINES

NOTED = """\
format: 1
title: A strike
clock: {start: 2001-01-01, unit: week, horizon: 40}
parties:
  ann: {name: Ann, note: Note one about Ann.}
  bob: {name: Bob}
options:
  ann.yield: {text: yield, one_way: yes, note: Note two on yielding.}
  bob.yield: {text: give in, one_way: yes}
nature:
  thaw: {text: a thaw comes, rate: 0.05, note: Note three on weather.}
issues:
  pay: {name: pay, note: Note four on pay., terms: {low: ann.yield, high: bob.yield}}
wants:
  ann: [{that: bob.yield, note: Note five on a want.}]
  bob: [ann.yield]
payoffs:
  ann:
    - {when: "!ann.yield & !bob.yield", worth: [-2, -1], label: days without pay, note: Note six.}
  bob: [{when: "!ann.yield & !bob.yield", worth: -1, label: idle machines}]
terminal:
  ann: [{when: ann.yield, worth: -1, note: Note seven on the end., label: the shame}]
tolls:
  lost days: {when: "!ann.yield & !bob.yield", per: week, amount: 5, note: Note eight counts days.}
levers:
  - {what: pay the idle, payoff: ann, when: "!ann.yield", note: Note nine on a lever.}
record:
  documents: {paper: {title: The paper, note: Note ten on the paper.}}
  passages: {p1: {document: paper, chars: [0, 5], note: Note eleven of a passage.}}
  messages:
    - {id: m1, date: 2001-01-02, from: ann, to: bob, act: offer, text: offers, note: Note twelve.}
    - {id: m2, date: 2001-01, from: bob, to: ann, act: plea, text: a letter, note: Note thirteen.}
  moves:
    - {id: v1, date: 2001-01-09, party: bob, sets: {bob.yield: yes}, note: Note fourteen.}
  evidence:
    e1: {text: she laughed, date: 2001-01-03, note: Note fifteen on a laugh.}
hypotheses:
  pride:
    claim: It is pride
    note: Note sixteen on pride.
    evidence: {e1: {rating: "+", note: Note seventeen.}}
  money: {claim: It is money, evidence: {e1: "-"}}
notes: [Note eighteen on all of it.]
"""


@cache
def answers(text: str) -> Page:
    """Make the report of a case, once for all tests that read it."""
    return made(text)


def written(thing: Any) -> Iterator[str]:
    """Return every note and every label of a case."""
    if isinstance(thing, tuple):
        for part in thing:
            yield from written(part)
    elif isinstance(thing, dict):
        yield from written(tuple(thing.values()))
    elif is_dataclass(thing):
        for part in fields(thing):
            value = getattr(thing, part.name)
            if part.name in ("note", "notes", "label"):
                yield from filter(None, (value,) if isinstance(value, str) else value)
            else:
                yield from written(value)


def bare(text: str) -> str:
    """Return words with single spaces and no mark of a link."""
    return " ".join(text.split()).rstrip(".").lower()


@pytest.mark.parametrize("name", ["a strike", "elmira"])
def test_every_note_and_label_of_a_case_reaches_the_reader_of_page_and_document(name: str) -> None:
    case = sp.loads(NOTED) if name == "a strike" else sp.load(name)
    notes = [bare(note) for note in written(case)]
    assert notes
    made_ = answers(NOTED) if name == "a strike" else report(Brief(why(case)))
    text = bare(re.sub(r"<[^>]+>", "", html(made_)).replace("&nbsp;", " "))
    text = text.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
    assert [note for note in notes if note not in text] == []
    if name == "a strike":
        assert len(notes) == 18 + 3
        docx = pytest.importorskip("docx")
        document = docx.Document(BytesIO(writer.word(made_)))
        told = [p.text for p in document.paragraphs]
        told += [c.text for t in document.tables for row in t.rows for c in row.cells]
        whole = bare(" ".join(told))
        assert [note for note in notes if note not in whole] == []


def test_dated_evidence_is_in_the_record() -> None:
    section = next(s for s in answers(NOTED).sections if s.name == "record")
    table = next(p for p in section.parts if hasattr(p, "rows"))
    assert any("she laughed" in str(row) for row in table.rows)


def test_the_first_page_has_the_answer_a_picture_the_curve_the_tolls_and_what_to_do() -> None:
    first, *rest = answers(FULL).sections
    assert first.alone
    heads = [label for p in first.parts if isinstance(p, Labelled) for label, _ in p.rows]
    for wanted in ("Stuck on", "Held by", "Why", "How long", "Who pays", "What to do next"):
        assert wanted in heads
    drawn = [p.name for p in first.parts if isinstance(p, Figure)]
    assert drawn == ["way", "survival"]
    letters = [s.title.partition(".")[0] for s in rest]
    assert letters == [f"Appendix {letter}" for letter in ascii_uppercase[: len(rest)]]
    assert "section.alone { break-after: page" in style().split("@media print")[1]


def test_the_first_page_names_each_open_item_and_none_that_closed_before() -> None:
    text = FULL.replace("issues:\n", "issues:\n  day: {name: which day, opened: 2000-12-28}\n")
    text = text.replace("issues:\n", "issues:\n  place: {name: the place, closed: 2000-12-29}\n")
    case = sp.loads(text)
    still = [issue.name for issue in case.issues if issue.closed is None]
    assert len(still) > 1
    rows = dict(row for p in report(Brief(why(case))).sections[0].parts
                if isinstance(p, Labelled) for row in p.rows)  # fmt: skip
    said = rows["Stuck on"]
    assert len(said) == len(still)
    assert all(name.lower() in line.lower() for name, line in zip(still, said, strict=True))


@pytest.mark.parametrize("name", ["elmira", "garrison-1976"])
def test_the_first_page_sends_nobody_to_a_command(name: str) -> None:
    first = report(Brief(why(sp.load(name)))).sections[0]
    said = [t for p in first.parts if isinstance(p, Labelled) for _, texts in p.rows for t in texts]
    assert [text for text in said if "stickpoint " in text and "ask stickpoint" not in text] == []


def test_the_end_in_the_record_is_marked_on_curve_and_timeline_and_compared() -> None:
    report_ = answers(NOTED)
    drawn = {p.name: p.picture for s in report_.sections for p in s.parts if isinstance(p, Figure)}
    curve, timeline = drawn["survival"], drawn["timeline"]
    assert isinstance(curve, Survival)
    assert curve.over is not None
    assert curve.over[0] * float(DAYS_IN[curve.unit]) == pytest.approx(8)
    assert curve.over[1] == "over: high"
    assert 'class="over"' in curve.draw()
    assert isinstance(timeline, Timeline)
    assert timeline.over is not None
    assert str(timeline.over[0]) == "2001-01-09"
    first = report_.sections[0]
    rows = dict(r for p in first.parts if isinstance(p, Labelled) for r in p.rows)
    (told,) = rows["What happened"]
    assert "9 January 2001" in told
    assert "as high" in told
    assert "this forecast gave" in told


def test_a_record_that_ends_open_marks_no_end() -> None:
    text = NOTED.replace("bob.yield: yes}, note", "bob.yield: no}, note")
    assert ended(sp.loads(text)) is None
    assert 'class="over"' not in html(made(text))


def test_each_draw_has_a_line_of_its_own() -> None:
    figures = [p for s in answers(FULL).sections for p in s.parts if isinstance(p, Figure)]
    curve = next(p.picture for p in figures if p.name == "survival")
    assert isinstance(curve, Survival)
    assert len(curve.draws) == MOST_LINES < FORECAST
    assert curve.draw().count('class="draw"') == MOST_LINES


def test_times_are_marked_by_the_calendar_where_the_start_is_known() -> None:
    words = re.findall(r">([^<]+)</text>", "".join(Axes(60, "month", date(1952, 1, 2)).draw()))
    assert "1953" in words
    assert "60 months from 2 January 1952" in words
    plain = re.findall(r">([^<]+)</text>", "".join(Axes(60, "month").draw()))
    assert "months from the start" in plain
    far = "".join(Axes(1e6, "year", date(1952, 1, 2)).draw())
    assert "years from the start" in far


WORDS = st.lists(st.text("abcdefg MW", min_size=1, max_size=60), min_size=1, max_size=9)


@given(WORDS)
def test_no_word_of_a_way_out_leaves_its_box(found: list[str]) -> None:
    strip = Strip(tuple(Box(text, text, "Settled: low") for text in found))
    for box in strip.boxes:
        for line, kind in strip.words(box):
            room = strip._wide - 16
            assert wide(line, 11.5) <= (room * 0.92 if "bold" in kind or "terms" in kind else room)
    across, high = strip.size
    for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', strip.draw()):
        assert 0 <= float(x) < across
        assert 0 <= float(y) < high


def test_the_marks_of_the_timeline_have_names_and_lead_to_the_table() -> None:
    text = html(answers(NOTED))
    links = re.findall(r'<a href="#([^"]+)"><g><title>', text)
    assert {"record-m1", "record-v1"} <= set(links)
    assert all(f'id="{link}"' in text for link in links)
    assert re.search(r">Offers</text>", text)
