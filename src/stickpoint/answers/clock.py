"""How long, which way and who pays, over a horizon; what depends on how far one looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeAlias

from stickpoint.answers.answer import Answer
from stickpoint.answers.progress import MIDDLE, TWICE, WAYS, progress
from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.sampling.draws import Draw
from stickpoint.answers.sampling.layouts import Layouts
from stickpoint.answers.sampling.numbers import has_ranges
from stickpoint.answers.sampling.shared_out import Asked
from stickpoint.answers.sampling.spread import Spread, spread
from stickpoint.case.dates.fuzzy import happened
from stickpoint.case.model.case import Case
from stickpoint.errors import SolveError
from stickpoint.graph.build_game import Changes
from stickpoint.graph.game import Game
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.clock.delay import Delay, delay_by_issue, delay_shares
from stickpoint.solve.clock.engine.backward import in_a_hurry
from stickpoint.solve.clock.orders.every_set import every_set

if TYPE_CHECKING:
    from stickpoint.answers.endless import Endless
    from stickpoint.solve.clock.stationary_clock import StationaryClock
    from stickpoint.solve.clock.ways import Way, Ways

__all__ = ["Course", "Delay", "Run", "Timed", "Way", "Ways", "course"]


class Shared(NamedTuple):
    """Shares of the delay over two horizons, the second twice the first; empty where not told."""

    parties: tuple[Mapping[str, float], Mapping[str, float]]
    issues: tuple[Mapping[str, float], Mapping[str, float]]


def looked_ahead(case: Case, given: float | None) -> float:
    """Return how far to look ahead, as asked for or else as the case says, but not without end."""
    if (far := case.clock.horizon if given is None else given) is None:
        raise SolveError("the case has no horizon; give one with --horizon, in the case's unit")
    return far


# Pages know no solver: they take the types of what an answer holds from here.
Run: TypeAlias = "Clock | StationaryClock"
Timed: TypeAlias = "Course | Endless"
TOLERANCE = 1e-7
"""Of every solve over a horizon, those of draws too: what stands side by side is equally exact."""
ROUGH = 1e-6
"""Where shares begin: each is solved again, more finely, until it moves no more."""
DRAWS = 100
MOST_PARTIES = 8
MOST_SOLVES, ORDERED = 256, 200
"""Solves in which every set is tried, and draws with one order, if the caller does not say."""


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ClockAnswer(Answer):
    """What both clocks are asked about a case, and the games that they run on.

    Parameters
    ----------
    case : Case
    changes : Changes
        What was taken otherwise than the case has it.
    shocks : str
    seed : int
        Where the draws from the ranges begin.
    """

    case: Case
    changes: Changes = field(default_factory=Changes)
    shocks: str = "centred"
    seed: int = 0

    def game_with(self, read: Draw | None = None, closed: Collection[str] = ()) -> Game:
        """Return the game as one draw reads it, at its middle if None, with more issues closed."""
        return self._layouts.game(read, closed)

    @cached_property
    def _layouts(self) -> Layouts:
        # What parties have to sign together the forecast lets them, and so does this clock.
        return Layouts(self.case, self.changes, agreements="written")

    @cached_property
    def game(self) -> Game:
        """The game with every range at its middle."""
        return self.game_with()

    @cached_property
    def base(self) -> Self | None:
        """The case as it stands, to set beside what was changed; None when nothing was."""
        return None if self.changes == Changes() else replace(self, changes=Changes())

    @cached_property
    def past(self) -> tuple[str, ...]:
        """What of nature's is dated by the start, so that today's state has it."""
        return tuple(happened(self.case, self.changes.on, self.changes.rate))

    @property
    def is_over(self) -> bool:
        """Whether it is settled already as things stand, so that there is nothing to wait for."""
        start = self.game.start_state
        return start is not None and bool(self.game.settled[start])

    @cached_property
    def has_ranges(self) -> bool:
        """Whether any number that is read is a range, so that draws differ and make a band."""
        return has_ranges(self.case, self.changes)

    @property
    def opened(self) -> tuple[str, ...]:
        """The issues that are open."""
        return tuple(issue.id for issue in self.case.issues if issue.terms)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Course(ClockAnswer):
    """The clock's answer over a horizon.

    Parameters
    ----------
    horizon : float
    draws : int
        How many draws from the ranges.
    solves : int
        How many solves the shares over draws may take in which every set of parties is tried.
    ordered : int or None
        Over how many draws shares are averaged, with one order of the parties in each; None for
        as many as ``draws``, up to 200.
    paths : int
        How many courses to play out for the quantiles of the tolls; none unless asked for.
    """

    horizon: float
    draws: int = DRAWS
    solves: int = MOST_SOLVES
    ordered: int | None = None
    paths: int = 0
    is_alone: bool = True
    """Whether the middle is solved alone, or by the loops that draws need, as exactly."""
    step: str = MIDDLE
    """What whoever waits is told while `run` is solved."""

    question = "course"

    @cached_property
    def run(self) -> Clock:
        """The clock with every range at its middle."""
        progress.step(self.step)
        how: Any = {"horizon": self.horizon, "shocks": self.shocks, "tolerance": TOLERANCE}
        return clock(self.game, **how) if self.is_alone else clocks([self.game], **how)[0]

    @cached_property
    def ranges(self) -> Spread:
        """The clock over draws from the ranges."""
        return spread(
            self.game_with, draws=self.draws, seed=self.seed,
            horizon=self.horizon, shocks=self.shocks, tolerance=TOLERANCE,
        )  # fmt: skip

    @cached_property
    def ways(self) -> Ways | None:
        """The most probable ways to settle, simulated; None where states have no words."""
        if self.game.conflict is None:
            return None
        run = self.run
        progress.step(WAYS)
        return run.ways(seed=self.seed)

    @cached_property
    def played(self) -> dict[str, dict[float, float]]:
        """What each toll stays below in a tenth, half and nine tenths of simulated courses."""
        if not self.paths:
            return {}
        return self.run.simulate(self.paths, self.seed).toll_quantiles((0.1, 0.5, 0.9))

    @cached_property
    def depends_on_horizon(self) -> bool:
        """Whether twice the horizon moves the even chance; `horizon_dependence` has the rest."""
        return bool(self.horizon_dependence["median"])

    @cached_property
    def horizon_dependence(self) -> dict[str, Any]:
        """What twice the horizon moves: times, ways it ends, tolls, shares of the delay."""
        from stickpoint.answers.outcomes import depends  # which reads courses

        return depends(self)

    @property
    def shared(self) -> Shared:
        """The shares over this horizon and over twice as far."""
        return Shared((self.delay, self.twice.delay), (self.issues, self.twice.issues))

    @cached_property
    def twice(self) -> Course:
        """The same over twice the horizon, to tell whether the answer depends on it."""
        return replace(self, horizon=2 * self.horizon, step=TWICE)

    @cached_property
    def hurried(self) -> Delay | None:
        """What hurry by each set of parties would save; None for more than can be asked."""
        game = self.game
        if game.n_parties > MOST_PARTIES:
            return None
        return self._every_set(game.parties, lambda who: in_a_hurry(game, who), self._shares_of)

    @cached_property
    def closing(self) -> Delay | None:
        """What it would save to close each set of open issues; None without any, or for many."""
        if not 0 < len(self.opened) <= MOST_PARTIES:
            return None

        def closed(which: tuple[int, ...]) -> Game:
            return self.game_with(None, tuple(self.opened[k] for k in which))

        return self._every_set(self.opened, closed, self._by_issue)

    @property
    def delay(self) -> dict[str, float]:
        """Whose doing the delay is, party by party; empty for more parties than can be asked."""
        return {} if self.hurried is None else self.hurried.by_party

    @property
    def issues(self) -> dict[str, float]:
        """How much of the delay each open issue makes, were it closed; empty without issues."""
        return {} if self.closing is None else self.closing.by_party

    @cached_property
    def blame(self) -> Delays | None:
        """Whose doing the delay is, over draws from the ranges; as many as are soon solved."""
        if self.game.n_parties > MOST_PARTIES:
            return None
        ordered = min(ORDERED, self.draws) if self.ordered is None else self.ordered
        asked = self._asked(self.game.n_parties, ordered)
        return asked.by_party(self.game.parties, self._shares_of)

    @cached_property
    def sticking(self) -> Delays | None:
        """Which issue holds it up, over draws from the ranges; None for less than two."""
        if not 1 < len(self.opened) <= MOST_PARTIES:
            return None
        return self._asked(len(self.opened)).by_issue(self.opened, self._by_issue)

    def _asked(self, size: int, ordered: int = 0) -> Asked:
        most = min(self.draws, max(4, self.solves >> size))
        return Asked(self._layouts, self.horizon, self.shocks, self.seed, most, ordered)

    def _every_set(
        self,
        names: tuple[str, ...],
        game_of: Callable[[tuple[int, ...]], Game],
        again: Callable[[Draw | None], Delay],
    ) -> Delay:
        """Solve every set side by side; more finely, one by one, only where that leaves it open."""
        (found,) = every_set(
            lambda _, chosen: game_of(chosen), 1, names, self.horizon, shocks=self.shocks,
            tolerance=ROUGH, again=lambda _: again(None),
        )  # fmt: skip
        return found

    def _shares_of(self, read: Draw | None) -> Delay:
        game = self.game_with(read)
        return delay_shares(game, game.start_state, self.horizon, **self._how(read))

    def _by_issue(self, read: Draw | None) -> Delay:
        return delay_by_issue(
            lambda closed: self.game_with(read, closed), self.opened, None, self.horizon,
            **self._how(read),
        )  # fmt: skip

    def _how(self, read: Draw | None) -> dict[str, Any]:
        """Return how to solve for shares: draws stand side by side, so each keeps to one thread."""
        return {"shocks": self.shocks, "tolerance": ROUGH, "threads": 1 if read else None}


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
    """Ask the clock about a case, as far ahead as the caller or the case says."""
    return Course(
        case=case, changes=changes or Changes(), shocks=shocks, seed=seed,
        horizon=looked_ahead(case, horizon), draws=draws, solves=solves,
    )  # fmt: skip
