"""States that count as one → a smaller conflict with the same moves between the merged states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.graph import Conflict
from stickpoint.conflict.moves import ArcMoves
from stickpoint.errors import ModelError


def coalesce(conflict: Conflict, groups: Sequence[NDArray[np.bool_]]) -> Conflict:
    """Merge states that nobody tells apart.

    A party can move from one merged state to another when it can move from some member of the
    first to some member of the second [1]_. The member of lowest code stands for its group.

    Parameters
    ----------
    conflict : Conflict
        In option form.
    groups : sequence of ndarray of bool, shape (states,)
        Each marks states that become one; groups that share a state join.

    Returns
    -------
    Conflict
        ``merged`` lists the option vectors behind each merged state.

    Raises
    ------
    ModelError
        A party ranks two states of one group differently, or they are settled differently.

    References
    ----------
    .. [1] L. Fang, K. W. Hipel, D. M. Kilgour, 1993, *Interactive Decision Making*, Wiley,
       section 2.3 (feasible states that are indistinguishable).
    """
    leader = leaders(conflict.n_states, groups)
    kept, place = numbered(leader)
    if kept.size == conflict.n_states:
        return conflict
    _refuse_different_ranks(conflict, leader)
    _refuse_different_terms(conflict, leader)
    sizes = np.bincount(place)
    codes = conflict.codes
    status_quo = conflict.status_quo
    return replace(
        conflict,
        ranks=np.ascontiguousarray(conflict.ranks[:, kept]),
        moves=tuple(
            _quotient(conflict.arcs(i), place, kept.size) for i in range(conflict.n_parties)
        ),
        codes=None if codes is None else codes[kept],
        status_quo=None if status_quo is None else int(place[status_quo]),
        terms_index=conflict.terms_index[kept],
        merged={}
        if codes is None
        else {int(s): codes[place == s] for s in np.flatnonzero(sizes > 1)},
    )


def leaders(n_states: int, groups: Sequence[NDArray[np.bool_]]) -> NDArray[np.int32]:
    """Return each state the first of those it counts as one with; groups that share one join."""
    leader = np.arange(n_states, dtype=np.int32)
    for mask in groups:
        if mask.any():
            joined = np.unique(leader[mask])
            leader[np.isin(leader, joined)] = joined[0]
    return leader


def numbered(leader: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Return which states are left, and the number among them that each state became."""
    kept = np.flatnonzero(leader == np.arange(leader.size))
    number = np.empty(leader.size, dtype=np.int32)
    number[kept] = np.arange(kept.size, dtype=np.int32)
    return kept, number[leader]


def _refuse_different_ranks(conflict: Conflict, leader: NDArray[np.int32]) -> None:
    differs = conflict.ranks != conflict.ranks[:, leader]
    if not differs.any():
        return
    party, state = (int(x) for x in np.argwhere(differs)[0])
    raise ModelError(
        f"{conflict.parties[party]} ranks states that count as the same differently "
        f"(yes to {_listed(conflict, state)} against yes to "
        f"{_listed(conflict, int(leader[state]))}); make the ranks equal or keep the states apart"
    )


def _refuse_different_terms(conflict: Conflict, leader: NDArray[np.int32]) -> None:
    differs = np.flatnonzero(conflict.terms_index != conflict.terms_index[leader])
    if not differs.size:
        return
    one, other = int(leader[differs[0]]), int(differs[0])
    places = (int(conflict.terms_index[s]) for s in (one, other))
    first, second = (
        "not settled" if k < 0 else f"settled as {conflict.terms[k]!r}" for k in places
    )
    raise ModelError(
        f"states that count as the same are settled differently (yes to {_listed(conflict, one)}: "
        f"{first}; yes to {_listed(conflict, other)}: {second}); settle them alike or keep them "
        "apart"
    )


def _listed(conflict: Conflict, state: int) -> str:
    return ", ".join(conflict.yes(state)) or "nothing"


def _quotient(arcs: NDArray[np.int32], place: NDArray[np.int32], n_states: int) -> ArcMoves:
    pairs = place[arcs]
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return ArcMoves.from_pairs(pairs, n_states) if pairs.size else ArcMoves.none(n_states)
