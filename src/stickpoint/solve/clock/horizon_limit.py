"""Stationary clock → a horizon so long that looking further changes nothing, if there is one.

Over a horizon the answer is the only one, and it is soon had. Where it comes to the stationary
answer as the horizon grows, what is defined over a horizon alone, such as shares of the delay, has
a meaning without one. It need not: the answer may go round for ever, or to another equilibrium.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.stationary_clock import StationaryClock

WAITS = 15
"""The shortest horizon that is tried, in expected waits."""
TRIED = 5
"""How many horizons are tried, each twice the one before."""
NEAR = 0.01
"""How near they must come: as a part of the expected wait, and for the share of each ending."""
_ROOM = 1 << 28


def far_enough(
    run: StationaryClock, *, shocks: str = "centred", tolerance: float = 1e-6
) -> float | None:
    """Find a horizon over which, and over twice which, the answer is the stationary one.

    ``shocks`` is the reading of which it is the answer, ``tolerance`` that of the solves over
    horizons. None where no horizon tried will do, or the wait has no end.
    """
    mean = run.mean
    if run.game.settled[run.start] or not 0 < mean < 1e9:
        return None
    game, horizon, last = unforeseen_left_out(run.game), math.ceil(WAITS * mean), False
    for _ in range(TRIED + 1):
        near = _alike(game, run, float(horizon), shocks, tolerance)
        if near is None:
            return None
        if near and last:
            return horizon / 2
        horizon, last = 2 * horizon, near
    return None


def unforeseen_left_out(game: Game) -> Game:
    """Leave out what changes on a date that nobody foresees, which no stationary answer has."""
    return replace(game, events=())


def _alike(
    game: Game, run: StationaryClock, horizon: float, shocks: str, tolerance: float
) -> bool | None:
    """Tell whether the answer over a horizon is the stationary one; None where it cannot be had."""
    ends = [
        backward.Observer(np.zeros(game.n_states), game.terms_index == k)
        for k in range(len(game.terms))
    ]
    watch = (backward.unsettled_time(game), *ends)
    size = 16 * game.n_states * (game.n_parties + len(watch))
    most = min(backward.MAX_STEPS, max(100, _ROOM // size))
    trace = backward.solve_backward(
        game, horizon, shocks=shocks, tolerance=tolerance, max_steps=most, observers=watch
    )
    if trace.status != "done":
        return None
    wait, *shares = trace.first[run.start, game.n_parties :].tolist()
    known = [run.outcomes[name] for name in game.terms]
    apart = max(abs(one - two) for one, two in zip(shares, known, strict=True))
    return abs(wait - run.mean) <= NEAR * run.mean and apart <= NEAR
