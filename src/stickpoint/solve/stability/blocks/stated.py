"""Statements with weights → a party's ranks over any tile of a cube, never all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.logic import Formula, evaluate, options_in

Codes = NDArray[np.uint64]
Tile = NDArray[Any]

_KEPT_COLUMNS, _KEPT_TILES = 256, 64


class StatedRanks:
    """The rank of a state is the sum of the weights of the statements that hold in it.

    Statements in order of importance weigh 2ᵏ, so that each counts for more than all that follow.
    Ranks go from 0; they take two bytes where their range allows, else four, and four always where
    they serve to compare.

    Parameters
    ----------
    lines : sequence of (formula, weight)
        Weights are whole numbers.
    only : int, optional
        Bit mask of options: statements that speak of none of them are left out, which keeps the
        order of states that differ in those options only.

    Raises
    ------
    SolveError
        Weights whose sum does not fit four bytes.
    """

    def __init__(self, lines: Sequence[tuple[Formula, int]], only: int | None = None) -> None:
        masks = [sum(1 << k for k in options_in(formula)) for formula, _ in lines]
        kept = [x for x, mask in enumerate(masks) if only is None or mask & only]
        self._formulas = [lines[x][0] for x in kept]
        self._masks = [masks[x] for x in kept]
        self._weights = [lines[x][1] for x in kept]
        span = sum(map(abs, self._weights))
        if span >= 1 << 32:
            raise SolveError(
                f"ranks between 0 and {span:,} found, at most {(1 << 32) - 1:,} fit: "
                "leave out the least important statements, or join some"
            )
        self.dtype = np.dtype(np.uint16 if span < 1 << 16 and only is None else np.uint32)
        self.most = span
        self._least = sum(min(weight, 0) for weight in self._weights)
        self._columns: dict[tuple[int, int], bool | NDArray[np.bool_]] = {}
        self._tiles: dict[tuple[Any, ...], Tile] = {}

    def tile(self, run: Codes, fixed: int) -> Tile:
        """Return the ranks of the states ``run | fixed``, shape as ``run``; not to be written.

        ``run`` must be the same array, or hold the same codes, in every call.
        """
        key = tuple(fixed & mask for mask in self._masks)
        found = self._tiles.get(key)
        if found is None:
            found = np.full(run.shape, -self._least, dtype=self.dtype)
            for x, weight in enumerate(self._weights):
                self._add(found, self._column(x, run, key[x]), weight)
            if len(self._tiles) >= _KEPT_TILES:
                self._tiles.clear()
            self._tiles[key] = found
        return found

    def _add(self, total: Tile, holds: bool | NDArray[np.bool_], weight: int) -> None:
        size = self.dtype.type(abs(weight))
        part = holds * size if isinstance(holds, np.ndarray) else size * self.dtype.type(holds)
        (np.add if weight > 0 else np.subtract)(total, part, out=total)

    def _column(self, x: int, run: Codes, fixed: int) -> bool | NDArray[np.bool_]:
        found = self._columns.get((x, fixed))
        if found is None:
            found = evaluate(self._formulas[x], run | np.uint64(fixed))
            if found.all() or not found.any():
                found = bool(found.flat[0])
            if len(self._columns) >= _KEPT_COLUMNS:
                self._columns.clear()
            self._columns[x, fixed] = found
        return found
