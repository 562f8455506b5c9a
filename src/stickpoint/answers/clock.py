"""Case → how long it lasts, which way it ends, who pays and whose doing the wait is, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from stickpoint.answers import horizon as ahead
from stickpoint.answers.sampling.delays import Delays, delays
from stickpoint.answers.sampling.ranges import Draw, Spread, spread
from stickpoint.case.dates.timing import happened
from stickpoint.case.model.case import Case
from stickpoint.conflict.build_game import Changes, build_game
from stickpoint.conflict.game import Game
from stickpoint.errors import SolveError
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.clock.delay import Delay, delay_by_issue, delay_shares

TOLERANCE = 1e-7
ROUGH = 1e-4
"""For draws, of which bands are read to two digits."""
DRAWS = 100
MOST_PARTIES = 8
MOST_SOLVES = 400
"""How many solves the shares over draws may take, if the caller does not say."""


@dataclass(frozen=True, eq=False)
class Course:
    """The clock's answer for a case, with what its ranges do to it.

    Parameters
    ----------
    case : Case
    changes : Changes
        What was taken otherwise than the case has it.
    draws, seed : int
        How many draws from the ranges, and where they begin.
    horizon : float
    shocks : str
    solves : int
        How many solves the shares over draws may take.
    paths : int
        How many courses to play out for the quantiles of the tolls; none unless asked for.
    """

    case: Case
    changes: Changes
    horizon: float
    draws: int = DRAWS
    seed: int = 0
    shocks: str = "centred"
    solves: int = MOST_SOLVES
    paths: int = 0

    @cached_property
    def game(self) -> Game:
        """The game with every range at its middle."""
        return build_game(self.case, self.changes)

    @cached_property
    def run(self) -> Clock:
        """The clock with every range at its middle."""
        return clock(self.game, horizon=self.horizon, shocks=self.shocks, tolerance=TOLERANCE)

    @cached_property
    def longer(self) -> Clock:
        """The same with twice the horizon, to tell whether the answer depends on it."""
        return clock(self.game, horizon=2 * self.horizon, shocks=self.shocks, tolerance=TOLERANCE)

    @cached_property
    def ranges(self) -> Spread:
        """The clock over draws from the ranges."""
        return spread(
            lambda read: build_game(self.case, replace(self.changes, read=read)),
            draws=self.draws,
            seed=self.seed,
            horizon=self.horizon,
            shocks=self.shocks,
            tolerance=ROUGH,
        )

    @cached_property
    def depends_on_horizon(self) -> bool:
        """Whether twice the horizon moves the even chance; `horizon_dependence` has the rest."""
        return bool(self.horizon_dependence["median"])

    @cached_property
    def horizon_dependence(self) -> dict[str, Any]:
        """What twice the horizon moves: times, ways it ends, tolls, shares of the delay."""
        return ahead.depends(self.run, self.longer, self.shared)

    @cached_property
    def shared(self) -> ahead.Shared:
        """Shares of the delay over this horizon and over twice as far."""
        far = replace(self, horizon=2 * self.horizon)
        return ahead.Shared((self.delay, far.delay), (self.issues, far.issues))

    @property
    def horizon_sentence(self) -> str:
        """What depends on the horizon, and what it becomes at twice as far, in words."""
        return ahead.sentence(
            self.case, self.run, self.longer, self.horizon_dependence, self.shared
        )

    @property
    def caution(self) -> str:
        """What to say where rounding decides the answer; empty where it does not."""
        found = self.run.sensitive
        return "" if found is None else found.sentence(self.game.unit)

    @cached_property
    def delay(self) -> dict[str, float]:
        """Whose doing the delay is, party by party; empty for more parties than can be asked."""
        if self.game.n_parties > MOST_PARTIES:
            return {}
        found = delay_shares(
            self.game, self.run.start, self.horizon, shocks=self.shocks, tolerance=TOLERANCE
        )
        return dict(found.by_party)

    @cached_property
    def issues(self) -> dict[str, float]:
        """How much of the delay each open issue makes, were it closed; empty without issues."""
        names = [issue.id for issue in self.case.issues if issue.terms]
        if not names or len(names) > MOST_PARTIES:
            return {}
        found = delay_by_issue(
            self._without, names, None, self.horizon, shocks=self.shocks, tolerance=TOLERANCE
        )
        return dict(found.by_party)

    @cached_property
    def blame(self) -> Delays | None:
        """Whose doing the delay is, over draws from the ranges; as many as are soon solved."""
        if self.game.n_parties > MOST_PARTIES:
            return None
        return self._over_draws(self._shares_of, self.game.n_parties)

    @cached_property
    def sticking(self) -> Delays | None:
        """Which issue holds it up, over draws from the ranges; None for less than two."""
        names = [issue.id for issue in self.case.issues if issue.terms]
        if not 1 < len(names) <= MOST_PARTIES:
            return None
        return self._over_draws(self._issues_of, len(names))

    def _over_draws(self, ask: Callable[[Draw], Delay], size: int) -> Delays:
        most = max(4, self.solves >> size)
        return delays(ask, draws=min(self.draws, most), seed=self.seed)

    def _shares_of(self, read: Draw) -> Delay:
        game = build_game(self.case, replace(self.changes, read=read))
        return delay_shares(
            game, self.run.start, self.horizon, shocks=self.shocks, tolerance=ROUGH, threads=1
        )

    def _issues_of(self, read: Draw) -> Delay:
        names = [issue.id for issue in self.case.issues if issue.terms]
        seed = read.seed

        def without(closed: tuple[str, ...]) -> Game:
            same = replace(self.changes, read=Draw(seed))
            return build_game(self.case, replace(same, without=(*same.without, *closed)))

        return delay_by_issue(
            without, names, None, self.horizon, shocks=self.shocks, tolerance=ROUGH, threads=1
        )

    @cached_property
    def played(self) -> dict[str, dict[float, float]]:
        """What each toll stays below in a tenth, half and nine tenths of simulated courses."""
        if not self.paths:
            return {}
        return self.run.simulate(self.paths, self.seed).toll_quantiles((0.1, 0.5, 0.9))

    @cached_property
    def past(self) -> tuple[str, ...]:
        """What of nature's is dated by the start, so that today's state has it."""
        return tuple(happened(self.case, self.changes.on, self.changes.rate))

    @cached_property
    def base(self) -> Course | None:
        """The case as it stands, to set beside what was changed; None when nothing was."""
        return None if self.changes == Changes() else replace(self, changes=Changes())

    def _without(self, closed: tuple[str, ...]) -> Game:
        return build_game(
            self.case, replace(self.changes, without=(*self.changes.without, *closed))
        )


def course(
    case: Case,
    *,
    changes: Changes | None = None,
    horizon: float | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    shocks: str = "centred",
    solves: int = MOST_SOLVES,
) -> Course:
    """Ask the clock about a case.

    Raises
    ------
    SolveError
        Neither the case nor the caller gives a finite horizon.
    """
    far = horizon if horizon is not None else case.clock.horizon
    if far is None:
        raise SolveError("the case has no horizon; give one with --horizon, in the case's unit")
    return Course(case, changes or Changes(), far, draws, seed, shocks, solves)
