"""Compiled loops of several games at once: what values change by, and where mass flows.

Games of one structure differ in numbers only. So eight of them stand side by side in *lanes*, the
last axis of every array, and each step of a loop does the same for all eight, which is what the
vector units of a processor are for. The equations are those of `kernels` and `flow_kernels`; here
every choice is a logit whose weights stay within the range of numbers (`WIDE` says that they do
not, and that the games have to be solved one by one).

Weights are shared: with W(s) = exp β (V(s) - max V), the weight of going from s to t is
W(t) exp(-β c), and exp(-β c) never changes. So an evaluation needs one exponential for each state
and party, however many arcs there are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.kernels import Moves

LANES = 8
WIDE = 550.0
_LEAST = 1e-250

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


class Lanes(NamedTuple):
    """The numbers of the games, the last axis counting games.

    ``pace`` and ``precision`` (parties, lanes); ``worth`` (states, columns, lanes), ``discount``
    (columns, lanes); ``keep`` (arcs, lanes) is exp(-β effort), ``on`` and ``off`` (parties, most
    options, lanes) the same for options; ``nature`` (arcs of chance, lanes) are rates. ``taste``
    says that the number of choices does not divide the worth of a chance to move.
    """

    pace: Floats
    precision: Floats
    worth: Floats
    discount: Floats
    keep: Floats
    on: Floats
    off: Floats
    nature: Floats
    taste: bool


class Space(NamedTuple):
    """Space to work in; see `make_space`."""

    weight: Floats
    shifted: Floats
    total: Floats
    table: Floats
    top: Floats
    scale: Floats
    sum: Floats


@njit(cache=True, nogil=True)
def make_space(m: Moves, n_states: int, columns: int) -> Space:
    """Make space for so many states and columns of values."""
    width = 1
    for i in range(m.pace.size):
        if m.first_class[i] >= 0:
            width = max(width, 1 << m.bits[i])
    return Space(
        np.empty((n_states, LANES)),
        np.empty((n_states, LANES)),
        np.empty((n_states, LANES)),
        np.empty((width, columns + 1, LANES)),
        np.empty(LANES),
        np.empty(LANES),
        np.empty((columns + 1, LANES)),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def exponentials(argument: Floats, shifted: Floats) -> None:
    """Turn numbers from -`WIDE` to 0 into their exponentials, in place, as `kernels.weights`."""
    whole = shifted.view(np.int64)
    for x in range(argument.size):
        power = argument[x] * 1.4426950408889634 + 6755399441055744.0
        shifted[x] = power
        k = power - 6755399441055744.0
        r = (argument[x] - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10
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
        argument[x] = y * r + 1.0
    for x in range(argument.size):
        whole[x] = (whole[x] + 1023) << 52
    for x in range(argument.size):
        argument[x] *= shifted[x]


@njit(cache=True, nogil=True, error_model="numpy")
def logarithms(number: Floats, mantissa: Floats) -> None:
    """Turn positive numbers into their logarithms, in place.

    Split at the power of two nearest in ratio; the rest is 2 artanh f, f = (m - 1) / (m + 1), whose
    series is exact to rounding for |f| < 0.172.
    """
    bits, rest = number.view(np.int64), mantissa.view(np.int64)
    for x in range(number.size):
        k = (bits[x] - 4604544271217802189) >> 52
        rest[x] = bits[x] - (k << 52)
        bits[x] = k + 4843621399236968448
    for x in range(number.size):
        # 2^52 + 2^51 with k added in its lowest bits; to take it off makes k a float.
        k = number[x] - 6755399441055744.0
        f = (mantissa[x] - 1.0) / (mantissa[x] + 1.0)
        g = f * f
        y = g * (1 / 19) + 1 / 17
        y = y * g + 1 / 15
        y = y * g + 1 / 13
        y = y * g + 1 / 11
        y = y * g + 1 / 9
        y = y * g + 1 / 7
        y = y * g + 1 / 5
        y = y * g + 1 / 3
        y = y * g + 1.0
        number[x] = k * 0.693147180559945309417 + 2.0 * f * y


@njit(cache=True, nogil=True, error_model="numpy")
def weigh(value: Floats, i: int, beta: Floats, space: Space) -> bool:
    """Write exp(β (V_i - top)) for every state, top the largest V_i; False if out of range."""
    n = value.shape[0]
    weight, top, low = space.weight, space.top, space.scale
    for lane in range(LANES):
        top[lane] = value[0, i, lane]
        low[lane] = value[0, i, lane]
    for s in range(n):
        for lane in range(LANES):
            v = value[s, i, lane]
            top[lane] = v if v > top[lane] else top[lane]
            low[lane] = v if v < low[lane] else low[lane]
    for lane in range(LANES):
        # Written so that what is not a number counts as out of range.
        if not beta[lane] * (top[lane] - low[lane]) < WIDE:
            return False
    for s in range(n):
        for lane in range(LANES):
            weight[s, lane] = beta[lane] * (value[s, i, lane] - top[lane])
    exponentials(weight.reshape(n * LANES), space.shifted.reshape(n * LANES))
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _spread(i: int, bits: int, on: Floats, off: Floats, table: Floats) -> None:
    """Multiply rows (own vectors, columns, lanes) by the weights of switching, in place."""
    columns = table.shape[1]
    for k in range(bits):
        half = 1 << k
        for base in range(0, 1 << bits, 2 * half):
            for x in range(base, base + half):
                y = x + half
                for j in range(columns):
                    for lane in range(LANES):
                        low, high = table[x, j, lane], table[y, j, lane]
                        table[x, j, lane] = low + on[i, k, lane] * high
                        table[y, j, lane] = high + off[i, k, lane] * low


@njit(cache=True, nogil=True, error_model="numpy")
def _class_slopes(m: Moves, lanes: Lanes, i: int, value: Floats, space: Space, out: Floats) -> None:
    c = value.shape[1]
    weight, total, scale, pace = space.weight, space.total, space.scale, lanes.pace[i]
    is_plain = m.costs_nothing[i]
    rows = space.table[: 1 if is_plain else 1 << m.bits[i]]
    begin = m.begin[m.first_class[i] : m.first_class[i] + m.n_classes[i] + 1]
    for x in range(begin.size - 1):
        lo, hi = begin[x], begin[x + 1]
        rows[:] = 0.0
        for q in range(lo, hi):
            s, row = m.member[q], 0 if is_plain else m.slot[q]
            for lane in range(LANES):
                rows[row, c, lane] += weight[s, lane]
            for j in range(c):
                for lane in range(LANES):
                    rows[row, j, lane] += weight[s, lane] * value[s, j, lane]
        if not is_plain:
            _spread(i, m.bits[i], lanes.on, lanes.off, rows)
        each = 1.0 if lanes.taste else 1.0 / (hi - lo)
        for q in range(lo, hi):
            s, row = m.member[q], 0 if is_plain else m.slot[q]
            for lane in range(LANES):
                total[s, lane] = rows[row, c, lane] * each
            if m.settled[s]:
                continue
            for lane in range(LANES):
                scale[lane] = pace[lane] / rows[row, c, lane]
            for j in range(c):
                if j != i:
                    for lane in range(LANES):
                        out[s, j, lane] += scale[lane] * rows[row, j, lane]


@njit(cache=True, nogil=True, error_model="numpy")
def _arc_slopes(m: Moves, lanes: Lanes, i: int, value: Floats, space: Space, out: Floats) -> None:
    n, c = value.shape[0], value.shape[1]
    weight, total, scale, pace = space.weight, space.total, space.scale, lanes.pace[i]
    row, keep = space.sum, lanes.keep
    for s in range(n):
        first, last = m.start[i, s], m.start[i, s + 1]
        for lane in range(LANES):
            row[c, lane] = weight[s, lane]
        for j in range(c):
            for lane in range(LANES):
                row[j, lane] = weight[s, lane] * value[s, j, lane]
        if not m.settled[s]:
            for a in range(first, last):
                t = m.target[a]
                for lane in range(LANES):
                    scale[lane] = weight[t, lane] * keep[a, lane]
                    row[c, lane] += scale[lane]
                for j in range(c):
                    for lane in range(LANES):
                        row[j, lane] += scale[lane] * value[t, j, lane]
        each = 1.0 if lanes.taste else 1.0 / (last - first + 1)
        for lane in range(LANES):
            total[s, lane] = row[c, lane] * each
        if m.settled[s]:
            continue
        for lane in range(LANES):
            scale[lane] = pace[lane] / row[c, lane]
        for j in range(c):
            if j != i:
                for lane in range(LANES):
                    out[s, j, lane] += scale[lane] * row[j, lane]


@njit(cache=True, nogil=True, error_model="numpy")
def slope(m: Moves, lanes: Lanes, value: Floats, space: Space, out: Floats) -> bool:
    """Write -dV/dt for values of shape (states, columns, lanes); False if out of range."""
    n, c = value.shape[0], value.shape[1]
    parties = m.first_class.size
    leave, worth = space.sum, lanes.worth
    for j in range(c):
        for lane in range(LANES):
            leave[j, lane] = lanes.discount[j, lane]
            for i in range(parties):
                leave[j, lane] += lanes.pace[i, lane]
    for s in range(n):
        by = lanes.discount if m.settled[s] else leave
        for j in range(c):
            for lane in range(LANES):
                out[s, j, lane] = worth[s, j, lane] - by[j, lane] * value[s, j, lane]
    total, top, rate = space.total, space.top, lanes.nature
    for i in range(parties):
        if not weigh(value, i, lanes.precision[i], space):
            return False
        if m.first_class[i] >= 0:
            _class_slopes(m, lanes, i, value, space, out)
        else:
            _arc_slopes(m, lanes, i, value, space, out)
        least = total[0, 0]
        for s in range(n):
            for lane in range(LANES):
                least = min(least, total[s, lane])
        if not least > _LEAST:
            return False
        logarithms(total.reshape(n * LANES), space.shifted.reshape(n * LANES))
        pace, beta = lanes.pace[i], lanes.precision[i]
        for s in range(n):
            if not m.settled[s]:
                for lane in range(LANES):
                    out[s, i, lane] += pace[lane] * (top[lane] + total[s, lane] / beta[lane])
    for s in range(n):
        if not m.settled[s]:
            for a in range(m.nature_start[s], m.nature_start[s + 1]):
                t = m.nature_target[a]
                for j in range(c):
                    for lane in range(LANES):
                        out[s, j, lane] += rate[a, lane] * (value[t, j, lane] - value[s, j, lane])
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _class_flow(
    m: Moves, lanes: Lanes, i: int, mass: Floats, space: Space, table: Floats, out: Floats
) -> bool:
    weight, pace = space.weight, lanes.pace[i]
    is_plain = m.costs_nothing[i]
    width = 1 if is_plain else 1 << m.bits[i]
    totals, sent = table[:width, 0:1], table[:width, 1:2]
    begin = m.begin[m.first_class[i] : m.first_class[i] + m.n_classes[i] + 1]
    for x in range(begin.size - 1):
        lo, hi = begin[x], begin[x + 1]
        totals[:] = 0.0
        sent[:] = 0.0
        for q in range(lo, hi):
            for lane in range(LANES):
                totals[0 if is_plain else m.slot[q], 0, lane] += weight[m.member[q], lane]
        if not is_plain:
            _spread(i, m.bits[i], lanes.on, lanes.off, totals)
        for q in range(lo, hi):
            s, row = m.member[q], 0 if is_plain else m.slot[q]
            if m.settled[s]:
                continue
            for lane in range(LANES):
                if not totals[row, 0, lane] > _LEAST:
                    return False
            for lane in range(LANES):
                moved = pace[lane] * mass[s, lane]
                sent[row, 0, lane] += moved / totals[row, 0, lane]
                out[s, lane] -= moved
        if not is_plain:
            _spread(i, m.bits[i], lanes.off, lanes.on, sent)
        for q in range(lo, hi):
            t, row = m.member[q], 0 if is_plain else m.slot[q]
            for lane in range(LANES):
                out[t, lane] += weight[t, lane] * sent[row, 0, lane]
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _arc_flow(m: Moves, lanes: Lanes, i: int, mass: Floats, space: Space, out: Floats) -> bool:
    weight, scale, pace, total = space.weight, space.scale, lanes.pace[i], space.top
    keep = lanes.keep
    for s in range(mass.shape[0]):
        first, last = m.start[i, s], m.start[i, s + 1]
        if m.settled[s] or first == last:
            continue
        for lane in range(LANES):
            total[lane] = weight[s, lane]
        for a in range(first, last):
            t = m.target[a]
            for lane in range(LANES):
                total[lane] += weight[t, lane] * keep[a, lane]
        for lane in range(LANES):
            if not total[lane] > _LEAST:
                return False
        for lane in range(LANES):
            scale[lane] = pace[lane] * mass[s, lane] / total[lane]
        for a in range(first, last):
            t = m.target[a]
            for lane in range(LANES):
                moved = scale[lane] * weight[t, lane] * keep[a, lane]
                out[t, lane] += moved
                out[s, lane] -= moved
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def flow(m: Moves, lanes: Lanes, value: Floats, mass: Floats, space: Space, out: Floats) -> bool:
    """Write dp/dt for mass of shape (states, lanes) under given values; False if out of range."""
    out[:] = 0.0
    rate = lanes.nature
    for i in range(m.first_class.size):
        if not weigh(value, i, lanes.precision[i], space):
            return False
        if m.first_class[i] >= 0:
            if not _class_flow(m, lanes, i, mass, space, space.table, out):
                return False
        elif not _arc_flow(m, lanes, i, mass, space, out):
            return False
    for s in range(mass.shape[0]):
        if not m.settled[s]:
            for a in range(m.nature_start[s], m.nature_start[s + 1]):
                t = m.nature_target[a]
                for lane in range(LANES):
                    out[t, lane] += rate[a, lane] * mass[s, lane]
                    out[s, lane] -= rate[a, lane] * mass[s, lane]
    return True
