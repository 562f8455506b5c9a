"""The steps that a solve back in time keeps, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.graph.game import Game
from stickpoint.memory import available
from stickpoint.solve.clock.engine.layout import Floats

_AT_FIRST = 1 << 30
"""Bytes to begin with, at most."""


@dataclass(frozen=True, eq=False)
class Trace:
    """Values at every accepted step, from the horizon back to time 0.

    ``times`` (steps,) descend; one at which something jumps stands twice. ``values`` and
    ``slopes``, -dV/dt, are (steps, states, columns), the columns being the parties, then the
    observers. ``status`` is ``"done"``, or what stopped the solver and what to do about it.
    """

    game: Game
    times: Floats
    values: Floats
    slopes: Floats
    status: str

    @property
    def flat(self) -> tuple[Floats, Floats, Floats]:
        """Times, and values and slopes of shape (steps, states * columns), as loops read them."""
        shape = (len(self.values), -1)
        return self.times, self.values.reshape(shape), self.slopes.reshape(shape)

    @property
    def first(self) -> Floats:
        """The values at time 0, shape (states, columns)."""
        return np.asarray(self.values[-1])


class Room:
    """Space for the steps kept, which grows by a quarter when it is full."""

    def __init__(self, shape: tuple[int, ...], steps: int = 512) -> None:
        self._bytes = 16 * int(np.prod(shape)) + 8
        steps = min(steps, max(16, _AT_FIRST // self._bytes))
        self.times = np.empty(steps)
        self.values = np.empty((steps, *shape))
        self.slopes = np.empty((steps, *shape))
        self.kept = 0

    def emptied(self) -> Room:
        """Forget all steps but keep the space: memory that the system clears costs time."""
        self.kept = 0
        return self

    @property
    def last(self) -> float:
        """The last time reached."""
        return float(self.times[self.kept - 1])

    def grow(self) -> None:
        """Add a quarter, in place: large tables are moved without being copied."""
        size = self.times.size
        more = max(16, size // 4)
        there = available()
        if more * self._bytes > there:
            raise SolveError(
                f"{size} steps of {self.values[0].size:,} values are kept and the solver needs "
                f"more, of {self._bytes / 2**20:.3g} MiB each; {there / 2**30:.1f} GiB of memory "
                "are free: look less far ahead, or raise tolerance"
            )
        for table in (self.times, self.values, self.slopes):
            table.resize((size + more, *table.shape[1:]), refcheck=False)

    def step_back(self) -> float:
        """Make room after a solve that filled it; return the time of its last step, kept anew."""
        self.grow()
        self.kept -= 1
        return float(self.times[self.kept])

    @property
    def filled(self) -> tuple[Floats, Floats, Floats]:
        """Times, values and slopes kept."""
        k = self.kept
        return self.times[:k], self.values[:k], self.slopes[:k]

    def last_of(self, game: Game, status: str, which: int) -> Trace:
        """Return the last step kept of one of the eight, so that all else can be let go of."""
        last = slice(self.kept - 1, self.kept)
        shape = (1, game.n_states, -1)
        values, slopes = (
            table[last, :, which].copy().reshape(shape) for table in (self.values, self.slopes)
        )
        return Trace(game, self.times[last].copy(), values, slopes, status)

    def trace(self, game: Game, status: str, which: int | None = None) -> Trace:
        """Return what was kept of the game, or of one of the eight."""
        times, *tables = self.filled
        if which is not None:
            tables = [np.ascontiguousarray(table[..., which]) for table in tables]
        values, slopes = (table.reshape(times.size, game.n_states, -1) for table in tables)
        return Trace(game, times, values, slopes, status)

    def traces(self, games: Sequence[Game], status: str) -> list[Trace]:
        """Return what was kept of each of up to eight games that stand side by side.

        The tables are turned round once: to pick one number in eight for each game reads them all
        eight times.
        """
        times, *tables = self.filled
        shape = times.size, games[0].n_states, -1
        values, slopes = (
            np.ascontiguousarray(np.moveaxis(table[..., : len(games)], -1, 0)) for table in tables
        )
        return [
            Trace(game, times, values[k].reshape(shape), slopes[k].reshape(shape), status)
            for k, game in enumerate(games)
        ]
