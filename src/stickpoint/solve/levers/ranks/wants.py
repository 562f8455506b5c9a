"""Statements of one party → the nearest other order of them that makes an outcome hold.

A party that is ranked by statements, most important first, has few of them. So the orders are tried
by their distance from the given one, nearest first, and the stability lens judges each; the first
that holds is least.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.ranks import by_statements
from stickpoint.logic import Formula
from stickpoint.solve.levers.ranks.result import LeastChange, Reorder
from stickpoint.solve.levers.ranks.target import check_concept, check_target
from stickpoint.solve.levers.ranks.units import Price, price_of
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

    Parameters
    ----------
    conflict : Conflict
        In option form, ranked by these statements as far as ``party`` goes.
    party : int
    statements : sequence of Formula
        Most important first.
    target : int, collection of int, or str
        A state, some states of which one is to hold, or the name of terms.
    concept : str
        nash, gmr, smr, seq or sseq.
    price : float or mapping of int to float
        What it costs that two statements next to each other change places.
    limit : int
        The most orders to try; all of m statements are m!.

    Returns
    -------
    LeastChange
        With one `Reorder`, or none where the outcome holds already.

    Raises
    ------
    ModelError
        A party, state or concept that does not exist; states without options; statements that do
        not give the party's ranks.

    Examples
    --------
    >>> talks = ("not", ("option", 0))
    >>> dilemma = Conflict.from_options([0, 1], [[1, 0, 3, 2], [2, 3, 0, 1]])
    >>> least_reorder(dilemma, 0, [("option", 1), talks], 2, "nash").proof
    'impossible'
    """
    check_concept(concept)
    states = check_target(conflict, target)
    if not 0 <= party < conflict.n_parties:
        raise ModelError(f"party {party} found; expected 0 to {conflict.n_parties - 1}")
    if conflict.codes is None:
        raise ModelError("this conflict is an explicit graph; statements need options")
    given = by_statements(statements, conflict.codes)
    if not np.array_equal(np.unique(conflict.ranks[party], return_inverse=True)[1], given):
        raise ModelError(f"these statements do not give the ranks of {conflict.parties[party]}")
    cost = float(price_of(price, party))
    parameters = {"party": party, "price": cost, "limit": limit}
    judge = _Judge(conflict, party, statements, states, concept, parameters)
    if not judge.could_hold:
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


class _Judge:
    """Whether some target holds after a reordering; equal rankings are judged once."""

    def __init__(
        self,
        conflict: Conflict,
        party: int,
        statements: Sequence[Formula],
        states: tuple[int, ...],
        concept: str,
        parameters: Mapping[str, object],
    ) -> None:
        self.conflict = conflict
        self.party = party
        self.statements = statements
        self.states = list(states)
        self.concept = concept
        self.parameters = parameters
        self.seen: set[bytes] = set()
        # Nobody else's stability depends on this party's wishes under these three.
        self.could_hold = True
        if concept in ("nash", "gmr", "smr"):
            others = [j for j in range(conflict.n_parties) if j != party]
            stable = stability(conflict, (concept,)).stable[concept][others]
            self.could_hold = bool(stable[:, self.states].all(axis=0).any())

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
        held = stability(after, (self.concept,)).equilibria[self.concept][self.states]
        return self.states[int(held.argmax())] if held.any() else None

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
            self.conflict, tuple(self.states), self.concept, "wants", state, cost, bound, changes,
            proof, after, METHOD, parameters=self.parameters,
        )  # fmt: skip


def _reorder(party: int, order: tuple[int, ...], cost: float) -> Reorder:
    swaps = tuple(
        (up, down) for place, up in enumerate(order) for down in order[place + 1 :] if up > down
    )
    return Reorder(party, tuple(range(len(order))), order, swaps, cost * len(swaps))
