"""The choices at one state, listed one by one: where no table serves, and where one is drawn.

That is where the weights of a state are out of the range of numbers, where replies are best, and
where courses are played out. `choice_kernels` has what a chance to move is worth.
"""

from __future__ import annotations

import math

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Ints, Moves
from stickpoint.solve.clock.engine.vector_kernels import LEAF

_TIE = 1e-10
"""Gains that differ by less, relative to one plus their size, count as equal."""


@inner(**LEAF)
def switching(bits: int, turn_on: Floats, turn_off: Floats, source: int, goal: int) -> float:
    """Return the effort of a free move between two own vectors."""
    cost = 0.0
    for k in range(bits):
        before, after = (source >> k) & 1, (goal >> k) & 1
        if before != after:
            cost += turn_on[k] if after else turn_off[k]
    return cost


@inner(**LEAF)
def list_choices(m: Moves, i: int, q: int, target: Ints, price: Floats) -> int:
    """List where party i may go from place q, to stay first, and at what effort.

    Returns how many choices there are.
    """
    s, count = m.member[q], 1
    target[0], price[0] = s, 0.0
    if m.is_free[i]:
        bits, on, off, member, slot = m.bits[i], m.turn_on[i], m.turn_off[i], m.member, m.slot
        for other in range(m.begin[m.block[q]], m.begin[m.block[q] + 1]):
            if other != q:
                target[count] = member[other]
                price[count] = switching(bits, on, off, slot[q], slot[other])
                count += 1
        return count
    goals, effort = m.target, m.effort
    for a in range(m.start[i, s], m.start[i, s + 1]):
        target[count], price[count] = goals[a], effort[a]
        count += 1
    return count


@inner(**LEAF)
def list_gains(m: Moves, i: int, q: int, value: Floats, c: int, target: Ints, gain: Floats) -> int:
    """List choices as `list_choices`, with what each is worth less its effort."""
    count = list_choices(m, i, q, target, gain)
    for k in range(count):
        gain[k] = value[target[k] * c + i] - gain[k]
    return count


@inner(**LEAF)
def choose(beta: float, count: int, gain: Floats, chance: Floats) -> tuple[float, float, float]:
    """Write the chance of each choice; return the largest gain, its weight's sum, the mean gain.

    An infinite precision is a best reply, which stays, the first choice, where that is as good.
    """
    if math.isinf(beta):
        best = 0
        for k in range(count):
            chance[k] = 0.0
            if gain[k] > gain[best] + _TIE * (1.0 + abs(gain[best])):
                best = k
        chance[best] = 1.0
        return gain[best], 1.0, gain[best]
    top, total, mean = gain[0], 0.0, 0.0
    for k in range(count):
        top = max(top, gain[k])
    for k in range(count):
        chance[k] = math.exp(beta * (gain[k] - top))
        total += chance[k]
        mean += chance[k] * gain[k]
    for k in range(count):
        chance[k] /= total
    return top, total, mean / total
