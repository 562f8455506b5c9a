"""Compiled loops: what an answer makes of a nudge to what the rates of agreements hang on.

An act of rate q is worth G = Σ_j μ_j(s) [V_j(t) - V_j(s)] - Σ_i μ_i(s) c_i to the answer, i being
who must consent. With x_i = β_i g_i, P the product of the odds of acceptance, R_i = (1 + e_i) / Z_i
and m the most that the rate can be (`agreement_kernels` has the rest),

    ∂ ΣqG / ∂x_i = G m [P (1 - a_i) Σ_j R_j + P e_i / Z_i] - w (e_i / Z_i) H_i,
    H_i = Σ_k G_k m_k P_k R_ik  over all acts of the state that need i,     a_i = e_i / (1 + e_i).

The slope in a pace is that of m = w / Σ_i 1/λ_i.
"""

from __future__ import annotations

import math

from stickpoint.solve.clock.agreements.agreement_kernels import accepts, rates
from stickpoint.solve.clock.engine.adjoint_one_kernels import Slopes
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Moves, Numbers, Space
from stickpoint.solve.clock.engine.vector_kernels import LEAF


@inner(**LEAF)
def through_agreements(
    m: Moves, numbers: Numbers, value: Floats, mu: Floats, c: int, space: Space, slopes: Slopes,
    weight: float, tally: Floats, out: Floats,
) -> None:  # fmt: skip
    """Add what agreements send back, and ``weight`` times the slopes in their numbers.

    ``tally`` (parties,) gains the slopes in the paces, unweighted.
    """
    if not m.joint.source.size:
        return
    rates(m, numbers, value, c, space)
    joint, room, price = m.joint, space.joint, numbers.price
    rate, worth, top, whole, power = room.rate, room.worth, room.top, room.whole, room.power
    held = room.shifted
    for v in range(top.size):
        whole[v] = math.exp(-top[v])
        held[v] = 0.0
    for r in range(rate.size):
        for e in range(joint.begin[r], joint.begin[r + 1]):
            power[e] = math.exp(worth[e] - top[joint.voice[e]])
            whole[joint.voice[e]] += joint.share[r] * power[e]
    for r in range(rate.size):
        gain, accepted, _ = _seen(m, price, value, mu, c, r, space)
        for e in range(joint.begin[r], joint.begin[r + 1]):
            v = joint.voice[e]
            held[v] += numbers.meet[r] * gain * accepted * _proposed(power[e], top[v], whole[v])
    for r in range(rate.size):
        gain, accepted, proposed = _seen(m, price, value, mu, c, r, space)
        s, t, q = joint.source[r] * c, joint.target[r] * c, rate[r]
        for j in range(c):
            out[t + j] += q * mu[s + j]
            out[s + j] -= q * mu[s + j]
        for e in range(joint.begin[r], joint.begin[r + 1]):
            i, v = joint.party[e], joint.voice[e]
            own = power[e] / whole[v]
            pull = accepted * (proposed * accepts(-worth[e]) + own)
            pull = numbers.meet[r] * gain * pull - joint.share[r] * own * held[v]
            steep = m.precision[i]
            out[t + i] += steep * pull
            out[s + i] -= steep * pull
            slopes.agreement[e] -= weight * (steep * pull + q * mu[s + i])
            moved = value[t + i] - value[s + i] - price[e]
            slopes.precision[i] += weight * pull * moved
            faster = gain * accepted * proposed * _by_pace(m, r, e)
            tally[i] += faster
            slopes.pace[i] += weight * faster


@inner(**LEAF)
def _by_pace(m: Moves, r: int, part: int) -> float:
    """Return the slope of the most that act r's rate can be in the pace of one of its parts."""
    joint, others = m.joint, 0.0
    if m.settled[joint.source[r]]:
        return 0.0
    for e in range(joint.begin[r], joint.begin[r + 1]):
        if e != part:
            if m.pace[joint.party[e]] == 0.0:
                return 0.0
            others += 1.0 / m.pace[joint.party[e]]
    whole = 1.0 + m.pace[joint.party[part]] * others
    return joint.share[r] / (whole * whole)


@inner(**LEAF)
def _proposed(power: float, top: float, whole: float) -> float:
    """Return (1 + e) / Z of one part."""
    return (power + math.exp(-top)) / whole


@inner(**LEAF)
def _seen(
    m: Moves, price: Floats, value: Floats, mu: Floats, c: int, r: int, space: Space
) -> tuple[float, float, float]:
    """Return what act r is worth to the answer, and the two factors of its rate."""
    joint, room, gain, accepted, proposed = m.joint, space.joint, 0.0, 1.0, 0.0
    s, t = joint.source[r] * c, joint.target[r] * c
    for j in range(c):
        gain += mu[s + j] * (value[t + j] - value[s + j])
    for e in range(joint.begin[r], joint.begin[r + 1]):
        v = joint.voice[e]
        gain -= mu[s + joint.party[e]] * price[e]
        accepted *= accepts(room.worth[e])
        proposed += _proposed(room.power[e], room.top[v], room.whole[v])
    return gain, accepted, proposed
