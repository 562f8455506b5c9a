"""The states that one party's moves connect → blocks, lots of them and the rows of their tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_ROWS = 256
"""Rows of a lot: enough to forget the call, few enough to stay at hand."""
_PER_PLACE, _FEW, _MOST = 8, 1 << 16, 1 << 24
"""So many rows a place, or so many at all, are no matter; more than the last there never are."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


class Blocks(NamedTuple):
    """The states that one party's moves connect: limits, members with their slots, rows of each.

    ``rows`` is 0 where every member has one of its own.
    """

    begin: Longs
    member: Ints
    slot: Ints | Longs
    rows: int = 0


def rows_of(begin: Longs, options: int, *, costs_nothing: bool) -> int:
    """Return how many rows each of a party's blocks of free choice has: one, or 2^options.

    Options that cost nothing need none of their own. Where limits leave few of the own vectors,
    the choices are listed one by one instead, so that space follows the states.
    """
    if costs_nothing or not options:
        return 1
    size = np.diff(begin)
    rows = size.size << options
    if rows <= _PER_PLACE * int(begin[-1]) + _FEW:
        return 1 << options
    listed = int((size.astype(np.float64) ** 2).sum())
    return 1 if rows > _MOST or listed <= rows * options else 1 << options


def places_of(blocks: Sequence[Blocks], start: Longs, target: Ints) -> dict[str, Any]:
    """Put the blocks of all parties one after another: those parts of `Moves` that follow."""
    goal, used, lots = np.zeros(target.size, dtype=np.int32), 0, 0
    begin, tall, block, row, counts, lot, first = [], [], [], [], [], [], []
    for i, own in enumerate(blocks):
        size = np.diff(own.begin)
        rows = np.full(size.size, own.rows) if own.rows else size
        ends = np.cumsum(rows)
        of_place = np.repeat(np.arange(size.size), size)
        is_new = np.diff((ends - rows) // _ROWS, prepend=-1) > 0
        below = np.maximum.accumulate(np.where(is_new, ends - rows, 0))
        within = np.zeros(of_place.size) if own.rows == 1 else own.slot
        rows_here = ((ends - rows - below)[of_place] + within).astype(np.int32)
        choices = size[of_place]
        if not own.rows:
            there = np.zeros(start.shape[1] - 1, dtype=np.int32)
            there[own.member] = rows_here
            arcs = slice(int(start[i, 0]), int(start[i, -1]))
            goal[arcs] = there[target[arcs]]
            choices = np.diff(start[i])[own.member] + 1
        counts.append(np.repeat(size, rows) if own.rows else choices)
        first.append(lots)
        lot.append(used + np.flatnonzero(is_new))
        block.append(used + of_place)
        begin.append(size)
        tall.append(rows)
        row.append(rows_here)
        used, lots = used + size.size, lots + int(is_new.sum())
    return {
        "first": np.array([*first, lots], dtype=np.int64),
        "lot": np.concatenate((*lot, [used])).astype(np.int64),
        "begin": np.concatenate(([0], np.cumsum(np.concatenate(begin)))).astype(np.int64),
        "row_begin": np.concatenate(([0], np.cumsum(np.concatenate(tall)))).astype(np.int64),
        "member": np.concatenate([own.member for own in blocks]),
        "block": np.concatenate(block).astype(np.int32),
        "slot": np.concatenate([own.slot for own in blocks]),
        "row": np.concatenate(row),
        "even": 1.0 / np.concatenate(counts),
        "goal": goal,
    }


def blocks_of_arcs(start: Longs, target: Ints) -> Blocks:
    """Part the states into those that one party's arcs connect."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    n, arcs = start.size - 1, target[start[0] : start[-1]]
    links = (np.ones(arcs.size, dtype=np.int8), arcs, start - start[0])
    _, own = connected_components(csr_array(links, shape=(n, n)), directed=False)
    member = np.argsort(own, kind="stable").astype(np.int32)
    begin = np.concatenate(([0], np.cumsum(np.bincount(own)))).astype(np.int64)
    slot = np.arange(n) - np.repeat(begin[:-1], np.diff(begin))
    return Blocks(begin, member, slot.astype(np.int32))
