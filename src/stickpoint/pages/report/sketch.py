"""The clock with a horizon → whose delay it is, and by which moves; no forecast, and says so."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.clock import Course
from stickpoint.answers.sampling.delays import Delays
from stickpoint.pages.clock import course as clock_page
from stickpoint.pages.clock import ends, horizon
from stickpoint.pages.clock.shares import leader, lengthens, nobodys, saved
from stickpoint.pages.figures.bars import Bar, Bars
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
from stickpoint.pages.wording.names import CaseWords, count, party_names, upper
from stickpoint.pages.wording.numbers import exactly, percent, ranged

WHOSE = "Whose delay it is, and by which moves it ends"
_NOTE = (
    "A party's share is how much of the wait would go if it played only to end it, averaged over "
    "the orders in which parties could turn so (a Shapley value)."
)


def sketch(course: Course, numbers: Numbers) -> Section:
    """Say whose delay it is and which moves lead out, by a clock that is not the forecast's."""
    parts: list[Part] = [*_caution(course), Text(_lead(course), "lead")]
    parts += _whose(course, numbers)
    parts.append(Text(horizon.sentence_of_shares(course), "note"))
    parts += horizon.table_of_shares(course)
    if course.ways is not None and course.game.conflict is not None:
        told = ends.section(course.ways, CaseWords(course.case, course.game.conflict), timed=False)
        middle = ", every range at its middle" * course.has_ranges
        parts.append(Text(f"{told.title.rstrip('?')}{middle}", "heading"))
        parts += [Text(p.words, "note") if isinstance(p, Text) else p for p in told.parts]
    return Section("whose-delay", WHOSE, tuple(parts))


def _lead(course: Course) -> str:
    """Say that this is another clock than the forecast's, and on what its shares rest."""
    far = exactly(course.horizon, course.game.unit)
    drawn = f" over {count(course.blame.draws, 'draw')} from the ranges" if course.blame else ""
    shares = f" Shares are{drawn}; ways are with every range at its middle." * course.has_ranges
    return (
        f"This is not the forecast. It is a clock that looks {far} ahead and no further, at the "
        "paces as written, in which terms end the deadlock as soon as they are met. It says who "
        f"holds it up and by which moves it would end, not when.{shares}"
    )


def _caution(course: Course) -> list[Text]:
    """Say, at the head of what rests on this clock, where rounding decides its answer."""
    found = clock_page.caution(course)
    return [Text(f"Of every number in this section: {found}", "lead")] if found else []


def _whose(course: Course, numbers: Numbers) -> Iterator[Part]:
    """Show each party's share; where they are no parts of a whole, what hurry would save."""
    parties = {party.id: upper(party.called) for party in course.case.parties}
    told = course.blame is not None and course.blame.are_parts
    shares = {who: found for who in parties if told and (found := _share(who, numbers))}
    if not shares:
        yield from _unshared(course, course.blame) if course.blame is not None else ()
        return
    drawn, places = course.has_ranges, list(parties)
    bars = tuple(
        share_bar(parties[who], *found, f"c{places.index(who) % 8}", drawn=drawn)
        for who, found in shares.items()
    )
    about = "; ".join(f"{bar.label} {bar.shown}" for bar in bars)
    title = "Whose delay it is: each party's share" + ", with its band over draws" * drawn
    yield Figure("delay", title, about, Bars(bars))
    # Without ranges there is no band, and no column for one.
    rows: tuple[tuple[Words, ...], ...] = tuple(
        (parties[who], (share,), *[between(low, high)] * drawn)
        for who, (share, low, high) in shares.items()
    )
    head = ("", "share of the delay", *["band over draws"] * drawn)
    yield Table("Shares of the delay, in figures", head, rows, tuple(range(1, len(head))))
    if course.blame is not None and drawn:
        yield Text(leader(course.blame, party_names(course.case)))
    yield Text(_NOTE, "note")


def share_bar(
    label: str, share: Number, low: Number, high: Number, kind: str, *, drawn: bool = True
) -> Bar:
    """Make the bar of a share that is in the data; no range where none was ``drawn``."""
    shown = ranged(share.shown, low.shown, high.shown) if drawn else share.shown
    return Bar(label, low.value or 0.0, share.value or 0.0, high.value or 0.0, shown, kind)


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
