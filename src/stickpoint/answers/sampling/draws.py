"""Seed and the name of a number → where in its range each draw has it, whatever else is drawn.

A draw is a point of the vector of a case's parameters. Each coordinate is a function of the seed
and of the parameter's name alone, so that to change, fix or add one number moves no other, and two
what-ifs are compared under the same numbers.

One coordinate is a scrambled Sobol sequence of one dimension: of the first 2, 4, 8, … points each
falls at random into a half, quarter, eighth, … of its own [1]_, and the new points of every
doubling come in a random order of its own [2]_. Sobol's own dimensions, picked by the hash of a
name, would do worse: 128 points can be halved evenly in no more than 127 unrelated ways, so of 60
names some two would halve them alike, and be correlated by 3/4. Here no two are related by more
than chance would have it, and each range is covered as evenly as by Sobol points.

References
----------
.. [1] A. B. Owen, Randomly permuted (t,m,s)-nets and (t,s)-sequences, 1995.
.. [2] A. B. Owen, Latin supercube sampling for very high-dimensional simulations, 1998.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.parameters import Parameters, quantile
from stickpoint.answers.progress import progress
from stickpoint.case.model.basis import Amount
from stickpoint.errors import ModelError

Floats = NDArray[np.float64]
T = TypeVar("T")
AT_ONCE = 7
"""The first 2**7 draws of a number are made together."""


class Draw:
    """Reads each amount as the number that one draw, counted from 0, of a series has for it."""

    def __init__(self, seed: int, number: int = 0) -> None:
        self.seed, self.number = seed, number
        self._doublings = max(AT_ONCE, number.bit_length())

    def __call__(self, amount: Amount) -> float:
        """Read: evenly over a range, by its triangle where the likeliest value was given."""
        if not amount.is_open:
            return amount.mid
        return _values(self.seed, amount, self._doublings)[self.number]


def points(seed: int, name: str, count: int) -> Floats:
    """Return where between 0 and 1 the first draws have a number, shape (count,)."""
    return _points(seed, name, max(AT_ONCE, (count - 1).bit_length()))[:count]


def drawn(parameters: Parameters, count: int, seed: int = 0) -> Floats:
    """Return the first draws as `Draw` reads them one by one, shape (count, parameters)."""
    columns = [quantile(item, points(seed, item.name, count)) for item in parameters]
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0))


@lru_cache(maxsize=4096)
def _values(seed: int, amount: Amount, doublings: int) -> list[float]:
    if not amount.name:
        raise ModelError(f"the range {amount.written} has no name; give the amount a 'name'")
    return quantile(amount, _points(seed, amount.name, doublings)).tolist()


@lru_cache(maxsize=4096)
def _points(seed: int, name: str, doublings: int) -> Floats:
    """Return 2**doublings points, of which the first 2**k lie one in each of as many strata."""
    key = blake2b(f"{seed} {name}".encode(), digest_size=16).digest()
    random = np.random.default_rng(int.from_bytes(key, "big"))
    found = random.random(1)
    for _ in range(doublings):
        size = found.size
        empty = (2 * size * found).astype(np.int64) ^ 1
        fresh = (random.permutation(empty) + random.random(size)) / (2 * size)
        found = np.concatenate((found, fresh))
    found.setflags(write=False)
    return found


def each_draw(
    one: Callable[[int], T], draws: int, executor: Executor | None = None, *, step: str = ""
) -> list[T]:
    """Do the same for each of so many draws, at least one; on threads here without an executor.

    ``step`` is what whoever waits is told of it.
    """
    if draws < 1:
        raise ModelError(f"{draws} draws asked for; expected at least 1")
    pool = nullcontext(executor) if executor else ThreadPoolExecutor(os.cpu_count() or 1)
    tick = progress.count(step, draws) if step else int
    found = []
    with pool as workers:
        assert workers is not None
        for made in workers.map(one, range(draws)):
            found.append(made)
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
