"""The choices of a party whose moves are arcs, in eight games: state by state, without a table.

A state has a few arcs, so that what each weighs is set down once for all columns, and a column is
summed in registers.
"""

from __future__ import annotations

from typing import Any

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.choice_kernels import LEAST, TASTE, Operator
from stickpoint.solve.clock.engine.layout import Floats, Ints, Longs, Numbers, Space
from stickpoint.solve.clock.engine.pairs.power_kernels import exponential, share_and_worth
from stickpoint.solve.clock.engine.vector_kernels import (
    FLOOR,
    LEAF,
    WITHIN,
    above,
    every,
    larger,
    load,
    store,
)


@inner(**LEAF)
def slope_of_arcs(
    k: Operator, i: int, numbers: Numbers, begin: Longs, row_begin: Longs, members: Ints,
    target: Ints, even: Floats, reading: int, value: Floats, c: int, space: Space, out: Floats,
) -> bool:  # fmt: skip
    """Add what the party's choices change; False, and nothing, where that takes a table."""
    _weigh(begin, row_begin, members, i, c, numbers.precision, value, space)
    first, size = begin[0], begin[begin.size - 1] - begin[0]
    member = members[first : first + size]
    if not _sum_up(k, i, numbers, member, even, reading, value, space):
        return False
    each = space.table
    for q in range(size):
        s = member[q]
        if k.settled[s]:
            continue
        share, lo, hi = load(space.sums, q), k.start[s], k.start[s + 1]
        for a in range(lo, hi):
            store(each, a - lo, share * (load(k.keep, a) * load(space.weight, k.goal[a])))
        own = share * load(space.weight, q)
        _add(i, s * c, target[lo:hi], own, load(space.log, q), each, value, c, out)
    return True


@inner(**LEAF)
def _weigh(
    begin: Longs, row_begin: Longs, member: Ints, i: int, c: int, precision: Floats, value: Floats,
    space: Space,
) -> None:  # fmt: skip
    """Write what `choice_kernels.weigh` does, with exponentials that stay in registers."""
    steep, floor, first = load(precision, i), every(value, FLOOR), begin[0]
    weight, top, rough = space.weight, space.top, space.rough
    for x in range(begin.size - 1):
        lo, hi = begin[x], begin[x + 1]
        highest = load(value, member[lo] * c + i)
        for q in range(lo + 1, hi):
            highest = larger(load(value, member[q] * c + i), highest)
        for q in range(lo, hi):
            apart = steep * (load(value, member[q] * c + i) - highest)
            store(weight, q - first, exponential(value, larger(floor, apart), rough))
        for r in range(row_begin[x] - row_begin[0], row_begin[x + 1] - row_begin[0]):
            store(top, r, highest)


@inner(**LEAF)
def _sum_up(
    k: Operator, i: int, numbers: Numbers, member: Ints, even: Floats, reading: int, value: Floats,
    space: Space,
) -> bool:  # fmt: skip
    """Write for each state pace over the sum of weights, and what a chance to move is worth.

    False where a sum says nothing, or arcs are too many. This has a loop of its own: it is a chain
    of operations that wait for one another, and a processor looks no further ahead than a few.
    """
    weight, fits, rough = space.weight, True, space.rough
    pace, one = load(numbers.pace, i), every(value, 1.0)
    over = one / load(numbers.precision, i)
    for q in range(member.size):
        lo, hi = k.start[member[q]], k.start[member[q] + 1]
        if k.settled[member[q]]:
            continue
        if hi - lo > space.table.shape[0]:
            return False
        total = load(weight, q)
        for a in range(lo, hi):
            total = total + load(k.keep, a) * load(weight, k.goal[a])
        scale = one if reading == TASTE else every(value, even[q])
        share, worth = share_and_worth(total, pace, scale, over, load(space.top, q), value, rough)
        store(space.sums, q, share)
        store(space.log, q, worth)
        fits &= above(total, LEAST)
    return fits


@inner(**WITHIN)
def _add(
    i: int, place: int, target: Ints, own: Any, worth: Any, each: Floats, value: Floats, c: int,
    out: Floats,
) -> None:  # fmt: skip
    """Add what choices change in one state, four columns at a time."""
    before, j = load(out, place + i), 0
    while j + 4 <= c:
        x = place + j
        g0, g1 = own * load(value, x), own * load(value, x + 1)
        g2, g3 = own * load(value, x + 2), own * load(value, x + 3)
        for a in range(target.size):
            w, t = load(each, a), target[a] * c + j
            g0, g1 = g0 + w * load(value, t), g1 + w * load(value, t + 1)
            g2, g3 = g2 + w * load(value, t + 2), g3 + w * load(value, t + 3)
        store(out, x, load(out, x) + g0)
        store(out, x + 1, load(out, x + 1) + g1)
        store(out, x + 2, load(out, x + 2) + g2)
        store(out, x + 3, load(out, x + 3) + g3)
        j += 4
    while j < c:
        gain = own * load(value, place + j)
        for a in range(target.size):
            gain = gain + load(each, a) * load(value, target[a] * c + j)
        store(out, place + j, load(out, place + j) + gain)
        j += 1
    store(out, place + i, before + worth)
