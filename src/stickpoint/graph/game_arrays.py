"""What a caller gives for a game → arrays of the right shape, or a refusal that says why not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.moves import FreeChoice, arc_table

Floats = NDArray[np.float64]


def floats(values: ArrayLike, what: str, shape: tuple[int, ...] | None) -> Floats:
    """Return finite numbers of a shape, of any shape if None."""
    array = np.ascontiguousarray(_numbers(values, what))
    if shape is not None and array.shape != shape:
        raise ModelError(f"{what} has shape {array.shape}; expected {shape}")
    if not np.isfinite(array).all():
        raise ModelError(f"{what} holds a number that is not finite")
    return array


def _numbers(values: ArrayLike, what: str) -> Floats:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ModelError(f"{what} is {values!r}; expected numbers in rows of one length") from error


def outcomes_of(
    values: ArrayLike | None, settled: NDArray[np.bool_], terms: tuple[str, ...]
) -> NDArray[np.int32]:
    """Refuse terms that there are not, and settled states without any."""
    if values is None:
        return np.empty(0, dtype=np.int32)
    array = floats(values, "terms_index", settled.shape)
    fits = (array % 1 == 0) & (array < len(terms)) & (array >= np.where(settled, 0, -1))
    if not fits.all():
        state = int(np.argmin(fits))
        raise ModelError(
            f"terms_index is {array[state]:g} in state {state}, which is "
            f"{'settled' if settled[state] else 'open'}; expected a place in the {len(terms)} "
            "terms from 0 where settled, and -1 where open"
        )
    # What is open has no terms yet, whatever was written there.
    return np.where(settled, array, -1).astype(np.int32)


def check_ends(
    terms_index: NDArray[np.int32], settled: NDArray[np.bool_], terms: tuple[str, ...]
) -> None:
    """Refuse settled states without terms: compiled loops would count them where nothing is."""
    if terms_index.shape != settled.shape:
        raise ModelError(
            f"terms_index has shape {terms_index.shape}, settled {settled.shape}; expected one "
            "each for every state"
        )
    own = terms_index[settled]
    if own.size and not 0 <= own.min() <= own.max() < len(terms):
        state = int(np.flatnonzero(settled & ((terms_index < 0) | (terms_index >= len(terms))))[0])
        raise ModelError(
            f"state {state} is settled and its terms_index is {terms_index[state]}; expected a "
            f"place in the {len(terms)} terms: whoever replaces settled replaces terms_index too"
        )


def names_of(parties: Sequence[str], n_parties: int) -> tuple[str, ...]:
    """Refuse names that are not one each."""
    names = tuple(parties)
    if names and (len(names) != n_parties or len(set(names)) < n_parties):
        raise ModelError(f"parties is {names}; expected {n_parties} different names")
    return names


def rates_of(values: ArrayLike, what: str, n_parties: int, *, endless: bool = False) -> Floats:
    """Return one number of at least 0 for each party; infinite ones only where ``endless``."""
    array = _numbers(values, what)
    if array.ndim == 0:
        array = np.full(n_parties, float(array))
    if array.shape != (n_parties,):
        raise ModelError(f"{what} has shape {array.shape}; expected one number for each party")
    if np.isnan(array).any() or (array < 0).any() or (np.isinf(array).any() and not endless):
        finite = "" if endless else "finite "
        raise ModelError(f"{what} is {array.tolist()}; expected {finite}numbers of at least 0")
    return np.ascontiguousarray(array)


def checked_arcs(
    party: int, pairs: ArrayLike, effort: ArrayLike, n_states: int
) -> tuple[NDArray[np.int64], Floats]:
    """Refuse arcs that are no arcs; give them sorted by the state they leave."""
    table = arc_table(pairs, n_states, party)
    price = floats(effort, f"the effort of party {party}", (len(table),))
    order = np.argsort(table @ np.array([n_states, 1]), kind="stable")
    table = table[order]
    if (table[:, 0] == table[:, 1]).any() or (np.diff(table, axis=0) == 0).all(axis=1).any():
        raise ModelError(f"party {party} has an arc twice, or an arc from a state to itself")
    return table, price[order]


def flat_arcs(
    lists: Sequence[tuple[NDArray[np.int64], Floats]],
    free: Sequence[FreeChoice | None],
    n_states: int,
) -> tuple[NDArray[np.int64], NDArray[np.int32], Floats]:
    """Put the arcs of all parties without free choice in one list, by party and state."""
    starts, targets, prices = [], [], []
    used = 0
    for (pairs, price), choice in zip(lists, free, strict=True):
        rows = 0 if choice is not None else len(pairs)
        counts = np.bincount(pairs[:rows, 0], minlength=n_states)
        starts.append(np.concatenate(([0], np.cumsum(counts))) + used)
        targets.append(pairs[:rows, 1].astype(np.int32))
        prices.append(price[:rows])
        used += rows
    return np.stack(starts), np.concatenate(targets), np.concatenate(prices)


def nature_arcs(
    rows: ArrayLike | None, n_states: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], Floats]:
    """Group chance moves, rows of from, to and rate, by the state they leave."""
    table = np.zeros((0, 3)) if rows is None else _numbers(rows, "nature")
    table = table.reshape(0, 3) if table.size == 0 else table
    if table.ndim != 2 or table.shape[1] != 3:
        raise ModelError(f"nature has shape {table.shape}; expected rows of from, to, rate")
    source, goal, rate = table.T
    states = np.concatenate((source, goal))
    if states.size and (states.min() < 0 or states.max() >= n_states or (states % 1).any()):
        raise ModelError(f"nature names a state outside 0 to {n_states - 1}")
    if (rate < 0).any() or not np.isfinite(rate).all():
        raise ModelError("a rate of nature is negative or not finite")
    order = np.argsort(source, kind="stable")
    counts = np.bincount(source.astype(np.int64), minlength=n_states)
    start = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return start, goal[order].astype(np.int32), np.ascontiguousarray(rate[order])
