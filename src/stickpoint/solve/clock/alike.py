"""Game over a finite horizon → which values are equal at all times because the game makes them so.

Those are one unknown. Left to themselves they drift apart by rounding, and where choices are sharp
a difference of 10⁻¹⁶ grows backward like the exponential of the time left until it picks an answer.
The cells are found as in `symmetry`, from numbers of the game that are equal to the last digit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.game import Game
from stickpoint.solve.clock.kernels import make_work, slope
from stickpoint.solve.clock.layout import moves_of
from stickpoint.solve.clock.symmetry import split

_ALIKE = 1e-13

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def leaders(game: Game, reading: int) -> Ints:
    """Give each value the first one that is always equal to it, by state and then by party.

    Returns
    -------
    ndarray of int64, shape (states * parties,), or (0,) where every value stands alone
    """
    nothing = np.empty(0, dtype=np.int64)
    cell = _given(game)
    size = cell.size
    if int(cell.max()) + 1 == size:
        return nothing
    rng = np.random.default_rng(0)
    scale = _scale(game)
    moves = moves_of(game)._replace(precision=_vague(game.precision) / scale)
    n, p = game.n_states, game.n_parties
    worth, out = np.ascontiguousarray(game.payoffs.T), np.empty((n, p))
    work, near = make_work(moves, n, p), _ALIKE * _most(game, scale)
    count = int(cell.max()) + 1
    while True:
        value = (scale * rng.uniform(-1.0, 1.0, count))[cell].reshape(n, p)
        slope(moves, value, worth, game.discount, reading, work, out)
        cell = split(cell, out.ravel(), near)
        found = int(cell.max()) + 1
        if found == size:
            return nothing
        if found == count:
            break
        count = found
    _, first = np.unique(cell, return_index=True)
    return first[cell].astype(np.int64)


def _given(game: Game) -> Ints:
    """Give one number to values of which the same is given: payoffs, terminal worth, rates."""
    n, p = game.n_states, game.n_parties
    own = np.stack((game.discount, game.pace, game.precision))
    _, kind = np.unique(own, axis=1, return_inverse=True)
    rows = (np.tile(kind.ravel(), n), game.payoffs.T.ravel(), game.terminal.T.ravel())
    order = np.lexsort(rows[::-1])
    apart = np.zeros(n * p - 1, dtype=np.bool_)
    for row in rows:
        apart |= np.diff(row[order]) != 0
    out = np.empty(n * p, dtype=np.int64)
    out[order] = np.concatenate(([0], np.cumsum(apart)))
    return out


def _scale(game: Game) -> float:
    sizes = [game.payoffs, game.terminal, game.effort]
    sizes += [part for free in game.free if free for part in (free.turn_on, free.turn_off)]
    return max(float(np.abs(part).max(initial=0.0)) for part in sizes) or 1.0


def _vague(precision: Floats) -> Floats:
    """Give precisions of at most 2 in the same order, at which no choice is a matter of course."""
    finite = np.isfinite(precision)
    most = float(precision[finite].max(initial=0.0)) or 1.0
    return np.where(finite, precision / most, 2.0)


def _most(game: Game, scale: float) -> Floats:
    """Give about how large the terms are that a value's slope sums up."""
    chance = np.concatenate(([0.0], np.cumsum(game.nature_rate)))
    rate = np.diff(chance[game.nature_start]) + game.pace.sum()
    every: Floats = (1.0 + rate[:, None] + game.discount) * scale
    return every.ravel()
