"""Compiled loops that ask the states that are left whether they lead to what is settled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel
from stickpoint.solve.stability.engine.graph_kernels import Ints, Longs

Words = NDArray[np.uint8] | NDArray[np.uint64]


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
def pull(
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

    Returns how many states are left on the stack, to be expanded by `least_reachable` of
    `reach_kernels`, whose arguments these are.
    """
    everything = ~np.uint64(0) >> np.uint64(63 - movers.size)
    least[root] = worth
    seen[root] = everything
    waiting[root] = everything
    stack[0] = root
    return pull(
        movers, improving, ranks, begin, begin_offset, begin_size, members, at, start, target,
        everything, worth, least, seen, waiting, stack, 1, pull_from, rounds,
    )  # fmt: skip
