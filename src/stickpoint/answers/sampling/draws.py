"""Seed and the name of a number → where in its range each draw has it, whatever else is drawn.

A draw is a point of the vector of a case's parameters. Each coordinate is a function of the seed
and of the parameter's name alone, so that to change, fix or add one number moves no other, and two
what-ifs are compared under the same numbers.

One coordinate is a scrambled Sobol sequence of one dimension (`sampling.points`). Sobol's own
dimensions, picked by the hash of a name, would do worse: 128 points can be halved evenly in no more
than 127 unrelated ways, so of 60 names some two would halve them alike, and be correlated by 3/4.
Here no two are related by more than chance would have it, and each range is covered as evenly as by
Sobol points.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.parameters import Parameters, quantile
from stickpoint.answers.progress import progress
from stickpoint.answers.sampling.points import EARLY, FEWEST
from stickpoint.answers.sampling.points import points as points_between
from stickpoint.case.model.basis import Amount
from stickpoint.errors import ModelError
from stickpoint.graph.readings.asked import Asked

Floats = NDArray[np.float64]
T = TypeVar("T")
BLOCK = 12
"""Draws after the early ones are read 2**12 at a time."""
MOST_BLOCKS = 8
"""So many runs of 2**7 draws are kept for one layout of games; beyond, they are read anew."""


class Draw:
    """Reads each amount as the number that one draw, counted from 0, of a series has for it."""

    def __init__(self, seed: int, number: int = 0) -> None:
        self.seed, self.number = seed, number

    def __call__(self, amount: Amount) -> float:
        """Read: evenly over a range, by its triangle where the likeliest value was given."""
        if not amount.is_open:
            return amount.mid
        seed, number = self.seed, self.number
        if number >> EARLY:
            return float(_late(seed, amount, number >> BLOCK)[number % (1 << BLOCK)])
        return _early(seed, amount, max(FEWEST, number.bit_length()))[number]

    def many(self, asked: Asked) -> Floats:
        """Read all that a game asks for; what draws near one another have is looked up together."""
        block, place = divmod(self.number, 1 << FEWEST)
        key = self.seed, block
        found = asked.kept.get(key)
        if found is None:
            if len(asked.kept) >= MOST_BLOCKS:
                asked.kept.clear()
            found = asked.kept[key] = _block(asked, *key)
        return found[place]


def points(seed: int, name: str, count: int) -> Floats:
    """Return where between 0 and 1 the first draws have a number, shape (count,)."""
    return points_between(seed, name, 0, count)


def drawn(parameters: Parameters, count: int, seed: int = 0, first: int = 0) -> Floats:
    """Return so many draws as `Draw` reads them one by one, shape (count, parameters)."""
    columns = [
        quantile(item, points_between(seed, item.name, first, first + count)) for item in parameters
    ]
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0))


@lru_cache(maxsize=4096)
def _early(seed: int, amount: Amount, doublings: int) -> list[float]:
    """Return the first 2**doublings draws of an amount."""
    return _read(seed, amount, 0, 1 << doublings).tolist()


@lru_cache(maxsize=512)
def _late(seed: int, amount: Amount, block: int) -> Floats:
    """Return one block of draws: millions of them are read in turn, and few are held."""
    return _read(seed, amount, block << BLOCK, (block + 1) << BLOCK)


def _read(seed: int, amount: Amount, first: int, last: int) -> Floats:
    if not amount.name:
        raise ModelError(f"the range {amount.written} has no name; give the amount a 'name'")
    return quantile(amount, points_between(seed, amount.name, first, last))


def _some(seed: int, amount: Amount, first: int, last: int) -> Floats:
    """Return what a run of draws has for an amount."""
    if not first >> EARLY:
        return _read(seed, amount, first, last)
    begin = first >> BLOCK << BLOCK
    return _late(seed, amount, first >> BLOCK)[first - begin : last - begin]


def _block(asked: Asked, seed: int, block: int) -> Floats:
    """Return what a run of draws has for each of what a game asks for, (draws, items)."""
    first, last = block << FEWEST, (block + 1) << FEWEST
    table = np.empty((1 << FEWEST, len(asked.items)))
    for column, item in enumerate(asked.items):
        if isinstance(item, float):
            table[:, column] = item
        elif item.is_open:
            table[:, column] = _some(seed, item, first, last)
        else:
            table[:, column] = item.mid
    return table


def each_draw(
    one: Callable[[int], T], draws: int, executor: Executor | None = None, *, step: str = "",
    many: Sequence[int] = (),
) -> list[T]:  # fmt: skip
    """Do the same for each of so many draws, at least one; on threads here without an executor.

    ``step`` is what whoever waits is told of it; ``many`` how many draws each stands for, one each
    if left out.
    """
    if draws < 1:
        raise ModelError(f"{draws} draws asked for; expected at least 1")
    pool = nullcontext(executor) if executor else ThreadPoolExecutor(os.cpu_count() or 1)
    counted = many or [1] * draws
    tick = progress.count(step, sum(counted)) if step else int
    found = []
    with pool as workers:
        assert workers is not None
        for made, so_many in zip(workers.map(one, range(draws)), counted, strict=True):
            found.append(made)
            for _ in range(so_many):
                tick()
    return found


def middle_of(rows: Floats) -> Floats:
    """Return the median of some draws, of each column of a table; it lies in every middle band."""
    ordered = np.sort(rows, axis=0)
    last = len(ordered) - 1
    middle: Floats = (ordered[last // 2] + ordered[(last + 1) // 2]) / 2
    return middle


def middle_band(values: Floats, share: float = 0.8) -> tuple[float, float]:
    """Return the values between which the middle share of draws lies, as many cut off each side."""
    low, high = middle_rows(values, share)
    return float(low), float(high)


def middle_rows(rows: Floats, share: float = 0.8) -> tuple[Floats, Floats]:
    """Return the same for each column of a table with one row per draw."""
    ordered = np.sort(rows, axis=0)
    cut = round((1 - share) / 2 * (len(ordered) - 1))
    return ordered[cut], ordered[-1 - cut]
