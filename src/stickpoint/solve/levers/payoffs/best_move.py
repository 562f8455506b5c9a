"""A run of the clock → which single move, made now, would shorten the wait most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.clock.engine.forward import solve_forward


@dataclass(frozen=True, eq=False)
class BestMove:
    """One move made at time 0, everybody playing as before from there.

    Attributes
    ----------
    party, target : int
        Who moves, and to which state.
    effort : float
    wait, saved : float
        Expected unsettled time after it, and how much less that is than without it.
    gain : float
        What the mover expects after it over what it expects now, the effort taken off, in its own
        units. Above 0 it would want to; it may be about to.
    """

    party: int
    target: int
    effort: float
    wait: float
    saved: float
    gain: float


def best_moves(run: Clock) -> tuple[BestMove, ...]:
    """Try every move open to any party now, the one that shortens the wait most first.

    No values have to be solved for again: the clock knows them, and the expected unsettled time,
    from every state.
    """
    waits, found = run.trace.first[:, -1], []
    for party in range(run.game.n_parties):
        targets, efforts = run.game.moves_from(party, run.start)
        for target, effort in zip(targets.tolist(), efforts.tolist(), strict=True):
            wait = float(waits[target])
            gain = float(run.value[party, target] - run.value[party, run.start]) - effort
            saved = float(waits[run.start]) - wait
            found.append(BestMove(party, target, effort, wait, saved, gain))
    return tuple(sorted(found, key=lambda move: (-move.saved, move.party, move.target)))


def median_after(run: Clock, move: BestMove) -> float | None:
    """Return the median time to settle after a move; None beyond the horizon."""
    mass = np.zeros(run.game.n_states)
    mass[move.target] = 1.0
    course = solve_forward(run.trace, mass, tolerance=run.tolerance)
    after = Clock(run.game, move.target, run.horizon, run.shocks, run.tolerance, run.trace, course)
    return after.median
