"""Compiled loops of agreements: how fast each is made, and what that does to values and to mass.

In state s act x makes state t with the consent of n parties. With g_i = V_i(t) - c_i - V_i(s) and
e_i = exp(β_i g_i), each of them proposes it at the rate μ/n, by a logit over what it may propose in
s and nothing, and each other accepts with e_j / (1 + e_j). In closed form

    q = (μ/n) w Π_j e_j / (1 + e_j) Σ_i (1 + e_i) / Z_i,    Z_i = 1 + Σ_k w_k e_ik,

w the share of an act, μ the harmonic mean of the paces of the n. (Random proposers: D. P. Baron and
J. A. Ferejohn, 1989, *American Political Science Review* 83, 1181-1206.) All is divided by
exp(β top), top the largest gain that a party sees in s, or 0. `engine.slope_kernels` calls these.
"""

from __future__ import annotations

import math

from numba import njit

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Moves, Numbers, Space
from stickpoint.solve.clock.engine.vector_kernels import (
    FLOOR,
    LEAF,
    above,
    every,
    exponentials,
    larger,
    load,
    store,
)

FAR = -300.0
"""Where the largest gain times precision is above 300, each logit is worked out by itself."""


@inner(**LEAF)
def accepts(worth: float) -> float:
    """Return e / (1 + e), the chance that what is worth so much times precision is accepted."""
    if worth < 0.0:
        odds = math.exp(worth)
        return odds / (1.0 + odds)
    return 1.0 / (1.0 + math.exp(-worth))


@njit(**LEAF)
def rates(m: Moves, numbers: Numbers, value: Floats, c: int, space: Space) -> bool:
    """Write the rate of every act, for values of c columns.

    False where eight games side by side are out of the range of numbers.
    """
    joint, room = m.joint, space.joint
    if not _powers(m, numbers, value, c, space):
        if value.ndim == 1:
            _one_by_one(m, numbers, space)
            return True
        return False
    parts, one, nothing = joint.party.size, every(value, 1.0), every(value, 0.0)
    power, whole = room.power, room.whole
    for v in range(whole.shape[0]):
        store(whole, v, load(power, parts + v))
    for r in range(joint.source.size):
        share = every(value, joint.share[r])
        for e in range(joint.begin[r], joint.begin[r + 1]):
            v = joint.voice[e]
            store(whole, v, load(whole, v) + share * load(power, e))
    for r in range(joint.source.size):
        accepted, proposed = one, nothing
        for e in range(joint.begin[r], joint.begin[r + 1]):
            v = joint.voice[e]
            both = load(power, e) + load(power, parts + v)
            accepted = accepted * (load(power, e) / both)
            proposed = proposed + both / load(whole, v)
        store(room.rate, r, load(numbers.meet, r) * accepted * proposed)
    return True


@inner(**LEAF)
def _powers(m: Moves, numbers: Numbers, value: Floats, c: int, space: Space) -> bool:
    """Write β g for every part, and exp(β (g - top)) for it and exp(-β top) for every voice.

    False, with the first alone written, where a gain is too large for the rest.
    """
    joint, room = m.joint, space.joint
    worth, power, top = room.worth, room.power, room.top
    parts, nothing, floor = joint.party.size, every(value, 0.0), every(value, FLOOR)
    for v in range(top.shape[0]):
        store(top, v, nothing)
    for r in range(joint.source.size):
        s, t = joint.source[r] * c, joint.target[r] * c
        for e in range(joint.begin[r], joint.begin[r + 1]):
            i, v = joint.party[e], joint.voice[e]
            gain = load(value, t + i) - load(value, s + i) - load(numbers.price, e)
            gain = load(numbers.precision, i) * gain
            store(worth, e, gain)
            store(top, v, larger(gain, load(top, v)))
    for v in range(top.shape[0]):
        least = nothing - load(top, v)
        if not above(least, FAR):
            return False
        store(power, parts + v, least)
    for e in range(parts):
        store(power, e, larger(floor, load(worth, e) - load(top, joint.voice[e])))
    exponentials(power.reshape(power.size), room.shifted.reshape(room.shifted.size))
    return True


@inner(**LEAF)
def _one_by_one(m: Moves, numbers: Numbers, space: Space) -> None:
    """Write the rate of every act of one game from β g, however large that is."""
    joint, room = m.joint, space.joint
    worth, top, whole = room.worth, room.top, room.whole
    for v in range(top.size):
        whole[v] = math.exp(-top[v])
    for r in range(joint.source.size):
        for e in range(joint.begin[r], joint.begin[r + 1]):
            v = joint.voice[e]
            whole[v] += joint.share[r] * math.exp(worth[e] - top[v])
    for r in range(joint.source.size):
        accepted, proposed = 1.0, 0.0
        for e in range(joint.begin[r], joint.begin[r + 1]):
            v = joint.voice[e]
            accepted *= accepts(worth[e])
            proposed += (math.exp(worth[e] - top[v]) + math.exp(-top[v])) / whole[v]
        room.rate[r] = numbers.meet[r] * accepted * proposed


@inner(**LEAF)
def agree(m: Moves, numbers: Numbers, value: Floats, c: int, space: Space, out: Floats) -> bool:
    """Add to -dV/dt, of c columns, what agreements bring and cost.

    False where eight games side by side are out of the range of numbers.
    """
    if not m.joint.source.size:
        return True
    if not rates(m, numbers, value, c, space):
        return False
    joint, rate = m.joint, space.joint.rate
    for r in range(joint.source.size):
        s, t, q = joint.source[r] * c, joint.target[r] * c, load(rate, r)
        for j in range(c):
            gain = load(value, t + j) - load(value, s + j)
            store(out, s + j, load(out, s + j) + q * gain)
        for e in range(joint.begin[r], joint.begin[r + 1]):
            x = s + joint.party[e]
            store(out, x, load(out, x) - q * load(numbers.price, e))
    return True


@inner(**LEAF)
def agreed(
    m: Moves, numbers: Numbers, value: Floats, c: int, mass: Floats, space: Space, out: Floats
) -> bool:
    """Let mass flow as agreements have it: the transpose of what values see, efforts aside."""
    if not m.joint.source.size:
        return True
    if not rates(m, numbers, value, c, space):
        return False
    joint, rate = m.joint, space.joint.rate
    for r in range(joint.source.size):
        s, t = joint.source[r], joint.target[r]
        moved = load(rate, r) * load(mass, s)
        store(out, s, load(out, s) - moved)
        store(out, t, load(out, t) + moved)
    return True
