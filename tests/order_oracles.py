"""Uncertain orders, slowly and literally: the twins of ``solve/stability/orders``.

Nothing here imports stickpoint or numpy. A line of wants is the set of states in which it holds; a
reading of a party is a list of lines and the pairs of them of which it is known that the first
counts for more; a party has one reading for each who has put its order in writing.

References
----------
.. [BW91] G. Brightwell, P. Winkler, 1991, Counting linear extensions, Order 8, 225-242.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations, product
from math import prod

import oracles
from oracles import Arcs, Ranks

Line = set[int]
Before = Sequence[tuple[int, int]]
Reading = tuple[Sequence[Line], Before]
Readings = Mapping[int, Sequence[Reading]]


def linear_extensions(n: int, before: Before) -> list[tuple[int, ...]]:
    """List the orders of n lines in which no line stands before one that it is known to follow."""
    return [
        order
        for order in permutations(range(n))
        if all(order.index(first) < order.index(then) for first, then in before)
    ]


def ranks_by(lines: Sequence[Line], n_states: int) -> list[int]:
    """Rank states by lines, most important first: the first in which two differ decides."""
    holds = [tuple(s in line for line in lines) for s in range(n_states)]
    return [sorted(set(holds)).index(signs) for signs in holds]


def orders_of(
    readings: Sequence[Reading], n_states: int
) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    """List every order of one party as ranks, with its weight: each reading counts as much."""
    for lines, before in readings:
        found = linear_extensions(len(lines), before)
        for order in found:
            ranks = ranks_by([lines[k] for k in order], n_states)
            yield tuple(ranks), Fraction(1, len(readings) * len(found))


def shares(
    arcs: Arcs, ranks: Ranks, readings: Readings, concept: str
) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Return in what share of the orders each party stays in each state, and all stay in it.

    The orders of different parties are independent of one another.
    """
    n_states = len(ranks[0])
    every = [
        [*orders_of(readings[i], n_states)] if i in readings else [(tuple(row), Fraction(1))]
        for i, row in enumerate(ranks)
    ]
    stays = [[Fraction(0)] * n_states for _ in ranks]
    holds = [Fraction(0)] * n_states
    for profile in product(*every):
        weight = prod(part for _, part in profile)
        stable = oracles.CONCEPTS[concept](arcs, [list(row) for row, _ in profile])
        for s in range(n_states):
            for i, states in enumerate(stable):
                stays[i][s] += weight * (s in states)
            holds[s] += weight * all(s in states for states in stable)
    return stays, holds


def preferred(readings: Sequence[Reading], n_states: int, t: int, s: int) -> Fraction:
    """Return with what chance a party ranks one state above another."""
    orders = orders_of(readings, n_states)
    return sum((weight for row, weight in orders if row[t] > row[s]), Fraction(0))


def least_swaps_of_lines(
    arcs: Arcs, ranks: Ranks, party: int, lines: Sequence[Line], state: int, concept: str
) -> int:
    """Count the fewest swaps of neighbouring lines of a party that turn it whether a state holds.

    That is, of all orders of the lines under which it is otherwise, those with the fewest pairs
    the other way round; -1 if there are none.
    """

    def judged(order: Sequence[int]) -> bool:
        row = ranks_by([lines[k] for k in order], len(ranks[0]))
        changed = [row if i == party else other for i, other in enumerate(ranks)]
        return all(state in states for states in oracles.CONCEPTS[concept](arcs, changed))

    before = judged(range(len(lines)))
    found = [
        sum(order[a] > order[b] for a in range(len(order)) for b in range(a + 1, len(order)))
        for order in permutations(range(len(lines)))
        if judged(order) != before
    ]
    return min(found, default=-1)
