"""The steps that a solve back in time keeps, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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

    def __init__(
        self, shape: tuple[int, ...], steps: int = 512, *, number: Any = np.float64
    ) -> None:
        self._bytes = 2 * np.dtype(number).itemsize * int(np.prod(shape)) + 8
        steps = min(steps, max(16, _AT_FIRST // self._bytes))
        tables = (np.empty((steps, *shape), number) for _ in range(2))
        self._tables = [np.empty(steps), *tables]
        self._first = self._open = steps
        self.kept = 0

    def emptied(self) -> Room:
        """Forget all steps but keep the space: memory that the system clears costs time.

        Only what was there at first is open again, so that a solve, which begins anew where a room
        is full, takes the same steps whoever used the space before.
        """
        self.kept, self._open = 0, self._first
        return self

    @classmethod
    def of_times(cls, value: Floats) -> Room:
        """Return space for the times of steps alone, for whoever reads the last value only."""
        return cls((0, *value.shape[1:]), number=value.dtype)

    @property
    def has_values(self) -> bool:
        """Whether values are kept too, so that somebody may read between steps."""
        return self._tables[1].size > 0

    @property
    def is_full(self) -> bool:
        """Whether there is no place for one more step."""
        return self.kept == self._open

    @property
    def tables(self) -> tuple[Floats, Floats, Floats]:
        """Times, values and slopes, as far as there is place."""
        times, values, slopes = (table[: self._open] for table in self._tables)
        return times, values, slopes

    @property
    def last(self) -> float:
        """The last time reached."""
        return float(self._tables[0][self.kept - 1])

    def grow(self) -> None:
        """Add a quarter, in place: large tables are moved without being copied."""
        size = self._open
        more = max(16, size // 4)
        lacks = size + more - self._tables[0].size
        there = available() if lacks > 0 else 0
        if lacks * self._bytes > there:
            raise SolveError(
                f"{size} steps of {self._tables[1][0].size:,} values are kept and the solver needs "
                f"more, of {self._bytes / 2**20:.3g} MiB each; {there / 2**30:.1f} GiB of memory "
                "are free: look less far ahead, or raise tolerance"
            )
        if lacks > 0:
            for table in self._tables:
                table.resize((size + more, *table.shape[1:]), refcheck=False)
        self._open = size + more

    def step_back(self) -> float:
        """Make room after a solve that filled it; return the time of its last step, kept anew."""
        self.grow()
        self.kept -= 1
        return float(self._tables[0][self.kept])

    @property
    def filled(self) -> tuple[Floats, Floats, Floats]:
        """Times, values and slopes kept."""
        times, values, slopes = (table[: self.kept] for table in self._tables)
        return times, values, slopes

    def last_of(self, game: Game, status: str, which: int) -> Trace:
        """Return the last step kept of one of the eight, so that all else can be let go of."""
        last = slice(self.kept - 1, self.kept)
        shape = (1, game.n_states, -1)
        values, slopes = (
            table[last, :, which].astype(np.float64).reshape(shape) for table in self._tables[1:]
        )
        return Trace(game, self._tables[0][last].copy(), values, slopes, status)

    def trace(self, game: Game, status: str, which: int | None = None) -> Trace:
        """Return what was kept of the game, or of one of the eight."""
        times, *tables = self.filled
        if which is not None:
            tables = [np.ascontiguousarray(table[..., which], np.float64) for table in tables]
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
            np.ascontiguousarray(np.moveaxis(table[..., : len(games)], -1, 0), np.float64)
            for table in tables
        )
        return [
            Trace(game, times, values[k].reshape(shape), slopes[k].reshape(shape), status)
            for k, game in enumerate(games)
        ]
