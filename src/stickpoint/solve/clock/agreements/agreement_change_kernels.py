"""Compiled loops: how what agreements bring answers a change of the values.

With x_i = β_i g_i, P the product of the odds of acceptance, R_i = (1 + e_i) / Z_i and m the most
that the rate can be (`agreement_kernels` has the rest),

    dq = m P [Σ_i dR_i + Σ_i R_i Σ_j dx_j / (1 + e_j)],
    dR_i = (e_i / Z_i) dx_i - R_i Σ_k w_k (e_ik / Z_i) dx_ik.
"""

from __future__ import annotations

import math

from numba import njit

from stickpoint.solve.clock.agreements.agreement_kernels import accepts, rates
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Longs, Moves, Numbers, Space
from stickpoint.solve.clock.engine.vector_kernels import LEAF, LOOP


@inner(**LEAF)
def _odds(m: Moves, numbers: Numbers, value: Floats, c: int, space: Space) -> None:
    """Write the rates, and of every part its power and of every voice the whole of it."""
    rates(m, numbers, value, c, space)
    joint, room = m.joint, space.joint
    for v in range(room.top.size):
        room.whole[v] = math.exp(-room.top[v])
    for r in range(joint.source.size):
        for e in range(joint.begin[r], joint.begin[r + 1]):
            v = joint.voice[e]
            room.power[e] = math.exp(room.worth[e] - room.top[v])
            room.whole[v] += joint.share[r] * room.power[e]


@inner(**LEAF)
def _proposed(space: Space, part: int, voice: int) -> float:
    """Return R of one part."""
    room = space.joint
    return (room.power[part] + math.exp(-room.top[voice])) / room.whole[voice]


@inner(**LEAF)
def _factors(m: Moves, r: int, space: Space) -> tuple[float, float]:
    """Return the two factors of an act's rate: P and the sum of R."""
    joint, accepted, proposed = m.joint, 1.0, 0.0
    for e in range(joint.begin[r], joint.begin[r + 1]):
        accepted *= accepts(space.joint.worth[e])
        proposed += _proposed(space, e, joint.voice[e])
    return accepted, proposed


@njit(**LOOP)
def agree_change(
    m: Moves, numbers: Numbers, value: Floats, along: Floats, c: int, space: Space, out: Floats
) -> None:
    """Add to dF how agreements answer a change of the values, both (states * columns,)."""
    _odds(m, numbers, value, c, space)
    joint, room, precision = m.joint, space.joint, numbers.precision
    parts, moved = joint.party.size, room.shifted
    moved[parts:] = 0.0
    for r in range(joint.source.size):
        s, t = joint.source[r] * c, joint.target[r] * c
        for e in range(joint.begin[r], joint.begin[r + 1]):
            i, v = joint.party[e], joint.voice[e]
            moved[e] = precision[i] * (along[t + i] - along[s + i])
            moved[parts + v] += joint.share[r] * room.power[e] / room.whole[v] * moved[e]
    for r in range(joint.source.size):
        s, t = joint.source[r] * c, joint.target[r] * c
        accepted, proposed = _factors(m, r, space)
        change, easier = 0.0, 0.0
        for e in range(joint.begin[r], joint.begin[r + 1]):
            v = joint.voice[e]
            change += room.power[e] / room.whole[v] * moved[e]
            change -= _proposed(space, e, v) * moved[parts + v]
            easier += moved[e] * accepts(-room.worth[e])
        faster = numbers.meet[r] * accepted * (change + proposed * easier)
        for j in range(c):
            gain, more = value[t + j] - value[s + j], along[t + j] - along[s + j]
            out[s + j] += faster * gain + room.rate[r] * more
        for e in range(joint.begin[r], joint.begin[r + 1]):
            out[s + joint.party[e]] -= faster * numbers.price[e]


@njit(**LOOP)
def agree_matrix(
    m: Moves, numbers: Numbers, value: Floats, c: int, space: Space, place: Longs, out: Floats
) -> None:
    """Add what agreements make of -∂F/∂V, in full.

    ``value`` is (states * parties,); ``place`` (states,) numbers the open states and is -1
    elsewhere; the unknown (s, j) has row and column ``place[s] * parties + j``.
    """
    _odds(m, numbers, value, c, space)
    joint, room = m.joint, space.joint
    first, past = 0, 0
    for r in range(joint.source.size):
        s = joint.source[r]
        if r == past:
            first = r
            while past < joint.source.size and joint.source[past] == s:
                past += 1
        if place[s] < 0:
            continue
        row, to = place[s] * c, place[joint.target[r]] * c
        for j in range(c):
            out[row + j, row + j] += room.rate[r]
            if to >= 0:
                out[row + j, to + j] -= room.rate[r]
        accepted, proposed = _factors(m, r, space)
        most = numbers.meet[r] * accepted
        for e in range(joint.begin[r], joint.begin[r + 1]):
            v = joint.voice[e]
            own = room.power[e] / room.whole[v] + proposed * accepts(-room.worth[e])
            _pull(m, numbers, value, c, r, e, r, most * own, place, out)
            for k in range(first, past):
                for f in range(joint.begin[k], joint.begin[k + 1]):
                    if joint.voice[f] == v:
                        lost = joint.share[k] * room.power[f] / room.whole[v]
                        lost *= most * _proposed(space, e, v)
                        _pull(m, numbers, value, c, r, f, k, -lost, place, out)


@inner(**LEAF)
def _pull(
    m: Moves, numbers: Numbers, value: Floats, c: int, r: int, part: int, other: int, faster: float,
    place: Longs, out: Floats,
) -> None:  # fmt: skip
    """Add what follows when act r is faster by so much for a part's precision times gain."""
    joint, i = m.joint, m.joint.party[part]
    s, t, to = joint.source[r], joint.target[r], place[joint.target[other]]
    steep, row = numbers.precision[i] * faster, place[s] * c
    for j in range(c):
        gain = value[t * c + j] - value[s * c + j]
        for e in range(joint.begin[r], joint.begin[r + 1]):
            if joint.party[e] == j:
                gain -= numbers.price[e]
        out[row + j, row + i] += steep * gain
        if to >= 0:
            out[row + j, to * c + i] -= steep * gain
