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

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.engine.cube_kernels import judge_party, settle_rest

Indices = NDArray[np.int32]


@dataclass(frozen=True)
class Cube:
    """The states of a conflict in party order: each party's bits side by side.

    A party has ``sizes[i]`` own vectors, ``lows[i]`` states apart; ``original`` is the state of
    the conflict that each corner is, None where the order is the same.
    """

    ranks: NDArray[np.int32]
    sizes: NDArray[np.int64]
    lows: NDArray[np.int64]
    original: Indices | None

    @classmethod
    def of(cls, conflict: Conflict) -> Cube:
        """Put the bits of a conflict in party order."""
        owners = [owner for owner in conflict.owners if owner >= 0]
        parties = list(dict.fromkeys((*owners, *range(conflict.n_parties))))
        bits = [k for i in parties for k, owner in enumerate(owners) if owner == i]
        sizes = np.array([1 << owners.count(i) for i in range(conflict.n_parties)])
        lows = np.ones_like(sizes)
        lows[parties[1:]] = np.cumprod(sizes[parties[:-1]])
        if bits == sorted(bits):
            return cls(conflict.ranks, sizes, lows, None)
        original = _spread_bits(bits)
        ranks = np.take(conflict.ranks, original, axis=1)
        # Closed against writing as those of the conflict are, or all loops are compiled once more.
        ranks.flags.writeable = False
        return cls(ranks, sizes, lows, original)

    def judge(
        self, party: int, wanted: NDArray[np.bool_], answers: list[NDArray[np.bool_]]
    ) -> None:
        """Write a party's wanted answers, in the order nash, gmr, smr, seq, sseq."""
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
                settle_rest(
                    self.ranks, self.sizes, self.lows, party, which == 1, level, seen[which],
                    count, bool(done), views[3 + which],
                )  # fmt: skip
        if self.original is not None:
            for want, row, answer in zip(wanted, rows, answers, strict=True):
                if want:
                    answer[self.original] = row


def _spread_bits(bits: list[int]) -> Indices:
    """Return the state whose bit ``bits[k]`` is bit k of the index, for every index."""
    table = np.zeros(1 << len(bits), dtype=np.int32)
    for k, bit in enumerate(bits):
        half = 1 << k
        np.bitwise_or(table[:half], np.int32(1 << bit), out=table[half : 2 * half])
    return table
