"""Compiled loops for any conflict graph: the least value that others can force, state by state.

The search runs backward from the states of least value. A node is (state, layer): the layer
names the party that moved last and so may not move next; one more layer stands for "nobody
yet". A state keeps the layers already settled as bits of one word, so each (state, layer) is
expanded once and the whole search is linear in states and arcs, legality included.

Where much is waiting to be expanded, it is cheaper to ask every state that is left whether one of
its own arcs leads to something settled: most find one at once, and their other arcs are never
read (S. Beamer, K. Asanović, D. Patterson, 2012, "Direction-optimizing breadth-first search",
*SC12*, section IV). So the search pushes while little waits, and pulls while much does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel
from stickpoint.solve.stability.engine.graph_kernels import Ints, Longs

Words = NDArray[np.uint8] | NDArray[np.uint64]
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


@kernel()
def _pull_class(
    layer: int,
    improving: bool,
    rank: Ints,
    begin: Ints,
    members: Ints,
    everything: np.uint64,
    worth: int,
    least: Ints,
    seen: Words,
    waiting: Words,
    stack: Ints,
    height: int,
) -> int:
    """Settle what one party with classes can settle by one move; return the stack's height."""
    bit = np.uint64(1) << np.uint64(layer)
    for c in range(begin.size - 1):
        count, top = 0, -1
        for q in range(begin[c], begin[c + 1]):
            if np.uint64(seen[members[q]]) & bit:
                count += 1
                top = rank[members[q]]  # members come worst first
        if count == 0:
            continue
        for q in range(begin[c], begin[c + 1]):
            r = members[q]
            before = np.uint64(seen[r])
            new = everything & ~bit & ~before
            if new == 0:
                continue
            if rank[r] < top if improving else count > np.int64((before & bit) != 0):
                least[r] = min(least[r], worth)
                seen[r] = before | new
                if waiting[r] == 0:
                    stack[height] = r
                    height += 1
                waiting[r] = np.uint64(waiting[r]) | new
    return height


@kernel()
def _pull_arcs(
    left: Ints,
    size: int,
    movers: Ints,
    at: Longs,
    start: Longs,
    target: Ints,
    everything: np.uint64,
    worth: int,
    least: Ints,
    seen: Words,
    waiting: Words,
    stack: Ints,
) -> int:
    """Settle what the states that are left can reach by one arc; return the stack's height."""
    height = 0
    for x in range(size):
        r = left[x]
        before = np.uint64(seen[r])
        now = before
        for layer in range(movers.size):
            j = movers[layer]
            new = everything & ~(np.uint64(1) << np.uint64(layer)) & ~now
            if new == 0 or at[j] < 0:
                continue
            for a in range(start[at[j] + r], start[at[j] + r + 1]):
                if (np.uint64(seen[target[a]]) >> np.uint64(layer)) & np.uint64(1):
                    now |= new
                    break
        if now != before:
            least[r] = min(least[r], worth)
            seen[r] = now
            waiting[r] = now & ~before
            stack[height] = r
            height += 1
    return height


@kernel()
def _pull(
    movers: Ints,
    improving: bool,
    ranks: Ints,
    begin: Ints,
    begin_offset: Longs,
    begin_size: Longs,
    members: Ints,
    at: Longs,
    start: Longs,
    target: Ints,
    everything: np.uint64,
    worth: int,
    least: Ints,
    seen: Words,
    waiting: Words,
    stack: Ints,
    height: int,
    pull_from: int,
    rounds: int,
) -> int:
    """Settle, round after round, what leads to something settled; leave on the stack the last few.

    A round covers whatever was settled before it, so only what is settled in it stays waiting.
    At least so many ``rounds`` are made, unless one settles nothing.
    """
    n = seen.size
    left = np.empty(n, np.int32)
    size = 0
    for s in range(n):
        left[size] = s
        size += np.uint64(seen[s]) != everything
    while height >= pull_from or (rounds > 0 and height > 0):
        rounds -= 1
        for x in range(height):
            waiting[stack[x]] = 0
        height = _pull_arcs(
            left, size, movers, at, start, target, everything, worth, least, seen, waiting, stack,
        )  # fmt: skip
        for layer in range(movers.size):
            j = movers[layer]
            if at[j] < 0:
                first = begin_offset[j]
                height = _pull_class(
                    layer, improving, ranks[j], begin[first : first + begin_size[j]], members[j],
                    everything, worth, least, seen, waiting, stack, height,
                )  # fmt: skip
        kept = 0
        for x in range(size):
            left[kept] = left[x]
            kept += np.uint64(seen[left[x]]) != everything
        size = kept
    return height


@kernel()
def pull_first(
    root: int,
    worth: int,
    movers: Ints,
    improving: bool,
    ranks: Ints,
    begin: Ints,
    begin_offset: Longs,
    begin_size: Longs,
    members: Ints,
    at: Longs,
    start: Longs,
    target: Ints,
    seen: Words,
    waiting: Words,
    least: Ints,
    stack: Ints,
    pull_from: int,
    rounds: int,
) -> int:
    """Settle the state of least value and what leads to it, without arcs turned round.

    Returns how many states are left on the stack, to be expanded by `least_reachable`, whose
    arguments these are.
    """
    everything = ~np.uint64(0) >> np.uint64(63 - movers.size)
    least[root] = worth
    seen[root] = everything
    waiting[root] = everything
    stack[0] = root
    return _pull(
        movers, improving, ranks, begin, begin_offset, begin_size, members, at, start, target,
        everything, worth, least, seen, waiting, stack, 1, pull_from, rounds,
    )  # fmt: skip


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
    begin_size: Longs,
    members: Ints,
    at: Longs,
    start: Longs,
    target: Ints,
    back: Longs,
    source: Ints,
    seen: Words,
    waiting: Words,
    least: Ints,
    stack: Ints,
    height: int,
    pull_from: int,
) -> None:
    """Find the least value over the states that ``movers`` can reach from each, itself too.

    By legal sequences of moves, or of improvements only. A party whose moves are classes has its
    class limits in ``begin[begin_offset[j]:]`` and -1 in ``at``; the arcs of another by which it
    leaves s lead to ``target[start[at[j] + s] : start[at[j] + s + 1]]``, and those by which it
    enters s come from the same place of ``back`` and ``source``. Where the search is for
    improvements, no other arcs are there. What `pull_first` settled is in ``least``, ``seen`` and
    ``waiting`` (states,), the rest of ``least`` is as high as can be; the search pulls where
    ``pull_from`` states wait, at least 1.
    """
    k = movers.size
    # A shift by all 64 bits, for 63 movers and nobody, would leave nothing certain.
    everything = ~np.uint64(0) >> np.uint64(63 - k)
    # A class of plain moves: 0 not entered, s + 1 entered at s alone, -1 done.
    # A class of improvements: how many members, worst first, have been settled.
    mark = np.zeros(begin.size, np.int32)
    for root in order:
        worth = value[root]
        new = everything & ~np.uint64(seen[root])
        if new != 0:
            least[root] = min(least[root], worth)
            seen[root] = everything
            waiting[root] = new
            stack[0] = root
            height = 1
        while height > 0:
            if height >= pull_from:
                height = _pull(
                    movers, improving, ranks, begin, begin_offset, begin_size, members, at,
                    start, target, everything, worth, least, seen, waiting, stack, height,
                    pull_from, 0,
                )  # fmt: skip
                continue
            height -= 1
            t = stack[height]
            layers = np.uint64(waiting[t])
            waiting[t] = 0
            for layer in range(k):
                bit = np.uint64(1) << np.uint64(layer)
                if layers & bit == 0:
                    continue
                j = movers[layer]
                offered = everything & ~bit
                if at[j] >= 0:
                    q, end = back[at[j] + t], back[at[j] + t + 1]
                    skip, kind = t, 0
                else:
                    c = begin_offset[j] + class_of[j, t]
                    q, end = np.int64(begin[c]), np.int64(begin[c + 1])
                    skip, kind = t, 1
                    if improving:
                        kind = 2
                        q += mark[c]
                    elif mark[c] == 0:
                        mark[c] = t + 1
                    elif mark[c] > 0 and mark[c] != t + 1:
                        # Whoever has just moved may not move again, so the state that was
                        # entered first is settled in this layer once another one is entered.
                        q, end, kind = np.int64(0), np.int64(1), 3
                    else:
                        continue
                while q < end:
                    if kind == 0:
                        r = source[q]
                    elif kind == 3:
                        r = mark[c] - 1
                    else:
                        r = members[j, q]
                        if kind == 2 and ranks[j, r] >= ranks[j, t]:
                            break
                    q += 1
                    if kind == 1 and r == skip:
                        continue
                    before = np.uint64(seen[r])
                    new = offered & ~before
                    if new == 0:
                        continue
                    least[r] = min(least[r], worth)
                    seen[r] = before | new
                    if waiting[r] == 0:
                        stack[height] = r
                        height += 1
                    waiting[r] = np.uint64(waiting[r]) | new
                if kind == 2:
                    mark[c] = q - begin[c]
                elif kind == 3:
                    mark[c] = -1
