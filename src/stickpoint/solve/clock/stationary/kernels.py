"""Compiled loops of the stationary game: how its equations answer a small change of the values.

With F the right-hand side of the clock's equations (`slope_kernels.slope`) and π the choices at
values V, a change D of the values moves F by

    dF_j(s) = -ρ_j D_j(s) + Σ_i λ_i Σ_a π_i(a|s) [D_j(s_a) - D_j(s)]
              + Σ_{i≠j} λ_i β_i cov_i(D_i, V_j | s) + Σ_k h_k(s) [D_j(s_k) - D_j(s)],

cov_i the covariance over i's choices in s. The first sum is all of a party's answer to its own
values where shocks are worth something; where choices are mistakes i = j enters the second too.
Nothing is stored per arc but the chance that it is taken. Where options are switched freely, sums
over choices are K times a table (`choice_kernels`): of W D_i, and of W [D_j + β D_i V_j] for every
column j.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.bundles.bundle_kernels import bundle
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.choice_kernels import (
    LEAST,
    MISTAKES,
    gather,
    operator_of,
    paid,
    weigh,
)
from stickpoint.solve.clock.engine.layout import Moves, Numbers, Space
from stickpoint.solve.clock.engine.one_by_one_kernels import choose as choose_listed
from stickpoint.solve.clock.engine.one_by_one_kernels import list_gains
from stickpoint.solve.clock.engine.slope_kernels import nature
from stickpoint.solve.clock.engine.vector_kernels import LEAF, LOOP

Floats = NDArray[np.float64]


@bundle
class Choices(NamedTuple):
    """The choices at given values.

    ``share`` (arcs,) is the chance that a mover takes each arc. For free choices ``weight``
    (places,) is W, and ``sums`` (rows * (1 + columns),) holds for each row the sum of weights and
    the mean of each column of values, counted from those of the first member of the block.
    """

    share: Floats
    weight: Floats
    sums: Floats


@njit(**LOOP)
def choose(m: Moves, value: Floats, c: int, share: Floats) -> None:
    """Write the chances of arcs at these values, of c columns."""
    for i in range(m.pace.size):
        if m.is_free[i]:
            continue
        beta = m.precision[i]
        for s in range(m.settled.size):
            first, last = m.start[i, s], m.start[i, s + 1]
            if m.settled[s] or first == last:
                continue
            top = here = value[s * c + i]
            for a in range(first, last):
                share[a] = value[m.target[a] * c + i] - m.effort[a]
                top = max(top, share[a])
            total = math.exp(beta * (here - top))
            for a in range(first, last):
                share[a] = math.exp(beta * (share[a] - top))
                total += share[a]
            for a in range(first, last):
                share[a] /= total


@njit(**LOOP)
def choose_free(
    m: Moves, numbers: Numbers, value: Floats, reading: int, space: Space, choices: Choices
) -> None:
    """Write the weights and sums of free choices at these values."""
    c, ones, nothing = numbers.discount.size, np.ones(m.settled.size), np.zeros_like(value)
    for i in range(m.pace.size):
        if not m.is_free[i] or numbers.apart[i]:
            continue
        for k in range(m.first[i], m.first[i + 1]):
            blocks = slice(m.lot[k], m.lot[k + 1] + 1)
            begin, row_begin = m.begin[blocks], m.row_begin[blocks]
            weigh(
                begin, row_begin, m.member, i, c, m.precision, value,
                choices.weight[begin[0] :], space.top, space.scratch,
            )  # fmt: skip
            kept = choices.sums[row_begin[0] * (c + 1) :]
            _sum(m, i, k, numbers, choices, value, ones, nothing, 1.0, reading, space)
            sums = space.table
            for row in range(0, (row_begin[-1] - row_begin[0]) * (c + 1), c + 1):
                kept[row] = total = sums[row]
                for j in range(row + 1, row + 1 + c):
                    kept[j] = sums[j] / max(total, LEAST)


@inner(**LEAF)
def _sum(
    m: Moves, i: int, k: int, numbers: Numbers, choices: Choices, value: Floats, mover: Floats,
    along: Floats, beta: float, reading: int, space: Space,
) -> None:  # fmt: skip
    """Write K times W d and W (D_j + β d V_j) into ``table``, with d ``mover`` and D ``along``.

    Values count from those of a member of the block, against cancellation; where choices are
    mistakes the mover's are less by what moving costs.
    """
    first, last, c = m.lot[k], m.lot[k + 1], numbers.discount.size
    wide = c + 1
    lo, hi, rows = m.begin[first], m.begin[last], m.row_begin[last] - m.row_begin[first]
    table = space.table
    for q in range(rows * wide):
        table[q] = 0.0
    for x in range(first, last):
        base = m.member[m.begin[x]] * c
        for q in range(m.begin[x], m.begin[x + 1]):
            s, row, weight = m.member[q] * c, m.row[q] * wide, choices.weight[q]
            moved = weight * mover[m.member[q]]
            table[row] += moved
            for j in range(c):
                ahead = beta * moved * (value[s + j] - value[base + j])
                table[row + 1 + j] += weight * along[s + j] + ahead
    operator = operator_of(m, i, numbers)
    if reading == MISTAKES:
        paid(m, i, lo, operator, rows, wide, space)
    gather(operator, m.member[lo:hi], rows, wide, table, space.sums)  # in place for free choices
    if reading == MISTAKES:
        for r in range(rows):
            table[r * wide + 1 + i] -= beta * space.log[r]


@njit(**LOOP)
def change(
    m: Moves, share: Floats, value: Floats, along: Floats, discount: Floats, reading: int,
    out: Floats,
) -> None:  # fmt: skip
    """Write dF for a change of the values, but for free choices; 0 in settled states."""
    c, settled = discount.size, m.settled
    for s in range(settled.size):
        for j in range(c):
            out[s * c + j] = 0.0 if settled[s] else -discount[j] * along[s * c + j]
    for i in range(m.pace.size):
        if m.pace[i] > 0.0 and not m.is_free[i]:
            _arc_change(m, i, share, value, along, c, reading, out)
    nature(settled, m.nature_start, m.nature_target, m.nature_rate, c, along, out)


@inner(**LOOP)
def _arc_change(
    m: Moves, i: int, share: Floats, value: Floats, along: Floats, c: int, reading: int, out: Floats
) -> None:
    """Add how one party's choices among arcs answer the change."""
    pace, beta, found = m.pace[i], m.precision[i], np.empty(c)
    for s in range(m.settled.size):
        first, last = m.start[i, s], m.start[i, s + 1]
        if m.settled[s] or first == last:
            continue
        x, mean, paid = s * c, along[s * c + i], 0.0
        for a in range(first, last):
            mean += share[a] * (along[m.target[a] * c + i] - along[x + i])
        found[:] = 0.0
        for a in range(first, last):
            t, chance = m.target[a] * c, share[a]
            moved = chance * beta * (along[t + i] - mean)
            paid += moved * m.effort[a]
            for j in range(c):
                ahead = moved * (value[t + j] - value[x + j])
                found[j] += chance * (along[t + j] - along[x + j]) + ahead
        found[i] = found[i] - paid if reading == MISTAKES else mean - along[x + i]
        for j in range(c):
            out[x + j] += pace * found[j]


@njit(**LOOP)
def change_free(
    m: Moves, numbers: Numbers, choices: Choices, value: Floats, along: Floats, reading: int,
    space: Space, out: Floats,
) -> None:  # fmt: skip
    """Add to dF how free choices answer the change, lot by lot."""
    c = numbers.discount.size
    wide = c + 1
    for i in range(m.pace.size):
        if m.pace[i] == 0.0 or not m.is_free[i]:
            continue
        pace, beta, mover = m.pace[i], m.precision[i], along[i::c].copy()
        for k in range(m.first[i], m.first[i + 1]):
            first, last = m.lot[k], m.lot[k + 1]
            rows, sums = m.row_begin[last] - m.row_begin[first], space.table
            kept = choices.sums[m.row_begin[first] * wide :]
            if not numbers.apart[i]:
                _sum(m, i, k, numbers, choices, value, mover, along, beta, reading, space)
                _answer(i, pace, beta, rows, kept, reading == MISTAKES, wide, sums)
            for q in range(m.begin[first], m.begin[last]):
                s, row = m.member[q] * c, m.row[q] * wide
                if m.settled[m.member[q]]:
                    continue
                if numbers.apart[i] or kept[row] < LEAST:
                    _alone_change(m, i, q, value, along, c, reading, space, out)
                    continue
                for j in range(c):
                    out[s + j] += sums[row + 1 + j] - pace * along[s + j]


@inner(**LOOP)
def _answer(
    i: int, pace: float, beta: float, rows: int, kept: Floats, is_mistaken: bool, wide: int,
    sums: Floats,
) -> None:  # fmt: skip
    """Turn the sums of a change into the pace times what a chance to move answers, by row."""
    for row in range(0, rows * wide, wide):
        share = pace / max(kept[row], LEAST)
        carried = share * sums[row]
        for j in range(row + 1, row + wide):
            sums[j] = share * sums[j] - beta * carried * kept[j]
        if not is_mistaken:
            sums[row + 1 + i] = carried


@inner(**LOOP)
def _alone_change(
    m: Moves, i: int, q: int, value: Floats, along: Floats, c: int, reading: int, space: Space,
    out: Floats,
) -> None:  # fmt: skip
    """Add one state's answer, where the shared sums are out of range."""
    x, beta, target, chances = m.member[q] * c, m.precision[i], space.target, space.chance
    count = list_gains(m, i, q, value, c, target, space.gain)
    choose_listed(beta, count, space.gain, chances)
    carried = 0.0
    for k in range(count):
        carried += chances[k] * along[target[k] * c + i]
    for k in range(count):
        t, chance = target[k] * c, m.pace[i] * chances[k]
        more = chance * beta * (along[t + i] - carried)
        for j in range(c):
            gain = value[t + j] - value[x + j]
            if j == i:
                gain = space.gain[k] - value[x + i] if reading == MISTAKES else 0.0
            out[x + j] += chance * (along[t + j] - along[x + j]) + more * gain
