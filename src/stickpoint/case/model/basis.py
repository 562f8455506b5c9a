"""What the parts of a case are made of: places, statements, reasons, judgements, numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from stickpoint.logic.formula import Formula

Because: TypeAlias = tuple[str, ...]
"""Record ids and free sentences; empty when no reason was given."""


Sizes: TypeAlias = tuple[tuple[str, str], ...]
"""How sure the size of each number of a part is, ``guess`` or ``source``; '' stands for all."""
GUESS = "guess"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and a column, counted from 1; zero when there is no file behind it."""

    line: int
    column: int


NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody wrote, and what it means over the options.

    Parameters
    ----------
    text : str
        The words of the file.
    formula : Formula
        Over bit indices: the parties' options in file order, then nature's.
    """

    text: str
    formula: Formula
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing the case asserts: what it is about, and what it rests on.

    Parameters
    ----------
    kind : str
        ``want``, ``ranking``, ``weight``, ``payoff``, ``terminal``, ``toll``, ``option``,
        ``effort``, ``pace``, ``discount``, ``precision``, ``nature``, ``holds``, ``lapses``,
        ``constraint``, ``foresight``, ``attitude``, ``view``, ``prior`` or ``rating``.
    where : str
        The party, option, toll or hypothesis it belongs to.
    because : tuple of str
        Record ids, free sentences, or nothing.
    sourced : bool
        At least one record id stands behind it; behind a number's size too, not its sign alone.
    party : str
        Whose judgement of the world it is about, where it is about one party.
    statements : tuple of str
        The statements in it, as written: two where it says which is better, else one or none.
    amount : Amount or None
        The number in it.
    size : str
        What the case says of the size of the number: ``guess``, ``source`` or nothing.
    """

    kind: str
    where: str
    text: str
    because: Because
    sourced: bool
    place: Place = NOWHERE
    party: str = ""
    statements: tuple[str, ...] = ()
    amount: Amount | None = None
    size: str = ""


DAYS_IN: dict[str, Fraction] = {
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(36525, 1200),
    "year": Fraction(36525, 100),
}
"""Days in each unit of time; a year is 365.25 days and a month a twelfth of it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity, as wide as its writer left it.

    Parameters
    ----------
    low, mid, high : float
        All three are equal for a point; ``mid`` is the middle of a range unless it was written.
    shape : str
        ``"point"``, ``"range"`` (equally likely throughout) or ``"triangle"`` (most likely at mid).
    unit : str or None
        The word after the slash of ``0.05/year``: day, week, month or year.
    written : str
        The words of the file.
    exact : Fraction
        ``mid`` without rounding, for comparisons that must not depend on it.
    name : str
        Which number of the case it is, such as ``parties.us.pace``; see `case.model.parameters`.
    place : Place
        Where it stands in the file.
    """

    low: float
    mid: float
    high: float
    shape: str
    unit: str | None
    written: str
    exact: Fraction
    name: str = ""
    place: Place = NOWHERE

    def __hash__(self) -> int:
        """Go by the words alone, which are hashed once: draws look amounts up by the thousand."""
        return hash((self.name, self.written, self.unit))

    @property
    def is_open(self) -> bool:
        """Whether it is a range, not one number."""
        return self.low < self.high

    def per(self, unit: str) -> Amount:
        """Return the same amount per another unit of time; one without a unit stays as it is.

        Examples
        --------
        >>> from fractions import Fraction
        >>> Amount(12, 12, 12, "point", "year", "12/year", Fraction(12)).per("month").mid
        1.0
        """
        if self.unit is None or self.unit == unit:
            return self
        ratio = DAYS_IN[unit] / DAYS_IN[self.unit]
        low, mid, high = (float(Fraction(x) * ratio) for x in (self.low, self.mid, self.high))
        return replace(self, low=low, mid=mid, high=high, unit=unit, exact=self.exact * ratio)
