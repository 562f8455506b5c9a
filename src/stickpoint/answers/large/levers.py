"""Case by blocks → what order of wants would make each settlement hold, as all levers are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from stickpoint.answers.large.reordered import Reordered, Turned
from stickpoint.answers.large.spoken import place, window
from stickpoint.answers.levers import believed
from stickpoint.answers.levers.prices import swap_prices
from stickpoint.answers.levers.ranks import LeastChanges, refuse_unsettling
from stickpoint.case.model.case import Case
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.ranks.result import LeastChange, Reorder
from stickpoint.solve.levers.ranks.units import check_terms
from stickpoint.solve.levers.ranks.wants import METHOD, reorder

LEFT_OUT = "left out"


def as_change(one: Turned, cost: float = 1.0) -> Reorder:
    """Return an order of one party's wants as a change, at what each swap costs."""
    return reorder(one.party, one.order, cost)


@dataclass(frozen=True, eq=False)
class LeversByBlocks:
    """What the nearest orders of one party's wants would do, among states that are not kept.

    Parameters
    ----------
    case : Case
    terms : tuple of str
        The settlements to make hold; all if empty.
    concept : str
    given : mapping of str to float
        Prices of a swap, as `levers` takes them.
    """

    case: Case
    terms: tuple[str, ...]
    concept: str
    given: Mapping[str, float]

    @cached_property
    def tried(self) -> Reordered:
        """The orders that were judged."""
        return Reordered(self.case, self.concept, self.terms)

    @cached_property
    def conflict(self) -> Conflict:
        """The states that are spoken of."""
        tried = self.tried
        states = [state for state in tried.holding.values() if state is not None]
        states += [low for low, _ in tried.places.values()]
        found = (one for row in tried.settling.values() for one in row if one is not None)
        spoken = [*states, *(one.state for one in found)]
        return window(self.case, tried.cube, tried.nature, tried.now, spoken)

    @cached_property
    def outcomes(self) -> tuple[LeastChanges, ...]:
        """For each way to settle what would make it hold."""
        if self.case.settled is None:
            return ()
        known = tuple(self.tried.lowest)
        refuse_unsettling(self.case, known, self.terms)
        for name in self.terms:
            check_terms(known, name)
        return tuple(self._outcome(name) for name in self.tried.places)

    def _outcome(self, name: str) -> LeastChanges:
        tried, prices = self.tried, swap_prices(self.case, self.given)
        here = (place(self.conflict, tried.nature, tried.places[name][0]),)
        told = partial(LeastChange, self.conflict, here, self.concept, method="by blocks")
        state, wants = tried.holding[name], tuple[LeastChange, ...]()
        ranks = told(of="ranks", proof=LEFT_OUT)
        if state is not None:
            at = place(self.conflict, tried.nature, state)
            ranks = told(of="ranks", proof="optimal", state=at, cost=0.0, bound=0.0)
        else:
            costs = [prices[party.id].value for party in self.case.parties]
            wants = tuple(
                self._of_party(name, party, one, costs[party])
                for party, one in enumerate(tried.settling[name])
            )
        rest = [told(of=kind, proof=LEFT_OUT) for kind in ("options", "additions")]
        return LeastChanges(
            name, self.concept, self.case, ranks, wants, rest[0], rest[1], prices,
            believed.NOT_ASKED, 1 << len(self.case.options),
        )  # fmt: skip

    def _of_party(self, name: str, party: int, one: Turned | None, cost: float) -> LeastChange:
        """Return the nearest order of a party's wants that makes terms hold, as `least_reorder`."""
        tried = self.tried
        told = partial(
            LeastChange, self.conflict,
            (place(self.conflict, tried.nature, tried.places[name][0]),), self.concept, "wants",
            method=METHOD, parameters={"party": party, "price": cost, "limit": tried.limit},
        )  # fmt: skip
        if one is None:
            is_sure = tried.all_tried(party) or not tried.could_hold(party, name)
            return told("impossible" if is_sure else "none found")
        at, spent = place(self.conflict, tried.nature, one.state), one.swaps * cost
        made = (as_change(one, cost),)
        return told("optimal", state=at, cost=spent, bound=spent, changes=made)
