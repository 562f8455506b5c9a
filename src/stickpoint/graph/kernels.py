"""Compiled loops that write a party's arcs: from classes, and from conditions on each option."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Codes = NDArray[np.uint64]


def _pairs_of_members(_of_state: Ints | Codes, first: Ints, *_: Ints | Codes | Longs) -> float:
    """Count the pairs of states in each class."""
    return float((np.diff(first).astype(np.float64) ** 2).sum())


@kernel(work=_pairs_of_members)
def spell_out(of_state: Ints, first: Ints, members: Ints) -> tuple[Longs, Ints]:
    """Write the arcs between all members of each class, grouped by the state they leave."""
    n = of_state.size
    start = np.zeros(n + 1, np.int64)
    for s in range(n):
        own = of_state[s]
        start[s + 1] = start[s] + first[own + 1] - first[own] - 1
    target = np.empty(start[n], np.int32)
    for s in range(n):
        own = of_state[s]
        place = start[s]
        for q in range(first[own], first[own + 1]):
            if members[q] != s:
                target[place] = members[q]
                place += 1
    return start, target


@kernel()
def _may(source: int, goal: int, up: int, down: int) -> bool:
    """Tell whether a switch turns on only options in ``up`` and off only those in ``down``."""
    changed = source ^ goal
    return (changed & goal & ~up) == 0 and (changed & source & ~down) == 0


@kernel(work=_pairs_of_members)
def allowed_counts(codes: Codes, first: Ints, members: Ints, up: Codes, down: Codes) -> Longs:
    """Count the arcs within each class that every switched option allows: where each state's begin.

    ``up`` and ``down`` hold, state by state, the options that may be turned on and off there.
    """
    n = codes.size
    start = np.zeros(n + 1, np.int64)
    for c in range(first.size - 1):
        for a in range(first[c], first[c + 1]):
            s = members[a]
            count = 0
            for b in range(first[c], first[c + 1]):
                if a != b and _may(codes[s], codes[members[b]], up[s], down[s]):
                    count += 1
            start[s + 1] = count
    for s in range(n):
        start[s + 1] += start[s]
    return start


@kernel(work=_pairs_of_members)
def allowed_arcs(
    codes: Codes, first: Ints, members: Ints, up: Codes, down: Codes, start: Longs
) -> Ints:
    """Write those arcs, grouped by the state they leave, whose own begin where ``start`` says."""
    target = np.empty(start[codes.size], np.int32)
    for c in range(first.size - 1):
        for a in range(first[c], first[c + 1]):
            s = members[a]
            place = start[s]
            for b in range(first[c], first[c + 1]):
                if a != b and _may(codes[s], codes[members[b]], up[s], down[s]):
                    target[place] = members[b]
                    place += 1
    return target
