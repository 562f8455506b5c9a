"""Compiled loops of the gradient: what an answer loses when a value, or a number, is changed.

The values of the parties and one observer obey -dY/dt = F(Y). With μ(0) = 0 for the parties and
the starting distribution for the observer, and μ carried forward by

    dμ/dt = (∂F/∂Y)ᵀ μ,

the slope of the observer's expected value in a number θ of the game is ∫ μᵀ ∂F/∂θ dt (L. S.
Pontryagin and others, 1962, *The Mathematical Theory of Optimal Processes*, chapter 1; for
Markov models, Y. Cao and others, 2003, *SIAM J. Sci. Comput.* 24, 1076-1089, section 2.1). The
observer's own μ is the distribution over states.

A chance of party i in state s, taken to choice a with probability π_a and gain q_a, is worth
G_a = Σ_j≠i μ_j(s) V_j(s_a) to the answer (and μ_i(s) q_a more where mistakes count), so a nudge to
q_a moves it by λ_i π_a μ_i(s) + λ_i β_i π_a (G_a - Σ π G).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.kernels import (
    CENTRED,
    MISTAKES,
    TASTE,
    Moves,
    switching,
    worth_of_moving,
)
from stickpoint.solve.clock.runge_kernels import (
    _A,
    _C,
    _ERROR,
    DONE,
    TOO_SMALL,
    _combine,
    _error,
    _next_step,
    _to_the_end,
    read_between,
)

_TINY = 1e-250
_HERE: Any = {"cache": True, "nogil": True, "error_model": "numpy", "inline": "always"}
"""For what is called for every class or state: to hand over the arrays would take longer."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


class Slopes(NamedTuple):
    """Where the integrals ∫ μᵀ ∂F/∂θ dt gather, one array for each kind of number.

    ``pair`` holds the efforts of the moves within classes that have no options to price, class by
    class from ``pair_begin``: by target, then by source.
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


class Space(NamedTuple):
    """Space to work in; see `make_space`."""

    target: Ints
    price: Floats
    chance: Floats
    gain: Floats
    pulled: Floats
    stages: Floats
    costs: Floats
    back: Floats
    back_cost: Floats
    switch: Floats
    pulls: Floats
    weigh: Floats


@njit(cache=True, nogil=True, error_model="numpy")
def make_space(m: Moves, n_states: int, columns: int) -> Space:
    """Make space for a game with so many states and columns of values."""
    most, bits, width = 1, 0, 1
    for i in range(m.pace.size):
        if m.first_class[i] >= 0:
            bits = max(bits, m.bits[i])
            begin = m.begin[m.first_class[i] : m.first_class[i] + m.n_classes[i] + 1]
            for x in range(begin.size - 1):
                most = max(most, begin[x + 1] - begin[x])
        else:
            for s in range(n_states):
                most = max(most, m.start[i, s + 1] - m.start[i, s] + 1)
    width = 1 << bits
    return Space(
        np.empty(most, np.int32),
        np.empty(most),
        np.empty(most),
        np.empty(most),
        np.empty(most),
        np.empty((bits + 1, width, columns + 1)),
        np.empty((bits + 1, width)),
        np.empty((width, columns + 1)),
        np.empty(width),
        np.empty((bits, 4)),
        np.empty((bits, 4)),
        np.empty(columns),
    )


@njit(**_HERE)
def _choose(
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
def _through_arcs(
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
    pace, beta = m.pace[i], m.precision[i]
    target, price, chance = space.target, space.price, space.chance
    gain, pulled, weigh, effort = space.gain, space.pulled, space.weigh, slopes.effort
    starts, goals, efforts, settled = m.start[i], m.target, m.effort, m.settled
    paces, precisions = 0.0, 0.0
    for s in range(value.shape[0]):
        if settled[s]:
            continue
        first, last = starts[s], starts[s + 1]
        target[0], price[0] = s, 0.0
        for a in range(first, last):
            target[a - first + 1] = goals[a]
            price[a - first + 1] = efforts[a]
        by_pace, by_precision = _choose(
            i, s, last - first + 1, value, mu, pace, beta, reading,
            target, price, chance, gain, pulled, weigh, out,
        )  # fmt: skip
        paces += by_pace
        precisions += by_precision
        if weight != 0.0:
            for a in range(first, last):
                effort[a] -= weight * pulled[a - first + 1]
    tally[i] += paces
    slopes.precision[i] += weight * precisions


@njit(cache=True, nogil=True, error_model="numpy")
def _through_one(
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
    by_pace, by_precision = _choose(
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
def _pairs(
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


@njit(**_HERE)
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


@njit(**_HERE)
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


@njit(**_HERE)
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
def _through_classes(
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
            _pairs(
                m, i, x, pair_begin[x], value, mu, reading, chance, stages[0, 0, 0], slopes, weight
            )
        out_of_range = False
        for q in range(lo, hi):
            s, row = member[q], slot[q]
            total = stages[bits, row, 0]
            out_of_range |= total < _TINY
            if settled[s] or total < _TINY:
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
                if not settled[member[q]] and stages[bits, slot[q], 0] < _TINY:
                    _through_one(m, i, x, q, value, mu, reading, space, slopes, weight, tally, out)
    tally[i] += paces
    slopes.precision[i] += weight * precisions
    for b in range(bits):
        on, off, weight_on, weight_off = switch[b, 0], switch[b, 1], switch[b, 2], switch[b, 3]
        slopes.turn_on[i, b] -= weight * weight_on * (beta * pulls[b, 0] + pulls[b, 2])
        slopes.turn_off[i, b] -= weight * weight_off * (beta * pulls[b, 1] + pulls[b, 3])
        lost = weight_on * on * pulls[b, 0] + weight_off * off * pulls[b, 1]
        slopes.precision[i] -= weight * lost


@njit(cache=True, nogil=True, error_model="numpy")
def transpose(
    m: Moves,
    value: Floats,
    mu: Floats,
    discount: Floats,
    reading: int,
    pair_begin: Longs,
    space: Space,
    slopes: Slopes,
    weight: float,
    tally: Floats,
    out: Floats,
) -> None:
    """Write dμ/dt, and add ``weight`` times μᵀ ∂F/∂θ to ``slopes``.

    ``tally`` (parties,) becomes μᵀ ∂F/∂λ, unweighted. The columns of ``value`` and ``mu`` (states,
    columns) are the parties, then any observers.
    """
    n, c = value.shape
    chances = m.pace.sum()
    for s in range(n):
        left = 0.0 if m.settled[s] else chances
        for j in range(c):
            out[s, j] = -(discount[j] + left) * mu[s, j]
    if weight != 0.0:
        payoffs, discounts = slopes.payoffs, slopes.discount
        for s in range(n):
            for j in range(m.pace.size):
                payoffs[s, j] += weight * mu[s, j]
                discounts[j] -= weight * mu[s, j] * value[s, j]
    tally[:] = 0.0
    for i in range(m.pace.size):
        if m.first_class[i] < 0:
            _through_arcs(m, i, value, mu, reading, space, slopes, weight, tally, out)
            continue
        if m.precision[i] != 0.0 or reading == MISTAKES:
            _through_classes(
                m, i, pair_begin, value, mu, reading, space, slopes, weight, tally, out
            )
            continue
        for x in range(m.first_class[i], m.first_class[i] + m.n_classes[i]):
            for q in range(m.begin[x], m.begin[x + 1]):
                if not m.settled[m.member[q]]:
                    _through_one(m, i, x, q, value, mu, reading, space, slopes, weight, tally, out)
            if m.bits[i] == 0 and weight != 0.0:
                lo, hi = m.begin[x], m.begin[x + 1]
                space.chance[: hi - lo] = 1.0
                _pairs(
                    m, i, x, pair_begin[x], value, mu, reading, space.chance, float(hi - lo),
                    slopes, weight,
                )  # fmt: skip
    for i in range(m.pace.size):
        slopes.pace[i] += weight * tally[i]
    for s in range(n):
        if m.settled[s]:
            continue
        for a in range(m.nature_start[s], m.nature_start[s + 1]):
            t, gained = m.nature_target[a], 0.0
            for j in range(c):
                amount = m.nature_rate[a] * mu[s, j]
                out[t, j] += amount
                out[s, j] -= amount
                gained += mu[s, j] * (value[t, j] - value[s, j])
            slopes.nature[a] += weight * gained


@njit(cache=True, nogil=True, error_model="numpy")
def _turn(
    m: Moves,
    value: Floats,
    mu: Floats,
    discount: Floats,
    reading: int,
    pair_begin: Longs,
    space: Space,
    slopes: Slopes,
    weight: float,
    tally: Floats,
    out: Floats,
) -> None:
    """Call `transpose`, with the usual reading as a constant: that halves the time it takes."""
    if reading == CENTRED:
        transpose(m, value, mu, discount, CENTRED, pair_begin, space, slopes, weight, tally, out)
    else:
        transpose(m, value, mu, discount, reading, pair_begin, space, slopes, weight, tally, out)


@njit(cache=True, nogil=True, error_model="numpy")
def carry(
    mu: Floats,
    first: int,
    last: int,
    step: float,
    tolerance: float,
    m: Moves,
    discount: Floats,
    reading: int,
    pair_begin: Longs,
    times: Floats,
    values: Floats,
    slopes_kept: Floats,
    pending: Slopes,
    pending_flat: Floats,
    total: Floats,
) -> tuple[float, float, int]:
    """Carry μ forward over kept intervals, from ``first`` down to ``last``, and the integrals.

    ``pending`` looks into ``pending_flat``. The integrals are summed by the weights of the
    Runge–Kutta pair, as though they were more unknowns; those in the paces help to choose the
    steps, for where nobody moves μ alone stands still. What the last stage of a step finds is the
    first stage of the next. Returns the step to go on
    with, the time reached and whether the steps became too small.
    """
    n, c = mu.shape
    k = np.empty((7, n, c))
    flat = k.reshape(7, n * c)
    trial = np.empty((n, c))
    guide = np.empty((n, c))
    space = make_space(m, n, c)
    tally = np.empty((7, m.pace.size))
    now = times[first + 1]
    read_between(now, first, times, values, slopes_kept, guide)
    pending_flat[:] = 0.0
    transpose(m, guide, mu, discount, reading, pair_begin, space, pending, 1.0, tally[0], k[0])
    at_begin, summed = pending_flat.copy(), np.empty_like(total)
    for late in range(first, last - 1, -1):
        end = times[late]
        while now < end:
            left = end - now
            h = _to_the_end(step, left)
            if h < left and h <= 1e-14 * max(1.0, abs(now)):
                return step, now, TOO_SMALL
            pending_flat[:] = 0.0
            for stage in range(1, 6):
                at = min(now + _C[stage - 1] * h, end)
                _combine(mu.reshape(n * c), flat, stage - 1, h, trial.reshape(n * c))
                read_between(at, late, times, values, slopes_kept, guide)
                _turn(
                    m, guide, trial, discount, reading, pair_begin, space, pending,
                    h * _A[5, stage], tally[stage], k[stage],
                )  # fmt: skip
            for x in range(total.size):
                summed[x] = pending_flat[x] + h * _A[5, 0] * at_begin[x]
                pending_flat[x] = 0.0
            _combine(mu.reshape(n * c), flat, 5, h, trial.reshape(n * c))
            _turn(
                m, guide, trial, discount, reading, pair_begin, space, pending, 1.0,
                tally[6], k[6],
            )  # fmt: skip
            error = _error(mu.reshape(n * c), trial.reshape(n * c), flat, h, tolerance)
            for i in range(m.pace.size):
                gained, wrong = 0.0, 0.0
                for stage in range(7):
                    gained += abs(h * tally[stage, i])
                    wrong += h * _ERROR[stage] * tally[stage, i]
                error = max(error, abs(wrong) / (tolerance * (1.0 + gained)))
            if error <= 1.0:
                now = end if h == left else now + h
                mu[:] = trial
                total += summed
                at_begin[:] = pending_flat
                tally[0] = tally[6]
                k[0] = k[6]
            ahead = _next_step(h, error)
            step = max(step, ahead) if error <= 1.0 and h < step else ahead
    return step, now, DONE
