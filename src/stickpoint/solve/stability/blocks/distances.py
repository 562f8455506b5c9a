"""A cube and a state of it → how many improvements lead from it to each state, tile by tile.

Where a party gets by two improvements in succession it gets by one, so no shortest way has the
same party move twice running, and the rounds of a plain search count legal moves.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.stability.blocks.cube import AT_ONCE, Codes, StatedCube
from stickpoint.solve.stability.blocks.followed import first_way
from stickpoint.solve.stability.blocks.stated import StatedRanks
from stickpoint.solve.stability.blocks.tiles import Tiles, places
from stickpoint.solve.stability.result import Step

Bytes = NDArray[np.uint8]

NOWHERE = 255
"""In place of a number of moves where no improvements lead."""
_BLOCK_BITS = 16
_KEPT = 1 << 18
"""States of one round that are followed back."""


class Distances:
    """How far each state is by improvements of any parties.

    Parameters
    ----------
    cube : StatedCube
    start : int
        The state that holds at first.
    order : sequence of int
        The options in the order in which the states lie, party by party.

    Notes
    -----
    A byte a state; a pass over all states for each party and round, tiles without a state of the
    last round left out.
    """

    def __init__(self, cube: StatedCube, start: int, order: Sequence[int]) -> None:
        self._cube, self._start, self._order = cube, start, tuple(order)
        self.far: Bytes = np.full(1 << len(order), NOWHERE, dtype=np.uint8)
        """The moves to each state, in party order."""
        self.far[self._place(np.array([start], dtype=np.uint64))] = 0
        movers = [j for j in cube.parties if cube.masks[j]]
        tiles = [Tiles.of(self._order, cube.owners, j, _BLOCK_BITS) for j in movers]
        ranks = [StatedRanks(cube.lines[j], only=cube.masks[j]) for j in movers]
        # Improvements that go on for ever so long would be told by nobody.
        for level in range(NOWHERE - 1):
            spread_out = [self._round(*one, level) for one in zip(tiles, ranks, strict=True)]
            if not any(spread_out):
                break

    def _round(self, tiles: Tiles, ranks: StatedRanks, level: int) -> bool:
        """Let one party improve once from the states of a round; return whether that is new."""
        changed = False
        for tile in range(tiles.fixed.size):
            far = tiles.laid(self.far, tile)
            front = far == level
            lanes = front.any(axis=0)
            if not lanes.any():
                continue
            rank = ranks.tile(tiles.run, int(tiles.fixed[tile]))
            low = np.where(front, rank, np.uint32(ranks.most)).min(axis=0)
            new = (far == NOWHERE) & (rank > low) & lanes
            if new.any():
                tiles.write(np.where(new, np.uint8(level + 1), far), tile, self.far)
                changed = True
        return changed

    def _place(self, codes: Codes) -> NDArray[np.int64]:
        return places(codes, self._order)

    def of(self, codes: Codes) -> Bytes:
        """Return how many improvements lead to some states; `NOWHERE` where none do."""
        found: Bytes = self.far[self._place(codes)]
        return found

    def to(self, code: int) -> tuple[Step, ...]:
        """Return a shortest way to a state that improvements lead to, who moves and where to.

        The way that a search of stored states comes upon first, but for rounds of more than 2¹⁸
        states from which that one leads, of which the lowest are looked at.
        """
        target = np.array([code], dtype=np.uint64)
        among = [target]
        for level in range(int(self.of(target)[0]) - 1, 0, -1):
            among.append(self._before(among[-1], level))
        movers = [j for j in self._cube.parties if self._cube.masks[j]]
        return first_way(self._cube, self._start, among[::-1], movers) if among[0].size else ()

    def _before(self, codes: Codes, level: int) -> Codes:
        """List the states of a round from which one improvement leads to any of some states."""
        cube, found = self._cube, []
        for j in (j for j in cube.parties if cube.masks[j]):
            step = max(1, AT_ONCE // cube.own[j].size)
            for begin in range(0, codes.size, step):
                some = codes[begin : begin + step]
                others = some & np.uint64(~cube.masks[j] & (1 << 64) - 1)
                there = others[:, None] | cube.own[j]
                worse = cube.rank(j, there) < cube.rank(j, some)[:, None]
                found.append(there[worse & (self.of(there) == level)])
        return np.unique(np.concatenate(found))[:_KEPT]
