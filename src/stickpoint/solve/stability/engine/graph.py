"""Any conflict laid out flat → the five concepts, by the least rank that the others can force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, FreeMoves, Moves
from stickpoint.solve.stability.engine import arc_kernels, graph_kernels
from stickpoint.solve.stability.engine.graph_kernels import Ints, Longs, by_class_and_rank
from stickpoint.solve.stability.engine.reach import pull_kernels, reach_kernels

MAX_PARTIES = 64
_PULL_PART = 32
"""To pull costs about as much as to push from so small a part of the states."""
PULL_FIRST = 1 << 14
"""From so many states on the state of least value is settled before any arc is turned round."""
_ROUNDS = 4
_FEW_LEFT = 2
"""Where so small a part of the states is left then, only their arcs are turned round."""


@dataclass(frozen=True)
class Arcs:
    """The arcs of several parties, one party after another.

    Those by which party j leaves state s lead to ``target[start[at[j] + s] : start[at[j] + s +
    1]]``; ``at`` is -1 for a party without arcs.
    """

    at: Longs
    start: Longs
    target: Ints

    @classmethod
    def of(cls, moves: Sequence[Moves], gains_in: Ints | None = None) -> Arcs:
        """Put arcs side by side; with ranks, only those by which their party improves."""
        at = np.full(len(moves), -1, dtype=np.int64)
        starts: list[Longs] = []
        targets: list[Ints] = []
        for j, own in enumerate(moves):
            if isinstance(own, ArcMoves):
                start, target = own.start, own.target
                if gains_in is not None:
                    start, target = arc_kernels.only_gains(start, target, gains_in[j])
                at[j] = sum(map(len, starts))
                starts.append(start + sum(map(len, targets)))
                targets.append(target)
        return cls(at, _joined(starts, np.int64), _joined(targets, np.int32))

    def of_party(self, party: int) -> tuple[Longs, Ints]:
        """Return the limits and the ends of one party's arcs."""
        return self.start[self.at[party] :], self.target

    def back(self, movers: Ints, skip: NDArray[np.bool_]) -> tuple[Longs, Ints]:
        """Return the movers' arcs turned round, without those that leave a state to skip."""
        return arc_kernels.turned_round(self.start, self.target, self.at, movers, skip)

    @cached_property
    def all_back(self) -> tuple[Longs, Ints]:
        """All arcs, turned round."""
        parties = np.arange(self.at.size, dtype=np.int32)
        n = self.start.size // max(1, int((self.at >= 0).sum())) - 1
        return self.back(parties, np.zeros(n, dtype=np.bool_))


@dataclass(frozen=True)
class Layout:
    """Every party's moves, laid out for the search.

    A party with free choice has the class of each state in its row of ``class_of`` and the states
    class by class, worst first, in that of ``members`` (both (parties, states)); the limits of
    its classes are ``begin[begin_offset[j] :][: begin_size[j]]``. One with arcs has its moves in
    ``plain``, its improvements in ``gains``.
    """

    ranks: Ints
    class_of: Ints
    members: Ints
    begin: Ints
    begin_offset: Longs
    begin_size: Longs
    plain: Arcs
    gains: Arcs

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
        offset, size = np.full((2, p), -1, dtype=np.int64)
        for i, moves in enumerate(conflict.moves):
            if isinstance(moves, FreeMoves):
                classes = moves.classes
                class_of[i] = classes.of_state
                members[i] = by_class_and_rank(classes.of_state, classes.first, conflict.ranks[i])
                offset[i], size[i] = sum(map(len, limits)), len(classes.first)
                limits.append(classes.first)
        plain, gains = Arcs.of(conflict.moves), Arcs.of(conflict.moves, conflict.ranks)
        begin = _joined(limits, np.int32)
        return cls(conflict.ranks, class_of, members, begin, offset, size, plain, gains)

    def least_reachable(self, value: Ints, movers: Ints, *, improving: bool) -> Ints:
        """Return the least value that ``movers`` can reach from each state, itself included."""
        return self.least_in(value, graph_kernels.ascending(value), movers, improving)

    def least_in(self, value: Ints, order: Ints, movers: Ints, improving: bool) -> Ints:
        """Do the same, given the states by ascending value."""
        n = value.size
        # One bit for each mover and one for nobody; words as short as that allows stay in cache.
        word = np.uint8 if movers.size < 8 else np.uint64
        arcs = self.gains if improving else self.plain
        seen, waiting = np.zeros((2, n), dtype=word)
        least = np.full(n, np.iinfo(np.int32).max, dtype=np.int32)
        stack = np.empty(n, dtype=np.int32)
        classes = (self.begin, self.begin_offset, self.begin_size, self.members)
        marks = (seen, waiting, least, stack)
        height, begin = 0, pull_from(n)
        back: tuple[Longs, Ints] | None = None
        if n >= PULL_FIRST and arcs.target.size:
            height = pull_kernels.pull_first(
                order[0], value[order[0]], movers, improving, self.ranks, *classes, arcs.at,
                arcs.start, arcs.target, *marks, begin, _ROUNDS,
            )  # fmt: skip
            done = seen == (2 << movers.size) - 1
            if n - int(done.sum()) <= n // _FEW_LEFT:
                back = arcs.back(movers, done)
        reach_kernels.least_reachable(
            value, order, movers, improving, self.ranks, self.class_of, *classes, arcs.at,
            arcs.start, arcs.target, *(back or arcs.all_back), *marks, height, begin,
        )  # fmt: skip
        return least


def pull_from(n_states: int) -> int:
    """Return from how many waiting states on the search pulls."""
    return n_states // _PULL_PART + 1


RULES = {"gmr": (False, False), "smr": (True, False), "seq": (False, True), "sseq": (True, True)}


def tasks(conflict: Conflict, stable: dict[str, NDArray[np.bool_]]) -> list[Callable[[], None]]:
    """List the independent pieces of work that fill ``stable``."""
    layout = Layout.of(conflict)
    return [
        lambda i=i: judge(conflict, layout, i, {name: mask[i] for name, mask in stable.items()})  # type: ignore[misc]
        for i in range(conflict.n_parties)
    ]


def judge(
    conflict: Conflict, layout: Layout, party: int, answers: dict[str, NDArray[np.bool_]]
) -> None:
    """Write where a party would stay under each concept asked for."""
    rank, movers = conflict.ranks[party], others(conflict, party)
    best = best_within_one_move(conflict, party)
    order: dict[bool, Ints] = {}
    for concept, out in answers.items():
        if concept == "nash":
            np.greater_equal(rank, best, out=out)
            continue
        symmetric, improving = RULES[concept]
        value = best if symmetric else rank
        if symmetric not in order:
            order[symmetric] = graph_kernels.ascending(value)
        least = layout.least_in(value, order[symmetric], movers, improving)
        _mark_answered(layout, conflict, party, least, out)


def _mark_answered(
    layout: Layout, conflict: Conflict, party: int, least: Ints, out: NDArray[np.bool_]
) -> None:
    """Mark where the others can take every gain away."""
    rank = conflict.ranks[party]
    if layout.gains.at[party] >= 0:
        arc_kernels.all_answered(rank, least, *layout.gains.of_party(party), out)
        return
    # What some move keeps whatever the others answer, a party can secure.
    np.greater_equal(rank, best_move(conflict.moves[party], np.minimum(rank, least)), out=out)


def _joined(parts: list[Ints] | list[Longs], dtype: type) -> NDArray:  # type: ignore[type-arg]
    return np.concatenate(parts).astype(dtype, copy=False) if parts else np.zeros(1, dtype=dtype)


def others(conflict: Conflict, party: int) -> Ints:
    """List the other parties, as the kernels want them."""
    return np.array([j for j in range(conflict.n_parties) if j != party], dtype=np.int32)


def best_within_one_move(conflict: Conflict, party: int) -> Ints:
    """Return the best rank a party has in each state or one move away, shape (states,)."""
    rank = conflict.ranks[party]
    return np.maximum(rank, best_move(conflict.moves[party], rank))


def best_move(moves: Moves, worth: Ints) -> Ints:
    """Return the best worth that one move leads to, or staying in a class, (states,)."""
    if isinstance(moves, ArcMoves):
        return graph_kernels.best_by_arcs(worth, moves.start, moves.target)
    classes = moves.classes
    best: Ints = np.maximum.reduceat(worth[classes.members], classes.first[:-1])
    return best[classes.of_state]
