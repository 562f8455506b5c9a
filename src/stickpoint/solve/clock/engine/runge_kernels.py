"""Dormand–Prince 5(4) in compiled loops: backward for values, forward for probabilities.

The pair of J. R. Dormand and P. J. Prince, 1980, *J. Comput. Appl. Math.* 6, 19-26, table 2, with
the seventh slope reused as the first of the next step. Values are kept at every accepted step with
their slopes, and read between steps by the cubic that fits both ends.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.flow_kernels import flow
from stickpoint.solve.clock.engine.kernels import Moves, make_work, slope

DONE, STEP_LIMIT, TOO_SMALL, FULL = 0, 1, 2, 3

Floats = NDArray[np.float64]

_A = np.array(
    [
        [1 / 5, 0, 0, 0, 0, 0],
        [3 / 40, 9 / 40, 0, 0, 0, 0],
        [44 / 45, -56 / 15, 32 / 9, 0, 0, 0],
        [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729, 0, 0],
        [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656, 0],
        [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    ]
)
_ERROR = np.array([71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40])
_C = np.array([1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0])
_DENSE = np.array(
    [
        -12715105075 / 11282082432,
        0,
        87487479700 / 32700410799,
        -10690763975 / 1880347072,
        701980252875 / 199316789632,
        -1453857185 / 822651844,
        69997945 / 29380423,
    ]
)
_SAFETY, _SHRINK, _GROW = 0.9, 0.2, 5.0


@njit(cache=True, nogil=True)
def _combine(base: Floats, slopes: Floats, stage: int, step: float, out: Floats) -> None:
    """Write base + step · Σ a_k · slope_k for one stage, all flat."""
    out[:] = base
    for k in range(stage + 1):
        factor = step * _A[stage, k]
        if factor != 0.0:
            part = slopes[k]
            for x in range(out.size):
                out[x] += factor * part[x]


@njit(cache=True, nogil=True)
def _error(base: Floats, ahead: Floats, slopes: Floats, step: float, tolerance: float) -> float:
    """Return the estimated error over the tolerance, root mean square."""
    total = 0.0
    first, third, fourth = slopes[0], slopes[2], slopes[3]
    fifth, sixth, last = slopes[4], slopes[5], slopes[6]
    for x in range(base.size):
        error = _ERROR[0] * first[x] + _ERROR[2] * third[x] + _ERROR[3] * fourth[x]
        error += _ERROR[4] * fifth[x] + _ERROR[5] * sixth[x] + _ERROR[6] * last[x]
        scale = tolerance * (1.0 + max(abs(base[x]), abs(ahead[x])))
        total += (step * error / scale) ** 2
    return math.sqrt(total / base.size)


@njit(cache=True, nogil=True)
def _next_step(step: float, error: float) -> float:
    if not math.isfinite(error):
        return step * _SHRINK
    if error == 0.0:
        return step * _GROW
    return step * min(_GROW, max(_SHRINK, _SAFETY * error ** (-0.2)))


@njit(cache=True, nogil=True)
def _to_the_end(step: float, left: float) -> float:
    """Go all the way where the step nearly does, rather than leave a sliver that rounding made."""
    return step if 1.01 * step < left else left


@njit(cache=True, nogil=True)
def _hold_equal(table: Floats, leaders: NDArray[np.int64]) -> None:
    """Undo what rounding has put between values that are equal."""
    p = leaders.size // table.shape[0]
    for x in range(leaders.size):
        first = leaders[x]
        if first != x:
            table[x // p, x % p] = table[first // p, first % p]


@njit(cache=True, nogil=True)
def backward(
    value: Floats,
    begin: float,
    end: float,
    step: float,
    tolerance: float,
    steps_left: int,
    m: Moves,
    worth: Floats,
    discount: Floats,
    reading: int,
    times: Floats,
    values: Floats,
    slopes_kept: Floats,
    kept: int,
    leaders: NDArray[np.int64],
) -> tuple[int, int, float, int]:
    """Carry values from time ``begin`` down to ``end``, keeping every accepted step.

    ``value`` at ``begin`` is kept first, so that ``times[kept - 1]`` is the last time reached.
    Parties' values are held equal to their ``leaders``, if there are any (`alike.leaders`).
    Returns the number kept, how it ended, the step to go on with and the steps left.
    """
    n, c = value.shape
    k = np.empty((7, n, c))
    flat = k.reshape(7, n * c)
    trial = np.empty((n, c))
    work = make_work(m, n, c)
    now = begin
    slope(m, value, worth, discount, reading, work, k[0])
    if kept == times.size:
        return kept, FULL, step, steps_left
    times[kept] = now
    values[kept] = value
    slopes_kept[kept] = k[0]
    kept += 1
    while now > end:
        if kept == times.size:
            return kept, FULL, step, steps_left
        if steps_left == 0:
            return kept, STEP_LIMIT, step, steps_left
        left = now - end
        h = _to_the_end(step, left)
        if h < left and h <= 1e-14 * max(1.0, abs(now)):
            return kept, TOO_SMALL, step, steps_left
        for stage in range(6):
            _combine(value.reshape(n * c), flat, stage, h, trial.reshape(n * c))
            slope(m, trial, worth, discount, reading, work, k[stage + 1])
        steps_left -= 1
        error = _error(value.reshape(n * c), trial.reshape(n * c), flat, h, tolerance)
        if error <= 1.0:
            now = end if h == left else now - h
            value[:] = trial
            k[0] = k[6]
            if leaders.size:
                _hold_equal(value, leaders)
                _hold_equal(k[0], leaders)
            times[kept] = now
            values[kept] = value
            slopes_kept[kept] = k[0]
            kept += 1
        # A last step cut short by the end says little about the step that fits.
        ahead = _next_step(h, error)
        step = max(step, ahead) if error <= 1.0 and h < step else ahead
    return kept, DONE, step, steps_left


@njit(cache=True, nogil=True)
def read_between(
    time: float, late: int, times: Floats, values: Floats, slopes_kept: Floats, out: Floats
) -> None:
    """Write the values at a time between kept steps ``late`` and ``late + 1`` (which is earlier).

    Kept slopes are -dV/dt.
    """
    h = times[late] - times[late + 1]
    x = (time - times[late + 1]) / h
    a = (1 + 2 * x) * (1 - x) ** 2
    b = x * (1 - x) ** 2 * h
    d = x * x * (3 - 2 * x)
    e = x * x * (x - 1) * h
    lo, hi = values[late + 1], values[late]
    lo_slope, hi_slope = slopes_kept[late + 1], slopes_kept[late]
    for s in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[s, j] = a * lo[s, j] - b * lo_slope[s, j] + d * hi[s, j] - e * hi_slope[s, j]


@njit(cache=True, nogil=True)
def forward(
    mass: Floats,
    spent: Floats,
    late: int,
    last: int,
    begin: float,
    step: float,
    tolerance: float,
    m: Moves,
    times: Floats,
    values: Floats,
    slopes_kept: Floats,
    outcome: NDArray[np.int32],
    rows: Floats,
    shares: Floats,
) -> tuple[int, int, float, float, int]:
    """Carry a distribution, and the time spent in each state, towards ``times[last]``.

    Starts at ``begin``, at or after ``times[late + 1]``, and goes from kept interval to kept
    interval. Each step fills a row with its begin and length and with the five numbers that give
    the probability of being open in between (Hairer, Nørsett & Wanner, 1993, *Solving ODEs I*,
    section II.6); what has settled on which terms by ``times[late]`` goes to ``shares[late]``.
    Returns the rows filled, the interval and the time reached, the step to go on with, and how it
    ended.
    """
    n = mass.size
    k = np.empty((7, 2 * n))
    state = np.empty(2 * n)
    trial = np.empty(2 * n)
    # Nobody acts on what observers see.
    guide = np.empty((n, m.pace.size))
    work = np.empty((max(n, 1 << m.bits.max()), 4))
    state[:n] = mass
    state[n:] = spent
    now, filled, fate = begin, 0, DONE
    read_between(now, late, times, values, slopes_kept, guide)
    flow(m, guide, state[:n], work, k[0, :n])
    k[0, n:] = state[:n]
    while late >= last:
        end = times[late]
        if now >= end:
            _settle(m.settled, outcome, state, shares[late])
            late -= 1
            continue
        if filled == rows.shape[0]:
            fate = FULL
            break
        left = end - now
        h = _to_the_end(step, left)
        if h < left and h <= 1e-14 * max(1.0, abs(now)):
            fate = TOO_SMALL
            break
        for stage in range(6):
            _combine(state, k, stage, h, trial)
            # The last two stages are read at one time, the end of the step.
            if stage < 5:
                at = min(now + _C[stage] * h, end)
                read_between(at, late, times, values, slopes_kept, guide)
            flow(m, guide, trial[:n], work, k[stage + 1, :n])
            k[stage + 1, n:] = trial[:n]
        error = _error(state, trial, k, h, tolerance)
        if error <= 1.0:
            _describe(m.settled, state, trial, k, now, h, rows[filled])
            filled += 1
            now = end if h == left else now + h
            state[:] = trial
            k[0] = k[6]
        ahead = _next_step(h, error)
        step = max(step, ahead) if error <= 1.0 and h < step else ahead
    mass[:] = state[:n]
    spent[:] = state[n:]
    return filled, late, now, step, fate


@njit(cache=True, nogil=True)
def _settle(
    settled: NDArray[np.bool_], outcome: NDArray[np.int32], state: Floats, shares: Floats
) -> None:
    shares[:] = 0.0
    for s in range(settled.size):
        if settled[s]:
            shares[outcome[s]] += state[s]


@njit(cache=True, nogil=True)
def _describe(
    settled: NDArray[np.bool_],
    before: Floats,
    after: Floats,
    k: Floats,
    now: float,
    h: float,
    row: Floats,
) -> None:
    opened, change = 0.0, 0.0
    slopes = np.zeros(7)
    for s in range(settled.size):
        if not settled[s]:
            opened += before[s]
            change += after[s] - before[s]
            for x in range(7):
                slopes[x] += k[x, s]
    bend = h * slopes[0] - change
    row[0], row[1], row[2], row[3] = now, h, opened, change
    row[4], row[5] = bend, change - h * slopes[6] - bend
    row[6] = h * (_DENSE * slopes).sum()
