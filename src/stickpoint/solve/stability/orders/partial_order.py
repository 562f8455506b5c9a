"""What is known of an order → how many full orders agree with it, and one of them at random.

A full order that agrees with a partial one is a linear extension of it. They are counted by a step
for each set of items that can stand first (an ideal): whoever comes next is one that nobody left is
known to precede. Where all of some items are known to come before all the rest, the two are gone
through one after the other; parts of what is left without a known pair between them interleave
freely.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import comb
from random import Random

from stickpoint.errors import ModelError

MOST_IDEALS = 1 << 16
"""So many sets that can stand first are gone through in one part of an order, at most."""


@dataclass(frozen=True)
class PartialOrder:
    """What is known of the order of ``size`` items.

    Attributes
    ----------
    size : int
    above : tuple of int
        For each item a bit for every item that is known to come before it.

    Notes
    -----
    Counting linear extensions is #P-complete [1]_: what fits in `MOST_IDEALS` is counted exactly,
    and the rest not at all.

    References
    ----------
    .. [1] G. Brightwell, P. Winkler, 1991, "Counting linear extensions", *Order* 8, 225-242.

    Examples
    --------
    >>> order = PartialOrder.of(4, [(0, 1), (1, 2)])
    >>> order.count
    4
    """

    size: int
    above: tuple[int, ...]

    @classmethod
    def of(cls, size: int, before: Iterable[tuple[int, int]]) -> PartialOrder:
        """Make one of pairs of items of which the first is known to come before the second.

        Raises
        ------
        ModelError
            An item that does not exist, or pairs that go round in a circle.
        """
        above = [0] * size
        for first, then in before:
            if not (0 <= first < size and 0 <= then < size):
                raise ModelError(f"items {first} and {then} found; expected 0 to {size - 1}")
            above[then] |= 1 << first
        for middle in range(size):
            for k in range(size):
                if above[k] >> middle & 1:
                    above[k] |= above[middle]
        if any(above[k] >> k & 1 for k in range(size)):
            raise ModelError("some item is to come before itself; take out one of those pairs")
        return cls(size, tuple(above))

    @property
    def everything(self) -> int:
        """A bit for each item."""
        return (1 << self.size) - 1

    def next_after(self, placed: int) -> list[int]:
        """List the items that can come next once some are placed."""
        return [
            k
            for k, needed in enumerate(self.above)
            if not placed >> k & 1 and needed & ~placed == 0
        ]

    @cached_property
    def blocks(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """The items in blocks, each known to precede the next; in each, parts that know nothing.

        No pair between two parts of a block is known.
        """
        # Whoever belongs to a first block has fewer items above than anybody who does not.
        order = sorted(range(self.size), key=lambda k: self.above[k].bit_count())
        shared = [self.everything] * (self.size + 1)
        for at in range(self.size - 1, -1, -1):
            shared[at] = shared[at + 1] & self.above[order[at]]
        blocks, block, first = list[tuple[tuple[int, ...], ...]](), list[int](), 0
        for at, k in enumerate(order):
            block.append(k)
            first |= 1 << k
            if first & ~shared[at + 1] == 0:
                blocks.append(self._parts(block))
                block = []
        return tuple(blocks)

    def _parts(self, block: Sequence[int]) -> tuple[tuple[int, ...], ...]:
        """Split a block into parts with no known pair between them."""
        parts: list[set[int]] = []
        for k in sorted(block):
            # Parts so far hold items of this block alone: one above k, or below it, joins them.
            near = [
                part
                for part in parts
                if any(self.above[k] >> j & 1 or self.above[j] >> k & 1 for j in part)
            ]
            parts = [part for part in parts if part not in near] + [{k}.union(*near)]
        return tuple(tuple(sorted(part)) for part in parts)

    @cached_property
    def _counts(self) -> dict[tuple[int, ...], dict[int, int] | None]:
        """For each part, the ways to go on from each set that can stand first; None if too many."""
        return {part: self._counted(part) for block in self.blocks for part in block}

    def _counted(self, part: Sequence[int]) -> dict[int, int] | None:
        mask = sum(1 << k for k in part)
        outside = self.everything & ~mask
        layers: list[set[int]] = [{0}]
        total = 1
        for _ in part:
            layers.append({
                ideal | 1 << k
                for ideal in layers[-1]
                for k in self.next_after(ideal | outside)
            })  # fmt: skip
            total += len(layers[-1])
            if total > MOST_IDEALS:
                return None
        ways = {mask: 1}
        for layer in reversed(layers[:-1]):
            for ideal in layer:
                ways[ideal] = sum(ways[ideal | 1 << k] for k in self.next_after(ideal | outside))
        return ways

    @property
    def is_countable(self) -> bool:
        """Whether the orders that agree with it can be counted."""
        return all(ways is not None for ways in self._counts.values())

    @property
    def count(self) -> int | None:
        """How many full orders agree with it; None where they are too many to count."""
        return self.ways_from(0)

    def ways_from(self, placed: int) -> int | None:
        """Count the ways to go on once some items are placed; None where that is too much."""
        total = 1
        for block in self.blocks:
            left = 0
            for part in block:
                ways = self._counts[part]
                if ways is None:
                    return None
                mine = placed & sum(1 << k for k in part)
                open_ = len(part) - mine.bit_count()
                left += open_
                total *= comb(left, open_) * ways[mine]
        return total

    def drawn(self, random: Random) -> tuple[int, ...]:
        """Draw one of the full orders, each with the same chance.

        Raises
        ------
        ModelError
            Too many to count; see `chain`.
        """
        if not self.is_countable:
            raise ModelError("too many orders to count; draw from them by a random walk")
        drawn = list[int]()
        for block in self.blocks:
            queues = [self._drawn_part(part, random) for part in block]
            # Orders of parts that know nothing of one another interleave in every way alike.
            turns = [number for number, queue in enumerate(queues) for _ in queue]
            random.shuffle(turns)
            ahead = [iter(queue) for queue in queues]
            drawn += [next(ahead[number]) for number in turns]
        return tuple(drawn)

    def _drawn_part(self, part: tuple[int, ...], random: Random) -> list[int]:
        ways = self._counts[part]
        assert ways is not None, "refused before"
        outside = self.everything & ~sum(1 << k for k in part)
        placed, order = 0, list[int]()
        for _ in part:
            choices = self.next_after(placed | outside)
            ticket = random.randrange(ways[placed])
            for k in choices:
                ticket -= ways[placed | 1 << k]
                if ticket < 0:
                    order.append(k)
                    placed |= 1 << k
                    break
        return order
