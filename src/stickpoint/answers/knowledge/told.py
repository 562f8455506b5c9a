"""The record's messages → what each party said and was told of each fact, and since when.

A message is known to its writer from the days on which it may have been written, and to its
receiver from those on which it may have arrived; where the record has no day of arrival, those are
the same. Nothing else is taken to be known: what a party guessed, saw, or was told by a message
that no record kept, is not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Fact, Message

ALWAYS = FuzzyDate(date.min, date.max, "")
"""The days of a message without a date: none is ruled out."""


@dataclass(frozen=True)
class Span:
    """Since when something is so: at the earliest from a day, certainly by another.

    `date.min` and `date.max` stand for an open end.
    """

    earliest: date
    certain: date

    @property
    def is_exact(self) -> bool:
        """Whether it is known to the day."""
        return self.earliest == self.certain

    def by(self, day: date) -> str:
        """Say whether it is so on a day: ``yes``, ``perhaps`` or ``no``."""
        if self.certain <= day:
            return "yes"
        return "perhaps" if self.earliest <= day else "no"


@dataclass(frozen=True)
class Telling:
    """One message that says of one fact that it is so, or is not.

    ``sent`` and ``arrived`` are the days on which it may have been; both may be open.
    """

    fact: str
    is_so: bool
    message: Message
    sent: FuzzyDate
    arrived: FuzzyDate

    @property
    def sender(self) -> str:
        """Who says so: the id of a party or free words."""
        return self.message.sender

    @property
    def receiver(self) -> str:
        """Who is told: the id of a party, free words, or nothing."""
        return self.message.receiver

    def when(self, party: str) -> FuzzyDate | None:
        """Return the days on which a party may have come to know of it; None if it did not."""
        if party == self.sender:
            return self.sent
        return self.arrived if party == self.receiver else None


@dataclass(frozen=True)
class Cell:
    """What one party had to do with one fact: when it first said or was told that it is (not) so.

    ``said`` and ``told`` are in the order of their days; ``since`` is None where there is neither.
    """

    fact: str
    party: str
    is_so: bool
    said: tuple[Telling, ...]
    told: tuple[Telling, ...]

    @property
    def since(self) -> Span | None:
        """When the first of them was: the least of the first days and of the last days."""
        return first([*(x.sent for x in self.said), *(x.arrived for x in self.told)])


@dataclass(frozen=True)
class Otherwise:
    """One sender said of a fact that it is so to one, and that it is not to another.

    ``apart`` are the fewest and the most days that may lie between two such messages.
    """

    fact: str
    sender: str
    tellings: tuple[Telling, ...]
    apart: tuple[int, int]


def first(days: Iterable[FuzzyDate]) -> Span | None:
    """Return since when the first of several things is so, whatever day within its days each was.

    >>> from stickpoint.case.dates.fuzzy import parse_date
    >>> found = first(map(parse_date, ("1952-07-16/1952-07-30", "1952-07-18")))
    >>> str(found.earliest), str(found.certain)
    ('1952-07-16', '1952-07-18')
    """
    known = list(days)
    if not known:
        return None
    return Span(min(day.first for day in known), min(day.last for day in known))


def arrival(message: Message) -> FuzzyDate:
    """Return the days on which a message may have come to its receiver: none before it was sent.

    Where the two leave no day, which `check` reports, the day of arrival counts.
    """
    sent, came = message.date or ALWAYS, message.arrived
    if came is None:
        return sent
    return FuzzyDate(min(max(came.first, sent.first), came.last), came.last, came.written)


def sending(message: Message) -> FuzzyDate:
    """Return the days on which a message may have been written: none after it had arrived.

    Where the two leave no day, which `check` reports, the day of writing counts.
    """
    sent, came = message.date or ALWAYS, message.arrived
    if came is None:
        return sent
    return FuzzyDate(sent.first, max(min(came.last, sent.last), sent.first), sent.written)


def tellings(case: Case) -> tuple[Telling, ...]:
    """Return what messages say of facts, in the order of the days on which they may be sent."""
    found = [
        Telling(fact, is_so, message, sending(message), arrival(message))
        for message in case.record.messages
        for fact, is_so in message.says
    ]
    return tuple(sorted(found, key=lambda one: (one.sent.first, one.sent.last)))


def cell(found: Iterable[Telling], fact: Fact | str, party: str, *, is_so: bool) -> Cell:
    """Gather what a party said and was told of a fact; what it told itself, it said."""
    id_ = fact if isinstance(fact, str) else fact.id
    own = [one for one in found if one.fact == id_ and one.is_so == is_so]
    return Cell(
        id_,
        party,
        is_so,
        tuple(one for one in own if one.sender == party),
        tuple(one for one in own if one.receiver == party != one.sender),
    )


def matrix(case: Case) -> dict[str, dict[str, tuple[Cell, Cell]]]:
    """Return for each fact and party since when it was told that it is so, and that it is not."""
    found = tellings(case)
    return {
        fact.id: {
            party.id: (
                cell(found, fact, party.id, is_so=True),
                cell(found, fact, party.id, is_so=False),
            )
            for party in case.parties
        }
        for fact in case.record.facts
    }


def told_otherwise(case: Case, until: date = date.max) -> tuple[Otherwise, ...]:
    """List, fact by fact, who said to one that it is so and to another that it is not.

    A message to nobody in particular, and one within a party, is not told to another. One that was
    certainly sent after the last day asked about is left out.
    """
    found = [
        one
        for one in tellings(case)
        if one.receiver and one.receiver != one.sender and one.sent.first <= until
    ]
    pairs = dict.fromkeys((one.fact, one.sender) for one in found)
    order = {fact.id: k for k, fact in enumerate(case.record.facts)}
    made = (_otherwise(fact, sender, found) for fact, sender in sorted(
        pairs, key=lambda pair: (order.get(pair[0], len(order)), pair[1])
    ))  # fmt: skip
    return tuple(one for one in made if one is not None)


def _otherwise(fact: str, sender: str, found: Iterable[Telling]) -> Otherwise | None:
    own = [one for one in found if (one.fact, one.sender) == (fact, sender)]
    yes, no = ([one for one in own if one.is_so is side] for side in (True, False))
    apart = [_days_between(a, b) for a, b in product(yes, no) if a.receiver != b.receiver]
    if not apart:
        return None
    least, most = min(apart, key=lambda pair: (pair[0], pair[1]))
    return Otherwise(fact, sender, tuple(own), (least, most))


def _days_between(one: Telling, other: Telling) -> tuple[int, int]:
    """Return the fewest and the most days that may lie between the sending of two messages."""
    a, b = one.sent, other.sent
    gap = max(a.first.toordinal() - b.last.toordinal(), b.first.toordinal() - a.last.toordinal(), 0)
    most = max(a.last.toordinal() - b.first.toordinal(), b.last.toordinal() - a.first.toordinal())
    return gap, most


def reached(case: Case, party: str) -> Iterator[tuple[Message, FuzzyDate]]:
    """List the messages that others sent to a party, each with the days of its arrival."""
    for message in case.record.messages:
        if message.receiver == party != message.sender:
            yield message, arrival(message)


def between_others(case: Case, party: str) -> Iterator[Message]:
    """List the messages that a party neither wrote nor was sent."""
    for message in case.record.messages:
        if party not in (message.sender, message.receiver):
            yield message
