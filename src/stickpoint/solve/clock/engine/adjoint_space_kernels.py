"""What the compiled loops of the gradient fill, and the space they work in."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.kernels import Moves

TINY = 1e-250
_RANGE = 550.0
HERE: Any = {"cache": True, "nogil": True, "error_model": "numpy", "inline": "always"}
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
    weight: Floats
    scratch: Longs
    keep: Floats
    is_shared: NDArray[np.bool_]
    sent: Floats
    sent_cost: Floats
    sum: Floats


@njit(cache=True, nogil=True, error_model="numpy")
def make_space(m: Moves, n_states: int, columns: int) -> Space:
    """Make space for a game with so many states and columns of values."""
    most, bits, width = 1, 0, 1
    keep = np.ones(m.effort.size)
    is_shared = np.ones(m.pace.size, np.bool_)
    for i in range(m.pace.size):
        for a in range(m.start[i, 0], m.start[i, n_states]):
            # An effort below nothing, a gain from the move itself, could leave the range.
            power = -m.precision[i] * m.effort[a]
            if power < _RANGE / 2:
                keep[a] = math.exp(power)
            else:
                is_shared[i] = False
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
        np.empty(n_states),
        np.empty(n_states, np.int64),
        keep,
        is_shared,
        np.empty((n_states, columns + 1)),
        np.empty(n_states),
        np.empty(columns + 1),
    )
