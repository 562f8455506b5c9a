"""Where each party has two options and little is asked: numbers of 32 bits, twice as many at once.

At a tolerance of 1e-4 a number of 32 bits, which is off by 6e-8 of itself, says as much as one of
64. Such numbers take half the room and half the operations, and exponentials and logarithms of them
less than half. The loops for them know of nothing but pairs of options and chance, for every loop
more would have to be compiled once more.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.layout import Moves, Numbers

LEAST = 1e-4
"""The least tolerance for which they do."""
FEWEST = 512
"""Fewer values than that are found before loops for them would be compiled."""


def will_do(moves: Moves, tolerance: float) -> bool:
    """Tell whether numbers of 32 bits will do for games with such moves, side by side."""
    parties = moves.pace.size
    if tolerance < LEAST or parties * moves.settled.size < FEWEST or moves.joint.source.size:
        return False
    if not (moves.is_free & ~moves.costs_nothing & (moves.bits == 2)).all():
        return False
    # Each block holds, in order, all four vectors of two options, as `pair_kernels.is_pair` asks.
    whole = (np.diff(moves.begin) == 4).all() and (np.diff(moves.row_begin) == 4).all()
    return bool(whole and (moves.slot == np.arange(moves.slot.size) % 4).all())


def of(numbers: Numbers) -> Numbers:
    """Return numbers as such of 32 bits."""
    *parts, apart = numbers
    return Numbers._make([*(singles(part) for part in parts), apart])


def singles(array: NDArray[Any]) -> Any:
    """Return an array as one of 32 bits, which the loops take for what it is."""
    return array.astype(np.float32)
