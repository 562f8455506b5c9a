"""What one party had been told by a day, and what presumes that it knew more → a page, or data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from stickpoint import __version__
from stickpoint.answers.knowledge.knew import Knew
from stickpoint.answers.knowledge.presumed import Presumed
from stickpoint.answers.knowledge.told import Cell, Span, Telling
from stickpoint.answers.record import bound
from stickpoint.case.model.record import Message
from stickpoint.pages.model import Items, Page, Part, Section, Text
from stickpoint.pages.record.knew import presuming, since, told_apart
from stickpoint.pages.wording.dates import day_in_words, in_words, somebody
from stickpoint.pages.wording.names import count, joined, plain, upper, verb
from stickpoint.pages.wording.statements import Spoken


def page(found: Knew) -> Page:
    """Lay out what a party had been told, what passed it by, and what presumes more."""
    sections = (
        Section("told", f"What {_who(found)} had been told{_by(found)}", tuple(_facts(found))),
        *_reached(found),
        *_passed(found),
        *_presumed(found),
    )
    return Page(plain(found.case.title), sections)


def _who(found: Knew) -> str:
    return somebody(found.case, found.party)


def _by(found: Knew) -> str:
    return "" if found.day is None else f" by {day_in_words(found.day)}"


def _facts(found: Knew) -> Iterator[Part]:
    case, who = found.case, _who(found)
    if not case.record.facts:
        yield Text(
            "The record names no facts, so only messages can be listed. Name what they say under "
            "`facts:` of the record, and in each message under `says:`."
        )
        return
    yield Text(
        f"As far as messages of the record tell; what {who} saw or guessed is not among them. "
        "Where no arrival is recorded, the day of writing stands for it."
    )
    yield Items(tuple(_fact(found, cell) for cell in found.cells))
    if found.unheard:
        texts = {fact.id: plain(fact.text) for fact in case.record.facts}
        unheard = joined([f"“{texts[id_]}”" for id_ in found.unheard], "or")
        yield Text(f"By no message{_by(found)} had {who} been told of {unheard}.")
    if apart := tuple(told_apart(case, found.otherwise)):
        yield Text(f"What the record shows of tellings that differ, which {who} need not know of:")
        yield Items(apart)


def _fact(found: Knew, cell: Cell) -> str:
    text = next(fact.text for fact in found.case.record.facts if fact.id == cell.fact)
    ways = [_way(found, one) for one in (*cell.said, *cell.told) if _is_in(found, one)]
    span = cell.since
    known = ""
    if span:
        perhaps = "perhaps not yet: " * (span.by(found.until) == "perhaps" and bool(found.day))
        known = f"; {perhaps}{'since ' * span.is_exact}{since(span)}"
    is_so = "" if cell.is_so else ", that it is not so"
    return f"“{upper(plain(text))}”{is_so}: {joined(ways)}{known}."


def _is_in(found: Knew, one: Telling) -> bool:
    when = one.when(found.party)
    return when is not None and when.first <= found.until


def _way(found: Knew, one: Telling) -> str:
    when = one.when(found.party)
    days = in_words(when) if when and when.written else "no date"
    if one.sender == found.party:
        to = somebody(found.case, one.receiver) if one.receiver != one.sender else ""
        return f"said it{f' to {to}' if to else ''} ({days}, {one.message.id})"
    return f"told by {somebody(found.case, one.sender)} ({days}, {one.message.id})"


def _reached(found: Knew) -> Iterator[Section]:
    who = _who(found)
    rows = tuple(_message(found, message, span) for message, span in found.messages)
    title = f"Messages that had reached {who}{_by(found)}"
    part: Part = Items(rows) if rows else Text("None of the record.")
    yield Section("reached", title, (part,))


def _message(found: Knew, message: Message, span: Span) -> str:
    when = message.arrived or message.date
    days = upper(in_words(when)) if when else "No date"
    perhaps = " (perhaps not yet)" if span.by(found.until) == "perhaps" and found.day else ""
    who = upper(somebody(found.case, message.sender))
    return f"{days}{perhaps}. {who}, {message.act}: {plain(message.text)} [{message.id}]"


def _passed(found: Knew) -> Iterator[Section]:
    if not found.passed_by:
        return
    who, case = _who(found), found.case
    rows = tuple(
        f"{upper(in_words(m.date)) if m.date else 'No date'}. {upper(somebody(case, m.sender))}"
        f"{f' to {somebody(case, m.receiver)}' if m.receiver not in ('', m.sender) else ''}, "
        f"{m.act} [{m.id}]"
        for m in found.passed_by
    )
    said = f"{upper(count(len(rows), 'message'))} that {who} neither wrote nor {_verb(who)} sent:"
    yield Section("passed", f"What passed {who} by", (Text(said), Items(rows)))


def _verb(who: str) -> str:
    return "was" if verb([who], "is") == "is" else "were"


def _presumed(found: Knew) -> Iterator[Section]:
    who = _who(found)
    title = f"What presumes that {who} knew more"
    start = found.case.clock.start
    if found.day is None and start is None:
        return
    then = in_words(start) if found.day is None and start else day_in_words(found.until)
    lead = (
        f"Held against {then}, and each rating against the day of what is rated. What {who} wrote "
        "shows what they wanted, not what they knew."
    )
    lines = groupby(found.presumed, key=lambda one: (one.kind, one.where, one.place, one.text))
    rows = tuple(_line(found, list(ones)) for _, ones in lines)
    last: Part = Items(rows) if rows else Text("Nothing in the case does.")
    yield Section("presumed", title, (Text(lead), last))


def _line(found: Knew, ones: Sequence[Presumed]) -> str:
    one, case = ones[0], found.case
    what = Spoken(case).statement(one.text, one.party) if one.kind in _STATED else one.text
    under = f", under “{plain(one.where)}”" if one.where else ""
    kind = upper(_NAMES.get(one.kind, one.kind))
    rests = joined([presuming(case, each) for each in ones])
    return f"{kind}{under}, line {one.place.line}: {plain(what)}. It rests on {rests}."


_STATED = ("want", "weight", "strength", "payoff", "terminal")
_NAMES = {"strength": "great difference", "terminal": "worth at the end"}


def plain_data(found: Knew) -> dict[str, Any]:
    """Return the same as plain data; open ends of dates are null."""
    return {
        "party": found.party,
        "day": None if found.day is None else found.day.isoformat(),
        "facts": [_cell_data(found, cell) for cell in found.cells],
        "unheard": list(found.unheard),
        "told_otherwise": [one.fact for one in found.otherwise],
        "messages": [
            {"id": message.id, **_span(span), "by_then": span.by(found.until)}
            for message, span in found.messages
        ],
        "passed_by": [message.id for message in found.passed_by],
        "presumed": [presumed_data(one) for one in found.presumed],
        "version": __version__,
    }


def _cell_data(found: Knew, cell: Cell) -> dict[str, Any]:
    span = cell.since
    return {
        "fact": cell.fact,
        "is_so": cell.is_so,
        **_span(span),
        "by_then": span.by(found.until) if span else "no",
        "said": [one.message.id for one in cell.said if _is_in(found, one)],
        "told": [one.message.id for one in cell.told if _is_in(found, one)],
    }


def _span(span: Span | None) -> dict[str, Any]:
    return {
        "earliest": bound(span.earliest) if span else None,
        "certain": bound(span.certain) if span else None,
    }


def presumed_data(one: Presumed) -> dict[str, Any]:
    """Return one thing that presumes knowledge as plain data."""
    return {
        "party": one.party,
        "kind": one.kind,
        "hypothesis": one.where or None,
        "text": one.text,
        "line": one.place.line,
        "rests_on": one.entry,
        "verdict": one.verdict,
        **_span(one.since),
    }
