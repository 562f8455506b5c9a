"""Case → the clock's answers over many draws from the ranges that the case leaves open."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

    from stickpoint.conflict.game import Game
    from stickpoint.solve.clock.stationary_clock import StationaryClock

Floats = NDArray[np.float64]
T = TypeVar("T")
TOGETHER = 64
"""Draws that are built before they are solved: enough to fill the cores, few enough to hold."""


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
    seed: int
    horizon: float

    @classmethod
    def of(cls, runs: Sequence[Clock | StationaryClock], seed: int, horizon: float) -> Spread:
        """Gather what single runs, at least one, come to."""
        names, tolls = tuple(runs[0].outcomes), tuple(runs[0].game.tolls)
        ends, paid = [run.outcomes for run in runs], [run.tolls for run in runs]
        early, median, late = (_times(runs, q) for q in (0.1, 0.5, 0.9))
        return cls(
            median=median,
            mean=np.array([run.mean for run in runs]),
            early=early,
            late=late,
            outcomes={name: np.array([row[name] for row in ends]) for name in names},
            tolls={name: np.array([row[name] for row in paid]) for name in tolls},
            seed=seed,
            horizon=horizon,
        )

    @property
    def draws(self) -> int:
        """How many draws were made."""
        return int(self.median.size)

    def band(self, values: Floats, share: float = 0.8) -> tuple[float, float]:
        """Return the middle band of some values that holds a share of the draws."""
        return middle_band(values, share)

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


class Draw:
    """Reads each amount as one number drawn from its range, seeded."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._random = np.random.default_rng(seed)

    @classmethod
    def of(cls, seed: int, number: int) -> Draw:
        """Return the reading of one draw of a series."""
        return cls(hash((seed, number)) & 0xFFFFFFFF)

    def __call__(self, amount: Any) -> float:
        """Draw: evenly over a range, by its triangle where the likeliest value was given."""
        if amount.low == amount.high:
            return float(amount.mid)
        if amount.shape == "triangle":
            return float(self._random.triangular(amount.low, amount.mid, amount.high))
        return float(self._random.uniform(amount.low, amount.high))


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
    """Run the clock over draws from the ranges of a case.

    Parameters
    ----------
    build : callable
        Gives the game for one way of reading amounts, such as
        ``lambda read: case.game(changes=Changes(read=read))``.
    draws, seed : int
        The same seed gives the same draws.
    horizon : float, optional
        The game's own if left out.
    executor : Executor, optional
        Where to run, in lots of 64 draws; threads on this machine if left out.

    Raises
    ------
    ModelError
        Fewer than one draw, or no horizon.
    """
    if draws < 1:
        raise ModelError(f"{draws} draws asked for; expected at least 1")

    def some(first: int) -> list[Clock]:
        numbers = range(first, min(first + TOGETHER, draws))
        games = [build(Draw.of(seed, number)) for number in numbers]
        ahead = horizon if horizon is not None else games[0].horizon
        if ahead is None:
            raise ModelError("a game without a horizon; give one")
        settings: dict[str, Any] = {"horizon": ahead, "shocks": shocks, "tolerance": tolerance}
        threads = 1 if executor else os.cpu_count() or 1
        # Side by side pays where choices are free; with arcs it only has more to compile.
        if all(free is not None for free in games[0].free):
            return clocks(games, threads=threads, **settings)
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(lambda game: _lightly(clock(game, **settings)), games))

    begins = range(0, draws, TOGETHER)
    runs = list(chain.from_iterable((executor.map if executor else map)(some, begins)))
    return Spread.of(runs, seed, runs[0].horizon)


def _times(runs: Sequence[Clock | StationaryClock], q: float) -> Floats:
    found = [run.quantile(q) for run in runs]
    return np.array([np.inf if time is None else time for time in found])


def each_draw(one: Callable[[int], T], draws: int, executor: Executor | None) -> list[T]:
    """Do the same for each of so many draws, at least one, on threads of this machine by default.

    Raises
    ------
    ModelError
        Fewer than one draw.
    """
    if draws < 1:
        raise ModelError(f"{draws} draws asked for; expected at least 1")
    pool = nullcontext(executor) if executor else ThreadPoolExecutor(os.cpu_count() or 1)
    with pool as workers:
        assert workers is not None
        return list(workers.map(one, range(draws)))


def middle_band(values: Floats, share: float = 0.8) -> tuple[float, float]:
    """Return the values between which the middle share of draws lies, as many cut off each side.

    Examples
    --------
    >>> middle_band(np.arange(11.0)), middle_band(np.arange(6.0))
    ((1.0, 9.0), (0.0, 5.0))
    """
    ordered = np.sort(values)
    cut = round((1 - share) / 2 * (ordered.size - 1))
    return float(ordered[cut]), float(ordered[-1 - cut])


def _lightly(run: Clock) -> Clock:
    """Let go of the values over time, which are most of a clock."""
    nothing = np.empty(0)
    return replace(run, trace=replace(run.trace, values=nothing, slopes=nothing))
