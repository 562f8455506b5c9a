"""The weights of all parties as one vector of shares that they are off by → linear programmes.

A comparison of two states is a row: whose sum it is, and for each of its statements whether it
speaks for the better state or the worse. A row holds where the better counts more, and each row is
scaled so that its weights as they are now sum to 1 in size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.beliefs.turns import Turn, Way
from stickpoint.solve.levers.beliefs.weights import Weighted

MARGIN, JOLT, NO_CHANGE = 1e-5, 1e-7, 1e-8
"""A comparison turns by this part of the weights in it; points are moved so far off all ties."""
PAST = 2e-5
"""What lies just past the bounds is off by this part more."""
ROUNDING = 1e-13
"""Sums that are no farther apart are the same."""
SLACK = 1e-4
"""So much more may the bounds be off, at the most, than the best point of their node."""

Floats = NDArray[np.float64]
Rows = frozenset[tuple[int, tuple[int, ...]]]
"""Whose sum, and for each of its statements whether it speaks for the better (1) or the worse."""


class Share(NamedTuple):
    """One weight: whose, which, what it is now, and by what part of it it would be off."""

    party: int
    line: int
    before: float
    off: float


class Shares:
    """The weights of all parties that are not 0 as one vector of shares.

    ``failed``: some programme was neither solved nor shown to have no solution.
    """

    def __init__(self, conflict: Conflict, sums: Mapping[int, Sequence[Weighted]]) -> None:
        self._ranks, self.failed = conflict.ranks, False
        self._places = [(i, k) for i, lines in sums.items() for k, line in enumerate(lines)
                        if line.weight]  # fmt: skip
        self._holds: dict[int, NDArray[np.int8]] = {}
        self._signed: dict[int, Floats] = {}
        self._columns: dict[int, list[int]] = {i: [] for i in sums}
        for column, (i, _) in enumerate(self._places):
            self._columns[i].append(column)
        for i, lines in sums.items():
            own = [line for line in lines if line.weight]
            whole = sum(abs(line.weight) for line in own) or 1
            self._signed[i] = np.array([float(line.weight / whole) for line in own])
            rows = np.array([line.holds for line in own], dtype=np.int8)
            self._holds[i] = rows.reshape(len(own), conflict.n_states)
        self._now = [float(sums[i][k].weight) for i, k in self._places]
        self._jolt = JOLT * np.random.default_rng(0).uniform(-1, 1, len(self._places))

    def ranks(self, shares: Floats) -> NDArray[np.int32]:
        """Rank the states by weights that are off by such shares, moved a little off all ties."""
        return self._ranked(shares + self._jolt)

    def ranks_past(self, shares: Floats) -> Iterator[NDArray[np.int32]]:
        """Rank the states by weights just past those: as they are, ties and all, and off all ties.

        What holds in the second alone hangs on how a tie is broken.
        """
        yield self._ranked(shares * (1 + PAST))
        yield self._ranked(shares * (1 + PAST) + self._jolt / 100)

    def _ranked(self, shares: Floats) -> NDArray[np.int32]:
        ranks = self._ranks.copy()
        for i, signed in self._signed.items():
            kinds, kind = np.unique(self._holds[i], axis=1, return_inverse=True)
            worth = (signed * (1 + shares[self._columns[i]])) @ kinds
            order = np.argsort(worth)
            place = np.empty_like(order)
            place[order] = np.cumsum(np.diff(worth[order], prepend=worth[order[:1]]) > ROUNDING)
            ranks[i] = place[kind.ravel()]
        return ranks

    def rows(self, way: Way) -> Rows | None:
        """Return what a way asks of the weights; None where it asks what no weights can give."""
        found: set[tuple[int, tuple[int, ...]]] = set()
        for turn in way:
            asked = self._row(turn)
            if asked is None:
                return None
            found |= asked
        return frozenset(found)

    def _row(self, turn: Turn) -> Rows | None:
        party, better, worse, strictly = turn
        if party not in self._holds:
            above = int(self._ranks[party, better]) - int(self._ranks[party, worse])
            return frozenset() if above > 0 or (above == 0 and not strictly) else None
        holds = self._holds[party]
        row = tuple((holds[:, better] - holds[:, worse]).tolist())
        if any(row):
            return frozenset([(party, row)])
        return None if strictly else frozenset()

    def hold(self, rows: Rows, shares: Floats) -> bool:
        """Tell whether rows hold where the weights are off by such shares."""
        return bool((self._matrix(rows) @ (1 + shares + self._jolt) > 0).all())

    def nearest(self, rows: Rows) -> Floats | None:
        """Return the shares of which the largest is least; None where no weights do it."""
        if not rows:
            return np.zeros(len(self._places))
        return self._solved(rows, MARGIN, None)

    def fewest(self, rows: Rows, near: Floats) -> Floats | None:
        """Return at the bound, of the shares of which the largest is least, those of least sum.

        What holds now, or is a tie, is given a margin, so that it goes on to hold just past the
        bound; a comparison that has to turn round does so there. None where the margins cannot be
        had, or only much farther off than at a point near by.
        """
        if not rows:
            return np.zeros(len(self._places))
        now = self._matrix(rows).sum(1)
        margin = np.where(now > -NO_CHANGE, MARGIN + PAST * now, 0.0)
        at_bound = self._solved(rows, margin, None)
        if at_bound is None or abs(at_bound).max() > abs(near).max() + SLACK:
            return None
        found = self._solved(rows, margin, float(abs(at_bound).max()) * (1 + 1e-9) + 1e-9)
        shares = at_bound if found is None else found
        return np.where(abs(shares) < NO_CHANGE, 0.0, shares)

    def _matrix(self, rows: Rows) -> Floats:
        """Return what each weight counts in each row as it is now."""
        least = np.zeros((len(rows), len(self._places)))
        for at, (party, row) in enumerate(sorted(rows)):
            own = self._signed[party] * np.array(row)
            least[at, self._columns[party]] = own / abs(own).sum()
        return least

    def _solved(self, rows: Rows, margin: float | Floats, most: float | None) -> Floats | None:
        """Make the largest share least; or, where that is given, the sum of all."""
        from scipy.optimize import linprog

        n, least = len(self._places), self._matrix(rows)
        size = np.ones((n, 1)) if most is None else np.eye(n)
        within = np.vstack([np.hstack([np.eye(n), -size]), np.hstack([-np.eye(n), -size])])
        above = np.hstack([-least, np.zeros((len(rows), size.shape[1]))])
        found = linprog(
            np.r_[np.zeros(n), np.ones(size.shape[1])],
            A_ub=np.vstack([above, within]),
            b_ub=np.r_[least.sum(1) - margin, np.zeros(2 * n)],
            bounds=[(-1 + 2 * JOLT, None)] * n + [(0, most)] * size.shape[1],
            method="highs",
        )
        self.failed |= found.status not in (0, 2)
        return np.asarray(found.x)[:n] if found.status == 0 else None

    def told(self, shares: Floats) -> tuple[Share, ...]:
        """Name the weights that are off."""
        return tuple(
            Share(party, line, now, float(off))
            for (party, line), now, off in zip(self._places, self._now, shares, strict=True)
            if off
        )
