"""Orders too many to count → some of them at random, by a walk through them.

Each step picks a place p of n with a chance in proportion to p(n − p) and, on the toss of a coin,
swaps the items at p and p + 1 if nothing is known against it. With K = (n³ − n)/6 the walk is
within ε of even chances, in total variation, after K ln(n²/2ε) steps, wherever it begins [1]_: two
walks that differ by i < j at places j − i apart come nearer by one part in K at each step, and none
are more than n²/2 apart.

References
----------
.. [1] R. Bubley, M. Dyer, 1999, "Faster random generation of linear extensions", *Discrete
   Mathematics* 201, 81-88; the bound as in M. Jerrum, 2003, *Counting, Sampling and Integrating*,
   Birkhäuser, chapter 4.
"""

from __future__ import annotations

from math import ceil, log

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.stability.orders.partial_order import PartialOrder

NEAR = 1e-3
"""How far from even chances an order drawn by the walk may be, in total variation."""


def steps_needed(size: int, near: float = NEAR) -> int:
    """Return how many steps bring the walk so near to even chances.

    >>> steps_needed(2, 0.5), steps_needed(25)
    (2, 32897)
    """
    if size < 2:
        return 0
    return ceil((size**3 - size) / 6 * log(size**2 / (2 * near)))


def walked(order: PartialOrder, draws: int, seed: int, near: float = NEAR) -> NDArray[np.int64]:
    """Draw full orders that agree with a partial one, each by a walk of its own.

    Parameters
    ----------
    order : PartialOrder
    draws, seed : int
    near : float
        How far from even chances they may be, in total variation.

    Returns
    -------
    ndarray of int64, shape (draws, items)
        Items, first to last.
    """
    size = order.size
    known = np.array(
        [[bool(needed >> k & 1) for needed in order.above] for k in range(size)], dtype=np.bool_
    ).reshape(size, size)
    first: list[int] = []
    while len(first) < size:
        first.append(order.next_after(sum(1 << k for k in first))[0])
    orders = np.tile(np.array(first, dtype=np.int64), (draws, 1))
    if size < 2:
        return orders
    random = np.random.default_rng(seed)
    places = np.arange(1, size)
    chances = places * (size - places) / ((size**3 - size) / 6)
    rows = np.arange(draws)
    for _ in range(steps_needed(size, near)):
        at = random.choice(size - 1, draws, p=chances)
        left, right = orders[rows, at], orders[rows, at + 1]
        swap = (random.random(draws) < 0.5) & ~known[left, right]
        orders[rows, at] = np.where(swap, right, left)
        orders[rows, at + 1] = np.where(swap, left, right)
    return orders
