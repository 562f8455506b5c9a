"""Compiled loop of the rates at which one party leaves one state.

Values between kept steps are those of the cubic that fits both ends.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.runge_kernels import cubic

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@njit(cache=True, nogil=True, error_model="numpy")
def leaving(
    times: Floats, values: Floats, slopes: Floats, party: int, state: int, goals: Longs,
    effort: Floats, pace: float, precision: float, when: Floats,
) -> Floats:  # fmt: skip
    """Return the rate of each move of a party out of a state, shape (times, goals).

    ``times`` (kept,) fall; ``values`` and ``slopes``, which are -dV/dt, (kept, states, columns).
    """
    out = np.empty((when.size, goals.size))
    for x in range(when.size):
        low, high = 0, times.size - 1
        # The last kept step at or after the time, and the next before it; of two at a jump, the
        # one after.
        while high - low > 1:
            middle = (low + high) // 2
            if times[middle] > when[x]:
                low = middle
            else:
                high = middle
        a, b, d, e = cubic(when[x], low, times)
        here = a * values[high, state, party] + b * slopes[high, state, party]
        here += d * values[low, state, party] + e * slopes[low, state, party]
        top = 0.0
        for k in range(goals.size):
            t = goals[k]
            there = a * values[high, t, party] + b * slopes[high, t, party]
            there += d * values[low, t, party] + e * slopes[low, t, party]
            out[x, k] = precision * (there - effort[k] - here)
            top = max(top, out[x, k])
        total = math.exp(-top)
        for k in range(goals.size):
            out[x, k] = math.exp(out[x, k] - top)
            total += out[x, k]
        for k in range(goals.size):
            out[x, k] *= pace / total
    return out
