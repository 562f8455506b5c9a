"""Who can go where: one party's moves as classes of free choice or as a list of arcs.

A party that may switch its options freely moves between any two states that differ in its own
options only; such states form a *class*, and a class needs one number per state, not g² arcs.
Everything else (one-way options, moves with a condition, explicit graphs) is an arc list.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError

Indices = NDArray[np.int32]

MAX_ARCS = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Classes:
    """A partition of the states into classes of free choice.

    Parameters
    ----------
    of_state : ndarray of int32, shape (states,)
        The class of each state, from 0.
    first : ndarray of int32, shape (classes + 1,)
        Where each class begins in ``members``.
    members : ndarray of int32, shape (states,)
        States grouped by class, ascending within a class.
    """

    of_state: Indices
    first: Indices
    members: Indices


@dataclass(frozen=True, eq=False)
class FreeMoves:
    """Moves of a party whose options can all be switched either way at any time.

    Parameters
    ----------
    mask : int
        The party's own option bits.
    codes : ndarray of uint64, shape (states,)
        Feasible state codes, ascending.
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

    def targets(self, state: int) -> Indices:
        """List the states this party can reach from ``state`` in one move, ascending."""
        classes = self.classes
        own = classes.of_state[state]
        members = classes.members[classes.first[own] : classes.first[own + 1]]
        return members[members != state]

    def to_arcs(self) -> ArcMoves:
        """Spell the same moves out as arcs; a class of g states becomes g·(g - 1) arcs."""
        classes = self.classes
        sizes = np.diff(classes.first).astype(np.int64)
        total = int((sizes * (sizes - 1)).sum())
        if total > MAX_ARCS:
            raise ModelError(
                f"{total:,} arcs found, at most {MAX_ARCS:,} can be stored: "
                "let fewer options share one party, or leave its moves free"
            )
        from stickpoint.conflict.kernels import spell_out

        start, target = spell_out(classes.of_state, classes.first, classes.members)
        return ArcMoves(start, target)


@dataclass(frozen=True, eq=False)
class ArcMoves:
    """Moves of a party as arcs, grouped by the state they leave.

    Parameters
    ----------
    start : ndarray of int64, shape (states + 1,)
        Where the arcs of each state begin in ``target``.
    target : ndarray of int32, shape (arcs,)
        Where each arc leads, ascending within a state.
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
