"""The agreements of a game: joint acts that lead from a state to another, with whose consent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Agreements:
    """Joint acts, each of which two or more parties must consent to.

    Parameters
    ----------
    source, target : ndarray of int32, shape (acts,)
        The state in which it is made, and the state that it makes. By source, ascending. The same
        where terms that are met are signed: `graph.variants.hold` gives these an end to lead to.
    share : ndarray of float, shape (acts,)
        Its weight among the choices of whoever proposes: 1, or less where several acts that come
        to the same share the weight of one.
    begin : ndarray of int64, shape (acts + 1,)
        Where the parties of each act begin in ``party``.
    party : ndarray of int32, shape (parts,)
        Who must consent, ascending for each act.
    effort : ndarray of float, shape (parts,)
        What making it costs each of them.

    Examples
    --------
    >>> both = Agreements.of([(0, 3, {0: 0.0, 1: 0.5})], parties=2, states=4)
    >>> both.size, both.party.tolist(), both.effort.tolist()
    (1, [0, 1], [0.0, 0.5])
    """

    source: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    target: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    share: Floats = field(default_factory=lambda: np.empty(0))
    begin: Longs = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    party: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    effort: Floats = field(default_factory=lambda: np.empty(0))

    @classmethod
    def of(cls, acts: Iterable[tuple[Any, ...]], parties: int, states: int) -> Agreements:
        """List acts one by one: from, to, what it costs each who must consent, and its share.

        Raises
        ------
        ModelError
            Fewer than two parties, a share that is not above 0, a state that leads to itself, or a
            state or party that there is not.
        """
        rows = sorted(acts, key=lambda act: act[:2])
        for source, target, effort, *share in rows:
            if len(effort) < 2 or source == target or not all(x > 0 for x in share):
                raise ModelError(
                    f"an agreement from {source} to {target} of {len(effort)} parties; expected "
                    "two or more, another state than it is made in, and a share above 0"
                )
            inside = min(source, target) >= 0 and max(source, target) < states
            if not (inside and all(0 <= i < parties for i in effort)):
                raise ModelError(
                    f"an agreement from {source} to {target} of parties {sorted(effort)}; expected "
                    f"states from 0 to {states - 1} and parties from 0 to {parties - 1}"
                )
        parts = [sorted(effort.items()) for _, _, effort, *_ in rows]
        every = [pair for own in parts for pair in own]
        return cls(
            np.array([row[0] for row in rows], dtype=np.int32),
            np.array([row[1] for row in rows], dtype=np.int32),
            np.array([row[3] if len(row) > 3 else 1.0 for row in rows], dtype=np.float64),
            np.cumsum([0, *map(len, parts)], dtype=np.int64),
            np.array([party for party, _ in every], dtype=np.int32),
            np.array([effort for _, effort in every], dtype=np.float64),
        )

    @property
    def size(self) -> int:
        """How many acts there are."""
        return int(self.source.size)

    @property
    def act(self) -> Longs:
        """To which act each part belongs, (parts,)."""
        return np.repeat(np.arange(self.size), np.diff(self.begin))

    def digest(self) -> bytes:
        """Return some bytes that change when anything changes; none where there are no acts."""
        if not self.size:
            return b""
        arrays = (self.source, self.target, self.share, self.begin, self.party, self.effort)
        return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).digest()

    def needed(self) -> list[tuple[tuple[int, float], ...]]:
        """List for each act who must consent, and at what effort."""
        pairs = list(zip(self.party.tolist(), self.effort.tolist(), strict=True))
        ends = self.begin.tolist()
        return [tuple(pairs[lo:hi]) for lo, hi in pairwise(ends)]

    def merged(self, place: NDArray[np.int32] | Longs) -> Agreements:
        """Return the acts where each state s is a part of state ``place[s]``.

        A state made of several has the acts of each at an even part of their share; acts of the
        same parties that come to the same are one, with the shares of all and the least effort.
        """
        if not self.size:
            return self
        size = np.diff(self.begin)
        inner = np.arange(self.party.size) - np.repeat(self.begin[:-1], size)
        key = np.full((self.size, 2 + int(size.max())), -1, dtype=np.int64)
        key[:, 0], key[:, 1] = place[self.source], place[self.target]
        key[self.act, 2 + inner] = self.party
        known, first, which = np.unique(key, axis=0, return_index=True, return_inverse=True)
        which = which.ravel()
        # What is signed where nothing is left to be switched leads nowhere as it is written.
        loops = self.source[first] == self.target[first]
        stays = (known[:, 0] == known[:, 1]) & ~loops
        number = np.cumsum(~stays) - 1
        begin = np.concatenate(([0], np.cumsum(size[first[~stays]]))).astype(np.int64)
        share = self.share / np.bincount(place)[key[:, 0]]
        kept = ~stays[which[self.act]]
        goes = begin[number[which[self.act]]] + inner
        effort, party = np.full(int(begin[-1]), np.inf), np.zeros(int(begin[-1]), dtype=np.int32)
        np.minimum.at(effort, goes[kept], self.effort[kept])
        party[goes[kept]] = self.party[kept]
        return Agreements(
            known[~stays, 0].astype(np.int32),
            known[~stays, 1].astype(np.int32),
            np.bincount(which, weights=share)[~stays],
            begin,
            party,
            effort,
        )


NONE = Agreements()
"""No agreements: single moves only."""
