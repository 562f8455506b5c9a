"""Compiled loop of the rates at which parties leave states.

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
    times: Floats, values: Floats, slopes: Floats, party: Longs, state: Longs, begin: Longs,
    goals: Longs, effort: Floats, pace: Floats, precision: Floats, when: Floats, out: Floats,
) -> None:  # fmt: skip
    """Write the rate of each move, (times, moves).

    Choice q is of ``party[q]`` in ``state[q]``, among moves ``begin[q]`` up to ``begin[q + 1]``.
    ``times`` (kept,) fall; ``values`` and ``slopes``, which are -dV/dt, (kept, states, columns).
    """
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
        for q in range(party.size):
            i, s, first, last = party[q], state[q], begin[q], begin[q + 1]
            here = a * values[high, s, i] + b * slopes[high, s, i]
            here += d * values[low, s, i] + e * slopes[low, s, i]
            top = 0.0
            for k in range(first, last):
                t = goals[k]
                there = a * values[high, t, i] + b * slopes[high, t, i]
                there += d * values[low, t, i] + e * slopes[low, t, i]
                out[x, k] = precision[i] * (there - effort[k] - here)
                top = max(top, out[x, k])
            total = math.exp(-top)
            for k in range(first, last):
                out[x, k] = math.exp(out[x, k] - top)
                total += out[x, k]
            for k in range(first, last):
                out[x, k] *= pace[i] / total
