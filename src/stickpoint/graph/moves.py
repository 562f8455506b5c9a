"""Who can go where: one party's moves as classes of free choice or as a list of arcs.

A party that may switch its options freely moves between any two states that differ in its own
options only; such states form a *class*, and a class needs one number per state, not g² arcs.
Everything else (one-way options, moves with a condition, explicit graphs) is an arc list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.kernels import spell_out

Indices = NDArray[np.int32]
Floats = NDArray[np.float64]

MAX_ARCS = 2**31 - 1
_BITS = 32
"""So many own options fit a slot of four bytes, the sign among them."""
_MOST_KEPT = 1 << 16
"""Moves spelled out that are kept for the next who asks."""


@dataclass(frozen=True, eq=False)
class Classes:
    """A partition of the states into classes of free choice.

    ``of_state`` is the class of each state, from 0; ``members`` are the states grouped by class,
    ascending within one, which begins where ``first``, shape (classes + 1,), says.
    """

    of_state: Indices
    first: Indices
    members: Indices


@dataclass(frozen=True, eq=False)
class FreeMoves:
    """Moves of a party whose options can all be switched either way at any time.

    ``mask`` are the party's own option bits, ``codes`` the feasible state codes, ascending.
    """

    mask: int
    codes: NDArray[np.uint64]

    @cached_property
    def classes(self) -> Classes:
        """States grouped by what the other parties hold fixed."""
        keys = self.codes & ~np.uint64(self.mask)
        members = np.argsort(keys, kind="stable").astype(np.int32)
        arranged = keys[members]
        fresh = np.ones(arranged.size, dtype=np.bool_)
        np.not_equal(arranged[1:], arranged[:-1], out=fresh[1:])
        of_state = np.empty(arranged.size, dtype=np.int32)
        of_state[members] = np.cumsum(fresh, dtype=np.int32) - np.int32(1)
        first = np.append(np.flatnonzero(fresh), arranged.size).astype(np.int32)
        return Classes(of_state, first, members)

    @property
    def n_arcs(self) -> int:
        """How many moves there are, spelled out."""
        sizes = np.diff(self.classes.first).astype(np.int64)
        return int((sizes * (sizes - 1)).sum())

    @property
    def n_switches(self) -> int:
        """How often one option can be switched: so long it takes to follow every move at once."""
        return int(self.codes.size) * self.mask.bit_count()

    def targets(self, state: int) -> Indices:
        """List the states this party can reach from ``state`` in one move, ascending."""
        classes = self.classes
        own = classes.of_state[state]
        members = classes.members[classes.first[own] : classes.first[own + 1]]
        return members[members != state]

    def to_arcs(self) -> ArcMoves:
        """Spell the same moves out as arcs; a class of g states becomes g·(g - 1) arcs."""
        classes, total = self.classes, self.n_arcs
        if total > MAX_ARCS:
            raise ModelError(
                f"{total:,} arcs found, at most {MAX_ARCS:,} can be stored: "
                "let fewer options share one party, or leave its moves free"
            )
        start, target = spell_out(classes.of_state, classes.first, classes.members)
        return ArcMoves(start, target)


@dataclass(frozen=True, eq=False)
class ArcMoves:
    """Moves of a party as arcs, grouped by the state they leave.

    ``target`` is where each arc leads, ascending within a state, whose arcs begin where ``start``,
    shape (states + 1,), says.
    """

    start: NDArray[np.int64]
    target: Indices

    @classmethod
    def from_pairs(cls, pairs: NDArray[np.int32], n_states: int) -> ArcMoves:
        """Group arcs given as (from, to) rows, dropping repeats."""
        keys = np.unique(pairs[:, 0].astype(np.int64) * n_states + pairs[:, 1])
        source = keys // max(n_states, 1)
        start = np.zeros(n_states + 1, dtype=np.int64)
        np.cumsum(np.bincount(source, minlength=n_states), out=start[1:])
        return cls(start, (keys - source * n_states).astype(np.int32))

    def where(self, keep: NDArray[np.bool_]) -> ArcMoves:
        """Return the arcs that are kept, bool (arcs,)."""
        total = np.zeros(keep.size + 1, dtype=np.int64)
        np.cumsum(keep, out=total[1:])
        return ArcMoves(total[self.start], self.target[keep])

    @classmethod
    def none(cls, n_states: int) -> ArcMoves:
        """Return the moves of a party that has none."""
        return cls(np.zeros(n_states + 1, dtype=np.int64), np.empty(0, dtype=np.int32))

    @cached_property
    def backward(self) -> ArcMoves:
        """The same arcs turned round, grouped by the state they lead to."""
        n_states = self.start.size - 1
        order = np.argsort(self.target, kind="stable")
        start = np.zeros(n_states + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.target, minlength=n_states), out=start[1:])
        return ArcMoves(start, self.sources[order])

    @property
    def n_arcs(self) -> int:
        """How many arcs there are."""
        return int(self.target.size)

    @property
    def sources(self) -> Indices:
        """The state each arc leaves, shape (arcs,)."""
        n_states = self.start.size - 1
        return np.repeat(np.arange(n_states, dtype=np.int32), np.diff(self.start))

    def targets(self, state: int) -> Indices:
        """List the states this party can reach from ``state`` in one move, ascending."""
        return self.target[self.start[state] : self.start[state + 1]]

    def to_arcs(self) -> ArcMoves:
        """Return itself; the counterpart of `FreeMoves.to_arcs`."""
        return self


Moves = FreeMoves | ArcMoves


def listed(moves: Iterable[Moves]) -> int:
    """Return how many moves are listed one by one, as those of free options are not."""
    return sum(own.n_arcs for own in moves if isinstance(own, ArcMoves))


def followed(moves: Iterable[Moves]) -> int:
    """Return how many steps it takes to follow all: moves that are listed, and free switches."""
    return sum(own.n_arcs if isinstance(own, ArcMoves) else own.n_switches for own in moves)


def arc_table(pairs: ArrayLike, n_states: int, party: int) -> NDArray[np.int64]:
    """Return what a caller gives as the arcs of a party, rows (from, to), or refuse it."""
    table = np.asarray(pairs)
    if table.size == 0:
        return np.zeros((0, 2), dtype=np.int64)
    if table.ndim != 2 or table.shape[1] != 2 or not np.issubdtype(table.dtype, np.integer):
        raise ModelError(
            f"the arcs of party {party} have shape {table.shape} and type {table.dtype}; "
            "expected whole numbers of shape (m, 2)"
        )
    if table.min() < 0 or table.max() >= n_states:
        raise ModelError(f"an arc of party {party} names a state outside 0 to {n_states - 1}")
    return table.astype(np.int64)


def arc_list(pairs: ArrayLike, n_states: int, party: int) -> ArcMoves:
    """Check the arcs of a party, and group them by the state they leave."""
    table = arc_table(pairs, n_states, party)
    if (table[:, 0] == table[:, 1]).any():
        raise ModelError(f"party {party} has an arc from a state to itself; leave it out")
    return ArcMoves.from_pairs(table.astype(np.int32), n_states)


@dataclass(frozen=True, eq=False)
class FreeChoice:
    """Classes of free choice, with the effort of each option switched, summed over those switched.

    ``first`` and ``members`` are as in `Classes`; ``slot`` is the own vector of each member, in
    their order, whose bit k is own option k, of eight bytes for more than 32. Efforts have the
    shape (own options,).
    """

    first: NDArray[np.int32]
    members: NDArray[np.int32]
    slot: NDArray[np.int32] | NDArray[np.int64]
    turn_on: Floats = field(default_factory=lambda: np.empty(0))
    turn_off: Floats = field(default_factory=lambda: np.empty(0))

    @classmethod
    def of(cls, moves: FreeMoves, turn_on: Floats, turn_off: Floats) -> FreeChoice:
        """Add efforts, one per own option from the lowest bit, to a party's free moves."""
        classes = moves.classes
        codes = moves.codes[classes.members]
        bits = [k for k in range(moves.mask.bit_length()) if moves.mask >> k & 1]
        slot = np.zeros(codes.size, dtype=np.int64)
        for place, k in enumerate(bits):
            slot |= ((codes >> np.uint64(k)) & np.uint64(1)).astype(np.int64) << np.int64(place)
        short = slot.astype(np.int32) if len(bits) <= _BITS else slot
        return cls(classes.first, classes.members, short, turn_on, turn_off)

    def arcs(self) -> tuple[NDArray[np.int32], Floats]:
        """Spell the moves out: rows (from, to), and the effort of each."""
        pairs, before, after = self._kept_pairs or self._pairs()
        if not (self.turn_on.any() or self.turn_off.any()):
            return pairs, np.zeros(len(pairs))
        return pairs, self.effort(before, after)

    def ends(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the own vectors of the ends of each move, in the order of `arcs`."""
        _, before, after = self._kept_pairs or self._pairs()
        return before, after

    @cached_property
    def _kept_pairs(self) -> tuple[NDArray[np.int32], NDArray[Any], NDArray[Any]] | None:
        """What `_pairs` says, for other games with the same moves too; None if it is much."""
        sizes = np.diff(self.first).astype(np.int64)
        return self._pairs() if int((sizes * (sizes - 1)).sum()) <= _MOST_KEPT else None

    def _pairs(self) -> tuple[NDArray[np.int32], NDArray[Any], NDArray[Any]]:
        """Spell the moves out: rows (from, to), and the own vectors of their ends."""
        sizes = np.diff(self.first)
        begin = np.concatenate(([0], np.cumsum(sizes * (sizes - 1))))
        ends = np.empty((2, begin[-1]), dtype=np.int64)
        for size in np.unique(sizes):
            # Classes of one size are spelled out together; each keeps its place.
            chosen = np.flatnonzero(sizes == size)
            to, by = np.nonzero(~np.eye(size, dtype=np.bool_))
            at = begin[chosen, None] + np.arange(to.size)
            ends[:, at] = self.first[chosen, None] + np.stack((by, to))[:, None]
        pairs = np.ascontiguousarray(self.members[ends].T)
        pairs.flags.writeable = False
        return pairs, *self.slot[ends]

    def from_state(self, state: int) -> tuple[NDArray[np.int32], Floats]:
        """Return where the party can go from one state of a class, and the effort of each move."""
        at = int(np.flatnonzero(self.members == state)[0])
        own = int(np.searchsorted(self.first, at, side="right")) - 1
        places = np.arange(self.first[own], self.first[own + 1])
        places = places[places != at]
        before = np.full(places.size, self.slot[at])
        return self.members[places], self.effort(before, self.slot[places])

    def effort(self, before: NDArray[Any], after: NDArray[Any]) -> Floats:
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

    No pair comes twice; arcs that leave a settled state do not count, for nobody moves there.
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
