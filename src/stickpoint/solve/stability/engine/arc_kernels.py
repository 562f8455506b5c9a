"""Compiled loops over the arcs of explicit graphs: turned round, thinned out, asked about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel
from stickpoint.solve.stability.engine.graph_kernels import Ints, Longs

Flags = NDArray[np.bool_]


@kernel()
def turned_round(
    start: Longs, target: Ints, at: Longs, movers: Ints, skip: Flags
) -> tuple[Longs, Ints]:
    """Turn the arcs of some parties round, without those that leave a state to skip."""
    n = skip.size
    back = np.zeros(start.size, np.int64)
    total = 0
    for j in movers:
        if at[j] < 0:
            continue
        count = back[at[j] + 1 : at[j] + n + 1]
        for s in range(n):
            if not skip[s]:
                for a in range(start[at[j] + s], start[at[j] + s + 1]):
                    count[target[a]] += 1
        back[at[j]] = total
        for s in range(n):
            total += count[s]
            count[s] = total
    source = np.empty(total, np.int32)
    place = np.empty(n, np.int64)
    for j in movers:
        if at[j] < 0:
            continue
        place[:] = back[at[j] : at[j] + n]
        for s in range(n):
            if not skip[s]:
                for a in range(start[at[j] + s], start[at[j] + s + 1]):
                    source[place[target[a]]] = s
                    place[target[a]] += 1
    return back, source


@kernel()
def only_gains(start: Longs, target: Ints, rank: Ints) -> tuple[Longs, Ints]:
    """Keep the arcs by which their party improves."""
    left = np.zeros(start.size, np.int64)
    kept = np.empty(target.size, np.int32)
    size = 0
    for s in range(rank.size):
        for a in range(start[s], start[s + 1]):
            kept[size] = target[a]
            size += rank[target[a]] > rank[s]
        left[s + 1] = size
    return left, kept[:size].copy()


@kernel()
def all_answered(rank: Ints, least: Ints, start: Longs, target: Ints, out: Flags) -> None:
    """Mark the states whose every improvement the others can bring down to their rank."""
    for s in range(rank.size):
        out[s] = True
        for a in range(start[s], start[s + 1]):
            if least[target[a]] > rank[s]:
                out[s] = False
                break
