"""Where mass flows when all choices stay as they are: weights once, then sums alone.

The transpose of the choices, as `slope_kernels.flow` has it, split into what depends on values,
with its exponentials, and what depends on the mass. Both serve one game, or eight.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from stickpoint.solve.clock.agreements.agreement_kernels import agreed
from stickpoint.solve.clock.engine import choice_kernels as choice
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Moves, Numbers, Space
from stickpoint.solve.clock.engine.slope_kernels import nature_flow
from stickpoint.solve.clock.engine.vector_kernels import LEAF, above, every, load, store


@njit(**LEAF)
def weights(
    m: Moves, numbers: Numbers, value: Floats, c: int, space: Space, weight: Floats, share: Floats
) -> bool:
    """Write, for each place of ``m.member``, its weight and its party's pace over the sum of them.

    False where the weights of a state are out of the range of numbers, or replies are best.
    """
    settled, one = m.settled, np.int64(1)
    for i in range(m.pace.size):
        operator, pace = choice.operator_of(m, i, numbers), load(numbers.pace, i)
        for k in range(m.first[i], m.first[i + 1]):
            begin = m.begin[m.lot[k] : m.lot[k + 1] + 1]
            lo, hi = begin[0], begin[begin.size - 1]
            if numbers.apart[i]:
                return False
            member, at = m.member[lo:hi], m.row[lo:hi]
            row_begin = m.row_begin[m.lot[k] : m.lot[k + 1] + 1]
            rows = row_begin[row_begin.size - 1] - row_begin[0]
            choice.weigh(
                begin, row_begin, m.member, i, c, numbers.precision, value, space.weight,
                space.top, space.scratch,
            )  # fmt: skip
            choice.fill(member, at, space.weight, value, c, rows, one, space.table)
            totals = choice.gather(operator, member, rows, one, space.table, space.sums)
            for q in range(hi - lo):
                store(weight, lo + q, load(space.weight, q))
                if settled[member[q]]:
                    continue
                total = load(totals, at[q])
                if not above(total, choice.LEAST):
                    return False
                store(share, lo + q, pace / total)
    return True


@inner(**LEAF)
def steady_flow(
    m: Moves, numbers: Numbers, value: Floats, c: int, weight: Floats, share: Floats, mass: Floats,
    space: Space, out: Floats,
) -> bool:  # fmt: skip
    """Write dp/dt for a distribution over the states, by the weights of `weights`."""
    settled, sent, nothing, one = m.settled, space.sent, every(value, 0.0), np.int64(1)
    out[:] = 0.0
    for i in range(m.pace.size):
        operator, pace = choice.operator_of(m, i, numbers), load(numbers.pace, i)
        for k in range(m.first[i], m.first[i + 1]):
            lo, hi = m.begin[m.lot[k]], m.begin[m.lot[k + 1]]
            member, at = m.member[lo:hi], m.row[lo:hi]
            rows = m.row_begin[m.lot[k + 1]] - m.row_begin[m.lot[k]]
            for r in range(rows):
                store(sent, r, nothing)
            for q in range(hi - lo):
                s, row = member[q], at[q]
                if not settled[s]:
                    here = load(mass, s)
                    store(sent, row, load(sent, row) + here * load(share, lo + q))
                    store(out, s, load(out, s) - pace * here)
            back = choice.scatter(operator, member, rows, one, sent, space.table)
            for q in range(hi - lo):
                t = member[q]
                store(out, t, load(out, t) + load(weight, lo + q) * load(back, at[q]))
    nature_flow(settled, m.nature_start, m.nature_target, numbers.nature, one, mass, out)
    return agreed(m, numbers, value, c, mass, space, out)
