"""What pictures of a report show: lengths in the order of numbers, and no word on another."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pages.test_report import STRIKE, made

import stickpoint as sp
from stickpoint.case.library import names
from stickpoint.pages.figures.bars import Bar, Bars, Scale, Tolls, amounts_scale, dot
from stickpoint.pages.figures.svg import BOLD, key_shape, reach, wide
from stickpoint.pages.figures.timeline import Event, Timeline, calendar
from stickpoint.pages.model import Figure, Page
from stickpoint.pages.report.timing import _counted_as

AMOUNTS = st.floats(0, 1e9, allow_nan=False)


def toll(low: float, middle: float, high: float) -> Bar:
    """Make a toll that says its expected sum."""
    return Bar("", low, middle, high, f"{middle:g}")


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=6))
@example([(0.0, 1e-5, 1e-5)])
@example([(0.0, 0.0, 0.05), (10.0, 50.0, 900.0), (1.0, 1e4, 1e5)])
def test_of_one_unit_more_is_never_drawn_shorter(found: list[tuple[float, float, float]]) -> None:
    rows = [toll(*sorted(values)) for values in found]
    scale = amounts_scale(rows, 0, 400)
    least = max(1e-9, 1e-9 * max(row.high for row in rows))
    assert all(not scale.beyond(row.middle) for row in rows if row.middle > least)
    assert all(not scale.beyond(row.high) for row in rows if row.high > least)
    by_number = sorted(rows, key=lambda row: row.middle)
    places = [scale.x(row.middle) for row in by_number]
    assert places == sorted(places)
    assert all(0 <= scale.x(x) <= 400 for row in rows for x in (row.low, row.middle, row.high))


def arrows(row: Bar, scale: Scale) -> list[tuple[float, int]]:
    """Return where each arrow of a row stands, and whether it points to the left or the right."""
    drawn = "".join(dot(row, scale, 0, 12))
    strokes = re.findall(r'x1="([-\d.]+)" y1="6.0" x2="([-\d.]+)" y2="2.0"', drawn)
    return [(float(x), 1 if float(x) > float(back) else -1) for x, back in strokes]


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(-9, 3), st.integers(1, 9), st.booleans())
@example(0.0, 0.0, 0.05, -1, 3, True)
@example(2e5, 3e5, 4e5, -1, 3, True)
def test_an_arrow_points_to_where_the_number_lies(
    a: float, b: float, c: float, first: int, decades: int, log: bool
) -> None:
    low, middle, high = sorted((a, b, c))
    scale = Scale(10.0**first, 10.0 ** (first + decades), 0, 400, log=log)
    ends = (low < scale.first, high > scale.last)
    found = arrows(toll(low, middle, high), scale)
    for x, way in found:
        assert x == (0 if way < 0 else 400)
        assert ends[0] if way < 0 else ends[1]
    assert len(found) == len(set(found))


def test_the_dead_stay_to_be_seen_beside_the_displaced() -> None:
    rows = [toll(22, 51, 150), toll(24e3, 50e3, 130e3)]
    scale = amounts_scale(rows, 0, 400)
    assert scale.x(51) - scale.x(scale.first) > 20
    drawn = Tolls((("People", tuple(rows)),)).draw()
    assert "each line is ten times the last" in drawn
    assert 'class="bar' not in drawn


def test_each_unit_has_a_scale_of_its_own_and_a_kind_of_it_shares_it() -> None:
    units = {"people", "people killed or wounded", "million yuan", "million dollars", ""}
    assert {unit: _counted_as(unit, units) for unit in units} == {
        "people": "people",
        "people killed or wounded": "people",
        "million yuan": "million yuan",
        "million dollars": "million dollars",
        "": "",
    }


def test_a_range_below_nothing_is_drawn_below_nothing() -> None:
    drawn = Bars((Bar("opposition", -0.49, 0.001, 0.13, "under 1 %"),))
    scale = drawn.scale
    assert scale.x(-0.49) < scale.x(0) - 20
    assert f'x1="{scale.x(-0.49):.1f}"' in drawn.draw()
    assert 0.0 in scale.marks


def figure(report: Page, name: str) -> Figure:
    """Find a figure by its name."""
    parts = (part for section in report.sections for part in section.parts)
    return next(p for p in parts if isinstance(p, Figure) and p.name == name)


def test_each_toll_has_a_row_with_its_number_its_range_and_its_unit() -> None:
    report = made(STRIKE)
    drawn = figure(report, "tolls").picture.draw()
    rows = [row for s in report.sections for p in s.parts for row in getattr(p, "rows", ())]
    (row,) = (row for row in rows if "Lost days" in row)
    assert row[-1] == "days"
    assert re.search(r">[\d,.]+ days \([\d,.]+ to [\d,.]+\)<", drawn)


AGENDA = STRIKE.replace(
    "issues:\n",
    "issues:\n  day: {name: which day to meet, opened: 2000-12-28, closed: 2001-01-09}\n",
)
RECORD = """\
record:
  messages:
    - {id: m1, date: 2000-12-30, from: ann, to: bob, act: offer, text: offers a little}
    - {id: m2, date: 2001-01, from: bob, to: ann, act: plea, text: asks for peace}
  moves:
    - {id: v1, date: 2001-01-03, party: ann, sets: {ann.yield: no}}
    - {id: v2, date: 2001-01-05, party: ann, sets: {ann.yield: yes}}
"""


def timeline() -> Figure:
    """Return the timeline of a case with marks of several kinds."""
    return figure(made(AGENDA + RECORD), "timeline")


def test_items_of_the_agenda_are_named_on_the_paper() -> None:
    assert ">Which day to meet</text>" in timeline().picture.draw()


def test_an_open_item_lasts_to_the_end_in_the_record_and_not_past_it() -> None:
    text = AGENDA.replace("pay: {name: pay,", "pay: {name: pay, opened: 2000-12-29,") + RECORD
    picture = figure(made(text), "timeline").picture
    assert isinstance(picture, Timeline)
    assert picture.over is not None
    still = [event for event in picture.events if event.name.endswith("(open)")]
    assert [event.last for event in still] == [picture.over[0]]
    later = figure(made(text.replace("yield: yes", "yield: no")), "timeline").picture
    assert isinstance(later, Timeline)
    assert [e.last for e in later.events if e.name.endswith("(open)")] == [date.max]


def test_words_over_a_timeline_stand_clear_of_the_lines_of_others() -> None:
    marks = ((date(2001, 1, 5), "war"), (date(2001, 10, 1), "peace"))
    event = Event(0, date(2001, 1, 1), date(2001, 12, 1), "agenda", "pay")
    picture = Timeline((("Agenda", ""),), (event,), marks, (date(2001, 11, 20), "a very long end"))
    heads = picture.heads
    assert {head.text for head in heads} == {"war", "peace", "a very long end"}
    for k, head in enumerate(heads):
        for lower in heads[k + 1 :]:
            start, end = reach(picture.x(lower.day), lower.text)
            assert not start < picture.x(head.day) < end


def test_words_are_no_wider_in_the_letters_of_linux_than_they_are_reckoned() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    from matplotlib.ft2font import FT2Font

    folder = Path(matplotlib.get_data_path()) / "fonts/ttf"
    words = [issue.name for name in names() for issue in sp.load(name).issues]
    words += [option.text for name in names() for option in sp.load(name).options]
    for font, wider in (("DejaVuSans.ttf", 1.0), ("DejaVuSans-Bold.ttf", BOLD)):
        letters = FT2Font(str(folder / font))
        letters.set_size(100, 72)
        for text in words:
            letters.set_text(text)
            assert letters.get_width_height()[0] / 64 <= 1.01 * wide(text, 100) * wider


def test_the_legend_shows_each_mark_that_is_used_and_no_other() -> None:
    shown = timeline()
    drawn = shown.picture.draw()
    said = {key.kind for key in shown.legend}
    wanted = {"agenda", "dot", "loose", "diamond", "diamond hollow", "over"}
    assert said == {f"mark {kind}" for kind in wanted}
    assert len(re.findall('<path d="M[^"]*" class="exact move restates', drawn)) == 1
    shapes = {re.sub(' (class|d|x|cx)="[^"]*"', "", key_shape(kind)) for kind in said}
    assert len(shapes) >= 3


@given(st.dates(date(1, 2, 1), date(9999, 1, 1)), st.integers(13, 400_000))
def test_a_timeline_has_at_least_two_days_on_its_axis(first: date, days: int) -> None:
    last = date.fromordinal(min(first.toordinal() + days, date(9999, 12, 1).toordinal()))
    shown = calendar(first, last)
    assert 2 <= len(shown) <= 60 if days < 40_000 else len(shown) >= 2
    assert all(first <= day <= last for day, _ in shown)
    assert len({words for _, words in shown}) == len(shown)


def test_a_case_whose_only_terms_are_of_a_closed_item_still_gets_its_report() -> None:
    closed = STRIKE.replace("pay: {name: pay,", "pay: {name: pay, closed: 2000-12-01,")
    assert "holding" not in {section.name for section in made(closed).sections}
