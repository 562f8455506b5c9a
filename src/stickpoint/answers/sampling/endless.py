"""Case → the stationary clock over draws from the ranges, each along a path of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.sampling.draws import Draw, each_draw
from stickpoint.answers.sampling.spread import Spread
from stickpoint.errors import SolveError
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.delay import Delay
from stickpoint.solve.clock.engine.backward import state_of
from stickpoint.solve.clock.stationary.condensation import Condensation, within_reach
from stickpoint.solve.clock.stationary.linear import EXACT
from stickpoint.solve.clock.stationary_clock import StationaryClock, far_enough
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

    from stickpoint.graph.game import Game

MOST, FEW = 24, 8
"""Draws where each is soon solved, and where a path takes seconds."""
_SOON = 2e9
_LARGE = 20_000


@dataclass(frozen=True, eq=False, repr=False)
class EndlessRuns(Result):
    """Stationary answers over draws from the ranges of a case, by number of the draw.

    ``failed`` has the draws that could not be solved, and why.
    """

    runs: dict[int, StationaryClock]
    failed: dict[int, str]
    seed: int

    @cached_property
    def spread(self) -> Spread | None:
        """What the draws come to; None where none was solved."""
        return Spread.of([*self.runs.values()], self.seed, float("inf")) if self.runs else None

    def table(self) -> pd.DataFrame:
        """Return one row per draw: as `Spread.table`, and why it was not solved, if it was not."""
        import pandas as pd

        numbers = sorted({*self.runs, *self.failed})
        told = pd.DataFrame() if self.spread is None else self.spread.table()
        told = told.set_axis([*self.runs], axis=0).reindex(numbers).rename_axis("draw")
        told["not solved"] = [self.failed.get(number, "") for number in numbers]
        return told

    def __repr__(self) -> str:
        """Say how many draws were solved."""
        asked = len(self.runs) + len(self.failed)
        return f"<EndlessRuns: {len(self.runs)} of {asked} draws solved, no horizon>"


def draws_for(game: Game, start: int) -> int:
    """Say how many draws are soon solved: fewer of a large game, none of a very large one."""
    sizes = [part.size for part in Condensation(within_reach(game, start)).components]
    unknowns = max(sizes, default=0) * game.n_parties
    if unknowns > EXACT:
        return FEW if unknowns <= _LARGE else 0
    return int(min(MOST, max(FEW, _SOON // max(unknowns, 1) ** 3)))


def reachable_clock(game: Game, *, shocks: str, tolerance: float) -> StationaryClock:
    """Solve the stationary game as far as it can be reached from where it starts."""
    start = state_of(game, None)
    return clock(within_reach(game, start), start, horizon=None, shocks=shocks, tolerance=tolerance)


def endless_runs(
    build: Callable[[Draw], Game],
    *,
    draws: int,
    seed: int = 0,
    shocks: str = "centred",
    tolerance: float = 1e-6,
) -> EndlessRuns:
    """Solve the stationary game for draws from the ranges of a case, those of `spread`."""

    def one(number: int) -> StationaryClock | str:
        game = replace(build(Draw(seed, number)), conflict=None)
        try:
            run = reachable_clock(game, shocks=shocks, tolerance=tolerance)
            _ = run.mean, run.outcomes, run.quantile(0.9)
        except SolveError as error:
            return str(error)
        return run

    found = dict(enumerate(each_draw(one, draws)))
    solved = {k: run for k, run in found.items() if not isinstance(run, str)}
    return EndlessRuns(solved, {k: w for k, w in found.items() if isinstance(w, str)}, seed)


def endless_delays(
    found: EndlessRuns,
    ask: Callable[[int, StationaryClock, float], Delay],
    names: tuple[str, ...],
    *,
    draws: int,
    shocks: str = "centred",
    tolerance: float = 1e-6,
) -> Delays:
    """Ask whose doing the wait is, for the first of the draws that were solved.

    ``ask`` takes the number of a draw, its answer and the horizon to ask over. Shares are not a
    number for draws whose answer no horizon gives; see `far_enough`.
    """
    solved = [*found.runs.items()][:draws]

    def one(place: int) -> Delay | None:
        number, run = solved[place]
        far = far_enough(run, shocks=shocks, tolerance=tolerance)
        return None if far is None else ask(number, run, far)

    return Delays.of(each_draw(one, len(solved)), names, found.seed)
