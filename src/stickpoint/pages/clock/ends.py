"""The clock's shares and sums → which way it ends, who pays, and what a change does to both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from stickpoint.answers.clock import Course, Timed
from stickpoint.case.model.case import Toll
from stickpoint.pages.clock.times import DRAWN, band, bracketed, time
from stickpoint.pages.model import Items, Part, Section, Table, Text
from stickpoint.pages.wording.grammar import count, joined, upper
from stickpoint.pages.wording.names import party_names
from stickpoint.pages.wording.numbers import percent, rounded


def against(answer: Timed) -> Iterator[Section]:
    """Set a what-if beside the case as it stands; nothing where nothing was changed."""
    if answer.base is not None:
        head, rows = ("", "as the case stands", "with the change"), _compared(answer.base, answer)
        table = Table("Before and after", head, tuple(rows), (1, 2))
        note = (
            "Every range at its middle, but in the rows that say otherwise; the bands stand below."
        )
        yield Section("change", "What the change does", (table, Text(note, "note")))


def _compared(base: Timed, answer: Timed) -> Iterator[tuple[str, ...]]:
    both = (base, answer)
    times = (("median", "even chance of being settled"), ("mean", "expected time unsettled"))
    for key, what in times:
        yield what, *(time(one, getattr(one.run, key)) for one in both)
        if all(one.ranges is not None for one in both):
            yield "  over the ranges", *(band(one, key) for one in both)
    outcomes = [one.run.outcomes for one in both]
    for name in dict.fromkeys((*outcomes[0], *outcomes[1])):
        label = _unsettled(answer) if name == "unsettled" else f"ends as {name}"
        ends = [shares.get(name, 0.0) for shares in outcomes]
        if any(ends):
            yield label, *map(percent, ends)
    for toll in answer.case.tolls:
        yield counted(toll), *(_sum(one.run.tolls[toll.name]) for one in both)


def which_way(answer: Timed) -> Section:
    """Tell the share of each way to end, with its band."""
    items, never = [], []
    for name, share in sorted(answer.run.outcomes.items(), key=lambda pair: -pair[1]):
        high, said = share, percent(share)
        if answer.ranges is not None:
            low, high = answer.ranges.band(answer.ranges.outcomes[name])
            said = bracketed(said, percent(low), percent(high))
        if max(share, high) > 0:
            end = _unsettled(answer) if name == "unsettled" else name
            items.append(f"{upper(end)}: {said}.")
        elif name != "unsettled":
            never.append(name)
    items += [f"Never: {joined(never)}."] * bool(never)
    title = "Which way does it end?"
    return Section("which-way", title, (Text(_brackets(answer)), Items(tuple(items))))


def _brackets(answer: Timed, what: str = "") -> str:
    """Say what the numbers that follow are, and what stands in brackets after them."""
    middle = upper(f"{what}every range at its middle")
    return f"{middle}:" if answer.ranges is None else f"{middle}; in brackets, {DRAWN}:"


def _unsettled(answer: Timed) -> str:
    return "never settled" if answer.run.horizon is None else "still unsettled at the horizon"


def who_pays(answer: Timed, more: Iterable[Part] = ()) -> Iterator[Section]:
    """Tell what each toll comes to and on whom it falls, and ``more`` after that."""
    if answer.case.tolls:
        items = Items(tuple(_paid(answer, toll) for toll in answer.case.tolls))
        lead = Text(_brackets(answer, "expected over the wait, "))
        yield Section("who-pays", "Who pays for the wait?", (lead, items, *more))


def _paid(answer: Timed, toll: Toll) -> str:
    names = party_names(answer.case)
    paid, over = answer.run.tolls[toll.name], ""
    if answer.ranges is not None:
        low, high = map(_sum, answer.ranges.band(answer.ranges.tolls[toll.name]))
        over = f" ({low} to {high})" * (low != high)
    unit = f" {toll.unit}" * bool(toll.unit and math.isfinite(paid))
    falls = f", falling on {names.get(toll.falls_on, toll.falls_on)}" * bool(toll.falls_on)
    return f"{upper(toll.name)}: {_sum(paid)}{unit}{over}{falls}."


def _sum(value: float) -> str:
    return rounded(value) if math.isfinite(value) else "without end"


def counted(toll: Toll) -> str:
    """Name a toll with the unit that it is counted in."""
    return f"{toll.name}, {toll.unit}" if toll.unit else toll.name


def played(answer: Course) -> Iterator[Part]:
    """Tell between which sums each toll lies in most courses, if they were played out."""
    if answer.paths:
        courses = count(answer.paths, "course")
        lead = f"What {courses} cost when played out, with every range at its middle"
        yield Text(f"{lead} (seed {answer.seed}):")
        rows = []
        for toll in answer.case.tolls:
            low, middle, high = (rounded(answer.played[toll.name][q]) for q in (0.1, 0.5, 0.9))
            rows.append((counted(toll), f"{low} to {high}", middle))
        head = ("", "four courses in five", "the middle one")
        yield Table(f"Tolls of {courses}", head, tuple(rows), (1, 2))
