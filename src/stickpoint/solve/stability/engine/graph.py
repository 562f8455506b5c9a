"""Any conflict graph → the five concepts, by the least rank that the others can force.

Let m(t) be the least rank, for party i, over the states that the others can reach from t (any
moves: GMR; improvements only: SEQ). Then s is stable for i exactly when every improvement t has
m(t) ≤ rank(s), that is when rank(s) ≥ max over i's moves t of min(rank(t), m(t)). For SMR and
SSEQ the same holds with the best rank within one move of i in place of the rank.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, Moves
from stickpoint.solve.stability.engine import graph_kernels
from stickpoint.solve.stability.engine.graph_kernels import Ints
from stickpoint.solve.stability.engine.layout import Layout

_RULES = {"gmr": (False, False), "smr": (True, False), "seq": (False, True), "sseq": (True, True)}


def tasks(conflict: Conflict, stable: dict[str, NDArray[np.bool_]]) -> list[Callable[[], None]]:
    """List the independent pieces of work that fill ``stable``."""
    layout = Layout.of(conflict)
    return [
        lambda i=i, concept=concept, mask=mask: _judge(conflict, layout, i, concept, mask[i])  # type: ignore[misc]
        for concept, mask in stable.items()
        for i in range(conflict.n_parties)
    ]


def _judge(
    conflict: Conflict, layout: Layout, party: int, concept: str, out: NDArray[np.bool_]
) -> None:
    rank = conflict.ranks[party]
    if concept == "nash":
        np.greater_equal(rank, best_within_one_move(conflict, party), out=out)
        return
    symmetric, improving = _RULES[concept]
    value = best_within_one_move(conflict, party) if symmetric else rank
    least = layout.least_reachable(value, others(conflict, party), improving=improving)
    # What some move keeps whatever the others answer, a party can secure.
    np.greater_equal(rank, _best_move(conflict.moves[party], np.minimum(rank, least)), out=out)


def others(conflict: Conflict, party: int) -> Ints:
    """List the other parties, as the kernels want them."""
    return np.array([j for j in range(conflict.n_parties) if j != party], dtype=np.int32)


def best_within_one_move(conflict: Conflict, party: int) -> Ints:
    """Return the best rank a party has in each state or one move away, shape (states,)."""
    rank = conflict.ranks[party]
    return np.maximum(rank, _best_move(conflict.moves[party], rank))


def _best_move(moves: Moves, worth: Ints) -> Ints:
    """Return the best worth that one move leads to, or staying in a class, (states,)."""
    if isinstance(moves, ArcMoves):
        return graph_kernels.best_by_arcs(worth, moves.start, moves.target)
    classes = moves.classes
    best: Ints = np.maximum.reduceat(worth[classes.members], classes.first[:-1])
    return best[classes.of_state]
