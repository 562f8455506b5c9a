"""The gradient through free choices, class by class; `adjoint_kernels` has the equations."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.adjoint_arc_kernels import choose
from stickpoint.solve.clock.engine.adjoint_space_kernels import HERE, TINY, Slopes, Space
from stickpoint.solve.clock.engine.kernels import MISTAKES, Moves, switching, worth_of_moving

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@njit(cache=True, nogil=True, error_model="numpy")
def through_one(
    m: Moves,
    i: int,
    x: int,
    place: int,
    value: Floats,
    mu: Floats,
    reading: int,
    space: Space,
    slopes: Slopes,
    weight: float,
    tally: Floats,
    out: Floats,
) -> None:
    """Add one state's free choices one by one; ``place`` is where the state stands in class x."""
    lo, hi = m.begin[x], m.begin[x + 1]
    s, slot, size = m.member[place], m.slot[place], hi - lo
    target, price, pulled = space.target, space.price, space.pulled
    target[0], price[0] = s, 0.0
    k = 0
    for q in range(lo, hi):
        if q != place:
            k += 1
            target[k] = m.member[q]
            price[k] = switching(m, i, slot, m.slot[q])
    by_pace, by_precision = choose(
        i, s, size, value, mu, m.pace[i], m.precision[i], reading,
        target, price, space.chance, space.gain, pulled, space.weigh, out,
    )  # fmt: skip
    tally[i] += by_pace
    slopes.precision[i] += weight * by_precision
    k = 0
    for q in range(lo, hi):
        if q == place:
            continue
        k += 1
        for b in range(m.bits[i]):
            before, after = (slot >> b) & 1, (m.slot[q] >> b) & 1
            if before < after:
                slopes.turn_on[i, b] -= weight * pulled[k]
            elif after < before:
                slopes.turn_off[i, b] -= weight * pulled[k]


@njit(cache=True, nogil=True, error_model="numpy")
def pairs(
    m: Moves,
    i: int,
    x: int,
    begin: int,
    value: Floats,
    mu: Floats,
    reading: int,
    chance: Floats,
    total: float,
    slopes: Slopes,
    weight: float,
) -> None:
    """Add the slopes in the effort of every single move of a class without options to price."""
    lo, hi = m.begin[x], m.begin[x + 1]
    size, c = hi - lo, value.shape[1]
    for k in range(size):
        s = m.member[lo + k]
        if m.settled[s]:
            continue
        expected = 0.0
        for turn in range(2):
            for a in range(size):
                t = m.member[lo + a]
                g = mu[s, i] * value[t, i] if reading == MISTAKES else 0.0
                for j in range(c):
                    if j != i:
                        g += mu[s, j] * value[t, j]
                share = chance[a] / total
                if turn == 0:
                    expected += share * g
                elif a != k:
                    pulled = share * (mu[s, i] + m.precision[i] * (g - expected))
                    at = begin + a * (size - 1) + (k if k < a else k - 1)
                    slopes.pair[at] -= weight * m.pace[i] * pulled


@njit(**HERE)
def _spread(bits: int, switch: Floats, columns: int, stages: Floats, costs: Floats) -> None:
    """Sum over the choices option by option, keeping what each option started from."""
    for b in range(bits):
        on, off, weight_on, weight_off = switch[b, 0], switch[b, 1], switch[b, 2], switch[b, 3]
        half = 1 << b
        for base in range(0, 1 << bits, 2 * half):
            for x in range(base, base + half):
                y = x + half
                for j in range(columns):
                    stages[b + 1, x, j] = stages[b, x, j] + weight_on * stages[b, y, j]
                    stages[b + 1, y, j] = stages[b, y, j] + weight_off * stages[b, x, j]
                cost_x, cost_y = costs[b, x], costs[b, y]
                costs[b + 1, x] = cost_x + weight_on * (cost_y + on * stages[b, y, 0])
                costs[b + 1, y] = cost_y + weight_off * (cost_x + off * stages[b, x, 0])


@njit(**HERE)
def _switched(
    i: int,
    c: int,
    reading: int,
    price: float,
    back: Floats,
    back_cost: Floats,
    source: int,
    stages: Floats,
    costs: Floats,
    b: int,
    goal: int,
) -> float:
    """Sum π (G - Σ π G) over the moves between two halves, before the weight of the option."""
    weight = stages[b, goal, 0]
    total = -back[source, c] * weight
    for j in range(c):
        if j != i:
            total += back[source, j] * stages[b, goal, j + 1]
    if reading == MISTAKES:
        gain = stages[b, goal, i + 1] - costs[b, goal] - price * weight
        total += back[source, i] * gain - back_cost[source] * weight
    return total


@njit(**HERE)
def _gather(
    i: int,
    c: int,
    reading: int,
    bits: int,
    switch: Floats,
    stages: Floats,
    costs: Floats,
    back: Floats,
    back_cost: Floats,
    pulls: Floats,
    is_weighed: bool,
) -> None:
    """Send sums over the sources back option by option.

    On the way, add to ``pulls`` what switching each option on or off pulls, and who went.
    """
    for b in range(bits - 1, -1, -1):
        on, off, weight_on, weight_off = switch[b, 0], switch[b, 1], switch[b, 2], switch[b, 3]
        half = 1 << b
        for base in range(0, 1 << bits, 2 * half):
            for x in range(base, base + half):
                y = x + half
                if is_weighed:
                    pulls[b, 0] += _switched(
                        i, c, reading, on, back, back_cost, x, stages, costs, b, y
                    )
                    pulls[b, 1] += _switched(
                        i, c, reading, off, back, back_cost, y, stages, costs, b, x
                    )
                    pulls[b, 2] += back[x, i] * stages[b, y, 0]
                    pulls[b, 3] += back[y, i] * stages[b, x, 0]
                cost_y = back_cost[y] + weight_on * (back_cost[x] + on * back[x, i])
                back_cost[x] += weight_off * (back_cost[y] + off * back[y, i])
                back_cost[y] = cost_y
                for j in range(c + 1):
                    above = back[y, j]
                    back[y, j] = above + weight_on * back[x, j]
                    back[x, j] += weight_off * above


@njit(cache=True, nogil=True, error_model="numpy")
def through_classes(
    m: Moves,
    i: int,
    pair_begin: Longs,
    value: Floats,
    mu: Floats,
    reading: int,
    space: Space,
    slopes: Slopes,
    weight: float,
    tally: Floats,
    out: Floats,
) -> None:
    """Add the free choices of a party, all states of a class at once."""
    c = value.shape[1]
    pace, beta, bits = m.pace[i], m.precision[i], m.bits[i]
    width = 1 << bits
    member, slot, settled = m.member, m.slot, m.settled
    chance, back, back_cost = space.chance, space.back, space.back_cost
    stages, costs, switch, pulls = space.stages, space.costs, space.switch, space.pulls
    for b in range(bits):
        switch[b, 0], switch[b, 1] = m.turn_on[i, b], m.turn_off[i, b]
        switch[b, 2], switch[b, 3] = math.exp(-beta * switch[b, 0]), math.exp(-beta * switch[b, 1])
        for k in range(4):
            pulls[b, k] = 0.0
    paces, precisions = 0.0, 0.0
    for x in range(m.first_class[i], m.first_class[i] + m.n_classes[i]):
        lo, hi = m.begin[x], m.begin[x + 1]
        top = value[member[lo], i]
        for q in range(lo + 1, hi):
            top = max(top, value[member[q], i])
        for row in range(width):
            for j in range(c + 1):
                stages[0, row, j] = 0.0
                back[row, j] = 0.0
            costs[0, row] = 0.0
            back_cost[row] = 0.0
        for q in range(lo, hi):
            s, row = member[q], slot[q]
            w = math.exp(beta * (value[s, i] - top))
            chance[q - lo] = w
            stages[0, row, 0] += w
            for j in range(c):
                stages[0, row, j + 1] += w * value[s, j]
        _spread(bits, switch, c + 1, stages, costs)
        if bits == 0 and weight != 0.0:
            pairs(
                m, i, x, pair_begin[x], value, mu, reading, chance, stages[0, 0, 0], slopes, weight
            )
        out_of_range = False
        for q in range(lo, hi):
            s, row = member[q], slot[q]
            total = stages[bits, row, 0]
            out_of_range |= total < TINY
            if settled[s] or total < TINY:
                continue
            share = 1.0 / total
            mean = (stages[bits, row, i + 1] - costs[bits, row]) * share
            expected = mu[s, i] * mean if reading == MISTAKES else 0.0
            stays = 0.0
            for j in range(c):
                if j != i:
                    expected += mu[s, j] * stages[bits, row, j + 1] * share
                stays += mu[s, j] * value[s, j]
                back[row, j] += pace * mu[s, j] * share
            back[row, c] += pace * expected * share
            paces += expected - stays
            if reading != MISTAKES:
                worth = worth_of_moving(reading, beta, top, total, hi - lo, mean * total)
                paces += mu[s, i] * worth
                precisions += pace * mu[s, i] * (mean - worth) / beta
        _gather(i, c, reading, bits, switch, stages, costs, back, back_cost, pulls, weight != 0.0)
        for q in range(lo, hi):
            s, row = member[q], slot[q]
            w = chance[q - lo]
            pull = -back[row, c]
            for j in range(c):
                out[s, j] += w * back[row, j]
                if j != i:
                    pull += back[row, j] * value[s, j]
            if reading == MISTAKES:
                pull += back[row, i] * value[s, i] - back_cost[row]
            out[s, i] += beta * w * pull
            precisions += w * pull * (value[s, i] - top)
        if out_of_range:
            # The shared sums say nothing there: choice by choice, in the same space.
            for q in range(lo, hi):
                if not settled[member[q]] and stages[bits, slot[q], 0] < TINY:
                    through_one(m, i, x, q, value, mu, reading, space, slopes, weight, tally, out)
    tally[i] += paces
    slopes.precision[i] += weight * precisions
    for b in range(bits):
        on, off, weight_on, weight_off = switch[b, 0], switch[b, 1], switch[b, 2], switch[b, 3]
        slopes.turn_on[i, b] -= weight * weight_on * (beta * pulls[b, 0] + pulls[b, 2])
        slopes.turn_off[i, b] -= weight * weight_off * (beta * pulls[b, 1] + pulls[b, 3])
        lost = weight_on * on * pulls[b, 0] + weight_off * off * pulls[b, 1]
        slopes.precision[i] -= weight * lost
