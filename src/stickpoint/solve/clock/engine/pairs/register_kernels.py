"""One party's choices in eight games by whichever way takes no table, if there is one."""

from __future__ import annotations

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.choice_kernels import MISTAKES, operator_of
from stickpoint.solve.clock.engine.layout import Flags, Floats, Moves, Numbers, Space
from stickpoint.solve.clock.engine.pairs.block_kernels import (
    flow_of_blocks,
    is_even,
    slope_of_blocks,
)
from stickpoint.solve.clock.engine.pairs.few_kernels import slope_of_arcs
from stickpoint.solve.clock.engine.pairs.pair_kernels import (
    flow_of_pair,
    is_pair,
    slope_of_pair,
)
from stickpoint.solve.clock.engine.vector_kernels import LEAF, load, store


@inner(**LEAF)
def slope_in_registers(
    m: Moves, i: int, k: int, numbers: Numbers, reading: int, value: Floats, c: int, space: Space,
    out: Floats,
) -> int:  # fmt: skip
    """Add what the choices in a lot of blocks change; 1 if done, 0 if not, -1 if out of range.

    What is added to settled states, `stay_settled` takes off.
    """
    if reading == MISTAKES:
        return 0
    operator, begin = operator_of(m, i, numbers), m.begin[m.lot[k] : m.lot[k + 1] + 1]
    row_begin = m.row_begin[m.lot[k] : m.lot[k + 1] + 1]
    lo, hi, rows = begin[0], begin[begin.size - 1], row_begin[row_begin.size - 1] - row_begin[0]
    member, at, even = m.member[lo:hi], m.row[lo:hi], m.even[row_begin[0] :]
    if is_pair(operator, at, rows):
        fits = slope_of_pair(
            operator, i, numbers, even, member, reading, value, c, space.rough, out
        )
        return 1 if fits else -1
    if is_even(operator, begin.size - 1, rows):
        fits = slope_of_blocks(i, numbers, begin, even, m.member, reading, value, c, space, out)
        return 1 if fits else -1
    done = not operator.is_free and slope_of_arcs(
        operator, i, numbers, begin, row_begin, m.member, m.target, even, reading, value, c, space,
        out,
    )  # fmt: skip
    return 1 if done else 0


@inner(**LEAF)
def flow_in_registers(
    m: Moves, i: int, k: int, numbers: Numbers, value: Floats, c: int, mass: Floats, space: Space,
    out: Floats,
) -> int:  # fmt: skip
    """Let mass flow as is chosen in a lot of blocks; 1 if done, 0 if not, -1 if out of range."""
    operator, begin = operator_of(m, i, numbers), m.begin[m.lot[k] : m.lot[k + 1] + 1]
    lo, hi, rows = begin[0], begin[begin.size - 1], m.row_begin[m.lot[k + 1]]
    rows -= m.row_begin[m.lot[k]]
    member = m.member[lo:hi]
    if is_pair(operator, m.row[lo:hi], rows):
        fits = flow_of_pair(operator, i, numbers, member, value, c, mass, space.rough, out)
        return 1 if fits else -1
    if is_even(operator, begin.size - 1, rows):
        fits = flow_of_blocks(i, numbers, begin, m.member, m.settled, value, c, mass, space, out)
        return 1 if fits else -1
    return 0


@inner(**LEAF)
def stay_settled(
    settled: Flags, worth: Floats, discount: Floats, value: Floats, out: Floats
) -> None:
    """Let no choices count where it is settled."""
    c = discount.shape[0]
    for s in range(settled.size):
        if settled[s]:
            for x in range(s * c, s * c + c):
                loss = load(discount, x - s * c) * load(value, x)
                store(out, x, load(worth, x) - loss)
