"""The forecast → sections: how long, which way, who pays; the clock with a horizon after them."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, isfinite

from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.why.brief import Brief
from stickpoint.case.model.case import Toll
from stickpoint.pages.clock.times import OVER
from stickpoint.pages.clock.which import CLOSED, RECORD, common, in_halves, no_way
from stickpoint.pages.figures.bars import Bar, Bars, Tolls
from stickpoint.pages.hangs_on import section as hanging
from stickpoint.pages.model import (
    Figure,
    Number,
    Numbers,
    Part,
    Section,
    Table,
    Text,
    Words,
    between,
)
from stickpoint.pages.report.forecast import how_long
from stickpoint.pages.report.sketch import sketch
from stickpoint.pages.wording.names import joined, party_names, plain, upper
from stickpoint.pages.wording.numbers import percent, ranged, rounded

_HALVES = (
    "Each bar is the mean of two halves, and the line across it goes from one to the other: where "
    "the parties' moves lead, and how firmly the terms would hold. The line is no band of draws."
)
_LEAD = (
    "What it costs from that day until it is settled: what a day costs by the parties' moves, over "
    "as long as the forecast gives it; the middle, and in brackets four chances out of five."
)
_ONE_UNIT = (
    "Only tolls of one unit stand on one scale; those of different units cannot be set against "
    "each other by the length of a bar."
)


def timing(found: Brief, numbers: Numbers) -> Iterator[Section]:
    """Lay out when and how it ends; one section with the reason where nothing is said of that."""
    if found.silent:
        reason = Text(f"The clock has no answer: {found.silent}", "lead")
        yield Section("how-long", "How long, and which way it ends", (reason,))
    elif found.is_over:
        yield Section("how-long", "How long, and which way it ends", (Text(OVER, "lead"),))
    else:
        yield how_long(found.forecast, numbers)
        yield which_way(found.forecast, numbers)
        yield who_pays(found.forecast, numbers)
        yield hanging.section(found.forecast.hangs_on(), drawn=True)
        if found.course is not None:
            yield sketch(found.course, numbers)


def which_way(answer: Forecast, numbers: Numbers) -> Section:
    """Tell the share of each way to end, as a picture and in figures."""
    if none := no_way(answer):
        return Section("which-way", "Which way it ends", (Text(none),))
    both = in_halves(answer)
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
    parts += [Text(CLOSED.rstrip(":") + ".", "note")] * (answer.model.cut is not None)
    return Section("which-way", "Which way it ends", (*parts, table))


def _ends(answer: Forecast, numbers: Numbers) -> Iterator[tuple[str, tuple[Number, ...]]]:
    """Return label, share and both halves of each way to end; those that are rare as a sum."""
    often, rare = common(answer)
    for name in often:
        share = numbers("forecast", "outcomes", name, say=percent)
        if not in_halves(answer):
            yield upper(plain(name)), (share,)
        else:
            moves = numbers("forecast", "model", "outcomes", name, say=percent)
            firm = numbers("forecast", "holding", name, say=percent)
            yield upper(plain(name)), (share, moves, firm)
    if rare:
        keys = ("answer",) if not in_halves(answer) else ("answer", "moves", "holding")
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


def who_pays(answer: Forecast, numbers: Numbers) -> Section:
    """Tell what each toll comes to, and on whom it falls."""
    case, title = answer.case, "Who pays for it"
    if not case.tolls:
        return Section("who-pays", title, (Text("The case counts no tolls."),))
    picture = _tolls(answer, numbers)
    bars = [bar for _, group in picture.groups for bar in group]
    about = joined([f"{bar.label} ({bar.below}) {bar.shown}" for bar in bars])
    head = ("", "what falls on them", "the middle", "four chances of five", "unit")
    parts: list[Part] = [
        Text(_LEAD, "lead"),
        Figure("tolls", "What the wait costs, and on whom it falls", about, picture),
        Table("Who pays, in figures", head, tuple(_rows(answer, numbers)), (2, 3)),
        Text(_ONE_UNIT, "note"),
    ]
    return Section("who-pays", title, tuple(parts))


def _tolls(answer: Forecast, numbers: Numbers) -> Tolls:
    """Group the tolls by what they count, each with its bearer."""
    tolls, parties = answer.case.tolls, party_names(answer.case)
    groups: dict[str, list[Bar]] = {}
    counted = {toll.unit for toll in tolls}
    for toll in tolls:
        found = _toll(toll, numbers)
        middle, low, high = found
        least, expected, most = (inf if x.value is None else x.value for x in (low, middle, high))
        unit = f" {toll.unit}" * bool(toll.unit and isfinite(expected))
        shown = ranged(f"{middle.shown}{unit}", low.shown, high.shown)
        on = f"on {plain(toll.falls_on)}, no say" if toll.falls_on else "on nobody named"
        if toll.falls_on in parties:
            on = f"on {parties[toll.falls_on]}"
        made = Bar(upper(plain(toll.name)), least, expected, most, shown, "cost", on)
        groups.setdefault(_counted_as(toll.unit, counted), []).append(made)
    return Tolls(tuple((upper(unit), tuple(bars)) for unit, bars in groups.items()))


def _counted_as(unit: str, units: set[str]) -> str:
    """Find the unit that a unit is a kind of: people killed or wounded are people."""
    wider = [u for u in units if u and (unit == u or unit.startswith(f"{u} "))]
    return min(wider, key=len, default=unit)


def _toll(toll: Toll, numbers: Numbers) -> tuple[Number, Number, Number]:
    """Return the middle draw of a toll and its band; a wait that may never end has no limit."""
    place = ("forecast", "tolls", toll.name)
    middle, low, high = (numbers(*place, key, say=_sum) for key in ("middle", "low", "high"))
    return middle, low, high


def _sum(value: float) -> str:
    return rounded(value) if isfinite(value) else "no limit"


def _rows(answer: Forecast, numbers: Numbers) -> Iterator[tuple[Words, ...]]:
    """Return a row for each toll, and one for whoever bears none."""
    case = answer.case
    parties = {party.id: upper(party.called) for party in case.parties}
    others = dict.fromkeys(t.falls_on for t in case.tolls if t.falls_on not in parties)
    for who in (*parties, *others):
        name = parties.get(who) or upper(plain(who)) or "Nobody in particular"
        own = [toll for toll in case.tolls if toll.falls_on == who]
        for toll in own:
            middle, low, high = _toll(toll, numbers)
            yield name, upper(plain(toll.name)), (middle,), between(low, high), toll.unit
        if not own:
            yield name, "nothing that is counted", "", "", ""
