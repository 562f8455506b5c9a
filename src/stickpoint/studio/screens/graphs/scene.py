"""A case → the states and moves that are shown: all of them, or those near what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from stickpoint.answers.why.nearby import Arc, choose
from stickpoint.answers.why.stability import FIRMEST_FIRST, Why

MOST = 200
"""States that are drawn at most."""
FEW = 24
"""States up to which all are drawn unless asked otherwise."""
AROUND = 12
"""Moves from the chosen state whose ends are drawn with it, at most, those that gain first."""
BESIDE = 8
"""Neighbours of today and of each settlement that are drawn, at most, where not all can be."""
MOST_ARCS = 400


@dataclass(frozen=True, eq=False)
class Scene:
    """What is shown of a conflict.

    Parameters
    ----------
    answer : Why
    every : bool
        Whether every state is shown; else those near today, the settlements and ``chosen``. Where
        there are too many ever to be shown, so are the neighbours of today and the settlements.
    chosen : int
        The state that is chosen; -1 for none.
    """

    answer: Why
    every: bool
    chosen: int = -1

    @cached_property
    def _near(self) -> tuple[list[int], list[Arc]]:
        nodes, arcs, _ = choose(self.answer)
        return [node.state for node in nodes], [arc for arc in arcs if not arc.group]

    @cached_property
    def _around(self) -> list[Arc]:
        """The moves from the chosen state, those that gain most first."""
        if self.chosen < 0:
            return []
        return list(moves_from(self.answer, self.chosen))

    @cached_property
    def _neighbours(self) -> list[int]:
        """The states to which today and each settlement lead by a gain, and that lead to them."""
        answer = self.answer
        if answer.conflict.n_states <= MOST:
            return []
        found = list[int]()
        for state in (answer.now, *(one.state for one in answer.settlements)):
            ahead = [arc.target for arc in moves_from(answer, state) if arc.gain]
            found += (ahead + leading_to(answer, state))[:BESIDE]
        return found

    @cached_property
    def states(self) -> tuple[int, ...]:
        """The states that are shown, today's first."""
        if self.every:
            found = [self.answer.now, *range(self.answer.conflict.n_states)]
        else:
            found = [*self._near[0], *[self.chosen] * (self.chosen >= 0)]
            found += [arc.target for arc in self._around[:AROUND]] + self._neighbours
        return tuple(dict.fromkeys(found))[:MOST]

    @cached_property
    def arcs(self) -> tuple[Arc, ...]:
        """The moves between them: every gain, and every move from the chosen state."""
        shown, found = set(self.states), dict[tuple[int, int, int], Arc]()
        own = [*self._around, *([] if self.every else self._near[1])]
        for arc in (*own, *self._gains()):
            if arc.source in shown and arc.target in shown:
                found.setdefault((arc.source, arc.target, arc.party), arc)
        return tuple(found.values())[:MOST_ARCS]

    def _gains(self) -> Iterator[Arc]:
        conflict = self.answer.conflict
        for state in self.states:
            for party in range(conflict.n_parties):
                for target in conflict.improvements_from(party, state).tolist():
                    yield Arc(state, target, party, gain=True)

    def held(self, state: int) -> str:
        """Return the strongest concept under which a state holds for everybody; empty for none."""
        equilibria = self.answer.result.equilibria
        return next((concept for concept in FIRMEST_FIRST if equilibria[concept][state]), "")

    def terms(self, state: int) -> str:
        """Return how a state is settled; empty while it is open."""
        return self.answer.terms(state) or ""


def moves_from(answer: Why, state: int) -> Iterator[Arc]:
    """List the moves from a state, gains first, then party by party."""
    conflict, found = answer.conflict, list[Arc]()
    for party in range(conflict.n_parties):
        rank = conflict.ranks[party]
        for target in conflict.moves_from(party, state).tolist():
            found.append(Arc(state, target, party, bool(rank[target] > rank[state])))
    yield from sorted(found, key=lambda arc: not arc.gain)


def leading_to(answer: Why, state: int) -> list[int]:
    """List the states from which a party would gain by moving to one, of those it leads back to."""
    conflict, found = answer.conflict, list[int]()
    for party in range(conflict.n_parties):
        rank = conflict.ranks[party]
        for other in conflict.moves_from(party, state).tolist():
            back = state in conflict.moves_from(party, other)
            found += [other] * (back and bool(rank[state] > rank[other]))
    return found


def name_of(answer: Why, state: int) -> str:
    """Return what a state is called where its place is kept: what is yes there.

    Numbers of states change when an option is added; these words do not.
    """
    return " ".join(answer.conflict.yes(state)) or "-"
