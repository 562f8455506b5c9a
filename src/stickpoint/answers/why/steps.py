"""One move from one state to another → what it is to its mover, and what others could answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stickpoint.answers.why.stability import Why, Witness
from stickpoint.graph.build_game import build_game
from stickpoint.solve.stability.witness import find_answer


@dataclass(frozen=True, eq=False)
class Step:
    """A move of one party, seen from the state that it leaves.

    Parameters
    ----------
    answer : Why
        Of which conflict the states are.
    party, source, target : int
    """

    answer: Why
    party: int
    source: int
    target: int

    @property
    def gain(self) -> int:
        """By how many ranks its mover is better off; below 0 where it is worse off."""
        rank = self.answer.conflict.ranks[self.party]
        return int(rank[self.target]) - int(rank[self.source])

    @cached_property
    def places(self) -> tuple[int, int, int]:
        """The places of both states among the mover's ranks, from the best, and how many there are.

        Of states that can be under this setting of nature.
        """
        ranks = np.unique(self.answer.conflict.ranks[self.party])[::-1].tolist()
        rank = self.answer.conflict.ranks[self.party]
        before, after = (ranks.index(int(rank[s])) + 1 for s in (self.source, self.target))
        return before, after, len(ranks)

    @cached_property
    def witness(self) -> Witness | None:
        """What others could answer to a gain, to their own gain if they can; None of no gain."""
        if self.gain <= 0:
            return None
        asked = (self.answer.conflict, self.source, self.party, self.target)
        by_gains = find_answer(*asked, "seq")
        return by_gains if by_gains.is_stable else find_answer(*asked, "gmr")

    @cached_property
    def cost(self) -> tuple[float, float, float] | None:
        """The effort of the move, and what each state is worth to its mover per unit of time.

        Every range at its middle; None where the case has no payoffs, or its states are coalesced.
        """
        conflict = self.answer.conflict
        if not self.answer.case.payoffs or conflict.codes is None or conflict.merged:
            return None
        game = build_game(self.answer.case)
        if game.conflict is None or game.conflict.codes is None:
            return None
        codes = game.conflict.codes
        one, other = (int(np.searchsorted(codes, conflict.codes[s])) for s in self._ends)
        targets, efforts = game.moves_from(self.party, one)
        found = np.flatnonzero(targets == other)
        if not found.size:  # a state that is over has no moves on the clock
            return None
        worth = game.payoffs[self.party]
        return float(efforts[found[0]]), float(worth[one]), float(worth[other])

    @property
    def _ends(self) -> tuple[int, int]:
        return self.source, self.target


def steps_from(answer: Why, state: int) -> list[Step]:
    """List every move from a state, party by party, those that gain most first."""
    found = []
    for party in range(answer.conflict.n_parties):
        targets = answer.conflict.moves_from(party, state).tolist()
        steps = [Step(answer, party, state, target) for target in targets]
        found += sorted(steps, key=lambda step: (-step.gain, step.target))
    return found
