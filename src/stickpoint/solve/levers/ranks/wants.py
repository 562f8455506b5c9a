"""Statements of one party → the nearest other order of them that makes an outcome hold.

A party that is ranked by statements, most important first, has few of them. So the orders are tried
by their distance from the given one, nearest first, and the stability lens judges each; the first
that holds is least.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.ranks import by_statements
from stickpoint.logic import Formula
from stickpoint.solve.levers.ranks.result import LeastChange, Reorder
from stickpoint.solve.levers.ranks.target import check_concept, check_target
from stickpoint.solve.levers.ranks.units import Price, levels, price_of
from stickpoint.solve.stability.engine.walk import check_parties
from stickpoint.solve.stability.sanctions import stability

METHOD = "orders of statements, nearest first, each judged by the stability lens"


def least_reorder(
    conflict: Conflict,
    party: int,
    statements: Sequence[Formula],
    target: int | str | Collection[int],
    concept: str = "seq",
    *,
    price: Price = 1,
    limit: int = 5_000,
) -> LeastChange:
    """Find the least change in the order of one party's statements.

    The conflict is in option form and ranks by these statements, most important first, as far as
    the party goes. That two of them next to each other change places costs ``price``. At most
    ``limit`` orders are tried; all of m statements are m!.

    Examples
    --------
    >>> talks = ("not", ("option", 0))
    >>> dilemma = Conflict.from_options([0, 1], [[1, 0, 3, 2], [2, 3, 0, 1]])
    >>> least_reorder(dilemma, 0, [("option", 1), talks], 2, "nash").proof
    'impossible'
    """
    check_concept(concept)
    states = check_target(conflict, target)
    check_parties(conflict, [party])
    if conflict.codes is None:
        raise ModelError("this conflict is an explicit graph; statements need options")
    given = by_statements(statements, conflict.codes)
    if not np.array_equal(levels(conflict.ranks[party]), given):
        raise ModelError(f"these statements do not give the ranks of {conflict.parties[party]}")
    cost = float(price_of(price, party))
    parameters = {"party": party, "price": cost, "limit": limit}
    judge = _Judge(conflict, party, statements, states, concept, parameters)
    if not judge.could_hold():
        return judge.told("impossible")
    for tried, (swaps, order) in enumerate(nearest_orders(len(statements))):
        if tried == limit:
            return judge.told("none found", bound=swaps * cost)
        state = judge.state(order)
        if state is not None:
            changes = (_reorder(party, order, cost),) if swaps else ()
            return judge.told("optimal", state, swaps * cost, changes, judge.after(order))
    return judge.told("impossible")


def nearest_orders(size: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """List the orders of 0 … size − 1 by the swaps of neighbours that they are away, nearest first.

    Examples
    --------
    >>> list(nearest_orders(3))[:4]
    [(0, (0, 1, 2)), (1, (0, 2, 1)), (1, (1, 0, 2)), (2, (1, 2, 0))]
    """
    layer = {tuple(range(size))}
    swaps = 0
    while layer:
        for order in sorted(layer):
            yield swaps, order
        # One swap more: exchange neighbours that still stand as they were given.
        layer = {
            (*order[:k], order[k + 1], order[k], *order[k + 2 :])
            for order in layer
            for k in range(size - 1)
            if order[k] < order[k + 1]
        }
        swaps += 1


@dataclass(eq=False)
class _Judge:
    """Whether some target holds after a reordering; equal rankings are judged once."""

    conflict: Conflict
    party: int
    statements: Sequence[Formula]
    states: tuple[int, ...]
    concept: str
    parameters: Mapping[str, object]
    seen: set[bytes] = field(default_factory=set)

    def could_hold(self) -> bool:
        """Tell whether the others would stay, as far as this party's wishes do not bear on that."""
        if self.concept in ("seq", "sseq"):
            return True
        others = [j for j in range(self.conflict.n_parties) if j != self.party]
        stable = stability(self.conflict, (self.concept,)).stable[self.concept][others]
        return bool(stable[:, list(self.states)].all(axis=0).any())

    def after(self, order: tuple[int, ...]) -> Conflict:
        """Return the conflict with the statements in another order."""
        assert self.conflict.codes is not None
        ranks = self.conflict.ranks.copy()
        ranks[self.party] = by_statements([self.statements[k] for k in order], self.conflict.codes)
        return replace(self.conflict, ranks=ranks)

    def state(self, order: tuple[int, ...]) -> int | None:
        """Return a target state that holds under this order; None where there is none."""
        after = self.after(order)
        key = after.ranks[self.party].tobytes()
        if key in self.seen:
            return None
        self.seen.add(key)
        held = stability(after, (self.concept,)).equilibria[self.concept]
        return next((state for state in self.states if held[state]), None)

    def told(
        self,
        proof: str,
        state: int | None = None,
        bound: float | None = None,
        changes: tuple[Reorder, ...] = (),
        after: Conflict | None = None,
    ) -> LeastChange:
        """Put an answer together; what was found costs no more than its bound."""
        cost = None if state is None else bound
        return LeastChange(
            self.conflict, self.states, self.concept, "wants", state, cost, bound, changes,
            proof, after, METHOD, parameters=self.parameters,
        )  # fmt: skip


def _reorder(party: int, order: tuple[int, ...], cost: float) -> Reorder:
    swaps = tuple(
        (up, down) for place, up in enumerate(order) for down in order[place + 1 :] if up > down
    )
    return Reorder(party, tuple(range(len(order))), order, swaps, cost * len(swaps))
