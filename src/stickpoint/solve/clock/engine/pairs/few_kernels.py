"""The choices of a party whose moves are arcs, in eight games: state by state, without a table.

A state has a few arcs, so that what each weighs is set down once for all columns, and a column is
summed in registers.
"""

from __future__ import annotations

from typing import Any

from stickpoint.solve.clock.engine import choice_kernels as choice
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.choice_kernels import LEAST, TASTE, Operator
from stickpoint.solve.clock.engine.layout import Floats, Ints, Longs, Numbers, Space
from stickpoint.solve.clock.engine.pairs.power_kernels import share_and_worth
from stickpoint.solve.clock.engine.vector_kernels import LEAF, above, every, load, store


@inner(**LEAF)
def slope_of_arcs(
    k: Operator, i: int, numbers: Numbers, begin: Longs, row_begin: Longs, members: Ints,
    target: Ints, even: Floats, reading: int, value: Floats, c: int, space: Space, out: Floats,
) -> bool:  # fmt: skip
    """Add what the party's choices change; False, and nothing, where that takes a table."""
    choice.weigh(
        begin, row_begin, members, i, c, numbers.precision, value, space.weight, space.top,
        space.scratch,
    )  # fmt: skip
    first, size = begin[0], begin[begin.size - 1] - begin[0]
    member = members[first : first + size]
    if not _sum_up(k, member, space):
        return False
    pace, one, each = load(numbers.pace, i), every(value, 1.0), space.table
    over = one / load(numbers.precision, i)
    for q in range(size):
        s = member[q]
        if k.settled[s]:
            continue
        scale = one if reading == TASTE else every(value, even[q])
        share, worth = share_and_worth(
            load(space.sums, q), pace, scale, over, load(space.top, q), value
        )
        lo, hi = k.start[s], k.start[s + 1]
        for a in range(lo, hi):
            store(each, a - lo, share * (load(k.keep, a) * load(space.weight, k.goal[a])))
        own = share * load(space.weight, q)
        _add(i, s * c, target[lo:hi], own, worth, each, value, c, out)
    return True


@inner(**LEAF)
def _sum_up(k: Operator, member: Ints, space: Space) -> bool:
    """Sum weights up for each state; False where a sum says nothing, or arcs are too many."""
    weight, fits = space.weight, True
    for q in range(member.size):
        lo, hi = k.start[member[q]], k.start[member[q] + 1]
        if k.settled[member[q]]:
            continue
        if hi - lo > space.table.shape[0]:
            return False
        total = load(weight, q)
        for a in range(lo, hi):
            total = total + load(k.keep, a) * load(weight, k.goal[a])
        store(space.sums, q, total)
        fits &= above(total, LEAST)
    return fits


@inner(**LEAF)
def _add(
    i: int, place: int, target: Ints, own: Any, worth: Any, each: Floats, value: Floats, c: int,
    out: Floats,
) -> None:  # fmt: skip
    """Add what choices change in one state."""
    for j in range(c):
        gain = worth
        if j != i:
            gain = own * load(value, place + j)
            for a in range(target.size):
                gain = gain + load(each, a) * load(value, target[a] * c + j)
        store(out, place + j, load(out, place + j) + gain)
