"""Kept values → the rates at which given states are left at given times."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.trace import Trace

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class RatesInTime:
    """Reads values between the kept steps, and the rates that follow from them."""

    def __init__(self, trace: Trace) -> None:
        self.trace, self.game = trace, trace.game
        self.horizon = float(trace.times[0])
        # Where a party can move from a state, and the effort of each move.
        self._moves: dict[tuple[int, int], tuple[Ints, Floats]] = {}

    def leaving(self, state: int, when: Floats) -> list[tuple[int, Ints, Floats]]:
        """List mover, targets and rates (times, targets) of what leads out of a state."""
        from stickpoint.solve.motives.rates_kernels import leaving

        found, game, trace = list[tuple[int, Ints, Floats]](), self.game, self.trace
        if game.settled[state]:
            return found
        for i in range(game.n_parties):
            if (state, i) not in self._moves:
                target, effort = game.moves_from(i, state)
                self._moves[state, i] = target.astype(np.int64), effort
            goals, effort = self._moves[state, i]
            if goals.size:
                rate = leaving(
                    trace.times, trace.values, trace.slopes, i, state, goals, effort,
                    game.pace[i], game.precision[i], when,
                )  # fmt: skip
                found.append((i, goals, rate))
        rows = slice(game.nature_start[state], game.nature_start[state + 1])
        if rows.start < rows.stop:
            goals = game.nature_target[rows].astype(np.int64)
            found.append((-1, goals, np.tile(game.nature_rate[rows], (when.size, 1))))
        return found
