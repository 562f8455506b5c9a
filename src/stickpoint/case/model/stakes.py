"""What is at stake for whom: wants, rankings, weights, payoffs, tolls, explanations, levers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stickpoint.case.model.basis import NOWHERE, Amount, Because, Place, Sizes, Statement


@dataclass(frozen=True, slots=True)
class Want:
    """One statement that a party would have hold; ``great`` marks strength of preference.

    A ``worth`` makes it a payoff line of the party as well, and that line is the one that counts.
    """

    statement: Statement
    great: bool = False
    because: Because = ()
    note: str = ""
    worth: Amount | None = None
    label: str = ""
    size: Sizes = ()


@dataclass(frozen=True, slots=True)
class Wants:
    """Statements, most important first (option prioritisation)."""

    items: tuple[Want, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Groups of statements, best first; a state belongs to the first group it fits."""

    groups: tuple[tuple[Statement, ...], ...]
    because: Because = ()
    place: Place = NOWHERE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """What the holding of one statement is worth in a sum."""

    statement: Statement
    weight: Fraction
    written: str
    because: Because = ()
    size: Sizes = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """Statements whose weights add up; a greater sum is better."""

    items: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class Payoff:
    """Worth to a party, per unit of time while the statement holds, or once at the horizon."""

    party: str
    statement: Statement
    worth: Amount
    label: str = ""
    because: Because = ()
    note: str = ""
    size: Sizes = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """A cost in natural units while the statement holds, whoever cares; ``per`` is a unit of time.

    ``falls_on`` is a party id or free words.
    """

    name: str
    statement: Statement
    per: str
    amount: Amount
    unit: str = ""
    falls_on: str = ""
    because: Because = ()
    note: str = ""
    size: Sizes = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """How one piece of evidence speaks on a hypothesis.

    Parameters
    ----------
    evidence : str
    rating : str
        ``++``, ``+``, ``0``, ``-`` or ``--``; where coders differ, the highest and the lowest of
        theirs, such as ``+ to -``.
    coders : tuple of (str, str)
        Names and ratings, where several rated it.
    """

    evidence: str
    rating: str
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE
    coders: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A rival explanation; a party named in ``payoffs`` takes those lines instead of its own."""

    name: str
    claim: str
    by: tuple[str, ...] = ()
    about: str = ""
    prior: Amount | None = None
    payoffs: tuple[Payoff, ...] = ()
    ratings: tuple[Rating, ...] = ()
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE
    size: Sizes = ()


@dataclass(frozen=True, slots=True)
class Lever:
    """Something that could be changed, and what changing it costs.

    Parameters
    ----------
    what : str
        In words.
    kind : str
        Which number it changes: ``payoff``, ``effort``, ``pace`` or ``rate``; ``ranks`` where it
        prices a party's change of mind; empty for none.
    target : str
        Whose: a party, an option, or something of nature's.
    statement : Statement or None
        While what holds a payoff is changed.
    line : int
        The party's payoff line, counted from 1; 0 for a payoff that is new.
    by : str
        Who could pull it: a party id or words.
    direction : int
        +1 only up, -1 only down, 0 either way.
    cost : Amount or None
        Per unit of change; for ``ranks`` per swap.
    limit : Amount or None
        How far it can be moved.
    """

    what: str
    kind: str = ""
    target: str = ""
    statement: Statement | None = None
    line: int = 0
    by: str = ""
    direction: int = 0
    cost: Amount | None = None
    limit: Amount | None = None
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE

    @property
    def is_timed(self) -> bool:
        """Whether it changes a number of the clock."""
        return self.kind not in ("", "ranks")
