"""Moves that make a party choose among the same states from every state of a class."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.moves import FreeMoves

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FreeChoice:
    """Classes of free choice, with the effort of each option switched.

    Parameters
    ----------
    first : ndarray of int32, shape (classes + 1,)
        Where each class begins in ``members``.
    members : ndarray of int32, shape (states,)
    slot : ndarray of int32, shape (states,)
        The own vector of each member, in the order of ``members``; bit k is own option k.
    turn_on, turn_off : ndarray of float, shape (own options,)
        Efforts; they add up over the options switched.
    """

    first: NDArray[np.int32]
    members: NDArray[np.int32]
    slot: NDArray[np.int32]
    turn_on: Floats = field(default_factory=lambda: np.empty(0))
    turn_off: Floats = field(default_factory=lambda: np.empty(0))

    @classmethod
    def of(cls, moves: FreeMoves, turn_on: Floats, turn_off: Floats) -> FreeChoice:
        """Add efforts, one per own option from the lowest bit, to a party's free moves."""
        classes = moves.classes
        codes = moves.codes[classes.members]
        slot = np.zeros(codes.size, dtype=np.int32)
        bits = [k for k in range(moves.mask.bit_length()) if moves.mask >> k & 1]
        for place, k in enumerate(bits):
            slot |= ((codes >> np.uint64(k)) & np.uint64(1)).astype(np.int32) << np.int32(place)
        return cls(classes.first, classes.members, slot, turn_on, turn_off)

    def arcs(self) -> tuple[NDArray[np.int32], Floats]:
        """Spell the moves out: rows (from, to), and the effort of each."""
        pairs, price = [], []
        for lo, hi in zip(self.first[:-1], self.first[1:], strict=True):
            own, slot = self.members[lo:hi], self.slot[lo:hi]
            a, b = (x.ravel() for x in np.meshgrid(np.arange(own.size), np.arange(own.size)))
            a, b = a[a != b], b[a != b]
            pairs.append(np.column_stack((own[a], own[b])))
            price.append(self.effort(slot[a], slot[b]))
        if not pairs:
            return np.zeros((0, 2), dtype=np.int32), np.zeros(0)
        return np.concatenate(pairs), np.concatenate(price)

    def from_state(self, state: int) -> tuple[NDArray[np.int32], Floats]:
        """Return where the party can go from one state of a class, and the effort of each move."""
        at = int(np.flatnonzero(self.members == state)[0])
        own = int(np.searchsorted(self.first, at, side="right")) - 1
        places = np.arange(self.first[own], self.first[own + 1])
        places = places[places != at]
        before = np.full(places.size, self.slot[at], dtype=np.int32)
        return self.members[places], self.effort(before, self.slot[places])

    def effort(self, before: NDArray[np.int32], after: NDArray[np.int32]) -> Floats:
        """Return the effort of going from one own vector to another."""
        cost = np.zeros(before.size)
        for k, (on, off) in enumerate(zip(self.turn_on, self.turn_off, strict=True)):
            was, becomes = (before >> k) & 1, (after >> k) & 1
            cost += np.where(was == becomes, 0.0, np.where(becomes == 1, on, off))
        return cost


def as_free_choice(
    pairs: NDArray[np.int64], effort: Floats, settled: NDArray[np.bool_]
) -> FreeChoice | None:
    """Recognise arcs without effort that lead from every open state of a class to all the rest.

    Parameters
    ----------
    pairs : ndarray of int, shape (m, 2)
        Without repeats.
    effort : ndarray of float, shape (m,)
    settled : ndarray of bool, shape (states,)
        Arcs that leave a settled state do not count; nobody moves there.
    """
    n = settled.size
    if not len(pairs) or effort.any():
        return None
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    used = pairs[~settled[pairs[:, 0]]]
    graph = coo_array((np.ones(len(used), dtype=np.int8), (used[:, 0], used[:, 1])), shape=(n, n))
    _, label = connected_components(graph, directed=False)
    size = np.bincount(label)
    out = np.bincount(used[:, 0], minlength=n)
    if (out[~settled] != size[label[~settled]] - 1).any():
        return None
    members = np.argsort(label, kind="stable").astype(np.int32)
    first = np.concatenate(([0], np.cumsum(size))).astype(np.int32)
    return FreeChoice(first, members, np.zeros(n, dtype=np.int32))
