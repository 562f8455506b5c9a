"""The choices of one party as an operator: what its weights gather from where it may go.

A party's moves part the states into *blocks*, between which it cannot go. With top the largest of
its values V in a block and W(t) = exp β (V(t) - top), the weight of going from s to t is
K(s, t) W(t), where K(s, t) = exp(-β c(s, t)) never changes, c being the effort. So an evaluation
needs one exponential for each state and party, however many moves there are, and whatever the
clock sums over choices is K, or its transpose, times a table with a row for each place of a block:

- `Moves` that are arcs: a row is a member of the block, and the sum runs over the arcs;
- options freely switched: a row is a vector of own options. Efforts add up over the options
  switched, so K is a Kronecker product of 2 x 2 matrices, and each option takes one pass.

A table of values is (states, columns): one column per party, then *observers*, columns that nobody
acts on. Arrays are flat, row after row, or so with a last axis of eight games (`vector_kernels`).
Where the weights of a state are out of the range of numbers, or replies are best, its choices are
listed one by one (`one_by_one_kernels`); eight games side by side cannot do that, and say so.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import (
    Flags,
    Floats,
    Ints,
    Longs,
    Moves,
    Numbers,
    Space,
)
from stickpoint.solve.clock.engine.vector_kernels import (
    FLOOR,
    LEAF,
    every,
    exponentials,
    larger,
    load,
    store,
)

CENTRED, MISTAKES, TASTE = 0, 1, 2
LEAST = 1e-250
"""A sum of weights below it says nothing."""


class Operator(NamedTuple):
    """K of one party: a part of the moves and numbers, without options that cost nothing."""

    is_free: bool
    settled: Flags
    start: Longs
    goal: Ints
    keep: Floats
    options: int
    first_option: int
    on: Floats
    off: Floats


@inner(**LEAF)
def operator_of(m: Moves, i: int, numbers: Numbers) -> Operator:
    """Return K of one party."""
    options = 0 if m.costs_nothing[i] else m.bits[i]
    return Operator(
        m.is_free[i], m.settled, m.start[i], m.goal, numbers.keep,
        options, i * m.turn_on.shape[1], numbers.on, numbers.off,
    )  # fmt: skip


@inner(**LEAF)
def weigh(
    begin: Longs, row_begin: Longs, member: Ints, i: int, c: int, precision: Floats, value: Floats,
    weight: Floats, top: Floats, scratch: Floats,
) -> None:  # fmt: skip
    """Write W for every place of a lot of blocks, and top for every row.

    Of column i of c. A value that is not a number makes weights that are none.
    """
    steep, floor, first = load(precision, i), every(value, FLOOR), begin[0]
    for q in range(first, begin[begin.size - 1]):
        store(weight, q - first, load(value, member[q] * c + i))
    for x in range(begin.size - 1):
        lo, hi = begin[x] - first, begin[x + 1] - first
        highest = load(weight, lo)
        for q in range(lo + 1, hi):
            highest = larger(load(weight, q), highest)
        for q in range(lo, hi):
            store(weight, q, larger(floor, steep * (load(weight, q) - highest)))
        for r in range(row_begin[x] - row_begin[0], row_begin[x + 1] - row_begin[0]):
            store(top, r, highest)
    used = weight[: begin[begin.size - 1] - begin[0]]
    exponentials(used.reshape(used.size), scratch.reshape(scratch.size))


@inner(**LEAF)
def fill(
    member: Ints, at: Ints, weight: Floats, value: Floats, c: int, rows: int, wide: int,
    table: Floats,
) -> None:  # fmt: skip
    """Write W, and W times as many columns of values as ``wide`` leaves room for, by row."""
    if rows == member.size:
        for q in range(rows):
            row, s, w = at[q] * wide, member[q] * c - 1, load(weight, q)
            store(table, row, w)
            for j in range(1, wide):
                store(table, row + j, w * load(value, s + j))
        return
    nothing = every(value, 0.0)
    for x in range(rows * wide):
        store(table, x, nothing)
    for q in range(member.size):
        row, s, w = at[q] * wide, member[q] * c - 1, load(weight, q)
        store(table, row, load(table, row) + w)
        for j in range(1, wide):
            store(table, row + j, load(table, row + j) + w * load(value, s + j))


@inner(**LEAF)
def switch_option(
    source: Floats, goal: Floats, rows: int, half: int, wide: int, on: Any, off: Any
) -> None:
    """Sum over leaving one option or switching it; source and goal may be one table."""
    for base in range(0, rows, 2 * half):
        for x in range(base * wide, (base + half) * wide):
            y = x + half * wide
            low, high = load(source, x), load(source, y)
            store(goal, x, low + on * high)
            store(goal, y, high + off * low)


@inner(**LEAF)
def switch_costs(
    source: Floats, goal: Floats, table: Floats, column: int, rows: int, half: int, wide: int,
    on: tuple[float, float], off: tuple[float, float],
) -> None:  # fmt: skip
    """Sum weight · effort over leaving one option or switching it, for a column of a table.

    The table is as it was before `switch_option`; ``on`` and ``off`` are weight and effort.
    """
    for base in range(0, rows, 2 * half):
        for x in range(base, base + half):
            y = x + half
            low, high = source[x], source[y]
            goal[x] = low + on[0] * (high + on[1] * table[y * wide + column])
            goal[y] = high + off[0] * (low + off[1] * table[x * wide + column])


@inner(**LEAF)
def gather(k: Operator, member: Ints, rows: int, wide: int, table: Floats, other: Floats) -> Floats:
    """Multiply the table of a lot of blocks by K; return the table that holds it, one of the two.

    Rows of settled states mean nothing.
    """
    if k.is_free:
        for x in range(k.options):
            at = k.first_option + x
            switch_option(table, table, rows, 1 << x, wide, load(k.on, at), load(k.off, at))
        return table
    settled, start, keep, goals = k.settled, k.start, k.keep, k.goal
    for q in range(rows):
        s, row = member[q], q * wide
        for j in range(row, row + wide):
            store(other, j, load(table, j))
        if settled[s]:
            continue
        for a in range(start[s], start[s + 1]):
            kept, goal = load(keep, a), goals[a] * wide
            for j in range(wide):
                store(other, row + j, load(other, row + j) + kept * load(table, goal + j))
    return other


@inner(**LEAF)
def scatter(
    k: Operator, member: Ints, rows: int, wide: int, table: Floats, other: Floats
) -> Floats:
    """Multiply by the transpose of K, as `gather`; rows of settled states send nothing."""
    if k.is_free:
        for x in range(k.options):
            at = k.first_option + x
            switch_option(table, table, rows, 1 << x, wide, load(k.off, at), load(k.on, at))
        return table
    settled, start, keep, goals = k.settled, k.start, k.keep, k.goal
    for j in range(rows * wide):
        store(other, j, load(table, j))
    for q in range(rows):
        s, row = member[q], q * wide
        if settled[s]:
            continue
        for a in range(start[s], start[s + 1]):
            kept, goal = load(keep, a), goals[a] * wide
            for j in range(wide):
                store(other, goal + j, load(other, goal + j) + kept * load(table, row + j))
    return other


@inner(**LEAF)
def paid(m: Moves, i: int, lo: int, operator: Operator, rows: int, wide: int, space: Space) -> None:
    """Write Σ weight · effort for each row of a table that is not gathered yet."""
    cost, weight, table, one = space.log, space.sent, space.table, np.int64(1)
    for r in range(rows):
        cost[r], weight[r] = 0.0, table[r * wide]
    if operator.is_free:
        for k in range(operator.options):
            at = operator.first_option + k
            on, off = (operator.on[at], m.turn_on[i, k]), (operator.off[at], m.turn_off[i, k])
            switch_costs(cost, cost, weight, one - 1, rows, 1 << k, one, on, off)
            switch_option(weight, weight, rows, 1 << k, one, on[0], off[0])
        return
    start, keep, goal, effort = operator.start, operator.keep, operator.goal, m.effort
    for r in range(rows):
        s, paid = m.member[lo + r], 0.0
        for a in range(start[s], start[s + 1]):
            paid += keep[a] * effort[a] * weight[goal[a]]
        cost[r] = paid


@inner(**LEAF)
def worth_of_moving(
    reading: int, beta: float, top: float, total: float, even: float, mean: float
) -> float:
    """Return B, what a chance to move is worth, from sums over the choices."""
    if reading == MISTAKES or beta == 0.0 or math.isinf(beta):
        return mean
    return top + math.log(total if reading == TASTE else total * even) / beta
