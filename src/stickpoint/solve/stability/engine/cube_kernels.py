"""Compiled loops for conflicts where every option vector can be and every option switches freely.

States are then the corners of a cube. After the bits are put in party order, the states of one
party's moves are a middle axis: state = (h · g + a) · low + l, with a the party's own vector, l
the vector of the parties before it and h that of the parties after it. Nothing here is a graph;
every pass runs along memory.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel
from stickpoint.solve.stability.engine.cube_sweep_kernels import spread, unmarked
from stickpoint.solve.stability.engine.graph_kernels import raise_levels

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.uint8]


@kernel()
def class_best(rank: Ints, size: int, low: int) -> Ints:
    """Return the best rank in each class of ``size`` own vectors, one number per class."""
    high = rank.size // (size * low)
    best = np.empty(high * low, np.int32)
    for h in range(high):
        base = h * size * low
        if low == 1:
            top = rank[base]
            for a in range(1, size):
                top = max(top, rank[base + a])
            best[h] = top
            continue
        row = best[h * low : (h + 1) * low]
        row[:] = rank[base : base + low]
        for a in range(1, size):
            part = rank[base + a * low : base + (a + 1) * low]
            for x in range(low):
                row[x] = max(row[x], part[x])
    return best


@kernel()
def worst_by_own_vector(rank: Ints, size: int, low: int) -> Ints:
    """Return, for each own vector, the least rank over everything the others can make of it."""
    high = rank.size // (size * low)
    worst = np.full(size, np.iinfo(np.int32).max, np.int32)
    if low < 16:
        block = size * low
        least = rank[:block].copy()
        for h in range(1, high):
            part = rank[h * block : (h + 1) * block]
            for x in range(block):
                least[x] = min(least[x], part[x])
        for a in range(size):
            for x in range(low):
                worst[a] = min(worst[a], least[a * low + x])
        return worst
    for h in range(high):
        for a in range(size):
            begin = (h * size + a) * low
            bottom = worst[a]
            for x in range(begin, begin + low):
                bottom = min(bottom, rank[x])
            worst[a] = bottom
    return worst


@kernel()
def at_least(rank: Ints, level: int, out: Flags) -> None:
    """Mark the states whose rank is at least ``level``."""
    for s in range(rank.size):
        out[s] = rank[s] >= level


@kernel()
def at_least_in_class(rank: Ints, level: Ints, size: int, low: int, out: Flags) -> None:
    """Mark the states whose rank is at least the level of their class."""
    high = rank.size // (size * low)
    for h in range(high):
        for a in range(size):
            begin = (h * size + a) * low
            if low == 1:
                out[begin] = rank[begin] >= level[h]
                continue
            row = level[h * low : (h + 1) * low]
            for x in range(low):
                out[begin + x] = rank[begin + x] >= row[x]


@kernel()
def _mark_low(rank: Ints, level: int, seen: Flags) -> int:
    count = 0
    for s in range(rank.size):
        here = rank[s] <= level
        seen[s] = here
        count += here
    return count


@kernel()
def _mark_low_classes(best: Ints, level: int, size: int, low: int, seen: Flags) -> int:
    count = 0
    high = best.size // low
    for h in range(high):
        for a in range(size):
            begin = (h * size + a) * low
            for x in range(low):
                here = best[h * low + x] <= level
                seen[begin + x] = here
                count += here
    return count


def _passes(ranks: Ints, *_: Longs | Flags | int) -> float:
    """Count five passes over the states, and three rounds of sweeps under SEQ and under SSEQ."""
    return 5 * ranks.shape[1] + 6 * ranks.size


@kernel(work=_passes)
def judge_party(
    ranks: Ints,
    sizes: Longs,
    lows: Longs,
    party: int,
    wanted: NDArray[np.bool_],
    nash: Flags,
    gmr: Flags,
    smr: Flags,
    seq: Flags,
    sseq: Flags,
    seen: Flags,
) -> Longs:
    """Judge one party under five concepts, as far as one number decides it.

    ``nash`` … ``sseq`` (states,) take the answers that are ``wanted``. A state holds under
    GMR where its rank reaches the best that some own vector secures against everything the
    others may do; under SMR where it reaches the least class maximum. Under SEQ and SSEQ the
    same numbers decide wherever the others can improve their way down to them; ``seen``
    (2, states) tells where they can.

    Returns
    -------
    ndarray of int64, shape (6,)
        For SEQ then SSEQ: the level, how many states were marked, whether marking was finished.
    """
    rank, size, low = ranks[party], sizes[party], lows[party]
    best = class_best(rank, size, low)
    report = np.zeros(6, np.int64)
    if wanted[0]:
        at_least_in_class(rank, best, size, low, nash)
    secured = np.int32(0)
    if wanted[1] or wanted[3]:
        secured = worst_by_own_vector(rank, size, low).max()
    kept = np.int32(0)
    if wanted[2] or wanted[4]:
        kept = best.min()
    if wanted[1]:
        at_least(rank, secured, gmr)
    if wanted[2]:
        at_least(rank, kept, smr)
    for which in range(2):
        if wanted[3 + which]:
            level = secured if which == 0 else kept
            if which == 0:
                count = _mark_low(rank, level, seen[0])
            else:
                count = _mark_low_classes(best, level, size, low, seen[1])
            count, done = spread(ranks, sizes, lows, party, seen[which], count)
            report[3 * which] = level
            report[3 * which + 1] = count
            report[3 * which + 2] = done
            if count == rank.size:
                at_least(rank, level, seq if which == 0 else sseq)
    return report


@kernel()
def best_marked(rank: Ints, size: int, low: int, seen: Flags) -> Ints:
    """Return the best rank of a marked state in each class, -1 where none is marked."""
    high = rank.size // (size * low)
    best = np.full(high * low, -1, np.int32)
    for h in range(high):
        for a in range(size):
            begin = (h * size + a) * low
            for x in range(low):
                if seen[begin + x]:
                    best[h * low + x] = max(best[h * low + x], rank[begin + x])
    return best


@kernel()
def settle_rest(
    ranks: Ints,
    sizes: Longs,
    lows: Longs,
    party: int,
    symmetric: bool,
    level: int,
    seen: Flags,
    count: int,
    done: bool,
    out: Flags,
) -> None:
    """Raise the level class by class for the states that the sweeps left unmarked."""
    rank, size, low, n = ranks[party], sizes[party], lows[party], seen.size
    states = unmarked(seen, n - count)
    left = states.size
    movers = [j for j in range(ranks.shape[0]) if j != party and sizes[j] > 1]
    counts = np.array([n // sizes[j] for j in movers], np.int64)
    top = np.full((counts.size, counts.max() if counts.size else 0), -1, np.int32)
    own, value = np.empty(left, np.int32), np.empty(left, np.int32)
    best = class_best(rank, size, low) if symmetric else rank
    for u in range(left):
        own[u] = _class_of(states[u], size, low)
        value[u] = best[own[u]] if symmetric else rank[states[u]]
    classes = np.empty((counts.size, left), np.int32)
    others = np.empty((counts.size, left), np.int32)
    for x in range(counts.size):
        j = movers[x]
        if not done:
            marked = best_marked(ranks[j], sizes[j], lows[j], seen)
            top[x, : marked.size] = marked
        for u in range(left):
            classes[x, u] = _class_of(states[u], sizes[j], lows[j])
            others[x, u] = ranks[j, states[u]]
    levels = np.full(n // size, level, np.int32)
    raise_levels(rank[states], value, states, own, classes, others, counts, top, levels)
    at_least_in_class(rank, levels, size, low, out)


@kernel()
def _class_of(state: int, size: int, low: int) -> int:
    """Return the class of a state: its number without the party's own bits."""
    return state // (low * size) * low + state % low
