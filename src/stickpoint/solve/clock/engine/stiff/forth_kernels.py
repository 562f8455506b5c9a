"""A distribution carried forward by long steps, where `forward_kernels` has plain ones."""

from __future__ import annotations

import numpy as np
from numba import njit

from stickpoint.solve.clock.engine import runge_kernels as runge
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.forward_kernels import describe, settle
from stickpoint.solve.clock.engine.layout import Floats, Ints, Moves, Numbers, Space
from stickpoint.solve.clock.engine.pairs.whole_kernels import flow
from stickpoint.solve.clock.engine.stiff import step_kernels as stiff
from stickpoint.solve.clock.engine.stiff.steady_kernels import steady_flow
from stickpoint.solve.clock.engine.vector_kernels import LEAF, LOOP, copy, every, load, store


@njit(**LOOP)
def forward(
    mass: Floats, spent: Floats, begin: float, end: float, step: float, tolerance: float, m: Moves,
    numbers: Numbers, times: Floats, values: Floats, slopes_kept: Floats, weight: Floats,
    share: Floats, spans: Floats, rows: Floats, shares: Floats, terms_index: Ints,
    space: Space | None, fast: float,
) -> tuple[int, float, float, int]:  # fmt: skip
    """Carry a distribution, and the time spent in each state, as `forward_kernels.forward` does.

    Where there is a ``weight`` for each place, with a ``share``, choices are those of
    `steady_kernels.weights` for the last of the values kept; else they are made by the values kept.
    ``fast`` is how fast what differs dies down.
    """
    n = mass.shape[0]
    c = values.shape[1] // n
    state, guide = np.concatenate((mass, spent)), np.empty_like(values[0])
    k = np.empty((7, *state.shape), state.dtype)
    trial, inner = np.empty_like(state), np.empty_like(state)
    now, filled, fate, slack = begin, 0, runge.DONE, stiff.CALM
    kept, by_weight = (times, values, slopes_kept), (weight, share)
    if not _change(begin, now, state, m, numbers, c, kept, by_weight, guide, space, k[0]):
        return filled, now, step, runge.OUT_OF_RANGE
    while now < end:
        if filled == rows.shape[0]:
            fate = runge.FULL
            break
        left = end - now
        step = min(step, stiff.REACH[-1] / (fast * slack))
        h = runge.stride(step, now, left)
        if h == 0.0:
            fate = runge.TOO_SMALL
            break
        by = stiff.scheme_for(h, fast * slack)
        if by < 0:
            for stage in range(6):
                runge.combine(state, k, stage, h, trial)
                at = end if stage > 3 and h == left else now + runge.NODES[stage] * h
                if not _change(
                    begin, at, trial, m, numbers, c, kept, by_weight, guide, space, k[stage + 1]
                ):
                    return filled, now, step, runge.OUT_OF_RANGE
            error = runge.error_of(state, trial, k, h, tolerance)
        else:
            if not _long(
                begin,
                now,
                state,
                h,
                by,
                m,
                numbers,
                c,
                kept,
                by_weight,
                guide,
                space,
                k,
                trial,
                inner,
            ):
                return filled, now, step, runge.OUT_OF_RANGE
            error = stiff.error_within(state, trial, k, h, stiff.GUESS[by], tolerance)
        if error <= 1.0:
            settle(m, terms_index, state, shares[filled])
            if by < 0:
                describe(m, state, trial, k, h, rows[filled])
            else:
                _describe_long(m, state, trial, k, h, rows[filled])
            spans[filled, 0], spans[filled, 1] = now, h
            filled += 1
            now = end if h == left else now + h
            copy(trial, state)
            copy(k[6], k[0])
        slack = stiff.doubt(slack, by, error)
        step = runge.next_step(step, h, error) if by < 0 else stiff.next_long(step, h, error)
    copy(state[:n], mass)
    copy(state[n:], spent)
    return filled, now, step, fate


@inner(**LEAF)
def _long(
    begin: float, now: float, state: Floats, h: float, by: int, m: Moves, numbers: Numbers, c: int,
    kept: tuple[Floats, Floats, Floats], by_weight: tuple[Floats, Floats], guide: Floats,
    space: Space | None, k: Floats, trial: Floats, inner: Floats,
) -> bool:  # fmt: skip
    """Take one long step from ``state`` to ``trial``; slopes are those that an error is told by."""
    copy(state, trial)
    copy(k[0], k[5])
    gone = 0.0
    for x in range(stiff.PAIRS[by]):
        first, second = stiff.FIRST[by, x, 0], stiff.FIRST[by, x, 1]
        if x and not _change(
            begin, now + gone * h, trial, m, numbers, c, kept, by_weight, guide, space, k[5]
        ):
            return False
        stiff.along(trial, k[5], h * first, inner)
        if not _change(
            begin,
            now + (gone + first) * h,
            inner,
            m,
            numbers,
            c,
            kept,
            by_weight,
            guide,
            space,
            k[5],
        ):
            return False
        stiff.along(trial, k[5], h * second, trial)
        gone += second
    if not _change(
        begin, now + gone * h, trial, m, numbers, c, kept, by_weight, guide, space, k[1]
    ):
        return False
    for x in range(3):
        row = stiff.LAST[by, x]
        stiff.blend(trial, k, row, h, inner)
        at = now + (gone + row[0] + row[1] + row[2]) * h
        if not _change(begin, at, inner, m, numbers, c, kept, by_weight, guide, space, k[x + 2]):
            return False
    stiff.blend(trial, k, stiff.LAST[by, 3], h, trial)
    return _change(begin, now + h, trial, m, numbers, c, kept, by_weight, guide, space, k[6])


@inner(**LEAF)
def _change(
    begin: float, at: float, state: Floats, m: Moves, numbers: Numbers, c: int,
    kept: tuple[Floats, Floats, Floats], by_weight: tuple[Floats, Floats], guide: Floats,
    space: Space | None, out: Floats,
) -> bool:  # fmt: skip
    """Write what the distribution, and the time spent in each state, change by at a time."""
    n = state.shape[0] // 2
    mass, change, (times, values, slopes) = state[:n], out[:n], kept
    copy(mass, out[n:])
    weight, share = by_weight
    if space is not None and weight.size:
        value = values[values.shape[0] - 1]
        return steady_flow(m, numbers, value, c, weight, share, mass, space, change)
    # Times descend; of two that are equal, at a date, what holds after it comes first. There a
    # stretch begins by what holds after, and one that ends there by what holds before.
    low, high = 0, times.size - 1
    while high - low > 1:
        middle = (low + high) // 2
        if times[middle] >= at and times[middle] > begin:
            low = middle
        else:
            high = middle
    runge.read_between(min(max(at, times[low + 1]), times[low]), low, times, values, slopes, guide)
    return flow(m, numbers, guide, c, mass, space, change)


@inner(**LOOP)
def _describe_long(
    m: Moves, before: Floats, after: Floats, k: Floats, h: float, row: Floats
) -> None:
    """Write the cubic that fits both ends of a step, for the probability of being open in it."""
    opened, change, long = every(row, 0.0), every(row, 0.0), every(row, h)
    at_first, at_last = every(row, 0.0), every(row, 0.0)
    for s in range(m.settled.size):
        if not m.settled[s]:
            opened = opened + load(before, s)
            change = change + (load(after, s) - load(before, s))
            at_first = at_first + load(k[0], s)
            at_last = at_last + load(k[6], s)
    bend = long * at_first - change
    store(row, 0, opened)
    store(row, 1, change)
    store(row, 2, bend)
    store(row, 3, change - long * at_last - bend)
    store(row, 4, every(row, 0.0))
