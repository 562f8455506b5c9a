"""A cube too large to keep → its tiles: which states lie in each, and where their worths are.

States lie in *party order*, an order of the options party by party: a party has ``size`` own
vectors, ``low`` states apart, and a tile is some of its classes side by side, as (own vectors,
classes).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CELL = 1 << 10
_LANES = 3
"""A tile is at least eight classes wide, so that its bits fill bytes."""


@dataclass(frozen=True)
class Tiles:
    """The tiles of one party's classes.

    Parameters
    ----------
    own, rest : tuple of int
        The party's options and all others, in the order in which the states lie.
    low : int
        How many states lie between two own vectors.
    block_bits : int
        A tile has about 2 to so many states.
    """

    own: tuple[int, ...]
    rest: tuple[int, ...]
    low: int
    block_bits: int

    @classmethod
    def of(cls, order: Sequence[int], owners: Sequence[int], party: int, block_bits: int) -> Tiles:
        """Return a party's tiles where the options lie in such an order."""
        own = tuple(k for k in order if owners[k] == party)
        rest = tuple(k for k in order if owners[k] != party)
        first = order.index(own[0]) if own else 0
        return cls(own, rest, 1 << first, block_bits)

    @property
    def size(self) -> int:
        """How many own vectors there are."""
        return 1 << len(self.own)

    @property
    def wide(self) -> int:
        """How many classes a tile has."""
        return 1 << min(len(self.rest), max(_LANES, self.block_bits - len(self.own)))

    @cached_property
    def run(self) -> NDArray[np.uint64]:
        """The option vectors of the first tile, shape (own vectors, classes)."""
        lanes = self.rest[: self.wide.bit_length() - 1]
        return np.bitwise_or.outer(spread(self.own), spread(lanes))

    @cached_property
    def fixed(self) -> NDArray[np.uint64]:
        """What the other options are in each tile, shape (tiles,)."""
        return spread(self.rest[self.wide.bit_length() - 1 :])

    def cells(self, stamps: NDArray[np.int32], tile: int) -> NDArray[np.int32]:
        """Return the stamps of the cells that a tile lies in, to be read or written."""
        first, cell = tile * self.wide, _CELL
        if self.low >= cell:
            high, left = divmod(first, self.low)
            rows = stamps.reshape(-1, self.size, self.low // cell)
            return rows[high, :, left // cell : (left + self.wide - 1) // cell + 1]
        begin = first // self.low * self.size * self.low
        end = ((first + self.wide - 1) // self.low + 1) * self.size * self.low
        return stamps[begin // cell : (end - 1) // cell + 1]

    def laid(self, states: NDArray[np.uint8], tile: int) -> NDArray[np.uint8]:
        """Return what is kept of the states of a tile, as (own vectors, classes)."""
        first = tile * self.wide
        if self.low > self.wide:
            high, left = divmod(first, self.low)
            return states.reshape(-1, self.size, self.low)[high, :, left : left + self.wide]
        high, deep = first // self.low, self.wide // self.low
        rows = states.reshape(-1, self.size, self.low)[high : high + deep]
        return rows.transpose(1, 0, 2).reshape(self.size, self.wide)

    def write(self, tile_of: NDArray[np.uint8], tile: int, states: NDArray[np.uint8]) -> None:
        """Write such a tile back to where `laid` took it from."""
        first = tile * self.wide
        rows = states.reshape(-1, self.size, self.low)
        if self.low > self.wide:
            high, left = divmod(first, self.low)
            rows[high, :, left : left + self.wide] = tile_of
            return
        high, deep = first // self.low, self.wide // self.low
        laid = tile_of.reshape(self.size, deep, self.low)
        rows[high : high + deep] = laid.transpose(1, 0, 2)

    def put_bits(self, flags: NDArray[np.bool_], tile: int, out: NDArray[np.uint8]) -> None:
        """Write a tile of yes or no as bits, the first state of a byte lowest."""
        first = tile * self.wide
        if self.low > self.wide:
            high, left = divmod(first, self.low)
            rows = out.reshape(-1, self.size, self.low // 8)[high]
            packed = np.packbits(flags, axis=1, bitorder="little")
            rows[:, left // 8 : (left + self.wide) // 8] = packed
            return
        laid = flags.reshape(self.size, -1, self.low).transpose(1, 0, 2)
        packed = np.packbits(laid.ravel(), bitorder="little")
        out[first * self.size // 8 :][: packed.size] = packed


def stamps_for(n_states: int) -> NDArray[np.int32]:
    """Return a number for each cell of states: the sweep that changed it last, 0 for none."""
    return np.zeros(max(1, n_states // _CELL), dtype=np.int32)


def places(codes: NDArray[np.uint64], order: Sequence[int]) -> NDArray[np.int64]:
    """Return where some states lie, of the same shape: option ``order[k]`` is bit k of a place."""
    found = np.zeros(codes.shape, dtype=np.uint64)
    for k, option in enumerate(order):
        found |= (codes >> np.uint64(option) & np.uint64(1)) << np.uint64(k)
    return found.astype(np.int64)


def spread(options: Sequence[int]) -> NDArray[np.uint64]:
    """Return the code whose option ``options[k]`` is bit k of the index, for every index."""
    codes = np.zeros(1, dtype=np.uint64)
    for k in options:
        codes = np.concatenate((codes, codes | np.uint64(1 << k)))
    return codes


Worths = NDArray[Any]
