"""Few states: the least value that others can force, sets of states held as whole numbers.

The search of `reach_kernels`, bit s of a number standing for state s, so that Python joins sets of
hundreds of states by one operation where loops over arrays, left as Python, take one for each.
Layer j holds the states from which mover j may not move next; the last layer, where anybody may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Into = Callable[[int], int]
"""From a state to the set of those that one move leads from to it, or those not found before."""


def least_reachable(  # noqa: PLR0913, PLR0917 – what the loops are called with
    value: Any, order: Any, movers: Any, improving: bool, ranks: Any, class_of: Any, begin: Any,
    begin_offset: Any, begin_size: Any, members: Any, at: Any, start: Any, target: Any,
    back: Any, source: Any, seen: Any, waiting: Any, least: Any, stack: Any, height: int,
    pull_from: int,
) -> None:  # fmt: skip
    """Write into ``least`` what `reach_kernels.least_reachable` does, and nothing else."""
    del begin_size, start, target, stack, height, pull_from  # the loops' own ways to go about it
    layers = len(movers) + 1
    into = [
        _by_arcs(back, source, int(at[j])) if at[j] >= 0
        else _by_classes(begin, int(begin_offset[j]), members[j], class_of[j],
                         ranks[j] if improving else None)
        for j in movers.tolist()
    ]  # fmt: skip
    have = [_where(seen >> layer & 1) for layer in range(layers)]
    wait = [_where(waiting >> layer & 1) for layer in range(layers)]
    reached = _where(least != np.iinfo(least.dtype).max)
    everywhere = (1 << len(value)) - 1
    worths = value.tolist()
    for root in order.tolist():
        if reached == everywhere:
            return  # what comes now is worth more
        here, found = 1 << root, 0
        for layer in range(layers):
            if not have[layer] & here:
                have[layer] |= here
                wait[layer] |= here
                found = here
        found |= _spread(into, have, wait)
        fresh = found & ~reached
        reached |= fresh
        least[list(_states(fresh))] = worths[root]


def _spread(into: Sequence[Into], have: list[int], wait: list[int]) -> int:
    """Follow moves back from all that waits; return the states that were found."""
    found = 0
    while any(wait[:-1]):
        for layer, sources in enumerate(into):
            came = 0
            for state in _states(wait[layer]):
                came |= sources(state)
            wait[layer] = 0
            for other in range(len(have)):
                if other != layer:
                    new = came & ~have[other]
                    have[other] |= new
                    wait[other] |= new
            found |= came
    return found


def _by_arcs(back: NDArray[np.int64], source: NDArray[np.int32], first: int) -> Into:
    """Look a party's arcs up."""

    def sources(state: int) -> int:
        found = 0
        for other in source[back[first + state] : back[first + state + 1]].tolist():
            found |= 1 << other
        return found

    return sources


def _by_classes(
    begin: NDArray[np.int32], offset: int, members: NDArray[np.int32],
    class_of: NDArray[np.int32], rank: NDArray[np.int32] | None,
) -> Into:  # fmt: skip
    """Move freely within classes; with ranks, only to what is better.

    Whoever was found to improve to one state of a class is not found again: members come worst
    first, and each is passed once.
    """
    sets: dict[int, int] = {}
    passed: dict[int, int] = {}

    def sources(state: int) -> int:
        c = offset + int(class_of[state])
        first, end = int(begin[c]), int(begin[c + 1])
        if rank is None:
            if c not in sets:
                sets[c] = _union(members[first:end])
            return sets[c] & ~(1 << state)
        now = passed.get(c, first)
        worse = int(np.searchsorted(rank[members[now:end]], rank[state]))
        passed[c] = now + worse
        return _union(members[now : now + worse])

    return sources


def _union(states: NDArray[np.int32]) -> int:
    found = 0
    for state in states.tolist():
        found |= 1 << state
    return found


def _where(marks: NDArray[Any]) -> int:
    """Return the set of the states that are marked."""
    return int.from_bytes(np.packbits(marks.astype(bool), bitorder="little").tobytes(), "little")


def _states(found: int) -> Iterator[int]:
    """Yield the states of a set."""
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest
