"""Ranks and attitudes → an order of the states for each party, by one number or by several.

A party that looks at one order only, its own or another's, forwards or backwards, has an order of
the states like any other. One that looks at several at once gains only where none of them loses:
some pairs of states it does not order at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, Moves

MAX_MOVES = 1 << 27
"""So many moves of a party that looks at several orders are spelled out one by one, at most."""

Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Order:
    """How one party orders the states.

    Parameters
    ----------
    values : ndarray of int32, shape (orders looked at, states)
        A state is a gain on another where none of these is less and one is more.
    line : ndarray of int32, shape (states,)
        One order that never goes against them: a gain is higher in it, and states alike in all of
        them are equal.
    """

    values: Ints
    line: Ints

    @property
    def is_single(self) -> bool:
        """Whether ``line`` alone tells what is a gain."""
        return len(self.values) < 2

    def gains(self, source: NDArray[np.integer], target: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Tell, pair by pair, whether the target is a gain on the source."""
        above = self.line[target] > self.line[source]
        for value in self.values:
            above &= value[target] >= value[source]
        return above


def orders(conflict: Conflict, attitudes: NDArray[np.int8]) -> list[Order]:
    """Return the order of each party, given its attitude to each: 1, 0 or -1."""
    found = []
    for row in attitudes:
        looked = [(j, int(sign)) for j, sign in enumerate(row) if sign]
        values = np.array(
            [conflict.ranks[j] * np.int32(sign) for j, sign in looked], dtype=np.int32
        )
        values = values.reshape(len(looked), conflict.n_states)
        found.append(Order(values, _line(values)))
    return found


def _line(values: Ints) -> Ints:
    """Put the states in the order of the first value, then of the second, and so on."""
    line = np.zeros(values.shape[1], dtype=np.int64)
    for value in values:
        low, span = int(value.min()), int(value.max()) - int(value.min()) + 1
        _, line = np.unique(line * span + (value.astype(np.int64) - low), return_inverse=True)
    return line.astype(np.int32)


def gaining(moves: Moves, order: Order) -> Moves:
    """Return the moves of a party by which it gains, spelled out where no single order tells."""
    if order.is_single:
        return moves
    if not isinstance(moves, ArcMoves):
        sizes = np.diff(moves.classes.first).astype(np.int64)
        if (count := int((sizes * (sizes - 1)).sum())) > MAX_MOVES:
            raise SolveError(
                f"{count:,} moves of a party that looks at several orders at once; at most "
                f"{MAX_MOVES:,} can be gone through: rule out states, or look at fewer orders"
            )
    arcs = moves.to_arcs()
    source = arcs.sources
    kept = order.gains(source, arcs.target)
    start = np.zeros_like(arcs.start)
    np.cumsum(np.bincount(source[kept], minlength=start.size - 1), out=start[1:])
    return ArcMoves(start, arcs.target[kept])


def table_of(given: ArrayLike, n_parties: int) -> NDArray[np.int8]:
    """Check attitudes: one row of 1, 0 and -1 for each party, of one number for each party."""
    table = np.asarray(given)
    shape = (n_parties, n_parties)
    if table.shape != shape or not np.isin(table, (-1, 0, 1)).all():
        raise ModelError(
            f"attitudes of shape {table.shape} found; expected {shape}, each 1 (well), 0 (does "
            "not matter) or -1 (ill): row i is how party i stands to each"
        )
    return table.astype(np.int8)


def plain(n_parties: int) -> NDArray[np.int8]:
    """Return the attitudes that everybody is taken to have: each cares for itself alone."""
    return np.eye(n_parties, dtype=np.int8)
