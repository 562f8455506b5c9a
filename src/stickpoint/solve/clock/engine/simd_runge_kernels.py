"""Dormand–Prince 5(4) for games in lanes: one step for all of them, as short as the hardest needs.

The method and its coefficients are those of `runge_kernels`; the error of a step is the largest
over the lanes of their root mean squares.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.kernels import Moves
from stickpoint.solve.clock.engine.runge_kernels import (
    _C,
    _DENSE,
    _ERROR,
    DONE,
    FULL,
    STEP_LIMIT,
    TOO_SMALL,
    _combine,
    _next_step,
    _to_the_end,
)
from stickpoint.solve.clock.engine.simd_kernels import Groups, Lanes, flow, make_space, slope
from stickpoint.solve.clock.engine.vector_kernels import LANES

OUT_OF_RANGE = 4

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True, error_model="numpy")
def _error(base: Floats, ahead: Floats, slopes: Floats, step: float, tolerance: float) -> float:
    """Return the largest error over the tolerance; arrays of shape (numbers, lanes)."""
    total = np.zeros(LANES)
    for x in range(base.shape[0]):
        for lane in range(LANES):
            error = _ERROR[0] * slopes[0, x, lane] + _ERROR[2] * slopes[2, x, lane]
            error += _ERROR[3] * slopes[3, x, lane] + _ERROR[4] * slopes[4, x, lane]
            error += _ERROR[5] * slopes[5, x, lane] + _ERROR[6] * slopes[6, x, lane]
            one, two = abs(base[x, lane]), abs(ahead[x, lane])
            part = step * error / (tolerance * (1.0 + (one if one > two else two)))
            total[lane] += part * part
    worst = 0.0
    for lane in range(LANES):
        # What is not a number is passed on, and makes the step shorter.
        worst = worst if total[lane] <= worst else total[lane]
    return math.sqrt(worst / base.shape[0])


@njit(cache=True, nogil=True, error_model="numpy")
def backward(
    value: Floats,
    begin: float,
    end: float,
    step: float,
    tolerance: float,
    steps_left: int,
    m: Moves,
    groups: Groups,
    lanes: Lanes,
    times: Floats,
    values: Floats,
    slopes_kept: Floats,
    kept: int,
) -> tuple[int, int, float, int]:
    """Carry values (states, columns, lanes) back as `runge_kernels.backward` does.

    Of what is kept, the columns are the parties' only.
    """
    n, c, p = value.shape[0], value.shape[1], values.shape[2]
    size = n * c * LANES
    k = np.empty((7, n, c, LANES))
    flat = k.reshape(7, size)
    trial = np.empty((n, c, LANES))
    space = make_space(m, n, c)
    now = begin
    if not slope(m, groups, lanes, value, space, k[0]):
        return kept, OUT_OF_RANGE, step, steps_left
    if kept == times.size:
        return kept, FULL, step, steps_left
    times[kept] = now
    values[kept] = value[:, :p]
    slopes_kept[kept] = k[0, :, :p]
    kept += 1
    while now > end:
        if kept == times.size:
            return kept, FULL, step, steps_left
        if steps_left == 0:
            return kept, STEP_LIMIT, step, steps_left
        left = now - end
        h = _to_the_end(step, left)
        if h < left and h <= 1e-14 * max(1.0, abs(now)):
            return kept, TOO_SMALL, step, steps_left
        for stage in range(6):
            _combine(value.reshape(size), flat, stage, h, trial.reshape(size))
            if not slope(m, groups, lanes, trial, space, k[stage + 1]):
                return kept, OUT_OF_RANGE, step, steps_left
        steps_left -= 1
        error = _error(
            value.reshape(n * c, LANES), trial.reshape(n * c, LANES),
            k.reshape(7, n * c, LANES), h, tolerance,
        )  # fmt: skip
        if error <= 1.0:
            now = end if h == left else now - h
            value[:] = trial
            k[0] = k[6]
            times[kept] = now
            values[kept] = value[:, :p]
            slopes_kept[kept] = k[0, :, :p]
            kept += 1
        ahead = _next_step(h, error)
        step = max(step, ahead) if error <= 1.0 and h < step else ahead
    return kept, DONE, step, steps_left


@njit(cache=True, nogil=True, error_model="numpy")
def _read_between(
    time: float, late: int, times: Floats, values: Floats, slopes_kept: Floats, out: Floats
) -> None:
    """Write the values at a time between kept steps; all but ``times`` flat but for steps."""
    h = times[late] - times[late + 1]
    x = (time - times[late + 1]) / h
    a = (1 + 2 * x) * (1 - x) ** 2
    b = x * (1 - x) ** 2 * h
    d = x * x * (3 - 2 * x)
    e = x * x * (x - 1) * h
    for y in range(out.size):
        out[y] = (
            a * values[late + 1, y]
            - b * slopes_kept[late + 1, y]
            + d * values[late, y]
            - e * slopes_kept[late, y]
        )


@njit(cache=True, nogil=True, error_model="numpy")
def forward(
    mass: Floats,
    spent: Floats,
    begin: float,
    end: float,
    step: float,
    tolerance: float,
    m: Moves,
    groups: Groups,
    lanes: Lanes,
    times: Floats,
    values: Floats,
    slopes_kept: Floats,
    rows: Floats,
    shares: Floats,
    outcome: NDArray[np.int32],
    filled: int,
) -> tuple[int, float, float, int]:
    """Carry mass, and the time spent, (states, lanes), from ``begin`` to ``end``.

    A step may pass over several kept ones: values between them have a bend at each, which the
    estimate of the error sees. Each step fills a row (7, lanes) as `runge_kernels.forward` does,
    and ``shares`` (terms, lanes) with what has settled by its begin. Returns the rows filled, the
    time reached, the step to go on with, and how it ended.
    """
    n = mass.shape[0]
    k = np.empty((7, 2 * n, LANES))
    state, trial = np.empty((2 * n, LANES)), np.empty((2 * n, LANES))
    guide = np.empty((n, values.shape[2], LANES))
    seen = guide.reshape(guide.size)
    kept = values.reshape(values.shape[0], guide.size)
    sloped = slopes_kept.reshape(values.shape[0], guide.size)
    space = make_space(m, n, max(values.shape[2], 2))
    flat = k.reshape(7, 2 * n * LANES)
    state[:n] = mass
    state[n:] = spent
    now, late, fate = begin, times.size - 2, DONE
    while late > 0 and (times[late] <= now or times[late] == times[late + 1]):
        late -= 1
    _read_between(now, late, times, kept, sloped, seen)
    if not flow(m, groups, lanes, guide, state[:n], space, k[0, :n]):
        return filled, now, step, OUT_OF_RANGE
    k[0, n:] = state[:n]
    while now < end:
        if filled == rows.shape[0]:
            fate = FULL
            break
        left = end - now
        h = _to_the_end(step, left)
        if h < left and h <= 1e-14 * max(1.0, abs(now)):
            fate = TOO_SMALL
            break
        place = late
        for stage in range(6):
            _combine(state.reshape(2 * n * LANES), flat, stage, h, trial.reshape(2 * n * LANES))
            at = min(now + _C[stage] * h, end)
            while place > 0 and times[place] < at:
                place -= 1
            _read_between(at, place, times, kept, sloped, seen)
            if not flow(m, groups, lanes, guide, trial[:n], space, k[stage + 1, :n]):
                return filled, now, step, OUT_OF_RANGE
            k[stage + 1, n:] = trial[:n]
        error = _error(state, trial, k, h, tolerance)
        if error <= 1.0:
            shares[filled] = 0.0
            for s in range(n):
                if m.settled[s]:
                    shares[filled, outcome[s]] += state[s]
            _describe(m.settled, state, trial, k, now, h, rows[filled])
            filled += 1
            now = end if h == left else now + h
            late = place
            state[:] = trial
            k[0] = k[6]
        ahead = _next_step(h, error)
        step = max(step, ahead) if error <= 1.0 and h < step else ahead
    mass[:] = state[:n]
    spent[:] = state[n:]
    return filled, now, step, fate


@njit(cache=True, nogil=True, error_model="numpy")
def _describe(
    settled: NDArray[np.bool_],
    before: Floats,
    after: Floats,
    k: Floats,
    now: float,
    h: float,
    row: Floats,
) -> None:
    opened, change, slopes = np.zeros(LANES), np.zeros(LANES), np.zeros((7, LANES))
    for s in range(settled.size):
        if not settled[s]:
            opened += before[s]
            change += after[s] - before[s]
            for x in range(7):
                slopes[x] += k[x, s]
    bend = h * slopes[0] - change
    row[0], row[1], row[2], row[3] = now, h, opened, change
    row[4], row[5] = bend, change - h * slopes[6] - bend
    row[6] = 0.0
    for x in range(7):
        row[6] += h * _DENSE[x] * slopes[x]
