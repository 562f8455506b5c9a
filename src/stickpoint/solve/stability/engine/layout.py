"""A conflict's moves laid out flat for the compiled search: classes and arcs side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, FreeMoves
from stickpoint.solve.stability.engine import graph_kernels
from stickpoint.solve.stability.engine.graph_kernels import by_class_and_rank

MAX_PARTIES = 64


@dataclass(frozen=True)
class Layout:
    """Every party's moves, seen from the state that is entered.

    Parameters
    ----------
    ranks : ndarray of int32, shape (parties, states)
    class_of, members : ndarray of int32, shape (parties, states)
        For a party with free choice: the class of each state, and the states class by class,
        worst first. Nothing for the others.
    begin : ndarray of int32
        Where each class begins in its party's row of ``members``, all parties in a row.
    begin_offset : ndarray of int64, shape (parties,)
        Where a party's part of ``begin`` starts; -1 for a party with arcs.
    arc_start, arc_source : ndarray of int64, int32
        Arcs turned round: those that enter state t of party j come from
        ``arc_source[arc_start[o + t] : arc_start[o + t + 1]]``, o = ``arc_offset[j]``.
    arc_offset : ndarray of int64, shape (parties,)
        -1 for a party with free choice.
    """

    ranks: NDArray[np.int32]
    class_of: NDArray[np.int32]
    members: NDArray[np.int32]
    begin: NDArray[np.int32]
    begin_offset: NDArray[np.int64]
    arc_start: NDArray[np.int64]
    arc_source: NDArray[np.int32]
    arc_offset: NDArray[np.int64]

    @classmethod
    def of(cls, conflict: Conflict) -> Layout:
        """Lay a conflict out.

        Raises
        ------
        SolveError
            More parties than the search can tell apart.
        """
        p, n = conflict.ranks.shape
        if p > MAX_PARTIES:
            raise SolveError(
                f"{p} parties found; at most {MAX_PARTIES} can be told apart here: "
                "join parties that always act together"
            )
        any_free = any(isinstance(moves, FreeMoves) for moves in conflict.moves)
        class_of = np.zeros((p, n if any_free else 0), dtype=np.int32)
        members = np.zeros_like(class_of)
        limits, limit_at = [], np.full(p, -1, dtype=np.int64)
        starts, sources, arcs_at = [], [], np.full(p, -1, dtype=np.int64)
        limits_so_far = starts_so_far = arcs_so_far = 0
        for i, moves in enumerate(conflict.moves):
            if isinstance(moves, ArcMoves):
                back = moves.backward
                starts.append(back.start + arcs_so_far)
                sources.append(back.target)
                arcs_at[i] = starts_so_far
                starts_so_far += back.start.size
                arcs_so_far += back.target.size
                continue
            classes = moves.classes
            class_of[i] = classes.of_state
            members[i] = by_class_and_rank(classes.of_state, classes.first, conflict.ranks[i])
            limits.append(classes.first)
            limit_at[i] = limits_so_far
            limits_so_far += classes.first.size
        return cls(
            ranks=conflict.ranks,
            class_of=class_of,
            members=members,
            begin=_joined(limits, np.int32),
            begin_offset=limit_at,
            arc_start=_joined(starts, np.int64),
            arc_source=_joined(sources, np.int32),
            arc_offset=arcs_at,
        )

    def least_reachable(
        self, value: NDArray[np.int32], movers: NDArray[np.int32], *, improving: bool
    ) -> NDArray[np.int32]:
        """Return the least value that ``movers`` can reach from each state, itself included."""
        return graph_kernels.least_reachable(
            value,
            graph_kernels.ascending(value),
            movers,
            improving,
            self.ranks,
            self.class_of,
            self.begin,
            self.begin_offset,
            self.members,
            self.arc_start,
            self.arc_offset,
            self.arc_source,
        )


def _joined(parts: list[NDArray[np.int32]] | list[NDArray[np.int64]], dtype: type) -> NDArray:  # type: ignore[type-arg]
    return np.concatenate(parts).astype(dtype, copy=False) if parts else np.zeros(1, dtype=dtype)
