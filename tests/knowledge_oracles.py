"""Slow, literal twin of who knew what since when: every day that each message may have been sent.

A *telling of the dates* picks for each message a day of writing and a day of arrival within what is
written, arrival never before writing. What may be and what is certain follow by trying them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Message

Days = dict[str, tuple[date, date]]


def days(when: FuzzyDate) -> Iterator[date]:
    for k in range((when.last - when.first).days + 1):
        yield when.first + timedelta(k)


def pairs(message: Message) -> Iterator[tuple[date, date]]:
    assert message.date is not None
    for sent in days(message.date):
        if message.arrived is None:
            yield sent, sent
        else:
            yield from ((sent, came) for came in days(message.arrived) if came >= sent)


def ways(case: Case) -> Iterator[Days]:
    messages = case.record.messages
    for chosen in product(*(tuple(pairs(message)) for message in messages)):
        yield {m.id: pair for m, pair in zip(messages, chosen, strict=True)}


def first_day(case: Case, then: Days, fact: str, party: str, *, is_so: bool) -> date | None:
    """Return on which day a party first said or was told it, if things happened on these days."""
    found = []
    for message in case.record.messages:
        if (fact, is_so) in message.says:
            sent, came = then[message.id]
            found += [sent] * (message.sender == party)
            found += [came] * (message.receiver == party != message.sender)
    return min(found, default=None)


def bounds(case: Case, fact: str, party: str, *, is_so: bool) -> tuple[date, date] | None:
    """Return the least and the greatest first day over all ways."""
    found = [first_day(case, then, fact, party, is_so=is_so) for then in ways(case)]
    known = [day for day in found if day is not None]
    return (min(known), max(known)) if known else None


def apart(case: Case, one: str, other: str) -> tuple[int, int]:
    """Return the fewest and the most days between the sending of two messages over all ways."""
    found = [abs((then[one][0] - then[other][0]).days) for then in ways(case)]
    return min(found), max(found)
