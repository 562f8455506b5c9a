"""What one party had been told by a day, what passed it by, and what presumes that it knew more."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from stickpoint.answers.answer import Answer
from stickpoint.answers.knowledge.presumed import Presumed, presumed
from stickpoint.answers.knowledge.told import (
    Cell,
    Otherwise,
    Span,
    between_others,
    matrix,
    reached,
    told_otherwise,
)
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Message
from stickpoint.errors import ModelError


@dataclass(frozen=True, eq=False, repr=False)
class Knew(Answer):
    """What a party had been told by the end of a day, as far as the record tells.

    Parameters
    ----------
    party : str
        The id of a party.
    day : date or None
        None for all of the record.
    """

    case: Case
    party: str
    day: date | None = None

    question = "knew"

    @property
    def until(self) -> date:
        """The day, or the last of all."""
        return self.day or date.max

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """For each fact, in the file's order, what it had to do with its being so, and not so.

        Those of which it had heard nothing by the day are left out.
        """
        rows = (by_party[self.party] for by_party in matrix(self.case).values())
        return tuple(
            cell
            for pair in rows
            for cell in pair
            if (since := cell.since) is not None and since.by(self.until) != "no"
        )

    @cached_property
    def unheard(self) -> tuple[str, ...]:
        """Facts of which it had heard nothing by the day."""
        heard = {cell.fact for cell in self.cells}
        return tuple(fact.id for fact in self.case.record.facts if fact.id not in heard)

    @cached_property
    def messages(self) -> tuple[tuple[Message, Span], ...]:
        """What others had sent it by the day, certainly or perhaps, in the order of arrival."""
        found = [
            (message, Span(came.first, came.last))
            for message, came in reached(self.case, self.party)
            if came.first <= self.until
        ]
        return tuple(sorted(found, key=lambda pair: (pair[1].earliest, pair[1].certain)))

    @cached_property
    def passed_by(self) -> tuple[Message, ...]:
        """Messages between others that may have been sent by the day."""
        found = between_others(self.case, self.party)
        return tuple(m for m in found if m.date is None or m.date.first <= self.until)

    @cached_property
    def otherwise(self) -> tuple[Otherwise, ...]:
        """What this party told some so and others not, and what it was so told itself."""
        return tuple(
            one
            for one in told_otherwise(self.case, self.until)
            if self.party in (one.sender, *(telling.receiver for telling in one.tellings))
        )

    @cached_property
    def presumed(self) -> tuple[Presumed, ...]:
        """What the case says of it that rests on what had not certainly reached it by the day."""
        return tuple(one for one in presumed(self.case, self.day) if one.party == self.party)


def knew(case: Case, party: str, on: date | None = None) -> Knew:
    """Ask what a party had been told by a day.

    Parameters
    ----------
    case : Case
    party : str
        Its id.
    on : date, optional
        The day, to its end; all of the record if left out.

    Raises
    ------
    ModelError
        No party of the case.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = knew(sp.load("korea-1952"), "ussr", date(1952, 7, 17))
    >>> [(cell.fact, cell.is_so, str(cell.since.certain)) for cell in found.cells][:1]
    [('kim-wavers', True, '1952-07-17')]
    """
    if party not in case.party_index:
        near = difflib.get_close_matches(party.lower(), case.party_index, n=1)
        named = {p.id for p in case.parties if party.lower() in (p.name.lower(), p.short.lower())}
        meant = next(iter(named or near), "")
        hint = f"; did you mean {meant!r}?" if meant else f"; it has {', '.join(case.party_index)}"
        raise ModelError(f"{party!r} is no party of this case{hint}")
    return Knew(case, party, on)
