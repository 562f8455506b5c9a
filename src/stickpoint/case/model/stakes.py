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
class Loose:
    """Lines of wants that stand together, of which it is not known which comes first.

    Parameters
    ----------
    start : int
        The place of the first of them among all lines as written, from 0.
    lists : tuple of int
        How many lines each of the lists has that may be put together in any way; in each the order
        is known. A line by itself is a list of one.
    """

    start: int
    lists: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coder:
    """What a party wants as one of several sees it who have put it in writing."""

    name: str
    items: tuple[Want, ...]
    loose: tuple[Loose, ...] = ()

    @property
    def before(self) -> list[tuple[int, int]]:
        """The pairs of lines next to one another of which the first is known to count for more."""
        pairs, last, place = list[tuple[int, int]](), list[int](), 0
        starts = {one.start: one.lists for one in self.loose}
        while place < len(self.items):
            ends, at = list[int](), place
            for size in starts.get(place, (1,)):
                pairs += [(one, at) for one in last]
                pairs += [(k, k + 1) for k in range(at, at + size - 1)]
                at += size
                ends.append(at - 1)
            last, place = ends, at
        return pairs


@dataclass(frozen=True, slots=True)
class Wants:
    """Statements, most important first (option prioritisation).

    Parameters
    ----------
    items : tuple of Want
        In the order as written, that of the first coder where there are several: the one that
        everything goes by but what asks what else it could be.
    loose : tuple of Loose
        Which of them may as well stand in another order.
    coders : tuple of Coder
        Where several have put it in writing, all of them.
    """

    items: tuple[Want, ...]
    loose: tuple[Loose, ...] = ()
    coders: tuple[Coder, ...] = ()

    @property
    def accounts(self) -> tuple[Coder, ...]:
        """What each coder says; one without a name where there are none."""
        return self.coders or (Coder("", self.items, self.loose),)

    @property
    def is_certain(self) -> bool:
        """Whether there is one order, known in full."""
        return len(self.accounts) == 1 and not self.accounts[0].loose

    @property
    def lines(self) -> tuple[Want, ...]:
        """Every line of every coder."""
        return tuple(want for account in self.accounts for want in account.items)


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


NOTHING = Amount(0.0, 0.0, 0.0, "point", None, "", Fraction(0))
"""What a line is worth per unit of time that says nothing of it."""


@dataclass(frozen=True, slots=True)
class Payoff:
    """Worth to a party, per unit of time while the statement holds, or once at the horizon.

    ``once`` is paid when the statement comes to hold. A line with ``once`` alone is worth `NOTHING`
    per unit of time.
    """

    party: str
    statement: Statement
    worth: Amount
    label: str = ""
    because: Because = ()
    note: str = ""
    size: Sizes = ()
    once: Amount | None = None


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
