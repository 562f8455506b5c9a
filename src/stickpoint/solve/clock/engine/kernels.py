"""Compiled loops of the clock: what values change by per unit of time, and where mass flows.

A table of values is (states, columns): one column per party, then *observers*, columns that
nobody acts on (a running cost, the time still to wait). A row is a state, so one move reads two
short rows. Nothing is stored per arc.

A party that switches its options freely chooses, in every state of a class, among the same
states; only the efforts differ, and they add up over the options switched. So the sums over
choices of all states of a class come from one exponential per state and one pass per option: the
matrix of weights is a Kronecker product of 2 x 2 matrices. Other moves are lists of arcs.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

CENTRED, MISTAKES, TASTE = 0, 1, 2
_TINY = 1e-250
_RANGE = 550.0
_TIE = 1e-10
"""Gains that differ by less, relative to one plus their size, count as equal."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


class Moves(NamedTuple):
    """Who can go where, laid out for the loops below.

    ``start`` (parties, states + 1), ``target`` and ``effort`` hold arcs. A party with
    ``first_class[i]`` >= 0 has classes instead: class x holds
    ``member[begin[first_class[i] + x] : begin[first_class[i] + x + 1]]``, each with its own vector
    in ``slot``; ``bits[i]`` options, which cost ``turn_on[i, k]`` or ``turn_off[i, k]`` to switch
    (all nothing where ``costs_nothing``).
    """

    pace: Floats
    precision: Floats
    start: Longs
    target: Ints
    effort: Floats
    first_class: Longs
    n_classes: Longs
    begin: Longs
    member: Ints
    slot: Ints
    bits: Longs
    turn_on: Floats
    turn_off: Floats
    costs_nothing: NDArray[np.bool_]
    nature_start: Longs
    nature_target: Ints
    nature_rate: Floats
    settled: NDArray[np.bool_]


class Work(NamedTuple):
    """Space to work in, made once per solve."""

    table: Floats
    costs: Floats
    weight: Floats
    scratch: Longs


@njit(cache=True, nogil=True)
def make_work(m: Moves, n_states: int, columns: int) -> Work:
    """Make space for a game with so many states and columns of values."""
    width = 1
    for i in range(m.pace.size):
        if m.first_class[i] >= 0:
            width = max(width, 1 << m.bits[i])
    return Work(
        np.empty((width, columns + 1)),
        np.empty(width),
        np.empty(n_states),
        np.empty(n_states, np.int64),
    )


@njit(cache=True, nogil=True)
def switching(m: Moves, i: int, source: int, goal: int) -> float:
    """Return the effort of a free move between two own vectors."""
    cost = 0.0
    for k in range(m.bits[i]):
        before, after = (source >> k) & 1, (goal >> k) & 1
        if before != after:
            cost += m.turn_on[i, k] if after else m.turn_off[i, k]
    return cost


@njit(cache=True, nogil=True)
def worth_of_moving(
    reading: int, beta: float, top: float, total: float, choices: int, mean: float
) -> float:
    """Return B, what a chance to move is worth, from sums over the choices."""
    if reading == MISTAKES or beta == 0.0:
        return mean / total
    if reading == TASTE:
        return top + math.log(total) / beta
    return top + math.log(total / choices) / beta


@njit(cache=True, nogil=True)
def best_of_class(
    m: Moves, i: int, s: int, slot: int, lo: int, hi: int, value: Floats
) -> tuple[int, float]:
    """Find the member a best reply goes to from s, and the effort; s itself where as good."""
    best, price, top = s, 0.0, value[s, i]
    for q in range(lo, hi):
        cost = switching(m, i, slot, m.slot[q])
        gain = value[m.member[q], i] - cost
        if gain > top + _TIE * (1.0 + abs(top)):
            best, price, top = m.member[q], cost, gain
    return best, price


@njit(cache=True, nogil=True)
def best_of_arcs(m: Moves, i: int, s: int, value: Floats) -> int:
    """Find the arc a best reply takes from s; -1 where staying is as good."""
    best, top = -1, value[s, i]
    for a in range(m.start[i, s], m.start[i, s + 1]):
        gain = value[m.target[a], i] - m.effort[a]
        if gain > top + _TIE * (1.0 + abs(top)):
            best, top = a, gain
    return best


@njit(cache=True, nogil=True)
def spread_sums(
    m: Moves, i: int, beta: float, transposed: bool, table: Floats, costs: Floats
) -> None:
    """Multiply by the weights of switching, option by option, in place.

    Row x of ``table`` becomes Σ_y exp(-β c(x, y)) row y, c(x, y) the effort from own vector x to
    y, or from y to x where ``transposed``. ``costs`` carries Σ_y weight · c for column 0.
    """
    for k in range(m.bits[i]):
        on, off = m.turn_on[i, k], m.turn_off[i, k]
        if transposed:
            on, off = off, on
        weight_on, weight_off = math.exp(-beta * on), math.exp(-beta * off)
        half = 1 << k
        for base in range(0, table.shape[0], 2 * half):
            for x in range(base, base + half):
                y = x + half
                cost_x = costs[x] + weight_on * (costs[y] + on * table[y, 0])
                costs[y] = costs[y] + weight_off * (costs[x] + off * table[x, 0])
                costs[x] = cost_x
                for j in range(table.shape[1]):
                    low = table[x, j]
                    table[x, j] = low + weight_on * table[y, j]
                    table[y, j] = table[y, j] + weight_off * low


@njit(cache=True, nogil=True)
def weights(value: Floats, i: int, beta: float, weight: Floats, scratch: Longs) -> float:
    """Write exp(β (V - max V)) for one column; give the maximum, or infinity where out of range.

    Argument and result are split at the nearest power of two; the rest is a polynomial, exact to
    rounding. Written as loops without branches, which the compiler turns into vector code.
    """
    n = weight.size
    for s in range(n):
        weight[s] = value[s, i]
    top, bottom = weight[0], weight[0]
    for s in range(n):
        top = max(top, weight[s])
        bottom = min(bottom, weight[s])
    if not beta * (top - bottom) < _RANGE:
        return math.inf
    powers = scratch.view(np.float64)
    for s in range(n):
        x = beta * (weight[s] - top)
        # Adding 1.5 · 2^52 rounds to a whole number and leaves it in the lowest bits.
        shifted = x * 1.4426950408889634 + 6755399441055744.0
        powers[s] = shifted
        k = shifted - 6755399441055744.0
        r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10
        y = r * (1 / 479001600) + 1 / 39916800
        y = y * r + 1 / 3628800
        y = y * r + 1 / 362880
        y = y * r + 1 / 40320
        y = y * r + 1 / 5040
        y = y * r + 1 / 720
        y = y * r + 1 / 120
        y = y * r + 1 / 24
        y = y * r + 1 / 6
        y = y * r + 0.5
        y = y * r + 1.0
        weight[s] = y * r + 1.0
    for s in range(n):
        scratch[s] = (scratch[s] + 1023) << 52
    for s in range(n):
        weight[s] *= powers[s]
    return top


@njit(cache=True, nogil=True)
def _class_slopes(m: Moves, i: int, value: Floats, reading: int, work: Work, out: Floats) -> None:
    """Add what a party's free choices change, class by class.

    Leaves out the rate at which chances arrive; `slope` has taken that off already.
    """
    if math.isinf(m.precision[i]):
        _best_slopes(m, i, value, out)
        return
    top = weights(value, i, m.precision[i], work.weight, work.scratch)
    if m.costs_nothing[i]:
        _plain_classes(m, i, top, value, reading, work, out)
    elif math.isinf(top):
        for x in range(m.n_classes[i]):
            lo, hi = m.begin[m.first_class[i] + x], m.begin[m.first_class[i] + x + 1]
            for q in range(lo, hi):
                if not m.settled[m.member[q]]:
                    _one_state(m, i, m.member[q], m.slot[q], lo, hi, value, reading, out)
    else:
        _priced_classes(m, i, top, value, reading, work, out)


@njit(cache=True, nogil=True)
def _best_slopes(m: Moves, i: int, value: Floats, out: Floats) -> None:
    pace = m.pace[i]
    for x in range(m.n_classes[i]):
        lo, hi = m.begin[m.first_class[i] + x], m.begin[m.first_class[i] + x + 1]
        for q in range(lo, hi):
            s = m.member[q]
            if not m.settled[s]:
                t, price = best_of_class(m, i, s, m.slot[q], lo, hi, value)
                for j in range(value.shape[1]):
                    out[s, j] += pace * value[t, j]
                out[s, i] -= pace * price


@njit(cache=True, nogil=True)
def _plain_classes(
    m: Moves, i: int, top: float, value: Floats, reading: int, work: Work, out: Floats
) -> None:
    """Without efforts every state of a class expects the same of a chance to move.

    Where the weights of all states together are out of range, ``top`` being infinite, each class
    has weights of its own.
    """
    c = value.shape[1]
    gathered, weight, member, settled = work.table[0], work.weight, m.member, m.settled
    pace, beta = m.pace[i], m.precision[i]
    begin = m.begin[m.first_class[i] : m.first_class[i] + m.n_classes[i] + 1]
    apart = math.isinf(top)
    for x in range(begin.size - 1):
        lo, hi = begin[x], begin[x + 1]
        if apart:
            top = value[member[lo], i]
            for q in range(lo, hi):
                top = max(top, value[member[q], i])
            for q in range(lo, hi):
                weight[member[q]] = math.exp(beta * (value[member[q], i] - top))
        total = 0.0
        gathered[:] = 0.0
        for q in range(lo, hi):
            s = member[q]
            w = weight[s]
            total += w
            for j in range(c):
                gathered[j] += w * value[s, j]
        mean = gathered[i]
        scale = pace / total
        for j in range(c):
            gathered[j] *= scale
        gathered[i] = pace * worth_of_moving(reading, beta, top, total, hi - lo, mean)
        for q in range(lo, hi):
            s = member[q]
            if not settled[s]:
                for j in range(c):
                    out[s, j] += gathered[j]


@njit(cache=True, nogil=True)
def _priced_classes(
    m: Moves, i: int, top: float, value: Floats, reading: int, work: Work, out: Floats
) -> None:
    """With efforts the sums differ by own vector; one pass per option makes them all."""
    c = value.shape[1]
    width = 1 << m.bits[i]
    table, costs, weight = work.table[:width], work.costs[:width], work.weight
    member, slot, settled = m.member, m.slot, m.settled
    pace, beta = m.pace[i], m.precision[i]
    begin = m.begin[m.first_class[i] : m.first_class[i] + m.n_classes[i] + 1]
    for x in range(begin.size - 1):
        lo, hi = begin[x], begin[x + 1]
        table[:] = 0.0
        costs[:] = 0.0
        for q in range(lo, hi):
            s, row = member[q], slot[q]
            table[row, 0] = weight[s]
            for j in range(c):
                table[row, j + 1] = weight[s] * value[s, j]
        spread_sums(m, i, beta, False, table, costs)
        for q in range(lo, hi):
            s, row = member[q], slot[q]
            if settled[s]:
                continue
            total = table[row, 0]
            if total < _TINY:
                _one_state(m, i, s, row, lo, hi, value, reading, out)
                continue
            own, scale = out[s, i], pace / total
            for j in range(c):
                out[s, j] += scale * table[row, j + 1]
            mean = table[row, i + 1] - costs[row]
            out[s, i] = own + pace * worth_of_moving(reading, beta, top, total, hi - lo, mean)


@njit(cache=True, nogil=True)
def _one_state(
    m: Moves, i: int, s: int, slot: int, lo: int, hi: int, value: Floats, reading: int, out: Floats
) -> None:
    """Add what one state's free choices change, where the shared sums have run out of range."""
    c = value.shape[1]
    beta, top = m.precision[i], value[s, i]
    for q in range(lo, hi):
        top = max(top, value[m.member[q], i] - switching(m, i, slot, m.slot[q]))
    total, mean, own = 0.0, 0.0, out[s, i]
    for q in range(lo, hi):
        gain = value[m.member[q], i] - switching(m, i, slot, m.slot[q])
        w = math.exp(beta * (gain - top))
        total += w
        mean += w * gain
    for q in range(lo, hi):
        t = m.member[q]
        gain = value[t, i] - switching(m, i, slot, m.slot[q])
        share = m.pace[i] * math.exp(beta * (gain - top)) / total
        for j in range(c):
            out[s, j] += share * value[t, j]
    out[s, i] = own + m.pace[i] * worth_of_moving(reading, beta, top, total, hi - lo, mean)


@njit(cache=True, nogil=True)
def _arc_slopes(m: Moves, i: int, value: Floats, reading: int, work: Work, out: Floats) -> None:
    """Add what a party's choices among arcs change, state by state.

    The weights are those that all states share; a state for which they are out of range has
    weights of its own.
    """
    pace, beta = m.pace[i], m.precision[i]
    if math.isinf(beta):
        _best_arcs(m, i, value, out)
        return
    n, c = value.shape
    start, target, efforts, settled = m.start[i], m.target, m.effort, m.settled
    weight, gathered = work.weight, work.table[0]
    shared_top = weights(value, i, beta, weight, work.scratch)
    # An effort below nothing, a gain from the move itself, could take the sums out of range too.
    cheapest = 0.0
    for a in range(start[0], start[n]):
        cheapest = min(cheapest, efforts[a])
    out_of_range = math.isinf(shared_top) or beta * cheapest < -_RANGE / 2
    for s in range(n):
        if settled[s]:
            continue
        first, last = start[s], start[s + 1]
        top, apart = shared_top, out_of_range or weight[s] < _TINY
        if apart:
            top = value[s, i]
            for a in range(first, last):
                top = max(top, value[target[a], i] - efforts[a])
        total, paid = math.exp(beta * (value[s, i] - top)) if apart else weight[s], 0.0
        for j in range(c):
            gathered[j] = total * value[s, j]
        for a in range(first, last):
            t, effort = target[a], efforts[a]
            if apart:
                w = math.exp(beta * (value[t, i] - effort - top))
            else:
                w = weight[t] if effort == 0.0 else weight[t] * math.exp(-beta * effort)
            total += w
            paid += w * effort
            for j in range(c):
                gathered[j] += w * value[t, j]
        own, scale, mean = out[s, i], pace / total, gathered[i] - paid
        for j in range(c):
            out[s, j] += scale * gathered[j]
        out[s, i] = own + pace * worth_of_moving(reading, beta, top, total, last - first + 1, mean)


@njit(cache=True, nogil=True)
def _best_arcs(m: Moves, i: int, value: Floats, out: Floats) -> None:
    pace = m.pace[i]
    for s in range(value.shape[0]):
        if not m.settled[s]:
            best = best_of_arcs(m, i, s, value)
            t = m.target[best] if best >= 0 else s
            for j in range(value.shape[1]):
                out[s, j] += pace * value[t, j]
            if best >= 0:
                out[s, i] -= pace * m.effort[best]


@njit(cache=True, nogil=True)
def slope(
    m: Moves, value: Floats, worth: Floats, discount: Floats, reading: int, work: Work, out: Floats
) -> None:
    """Write -dV/dt: what each value gains per unit of time still to go.

    ``worth`` (states, columns) and ``discount`` (columns,) cover parties and observers. An
    infinite precision is a best reply, which stays where staying is as good.
    """
    n, c = value.shape
    chances = m.pace.sum()
    for s in range(n):
        left = 0.0 if m.settled[s] else chances
        for j in range(c):
            out[s, j] = worth[s, j] - (discount[j] + left) * value[s, j]
    for i in range(m.pace.size):
        if m.pace[i] == 0.0:
            continue
        if m.first_class[i] >= 0:
            _class_slopes(m, i, value, reading, work, out)
        else:
            _arc_slopes(m, i, value, reading, work, out)
    if m.nature_target.size == 0:
        return
    for s in range(n):
        if not m.settled[s]:
            for a in range(m.nature_start[s], m.nature_start[s + 1]):
                t = m.nature_target[a]
                for j in range(c):
                    out[s, j] += m.nature_rate[a] * (value[t, j] - value[s, j])
