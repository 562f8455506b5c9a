"""Values carried backward by leaps, where `runge_kernels` has plain steps."""

from __future__ import annotations

import numpy as np
from numba import njit

from stickpoint.solve.clock.engine import runge_kernels as runge
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Longs, Moves, Numbers, Space
from stickpoint.solve.clock.engine.pairs.whole_kernels import slope
from stickpoint.solve.clock.engine.stiff import leap_kernels as leaps
from stickpoint.solve.clock.engine.stiff import step_kernels as stiff
from stickpoint.solve.clock.engine.vector_kernels import LEAF, LOOP, copy

_BEGINS = 0.28
"""How long the first leap is, of the plain step that it looks back on."""
_AT_FIRST, _STRICT = 16, 0.2
"""Until so many values are known a leap may err by this part of what others may.

A game may look quite another way near the horizon, and whatever errs there is looked back on.
"""


@njit(**LOOP)
def backward(
    value: Floats, begin: float, end: float, step: float, tolerance: float, steps_left: int,
    m: Moves, numbers: Numbers, reading: int, times: Floats, values: Floats, slopes_kept: Floats,
    kept: int, leaders: Longs, space: Space | None, fast: float,
) -> tuple[int, int, float, int]:  # fmt: skip
    """Carry values from time ``begin`` down to ``end``, as `runge_kernels.backward` does.

    ``fast`` is how fast differences between values die down. The first step, and the first after
    each date, is a Dormand–Prince one, which looks back on nothing; the first leap looks back on
    values within it. Where ``fast`` is nothing all steps are plain ones. Without space numbers may
    have 32 bits.
    """
    c, p = numbers.discount.shape[0], m.pace.size
    k, base = np.empty((7, *value.shape), value.dtype), np.empty_like(value)
    weights = np.empty((3, 7))
    # No array is copied to another place for being looked back on.
    past = np.empty((leaps.KEPT + 1, *value.shape), value.dtype)
    stamps = np.empty(leaps.KEPT + 1)
    ring, now, slack, known, fate = np.arange(leaps.KEPT + 1), begin, stiff.CALM, 1, runge.DONE
    short = tolerance * stiff.CAREFUL if fast > 0.0 else tolerance
    copy(value, past[ring[0]])
    stamps[ring[0]] = now
    if not slope(m, numbers, value, c, reading, space, k[0]):
        return kept, runge.OUT_OF_RANGE, step, steps_left
    if kept == times.size:
        return kept, runge.FULL, step, steps_left
    kept = runge.keep(kept, now, value, k[0], c, times, values, slopes_kept)
    while now > end:
        left, leap = now - end, known > leaps.ORDER and fast > 0.0
        if fast > 0.0:
            step = min(step, (leaps.REACH[-1] if leap else stiff.SHORT) / (fast * slack))
        h = runge.stride(step, now, left)
        if kept == times.size:
            fate = runge.FULL
        elif steps_left == 0:
            fate = runge.STEP_LIMIT
        elif h == 0.0:
            fate = runge.TOO_SMALL
        if fate != runge.DONE:
            break
        after = end if h == left else now - h
        here, trial = past[ring[0]], past[ring[leaps.KEPT]]
        if leap:
            long = h * leaps.plan(after, stamps, ring, weights)
            leaps.foretell(past, ring, weights, trial, base)
            sweeps = leaps.sweeps_for(h * fast * slack, tolerance)
            far = fast * slack * long
            fits = _sweep(trial, base, sweeps, long, far, m, numbers, c, reading, space, k[1])
            far = leaps.weight_of(sweeps - 1, sweeps, far)
            fine = tolerance * _STRICT if known < _AT_FIRST else tolerance
            error = leaps.arrive(past, ring, weights, k[1], base, far, long, fine,
                                 values[kept], slopes_kept[kept])  # fmt: skip
        else:
            fits = _short(here, h, m, numbers, c, reading, space, k, trial)
            error = runge.error_of(here, trial, k, h, short)
        if not fits:
            # A step too long by far led out of the range of numbers; a shorter one may not.
            error = np.inf
            if h * fast * slack < stiff.TINY:
                fate = runge.OUT_OF_RANGE
                break
        steps_left -= 1
        if error <= 1.0:
            now = after
            if leaders.size:
                runge.hold_equal(trial, leaders, c, p)
            if leap:
                if leaders.size and values[kept].shape[0] > 0:
                    runge.hold_equal(values[kept], leaders, c, p)
                    runge.hold_equal(slopes_kept[kept], leaders, c, p)
                times[kept] = now
                kept += 1
            else:
                if leaders.size:
                    runge.hold_equal(k[6], leaders, c, p)
                kept = runge.keep(kept, now, trial, k[6], c, times, values, slopes_kept)
            if fast > 0.0 and not leap:
                leaps.remember_within(now, h, k, past, stamps, ring)
                known = leaps.KEPT
            else:
                leaps.remember(now, stamps, ring)
                known += 1
                if not leap:
                    copy(k[6], k[0])
        slack = stiff.doubt(slack, 0 if leap else -1, error)
        step = leaps.next_leap(step, h, error) if leap else runge.next_step(step, h, error)
        if fast > 0.0 and not leap and error <= 1.0:
            step = h * _BEGINS
    copy(past[ring[0]], value)
    return kept, fate, step, steps_left


@inner(**LEAF)
def _sweep(
    trial: Floats, base: Floats, sweeps: int, long: float, reach: float, m: Moves,
    numbers: Numbers, c: int, reading: int, space: Space | None, change: Floats,
) -> bool:  # fmt: skip
    """Go from the value foretold to that of the leap, in place, but for the last change."""
    for x in range(sweeps):
        if not slope(m, numbers, trial, c, reading, space, change):
            return False
        if x < sweeps - 1:
            far = leaps.weight_of(x, sweeps, reach)
            leaps.draw_near(trial, change, base, far, long)
    return True


@inner(**LEAF)
def _short(
    value: Floats, h: float, m: Moves, numbers: Numbers, c: int, reading: int, space: Space | None,
    k: Floats, trial: Floats,
) -> bool:  # fmt: skip
    """Take one Dormand–Prince step from ``value`` to ``trial``."""
    for stage in range(6):
        runge.combine(value, k, stage, h, trial)
        if not slope(m, numbers, trial, c, reading, space, k[stage + 1]):
            return False
    return True
