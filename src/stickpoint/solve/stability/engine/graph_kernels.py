"""Compiled loops for any conflict graph: the least value that others can force, state by state.

The search runs backward from the states of least value. A node is (state, layer): the layer
names the party that moved last and so may not move next; one more layer stands for "nobody
yet". A state keeps the layers already settled as bits of one word, so each (state, layer) is
expanded once and the whole search is linear in states and arcs, legality included.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@kernel()
def ascending(values: Ints) -> Ints:
    """List indices by ascending value; ties in order of index. Counting sort where it pays."""
    n = values.size
    if n == 0:
        return np.empty(0, np.int32)
    lowest, highest = values.min(), values.max()
    span = np.int64(highest) - np.int64(lowest) + 1
    if span > 8 * np.int64(n) + 64:
        return np.argsort(values, kind="mergesort").astype(np.int32)
    place = np.zeros(span + 1, np.int64)
    for s in range(n):
        place[values[s] - lowest + 1] += 1
    for v in range(span):
        place[v + 1] += place[v]
    order = np.empty(n, np.int32)
    for s in range(n):
        v = values[s] - lowest
        order[place[v]] = s
        place[v] += 1
    return order


@kernel()
def by_class_and_rank(class_of: Ints, begin: Ints, rank: Ints) -> Ints:
    """List the states class by class, ascending in rank within each class."""
    place = begin[:-1].copy()
    members = np.empty(class_of.size, np.int32)
    for s in ascending(rank):
        c = class_of[s]
        members[place[c]] = s
        place[c] += 1
    return members


@kernel()
def best_by_arcs(worth: Ints, start: Longs, target: Ints) -> Ints:
    """Return the best worth among the states one arc away, the least number where there is none."""
    best = np.full(worth.size, np.iinfo(np.int32).min, np.int32)
    for s in range(worth.size):
        for a in range(start[s], start[s + 1]):
            best[s] = max(best[s], worth[target[a]])
    return best


@kernel()
def _offer(
    r: int,
    layer: int,
    everything: np.uint64,
    worth: int,
    least: Ints,
    seen: NDArray[np.uint64],
    waiting: NDArray[np.uint64],
    stack: Ints,
    height: int,
) -> int:
    """Settle all layers of a predecessor but the mover's own; queue it where that is new."""
    least[r] = min(least[r], worth)
    new = everything & ~(np.uint64(1) << np.uint64(layer)) & ~seen[r]
    if new != 0:
        seen[r] |= new
        if waiting[r] == 0:
            stack[height] = r
            height += 1
        waiting[r] |= new
    return height


@kernel()
def least_reachable(
    value: Ints,
    order: Ints,
    movers: Ints,
    improving: bool,
    ranks: Ints,
    class_of: Ints,
    begin: Ints,
    begin_offset: Longs,
    members: Ints,
    arc_start: Longs,
    arc_offset: Longs,
    arc_source: Ints,
) -> Ints:
    """Return the least value over the states that ``movers`` can reach from each state, itself too.

    By legal sequences of moves, or of improvements only. A party whose moves are classes has
    ``begin_offset`` >= 0 (where its class limits start in ``begin``); a party with arcs has
    ``arc_offset`` >= 0 (where its arc limits start in ``arc_start``; arcs turned round).
    """
    n, k = value.size, movers.size
    # A shift by all 64 bits, for 63 movers and nobody, would leave nothing certain.
    everything = ~np.uint64(0) >> np.uint64(63 - k)
    seen = np.zeros(n, np.uint64)
    waiting = np.zeros(n, np.uint64)
    stack = np.empty(n, np.int32)
    least = np.full(n, np.iinfo(np.int32).max, np.int32)
    # A class of plain moves: 0 not entered, s + 1 entered at s alone, -1 done.
    # A class of improvements: how many members, worst first, have been settled.
    mark = np.zeros(begin.size, np.int32)
    for root in order:
        new = everything & ~seen[root]
        if new == 0:
            continue
        worth = value[root]
        least[root] = min(least[root], worth)
        seen[root] = everything
        waiting[root] = new
        stack[0] = root
        height = 1
        while height > 0:
            height -= 1
            t = stack[height]
            layers = waiting[t]
            waiting[t] = 0
            for layer in range(k):
                if not (layers >> np.uint64(layer)) & np.uint64(1):
                    continue
                j = movers[layer]
                if arc_offset[j] >= 0:
                    place = arc_offset[j] + t
                    for a in range(arc_start[place], arc_start[place + 1]):
                        r = arc_source[a]
                        if not improving or ranks[j, r] < ranks[j, t]:
                            height = _offer(
                                r, layer, everything, worth, least, seen, waiting, stack, height
                            )
                    continue
                c = begin_offset[j] + class_of[j, t]
                if improving:
                    q = begin[c] + mark[c]
                    end = begin[c + 1]
                    while q < end and ranks[j, members[j, q]] < ranks[j, t]:
                        r = members[j, q]
                        height = _offer(
                            r, layer, everything, worth, least, seen, waiting, stack, height
                        )
                        q += 1
                    mark[c] = q - begin[c]
                elif mark[c] == 0:
                    mark[c] = t + 1
                    for q in range(begin[c], begin[c + 1]):
                        r = members[j, q]
                        if r != t:
                            height = _offer(
                                r, layer, everything, worth, least, seen, waiting, stack, height
                            )
                elif mark[c] > 0 and mark[c] != t + 1:
                    # Whoever has just moved may not move again, so t itself is settled in this
                    # layer only once another state of its class has been entered.
                    r = mark[c] - 1
                    height = _offer(
                        r, layer, everything, worth, least, seen, waiting, stack, height
                    )
                    mark[c] = -1
    return least


@kernel()
def raise_levels(
    rank: Ints,
    value: Ints,
    states: Ints,
    own_class: Ints,
    others_class: Ints,
    others_rank: Ints,
    n_classes: Longs,
    marked_top: Ints,
    level: Ints,
) -> None:
    """Raise each class's level by the states whose gain the others cannot take away entirely.

    Works on the states that sweeping left over (``states``, m of them): in ascending value each
    settles the states from which the others improve to it. ``others_class`` and
    ``others_rank`` are (others, m); ``marked_top`` (others, max classes) is the best rank of a
    state that needs no settling in each class, -1 for none.
    """
    m, k = states.size, others_class.shape[0]
    members = np.empty((k, m), np.int32)
    widest = n_classes.max() if k else 0
    begin = np.zeros((k, widest + 1), np.int32)
    done = np.zeros(m, np.bool_)
    stack = np.empty(m, np.int32)
    for j in range(k):
        for u in range(m):
            begin[j, others_class[j, u] + 1] += 1
        for c in range(widest):
            begin[j, c + 1] += begin[j, c]
        members[j] = by_class_and_rank(others_class[j], begin[j], others_rank[j])
    front = begin[:, :-1].copy()
    height = 0
    for j in range(k):
        for c in range(n_classes[j]):
            q = front[j, c]
            while q < begin[j, c + 1] and others_rank[j, members[j, q]] < marked_top[j, c]:
                u = members[j, q]
                if not done[u]:
                    done[u] = True
                    stack[height] = u
                    height += 1
                q += 1
            front[j, c] = q
    order = ascending(value)
    root = -1
    while True:
        while height > 0:
            height -= 1
            t = stack[height]
            for j in range(k):
                c = others_class[j, t]
                q = front[j, c]
                while q < begin[j, c + 1] and others_rank[j, members[j, q]] < others_rank[j, t]:
                    u = members[j, q]
                    if not done[u]:
                        done[u] = True
                        stack[height] = u
                        height += 1
                        if root >= 0:
                            own = own_class[u]
                            level[own] = max(level[own], min(rank[u], value[order[root]]))
                    q += 1
                front[j, c] = q
        root += 1
        while root < m and done[order[root]]:
            root += 1
        if root == m:
            return
        u = order[root]
        done[u] = True
        level[own_class[u]] = max(level[own_class[u]], min(rank[u], value[u]))
        stack[0] = u
        height = 1
