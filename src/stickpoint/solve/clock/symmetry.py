"""Game → cells of unknowns that its symmetry makes equal.

Found as one finds a balanced colouring (M. Golubitsky, I. Stewart and A. Török, 2005, *SIAM J.
Appl. Dyn. Syst.* 4, 78-100, section 2): give all unknowns of a cell one random value, and see which
of them the equations then move alike; split the cells by that until nothing splits. What is left
stays equal along the whole path from uniform play.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.equations import Equations

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_ALIKE = 1e-10


def cells_of(equations: Equations, scale: Floats, *, seed: int = 0) -> Ints | None:
    """Find the cells, or None where every unknown stands alone.

    Parameters
    ----------
    equations : Equations
        Of all open states.
    scale : ndarray of float, shape (parties,)
        About how far a party's values range.

    Returns
    -------
    ndarray of int64, shape (open states, parties), or None
    """
    rng = np.random.default_rng(seed)
    n, c = equations.shape
    spread = np.broadcast_to(scale, (n, c)).ravel()
    sharp = float((equations.piece.moves.precision * scale).max(initial=0.0))
    t = -np.log(max(1.0, sharp))
    cell = np.zeros(n * c, dtype=np.int64)
    count = 1
    while True:
        drawn = rng.uniform(-1.0, 1.0, count)
        change = equations.residual(drawn[cell] * spread, t)
        near = _ALIKE * max(1.0, float(np.abs(change).max(initial=0.0)))
        finer = split(cell, change, near)
        found = int(finer.max(initial=-1)) + 1
        if found in {count, cell.size}:
            break
        cell, count = finer, found
    return None if found == cell.size else finer.reshape(n, c)


def split(cell: Ints, change: Floats, near: Floats | float) -> Ints:
    """Give new numbers, apart wherever unknowns were apart or now move apart by more than near."""
    order = np.lexsort((change, cell))
    ranked, moved = cell[order], change[order]
    limit = np.broadcast_to(near, change.shape)[order][1:]
    apart = (np.diff(ranked) != 0) | (np.diff(moved) > limit)
    out = np.empty_like(cell)
    out[order] = np.concatenate(([0], np.cumsum(apart)))
    return out
