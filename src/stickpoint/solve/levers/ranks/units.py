"""What is asked for, what may be moved in each order for it, and at what price."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.ranks.result import RankGroups, RankShift
from stickpoint.solve.stability.engine.walk import Walks, check_parties, check_state
from stickpoint.solve.stability.sanctions import CONCEPTS

Temptation = tuple[int, tuple[tuple[int, ...], ...]]
"""Where a party could move to its gain, and the sets of states that would take the gain away."""


def check_target(conflict: Conflict, target: int | str | Collection[int]) -> tuple[int, ...]:
    """Read a target: a state, some states of which one is to hold, or the name of terms."""
    if isinstance(target, str):
        check_terms(conflict.terms, target)
        here = conflict.terms_index == conflict.terms.index(target)
        return tuple(np.flatnonzero(here).tolist())
    states = (target,) if isinstance(target, int | np.integer) else tuple(target)
    if not states:
        raise ModelError("the target is empty; name at least one state")
    for state in states:
        check_state(conflict, state)
    return tuple(sorted({int(state) for state in states}))


def check_terms(known: Collection[str], name: str) -> None:
    """Refuse a name that none of the terms has."""
    if name not in known:
        told = ", ".join(map(repr, known)) or "none"
        raise ModelError(f"no terms are called {name!r}; this conflict has {told}")


def check_concept(concept: str) -> None:
    """Refuse a concept that has no inverse here."""
    if concept not in CONCEPTS:
        raise ModelError(f"unknown concept {concept!r}; expected one of {', '.join(CONCEPTS)}")


def temptations(conflict: Conflict, party: int, state: int, concept: str) -> list[Temptation]:
    """List a party's moves from a state, each with what would take the gain away.

    A move to s₁ is answered by a tuple of states if the party ranks none of them above ``state``:
    (s₂,) under GMR and SEQ, (s₂, and all in R_i(s₂)) under SMR and SSEQ, for each s₂ that the
    others reach from s₁ by legal sequences of moves. Under Nash nothing answers. For SEQ and SSEQ
    this is what has to hold at least, whatever the others like.
    """
    moves = [int(t) for t in conflict.moves_from(party, state)]
    if concept == "nash":
        return [(t, ()) for t in moves]
    ways = Walks.of(conflict, improving=False)
    rest = [j for j in range(conflict.n_parties) if j != party]
    symmetric = concept in ("smr", "sseq")
    result = []
    for t in moves:
        ends = np.flatnonzero(ways.walk(t, rest).reached).tolist()
        result.append((t, tuple(losses(conflict, party, end, symmetric) for end in ends)))
    return result


def losses(conflict: Conflict, party: int, end: int, symmetric: bool) -> tuple[int, ...]:
    """List the states that must all be no gain for a sanction that ends here to count."""
    back = conflict.moves_from(party, end).tolist() if symmetric else []
    return (end, *back)


Free = Mapping[int, Collection[int] | None] | Collection[int] | None
Price = Mapping[int, float] | float
Orders = dict[int, NDArray[np.int64]]

FINEST, DEAREST = 10_000, 1_000_000
"""Prices are whole parts of one, and bounded, so that costs fit the solver's whole numbers."""

REVERSED, PARTED = 2, 1
"""Cost in half swaps: a pair put in the opposite order, a tied pair put in order."""


@dataclass(frozen=True, eq=False)
class Units:
    """What may change in one party's order, at which ``price`` for a swap.

    ``unit_of`` is the unit of each state (states,), worst first; ``level`` the rank of each unit
    (units,), ascending, equal only where ties may be split. Free units between which no unit is
    fixed have the same number in ``run`` (units,), -1 where fixed: only they can change places.
    """

    unit_of: NDArray[np.int64]
    level: NDArray[np.int64]
    run: NDArray[np.int64]
    price: Fraction

    @classmethod
    def of(
        cls, rank: NDArray[np.int32], free: Collection[int], price: Fraction, ties: str
    ) -> Units:
        """Group the states of one party into units."""
        is_free = np.zeros(rank.size, dtype=np.bool_)
        is_free[list(free)] = True
        if ties == "kept":
            level, unit_of = np.unique(rank, return_inverse=True)
            loose = np.bincount(unit_of[is_free], minlength=level.size) > 0
            fixed = level[~loose]
        else:
            order = np.argsort(rank, kind="stable")
            unit_of = np.empty(rank.size, dtype=np.int64)
            unit_of[order] = np.arange(rank.size)
            level, fixed = rank[order], np.unique(rank[~is_free])
            loose = ~np.isin(level, fixed)
        run = np.where(loose, np.searchsorted(fixed, level), -1)
        return cls(unit_of.astype(np.int64), level.astype(np.int64), run.astype(np.int64), price)

    def run_of(self, state: int) -> NDArray[np.int64]:
        """List the units that can change places with a state's own unit, itself among them."""
        own = self.run[self.unit_of[state]]
        return np.flatnonzero(self.run == own) if own >= 0 else np.empty(0, dtype=np.int64)

    def runs(self) -> list[list[int]]:
        """List the units of each run."""
        return [np.flatnonzero(self.run == run).tolist() for run in np.unique(self.run) if run >= 0]

    def states(self, unit: int) -> tuple[int, ...]:
        """List the states of a unit."""
        return tuple(np.flatnonzero(self.unit_of == unit).tolist())


def units_of(conflict: Conflict, free: Free, price: Price, ties: str) -> dict[int, Units]:
    """Read who may change what at which price, as it is asked."""
    if ties not in ("kept", "split"):
        raise ModelError(f"ties={ties!r}; expected 'kept' or 'split'")
    found = {}
    for party in range(conflict.n_parties) if free is None else free:
        check_parties(conflict, [party])
        states = free[party] if isinstance(free, Mapping) else None
        chosen = range(conflict.n_states) if states is None else states
        for state in chosen:
            check_state(conflict, state)
        found[party] = Units.of(conflict.ranks[party], chosen, price_of(price, party), ties)
    return found


def price_of(price: Price, party: int) -> Fraction:
    """Return what a swap costs a party, as an exact fraction."""
    asked = price.get(party, 1) if isinstance(price, Mapping) else price
    try:
        exact = Fraction(round(Fraction(asked) * FINEST), FINEST)
    except (TypeError, ValueError, OverflowError) as error:
        raise ModelError(f"price {asked!r} found; expected a number above zero") from error
    if not 0 < exact <= DEAREST:
        raise ModelError(
            f"price {asked!r} found; expected a number above zero, from 1/{FINEST:,} to {DEAREST:,}"
        )
    return exact


def changed(conflict: Conflict, units: Mapping[int, Units], orders: Orders) -> Conflict:
    """Return the conflict with other orders."""
    ranks = conflict.ranks.copy()
    for party, order in orders.items():
        ranks[party] = order[units[party].unit_of]
    return replace(conflict, ranks=ranks)


def distance(units: Mapping[int, Units], orders: Orders, scale: int) -> int:
    """Return the price of orders: half swaps times price times scale."""
    total = 0
    for party, order in orders.items():
        swapped, parted = pairs(units[party], order)
        halves = REVERSED * len(swapped) + PARTED * len(parted)
        total += int(units[party].price * scale) * halves
    return total


def pairs(units: Units, order: NDArray[np.int64]) -> tuple[list[tuple[int, int]], ...]:
    """List the pairs of units (now above, now below) that were the other way round, or tied."""
    now = order[:, None] > order[None, :]
    before = units.level[:, None] - units.level[None, :]
    return tuple(
        [(u, v) for u, v in np.argwhere(now & kind).tolist()] for kind in (before < 0, before == 0)
    )


def shift_of(party: int, units: Units, order: NDArray[np.int64]) -> RankShift:
    """Say what has changed places in one party's order, and at what price."""
    swapped, parted = (
        tuple((units.states(up), units.states(down)) for up, down in kind)
        for kind in pairs(units, order)
    )
    before, after = (groups(rank[units.unit_of]) for rank in (units.level, order))
    cost = float(units.price) * (len(swapped) + len(parted) / 2)
    return RankShift(party, before, after, swapped, parted, cost)


def groups(rank: NDArray[np.int64]) -> RankGroups:
    """List states in groups of equal rank, best first."""
    return tuple(
        tuple(np.flatnonzero(rank == level).tolist()) for level in np.unique(rank)[::-1].tolist()
    )


def on_top(units: Mapping[int, Units], state: int) -> Orders:
    """Return the orders in which everybody who may ranks a state as high as fixed ranks allow."""
    orders: Orders = {}
    for party, unit in units.items():
        run = unit.run_of(state)
        key = 2 * unit.level.astype(np.int64)
        if run.size:
            key[unit.unit_of[state]] = 2 * int(unit.level[run].max()) + 1
        orders[party] = levels(key)
    return orders


def from_ranks(
    conflict: Conflict, units: Mapping[int, Units], ranks: NDArray[np.integer]
) -> Orders | None:
    """Read orders off ranks; None where they part what must stay equal, or move what is fixed.

    Where the ranks have a new tie, it is put in the order that it had.
    """
    orders: Orders = {}
    for party in range(conflict.n_parties):
        now, before = ranks[party], conflict.ranks[party]
        if party not in units:
            if (levels(now) != levels(before)).any():
                return None
            continue
        unit = units[party]
        of_unit = np.zeros(unit.level.size, dtype=np.int64)
        of_unit[unit.unit_of] = now
        if (of_unit[unit.unit_of] != now).any():
            return None
        order = levels(of_unit * (int(unit.level.max()) + 2) + unit.level)
        moved = [u for kind in pairs(unit, order) for pair in kind for u in pair]
        if (unit.run[moved] < 0).any():
            return None
        orders[party] = order
    return orders


def levels(rank: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the different ranks as numbers from 0 without gaps."""
    return np.unique(rank, return_inverse=True)[1].astype(np.int64)
