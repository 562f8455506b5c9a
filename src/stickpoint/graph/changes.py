"""A what-if, as objects: what to take otherwise than a case has it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from stickpoint.case.model.amounts import Amount


@dataclass(frozen=True)
class Changes:
    """What to take otherwise than the case has it.

    Parameters
    ----------
    fix : mapping of str to bool
        Options held at a value from the start.
    on : mapping of str to float
        Time, from the start, at which something of nature's changes unforeseen; at 0 or before
        it has changed by the start, and the status quo has it.
    rate : mapping of str to float
        Rate, per unit of time, at which something of nature's changes, instead of a date too.
    without : collection of str
        Issues assumed closed, wherever a statement speaks of them; see `case.resolve.close_issues`.
    worth : mapping of (str, int) to float
        Payoff lines, by party and number from 1, set to a value.
    hypothesis : str or None
        An explanation whose payoffs stand in for those of the parties it names.
    read : callable
        How to read an amount as one number: its middle, or what its writer called most likely, if
        left out. It is asked for every number of the case that the game needs, in no set order,
        and must answer by the amount alone.
    """

    fix: Mapping[str, bool] = field(default_factory=dict)
    on: Mapping[str, float] = field(default_factory=dict)
    rate: Mapping[str, float] = field(default_factory=dict)
    without: Collection[str] = ()
    worth: Mapping[tuple[str, int], float] = field(default_factory=dict)
    hypothesis: str | None = None
    read: Callable[[Amount], float] = attrgetter("mid")
