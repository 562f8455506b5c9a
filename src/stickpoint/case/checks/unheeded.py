"""A sound case → what in it no answer can heed: options, events, parties, words never written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from stickpoint.case.model.basis import Statement
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Evidence, Message
from stickpoint.case.model.situation import Nature, Option
from stickpoint.case.yaml.nodes import Faults, quote
from stickpoint.logic import options_in

PLACEHOLDER = "(in your own words)"
"""What `stickpoint read` leaves to be written."""
_SPEAKING = (
    *("options", "nature", "same", "issues", "packages", "settled", "preferences", "strength"),
    *("unknown", "views", "payoffs", "terminal", "tolls", "hypotheses", "levers", "imposed"),
)
"""The parts of a case that hold statements."""


def note_unheeded(case: Case, notes: Faults) -> None:
    """Note options and events that nothing speaks of, parties without payoffs, empty words."""
    _unspoken(case, notes)
    _unpaid(case, notes)
    entries: list[Message | Evidence] = [*case.record.messages, *case.record.evidence]
    empty = [entry for entry in entries if entry.text.strip() == PLACEHOLDER]
    if empty:
        first, *rest = empty
        more = f"{len(rest)} more texts" if rest[1:] else "one more"
        are = f" and {more} are" if rest else " is"
        said = f"the text of {quote(first.id)}{are} still to be written, in your own words"
        notes.add(first.place, "N109", said)


def _unspoken(case: Case, notes: Faults) -> None:
    """Note what is an option or an event and stands in no statement."""
    spoken = set[int]().union(*(options_in(limit.formula) for limit in case.constraints))
    for part in _SPEAKING:
        for statement in _within(getattr(case, part)):
            spoken |= options_in(statement.formula)
    every: list[Option | Nature] = [*case.options, *case.nature]
    named = {line.option for line in case.imposed} | {lever.target for lever in case.levers}
    named |= {id_ for move in case.record.moves for id_, _ in move.sets}
    for bit, one in enumerate(every):
        if bit not in spoken:
            message = (
                f"no want, payoff or other statement speaks of {quote(one.id)}, so that it changes "
                "nothing; say for whom it is better or worse"
            )
            if one.id not in named:  # what is named elsewhere cannot go without a fault there
                message += ", or leave it out"
            notes.add(one.place, "N107", message)


def _within(thing: object) -> Iterator[Statement]:
    """Find every statement in a part of a case."""
    if isinstance(thing, Statement):
        yield thing
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from _within(value)
    elif isinstance(thing, tuple | list):
        for value in thing:
            yield from _within(value)
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from _within(getattr(thing, one.name))


def _unpaid(case: Case, notes: Faults) -> None:
    """Note a party without payoffs where another has some: the clock takes all for one to it."""
    # Payoffs of an explanation are no part of the game that the clock plays unless asked to.
    paid = {line.party for line in (*case.payoffs, *case.terminal)}
    moving = {option.party for option in case.options}
    for party in case.parties if case.payoffs else ():
        is_idle = party.pace is not None and party.pace.high <= 0
        if party.id in moving - paid and not is_idle:
            message = (
                f"{quote(party.id)} has no payoffs, and others have: to the clock all is one to "
                "it, so that it moves by chance; write under 'payoffs' what things are worth to it"
            )
            notes.add(party.place, "N108", message)
