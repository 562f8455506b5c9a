"""A case → what in it rests on a message that had not reached the party it speaks of.

What a party wants, and what its conduct is explained by, may rest on messages that it wrote: these
show what it wanted, whenever they were written. What rests on a message that it was sent presumes
that it knew of that, and before the message came it could not. What rests on a message between
others presumes a way by which it learnt of it, of which the record may hold none. Each is listed,
none is called wrong: a later text may tell of an earlier day, and a reader of the archive may well
know of a party what it never wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stickpoint.answers.knowledge.told import Span, Telling, arrival, first, tellings
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.basis import NOWHERE, Because, Place
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import judgements
from stickpoint.case.model.record import Message

KINDS = ("want", "ranking", "weight", "strength", "payoff", "terminal")
"""The judgements that speak of what moves a party."""


_NO_DAY = FuzzyDate(date.max, date.max, "")
"""The day of what has none: then only what never reached a party is said of it."""


@dataclass(frozen=True)
class Presumed:
    """Something that a case says of a party, and an entry that the party may not have known.

    Parameters
    ----------
    party : str
    kind : str
        One of `KINDS`, ``explanation`` or ``rating``.
    where, text : str
        The hypothesis of an explanation or a rating, else empty; and what is said, as written:
        a statement, a claim, or the id of what is rated and how.
    entry : str
        The id of a message or of a fact.
    since : Span or None
        When it came to the party; None where the record holds no way by which it did.
    day : FuzzyDate
        The day from which it is presumed: the clock's start, or that of what is rated.
    """

    party: str
    kind: str
    where: str
    text: str
    entry: str
    since: Span | None
    day: FuzzyDate
    place: Place = NOWHERE

    @property
    def verdict(self) -> str:
        """``never`` or ``later`` than the day, or ``perhaps`` so."""
        if self.since is None:
            return "never"
        return "later" if self.since.earliest > self.day.last else "perhaps"


@dataclass(frozen=True)
class _Said:
    """What a case says of a party on some day, and what it rests on."""

    party: str
    kind: str
    where: str
    text: str
    because: Because
    day: FuzzyDate
    place: Place


def presumed(case: Case, on: date | None = None) -> tuple[Presumed, ...]:
    """List what presumes that a party knew more than had certainly reached it.

    Parameters
    ----------
    on : date, optional
        The day from which judgements are taken to speak; the clock's start if left out. A case
        whose clock has no start says of its judgements only what never reached a party.
    """
    day = case.clock.start if on is None else FuzzyDate(on, on, str(on))
    return tuple(_all(case, day or _NO_DAY))


def _all(case: Case, day: FuzzyDate) -> Iterator[Presumed]:
    messages = {message.id: message for message in case.record.messages}
    facts, found = {fact.id for fact in case.record.facts}, tellings(case)
    for said in (*_judged(case, day), *_explained(case, day)):
        if said.party not in case.party_index:
            continue
        for entry in dict.fromkeys(reason.strip() for reason in said.because):
            message = messages.get(entry)
            if message is None and entry not in facts:
                continue
            if message is not None and message.sender == said.party:
                continue
            since = _since(entry, message, said.party, found)
            if since is None or since.certain > said.day.first:
                yield Presumed(
                    said.party, said.kind, said.where, said.text, entry, since, said.day, said.place
                )  # fmt: skip


def _judged(case: Case, day: FuzzyDate) -> Iterator[_Said]:
    explained = {hypothesis.name for hypothesis in case.hypotheses}
    for line in judgements(case):
        own = line.where.partition(": ")[0] if ": " in line.where else ""
        if line.kind in KINDS:
            where = own if own in explained else ""
            text = line.statements[0] if line.statements else line.text
            yield _Said(line.party, line.kind, where, text, line.because, day, line.place)


def _explained(case: Case, day: FuzzyDate) -> Iterator[_Said]:
    dates = {item.id: item.date for item in case.record.evidence}
    for hypothesis in case.hypotheses:
        about, name = hypothesis.about, hypothesis.name
        if not about:
            continue
        place = hypothesis.place
        yield _Said(about, "explanation", name, hypothesis.claim, hypothesis.because, day, place)
        for rating in hypothesis.ratings:
            text = f"{rating.evidence} {rating.rating}"
            then = dates.get(rating.evidence) or _NO_DAY
            yield _Said(about, "rating", name, text, rating.because, then, rating.place)


def _since(
    entry: str, message: Message | None, party: str, found: tuple[Telling, ...]
) -> Span | None:
    """Return when a message, or all that it says, or that a fact is so, had come to a party."""
    if message is None:
        return _of_fact(entry, True, party, found)
    ways = [_of_fact(fact, is_so, party, found) for fact, is_so in message.says]
    spans = [span for span in ways if span is not None]
    relayed = None
    if ways and len(spans) == len(ways):  # it knows the whole once it knows the last part
        relayed = Span(max(x.earliest for x in spans), max(x.certain for x in spans))
    if message.receiver != party:
        return relayed
    came = arrival(message)
    if relayed is None:
        return Span(came.first, came.last)
    return Span(min(came.first, relayed.earliest), min(came.last, relayed.certain))


def _of_fact(fact: str, is_so: bool, party: str, found: tuple[Telling, ...]) -> Span | None:
    """Return since when a party said, or was told, that a fact is so, or that it is not."""
    own = (one for one in found if one.fact == fact and one.is_so == is_so)
    return first([when for one in own if (when := one.when(party)) is not None])
