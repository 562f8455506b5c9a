"""Values and a start → where the conflict stands at each time, and what has been paid by then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.game import Game
from stickpoint.errors import SolveError
from stickpoint.solve.clock.backward import Trace, landing, shocks_within

_ROWS = 64

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Course:
    """The distribution over states, summed up at every step.

    Attributes
    ----------
    times : ndarray of float, shape (steps + 1,)
        Ascending, from 0 to the horizon.
    rows : ndarray of float, shape (steps, 7)
        What `open_at` reads.
    shares : ndarray of float, shape (marks, terms)
        Probability of having settled on each of the terms, at ``share_times`` (marks,).
    spent : ndarray of float, shape (states,)
        Expected time in each state up to the horizon.
    mass : ndarray of float, shape (states,)
        Distribution at the horizon.
    """

    times: Floats
    rows: Floats
    share_times: Floats
    shares: Floats
    spent: Floats
    mass: Floats
    settled: NDArray[np.bool_]

    @property
    def open(self) -> Floats:
        """Probability of being unsettled at each of ``times``."""
        return np.append(self.rows[:, 2], self.mass[~self.settled].sum())

    def open_at(self, times: Floats) -> Floats:
        """Give the probability of being unsettled at any times, as exactly as the steps are."""
        at = np.searchsorted(self.rows[:, 0], times, side="right").clip(1, len(self.rows)) - 1
        begin, h, opened, change, bend, twist, rest = self.rows[at].T
        x = (times - begin) / h
        inner = bend + x * (twist + (1 - x) * rest)
        curve: Floats = opened + x * (change + (1 - x) * inner)
        return curve

    def shares_at(self, times: Floats) -> Floats:
        """Give the probability of having settled on each of the terms, shape (times, terms).

        Within a step what leaves the open states is taken to split as over the whole step; with
        `open_at` the terms add up to 1.
        """
        late = np.searchsorted(self.share_times, times, side="right")
        late = late.clip(1, len(self.share_times) - 1)
        before, after = self.shares[late - 1], self.shares[late]
        was = 1.0 - before.sum(axis=1)
        left = after.sum(axis=1) - before.sum(axis=1)
        part = np.divide(was - self.open_at(times), left, out=np.zeros_like(was), where=left > 0)
        found: Floats = before + part[:, None] * (after - before)
        return found


def solve_forward(trace: Trace, start: Floats, *, tolerance: float = 1e-8) -> Course:
    """Carry a distribution forward under the values of a trace.

    Parameters
    ----------
    trace : Trace
        From `solve_backward`.
    start : ndarray of float, shape (states,)
        Distribution at time 0.
    tolerance : float

    Raises
    ------
    SolveError
        The steps became too small, which a trace that is done does not cause.
    """
    game = trace.game
    mass, spent = start.astype(np.float64), np.zeros(game.n_states)
    rows: list[Floats] = []
    marks = [(float(trace.times[-1]), _shares(game, mass))]
    ahead = iter(shocks_within(game, float(trace.times[0])))
    step = float(trace.times[0]) / 100
    for late in range(trace.times.size - 2, -1, -1):
        time = float(trace.times[late])
        if time == trace.times[late + 1]:
            where = landing(game, next(ahead))
            mass = np.bincount(where, weights=mass, minlength=game.n_states).astype(np.float64)
        else:
            step = _interval(trace, late, mass, spent, step, tolerance, rows)
        marks.append((time, _shares(game, mass)))
    table = np.concatenate(rows)
    share_times, shares = zip(*marks, strict=True)
    return Course(
        times=np.append(table[:, 0], trace.times[0]),
        rows=table,
        share_times=np.array(share_times),
        shares=np.array(shares),
        spent=spent,
        mass=mass,
        settled=game.settled,
    )


def _interval(
    trace: Trace,
    late: int,
    mass: Floats,
    spent: Floats,
    step: float,
    tolerance: float,
    rows: list[Floats],
) -> float:
    """Go through one kept interval, in place; give the step to go on with."""
    from stickpoint.solve.clock import runge_kernels as runge
    from stickpoint.solve.clock.layout import moves_of

    moves = moves_of(trace.game)
    begin, fate = float(trace.times[late + 1]), runge.FULL
    while fate == runge.FULL:
        room = np.empty((_ROWS, 7))
        filled, begin, step, fate = runge.forward(
            mass, spent, late, begin, step, tolerance, moves,
            trace.times, trace.values, trace.slopes, room,
        )  # fmt: skip
        rows.append(room[:filled])
    if fate != runge.DONE:
        raise SolveError(f"steps became too small at time {begin:g}")
    return step


def _shares(game: Game, mass: Floats) -> Floats:
    over = game.settled
    shares = np.bincount(game.outcome[over], weights=mass[over], minlength=len(game.terms))
    return shares.astype(np.float64)
