"""Some states of a cube, judged by the definitions alone; ranks are worked out as states are met.

For one state, every improvement of a party is listed. What the others can bring about from there
is followed forward, (state, last mover) by (state, last mover), until one of them takes the gain
away or nothing new is met; a symmetric answer must leave the party no move to something better.
Nothing here is shared with the package: no tiles, no levels, no stored ranks.

Numba compiles these loops anew in each process, which takes some seconds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
Program = NDArray[np.int64]
Longs = NDArray[np.int64]


def program(lines: list[list[Any]]) -> Program:
    """Write each want, most important first, as a row: how, option, negated, option, negated.

    A want is an option, its negation, or two of those joined by ``and`` (0), by ``or`` (1) or by
    ``same`` (2), which holds when both do or neither does; parties with fewer wants than others
    get some that never hold. Shape (parties, wants, 5).
    """
    longest = max(map(len, lines))
    never = (0, 0, 0, 0, 1)
    return np.array(
        [[*map(_row, own), *[never] * (longest - len(own))] for own in lines], dtype=np.int64
    ).reshape(len(lines), longest, 5)


def _row(want: Any) -> tuple[int, ...]:
    kinds = ("and", "or", "same")
    kind, pair = want if want[0] in kinds else ("and", (want, want))
    said = [(one[1], 0) if one[0] == "option" else (one[1][1], 1) for one in pair]
    return (kinds.index(kind), *said[0], *said[1])


@njit
def rank_of(wants: Program, party: int, code: int) -> int:
    """Return the rank of a state: the wants that hold, read as binary digits."""
    total = 0
    for x in range(wants.shape[1]):
        how, one, not_one, two, not_two = wants[party, x]
        first, second = (code >> one & 1) ^ not_one, (code >> two & 1) ^ not_two
        holds = (first & second, first | second, 1 ^ first ^ second)[how]
        total = 2 * total + holds
    return total


@njit
def _without(code: int, first: int, count: int) -> int:
    """Cut ``count`` bits out of a code."""
    return code & ((1 << first) - 1) | code >> (first + count) << first


@njit
def _takes_away(
    wants: Program, party: int, first: int, count: int, code: int, here: int, last: Longs
) -> int:
    """Say what a state does to a gain: 0 leaves it, 1 takes it away, 2 whatever comes next.

    ``last[0]`` is the own vector by which the party got round the answer before: it is tried first.
    """
    if rank_of(wants, party, code) > here:
        return 0
    rest = code & ~(((1 << count) - 1) << first)
    if rank_of(wants, party, rest | last[0] << first) > here:
        return 1
    for vector in range(1 << count):
        if rank_of(wants, party, rest | vector << first) > here:
            last[0] = vector
            return 1
    return 2


@njit
def by_moves(
    wants: Program, firsts: Longs, counts: Longs, party: int, gain: int, here: int, enough: int
) -> int:
    """Return the most that the others can do to a gain by any moves, up to what is enough."""
    first, count = firsts[party], counts[party]
    own = gain & ((1 << count) - 1) << first
    last, most = np.zeros(1, np.int64), 0
    for place in range(1 << (counts.sum() - count)):
        code = place & ((1 << first) - 1) | place >> first << (first + count) | own
        if code == gain:
            continue
        most = max(most, _takes_away(wants, party, first, count, code, here, last))
        if most >= enough:
            break
    return most


@njit
def by_improvements(
    wants: Program, firsts: Longs, counts: Longs, party: int, gain: int, here: int, enough: int
) -> int:
    """Return the most that the others can do to a gain by improvements, up to what is enough.

    Whoever moved last may not move next. A class of a mover is looked through again only from a
    state that the mover ranks below all those from which that was done before.
    """
    parties, (first, count) = counts.size, (firsts[party], counts[party])
    size = 1 << (counts.sum() - count)
    seen, beaten = np.zeros(size, np.uint8), np.zeros(size, np.bool_)
    lowest = np.full((parties, size), 1 << 62, np.int64)
    stack = [(gain, -1)]
    last, most = np.zeros(1, np.int64), 0
    while stack:
        code, mover = stack.pop()
        for j in range(parties):
            if j in (mover, party) or not counts[j]:
                continue
            bits, low = counts[j], firsts[j]
            class_ = code & ~(((1 << bits) - 1) << low)
            at = _without(class_, first, count)
            worth = rank_of(wants, j, code)
            if worth >= lowest[j, at]:
                continue
            lowest[j, at] = worth
            for vector in range(1 << bits):
                to = class_ | vector << low
                place = _without(to, first, count)
                if seen[place] >> j & 1 or rank_of(wants, j, to) <= worth:
                    continue
                seen[place] |= 1 << j
                stack.append((to, j))
                if not beaten[place]:
                    beaten[place] = True
                    found = _takes_away(wants, party, first, count, to, here, last)
                    most = max(most, found)
                    if most >= enough:
                        return most
    return most


def judged(owners: list[int], wants: Program, party: int, code: int) -> dict[str, bool]:
    """Say under which concepts a party stays in a state.

    Parameters
    ----------
    owners : list of int
        The party of each option, ascending.
    wants : ndarray of int, shape (parties, wants, 5)
        What `program` returns.
    party, code : int
        Who, and in which option vector.
    """
    if owners != sorted(owners):
        raise ValueError(f"owners {owners} found; expected each party's options side by side")
    parties = wants.shape[0]
    firsts = np.array([sum(owner < i for owner in owners) for i in range(parties)])
    counts = np.array([owners.count(i) for i in range(parties)])
    rest = code & ~(((1 << int(counts[party])) - 1) << int(firsts[party]))
    here = rank_of(wants, party, code)
    gains = [rest | vector << int(firsts[party]) for vector in range(1 << int(counts[party]))]
    ranked = [(rank_of(wants, party, gain), gain) for gain in gains]
    # The best gain comes first: one that nobody can answer ends the search.
    best = [gain for rank, gain in sorted(ranked, reverse=True) if rank > here]
    stays = {"nash": not best}
    for plain, symmetric, follow in (("gmr", "smr", by_moves), ("seq", "sseq", by_improvements)):
        stays[plain] = stays[symmetric] = True
        for gain in best:
            enough = 2 if stays[symmetric] else 1
            most = follow(wants, firsts, counts, party, gain, here, enough)
            stays[plain] &= most >= 1
            stays[symmetric] &= most >= 2
            if not stays[plain]:
                break
    return stays
