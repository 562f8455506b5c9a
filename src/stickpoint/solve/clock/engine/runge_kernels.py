"""Dormand–Prince 5(4) in compiled loops: a step and its error, and values carried backward.

The pair of J. R. Dormand and P. J. Prince, 1980, *J. Comput. Appl. Math.* 6, 19-26, table 2, with
the seventh slope reused as the first of the next step. Values are kept at every accepted step with
their slopes, and read between steps by the cubic that fits both ends. Eight games side by side
take one step for all of them, as short as the hardest needs.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Longs, Moves, Numbers, Space
from stickpoint.solve.clock.engine.slope_kernels import slope
from stickpoint.solve.clock.engine.vector_kernels import (
    FUSED,
    LEAF,
    LOOP,
    copy,
    every,
    larger,
    load,
    root_mean,
    store,
)

DONE, STEP_LIMIT, TOO_SMALL, FULL, OUT_OF_RANGE = 0, 1, 2, 3, 4


STAGES = np.array(
    [
        [1 / 5, 0, 0, 0, 0, 0],
        [3 / 40, 9 / 40, 0, 0, 0, 0],
        [44 / 45, -56 / 15, 32 / 9, 0, 0, 0],
        [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729, 0, 0],
        [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656, 0],
        [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    ]
)
_ERROR = np.array([71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40])
NODES = np.array([1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0])
DENSE = np.array([
    -12715105075 / 11282082432, 0, 87487479700 / 32700410799, -10690763975 / 1880347072,
    701980252875 / 199316789632, -1453857185 / 822651844, 69997945 / 29380423,
])  # fmt: skip
_SAFETY, _SHRINK, _GROW = 0.9, 0.2, 5.0


@inner(**FUSED)
def combine(base: Floats, slopes: Floats, stage: int, step: float, out: Floats) -> None:
    """Write base + step · Σ a_k · slope_k for one stage."""
    found, part = out.reshape(out.size), slopes.reshape(slopes.shape[0], out.size)
    start = base.reshape(base.size)
    for x in range(found.size):
        found[x] = start[x]
    for k in range(stage + 1):
        factor = base.dtype.type(step * STAGES[stage, k])
        if factor != 0.0:
            for x in range(found.size):
                found[x] += factor * part[k, x]


@inner(**LOOP)
def error_of(base: Floats, ahead: Floats, slopes: Floats, step: float, tolerance: float) -> float:
    """Return the estimated error over the tolerance, root mean square; the largest of eight."""
    none, one = every(base, 0.0), every(base, 1.0)
    e0, e2, e3 = every(base, _ERROR[0]), every(base, _ERROR[2]), every(base, _ERROR[3])
    e4, e5, e6 = every(base, _ERROR[4]), every(base, _ERROR[5]), every(base, _ERROR[6])
    k0, k2, k3 = slopes[0], slopes[2], slopes[3]
    k4, k5, k6 = slopes[4], slopes[5], slopes[6]
    long, fine, total = every(base, step), every(base, tolerance), none
    for x in range(base.shape[0]):
        error = e0 * load(k0, x) + e2 * load(k2, x) + e3 * load(k3, x)
        error = error + e4 * load(k4, x) + e5 * load(k5, x) + e6 * load(k6, x)
        before, after = load(base, x), load(ahead, x)
        size = larger(larger(before, none - before), larger(after, none - after))
        part = long * error / (fine * (one + size))
        total = total + part * part
    return root_mean(total, base)


@inner(**LEAF)
def next_step(step: float, tried: float, error: float) -> float:
    """Return the step to try after one that was tried; it counts where the error is at most 1."""
    if not math.isfinite(error):
        return tried * _SHRINK
    factor = _GROW if error == 0.0 else min(_GROW, max(_SHRINK, _SAFETY * error ** (-0.2)))
    # A last step cut short by the end says little about the step that fits.
    return max(step, tried * factor) if error <= 1.0 and tried < step else tried * factor


@inner(**LEAF)
def stride(step: float, now: float, left: float) -> float:
    """Return the step to try: all the way where it nearly goes, 0 where it is too small to tell.

    Going all the way leaves no sliver that rounding made.
    """
    if not 1.01 * step < left:
        return left
    return step if step > 1e-14 * max(1.0, abs(now)) else 0.0


@inner(**LEAF)
def hold_equal(table: Floats, leaders: Longs, c: int, p: int) -> None:
    """Undo what rounding has put between values that are equal."""
    for x in range(leaders.size):
        first = leaders[x]
        if first != x:
            store(table, x // p * c + x % p, load(table, first // p * c + first % p))


@inner(**LEAF)
def keep(
    kept: int, now: float, value: Floats, slopes: Floats, c: int, times: Floats, values: Floats,
    slopes_kept: Floats,
) -> int:  # fmt: skip
    """Keep a step; of the columns as many as there is space for."""
    n = value.shape[0] // c
    p = values.shape[1] // n
    times[kept] = now
    to, by = values[kept], slopes_kept[kept]
    for s in range(n):
        for j in range(p):
            store(to, s * p + j, load(value, s * c + j))
            store(by, s * p + j, load(slopes, s * c + j))
    return kept + 1


@njit(**LOOP)
def backward(
    value: Floats, begin: float, end: float, step: float, tolerance: float, steps_left: int,
    m: Moves, numbers: Numbers, reading: int, times: Floats, values: Floats, slopes_kept: Floats,
    kept: int, leaders: Longs, space: Space,
) -> tuple[int, int, float, int]:  # fmt: skip
    """Carry values from time ``begin`` down to ``end``, keeping every accepted step.

    ``value`` (states * columns,) at ``begin`` is kept first, so that ``times[kept - 1]`` is the
    last time reached. ``values`` and ``slopes_kept`` (steps, states * columns) may have room for
    the first columns only. Parties' values are held equal to their ``leaders``, if there are any
    (`symmetry.leaders`). Returns the number kept, how it ended, the step to go on with and the
    steps left.
    """
    c, p = numbers.discount.shape[0], m.pace.size
    k = np.empty((7, *value.shape))
    trial = np.empty_like(value)
    now = begin
    if not slope(m, numbers, value, c, reading, space, k[0]):
        return kept, OUT_OF_RANGE, step, steps_left
    if kept == times.size:
        return kept, FULL, step, steps_left
    kept = keep(kept, now, value, k[0], c, times, values, slopes_kept)
    while now > end:
        if kept == times.size:
            return kept, FULL, step, steps_left
        if steps_left == 0:
            return kept, STEP_LIMIT, step, steps_left
        left = now - end
        h = stride(step, now, left)
        if h == 0.0:
            return kept, TOO_SMALL, step, steps_left
        for stage in range(6):
            combine(value, k, stage, h, trial)
            if not slope(m, numbers, trial, c, reading, space, k[stage + 1]):
                return kept, OUT_OF_RANGE, step, steps_left
        steps_left -= 1
        error = error_of(value, trial, k, h, tolerance)
        if error <= 1.0:
            now = end if h == left else now - h
            copy(trial, value)
            copy(k[6], k[0])
            if leaders.size:
                hold_equal(value, leaders, c, p)
                hold_equal(k[0], leaders, c, p)
            kept = keep(kept, now, value, k[0], c, times, values, slopes_kept)
        step = next_step(step, h, error)
    return kept, DONE, step, steps_left


@inner(**LEAF)
def cubic(time: float, late: int, times: Floats) -> tuple[float, float, float, float]:
    """Return the weights of what is kept at steps ``late + 1`` and ``late``, for a time between.

    Of the earlier step's values and slopes, then of the later one's. Kept slopes are -dV/dt.
    """
    h = times[late] - times[late + 1]
    x = (time - times[late + 1]) / h
    past, left = x * x, (1 - x) * (1 - x)
    return (1 + 2 * x) * left, -x * left * h, past * (3 - 2 * x), past * (1 - x) * h


@inner(**FUSED)
def read_between(
    time: float, late: int, times: Floats, values: Floats, slopes_kept: Floats, out: Floats
) -> None:
    """Write the values at a time between kept steps ``late`` and ``late + 1`` (which is earlier).

    Whatever is kept at a step may have any shape, the same as ``out``.
    """
    number = out.dtype.type
    w, x, y, z = cubic(time, late, times)
    a, b, d, e = number(w), number(x), number(y), number(z)
    found = out.reshape(out.size)
    lo, hi = values[late + 1].reshape(out.size), values[late].reshape(out.size)
    lo_slope = slopes_kept[late + 1].reshape(out.size)
    hi_slope = slopes_kept[late].reshape(out.size)
    for q in range(out.size):
        found[q] = a * lo[q] + b * lo_slope[q] + d * hi[q] + e * hi_slope[q]
