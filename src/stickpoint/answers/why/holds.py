"""How a party stands to the status quo, and whether a way to settle holds: as plain objects."""

from __future__ import annotations

from dataclasses import dataclass

from stickpoint.solve.stability.result import Step
from stickpoint.solve.stability.witness import Witness

FIRMEST_FIRST = ("nash", "sseq", "seq", "smr", "gmr")
"""From the strongest claim to the weakest, but that neither of seq and smr implies the other."""


@dataclass(frozen=True)
class Hold:
    """How one party stands to the status quo.

    ``kind`` is ``content`` (it has no improvement), ``deterred`` (each improvement has an answer)
    or ``free`` (it gains by a move that nobody would answer); ``credible`` tells whether the
    answers are moves that the others gain from themselves; ``alternatives`` are parties other than
    the one in the witness that could take the best gain away by a single move; ``concepts`` are
    those under which it stays.
    """

    party: int
    kind: str
    credible: bool
    witness: Witness
    alternatives: tuple[int, ...] = ()
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settlement:
    """One way to settle: whether it holds, and how to get there or what bars the way.

    ``stable`` lists states by concept; ``state`` is the one that the rest speaks of; ``way`` leads
    to it from now, by improvements where ``willing``, and is empty where it is today's state, None
    where no moves lead there; ``leaver`` is a party that would undo it.
    """

    terms: str
    stable: dict[str, list[int]]
    state: int
    way: tuple[Step, ...] | None
    willing: bool
    leaver: Witness | None

    @property
    def concept(self) -> str | None:
        """The strongest concept under which its state holds; None under none."""
        return next((key for key in FIRMEST_FIRST if self.state in self.stable[key]), None)

    @property
    def firmest(self) -> str | None:
        """The strongest concept under which any state on these terms holds; None under none."""
        return next((key for key in FIRMEST_FIRST if self.stable[key]), None)
