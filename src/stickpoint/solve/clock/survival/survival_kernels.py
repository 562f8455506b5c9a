"""Dormand–Prince steps of the backward equation: chances from every state, where rates are steady.

What a distribution carried forward tells of one start, this tells of all: with u(s, t) the chance
of being open at time t from state s, and q the rates of what may happen,

    du(s)/dt = Σ_r q(s → r) [u(r) - u(s)],     u(s, 0) = 1 where s is open, else 0

(A. Kolmogorov, 1931, *Mathematische Annalen* 104, 415-458, his first equation, for a chain that
does not change).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from stickpoint.solve.clock.engine import runge_kernels as runge
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Ints
from stickpoint.solve.clock.engine.vector_kernels import LEAF, LOOP, copy, every, load, store


@njit(**LOOP)
def staying(
    is_open: Floats, begin: float, end: float, step: float, tolerance: float, first: Ints,
    target: Ints, rate: Floats, asked: Ints, rows: Floats,
) -> tuple[int, float, float, int]:  # fmt: skip
    """Carry the chances of being open still from ``begin`` to ``end``, in place.

    ``is_open`` is (states,) or (states, 8); what may happen in state s stands from ``first[s]`` to
    ``first[s + 1]``, and ``rate`` is (moves,) or (moves, 8). Each step fills ``rows`` (steps,
    asked, 7) with its begin and length and with the five numbers that give the chance of each of
    the states ``asked`` about in between, as the rows of `forward_kernels.forward` do. Returns the
    rows filled, the time reached, the step to go on with, and how it ended.
    """
    k, trial = np.empty((7, *is_open.shape)), np.empty_like(is_open)
    now, filled, fate = begin, 0, runge.DONE
    _change(first, target, rate, is_open, k[0])
    while now < end:
        if filled == rows.shape[0]:
            fate = runge.FULL
            break
        left = end - now
        h = runge.stride(step, now, left)
        if h == 0.0:
            fate = runge.TOO_SMALL
            break
        for stage in range(6):
            runge.combine(is_open, k, stage, h, trial)
            _change(first, target, rate, trial, k[stage + 1])
        error = runge.error_of(is_open, trial, k, h, tolerance)
        if error <= 1.0:
            for x in range(asked.size):
                _describe(asked[x], is_open, trial, k, now, h, rows[filled, x])
            filled += 1
            now = end if h == left else now + h
            copy(trial, is_open)
            copy(k[6], k[0])
        step = runge.next_step(step, h, error)
    return filled, now, step, fate


@inner(**LEAF)
def _change(first: Ints, target: Ints, rate: Floats, is_open: Floats, out: Floats) -> None:
    """Write du/dt."""
    for s in range(first.size - 1):
        own = load(is_open, s)
        found = own - own
        for a in range(first[s], first[s + 1]):
            found = found + load(rate, a) * (load(is_open, target[a]) - own)
        store(out, s, found)


@inner(**LEAF)
def _describe(
    s: int, before: Floats, after: Floats, k: Floats, now: float, h: float, row: Floats
) -> None:
    """Write what gives the chance of one state within a step."""
    opened, long = load(before, s), every(row, h)
    change = load(after, s) - opened
    bend, rest = long * load(k[0], s) - change, opened - opened
    for x in range(7):
        rest = rest + every(row, h * runge.DENSE[x]) * load(k[x], s)
    store(row, 0, every(row, now))
    store(row, 1, long)
    store(row, 2, opened)
    store(row, 3, change)
    store(row, 4, bend)
    store(row, 5, change - long * load(k[6], s) - bend)
    store(row, 6, rest)
