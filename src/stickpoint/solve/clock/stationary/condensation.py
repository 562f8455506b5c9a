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
from stickpoint.solve.clock.agreements.layout import Joint, chances_of
from stickpoint.solve.clock.blocks import Blocks, blocks_of_arcs, places_of, rows_of
from stickpoint.solve.clock.engine.layout import Moves, moves_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Component:
    """States to be solved together, numbered anew with those they lead to.

    ``states`` (local states,) are their numbers in the game; ``open`` the rows of ``states`` whose
    values are sought. In ``moves``, over ``states``, all but ``open`` count as settled.
    """

    moves: Moves
    states: Ints
    open: Ints


def within_reach(game: Game, start: int) -> Game:
    """Count as settled what the game cannot come to from a state, so that nobody solves for it.

    No move and no chance leads from what can be reached to what cannot, so nothing changes for
    the former. Dated shocks lead nowhere here: without a horizon nobody sees them come.
    """
    beyond = ~reached(*Condensation(game)._edges(), start)[: game.n_states] & ~game.settled
    if not beyond.any() or not game.terms:
        return game
    return replace(
        game,
        settled=game.settled | beyond,
        terms_index=np.where(beyond, 0, game.terms_index).astype(np.int32),
    )


def reached(source: Ints, target: Ints, n: int, start: int) -> NDArray[np.bool_]:
    """Mark the nodes below n that arcs lead to from a node; node n may be a start of its own."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import breadth_first_order

    graph = coo_array((np.ones(source.size, dtype=np.int8), (source, target)), (n + 1, n + 1))
    seen = np.zeros(n + 1, dtype=np.bool_)
    seen[breadth_first_order(graph.tocsr(), start, return_predecessors=False)] = True
    return seen[:n]


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
        made = chances_of(m.joint, m.pace, m.settled) > 0
        sources.append(m.joint.source[made].astype(np.int64))
        targets.append(m.joint.target[made].astype(np.int64))
        source, target = np.concatenate(sources), np.concatenate(targets)
        keep = np.append(~self.game.settled, np.ones(free - n, dtype=np.bool_))[source]
        return source[keep], target[keep], free

    def _begin(self, party: int) -> Ints:
        first, last = self.moves.lot[self.moves.first[party : party + 2]]
        return self.moves.begin[first : last + 1]

    @cached_property
    def _place_of(self) -> dict[int, Ints]:
        """For parties with classes: the place of each state among the members, -1 for none."""
        found = {}
        for i in np.flatnonzero(self.moves.is_free).tolist():
            begin, place = self._begin(i), np.full(self.game.n_states, -1, dtype=np.int64)
            place[self.moves.member[begin[0] : begin[-1]]] = np.arange(begin[0], begin[-1])
            found[i] = place
        return found

    def cut(self, states: Ints, *, spelled_out: bool) -> Component:
        """Cut a component out; with ``spelled_out`` every free choice becomes a list of arcs."""
        whole = states.size == np.count_nonzero(~self.game.settled)
        if whole and not (spelled_out and self._place_of):
            return Component(self.moves, np.arange(self.game.n_states), states)
        kept = {} if spelled_out else self._place_of
        arcs = {i: self._arcs(i, states) for i in range(self.game.n_parties) if i not in kept}
        classes = {i: self._classes(i, states) for i in kept}
        chance, joint = self._chances(states), self._joint(states)
        ahead = [pair[1] for pair in arcs.values()] + [chance[1], joint.target.astype(np.int64)]
        ahead += [self.moves.member[member].astype(np.int64) for _, member in classes.values()]
        local = np.concatenate((states, np.setdiff1d(np.concatenate(ahead), states)))
        return self._assemble(local, states.size, arcs, classes, chance, joint)

    def _arcs(self, i: int, states: Ints) -> tuple[Ints, Ints, Floats]:
        """Return how many moves a party has from each state, their targets and efforts."""
        m = self.moves
        if not m.is_free[i]:
            low, count = m.start[i, states], m.start[i, states + 1] - m.start[i, states]
            rows = _ranges(low, count)
            return count, m.target[rows].astype(np.int64), m.effort[rows]
        place = self._place_of[i][states]
        block = m.block[place]
        low = m.begin[block]
        size = np.where(place >= 0, m.begin[block + 1] - low, 0)
        rows, own = _ranges(low, size), np.repeat(place, size)
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
        place, begin = self._place_of[i][states], self.moves.begin
        block = np.unique(self.moves.block[place[place >= 0]])
        size = begin[block + 1] - begin[block]
        return size, _ranges(begin[block], size)

    def _chances(self, states: Ints) -> tuple[Ints, Ints, Floats]:
        m = self.moves
        low, high = m.nature_start[states], m.nature_start[states + 1]
        rows = _ranges(low, high - low)
        return high - low, m.nature_target[rows].astype(np.int64), m.nature_rate[rows]

    def _joint(self, states: Ints) -> Joint:
        """Return the agreements that are made in some states."""
        joint = self.moves.joint
        if not joint.source.size:
            return joint
        act = np.flatnonzero(np.isin(joint.source, states))
        size = np.diff(joint.begin)[act]
        part = _ranges(joint.begin[:-1][act], size)
        _, voice = np.unique(joint.voice[part], return_inverse=True)
        return Joint(
            joint.source[act], joint.target[act], joint.share[act], _offsets(size, size.size),
            joint.party[part], joint.effort[part], voice.ravel().astype(np.int64),
        )  # fmt: skip

    def _assemble(
        self, local: Ints, n_open: int, arcs: dict[int, tuple[Ints, Ints, Floats]],
        classes: dict[int, tuple[Ints, Ints]], chance: tuple[Ints, Ints, Floats],
        joint: Joint,
    ) -> Component:  # fmt: skip
        """Renumber all by the places in ``local``, of which the first are open."""
        m, n, p = self.moves, local.size, self.game.n_parties
        place = np.empty(self.game.n_states, dtype=np.int32)
        place[local] = np.arange(n)
        counts = np.zeros((p, n), dtype=np.int64)
        for i, (count, _, _) in arcs.items():
            counts[i, :n_open] = count
        start = _offsets(counts.ravel(), p * n)[n * np.arange(p)[:, None] + np.arange(n + 1)]
        nothing = np.empty(0, dtype=np.int64)
        target = place[np.concatenate([*(goal for _, goal, _ in arcs.values()), nothing])]
        blocks = []
        for i in range(p):
            if i not in classes:
                blocks.append(blocks_of_arcs(start[i], target))
                continue
            size, kept = classes[i]
            begin = _offsets(size, size.size)
            rows = rows_of(begin, int(m.bits[i]), costs_nothing=bool(m.costs_nothing[i]))
            own = Blocks(begin, place[m.member[kept]], m.slot[kept], rows)
            blocks.append(own)
        moves = m._replace(
            start=start,
            target=target,
            effort=np.concatenate([*(effort for _, _, effort in arcs.values()), np.empty(0)]),
            is_free=np.array([i in classes for i in range(p)]),
            nature_start=_offsets(chance[0], n),
            nature_target=place[chance[1]],
            nature_rate=chance[2],
            settled=np.arange(n) >= n_open,
            joint=joint._replace(source=place[joint.source], target=place[joint.target]),
            **places_of(blocks, start, target),
        )
        return Component(moves, local, np.arange(n_open))


def _offsets(count: Ints, n: int) -> Ints:
    """Return where each of n rows begins, and the last ends; rows beyond the counts are empty."""
    every = np.zeros(n + 1, dtype=np.int64)
    every[1 : count.size + 1] = count
    return np.cumsum(every)


def _ranges(low: Ints, count: Ints) -> Ints:
    """Return low, low + 1, … for each pair, one after the other."""
    ends = np.cumsum(count)
    return np.arange(ends[-1] if ends.size else 0) + np.repeat(low - (ends - count), count)
