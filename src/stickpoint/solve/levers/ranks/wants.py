"""Statements of one party → the nearest other order of them that makes an outcome hold.

A party that is ranked by statements, most important first, has few of them. So the orders are tried
by their distance from the given one, nearest first, and the stability lens judges each; the first
that holds is least.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.ranks import by_statements, by_truth
from stickpoint.logic import Formula, evaluate
from stickpoint.solve.levers.ranks.result import LeastChange, Reorder
from stickpoint.solve.levers.ranks.units import Price, check_concept, check_target, levels, price_of
from stickpoint.solve.stability.engine.walk import check_parties
from stickpoint.solve.stability.sanctions import OneByOne, stability

METHOD = "orders of statements, nearest first, each judged by the stability lens"


def least_reorder(  # noqa: PLR0913 – a question has many parts, all but five by name
    conflict: Conflict,
    party: int,
    statements: Sequence[Formula],
    target: int | str | Collection[int],
    concept: str = "seq",
    *,
    price: Price = 1,
    limit: int = 5_000,
    judged: JudgedOrders | None = None,
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
    judged : JudgedOrders, optional
        Of the same conflict, party, statements and concept, where other targets were asked about.

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
    check_parties(conflict, [party])
    if conflict.codes is None:
        raise ModelError("this conflict is an explicit graph; statements need options")
    given = by_statements(statements, conflict.codes)
    if not np.array_equal(levels(conflict.ranks[party]), given):
        raise ModelError(f"these statements do not give the ranks of {conflict.parties[party]}")
    cost = float(price_of(price, party))
    told = partial(
        LeastChange, conflict, states, concept, "wants",
        parameters={"party": party, "price": cost, "limit": limit},
    )  # fmt: skip
    if not _could_hold(conflict, party, states, concept):
        return told("impossible", METHOD)
    every = judged or JudgedOrders(conflict, party, statements, concept)
    for tried, (swaps, order) in enumerate(nearest_orders(len(statements))):
        if tried == limit:
            return told("none found", METHOD, bound=swaps * cost)
        state = every.first_held(order, states) if every.is_new(order) else None
        if state is not None:
            changes = (reorder(party, order, cost),) if swaps else ()
            spent = swaps * cost
            return told("optimal", METHOD, state, spent, spent, changes, every.after(order))
    return told("impossible", METHOD)


class JudgedOrders:
    """Where a conflict would hold by orders of one party's statements, each judged once at most.

    Whoever asks about several targets asks one of them: what holds does not hang on the target.
    ``held`` returns where it holds as things stand, (states,), for whoever knows.
    """

    def __init__(
        self,
        conflict: Conflict,
        party: int,
        statements: Sequence[Formula],
        concept: str,
        held: Callable[[], NDArray[np.bool_]] | None = None,
    ) -> None:
        self._conflict, self._party, self._concept = conflict, party, concept
        self._statements = tuple(statements)
        self._truth: list[NDArray[np.bool_]] = []
        self._ranks: dict[tuple[int, ...], bytes] = {}
        self._first: dict[bytes, tuple[int, ...]] = {}
        self._stay: dict[tuple[int, ...], tuple[int, NDArray[np.bool_]]] = {}
        """By an order, how many parties were asked, and where all those stay."""
        self._latest: tuple[tuple[int, ...], Conflict] | None = None
        self._judged: OneByOne | None = None
        self._held = held
        self._asked = [party, *(k for k in range(conflict.n_parties) if k != party)]

    def is_new(self, order: tuple[int, ...]) -> bool:
        """Tell whether no order that was asked about before gave the same ranks."""
        if order not in self._ranks:
            self._ranks[order] = sha256(self._own(order).tobytes()).digest()
        return self._first.setdefault(self._ranks[order], order) == order

    def first_held(self, order: tuple[int, ...], states: Sequence[int]) -> int | None:
        """Return the first of some states that holds by an order; None where none does."""
        if self._held is not None and order == tuple(range(len(self._statements))):
            held = self._held()
            return next((state for state in states if held[state]), None)
        asked, stay = self._stay.get(order, (0, None))
        while True:
            left = [state for state in states if stay is None or stay[state]]
            # Most orders are done with once the first of the parties leaves.
            if not left or asked == len(self._asked):
                return left[0] if left else None
            own = self._staying(self._asked[asked], order)
            asked, stay = asked + 1, own.copy() if stay is None else stay & own
            self._stay[order] = asked, stay

    def _staying(self, party: int, order: tuple[int, ...]) -> NDArray[np.bool_]:
        """Return where a party stays by an order of the statements, (states,)."""
        after = self.after(order)
        self._judged = self._judged or OneByOne(after, self._concept)
        return self._judged.stays(party)

    def after(self, order: tuple[int, ...]) -> Conflict:
        """Return the conflict with the statements in another order."""
        if self._latest is not None and self._latest[0] == order:
            return self._latest[1]
        ranks = self._conflict.ranks.copy()
        ranks[self._party] = self._own(order)
        found = replace(self._conflict, ranks=ranks)
        self._latest, self._judged = (order, found), None
        return found

    def _own(self, order: tuple[int, ...]) -> NDArray[np.int32]:
        """Return the party's ranks by an order of its statements, (states,)."""
        codes = self._conflict.codes
        assert codes is not None, "refused at the beginning"
        # Every order asks where the same statements hold.
        self._truth = self._truth or [evaluate(one, codes) for one in self._statements]
        return by_truth([self._truth[k] for k in order], codes.size)


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


def _could_hold(conflict: Conflict, party: int, states: tuple[int, ...], concept: str) -> bool:
    """Tell whether the others would stay, as far as this party's wishes do not bear on that."""
    if concept in ("seq", "sseq"):
        return True
    others = [j for j in range(conflict.n_parties) if j != party]
    stable = stability(conflict, (concept,)).stable[concept][others]
    return bool(stable[:, list(states)].all(axis=0).any())


def reorder(party: int, order: tuple[int, ...], cost: float) -> Reorder:
    """Return an order of a party's statements as a change, at what each swap costs."""
    swaps = tuple(
        (up, down) for place, up in enumerate(order) for down in order[place + 1 :] if up > down
    )
    return Reorder(party, tuple(range(len(order))), order, swaps, cost * len(swaps))
