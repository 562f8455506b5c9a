"""A case → how long, which way and who pays, over draws."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.progress import DRAWS, progress
from stickpoint.answers.sampling.draws import (
    Draw,
    each_draw,
    middle_band,
    middle_of,
    middle_rows,
)
from stickpoint.errors import ModelError
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

    from stickpoint.graph.game import Game
    from stickpoint.solve.clock.stationary_clock import StationaryClock

Floats = NDArray[np.float64]
FEW = 7
"""Draws up to which each is solved alone: too few to fill the loops for eight at a time."""
TOGETHER = 64
"""Draws that are built before they are solved: enough to fill the cores, few enough to hold."""
MOMENTS = 241
"""How many times, evenly from now to the horizon, a curve is kept for."""


@dataclass(frozen=True, eq=False, repr=False)
class Spread(Result):
    """One run of the clock per draw.

    Attributes
    ----------
    median, mean : ndarray of float, shape (draws,)
        Time until settled with probability one half (infinite beyond the horizon); expected
        unsettled time within the horizon.
    early, late : ndarray of float, shape (draws,)
        Time until settled with probabilities one tenth and nine tenths.
    outcomes, tolls : dict of str to ndarray of float, shape (draws,)
    times : ndarray of float, shape (times,)
        Evenly from 0 to the horizon; empty where nobody sees an end.
    open : ndarray of float, shape (draws, times)
        Chance of being unsettled at each of them.
    seed : int
    horizon : float
        Infinite where nobody sees an end.
    """

    median: Floats
    mean: Floats
    early: Floats
    late: Floats
    outcomes: dict[str, Floats]
    tolls: dict[str, Floats]
    times: Floats
    open: Floats
    seed: int
    horizon: float

    @classmethod
    def of(cls, runs: Iterable[Clock | StationaryClock], seed: int, horizon: float) -> Spread:
        """Gather what single runs, at least one, come to."""
        times = _moments(horizon)
        return cls._from([_read(run, times) for run in runs], seed, horizon)

    @classmethod
    def _from(cls, rows: list[_Row], seed: int, horizon: float) -> Spread:
        early, median, late, mean, outcomes, tolls, curves = zip(*rows, strict=True)
        return cls(
            median=np.array(median),
            mean=np.array(mean),
            early=np.array(early),
            late=np.array(late),
            outcomes={name: np.array([row[name] for row in outcomes]) for name in outcomes[0]},
            tolls={name: np.array([row[name] for row in tolls]) for name in tolls[0]},
            times=_moments(horizon),
            open=np.array(curves),
            seed=seed,
            horizon=horizon,
        )

    @property
    def draws(self) -> int:
        """How many draws were made."""
        return int(self.median.size)

    def middle(self, values: Floats) -> float:
        """Return the median of some values over the draws: the number to say beside their band."""
        return float(middle_of(values))

    def band(self, values: Floats, share: float = 0.8) -> tuple[float, float]:
        """Return the middle band of some values that holds a share of the draws."""
        return middle_band(values, share)

    def open_band(self, share: float = 0.8) -> tuple[Floats, Floats]:
        """Return the same of the chance of being unsettled, at each of ``times``."""
        return middle_rows(self.open, share)

    def table(self) -> pd.DataFrame:
        """Return one row per draw."""
        import pandas as pd

        columns: dict[str, Any] = {"median": self.median, "mean": self.mean}
        columns |= {f"settles as {name}": row for name, row in self.outcomes.items()}
        columns |= {f"toll {name}": row for name, row in self.tolls.items()}
        return pd.DataFrame(columns).rename_axis("draw")

    def __repr__(self) -> str:
        """Say where the even chance lies."""
        low, high = self.band(self.median)
        return f"<Spread: {self.draws} draws, even chance of being settled {low:.3g} to {high:.3g}>"


def spread(
    build: Callable[[Draw], Game],
    *,
    draws: int = 100,
    seed: int = 0,
    horizon: float | None = None,
    shocks: str = "centred",
    tolerance: float = 1e-6,
    executor: Executor | None = None,
) -> Spread:
    """Run the clock over draws from the ranges of a case; the same seed gives the same draws.

    The horizon is the game's own if left out. An executor runs lots of 64 draws; without one they
    run on threads of this machine.
    """
    ahead = horizon if horizon is not None else build(Draw(seed, 0)).horizon
    if ahead is None:
        raise ModelError("a game without a horizon; give one")
    settings: dict[str, Any] = {"horizon": ahead, "shocks": shocks, "tolerance": tolerance}
    moments = _moments(ahead)
    if draws <= FEW:

        def one(number: int) -> _Row:
            return _read(clock(build(Draw(seed, number)), **settings), moments)

        return Spread._from(each_draw(one, draws, executor, step=DRAWS), seed, ahead)
    threads = 1 if executor else os.cpu_count() or 1

    def some(first: int) -> list[_Row]:
        numbers = range(first, min(first + TOGETHER, draws))
        games = [build(Draw(seed, number)) for number in numbers]
        runs = clocks(games, threads=threads, **settings)
        return [_read(run, moments) for run in runs]

    firsts = range(0, draws, TOGETHER)
    tick = progress.count(DRAWS, len(firsts))
    rows: list[_Row] = []
    for lot in (executor.map if executor else map)(some, firsts):
        rows += lot
        tick()
    return Spread._from(rows, seed, ahead)


_Row: TypeAlias = tuple[float, float, float, float, dict[str, float], dict[str, float], Floats]


def _read(run: Clock | StationaryClock, times: Floats) -> _Row:
    """Read off one run what is kept of it, in place of the run, which is large."""
    early, median, late = (
        inf if (time := run.quantile(q)) is None else time for q in (0.1, 0.5, 0.9)
    )
    return early, median, late, run.mean, run.outcomes, run.tolls, run.survival(times)


def _moments(horizon: float) -> Floats:
    return np.linspace(0, horizon, MOMENTS) if isfinite(horizon) else np.zeros(0)
