"""Game and levers → what a given outlay can buy: each lever alone, and all of them together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.game import Game
from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.clock.gradient import answer, gradient
from stickpoint.solve.levers.handles import Handle, chain, pull
from stickpoint.solve.levers.search import TOLERANCE, Proposal, Search

GRID = 6
PARTS = (0.25, 0.5, 0.75, 1.0)

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Single:
    """One lever, all others left alone.

    Attributes
    ----------
    handle : Handle
    slope : float
        Of the expected unsettled time, per unit of change, where nothing is changed yet.
    amounts, waits : ndarray of float, shape (grid,)
        Changes from its lowest to its highest, 0 among them, and the expected unsettled time.
    before : float
        The expected unsettled time with nothing changed.
    """

    handle: Handle
    slope: float
    amounts: Floats
    waits: Floats
    before: float

    @property
    def best(self) -> float:
        """The change tried that shortens the wait most; 0 when none does."""
        return float(self.amounts[self._place])

    @property
    def _place(self) -> int:
        near = np.abs(self.amounts).argsort(kind="stable")
        return int(near[self.waits[near].argmin()])

    @property
    def saved(self) -> float:
        """How much of the wait the best change tried takes away."""
        return self.before - float(self.waits[self._place])

    @property
    def cost(self) -> float:
        """What the best change tried costs."""
        return self.handle.cost * abs(self.best)

    @property
    def marginal(self) -> float:
        """Time saved per unit of cost by a first small step, in the better direction it can go.

        Infinite where it costs nothing and saves something.
        """
        rates = [-self.slope * np.sign(end) for end in self.handle.ends]
        saving = max([0.0, *rates])
        if self.handle.cost == 0:
            return float("inf") if saving > 0 else 0.0
        return float(saving / self.handle.cost)

    @property
    def is_monotone(self) -> bool:
        """Whether more of it, the way it shortens the wait, never lengthens it again."""
        way = np.sign(self.best)
        here = self.amounts * way >= 0
        order = np.abs(self.amounts[here]).argsort()
        rises = np.diff(self.waits[here][order])
        return bool(way == 0) or bool((rises <= 1e-6 * (1.0 + self.before)).all())


def singles(
    game: Game,
    handles: Sequence[Handle],
    *,
    start: int | None = None,
    horizon: float = 60.0,
    shocks: str = "centred",
    tolerance: float = TOLERANCE,
    grid: int = GRID,
) -> tuple[Single, ...]:
    """Try each lever alone, over its whole range, best first by what it saves.

    Parameters
    ----------
    game, handles, start, horizon, shocks, tolerance
        As in `stickpoint.solve.levers.cardinal.cheapest`.
    grid : int
        Changes tried in each direction beside none.
    """
    search = Search(game, handles, start, horizon, shocks, tolerance)
    assert search.start is not None
    first = search.start
    slopes = chain(gradient(game, first, horizon, shocks=shocks, tolerance=tolerance), handles)
    tried = [_amounts(handle, grid) for handle in handles]
    asked = [(k, x) for k, amounts in enumerate(tried) for x in amounts.tolist() if x != 0]

    def wait(pair: tuple[int, float]) -> float:
        changed = pull(game, (handles[pair[0]],), [pair[1]])
        return expected(changed, first, horizon, shocks, tolerance)

    before = expected(game, first, horizon, shocks, tolerance)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        waits = dict(zip(asked, pool.map(wait, asked), strict=True))
    found = [
        Single(handle, float(slope), xs, np.array([waits.get((k, x), before) for x in xs]), before)
        for k, (handle, slope, xs) in enumerate(zip(handles, slopes, tried, strict=True))
    ]
    return tuple(sorted(found, key=lambda single: -single.saved))


def expected(game: Game, start: int, horizon: float, shocks: str, tolerance: float) -> float:
    """Give the expected unsettled time within the horizon."""
    return answer(game, start, horizon, shocks=shocks, tolerance=tolerance)


def _amounts(handle: Handle, grid: int) -> Floats:
    steps = np.arange(1, grid + 1) / grid
    parts = [end * steps for end in handle.ends]
    return np.sort(np.concatenate([np.zeros(1), *parts]))


@dataclass(frozen=True, eq=False, repr=False)
class Frontier:
    """The shortest expected wait for each of several outlays, dearest last.

    Attributes
    ----------
    points : tuple of Proposal
    before : Clock
        With nothing changed.
    """

    points: tuple[Proposal, ...]
    before: Clock

    def table(self) -> Any:
        """Give one row per outlay: what is spent, the median and the expected unsettled time."""
        import pandas as pd

        runs = [self.before, *(point.run for point in self.points)]
        costs = [0.0, *(point.cost for point in self.points)]
        return pd.DataFrame(
            {"cost": costs, "median": [r.median for r in runs], "mean": [r.mean for r in runs]}
        )

    def summary(self) -> str:
        """Say where it begins and where it ends."""
        last, unit = self.points[-1], self.before.game.unit
        return (
            f"expected wait {self.before.mean:.3g} {unit}s for nothing, "
            f"{last.run.mean:.3g} for {last.cost:.3g}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data."""
        before = {"median": self.before.median, "mean_within_horizon": self.before.mean}
        return {"before": before, "points": [point.to_dict() for point in self.points]}


def frontier(search: Search, before: Clock, *, within: float, wanted: float) -> Frontier:
    """Shorten the expected wait as far as several outlays allow.

    Parameters
    ----------
    search : Search
    before : Clock
        With nothing changed.
    within, wanted : float
        The question that each point is asked as well; see `cheapest`.

    Notes
    -----
    The dearest outlay is what the shortest wait costs; the others are a quarter, a half and three
    quarters of it. Each is sought from the last, and from the dearest scaled down to it.
    """
    most = search.furthest("unsettled_time", sign=-1.0)
    whole = float(search.price @ most)
    places = [np.zeros(search.size)]
    for part in PARTS[:-1]:
        begun = (places[-1], part * most)
        tried = [search.soonest(part * whole, place) for place in begun]
        tried.append(places[-1])
        places.append(min(tried, key=lambda z: search.value(z, "unsettled_time")))
    places.append(most)
    return Frontier(tuple(search.proposal(z, within, wanted) for z in places[1:]), before)
