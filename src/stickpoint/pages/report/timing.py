"""The forecast → sections: how long, which way, who pays; the clock with a horizon after them."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.why.brief import Brief
from stickpoint.pages.clock.times import OVER
from stickpoint.pages.clock.which import RECORD, common
from stickpoint.pages.figures.bars import Bar, Bars
from stickpoint.pages.model import Figure, Number, Numbers, Part, Section, Table, Text, Words
from stickpoint.pages.report.burden import burden
from stickpoint.pages.report.forecast import how_long
from stickpoint.pages.report.sketch import sketch
from stickpoint.pages.wording.names import plain, upper
from stickpoint.pages.wording.numbers import percent

_HALVES = (
    "Each bar is the mean of two halves, and the line across it goes from one to the other: where "
    "the parties' moves lead, and how firmly the terms would hold. The line is no band of draws."
)


def timing(found: Brief, numbers: Numbers) -> Iterator[Section]:
    """Lay out when and how it ends; one section with the reason where nothing is said of that."""
    course = found.course
    if found.silent or course is None:
        reason = Text(f"The clock has no answer: {found.silent}", "lead")
        yield Section("how-long", "How long, and which way it ends", (reason,))
    elif course.is_over:
        yield Section("how-long", "How long, and which way it ends", (Text(OVER, "lead"),))
    else:
        yield how_long(found.forecast, numbers)
        yield _which_way(found.forecast, numbers)
        yield burden(found.forecast, numbers)
        yield sketch(course, numbers)


def _which_way(answer: Forecast, numbers: Numbers) -> Section:
    if not answer.outcomes:
        none = Text("The case has no state in which it is settled.")
        return Section("which-way", "Which way it ends", (none,))
    both = answer.holding is not None
    told = tuple(_ends(answer, numbers))
    bars = tuple(_bar(*one, kind=f"o{k % 6}") for k, one in enumerate(told))
    rows: tuple[tuple[Words, ...], ...] = tuple(
        (label, *((number,) for number in found)) for label, found in told
    )
    head = ("", "share", "by the moves", "by what would hold") if both else ("", "share")
    table = Table("How it ends, in figures", head, rows, tuple(range(1, len(head))))
    about = "; ".join(f"{bar.label} {bar.shown}" for bar in bars)
    title = "How it ends" + ", between its two halves" * both
    parts: list[Part] = [Text(RECORD, "lead"), Figure("outcomes", title, about, Bars(bars))]
    parts += [Text(_HALVES, "note")] * both
    return Section("which-way", "Which way it ends", (*parts, table))


def _ends(answer: Forecast, numbers: Numbers) -> Iterator[tuple[str, tuple[Number, ...]]]:
    """Return label, share and both halves of each way to end; those that are rare as a sum."""
    often, rare = common(answer)
    for name in often:
        share = numbers("forecast", "outcomes", name, say=percent)
        if answer.holding is None:
            yield upper(plain(name)), (share,)
        else:
            moves = numbers("forecast", "model", "outcomes", name, say=percent)
            firm = numbers("forecast", "holding", name, say=percent)
            yield upper(plain(name)), (share, moves, firm)
    if rare:
        keys = ("answer",) if answer.holding is None else ("answer", "moves", "holding")
        sums = (numbers("forecast", "rare", key, say=percent) for key in keys)
        yield f"{len(rare)} other ways, each less than 1 %", tuple(sums)


def _bar(label: str, found: tuple[Number, ...], kind: str) -> Bar:
    """Make the bar of a share, its range from the lower of its halves to the higher."""
    share, *halves = found
    ends = sorted(halves or [share], key=lambda number: number.value or 0.0)
    low, high = ends[0], ends[-1]
    shown = share.shown
    if halves:
        alike = low.shown == share.shown == high.shown
        shown += " by both halves" if alike else f" ({low.shown} to {high.shown})"
    return Bar(label, low.value or 0.0, share.value or 0.0, high.value or 0.0, shown, kind)
