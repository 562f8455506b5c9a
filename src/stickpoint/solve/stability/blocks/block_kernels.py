"""Compiled loops over one tile of a cube: some classes of one party side by side.

A tile is (own vectors, lanes): a lane is a class. What a party can bring about by one improvement
is, in each class, the least worth among the states that it ranks higher; lanes whose states it
ranks in the same order are done together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.compiled import kernel

Tile = NDArray[Any]
Longs = NDArray[np.int64]
Words = NDArray[np.uint32]

_EVERY, _NONE = np.uint32(0xFFFFFFFF), np.uint32(0)


@kernel()
def gather(worth: Tile, low: int, first: int, tile: Tile) -> None:
    """Copy classes ``first`` … of a party, ``low`` states apart, into a tile."""
    size, wide = tile.shape
    if low >= wide:
        base = first // low * size * low + first % low
        for a in range(size):
            tile[a] = worth[base + a * low : base + a * low + wide]
        return
    for x in range(0, wide, low):
        base = (first + x) // low * size * low
        for a in range(size):
            for y in range(low):
                tile[a, x + y] = worth[base + a * low + y]


@kernel()
def scatter(tile: Tile, low: int, first: int, worth: Tile) -> None:
    """Copy a tile back to where `gather` took it from."""
    size, wide = tile.shape
    if low >= wide:
        base = first // low * size * low + first % low
        for a in range(size):
            worth[base + a * low : base + a * low + wide] = tile[a]
        return
    for x in range(0, wide, low):
        base = (first + x) // low * size * low
        for a in range(size):
            for y in range(low):
                worth[base + a * low + y] = tile[a, x + y]


@kernel()
def _in_order(rank: Words, order: Longs, left: Words, fits: Words) -> None:
    """Mark the lanes that are left whose ranks do not rise along an order, by zeros."""
    fits[:] = left
    for k in range(order.size - 1):
        before, after = rank[order[k]], rank[order[k + 1]]
        for x in range(left.size):
            fits[x] |= _EVERY if before[x] < after[x] else _NONE


@kernel()
def improve_down(rank: Words, worth: Words, order: Longs) -> bool:
    """Lower each worth of a tile to the least among the states that rank higher in its class.

    ``order`` is the order of the own vectors, best first, that fitted last; it is kept up.
    Returns whether anything was lowered. Words are of four bytes throughout, for shorter ones
    are widened by the compiler to more.
    """
    wide = rank.shape[1]
    left, fits = np.zeros(wide, np.uint32), np.empty(wide, np.uint32)
    last, above, least = rank[0].copy(), worth[0].copy(), worth[0].copy()
    fresh = np.zeros(wide, np.uint32)
    lane = 0
    while lane < wide:
        _in_order(rank, order, left, fits)
        if fits.min() != 0:
            order[:] = np.argsort(-rank[:, lane].astype(np.int64), kind="mergesort")
            _in_order(rank, order, left, fits)
        last[:] = rank[order[0]]
        above[:] = _EVERY
        least[:] = worth[order[0]]
        for k in range(1, order.size):
            own, here = rank[order[k]], worth[order[k]]
            for x in range(wide):
                top = least[x] if own[x] < last[x] else above[x]
                above[x] = top
                last[x] = own[x]
                before = here[x]
                now = top | fits[x]
                now = now if now < before else before
                fresh[x] |= now ^ before
                least[x] = min(least[x], now)
                here[x] = now
        for x in range(wide):
            left[x] |= ~fits[x]
        while lane < wide and left[lane] != 0:
            lane += 1
    return bool(fresh.any())
