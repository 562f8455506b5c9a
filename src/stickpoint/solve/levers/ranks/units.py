"""A conflict → what may be moved in each party's order, and what must hold for a state to hold.

A *unit* is what moves as one. With ``ties="kept"`` it is a rank: states that a party ranks equal
stay equal, and a swap exchanges two adjacent ranks. With ``ties="split"`` it is a state: a pair of
states that was tied may be put in order, at half a swap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.graph import Conflict
from stickpoint.errors import ModelError
from stickpoint.solve.stability.engine.walk import Walks
from stickpoint.solve.stability.sanctions import CONCEPTS

Free = Mapping[int, Collection[int] | None] | Collection[int] | None
Price = Mapping[int, float] | float
Temptation = tuple[int, tuple[tuple[int, ...], ...]]

FINEST, DEAREST = 10_000, 1_000_000
"""Prices are whole parts of one, and bounded, so that costs fit the solver's whole numbers."""

REVERSED, PARTED = 2, 1
"""Cost in half swaps: a pair put in the opposite order, a tied pair put in order."""


@dataclass(frozen=True, eq=False)
class Units:
    """What may change in one party's order.

    Parameters
    ----------
    unit_of : ndarray of int64, shape (states,)
        The unit of each state, worst first.
    level : ndarray of int64, shape (units,)
        The rank of each unit, ascending; equal only where ties may be split.
    run : ndarray of int64, shape (units,)
        Free units between which no unit is fixed have the same number; -1 where fixed. Only
        units of one run can change places.
    price : Fraction
        What one swap costs.
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

    def states(self, unit: int) -> tuple[int, ...]:
        """List the states of a unit."""
        return tuple(np.flatnonzero(self.unit_of == unit).tolist())


def units_of(conflict: Conflict, free: Free, price: Price, ties: str) -> dict[int, Units]:
    """Read who may change what at which price.

    Raises
    ------
    ModelError
        A party or state that does not exist, a price that is not above zero, an unknown rule
        for ties.
    """
    if ties not in ("kept", "split"):
        raise ModelError(f"ties={ties!r}; expected 'kept' or 'split'")
    parties = range(conflict.n_parties)
    wanted: Mapping[int, Collection[int] | None]
    named = parties if free is None else free
    wanted = free if isinstance(free, Mapping) else dict.fromkeys(named)
    found = {}
    for party, states in wanted.items():
        if party not in parties:
            raise ModelError(f"party {party} found; expected 0 to {conflict.n_parties - 1}")
        chosen = range(conflict.n_states) if states is None else states
        for state in chosen:
            if not 0 <= state < conflict.n_states:
                raise ModelError(f"state {state} found; expected 0 to {conflict.n_states - 1}")
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


def check_target(conflict: Conflict, target: int | str | Collection[int]) -> tuple[int, ...]:
    """Read a target: a state, some states, or the name of terms.

    Raises
    ------
    ModelError
        A state or terms that do not exist, or no state at all.
    """
    if isinstance(target, str):
        if target not in conflict.terms:
            known = ", ".join(repr(name) for name in conflict.terms) or "none"
            raise ModelError(f"no terms are called {target!r}; this conflict has {known}")
        here = conflict.terms_index == conflict.terms.index(target)
        return tuple(np.flatnonzero(here).tolist())
    states = (target,) if isinstance(target, int | np.integer) else tuple(target)
    if not states:
        raise ModelError("the target is empty; name at least one state")
    for state in states:
        if not 0 <= state < conflict.n_states:
            raise ModelError(f"state {state} found; expected 0 to {conflict.n_states - 1}")
    return tuple(sorted({int(state) for state in states}))


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

    Returns
    -------
    list of (int, tuple of tuple of int)
    """
    moves = [int(t) for t in conflict.moves_from(party, state)]
    if concept == "nash":
        return [(t, ()) for t in moves]
    ways = Walks.of(conflict, improving=False)
    rest = [j for j in range(conflict.n_parties) if j != party]
    symmetric = concept in ("smr", "sseq")
    result = []
    for t in moves:
        ends = np.flatnonzero(ways.walk(t, rest).reached).tolist() if rest else []
        result.append((t, tuple(losses(conflict, party, end, symmetric) for end in ends)))
    return result


def losses(conflict: Conflict, party: int, end: int, symmetric: bool) -> tuple[int, ...]:
    """List the states that must all be no gain for a sanction that ends here to count."""
    back = conflict.moves_from(party, end).tolist() if symmetric else []
    return (end, *back)
