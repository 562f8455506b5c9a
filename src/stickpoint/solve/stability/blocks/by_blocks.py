"""Statements → stable states of a cube too large to keep: ranks by blocks, answers as bits.

In a cube, what the others can bring about by any moves does not depend on where they begin, so
GMR and SMR compare a rank with one number (`engine.cube`). For SEQ and SSEQ the least worth
that the others can improve their way down to is kept for one party at a time, and lowered along
one other party's classes after another until nothing changes. A party's ranks are worked out
from its statements, tile by tile, whenever they are wanted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.logic import Formula
from stickpoint.solve.stability.blocks import block_kernels
from stickpoint.solve.stability.blocks.room import check_room
from stickpoint.solve.stability.blocks.stated import StatedRanks
from stickpoint.solve.stability.blocks.tiles import Tiles, Worths, stamps_for
from stickpoint.solve.stability.sanctions import CONCEPTS, named

Bits = NDArray[np.uint8]
Lines = Sequence[tuple[Formula, int]]

_BLOCK_BITS = 16


@dataclass(frozen=True, eq=False)
class BlockStability:
    """Which states each party would not leave, as bits.

    Attributes
    ----------
    order : tuple of int
        The options in the order in which the states lie: option ``order[k]`` is bit k of a place.
    stable : dict of str to ndarray of uint8, shape (parties, states / 8)
        For each concept a bit for every place, the first of a byte lowest.
    rounds : dict of str to tuple of int
        For SEQ and SSEQ and each party, after how many rounds nothing changed.
    secured : tuple of ndarray of int, each of shape (own vectors,)
        For each party and each vector of its own options, ascending, the least rank that the
        others can leave it with.
    """

    order: tuple[int, ...]
    stable: dict[str, Bits]
    rounds: dict[str, tuple[int, ...]]
    secured: tuple[Worths, ...] = ()

    @property
    def n_states(self) -> int:
        """How many states there are."""
        return 1 << len(self.order)

    def holds(self, concept: str, party: int, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Tell which of some states, given as option vectors, are stable for a party."""
        place = np.zeros(codes.shape, dtype=np.uint64)
        for k, option in enumerate(self.order):
            place |= (codes >> np.uint64(option) & np.uint64(1)) << np.uint64(k)
        byte = self.stable[concept][party, place >> np.uint64(3)]
        return (byte >> (place & np.uint64(7)).astype(np.uint8) & 1).astype(np.bool_)

    def equilibria(self, concept: str) -> Bits:
        """Return the states that are stable for every party, shape (states / 8,)."""
        held: Bits = np.bitwise_and.reduce(self.stable[concept])
        return held

    def count(self, concept: str) -> int:
        """Count the states that are stable for every party."""
        return int(np.bitwise_count(self.equilibria(concept)).sum(dtype=np.int64))

    def first(self, concept: str, most: int = 10) -> NDArray[np.uint64]:
        """List the option vectors of some equilibria, those that come first in party order."""
        held = self.equilibria(concept)
        bytes_ = np.flatnonzero(held)[:most]
        bits = np.unpackbits(held[bytes_], bitorder="little").reshape(-1, 8)
        at, bit = np.nonzero(bits)
        place = (bytes_[at] * 8 + bit)[:most].astype(np.uint64)
        codes = np.zeros(place.shape, dtype=np.uint64)
        for k, option in enumerate(self.order):
            codes |= (place >> np.uint64(k) & np.uint64(1)) << np.uint64(option)
        return codes


def stability_by_blocks(
    owners: Sequence[int],
    lines: Sequence[Lines],
    concepts: Iterable[str] = CONCEPTS,
    *,
    only: Iterable[int] | None = None,
    block_bits: int = _BLOCK_BITS,
    told: Callable[[str], object] | None = None,
    tick: Callable[[], object] = lambda: None,
) -> BlockStability:
    """Find the states in which each party would stay, where every option switches freely.

    The definitions are those of `stability`, and so are the answers.

    Parameters
    ----------
    owners : sequence of int
        The party (from 0) of each option; every option vector is a state.
    lines : sequence of sequences of (formula, weight)
        For each party its statements; a state ranks by the sum of the weights of those that hold
        (`StatedRanks`).
    concepts : iterable of str
        Which of the five to compute.
    only : iterable of int, optional
        The parties that are judged; all if left out. Nobody else counts as stable anywhere.
    block_bits : int
        A tile has about 2 to so many states.
    told : function of str, optional
        Hears what is being done.
    tick : function
        Called when a party is judged under SEQ or SSEQ, which is what takes long.

    Raises
    ------
    ModelError
        An unknown concept, an owner without wants, or fewer than three options.
    NoRoom
        More states than the memory that is free can hold; nothing has been stored then.
    SolveError
        Wants that make more than 2³² ranks.

    Notes
    -----
    Bytes: states · (2 + parties · concepts / 8), and as much again as the first term where a
    party has more than 65,536 ranks. Each round of SEQ and of SSEQ costs a few passes for each
    pair of parties; a tile in which nothing has changed is not looked at again.

    Examples
    --------
    Three who each would rather not: the state in which nobody does holds.

    >>> found = stability_by_blocks([0, 1, 2], [[(("not", ("option", k)), 1)] for k in range(3)])
    >>> found.count("nash"), found.first("seq").tolist()
    (1, [0])
    """
    asked = named(concepts, CONCEPTS)
    if len(owners) < 3 or not all(0 <= owner < len(lines) for owner in owners):
        raise ModelError(
            f"owners {list(owners)!r} for {len(lines)} parties; expected three options or more, "
            "each of a party with wants"
        )
    ranks = [StatedRanks(of_party) for of_party in lines]
    order = tuple(k for i in range(len(lines)) for k, owner in enumerate(owners) if owner == i)
    check_room(len(owners), ranks, len(asked), can_ask_fewer=True)
    stable = {c: np.zeros((len(lines), 1 << len(owners) - 3), dtype=np.uint8) for c in asked}
    rounds: dict[str, list[int]] = {c: [] for c in asked if c in ("seq", "sseq")}
    secured = [np.empty(0, dtype=rank.dtype) for rank in ranks]
    for party in range(len(lines)) if only is None else only:
        judge = _Judge(owners, lines, ranks[party], party, order, block_bits)
        secured[party] = judge.worst
        judge.at_once({c: stable[c][party] for c in asked if c not in rounds})
        for concept, made in rounds.items():
            if told is not None:
                told(f"{concept} for party {party + 1} of {len(lines)}")
            made.append(judge.by_improvements(concept, stable[concept][party]))
            tick()
    made_in = {c: tuple(made) for c, made in rounds.items()}
    return BlockStability(order, stable, made_in, tuple(secured))


class _Judge:
    """One party: its own tiles, and those of the others where its own options lie lowest."""

    def __init__(
        self,
        owners: Sequence[int],
        lines: Sequence[Lines],
        ranks: StatedRanks,
        party: int,
        order: tuple[int, ...],
        block_bits: int,
    ) -> None:
        self._ranks, self._n = ranks, 1 << len(owners)
        self._own = Tiles.of(order, owners, party, block_bits)
        inner = (*self._own.own, *self._own.rest)
        self._others = []
        for j in range(len(lines)):
            tiles = Tiles.of(inner, owners, j, block_bits)
            if j != party and tiles.own:
                mask = sum(1 << k for k in tiles.own)
                self._others.append((tiles, StatedRanks(lines[j], only=mask)))
        self.worst, self.kept = self._levels()
        self.secured = int(self.worst.max())

    def _rank(self, tile: int) -> Worths:
        return self._ranks.tile(self._own.run, int(self._own.fixed[tile]))

    def _levels(self) -> tuple[Worths, int]:
        """Return what each own vector secures against everything, and the least class maximum."""
        worst = np.full(self._own.size, self._ranks.most, dtype=self._ranks.dtype)
        kept = self._ranks.most
        for tile in range(self._own.fixed.size):
            rank = self._rank(tile)
            np.minimum(worst, rank.min(axis=1), out=worst)
            kept = min(kept, int(rank.max(axis=0).min()))
        return worst, kept

    def at_once(self, out: dict[str, Bits]) -> None:
        """Write the answers under Nash, GMR and SMR, of which each needs one pass."""
        level = {"gmr": self.secured, "smr": self.kept}
        for tile in range(self._own.fixed.size) if out else ():
            rank = self._rank(tile)
            for concept, bits in out.items():
                bar = rank.max(axis=0) if concept == "nash" else level[concept]
                self._own.put_bits(rank >= bar, tile, bits)

    def by_improvements(self, concept: str, out: Bits) -> int:
        """Write the answers under SEQ or SSEQ; return the rounds."""
        # What is below what the party can secure anyhow counts as that: it decides nothing.
        floor = self.secured if concept == "seq" else self.kept
        worth = np.empty(self._n, dtype=self._ranks.dtype)
        rows = worth.reshape(-1, self._own.wide, self._own.size)
        for tile in range(self._own.fixed.size):
            rank = self._rank(tile)
            value = rank if concept == "seq" else rank.max(axis=0, keepdims=True)
            rows[tile] = np.maximum(value, self._ranks.dtype.type(floor)).T
        rounds = self._settle(worth, floor)
        for tile in range(self._own.fixed.size):
            rank = self._rank(tile)
            level = np.minimum(rank, rows[tile].T).max(axis=0)
            self._own.put_bits(rank >= level, tile, out)
        return rounds

    def _settle(self, worth: Worths, floor: int) -> int:
        """Lower each worth to the least that the others can improve their way to."""
        stamps, sweep = stamps_for(self._n), 1
        stamps[:] = 1
        seen = [0] * len(self._others)
        rounds = 0
        while True:
            rounds += 1
            before = sweep
            for x, (tiles, ranks) in enumerate(self._others):
                sweep += 1
                if self._sweep(tiles, ranks, worth, floor, stamps, seen[x], sweep):
                    before = -1
                seen[x] = sweep
            if before >= 0:
                return rounds

    def _sweep(
        self,
        tiles: Tiles,
        ranks: StatedRanks,
        worth: Worths,
        floor: int,
        stamps: NDArray[np.int32],
        seen: int,
        sweep: int,
    ) -> bool:
        """Let one party improve once, from every state; return whether that changed anything."""
        count = tiles.fixed.size
        tiles.run  # noqa: B018 - made once, before the threads ask for it

        def part(begin: int, end: int) -> bool:
            changed = False
            room = np.empty((tiles.size, tiles.wide), dtype=np.uint32)
            order = np.arange(tiles.size)
            for tile in range(begin, end):
                if tiles.cells(stamps, tile).max() <= seen:
                    continue
                block_kernels.gather(worth, tiles.low, tile * tiles.wide, room)
                if room.max() == floor:
                    continue
                rank = ranks.tile(tiles.run, int(tiles.fixed[tile]))
                if block_kernels.improve_down(rank, room, order):
                    block_kernels.scatter(room, tiles.low, tile * tiles.wide, worth)
                    tiles.cells(stamps, tile)[...] = sweep
                    changed = True
            return changed

        cores = min(os.cpu_count() or 1, count)
        if cores < 2 or self._n < 1 << 20:
            return part(0, count)
        limits = [count * x // cores for x in range(cores + 1)]
        with ThreadPoolExecutor(cores) as pool:
            done = [pool.submit(part, *both) for both in pairwise(limits)]
            return any(each.result() for each in done)
