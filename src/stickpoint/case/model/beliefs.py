"""How far each party looks, whom it wishes well or ill, and how it sees the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stickpoint.case.model.basis import NOWHERE, Because, Place
from stickpoint.case.model.stakes import Ranking, Wants, Weights

if TYPE_CHECKING:
    from stickpoint.case.model.case import Case


@dataclass(frozen=True, slots=True)
class Foresight:
    """The stability concept that fits how far a party looks: ``nash``, ``gmr`` and so on."""

    concept: str
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Attitude:
    """How a party stands to another, or to itself: ``+``, ``0`` or ``-``."""

    sign: str
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE

    @property
    def number(self) -> int:
        """The sign as 1, 0 or -1."""
        return {"+": 1, "0": 0, "-": -1}[self.sign]


@dataclass(frozen=True)
class SeenBy:
    """How a party sees the others, where that is not as the case has them.

    Parameters
    ----------
    preferences : mapping of str to Wants, Ranking or Weights
        By party: how it is taken to order the states.
    unknown : tuple of str
        Options of others that it does not know of.
    within : mapping of str to SeenBy
        By party: how it is taken to see the others in its turn.
    """

    preferences: Mapping[str, Wants | Ranking | Weights] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    within: Mapping[str, SeenBy] = field(default_factory=dict)
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE


def as_seen(case: Case, *views: SeenBy) -> Case:
    """Return the case with the orders that the parties are taken to have, the last view first."""
    orders = dict(case.preferences)
    for view in views:
        orders |= view.preferences
    return replace(case, preferences=orders)
