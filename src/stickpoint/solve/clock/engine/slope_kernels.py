"""Loops for one game or eight: what values change by, and its transpose, where mass flows."""

from __future__ import annotations

import numpy as np
from numba import njit

from stickpoint.solve.clock.agreements.agreement_kernels import agree, agreed
from stickpoint.solve.clock.engine import choice_kernels as choice
from stickpoint.solve.clock.engine import one_by_one_kernels as one_by_one
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Flags, Floats, Ints, Longs, Moves, Numbers, Space
from stickpoint.solve.clock.engine.pairs import register_kernels as registers
from stickpoint.solve.clock.engine.vector_kernels import (
    FLOOR,
    LEAF,
    above,
    every,
    exponentials,
    larger,
    load,
    logarithms,
    store,
)


@njit(**LEAF)
def slope(
    m: Moves, numbers: Numbers, value: Floats, c: int, reading: int, space: Space, out: Floats
) -> bool:
    """Write -dV/dt: what each value, of c columns, gains per unit of time still to go.

    False where eight games side by side are out of the range of numbers.
    """
    settled, wide, fits = m.settled, c + 1, True
    running(settled, numbers.pace, numbers.worth, numbers.discount, value, out)
    for i in range(m.pace.size):
        operator, pace = choice.operator_of(m, i, numbers), load(numbers.pace, i)
        # The limit of what is centred is the mean, as where choices are mistakes.
        reads = int(choice.MISTAKES) if m.precision[i] == 0.0 else reading
        for k in range(m.first[i], m.first[i + 1]):
            begin = m.begin[m.lot[k] : m.lot[k + 1] + 1]
            lo, hi = begin[0], begin[begin.size - 1]
            if value.ndim == 1:  # noqa: SIM102 – numba leaves out what one width has no use for
                if numbers.apart[i]:
                    for q in range(lo, hi):
                        _alone(m, i, q, value, c, reading, space, out)
                    continue
            row_begin = m.row_begin[m.lot[k] : m.lot[k + 1] + 1]
            rows = row_begin[row_begin.size - 1] - row_begin[0]
            member, at, even = m.member[lo:hi], m.row[lo:hi], m.even[row_begin[0] :]
            if value.ndim == 2:
                done = registers.slope_in_registers(m, i, k, numbers, reads, value, c, space, out)
                fits &= done >= 0
                if done != 0:
                    continue
            choice.weigh(begin, row_begin, m.member, i, c, numbers.precision, value, space.weight,
                         space.top, space.scratch)  # fmt: skip
            choice.fill(member, at, space.weight, value, c, rows, wide, space.table)
            if value.ndim == 1:  # noqa: SIM102
                if reads == choice.MISTAKES:
                    choice.paid(m, i, lo, operator, rows, wide, space)
            sums = choice.gather(operator, member, rows, wide, space.table, space.sums)
            _expect(i, numbers, even, rows, c, reads, space, sums)
            for q in range(hi - lo):
                s, x, y = member[q], at[q] * wide, member[q] * c
                if settled[s]:
                    continue
                if above(load(sums, x), choice.LEAST):
                    share = pace / load(sums, x)
                    for j in range(c):
                        store(out, y + j, load(out, y + j) + share * load(sums, x + 1 + j))
                elif value.ndim == 1:
                    _alone(m, i, lo + q, value, c, reading, space, out)
                elif not _far(operator, m.target, i, s, numbers, even[at[q]], value, c, reads,
                              space, out):  # fmt: skip
                    return False
    if value.ndim == 2:
        registers.stay_settled(settled, numbers.worth, numbers.discount, value, out)
    nature(settled, m.nature_start, m.nature_target, numbers.nature, c, value, out)
    return fits and agree(m, numbers, value, c, space, out)


@inner(**LEAF)
def running(
    settled: Flags, pace: Floats, worth: Floats, discount: Floats, value: Floats, out: Floats
) -> None:
    """Begin with what a state pays, less what is lost by the chances to leave it."""
    c, chances, nothing = discount.shape[0], every(pace, 0.0), every(pace, 0.0)
    for i in range(pace.shape[0]):
        chances = chances + load(pace, i)
    for s in range(settled.size):
        leaving = nothing if settled[s] else chances
        for j in range(c):
            x = s * c + j
            store(out, x, load(worth, x) - (load(discount, j) + leaving) * load(value, x))


@inner(**LEAF)
def nature(
    settled: Flags, start: Longs, target: Ints, rates: Floats, c: int, value: Floats, out: Floats
) -> None:
    """Add what nature may do to c columns of values."""
    for s in range(settled.size):
        if settled[s]:
            continue
        for a in range(start[s], start[s + 1]):
            t, rate = target[a] * c, load(rates, a)
            for j in range(c):
                x = s * c + j
                gain = load(value, t + j) - load(value, x)
                store(out, x, load(out, x) + rate * gain)


@inner(**LEAF)
def nature_flow(
    settled: Flags, start: Longs, target: Ints, rates: Floats, c: int, mass: Floats, out: Floats
) -> None:
    """Let c columns of mass flow as nature may have it: the transpose of what values see."""
    for s in range(settled.size):
        if settled[s]:
            continue
        for a in range(start[s], start[s + 1]):
            t, rate = target[a] * c, load(rates, a)
            for j in range(c):
                x = s * c + j
                moved = rate * load(mass, x)
                store(out, t + j, load(out, t + j) + moved)
                store(out, x, load(out, x) - moved)


@inner(**LEAF)
def _expect(
    i: int, numbers: Numbers, even: Floats, rows: int, c: int, reading: int, space: Space,
    sums: Floats,
) -> None:  # fmt: skip
    """Turn the party's own sum of weight · worth into the sum of weights times B."""
    least, own, wide = every(sums, choice.LEAST), 1 + i, c + 1
    log, top = space.log, space.top
    if reading == choice.MISTAKES:
        for x in range(own, rows * wide, wide):
            store(sums, x, load(sums, x) - load(log, x // wide))
        return
    over = every(sums, 1.0) / load(numbers.precision, i)
    for r in range(rows):
        whole = larger(load(sums, r * wide), least)
        store(log, r, whole if reading == choice.TASTE else whole * every(sums, even[r]))
    logs = log[:rows]
    logarithms(logs.reshape(logs.size), space.scratch.reshape(space.scratch.size))
    for r in range(rows):
        worth = load(top, r) + load(log, r) * over
        store(sums, r * wide + own, load(sums, r * wide) * worth)


@inner(**LEAF)
def _far(
    k: choice.Operator, target: Ints, i: int, s: int, numbers: Numbers, even: float, value: Floats,
    c: int, reading: int, space: Space, out: Floats,
) -> bool:  # fmt: skip
    """Add what one state's choices change in eight games, where the best of its block is far above.

    Weights are then set against the best that the state may come to. False where that does not do.
    """
    lo, hi, weight, log = k.start[s], k.start[s + 1], space.weight, space.log
    if k.is_free or hi - lo >= weight.shape[0]:
        return False
    beta, floor, best = load(numbers.precision, i), every(value, FLOOR), load(value, s * c + i)
    for a in range(lo, hi):
        best = larger(load(value, target[a] * c + i), best)
    store(weight, 0, larger(floor, beta * (load(value, s * c + i) - best)))
    for a in range(lo, hi):
        gain = load(value, target[a] * c + i) - best
        store(weight, 1 + a - lo, larger(floor, beta * gain))
    used = weight[: 1 + hi - lo]
    exponentials(used.reshape(used.size), space.scratch.reshape(space.scratch.size))
    total = load(weight, 0)
    for a in range(lo, hi):
        store(weight, 1 + a - lo, load(k.keep, a) * load(weight, 1 + a - lo))
        total = total + load(weight, 1 + a - lo)
    if not above(total, choice.LEAST):
        return False
    pace = load(numbers.pace, i)
    for j in range(c):
        if j != i:
            mean = load(weight, 0) * load(value, s * c + j)
            for a in range(lo, hi):
                mean = mean + load(weight, 1 + a - lo) * load(value, target[a] * c + j)
            store(out, s * c + j, load(out, s * c + j) + pace / total * mean)
    store(log, 0, total if reading == choice.TASTE else total * every(value, even))
    one = log[:1]
    logarithms(one.reshape(one.size), space.scratch.reshape(space.scratch.size))
    worth = best + load(log, 0) / beta
    store(out, s * c + i, load(out, s * c + i) + pace * worth)
    return True


@inner(**LEAF)
def _alone(
    m: Moves, i: int, q: int, value: Floats, c: int, reading: int, space: Space, out: Floats
) -> None:
    """Add what one state's choices change, where the sums have run out of range."""
    s, target, chance = m.member[q], space.target, space.chance
    if m.settled[s]:
        return
    count = one_by_one.list_gains(m, i, q, value, c, target, space.gain)
    top, total, mean = one_by_one.choose(m.precision[i], count, space.gain, chance)
    worth = choice.worth_of_moving(reading, m.precision[i], top, total, 1.0 / count, mean)
    own = out[s * c + i]
    for k in range(count):
        share, t = m.pace[i] * chance[k], target[k] * c
        if share > 0.0:
            for j in range(c):
                out[s * c + j] += share * value[t + j]
    out[s * c + i] = own + m.pace[i] * worth


@inner(**LEAF)
def flow(
    m: Moves, numbers: Numbers, value: Floats, c: int, mass: Floats, space: Space, out: Floats
) -> bool:
    """Write dp/dt for a distribution over the states, given the values that steer it.

    False where eight games side by side are out of the range of numbers.
    """
    settled, sent, nothing, one, fits = m.settled, space.sent, every(value, 0.0), np.int64(1), True
    out[:] = 0.0
    for i in range(m.pace.size):
        operator, pace = choice.operator_of(m, i, numbers), load(numbers.pace, i)
        for k in range(m.first[i], m.first[i + 1]):
            begin = m.begin[m.lot[k] : m.lot[k + 1] + 1]
            lo, hi = begin[0], begin[begin.size - 1]
            member, at = m.member[lo:hi], m.row[lo:hi]
            if not _somebody(member, settled, mass):
                continue
            if value.ndim == 1:  # noqa: SIM102 – numba leaves out what one width has no use for
                if numbers.apart[i]:
                    for q in range(lo, hi):
                        _alone_flow(m, i, q, value, c, mass, space, out)
                    continue
            row_begin = m.row_begin[m.lot[k] : m.lot[k + 1] + 1]
            rows = row_begin[row_begin.size - 1] - row_begin[0]
            if value.ndim == 2:
                done = registers.flow_in_registers(m, i, k, numbers, value, c, mass, space, out)
                fits &= done >= 0
                if done != 0:
                    continue
            choice.weigh(begin, row_begin, m.member, i, c, numbers.precision, value, space.weight,
                         space.top, space.scratch)  # fmt: skip
            choice.fill(member, at, space.weight, value, c, rows, one, space.table)
            totals = choice.gather(operator, member, rows, one, space.table, space.sums)
            for r in range(rows):
                store(sent, r, nothing)
            for q in range(hi - lo):
                s, row = member[q], at[q]
                if settled[s]:
                    continue
                total = load(totals, row)
                if above(total, choice.LEAST):
                    moved = pace * load(mass, s)
                    store(sent, row, load(sent, row) + moved / total)
                    store(out, s, load(out, s) - moved)
                elif value.ndim == 1:
                    _alone_flow(m, i, lo + q, value, c, mass, space, out)
                else:
                    return False
            back = choice.scatter(operator, member, rows, one, sent, space.table)
            for q in range(hi - lo):
                t = member[q]
                coming = load(space.weight, q) * load(back, at[q])
                store(out, t, load(out, t) + coming)
    nature_flow(settled, m.nature_start, m.nature_target, numbers.nature, one, mass, out)
    return fits and agreed(m, numbers, value, c, mass, space, out)


@inner(**LEAF)
def _somebody(member: Ints, settled: Flags, mass: Floats) -> bool:
    """Tell whether there may be mass in a lot of blocks that moves."""
    if mass.ndim == 1:
        for s in member:  # noqa: SIM110 – numba compiles no generator
            if mass[s] != 0.0 and not settled[s]:
                return True
        return False
    return True


@inner(**LEAF)
def _alone_flow(
    m: Moves, i: int, q: int, value: Floats, c: int, mass: Floats, space: Space, out: Floats
) -> None:
    """Let one state's mass flow, where the sums have run out of range."""
    s = m.member[q]
    if m.settled[s] or mass[s] == 0.0:
        return
    count = one_by_one.list_gains(m, i, q, value, c, space.target, space.gain)
    one_by_one.choose(m.precision[i], count, space.gain, space.chance)
    moved = m.pace[i] * mass[s]
    for k in range(count):
        out[space.target[k]] += moved * space.chance[k]
    out[s] -= moved
