"""The clock's answer → sections: how long, which way, and who pays beside who decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeAlias

import numpy as np

from stickpoint.answers.clock import Course
from stickpoint.answers.ended import Ended
from stickpoint.answers.outcomes import outcomes
from stickpoint.answers.sampling.draws import middle_of
from stickpoint.answers.why.brief import Brief
from stickpoint.pages.clock import ends, horizon
from stickpoint.pages.clock.ended import happened
from stickpoint.pages.clock.times import OVER
from stickpoint.pages.figures.bars import Bars
from stickpoint.pages.figures.charts import Shares, Survival, last_worth_showing
from stickpoint.pages.model import Figure, Legend, Number, Numbers, Part, Section, Table, Text
from stickpoint.pages.report.burden import banded, burden, caution, share_bar
from stickpoint.pages.wording.names import CaseWords, count, joined, plain, upper
from stickpoint.pages.wording.numbers import duration, percent

Banded: TypeAlias = tuple[Number, Number, Number]
"""The middle of the draws, and the low and the high end of their band."""
MOST_LINES = 60
"""Draws beyond which a curve each would only be a blot; the first are as good as any."""


def timing(found: Brief, numbers: Numbers) -> tuple[Section, ...]:
    """Lay out what the clock says; one section with the reason where it says nothing."""
    course = found.course
    if found.silent or course is None:
        reason = Text(f"The clock has no answer: {found.silent}", "lead")
        return (Section("how-long", "How long, and which way it ends", (reason,)),)
    if course.is_over:
        return (Section("how-long", "How long, and which way it ends", (Text(OVER, "lead"),)),)
    return (_how_long(course, numbers), _which_way(course, numbers), burden(course, numbers))


def _how_long(course: Course, numbers: Numbers) -> Section:
    time = partial(duration, unit=course.game.unit)
    rows = []
    for name, *place in (
        ("Even chance of being settled after", "median"),
        ("One chance in ten of being settled after", "quantiles", "0.1"),
        ("Nine chances in ten of being settled after", "quantiles", "0.9"),
        ("Expected time unsettled, within the horizon", "mean_within_horizon"),
    ):
        low, high = (numbers("clock", "ranges", *place, end, say=time) for end in (0, 1))
        middle = numbers("clock", "ranges", "middle", *place, say=time)
        rows.append(banded(name, middle, low, high))
    head = ("", "Median of the draws", "Band over draws")
    table = Table("How long, in figures", head, tuple(rows))
    note = "The band holds four of five draws from the ranges of the case. " * course.has_ranges
    note += horizon.sentence(course)
    parts: list[Part] = [*caution(course), _plain(course, table), Text(note, "note")]
    return Section("how-long", "How long it lasts", (*parts, *horizon.table(course)))


def curve(course: Course, end: Ended | None) -> Figure:
    """Draw the chance of its being unsettled, and when it was over where the record has that."""
    unit, times = course.game.unit, course.ranges.times
    low, high = course.ranges.open_band()
    middle = middle_of(course.ranges.open)
    even = course.ranges.middle(course.ranges.median)
    stop = max(last_worth_showing(times.tolist(), row.tolist()) for row in (middle, high)) + 1
    at = end.time if end else None
    is_seen = end is not None and at is not None and 0 < at <= course.horizon
    over = (at, f"over: {plain(end.name)}") if is_seen and end and at else None
    if over:
        stop = max(stop, min(int(np.searchsorted(times, 1.04 * over[0])) + 1, times.size))
    now, open_, least, most = (row[:stop].tolist() for row in (times, middle, low, high))
    draws = course.ranges.open[:MOST_LINES, :stop].tolist()
    marks = _events(course), over, started(course)
    picture = Survival(now, open_, draws, unit, even, *marks)
    rows = tuple(
        (f"{now[k]:.3g}", percent(open_[k]), f"{percent(least[k])} to {percent(most[k])}")
        for k in _landmarks(stop)
    )
    about = (
        f"The chance of being unsettled falls from 100 % at the start to {percent(open_[-1])} "
        f"after {duration(now[-1], unit)}; "
        f"an even chance comes after {duration(even, unit)}."
    )
    about += f" {happened(end, unit)}." if end and over else ""
    return Figure(
        "survival", f"Chance that it is still unsettled, by {unit}", about, picture,
        tuple(_legend(course, over)),
        Table("The curve as a table", (f"{unit}s", "still open", "band"), rows, (1, 2), True),
    )  # fmt: skip


def _legend(course: Course, over: tuple[float, str] | None) -> Iterator[Legend]:
    if not course.has_ranges:
        yield Legend("line", "as the case has it")
    else:
        yield from _drawn(course)
    if over:
        yield Legend("over", "over, as the record has it")


def _drawn(course: Course) -> Iterator[Legend]:
    yield Legend("line", "median of the draws")
    some = f"{MOST_LINES} of " * (course.draws > MOST_LINES)
    yield Legend("draw", f"each of {some}{count(course.draws, 'draw')} from the ranges")


def started(course: Course) -> date | None:
    """Return the day on which the clock starts, where the case says one."""
    start = course.case.clock.start
    return None if start is None or start.open_start else start.first


def _landmarks(stop: int) -> list[int]:
    """Choose the seven points of a curve that its folded table names."""
    return [round(at) for at in np.linspace(0, stop - 1, 7).tolist()]


def _events(course: Course) -> tuple[tuple[float, str], ...]:
    return tuple(
        (float(dated.time), f"{horizon.event(course, dated.name)} ({horizon.seen(dated)})")
        for dated in course.game.events
        if 0 < dated.time < course.horizon
    )


def _which_way(course: Course, numbers: Numbers) -> Section:
    names = [name for name in course.ranges.outcomes if name != "unsettled"]
    kinds = {name: f"o{k % 6}" for k, name in enumerate(names)}
    shares = tuple(_ends(course, numbers))
    rows = tuple(banded(label, *share) for _, label, share in shares)
    drawn = course.has_ranges
    bars = tuple(
        share_bar(label, *share, kinds.get(name, "plain"), drawn=drawn)
        for name, label, share in shares
    )
    table = Table("How it ends, in figures", ("", "share", "band over draws"), rows, (1, 2))
    about = "; ".join(f"{bar.label} {bar.shown}" for bar in bars)
    title = "How it ends" + ", with the band over draws" * drawn
    parts: list[Part] = [*caution(course), Figure("outcomes", title, about, Bars(bars))]
    if never := outcomes(course).never:
        parts.append(Text(f"Never: {joined([plain(name) for name in never])}.", "note"))
    parts += [_plain(course, table), _by_and_by(course, kinds)]
    if course.ways is not None and course.game.conflict is not None:
        told = ends.section(course.ways, CaseWords(course.case, course.game.conflict))
        parts.append(Text(told.title, "heading"))
        parts += [Text(p.words, "note") if isinstance(p, Text) else p for p in told.parts]
    return Section("which-way", "Which way it ends", tuple(parts))


def _ends(course: Course, numbers: Numbers) -> Iterator[tuple[str, str, Banded]]:
    """Return name, label and share of each way to end; those that are rare come as a sum."""
    found = outcomes(course)
    for name in found.common:
        share = numbers("clock", "ranges", "middle", "outcomes", name, say=percent)
        low, high = (numbers("clock", "ranges", "outcomes", name, k, say=percent) for k in (0, 1))
        label = "Still unsettled at the horizon" if name == "unsettled" else upper(plain(name))
        yield name, label, (share, low, high)
    if found.rare:
        rare = ("clock", "ranges", "rare")
        low, high = (numbers(*rare, "band", k, say=percent) for k in (0, 1))
        share = numbers(*rare, "middle", say=percent)
        yield "", f"{len(found.rare)} other ways, each less than 1 %", (share, low, high)


def _plain(course: Course, table: Table) -> Table:
    """Leave the column of bands out where no number of the case is a range."""
    if course.has_ranges:
        return table
    rows = tuple(row[:2] for row in table.rows)
    return replace(table, head=("", "as the case has it"), rows=rows, right=(1,))


def _by_and_by(course: Course, kinds: dict[str, str]) -> Figure:
    """Show the shares of the outcomes over time."""
    times = np.linspace(0, course.horizon, 241)
    found = course.run.table(times)
    stop = last_worth_showing(times.tolist(), found["open"].tolist()) + 1
    now, curves = times[:stop].tolist(), {name: found[name].tolist()[:stop] for name in found}
    shown = [name for name in kinds if curves[name][-1] >= 0.005] or list(kinds)[:1]
    parts = tuple((kinds[name], curves[name]) for name in shown)
    rows = tuple(
        (f"{now[k]:.3g}", *(percent(curves[name][k]) for name in ("open", *shown)))
        for k in _landmarks(stop)
    )
    unit = course.game.unit
    head = (f"{unit}s", "still open", *(plain(name) for name in shown))
    ends = joined([f"{plain(name)} {percent(curves[name][-1])}" for name in shown])
    about = (
        f"{'With every range at its middle, in' if course.has_ranges else 'In'} the end: {ends}."
    )
    return Figure(
        "by-and-by", "Settled by then, and on which terms", about,
        Shares(now, parts, unit, started(course)),
        tuple(Legend(f"swatch {kinds[name]}", plain(name)) for name in shown),
        Table("These shares as a table", head, rows, tuple(range(1, len(head))), True),
    )  # fmt: skip
