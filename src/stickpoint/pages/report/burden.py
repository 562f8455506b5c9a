"""The clock's answer → who holds it up, beside who pays for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stickpoint.answers.clock import Course
from stickpoint.answers.sampling.delays import Delays
from stickpoint.case.model.case import Toll
from stickpoint.pages.clock import course as clock_page
from stickpoint.pages.clock.shares import leader, lengthens, nobodys, saved
from stickpoint.pages.figures.bars import Bar, Bars, Tolls
from stickpoint.pages.model import (
    Figure,
    Items,
    Number,
    Numbers,
    Part,
    Section,
    Table,
    Text,
    Words,
    between,
)
from stickpoint.pages.wording.names import joined, party_names, plain, upper
from stickpoint.pages.wording.numbers import percent, ranged, rounded

_NOTE = (
    "A party's share is how much of the wait would go if it played only to end it, averaged over "
    "the orders in which parties could turn so (a Shapley value). Tolls are expected sums over the "
    "wait. Only tolls of one unit stand on one scale; those of different units cannot be set "
    "against each other by the length of a bar."
)


def burden(course: Course, numbers: Numbers) -> Section:
    """Set who pays beside whose delay it is."""
    case = course.case
    parties = {party.id: upper(party.called) for party in case.parties}
    shares = _shares(course, parties, numbers)
    parts: list[Part] = [*caution(course)]
    if shares:
        about = "; ".join(f"{bar.label} {bar.shown}" for bar in shares.values())
        title = "Whose delay it is: each party's share"
        title += ", with its band over draws" * course.has_ranges
        parts.append(Figure("delay", title, about, Bars(tuple(shares.values()))))
    elif course.blame is not None:
        parts += _unshared(course, course.blame)
    if case.tolls:
        picture = _tolls(course, shares, numbers)
        bars = [bar for _, group in picture.groups for bar in group]
        about = joined([f"{bar.label} ({bar.below}) {bar.shown}" for bar in bars])
        title = "What the wait costs, and on whom it falls"
        parts.append(Figure("tolls", title, about, picture))
    head = ("", "share of the delay", "what falls on them", "expected", "range", "unit")
    rows = tuple(_rows(course, parties, bool(shares), numbers))
    parts.append(Table("Who decides and who pays, in figures", head, rows, (3, 4)))
    if course.blame is not None and shares and course.has_ranges:
        parts.append(Text(leader(course.blame, party_names(case))))
    parts.append(Text(_NOTE, "note"))
    return Section("who-pays", "Whose delay it is, and who pays for it", tuple(parts))


def caution(course: Course) -> list[Text]:
    """Say, at the head of what rests on the clock, where rounding decides its answer."""
    found = clock_page.caution(course)
    return [Text(f"Of every number in this section: {found}", "lead")] if found else []


def share_bar(
    label: str, share: Number, low: Number, high: Number, kind: str, *, drawn: bool = True
) -> Bar:
    """Make the bar of a share that is in the data; it has no range where none was ``drawn``."""
    shown = ranged(share.shown, low.shown, high.shown) if drawn else share.shown
    return Bar(label, low.value or 0.0, share.value or 0.0, high.value or 0.0, shown, kind)


def banded(name: str, middle: Number, low: Number, high: Number) -> tuple[Words, ...]:
    """Make a row of a table: a number, and the band about it."""
    return name, (middle,), between(low, high)


def with_range(middle: Number, low: Number, high: Number, *, drawn: bool = True) -> Words:
    """Say a number with its range, once where the range is said no differently or none is drawn."""
    if not drawn:
        return (middle,)
    same = middle.shown == low.shown == high.shown
    return (middle, " over all ranges") if same else (middle, " (", *between(low, high), ")")


def _shares(course: Course, parties: dict[str, str], numbers: Numbers) -> dict[str, Bar]:
    """Return the bar of each party whose share is told; none where there is no delay to share."""
    if course.blame is None or not course.blame.are_parts:
        return {}
    return {
        who: share_bar(name, *share, f"c{k % 8}", drawn=course.has_ranges)
        for k, (who, name) in enumerate(parties.items())
        if (share := _share(who, numbers))
    }


def _share(who: str, numbers: Numbers) -> tuple[Number, Number, Number] | None:
    place = ("clock", "ranges", "delay_share", who)
    if not numbers.has(*place, "band", 0):
        return None
    low, high = (numbers(*place, "band", k, say=percent) for k in (0, 1))
    return numbers(*place, "middle", say=percent), low, high


def _unshared(course: Course, over: Delays) -> list[Part]:
    """Say what hurry would save where that cannot be shared out, or that it would save nothing."""
    if over.moot:
        return [Text(nobodys(course))]
    names = party_names(course.case)
    told = saved(course, over, names, "hurry")
    said = tuple(f"{upper(who)}: {text}." for who, text in told)
    bands = "; in brackets, the bands" * course.has_ranges
    lead = Text(f"By so much hurry would change the expected wait{bands}:")
    return [lead, Items(said), Text(lengthens(course, over, names, "hurry"))]


def _tolls(course: Course, shares: Mapping[str, Bar], numbers: Numbers) -> Tolls:
    """Group the tolls by what they count, each with its bearer and how much that one decides."""
    tolls, parties = course.case.tolls, party_names(course.case)
    groups: dict[str, list[Bar]] = {}
    counted = {toll.unit for toll in tolls}
    for toll in tolls:
        middle, low, high = _toll(toll, numbers)
        least, expected, most = (x.value or 0.0 for x in (low, middle, high))
        shown = f"{middle.shown} {toll.unit}".rstrip()
        shown += f" ({low.shown} to {high.shown})" * course.has_ranges
        on = f"on {plain(toll.falls_on)}, no say" if toll.falls_on else "on nobody named"
        if toll.falls_on in parties:
            on = f"on {parties[toll.falls_on]}"
        if toll.falls_on in shares:
            on += f", {percent(shares[toll.falls_on].middle)} of the delay"
        made = Bar(upper(plain(toll.name)), least, expected, most, shown, "cost", on)
        groups.setdefault(_counted_as(toll.unit, counted), []).append(made)
    return Tolls(tuple((upper(unit), tuple(bars)) for unit, bars in groups.items()))


def _counted_as(unit: str, units: set[str]) -> str:
    """Find the unit that a unit is a kind of: people killed or wounded are people."""
    wider = [u for u in units if u and (unit == u or unit.startswith(f"{u} "))]
    return min(wider, key=len, default=unit)


def _toll(toll: Toll, numbers: Numbers) -> tuple[Number, Number, Number]:
    place = ("clock", "tolls", toll.name)
    low, high = (numbers(*place, "band", k, say=rounded) for k in (0, 1))
    return numbers("clock", "ranges", "middle", "tolls", toll.name, say=rounded), low, high


def _rows(
    course: Course, parties: dict[str, str], told: bool, numbers: Numbers
) -> Iterator[tuple[Words, ...]]:
    """Return a row for each toll, and one for whoever bears none."""
    tolls = course.case.tolls
    others = dict.fromkeys(t.falls_on for t in tolls if t.falls_on not in parties)
    for who in (*parties, *others):
        name = parties.get(who) or upper(plain(who)) or "Nobody in particular"
        share = _share(who, numbers) if who in parties and told else None
        untold = "not told" if who in parties else "no say"
        held = with_range(*share, drawn=course.has_ranges) if share else untold
        own = [toll for toll in tolls if toll.falls_on == who]
        for toll in own:
            middle, low, high = _toll(toll, numbers)
            yield name, held, upper(plain(toll.name)), (middle,), between(low, high), toll.unit
        if not own:
            yield name, held, "nothing that is counted", "", "", ""
