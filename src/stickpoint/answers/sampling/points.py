"""Seed and the name of a number → where between 0 and 1 each draw has it, any draws of a series.

One number is drawn as a scrambled Sobol sequence of one dimension: of the first 2, 4, 8, … points
each falls at random into a half, quarter, eighth, … of its own [1]_, and the new points of every
doubling come in a random order of its own [2]_.

The first 2**14 points are made in turn and kept. Of the millions after them any can be found
without the others, so that a machine that solves some draws holds no others: the order of a
doubling is a keyed permutation of its strata [3]_, and the digits of a point are hashes of the
stratum that it was the first to enter.

References
----------
.. [1] A. B. Owen, Randomly permuted (t,m,s)-nets and (t,s)-sequences, 1995.
.. [2] A. B. Owen, Latin supercube sampling for very high-dimensional simulations, 1998.
.. [3] M. Luby and C. Rackoff, How to construct pseudorandom permutations from pseudorandom
   functions, 1988, *SIAM Journal on Computing* 17, 373-386.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

FEWEST = 7
"""The first 2**7 points are made together."""
EARLY = 14
"""So many doublings are made in turn."""
_ROUNDS = 4
_STRIDE = np.uint64(0x9E3779B97F4A7C15)
_MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
"""The stride and the finishing steps of G. Steele, D. Lea and C. Flood's splittable generator,
2014, *OOPSLA* 453-472, figure 17 (D. Stafford's variant 13)."""


def points(seed: int, name: str, first: int, last: int) -> Floats:
    """Return where between 0 and 1 the draws from ``first`` on, up to ``last``, have a number.

    Parameters
    ----------
    seed : int
    name : str
    first, last : int
        Counted from 0; ``last`` is not among them.

    Returns
    -------
    ndarray of float, shape (last - first,)
    """
    pieces = []
    if first < min(last, 1 << EARLY):
        end = min(last, 1 << EARLY)
        pieces.append(_early(seed, name, max(FEWEST, (end - 1).bit_length()))[first:end])
    for doubling in range(EARLY, (last - 1).bit_length() if last else 0):
        size = 1 << doubling
        begin, end = max(first, size), min(last, 2 * size)
        if begin < end:
            pieces.append(_late(seed, name, doubling, np.arange(begin - size, end - size)))
    return pieces[0] if len(pieces) == 1 else np.concatenate([*pieces, np.empty(0)])


@lru_cache(maxsize=4096)
def _early(seed: int, name: str, doublings: int) -> Floats:
    """Return 2**doublings points, of which the first 2**k lie one in each of as many strata."""
    random = np.random.default_rng(int.from_bytes(_key(seed, name), "big"))
    found = random.random(1)
    for _ in range(doublings):
        size = found.size
        empty = (2 * size * found).astype(np.int64) ^ 1
        fresh = (random.permutation(empty) + random.random(size)) / (2 * size)
        found = np.concatenate((found, fresh))
    found.setflags(write=False)
    return found


def _late(seed: int, name: str, doubling: int, place: NDArray[np.int64]) -> Floats:
    """Return the points at some places, from 0, among the 2**doubling that are new in a doubling.

    Each enters the empty half of a stratum that holds one point so far. Which half that is follows
    from the digits of that point: it is looked for from the early one down, along the strata in
    which this one lies, each of which its first point shares with one that came later.
    """
    order, digits = np.frombuffer(_key(seed, f"{name} late"), np.uint64)
    stratum = _shuffled(place.astype(np.uint64), doubling, order)
    held = _fixed(seed, name)[stratum >> np.uint64(doubling - EARLY)]
    whole = stratum << np.uint64(64 - doubling)
    for level in range(EARLY, doubling):
        apart = (held ^ whole) >> np.uint64(63 - level) & np.uint64(1)
        later = _first_in(whole >> np.uint64(63 - level), level + 1, digits)
        held = np.where(apart.astype(bool), later, held)
    empty = (held >> np.uint64(63 - doubling)) ^ np.uint64(1)
    found = _first_in(empty, doubling + 1, digits)
    return np.asarray((found >> np.uint64(11)) * 2.0**-53)


def _first_in(stratum: Words, level: int, key: np.uint64) -> Words:
    """Return the first point to enter each of some strata of a level, as 64 binary digits."""
    inside = _mixed((stratum | np.uint64(1 << level)) * _STRIDE + key)
    return (stratum << np.uint64(64 - level)) | (inside >> np.uint64(level))


@lru_cache(maxsize=1024)
def _fixed(seed: int, name: str) -> Words:
    """Return the early points by stratum, as 64 binary digits."""
    early = np.sort(_early(seed, name, EARLY))
    return (early * 2.0**53).astype(np.uint64) << np.uint64(11)


def _shuffled(place: Words, bits: int, key: np.uint64) -> Words:
    """Return a permutation of the numbers of so many bits, by rounds that each changes one half."""
    low = bits // 2
    right, left = np.uint64((1 << low) - 1), np.uint64((1 << (bits - low)) - 1)
    upper, lower = place >> np.uint64(low), place & right
    for turn in range(_ROUNDS):
        salt = np.uint64((int(key) + (bits << 8 | turn) * int(_STRIDE)) & (1 << 64) - 1)
        if turn % 2:
            upper = upper ^ (_mixed(lower * _STRIDE + salt) & left)
        else:
            lower = lower ^ (_mixed(upper * _STRIDE + salt) & right)
    return upper << np.uint64(low) | lower


def _mixed(words: Words) -> Words:
    """Return words of which every digit hangs on every digit of those given."""
    for shift, factor in _MIX:
        words = (words ^ (words >> np.uint64(shift))) * np.uint64(factor)
    return words ^ (words >> np.uint64(31))


def _key(seed: int, name: str) -> bytes:
    return blake2b(f"{seed} {name}".encode(), digest_size=16).digest()
