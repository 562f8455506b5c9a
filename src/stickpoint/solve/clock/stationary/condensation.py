"""Game → its components: open states that can lead back to one another, the last ones first.

Where moves cannot be undone the stationary equations fall apart. A component needs only the values
of the states it leads to, which stand for it as if they were settled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.layout import (
    Blocks,
    Moves,
    blocks_of_arcs,
    moves_of,
    places_of,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Component:
    """States to be solved together, numbered anew with those they lead to.

    Attributes
    ----------
    moves : Moves
        Over ``states``; all but ``open`` count as settled.
    states : ndarray of int64, shape (local states,)
        The number of each in the game.
    open : ndarray of int64, shape (open states,)
        Rows of ``states`` whose values are sought.
    """

    moves: Moves
    states: Ints
    open: Ints


def within_reach(game: Game, start: int) -> Game:
    """Count as settled what the game cannot come to from a state, so that nobody solves for it.

    No move and no chance leads from what can be reached to what cannot, so nothing changes for
    the former. Dated shocks lead nowhere here: without a horizon nobody sees them come.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import breadth_first_order

    source, target, nodes = Condensation(game)._edges()
    graph = coo_array((np.ones(source.size, dtype=np.int8), (source, target)), (nodes, nodes))
    seen = np.zeros(nodes, dtype=np.bool_)
    seen[breadth_first_order(graph.tocsr(), start, return_predecessors=False)] = True
    beyond = ~seen[: game.n_states] & ~game.settled
    if not beyond.any() or not game.terms:
        return game
    return replace(
        game,
        settled=game.settled | beyond,
        terms_index=np.where(beyond, 0, game.terms_index).astype(np.int32),
    )


class Condensation:
    """Finds the components of a game and cuts them out."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.moves = moves_of(game)

    @cached_property
    def components(self) -> list[Ints]:
        """The open states of each component, every component after those it leads to."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        source, target, nodes = self._edges()
        graph = coo_array((np.ones(source.size, dtype=np.int8), (source, target)), (nodes, nodes))
        _, label = connected_components(graph.tocsr(), directed=True, connection="strong")
        # Pearce's algorithm closes sinks first; should a release number them otherwise, turn round.
        if (label[source] < label[target]).any():
            label = -label
        opened = np.flatnonzero(~self.game.settled)
        by_label = opened[np.argsort(label[opened], kind="stable")]
        cuts = np.flatnonzero(np.diff(label[by_label])) + 1
        return [part for part in np.split(by_label, cuts) if part.size]

    def _edges(self) -> tuple[Ints, Ints, int]:
        """Return who leads where; a class has a node of its own, through which its members lead."""
        m, n = self.moves, self.game.n_states
        free, sources, targets = n, [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for i in range(m.pace.size):
            if m.pace[i] == 0.0:
                continue
            if not m.is_free[i]:
                rows = slice(int(m.start[i, 0]), int(m.start[i, -1]))
                sources.append(np.repeat(np.arange(n), np.diff(m.start[i])))
                targets.append(m.target[rows].astype(np.int64))
                continue
            begin = self._begin(i)
            hub = np.repeat(np.arange(begin.size - 1), np.diff(begin)) + free
            member = m.member[begin[0] : begin[-1]].astype(np.int64)
            sources += [member, hub]
            targets += [hub, member]
            free += begin.size - 1
        happens = m.nature_rate > 0
        sources.append(np.repeat(np.arange(n), np.diff(m.nature_start))[happens])
        targets.append(m.nature_target[happens].astype(np.int64))
        source, target = np.concatenate(sources), np.concatenate(targets)
        over = np.zeros(free, dtype=np.bool_)
        over[:n] = self.game.settled
        keep = ~over[source]
        return source[keep], target[keep], free

    def _begin(self, party: int) -> Ints:
        first, last = self.moves.lot[self.moves.first[party : party + 2]]
        return self.moves.begin[first : last + 1]

    @cached_property
    def _class_of(self) -> dict[int, tuple[Ints, Ints]]:
        """For parties with classes: the class of each state, and its place among the members."""
        found = {}
        for i in np.flatnonzero(self.moves.is_free):
            begin = self._begin(int(i))
            member = self.moves.member[begin[0] : begin[-1]]
            label = np.full(self.game.n_states, -1, dtype=np.int64)
            place = np.full(self.game.n_states, -1, dtype=np.int64)
            label[member] = np.repeat(np.arange(begin.size - 1), np.diff(begin))
            place[member] = np.arange(begin[0], begin[-1])
            found[int(i)] = (label, place)
        return found

    def cut(self, states: Ints, *, spelled_out: bool) -> Component:
        """Cut a component out; with ``spelled_out`` every free choice becomes a list of arcs."""
        whole = states.size == np.count_nonzero(~self.game.settled)
        if whole and not (spelled_out and self._class_of):
            every = np.arange(self.game.n_states)
            return Component(self.moves, every, states)
        kept = {} if spelled_out else self._class_of
        arcs = {i: self._arcs(i, states) for i in range(self.game.n_parties) if i not in kept}
        classes = {i: self._classes(i, states) for i in kept}
        chance, goal, rate = self._chances(states)
        ahead = [pair[1] for pair in arcs.values()] + [goal]
        ahead += [self.moves.member[member].astype(np.int64) for _, member in classes.values()]
        beyond = np.setdiff1d(np.concatenate(ahead), states)
        local = np.concatenate((states, beyond))
        return self._assemble(local, states.size, arcs, classes, (chance, goal, rate))

    def _arcs(self, i: int, states: Ints) -> tuple[Ints, Ints, Floats]:
        """Return how many moves a party has from each state, their targets and efforts."""
        m = self.moves
        if not m.is_free[i]:
            low, count = m.start[i, states], m.start[i, states + 1] - m.start[i, states]
            rows = _ranges(low, count)
            return count, m.target[rows].astype(np.int64), m.effort[rows]
        label, place = self._class_of[i]
        begin = self._begin(i)
        known = label[states] >= 0
        low = np.where(known, begin[label[states]], 0)
        size = np.where(known, begin[label[states] + 1] - low, 0)
        rows, own = _ranges(low, size), np.repeat(place[states], size)
        other = rows != own
        count = np.maximum(size - 1, 0)
        before, after = m.slot[own[other]], m.slot[rows[other]]
        effort = np.zeros(before.size)
        for k in range(int(m.bits[i])):
            was, becomes = (before >> k) & 1, (after >> k) & 1
            paid = np.where(becomes == 1, m.turn_on[i, k], m.turn_off[i, k])
            effort += np.where(was == becomes, 0.0, paid)
        return count, m.member[rows[other]].astype(np.int64), effort

    def _classes(self, i: int, states: Ints) -> tuple[Ints, Ints]:
        """Return the sizes of the classes that hold these states, and their members' places."""
        begin = self._begin(i)
        label = np.unique(self._class_of[i][0][states])
        label = label[label >= 0]
        size = begin[label + 1] - begin[label]
        return size, _ranges(begin[label], size)

    def _chances(self, states: Ints) -> tuple[Ints, Ints, Floats]:
        m = self.moves
        low, high = m.nature_start[states], m.nature_start[states + 1]
        rows = _ranges(low, high - low)
        return high - low, m.nature_target[rows].astype(np.int64), m.nature_rate[rows]

    def _assemble(
        self,
        local: Ints,
        n_open: int,
        arcs: dict[int, tuple[Ints, Ints, Floats]],
        classes: dict[int, tuple[Ints, Ints]],
        chance: tuple[Ints, Ints, Floats],
    ) -> Component:
        """Renumber all by the places in ``local``, of which the first are open."""
        m, n = self.moves, local.size
        order = np.argsort(local)
        ranked = local[order]

        def renamed(states: Ints) -> NDArray[np.int32]:
            return order[np.searchsorted(ranked, states)].astype(np.int32)

        p = self.game.n_parties
        start = self._starts(n, {i: count for i, (count, _, _) in arcs.items()})
        goals = [*(goal for _, goal, _ in arcs.values()), np.empty(0, dtype=np.int64)]
        target = renamed(np.concatenate(goals))
        blocks = []
        for i in range(p):
            if i not in classes:
                blocks.append(blocks_of_arcs(start[i], target))
                continue
            size, kept = classes[i]
            rows = 1 if m.costs_nothing[i] else 1 << int(m.bits[i])
            member = renamed(m.member[kept].astype(np.int64))
            blocks.append(Blocks(_offsets(size, size.size), member, m.slot[kept], rows))
        moves = m._replace(
            start=start,
            target=target,
            effort=np.concatenate([*(effort for _, _, effort in arcs.values()), np.empty(0)]),
            is_free=np.array([i in classes for i in range(p)]),
            nature_start=_offsets(chance[0], n),
            nature_target=renamed(chance[1]),
            nature_rate=chance[2],
            settled=np.arange(n) >= n_open,
            **places_of(blocks, start, target),
        )
        return Component(moves, local, np.arange(n_open))

    def _starts(self, n: int, counts: dict[int, Ints]) -> Ints:
        """Return where each party's arcs begin, one party's after another's, (parties, n + 1)."""
        start, used = np.zeros((self.game.n_parties, n + 1), dtype=np.int64), 0
        for i in range(self.game.n_parties):
            start[i] = used + _offsets(counts.get(i, np.zeros(0, dtype=np.int64)), n)
            used = int(start[i, -1])
        return start


def _offsets(count: Ints, n: int) -> Ints:
    """Return where each of n rows begins, and the last ends; rows beyond the counts are empty."""
    every = np.zeros(n + 1, dtype=np.int64)
    every[1 : count.size + 1] = count
    return np.cumsum(every)


def _ranges(low: Ints, count: Ints) -> Ints:
    """Return low, low + 1, … for each pair, one after the other."""
    ends = np.cumsum(count)
    return np.arange(ends[-1] if ends.size else 0) + np.repeat(low - (ends - count), count)
