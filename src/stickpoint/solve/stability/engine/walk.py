"""Conflict and movers → where legal sequences of moves lead, and by which way.

A *legal* sequence is one in which nobody moves twice in succession; everybody may move again
later (Fang, Hipel & Kilgour 1993, section 3.2.1).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, FreeMoves
from stickpoint.solve.stability.engine import walk_kernels
from stickpoint.solve.stability.engine.explicit.word_kernels import gains_and_best
from stickpoint.solve.stability.engine.graph_kernels import by_class_and_rank
from stickpoint.solve.stability.engine.walk_kernels import Bits, Ints, Longs
from stickpoint.solve.stability.result import Step

MANY = 1 << 18
"""Arcs from which those that improve are picked by a loop, which takes less room."""


@dataclass(frozen=True, eq=False)
class Walks:
    """Every party's moves, or improvements, seen from the state that is left.

    Where party j may go from s is ``pool[low[j, s] : high[j, s]]`` without s itself. ``group``
    (parties, states) is the class of free choice, of ``n_groups`` through all parties; -1 for a
    party with arcs.
    """

    pool: Ints
    low: Longs
    high: Longs
    group: Ints
    n_groups: int

    @classmethod
    def of(cls, conflict: Conflict, *, improving: bool) -> Walks:
        """Lay out all moves of a conflict, or only those to a state the mover ranks higher."""
        shape = conflict.ranks.shape
        low, high = np.empty(shape, dtype=np.int64), np.empty(shape, dtype=np.int64)
        group = np.full(shape, -1, dtype=np.int32)
        pools: list[Ints] = []
        used = n_groups = 0
        for j, moves in enumerate(conflict.moves):
            if isinstance(moves, ArcMoves):
                pool, low[j], high[j] = _of_arcs(moves, conflict.ranks[j], improving)
            else:
                pool, low[j], high[j] = _of_classes(moves, conflict.ranks[j], improving)
                group[j] = moves.classes.of_state + np.int32(n_groups)
                n_groups += moves.classes.first.size - 1
            low[j] += used
            high[j] += used
            used += pool.size
            pools.append(pool)
        return cls(np.concatenate(pools), low, high, group, n_groups)

    def walk(
        self,
        start: int,
        movers: Collection[int],
        *,
        twice: bool = False,
        until: tuple[Ints, int] | None = None,
    ) -> Walk:
        """Find the shortest legal way from a start to every state, in linear time.

        ``twice``: ways on which a party moves twice in succession count too. ``until``: a value of
        each state, and the most of it; no further is searched than to the nearest states of at most
        so much.
        """
        value, least = until or (np.empty(0, dtype=np.int32), 0)
        distance, mover, parent = walk_kernels.walk(
            start, as_movers(movers), self.low, self.high, self.pool, self.group, self.n_groups,
            twice, value, least,
        )  # fmt: skip
        return Walk(start, distance[::2], mover, parent)

    def reach(self, movers: Collection[int]) -> Bits:
        """Return for each state those that the movers reach from it, shape (states, words).

        State t is bit ``t % 64`` of word ``t // 64``.
        """
        joint, n_states = as_movers(movers), self.low.shape[1]
        if not joint.size:
            return np.zeros((n_states, words_of(n_states)), dtype=np.uint64)
        layout = (joint, self.low, self.high, self.pool)
        return walk_kernels.reach(*layout, *walk_kernels.components(*layout))


@dataclass(frozen=True, eq=False)
class Walk:
    """Shortest legal ways from one state: the fewest moves to each, -1 where none lead there.

    The start counts as reached only if a sequence comes back to it.
    """

    start: int
    distance: Ints
    _mover: Ints
    _parent: Ints

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Where some sequence of at least one move leads, bool (states,)."""
        return self.distance >= 0

    def to(self, state: int) -> tuple[Step, ...]:
        """Return a shortest way of at least one move; SolveError where none leads there."""
        if self.distance[state] < 0:
            raise SolveError(
                f"no legal sequence of these moves leads from state {self.start} to state {state}"
            )
        node, root = 2 * state, self._mover.size
        steps: list[Step] = []
        while node != root:
            steps.append(Step(int(self._mover[node]), node // 2))
            node = int(self._parent[node])
        return tuple(reversed(steps))


def walk(
    conflict: Conflict,
    start: int,
    movers: Collection[int] | None = None,
    *,
    improving: bool,
    twice: bool = False,
    walks: Walks | None = None,
) -> Walk:
    """Follow all legal sequences from one state, everybody's moves if no movers are given.

    ``improving``: each mover must gain on the state that it leaves; ``twice``: a party may move
    twice in succession, though that is not legal; ``walks``: those moves laid out before. Linear
    in states for classes of free choice, in arcs for the rest, plus one sort of the ranks for
    improvements.
    """
    parties = range(conflict.n_parties) if movers is None else movers
    check_state(conflict, start)
    check_parties(conflict, parties)
    laid = walks or Walks.of(conflict, improving=improving)
    return laid.walk(start, parties, twice=twice)


def check_state(conflict: Conflict, state: int) -> None:
    """Refuse a state that does not exist."""
    if not 0 <= state < conflict.n_states:
        raise ModelError(f"state {state} found; expected 0 to {conflict.n_states - 1}")


def check_parties(conflict: Conflict, parties: Collection[int]) -> None:
    """Refuse a party that does not exist."""
    for party in parties:
        if not 0 <= party < conflict.n_parties:
            raise ModelError(f"party {party} found; expected 0 to {conflict.n_parties - 1}")


def as_movers(parties: Collection[int]) -> Ints:
    """List parties once each, as the kernels want them."""
    return np.array(sorted(set(parties)), dtype=np.int32)


def words_of(n_states: int) -> int:
    """Return how many 64-bit words hold one bit per state."""
    return (n_states + 63) // 64


def _of_arcs(moves: ArcMoves, rank: Ints, improving: bool) -> tuple[Ints, Longs, Longs]:
    start, target = moves.start, moves.target
    if improving and target.size >= MANY:
        start, target, _ = gains_and_best(start, target, rank)
    elif improving:
        source = moves.sources
        better = rank[target] > rank[source]
        start = np.append(0, np.cumsum(np.bincount(source[better], minlength=rank.size)))
        target = target[better]
    return target, start[:-1], start[1:]


def _of_classes(moves: FreeMoves, rank: Ints, improving: bool) -> tuple[Ints, Longs, Longs]:
    classes = moves.classes
    first = classes.first.astype(np.int64)
    end = first[1:][classes.of_state]
    if not improving:
        return classes.members, first[:-1][classes.of_state], end
    members = by_class_and_rank(classes.of_state, classes.first, rank)
    # Where the states better than one begin, or its class ends, the next group of equals begins.
    differs = np.diff(rank[members]) != 0
    differs[first[1:-1] - 1] = True
    nexts = np.append(np.flatnonzero(differs), members.size - 1) + 1
    low = np.empty(members.size, dtype=np.int64)
    low[members] = np.repeat(nexts, np.diff(nexts, prepend=0))
    return members, low, end
