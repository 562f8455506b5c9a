"""Many games → groups of one structure, of those that can be solved side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.layout import WIDTH
from stickpoint.solve.clock.symmetry.leaders import leaders


def groups_of(games: Sequence[Game], shocks: str) -> Iterator[list[int]]:
    """Put up to as many games together as can stand side by side, all of one structure."""
    waiting: dict[tuple[Any, ...], list[int]] = {}
    known = _Known()
    for k, game in enumerate(games):
        key = (*_structure(game, known), fits(game, shocks))
        waiting.setdefault(key, []).append(k)
        if len(waiting[key]) == WIDTH:
            yield waiting.pop(key)
    yield from waiting.values()


class _Known:
    """Numbers for arrays, the same for equal ones; draws share whole arrays, read once then."""

    def __init__(self) -> None:
        self._by_text: dict[tuple[Any, ...], int] = {}
        # The arrays are kept, so that no other takes the place of one of them.
        self._by_place: dict[tuple[int, ...], tuple[int, Sequence[NDArray[Any]]]] = {}

    def number(self, arrays: Sequence[NDArray[Any]]) -> int:
        """Return a number that stands for what some arrays hold."""
        place = tuple(map(id, arrays))
        if (found := self._by_place.get(place)) is None:
            text = tuple((array.shape, array.tobytes()) for array in arrays)
            number = self._by_text.setdefault(text, len(self._by_text))
            found = self._by_place[place] = number, arrays
        return found[0]


def _structure(game: Game, known: _Known) -> tuple[Any, ...]:
    """Return what must be equal for two games to share their loops."""
    acts = game.agreements
    moves = (game.start, game.target, game.nature_start, game.nature_target)
    arrays: list[NDArray[Any]] = [*moves, game.settled, game.terms_index]
    for free in game.free:
        arrays += [] if free is None else [free.first, free.members, free.slot]
    parts: list[Any] = [game.payoffs.shape, game.terms, tuple(game.tolls), known.number(arrays)]
    parts.append(known.number((acts.source, acts.target, acts.share, acts.begin, acts.party)))
    # Options that all cost nothing take another path through the loops.
    parts += [
        None if free is None else bool(free.turn_on.any() or free.turn_off.any())
        for free in game.free
    ]
    return tuple(parts)


def fits(game: Game, shocks: str) -> bool:
    """Tell whether the game can stand beside others."""
    # Of a few numbers Python's own comparisons take a fraction of the time of an array's.
    plain = all(0 < precision < inf for precision in game.precision.tolist())
    if not plain or shocks == "mistakes":
        return False
    return not (_may_be_mirrored(game) and _is_mirrored(game, backward.READINGS[shocks]))


def _is_mirrored(game: Game, reading: int) -> bool:
    """Tell whether two parties are mirror images, which are held equal one by one only."""
    first = leaders(game, reading, beside=True)
    return bool((first % game.n_parties != np.arange(first.size) % game.n_parties).any())


def _may_be_mirrored(game: Game) -> bool:
    """Tell the same at a glance, of some that are none too."""
    own = [*zip(*(x.tolist() for x in (game.pace, game.precision, game.discount)), strict=True)]
    if len(set(own)) == len(own):
        return False
    for i, j in combinations(range(game.n_parties), 2):
        if own[i] == own[j]:
            pair = np.sort(game.payoffs[[i, j]], axis=1)
            if (pair[0] == pair[1]).all() and pair[0, 0] != pair[0, -1]:
                return True
    return False
