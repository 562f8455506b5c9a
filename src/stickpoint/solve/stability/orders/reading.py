"""Lines of wants, and which is known to come before which → every order of the states, weighed.

Two states stand in a party's order as the first line has it in which they differ. So an order of
the lines matters only until all states are told apart that any line tells apart, and two ways of
beginning that leave the same lines over and the same states in the same order go on alike: they are
gone through together (a dynamic program over ideals and orders of the states).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from random import Random

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.solve.stability.orders.chain import walked
from stickpoint.solve.stability.orders.partial_order import PartialOrder

MOST_KEPT = 1 << 22
"""So many ranks of classes of states are held at once while orders are gone through, at most."""
_CHUNK = 31

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Reading:
    """One account of what a party wants.

    Parameters
    ----------
    holds : ndarray of bool, shape (lines, states)
        Where each line holds.
    order : PartialOrder
        What is known of the order of the lines, the most important first.
    name : str
        Whose account it is.
    """

    holds: Bools
    order: PartialOrder
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse an order of other lines."""
        if self.holds.ndim != 2 or len(self.holds) != self.order.size:
            raise ModelError(
                f"lines of shape {self.holds.shape} and an order of {self.order.size} found; "
                "expected (lines, states), and as many items in the order as lines"
            )


@dataclass(frozen=True, eq=False)
class Rows:
    """Orders of the states that a party may have, each once.

    Attributes
    ----------
    classes : ndarray of int32, shape (states,)
        States that no line tells apart are one class.
    by_class : ndarray of int32, shape (orders, classes)
        The rank of each class in each order, higher is better.
    weights : tuple of Fraction
        How much of all there is each of them makes up; they come to 1.
    total : int or None
        How many orders of the lines there are, all accounts together; None if too many to count.
    is_even : bool
        Whether each of these counts as much as any other.
    draws : tuple of int
        Where they were drawn, which of them each draw gave; empty where all are here.
    """

    classes: Ints
    by_class: Ints
    weights: tuple[Fraction, ...]
    total: int | None
    is_even: bool
    draws: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Return how many different orders of the states there are."""
        return len(self.by_class)

    @property
    def is_exact(self) -> bool:
        """Whether these are all that there are."""
        return not self.draws

    @cached_property
    def floats(self) -> NDArray[np.float64]:
        """The weights as numbers."""
        return np.array([float(weight) for weight in self.weights])

    def ranks(self, number: int) -> Ints:
        """Return one of the orders as ranks, shape (states,)."""
        return self.by_class[number][self.classes]

    def preferred(self, target: int, source: int) -> Fraction:
        """Return in what share of the orders one state ranks above another."""
        t, s = self.classes[[target, source]]
        above = self.by_class[:, t] > self.by_class[:, s]
        return sum((w for w, is_above in zip(self.weights, above, strict=True) if is_above),
                   Fraction(0))  # fmt: skip


def rows_of(readings: Sequence[Reading], most: int, draws: int, random: Random) -> Rows:
    """Return every order of the states that a party may have, or some drawn at random.

    Parameters
    ----------
    readings : sequence of Reading
        Each counts as much as any other, and in each any order of the lines that agrees with what
        is known as much as any other.
    most : int
        How many different orders of the states may come out before they are drawn instead.
    draws : int
    random : Random
    """
    if not readings:
        raise ModelError("no account of what a party wants found; expected one at least")
    classes, holds = _classes(readings)
    counts = [reading.order.count for reading in readings]
    known = [count for count in counts if count is not None]
    total = sum(known) if len(known) == len(counts) else None
    even = total is not None and len(set(counts)) == 1
    found: dict[bytes, Fraction] = {}
    for reading, lines, count in zip(readings, holds, counts, strict=True):
        ways = None if count is None else _every(lines, reading.order, most)
        if ways is None or count is None or len(found.keys() | ways) > most:
            break
        for row, number in ways.items():
            found[row] = found.get(row, Fraction(0)) + Fraction(number, count * len(readings))
    else:
        return Rows(classes, _table(found), (*found.values(),), total, even)
    drawn = _drawn(readings, holds, draws, random)
    times = Counter(drawn)
    place = {row: k for k, row in enumerate(times)}
    weights = tuple(Fraction(number, draws) for number in times.values())
    return Rows(classes, _table(times), weights, total, even, tuple(place[row] for row in drawn))


def _table(rows: Iterable[bytes]) -> Ints:
    return np.array([np.frombuffer(row, dtype=np.int32) for row in rows])


def _classes(readings: Sequence[Reading]) -> tuple[Ints, list[Bools]]:
    """Tell states apart as far as any line does; return where each line holds, class by class."""
    every = np.concatenate([reading.holds for reading in readings])
    classes = _ordered(every)
    size = int(classes.max()) + 1
    one_of = np.zeros(size, dtype=np.int64)
    one_of[classes] = np.arange(classes.size)
    return classes, [reading.holds[:, one_of] for reading in readings]


def _ordered(holds: Bools) -> Ints:
    """Rank states by lines, most important first, from 0 without gaps."""
    ranks = np.zeros(holds.shape[1], dtype=np.int64)
    for begin in range(0, len(holds), _CHUNK):
        for line in holds[begin : begin + _CHUNK]:
            ranks = 2 * ranks + line
        ranks = np.unique(ranks, return_inverse=True)[1].astype(np.int64)
    return ranks.astype(np.int32)


def _every(holds: Bools, order: PartialOrder, most: int) -> Counter[bytes] | None:
    """Count the orders of the lines behind each order of the classes; None if too many."""
    size = holds.shape[1]
    finest = int(_ordered(holds).max()) + 1
    limit = min(8 * most, max(most, MOST_KEPT // max(1, size)))
    found: Counter[bytes] = Counter()
    layer: Counter[tuple[int, bytes]] = Counter({(0, np.zeros(size, np.int32).tobytes()): 1})
    while layer:
        following: Counter[tuple[int, bytes]] = Counter()
        for (placed, key), ways in layer.items():
            row = np.frombuffer(key, dtype=np.int32)
            if int(row.max()) + 1 == finest:
                rest = order.ways_from(placed)
                assert rest is not None, "counted before"
                found[key] += ways * rest
                continue
            for k in order.next_after(placed):
                refined = np.unique(2 * row + holds[k], return_inverse=True)[1]
                following[placed | 1 << k, refined.astype(np.int32).tobytes()] += ways
            if len(following) > limit:
                return None
        if len(found) > most:
            return None
        layer = following
    return found


def _drawn(
    readings: Sequence[Reading], holds: Sequence[Bools], draws: int, random: Random
) -> list[bytes]:
    """Draw accounts, and of each an order of its lines; return the orders of the classes."""
    chosen = [random.randrange(len(readings)) for _ in range(draws)]
    rows: dict[int, list[bytes]] = {}
    for number, times in Counter(chosen).items():
        order, lines = readings[number].order, holds[number]
        if order.is_countable:
            orders = [order.drawn(random) for _ in range(times)]
        else:
            orders = [tuple(o) for o in walked(order, times, random.randrange(1 << 32)).tolist()]
        rows[number] = [_ordered(lines[list(one)]).tobytes() for one in orders]
    return [rows[number].pop() for number in chosen]
