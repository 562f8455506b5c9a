"""A conflict, and accounts of what its parties want → in what share of the orders each state holds.

Where several have put a party's order in writing, or it is not known which of two lines comes
first, there are several orders, and a verdict may hold under some of them. Nash, GMR and SMR ask a
party for its own order alone, so that what holds for all is a product of shares; under SEQ and SSEQ
the orders of all matter at once, and are gone through together or drawn together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod
from random import Random

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.orders.reading import Reading, Rows, rows_of
from stickpoint.solve.stability.orders.result import OWN, OrderShares, Shares
from stickpoint.solve.stability.result import Stability
from stickpoint.solve.stability.sanctions import CONCEPTS, named, stability

__all__ = ["OrderShares", "shares"]

MOST_WORK, MOST_PROFILES, LEAST_PROFILES = 1 << 25, 4096, 36
"""So many ranks are judged, at most: parties times states, for each combination of orders."""
LIMITED = 8
"""Where moves are limited, a combination takes so many times the work."""
DRAWS = 400


def shares(
    conflict: Conflict,
    readings: Mapping[int, Sequence[Reading]],
    concepts: Iterable[str] = CONCEPTS,
    *,
    draws: int = DRAWS,
    most: int | None = None,
    seed: int = 0,
) -> OrderShares:
    """Find in what share of the orders that may be each party would stay.

    Each account of a party counts as much as any other, and within it each order of its lines that
    agrees with what is known as much as any other (a linear extension of a partial order); the
    orders of different parties have nothing to do with one another.

    Parameters
    ----------
    conflict : Conflict
    readings : mapping of int to sequence of Reading
        By party; a party left out has the order that it has in the conflict.
    concepts : iterable of str
        Some of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``.
    draws : int
        How many combinations of orders are drawn where they are not all gone through.
    most : int, optional
        How many are gone through at most; if left out, as many as take some seconds, 36 to 4096,
        and no more are drawn.
    seed : int

    Returns
    -------
    OrderShares

    Raises
    ------
    ModelError
        A party that does not exist, lines over other states, numbers that are not above 0.

    Notes
    -----
    A stability analysis for each combination of different orders of the states. Orders of the lines
    that come to the same order of the states are counted, not gone through one by one.

    Examples
    --------
    A prisoner may care for its own sentence before the other's, or the other way round:

    >>> from stickpoint.solve.stability.orders.partial_order import PartialOrder
    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> lines = np.array([[1, 0, 1, 0], [0, 0, 1, 1]], dtype=bool)
    >>> found = shares(dilemma, {0: [Reading(lines, PartialOrder.of(2, []))]}, ["nash"])
    >>> found.stable["nash"][0].tolist(), found.times("nash", 0)
    ([1.0, 0.0, 1.0, 0.0], (2, 2))
    """
    asked = named(concepts, CONCEPTS)
    if most is None:
        work = conflict.ranks.size * (1 if conflict.is_cube else LIMITED)
        most = max(LEAST_PROFILES, min(MOST_PROFILES, MOST_WORK // work))
        draws = min(draws, most)
    _check(conflict, readings, draws, most)
    random = Random(seed)
    rows = {i: rows_of(readings[i], most, draws, random) for i in sorted(readings)}
    own = [concept for concept in CONCEPTS if concept in asked and concept in OWN]
    joint = [concept for concept in CONCEPTS if concept in asked and concept not in OWN]
    stable, everybody, drawn = _by_own_order(conflict, rows, own, draws)
    if joint:
        profiles, number = _profiles(rows, most, draws, random)
        found = _by_all_orders(conflict, rows, joint, profiles)
        stable, everybody = {**stable, **found[0]}, {**everybody, **found[1]}
        drawn |= dict.fromkeys(joint, number)
    told = {"draws": draws, "most": most}
    return OrderShares(conflict, stable, everybody, rows, drawn, seed, parameters=told)


Profiles = Iterable[tuple[tuple[int, ...], float]]


def _check(
    conflict: Conflict, readings: Mapping[int, Sequence[Reading]], draws: int, most: int
) -> None:
    if draws < 1 or most < 1:
        raise ModelError(f"draws={draws} and most={most} found; expected numbers from 1 up")
    for party, accounts in readings.items():
        if not 0 <= party < conflict.n_parties:
            raise ModelError(f"party {party} found; expected 0 to {conflict.n_parties - 1}")
        for reading in accounts:
            if reading.holds.shape[1] != conflict.n_states:
                raise ModelError(
                    f"lines over {reading.holds.shape[1]} states found; the conflict has "
                    f"{conflict.n_states}"
                )


def _judged(
    conflict: Conflict, rows: Mapping[int, Rows], numbers: Iterable[int], concepts: Sequence[str]
) -> Stability:
    """Judge a conflict by one order of each party that may have several."""
    ranks = conflict.ranks.copy()
    for (party, own), number in zip(rows.items(), numbers, strict=True):
        ranks[party] = own.ranks(number)
    return stability(replace(conflict, ranks=ranks), concepts)


def _by_own_order(
    conflict: Conflict, rows: Mapping[int, Rows], concepts: Sequence[str], draws: int
) -> tuple[dict[str, Shares], dict[str, Shares], dict[str, int]]:
    """Weigh verdicts that hang on a party's own order: the n-th of all are judged at once."""
    table = {concept: np.zeros(conflict.ranks.shape) for concept in concepts}
    weighed = np.zeros((conflict.n_parties, 1))
    for turn in range(max((len(own) for own in rows.values()), default=1) if concepts else 0):
        numbers = [min(turn, len(own) - 1) for own in rows.values()]
        found = _judged(conflict, rows, numbers, concepts).stable
        weight = np.zeros((conflict.n_parties, 1))
        for party in range(conflict.n_parties):
            floats = rows[party].floats if party in rows else np.ones(1)
            weight[party] = floats[turn] if turn < floats.size else 0.0
        weighed += weight
        for concept in concepts:
            table[concept] += weight * found[concept]
    stable = {concept: held / weighed for concept, held in table.items()}
    everybody = {concept: held.prod(axis=0) for concept, held in stable.items()}
    is_drawn = any(not own.is_exact for own in rows.values())
    return stable, everybody, dict.fromkeys(concepts, draws if is_drawn else 0)


def _profiles(
    rows: Mapping[int, Rows], most: int, draws: int, random: Random
) -> tuple[Profiles, int]:
    """Return combinations of orders with their weights, and how many were drawn; 0 for all."""
    if all(own.is_exact for own in rows.values()) and prod(map(len, rows.values())) <= most:
        return _all_profiles(rows), 0
    columns = [
        own.draws or random.choices(range(len(own)), own.floats.tolist(), k=draws)
        for own in rows.values()
    ]
    counted = Counter(zip(*columns, strict=True))
    return [(profile, times / draws) for profile, times in counted.items()], draws


def _all_profiles(rows: Mapping[int, Rows]) -> Iterator[tuple[tuple[int, ...], float]]:
    for profile in product(*(range(len(own)) for own in rows.values())):
        chosen = zip(rows.values(), profile, strict=True)
        yield profile, prod(float(own.floats[number]) for own, number in chosen)


def _by_all_orders(
    conflict: Conflict, rows: Mapping[int, Rows], concepts: Sequence[str], profiles: Profiles
) -> tuple[dict[str, Shares], dict[str, Shares]]:
    """Weigh verdicts that hang on the orders of all."""
    stable = {concept: np.zeros(conflict.ranks.shape) for concept in concepts}
    everybody = {concept: np.zeros(conflict.n_states) for concept in concepts}
    weighed = 0.0
    for profile, weight in profiles:
        found = _judged(conflict, rows, profile, concepts)
        weighed += weight
        for concept in concepts:
            stable[concept] += weight * found.stable[concept]
            everybody[concept] += weight * found.equilibria[concept]
    return (
        {concept: table / weighed for concept, table in stable.items()},
        {concept: table / weighed for concept, table in everybody.items()},
    )
