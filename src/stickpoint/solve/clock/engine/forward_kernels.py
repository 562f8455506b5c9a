"""Dormand–Prince steps forward: the distribution over states, and what is summed up on the way."""

from __future__ import annotations

import numpy as np
from numba import njit

from stickpoint.solve.clock.engine import runge_kernels as runge
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Ints, Moves, Numbers, Space
from stickpoint.solve.clock.engine.slope_kernels import flow
from stickpoint.solve.clock.engine.vector_kernels import LEAF, LOOP, copy, every, load, store


@njit(**LOOP)
def forward(
    mass: Floats, spent: Floats, begin: float, end: float, step: float, tolerance: float, m: Moves,
    numbers: Numbers, times: Floats, values: Floats, slopes_kept: Floats, source: Ints,
    target: Ints, rate: Floats, spans: Floats, rows: Floats, shares: Floats, terms_index: Ints,
    space: Space,
) -> tuple[int, float, float, int]:  # fmt: skip
    """Carry a distribution, and the time spent in each state, from ``begin`` to ``end``.

    Where there is a ``rate`` for each move from ``source`` to ``target``, moves go by that; else
    choices are made by the values kept. A step may pass over several kept ones: values between them
    have a bend at each, which the estimate of the error sees. Each step fills ``spans`` (steps, 2)
    with its begin and length, a row with the five numbers that give the probability of being open
    in between (Hairer, Nørsett & Wanner, 1993, *Solving ODEs I*, section II.6), and ``shares``
    (steps, terms) with what has settled by its begin. Returns the rows filled, the time reached,
    the step to go on with, and how it ended.
    """
    n, spelled = mass.shape[0], source.size > 0
    c = values.shape[1] // n
    state, guide = np.concatenate((mass, spent)), np.empty_like(values[0])
    k, trial = np.empty((7, *state.shape)), np.empty_like(state)
    now, late, filled, fate = begin, times.size - 2, 0, runge.DONE
    if spelled:
        steady_flow(source, target, rate, state[:n], k[0][:n])
    else:
        while late > 0 and (times[late] <= now or times[late] == times[late + 1]):
            late -= 1
        runge.read_between(now, late, times, values, slopes_kept, guide)
        if not flow(m, numbers, guide, c, state[:n], space, k[0][:n]):
            return filled, now, step, runge.OUT_OF_RANGE
    copy(state[:n], k[0][n:])
    while now < end:
        if filled == rows.shape[0]:
            fate = runge.FULL
            break
        left = end - now
        h = runge.stride(step, now, left)
        if h == 0.0:
            fate = runge.TOO_SMALL
            break
        place = late
        for stage in range(6):
            runge.combine(state, k, stage, h, trial)
            copy(trial[:n], k[stage + 1][n:])
            if spelled:
                steady_flow(source, target, rate, trial[:n], k[stage + 1][:n])
                continue
            # The last two stages are read at one time, the end of the step.
            if stage < 5:
                at = min(now + runge.NODES[stage] * h, end)
                while place > 0 and times[place] < at:
                    place -= 1
                runge.read_between(at, place, times, values, slopes_kept, guide)
            if not flow(m, numbers, guide, c, trial[:n], space, k[stage + 1][:n]):
                return filled, now, step, runge.OUT_OF_RANGE
        error = runge.error_of(state, trial, k, h, tolerance)
        if error <= 1.0:
            settle(m, terms_index, state, shares[filled])
            describe(m, state, trial, k, h, rows[filled])
            spans[filled, 0], spans[filled, 1] = now, h
            filled += 1
            now, late = end if h == left else now + h, place
            copy(trial, state)
            copy(k[6], k[0])
        step = runge.next_step(step, h, error)
    copy(state[:n], mass)
    copy(state[n:], spent)
    return filled, now, step, fate


@inner(**LEAF)
def steady_flow(source: Ints, target: Ints, rate: Floats, mass: Floats, out: Floats) -> None:
    """Write dp/dt where each move has a rate that does not change."""
    out[:] = 0.0
    for a in range(source.size):
        s, t = source[a], target[a]
        moved = load(rate, a) * load(mass, s)
        store(out, s, load(out, s) - moved)
        store(out, t, load(out, t) + moved)


@inner(**LEAF)
def settle(m: Moves, terms_index: Ints, state: Floats, shares: Floats) -> None:
    """Write the probability of having settled on each of the terms."""
    shares[:] = 0.0
    for s in range(m.settled.size):
        if m.settled[s]:
            store(shares, terms_index[s], load(shares, terms_index[s]) + load(state, s))


@inner(**LOOP)
def describe(m: Moves, before: Floats, after: Floats, k: Floats, h: float, row: Floats) -> None:
    """Write what gives the probability of being open within a step."""
    opened, change, long = every(row, 0.0), every(row, 0.0), every(row, h)
    slopes = np.zeros_like(k[:, 0])
    for s in range(m.settled.size):
        if not m.settled[s]:
            opened = opened + load(before, s)
            change = change + (load(after, s) - load(before, s))
            for x in range(7):
                store(slopes, x, load(slopes, x) + load(k[x], s))
    bend, rest = long * load(slopes, 0) - change, every(row, 0.0)
    for x in range(7):
        rest = rest + every(row, h * runge.DENSE[x]) * load(slopes, x)
    store(row, 0, opened)
    store(row, 1, change)
    store(row, 2, bend)
    store(row, 3, change - long * load(slopes, 6) - bend)
    store(row, 4, rest)
