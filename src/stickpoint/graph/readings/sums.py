"""Which numbers count where → what they add up to in each place, laid out once.

In most places the same few numbers count as in many others: those that do so are added up once, in
the order in which they are given, as they would be place by place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Longs = NDArray[np.int64]

MOST_KEPT = 1 << 24
"""Numbers times places for which it is remembered where which count; beyond, it is asked anew."""
_AT_ONCE = 40
"""Yes and no of so many numbers stand in one whole number, with that of those before."""


class Counts(NamedTuple):
    """Where among all numbers one stands, and in which places, (places,), it counts."""

    number: int
    where: Callable[[], Flags]


class Sums:
    """Sums over places that come in several parts, each with numbers of its own.

    Parameters
    ----------
    parts : sequence of sequence of Counts
    sizes : sequence of int
        How many places each part has.
    """

    def __init__(self, parts: Sequence[Sequence[Counts]], sizes: Sequence[int]) -> None:
        self._parts, self._sizes = parts, sizes
        self._numbers = np.array([one.number for part in parts for one in part], dtype=np.int64)
        self._is_kept = sum(len(p) * k for p, k in zip(parts, sizes, strict=True)) <= MOST_KEPT
        if not self._is_kept:
            return
        found = [
            alike([one.where() for one in part], size)
            for part, size in zip(parts, sizes, strict=True)
        ]
        width, first, row, place = sum(counts.shape[1] for counts, _ in found), 0, 0, []
        # Of one column alone the numbers would be added up in another order.
        self._counts = np.zeros((self._numbers.size, max(width, 2)), dtype=np.bool_)
        for counts, which in found:
            some = slice(row, row + counts.shape[0]), slice(first, first + counts.shape[1])
            self._counts[some] = counts
            place.append(which + first)
            row, first = some[0].stop, some[1].stop
        self._parts = ()
        self._place = np.concatenate([*place, np.empty(0, dtype=np.int64)])

    def of(self, numbers: Floats) -> Floats:
        """Return the sum in each place, (places,), those of the first part first."""
        if not self._is_kept:
            return self._one_by_one(numbers)
        each = np.where(self._counts, numbers[self._numbers][:, None], 0.0)
        # Begun at 0, so that no sum is below nothing by its sign alone.
        return np.add.reduce(each, axis=0, initial=0.0)[self._place]

    def _one_by_one(self, numbers: Floats) -> Floats:
        found, first = np.zeros(sum(self._sizes)), 0
        for part, size in zip(self._parts, self._sizes, strict=True):
            own = found[first : first + size]
            for one in part:
                own[one.where()] += numbers[one.number]
            first += size
        return found


def alike(rows: Sequence[Flags], size: int) -> tuple[Flags, Longs]:
    """Return the different columns of rows of yes and no, and which of them each column is.

    Examples
    --------
    >>> columns, which = alike([np.array([True, False, True]), np.array([True, True, True])], 3)
    >>> columns.astype(int).tolist(), which.tolist()
    ([[0, 1], [1, 1]], [1, 0, 1])
    """
    code = np.zeros(size, dtype=np.int64)
    for k, row in enumerate(rows):
        if k % _AT_ONCE == 0:
            code = np.unique(code, return_inverse=True)[1].astype(np.int64)
        code = code * 2 + row
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    columns = np.array([row[first] for row in rows], dtype=np.bool_).reshape(len(rows), first.size)
    return columns, which.astype(np.int64)
