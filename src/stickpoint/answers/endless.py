"""Case without a horizon → how long, which way, who pays and whose doing it is, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from stickpoint.answers.clock import MOST_PARTIES, ROUGH, TOLERANCE
from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.sampling.endless import (
    EndlessRuns,
    draws_for,
    endless_delays,
    endless_runs,
    reachable_clock,
)
from stickpoint.answers.sampling.ranges import Draw, Spread
from stickpoint.case.dates.timing import happened
from stickpoint.case.model.case import Case
from stickpoint.conflict.build_game import Changes, build_game
from stickpoint.conflict.game import Game
from stickpoint.pages.data.clock import bands_of, finite
from stickpoint.solve.clock.delay import Delay, delay_by_issue, delay_shares
from stickpoint.solve.clock.engine.backward import state_of
from stickpoint.solve.clock.horizon_limit import far_enough, unforeseen_left_out
from stickpoint.solve.clock.stationary_clock import StationaryClock

SOLVES = 128
"""How many solves the shares over draws may take."""
MOVED = 0.02
"""Shares that twice the horizon moves by more are not those of a game without one."""


@dataclass(frozen=True, eq=False)
class Endless:
    """The stationary clock's answer for a case, with what its ranges do to it.

    Parameters
    ----------
    case : Case
    changes : Changes
        What was taken otherwise than the case has it.
    shocks : str
    draws : int or None
        How many draws from the ranges; as many as are soon solved if None.
    seed : int
        Where they begin.
    """

    case: Case
    changes: Changes
    shocks: str = "centred"
    draws: int | None = None
    seed: int = 0

    @cached_property
    def game(self) -> Game:
        """The game with every range at its middle."""
        return build_game(self.case, self.changes)

    @cached_property
    def run(self) -> StationaryClock:
        """The stationary clock with every range at its middle, of what can be reached."""
        return reachable_clock(self.game, shocks=self.shocks, tolerance=TOLERANCE)

    @cached_property
    def runs(self) -> EndlessRuns | None:
        """The same over draws from the ranges; None where the game is too large to draw."""
        many = self.draws
        if many is None:
            many = draws_for(self.game, state_of(self.game, None))
        if not many:
            return None
        return endless_runs(
            self._drawn, draws=many, seed=self.seed, shocks=self.shocks, tolerance=ROUGH
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
        if self.far is None or self.game.n_parties > MOST_PARTIES:
            return {}
        return self._settled(lambda far: self._by_party(self.run, far))

    @cached_property
    def issues(self) -> dict[str, float]:
        """How much of the delay each open issue makes, were it closed; empty likewise."""
        if self.far is None or not 0 < len(self.issue_names) <= MOST_PARTIES:
            return {}
        return self._settled(lambda far: self._by_issue(self.changes, far))

    @property
    def issue_names(self) -> tuple[str, ...]:
        """The items that are open."""
        return tuple(issue.id for issue in self.case.issues if issue.terms)

    def _settled(self, ask: Callable[[float], Delay]) -> dict[str, float]:
        """Return the shares over the horizon found, if twice as far leaves them as they are."""
        assert self.far is not None
        near, beyond = ask(self.far).by_party, ask(2 * self.far).by_party
        moved = max(abs(near[name] - beyond[name]) for name in near)
        return {} if moved > MOVED else dict(beyond)

    @cached_property
    def blame(self) -> Delays | None:
        """Whose doing the delay is, over draws from the ranges."""
        if self.runs is None or not self.delay:
            return None
        return self._over_draws(lambda _, run, far: self._by_party(run, far), self.game.parties)

    @cached_property
    def sticking(self) -> Delays | None:
        """Which issue holds it up, over draws from the ranges; None for less than two."""
        if self.runs is None or len(self.issues) < 2:
            return None
        return self._over_draws(self._by_issue_drawn, self.issue_names)

    def _over_draws(
        self, ask: Callable[[int, StationaryClock, float], Delay], names: tuple[str, ...]
    ) -> Delays:
        assert self.runs is not None
        most = max(4, SOLVES >> len(names))
        return endless_delays(
            self.runs, ask, names, draws=most, shocks=self.shocks, tolerance=ROUGH
        )

    def _by_party(self, run: StationaryClock, far: float) -> Delay:
        game = unforeseen_left_out(run.game)
        return delay_shares(game, run.start, far, shocks=self.shocks, tolerance=ROUGH)

    def _by_issue(self, changes: Changes, far: float, seed: int | None = None) -> Delay:
        def without(closed: tuple[str, ...]) -> Game:
            made = changes if seed is None else replace(changes, read=Draw.of(self.seed, seed))
            made = replace(made, without=(*made.without, *closed))
            return unforeseen_left_out(build_game(self.case, made))

        return delay_by_issue(
            without, self.issue_names, None, far, shocks=self.shocks, tolerance=ROUGH
        )

    def _by_issue_drawn(self, number: int, _run: StationaryClock, far: float) -> Delay:
        return self._by_issue(self.changes, far, number)

    def _drawn(self, read: Draw) -> Game:
        return build_game(self.case, replace(self.changes, read=read))

    @cached_property
    def base(self) -> Endless | None:
        """The case as it stands, to set beside what was changed; None when nothing was."""
        return None if self.changes == Changes() else replace(self, changes=Changes())

    @property
    def past(self) -> tuple[str, ...]:
        """What of nature's is dated by the start, so that today's state has it."""
        return tuple(happened(self.case, self.changes.on, self.changes.rate))

    @property
    def left_out(self) -> tuple[str, ...]:
        """What changes on a date that nobody foresees, which this answer does not have."""
        return tuple(shock.name for shock in self.game.events if shock.time < 1e9)


def as_data(answer: Endless) -> dict[str, Any]:
    """Return the answer as plain data, in the spellings of the clock with a horizon."""
    run = answer.run
    last = run.quantile(0.99 * (1 - run.unsettled)) or 1.0
    grid = np.linspace(0, last, 121)
    data: dict[str, Any] = {
        "unit": answer.game.unit,
        "horizon": None,
        "survival": {"t": grid.tolist(), "p": run.survival(grid).tolist()},
        "median": run.median,
        "mean_within_horizon": run.mean,
        "quantiles": {str(q): run.quantile(q) for q in (0.1, 0.25, 0.5, 0.75, 0.9)},
        "outcomes": run.outcomes,
        "tolls": {toll.name: _toll(answer, toll.name) for toll in answer.case.tolls},
        "delay_share": answer.delay,
        "issue_share": answer.issues,
        "share_horizon": answer.far,
        "ranges": _ranges(answer),
        "happened": list(answer.past),
        "left_out": list(answer.left_out),
        "stationary": _solution(answer),
        "shocks": answer.shocks,
        "tolerance": TOLERANCE,
        "version": found_version(),
        "fingerprint": answer.game.fingerprint,
    }
    if answer.base is not None:
        data["base"] = as_data(answer.base)
    told: dict[str, Any] = finite(data)
    return told


def _toll(answer: Endless, name: str) -> dict[str, Any]:
    (toll,) = (toll for toll in answer.case.tolls if toll.name == name)
    ranges = answer.ranges
    return {
        "expected": answer.run.tolls[name],
        "band": None if ranges is None else ranges.band(ranges.tolls[name]),
        "unit": toll.unit,
        "falls_on": toll.falls_on,
    }


def _ranges(answer: Endless) -> dict[str, Any]:
    runs, ranges = answer.runs, answer.ranges
    failed = {} if runs is None else {str(k): why for k, why in runs.failed.items()}
    told = {"draws": 0 if ranges is None else ranges.draws, "seed": answer.seed, "failed": failed}
    if ranges is None:
        return told
    return told | {
        "median": ranges.band(ranges.median),
        "mean_within_horizon": ranges.band(ranges.mean),
        "quantiles": {"0.1": ranges.band(ranges.early), "0.9": ranges.band(ranges.late)},
        "outcomes": {name: ranges.band(row) for name, row in ranges.outcomes.items()},
        "delay_share": bands_of(answer.blame),
        "issue_share": bands_of(answer.sticking),
        "share_draws": {
            "delay_share": len(answer.blame.told) if answer.blame else 0,
            "issue_share": len(answer.sticking.told) if answer.sticking else 0,
        },
    }


def _solution(answer: Endless) -> dict[str, Any]:
    found = answer.run.equilibrium
    return {
        "residual": found.residual,
        "regret": dict(zip(answer.game.parties, found.regret.tolist(), strict=True)),
        "folds": found.folds,
        "steps": found.steps,
        "pieces": found.components,
        "sign": found.sign,
        "symmetric": found.symmetric,
        "crossings": [list(pair) for pair in found.crossings],
        "notes": list(found.notes),
    }


def found_version() -> str:
    """Return the version of stickpoint that computed this."""
    from stickpoint import __version__

    return __version__
