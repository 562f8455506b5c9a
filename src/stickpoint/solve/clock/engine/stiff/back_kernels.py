"""Values carried backward by long steps, where `runge_kernels` has plain ones."""

from __future__ import annotations

import numpy as np
from numba import njit

from stickpoint.solve.clock.engine import runge_kernels as runge
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Longs, Moves, Numbers, Space
from stickpoint.solve.clock.engine.slope_kernels import slope
from stickpoint.solve.clock.engine.stiff import step_kernels as stiff
from stickpoint.solve.clock.engine.vector_kernels import LEAF, LOOP, copy


@njit(**LOOP)
def backward(
    value: Floats, begin: float, end: float, step: float, tolerance: float, steps_left: int,
    m: Moves, numbers: Numbers, reading: int, times: Floats, values: Floats, slopes_kept: Floats,
    kept: int, leaders: Longs, space: Space, fast: float,
) -> tuple[int, int, float, int]:  # fmt: skip
    """Carry values from time ``begin`` down to ``end``, as `runge_kernels.backward` does.

    ``fast`` is how fast differences between values die down.
    """
    c, p = numbers.discount.shape[0], m.pace.size
    k, trial, inner = np.empty((7, *value.shape)), np.empty_like(value), np.empty_like(value)
    now, slack = begin, stiff.CALM
    if not slope(m, numbers, value, c, reading, space, k[0]):
        return kept, runge.OUT_OF_RANGE, step, steps_left
    if kept == times.size:
        return kept, runge.FULL, step, steps_left
    kept = runge.keep(kept, now, value, k[0], c, times, values, slopes_kept)
    while now > end:
        if kept == times.size:
            return kept, runge.FULL, step, steps_left
        if steps_left == 0:
            return kept, runge.STEP_LIMIT, step, steps_left
        left = now - end
        step = min(step, stiff.REACH[-1] / (fast * slack))
        h = runge.stride(step, now, left)
        if h == 0.0:
            return kept, runge.TOO_SMALL, step, steps_left
        by = stiff.scheme_for(h, fast * slack)
        if by < 0:
            fits = _short(value, h, m, numbers, c, reading, space, k, trial)
            error = runge.error_of(value, trial, k, h, tolerance)
        else:
            fits = _long(value, h, by, m, numbers, c, reading, space, k, trial, inner)
            error = stiff.error_within(value, trial, k, h, stiff.GUESS[by], tolerance)
        if not fits:
            # A step too long by far led out of the range of numbers; a shorter one may not.
            error = np.inf
            if h * fast * slack < stiff.TINY:
                return kept, runge.OUT_OF_RANGE, step, steps_left
        steps_left -= 1
        if error <= 1.0:
            now = end if h == left else now - h
            copy(trial, value)
            copy(k[6], k[0])
            if leaders.size:
                runge.hold_equal(value, leaders, c, p)
                runge.hold_equal(k[0], leaders, c, p)
            kept = runge.keep(kept, now, value, k[0], c, times, values, slopes_kept)
        slack = stiff.doubt(slack, by, error)
        step = runge.next_step(step, h, error) if by < 0 else stiff.next_long(step, h, error)
    return kept, runge.DONE, step, steps_left


@inner(**LEAF)
def _short(
    value: Floats, h: float, m: Moves, numbers: Numbers, c: int, reading: int, space: Space,
    k: Floats, trial: Floats,
) -> bool:  # fmt: skip
    """Take one Dormand–Prince step from ``value`` to ``trial``."""
    for stage in range(6):
        runge.combine(value, k, stage, h, trial)
        if not slope(m, numbers, trial, c, reading, space, k[stage + 1]):
            return False
    return True


@inner(**LEAF)
def _long(
    value: Floats, h: float, by: int, m: Moves, numbers: Numbers, c: int, reading: int,
    space: Space, k: Floats, trial: Floats, inner: Floats,
) -> bool:  # fmt: skip
    """Take one long step from ``value`` to ``trial``; slopes are those that an error is told by."""
    copy(value, trial)
    copy(k[0], k[5])
    for x in range(stiff.PAIRS[by]):
        if x and not slope(m, numbers, trial, c, reading, space, k[5]):
            return False
        stiff.along(trial, k[5], h * stiff.FIRST[by, x, 0], inner)
        if not slope(m, numbers, inner, c, reading, space, k[5]):
            return False
        stiff.along(trial, k[5], h * stiff.FIRST[by, x, 1], trial)
    if not slope(m, numbers, trial, c, reading, space, k[1]):
        return False
    for x in range(3):
        stiff.blend(trial, k, stiff.LAST[by, x], h, inner)
        if not slope(m, numbers, inner, c, reading, space, k[x + 2]):
            return False
    stiff.blend(trial, k, stiff.LAST[by, 3], h, trial)
    return slope(m, numbers, trial, c, reading, space, k[6])
