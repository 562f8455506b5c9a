"""Compiled loops over sets of states as bits: what a coalition gains, and what takes it away."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import elements, kernel

Ints = NDArray[np.int32]
Bits = NDArray[np.uint64]
Mask = NDArray[np.bool_]


def _bits(*given: Bits | Ints | Mask | bool) -> float:
    """Count the bits of all words: the work of a loop that looks at every pair of states."""
    return 64 * elements(*given)


def _pairs_again(gained: Bits, *_others: Bits | Ints | Mask) -> float:
    """Count the words of one such set for every state, at worst."""
    return gained.shape[0] * gained.size


@kernel()
def _all_gain(ranks: Ints, s: int, t: int) -> bool:
    """Tell whether every row of ranks puts t above s."""
    for row in range(ranks.shape[0]):  # noqa: SIM110 - numba compiles no all(...)
        if ranks[row, t] <= ranks[row, s]:
            return False
    return True


@kernel(work=_bits)
def gains(reached: Bits, ranks: Ints, turned: bool) -> Bits:
    """Keep, of the states reached from each s, those that all members rank above s.

    ``ranks`` holds one row per member. ``turned``: return for each t the states s that gain by it.
    """
    n, words = reached.shape
    kept = np.zeros((n, words), np.uint64)
    for s in range(n):
        for w in range(words):
            word = reached[s, w]
            t = 64 * w
            while word != 0:
                if word & np.uint64(1) and _all_gain(ranks, s, t):
                    if turned:
                        kept[t, s // 64] |= np.uint64(1) << np.uint64(s % 64)
                    else:
                        kept[s, w] |= np.uint64(1) << np.uint64(t % 64)
                word >>= np.uint64(1)
                t += 1
    return kept


@kernel(work=_bits)
def lowest(reached: Bits, ranks: Ints) -> Ints:
    """Return each member's least rank over a state and the states reached from it."""
    n, words = reached.shape
    least = ranks.copy()
    for s in range(n):
        for w in range(words):
            word = reached[s, w]
            t = 64 * w
            while word != 0:
                if word & np.uint64(1):
                    for row in range(ranks.shape[0]):
                        least[row, s] = min(least[row, s], ranks[row, t])
                word >>= np.uint64(1)
                t += 1
    return least


@kernel(work=_bits)
def stays_for_fear(gained: Bits, ranks: Ints, least: Ints, out: Mask) -> None:
    """Mark the states whose gains all let the others bring some member down to its rank there."""
    n, words = gained.shape
    for s in range(n):
        out[s] = True
        for w in range(words):
            word = gained[s, w]
            t = 64 * w
            while word != 0 and out[s]:
                if word & np.uint64(1):
                    out[s] = False
                    for row in range(ranks.shape[0]):
                        if least[row, t] <= ranks[row, s]:
                            out[s] = True
                            break
                word >>= np.uint64(1)
                t += 1
            if not out[s]:
                break


@kernel()
def _is_trap(t: int, better: Bits, reached: Bits) -> bool:
    """Tell whether a coalition is no better off in t, nor anywhere that it reaches from there."""
    if better[t // 64] >> np.uint64(t % 64) & np.uint64(1):
        return False
    for w in range(better.size):  # noqa: SIM110 - numba compiles no all(...)
        if reached[t, w] & better[w]:
            return False
    return True


@kernel()
def _can_be_trapped(t: int, answered: Bits, better: Bits, reached: Bits, verdict: Ints) -> bool:
    """Tell whether the others can answer t by a trap; ``verdict``: 1 trap, 0 none, -1 open."""
    for w in range(better.size):
        word = answered[t, w]
        answer = 64 * w
        while word != 0:
            if word & np.uint64(1):
                if verdict[answer] < 0:
                    verdict[answer] = _is_trap(answer, better, reached)
                if verdict[answer] == 1:
                    return True
            word >>= np.uint64(1)
            answer += 1
    return False


@kernel(work=_pairs_again)
def stays_for_traps(gained: Bits, ranks: Ints, reached: Bits, answered: Bits, out: Mask) -> None:
    """Mark the states whose gains all meet an answer from which the coalition cannot recover.

    ``reached`` is what the coalition reaches from each state, ``answered`` what the others do.
    """
    n, words = gained.shape
    better = np.empty(words, np.uint64)
    verdict = np.empty(n, np.int32)
    for s in range(n):
        out[s] = True
        is_known = False
        for w in range(words):
            word = gained[s, w]
            t = 64 * w
            while word != 0 and out[s]:
                if word & np.uint64(1):
                    if not is_known:
                        is_known = True
                        verdict[:] = -1
                        better[:] = np.uint64(0)
                        for x in range(n):
                            if _all_gain(ranks, s, x):
                                better[x // 64] |= np.uint64(1) << np.uint64(x % 64)
                    out[s] = _can_be_trapped(t, answered, better, reached, verdict)
                word >>= np.uint64(1)
                t += 1
            if not out[s]:
                break


@kernel(work=_bits)
def least_by_coalitions(value: Ints, order: Ints, backward: Bits, groups: Ints) -> Ints:
    """Return the least value that successive gains of coalitions reach from each state, or its own.

    ``backward[groups[g], t]`` are the states from which coalition g gains by going to t; none
    moves twice in succession. The search runs backward from the least value. ``used[g]`` are
    the states that have been shown a way that g begins. Seen from a state, whoever moved last
    may not begin, so the first way serves all last movers but its own first mover, and the
    second way, begun by another, serves that one too: a state is expanded for each coalition
    once.
    """
    n_groups = groups.size
    _, n, words = backward.shape
    least = value.copy()
    begun_by = np.full(n, -1, np.int32)
    served = np.zeros(n, np.int8)
    used = np.zeros((n_groups, words), np.uint64)
    stack = np.empty(2 * n, np.int32)
    for goal in order:
        if served[goal] == 2:
            continue
        stack[0] = goal
        size = 1
        is_goal = True
        while size > 0:
            size -= 1
            t = stack[size]
            only, never = -1, -1
            if is_goal:
                only = begun_by[goal]
                served[goal] = 2
                is_goal = False
            elif t < 0:
                t = -t - 1
                only = begun_by[t]
            else:
                never = begun_by[t]
            for g in range(n_groups):
                if g == never or (only >= 0 and g != only):
                    continue
                for w in range(words):
                    word = backward[groups[g], t, w] & ~used[g, w]
                    used[g, w] |= word
                    s = 64 * w
                    while word != 0:
                        if word & np.uint64(1) and served[s] < 2:
                            if served[s] == 0:
                                begun_by[s] = g
                                least[s] = min(least[s], value[goal])
                                stack[size] = s
                            else:
                                stack[size] = -s - 1
                            served[s] += 1
                            size += 1
                        word >>= np.uint64(1)
                        s += 1
    return least
