"""Sums of weighted statements → by how little all weights at once would have to be off.

Let a party's order be that of U(s) = Σ w_k f_k(s), and let each weight be off by a share x_k, so
that it is w_k (1 + x_k); no weight changes its sign. Sought is the least z with |x_k| ≤ z for all
weights of all parties at which a state of the target holds. Given which comparisons of states turn
round, that is a linear programme. Which have to is found by going through the ways in which a party
that would leave could stay, the nearest first, until nobody would leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.beliefs.shares import Floats, Rows, Share, Shares
from stickpoint.solve.levers.beliefs.turns import Turns
from stickpoint.solve.levers.beliefs.weights import Weighted, holding_now

MOST_PROGRAMMES = 300
"""So many linear programmes are solved before the search gives up."""
MOST_MENDED = 20
"""So often what goes wrong at the bounds is asked for before those of a node's best point do."""
MOST_STATES = 1 << 10
MOST_UNLIKE = 10**6
"""Of one party's weights none may be so many times another, or rounding decides who stays."""


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
        ``optimal``; ``best found``: it does it, but less may, too; ``impossible`` while each weight
        keeps its sign; ``none found``: the search gave up; ``left out`` among too many states.
    floor : float
        Where none was found: none does it that has no weight off by more than this.
    unlike : int
        The party whose weights are of sizes so unlike that nothing was tried; -1 where none is.
    """

    state: int | None
    shares: tuple[Share, ...] = ()
    largest: float = 0.0
    proof: str = "optimal"
    floor: float = 0.0
    unlike: int = -1

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; states count from 1."""
        if self.state is None:
            told = {"state": None, "largest": None, "proof": self.proof, "floor": self.floor}
            return told | ({"unlike": self.unlike} if self.unlike >= 0 else {})
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
        states may tie; just past all of them it holds, and would go on to if they moved a little.
        What is off by less than 1e-4 need only be a little more, or less, than it is.

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
    for party, lines in sums.items():
        sizes = [abs(line.weight) for line in lines if line.weight]
        if sizes and max(sizes) > MOST_UNLIKE * min(sizes):
            return SeveralWeights(None, proof="none found", unlike=party)
    return _Search(conflict, sums, concept).least(np.flatnonzero(target).tolist())


class _Search:
    """The nodes of one search, nearest first."""

    def __init__(
        self, conflict: Conflict, sums: Mapping[int, Sequence[Weighted]], concept: str
    ) -> None:
        self._conflict, self._concept = conflict, concept
        self._turns = Turns(conflict, concept)
        self._weights = Shares(conflict, sums)
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
                return self._found(state, rows, shares)
            for way in ways:
                more = self._weights.rows(way)
                if more is not None:
                    self._add(state, rows | more, bound)
        if not self._heap and not self._weights.failed:
            return SeveralWeights(None, proof="impossible")
        floor = self._heap[0][0] if self._heap and not self._weights.failed else 0.0
        return SeveralWeights(None, proof="none found", floor=floor)

    def _found(self, state: int, rows: Rows, shares: Floats) -> SeveralWeights:
        """Move from the best point of a node to where the fewest are off, while all would stay.

        The rows of the node tell of those turns alone that had to be made; others that go right at
        its best point may go wrong on the way, and are asked for, too, once they do.
        """
        told = shares
        for _ in range(MOST_MENDED):
            fewest = self._weights.fewest(rows, shares)
            if fewest is None:
                break
            past = (self._turns.leaves(ranks, state) for ranks in self._weights.ranks_past(fewest))
            ways = next((ways for ways in past if ways is not None), None)
            if ways is None and self._holds(fewest, state):
                told = fewest
            if ways is None:
                break
            asked = (self._weights.rows(way) for way in ways)
            held = (more for more in asked if more and self._weights.hold(more, shares))
            more = next((more for more in held if not more <= rows), None)
            if more is None:
                break
            rows |= more
        largest = float(abs(told).max(initial=0.0))
        proof = "best found" if self._weights.failed else "optimal"
        return SeveralWeights(state, self._weights.told(told), largest, proof)

    def _holds(self, shares: Floats, state: int) -> bool:
        """Ask the stability lens about weights just past those that are off by such shares."""
        past = replace(self._conflict, ranks=next(self._weights.ranks_past(shares)))
        return holding_now(past, np.arange(past.n_states) == state, self._concept) is not None

    def _add(self, state: int, rows: Rows, at_least: float) -> None:
        if (state, rows) in self._met:
            return
        self._met.add((state, rows))
        self._left -= bool(rows)  # without rows there is no programme to solve
        shares = self._weights.nearest(rows)
        if shares is not None:
            bound = max(at_least, float(abs(shares).max(initial=0.0)))
            heappush(self._heap, (bound, next(self._order), state, rows, shares))
