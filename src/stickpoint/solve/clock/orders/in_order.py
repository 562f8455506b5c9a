"""One order of the parties for each draw → what each saves when its turn to hurry comes.

Shapley's rule gives each its saving averaged over all orders. One order drawn at random for each
draw, n + 1 waits in place of 2^n, has that average as its mean (J. Castro, D. Gómez and J. Tejada,
2009, *Computers & Operations Research* 36, 1726-1730); so over many draws the means agree. What one
draw says by itself is the saving under its order, not its share.

Orders come in rounds of 2 n draws: one at random, turned until each party has had every place, and
each of these backward too, since whoever comes early once comes late then.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from stickpoint.solve.clock.engine.layout import Floats, Longs

ROUNDS = 6
"""Rounds from which an error is told by how they differ; with fewer, by how draws do."""


def order_of(seed: int, number: int, n: int) -> tuple[int, ...]:
    """Return the order of a draw: a function of the seed and its number alone."""
    whole, place = divmod(number, 2 * n)
    key = blake2b(f"{seed} order {whole}".encode(), digest_size=16).digest()
    first = np.random.default_rng(int.from_bytes(key, "big")).permutation(n)
    turned = np.roll(first, place // 2)
    return tuple((turned[::-1] if place % 2 else turned).tolist())


def steps_of(order: tuple[int, ...]) -> list[tuple[int, ...]]:
    """List who is in a hurry before anybody's turn, and after each: n + 1 sets, ascending."""
    return [tuple(sorted(order[:k])) for k in range(len(order) + 1)]


def savings(waited: Floats, orders: Longs) -> Floats:
    """Return what each party saves when its turn comes, (draws, parties).

    ``waited`` (draws, parties + 1) are the waits before anybody's turn and after each one's, in
    ``orders`` (draws, parties).
    """
    found = np.empty(orders.shape)
    np.put_along_axis(found, orders, waited[:, :-1] - waited[:, 1:], axis=1)
    return found


@dataclass(frozen=True, eq=False)
class Shared:
    """Shares of what all save together, of the means over many draws.

    Parameters
    ----------
    saved : ndarray of float, shape (draws, parties)
        What each saved when its turn came.
    """

    saved: Floats

    @property
    def total(self) -> float:
        """What all of them together save, on average."""
        return float(self.saved.sum(axis=1).mean())

    @property
    def shares(self) -> Floats:
        """Each one's part of that, (parties,); they add up to 1."""
        return np.asarray(self.saved.mean(axis=0) / self.total)

    @property
    def errors(self) -> Floats:
        """Standard error of each share, (parties,), over draws and their orders.

        Of a ratio of means: W. G. Cochran, 1977, *Sampling Techniques*, section 6.4.
        """
        off = self.saved - self.shares * self.saved.sum(axis=1, keepdims=True)
        size = 2 * off.shape[1]
        whole = len(off) // size
        if whole >= ROUNDS:
            # Within a round orders balance one another; so rounds are what is independent.
            off = off[: whole * size].reshape(whole, size, -1).mean(axis=1)
        spread = off.std(axis=0, ddof=1) if len(off) > 1 else np.full(off.shape[1], np.inf)
        return np.asarray(spread / np.sqrt(len(off)) / abs(self.total))
