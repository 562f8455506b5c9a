"""Compiled loops for states in order: sorted by value, by class, and what is left of a cube."""

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
