"""The gradient through choices among arcs; `adjoint_kernels` has the equations."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.adjoint_space_kernels import HERE, TINY, Slopes, Space
from stickpoint.solve.clock.engine.kernels import MISTAKES, TASTE, Moves, weights, worth_of_moving

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@njit(**HERE)
def choose(
    i: int,
    s: int,
    count: int,
    value: Floats,
    mu: Floats,
    pace: float,
    beta: float,
    reading: int,
    target: Ints,
    price: Floats,
    chance: Floats,
    gain: Floats,
    pulled: Floats,
    weigh: Floats,
    out: Floats,
) -> tuple[float, float]:
    """Add one state's chance to move; give the slopes in pace and precision.

    ``pulled`` becomes the slope in the gain of each choice. The first choice is to stay.
    ``weigh`` is space for μ of the others.
    """
    c = value.shape[1]
    for j in range(c):
        weigh[j] = mu[s, j]
    weigh[i] = 0.0
    top = value[s, i]
    for k in range(1, count):
        top = max(top, value[target[k], i] - price[k])
    total, mean, expected = 0.0, 0.0, 0.0
    for k in range(count):
        t = target[k]
        q = value[t, i] - price[k]
        w = math.exp(beta * (q - top))
        g = mu[s, i] * q if reading == MISTAKES else 0.0
        for j in range(c):
            g += weigh[j] * value[t, j]
        chance[k], gain[k] = w, g
        total += w
        mean += w * q
        expected += w * g
    worth = worth_of_moving(reading, beta, top, total, count, mean)
    mean /= total
    expected /= total
    spread = 0.0
    for k in range(count):
        t = target[k]
        share = chance[k] / total
        pull = share * (gain[k] - expected)
        spread += pull * (value[t, i] - price[k] - mean)
        sent = pace * share
        for j in range(c):
            out[t, j] += sent * weigh[j]
        pulled[k] = sent * mu[s, i] + pace * beta * pull
        out[t, i] += pulled[k]
    by_pace = expected - mu[s, i] * value[s, i]
    for j in range(c):
        by_pace -= weigh[j] * value[s, j]
    by_precision = spread
    if reading != MISTAKES:
        by_pace += mu[s, i] * worth
        if beta != 0.0:
            by_precision += mu[s, i] * (mean - worth) / beta
        elif reading == TASTE:
            by_precision = math.nan
        else:
            around = 0.0
            for k in range(count):
                around += (value[target[k], i] - price[k] - mean) ** 2
            by_precision += mu[s, i] * around / (2 * count)
    return by_pace, pace * by_precision


@njit(cache=True, nogil=True, error_model="numpy")
def through_arcs(
    m: Moves,
    i: int,
    value: Floats,
    mu: Floats,
    reading: int,
    space: Space,
    slopes: Slopes,
    weight: float,
    tally: Floats,
    out: Floats,
) -> None:
    """Add a party's choices among arcs, all states at once where one set of weights serves them.

    The weight of going from s to t is W(t) exp(-β c), so what the sources of t send it gathers in
    one row, before W(t); see `_arrive`.
    """
    c = value.shape[1]
    pace, beta = m.pace[i], m.precision[i]
    starts, goals, efforts, settled = m.start[i], m.target, m.effort, m.settled
    keep, sent, paid, share_of = space.keep, space.sent, space.sent_cost, space.sum
    chance = space.weight
    top = math.inf
    if space.is_shared[i] and (beta != 0.0 or reading == MISTAKES):
        top = weights(value, i, beta, chance, space.scratch)
    apart = math.isinf(top)
    paces, precisions = 0.0, 0.0
    if not apart:
        sent[:] = 0.0
        paid[:] = 0.0
    for s in range(value.shape[0]):
        if settled[s]:
            continue
        first, last = starts[s], starts[s + 1]
        total, cost = 0.0, 0.0
        if not apart:
            total = chance[s]
            for j in range(c):
                share_of[j] = total * value[s, j]
            for a in range(first, last):
                t = goals[a]
                w = chance[t] * keep[a]
                total += w
                cost += w * efforts[a]
                for j in range(c):
                    share_of[j] += w * value[t, j]
        if total < TINY:
            by_pace, by_precision = _one_by_one(
                m, i, s, value, mu, reading, space, slopes, weight, out
            )
            paces += by_pace
            precisions += by_precision
            continue
        share = 1.0 / total
        mean = (share_of[i] - cost) * share
        expected, stays = mu[s, i] * mean if reading == MISTAKES else 0.0, 0.0
        for j in range(c):
            if j != i:
                expected += mu[s, j] * share_of[j] * share
            stays += mu[s, j] * value[s, j]
            share_of[j] = pace * share * mu[s, j]
        share_of[c] = pace * share * expected
        paces += expected - stays
        if reading != MISTAKES:
            worth = worth_of_moving(reading, beta, top, total, last - first + 1, mean * total)
            paces += mu[s, i] * worth
            precisions += pace * mu[s, i] * (mean - worth) / beta
        for j in range(c + 1):
            sent[s, j] += share_of[j]
        for a in range(first, last):
            t, kept = goals[a], keep[a]
            for j in range(c + 1):
                sent[t, j] += kept * share_of[j]
        if reading == MISTAKES:
            for a in range(first, last):
                paid[goals[a]] += keep[a] * efforts[a] * share_of[i]
        if weight != 0.0:
            precisions += _efforts(
                i, first, last, goals, efforts, keep, chance, beta, reading, share_of, value,
                slopes.effort, weight,
            )  # fmt: skip
    if not apart:
        precisions += _arrive(i, beta, top, reading, chance, sent, paid, value, out)
    tally[i] += paces
    slopes.precision[i] += weight * precisions


@njit(**HERE)
def _one_by_one(
    m: Moves,
    i: int,
    s: int,
    value: Floats,
    mu: Floats,
    reading: int,
    space: Space,
    slopes: Slopes,
    weight: float,
    out: Floats,
) -> tuple[float, float]:
    """Add one state's arcs with weights of its own."""
    first, last = m.start[i, s], m.start[i, s + 1]
    target, price, pulled, effort = space.target, space.price, space.pulled, slopes.effort
    target[0], price[0] = s, 0.0
    for a in range(first, last):
        target[a - first + 1] = m.target[a]
        price[a - first + 1] = m.effort[a]
    found = choose(
        i, s, last - first + 1, value, mu, m.pace[i], m.precision[i], reading,
        target, price, space.chance, space.gain, pulled, space.weigh, out,
    )  # fmt: skip
    if weight != 0.0:
        for a in range(first, last):
            effort[a] -= weight * pulled[a - first + 1]
    return found


@njit(**HERE)
def _efforts(
    i: int,
    first: int,
    last: int,
    goals: Ints,
    efforts: Floats,
    keep: Floats,
    chance: Floats,
    beta: float,
    reading: int,
    sent: Floats,
    value: Floats,
    effort: Floats,
    weight: float,
) -> float:
    """Add the slopes in the efforts of one state's arcs; give what they add to the precision's."""
    c, lost = value.shape[1], 0.0
    for a in range(first, last):
        t = goals[a]
        pull = -sent[c]
        for j in range(c):
            pull += sent[j] * value[t, j]
        pull -= sent[i] * (efforts[a] if reading == MISTAKES else value[t, i])
        taken = keep[a] * chance[t]
        effort[a] -= weight * taken * (sent[i] + beta * pull)
        lost += efforts[a] * taken * pull
    return -lost


@njit(**HERE)
def _arrive(
    i: int,
    beta: float,
    top: float,
    reading: int,
    chance: Floats,
    sent: Floats,
    paid: Floats,
    value: Floats,
    out: Floats,
) -> float:
    """Hand every state what its sources sent; give the slope in precision, efforts aside."""
    c, found = value.shape[1], 0.0
    for t in range(value.shape[0]):
        w, pull = chance[t], -sent[t, c]
        for j in range(c):
            out[t, j] += w * sent[t, j]
            pull += sent[t, j] * value[t, j]
        if reading == MISTAKES:
            pull -= paid[t]
        else:
            pull -= sent[t, i] * value[t, i]
        out[t, i] += beta * w * pull
        found += w * pull * (value[t, i] - top)
    return found
