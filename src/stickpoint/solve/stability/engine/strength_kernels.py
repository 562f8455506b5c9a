"""Compiled loops that look for an improvement whose worst answer is not bad enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel

Ints = NDArray[np.int32]


@kernel()
def strong_by_class(
    rank: Ints, least: Ints, floor: Ints, begin: Ints, members: Ints, out: NDArray[np.bool_]
) -> None:
    """Mark states whose every improvement in the class can be answered below their band.

    ``members`` lists each class from its worst state up, so the improvements of a state are
    what follows it, ties apart.
    """
    for c in range(begin.size - 1):
        kept = np.iinfo(np.int32).min
        q = begin[c + 1] - 1
        while q >= begin[c]:
            level = rank[members[q]]
            best_here = kept
            while q >= begin[c] and rank[members[q]] == level:
                s = members[q]
                out[s] = kept < floor[s]
                best_here = max(best_here, least[s])
                q -= 1
            kept = best_here


@kernel()
def strong_by_arcs(
    rank: Ints,
    least: Ints,
    floor: Ints,
    start: NDArray[np.int64],
    target: Ints,
    out: NDArray[np.bool_],
) -> None:
    """Mark states whose every improvement by an arc can be answered below their band."""
    for s in range(rank.size):
        out[s] = True
        for a in range(start[s], start[s + 1]):
            t = target[a]
            if rank[t] > rank[s] and least[t] >= floor[s]:
                out[s] = False
                break
