"""Any conflict laid out flat → the five concepts, by the least rank that the others can force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, FreeMoves, Moves
from stickpoint.solve.stability.engine import graph_kernels
from stickpoint.solve.stability.engine.graph_kernels import Ints, Longs, by_class_and_rank

MAX_PARTIES = 64


@dataclass(frozen=True)
class Layout:
    """Every party's moves, seen from the state that is entered.

    A party with free choice has the class of each state in its row of ``class_of`` and the states
    class by class, worst first, in that of ``members`` (both (parties, states)); its classes begin
    there at ``begin[begin_offset[j]:]``. For one with arcs ``begin_offset[j]`` is -1; its arcs are
    turned round: those that enter state t come from
    ``arc_source[arc_start[o + t] : arc_start[o + t + 1]]``, o = ``arc_offset[j]``, -1 for the rest.
    """

    ranks: Ints
    class_of: Ints
    members: Ints
    begin: Ints
    begin_offset: Longs
    arc_start: Longs
    arc_source: Ints
    arc_offset: Longs

    @classmethod
    def of(cls, conflict: Conflict) -> Layout:
        """Lay a conflict out; SolveError where the search cannot tell so many parties apart."""
        p, n = conflict.ranks.shape
        if p > MAX_PARTIES:
            raise SolveError(
                f"{p} parties found; at most {MAX_PARTIES} can be told apart here: "
                "join parties that always act together"
            )
        any_free = any(isinstance(moves, FreeMoves) for moves in conflict.moves)
        class_of = np.zeros((p, n if any_free else 0), dtype=np.int32)
        members = np.zeros_like(class_of)
        limits: list[Ints] = []
        starts: list[Longs] = []
        sources: list[Ints] = []
        limit_at, arcs_at = np.full((2, p), -1, dtype=np.int64)
        for i, moves in enumerate(conflict.moves):
            if isinstance(moves, ArcMoves):
                back = moves.backward
                arcs_at[i] = sum(map(len, starts))
                starts.append(back.start + sum(map(len, sources)))
                sources.append(back.target)
                continue
            classes = moves.classes
            class_of[i] = classes.of_state
            members[i] = by_class_and_rank(classes.of_state, classes.first, conflict.ranks[i])
            limit_at[i] = sum(map(len, limits))
            limits.append(classes.first)
        return cls(
            conflict.ranks, class_of, members, _joined(limits, np.int32), limit_at,
            _joined(starts, np.int64), _joined(sources, np.int32), arcs_at,
        )  # fmt: skip

    def least_reachable(self, value: Ints, movers: Ints, *, improving: bool) -> Ints:
        """Return the least value that ``movers`` can reach from each state, itself included."""
        return graph_kernels.least_reachable(
            value, graph_kernels.ascending(value), movers, improving, self.ranks, self.class_of,
            self.begin, self.begin_offset, self.members,
            self.arc_start, self.arc_offset, self.arc_source,
        )  # fmt: skip


def _joined(parts: list[Ints] | list[Longs], dtype: type) -> NDArray:  # type: ignore[type-arg]
    return np.concatenate(parts).astype(dtype, copy=False) if parts else np.zeros(1, dtype=dtype)


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
