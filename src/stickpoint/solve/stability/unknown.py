"""Conflict and pairs of states a party cannot compare → who is stable where all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.engine.concept_kernels import stable_if_unsure, tempting
from stickpoint.solve.stability.engine.walk import Walks
from stickpoint.solve.stability.engine.walk_kernels import Bits
from stickpoint.solve.stability.result import Stability
from stickpoint.solve.stability.sanctions import named

CONCEPTS = ("nash", "gmr", "smr", "seq")
EXTENSIONS = "abcd"
MAX_BYTES = 2**30

Mask = NDArray[np.bool_]


def unknown(
    conflict: Conflict,
    pairs: Sequence[ArrayLike | Iterable[tuple[int, int]]],
    concepts: Iterable[str] = CONCEPTS,
    extension: str = EXTENSIONS,
) -> Stability:
    """Find the states in which each party would stay when it cannot compare some states.

    Two states that a party is unsure of are neither better, worse nor equal. How such a state
    counts is what the extensions differ in [1]_:

    ==== ==================== ======================== =================== ====================
    ext. moves considered     sanction s₂              countermove (smr)   others' moves (seq)
    ==== ==================== ======================== =================== ====================
    a    to better or unsure  worse or equal           worse or equal      to better or unsure
    b    to better            worse or equal           worse or equal      to better or unsure
    c    to better or unsure  worse, equal or unsure   not better          to better or unsure
    d    to better            worse, equal or unsure   not better          to better or unsure
    ==== ==================== ======================== =================== ====================

    Under ``nash`` only the moves considered matter, so a and c agree there, and b and d. The
    stable states of a are among those of b and of c, and these among those of d.

    Parameters
    ----------
    conflict : Conflict
        Its ranks order every pair that is not named.
    pairs : sequence, one item per party
        Each a bool array (states, states), true where the party is unsure, or pairs of states.
        One direction is enough.
    concepts : iterable of str
        Some of ``nash``, ``gmr``, ``smr``, ``seq``.
    extension : str
        Some of the letters ``a`` to ``d``.

    Returns
    -------
    Stability
        With concepts ``nash_a``, ``nash_b``, … as asked for.

    Raises
    ------
    ModelError
        An unknown concept or extension, or pairs that do not fit the conflict.
    SolveError
        More states than the relation can be stored for: parties · states² bytes, 1 GiB at most.

    Notes
    -----
    Time parties · states² at least, and states² · moves for ``smr``.

    References
    ----------
    .. [1] K. W. Li, K. W. Hipel, D. M. Kilgour, L. Fang, 2004, "Preference uncertainty in the
       graph model for conflict resolution", *IEEE Trans. Syst. Man Cybern. A* 34, 507-520.

    Examples
    --------
    A party unsure of the only other state leaves under a, stays under b:

    >>> doubt = Conflict.from_options([0], [[0, 1]])
    >>> found = unknown(doubt, [[(0, 1)]], concepts=["nash"], extension="ab")
    >>> found.equilibria["nash_a"].tolist(), found.equilibria["nash_b"].tolist()
    ([False, False], [True, True])
    """
    concepts = named(concepts, CONCEPTS)
    _check_letters(extension)
    unsure = _relation(conflict, pairs)
    stable = {
        f"{concept}_{letter}": np.empty(conflict.ranks.shape, dtype=np.bool_)
        for concept in CONCEPTS
        for letter in EXTENSIONS
        if concept in concepts and letter in extension
    }
    walks = Walks.of(conflict, improving=False)
    bold = _tempting(conflict, unsure, walks) if "seq" in concepts else walks
    for party in range(conflict.n_parties):
        others = [j for j in range(conflict.n_parties) if j != party]
        free = walks.reach(others) if {"gmr", "smr"} & set(concepts) else walks.reach([])
        gaining = bold.reach(others) if "seq" in concepts else free
        for name, mask in stable.items():
            reached = gaining if name.startswith("seq") else free
            _judge(conflict, party, unsure[party], walks, reached, name, mask[party])
    return Stability(
        conflict,
        stable,
        method="legal sequences; an equal state sanctions; exact",
        parameters={"extension": extension, "unsure": tuple(int(m.sum()) // 2 for m in unsure)},
    )


def _judge(
    conflict: Conflict,
    party: int,
    unsure: Mask,
    walks: Walks,
    reached: Bits,
    name: str,
    out: Mask,
) -> None:
    concept, letter = name.split("_")
    stable_if_unsure(
        conflict.ranks[party],
        unsure,
        walks.low[party],
        walks.high[party],
        walks.pool,
        reached,
        letter in "ac",
        letter in "ab",
        concept == "smr",
        concept != "nash",
        out,
    )


def _tempting(conflict: Conflict, unsure: list[Mask], walks: Walks) -> Walks:
    """Keep every party's moves to better or unsure states."""
    low, high = np.empty_like(walks.low), np.empty_like(walks.high)
    pools, used = [], 0
    for j, rank in enumerate(conflict.ranks):
        start, target = tempting(rank, unsure[j], walks.low[j], walks.high[j], walks.pool)
        low[j], high[j] = start[:-1] + used, start[1:] + used
        pools.append(target)
        used += target.size
    return Walks(np.concatenate(pools), low, high, np.full(low.shape, -1, dtype=np.int32), 0)


def _relation(
    conflict: Conflict, pairs: Sequence[ArrayLike | Iterable[tuple[int, int]]]
) -> list[Mask]:
    """Write each party's unsure pairs as a symmetric matrix."""
    p, n = conflict.ranks.shape
    if len(pairs) != p:
        raise ModelError(f"unsure pairs of {len(pairs)} parties found; expected {p}")
    if p * n * n > MAX_BYTES:
        raise SolveError(
            f"unsure pairs of {p} parties over {n:,} states need {p * n * n / 2**30:.1f} GiB, at "
            "most 1 GiB is allowed: coalesce states, or ask stability() with each order in turn"
        )
    relation = []
    for j, given in enumerate(pairs):
        table = np.asarray(given if isinstance(given, np.ndarray) else list(given))  # type: ignore[arg-type]
        if table.dtype == np.bool_ and table.shape == (n, n):
            mask = table | table.T
        else:
            mask = _from_pairs(table, n, j)
        np.fill_diagonal(mask, val=False)
        relation.append(mask)
    return relation


def _from_pairs(table: NDArray[np.int64], n_states: int, party: int) -> Mask:
    mask = np.zeros((n_states, n_states), dtype=np.bool_)
    if not table.size:
        return mask
    if table.ndim != 2 or table.shape[1] != 2 or not np.issubdtype(table.dtype, np.integer):
        raise ModelError(
            f"the unsure pairs of party {party} have shape {table.shape} and type {table.dtype}; "
            f"expected whole numbers of shape (m, 2) or bool of shape ({n_states}, {n_states})"
        )
    if table.min() < 0 or table.max() >= n_states:
        raise ModelError(
            f"an unsure pair of party {party} names a state outside 0 to {n_states - 1}"
        )
    mask[table[:, 0], table[:, 1]] = True
    return mask | mask.T


def _check_letters(extension: str) -> None:
    for letter in extension:
        if letter not in EXTENSIONS:
            raise ModelError(f"unknown extension {letter!r}; expected some of the letters a to d")
