"""A conflict of explicit arcs → the five concepts, the searches of all parties in one pass.

What the others can bring about is asked once for each party and once more for each kind of
sanction, over nearly the same arcs. Most states lead to the state of least value, so that is
settled for all these searches together: every arc is read a few times in all, not for each of
them. What is left open, seldom much, is cut out and searched alone (`reach_kernels`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves
from stickpoint.solve.stability.engine import graph, graph_kernels
from stickpoint.solve.stability.engine.explicit import word_kernels
from stickpoint.solve.stability.engine.graph import RULES, Arcs, others
from stickpoint.solve.stability.engine.graph_kernels import Ints
from stickpoint.solve.stability.engine.reach import reach_kernels

MAX_PARTIES = 5
"""Two searches for each of so many parties, a bit a party each, fit a word of eight bytes."""
ROUNDS = 12
"""Sweeps over the states before what is left is searched alone: a chain would take one a state."""
_NEVER = 1 << 62

Mask = NDArray[np.bool_]


def fits(conflict: Conflict) -> bool:
    """Whether every party's moves are arcs, of few parties, between enough states to be worth it.

    Examples
    --------
    >>> fits(Conflict.from_arcs([[(0, 1)], [(1, 0)]], ranks=[[0, 1], [1, 0]]))
    False
    """
    few = 2 <= conflict.n_parties <= MAX_PARTIES
    arcs = all(isinstance(moves, ArcMoves) for moves in conflict.moves)
    return few and arcs and conflict.n_states >= graph.PULL_FIRST


@dataclass(frozen=True)
class Pass:
    """One pass over the arcs, of moves or of improvements, for every party and kind of sanction.

    ``words`` are the marks of each state, ``is_whole`` whether nothing more can be marked.
    """

    arcs: Arcs
    words: word_kernels.Words
    is_whole: bool

    @classmethod
    def of(cls, arcs: Arcs, roots: dict[tuple[int, bool], int], n_states: int) -> Pass:
        """Settle what leads to each root, a state for each party and kind of sanction."""
        parties = arcs.at.size
        every = (1 << parties) - 1
        short = 2 * parties**2 <= 32
        words: word_kernels.Words
        words = np.zeros(n_states, np.uint32) if short else np.zeros(n_states, np.uint64)
        full = 0
        for search, root in roots.items():
            marks = every << shift_of(*search, parties)
            words[root] |= words.dtype.type(marks)
            full |= marks
        low = [sum(1 << shift_of(*x, parties) for x in roots if x[0] != j) for j in range(parties)]
        asked = np.array(low, dtype=np.uint64)
        spread = np.array([every ^ 1 << j for j in range(parties)], dtype=np.uint64)
        is_whole = word_kernels.settle(
            arcs.at, arcs.start, arcs.target, asked, spread, words, np.uint64(full), ROUNDS
        )
        return cls(arcs, words, is_whole)

    def rest(
        self, conflict: Conflict, party: int, symmetric: bool, value: Ints, worth: int
    ) -> tuple[Ints, Ints]:
        """Return the states that do not all lead to the least value, and the least they lead to."""
        parties = conflict.n_parties
        shift = shift_of(party, symmetric, parties)
        left = word_kernels.open_states(self.words, shift, parties)
        if not left.size:
            return left, left
        movers, m = others(conflict, party), left.size
        place = np.full(value.size, -1, dtype=np.int32)
        place[left] = np.arange(m, dtype=np.int32)
        # The state of least value comes last here and first in order, without arcs.
        seen = np.zeros(m + 1, dtype=np.uint8)
        seen[:m] = word_kernels.marks_of(self.words, left, shift, movers, party)
        back, source = word_kernels.back_among(
            left, place, movers, self.arcs.at, self.arcs.start, self.arcs.target, seen
        )
        seen[m] = (2 << movers.size) - 1
        least = np.where(seen >> movers.size & 1, worth, np.iinfo(np.int32).max).astype(np.int32)
        waiting = np.zeros_like(seen) if self.is_whole else seen.copy()
        stack = np.zeros(m + 1, dtype=np.int32)
        begun = np.flatnonzero(waiting[:m])
        stack[: begun.size] = begun
        values = np.append(value[left], np.int32(worth))
        order = np.append(np.int32(m), graph_kernels.ascending(values[:m]))
        _search(values, order, movers.size, (back, source), (seen, waiting, least, stack), begun)
        return left, least[:m]


def _search(
    value: Ints,
    order: Ints,
    movers: int,
    back: tuple[NDArray[np.int64], Ints],
    marks: tuple[NDArray[np.uint8], NDArray[np.uint8], Ints, Ints],
    begun: NDArray[np.int64],
) -> None:
    """Search backward among the states that are left, without classes and without pulling."""
    at = np.arange(movers, dtype=np.int64) * (value.size + 1)
    nothing, flat = np.zeros(1, dtype=np.int32), np.zeros((1, 1), dtype=np.int32)
    long = np.zeros(1, dtype=np.int64)
    reach_kernels.least_reachable(
        value, order, np.arange(movers, dtype=np.int32), True, flat, flat, nothing, long, long,
        flat, at, long, nothing, *back, *marks, begun.size, _NEVER,
    )  # fmt: skip


def shift_of(party: int, symmetric: bool, parties: int) -> int:
    """Return where the bits of a search begin in a word."""
    return (2 * party + symmetric) * parties


@dataclass(frozen=True)
class Searches:
    """What every party's answers rest on: its improvements, its best rank nearby, the passes."""

    conflict: Conflict
    best: tuple[Ints, ...]
    gains: Arcs
    passes: dict[bool, Pass]

    @classmethod
    def of(cls, conflict: Conflict, asked: Sequence[str]) -> Searches:
        """Make the passes that the concepts asked for need."""
        parties, n = conflict.ranks.shape
        moves = [m for m in conflict.moves if isinstance(m, ArcMoves)]
        with ThreadPoolExecutor(min(parties, os.cpu_count() or 1)) as pool:
            made = [
                pool.submit(word_kernels.gains_and_best, m.start, m.target, conflict.ranks[i])
                for i, m in enumerate(moves)
            ]
            found = [each.result() for each in made]
            gains = Arcs.of([ArcMoves(start, target) for start, target, _ in found])
            best = tuple(row for _, _, row in found)
            wanted: dict[bool, dict[tuple[int, bool], int]] = {}
            for symmetric, improving in (RULES[c] for c in asked if c in RULES):
                for i in range(parties):
                    value = best[i] if symmetric else conflict.ranks[i]
                    wanted.setdefault(improving, {})[i, symmetric] = int(value.argmin())
            passed = {
                improving: pool.submit(
                    Pass.of, gains if improving else Arcs.of(conflict.moves), roots, n
                )
                for improving, roots in wanted.items()
            }
            passes = {improving: one.result() for improving, one in passed.items()}
        return cls(conflict, best, gains, passes)

    def judge(self, party: int, answers: dict[str, Mask]) -> None:
        """Write where a party would stay under each concept asked for."""
        rank, best = self.conflict.ranks[party], self.best[party]
        if "nash" in answers:
            np.greater_equal(rank, best, out=answers["nash"])
        asked = [c for c in answers if c in RULES]
        least = np.zeros((len(asked), rank.size), dtype=np.int32)
        worth = np.zeros(len(asked), dtype=np.int32)
        unsettled = np.zeros(rank.size, dtype=np.uint8)
        for c, concept in enumerate(asked):
            symmetric, improving = RULES[concept]
            value = best if symmetric else rank
            worth[c] = value.min()
            found = self.passes[improving].rest(
                self.conflict, party, symmetric, value, int(worth[c])
            )
            unsettled[found[0]] |= np.uint8(1 << c)
            least[c, found[0]] = found[1]
        out = np.empty((len(asked), rank.size), dtype=np.bool_)
        arcs = self.gains.of_party(party)
        word_kernels.answered(rank, *arcs, worth, unsettled, least, out)
        for c, concept in enumerate(asked):
            answers[concept][:] = out[c]


def tasks(conflict: Conflict, stable: dict[str, Mask]) -> list[Callable[[], None]]:
    """Do what serves all parties, and list the independent pieces of work that are left."""
    found = Searches.of(conflict, list(stable))
    return [
        lambda i=i: found.judge(i, {name: mask[i] for name, mask in stable.items()})  # type: ignore[misc]
        for i in range(conflict.n_parties)
    ]
