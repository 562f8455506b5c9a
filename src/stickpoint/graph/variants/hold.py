"""Game → the same game in which terms end it only once they have stood for a while.

A state that meets terms is left as soon as somebody gains by it, so it is no end yet. Here it stays
playable, with its payoffs and tolls, and passes at a rate, as chance would have it, into a copy
that absorbs and pays on what the state paid: the terms have held, and the deadlock is over. What
parties agree on has to stand as well.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.agreements.table import Agreements
from stickpoint.graph.game import Game
from stickpoint.graph.moves import FreeChoice
from stickpoint.graph.variants.changed import changed

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
    laid = _laid_out(game)
    both, standing, copies = laid.both, laid.standing, laid.copies
    passing = rates[standing]
    return changed(
        game,
        payoffs=game.payoffs.take(both, axis=1),
        terminal=game.terminal.take(both, axis=1),
        holds=np.empty(0),
        paused=game.paused[both] if game.paused.size else game.paused,
        once=_lumps(game, standing, both),
        at_end=np.empty((0, 0)),
        start=laid.start,
        free=tuple(
            own and few and changed(few, turn_on=own.turn_on, turn_off=own.turn_off)
            for own, few in zip(game.free, laid.free, strict=True)
        ),
        nature_start=laid.nature_start,
        nature_target=laid.nature_target,
        nature_rate=np.concatenate((game.nature_rate, passing))[laid.order],
        settled=laid.settled,
        terms_index=laid.terms_index,
        tolls={name: toll[both] for name, toll in game.tolls.items()},
        events=tuple(
            changed(x, target=np.concatenate((x.target, copies)).astype(np.int32))
            for x in game.events
        ),
        agreements=_agreed(game, standing[passing == 0], copies[passing == 0]),
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
    acts = game.agreements
    if not (acts.size and signed.size):
        return acts
    place = np.arange(game.n_states)
    place[signed] = copies
    return changed(acts, target=place[acts.target].astype(np.int32))


def _lumps(game: Game, standing: Longs, both: Longs) -> Floats:
    """Return what is paid once: for what is over only in the copies, in which it is."""
    if not game.once.size:
        return game.once
    found = game.once[:, both]
    found[:, game.n_states :] += game.at_end[:, standing]
    return found


class _Laid(NamedTuple):
    """What is the same in all held games whose arrays of moves and of who settled where are one.

    ``both`` are the states and then those that have a copy, ``order`` says in which order the rates
    of chance come, with those of passing behind them.
    """

    both: Longs
    standing: Longs
    copies: Longs
    start: Longs
    free: tuple[FreeChoice | None, ...]
    nature_start: Longs
    nature_target: NDArray[np.int32]
    order: Longs
    settled: NDArray[np.bool_]
    terms_index: NDArray[np.int32]


_KEPT: dict[tuple[int, ...], tuple[list[NDArray[Any]], _Laid]] = {}
_MOST_KEPT, _SMALL = 32, 1 << 16
"""Layouts that are kept, and states beyond which none is."""


def _laid_out(game: Game) -> _Laid:
    """Lay out what does not change between games that share their arrays, once for all of them."""
    parts = [game.settled, game.start, game.nature_start, game.nature_target, game.terms_index]
    for own in game.free:
        parts += [game.start] if own is None else [own.first, own.members, own.slot]
    if game.n_states > _SMALL:
        return _copied(game)
    key = tuple(map(id, parts))
    if (known := _KEPT.get(key)) is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        # The arrays are kept too, so that no other takes the place of one of them.
        known = _KEPT[key] = parts, _copied(game)
    return known[1]


def _copied(game: Game) -> _Laid:
    """Put a copy of each settled state behind the states."""
    n, standing = game.n_states, np.flatnonzero(game.settled)
    copies = n + np.arange(standing.size)
    both = np.concatenate((np.arange(n), standing))
    settled = np.zeros(both.size, dtype=np.bool_)
    settled[copies] = True
    # The passing into a copy is the last that chance may do in each settled state.
    source = np.repeat(np.arange(n), np.diff(game.nature_start))
    sources = np.concatenate((source, standing))
    order = np.argsort(sources, kind="stable")
    count = np.bincount(sources, minlength=n + copies.size)
    ends = np.repeat(game.start[:, -1:], standing.size, axis=1)
    return _Laid(
        both=both,
        standing=standing,
        copies=copies,
        start=np.concatenate((game.start, ends), axis=1),
        free=tuple(own and _with_copies(own, copies) for own in game.free),
        nature_start=np.concatenate(([0], np.cumsum(count))).astype(np.int64),
        nature_target=np.concatenate((game.nature_target, copies))[order].astype(np.int32),
        order=order,
        settled=settled,
        terms_index=np.where(settled, game.terms_index[both], -1).astype(np.int32),
    )


def _with_copies(own: FreeChoice, copies: Longs) -> FreeChoice:
    """Add copies, each a class of its own, which nobody leaves and none reaches."""
    first = own.first[-1] + np.arange(1, copies.size + 1, dtype=np.int32)
    return replace(
        own,
        first=np.concatenate((own.first, first)).astype(np.int32),
        members=np.concatenate((own.members, copies)).astype(np.int32),
        slot=np.concatenate((own.slot, np.zeros(copies.size, dtype=own.slot.dtype))),
    )
