"""Kept values → the rates at which given states are left at given times."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.backward import Trace

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Between(NamedTuple):
    """Times as places between kept steps: the rows on either side, and the weights of both."""

    early: Ints
    late: Ints
    weights: Floats


class Values:
    """Reads values between the kept steps, and the rates that follow from them."""

    def __init__(self, trace: Trace) -> None:
        self.trace, self.game = trace, trace.game
        self.horizon = float(trace.times[0])
        self.times = trace.times[::-1]
        self.known: dict[tuple[int, int], tuple[Ints, Floats]] = {}

    def ways(self, state: int, party: int) -> tuple[Ints, Floats]:
        """List where a party can move from a state, and the effort of each move."""
        if (state, party) not in self.known:
            free = self.game.free[party]
            if free is None:
                rows = slice(*self.game.start[party, state : state + 2])
                target, effort = self.game.target[rows].astype(np.int64), self.game.effort[rows]
            else:
                here = int(np.flatnonzero(free.members == state)[0])
                own = int(np.searchsorted(free.first, here, side="right")) - 1
                places = np.arange(free.first[own], free.first[own + 1])
                places = places[places != here]
                target = free.members[places].astype(np.int64)
                before = np.full(places.size, free.slot[here], dtype=np.int32)
                effort = free.effort(before, free.slot[places])
            self.known[state, party] = (target, effort)
        return self.known[state, party]

    def between(self, times: Floats) -> Between:
        """Find the steps that times lie between, and the weights of Hermite's cubic."""
        last = self.times.size - 1
        right = np.minimum(np.maximum(np.searchsorted(self.times, times, side="right"), 1), last)
        h = self.times[right] - self.times[right - 1]
        x = (times - self.times[right - 1]) / h
        bend = x * x * (3 - 2 * x)
        # Slopes are kept as -dV/dt.
        early, late = -h * x * (1 - x) ** 2, h * x * x * (1 - x)
        weights = np.stack((1 - bend, bend, early, late))[:, :, None]
        return Between((last - right + 1)[:, None], (last - right)[:, None], weights)

    def at(self, states: Ints, party: int, when: Between) -> Floats:
        """Give a party's values, shape (times, states)."""
        early, late = (when.early, states, party), (when.late, states, party)
        a, b, c, d = when.weights
        values, slopes = self.trace.values, self.trace.slopes
        found: Floats = a * values[early] + b * values[late]
        found += c * slopes[early] + d * slopes[late]
        return found

    def rates(self, state: int, when: Between) -> list[tuple[int, Ints, Floats]]:
        """List mover, targets and rates (times, targets) of what leads out of a state."""
        found: list[tuple[int, Ints, Floats]] = []
        game = self.game
        if game.settled[state]:
            return found
        for i in range(game.n_parties):
            goals, effort = self.ways(state, i)
            if not goals.size:
                continue
            value = self.at(np.append(goals, state), i, when)
            gain = game.precision[i] * (value[:, :-1] - effort - value[:, -1:])
            top = np.maximum(gain.max(axis=1, keepdims=True), 0.0)
            weight = np.exp(gain - top)
            total = weight.sum(axis=1, keepdims=True) + np.exp(-top)
            found.append((i, goals, game.pace[i] * weight / total))
        rows = slice(game.nature_start[state], game.nature_start[state + 1])
        if rows.start < rows.stop:
            goals = game.nature_target[rows].astype(np.int64)
            found.append((-1, goals, np.tile(game.nature_rate[rows], (when.late.size, 1))))
        return found
