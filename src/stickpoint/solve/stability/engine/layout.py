"""A conflict's moves laid out flat for the compiled search: classes and arcs side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, FreeMoves
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
