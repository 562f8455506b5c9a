"""Sums of weighted statements → by how little all weights at once would have to be off.

Let a party's order be that of U(s) = Σ w_k f_k(s), and let each weight be off by a share x_k, so
that it is w_k (1 + x_k); no weight changes its sign. Sought is the least z with |x_k| ≤ z for all
weights of all parties at which a state of the target holds. Given which comparisons of states turn
round, that is a linear programme. Which have to is found by going through the ways in which a party
that would leave could stay, the nearest first, until nobody would leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.beliefs.turns import Turn, Turns, Way
from stickpoint.solve.levers.beliefs.weights import Weighted, holding_now

MOST_PROGRAMMES = 300
"""So many linear programmes are solved before the search gives up."""
MOST_STATES = 1 << 10
MARGIN, JOLT, NO_CHANGE = 1e-5, 1e-7, 1e-6
"""A comparison turns by this part of the weights in it; points are moved so far off all ties."""

Floats = NDArray[np.float64]
Rows = frozenset[tuple[int, tuple[int, ...]]]
"""Whose sum, and for each of its statements whether it speaks for the better (1) or the worse."""


class Share(NamedTuple):
    """One weight: whose, which, what it is now, and by what part of it it would be off."""

    party: int
    line: int
    before: float
    off: float


@dataclass(frozen=True)
class SeveralWeights:
    """The least that weights would have to be off, all at once.

    Attributes
    ----------
    state : int or None
        The state of the target that then holds; None where nothing was found.
    shares : tuple of Share
        The weights that would be others; just past these it holds.
    largest : float
        By what part of itself the weight is off that is off most.
    proof : str
        ``optimal``; ``impossible`` while each weight keeps its sign; ``none found``: the search
        gave up; ``left out`` among too many states.
    floor : float
        Where none was found: none does it that has no weight off by more than this.
    """

    state: int | None
    shares: tuple[Share, ...] = ()
    largest: float = 0.0
    proof: str = "optimal"
    floor: float = 0.0

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; states count from 1."""
        if self.state is None:
            return {"state": None, "largest": None, "proof": self.proof, "floor": self.floor}
        weights = [
            {"party": share.party, "line": share.line, "before": share.before,
             "bound": share.before * (1 + share.off), "off": share.off}
            for share in self.shares
        ]  # fmt: skip
        return {"state": self.state + 1, "largest": self.largest, "weights": weights,
                "proof": self.proof}  # fmt: skip


def least_weights(
    conflict: Conflict,
    sums: Mapping[int, Sequence[Weighted]],
    target: NDArray[np.bool_],
    concept: str,
) -> SeveralWeights:
    """Find by how little all weights at once would have to be off for a state of a target to hold.

    Parameters
    ----------
    conflict : Conflict
        Its ranks are those of the sums for the parties in ``sums``.
    sums : mapping of int to sequence of Weighted
        Of each party that weighs, its statements.
    target : ndarray of bool, shape (states,)
    concept : str

    Returns
    -------
    SeveralWeights
        Of all choices that are off by no more, one with the least sum of shares. At the bounds
        states tie; just past them it holds, and would go on to if they moved a little.

    Raises
    ------
    ModelError
        States that are coalesced, in which a statement has no single value.

    Notes
    -----
    Best first: a node is a state and the comparisons that must turn out so, its bound a linear
    programme. At the best point of the nearest node, moved off all ties, somebody would leave, and
    its ways out are the children; or nobody would, and it is least. Each child rules that point
    out, and there are finitely many comparisons.

    Examples
    --------
    Peace counts 1 to a party and the province 3. If each of the two numbers is off by half, it may
    make peace; the one that counts too little would have to be off by twice itself:

    >>> from fractions import Fraction
    >>> peace = Conflict.from_options([0], [[3, 1]])
    >>> two = np.array([False, True])
    >>> sums = {0: [Weighted(two, Fraction(1)), Weighted(~two, Fraction(3))]}
    >>> found = least_weights(peace, sums, two, "nash")
    >>> round(found.largest, 6), [round(share.off, 6) for share in found.shares]
    (0.5, [0.5, -0.5])
    """
    now = holding_now(conflict, target, concept)
    if now is not None:
        return SeveralWeights(now)
    if conflict.n_states > MOST_STATES:
        return SeveralWeights(None, proof="left out")
    return _Search(conflict, sums, concept).least(np.flatnonzero(target).tolist())


class _Search:
    """The nodes of one search, nearest first."""

    def __init__(
        self, conflict: Conflict, sums: Mapping[int, Sequence[Weighted]], concept: str
    ) -> None:
        self._conflict, self._turns = conflict, Turns(conflict, concept)
        self._weights = _Weights(conflict, sums)
        self._left, self._order = MOST_PROGRAMMES, count()
        self._heap: list[tuple[float, int, int, Rows, Floats]] = []
        self._met: set[tuple[int, Rows]] = set()

    def least(self, states: Iterable[int]) -> SeveralWeights:
        """Search until nobody would leave at the best point of the nearest node."""
        for state in states:
            self._add(state, frozenset(), 0.0)
        while self._heap and self._left > 0:
            bound, _, state, rows, shares = heappop(self._heap)
            ways = self._turns.leaves(self._weights.ranks(shares), state)
            if ways is None:
                found = self._weights.fewest(rows)
                largest = float(abs(found).max(initial=0.0))
                return SeveralWeights(state, self._weights.told(found), largest)
            for way in ways:
                more = self._weights.rows(way)
                if more is not None:
                    self._add(state, rows | more, bound)
        if not self._heap and not self._weights.failed:
            return SeveralWeights(None, proof="impossible")
        floor = self._heap[0][0] if self._heap and not self._weights.failed else 0.0
        return SeveralWeights(None, proof="none found", floor=floor)

    def _add(self, state: int, rows: Rows, at_least: float) -> None:
        if (state, rows) in self._met:
            return
        self._met.add((state, rows))
        self._left -= 1
        shares = self._weights.nearest(rows)
        if shares is not None:
            bound = max(at_least, float(abs(shares).max(initial=0.0)))
            heappush(self._heap, (bound, next(self._order), state, rows, shares))


class _Weights:
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
        ranks = self._ranks.copy()
        for i, signed in self._signed.items():
            kinds, kind = np.unique(self._holds[i], axis=1, return_inverse=True)
            worth = (signed * (1 + (shares + self._jolt)[self._columns[i]])) @ kinds
            place = np.unique(worth, return_inverse=True)[1]
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

    def nearest(self, rows: Rows) -> Floats | None:
        """Return the shares of which the largest is least; None where no weights do it."""
        if not rows:
            return np.zeros(len(self._places))
        return self._solved(rows, MARGIN, None)

    def fewest(self, rows: Rows) -> Floats:
        """Return at the bound, of the shares of which the largest is least, those of least sum."""
        if not rows:
            return np.zeros(len(self._places))
        at_bound = self._solved(rows, 0.0, None)
        assert at_bound is not None
        found = self._solved(rows, 0.0, float(abs(at_bound).max()) * (1 + 1e-9) + 1e-9)
        shares = at_bound if found is None else found
        return np.where(abs(shares) < NO_CHANGE, 0.0, shares)

    def _solved(self, rows: Rows, margin: float, most: float | None) -> Floats | None:
        """Make the largest share least; or, where that is given, the sum of all."""
        from scipy.optimize import linprog

        n = len(self._places)
        least = np.zeros((len(rows), n))
        for at, (party, row) in enumerate(sorted(rows)):
            own = self._signed[party] * np.array(row)
            least[at, self._columns[party]] = own / abs(own).sum()
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
