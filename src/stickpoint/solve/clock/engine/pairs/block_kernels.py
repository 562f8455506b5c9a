"""The choices of a party whose moves cost nothing, in eight games: block by block, without a table.

From every state of a block such a party chooses by the same weights. What it comes to is worked out
once for a block, and added to each of its states; those that are settled are put right at the end
(`slope_kernels`), which takes no branch. A block of two takes one exponential, for the better of
two weighs 1. Exponentials have a loop of their own: each is a chain of operations that wait for one
another, and a processor looks no further ahead than the next few blocks.
"""

from __future__ import annotations

from typing import Any

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.choice_kernels import LEAST, TASTE, Operator
from stickpoint.solve.clock.engine.layout import Flags, Floats, Ints, Longs, Numbers, Space
from stickpoint.solve.clock.engine.pairs.power_kernels import exponential, share_and_worth
from stickpoint.solve.clock.engine.vector_kernels import (
    FLOOR,
    LEAF,
    WITHIN,
    above,
    chosen,
    every,
    larger,
    load,
    store,
)


@inner(**LEAF)
def is_even(k: Operator, blocks: int, rows: int) -> bool:
    """Tell whether from all states of each block the same may be chosen, at no cost."""
    return bool(k.is_free and k.options == 0 and rows == blocks)


@inner(**LEAF)
def slope_of_blocks(
    i: int, numbers: Numbers, begin: Longs, even: Floats, members: Ints, reading: int,
    value: Floats, c: int, space: Space, out: Floats,
) -> bool:  # fmt: skip
    """Add what the party's choices change, to settled states too; False where weights are none."""
    first, pace = begin[0], load(numbers.pace, i)
    _weigh(i, load(numbers.precision, i), begin, members, value, c, space)
    fits = _sum_up(i, numbers, begin, even, reading, value, space)
    weight = space.weight
    for x in range(begin.size - 1):
        lo, size = begin[x], begin[x + 1] - begin[x]
        share, worth = load(space.sums, x), load(space.log, x)
        if size == 1:
            _stay(members[lo] * c, pace, value, c, out)
        elif size == 2:
            less = load(weight, lo - first)
            _of_two(i, members[lo] * c, members[lo + 1] * c, share, less, worth, value, c, out)
        else:
            _of_many(i, first, lo, size, members, share, worth, value, c, weight, out)
    return fits


@inner(**LEAF)
def _sum_up(
    i: int, numbers: Numbers, begin: Longs, even: Floats, reading: int, value: Floats, space: Space
) -> bool:
    """Write for each block pace over the sum of weights, and what a chance to move is worth."""
    first, fits, weight, rough = begin[0], True, space.weight, space.rough
    pace, one = load(numbers.pace, i), every(value, 1.0)
    over = one / load(numbers.precision, i)
    for x in range(begin.size - 1):
        lo, hi = begin[x] - first, begin[x + 1] - first
        if hi - lo == 1:
            continue
        total = load(weight, lo)
        if hi - lo == 2:
            total = one + total
        else:
            for q in range(lo + 1, hi):
                total = total + load(weight, q)
        scale = one if reading == TASTE else every(value, even[x])
        share, worth = share_and_worth(total, pace, scale, over, load(space.top, x), value, rough)
        store(space.sums, x, share)
        store(space.log, x, worth)
        fits &= above(total, LEAST)
    return fits


@inner(**LEAF)
def _weigh(
    i: int, steep: Any, begin: Longs, members: Ints, value: Floats, c: int, space: Space
) -> None:
    """Write the best that may be come to, and weights against it; of two, that of the worse one."""
    floor, none, first = every(value, FLOOR), every(value, 0.0), begin[0]
    weight, top, rough = space.weight, space.top, space.rough
    for x in range(begin.size - 1):
        lo, hi = begin[x], begin[x + 1]
        if hi - lo == 1:
            continue
        highest = load(value, members[lo] * c + i)
        if hi - lo == 2:
            other = load(value, members[lo + 1] * c + i)
            gap = highest - other
            apart = none - steep * larger(gap, none - gap)
            store(weight, lo - first, exponential(value, larger(floor, apart), rough))
            store(top, x, larger(highest, other))
            continue
        for q in range(lo + 1, hi):
            highest = larger(load(value, members[q] * c + i), highest)
        for q in range(lo, hi):
            apart = steep * (load(value, members[q] * c + i) - highest)
            store(weight, q - first, exponential(value, larger(floor, apart), rough))
        store(top, x, highest)


@inner(**WITHIN)
def _stay(place: int, pace: Any, value: Floats, c: int, out: Floats) -> None:
    """Add what a chance to move is worth where there is nowhere to go."""
    for x in range(place, place + c):
        store(out, x, load(out, x) + pace * load(value, x))


@inner(**WITHIN)
def _of_two(
    i: int, one: int, two: int, share: Any, less: Any, worth: Any, value: Floats, c: int,
    out: Floats,
) -> None:  # fmt: skip
    """Add what choices change in a block of two states."""
    gap, other = load(value, one + i) - load(value, two + i), share * less
    w0, w1 = chosen(gap, share, other), chosen(gap, other, share)
    for j in range(c):
        if j != i:
            gain = w0 * load(value, one + j) + w1 * load(value, two + j)
            store(out, one + j, load(out, one + j) + gain)
            store(out, two + j, load(out, two + j) + gain)
    store(out, one + i, load(out, one + i) + worth)
    store(out, two + i, load(out, two + i) + worth)


@inner(**WITHIN)
def _of_many(
    i: int, first: int, lo: int, size: int, members: Ints, share: Any, worth: Any, value: Floats,
    c: int, weight: Floats, out: Floats,
) -> None:  # fmt: skip
    """Add what choices change in a block of several states."""
    for j in range(c):
        gain = worth
        if j != i:
            gain = load(weight, lo - first) * load(value, members[lo] * c + j)
            for q in range(lo + 1, lo + size):
                gain = gain + load(weight, q - first) * load(value, members[q] * c + j)
            gain = share * gain
        for q in range(lo, lo + size):
            place = members[q] * c + j
            store(out, place, load(out, place) + gain)


@inner(**LEAF)
def flow_of_blocks(
    i: int, numbers: Numbers, begin: Longs, members: Ints, settled: Flags, value: Floats, c: int,
    mass: Floats, space: Space, out: Floats,
) -> bool:  # fmt: skip
    """Let mass flow as the party chooses; False where weights are none."""
    pace, none, one = load(numbers.pace, i), every(value, 0.0), every(value, 1.0)
    first, fits, weight = begin[0], True, space.weight
    _weigh(i, load(numbers.precision, i), begin, members, value, c, space)
    for x in range(begin.size - 1):
        lo, size = begin[x], begin[x + 1] - begin[x]
        if size == 1:
            continue
        member, sent, total = members[lo : lo + size], none, one + load(weight, lo - first)
        for s in member:
            if not settled[s]:
                moved = pace * load(mass, s)
                sent = sent + moved
                store(out, s, load(out, s) - moved)
        if size == 2:
            less, coming = load(weight, lo - first), sent / total
            gap = load(value, member[0] * c + i) - load(value, member[1] * c + i)
            w0, w1 = chosen(gap, one, less), chosen(gap, less, one)
            store(out, member[0], load(out, member[0]) + w0 * coming)
            store(out, member[1], load(out, member[1]) + w1 * coming)
        else:
            total = none
            for q in range(size):
                total = total + load(weight, lo + q - first)
            coming = sent / total
            for q in range(size):
                gain = load(weight, lo + q - first) * coming
                store(out, member[q], load(out, member[q]) + gain)
        fits &= above(total, LEAST)
    return fits
