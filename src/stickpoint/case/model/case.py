"""A checked case file as frozen objects: every word, number and date kept as it was written.

The names follow the file format; nothing here computes. ``Case.conflict`` and ``Case.game`` ask
whoever the front door has plugged in (`stickpoint.ports`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stickpoint.case.model.amounts import Amount
from stickpoint.case.model.basis import NOWHERE, Because, Judgement, Place, Statement
from stickpoint.case.model.record import (
    Document,
    Evidence,
    Message,
    Passage,
    Record,
    RecordedMove,
    Source,
)
from stickpoint.case.model.stakes import (
    Hypothesis,
    Lever,
    Payoff,
    Ranking,
    Rating,
    Toll,
    Want,
    Wants,
    Weight,
    Weights,
)
from stickpoint.ports import ports

if TYPE_CHECKING:
    from stickpoint.case.dates.fuzzy import FuzzyDate
    from stickpoint.logic.formula import Formula

__all__ = [
    "NOWHERE",
    "Amount",
    "Case",
    "ClockSettings",
    "Constraint",
    "Document",
    "Evidence",
    "Hypothesis",
    "Issue",
    "Judgement",
    "Lever",
    "Message",
    "Nature",
    "Option",
    "Party",
    "Passage",
    "Payoff",
    "Place",
    "Ranking",
    "Rating",
    "Record",
    "RecordedMove",
    "Source",
    "Statement",
    "Terms",
    "Toll",
    "Want",
    "Wants",
    "Weight",
    "Weights",
]


@dataclass(frozen=True, slots=True)
class ClockSettings:
    """Where time starts, its unit, and how far to look; no horizon is the stationary game."""

    start: FuzzyDate | None = None
    unit: str = "month"
    horizon: float | None = 60.0
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who decides.

    Parameters
    ----------
    pace : Amount or None
        Chances to move per unit of time.
    discount : Amount or None
        How fast the future loses weight, per unit of time.
    precision : Amount or None
        How sharply the better course is chosen.
    """

    id: str
    name: str
    text: str = ""
    short: str = ""
    pace: Amount | None = None
    discount: Amount | None = None
    precision: Amount | None = None
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE

    @property
    def called(self) -> str:
        """What to call it in a sentence: its short name where it has one."""
        return self.short or self.name


@dataclass(frozen=True, slots=True)
class Option:
    """Something one party can do or leave.

    Parameters
    ----------
    id : str
        ``party.option``.
    text, undo : str
        Doing it, and undoing it, in words.
    now : bool
        Whether it is done in the status quo.
    one_way : int
        0 both ways, +1 only from no to yes, -1 only from yes to no.
    needs : Statement or None
        Must hold before the move is made.
    effort : Amount or None
        The price of making the move.
    """

    id: str
    party: str
    text: str
    undo: str = ""
    now: bool = False
    one_way: int = 0
    needs: Statement | None = None
    effort: Amount | None = None
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Nature:
    """Something no party controls; ``id`` begins with ``nature.``; it has a rate or a date."""

    id: str
    text: str
    now: bool = False
    one_way: int = 0
    rate: Amount | None = None
    on: FuzzyDate | None = None
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold in every state.

    ``kind`` is ``impossible``, ``at_most_one``, ``exactly_one`` or ``positions``.
    """

    kind: str
    formula: Formula
    text: str
    because: Because = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Terms:
    """A named way in which an issue closes."""

    name: str
    statement: Statement
    text: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """An item of the agenda; a closed one without terms counts as settled for good."""

    id: str
    name: str
    opened: FuzzyDate | None = None
    closed: FuzzyDate | None = None
    terms: tuple[Terms, ...] = ()
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Case:
    """A deadlock, as its file describes it.

    Parameters
    ----------
    settled : Statement or None
        When the deadlock is over; as written, else that every open issue with terms is closed by
        one of them; None when no issue has terms.
    preferences : dict of str to Wants, Ranking or Weights
        By party; a party that is missing here is ranked by its payoffs.
    strength : dict of str to tuple of Statement
        Statements on which states differ greatly for a party, from ``strength`` and ``great``.
    unknown : dict of str to tuple of pairs of Statement
        Pairs of kinds of states whose order is not known.
    unchecked : tuple of str
        What could not be checked, as it would compare too many states; the rest is sound.
    """

    path: str
    title: str
    about: str = ""
    clock: ClockSettings = ClockSettings()
    parties: tuple[Party, ...] = ()
    options: tuple[Option, ...] = ()
    nature: tuple[Nature, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    same: tuple[Statement, ...] = ()
    issues: tuple[Issue, ...] = ()
    settled: Statement | None = None
    preferences: dict[str, Wants | Ranking | Weights] = field(default_factory=dict)
    strength: dict[str, tuple[Statement, ...]] = field(default_factory=dict)
    unknown: dict[str, tuple[tuple[Statement, Statement], ...]] = field(default_factory=dict)
    payoffs: tuple[Payoff, ...] = ()
    terminal: tuple[Payoff, ...] = ()
    tolls: tuple[Toll, ...] = ()
    record: Record = field(default_factory=Record)
    hypotheses: tuple[Hypothesis, ...] = ()
    rating_scale: tuple[tuple[str, Amount], ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    levers: tuple[Lever, ...] = ()
    notes: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()

    @cached_property
    def option_ids(self) -> tuple[str, ...]:
        """Every option in bit order: the parties' first, then nature's."""
        return (*(option.id for option in self.options), *(chance.id for chance in self.nature))

    @cached_property
    def option_index(self) -> dict[str, int]:
        """The bit of each option id."""
        return {id_: bit for bit, id_ in enumerate(self.option_ids)}

    @cached_property
    def party_index(self) -> dict[str, int]:
        """The position of each party id."""
        return {party.id: k for k, party in enumerate(self.parties)}

    def judgements(self) -> tuple[Judgement, ...]:
        """List everything the case asserts, in the order of the format, with what it rests on."""
        from stickpoint.case.model.judgements import judgements

        return judgements(self)

    def conflict(self, **choices: Any) -> Any:
        """Build the `Conflict` of this case: states, moves and ranks."""
        return ports.ask("conflict", self, **choices)

    def bands(self, conflict: Any) -> Any:
        """Return what `strength` needs: states differ greatly when their bands differ.

        Parameters
        ----------
        conflict : Conflict
            Of this case, from ``conflict()``.

        Returns
        -------
        ndarray of int32, shape (parties, states)
            Higher is better; a party for which the case marks nothing great has one band.
        """
        return ports.ask("bands", self, conflict)

    def unknown_pairs(self, conflict: Any) -> Any:
        """Return what `unknown` needs: which pairs of states a party cannot be said to order.

        Parameters
        ----------
        conflict : Conflict
            Of this case, from ``conflict()``.

        Returns
        -------
        list of ndarray of bool, shape (states, states)
            One per party.

        Raises
        ------
        ModelError
            More states than the pairs can be stored for: parties · states² bytes, 1 GiB at most.
        """
        return ports.ask("unknown_pairs", self, conflict)

    def game(self, **choices: Any) -> Any:
        """Build the `Game` of this case: the conflict with payoffs and rates."""
        return ports.ask("game", self, **choices)
