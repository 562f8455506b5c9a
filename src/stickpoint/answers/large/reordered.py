"""Case by blocks → which nearest order of one party's wants would turn what holds.

Orders are tried nearest first, as `solve.levers.ranks.wants` does among stored states, each judged
by blocks; one that is judged is asked of every way to settle, and of today's state.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import factorial

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.large.survey import chunks
from stickpoint.answers.large.unstored import bits_of, cube_of
from stickpoint.answers.progress import ORDERS, progress
from stickpoint.case.model.case import Case, settlements
from stickpoint.case.model.pauses import ending
from stickpoint.graph.build import setting_of_nature
from stickpoint.logic import evaluate
from stickpoint.solve.levers.ranks.wants import nearest_orders
from stickpoint.solve.stability.blocks.by_blocks import Bits, stability_by_blocks
from stickpoint.solve.stability.blocks.cube import Codes, StatedCube
from stickpoint.solve.stability.blocks.tiles import places

MOST_BY_BLOCKS = 1 << 26
"""Of a party's wants so many orders are tried that about so many states are judged in all."""
LEAST = 2
"""Orders of each party's wants that are tried however many states there are, besides its own."""


@dataclass(frozen=True)
class Turned:
    """The nearest order of one party's wants that turns something.

    Attributes
    ----------
    party : int
    order : tuple of int
        Places of its wants as they are, most important first.
    swaps : int
        Of neighbours.
    state : int
        The option vector that holds then, or holds no longer.
    """

    party: int
    order: tuple[int, ...]
    swaps: int
    state: int


def orders_by_blocks(states: int, parties: int) -> int:
    """Return how many orders of each party's wants are tried by blocks, its own among them.

    Examples
    --------
    >>> [orders_by_blocks(1 << bits, 4) for bits in (20, 22, 26, 30)]
    [16, 4, 3, 3]
    """
    return max(1 + LEAST, min(300, MOST_BY_BLOCKS // (states * max(1, parties))))


class Reordered:
    """What holds under one concept, and what would by other orders of one party's wants.

    Parameters
    ----------
    case : Case
        A cube of wants.
    concept : str
    terms : collection of str
        The ways to settle that are asked about; all if empty.
    limit : int
        How many orders of each party's wants are tried, its own among them.
    """

    def __init__(
        self,
        case: Case,
        concept: str,
        terms: Collection[str] = (),
        limit: int = 0,
        nature: Mapping[str, bool] | None = None,
    ) -> None:
        setting = setting_of_nature(case, nature or {})
        self.case, self.concept, self._asked = case, concept, tuple(terms)
        self.cube, self.nature = cube_of(case, setting), bits_of(case, setting)
        states = 1 << len(case.options)
        self.limit = limit or orders_by_blocks(states, len(case.parties))
        self.now = sum(1 << k for k, option in enumerate(case.options) if option.now)
        self.order = tuple(k for i in self.cube.parties for k, o in enumerate(self.cube.owners)
                           if o == i)  # fmt: skip

    @cached_property
    def _held(self) -> list[Bits]:
        """Where each party stays as things stand, as bits in party order."""
        tick = progress.count(ORDERS, 1 + sum(self._tries))
        found = [self._judged(self.cube, i) for i in self.cube.parties]
        tick()
        return found

    @property
    def _tries(self) -> list[int]:
        return [min(self.limit, factorial(len(lines))) - 1 for lines in self.cube.lines]

    def _judged(self, cube: StatedCube, party: int) -> Bits:
        found = stability_by_blocks(cube.owners, cube.lines, [self.concept], only=[party])
        # A view would keep the rows of all others too.
        row: Bits = found.stable[self.concept][party].copy()
        return row

    def check_room(self, names: int = 1) -> None:
        """Refuse so many states that there is no room to try orders of wants among them.

        Parameters
        ----------
        names : int
            Of how many ways to settle it is asked.

        Raises
        ------
        NoRoom
        """
        self.cube.check_room(1, kept=names + len(self.cube.lines))

    def _named(self) -> Iterator[tuple[int, Codes, str, NDArray[np.bool_]]]:
        """Yield states, so many at a time, with the place of the first, and which are on terms."""
        over = ending(self.case)
        for begin, codes in chunks(self.order):
            whole = codes | np.uint64(self.nature)
            names, at = settlements(
                self.case, whole, None if over is None else evaluate(over, whole)
            )
            for k, name in enumerate(names):
                yield begin, codes, name, at == k

    @cached_property
    def _seen(self) -> tuple[dict[str, int], dict[str, Bits]]:
        """Of each way to settle its lowest state; of those asked about all states, as bits."""
        self.check_room(max(1, len(self._asked)))
        lowest, bits = dict[str, int](), dict[str, Bits]()
        for begin, codes, name, here in self._named():
            low = int(codes[here].min())
            lowest[name] = min(lowest.get(name, low), low)
            if self._asked and name not in self._asked:
                continue
            if name not in bits:
                self.check_room(max(len(self._asked), len(bits) + 1))
                bits[name] = np.zeros(1 << len(self.order) - 3, np.uint8)
            bits[name][begin // 8 :][: codes.size // 8] = np.packbits(here, bitorder="little")
        return lowest, bits

    @property
    def lowest(self) -> dict[str, int]:
        """Of each way to settle, whether it is asked about or not, the lowest state."""
        return dict(sorted(self._seen[0].items(), key=lambda one: one[1]))

    @cached_property
    def places(self) -> dict[str, tuple[int, Bits]]:
        """Of each way to settle its lowest state, and all of them as bits in party order."""
        bits = self._seen[1]
        return {name: (low, bits[name]) for name, low in self.lowest.items() if name in bits}

    @cached_property
    def holding(self) -> dict[str, int | None]:
        """Of each way to settle the lowest state that holds as things stand; None where none."""
        held = np.bitwise_and.reduce(self._held)
        return {name: self._lowest(held & here) for name, (_, here) in self.places.items()}

    @cached_property
    def stands(self) -> bool:
        """Whether today's state holds as things stand."""
        return self._has(np.bitwise_and.reduce(self._held))

    def _has(self, bits: Bits) -> bool:
        place = int(places(np.array([self.now], dtype=np.uint64), self.order)[0])
        return bool(bits[place >> 3] >> (place & 7) & 1)

    def _lowest(self, bits: Bits) -> int | None:
        """Return the lowest option vector among some states; None where there are none."""
        least: int | None = None
        for begin, codes in chunks(self.order) if bits.any() else ():
            part = bits[begin // 8 :][: max(1, codes.size // 8)]
            if part.any():
                low = int(codes[np.unpackbits(part, bitorder="little").view(np.bool_)].min())
                least = low if least is None else min(least, low)
        return least

    @cached_property
    def _turned(self) -> tuple[dict[str, list[Turned | None]], list[Turned | None]]:
        """For each way to settle that does not hold, and for today, what turns it, by party."""
        open_ = [name for name, state in self.holding.items() if state is None]
        settling: dict[str, list[Turned | None]] = {name: [] for name in open_}
        today: list[Turned | None] = []
        for party in self.cube.parties:
            found = self._of_party(party, open_)
            for name in open_:
                settling[name].append(found.get(name))
            today.append(found.get(""))
        return settling, today

    def _of_party(self, party: int, open_: Sequence[str]) -> dict[str, Turned]:
        """Try orders of one party's wants; the nearest for each way to settle, "" for today."""
        found: dict[str, Turned] = {}
        tick = progress.count(ORDERS, 1 + sum(self._tries), 1 + sum(self._tries[:party]))
        for tried, (swaps, order) in enumerate(nearest_orders(len(self.cube.lines[party]))):
            left = [name for name in open_ if name not in found]
            if tried == self.limit or (not left and "" in found):
                break
            if not tried:
                continue
            held = self._by(party, order, left, today="" not in found)
            tick()
            if "" not in found and self._has(held) != self.stands:
                found[""] = Turned(party, order, swaps, self.now)
            for name in left:
                if (state := self._lowest(held & self.places[name][1])) is not None:
                    found[name] = Turned(party, order, swaps, state)
        return found

    def _by(self, party: int, order: tuple[int, ...], left: Sequence[str], *, today: bool) -> Bits:
        """Return where all would stay by another order, or as far as that is asked about.

        Under concepts by which the others answer at whatever price, they stay where they stayed.
        """
        formulas = [formula for formula, _ in self.cube.lines[party]]
        top = len(order) - 1
        lines = [*self.cube.lines]
        lines[party] = [(formulas[k], 1 << (top - x)) for x, k in enumerate(order)]
        cube, held = replace(self.cube, lines=tuple(lines)), None
        for one in (party, *(j for j in self.cube.parties if j != party)):
            if held is not None and not self._is_asked(held, left, today=today):
                break
            stays = one != party and self._is_blunt
            row = self._held[one] if stays else self._judged(cube, one)
            held = row if held is None else held & row
        assert held is not None, "its own party was judged"
        return held

    @property
    def _is_blunt(self) -> bool:
        """Whether what others would gain by an answer does not count under the concept."""
        return self.concept in ("nash", "gmr", "smr")

    def could_hold(self, party: int, terms: str) -> bool:
        """Tell whether the others would stay on some terms, as far as a party's order leaves that.

        Where it does not bear on them, no order of its wants helps if they would not.
        """
        if not self._is_blunt:
            return True
        others = [self._held[j] for j in self.cube.parties if j != party]
        return bool(np.bitwise_and.reduce([self.places[terms][1], *others]).any())

    def _is_asked(self, held: Bits, left: Sequence[str], *, today: bool) -> bool:
        """Tell whether any state that may hold yet decides what is asked."""
        if today and self._has(held):
            return True
        return any((held & self.places[name][1]).any() for name in left)

    @property
    def settling(self) -> dict[str, list[Turned | None]]:
        """For each way to settle that does not hold, the nearest order by which it would."""
        return self._turned[0]

    @property
    def today(self) -> list[Turned | None]:
        """For each party the nearest order by which today's state would hold, or hold no more."""
        return self._turned[1]

    def all_tried(self, party: int) -> bool:
        """Whether every order of a party's wants was tried."""
        return factorial(len(self.cube.lines[party])) <= self.limit
