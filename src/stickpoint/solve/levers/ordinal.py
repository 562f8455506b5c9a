"""Conflict, outcome and concept → the least change of ranks that makes the outcome hold.

This is the inverse problem of the graph model [1]_ [2]_, solved as an optimisation: not which of
all rankings would do, but which of them is nearest to the one given.

References
----------
.. [1] R. A. Kinsara, D. M. Kilgour, K. W. Hipel, 2015, "Inverse approach to the graph model for
   conflict resolution", *IEEE Trans. Syst. Man Cybern. Syst.* 45, 734-742.
.. [2] J. Wang, K. W. Hipel, L. Fang, Y. Dang, 2018, "Matrix representations of the inverse problem
   in the graph model for conflict resolution", *Eur. J. Oper. Res.* 270, 282-293.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.graph import Conflict
from stickpoint.errors import SolveError
from stickpoint.solve.levers.ordinal_labels import Labelled, least_labels
from stickpoint.solve.levers.ordinal_orders import Orders, least_orders, scale_of
from stickpoint.solve.levers.ordinal_result import Groups, OrdinalLever, RankShift
from stickpoint.solve.levers.ordinal_solver import Clock
from stickpoint.solve.levers.ordinal_units import (
    PARTED,
    REVERSED,
    Free,
    Price,
    Units,
    check_concept,
    check_target,
    temptations,
    units_of,
)
from stickpoint.solve.stability.sanctions import stability

METHOD = "OR-Tools CP-SAT on pairs of ranks; the stability lens confirms the change"


def least_ranks(
    conflict: Conflict,
    target: int | str | Collection[int],
    concept: str = "seq",
    *,
    free: Free = None,
    price: Price = 1,
    ties: str = "kept",
    seconds: float = 30.0,
) -> OrdinalLever:
    """Find the least change of ranks that makes an outcome an equilibrium.

    The distance of two orders is the number of swaps of neighbours that lead from one to the other
    (Kendall): one for each pair put in the opposite order. New ties are not made.

    Parameters
    ----------
    conflict : Conflict
    target : int, collection of int, or str
        A state, some states of which one is to hold, or the name of terms.
    concept : str
        nash, gmr, smr, seq or sseq.
    free : collection of int, or mapping of int to states, optional
        Whose ranks may change, and of which states; everybody's and all if left out. Only states
        between which no fixed one is ranked change places.
    price : float or mapping of int to float
        What one swap costs, in all or by party; rounded to 1/10,000.
    ties : str
        ``kept``: states ranked equal stay equal, and a swap exchanges two adjacent ranks.
        ``split``: states move singly, and putting a tied pair in order costs half a swap (the
        distance of Kemeny & Snell, halved) [1]_.
    seconds : float
        The most time to spend. What is found by then is returned and called so.

    Returns
    -------
    OrdinalLever
        ``proof`` says whether it is proved least.

    Raises
    ------
    ModelError
        Something named that does not exist, a price or a limit not above zero.
    SolveError
        OR-Tools is missing, or more ranks may change places than SEQ and SSEQ can take.

    Notes
    -----
    Nash, GMR and SMR: each party by itself, one unknown per rank. SEQ and SSEQ lie between Nash
    and GMR, or SMR, and those two costs settle most questions; the rest takes all pairs of ranks
    and clauses that are added as the proposals fail (`ordinal_orders`).

    References
    ----------
    .. [1] J. G. Kemeny, J. L. Snell, 1962, *Mathematical Models in the Social Sciences*, Ginn,
       chapter 2.

    Examples
    --------
    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> found = least_ranks(dilemma, 3, "nash")
    >>> found.cost, [shift.swaps for shift in found.changes], found.proof
    (2.0, [(((3,), (2,)),), (((3,), (1,)),)], 'optimal')
    """
    check_concept(concept)
    search = _Search(conflict, units_of(conflict, free, price, ties), concept, Clock.of(seconds))
    states = check_target(conflict, target)
    best = search.over(states)
    parameters = {
        "free": sorted(search.units),
        "price": {party: float(unit.price) for party, unit in search.units.items()},
        "ties": ties,
        "seconds": seconds,
    }
    return _result(conflict, search, states, best, parameters)


@dataclass(frozen=True, eq=False)
class Proposal:
    """Orders that make one state hold, what they cost, and what nothing undercuts."""

    state: int
    cost: int | None
    bound: int | None
    orders: Orders


class _Search:
    """The question for one target state after another, within one limit of time."""

    def __init__(
        self, conflict: Conflict, units: dict[int, Units], concept: str, clock: Clock
    ) -> None:
        self.conflict = conflict
        self.units = units
        self.concept = concept
        self.clock = clock
        self.scale = scale_of(units) if units else 1

    def over(self, states: tuple[int, ...]) -> list[Proposal]:
        """Ask for each state, the most promising first; leave out those that cannot win."""
        sequential = self.concept in ("seq", "sseq")
        floor = {"seq": "gmr", "sseq": "smr"}.get(self.concept, self.concept)
        easy = [self.by_labels(state, floor) for state in states]
        if not sequential:
            return easy
        easy.sort(key=lambda p: (p.bound is None, p.bound or 0))
        best: int | None = None
        found = []
        for start in easy:
            if start.bound is not None and (best is None or start.bound < best):
                start = self.sequential(start, best)  # noqa: PLW2901 – the same state, answered
                if start.cost is not None:
                    best = start.cost if best is None else min(best, start.cost)
            elif start.bound is not None:
                start = replace(start, cost=None)  # noqa: PLW2901 – cannot win, so not worked out
            found.append(start)
        return found

    def by_labels(self, state: int, concept: str) -> Proposal:
        """Answer for one state under Nash, GMR or SMR, party by party."""
        total: int | None = 0
        bound = 0
        orders: Orders = {}
        for party in range(self.conflict.n_parties):
            part = self._part(party, state, concept)
            if part.bound is None:
                return Proposal(state, None, None, {})
            weight = int(self.units[party].price * self.scale) if party in self.units else 0
            bound += weight * part.bound
            total = None if total is None or part.cost is None else total + weight * part.cost
            if party in self.units:
                orders[party] = part.order
        return Proposal(state, total, bound, orders)

    def _part(self, party: int, state: int, concept: str) -> Labelled:
        asked = temptations(self.conflict, party, state, concept)
        rank = self.conflict.ranks[party]
        units = self.units.get(party)
        nothing = np.empty(0, dtype=np.int64) if units is None else units.level
        if all(
            rank[target] <= rank[state]
            or any(max(rank[list(answer)]) <= rank[state] for answer in answers)
            for target, answers in asked
        ):
            return Labelled(0, 0, nothing)
        if units is None or not units.run_of(state).size:
            return Labelled(None, None, nothing)
        return least_labels(units, state, asked, self.clock)

    def sequential(self, start: Proposal, below: int | None) -> Proposal:
        """Answer for one state under SEQ or SSEQ, from what GMR or SMR needs at least."""
        if start.cost is not None and start.cost == start.bound and self.holds(start):
            return start
        least = start.bound or 0
        nash = self.by_labels(start.state, "nash")
        ceiling = nash.cost if nash.cost is not None else None
        if ceiling is not None and ceiling == least:
            return replace(nash, bound=least)
        limits = [limit for limit in (ceiling, below) if limit is not None]
        if not self.clock.left:
            return replace(nash, bound=least)
        found = least_orders(
            self.conflict,
            self.units,
            start.state,
            self.concept,
            self.clock,
            between=(least, min(limits, default=None)),
        )
        if found.status == "optimal":
            cost = distance(self.units, found.orders, self.scale)
            return Proposal(start.state, cost, cost, found.orders)
        if found.status == "impossible":
            settled = min(limits, default=None)
            return (
                replace(nash, bound=settled)
                if settled is not None
                else Proposal(start.state, None, None, {})
            )
        return replace(nash, bound=max(least, found.bound or 0))

    def holds(self, proposal: Proposal) -> bool:
        """Ask the stability lens whether the orders proposed make the state hold."""
        after = changed(self.conflict, self.units, proposal.orders)
        return bool(stability(after, (self.concept,)).equilibria[self.concept][proposal.state])


def changed(conflict: Conflict, units: Mapping[int, Units], orders: Orders) -> Conflict:
    """Give the conflict with other orders."""
    ranks = conflict.ranks.copy()
    for party, order in orders.items():
        ranks[party] = order[units[party].unit_of]
    return replace(conflict, ranks=ranks)


def distance(units: Mapping[int, Units], orders: Orders, scale: int) -> int:
    """Give the price of orders: half swaps times price times scale."""
    total = 0
    for party, order in orders.items():
        reversed_pairs, parted = _pairs(units[party], order)
        halves = REVERSED * len(reversed_pairs) + PARTED * len(parted)
        total += int(units[party].price * scale) * halves
    return total


def _pairs(units: Units, order: NDArray[np.int64]) -> tuple[list[tuple[int, int]], ...]:
    """List the pairs of units (now above, now below) that were the other way round, or tied."""
    now = order[:, None] > order[None, :]
    before = units.level[:, None] - units.level[None, :]
    reversed_pairs, parted = np.argwhere(now & (before < 0)), np.argwhere(now & (before == 0))
    return [(int(u), int(v)) for u, v in reversed_pairs], [(int(u), int(v)) for u, v in parted]


def _result(
    conflict: Conflict,
    search: _Search,
    states: tuple[int, ...],
    proposals: list[Proposal],
    parameters: dict[str, object],
) -> OrdinalLever:
    """Pick the cheapest proposal, confirm it, and say how far it is proved."""
    unit = 2 * search.scale
    bounds = [p.bound for p in proposals if p.bound is not None]
    priced = [p for p in proposals if p.cost is not None]
    if not priced:
        return OrdinalLever(
            conflict, states, search.concept, "ranks", None, None,
            min(bounds) / unit if bounds else None, (),
            "none found" if bounds else "impossible", None, METHOD, parameters=parameters,
        )  # fmt: skip
    best = min(priced, key=lambda p: p.cost or 0)
    after = changed(conflict, search.units, best.orders)
    if not search.holds(best):
        raise SolveError(
            f"the change found for state {best.state + 1} does not stand up to the stability lens; "
            "please report this conflict"
        )
    cost, bound = best.cost or 0, min(bounds)
    shifts = tuple(
        shift
        for party, order in sorted(best.orders.items())
        if (shift := _shift(party, search.units[party], order)).cost
    )
    return OrdinalLever(
        conflict, states, search.concept, "ranks", best.state, cost / unit, bound / unit, shifts,
        "optimal" if bound >= cost else "best found", after, METHOD, parameters=parameters,
    )  # fmt: skip


def _shift(party: int, units: Units, order: NDArray[np.int64]) -> RankShift:
    reversed_pairs, parted = _pairs(units, order)
    cost = float(units.price) * (len(reversed_pairs) + len(parted) / 2)

    def named(pairs: list[tuple[int, int]]) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
        return tuple((units.states(up), units.states(down)) for up, down in pairs)

    return RankShift(
        party,
        groups(units.level[units.unit_of]),
        groups(order[units.unit_of]),
        named(reversed_pairs),
        named(parted),
        cost,
    )


def groups(rank: NDArray[np.int64]) -> Groups:
    """List states in groups of equal rank, best first."""
    return tuple(
        tuple(np.flatnonzero(rank == level).tolist()) for level in np.unique(rank)[::-1].tolist()
    )
