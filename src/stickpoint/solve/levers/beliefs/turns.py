"""A state that a party would leave → the comparisons of states that would have to turn round.

A move to t is no reason to leave s where t is no gain, or where what the others bring about from t
takes the gain away; under SEQ and SSEQ a move of theirs that leads out of what they reach now may
have to become an improvement first. Each of these is a *way*: comparisons that must all turn out
so. Orders by which the party stays take one of the ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict

Ints = NDArray[np.integer]


class Turn(NamedTuple):
    """What a party would have to think of two states: that one is better, or at least no worse."""

    party: int
    better: int
    worse: int
    strictly: bool


Way = tuple[Turn, ...]


class Turns:
    """The moves of a conflict, one by one, and what follows from them about one concept.

    Parameters
    ----------
    conflict : Conflict
    concept : str
        ``nash``, ``gmr``, ``smr``, ``seq`` or ``sseq``.
    """

    def __init__(self, conflict: Conflict, concept: str) -> None:
        self._parties = range(conflict.n_parties)
        self._answers = concept != "nash"
        self._by_gain = concept in ("seq", "sseq")
        self._symmetric = concept in ("smr", "sseq")
        arcs = [moves.to_arcs() for moves in conflict.moves]
        self._moves = [
            [part.tolist() for part in np.split(one.target, one.start[1:-1])] for one in arcs
        ]

    def leaves(self, ranks: Ints, state: int) -> list[Way] | None:
        """Return the ways out for one party that would leave a state; None if all would stay.

        Parameters
        ----------
        ranks : ndarray of int, shape (parties, states)
        state : int
        """
        for party in self._parties:
            own = ranks[party]
            for gain in self._moves[party][state]:
                if own[gain] > own[state]:
                    ways = self._ways(ranks, state, party, gain)
                    if ways is not None:
                        return ways
        return None

    def _ways(self, ranks: Ints, state: int, party: int, gain: int) -> list[Way] | None:
        """Return the ways in which one gain would be none; None if it is answered."""
        ways: list[Way] = [(Turn(party, state, gain, False),)]
        if not self._answers:
            return ways
        reached, closed = self._reached(ranks, party, gain)
        for answer in sorted(reached):
            bad = [answer, *self._moves[party][answer]] if self._symmetric else [answer]
            if all(ranks[party, one] <= ranks[party, state] for one in bad):
                return None
            ways.append(tuple(Turn(party, state, one, False) for one in bad))
        return [*ways, *((Turn(j, to, of, True),) for j, of, to in sorted(closed))]

    def _reached(
        self, ranks: Ints, party: int, start: int
    ) -> tuple[set[int], set[tuple[int, int, int]]]:
        """Follow what the others may do from a state, nobody twice in succession.

        Returns the states, and under SEQ and SSEQ the moves from them that nobody gains by, each as
        mover, from and to.
        """
        last: dict[int, set[int]] = {}
        closed: set[tuple[int, int, int]] = set()
        todo: list[tuple[int, int]] = [(start, -1)]
        while todo:
            at, mover = todo.pop()
            for j, to in self._steps(party, at, mover):
                if self._by_gain and ranks[j, to] <= ranks[j, at]:
                    closed.add((j, at, to))
                elif j not in last.setdefault(to, set()):
                    last[to].add(j)
                    todo.append((to, j))
        return set(last), closed

    def _steps(self, party: int, at: int, mover: int) -> Iterator[tuple[int, int]]:
        for j in self._parties:
            if j not in (party, mover):
                yield from ((j, to) for to in self._moves[j][at])
