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

from stickpoint.solve.clock.agreements.agreement_adjoint_kernels import through_agreements
from stickpoint.solve.clock.engine import runge_kernels as runge
from stickpoint.solve.clock.engine.adjoint_choice_kernels import (
    Passage,
    make_passage,
    through_party,
)
from stickpoint.solve.clock.engine.adjoint_one_kernels import Slopes
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Longs, Moves, Numbers, Space
from stickpoint.solve.clock.engine.slope_kernels import nature_flow
from stickpoint.solve.clock.engine.vector_kernels import LEAF, LOOP, copy


@inner(**LEAF)
def transpose(
    m: Moves, numbers: Numbers, value: Floats, mu: Floats, reading: int, pair_begin: Longs,
    space: Space, passage: Passage, slopes: Slopes, weight: float, tally: Floats, out: Floats,
) -> None:  # fmt: skip
    """Write dμ/dt, and add ``weight`` times μᵀ ∂F/∂θ to ``slopes``.

    ``tally`` (parties,) becomes μᵀ ∂F/∂λ, unweighted. The columns of ``value`` and ``mu`` (states *
    columns,) are the parties, then any observers.
    """
    settled, discount = m.settled, numbers.discount
    payoffs, discounts = slopes.payoffs, slopes.discount
    n, c, p = settled.size, discount.size, m.pace.size
    chances = m.pace.sum()
    for s in range(n):
        left = 0.0 if settled[s] else chances
        for j in range(c):
            out[s * c + j] = -(discount[j] + left) * mu[s * c + j]
    if weight != 0.0:
        for s in range(n):
            for j in range(p):
                payoffs[s, j] += weight * mu[s * c + j]
                discounts[j] -= weight * mu[s * c + j] * value[s * c + j]
    for i in range(p):
        tally[i] = through_party(
            m, i, numbers, pair_begin, value, mu, c, reading, space, passage, slopes, weight, out
        )
        slopes.pace[i] += weight * tally[i]
    through_agreements(m, numbers, value, mu, c, space, slopes, weight, tally, out)
    nature_flow(m.settled, m.nature_start, m.nature_target, m.nature_rate, c, mu, out)
    for s in range(n):
        if settled[s] or weight == 0.0:
            continue
        for a in range(m.nature_start[s], m.nature_start[s + 1]):
            t = m.nature_target[a]
            for j in range(c):
                gain = value[t * c + j] - value[s * c + j]
                slopes.nature[a] += weight * mu[s * c + j] * gain


@njit(**LOOP)
def carry(
    mu: Floats, first: int, last: int, step: float, tolerance: float, m: Moves, numbers: Numbers,
    reading: int, pair_begin: Longs, times: Floats, values: Floats, slopes_kept: Floats,
    pending: Slopes, pending_flat: Floats, total: Floats, space: Space,
) -> tuple[float, float, int]:  # fmt: skip
    """Carry μ forward over kept intervals, from ``first`` down to ``last``, and the integrals.

    Steps are as long as μ allows, and need not end where a step of the values did.

    ``pending`` looks into ``pending_flat``. The integrals are summed by the weights of the
    Runge–Kutta pair, as though they were more unknowns; those in the paces help to choose the
    steps, for where nobody moves μ alone stands still. Returns the step to go on with, the time
    reached and whether the steps became too small.
    """
    c, p = numbers.discount.size, m.pace.size
    k, trial, guide = np.empty((7, mu.size)), np.empty_like(mu), np.empty_like(mu)
    passage = make_passage(space.total.size, c, m.bits.max())
    tally = np.empty((7, p))
    now, end, late = times[first + 1], times[last], first
    runge.read_between(now, late, times, values, slopes_kept, guide)
    pending_flat[:] = 0.0
    transpose(
        m, numbers, guide, mu, reading, pair_begin, space, passage, pending, 1.0, tally[0], k[0]
    )
    at_begin, summed = pending_flat.copy(), np.empty_like(total)
    while now < end:
        left = end - now
        h = runge.stride(step, now, left)
        if h == 0.0:
            return step, now, runge.TOO_SMALL
        pending_flat[:] = 0.0
        reached = late
        # What the last stage finds is the first stage of the next step, and weighs as that.
        for stage in range(1, 7):
            if stage < 6:
                at = min(now + runge.NODES[stage - 1] * h, end)
                while times[reached] < at:
                    reached -= 1
                runge.read_between(at, reached, times, values, slopes_kept, guide)
                weight = h * runge.STAGES[5, stage]
            else:
                for x in range(total.size):
                    summed[x] = pending_flat[x] + h * runge.STAGES[5, 0] * at_begin[x]
                    pending_flat[x] = 0.0
                weight = 1.0
            runge.combine(mu, k, stage - 1, h, trial)
            transpose(
                m, numbers, guide, trial, reading, pair_begin, space, passage, pending, weight,
                tally[stage], k[stage],
            )  # fmt: skip
        error = runge.error_of(mu, trial, k, h, tolerance)
        for i in range(p):
            gained, wrong = 0.0, 0.0
            for stage in range(7):
                gained += abs(h * tally[stage, i])
                wrong += h * runge._ERROR[stage] * tally[stage, i]
            error = max(error, abs(wrong) / (tolerance * (1.0 + gained)))
        if error <= 1.0:
            now, late = end if h == left else now + h, reached
            copy(trial, mu)
            total += summed
            copy(pending_flat, at_begin)
            tally[0] = tally[6]
            copy(k[6], k[0])
        step = runge.next_step(step, h, error)
    return step, now, runge.DONE
