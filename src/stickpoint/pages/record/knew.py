"""Who had been told what, and when → a section of the record, with its picture and its matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from stickpoint.answers.knowledge.presumed import Presumed, presumed
from stickpoint.answers.knowledge.told import (
    Cell,
    Otherwise,
    Span,
    Telling,
    matrix,
    tellings,
    told_otherwise,
)
from stickpoint.case.model.case import Case
from stickpoint.pages.figures.svg import short
from stickpoint.pages.figures.timeline import Event, Timeline
from stickpoint.pages.model import Figure, Items, Legend, Part, Section, Table, Text, anchor
from stickpoint.pages.wording.dates import day_in_words, in_words, somebody
from stickpoint.pages.wording.names import count, joined, plain, upper, verb

TITLE = "Who had been told what, and when"
LABEL = 34
"""Characters of a fact that stand beside its mark."""
_MARKS = {
    "dot": "said or was told that it is so",
    "dot hollow": "said or was told that it is not so",
    "loose": "the same, on a day along the bar that is not known",
    "loose hollow": "that it is not so, on a day along the bar",
}


def section(case: Case, *, linked: bool = False) -> Iterator[Section]:
    """Say it for all parties; nothing where no message says anything that has a name.

    With ``linked`` the marks of the picture lead to the record on the same page.
    """
    parts: list[Part] = []
    if any(message.says for message in case.record.messages):
        parts += [_about(case), _figure(case, linked=linked), Items(tuple(told_apart(case)))]
    if presuming := tuple(_counted(case)):
        parts += [
            Text(
                "Some of what the case says of a party rests on messages that it did not write, "
                "and that came to it only after the start, or not at all as far as the record "
                "tells. That may be right as what a reader of the archive knows, but not as what "
                "the party went by. `stickpoint record CASE --knew PARTY` lists each."
            ),
            Items(presuming),
        ]
    if parts:
        yield Section("knew", TITLE, tuple(parts))


def _about(case: Case) -> Text:
    told = [message for message in case.record.messages if message.says]
    facts = count(len({fact for message in told for fact, _ in message.says}), "fact")
    number = count(len(told), "message")
    return Text(
        f"{upper(number)} of the record {'speak' if len(told) > 1 else 'speaks'} of {facts}. What "
        "a party saw, guessed, or heard by a message that no record kept is not here. Where no "
        "arrival is recorded, the day of writing stands for it."
    )


def _figure(case: Case, *, linked: bool) -> Figure:
    """Draw since when each party said or was told each fact, over its matrix in words."""
    lanes = tuple((upper(p.called), f"c{k % 8}") for k, p in enumerate(case.parties))
    picture = Timeline(lanes, tuple(_events(case, linked=linked)))
    legend = tuple(Legend(f"mark {key}", _MARKS[key]) for key in picture.keys if key in _MARKS)
    told = count(len(picture.events), "time")
    return Figure(
        "knew",
        "Since when each party had said it, or been told",
        f"{upper(told)} a party said or was told that a named fact is so, or is not; the table "
        "below says since when.",
        picture,
        legend,
        table(case),
    )


def _events(case: Case, *, linked: bool) -> Iterator[Event]:
    texts = {fact.id: fact.text for fact in case.record.facts}
    for one in tellings(case):
        for party in dict.fromkeys((one.sender, one.receiver)):
            when, lane = one.when(party), case.party_index.get(party)
            if when is None or lane is None or when.open_start or when.open_end:
                continue
            kind = "message" if one.is_so else "message restates"
            name = short(upper(plain(texts[one.fact])), LABEL)
            words = f"{in_words(when)}: {_done(case, one, party)}: {plain(texts[one.fact])}"
            place = anchor(one.message.id) if linked else ""
            yield Event(lane, when.first, when.last, kind, words, name, place)


def _done(case: Case, one: Telling, party: str) -> str:
    is_so = "that it is so" if one.is_so else "that it is not so"
    if party == one.sender:
        return f"says {is_so}"
    return f"hears from {somebody(case, one.sender)} {is_so}"


def table(case: Case) -> Table:
    """Return for each fact and party since when it had said or been told that it is (not) so."""
    rows = []
    for fact in case.record.facts:
        for side, words in ((0, "it is so"), (1, "it is not so")):
            cells = [pair[side] for pair in matrix(case)[fact.id].values()]
            if any(cell.since for cell in cells):
                rows.append((f"{upper(plain(fact.text))}: {words}", *map(_cell, cells)))
    head = ("fact", *(upper(party.called) for party in case.parties))
    return Table("The first day on which each had said it, or been told", head, tuple(rows))


def _cell(cell: Cell) -> str:
    if cell.since is None:
        return "."
    said = bool(cell.said)
    if said and cell.told:  # whichever may have been first
        said = min(x.sent.first for x in cell.said) <= min(x.arrived.first for x in cell.told)
    return f"{'says' if said else 'told'} {since(cell.since)}"


def since(span: Span) -> str:
    """Say since when.

    >>> since(Span(date(1952, 7, 16), date(1952, 7, 17)))
    'certainly by 17 July 1952, at the earliest from 16 July 1952'
    """
    if span.earliest == span.certain:
        return day_in_words(span.certain)
    early, certain = day_in_words(span.earliest), day_in_words(span.certain)
    if span.certain == date.max:
        return "no date" if span.earliest == date.min else f"at the earliest from {early}"
    if span.earliest == date.min:
        return f"certainly by {certain}"
    return f"certainly by {certain}, at the earliest from {early}"


def told_apart(case: Case, found: tuple[Otherwise, ...] | None = None) -> Iterator[str]:
    """Say, a sentence for each, who told one that something is so and another that it is not."""
    texts = {fact.id: fact.text for fact in case.record.facts}
    for one in told_otherwise(case) if found is None else found:
        who = somebody(case, one.sender)
        by_receiver: dict[str, list[str]] = {}
        for telling in one.tellings:
            told = f"{'yes' if telling.is_so else 'no'} ({_when(telling)}, {telling.message.id})"
            by_receiver.setdefault(telling.receiver, []).append(told)
        said = (f"to {somebody(case, to)} {joined(told)}" for to, told in by_receiver.items())
        yield (
            f"Told otherwise: “{plain(texts[one.fact])}”. {upper(who)} {verb([who], 'says')} "
            f"{'; '.join(said)}. {_apart(one)}"
        )


def _when(one: Telling) -> str:
    return in_words(one.sent) if one.sent.written else "no date"


def _apart(one: Otherwise) -> str:
    least, most = one.apart
    if most > date.max.toordinal() // 2:
        return "How many days lay between, the dates do not say."
    lead = "The two nearest that differ went out"
    if most == 0:
        return f"{lead} on the same day."
    if least == most:
        return f"{lead} {count(least, 'day')} apart."
    if least == 0:
        return f"{lead} perhaps on the same day, at most {count(most, 'day')} apart."
    return f"{lead} {least} to {most} days apart."


def _counted(case: Case) -> Iterator[str]:
    """Count, party by party, what presumes that it knew more than had reached it."""
    found = presumed(case)
    for party in case.parties:
        kinds = Counter(one.verdict for one in found if one.party == party.id)
        if kinds:
            ways = [f"{kinds[key]} {words}" for key, words in _VERDICTS.items() if kinds[key]]
            yield f"Of {plain(party.called)}: {joined(ways)}."


_VERDICTS = {
    "later": "on what came only later",
    "perhaps": "on what may have come only later",
    "never": "on what, by the record, never came",
}


def presuming(case: Case, one: Presumed) -> str:
    """Say why resting on an entry presumes more than had reached the party."""
    who = somebody(case, one.party)
    if one.since is None:
        return f"{one.entry}, of which the record does not say that it ever came to {who}"
    late = "may have come" if one.verdict == "perhaps" else "came"
    return f"{one.entry}, which {late} only later: {since(one.since)}"
