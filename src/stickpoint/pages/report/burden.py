"""The forecast's tolls → who pays for the wait, unit by unit."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, isfinite

from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.case.model.case import Toll
from stickpoint.pages.figures.bars import Bar, Tolls
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
from stickpoint.pages.wording.names import joined, party_names, plain, upper
from stickpoint.pages.wording.numbers import ranged, rounded

_LEAD = (
    "What it costs from that day until it is settled, by the parties' moves alone: the middle "
    "draw, and in brackets four draws out of five."
)
_NOTE = (
    "Each sum is what one draw expects over the wait. Only tolls of one unit stand on one scale; "
    "those of different units cannot be set against each other by the length of a bar."
)


def burden(answer: Forecast, numbers: Numbers) -> Section:
    """Tell what each toll comes to, and on whom it falls."""
    case, title = answer.case, "Who pays for it"
    if not case.tolls:
        return Section("who-pays", title, (Text("The case counts no tolls."),))
    picture = _tolls(answer, numbers)
    bars = [bar for _, group in picture.groups for bar in group]
    about = joined([f"{bar.label} ({bar.below}) {bar.shown}" for bar in bars])
    head = ("", "what falls on them", "middle draw", "four draws of five", "unit")
    parts: list[Part] = [
        Text(_LEAD, "lead"),
        Figure("tolls", "What the wait costs, and on whom it falls", about, picture),
        Table("Who pays, in figures", head, tuple(_rows(answer, numbers)), (2, 3)),
        Text(_NOTE, "note"),
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
