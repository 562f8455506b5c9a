"""What everything in a case is made of: places, statements, judgements and their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from stickpoint.case.model.amounts import Amount
    from stickpoint.logic.formula import Formula

Because: TypeAlias = tuple[str, ...]
"""Record ids and free sentences; empty when no reason was given."""


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
        ``effort``, ``pace``, ``discount``, ``precision``, ``nature``, ``constraint``, ``prior`` or
        ``rating``.
    where : str
        The party, option, toll or hypothesis it belongs to.
    because : tuple of str
        Record ids, free sentences, or nothing.
    sourced : bool
        At least one record id stands behind it.
    party : str
        Whose judgement of the world it is about, where it is about one party.
    statements : tuple of str
        The statements in it, as written: two where it says which is better, else one or none.
    amount : Amount or None
        The number in it.
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
