"""Owners of options and wants → ranks and moves in a cube, for as many states as are asked about.

States are option vectors here, of any number, and nothing is kept of all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.logic import Formula, evaluate
from stickpoint.solve.stability.blocks.room import check_room
from stickpoint.solve.stability.blocks.stated import StatedRanks
from stickpoint.solve.stability.blocks.tiles import spread

Codes = NDArray[np.uint64]
Longs = NDArray[np.int64]
Lines = Sequence[tuple[Formula, int]]

AT_ONCE = 1 << 20
"""States that are looked at side by side."""


class Moves(NamedTuple):
    """Improvements from some states, in the order in which a search comes upon them.

    ``source`` are places among those states; ``party`` makes the move to ``code``.
    """

    source: Longs
    party: Longs
    code: Codes


@dataclass(frozen=True, eq=False)
class StatedCube:
    """A cube whose parties are ranked by statements with weights.

    Parameters
    ----------
    owners : tuple of int
        The party of each option.
    lines : tuple of sequences of (formula, weight)
        For each party its statements.
    """

    owners: tuple[int, ...]
    lines: tuple[Lines, ...]

    @property
    def parties(self) -> range:
        """All parties."""
        return range(len(self.lines))

    def check_room(self, concepts: int, kept: int = 0) -> None:
        """Refuse to judge so many states by blocks where there is too little memory.

        Parameters
        ----------
        concepts, kept : int
            As `check_room` takes them.

        Raises
        ------
        NoRoom
        SolveError
            Wants that make more than 2³² ranks.
        """
        check_room(len(self.owners), [*map(StatedRanks, self.lines)], concepts, kept=kept)

    @cached_property
    def masks(self) -> list[int]:
        """The options of each party, as bits."""
        owned = [[k for k, owner in enumerate(self.owners) if owner == i] for i in self.parties]
        return [sum(1 << k for k in own) for own in owned]

    @cached_property
    def own(self) -> list[Codes]:
        """The vectors of each party's own options, ascending."""
        return [spread([k for k, j in enumerate(self.owners) if j == i]) for i in self.parties]

    def rank(self, party: int, codes: Codes) -> Longs:
        """Return a party's rank of some states, of the same shape; higher is better."""
        least = sum(min(weight, 0) for _, weight in self.lines[party])
        total = np.full(codes.shape, -least, dtype=np.int64)
        for formula, weight in self.lines[party]:
            total += evaluate(formula, codes) * np.int64(weight)
        return total

    def rank_of(self, party: int, code: int) -> int:
        """Return a party's rank of one state."""
        return int(self.rank(party, np.array([code], dtype=np.uint64))[0])

    def reach(self, party: int, code: int) -> Codes:
        """List where a party can go from a state, and that state, ascending."""
        return self.own[party] | np.uint64(code & ~self.masks[party])

    def movers(self, codes: Codes, start: int) -> Longs:
        """Return who would have to move to get from a start to some states; bit i is party i."""
        apart = codes ^ np.uint64(start)
        found = np.zeros(codes.shape, dtype=np.int64)
        for i, mask in enumerate(self.masks):
            found |= ((apart & np.uint64(mask)) != 0).astype(np.int64) << i
        return found

    def improvements(self, codes: Codes, movers: Collection[int]) -> Moves:
        """List the improvements of some parties from some states.

        State by state, party by party, and for each party from the one it gains least by; a search
        of stored states comes upon them in this order.
        """
        found = []
        for j in sorted(movers):
            there = (codes & np.uint64(~self.masks[j] & (1 << 64) - 1))[:, None] | self.own[j]
            rank = self.rank(j, there)
            order = np.argsort(rank, axis=1, kind="stable")
            here = self.rank(j, codes)[:, None]
            better = np.take_along_axis(rank, order, axis=1) > here
            source, place = np.nonzero(better)
            chosen = np.take_along_axis(there, order, axis=1)[source, place]
            found.append(Moves(source, np.full(source.size, j), chosen))
        if not found:
            none = np.empty(0, dtype=np.int64)
            return Moves(none, none, none.astype(np.uint64))
        source = np.concatenate([moves.source for moves in found])
        party = np.concatenate([moves.party for moves in found])
        code = np.concatenate([moves.code for moves in found])
        turn = np.argsort(source, kind="stable")
        return Moves(source[turn], party[turn], code[turn])
