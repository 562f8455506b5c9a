"""Conflict and pairs of states a party cannot compare → who is stable where all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.engine.walk import Walks
from stickpoint.solve.stability.engine.walk_kernels import Bits
from stickpoint.solve.stability.result import Mask, Stability
from stickpoint.solve.stability.sanctions import named

CONCEPTS = ("nash", "gmr", "smr", "seq")
EXTENSIONS = "abcd"
MAX_BYTES = 2**30


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
    for letter in extension:
        if letter not in EXTENSIONS:
            raise ModelError(f"unknown extension {letter!r}; expected some of the letters a to d")
    unsure = _relation(conflict, pairs)
    stable = {
        (concept, letter): np.empty(conflict.ranks.shape, dtype=np.bool_)
        for concept in CONCEPTS
        for letter in EXTENSIONS
        if concept in concepts and letter in extension
    }
    walks = Walks.of(conflict, improving=False)
    bold = _tempting(conflict, unsure) if "seq" in concepts else walks
    for party in range(conflict.n_parties):
        others = [j for j in range(conflict.n_parties) if j != party]
        free = walks.reach(others if {"gmr", "smr"} & set(concepts) else [])
        gaining = bold.reach(others if "seq" in concepts else [])
        reached = {"nash": walks.reach([]), "gmr": free, "smr": free, "seq": gaining}
        for (concept, letter), mask in stable.items():
            bits = reached[concept]
            mask[party] = _staying(conflict, party, unsure[party], bits, concept, letter)
    return Stability(
        conflict,
        {f"{concept}_{letter}": mask for (concept, letter), mask in stable.items()},
        method="legal sequences; an equal state sanctions; exact",
        parameters={"extension": extension, "unsure": tuple(int(m.sum()) // 2 for m in unsure)},
    )


def _staying(
    conflict: Conflict, party: int, unsure: Mask, reached: Bits, concept: str, letter: str
) -> Mask:
    """Mark where a party would stay; the bits ``reached`` tell where the others can go."""
    n, rank, moves = conflict.n_states, conflict.ranks[party], conflict.moves[party]
    source, target = conflict.arcs(party).T if concept == "smr" else np.empty((2, 0), dtype=int)
    stays = np.empty(n, dtype=np.bool_)
    for s in range(n):
        no_gain = rank <= rank[s]
        deters = np.where(unsure[s], letter in "cd", no_gain)
        # Under smr what can be escaped from does not deter.
        deters[source[~deters[target]]] = False
        leaves = moves.targets(s)
        leaves = leaves[np.where(unsure[s], letter in "ac", ~no_gain)[leaves]]
        ends = np.unpackbits(reached[leaves].view(np.uint8), axis=1, count=n, bitorder="little")
        stays[s] = (ends & deters).any(axis=1).all()
    return stays


def _tempting(conflict: Conflict, unsure: list[Mask]) -> Walks:
    """Keep every party's moves to better or unsure states."""
    kept = []
    for rank, doubt, moves in zip(conflict.ranks, unsure, conflict.moves, strict=True):
        for s in range(conflict.n_states):
            targets = moves.targets(s)
            kept.append(targets[doubt[s, targets] | (rank[targets] > rank[s])])
    sizes = np.array([targets.size for targets in kept]).reshape(conflict.ranks.shape)
    high = sizes.cumsum().reshape(sizes.shape)
    group = np.full(sizes.shape, -1, dtype=np.int32)
    return Walks(np.concatenate(kept), high - sizes, high, group, 0)


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
