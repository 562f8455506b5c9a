"""Case without a horizon → how long, which way, who pays and whose doing it is, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stickpoint.answers.clock import MOST_PARTIES, ROUGH, TOLERANCE, ClockAnswer
from stickpoint.answers.sampling.draws import Draw
from stickpoint.answers.sampling.endless import (
    EndlessRuns,
    draws_for,
    endless_delays,
    endless_runs,
    reachable_clock,
)
from stickpoint.answers.sampling.spread import Delays, Spread
from stickpoint.solve.clock.delay import Delay, delay_by_issue, delay_shares
from stickpoint.solve.clock.engine.backward import state_of
from stickpoint.solve.clock.stationary_clock import StationaryClock, far_enough, unforeseen_left_out

SOLVES = 128
"""How many solves the shares over draws may take."""
MOVED = 0.02
"""Shares that twice the horizon moves by more are not those of a game without one."""
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
            self.game_with, draws=many, seed=self.seed, shocks=self.shocks, tolerance=ROUGH
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
    def delay(self) -> dict[str, float]:
        """Whose doing the delay is, party by party; empty where no horizon tells."""
        if self.game.n_parties > MOST_PARTIES:
            return {}
        return self._told(lambda far: self._by_party(self.run, far))

    @cached_property
    def issues(self) -> dict[str, float]:
        """How much of the delay each open issue makes, were it closed; empty likewise."""
        if not 0 < len(self.opened) <= MOST_PARTIES:
            return {}
        return self._told(self._by_issue)

    def _told(self, ask: Callable[[float], Delay]) -> dict[str, float]:
        """Return the shares over the horizon found, if twice as far leaves them as they are."""
        if self.far is None:
            return {}
        near, beyond = ask(self.far).by_party, ask(2 * self.far).by_party
        moved = max(abs(near[name] - beyond[name]) for name in near)
        return {} if moved > MOVED else dict(beyond)

    @cached_property
    def blame(self) -> Delays | None:
        """Whose doing the delay is, over draws from the ranges."""
        if not self.delay:
            return None
        return self._over_draws(lambda _, run, far: self._by_party(run, far), self.game.parties)

    @cached_property
    def sticking(self) -> Delays | None:
        """Which issue holds it up, over draws from the ranges; None for less than two."""
        if len(self.issues) < 2:
            return None
        return self._over_draws(lambda k, _, far: self._by_issue(far, k), self.opened)

    def _over_draws(
        self, ask: Callable[[int, StationaryClock, float], Delay], names: tuple[str, ...]
    ) -> Delays | None:
        if self.runs is None:
            return None
        most = max(4, SOLVES >> len(names))
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
