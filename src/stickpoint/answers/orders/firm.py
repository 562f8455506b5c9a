"""A verdict on the status quo → how many swaps in whose order would turn it round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.case import Case, Wants
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.ranks.flips import MOST_SWAPS, MOST_TRIED, Flips, least_flips
from stickpoint.solve.stability.beliefs.margin import NEVER, margins
from stickpoint.solve.stability.sanctions import CONCEPTS

__all__ = ["MOST_SWAPS", "NEVER", "Firm", "Flips"]

MOST_WORK = 1 << 22
"""So many ranks are judged for a page, at most: an order of statements is one for each state and
party, and they are tried one by one."""


@dataclass(frozen=True, eq=False)
class Firm:
    """How firmly verdicts stand on the orders that the parties have."""

    case: Case
    conflict: Conflict
    concepts: Sequence[str] = CONCEPTS
    _asked: dict[tuple[int, str, int], tuple[Flips, ...]] = field(default_factory=dict)

    @cached_property
    def margins(self) -> dict[str, NDArray[np.int64]]:
        """How many other states each state must pass in a party's order to flip its verdict.

        Nothing where others may undo a party's move: where one state stands for several, or a
        patron sets a party's options.
        """
        if self.conflict.merged or self.conflict.imposed:
            return {}
        return margins(self.conflict, self.concepts)

    def flips(self, state: int, concept: str, most: int = MOST_SWAPS) -> tuple[Flips, ...]:
        """Return, for each party with wants, the nearest order of them that turns it round.

        Whether the state holds for all, that is. The more states, the fewer orders are tried; none
        that is more than ``most`` swaps away.
        """
        asked = (state, concept, most)
        if asked not in self._asked:
            self._asked[asked] = tuple(self._flips(*asked))
        return self._asked[asked]

    def _flips(self, state: int, concept: str, most: int) -> Iterator[Flips]:
        wanted = {
            party: [want.statement.formula for want in wish.items]
            for party, id_ in enumerate(self.conflict.parties)
            if isinstance(wish := self.case.preferences.get(id_), Wants)
        }
        tries = min(MOST_TRIED, MOST_WORK // (self.conflict.ranks.size * max(1, len(wanted))))
        for party, lines in wanted.items():
            yield least_flips(self.conflict, party, lines, state, concept, most=most, tries=tries)
