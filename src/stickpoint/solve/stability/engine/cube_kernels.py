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
from stickpoint.solve.stability.engine.graph_kernels import raise_levels

_BLOCK = 1024
_ROUNDS = 12
_FEW = 2
"""A sweep costs as much as looking at the moves from so small a part of the states."""
_EIGHT_MARKS = np.uint64(0x0101010101010101)

Ints = NDArray[np.int32]
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
    """Give, for each own vector, the least rank over everything the others can make of it."""
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


@kernel()
def _sweep_narrow(rank: Ints, size: int, seen: Flags) -> int:
    """One pass over a party whose own bits are the lowest; see `_sweep`.

    A class with nothing or everything marked cannot change; eight marks are read as one word.
    """
    fresh = 0
    words = seen.view(np.uint64) if size >= 8 else np.empty(0, np.uint64)
    for base in range(0, rank.size, size):
        if size >= 8:
            some, every = np.uint64(0), _EIGHT_MARKS
            for w in range(base // 8, (base + size) // 8):
                some |= words[w]
                every &= words[w]
            if some == 0 or every == _EIGHT_MARKS:
                continue
        top = np.int32(-1)
        for a in range(base, base + size):
            top = max(top, rank[a] if seen[a] else np.int32(-1))
        for a in range(base, base + size):
            now = seen[a] | np.uint8(rank[a] < top)
            fresh += now != seen[a]
            seen[a] = now
    return fresh


@kernel()
def _sweep(rank: Ints, size: int, low: int, seen: Flags) -> int:
    """Mark every state from which one party improves, in one move, to a marked state.

    In each class that is every state ranked below the best marked one. Returns how many
    states are newly marked.
    """
    if low == 1:
        return _sweep_narrow(rank, size, seen)
    fresh = 0
    wide = min(low, _BLOCK)
    top = np.empty(wide, np.int32)
    for base in range(0, rank.size, size * low):
        for left in range(base, base + low, wide):
            top[:] = -1
            for a in range(size):
                begin = left + a * low
                part = rank[begin : begin + wide]
                marks = seen[begin : begin + wide]
                for x in range(wide):
                    top[x] = max(top[x], part[x] if marks[x] else np.int32(-1))
            for a in range(size):
                begin = left + a * low
                part = rank[begin : begin + wide]
                marks = seen[begin : begin + wide]
                for x in range(wide):
                    now = marks[x] | np.uint8(part[x] < top[x])
                    fresh += now != marks[x]
                    marks[x] = now
    return fresh


@kernel()
def _unmarked(seen: Flags, count: int) -> Ints:
    """List the states without a mark, of which there are so many; eight marks are read as one."""
    left = np.empty(count, np.int32)
    size, step = 0, 8 if seen.size % 8 == 0 else 1
    words = seen.view(np.uint64) if step == 8 else np.empty(0, np.uint64)
    for first in range(0, seen.size, step):
        if step == 8 and words[first // 8] == _EIGHT_MARKS:
            continue
        for s in range(first, first + step):
            if not seen[s]:
                left[size] = s
                size += 1
    return left


@kernel()
def _improves_to_marked(rank: Ints, size: int, low: int, seen: Flags, s: int) -> bool:
    """Tell whether one party improves, in one move from s, to a marked state."""
    first = s - s // low % size * low
    for t in range(first, first + size * low, low):  # noqa: SIM110 (numba compiles no generator)
        if seen[t] and rank[t] > rank[s]:
            return True
    return False


@kernel()
def _finish(
    ranks: Ints,
    sizes: NDArray[np.int64],
    lows: NDArray[np.int64],
    party: int,
    seen: Flags,
    count: int,
) -> tuple[int, bool]:
    """Go on as `spread` does where few states are left unmarked: look at those alone."""
    left = _unmarked(seen, seen.size - count)
    size = left.size
    for _ in range(_ROUNDS):
        kept = 0
        for x in range(size):
            s = left[x]
            for j in range(ranks.shape[0]):
                if j != party and _improves_to_marked(ranks[j], sizes[j], lows[j], seen, s):
                    seen[s] = 1
                    break
            left[kept] = s
            kept += not seen[s]
        if kept == size:
            return seen.size - size, True
        size = kept
    return seen.size - size, False


@kernel()
def spread(
    ranks: Ints,
    sizes: NDArray[np.int64],
    lows: NDArray[np.int64],
    party: int,
    seen: Flags,
    count: int,
) -> tuple[int, bool]:
    """Mark all states from which the others can improve their way to a marked one.

    Sweeps over the others' classes, round after round, until nothing changes or few are left.

    Returns
    -------
    count : int
        How many states are marked.
    done : bool
        False where the rounds ran out first.
    """
    n = seen.size
    look = sizes.sum() - sizes[party]
    # Long runs of memory first: often nothing is left for the slow sweeps of the second round.
    order = np.argsort(-lows)
    for _ in range(_ROUNDS):
        fresh = 0
        for j in order:
            if (n - count) * look * _FEW <= n:
                return _finish(ranks, sizes, lows, party, seen, count)
            if j != party and sizes[j] > 1:
                found = _sweep(ranks[j], sizes[j], lows[j], seen)
                fresh += found
                count += found
        if fresh == 0:
            return count, True
    return count, False


def _passes(ranks: Ints, *_: NDArray[np.int64] | Flags | int) -> float:
    """Count five passes over the states, and three rounds of sweeps under SEQ and under SSEQ."""
    return 5 * ranks.shape[1] + 6 * ranks.size


@kernel(work=_passes)
def judge_party(
    ranks: Ints,
    sizes: NDArray[np.int64],
    lows: NDArray[np.int64],
    party: int,
    wanted: NDArray[np.bool_],
    nash: Flags,
    gmr: Flags,
    smr: Flags,
    seq: Flags,
    sseq: Flags,
    seen: Flags,
) -> NDArray[np.int64]:
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
    sizes: NDArray[np.int64],
    lows: NDArray[np.int64],
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
    states = _unmarked(seen, n - count)
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
