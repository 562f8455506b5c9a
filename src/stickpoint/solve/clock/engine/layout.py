"""Games → their moves and numbers, laid out flat for the compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.solve.clock.agreements.layout import (
    Joint,
    JointSpace,
    chances_of,
    joint_of,
    joint_space,
)
from stickpoint.solve.clock.blocks import Blocks, blocks_of_arcs, places_of, rows_of

WIDTH = 8
"""How many games stand side by side: as many numbers as the widest vector unit takes at once."""
_RANGE = 275.0
"""An effort below nothing, a gain from the move itself, could take sums out of range beyond it."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Moves(NamedTuple):
    """Who can go where, and what the game's own numbers are.

    A party's moves part the states into blocks. Block x holds ``member[begin[x] : begin[x + 1]]``;
    ``block`` says the block of each place in ``member``. Blocks go through the loops in lots:
    those of party i are lots ``first[i]`` up to ``first[i + 1]``, and lot k holds blocks ``lot[k]``
    up to ``lot[k + 1]``. For sums over choices a block has rows, from ``row_begin[x]`` on; ``row``
    is that of each place, counted from the first of its lot, and ``even`` the chance of each
    choice from a row if all were equally likely.

    Where a party ``is_free``, ``slot`` holds the own vector of each place, which is its row but
    where switching ``costs_nothing``, or `rows_of` says so, and all share one; it has ``bits[i]``
    options, which cost ``turn_on[i, k]`` or ``turn_off[i, k]``. Else ``start`` (parties, states +
    1), ``target`` and ``effort`` hold arcs, and ``goal`` the row of each target.
    """

    pace: Floats
    precision: Floats
    is_free: Flags
    first: Longs
    lot: Longs
    begin: Longs
    row_begin: Longs
    member: Ints
    block: Ints
    slot: Ints
    row: Ints
    even: Floats
    start: Longs
    target: Ints
    goal: Ints
    effort: Floats
    bits: Longs
    turn_on: Floats
    turn_off: Floats
    costs_nothing: Flags
    nature_start: Longs
    nature_target: Ints
    nature_rate: Floats
    settled: Flags
    joint: Joint


class Numbers(NamedTuple):
    """The numbers of a game, or of eight side by side, as the loops want them.

    ``pace`` and ``precision`` (parties,); ``worth`` (states * columns,) and ``discount``
    (columns,), observers included; ``keep`` (arcs,) is exp(-β effort), ``on`` and ``off``
    (parties * most options,) the same for options; ``nature`` (arcs of chance,) are rates; ``meet``
    (agreements,) are their rates at most, and ``price`` (parts of these,) what they cost. Parties
    with ``apart`` have no such exponentials: their choices are listed one by one.
    """

    pace: Floats
    precision: Floats
    worth: Floats
    discount: Floats
    keep: Floats
    on: Floats
    off: Floats
    nature: Floats
    meet: Floats
    price: Floats
    apart: Flags


class Space(NamedTuple):
    """Space to work in, made once per solve: by place or block, by row of a table, by choice.

    ``rough`` is 1 where shorter polynomials will do for eight games, as `pairs.power_kernels` says.
    """

    weight: Floats
    top: Floats
    scratch: Floats
    table: Floats
    sums: Floats
    sent: Floats
    total: Floats
    log: Floats
    target: Ints
    gain: Floats
    chance: Floats
    joint: JointSpace
    rough: int


def space_for(
    moves: Moves, columns: int, wide: tuple[int, ...] = (), *, rough: bool = False
) -> Space:
    """Make space for values of so many columns, of one game or of (8,)."""
    places = int(np.diff(moves.begin[moves.lot]).max(initial=1))
    rows = int(np.diff(moves.row_begin[moves.lot]).max(initial=1))
    cells = rows * (columns + 1)
    shapes = (places, rows, max(places, rows), cells, cells, cells, rows, rows)
    choices = np.diff(moves.begin).max(initial=1), np.diff(moves.start, axis=1).max(initial=0) + 1
    most = int(max(choices))
    by_choice = (np.empty(most, dtype=np.int32), np.empty(most), np.empty(most))
    by_row = [np.empty((size, *wide)) for size in shapes]
    joint = joint_space(moves.joint, wide)
    return Space(*by_row, *by_choice, joint, int(rough))  # type: ignore[call-arg, arg-type]


_KEPT: WeakKeyDictionary[Game, Moves] = WeakKeyDictionary()
_SHARED: dict[tuple[int | bool, ...], tuple[Game, Moves]] = {}
_MOST_SHARED, _SMALL = 32, 1 << 20
"""Layouts kept for games that share their arrays, and arcs beyond which none is."""


def moves_of(game: Game) -> Moves:
    """Lay a game's moves out, once per game; once for all that share the arrays of their moves."""
    if game not in _KEPT:
        _KEPT[game] = _as_known(game)
    return _KEPT[game]


def _as_known(game: Game) -> Moves:
    """Lay a game's moves out like those of another made of the very same arrays, if one is kept."""
    parts: list[object] = [game.start, game.target, game.nature_start, game.nature_target]
    costs: list[bool] = []
    for free in game.free:
        parts += [None] if free is None else [free.first, free.members, free.slot]
        costs.append(free is not None and bool(free.turn_on.any() or free.turn_off.any()))
    key = (*map(id, (*parts, game.settled)), *costs)
    if game.agreements.size or game.target.size > _SMALL:
        return _laid_out(game)
    if (known := _SHARED.get(key)) is None:
        if len(_SHARED) >= _MOST_SHARED:
            _SHARED.clear()
        # The game is kept too, so that no other array takes the place of one of its own.
        known = _SHARED[key] = game, _laid_out(game)
    return known[1] if known[0] is game else moves_like(known[1], game)


def moves_by_option(game: Game) -> Moves:
    """Lay a game's moves out so that even options that cost nothing have rows of their own."""
    return _laid_out(game, np.zeros(game.n_parties, dtype=np.bool_))


def moves_like(moves: Moves, game: Game) -> Moves:
    """Lay out the moves of a game that differs from another's in numbers only."""
    on, off = _prices(game)
    return moves._replace(
        pace=game.pace, precision=game.precision, effort=game.effort, turn_on=on, turn_off=off,
        nature_rate=game.nature_rate, joint=moves.joint._replace(effort=game.agreements.effort),
    )  # fmt: skip


def moves_beside(games: Sequence[Game]) -> Moves:
    """Lay the moves of up to eight games of one structure out, with their numbers side by side.

    What comes of each party, arc or act has a last axis of eight; the last game stands in for those
    left over.
    """
    each = [moves_of(games[0]), *(moves_like(moves_of(games[0]), game) for game in games[1:])]
    full = [*each, *[each[-1]] * (WIDTH - len(each))]
    return each[0]._replace(
        pace=beside([one.pace for one in full]),
        precision=beside([one.precision for one in full]),
        effort=beside([one.effort for one in full]),
        turn_on=beside([one.turn_on for one in full]),
        turn_off=beside([one.turn_off for one in full]),
        nature_rate=beside([one.nature_rate for one in full]),
        joint=each[0].joint._replace(effort=beside([one.joint.effort for one in full])),
    )


def beside(rows: Sequence[Floats]) -> Floats:
    """Set arrays of eight games side by side, along a last axis."""
    return np.stack(rows, axis=-1, dtype=np.float64)


def _prices(game: Game) -> tuple[Floats, Floats]:
    """Return what each party's options cost to switch on and off, (parties, most options)."""
    most = max([1, *(free.turn_on.size for free in game.free if free is not None)])
    turn_on, turn_off = np.zeros((game.n_parties, most)), np.zeros((game.n_parties, most))
    for i, free in enumerate(game.free):
        if free is not None:
            turn_on[i, : free.turn_on.size] = free.turn_on
            turn_off[i, : free.turn_off.size] = free.turn_off
    return turn_on, turn_off


def _laid_out(game: Game, costs_nothing: Flags | None = None) -> Moves:
    turn_on, turn_off = _prices(game)
    if costs_nothing is None:
        costs_nothing = np.logical_not((turn_on != 0).any(axis=1) | (turn_off != 0).any(axis=1))
    bits = np.array([0 if free is None else free.turn_on.size for free in game.free])
    blocks = []
    for i, free in enumerate(game.free):
        if free is None:
            blocks.append(blocks_of_arcs(game.start[i], game.target))
            continue
        begin = free.first.astype(np.int64)
        rows = rows_of(begin, int(bits[i]), costs_nothing=bool(costs_nothing[i]))
        blocks.append(Blocks(begin, free.members, free.slot, rows))
    same = "pace precision start target effort nature_start nature_target nature_rate settled"
    return Moves(
        is_free=np.array([free is not None for free in game.free]),
        bits=bits.astype(np.int64),
        turn_on=turn_on,
        turn_off=turn_off,
        costs_nothing=costs_nothing,
        joint=joint_of(game),
        **{name: getattr(game, name) for name in same.split()},
        **places_of(blocks, game.start, game.target),
    )


def _is_listed(moves: Moves) -> Flags:
    """Tell which parties have options with a price but no rows for them."""
    one = moves.lot[moves.first[:-1]]
    alone = moves.row_begin[one + 1] - moves.row_begin[one] == 1
    return moves.is_free & ~moves.costs_nothing & (moves.bits > 0) & alone


class Exponents(NamedTuple):
    """-β effort of arcs, and of options switched on and off; 0 where replies are best.

    ``most`` is what each party's moves could add to the exponent of a weight at most, where efforts
    are below nothing.
    """

    arcs: Floats
    on: Floats
    off: Floats
    most: Floats


def exponents_of(moves: Moves) -> Exponents:
    """Return the exponents of the weights that never change."""
    steep = np.where(np.isinf(moves.precision), 0.0, moves.precision)
    on, off = -steep[:, None] * moves.turn_on, -steep[:, None] * moves.turn_off
    most = np.maximum(np.maximum(on, off), 0.0).sum(axis=1)
    on, off = (power.reshape(-1, *power.shape[2:]) for power in (on, off))
    if not moves.effort.size:
        return Exponents(moves.effort, on, off, most)
    count = np.diff(moves.start[:, [0, -1]], axis=1).ravel()
    arcs = -np.repeat(steep, count, axis=0) * moves.effort
    np.maximum.at(most, np.repeat(np.arange(count.size), count), arcs)
    return Exponents(arcs, on, off, most)


def numbers_of(
    moves: Moves, worth: Floats, discount: Floats, exponents: Exponents | None = None
) -> Numbers:
    """Lay one game's numbers out; ``worth`` (states, columns) and ``discount`` for every column.

    Of several games side by side (`moves_beside`) with a last axis, which ``apart`` has too.
    """
    powers = exponents or exponents_of(moves)
    keep, on, off = (np.exp(np.minimum(power, _RANGE)) for power in powers[:3])
    worth = np.ascontiguousarray(worth, dtype=np.float64).reshape(-1, *worth.shape[2:])
    discount = np.ascontiguousarray(discount, dtype=np.float64)
    listed = _is_listed(moves).reshape(-1, *[1] * (moves.pace.ndim - 1))
    apart = np.isinf(moves.precision) | (powers.most >= _RANGE) | listed
    meet = chances_of(moves.joint, moves.pace, moves.settled)
    return Numbers(
        moves.pace, moves.precision, worth, discount, keep, on, off, moves.nature_rate, meet,
        moves.joint.effort, apart,
    )  # fmt: skip
