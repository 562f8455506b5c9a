"""How many orders of chosen parties make a state hold: counted exactly, listed one at a time.

A question about orders is split only where the answer hangs on it: a partial order is kept for each
party, the state is judged with every open pair read against it and again in its favour, and where
the two differ one open pair is put either way. A branch settled in favour counts with its linear
extensions. Under Nash, GMR and SMR only the set above the state matters, so those are counted by
its size: a set of k out of m stands for k!·(m − 1 − k)! orders.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import comb, factorial, prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.ranks.partial import Partial, decide, extensions, listed
from stickpoint.solve.levers.ranks.units import (
    Free,
    Temptation,
    Units,
    check_concept,
    levels,
    temptations,
    units_of,
)
from stickpoint.solve.result import Result
from stickpoint.solve.stability.engine.walk import check_state

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Profiles(Result):
    """The strict orders of chosen states, one order a party, that make a state hold.

    Iterate to get them one at a time, each as ranks of shape (parties, states).

    Attributes
    ----------
    conflict : Conflict
    state : int
    concept : str
    count : int
        How many make the state hold; exact.
    total : int
        How many there are.
    """

    _about = "conflict"

    conflict: Conflict
    state: int
    concept: str
    count: int
    total: int
    units: Mapping[int, Units]

    @property
    def share(self) -> float:
        """Which part of all profiles makes the state hold."""
        return self.count / self.total

    def __iter__(self) -> Iterator[NDArray[np.int32]]:
        """Return the profiles one at a time, none twice."""
        for leaf in decide(self.conflict, self.units, self.state, self.concept):
            every = [_orders(leaf[party], unit) for party, unit in self.units.items()]
            for orders in product(*every):
                ranks = self.conflict.ranks.copy()
                for party, order in zip(self.units, orders, strict=True):
                    ranks[party] = order[self.units[party].unit_of]
                yield ranks

    def table(self) -> pd.DataFrame:
        """Return one row: the state, how many orders make it hold, of how many."""
        import pandas as pd

        counted = {"orders": [self.count], "of": [self.total], "share": [self.share]}
        return pd.DataFrame(counted, index=pd.Index([self.state + 1], name="state"))

    def __repr__(self) -> str:
        """Say how many of how many."""
        return f"<Profiles: {self.count:,} of {self.total:,} hold state {self.state + 1}>"


def profiles(
    conflict: Conflict, state: int, concept: str = "seq", *, free: Free = None
) -> Profiles:
    """Count the orders that make a state an equilibrium.

    Every free state gets a rank of its own, as in the open tool: m free states in a row have m!
    orders, whether or not they are tied now. All else stays as it is.

    Parameters
    ----------
    conflict : Conflict
    state : int
    concept : str
        nash, gmr, smr, seq or sseq.
    free : collection of int, or mapping of int to states, optional
        Whose orders vary, and over which states; everybody's and all if left out. Free states
        change places only if no fixed one is ranked between or level with them.

    Returns
    -------
    Profiles
        ``count`` of ``total``; iterate for the profiles themselves.

    Raises
    ------
    ModelError
        A state, party or concept that does not exist.

    Notes
    -----
    Nash, GMR, SMR: at most one step for each set of answers that can still matter, in practice far
    below 2^m. SEQ, SSEQ: one step for each way to settle the pairs that matter; the linear
    extensions of each are counted over the ideals of its connected parts.

    Examples
    --------
    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> profiles(dilemma, 3, "nash", free=[0])
    <Profiles: 0 of 24 hold state 4>
    >>> profiles(dilemma, 3, "nash").count
    144
    """
    check_concept(concept)
    check_state(conflict, state)
    units = units_of(conflict, free, 1, "split")
    total = prod(factorial(len(members)) for unit in units.values() for members in unit.runs())
    if concept in ("seq", "sseq"):
        count = sum(
            prod(extensions(leaf[party], unit) for party, unit in units.items())
            for leaf in decide(conflict, units, state, concept)
        )
    else:
        count = prod(
            _count_above(conflict, party, state, concept, units.get(party))
            for party in range(conflict.n_parties)
        )
    return Profiles(conflict, state, concept, count, total, units)


def _orders(partial: Partial, units: Units) -> Iterator[NDArray[np.int64]]:
    """Return all full orders of one party that a settled branch stands for."""
    runs = units.runs()
    places = units.level * units.level.size
    for arranged in product(*(listed(partial, members) for members in runs)):
        order = places.copy()
        for members, best_first in zip(runs, arranged, strict=True):
            lowest = places[members].min()
            for height, unit in enumerate(reversed(best_first)):
                order[unit] = lowest + height
        yield levels(order)


def _count_above(
    conflict: Conflict, party: int, state: int, concept: str, units: Units | None
) -> int:
    """Count one party's orders under which the state is stable for it (Nash, GMR, SMR)."""
    asked = temptations(conflict, party, state, concept)
    if units is None:
        return int(_clauses(asked, conflict.ranks[party], state, set()) is not None)
    run = units.run_of(state).tolist()
    movable = {units.states(unit)[0] for unit in run} - {state}
    clauses = _clauses(asked, conflict.ranks[party], state, movable)
    if clauses is None:
        return 0
    rest = prod(factorial(len(members)) for members in units.runs())
    if not run:
        return rest
    matter = sorted({t for clause in clauses for answer in clause for t in answer})
    by_size = _sets_by_size(frozenset(clauses), tuple(matter))
    spare = len(movable) - len(matter)
    orders = sum(
        sets * comb(spare, low - below) * factorial(low) * factorial(len(movable) - low)
        for below, sets in enumerate(by_size)
        for low in range(below, below + spare + 1)
    )
    return orders * (rest // factorial(len(run)))


Clause = frozenset[frozenset[int]]


def _clauses(
    asked: Sequence[Temptation], rank: NDArray[np.int32], state: int, movable: Collection[int]
) -> list[Clause] | None:
    """Reduce what must hold to the movable states: in each clause some set must lie all below.

    None where something fixed fails already.
    """
    result = []
    for target, answers in asked:
        sets = set()
        for states in ((target,), *answers):
            if all(t in movable or rank[t] <= rank[state] for t in states):
                sets.add(frozenset(t for t in states if t in movable))
        if not sets:
            return None
        if frozenset() not in sets:
            least = {one for one in sets if not any(other < one for other in sets)}
            result.append(frozenset(least))
    return result


def _sets_by_size(clauses: frozenset[Clause], states: tuple[int, ...]) -> list[int]:
    """Count the subsets "below" of some states that satisfy all clauses, by their size.

    A decision diagram without the diagram: each state in turn is put above or below, and equal
    questions are answered once.
    """

    @cache
    def count(left: frozenset[Clause], place: int) -> tuple[int, ...]:
        size = len(states) - place
        if not left:
            return tuple(comb(size, k) for k in range(size + 1))
        if any(not clause for clause in left):
            return (0,) * (size + 1)
        t = states[place]
        without = (frozenset(one for one in clause if t not in one) for clause in left)
        above = count(frozenset(without), place + 1)
        kept = [frozenset(one - {t} for one in clause) for clause in left]
        below = count(frozenset(c for c in kept if frozenset() not in c), place + 1)
        return tuple(
            (above[k] if k < size else 0) + (below[k - 1] if k else 0) for k in range(size + 1)
        )

    return list(count(clauses, 0))
