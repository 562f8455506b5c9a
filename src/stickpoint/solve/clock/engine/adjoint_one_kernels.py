"""The gradient through the choices at one state, listed one by one, where no table serves.

`adjoint_kernels` has the equations.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from stickpoint.solve.clock.engine import choice_kernels as choice
from stickpoint.solve.clock.engine import one_by_one_kernels as one_by_one
from stickpoint.solve.clock.engine.bundles.bundle_kernels import bundle
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Longs, Moves, Space
from stickpoint.solve.clock.engine.vector_kernels import LEAF


@bundle
class Slopes(NamedTuple):
    """Where the integrals ∫ μᵀ ∂F/∂θ dt gather, one array for each kind of number.

    ``pair`` holds the efforts of the moves within blocks that have no options to price, block by
    block from ``pair_begin``: by target, then by source. ``agreement`` holds the efforts of the
    parts of agreements.
    """

    payoffs: Floats
    pace: Floats
    precision: Floats
    discount: Floats
    turn_on: Floats
    turn_off: Floats
    nature: Floats
    effort: Floats
    pair: Floats
    agreement: Floats


@inner(**LEAF)
def through_one(
    m: Moves, i: int, q: int, pair_begin: Longs, value: Floats, mu: Floats, c: int, reading: int,
    space: Space, slopes: Slopes, weight: float, out: Floats,
) -> tuple[float, float]:  # fmt: skip
    """Add one state's choices one by one; return the slopes in pace and precision."""
    target, gain, chance, beta = space.target, space.gain, space.chance, m.precision[i]
    count, s = one_by_one.list_gains(m, i, q, value, c, target, gain), m.member[q] * c
    top, total, mean = one_by_one.choose(beta, count, gain, chance)
    worth = choice.worth_of_moving(reading, beta, top, total, 1.0 / count, mean)
    own, expected, spread, around, stays = mu[s + i], 0.0, 0.0, 0.0, 0.0
    for k in range(count):
        expected += chance[k] * _seen(i, s, target[k] * c, gain[k], value, mu, c, reading)
    for k in range(count):
        t = target[k] * c
        pull = chance[k] * (_seen(i, s, t, gain[k], value, mu, c, reading) - expected)
        spread += pull * (gain[k] - mean)
        around += (gain[k] - mean) ** 2
        for j in range(c):
            if j != i:
                out[t + j] += m.pace[i] * chance[k] * mu[s + j]
        pulled = m.pace[i] * (chance[k] * own + beta * pull)
        out[t + i] += pulled
        if weight != 0.0 and k > 0:
            _one_effort(m, i, q, k, count, pair_begin, slopes, weight * pulled)
    for j in range(c):
        stays += mu[s + j] * value[s + j]
    if reading == choice.MISTAKES:
        return expected - stays, m.pace[i] * spread
    if beta != 0.0:
        spread += own * (mean - worth) / beta
    else:
        spread += math.nan if reading == choice.TASTE else own * around / (2 * count)
    return expected - stays + own * worth, m.pace[i] * spread


@inner(**LEAF)
def _seen(
    i: int, s: int, t: int, gain: float, value: Floats, mu: Floats, c: int, reading: int
) -> float:
    """Return G, what the answer makes of a choice at s that leads to t."""
    worth = mu[s + i] * gain if reading == choice.MISTAKES else 0.0
    for j in range(c):
        if j != i:
            worth += mu[s + j] * value[t + j]
    return worth


@inner(**LEAF)
def _one_effort(
    m: Moves, i: int, q: int, k: int, count: int, pair_begin: Longs, slopes: Slopes, lost: float
) -> None:
    """Take what choice k from place q pulls off the slopes in what it costs."""
    if not m.is_free[i]:
        slopes.effort[m.start[i, m.member[q]] + k - 1] -= lost
        return
    lo = m.begin[m.block[q]]
    here, there = q - lo, k if k > q - lo else k - 1
    if m.bits[i] == 0:
        at = pair_begin[m.block[q]] + there * (count - 1) + (here if here < there else here - 1)
        slopes.pair[at] -= lost
    before, after = m.slot[q], m.slot[lo + there]
    for b in range(m.bits[i]):
        if (before ^ after) >> b & 1:
            if (after >> b) & 1:
                slopes.turn_on[i, b] -= lost
            else:
                slopes.turn_off[i, b] -= lost
