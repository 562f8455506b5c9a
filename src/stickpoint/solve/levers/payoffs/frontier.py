"""A global search over levers → what a given outlay can buy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.levers.payoffs.cheapest import aimed, check, confirmed, seek
from stickpoint.solve.levers.payoffs.descents import least_cost, most
from stickpoint.solve.levers.payoffs.global_search import COST, WAIT, GlobalSearch
from stickpoint.solve.levers.payoffs.lever_space import NEGLIGIBLE, TOLERANCE, LeverChange
from stickpoint.solve.levers.payoffs.parameters import Floats
from stickpoint.solve.result import Result

PARTS = (0.25, 0.5, 0.75)
"""Outlays tried, as parts of what the shortest wait costs."""
NEAR, REACH = 8, 2.0
"""So many good places that cost up to so many times as much, or as little, are brought to it."""
EXCHANGED = 1 / 16
"""Part of its reach by which one lever is moved up in exchange for another."""
DESCENTS = 3
"""From so many places with short waits the search looks for the shortest."""
SAME = 1e-3
"""Parts of a wait by which a cheaper one may be longer and still count as the shortest."""


@dataclass(frozen=True, eq=False, repr=False)
class Frontier(Result):
    """The shortest expected wait for each of several outlays, dearest last.

    Attributes
    ----------
    points : tuple of LeverChange
        Each waits less than all before it; none if no outlay shortens the wait.
    before : Clock
        With nothing changed.
    cheapest : LeverChange
        The least costly change found that makes it as likely as wanted, or the likeliest.
    """

    points: tuple[LeverChange, ...]
    before: Clock
    cheapest: LeverChange

    def table(self) -> Any:
        """Return one row per outlay: what is spent, the median and the expected unsettled time."""
        import pandas as pd

        runs = [self.before, *(point.run for point in self.points)]
        costs = [0.0, *(point.cost for point in self.points)]
        return pd.DataFrame(
            {"cost": costs, "median": [r.median for r in runs], "mean": [r.mean for r in runs]}
        )

    def summary(self) -> str:
        """Say where it begins and where it ends."""
        unit = self.before.game.unit
        if not self.points:
            return f"no outlay shortens the expected wait of {self.before.mean:.3g} {unit}s."
        last = self.points[-1]
        return (
            f"expected wait {self.before.mean:.3g} {unit}s for nothing, "
            f"{last.run.mean:.3g} for {last.cost:.3g}."
        )

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        before = {"median": self.before.median, "mean_within_horizon": self.before.mean}
        return {"before": before, "points": [point.plain() for point in self.points]}


def frontier(search: GlobalSearch, before: Clock, *, wanted: float) -> Frontier:
    """Shorten the expected wait as far as several outlays allow.

    Parameters
    ----------
    search : GlobalSearch
        What is looked at is added to it, and whatever it holds may be on the frontier.
    before : Clock
        With nothing changed.
    wanted : float
        With what probability it should be over in time; see `cheapest`.

    Notes
    -----
    The dearest outlay is the least that buys the shortest wait found; the others are a quarter, a
    half and three quarters of it, and what the least costly change that does it costs. For each
    the search looks at every lever alone, and at places near in cost brought to that cost; descends
    from the shortest wait; and exchanges some of one lever for as much cost of another. Each point
    is then the shortest wait in the search that costs no more. Where one of them does it for less
    than the least costly change did, that search goes on from there.
    """
    check(search, wanted)
    if 1.0 - float(before.survival(search.within)) < wanted:
        seek(search, wanted)
    search.spread()
    known = len(search.places)
    whole = _shortest_of_all(search)
    outlays = [part * whole for part in PARTS]
    outlays += search.results[search.good(aimed(search, wanted))[:1], COST].tolist()
    if outlays := [budget for budget in outlays if budget > 0]:
        _improve(search, outlays)
    _go_on(search, aimed(search, wanted), known)
    cheap = confirmed(search, wanted)
    outlays += [whole, *([cheap.cost] if cheap.reached else [])]
    chosen = [search.places[k] for k in {search.shortest(outlay) for outlay in outlays}]
    points = search.space.proposals(chosen, search.within, wanted)
    # At the tighter tolerance a point may do it that seemed to fall short by a hair.
    cheap = min([cheap, *points], key=lambda p: (not p.reached, p.cost if p.reached else 0.0))
    return Frontier(_unbeaten(points, before), before, cheap)


def _shortest_of_all(search: GlobalSearch) -> float:
    """Look for the shortest wait that any outlay buys; return the least that buys it."""
    order = np.argsort(search.results[:, WAIT], kind="stable").tolist()
    begins = search.unlike(order, DESCENTS)
    most(search, begins, WAIT, [np.inf] * len(begins))
    k = search.shortest(np.inf)
    longest = float(search.results[k, WAIT]) * (1 + SAME)
    k = search.shrunk([search.places[k]], longest, wait=True)[0]
    return float(search.results[k, COST])


def _go_on(search: GlobalSearch, aim: float, known: int) -> None:
    """Seek from the least costly place that does it, where it was found after some others."""
    if (good := search.good(aim)) and good[0] >= known:
        least_cost(search, good[:1], aim)
        search.shrunk([search.places[search.good(aim)[0]]], aim, rounds=2)


def _improve(search: GlobalSearch, outlays: list[float]) -> None:
    """Shorten the wait that each of some outlays buys."""
    search.look(np.concatenate([_affordable(search, budget) for budget in outlays]))
    most(search, [search.shortest(budget) for budget in outlays], WAIT, outlays)
    search.look(np.concatenate([_exchanged(search, budget) for budget in outlays]))


def _affordable(search: GlobalSearch, budget: float) -> Floats:
    """Return each lever alone for all of an outlay, and good places near it brought to its cost."""
    price, results = search.space.price, search.results
    alone = np.diag(np.where(price > budget, budget / np.maximum(price, budget), 1.0))
    near = np.flatnonzero((results[:, COST] > budget / REACH) & (results[:, COST] < budget * REACH))
    best = search.unlike(near[np.argsort(results[near, WAIT], kind="stable")].tolist(), NEAR)
    brought = [np.minimum(search.places[k] * (budget / results[k, COST]), 1.0) for k in best]
    return np.concatenate([alone, np.array(brought).reshape(-1, price.size)])


def _exchanged(search: GlobalSearch, budget: float) -> Floats:
    """Return the best place for an outlay with some of one lever exchanged for another's cost."""
    place, price = search.places[search.shortest(budget)], search.space.price
    spare = max(0.0, budget - float(price @ place))
    moved = [place]
    for up in np.flatnonzero(place < 1).tolist():
        for down in np.flatnonzero(place > NEGLIGIBLE).tolist():
            paid = price[down] * min(place[down], EXCHANGED * price[up] / max(price[down], 1e-12))
            step = EXCHANGED if price[up] == 0 else min(EXCHANGED, (paid + spare) / price[up])
            other = place.copy()
            other[up] = min(1.0, place[up] + step)
            other[down] -= paid / max(price[down], 1e-12)
            if up != down:
                moved.append(np.maximum(other, 0.0))
    return np.array(moved)


def _unbeaten(points: list[LeverChange], before: Clock) -> tuple[LeverChange, ...]:
    """Keep each point that buys a shorter wait than any that costs no more."""
    kept: list[LeverChange] = []
    shortest = before.mean
    for point in sorted(points, key=lambda point: (point.cost, point.run.mean)):
        if point.run.mean < shortest - TOLERANCE:
            kept.append(point)
            shortest = point.run.mean
    return tuple(kept)
