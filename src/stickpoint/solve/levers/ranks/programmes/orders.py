"""Several parties and one state → the least change of their orders for SEQ or SSEQ.

Here it counts what the others *like*, so whole orders are unknown (`programme`). That every
temptation has a willing answer is added bit by bit. A proposal is followed by legal sequences of
improvements; where a temptation t of party i goes unanswered, let W be what the others reach from
it. Then at least one of three must change: t is no gain, or something in W takes the gain away, or
some move that leads out of W becomes an improvement. This clause holds for every solution and fails
for the proposal, so the search ends, and what it ends with is least (a logic-based Benders cut;
J. N. Hooker, G. Ottosson, 2003, *Mathematical Programming* 96, 33-60).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.ranks.programmes.programme import Answers, Programme, Three
from stickpoint.solve.levers.ranks.programmes.solver import Budget
from stickpoint.solve.levers.ranks.units import Orders, Units, losses, temptations

Visit = tuple[int, int]


def least_orders(
    conflict: Conflict,
    units: Mapping[int, Units],
    state: int,
    concept: str,
    budget: Budget,
    *,
    between: tuple[int, int | None],
) -> tuple[str, int, Orders]:
    """Find the nearest orders under which a state is SEQ or SSEQ stable for everybody.

    The answer is known to cost at least the first of ``between``, in price units, and less than the
    second. Returns what `Programme.solve` does.
    """
    programme, paths = Programme(conflict, units), Improvements(conflict, units)
    for party in range(conflict.n_parties):
        for target, answers in temptations(conflict, party, state, concept):
            programme.require(party, state, target, answers, ())
    bound, below = between
    while True:
        status, least, orders = programme.solve(budget)
        bound = max(bound, least)
        if status == "impossible" or (below is not None and bound >= below):
            return "impossible", bound, {}
        if status == "unknown":
            return status, bound, {}
        found = paths.refutations(orders, state, concept == "sseq")
        if not found:
            return status, bound, orders
        for party, target, answers, leading_out in found:
            programme.require(party, state, target, answers, leading_out)


class Improvements:
    """Where the others' improvements lead under given orders."""

    def __init__(self, conflict: Conflict, units: Mapping[int, Units]) -> None:
        self.conflict, self.units = conflict, units
        self.arcs = [
            {s: moves.targets(s).tolist() for s in range(conflict.n_states)}
            for moves in conflict.moves
        ]

    def refutations(
        self, orders: Orders, state: int, symmetric: bool
    ) -> list[tuple[int, int, Answers, tuple[Three, ...]]]:
        """List the temptations that go unanswered, each with the clause that rules this out."""
        ranks = self.conflict.ranks.astype(np.int64)
        for party, order in orders.items():
            ranks[party] = order[self.units[party].unit_of]
        found = []
        for party in range(self.conflict.n_parties):
            rank = ranks[party]
            for target in self.arcs[party][state]:
                if rank[target] <= rank[state]:
                    continue
                nodes, leading_out = self._follow(ranks, party, target)
                answers = tuple(
                    losses(self.conflict, party, end, symmetric)
                    for end in sorted({end for end, _ in nodes})
                )
                if all(max(rank[list(answer)]) > rank[state] for answer in answers):
                    found.append((party, target, answers, leading_out))
        return found

    def _follow(
        self, ranks: NDArray[np.int64], party: int, start: int
    ) -> tuple[set[Visit], tuple[Three, ...]]:
        """Follow the others' improvements: what is reached, and the moves that lead out of it."""
        nodes: set[Visit] = set()
        front: list[Visit] = [(start, -1)]
        barred: set[Three] = set()
        while front:
            here, last = front.pop()
            for mover, arcs in enumerate(self.arcs):
                if mover in (party, last):
                    continue
                for to in arcs[here]:
                    if ranks[mover, to] <= ranks[mover, here]:
                        barred.add((mover, here, to))
                    elif (to, mover) not in nodes:
                        nodes.add((to, mover))
                        front.append((to, mover))
        leading_out = tuple(sorted(arc for arc in barred if (arc[2], arc[0]) not in nodes))
        return nodes, leading_out
