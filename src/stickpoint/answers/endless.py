"""Case without a horizon → how long, which way, who pays and whose doing it is, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from stickpoint.answers.clock import MOST_PARTIES, ROUGH, TOLERANCE, ClockAnswer
from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.sampling.draws import Draw
from stickpoint.answers.sampling.endless import (
    EndlessRuns,
    draws_for,
    endless_delays,
    endless_runs,
    reachable_clock,
)
from stickpoint.answers.sampling.spread import Spread
from stickpoint.solve.clock.delay import Delay, delay_by_issue, delay_shares
from stickpoint.solve.clock.engine.backward import state_of
from stickpoint.solve.clock.stationary_clock import StationaryClock, far_enough, unforeseen_left_out

SOLVES = 128
"""How many solves the shares over draws may take."""
FEWEST = 4
"""Draws from which shares are told at least."""
LONG = 1e8
"""Units of time, times moves, over which the shares over draws may be solved for."""
MOVED = 0.02
"""Shares that twice the horizon moves by more are not those of a game without one."""
Ask: TypeAlias = Callable[[int, StationaryClock, float], Delay]
_FOREVER = 1e9
"""What is dated so late never comes."""


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Endless(ClockAnswer):
    """The stationary clock's answer.

    Parameters
    ----------
    draws : int or None
        How many draws from the ranges; as many as are soon solved if None.
    """

    draws: int | None = None

    question = "endless forecast"

    @cached_property
    def run(self) -> StationaryClock:
        """The stationary clock with every range at its middle, of what can be reached."""
        return reachable_clock(self.game, shocks=self.shocks, tolerance=TOLERANCE)

    @cached_property
    def runs(self) -> EndlessRuns | None:
        """The same over draws from the ranges; None where the game is too large to draw."""
        game, many = self.game, self.draws
        many = draws_for(game, state_of(game, None)) if many is None else many
        if not many:
            return None
        return endless_runs(
            self.game_with, draws=many, seed=self.seed, shocks=self.shocks, tolerance=TOLERANCE
        )

    @property
    def ranges(self) -> Spread | None:
        """What the draws come to; None where there are none."""
        return None if self.runs is None else self.runs.spread

    @cached_property
    def far(self) -> float | None:
        """A horizon over which the answer is this one, so that shares have a meaning; or None."""
        return far_enough(self.run, shocks=self.shocks, tolerance=ROUGH)

    @cached_property
    def hurried(self) -> Delay | None:
        """What hurry by each set of parties would save; None where no horizon tells."""
        if self.game.n_parties > MOST_PARTIES:
            return None
        return self._told(lambda far: self._by_party(self.run, far))

    @cached_property
    def closing(self) -> Delay | None:
        """What it would save to close each set of open issues; None likewise."""
        return self._told(self._by_issue) if 0 < len(self.opened) <= MOST_PARTIES else None

    @property
    def delay(self) -> dict[str, float]:
        """Whose doing the delay is, party by party; empty where no horizon tells."""
        return {} if self.hurried is None else self.hurried.by_party

    @property
    def issues(self) -> dict[str, float]:
        """How much of the delay each open issue makes, were it closed; empty likewise."""
        return {} if self.closing is None else self.closing.by_party

    def _told(self, ask: Callable[[float], Delay]) -> Delay | None:
        """Return the shares over the horizon found, if twice as far leaves them as they are."""
        if self.far is None:
            return None
        near, beyond = ask(self.far), ask(2 * self.far)
        moved = max(abs(near.by_party[name] - beyond.by_party[name]) for name in near.names)
        return None if moved > MOVED else beyond

    @cached_property
    def blame(self) -> Delays | None:
        """Whose doing the delay is, over draws from the ranges; at their middle if none are."""
        if self.hurried is None:
            return None
        return self._over_draws(lambda _, run, far: self._by_party(run, far), self.hurried)

    @cached_property
    def sticking(self) -> Delays | None:
        """Which issue holds it up, likewise; None for less than two."""
        if self.closing is None or len(self.closing.names) < 2:
            return None
        return self._over_draws(lambda k, _, far: self._by_issue(far, k), self.closing)

    def _over_draws(self, ask: Ask, middle: Delay) -> Delays:
        names, far = middle.names, self.far
        if self.runs is None or far is None:
            return Delays.of([middle], names, self.seed)
        long = LONG / (max(1.0, far * self.run.game.n_moves) * 2 ** len(names))
        most = int(max(FEWEST, min(SOLVES >> len(names), long)))
        how: dict[str, Any] = {"shocks": self.shocks, "tolerance": ROUGH}
        return endless_delays(self.runs, ask, names, draws=most, **how)

    def _by_party(self, run: StationaryClock, far: float) -> Delay:
        game = unforeseen_left_out(run.game)
        return delay_shares(game, run.start, far, shocks=self.shocks, tolerance=ROUGH)

    def _by_issue(self, far: float, number: int | None = None) -> Delay:
        read = None if number is None else Draw(self.seed, number)
        return delay_by_issue(
            lambda closed: unforeseen_left_out(self.game_with(read, closed)),
            self.opened, None, far, shocks=self.shocks, tolerance=ROUGH,
        )  # fmt: skip

    @property
    def left_out(self) -> tuple[str, ...]:
        """What changes on a date that nobody foresees, which this answer does not have."""
        return tuple(event.name for event in self.game.events if event.time < _FOREVER)
