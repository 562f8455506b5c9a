"""Game → which values are equal whenever and however sharply one chooses, because it is so made.

Those are one unknown. Left to themselves they drift apart by rounding, and where choices are sharp
a difference of 10⁻¹⁶ grows backward like the exponential of the time left until it picks an answer;
without a horizon, the path from uniform play keeps them equal.

To find them: values of which the same is given, to the last digit, are put in one cell; random
values, equal within cells, are put into the equations of a game that differs from the given one
only in its numbers, of which the unequal lie far apart; what the equations then move otherwise is
split off, until nothing splits. So nothing unequal is held equal, however little it differs and
however large the numbers beside it are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.layout import (
    WIDTH,
    Floats,
    Longs,
    Numbers,
    moves_like,
    moves_of,
    numbers_of,
    space_for,
)

_NEAR = 1e-13
_DIGITS = 14
"""Efforts that sum up the same numbers in another order differ beyond these digits."""


def leaders(game: Game, reading: int, *, beside: bool = False) -> Longs:
    """Return for each value the first one that is always equal to it, by state and then by party.

    Of shape (states * parties,), or (0,) where every value stands alone. Found by the loops for one
    game, or by those for eight ``beside`` one another if they can: whoever asks compiles the least.
    """
    nothing = np.empty(0, dtype=np.int64)
    if any(event.foreseen for event in game.events):
        # Such a date may tell apart what is alike in between.
        return nothing
    cell = _given(game)
    size, count = cell.size, int(cell.max()) + 1
    if count == size:
        return nothing
    rng = np.random.default_rng(0)
    probe = _spread_out(game)
    slopes, near = _slopes_of(game, probe, reading, beside), _NEAR * _most(probe)
    while True:
        cell = split(cell, slopes(rng.uniform(-1.0, 1.0, count)[cell]), near)
        found = int(cell.max()) + 1
        if found == size:
            return nothing
        if found == count:
            break
        count = found
    _, first = np.unique(cell, return_index=True)
    return first[cell].astype(np.int64)


def _slopes_of(game: Game, probe: Game, reading: int, beside: bool) -> Callable[[Floats], Floats]:
    """Return what leads from values to what the equations of a probe of a game move them by."""
    from stickpoint.solve.clock.engine.choice_kernels import MISTAKES
    from stickpoint.solve.clock.engine.slope_kernels import slope

    moves = moves_like(moves_of(game), probe)
    n, p = game.n_states, game.n_parties
    # What is given is equal within a cell and so moves nothing apart.
    numbers = numbers_of(moves, np.zeros((n, p)), probe.discount)
    plain = probe.precision.all() and not numbers.apart.any() and reading != MISTAKES
    wide = (WIDTH,) if beside and plain else ()
    if wide:
        numbers = Numbers._make([*map(_eight, numbers[:-1]), numbers.apart])
    space, out = space_for(moves, p, wide), np.empty((n * p, *wide))

    def slopes(value: Floats) -> Floats:
        slope(moves, numbers, _eight(value) if wide else value, p, reading, space, out)
        return out[:, 0].copy() if wide else out

    return slopes


def _eight(part: Floats) -> Floats:
    return np.repeat(part[..., None], WIDTH, axis=-1)


def split(cell: Longs, change: Floats, near: Floats | float) -> Longs:
    """Return new numbers, apart wherever unknowns were apart or now part by more than near."""
    order = np.lexsort((change, cell))
    ranked, moved = cell[order], change[order]
    limit = np.broadcast_to(near, change.shape)[order][1:]
    apart = (np.diff(ranked) != 0) | (np.diff(moved) > limit)
    out = np.empty_like(cell)
    out[order] = np.concatenate(([0], np.cumsum(apart)))
    return out


def _given(game: Game) -> Longs:
    """Return one number to values of which the same is given: payoffs, terminal worth, rates."""
    n, p = game.n_states, game.n_parties
    own = np.stack((game.discount, game.pace, game.precision))
    _, kind = np.unique(own, axis=1, return_inverse=True)
    rows = (np.tile(kind.ravel(), n), game.payoffs.T.ravel(), game.terminal.T.ravel())
    order = np.lexsort(rows[::-1])
    apart = np.any([np.diff(row[order]) != 0 for row in rows], axis=0)
    out = np.empty(n * p, dtype=np.int64)
    out[order] = np.concatenate(([0], np.cumsum(apart)))
    return out


def _spread_out(game: Game) -> Game:
    """Put other numbers for those of the moves: nothing for nothing, and between 1 and 2 far apart.

    At these no choice is a matter of course; a best reply has precision 2.
    """
    lists = [game.effort]
    lists += [part for free in game.free if free for part in (free.turn_on, free.turn_off)]
    lists += [game.agreements.effort]
    prices = _apart(_rounded(np.concatenate(lists)))
    effort, *rest, joint = np.split(prices, np.cumsum([part.size for part in lists])[:-1])
    left = iter(rest)
    free = tuple(
        None if own is None else replace(own, turn_on=next(left), turn_off=next(left))
        for own in game.free
    )
    sharp = np.isinf(game.precision)
    return replace(
        game,
        pace=_apart(game.pace),
        precision=np.where(sharp, 2.0, _apart(np.where(sharp, 0.0, game.precision))),
        discount=_apart(game.discount),
        effort=effort,
        free=free,
        nature_rate=_apart(game.nature_rate),
        agreements=replace(game.agreements, effort=joint),
    )


def _apart(values: Floats) -> Floats:
    """Return unequal numbers far apart, from 1 up to below 2, and 0 where they are 0."""
    known, place = np.unique(values[values != 0], return_inverse=True)
    out = np.zeros(values.size)
    out[values != 0] = 1.0 + place.ravel() / max(known.size, 1)
    return out


def _rounded(values: Floats) -> Floats:
    size = np.where(values == 0, 1.0, np.abs(values))
    unit = 10.0 ** np.floor(np.log10(size))
    return np.asarray(np.round(values / unit, _DIGITS) * unit)


def _most(game: Game) -> Floats:
    """Return about how large the terms are that a value's slope sums up."""
    chance = np.concatenate(([0.0], np.cumsum(game.nature_rate)))
    rate = np.diff(chance[game.nature_start]) + game.pace.sum()
    return np.ravel(1.0 + rate[:, None] + game.discount)
