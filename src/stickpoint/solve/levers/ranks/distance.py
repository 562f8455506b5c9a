"""Orders and ranks → each other, how far apart they are, and what has changed places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.graph import Conflict
from stickpoint.solve.levers.ranks.programme import Orders
from stickpoint.solve.levers.ranks.result import RankGroups, RankShift
from stickpoint.solve.levers.ranks.units import PARTED, REVERSED, Units


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
        reversed_pairs, parted = pairs(units[party], order)
        halves = REVERSED * len(reversed_pairs) + PARTED * len(parted)
        total += int(units[party].price * scale) * halves
    return total


def pairs(units: Units, order: NDArray[np.int64]) -> tuple[list[tuple[int, int]], ...]:
    """List the pairs of units (now above, now below) that were the other way round, or tied."""
    now = order[:, None] > order[None, :]
    before = units.level[:, None] - units.level[None, :]
    reversed_pairs, parted = np.argwhere(now & (before < 0)), np.argwhere(now & (before == 0))
    return [(int(u), int(v)) for u, v in reversed_pairs], [(int(u), int(v)) for u, v in parted]


def shift_of(party: int, units: Units, order: NDArray[np.int64]) -> RankShift:
    """Say what has changed places in one party's order, and at what price."""
    reversed_pairs, parted = pairs(units, order)
    cost = float(units.price) * (len(reversed_pairs) + len(parted) / 2)

    def named(pairs: list[tuple[int, int]]) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
        return tuple((units.states(up), units.states(down)) for up, down in pairs)

    return RankShift(
        party,
        groups(units.level[units.unit_of]),
        groups(order[units.unit_of]),
        named(reversed_pairs),
        named(parted),
        cost,
    )


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
        key = of_unit * (int(unit.level.max()) + 2) + unit.level
        order = levels(key)
        moved = [u for kind in pairs(unit, order) for pair in kind for u in pair]
        if (unit.run[moved] < 0).any():
            return None
        orders[party] = order
    return orders


def levels(rank: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the different ranks as numbers from 0 without gaps."""
    return np.unique(rank, return_inverse=True)[1].astype(np.int64)
