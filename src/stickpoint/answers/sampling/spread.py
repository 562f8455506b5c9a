"""A case → how long, which way, who pays and whose doing the wait is, over draws."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

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
from stickpoint.solve.clock.delay import Delay
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

    from stickpoint.graph.game import Game
    from stickpoint.solve.clock.stationary_clock import StationaryClock

Floats = NDArray[np.float64]
FEW = 32
"""Draws up to which each is solved alone, so that a short page need not wait until the loops for
eight at a time are compiled."""
TOGETHER = 64
"""Draws that are built before they are solved: enough to fill the cores, few enough to hold."""
NEARLY = 0.005
"""So little beyond nothing or the whole is rounded off."""
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

        return Spread._from(each_draw(one, draws, executor), seed, ahead)
    threads = 1 if executor else os.cpu_count() or 1

    def some(first: int) -> list[_Row]:
        numbers = range(first, min(first + TOGETHER, draws))
        games = [build(Draw(seed, number)) for number in numbers]
        runs = clocks(games, threads=threads, **settings)
        return [_read(run, moments) for run in runs]

    lots = (executor.map if executor else map)(some, range(0, draws, TOGETHER))
    return Spread._from([*chain.from_iterable(lots)], seed, ahead)


_Row: TypeAlias = tuple[float, float, float, float, dict[str, float], dict[str, float], Floats]


def _read(run: Clock | StationaryClock, times: Floats) -> _Row:
    """Read off one run what is kept of it, in place of the run, which is large."""
    early, median, late = (
        inf if (time := run.quantile(q)) is None else time for q in (0.1, 0.5, 0.9)
    )
    return early, median, late, run.mean, run.outcomes, run.tolls, run.survival(times)


def _moments(horizon: float) -> Floats:
    return np.linspace(0, horizon, MOMENTS) if isfinite(horizon) else np.zeros(0)


Three: TypeAlias = tuple[float, float, float]
"""A middle, and the low and the high end of the band about it."""


@dataclass(frozen=True, eq=False, repr=False)
class Delays(Result):
    """Shares of the wait, one row per draw.

    Attributes
    ----------
    names : tuple of str
        Parties, or issues.
    shares : ndarray of float, shape (draws, names)
        Not a number in draws where there is too little to share.
    total : ndarray of float, shape (draws,)
        How much time all of them together could save; not a number where no horizon tells.
    seed : int
    alone, average : ndarray of float, shape (draws, names)
        How much time each would save alone, and on average over the orders in which all could
        turn; not a number where none of them would change the wait.
    """

    names: tuple[str, ...]
    shares: Floats
    total: Floats
    seed: int
    alone: Floats
    average: Floats

    @classmethod
    def of(cls, found: Sequence[Delay | None], names: tuple[str, ...], seed: int) -> Delays:
        """Gather what single draws come to; None stands for a draw that no horizon tells."""
        none = dict.fromkeys(names, float("nan"))

        def table(read: Callable[[Delay], dict[str, float]]) -> Floats:
            rows = [none if one is None else read(one) for one in found]
            return np.array([[row[name] for name in names] for row in rows])

        return cls(
            names=names,
            shares=table(lambda one: one.by_party),
            total=np.array([float("nan") if one is None else one.total for one in found]),
            seed=seed,
            alone=table(lambda one: none if one.moot else one.alone),
            average=table(lambda one: none if one.moot else one.time),
        )

    @property
    def draws(self) -> int:
        """How many draws were made."""
        return int(self.total.size)

    @property
    def told(self) -> Floats:
        """Rows of the draws in which there was something to share out."""
        return self.shares[_known(self.shares)]

    @property
    def moot(self) -> bool:
        """Whether in most of the draws that can tell nobody would change the wait."""
        return 2 * int(_known(self.alone).sum()) < max(1, int(np.isfinite(self.total).sum()))

    @property
    def are_parts(self) -> bool:
        """Whether every share, and every band of one, lies between nothing and the whole."""
        if self.moot or (_known(self.shares) != _known(self.alone)).any():
            return False
        said = [end for name in self.names for end in self.three(name)]
        return min(said) >= -NEARLY and max(said) <= 1 + NEARLY

    def three(self, name: str) -> Three:
        """Return the median of one's share over the draws that have one, and its middle band."""
        return _three(self.told[:, self.names.index(name)])

    def saved_alone(self, name: str) -> Three:
        """Return how much time one alone would save, likewise."""
        return _three(self.alone[_known(self.alone), self.names.index(name)])

    def saved_on_average(self, name: str) -> Three:
        """Return what one saves on average over the orders in which all could turn, likewise."""
        return _three(self.average[_known(self.alone), self.names.index(name)])

    @property
    def saved_together(self) -> Three:
        """How much time all of them together could save, likewise."""
        return _three(self.total[_known(self.alone)])

    def band(self, name: str) -> tuple[float, float]:
        """Return the middle band of one's share; not a number where no draw has a share."""
        return self.three(name)[1:]

    def leads(self, name: str) -> float:
        """Return the part of the draws in which no other has a larger share."""
        return self._part(self.told.argmax(axis=1), name)

    def trails(self, name: str) -> float:
        """Return the part of the draws in which no other has a smaller share."""
        return self._part(self.told.argmin(axis=1), name)

    def _part(self, first: NDArray[np.intp], name: str) -> float:
        return float((first == self.names.index(name)).mean()) if first.size else float("nan")

    def table(self) -> pd.DataFrame:
        """Return one row per draw: the time that could be saved, and each one's share."""
        import pandas as pd

        found = pd.DataFrame(self.shares, columns=list(self.names)).rename_axis("draw")
        found.insert(0, "saved in all", self.total)
        return found

    def __repr__(self) -> str:
        """Say how many draws, of whom."""
        return f"<Delays: {self.draws} draws of {', '.join(self.names)}>"


def delays(ask: Callable[[Draw], Delay], *, draws: int = 20, seed: int = 0) -> Delays:
    """Ask whose doing the wait is for draws from the ranges of a case, those of `spread`."""
    found = each_draw(lambda number: ask(Draw(seed, number)), draws)
    return Delays.of(found, found[0].names, seed)


def _known(table: Floats) -> NDArray[np.bool_]:
    """Mark the rows in which every number is known."""
    return np.asarray(np.isfinite(table).all(axis=1), dtype=np.bool_)


def _three(values: Floats) -> Three:
    """Return the median of some draws and its middle band; not a number for none."""
    if not values.size:
        return (float("nan"),) * 3
    return (float(middle_of(values)), *middle_band(values))
