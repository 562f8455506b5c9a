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

from stickpoint.compiled import kernel
from stickpoint.solve.stability.engine.graph_kernels import Ints, Longs
from stickpoint.solve.stability.engine.reach import bitsets
from stickpoint.solve.stability.engine.reach.pull_kernels import Words, pull


@kernel(small=bitsets.least_reachable)
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
                height = pull(
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
