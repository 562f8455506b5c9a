"""Compiled loop that writes the Jacobian of the stationary equations in full, for small games."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.choice_kernels import MISTAKES
from stickpoint.solve.clock.engine.layout import Moves

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@njit(cache=True, nogil=True)
def jacobian(
    m: Moves, share: Floats, value: Floats, discount: Floats, reading: int, place: Longs,
    out: Floats,
) -> None:  # fmt: skip
    """Write -∂F/∂V in full for a game of arcs.

    ``place`` (states,) numbers the open states and is -1 elsewhere; the unknown (s, j) has row and
    column ``place[s] * parties + j``.
    """
    n, c = value.shape
    out[:] = 0.0
    mean = np.empty(c)
    for s in range(n):
        if place[s] < 0:
            continue
        row = place[s] * c
        for j in range(c):
            out[row + j, row + j] += discount[j]
        for a in range(m.nature_start[s], m.nature_start[s + 1]):
            to = place[m.nature_target[a]] * c
            for j in range(c):
                out[row + j, row + j] += m.nature_rate[a]
                if to >= 0:
                    out[row + j, to + j] -= m.nature_rate[a]
        for i in range(c):
            pace = m.pace[i]
            first, last = m.start[i, s], m.start[i, s + 1]
            stay = 1.0
            mean[:] = 0.0
            for a in range(first, last):
                stay -= share[a]
                for j in range(c):
                    gain = value[m.target[a], j] - value[s, j] - (m.effort[a] if j == i else 0.0)
                    mean[j] += share[a] * gain
            sharp = pace * m.precision[i]
            for a in range(first, last):
                t = m.target[a]
                to, chance = place[t] * c, share[a]
                for j in range(c):
                    out[row + j, row + j] += pace * chance
                    if to < 0:
                        continue
                    out[row + j, to + j] -= pace * chance
                    if j != i or reading == MISTAKES:
                        gain = value[t, j] - value[s, j] - (m.effort[a] if j == i else 0.0)
                        out[row + j, to + i] -= sharp * chance * (gain - mean[j])
            if first < last:
                for j in range(c):
                    if j != i or reading == MISTAKES:
                        out[row + j, row + i] += sharp * max(stay, 0.0) * mean[j]
