"""Of which kind a deadlock is, how long earlier ones lasted, and how it ended if it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stickpoint.case.model.basis import NOWHERE, Place
from stickpoint.case.model.record import Source

if TYPE_CHECKING:
    from stickpoint.case.dates.fuzzy import FuzzyDate

OTHER = "other"
"""Stands for terms that the case does not name."""
SETTLED = "settled"
"""The only outcome of a case without terms."""


@dataclass(frozen=True, slots=True)
class KindOfCase:
    """The kind of deadlock, by the name it has in the table of kinds.

    Parameters
    ----------
    covariates : mapping of str to str or float
        What was known at the start and changes how long it takes: ``gravity``, ``largest_share``.
    """

    name: str
    covariates: Mapping[str, str | float] = field(default_factory=dict)
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Happened:
    """How the deadlock ended; no forecast sees it.

    Parameters
    ----------
    terms : str
        The outcome's name, as a graph of the case has it; ``other`` for terms that the case does
        not name; empty where nothing is said of them.
    """

    date: FuzzyDate
    terms: str = ""
    note: str = ""
    source: Source | None = None
    place: Place = NOWHERE
