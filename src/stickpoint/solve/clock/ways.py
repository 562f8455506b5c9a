"""Simulated paths → the most probable ways in which the conflict ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.backward import events_within
from stickpoint.solve.clock.simulate import Simulation
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

_SURE = 1.959964
"""Nineteen times out of twenty, in standard errors."""


@dataclass(frozen=True)
class Way:
    """One sequence of moves that settles it, detours left out.

    Attributes
    ----------
    states : tuple of int
        From the state at time 0 to the settled one, each once.
    movers : tuple of int
        Who led into each state but the first: a party's number, that of the parties plus k for
        agreement k, -1 for nature, -2 - k for dated shock k of those within the horizon.
    terms : str
        What it settles on.
    probability, low, high : float
        Of settling this way within the horizon, and the range that holds it 19 times out of 20.
    median_time : float
        By which half of the paths of this kind had settled; not a number where none did.
    quartiles : tuple of float
        By which a quarter of them had, and three quarters.
    """

    states: tuple[int, ...]
    movers: tuple[int, ...]
    terms: str
    probability: float
    low: float
    high: float
    median_time: float
    quartiles: tuple[float, float] = (float("nan"), float("nan"))


@dataclass(frozen=True, eq=False, repr=False)
class Ways(Result):
    """The most probable ways to settle, as counted among simulated paths.

    Attributes
    ----------
    game : Game
    horizon : float
    ways : tuple of Way
        From the most probable on.
    settled : float
        Share of the paths that settled within the horizon, whichever way.
    distinct : int
        How many different ways the counted paths took.
    paths, seed : int
        How many paths were counted, beside as many that chose which ways to count.
    """

    game: Game
    horizon: float
    ways: tuple[Way, ...]
    settled: float
    distinct: int
    paths: int
    seed: int

    @property
    def rest(self) -> float:
        """Share of the paths that settled in some other way."""
        return max(self.settled - sum(way.probability for way in self.ways), 0.0)

    @property
    def rest_range(self) -> tuple[float, float]:
        """The range that holds `rest` 19 times out of 20."""
        return wilson(round(self.rest * self.paths), self.paths)

    def parties_of(self, number: int) -> tuple[int, ...]:
        """Return which parties moved: one, or those of an agreement; none where it was no party."""
        if number < self.game.n_parties:
            return (number,) if number >= 0 else ()
        acts, act = self.game.agreements, number - self.game.n_parties
        return tuple(acts.party[acts.begin[act] : acts.begin[act + 1]].tolist())

    def mover(self, number: int) -> str:
        """Name who moved: a party or several, ``nature``, or a dated shock."""
        if number >= 0:
            return ", ".join(self.game.parties[party] for party in self.parties_of(number))
        if number == -1:
            return "nature"
        return events_within(self.game, self.horizon)[-2 - number].name

    def table(self) -> pd.DataFrame:
        """Return one row per way."""
        import pandas as pd

        plain = ("terms", "probability", "low", "high", "median_time")
        rows = [
            {name: getattr(way, name) for name in plain}
            | dict(zip(("quarter_by", "three_quarters_by"), way.quartiles, strict=True))
            | {"states": way.states, "movers": tuple(map(self.mover, way.movers))}
            for way in self.ways
        ]
        return pd.DataFrame(rows, index=pd.RangeIndex(1, len(rows) + 1, name="way"))

    def __repr__(self) -> str:
        """Say how much of what happens the ways cover."""
        covered = sum(way.probability for way in self.ways)
        number = f"{len(self.ways)} of {self.distinct:,}"
        return f"<Ways: {number}, {covered:.1%} of {self.paths:,} paths>"


def ways_of(choosing: Simulation, counting: Simulation, k: int = 5) -> Ways:
    """Count in which ways simulated paths of one game settled, with two different seeds.

    Parties that err go to and fro, so that hardly two courses are alike to the last detour. A way
    is therefore a course with its loops erased in the order in which they close (G. F. Lawler,
    1980, *Duke Math. J.* 47, 655-693, section 2): whenever it comes back to a state, all since it
    was last there is forgotten. Each course that settles has exactly one way, so that their
    probabilities add up to that of settling. The times are those of the whole course, detours
    included.

    Whichever of many counts turns out the largest is larger than it should be. So one set of paths
    chooses at most k ways, and the other says how probable they are. Raises ModelError for k below
    1.
    """
    if k < 1:
        raise ModelError(f"{k} ways asked for; expected at least 1")
    chosen, found = _grouped(choosing), _grouped(counting)
    most = sorted(chosen, key=lambda key: (-len(chosen[key]), key))[:k]
    ways = [_way(key, found.get(key, []), counting) for key in most]
    ranked = tuple(sorted(ways, key=lambda way: -way.probability))
    settled = float(np.isfinite(counting.time).mean())
    return Ways(
        counting.game, counting.horizon, ranked, settled, len(found), counting.paths, counting.seed
    )


_Key = tuple[tuple[int, ...], tuple[int, ...]]


def _grouped(paths: Simulation) -> dict[_Key, list[float]]:
    """Gather the times to settle by way: states, and who led into each but the first."""
    found: dict[_Key, list[float]] = {}
    ends = np.cumsum(paths.length)
    for path in np.flatnonzero(paths.length):
        part = slice(ends[path] - paths.length[path], ends[path])
        key = (tuple(paths.way[part].tolist()), tuple(paths.movers[part][1:].tolist()))
        found.setdefault(key, []).append(float(paths.time[path]))
    return found


def _way(key: _Key, times: list[float], paths: Simulation) -> Way:
    states, movers = key
    low, high = wilson(len(times), paths.paths)
    early, middle, late = np.quantile(times or [np.nan], (0.25, 0.5, 0.75)).tolist()
    terms = paths.game.terms[int(paths.game.terms_index[states[-1]])]
    share = len(times) / paths.paths
    return Way(states, movers, terms, share, low, high, middle, quartiles=(early, late))


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Return the range that holds a probability 19 times out of 20.

    By E. B. Wilson, 1927, *J. Amer. Statist. Assoc.* 22, 209-212, equation (6).
    """
    square = _SURE**2 / trials
    share = hits / trials
    middle = share + square / 2
    wide = float(np.sqrt(square * share * (1 - share) + square**2 / 4))
    return max((middle - wide) / (1 + square), 0.0), min((middle + wide) / (1 + square), 1.0)
