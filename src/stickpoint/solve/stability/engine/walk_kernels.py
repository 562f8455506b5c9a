"""Compiled loops that follow legal sequences of moves forward from the states they leave.

A node is (state, party that moved last). What may follow depends on the last mover only by
excluding it, so two arrivals by different parties open everything that a state can open:
further ones add nothing, and the search keeps two nodes a state. Where a party may move twice in
succession one node a state is enough.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bits = NDArray[np.uint64]
Marks = NDArray[np.bool_]


@kernel()
def _arrive(
    t: int,
    party: int,
    node: int,
    steps: int,
    twice: bool,
    mover: Ints,
    parent: Ints,
    distance: Ints,
    queue: Ints,
    tail: int,
) -> int:
    """Note that a party reaches a state, unless that opens nothing new; return the queue's end."""
    here = 2 * t
    if mover[here] >= 0:
        if twice or mover[here] == party or mover[here + 1] >= 0:
            return tail
        here += 1
    mover[here] = party
    parent[here] = node
    distance[here] = steps
    queue[tail] = here
    return tail + 1


@kernel()
def walk(
    start: int,
    movers: Ints,
    low: Longs,
    high: Longs,
    pool: Ints,
    group: Ints,
    n_groups: int,
    twice: bool,
    value: Ints,
    least: int,
) -> tuple[Ints, Ints, Ints]:
    """Search breadth first; node 2s or 2s + 1 is state s with one of two last movers.

    ``twice``: a party may move twice in succession, and node 2s is state s. ``value``: once a
    state of at most the ``least`` is met, only what is as near as it is looked for; empty to look
    for all.

    Returns distance, last mover and parent of each node, -1 where there is none; the start as it
    was before any move is node 2n. A class is gone through once: what is left of it below
    ``floor`` is still to be reached, and ``skipped`` is the one member that could not reach
    itself.
    """
    n = low.shape[1]
    distance = np.full(2 * n, -1, np.int32)
    mover = np.full(2 * n, -1, np.int32)
    parent = np.full(2 * n, -1, np.int32)
    queue = np.empty(2 * n + 1, np.int32)
    floor = np.full(n_groups, -1, np.int64)
    skipped = np.full(n_groups, -1, np.int32)
    queue[0] = 2 * n
    head, tail = 0, 1
    until = 2 * n + 1
    while head < tail:
        node = queue[head]
        head += 1
        s, last, only, steps = start, -1, -1, 1
        if node < 2 * n:
            s = node // 2
            if s == start:
                continue
            last = mover[node]
            steps = distance[node] + 1
            if steps > until:
                break
            if node % 2 == 1:
                only = mover[node - 1]
        for j in movers:
            if not twice and (j == last or (only >= 0 and j != only)):
                continue
            c = group[j, s]
            end = high[j, s]
            if c >= 0 and floor[c] >= 0:
                end = min(end, floor[c])
            for q in range(low[j, s], end):
                t = pool[q]
                if t == s:
                    skipped[c] = s
                else:
                    tail = _arrive(t, j, node, steps, twice, mover, parent, distance, queue, tail)
                    if value.size > 0 and value[t] <= least:
                        until = steps
            if c >= 0:
                if floor[c] < 0 or low[j, s] < floor[c]:
                    floor[c] = low[j, s]
                t = skipped[c]
                if t >= 0 and t != s:
                    tail = _arrive(t, j, node, steps, twice, mover, parent, distance, queue, tail)
                    skipped[c] = -1
                    if value.size > 0 and value[t] <= least:
                        until = steps
    return distance, mover, parent


@kernel()
def spread(start: Longs, target: Ints, here: Marks, left: Marks) -> None:
    """Mark ``here`` too what arcs lead to from marked states, but those ``left`` along them before.

    What is marked on the way is gone on from at once where it comes later.
    """
    for s in range(here.size):
        if here[s] and not left[s]:
            left[s] = True
            for q in range(start[s], start[s + 1]):
                here[target[q]] = True


def _steps(movers: Ints, low: Longs, high: Longs, *_: Ints | int) -> float:
    """Count the moves from every state, whoever moved last."""
    return movers.size * float((high - low).sum())


def _unions(movers: Ints, low: Longs, high: Longs, *_: Ints | int) -> float:
    """Count the words that are joined where every move leads to another component."""
    return _steps(movers, low, high) * (low.shape[1] // 64 + 1)


@kernel(work=_steps)
def components(movers: Ints, low: Longs, high: Longs, pool: Ints) -> tuple[Ints, int]:
    """Find the strongly connected components of the nodes (state, last mover).

    Node s·m + a is state s reached by the a-th of m movers. A component's number is above those
    of all components that it leads to (Tarjan's order of completion).
    """
    m, n = movers.size, low.shape[1]
    found = np.full(n * m, -1, np.int32)
    depth = np.full(n * m, -1, np.int32)
    lowest = np.empty(n * m, np.int32)
    turn = np.empty(n * m, np.int32)
    place = np.empty(n * m, np.int64)
    open_nodes = np.empty(n * m, np.int32)
    path = np.empty(n * m, np.int32)
    count, seen, n_open = 0, 0, 0
    for root in range(n * m):
        if depth[root] >= 0:
            continue
        path[0] = root
        size = 1
        turn[root] = -1
        while size > 0:
            node = path[size - 1]
            s, a = node // m, node % m
            if turn[node] < 0:
                depth[node] = lowest[node] = seen
                seen += 1
                open_nodes[n_open] = node
                n_open += 1
                turn[node] = 0
                place[node] = low[movers[0], s]
            descended = False
            while turn[node] < m:
                b = turn[node]
                if b == a or place[node] >= high[movers[b], s]:
                    turn[node] = b + 1
                    if b + 1 < m:
                        place[node] = low[movers[b + 1], s]
                    continue
                t = pool[place[node]]
                following = t * m + b
                if t != s:
                    if depth[following] < 0:
                        path[size] = following
                        size += 1
                        turn[following] = -1
                        descended = True
                        break
                    if found[following] < 0:
                        lowest[node] = min(lowest[node], lowest[following])
                place[node] += 1
            if descended:
                continue
            if lowest[node] == depth[node]:
                while found[node] < 0:
                    n_open -= 1
                    found[open_nodes[n_open]] = count
                count += 1
            size -= 1
    return found, count


@kernel(work=_unions)
def reach(
    movers: Ints, low: Longs, high: Longs, pool: Ints, component: Ints, n_components: int
) -> Bits:
    """Return for each state the bits of the states that the movers reach by legal sequences."""
    m, n = movers.size, low.shape[1]
    words = (n + 63) // 64
    order = np.argsort(component, kind="mergesort")
    closed = np.zeros((n_components, words), np.uint64)
    joined = np.full(n_components, -1, np.int32)
    for node in order:
        c = component[node]
        s, a = node // m, node % m
        closed[c, s // 64] |= np.uint64(1) << np.uint64(s % 64)
        for b in range(m):
            if b == a:
                continue
            for q in range(low[movers[b], s], high[movers[b], s]):
                t = pool[q]
                d = component[t * m + b]
                if t != s and d != c and joined[d] != c:
                    joined[d] = c
                    for w in range(words):
                        closed[c, w] |= closed[d, w]
    reached = np.zeros((n, words), np.uint64)
    joined[:] = -1
    for s in range(n):
        for a in range(m):
            for q in range(low[movers[a], s], high[movers[a], s]):
                t = pool[q]
                d = component[t * m + a]
                if t != s and joined[d] != s:
                    joined[d] = s
                    for w in range(words):
                        reached[s, w] |= closed[d, w]
    return reached
