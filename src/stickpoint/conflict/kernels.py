"""Compiled loops that write a party's arcs: from classes, and from conditions on each option."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def spell_out(
    of_state: NDArray[np.int32], first: NDArray[np.int32], members: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
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


@njit(cache=True, nogil=True)
def _may(source: int, goal: int, up: int, down: int) -> bool:
    """Tell whether a switch turns on only options in ``up`` and off only those in ``down``."""
    changed = source ^ goal
    return (changed & goal & ~up) == 0 and (changed & source & ~down) == 0


@njit(cache=True, nogil=True)
def allowed_arcs(
    codes: NDArray[np.uint64],
    first: NDArray[np.int32],
    members: NDArray[np.int32],
    up: NDArray[np.uint64],
    down: NDArray[np.uint64],
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Write the arcs within each class that every switched option allows.

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
    target = np.empty(start[n], np.int32)
    for c in range(first.size - 1):
        for a in range(first[c], first[c + 1]):
            s = members[a]
            place = start[s]
            for b in range(first[c], first[c + 1]):
                if a != b and _may(codes[s], codes[members[b]], up[s], down[s]):
                    target[place] = members[b]
                    place += 1
    return start, target
