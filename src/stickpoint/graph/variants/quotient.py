"""Groups of states that go on alike → games in which each is one state, laid out once for many.

`coalesce` merges what a case calls the same and refuses what differs. Here nothing differs (the
groups are those of `copies`), so that the first member of each stands for all of them, and only
numbers have to be read anew from game to game.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.graph.game_arrays import flat_arcs
from stickpoint.graph.moves import FreeChoice, as_free_choice

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


class Quotient:
    """How the games of one structure shrink when groups of their states become one state each.

    Parameters
    ----------
    game : Game
        Any of them.
    groups : sequence of ndarray of bool, shape (states,)
        As `copies` finds them.

    Attributes
    ----------
    place : ndarray of int32, shape (states,)
        Where each state goes.
    """

    def __init__(self, game: Game, groups: Sequence[NDArray[np.bool_]]) -> None:
        leader = np.arange(game.n_states)
        for mask in groups:
            leader[mask] = np.flatnonzero(mask)[0]
        self._kept, place = np.unique(leader, return_inverse=True)
        self.place = place.astype(np.int32)
        self._is_kept = leader == np.arange(game.n_states)
        self._moves = [self._merged(game, i) for i in range(game.n_parties)]
        self._settled = settled = game.settled[self._kept]
        self._begin, self._goes, self._rows = self._chances(game)
        nothing = [(pairs, np.zeros(len(pairs))) for pairs, _, _ in self._moves]
        self._free: list[FreeChoice | None] = [None] * game.n_parties
        for i, (pairs, price) in enumerate(nothing):
            if not self._costs(game, i):
                self._free[i] = as_free_choice(pairs, price, settled)
        self._start, self._target, _ = flat_arcs(nothing, self._free, self._kept.size)

    def of(self, game: Game) -> Game:
        """Return one of the games with each group as one state."""
        kept = self._kept
        lists = [price for i, price in enumerate(self._prices(game)) if self._free[i] is None]
        return replace(
            game,
            payoffs=np.ascontiguousarray(game.payoffs[:, kept]),
            terminal=np.ascontiguousarray(game.terminal[:, kept]),
            once=game.once[:, kept] if game.once.size else game.once,
            at_end=game.at_end[:, kept] if game.at_end.size else game.at_end,
            start=self._start,
            target=self._target,
            effort=np.concatenate([*lists, np.zeros(0)]),
            free=tuple(self._free),
            nature_start=self._begin,
            nature_target=self._goes,
            nature_rate=game.nature_rate[self._rows],
            settled=self._settled,
            terms_index=game.terms_index[kept],
            paused=game.paused[kept] if game.paused.size else game.paused,
            tolls={name: toll[kept] for name, toll in game.tolls.items()},
            events=tuple(replace(x, target=self.place[x.target[kept]]) for x in game.events),
            agreements=game.agreements.merged(self.place),
            start_state=None if game.start_state is None else int(self.place[game.start_state]),
            conflict=None,
        )

    def _merged(self, game: Game, party: int) -> tuple[Longs, Longs, Longs]:
        """Return moves between groups, and which arcs make up each: their order, its begin."""
        pairs, _ = game.arcs(party)
        own = np.flatnonzero(self._is_kept[pairs[:, 0]])
        table = self.place[pairs[own]].astype(np.int64).reshape(-1, 2)
        goes = table[:, 0] != table[:, 1]
        own, table = own[goes], table[goes]
        order = np.lexsort((table[:, 1], table[:, 0]))
        table = table[order]
        fresh = np.ones(len(table), dtype=np.bool_)
        fresh[1:] = (np.diff(table, axis=0) != 0).any(axis=1)
        return table[fresh], own[order], np.flatnonzero(fresh)

    def _costs(self, game: Game, party: int) -> bool:
        """Tell whether a party's moves may have a price, in this game or in another like it."""
        free = game.free[party]
        if free is not None:
            return bool(free.turn_on.any() or free.turn_off.any())
        arcs = slice(int(game.start[party, 0]), int(game.start[party, -1]))
        return bool(game.effort[arcs].any())

    def _prices(self, game: Game) -> list[Floats]:
        """Return the effort of each party's merged moves: the least of those that make it up."""
        found = []
        for i, (pairs, order, begin) in enumerate(self._moves):
            if not len(pairs) or not self._costs(game, i):
                found.append(np.zeros(len(pairs)))
                continue
            arcs = slice(int(game.start[i, 0]), int(game.start[i, -1]))
            effort = game.effort[arcs] if game.free[i] is None else game.arcs(i)[1]
            found.append(np.minimum.reduceat(effort[order], begin))
        return found

    def _chances(self, game: Game) -> tuple[Longs, NDArray[np.int32], Longs]:
        """Return nature's moves from the first of each group, which are those of the rest.

        Where those of each begin, where each leads, and which of the game's own it is.
        """
        source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start))
        rows = np.flatnonzero(self._is_kept[source])
        count = np.bincount(self.place[source[rows]], minlength=self._kept.size)
        start = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
        return start, self.place[game.nature_target[rows]], rows
