"""Conflict, outcome and concept → the least change of ranks that makes the outcome hold.

This is the inverse problem of the graph model (R. A. Kinsara, D. M. Kilgour, K. W. Hipel, 2015,
*IEEE Trans. Syst. Man Cybern. Syst.* 45, 734-742; J. Wang, K. W. Hipel, L. Fang, Y. Dang, 2018,
*Eur. J. Oper. Res.* 270, 282-293), solved as an optimisation: not which of all rankings would do,
but which of them is nearest to the one given.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.errors import SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.ranks.programmes.labels import NearestOrder, least_labels
from stickpoint.solve.levers.ranks.programmes.orders import least_orders
from stickpoint.solve.levers.ranks.programmes.programme import scale_of
from stickpoint.solve.levers.ranks.programmes.solver import LEAST_SPENT, Budget
from stickpoint.solve.levers.ranks.result import LeastChange
from stickpoint.solve.levers.ranks.units import (
    Free,
    Orders,
    Price,
    Units,
    changed,
    check_concept,
    check_target,
    distance,
    from_ranks,
    on_top,
    shift_of,
    temptations,
    units_of,
)
from stickpoint.solve.stability.sanctions import stability

METHOD = "OR-Tools CP-SAT on pairs of ranks; the stability lens confirms the change"


def least_ranks(  # noqa: PLR0913 – a question has many parts, most by name
    conflict: Conflict,
    target: int | str | Collection[int],
    concept: str = "seq",
    *,
    free: Free = None,
    price: Price = 1,
    ties: str = "kept",
    work: float = 30.0,
    known: Sequence[ArrayLike] = (),
) -> LeastChange:
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
    work : float
        The most work to spend, in the solver's deterministic seconds, each about a second of a
        quiet processor; the same question gives the same answer on every machine. What is found by
        then is returned and called so.
    known : sequence of array_like of int, shape (parties, states)
        Ranks that are thought to make it hold, by `least_reorder` for instance; where they do, and
        part no states that must stay equal, nothing dearer comes out.

    Returns
    -------
    LeastChange
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
    and clauses that are added as the proposals fail (`orders`). What Nash needs always
    does it, so there is an answer wherever Nash has one, however little work is allowed.

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
    units = units_of(conflict, free, price, ties)
    search = _RankSearch(conflict, units, concept, Budget(work))
    states = check_target(conflict, target)
    read = (from_ranks(conflict, units, np.asarray(ranks)) for ranks in known)
    best = search.over(states, [orders for orders in read if orders is not None])
    return _result(search, states, best, {"ties": ties, "work": work})


@dataclass(frozen=True, eq=False)
class RankChange:
    """Orders that make one state hold, what they cost, and what nothing undercuts."""

    state: int
    cost: int | None
    bound: int | None
    orders: Orders


@dataclass(frozen=True, eq=False)
class _RankSearch:
    """The question for one target state after another, within one limit of work."""

    conflict: Conflict
    units: dict[int, Units]
    concept: str
    budget: Budget

    @cached_property
    def scale(self) -> int:
        """The factor that makes every price whole."""
        return scale_of(self.units)

    def over(self, states: tuple[int, ...], known: Sequence[Orders]) -> list[RankChange]:
        """Ask for each state; for SEQ and SSEQ go on, the most promising first, while one can win.

        What holds for sure comes first, so that there is an answer however little work is allowed.
        """
        floor = {"seq": "gmr", "sseq": "smr"}.get(self.concept, self.concept)
        asked = [floor] if floor == self.concept else ["nash", floor]
        parts = len(states) * len(asked) * self.conflict.n_parties
        found: list[list[RankChange]] = []
        for concept in asked:
            found.append([])
            for state in states:
                found[-1].append(self.by_labels(state, concept, parts))
                parts -= self.conflict.n_parties
        told = [self.cheapest(below[-1], below, known) for below in zip(*found, strict=True)]
        return told if floor == self.concept else self.refined(told)

    def cheapest(
        self, least: RankChange, proposals: Sequence[RankChange], known: Sequence[Orders]
    ) -> RankChange:
        """Choose the cheapest orders known to make a state hold, over the bound of the least."""
        if least.bound is None:
            return least
        surely = [*known, on_top(self.units, least.state)]
        proposals = [
            *(p for p in proposals if p.cost is not None),
            *(replace(least, orders=o, cost=distance(self.units, o, self.scale)) for o in surely),
        ]
        for proposal in sorted(proposals, key=lambda p: p.cost or 0):
            if self.holds(proposal):
                return replace(proposal, bound=least.bound)
        return replace(least, cost=None, orders={})

    def refined(self, told: list[RankChange]) -> list[RankChange]:
        """Search between what GMR or SMR needs and the cheapest known, state by state."""
        order = sorted(range(len(told)), key=lambda k: (told[k].bound is None, told[k].bound or 0))
        for done, k in enumerate(order):
            if self.budget.left <= LEAST_SPENT:
                break
            costs = [p.cost for p in told if p.cost is not None]
            below, bound = min(costs, default=None), told[k].bound
            if bound is None or (below is not None and bound >= below):
                continue
            state, aside = told[k].state, self.budget.part(len(order) - done)
            status, least, orders = least_orders(
                self.conflict, self.units, state, self.concept, aside, between=(bound, below)
            )
            self.budget.join(aside)
            if status == "optimal":
                cost = distance(self.units, orders, self.scale)
                told[k] = RankChange(state, cost, cost, orders)
            else:
                told[k] = replace(told[k], bound=below if status == "impossible" else least)
        return told

    def by_labels(self, state: int, concept: str, parts: int) -> RankChange:
        """Answer for one state under Nash, GMR or SMR, party by party."""
        total: int | None = 0
        bound = 0
        orders: Orders = {}
        for party in range(self.conflict.n_parties):
            # One part more than there are to come, so that something is left for what follows.
            aside = self.budget.part(1 + parts - party)
            cost, least, order = self._part(party, state, concept, aside)
            self.budget.join(aside)
            if least is None:
                return RankChange(state, None, None, {})
            weight = int(self.units[party].price * self.scale) if party in self.units else 0
            bound += weight * least
            total = None if total is None or cost is None else total + weight * cost
            if party in self.units:
                orders[party] = order
        return RankChange(state, total, bound, orders)

    def _part(self, party: int, state: int, concept: str, budget: Budget) -> NearestOrder:
        asked = temptations(self.conflict, party, state, concept)
        rank = self.conflict.ranks[party]
        units = self.units.get(party)
        nothing = np.empty(0, dtype=np.int64) if units is None else units.level
        if all(
            rank[target] <= rank[state]
            or any(max(rank[list(answer)]) <= rank[state] for answer in answers)
            for target, answers in asked
        ):
            return 0, 0, nothing
        if units is None or not units.run_of(state).size:
            return None, None, nothing
        return least_labels(units, state, asked, budget)

    def holds(self, proposal: RankChange) -> bool:
        """Ask the stability lens whether the orders proposed make the state hold."""
        after = changed(self.conflict, self.units, proposal.orders)
        return bool(stability(after, (self.concept,)).equilibria[self.concept][proposal.state])


def _result(
    search: _RankSearch,
    states: tuple[int, ...],
    proposals: list[RankChange],
    parameters: dict[str, object],
) -> LeastChange:
    """Pick the cheapest proposal, confirm it, and say how far it is proved."""
    parameters = {
        "free": sorted(search.units),
        "price": {party: float(unit.price) for party, unit in search.units.items()},
        **parameters,
    }
    unit = 2 * search.scale
    bounds = [p.bound for p in proposals if p.bound is not None]
    priced = [p for p in proposals if p.cost is not None]
    if not priced:
        return LeastChange(
            search.conflict, states, search.concept, "ranks",
            "none found" if bounds else "impossible", METHOD,
            bound=min(bounds) / unit if bounds else None, parameters=parameters,
        )  # fmt: skip
    best = min(priced, key=lambda p: p.cost or 0)
    if not search.holds(best):
        raise SolveError(
            f"the change found for state {best.state + 1} does not stand up to the stability lens; "
            "please report this conflict"
        )
    cost, bound = best.cost or 0, min(bounds)
    shifts = (shift_of(party, search.units[party], o) for party, o in sorted(best.orders.items()))
    return LeastChange(
        search.conflict, states, search.concept, "ranks",
        "optimal" if bound >= cost else "best found", METHOD,
        best.state, cost / unit, bound / unit, tuple(shift for shift in shifts if shift.cost),
        changed(search.conflict, search.units, best.orders), parameters=parameters,
    )  # fmt: skip
