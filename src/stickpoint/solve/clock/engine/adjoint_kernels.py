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

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.adjoint_arc_kernels import through_arcs
from stickpoint.solve.clock.engine.adjoint_class_kernels import pairs, through_classes, through_one
from stickpoint.solve.clock.engine.adjoint_space_kernels import Slopes, Space, make_space
from stickpoint.solve.clock.engine.kernels import CENTRED, MISTAKES, Moves
from stickpoint.solve.clock.engine.runge_kernels import (
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

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


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
            through_arcs(m, i, value, mu, reading, space, slopes, weight, tally, out)
            continue
        if m.precision[i] != 0.0 or reading == MISTAKES:
            through_classes(m, i, pair_begin, value, mu, reading, space, slopes, weight, tally, out)
            continue
        for x in range(m.first_class[i], m.first_class[i] + m.n_classes[i]):
            for q in range(m.begin[x], m.begin[x + 1]):
                if not m.settled[m.member[q]]:
                    through_one(m, i, x, q, value, mu, reading, space, slopes, weight, tally, out)
            if m.bits[i] == 0 and weight != 0.0:
                lo, hi = m.begin[x], m.begin[x + 1]
                space.chance[: hi - lo] = 1.0
                pairs(
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

    Steps are as long as μ allows, and need not end where a step of the values did.

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
    now, end, late = times[first + 1], times[last], first
    read_between(now, late, times, values, slopes_kept, guide)
    pending_flat[:] = 0.0
    transpose(m, guide, mu, discount, reading, pair_begin, space, pending, 1.0, tally[0], k[0])
    at_begin, summed = pending_flat.copy(), np.empty_like(total)
    while now < end:
        left = end - now
        h = _to_the_end(step, left)
        if h < left and h <= 1e-14 * max(1.0, abs(now)):
            return step, now, TOO_SMALL
        pending_flat[:] = 0.0
        reached = late
        for stage in range(1, 6):
            at = min(now + _C[stage - 1] * h, end)
            while times[reached] < at:
                reached -= 1
            _combine(mu.reshape(n * c), flat, stage - 1, h, trial.reshape(n * c))
            read_between(at, reached, times, values, slopes_kept, guide)
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
            now, late = end if h == left else now + h, reached
            mu[:] = trial
            total += summed
            at_begin[:] = pending_flat
            tally[0] = tally[6]
            k[0] = k[6]
        ahead = _next_step(h, error)
        step = max(step, ahead) if error <= 1.0 and h < step else ahead
    return step, now, DONE
