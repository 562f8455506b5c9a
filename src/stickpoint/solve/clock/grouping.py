"""Many games → groups of one structure, of those that can be solved side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
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
    known: dict[int, tuple[Any, ...]] = {}
    for k, game in enumerate(games):
        key = (*_structure(game, known), fits(game, shocks))
        waiting.setdefault(key, []).append(k)
        if len(waiting[key]) == WIDTH:
            yield waiting.pop(key)
    yield from waiting.values()


def _structure(game: Game, known: dict[int, tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return what must be equal for two games to share their loops."""

    def text(array: NDArray[Any]) -> tuple[Any, ...]:
        # Draws often share whole arrays; those need not be read again.
        if id(array) not in known:
            known[id(array)] = (array.shape, hash(array.tobytes()), array)
        return known[id(array)][:2]

    parts: list[Any] = [game.payoffs.shape, game.terms, tuple(game.tolls)]
    structure = (game.start, game.target, game.nature_start, game.nature_target)
    acts = game.agreements
    joint = (acts.source, acts.target, acts.share, acts.begin, acts.party)
    parts += [text(array) for array in (*structure, game.settled, game.terms_index, *joint)]
    for free in game.free:
        parts.append(free and tuple(map(text, (free.first, free.members, free.slot))))
        # Options that all cost nothing take another path through the loops.
        parts.append(free and bool(free.turn_on.any() or free.turn_off.any()))
    return tuple(parts)


def fits(game: Game, shocks: str) -> bool:
    """Tell whether the game can stand beside others."""
    if not all(0.0 < own < np.inf for own in game.precision.tolist()) or shocks == "mistakes":
        return False
    return not (_may_be_mirrored(game) and _is_mirrored(game, backward.READINGS[shocks]))


def _is_mirrored(game: Game, reading: int) -> bool:
    """Tell whether two parties are mirror images, which are held equal one by one only."""
    first = leaders(game, reading, beside=True)
    return bool((first % game.n_parties != np.arange(first.size) % game.n_parties).any())


def _may_be_mirrored(game: Game) -> bool:
    """Tell the same at a glance, of some that are none too."""
    own = [*zip(*(x.tolist() for x in (game.pace, game.precision, game.discount)), strict=True)]
    for i, j in combinations(range(game.n_parties), 2):
        if own[i] == own[j]:
            pair = np.sort(game.payoffs[[i, j]], axis=1)
            if (pair[0] == pair[1]).all() and pair[0, 0] != pair[0, -1]:
                return True
    return False
