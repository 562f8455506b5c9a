"""What a wait is for, where no party's hurry would shorten it: nature, a first chance, nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.solve.clock.stationary.condensation import reached

MOST_MOVES = 2_000_000
"""Moves beyond which nobody should ask."""
NEVER = 1e12
"""When an event comes that is said never to come, in the unit of a case."""
_Pairs = NDArray[np.int64]
_UNNAMED = ""


def waits_for(game: Game, start: int, horizon: float) -> tuple[tuple[str, ...], bool] | None:
    """Return what of nature's has to change before it can be settled, by name.

    All of these are needed, or, where none is, any one of them, which the second part says. No name
    where the parties alone can settle it; None where nothing leads to a settlement. Terms that
    lapse may lead on, but nobody waits for that.
    """
    own = [game.arcs(i)[0].astype(np.int64) for i in range(game.n_parties) if game.pace[i] > 0]
    own.append(_together(game))
    nature = dict(_nature(game, horizon))
    own.append(nature.pop(_UNNAMED, np.empty((0, 2), np.int64)))

    def ends(without: str = "", *, alone: bool = False) -> bool:
        chances = [] if alone else [pairs for name, pairs in nature.items() if name != without]
        pairs = np.concatenate([*own, *chances])
        pairs = pairs[~game.settled[pairs[:, 0]]]
        there = reached(pairs[:, 0], pairs[:, 1], game.n_states, start)
        return bool((there & game.settled).any())

    if ends(alone=True):
        return (), False
    if not ends():
        return None
    needed = tuple(name for name in nature if not ends(name))
    return (needed, False) if needed else (tuple(nature), True)


def can_end(game: Game) -> bool:
    """Tell whether anything that may be done or happen leads from the start to a settlement.

    Yes also where there are too many moves to follow.
    """
    start = game.start_state or 0
    if game.n_moves > MOST_MOVES or game.settled[start]:
        return True
    return waits_for(game, start, np.inf) is not None


def _together(game: Game) -> _Pairs:
    """Return the arcs of agreements among parties that each get a chance to move."""
    acts, stuck = game.agreements, game.pace <= 0
    can = [not stuck[[party for party, _ in needed]].any() for needed in acts.needed()]
    return np.column_stack((acts.source, acts.target)).astype(np.int64)[np.array(can, dtype=bool)]


def _nature(game: Game, horizon: float) -> Iterator[tuple[str, _Pairs]]:
    """Return the arcs of each thing that changes by chance, or on a date within the horizon.

    Terms that lapse are no such thing, and all have one name.
    """
    source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start))
    pairs = np.column_stack((source, game.nature_target)).astype(np.int64)[game.nature_rate > 0]
    if game.conflict is not None and game.conflict.codes is not None and len(pairs):
        codes = game.conflict.codes[pairs]
        flipped = codes[:, 0] ^ codes[:, 1]
        lapsing = np.zeros(flipped.size, dtype=np.bool_)
        for bit in np.unique(flipped).tolist():
            place = (bit & -bit).bit_length() - 1
            if game.conflict.owners[place] >= 0:
                lapsing |= flipped == np.uint64(bit)
            else:
                yield game.conflict.options[place], pairs[flipped == np.uint64(bit)]
        yield _UNNAMED, pairs[lapsing]
    else:
        yield _UNNAMED, pairs
    every = np.arange(game.n_states, dtype=np.int64)
    for event in game.events:
        # A day counted from later on, such an event comes a little sooner than never.
        if 0 < event.time < min(horizon, NEVER / 2):
            yield event.name, np.column_stack((every, event.target.astype(np.int64)))
