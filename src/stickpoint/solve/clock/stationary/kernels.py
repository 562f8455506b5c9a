"""Compiled loops of the stationary game: how its equations answer a small change of the values.

With F the right-hand side of the clock's equations (`slope_kernels.slope`) and π the choices at
values V, a change D of the values moves F by

    dF_j(s) = -ρ_j D_j(s) + Σ_i λ_i Σ_a π_i(a|s) [D_j(s_a) - D_j(s)]
              + Σ_{i≠j} λ_i β_i cov_i(D_i, V_j | s) + Σ_k h_k(s) [D_j(s_k) - D_j(s)],

cov_i the covariance over i's choices in s. The first sum is all of a party's answer to its own
values where shocks are worth something; where choices are mistakes i = j enters the second too.
Nothing is stored per arc but the chance that it is taken.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.choice_kernels import LEAST, MISTAKES, list_choices, weigh
from stickpoint.solve.clock.engine.choice_kernels import choose as choose_alone
from stickpoint.solve.clock.engine.layout import Moves

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


class Choices(NamedTuple):
    """The choices at given values.

    ``share`` (arcs,) is the chance that a mover takes each arc. For parties with classes,
    ``weight`` (parties, places) is exp(β (V - top)), top the largest of the class (`weigh`).
    """

    share: Floats
    weight: Floats


@njit(cache=True, nogil=True)
def choose(m: Moves, value: Floats, scratch: Floats, choices: Choices) -> None:
    """Write the choices at these values."""
    share, flat, top_of = choices.share, value.reshape(value.size), np.empty_like(scratch)
    for i in range(m.pace.size):
        beta = m.precision[i]
        if m.is_free[i]:
            if not math.isinf(beta):
                first, last = m.lot[m.first[i]], m.lot[m.first[i + 1]]
                weigh(
                    m.begin[first : last + 1], m.row_begin[first : last + 1], m.member, i,
                    value.shape[1], m.precision, flat, choices.weight[i], top_of, scratch,
                )  # fmt: skip
            continue
        for s in range(value.shape[0]):
            first, last = m.start[i, s], m.start[i, s + 1]
            if m.settled[s] or first == last:
                continue
            top, best = value[s, i], -1
            for a in range(first, last):
                gain = value[m.target[a], i] - m.effort[a]
                share[a] = gain
                if gain > top:
                    top, best = gain, a
            if math.isinf(beta):
                share[first:last] = 0.0
                if best >= 0:
                    share[best] = 1.0
                continue
            total = math.exp(beta * (value[s, i] - top))
            for a in range(first, last):
                share[a] = math.exp(beta * (share[a] - top))
                total += share[a]
            for a in range(first, last):
                share[a] /= total


@njit(cache=True, nogil=True)
def _arc_change(
    m: Moves, i: int, choices: Choices, value: Floats, along: Floats, reading: int, out: Floats
) -> None:
    """Add how one party's choices among arcs answer the change."""
    n, c = value.shape
    pace, beta = m.pace[i], m.precision[i]
    # For a best reply the choices themselves do not answer.
    sharp = 0.0 if math.isinf(beta) else beta
    seen, mixed = np.empty(c), np.empty(c)
    for s in range(n):
        first, last = m.start[i, s], m.start[i, s + 1]
        if m.settled[s] or first == last:
            continue
        carried = 0.0
        for j in range(c):
            seen[j] = 0.0
            mixed[j] = 0.0
        own, here, cost = along[s, i], value[s], 0.0
        mixed_cost = 0.0
        row = out[s]
        for a in range(first, last):
            t = m.target[a]
            chance = choices.share[a]
            moved = chance * (along[t, i] - own)
            carried += moved
            cost += chance * m.effort[a]
            mixed_cost += moved * m.effort[a]
            for j in range(c):
                ahead = value[t, j] - here[j]
                row[j] += pace * chance * (along[t, j] - along[s, j])
                seen[j] += chance * ahead
                mixed[j] += moved * ahead
        for j in range(c):
            if j != i:
                row[j] += pace * sharp * (mixed[j] - carried * seen[j])
            elif reading == MISTAKES:
                gained = mixed[j] - mixed_cost - carried * (seen[j] - cost)
                row[j] += pace * sharp * gained


@njit(cache=True, nogil=True)
def _spread(m: Moves, i: int, own: int, table: Floats, costs: Floats) -> None:
    """Multiply rows by the weights of switching, as `kernels.spread_sums`, with two costs.

    ``costs[:, 0]`` carries Σ weight · c for column 0 of the table, ``costs[:, 1]`` for ``own``.
    """
    beta = m.precision[i]
    for k in range(m.bits[i]):
        on, off = m.turn_on[i, k], m.turn_off[i, k]
        weight_on, weight_off = math.exp(-beta * on), math.exp(-beta * off)
        half = 1 << k
        for base in range(0, table.shape[0], 2 * half):
            for x in range(base, base + half):
                y = x + half
                for e in range(2):
                    column = own if e else 0
                    low = costs[x, e]
                    costs[x, e] += weight_on * (costs[y, e] + on * table[y, column])
                    costs[y, e] += weight_off * (low + off * table[x, column])
                for j in range(table.shape[1]):
                    low = table[x, j]
                    table[x, j] += weight_on * table[y, j]
                    table[y, j] += weight_off * low


@njit(cache=True, nogil=True)
def _add_row(
    m: Moves, i: int, sums: Floats, cost: float, mixed_cost: float, reading: int, along: Floats,
    out: Floats,
) -> None:  # fmt: skip
    """Add one state's answer from its sums: of weights, then by V, by D and by D_i V."""
    c = along.size
    pace, beta, total = m.pace[i], m.precision[i], sums[0]
    carried = sums[1 + c + i] / total
    for j in range(c):
        out[j] += pace * (sums[1 + c + j] / total - along[j])
        if j != i:
            out[j] += pace * beta * (sums[1 + 2 * c + j] - carried * sums[1 + j]) / total
        elif reading == MISTAKES:
            mixed = sums[1 + 2 * c + j] - mixed_cost
            out[j] += pace * beta * (mixed - carried * (sums[1 + j] - cost)) / total


@njit(cache=True, nogil=True)
def _add_choice(
    i: int, weight: float, base: Floats, value: Floats, along: Floats, sums: Floats
) -> None:
    """Add one choice to the sums; values count from those of a base, against cancellation."""
    c = value.size
    sums[0] += weight
    for j in range(c):
        ahead = value[j] - base[j]
        sums[1 + j] += weight * ahead
        sums[1 + c + j] += weight * along[j]
        sums[1 + 2 * c + j] += weight * along[i] * ahead


@njit(cache=True, nogil=True)
def _one_change(
    m: Moves, i: int, q: int, value: Floats, along: Floats, reading: int, sums: Floats, out: Floats
) -> None:
    """Add one state's answer, where the shared sums are out of range or replies are best."""
    size, s = m.begin[m.block[q] + 1] - m.begin[m.block[q]], m.member[q]
    target, price = np.empty(size, np.int32), np.empty(size)
    gain, chance = np.empty(size), np.empty(size)
    count = list_choices(m, i, q, target, price)
    for k in range(count):
        gain[k] = value[target[k], i] - price[k]
    choose_alone(m.precision[i], count, gain, chance)
    sums[:] = 0.0
    cost, mixed_cost = 0.0, 0.0
    for k in range(count):
        t, w = target[k], chance[k]
        if math.isinf(m.precision[i]):
            for j in range(value.shape[1]):
                out[s, j] += m.pace[i] * w * (along[t, j] - along[s, j])
        cost += w * price[k]
        mixed_cost += w * price[k] * along[t, i]
        _add_choice(i, w, value[s], value[t], along[t], sums)
    if not math.isinf(m.precision[i]):
        _add_row(m, i, sums, cost, mixed_cost, reading, along[s], out[s])


@njit(cache=True, nogil=True)
def _class_change(
    m: Moves, i: int, choices: Choices, value: Floats, along: Floats, reading: int,
    table: Floats, costs: Floats, out: Floats,
) -> None:  # fmt: skip
    """Add how one party's free choices answer the change, class by class."""
    c = value.shape[1]
    weight = choices.weight[i]
    is_plain, is_best = m.costs_nothing[i], math.isinf(m.precision[i])
    first, last = m.lot[m.first[i]], m.lot[m.first[i + 1]]
    width = 1 if is_plain else 1 << m.bits[i]
    rows, paid = table[:width], costs[:width]
    for x in range(first, last):
        lo, hi = m.begin[x], m.begin[x + 1]
        if hi - lo < 2:
            continue
        rows[:] = 0.0
        paid[:] = 0.0
        if not is_best:
            base = value[m.member[lo]]
            for q in range(lo, hi):
                t = m.member[q]
                row = rows[0 if is_plain else m.slot[q]]
                _add_choice(i, weight[q - m.begin[first]], base, value[t], along[t], row)
            if not is_plain:
                _spread(m, i, 1 + c + i, rows, paid)
        for q in range(lo, hi):
            s = m.member[q]
            if m.settled[s]:
                continue
            row = 0 if is_plain else m.slot[q]
            if is_best or rows[row, 0] < LEAST:
                sums = table[table.shape[0] - 1]
                _one_change(m, i, q, value, along, reading, sums, out)
                continue
            _add_row(m, i, rows[row], paid[row, 0], paid[row, 1], reading, along[s], out[s])


@njit(cache=True, nogil=True)
def change(
    m: Moves, choices: Choices, value: Floats, along: Floats, discount: Floats, reading: int,
    table: Floats, costs: Floats, out: Floats,
) -> None:  # fmt: skip
    """Write dF for a change of the values; 0 in settled states, whose values stand.

    ``table`` (widest class + 1, 1 + 3 columns) and ``costs`` (widest class, 2) are
    space to work in.
    """
    n, c = value.shape
    for s in range(n):
        for j in range(c):
            out[s, j] = 0.0 if m.settled[s] else -discount[j] * along[s, j]
    for i in range(m.pace.size):
        if m.pace[i] == 0.0:
            continue
        if m.is_free[i]:
            _class_change(m, i, choices, value, along, reading, table, costs, out)
        else:
            _arc_change(m, i, choices, value, along, reading, out)
    if m.nature_target.size == 0:
        return
    for s in range(n):
        if not m.settled[s]:
            for a in range(m.nature_start[s], m.nature_start[s + 1]):
                t = m.nature_target[a]
                for j in range(c):
                    out[s, j] += m.nature_rate[a] * (along[t, j] - along[s, j])
