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
from stickpoint.solve.stability.engine.cube_sweep_kernels import (
    Flags,
    Ints,
    Longs,
    spread,
    unmarked,
)
from stickpoint.solve.stability.engine.graph_kernels import raise_levels


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
def _mark_low_classes(best: Ints, level: int, size: int, low: int, seen: Flags) -> None:
    for h in range(best.size // low):
        for a in range(size):
            begin = (h * size + a) * low
            for x in range(low):
                seen[begin + x] = best[h * low + x] <= level


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
    (2, states) tells where they can. Returns for SEQ then SSEQ the level, how many states were
    marked, and whether marking was finished, shape (6,).
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
        gmr[:] = rank >= secured
    if wanted[2]:
        smr[:] = rank >= kept
    for which in range(2):
        if wanted[3 + which]:
            marks, level, answer = seen[which], kept, sseq
            if which == 0:
                level, answer = secured, seq
                marks[:] = rank <= level
            else:
                _mark_low_classes(best, level, size, low, marks)
            count, done = spread(ranks, sizes, lows, party, marks, np.count_nonzero(marks))
            report[3 * which] = level
            report[3 * which + 1] = count
            report[3 * which + 2] = done
            if count == rank.size:
                answer[:] = rank >= level
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
    movers = [j for j in range(ranks.shape[0]) if j != party and sizes[j] > 1]
    counts = np.array([n // sizes[j] for j in movers], np.int64)
    top = np.full((counts.size, counts.max() if counts.size else 0), -1, np.int32)
    own = _class_of(states, size, low)
    value = class_best(rank, size, low)[own] if symmetric else rank[states]
    classes = np.empty((counts.size, states.size), np.int32)
    others = np.empty((counts.size, states.size), np.int32)
    for x in range(counts.size):
        j = movers[x]
        if not done:
            marked = best_marked(ranks[j], sizes[j], lows[j], seen)
            top[x, : marked.size] = marked
        classes[x] = _class_of(states, sizes[j], lows[j])
        others[x] = ranks[j][states]
    levels = np.full(n // size, level, np.int32)
    raise_levels(rank[states], value, states, own, classes, others, counts, top, levels)
    at_least_in_class(rank, levels, size, low, out)


@kernel()
def _class_of(states: Ints, size: int, low: int) -> Ints:
    """Return the class of each state: its number without the party's own bits."""
    return (states // (low * size) * low + states % low).astype(np.int32)
