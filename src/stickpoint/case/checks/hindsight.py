"""A case → judgements about how things stood at the start that rest on what came after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case


class Hindsight(NamedTuple):
    """An option, or a thing of nature, and the entry of a later day that its state rests on."""

    where: str
    entry: str
    when: FuzzyDate


def hindsight(case: Case) -> tuple[Hindsight, ...]:
    """List what the status quo rests on that certainly came after the clock's start.

    It may be right all the same, as where a later text tells of an earlier day. What is not so at
    the start is not asked about: there a reason speaks of what could be done, not of that day.
    """
    return tuple(_found(case))


def _found(case: Case) -> Iterator[Hindsight]:
    start, record = case.clock.start, case.record
    if start is None:
        return
    lists = (record.messages, record.moves, record.evidence)
    dates = {item.id: item.date for items in lists for item in items}
    # A dated change of nature is meant to be later.
    things = [(x.id, x.because) for x in case.options if x.now]
    things += [(x.id, x.because) for x in case.nature if x.now and x.date is None]
    for id_, because in things:
        for reason in because:
            when = dates.get(reason.strip())
            if when is not None and when.first > start.last:
                yield Hindsight(id_, reason.strip(), when)
