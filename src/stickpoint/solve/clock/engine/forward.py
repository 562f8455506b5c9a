"""Values and a start → where the conflict stands at each time, and what has been paid by then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.backward import Trace, events_within, landing

_ROWS = 256

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Distribution:
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
        """Return the probability of being unsettled at any times, as exactly as the steps are."""
        at = np.searchsorted(self.rows[:, 0], times, side="right").clip(1, len(self.rows)) - 1
        begin, h, opened, change, bend, twist, rest = self.rows[at].T
        x = (times - begin) / h
        inner = bend + x * (twist + (1 - x) * rest)
        curve: Floats = opened + x * (change + (1 - x) * inner)
        return curve

    def shares_at(self, times: Floats) -> Floats:
        """Return the probability of having settled on each of the terms, shape (times, terms).

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


def solve_forward(trace: Trace, start: Floats, *, tolerance: float = 1e-8) -> Distribution:
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
    times, shares = trace.times, np.zeros((trace.times.size, len(game.terms)))
    shares[-1] = _shares(game, mass)
    ahead = iter(events_within(game, float(times[0])))
    step, first = float(times[0]) / 100, times.size - 2
    jumps = np.flatnonzero(times[1:] == times[:-1])[::-1].tolist()
    for jump in [*jumps, -1]:
        if first > jump:
            within = (first, jump + 1)
            more, step = _stretch(trace, within, (mass, spent), step, tolerance, shares)
            rows += more
        if jump >= 0:
            where = landing(game, next(ahead))
            mass = np.bincount(where, weights=mass, minlength=game.n_states).astype(np.float64)
            shares[jump] = _shares(game, mass)
            first = jump - 1
    table = np.concatenate(rows)
    return Distribution(
        times=np.append(table[:, 0], times[0]),
        rows=table,
        share_times=times[::-1].copy(),
        shares=shares[::-1].copy(),
        spent=spent,
        mass=mass,
        settled=game.settled,
    )


def _stretch(
    trace: Trace, within: tuple[int, int], held: tuple[Floats, Floats], step: float,
    tolerance: float, shares: Floats,
) -> tuple[list[Floats], float]:  # fmt: skip
    """Go through the kept intervals between two jumps, mass and time spent in place.

    Gives the rows filled and the step to go on with.
    """
    from stickpoint.solve.clock.engine import runge_kernels as runge
    from stickpoint.solve.clock.engine.layout import moves_of

    (late, last), moves = within, moves_of(trace.game)
    begin, fate = float(trace.times[late + 1]), runge.FULL
    rows: list[Floats] = []
    while fate == runge.FULL:
        room = np.empty((_ROWS, 7))
        filled, late, begin, step, fate = runge.forward(
            *held, late, last, begin, step, tolerance, moves,
            trace.times, trace.values, trace.slopes, trace.game.terms_index, room, shares,
        )  # fmt: skip
        rows.append(room[:filled])
    if fate != runge.DONE:
        raise SolveError(f"steps became too small at time {begin:g}")
    return rows, step


def _shares(game: Game, mass: Floats) -> Floats:
    over = game.settled
    shares = np.bincount(game.terms_index[over], weights=mass[over], minlength=len(game.terms))
    return shares.astype(np.float64)
