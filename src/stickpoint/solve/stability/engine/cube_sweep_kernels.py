"""Compiled loops that mark, in a cube, the states from which the others improve to a marked one.

Sweeps run over one party's classes at a time, along memory; the last few states are looked at one
by one. The layout of a cube is that of `cube_kernels`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel

_BLOCK = 1024
_ROUNDS = 12
_FEW = 2
"""A sweep costs as much as looking at the moves from so small a part of the states."""
_EIGHT_MARKS = np.uint64(0x0101010101010101)

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.uint8]


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
def unmarked(seen: Flags, count: int) -> Ints:
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
    ranks: Ints, sizes: Longs, lows: Longs, party: int, seen: Flags, count: int
) -> tuple[int, bool]:
    """Go on as `spread` does where few states are left unmarked: look at those alone."""
    left = unmarked(seen, seen.size - count)
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
    ranks: Ints, sizes: Longs, lows: Longs, party: int, seen: Flags, count: int
) -> tuple[int, bool]:
    """Mark all states from which the others can improve their way to a marked one.

    Sweeps over the others' classes, round after round, until nothing changes or few are left.
    Returns how many states are marked, and whether that is all: False where the rounds ran out.
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
