"""Which way it ends and by which moves, who pays, and what a change does to both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from stickpoint.answers.clock import Course, Timed
from stickpoint.answers.outcomes import FEW, RARE, outcomes, together
from stickpoint.case.model.case import Toll
from stickpoint.case.model.pauses import lapsed
from stickpoint.graph.words import undo_text
from stickpoint.pages.clock.times import DRAWN, band, point, time, told
from stickpoint.pages.model import Item, Items, Part, Section, Table, Text, Words
from stickpoint.pages.wording.names import CaseWords, count, joined, party_names, plain, upper
from stickpoint.pages.wording.numbers import duration, exactly, percent, rounded, span

if TYPE_CHECKING:
    from stickpoint.answers.clock import Way, Ways


def against(answer: Timed) -> Iterator[Section]:
    """Set a what-if beside the case as it stands; nothing where nothing was changed."""
    if answer.base is not None:
        head, rows = ("", "as the case stands", "with the change"), _compared(answer.base, answer)
        table = Table("Before and after", head, tuple(rows), (1, 2))
        drawn = answer.ranges is not None and answer.base.ranges is not None
        middle = "Medians of the same draws for both" if drawn else "Every range at its middle"
        note = f"{middle}, but in the rows that say otherwise; the bands stand below."
        if not (answer.has_ranges or answer.base.has_ranges):
            note = "No number of the case is a range, so there are no bands."
        yield Section("change", "What the change does", (table, Text(note, "note")))


def _compared(base: Timed, answer: Timed) -> Iterator[tuple[str, ...]]:
    both = (base, answer)
    drawn = all(one.ranges is not None for one in both)
    times = (("median", "even chance of being settled"), ("mean", "expected time unsettled"))
    for key, what in times:
        yield what, *(time(one, point(one, key, drawn=drawn)) for one in both)
        if drawn and any(one.has_ranges for one in both):
            yield "  over the ranges", *(band(one, key) for one in both)
    shares = [_ends(one, drawn=drawn) for one in both]
    rare = []
    for name in dict.fromkeys((*shares[0], *shares[1])):
        label = _unsettled(answer) if name == "unsettled" else f"ends as {name}"
        ends = [found.get(name, 0.0) for found in shares]
        if name == "unsettled" or max(ends) >= RARE:
            yield from [(label, *map(percent, ends))] * any(ends)
        elif any(ends):
            rare.append((label, ends))
    if len(rare) <= FEW:
        yield from ((label, *map(percent, ends)) for label, ends in rare)
    else:
        rest = map(math.fsum, zip(*(ends for _, ends in rare), strict=True))
        yield f"ends in {len(rare)} other ways", *map(percent, rest)
    for toll in answer.case.tolls:
        yield counted(toll), *(_sum(_spent(one, toll, drawn=drawn)) for one in both)


def _ends(answer: Timed, *, drawn: bool = True) -> dict[str, float]:
    """Return the share of each way to end: its median over the draws, if there are any."""
    if answer.ranges is None or not drawn:
        return answer.run.outcomes
    return {name: answer.ranges.middle(row) for name, row in answer.ranges.outcomes.items()}


def _spent(answer: Timed, toll: Toll, *, drawn: bool = True) -> float:
    """Return what a toll comes to, likewise."""
    if answer.ranges is None or not drawn:
        return answer.run.tolls[toll.name]
    return answer.ranges.middle(answer.ranges.tolls[toll.name])


_MANY = 6
"""So many ways that never come are named."""


def which_way(answer: Timed) -> Section:
    """Tell the share of each way to end, with its band."""
    found = outcomes(answer)
    names = {name: upper(name) for name in found.common} | {"unsettled": upper(_unsettled(answer))}
    items = [f"{names[name]}: {_ending(answer, [name])}." for name in found.common]
    if found.rare:
        rest = _ending(answer, found.rare)
        items.append(f"{len(found.rare)} other ways, each less than 1 %: together {rest}.")
    never = found.never
    few = joined(list(never)) if len(never) <= _MANY else f"{len(never)} other ways"
    items += [f"Never: {few}."] * bool(never)
    title = "Which way does it end?"
    return Section("which-way", title, (Text(_brackets(answer)), Items(tuple(items))))


def _ending(answer: Timed, names: Sequence[str]) -> str:
    """Say how often it may end in some of the ways, with the band."""
    chances = map(percent, together(answer, names))
    return told(answer, *chances) if answer.ranges is not None else next(chances)


def _brackets(answer: Timed, what: str = "") -> str:
    """Say what the numbers that follow are, and what stands in brackets after them."""
    if not answer.has_ranges:
        return upper(f"{what.rstrip(', ') or 'the chance of each'}:")
    if answer.ranges is None:
        return upper(f"{what}every range at its middle:")
    middle = "each number the middle one of the draws, so that parts need not make a whole"
    return upper(f"{what}{middle}; in brackets, {DRAWN}:")


def _unsettled(answer: Timed) -> str:
    return "never settled" if answer.run.horizon is None else "still unsettled at the horizon"


def who_pays(answer: Timed, more: Iterable[Part] = ()) -> Iterator[Section]:
    """Tell what each toll comes to and on whom it falls, and ``more`` after that."""
    if answer.case.tolls and not answer.is_over:
        items = Items(tuple(_paid(answer, toll) for toll in answer.case.tolls))
        lead = Text(_brackets(answer, "expected over the wait, "))
        yield Section("who-pays", "Who pays for the wait?", (lead, items, *more))


def _paid(answer: Timed, toll: Toll) -> str:
    names = party_names(answer.case)
    paid, over = _spent(answer, toll), ""
    if answer.ranges is not None:
        low, high = map(_sum, answer.ranges.band(answer.ranges.tolls[toll.name]))
        over = f" ({low} to {high})" * (low != high)
    unit = f" {toll.unit}" * bool(toll.unit and math.isfinite(paid))
    falls = f", falling on {names.get(toll.falls_on, toll.falls_on)}" * bool(toll.falls_on)
    return f"{upper(toll.name)}: {_sum(paid)}{unit}{over}{falls}."


def _sum(value: float) -> str:
    return rounded(value) if math.isfinite(value) else "without end"


def counted(toll: Toll) -> str:
    """Name a toll with the unit that it is counted in, unless the name says it."""
    if not toll.unit or toll.unit.lower() in toll.name.lower().split():
        return toll.name
    return f"{toll.name}, {toll.unit}"


def played(answer: Course) -> Iterator[Part]:
    """Tell between which sums each toll lies in most courses, if they were played out."""
    if answer.paths:
        courses = count(answer.paths, "course")
        middle = ", with every range at its middle" * answer.has_ranges
        lead = f"What {courses} cost when played out{middle}"
        yield Text(f"{lead} (seed {answer.seed}):")
        rows = []
        for toll in answer.case.tolls:
            low, middle, high = (rounded(answer.played[toll.name][q]) for q in (0.1, 0.5, 0.9))
            rows.append((counted(toll), f"{low} to {high}", middle))
        head = ("", "four courses in five", "the middle one")
        yield Table(f"Tolls of {courses}", head, tuple(rows), (1, 2))


def section(ways: Ways, words: CaseWords, *, timed: bool = True) -> Section:
    """Lay the ways out, from the most probable on; ``words`` are of ``ways.game.conflict``.

    Beside a forecast they are not ``timed``: how long is said there, and these are its middle only.
    """
    title, courses = "By which moves does it end?", count(ways.paths, "simulated course")
    if not ways.ways:
        return Section("ways", title, (Text(f"On none of {courses}."),))
    items = tuple(_item(ways, way, words, timed) for way in ways.ways)
    shown = [_of_100(way.probability, way.low, way.high) for way in ways.ways]
    rest = f"In {_of_100(ways.rest, *ways.rest_range)} it ends by other moves. " * bool(ways.rest)
    left = (
        "In brackets is what the counting itself leaves open, 19 times out of 20; how sure the "
        "payoffs and paces are is another matter."
    )
    if not any(often.endswith(")") for often in (*shown, rest.partition(" it ends")[0])):
        left = "How sure the payoffs and paces are is another matter."
    note = (
        f"{rest}Counted among {courses} (seed {ways.seed}) that look "
        f"{exactly(ways.horizon, ways.game.unit)} ahead; moves that were undone again are left "
        f"out. {left}"
    )
    return Section("ways", title, (Items(items), Text(note)))


def _item(ways: Ways, way: Way, words: CaseWords, timed: bool) -> Words | Item:
    """Say how often it ends in one way and after how long, and list its moves."""
    often, unit = _of_100(way.probability, way.low, way.high), ways.game.unit
    head = f"{upper(plain(way.terms))}: {often}"
    if len(way.states) == 1:
        return f"{head}, as things stand."
    if timed and math.isfinite(way.median_time):
        half = f"half of them take {span(*way.quartiles, unit)}"
        head += f", typically after {duration(way.median_time, unit)} ({half})"
    moves = zip(way.movers, way.states[:-1], way.states[1:], strict=True)
    steps = tuple(f"{upper(_step(ways, *move, words))}." for move in moves)
    return Item(f"{head}.", (Items(steps, numbered=True),))


def _step(ways: Ways, mover: int, source: int, target: int, words: CaseWords) -> str:
    if parties := ways.parties_of(mover):
        names = joined([words.party(party) for party in parties])
        deeds = joined([words.deed(party, source, target) for party in parties])
        return f"{names}{' together' if len(parties) > 1 else ''}: {deeds}"
    before, after = set(words.conflict.yes(source)), set(words.conflict.yes(target))
    changed = [(c.id, plain(c.text) or c.id) for c in words.case.nature if c.id in before ^ after]
    turned = [text if id_ in after else undo_text(text, "") for id_, text in changed]
    if not turned and mover == -1:
        codes = words.conflict.codes
        assert codes is not None, "words of a case are about states with codes"
        pair = codes[[source, target]].tolist()
        turned = [f"“{plain(name)}” lapses" for name in lapsed(words.case, *pair)]
    return f"{_how(ways, mover)}: {joined(turned) or ways.mover(mover)}"


def _how(ways: Ways, mover: int) -> str:
    """Say whether nature turned by chance or on a date, and who knew of that."""
    if mover == -1:
        return "by chance"
    known = any(event.foreseen for event in ways.game.events if event.name == ways.mover(mover))
    return f"on its date, {'which all foresee' if known else 'unforeseen'}"


def _of_100(share: float, low: float, high: float) -> str:
    """Say a probability as so many of 100, with its range, to a digit that the range bears out.

    >>> _of_100(0.2345, 0.226, 0.243), _of_100(0.0201, 0.0175, 0.0231)
    ('23 of 100 courses (23 to 24)', '2 of 100 courses')
    >>> _of_100(0.0021, 0.0014, 0.0032)
    '0.2 of 100 courses (0.1 to 0.3)'
    >>> _of_100(0.0001, 0.00002, 0.0006)
    'under 0.1 of 100 courses'
    """
    if share < 0.0005:
        return "under 0.1 of 100 courses"
    digits = 0 if low >= 0.01 else 1
    middle, least, most = (f"{100 * x:.{digits}f}" for x in (share, low, high))
    return f"{middle} of 100 courses" + f" ({least} to {most})" * (least != most)
