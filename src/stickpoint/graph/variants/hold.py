"""Game → the same game in which terms end it only once they have stood for a while.

A state that meets terms is left as soon as somebody gains by it, so it is no end yet. Here it stays
playable, with its payoffs and tolls, and passes at a rate, as chance would have it, into a copy
that absorbs and pays on what the state paid: the terms have held, and the deadlock is over. What
parties agree on has to stand as well.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.agreements.table import Agreements
from stickpoint.graph.game import Game
from stickpoint.graph.moves import FreeChoice

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


def held(game: Game, rate: ArrayLike) -> Game:
    """Let settled states end a game only once they have stood, which they do at a rate.

    Parameters
    ----------
    game : Game
    rate : float or array_like of float, shape (states,)
        How fast a settled state that nobody leaves becomes an end, per unit of time. Of states
        that are open nothing is read. A settled state with a rate of 0 never becomes one, unless it
        is agreed on.

    Returns
    -------
    Game
        With the states of ``game`` first, none of them settled, then one settled copy of each
        state that was settled, in the order of the states; it has no words (``conflict`` is None).

    Raises
    ------
    ModelError
        A rate below 0 or not finite, or of another shape.

    Examples
    --------
    One may give in, and take it back: giving in counts once it has stood a month, on average.

    >>> game = Game.from_arcs(
    ...     [[(0, 1), (1, 0)]], [[0.0, 0.0]], pace=1.0, precision=1.0, discount=0.0,
    ...     settled=[False, True],
    ... )
    >>> longer = held(game, 1.0)
    >>> longer.n_states, longer.settled.tolist()
    (3, [False, False, True])
    """
    rates = np.broadcast_to(np.asarray(rate, dtype=np.float64), (game.n_states,))
    if not (np.isfinite(rates) & (rates >= 0)).all():
        raise ModelError(f"rate is {rate!r}; expected numbers of at least 0")
    n, standing = game.n_states, np.flatnonzero(game.settled)
    copies = n + np.arange(standing.size)
    both = np.concatenate((np.arange(n), standing))
    settled = np.zeros(both.size, dtype=np.bool_)
    settled[copies] = True
    chance = _chances(game, standing, copies, rates[standing])
    ends = np.repeat(game.start[:, -1:], standing.size, axis=1)
    return replace(
        game,
        payoffs=np.ascontiguousarray(game.payoffs[:, both]),
        terminal=np.ascontiguousarray(game.terminal[:, both]),
        holds=np.empty(0),
        paused=game.paused[both] if game.paused.size else game.paused,
        once=_lumps(game, standing, both),
        at_end=np.empty((0, 0)),
        start=np.concatenate((game.start, ends), axis=1),
        free=tuple(own if own is None else _with_copies(own, copies) for own in game.free),
        nature_start=chance[0],
        nature_target=chance[1],
        nature_rate=chance[2],
        settled=settled,
        terms_index=np.where(settled, game.terms_index[both], -1).astype(np.int32),
        tolls={name: toll[both] for name, toll in game.tolls.items()},
        events=tuple(
            replace(x, target=np.concatenate((x.target, copies)).astype(np.int32))
            for x in game.events
        ),
        agreements=_agreed(game, standing[rates[standing] == 0], copies[rates[standing] == 0]),
        conflict=None,
    )


def end_of(settled: NDArray[np.bool_], state: int) -> int:
    """Return which state of a held game is the end that a settled one passes into.

    ``settled``, (states,), is that of the game before it was `held`.

    >>> end_of(np.array([False, True, False, True]), 3)
    5
    """
    return settled.size + int(np.count_nonzero(settled[:state]))


def _agreed(game: Game, signed: Longs, copies: Longs) -> Agreements:
    """Let agreements on states that are signed lead to their copies."""
    acts, place = game.agreements, np.arange(game.n_states)
    place[signed] = copies
    return replace(acts, target=place[acts.target].astype(np.int32))


def _lumps(game: Game, standing: Longs, both: Longs) -> Floats:
    """Return what is paid once: for what is over only in the copies, in which it is."""
    if not game.once.size:
        return game.once
    found = game.once[:, both]
    found[:, game.n_states :] += game.at_end[:, standing]
    return found


def _with_copies(own: FreeChoice, copies: Longs) -> FreeChoice:
    """Add copies, each a class of its own, which nobody leaves and none reaches."""
    first = own.first[-1] + np.arange(1, copies.size + 1, dtype=np.int32)
    return replace(
        own,
        first=np.concatenate((own.first, first)).astype(np.int32),
        members=np.concatenate((own.members, copies)).astype(np.int32),
        slot=np.concatenate((own.slot, np.zeros(copies.size, dtype=own.slot.dtype))),
    )


def _chances(
    game: Game, standing: Longs, copies: Longs, rates: Floats
) -> tuple[Longs, NDArray[np.int32], Floats]:
    """Put the passing into a copy last among what chance may do in each settled state."""
    n = game.n_states
    source = np.repeat(np.arange(n), np.diff(game.nature_start))
    sources = np.concatenate((source, standing))
    order = np.argsort(sources, kind="stable")
    count = np.bincount(sources, minlength=n + copies.size)
    return (
        np.concatenate(([0], np.cumsum(count))).astype(np.int64),
        np.concatenate((game.nature_target, copies))[order].astype(np.int32),
        np.concatenate((game.nature_rate, rates))[order],
    )
