"""The statements of one party → the nearest other order of them under which a verdict is otherwise.

`wants` asks for the nearest order under which a state holds; this asks for the nearest under which
it holds if it does not now, or does not if it does. So it says how firmly the verdict stands on the
order in which the statements were written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from stickpoint.graph.conflict import Conflict
from stickpoint.logic import Formula
from stickpoint.solve.levers.ranks.units import check_concept
from stickpoint.solve.levers.ranks.wants import JudgedOrders, nearest_orders
from stickpoint.solve.stability.engine.walk import check_parties, check_state

MOST_SWAPS = 3
"""So many swaps of neighbours are tried in one party's order, at most."""
MOST_TRIED = 400
"""So many orders of one party are judged, at most, if not told otherwise."""


@dataclass(frozen=True)
class Flips:
    """The nearest orders of one party's statements under which a state's verdict is otherwise.

    Attributes
    ----------
    party : int
    orders : tuple of tuple of int
        All at the same distance: places of the statements in the given list, most important first.
        Empty if none was found.
    swaps : int
        How many swaps of neighbours they are away; where none was found, how many were tried, so
        that it would take more; 0 if one would already have been too much to try.
    is_never : bool
        Whether no order of the statements at all would do it.
    """

    party: int
    orders: tuple[tuple[int, ...], ...]
    swaps: int
    is_never: bool = False


def least_flips(
    conflict: Conflict,
    party: int,
    statements: Sequence[Formula],
    state: int,
    concept: str = "seq",
    *,
    most: int = MOST_SWAPS,
    tries: int = MOST_TRIED,
) -> Flips:
    """Find how few swaps in the order of a party's statements turn a state's verdict round.

    Parameters
    ----------
    conflict : Conflict
        In option form, ranked by these statements as far as ``party`` goes.
    party : int
    statements : sequence of Formula
        Most important first.
    state : int
        Of which it is asked whether all parties stay in it.
    concept : str
        nash, gmr, smr, seq or sseq.
    most : int
        How many swaps of neighbours are tried at most.
    tries : int
        How many orders are judged at most; those at one distance all or none.

    Returns
    -------
    Flips

    Raises
    ------
    ModelError
        A party, state or concept that does not exist.

    Notes
    -----
    The number of swaps is Kendall's distance of two orders. All orders at one distance are judged
    before any at the next, and each order of the states once.

    Examples
    --------
    Somebody who can have one of two things, and would have the first, has it under Nash until the
    two change places:

    >>> either = Conflict.from_options([0, 0], [[0, 2, 1]], infeasible=[3])
    >>> least_flips(either, 0, [("option", 0), ("option", 1)], 1, "nash").orders
    ((1, 0),)
    """
    check_concept(concept)
    check_state(conflict, state)
    check_parties(conflict, [party])
    size, tried = len(statements), 0
    if size > max(tries, 1):  # not even the nearest may be tried
        return Flips(party, (), 0)
    judged = JudgedOrders(conflict, party, statements, concept)
    last = size * (size - 1) // 2
    given = tuple(range(size))
    now = judged.is_new(given) and judged.first_held(given, [state])
    found: list[tuple[int, ...]] = []
    for swaps, layer in groupby(nearest_orders(size), key=itemgetter(0)):
        tried += _at_distance(size, swaps)
        if swaps > most or tried > max(tries, 1):
            return Flips(party, (), swaps - 1)
        for _, order in layer:
            if judged.is_new(order) and judged.first_held(order, [state]) != now:
                found.append(order)
        if found:
            return Flips(party, tuple(found), swaps)
    return Flips(party, (), last, is_never=True)


def _at_distance(size: int, swaps: int) -> int:
    """Count the orders of so many things that are so many swaps of neighbours away from one.

    >>> [_at_distance(4, swaps) for swaps in range(7)]
    [1, 3, 5, 6, 5, 3, 1]
    """
    ways = [1] + [0] * swaps
    for k in range(1, size):
        ways = [sum(ways[max(0, at - k) : at + 1]) for at in range(swaps + 1)]
    return ways[swaps]
