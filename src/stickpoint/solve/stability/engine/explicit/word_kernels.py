"""Compiled loops over the arcs of explicit graphs that serve all searches at once.

The searches differ by whose stability is judged and by what counts as a sanction. Each has a few
bits of a state's *word*, one for each party: bit j says that the others can go on from there, if j
moved last, to the state of least value; the judged party's own bit, that they can if nobody did.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel
from stickpoint.solve.stability.engine.arc_kernels import Flags
from stickpoint.solve.stability.engine.graph_kernels import Ints, Longs

Words = NDArray[np.uint32] | NDArray[np.uint64]
Masks = NDArray[np.uint64]


@kernel()
def gains_and_best(start: Longs, target: Ints, rank: Ints) -> tuple[Longs, Ints, Ints]:
    """Keep a party's improvements, and return its best rank in each state or one move away."""
    left = np.zeros(start.size, np.int64)
    kept = np.empty(target.size, np.int32)
    best = rank.copy()
    size = 0
    for s in range(rank.size):
        here = rank[s]
        top = here
        for a in range(start[s], start[s + 1]):
            there = rank[target[a]]
            kept[size] = target[a]
            size += there > here
            top = max(top, there)
        best[s] = top
        left[s + 1] = size
    return left, kept[:size].copy(), best


@kernel()
def settle(
    at: Longs,
    start: Longs,
    target: Ints,
    asked: Masks,
    spread: Masks,
    words: Words,
    full: np.uint64,
    rounds: int,
) -> bool:
    """Mark, round after round, what leads to something marked; return whether all of it is.

    ``asked`` are, for each mover, the lowest bits of the searches it takes part in; ``spread`` is
    what its move marks in such a search: all bits but its own. A state marked in all of ``full`` is
    not looked at again. At most so many ``rounds`` are made, as a long chain would need many.
    """
    left = np.empty(words.size, np.int32)
    size = 0
    for s in range(words.size):
        left[size] = s
        size += np.uint64(words[s]) != full
    while rounds > 0 and size > 0:
        rounds -= 1
        kept, fresh = 0, False
        for x in range(size):
            r = left[x]
            before = np.uint64(words[r])
            now = before
            for j in range(at.size):
                bit = np.uint64(j)
                for a in range(start[at[j] + r], start[at[j] + r + 1]):
                    now |= (np.uint64(words[target[a]]) >> bit & asked[j]) * spread[j]
                if now == full:
                    break
            left[kept] = r
            kept += now != full
            if now != before:
                words[r] = now
                fresh = True
        size = kept
        if not fresh:
            return True
    return size == 0


@kernel()
def open_states(words: Words, shift: int, bits: int) -> Ints:
    """List the states that a search has not marked in all its bits."""
    left = np.empty(words.size, np.int32)
    every, by = (np.uint64(1) << np.uint64(bits)) - np.uint64(1), np.uint64(shift)
    size = 0
    for s in range(words.size):
        left[size] = s
        size += np.uint64(words[s]) >> by & every != every
    return left[:size].copy()


@kernel()
def marks_of(words: Words, states: Ints, shift: int, movers: Ints, party: int) -> NDArray[np.uint8]:
    """Return the marks of some states as `reach_kernels` has them: a bit a mover, then nobody's."""
    marks = np.zeros(states.size, np.uint8)
    for x in range(states.size):
        word = np.uint64(words[states[x]]) >> np.uint64(shift)
        for layer in range(movers.size):
            marks[x] |= (word >> np.uint64(movers[layer]) & np.uint64(1)) << np.uint64(layer)
        marks[x] |= (word >> np.uint64(party) & np.uint64(1)) << np.uint64(movers.size)
    return marks


@kernel()
def back_among(
    left: Ints,
    place: Ints,
    movers: Ints,
    at: Longs,
    start: Longs,
    target: Ints,
    seen: NDArray[np.uint8],
) -> tuple[Longs, Ints]:
    """Turn the arcs between some states round, for movers one after another.

    ``place`` is where each state is in ``left``, -1 for the others, which are marked in all bits:
    what leads to them is marked in ``seen``. A mover has two places more than there are states, for
    one without arcs and for the end.
    """
    wide, every = left.size + 2, (2 << movers.size) - 1
    back = np.zeros(movers.size * wide + 1, np.int64)
    for layer in range(movers.size):
        j = movers[layer]
        for x in range(left.size):
            for a in range(start[at[j] + left[x]], start[at[j] + left[x] + 1]):
                if place[target[a]] >= 0:
                    back[layer * wide + place[target[a]] + 1] += 1
                else:
                    seen[x] |= every ^ 1 << layer
    for x in range(back.size - 1):
        back[x + 1] += back[x]
    source = np.empty(back[-1], np.int32)
    free = back.copy()
    for layer in range(movers.size):
        j = movers[layer]
        for x in range(left.size):
            for a in range(start[at[j] + left[x]], start[at[j] + left[x] + 1]):
                to = place[target[a]]
                if to >= 0:
                    source[free[layer * wide + to]] = x
                    free[layer * wide + to] += 1
    return back, source


@kernel()
def answered(
    rank: Ints,
    start: Longs,
    target: Ints,
    worth: Ints,
    unsettled: NDArray[np.uint8],
    least: Ints,
    out: Flags,
) -> None:
    """Mark the states whose every improvement the others can bring down to their rank.

    For several concepts at once: ``least`` and ``out`` are (concepts, states), ``worth`` is the
    least value of each, and bit c of ``unsettled`` says that a state's under concept c is another.
    """
    for s in range(rank.size):
        here = rank[s]
        anywhere = np.int64(0)
        for c in range(worth.size):
            out[c, s] = True
        for a in range(start[s], start[s + 1]):
            apart = np.int64(unsettled[target[a]])
            anywhere |= ~apart
            if apart != 0:
                for c in range(worth.size):
                    if apart >> c & 1 and least[c, target[a]] > here:
                        out[c, s] = False
        for c in range(worth.size):
            if anywhere >> c & 1 and worth[c] > here:
                out[c, s] = False
