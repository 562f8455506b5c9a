"""The report tells one answer: that of the forecast, with its comparators, as of a day."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from io import BytesIO

import numpy as np
import pytest
from answers.test_latest import VOTED
from hypothesis import given
from hypothesis import strategies as st
from pages.test_report import FULL, Page

import stickpoint as sp
from stickpoint.answers.forecasting.model import Model
from stickpoint.answers.why.brief import Brief
from stickpoint.pages import model
from stickpoint.pages.clock.which import RECORD
from stickpoint.pages.data.why import brief as data
from stickpoint.pages.figures.bars import Bars, Tolls
from stickpoint.pages.figures.charts import Survival
from stickpoint.pages.model import Figure, Labelled, Number, Table, Text, pieces, unmarked
from stickpoint.pages.render import docx as writer
from stickpoint.pages.render.html import html
from stickpoint.pages.report import methods
from stickpoint.pages.report.document import report
from stickpoint.pages.report.forecast import MOST_LINES, shown
from stickpoint.pages.wording.spans import fitting

DATED = FULL.replace(
    "issues:\n",
    "nature:\n"
    "  feast: {text: the feast comes, by: 2001-01-07}\n"
    "  frost: {text: the frost comes, on: 2001-01-09}\n"
    "issues:\n",
).replace("text: she laughed, date: 2001-01-02}", "text: she laughed}")


@cache
def asked(text: str, as_of: str | None = None) -> Brief:
    """Ask about a case once for all tests."""
    return sp.why(sp.loads(text), as_of)


@cache
def made(text: str, as_of: str | None = None) -> model.Page:
    """Make the report of a case, once likewise."""
    return report(asked(text, as_of))


def figure(page: model.Page, name: str) -> Figure:
    """Find a figure by its name."""
    parts = (part for section in page.sections for part in section.parts)
    return next(p for p in parts if isinstance(p, Figure) and p.name == name)


def numbers_of(page: model.Page) -> list[Number]:
    """Return the numbers of all tables."""
    tables = [p for s in page.sections for p in s.parts if isinstance(p, Table)]
    cells = (words for table in tables for row in table.rows for words in row)
    return [piece for words in cells for piece in pieces(words) if isinstance(piece, Number)]


def test_the_curve_of_the_first_page_is_that_of_the_forecast_and_not_of_the_clock() -> None:
    curve, answer = figure(made(FULL), "survival").picture, asked(FULL).forecast
    assert isinstance(curve, Survival)
    _, each = fitting(curve.times[-1])
    days = np.array(curve.times) * {"day": 1.0, "month": 30.4375, "year": 365.25}[curve.unit]
    assert each == 1.0
    assert np.array(curve.middle) == pytest.approx(answer.law.open(days))
    others, rule = (row for _, row in curve.beside)
    assert np.array(others) == pytest.approx(answer.others.open(days))
    assert answer.waits is not None
    assert np.array(rule) == pytest.approx(answer.waits.open(days))
    # All lines of the legend, and a line each: the answer, two beside it, the draws, the end.
    kinds = [key.kind for key in figure(made(FULL), "survival").legend]
    drawn = curve.draw()
    assert [drawn.count(f'class="{kind}"') for kind in kinds] == [1, 1, 1, MOST_LINES, 1]


def test_the_first_page_holds_no_number_of_the_clock_with_a_horizon() -> None:
    # Where that clock looks less far, all of its numbers are others; the first page stays as it is.
    near = FULL.replace("horizon: 30", "horizon: 1")
    one, other = asked(FULL).course, asked(near).course
    assert one is not None
    assert other is not None
    assert one.run.mean > 1.1 * other.run.mean
    assert made(near).sections[0] == made(FULL).sections[0]
    first = str(made(FULL).sections[0])
    assert "/clock/" not in first
    assert "share of the delay is" not in first
    by_name = {section.name: section for section in made(near).sections}
    assert by_name["whose-delay"] != {s.name: s for s in made(FULL).sections}["whose-delay"]


def test_each_point_lies_in_its_range() -> None:
    for name in ("outcomes", "tolls", "delay"):
        picture = figure(made(FULL), name).picture
        assert isinstance(picture, Bars | Tolls)
        groups = [picture.rows] if isinstance(picture, Bars) else [g for _, g in picture.groups]
        rows = [row for group in groups for row in group]
        assert rows
        assert [row for row in rows if not row.low <= row.middle <= row.high] == []


def test_quantiles_and_chances_stand_beside_those_of_the_parts_in_order() -> None:
    section = next(s for s in made(FULL).sections if s.name == "how-long")
    spans, chances = (p for p in section.parts if isinstance(p, Table))
    heads = ("", "the answer", "parties' moves alone", "any deadlock", "plain rule")
    assert spans.head == chances.head == heads
    for column in range(1, len(spans.head)):
        found = [row[column][0].value for row in spans.rows]  # type: ignore[union-attr]
        assert found == sorted(found)
    told = data(asked(FULL))["forecast"]["chances"]
    assert [unmarked(row[0]) for row in chances.rows] == [f"Settled {x['when']}" for x in told]
    law = asked(FULL).forecast.law
    assert [x["answer"] for x in told] == pytest.approx([1 - law.open(x["days"]) for x in told])


def test_shares_of_the_ways_to_end_are_called_unproved() -> None:
    section = next(s for s in made(FULL).sections if s.name == "which-way")
    assert Text(RECORD, "lead") in section.parts


def test_dates_that_all_foresee_are_marked_and_those_that_nobody_knew_are_left_out() -> None:
    curve = figure(made(DATED), "survival").picture
    assert isinstance(curve, Survival)
    assert [what for _, what in curve.events] == ["the feast comes (foreseen)"]
    assert curve.events[0][0] == pytest.approx(6)
    assert ">the feast comes (foreseen)</text>" in curve.draw()
    assert "the frost comes" not in curve.draw()
    section = next(s for s in made(DATED).sections if s.name == "how-long")
    left_out = [unmarked(p.words) for p in section.parts if isinstance(p, Text)]
    assert any("Not in this answer" in text and "the frost comes" in text for text in left_out)


def test_a_report_as_of_a_day_says_so_and_counts_from_that_day() -> None:
    page = made(FULL, "2001-01-03")
    first = page.sections[0].parts[0]
    assert isinstance(first, Text)
    assert str(first.words).startswith("As of 3 January 2001.")
    shown_ = figure(page, "survival")
    assert shown_.title == "Chance that it is still open, as of 3 January 2001"
    curve = shown_.picture
    assert isinstance(curve, Survival)
    assert curve.start == date(2001, 1, 3)
    assert curve.middle[0] == 1.0
    # What came is marked on that calendar, three days before it is over.
    assert curve.over is not None
    assert curve.over[0] == pytest.approx(2)
    origin = dict(page.origin)
    assert (origin["As of"], origin["Start"]) == ("3 January 2001", "2001-01-01")
    assert "as of 3 January 2001" in Page(html(page)).text


def test_what_was_over_before_the_day_is_not_marked_ahead_of_it() -> None:
    late = FULL + "happened: {date: 2001-01-02, terms: low}\n"
    curve = figure(made(late, "2001-01-03"), "survival").picture
    assert isinstance(curve, Survival)
    assert curve.over is None


def test_numbers_of_the_document_are_those_of_the_page() -> None:
    docx = pytest.importorskip("docx")
    page = made(FULL)
    document = docx.Document(BytesIO(writer.word(page)))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    told = Page(html(page))
    keys = {key for key, _ in told.numbers}
    numbers = [one for one in numbers_of(page) if one.key.startswith("/forecast/")]
    assert len(numbers) > 30
    assert {one.key for one in numbers} <= keys
    assert [one for one in numbers if not any(one.shown in cell for cell in cells)] == []
    said = " ".join([*(p.text for p in document.paragraphs), *cells])
    first = (p for p in page.sections[0].parts if isinstance(p, Labelled))
    texts = [text for part in first for _, told_ in part.rows for text in told_]
    assert [text for text in texts if text not in said] == []


@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=90), st.booleans())
def test_the_draws_that_are_shown_are_those_that_weigh(weights: list[float], alike: bool) -> None:
    from types import SimpleNamespace

    found = np.full(len(weights), 0.5) if alike else np.array(weights)
    found = found / found.sum()
    few: Model = SimpleNamespace(draws=weights, weights=found)  # type: ignore[assignment]
    places = shown(few)
    assert places == sorted(set(places))
    assert 1 <= len(places) <= MOST_LINES
    assert all(0 <= k < len(weights) for k in places)
    # Whatever weighs more than one line of sixty has one.
    assert {k for k, weight in enumerate(found) if weight > 1.001 / MOST_LINES} <= set(places)


def shares_said(text: str) -> list[str]:
    """Return what the methods of a report say of shares of the ways to end, a sentence each."""
    said = " ".join(str(p.words) for p in methods.section(asked(text)).parts if isinstance(p, Text))
    return [one for one in said.split(". ") if "ways to end" in one and "clock" not in one]


HALVES = "half where these draws lead and half how firmly the terms would hold"


def test_of_what_shares_are_made_only_what_holds_for_the_case_is_said() -> None:
    [one] = shares_said(FULL)
    assert one.endswith(f"Shares of the ways to end are {HALVES}")
    unwanted = re.sub("wants: .*\n", "", FULL)
    assert asked(unwanted).forecast.holding is None
    [one] = shares_said(unwanted)
    assert one.endswith("Shares of the ways to end are where these draws lead")
    # A day that settles it for certain leaves its own share, and halves of the rest only.
    assert asked(VOTED).forecast.model.cut is not None
    [one] = shares_said(VOTED)
    assert one.startswith("Of the ways to end, what is open until a day that settles it")
    assert one.endswith(f"the shares of the rest are {HALVES}")
