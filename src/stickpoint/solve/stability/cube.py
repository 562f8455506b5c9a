"""A cube of states → the five concepts, by minima and maxima along its axes.

In a cube the others can reach every vector of theirs, whatever the party's own vector a is. So
GMR compares a rank with one number for the whole conflict: the best that some a secures against
everything the others may do. SMR compares it with the least class maximum. SEQ and SSEQ compare
it with the same numbers wherever the others can *improve* their way down to them, which sweeps
along the axes find out; the few states left over are settled one by one, worst first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.graph import Conflict

Indices = NDArray[np.int32]


@dataclass(frozen=True)
class Cube:
    """The states of a conflict in party order: each party's bits side by side.

    Parameters
    ----------
    ranks : ndarray of int32, shape (parties, states)
    sizes, lows : ndarray of int64, shape (parties,)
        How many own vectors a party has, and how many states lie between two of them.
    original : ndarray of int32, shape (states,), or None
        The state of the conflict that each corner is; None where the order is the same.
    """

    ranks: NDArray[np.int32]
    sizes: NDArray[np.int64]
    lows: NDArray[np.int64]
    original: Indices | None

    @classmethod
    def of(cls, conflict: Conflict) -> Cube:
        """Put the bits of a conflict in party order."""
        owners = [owner for owner in conflict.owners if owner >= 0]
        parties = sorted(range(conflict.n_parties), key=lambda i: _first(owners, i))
        bits = [k for i in parties for k, owner in enumerate(owners) if owner == i]
        sizes = np.ones(conflict.n_parties, dtype=np.int64)
        lows = np.ones(conflict.n_parties, dtype=np.int64)
        low = 1
        for i in parties:
            sizes[i] = 1 << owners.count(i)
            lows[i] = low
            low *= int(sizes[i])
        if bits == sorted(bits):
            return cls(conflict.ranks, sizes, lows, None)
        original = _spread_bits(bits)
        return cls(np.take(conflict.ranks, original, axis=1), sizes, lows, original)

    def judge(
        self, party: int, wanted: NDArray[np.bool_], answers: list[NDArray[np.bool_]]
    ) -> None:
        """Write a party's wanted answers, in the order nash, gmr, smr, seq, sseq."""
        from stickpoint.solve.stability.cube_kernels import judge_party

        n = self.ranks.shape[1]
        rows = answers
        if self.original is not None:
            rows = [np.empty(n if want else 0, dtype=np.bool_) for want in wanted]
        seen = np.empty((2, n), dtype=np.uint8)
        views = [row.view(np.uint8) for row in rows]
        report = judge_party(self.ranks, self.sizes, self.lows, party, wanted, *views, seen)
        for which in range(2):
            level, count, done = (int(x) for x in report[3 * which : 3 * which + 3])
            if wanted[3 + which] and count < n:
                self._settle_rest(
                    party, which == 1, level, seen[which], bool(done), views[3 + which]
                )
        if self.original is not None:
            for want, row, answer in zip(wanted, rows, answers, strict=True):
                if want:
                    answer[self.original] = row

    def _settle_rest(
        self,
        party: int,
        symmetric: bool,
        level: int,
        seen: NDArray[np.uint8],
        done: bool,
        out: NDArray[np.uint8],
    ) -> None:
        """Raise the level class by class for the states that the sweeps left unmarked."""
        from stickpoint.solve.stability import cube_kernels, graph_kernels

        rank, size, low = self.ranks[party], int(self.sizes[party]), int(self.lows[party])
        states = np.flatnonzero(seen == 0).astype(np.int32)
        own = self._classes(party, states)
        value = rank[states]
        if symmetric:
            value = cube_kernels.class_best(rank, size, low)[own]
        movers = [j for j in range(len(self.sizes)) if j != party and self.sizes[j] > 1]
        n = rank.size
        counts = np.array([n // self.sizes[j] for j in movers], dtype=np.int64)
        top = np.full((len(movers), int(counts.max(initial=0))), -1, dtype=np.int32)
        if not done:
            for row, j in zip(top, movers, strict=True):
                marked = cube_kernels.best_marked(
                    self.ranks[j], int(self.sizes[j]), int(self.lows[j]), seen
                )
                row[: marked.size] = marked
        shape = (len(movers), states.size)
        classes, ranks = np.empty(shape, dtype=np.int32), np.empty(shape, dtype=np.int32)
        for x, j in enumerate(movers):
            classes[x] = self._classes(j, states)
            ranks[x] = self.ranks[j][states]
        levels = np.full(n // size, level, dtype=np.int32)
        graph_kernels.raise_levels(
            rank[states], value, states, own, classes, ranks, counts, top, levels
        )
        cube_kernels.at_least_in_class(rank, levels, size, low, out)

    def _classes(self, party: int, states: Indices) -> Indices:
        """Give the class of each of some states: its number without the party's own bits."""
        low = int(self.lows[party])
        above = states // np.int32(low * int(self.sizes[party]))
        return (above * np.int32(low) + states % np.int32(low)).astype(np.int32)


def _first(owners: list[int], party: int) -> int:
    return owners.index(party) if party in owners else len(owners)


def _spread_bits(bits: list[int]) -> Indices:
    """Give the state whose bit ``bits[k]`` is bit k of the index, for every index."""
    table = np.zeros(1 << len(bits), dtype=np.int32)
    for k, bit in enumerate(bits):
        half = 1 << k
        np.bitwise_or(table[:half], np.int32(1 << bit), out=table[half : 2 * half])
    return table
