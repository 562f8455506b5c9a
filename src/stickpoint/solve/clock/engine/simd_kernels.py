"""Compiled loops of several games at once: what values change by, and where mass flows.

Games of one structure differ in numbers only. So eight of them stand side by side in *lanes*, the
last axis of every array, and each step of a loop does the same for all eight, which is what the
vector units of a processor are for: inside the loops they are one value (`vector_kernels`). The
equations are those of `kernels` and `flow_kernels`; here every choice is a logit whose weights stay
within the range of numbers, and where they do not, the games have to be solved one by one.

Weights are shared. A party's moves part the states into groups, between which it cannot go. With
W(s) = exp β (V(s) - top), top the largest value of the group, the weight of going from s to t is
W(t) exp(-β c), and exp(-β c) never changes. So an evaluation needs one exponential for each state
and party, however many arcs there are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.kernels import Moves
from stickpoint.solve.clock.engine.vector_kernels import LANES, all_of, larger, load, smaller, store

FLOOR = -700.0
"""Weights below its exponential count as that."""
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


class Groups(NamedTuple):
    """States that a party's moves connect.

    Group x of party i, for x below ``number[i]``, holds
    ``member[begin[first[i] + x] : begin[first[i] + x + 1]]``.
    """

    first: Longs
    number: Longs
    begin: Longs
    member: NDArray[np.int32]


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
        np.empty((n_states, LANES)),
        np.empty(LANES),
        np.empty((columns + 1, LANES)),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def exponentials(argument: Floats, shifted: Floats) -> None:
    """Turn numbers from `FLOOR` to 0 into their exponentials, in place, as `kernels.weights`."""
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
def weigh(groups: Groups, value: Floats, i: int, beta: Floats, space: Space) -> bool:
    """Write exp β (V_i - top) for every state, top the largest of its group, and top.

    False where a value is not a number.
    """
    n, c = value.shape[0], value.shape[1]
    flat, weight = value.reshape(value.size), space.weight.reshape(n * LANES)
    tops = space.top.reshape(n * LANES)
    steep, floor, sum_ = load(beta, 0), all_of(FLOOR), all_of(0.0)
    begin = groups.begin[groups.first[i] : groups.first[i] + groups.number[i] + 1]
    for x in range(begin.size - 1):
        top = load(flat, (groups.member[begin[x]] * c + i) * LANES)
        for q in range(begin[x] + 1, begin[x + 1]):
            top = larger(load(flat, (groups.member[q] * c + i) * LANES), top)
        for q in range(begin[x], begin[x + 1]):
            s = groups.member[q]
            # What is not a number stays so.
            power = larger(floor, steep * (load(flat, (s * c + i) * LANES) - top))
            sum_ = sum_ + power
            store(weight, s * LANES, power)
            store(tops, s * LANES, top)
    store(space.scale, 0, sum_)
    for lane in range(LANES):
        if not space.scale[lane] <= 0.0:
            return False
    exponentials(weight, space.shifted.reshape(n * LANES))
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _spread(bits: int, columns: int, on: Floats, off: Floats, table: Floats) -> None:
    """Multiply rows (own vectors, columns, lanes), flat, by the weights of switching."""
    wide = columns * LANES
    for k in range(bits):
        half = 1 << k
        to_on, to_off = load(on, k * LANES), load(off, k * LANES)
        for base in range(0, 1 << bits, 2 * half):
            for row in range(base, base + half):
                for x in range(row * wide, (row + 1) * wide, LANES):
                    y = x + half * wide
                    low, high = load(table, x), load(table, y)
                    store(table, x, low + to_on * high)
                    store(table, y, high + to_off * low)


@njit(cache=True, nogil=True, error_model="numpy")
def _class_slopes(m: Moves, lanes: Lanes, i: int, value: Floats, space: Space, out: Floats) -> None:
    c = value.shape[1]
    wide, row_of_sums = c * LANES, (c + 1) * LANES
    flat, changes = value.reshape(value.size), out.reshape(out.size)
    weight, total = space.weight.reshape(space.weight.size), space.total.reshape(space.total.size)
    is_plain = m.costs_nothing[i]
    bits = 0 if is_plain else m.bits[i]
    rows = space.table.reshape(space.table.size)
    on, off = lanes.on[i].reshape(lanes.on[i].size), lanes.off[i].reshape(lanes.off[i].size)
    pace, nothing = load(lanes.pace[i], 0), all_of(0.0)
    begin = m.begin[m.first_class[i] : m.first_class[i] + m.n_classes[i] + 1]
    for x in range(begin.size - 1):
        lo, hi = begin[x], begin[x + 1]
        for y in range(0, row_of_sums << bits, LANES):
            store(rows, y, nothing)
        for q in range(lo, hi):
            s, row = m.member[q], 0 if is_plain else m.slot[q] * row_of_sums
            w = load(weight, s * LANES)
            for j in range(0, wide, LANES):
                store(rows, row + j, load(rows, row + j) + w * load(flat, s * wide + j))
            store(rows, row + wide, load(rows, row + wide) + w)
        _spread(bits, c + 1, on, off, rows)
        each = all_of(1.0 if lanes.taste else 1.0 / (hi - lo))
        for q in range(lo, hi):
            s, row = m.member[q], 0 if is_plain else m.slot[q] * row_of_sums
            whole = load(rows, row + wide)
            store(total, s * LANES, whole * each)
            if m.settled[s]:
                continue
            scale = pace / whole
            for j in range(0, wide, LANES):
                if j != i * LANES:
                    y = s * wide + j
                    store(changes, y, load(changes, y) + scale * load(rows, row + j))


@njit(cache=True, nogil=True, error_model="numpy")
def _arc_slopes(m: Moves, lanes: Lanes, i: int, value: Floats, space: Space, out: Floats) -> None:
    n, c = value.shape[0], value.shape[1]
    wide = c * LANES
    flat, changes = value.reshape(value.size), out.reshape(out.size)
    weight, total = space.weight.reshape(space.weight.size), space.total.reshape(space.total.size)
    row, keep = space.sum.reshape(space.sum.size), lanes.keep.reshape(lanes.keep.size)
    pace = load(lanes.pace[i], 0)
    for s in range(n):
        first, last = m.start[i, s], m.start[i, s + 1]
        whole = load(weight, s * LANES)
        for j in range(0, wide, LANES):
            store(row, j, whole * load(flat, s * wide + j))
        if not m.settled[s]:
            for a in range(first, last):
                t = m.target[a]
                scale = load(weight, t * LANES) * load(keep, a * LANES)
                whole = whole + scale
                for j in range(0, wide, LANES):
                    store(row, j, load(row, j) + scale * load(flat, t * wide + j))
        each = all_of(1.0 if lanes.taste else 1.0 / (last - first + 1))
        store(total, s * LANES, whole * each)
        if m.settled[s]:
            continue
        share = pace / whole
        for j in range(0, wide, LANES):
            if j != i * LANES:
                store(changes, s * wide + j, load(changes, s * wide + j) + share * load(row, j))


@njit(cache=True, nogil=True, error_model="numpy")
def _running(m: Moves, lanes: Lanes, value: Floats, leave: Floats, out: Floats) -> None:
    """Begin slopes with what a state pays, less what is lost by the chances to leave it."""
    n, c = value.shape[0], value.shape[1]
    wide = c * LANES
    flat, changes = value.reshape(value.size), out.reshape(out.size)
    worth, leaving = lanes.worth.reshape(lanes.worth.size), leave.reshape(leave.size)
    discount = lanes.discount.reshape(lanes.discount.size)
    for j in range(0, wide, LANES):
        rate = load(discount, j)
        for i in range(m.first_class.size):
            rate = rate + load(lanes.pace[i], 0)
        store(leaving, j, rate)
    for s in range(n):
        by = discount if m.settled[s] else leaving
        for j in range(0, wide, LANES):
            x = s * wide + j
            store(changes, x, load(worth, x) - load(by, j) * load(flat, x))


@njit(cache=True, nogil=True, error_model="numpy")
def _chance(m: Moves, lanes: Lanes, value: Floats, out: Floats) -> None:
    """Add what nature may do to slopes."""
    n, c = value.shape[0], value.shape[1]
    wide = c * LANES
    flat, changes = value.reshape(value.size), out.reshape(out.size)
    rates = lanes.nature.reshape(lanes.nature.size)
    for s in range(n):
        if not m.settled[s]:
            for a in range(m.nature_start[s], m.nature_start[s + 1]):
                t, rate = m.nature_target[a], load(rates, a * LANES)
                for j in range(0, wide, LANES):
                    x = s * wide + j
                    gain = load(flat, t * wide + j) - load(flat, x)
                    store(changes, x, load(changes, x) + rate * gain)


@njit(cache=True, nogil=True, error_model="numpy")
def slope(m: Moves, groups: Groups, lanes: Lanes, value: Floats, space: Space, out: Floats) -> bool:
    """Write -dV/dt for values of shape (states, columns, lanes); False if out of range."""
    n, c = value.shape[0], value.shape[1]
    wide = c * LANES
    _running(m, lanes, value, space.sum, out)
    total, changes = space.total.reshape(n * LANES), out.reshape(out.size)
    for i in range(m.first_class.size):
        if not weigh(groups, value, i, lanes.precision[i], space):
            return False
        if m.first_class[i] >= 0:
            _class_slopes(m, lanes, i, value, space, out)
        else:
            _arc_slopes(m, lanes, i, value, space, out)
        if not _all_above(total, space.scale):
            return False
        logarithms(total, space.shifted.reshape(n * LANES))
        tops, pace = space.top.reshape(n * LANES), load(lanes.pace[i], 0)
        over = pace / load(lanes.precision[i], 0)
        for s in range(n):
            if not m.settled[s]:
                x = s * wide + i * LANES
                worth = pace * load(tops, s * LANES) + over * load(total, s * LANES)
                store(changes, x, load(changes, x) + worth)
    _chance(m, lanes, value, out)
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _all_above(numbers: Floats, least: Floats) -> bool:
    """Tell whether all numbers are well above nothing."""
    low = load(numbers, 0)
    for x in range(LANES, numbers.size, LANES):
        low = smaller(low, load(numbers, x))
    store(least, 0, low)
    for lane in range(LANES):  # noqa: SIM110 (numba compiles no generator)
        if not least[lane] > _LEAST:
            return False
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _class_flow(m: Moves, lanes: Lanes, i: int, mass: Floats, space: Space, out: Floats) -> bool:
    weight, pace = space.weight.reshape(space.weight.size), load(lanes.pace[i], 0)
    is_plain = m.costs_nothing[i]
    bits = 0 if is_plain else m.bits[i]
    wide, nothing = LANES << bits, all_of(0.0)
    table = space.table.reshape(space.table.size)
    totals, sent = table[:wide], table[wide : 2 * wide]
    on, off = lanes.on[i].reshape(lanes.on[i].size), lanes.off[i].reshape(lanes.off[i].size)
    held, changes = mass.reshape(mass.size), out.reshape(out.size)
    least = space.scale
    begin = m.begin[m.first_class[i] : m.first_class[i] + m.n_classes[i] + 1]
    for x in range(begin.size - 1):
        lo, hi = begin[x], begin[x + 1]
        for y in range(0, wide, LANES):
            store(totals, y, nothing)
            store(sent, y, nothing)
        for q in range(lo, hi):
            row = 0 if is_plain else m.slot[q] * LANES
            store(totals, row, load(totals, row) + load(weight, m.member[q] * LANES))
        _spread(bits, 1, on, off, totals)
        if not _all_above(totals, least):
            return False
        for q in range(lo, hi):
            s, row = m.member[q], 0 if is_plain else m.slot[q] * LANES
            if m.settled[s]:
                continue
            moved = pace * load(held, s * LANES)
            store(sent, row, load(sent, row) + moved / load(totals, row))
            store(changes, s * LANES, load(changes, s * LANES) - moved)
        _spread(bits, 1, off, on, sent)
        for q in range(lo, hi):
            t, row = m.member[q], 0 if is_plain else m.slot[q] * LANES
            coming = load(weight, t * LANES) * load(sent, row)
            store(changes, t * LANES, load(changes, t * LANES) + coming)
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _arc_flow(m: Moves, lanes: Lanes, i: int, mass: Floats, space: Space, out: Floats) -> bool:
    weight, pace = space.weight.reshape(space.weight.size), load(lanes.pace[i], 0)
    keep, least = lanes.keep.reshape(lanes.keep.size), space.scale
    held, changes = mass.reshape(mass.size), out.reshape(out.size)
    for s in range(mass.shape[0]):
        first, last = m.start[i, s], m.start[i, s + 1]
        if m.settled[s] or first == last:
            continue
        whole = load(weight, s * LANES)
        for a in range(first, last):
            whole = whole + load(weight, m.target[a] * LANES) * load(keep, a * LANES)
        store(least, 0, whole)
        for lane in range(LANES):
            if not least[lane] > _LEAST:
                return False
        scale = pace * load(held, s * LANES) / whole
        gone = all_of(0.0)
        for a in range(first, last):
            t = m.target[a] * LANES
            moved = scale * load(weight, t) * load(keep, a * LANES)
            store(changes, t, load(changes, t) + moved)
            gone = gone + moved
        store(changes, s * LANES, load(changes, s * LANES) - gone)
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def flow(
    m: Moves,
    groups: Groups,
    lanes: Lanes,
    value: Floats,
    mass: Floats,
    space: Space,
    out: Floats,
) -> bool:
    """Write dp/dt for mass of shape (states, lanes) under given values; False if out of range."""
    out[:] = 0.0
    for i in range(m.first_class.size):
        if not weigh(groups, value, i, lanes.precision[i], space):
            return False
        if m.first_class[i] >= 0:
            if not _class_flow(m, lanes, i, mass, space, out):
                return False
        elif not _arc_flow(m, lanes, i, mass, space, out):
            return False
    rates = lanes.nature.reshape(lanes.nature.size)
    held, changes = mass.reshape(mass.size), out.reshape(out.size)
    for s in range(mass.shape[0]):
        if not m.settled[s]:
            for a in range(m.nature_start[s], m.nature_start[s + 1]):
                t = m.nature_target[a] * LANES
                moved = load(rates, a * LANES) * load(held, s * LANES)
                store(changes, t, load(changes, t) + moved)
                store(changes, s * LANES, load(changes, s * LANES) - moved)
    return True
