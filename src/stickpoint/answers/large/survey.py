"""A cube judged by blocks → what of its settled states holds, and which of them are nearest.

One pass over all states, so many at a time; only what is told of each way to settle is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.why.holds import FIRMEST_FIRST
from stickpoint.solve.stability.blocks.by_blocks import BlockStability
from stickpoint.solve.stability.blocks.cube import AT_ONCE, Codes, StatedCube
from stickpoint.solve.stability.blocks.distances import NOWHERE, Distances
from stickpoint.solve.stability.blocks.followed import subsets
from stickpoint.solve.stability.blocks.tiles import spread

Mask = NDArray[np.uint8]
Named = Callable[[Codes], tuple[tuple[str, ...], NDArray[np.int32]]]
"""Names the terms on which some states are settled: every name, and its place for each, or -1."""
ANY = "any"
"""In place of a concept: states on some terms, whether they hold or not."""
Nearest = tuple[int, int]
"""How many moves away, and the lowest of the states that are."""


@dataclass
class Terms:
    """What is known of the states on some terms.

    Attributes
    ----------
    lowest : int
        The lowest of them.
    movers : int
        Bits of the parties that have to move to get to any of them.
    counts : dict of str to int
        How many there are that hold, for each concept; under `ANY` how many there are.
    willing, possible : dict of str to Nearest
        For the same keys, the nearest by improvements, and by any moves.
    best : list of int
        For each party its highest rank of those that hold under any concept; -1 for none.
    """

    lowest: int
    movers: int
    counts: dict[str, int] = field(default_factory=dict)
    willing: dict[str, Nearest] = field(default_factory=dict)
    possible: dict[str, Nearest] = field(default_factory=dict)
    best: list[int] = field(default_factory=list)


def survey(
    found: BlockStability,
    cube: StatedCube,
    start: int,
    named: Named,
    far: Distances,
    tick: Callable[[], object] = lambda: None,
) -> dict[str, Terms]:
    """Look through all states for the settled ones; return what is told of each way to settle.

    In the order of their lowest states, as stored states name them. ``tick`` is called
    `parts` times.
    """
    told: dict[str, Terms] = {}
    held = {key: found.equilibria(key) for key in FIRMEST_FIRST}
    for begin, codes in chunks(found.order):
        names, place = named(codes)
        part = slice(begin, begin + codes.size)
        for k, name in enumerate(names):
            here = np.flatnonzero(place == k)
            if not here.size:
                continue
            some = _Some(codes[here], cube, start, far.far[part][here])
            holding = {key: _bits(bits, part)[here] for key, bits in held.items()}
            some.add(told.setdefault(name, some.fresh()), holding)
        tick()
    return dict(sorted(told.items(), key=lambda one: one[1].lowest))


def parts(order: tuple[int, ...]) -> int:
    """Return in how many parts a pass over all states is made."""
    return max(1, (1 << len(order)) // AT_ONCE)


def chunks(order: tuple[int, ...]) -> Iterator[tuple[int, Codes]]:
    """Yield the states in party order, so many at a time, with the place of the first."""
    below = order[: AT_ONCE.bit_length() - 1]
    run = spread(below)
    for x, above in enumerate(subsets(order[len(below) :])):
        yield x * run.size, run | np.uint64(above)


def _bits(held: NDArray[np.uint8], part: slice) -> NDArray[np.bool_]:
    packed = held[part.start // 8 : part.stop // 8]
    return np.unpackbits(packed, bitorder="little").view(np.bool_)


class _Some:
    """Some states on the same terms."""

    def __init__(self, codes: Codes, cube: StatedCube, start: int, far: NDArray[np.uint8]) -> None:
        self.codes, self.cube, self.far = codes, cube, far
        self.movers = cube.movers(codes, start)
        self.steps = np.bitwise_count(self.movers)

    def fresh(self) -> Terms:
        """Return what is known before any state."""
        everybody = (1 << len(self.cube.lines)) - 1
        return Terms(int(self.codes.min()), everybody, best=[-1 for _ in self.cube.lines])

    def add(self, known: Terms, holding: dict[str, NDArray[np.bool_]]) -> None:
        """Add what these states are."""
        known.lowest = min(known.lowest, int(self.codes.min()))
        known.movers &= int(np.bitwise_and.reduce(self.movers))
        for key, mask in (*holding.items(), (ANY, np.ones(self.codes.size, np.bool_))):
            known.counts[key] = known.counts.get(key, 0) + int(mask.sum())
            self._nearest(known.possible, key, self.steps, mask)
            self._nearest(known.willing, key, self.far, mask & (self.far != NOWHERE))
        stays = np.logical_or.reduce([*holding.values()])
        if stays.any():
            tops = (int(self.cube.rank(i, self.codes[stays]).max()) for i in self.cube.parties)
            known.best = [max(pair) for pair in zip(known.best, tops, strict=True)]

    def _nearest(
        self,
        known: dict[str, Nearest],
        key: str,
        moves: NDArray[np.uint8],
        mask: NDArray[np.bool_],
    ) -> None:
        if not mask.any():
            return
        least = int(moves[mask].min())
        found = least, int(self.codes[mask & (moves == least)].min())
        known[key] = min(known.get(key, found), found)
