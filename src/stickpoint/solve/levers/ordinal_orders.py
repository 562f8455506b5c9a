"""Several parties and one state → the least change of their orders for SEQ or SSEQ.

Here it counts what the others *like*, so whole orders are unknown: one variable for each pair of
ranks that may change places, transitivity for each three of them. That every temptation has a
willing answer is added bit by bit. A proposal is followed by legal sequences of improvements; where
a temptation t of party i goes unanswered, let W be what the others reach from it. Then at least one
of three must change: t is no gain, or something in W takes the gain away, or some move that leads
out of W becomes an improvement. This clause holds for every solution and fails for the proposal, so
the search ends, and what it ends with is least (a logic-based Benders cut).

References
----------
.. [1] J. N. Hooker, G. Ottosson, 2003, "Logic-based Benders decomposition", *Mathematical
   Programming* 96, 33-60.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, permutations
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.graph import Conflict
from stickpoint.errors import SolveError
from stickpoint.solve.levers.ordinal_solver import Budget, new_model, run
from stickpoint.solve.levers.ordinal_units import PARTED, REVERSED, Units, losses, temptations

MAX_CLAUSES = 3_000_000

Orders = dict[int, NDArray[np.int64]]
Node = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Ordered:
    """The nearest orders that make one state hold, or how far the search came.

    Attributes
    ----------
    status : str
        ``optimal``, ``impossible``, or ``unknown`` where the work ran out.
    orders : dict of int to ndarray
        The new rank of each unit, by party; empty unless optimal.
    bound : int or None
        In price units: no orders cost less.
    cuts : int
        How many clauses were added on the way.
    """

    status: str
    orders: Orders
    bound: int | None
    cuts: int


def least_orders(
    conflict: Conflict,
    units: Mapping[int, Units],
    state: int,
    concept: str,
    budget: Budget,
    *,
    between: tuple[int, int | None],
) -> Ordered:
    """Find the nearest orders under which a state is SEQ or SSEQ stable for everybody.

    Parameters
    ----------
    conflict : Conflict
    units : mapping of int to Units
        What may change, by party.
    state : int
    concept : str
        ``seq`` or ``sseq``.
    budget : Budget
    between : (int, int or None)
        Costs in price units that are known to bound the answer: at least, and less than.

    Raises
    ------
    SolveError
        Too many ranks to order at once.
    """
    programme = Programme(conflict, units)
    programme.minimise(*between)
    symmetric = concept == "sseq"
    for party in range(conflict.n_parties):
        for target, answers in temptations(conflict, party, state, concept):
            programme.require(party, state, target, answers, ())
    cuts, bound = 0, between[0]
    while True:
        status, solver = run(programme.model, budget)
        if status == "impossible":
            return Ordered(status, {}, None, cuts)
        if status != "unknown":
            bound = max(bound, int(np.ceil(solver.best_objective_bound - 1e-6)))
        if status != "optimal":
            return Ordered("unknown", {}, bound, cuts)
        orders = programme.orders(solver)
        found = programme.refutations(orders, state, symmetric)
        if not found:
            return Ordered("optimal", orders, bound, cuts)
        for party, target, answers, ways_out in found:
            programme.require(party, state, target, answers, ways_out)
            cuts += 1


class Programme:
    """Pairs of ranks as Boolean variables, and what must hold of them."""

    def __init__(self, conflict: Conflict, units: Mapping[int, Units]) -> None:
        self.conflict = conflict
        self.units = units
        self.model = new_model()
        self.pairs = {party: self._pairs(unit) for party, unit in units.items()}
        self.arcs = [
            {s: moves.targets(s).tolist() for s in range(conflict.n_states)}
            for moves in conflict.moves
        ]

    def _pairs(self, units: Units) -> dict[tuple[int, int], Any]:
        """Give the literal of "u is above v" for all pairs that may change places."""
        pairs: dict[tuple[int, int], Any] = {}
        runs = [np.flatnonzero(units.run == r).tolist() for r in set(units.run.tolist()) - {-1}]
        if sum(len(members) ** 3 for members in runs) > MAX_CLAUSES:
            longest = max(len(members) for members in runs)
            raise SolveError(
                f"{longest} ranks may change places at once, too many for sequential stability: "
                "name fewer states in free, or ask for gmr or smr"
            )
        level = units.level
        for members in runs:
            for low, high in combinations(members, 2):
                pairs[high, low] = self.model.new_bool_var("")
                if level[low] < level[high]:
                    pairs[low, high] = ~pairs[high, low]
                else:
                    pairs[low, high] = self.model.new_bool_var("")
                    self.model.add_at_most_one(pairs[high, low], pairs[low, high])
            for three in combinations(members, 3):
                self._transitive(pairs, three, len({int(level[u]) for u in three}) == 3)
        return pairs

    def _transitive(
        self, pairs: dict[tuple[int, int], Any], three: tuple[int, ...], strict: bool
    ) -> None:
        """Forbid cycles; where ties may remain, also u > w with neither u > v nor v > w."""
        a, b, c = three
        if strict:
            self.model.add_bool_or(~pairs[b, a], ~pairs[c, b], pairs[c, a])
            self.model.add_bool_or(pairs[b, a], pairs[c, b], ~pairs[c, a])
            return
        for u, v, w in permutations(three):
            self.model.add_bool_or(~pairs[u, w], pairs[u, v], pairs[v, w])

    def above(self, party: int, s: int, t: int) -> Any:
        """Give whether a party ranks s above t: a literal, or True or False where it is fixed."""
        rank = self.conflict.ranks[party]
        units = self.units.get(party)
        if units is not None:
            pair = (int(units.unit_of[s]), int(units.unit_of[t]))
            if pair in self.pairs[party]:
                return self.pairs[party][pair]
        return bool(rank[s] > rank[t])

    def minimise(self, least: int, below: int | None) -> None:
        """Make the price of all changes the objective, within known bounds."""
        scale = scale_of(self.units)
        terms = []
        for party, units in self.units.items():
            price = int(units.price * scale)
            for (u, v), literal in self.pairs[party].items():
                if u > v and units.level[u] > units.level[v]:
                    terms.append(REVERSED * price * ~literal)
                elif units.level[u] == units.level[v]:
                    terms.append(PARTED * price * literal)
        total = sum(terms)
        if terms:
            self.model.add(total >= least)
            if below is not None:
                self.model.add(total <= below - 1)
            self.model.minimize(total)

    def require(
        self,
        party: int,
        state: int,
        target: int,
        answers: tuple[tuple[int, ...], ...],
        ways_out: tuple[tuple[int, int, int], ...],
    ) -> None:
        """Let a move be no gain, or one of some answers count, or a way out be an improvement."""
        choices = [_no(self.above(party, target, state))]
        choices += [
            self._all([_no(self.above(party, t, state)) for t in set(answer)]) for answer in answers
        ]
        choices += [self.above(mover, to, origin) for mover, origin, to in ways_out]
        if not any(choice is True for choice in choices):
            self.model.add_bool_or([choice for choice in choices if choice is not False])

    def _all(self, parts: list[Any]) -> Any:
        if any(part is False for part in parts):
            return False
        parts = [part for part in parts if part is not True]
        if len(parts) < 2:
            return parts[0] if parts else True
        every = self.model.new_bool_var("")
        for part in parts:
            self.model.add_implication(every, part)
        return every

    def orders(self, solver: Any) -> Orders:
        """Read the orders off a solution: a unit's rank is how many it stands above."""
        result: Orders = {}
        for party, units in self.units.items():
            beaten = units.level[:, None] > units.level[None, :]
            for (u, v), literal in self.pairs[party].items():
                beaten[u, v] = solver.boolean_value(literal)
            result[party] = beaten.sum(axis=1).astype(np.int64)
        return result

    def refutations(
        self, orders: Orders, state: int, symmetric: bool
    ) -> list[tuple[int, int, tuple[tuple[int, ...], ...], tuple[tuple[int, int, int], ...]]]:
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
                nodes, ways_out = self._follow(ranks, party, target)
                answers = tuple(
                    losses(self.conflict, party, end, symmetric)
                    for end in sorted({end for end, _ in nodes})
                )
                if all(max(rank[list(answer)]) > rank[state] for answer in answers):
                    found.append((party, target, answers, ways_out))
        return found

    def _follow(
        self, ranks: NDArray[np.int64], party: int, start: int
    ) -> tuple[set[Node], tuple[tuple[int, int, int], ...]]:
        """Follow the others' improvements: what is reached, and the moves that lead out of it."""
        nodes: set[Node] = set()
        front: list[Node] = [(start, -1)]
        barred: set[tuple[int, int, int]] = set()
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


def scale_of(units: Mapping[int, Units]) -> int:
    """Give the factor that makes every price whole."""
    return lcm(*(unit.price.denominator for unit in units.values()))


def _no(value: Any) -> Any:
    return not value if isinstance(value, bool) else ~value
