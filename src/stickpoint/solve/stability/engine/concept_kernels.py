"""Compiled loops for simultaneous sanctions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Codes = NDArray[np.uint64]
Mask = NDArray[np.bool_]


@kernel()
def _state_of(code: int, codes: Codes, lookup: Ints) -> int:
    """Find the state with an option vector, -1 where it is infeasible."""
    if lookup.size > 0:
        return int(lookup[code])
    place = int(np.searchsorted(codes, code))
    return place if place < codes.size and codes[place] == code else -1


@kernel()
def _meets_a_sanction(
    s: int,
    code: int,
    others: Ints,
    digit: Longs,
    codes: Codes,
    rank: Ints,
    low: Longs,
    high: Longs,
    pool: Ints,
    lookup: Ints,
    budget: int,
) -> tuple[bool, int]:
    """Count through the others' joint answers to a vector until one is no better than s.

    A mixed-radix counter: digit 0 of a party means that it stays, digit d its d-th improvement.
    Returns whether one was found and how many were tried, at most the budget.
    """
    digit[:] = 0
    tried = 0
    while tried < budget:
        place = 0
        while place < others.size:
            j = others[place]
            before = low[j, s] + digit[place] - 1
            if digit[place] > 0:
                code ^= codes[s] ^ codes[pool[before]]
            if before + 1 < high[j, s]:
                digit[place] += 1
                code ^= codes[s] ^ codes[pool[before + 1]]
                break
            digit[place] = 0
            place += 1
        if place == others.size:
            return False, tried
        tried += 1
        answer = _state_of(code, codes, lookup)
        if answer >= 0 and rank[answer] <= rank[s]:
            return True, tried
    return False, tried


def _joint_answers(
    _party: int, _codes: Codes, _rank: Ints, low: Longs, high: Longs, *_: object
) -> float:
    """Count the others' joint answers to every improvement, at most."""
    doublings = np.log2(high - low + 1.0).sum(axis=0)
    return float(np.exp2(doublings.clip(max=60.0)).sum())


@kernel(work=_joint_answers)
def simultaneous(
    party: int,
    codes: Codes,
    rank: Ints,
    low: Longs,
    high: Longs,
    pool: Ints,
    lookup: Ints,
    budget: int,
    out: Mask,
) -> int:
    """Mark where a party would stay; return the number of joint answers tried.

    The layout holds improvements. A number that reaches the budget means an unfinished answer.
    """
    p, n = low.shape
    tried = 0
    others = np.empty(p, np.int32)
    digit = np.empty(p, np.int64)
    for s in range(n):
        out[s] = True
        if low[party, s] == high[party, s]:
            continue
        count = 0
        for j in range(p):
            if j != party and low[j, s] < high[j, s]:
                others[count] = j
                count += 1
        for q in range(low[party, s], high[party, s]):
            met, more = _meets_a_sanction(
                s, codes[pool[q]], others[:count], digit[:count], codes, rank, low, high, pool,
                lookup, budget - tried,
            )  # fmt: skip
            tried += more
            if tried >= budget:
                return tried
            if not met:
                out[s] = False
                break
    return tried
