"""Compiled loops for simultaneous sanctions, limited moves and unknown preference."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import elements, kernel

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
                s,
                codes[pool[q]],
                others[:count],
                digit[:count],
                codes,
                rank,
                low,
                high,
                pool,
                lookup,
                budget - tried,
            )
            tried += more
            if tried >= budget:
                return tried
            if not met:
                out[s] = False
                break
    return tried


@kernel()
def next_ends_by_class(rank: Ints, of_state: Ints, n_classes: int, after: Ints) -> Ints:
    """Let a party with free choice move once before play ends as in ``after``.

    Within a class only the best state matters, and the second best for the best state itself,
    which cannot move to where it is.
    """
    best = np.full(n_classes, -1, np.int32)
    second = np.full(n_classes, -1, np.int32)
    n = rank.size
    for s in range(n):
        c = of_state[s]
        worth = rank[after[s]]
        if best[c] < 0 or worth > rank[after[best[c]]]:
            second[c] = best[c]
            best[c] = s
        elif second[c] < 0 or worth > rank[after[second[c]]]:
            second[c] = s
    ends = np.empty(n, np.int32)
    for s in range(n):
        c = of_state[s]
        t = second[c] if best[c] == s else best[c]
        ends[s] = s if t < 0 or rank[s] >= rank[after[t]] else after[t]
    return ends


@kernel()
def next_ends_by_arcs(rank: Ints, start: Longs, target: Ints, after: Ints) -> Ints:
    """Let a party with listed moves move once before play ends as in ``after``."""
    n = rank.size
    ends = np.empty(n, np.int32)
    for s in range(n):
        ends[s] = s
        worth = rank[s]
        for a in range(start[s], start[s + 1]):
            if rank[after[target[a]]] > worth:
                worth = rank[after[target[a]]]
                ends[s] = after[target[a]]
    return ends


@kernel()
def tempting(rank: Ints, unsure: Mask, low: Longs, high: Longs, pool: Ints) -> tuple[Longs, Ints]:
    """Keep one party's moves to a state that it ranks higher or cannot compare."""
    n = rank.size
    start = np.zeros(n + 1, np.int64)
    for s in range(n):
        start[s + 1] = start[s]
        for q in range(low[s], high[s]):
            t = pool[q]
            start[s + 1] += t != s and (unsure[s, t] or rank[t] > rank[s])
    target = np.empty(start[n], np.int32)
    place = 0
    for s in range(n):
        for q in range(low[s], high[s]):
            t = pool[q]
            if t != s and (unsure[s, t] or rank[t] > rank[s]):
                target[place] = t
                place += 1
    return start, target


@kernel()
def _deters(s: int, t: int, rank: Ints, unsure: Mask, strictly: bool) -> bool:
    """Tell whether t keeps a party from leaving s; ``strictly``: an unsure state does not."""
    if unsure[s, t]:
        return not strictly
    return rank[t] <= rank[s]


@kernel()
def _deterrents(
    s: int,
    word: int,
    rank: Ints,
    unsure: Mask,
    low: Longs,
    high: Longs,
    pool: Ints,
    strictly: bool,
    symmetric: bool,
) -> np.uint64:
    """Mark, among 64 states, those that deter from leaving s; ``symmetric``: without escape."""
    found = np.uint64(0)
    for t in range(64 * word, min(64 * word + 64, rank.size)):
        holds = _deters(s, t, rank, unsure, strictly)
        if holds and symmetric:
            for q in range(low[t], high[t]):
                if not _deters(s, pool[q], rank, unsure, strictly):
                    holds = False
                    break
        if holds:
            found |= np.uint64(1) << np.uint64(t % 64)
    return found


def _countermoves(
    rank: Ints, unsure: Mask, low: Longs, high: Longs, *given: Ints | Codes | bool
) -> float:
    """Count a party's moves from all states that might deter it, for every state it leaves."""
    return elements(unsure, *given) + rank.size * float((high - low).sum())


@kernel(work=_countermoves)
def stable_if_unsure(
    rank: Ints,
    unsure: Mask,
    low: Longs,
    high: Longs,
    pool: Ints,
    reached: Codes,
    tempted: bool,
    strictly: bool,
    symmetric: bool,
    sanctioned: bool,
    out: Mask,
) -> None:
    """Mark where a party would stay under one extension to unknown preference.

    ``tempted``: it considers moves to unsure states too. ``sanctioned``: the bits ``reached``
    tell where the others can go; without it any improvement is enough to leave. What deters is
    worked out only where the others' reach asks for it.
    """
    words = reached.shape[1] if sanctioned else 0
    feared = np.empty(words, np.uint64)
    known_for = np.full(words, -1, np.int32)
    for s in range(rank.size):
        out[s] = True
        for q in range(low[s], high[s]):
            t = pool[q]
            if t == s or (not tempted if unsure[s, t] else rank[t] <= rank[s]):
                continue
            met = False
            for w in range(words):
                if reached[t, w] == 0:
                    continue
                if known_for[w] != s:
                    known_for[w] = s
                    feared[w] = _deterrents(
                        s, w, rank, unsure, low, high, pool, strictly, symmetric
                    )
                if reached[t, w] & feared[w]:
                    met = True
                    break
            if not met:
                out[s] = False
                break
