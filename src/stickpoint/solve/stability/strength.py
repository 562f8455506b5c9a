"""Conflict and bands → which stability rests on sanctions that hurt greatly."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves
from stickpoint.solve.stability.engine.graph import Layout, best_within_one_move, others
from stickpoint.solve.stability.result import Stability
from stickpoint.solve.stability.sanctions import named, run_all, stability

CONCEPTS = ("gmr", "smr", "seq", "sseq")


def strength(conflict: Conflict, bands: ArrayLike, concepts: Iterable[str] = CONCEPTS) -> Stability:
    """Tell strong from weak stability.

    A state s is *strongly* stable for party i when each improvement has a sanction that leaves i
    in a lower band than s (under SMR and SSEQ also after every move i could answer with), and
    *weakly* stable when it is stable and not strongly [1]_. Where a party has no improvement it
    is strongly stable: there is nothing to sanction. Improvements may be mild or great.

    Parameters
    ----------
    conflict : Conflict
    bands : array_like of int, shape (parties, states)
        Coarser than the ranks: a state in a lower band is greatly worse.
    concepts : iterable of str
        Some of gmr, smr, seq, sseq.

    Returns
    -------
    Stability
        ``stable["strong gmr"]`` and ``stable["weak gmr"]``, and so on.

    Raises
    ------
    ModelError
        An unknown concept, bands of the wrong shape, or bands that contradict the ranks.

    References
    ----------
    .. [1] L. Hamouda, D. M. Kilgour, K. W. Hipel, 2006, "Strength of preference in graph models
       for multiple-decision-maker conflicts", *Applied Mathematics and Computation* 179,
       314-327.

    Examples
    --------
    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> held = strength(dilemma, [[0, 0, 1, 1], [0, 1, 0, 1]], ("seq",))
    >>> held.stable["strong seq"][:, 3].tolist()
    [True, True]
    """
    concepts = named(concepts, CONCEPTS)
    floors = [
        _floor(conflict, i, row) for i, row in enumerate(_as_bands(bands, conflict.ranks.shape))
    ]
    plain = stability(conflict, concepts)
    layout = Layout.of(conflict)
    stable: dict[str, NDArray[np.bool_]] = {}
    work = []
    for concept in plain.concepts:
        stable[f"strong {concept}"] = np.empty(conflict.ranks.shape, dtype=np.bool_)
        for i, floor in enumerate(floors):
            out = stable[f"strong {concept}"][i]
            work.append(partial(_judge, conflict, layout, i, concept, floor, out))
    run_all(work, conflict.n_states)
    for concept in plain.concepts:
        stable[f"weak {concept}"] = plain.stable[concept] & ~stable[f"strong {concept}"]
    return Stability(conflict, stable, parameters={"bands": np.asarray(bands)})


def _as_bands(bands: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.int64]:
    table = np.asarray(bands)
    if table.shape != shape or not np.issubdtype(table.dtype, np.integer):
        raise ModelError(
            f"bands have shape {table.shape} and type {table.dtype}; "
            f"expected whole numbers of shape {shape}"
        )
    return table.astype(np.int64)


def _floor(conflict: Conflict, party: int, band: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the lowest rank in the band of each state."""
    rank = conflict.ranks[party]
    order = np.argsort(rank, kind="stable")
    step = np.diff(band[order])
    if (step < 0).any() or ((step != 0) & (np.diff(rank[order]) == 0)).any():
        raise ModelError(
            f"the bands of {conflict.parties[party]} contradict its ranks: "
            "a state that is ranked no lower must lie in no lower band"
        )
    starts = np.append(True, step != 0)
    floor = np.empty(rank.size, dtype=np.int32)
    floor[order] = rank[order][starts][np.cumsum(starts) - 1]
    return floor


def _judge(
    conflict: Conflict,
    layout: Layout,
    party: int,
    concept: str,
    floor: NDArray[np.int32],
    out: NDArray[np.bool_],
) -> None:
    rank, moves = conflict.ranks[party], conflict.moves[party]
    value = best_within_one_move(conflict, party) if concept in ("smr", "sseq") else rank
    improving = concept in ("seq", "sseq")
    least = layout.least_reachable(value, others(conflict, party), improving=improving)
    if isinstance(moves, ArcMoves):
        source, target = moves.sources, moves.target
        out[:] = True
        out[source[(rank[target] > rank[source]) & (least[target] >= floor[source])]] = False
        return
    # Class by class, each from its best state down: ``kept`` is the most that the others leave of
    # the states before. Classes fall, so that a lift by class begins each anew.
    order = layout.members[party][::-1]
    lift = moves.classes.of_state[order].astype(np.int64) << 32
    kept = np.maximum.accumulate(least[order] - lift)
    is_first = np.append(True, (np.diff(rank[order]) != 0) | (np.diff(lift) != 0))
    equals = np.maximum.accumulate(np.where(is_first, np.arange(order.size), 0))
    before = np.where(equals > 0, kept[equals - 1], np.iinfo(np.int64).min)
    out[order] = before + lift < floor[order]
