"""A game's dates and the end of a record → which states' values are asked for, and over which time.

Until a date that nobody foresees a record is in states that the game leads to from its start; from
then on in those that they turn into, and what these lead to. Where the two have no state in common
but settled ones, either are solved back by themselves, and kept over their own time only: what is
expected after the date hangs on nothing that is expected if it never comes, and the other way
round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Event, Game
from stickpoint.graph.variants.reached import Reached, reached
from stickpoint.solve.clock.engine.backward import events_within, landing
from stickpoint.solve.clock.engine.trace import Trace
from stickpoint.solve.clock.traces import traces

SHORTEST = 1e-6
"""Part of the horizon over which steps are kept at least: a record may end where it begins."""

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


class Known(NamedTuple):
    """Traces of several games of one structure, and where in them each state stands.

    ``place`` (states,) is -1 for a state that they do not have.
    """

    traces: list[Trace]
    place: Ints


class Span(NamedTuple):
    """States that a record may be in, (states,), from a first time to a last."""

    states: Flags
    first: float
    last: float


def spans(game: Game, end: float, horizon: float) -> list[Span]:
    """List which states a record up to ``end`` may be in, and when; only what is settled is in two.

    All states at all times where it is not known in which state the game starts. What happens at
    the horizon parts nothing: nobody looks further.
    """
    if game.start_state is None:
        return [Span(np.ones(game.n_states, dtype=np.bool_), 0.0, end)]
    foreseen = foresighted(game)
    unseen = [shock for shock in game.events if not shock.foreseen]
    within = [shock for shock in unseen if 0 < shock.time <= end and shock.time < horizon]
    shocks = sorted(within, key=lambda shock: shock.time)
    found: list[Span] = []
    here, begin = reached(foreseen, [game.start_state]), 0.0
    for shock in shocks:
        _add(found, Span(here, begin, shock.time), game.settled)
        here = reached(foreseen, np.unique(landing(game, shock)[here]).tolist())
        begin = shock.time
    _add(found, Span(here, begin, end), game.settled)
    return found


def foresighted(game: Game) -> Game:
    """Leave out the dates that nobody sees coming."""
    return replace(game, events=tuple(x for x in game.events if x.foreseen))


def _add(found: list[Span], more: Span, settled: Flags) -> None:
    """Add a span, as one with those that it has an unsettled state in common with."""
    for one in [one for one in found if (one.states & more.states & ~settled).any()]:
        more = Span(one.states | more.states, min(one.first, more.first), more.last)
        found.remove(one)
    found.append(more)


def known(
    games: Sequence[Game], span: Span, horizon: float, tolerance: float, place: Ints
) -> Known:
    """Solve games of one structure back over the states of a span, down to its first time.

    ``place`` says where each state that is asked about later stands in these games, -1 for none.
    Steps are kept from the last time of the span on.
    """
    moved = [
        replace(game, events=_moved(game, span, horizon)) if game.events else game for game in games
    ]
    less = Reached(moved[0], np.flatnonzero(span.states).tolist())
    own = [less.of(game) for game in moved]
    ahead = horizon - span.first
    shown = max(span.last - span.first, SHORTEST * horizon)
    every = traces(own, ahead, shown=min(shown, ahead), tolerance=tolerance)
    found = [replace(trace, times=trace.times + span.first) for trace in every]
    return Known(found, np.where(place < 0, -1, less.place[place]).astype(np.int64))


def _moved(game: Game, span: Span, horizon: float) -> tuple[Event, ...]:
    """Return the dates that values hang on, as seen from the first time of a span."""
    ahead = events_within(game, horizon, foreseen=True)
    return tuple(replace(x, time=x.time - span.first) for x in ahead if x.time > span.first)
