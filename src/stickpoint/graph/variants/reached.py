"""Games → the same with only the states that a course can come to, laid out once for many.

What anybody expects in a state hangs on where the game may go from there and on nothing else. So
the states that neither moves nor agreements, chance or dates lead to from where courses begin can
be left out, and every answer from there on is what it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.agreements.table import Agreements
from stickpoint.graph.game import Game
from stickpoint.graph.moves import FreeChoice
from stickpoint.graph.variants.changed import changed

Flags = NDArray[np.bool_]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


class Reached:
    """How the games of one structure shrink to the states that a course can come to.

    Parameters
    ----------
    game : Game
        Any of them.
    starts : iterable of int
        Where courses may begin. In each game that is asked for, its own beginning has to be one of
        them, or a state that they lead to.

    Attributes
    ----------
    place : ndarray of int32, shape (states,)
        Where each state goes; -1 for one that is left out.
    """

    def __init__(self, game: Game, starts: Iterable[int]) -> None:
        is_kept = reached(game, starts)
        self._kept = np.flatnonzero(is_kept)
        self.place = np.where(is_kept, np.cumsum(is_kept) - 1, -1).astype(np.int32)
        n, leaves = game.n_states, is_kept & ~game.settled
        source = np.concatenate([_sources(own) for own in game.start])
        self._rows = np.flatnonzero(leaves[source])
        self._target = self.place[game.target[self._rows]]
        mover = np.repeat(np.arange(game.n_parties), game.start[:, -1] - game.start[:, 0])
        row = mover[self._rows] * n + source[self._rows]
        count = np.bincount(row, minlength=game.n_parties * n).reshape(-1, n)[:, self._kept]
        ends = np.cumsum(count).reshape(count.shape)
        self._start = np.column_stack((ends[:, :1] - count[:, :1], ends)).astype(np.int64)
        self._settled = game.settled[self._kept]
        self._free = [own and self._fewer(own) for own in game.free]
        source = _sources(game.nature_start)
        self._chance = np.flatnonzero(leaves[source])
        self._nature = self.place[game.nature_target[self._chance]]
        count = np.bincount(source[self._chance], minlength=n)[self._kept]
        self._begin = np.concatenate(([0], np.cumsum(count))).astype(np.int64)

    @property
    def is_whole(self) -> bool:
        """Whether no state is left out."""
        return self._kept.size == self.place.size

    def of(self, game: Game) -> Game:
        """Return one of the games with those states alone."""
        kept = self._kept
        here = -1 if game.start_state is None else int(self.place[game.start_state])
        return changed(
            game,
            payoffs=game.payoffs.take(kept, axis=1),
            terminal=game.terminal.take(kept, axis=1),
            holds=game.holds[kept] if game.holds.size else game.holds,
            paused=game.paused[kept] if game.paused.size else game.paused,
            once=game.once[:, kept] if game.once.size else game.once,
            at_end=game.at_end[:, kept] if game.at_end.size else game.at_end,
            start=self._start,
            target=self._target,
            effort=game.effort[self._rows],
            free=tuple(
                few and own and changed(few, turn_on=own.turn_on, turn_off=own.turn_off)
                for few, own in zip(self._free, game.free, strict=True)
            ),
            nature_start=self._begin,
            nature_target=self._nature,
            nature_rate=game.nature_rate[self._chance],
            settled=self._settled,
            terms_index=game.terms_index[kept],
            tolls={name: toll[kept] for name, toll in game.tolls.items()},
            events=tuple(changed(x, target=self._lands(x.target)) for x in game.events),
            agreements=_among(game.agreements, self.place),
            start_state=here if here >= 0 else None,
            conflict=None,
        )

    def _lands(self, target: Ints) -> Ints:
        """Return what each state turns into on a date; what is settled stays as it is."""
        own, goes = np.arange(self._kept.size, dtype=np.int32), self.place[target[self._kept]]
        return np.where(goes < 0, own, goes)

    def _fewer(self, own: FreeChoice) -> FreeChoice:
        """Return classes of free choice with the states that are kept, without empty classes."""
        stays = self.place[own.members] >= 0
        label = np.repeat(np.arange(own.first.size - 1), np.diff(own.first))[stays]
        size = np.bincount(label, minlength=own.first.size - 1)
        first = np.concatenate(([0], np.cumsum(size[size > 0]))).astype(np.int32)
        members = self.place[own.members[stays]]
        return replace(own, first=first, members=members, slot=own.slot[stays])


def reached(game: Game, starts: Iterable[int]) -> Flags:
    """Mark the states that a course can come to, (states,), from where it may begin.

    By any party's moves, by agreements, chance and dates, however small a rate.

    Examples
    --------
    >>> game = Game.from_arcs(
    ...     [[(0, 1), (2, 1)]], [[0.0, 1.0, 0.0]], pace=1.0, precision=1.0, discount=0.0,
    ...     settled=[False, True, False],
    ... )
    >>> reached(game, [0]).tolist()
    [True, True, False]
    """
    found = np.zeros(game.n_states, dtype=np.bool_)
    found[list(starts)] = True
    arcs = [(_sources(own), game.target[own[0] : own[-1]]) for own in game.start]
    arcs.append((_sources(game.nature_start), game.nature_target))
    acts = game.agreements
    arcs.append((acts.source.astype(np.int64), acts.target))
    source = np.concatenate([one for one, _ in arcs])
    target = np.concatenate([other for _, other in arcs])
    goes = ~game.settled[source]
    source, target, count = source[goes], target[goes], -1
    while count != (count := int(found.sum())):
        found[target[found[source]]] = True
        for free in game.free:
            if free is not None:
                _spread(free, found, game.settled)
        for event in game.events:
            found[event.target[found & ~game.settled]] = True
    return found


def _spread(free: FreeChoice, found: Flags, settled: Flags) -> None:
    """Mark all of each class of which a state is marked that is not settled."""
    label = np.repeat(np.arange(free.first.size - 1), np.diff(free.first))
    leaves = found[free.members] & ~settled[free.members]
    is_open = np.bincount(label, weights=leaves, minlength=free.first.size - 1) > 0
    found[free.members[is_open[label]]] = True


def _sources(begin: Longs) -> Longs:
    """Return the state that each row leaves, by where the rows of each state begin."""
    return np.repeat(np.arange(begin.size - 1), np.diff(begin))


def _among(acts: Agreements, place: Ints) -> Agreements:
    """Return the agreements that are made in states that are kept; where it is settled none is."""
    if not acts.size:
        return acts
    stays = (place[acts.source] >= 0) & (place[acts.target] >= 0)
    parts = stays[acts.act]
    begin = np.concatenate(([0], np.cumsum(np.diff(acts.begin)[stays]))).astype(np.int64)
    return Agreements(
        place[acts.source[stays]].astype(np.int32), place[acts.target[stays]].astype(np.int32),
        acts.share[stays], begin, acts.party[parts], acts.effort[parts],
    )  # fmt: skip
