"""A survey of levers → what a given outlay can buy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.levers.cardinal import least, told
from stickpoint.solve.levers.proposal import Proposal
from stickpoint.solve.levers.search import TOLERANCE
from stickpoint.solve.levers.survey import Survey
from stickpoint.solve.result import Result

PARTS = (0.25, 0.5, 0.75)
"""Outlays tried, as parts of what the shortest wait costs."""
SAME = 1e-3
"""Parts of a wait by which a cheaper one may be longer and still count as the shortest."""


@dataclass(frozen=True, eq=False, repr=False)
class Frontier(Result):
    """The shortest expected wait for each of several outlays, dearest last.

    Attributes
    ----------
    points : tuple of Proposal
        Each waits less than all before it; none if no outlay shortens the wait.
    before : Clock
        With nothing changed.
    cheapest : Proposal
        The least costly change found that makes it as likely as wanted, or the likeliest.
    """

    points: tuple[Proposal, ...]
    before: Clock
    cheapest: Proposal

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
        unit = self.before.game.unit
        if not self.points:
            return f"no outlay shortens the expected wait of {self.before.mean:.3g} {unit}s."
        last = self.points[-1]
        return (
            f"expected wait {self.before.mean:.3g} {unit}s for nothing, "
            f"{last.run.mean:.3g} for {last.cost:.3g}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain data, with its summary and the rows of its table."""
        return super().to_dict() | self.plain()

    def plain(self) -> dict[str, Any]:
        """Give it as plain data."""
        before = {"median": self.before.median, "mean_within_horizon": self.before.mean}
        return {"before": before, "points": [point.plain() for point in self.points]}

    def __repr__(self) -> str:
        """Say the summary."""
        return f"<Frontier: {self.summary().removesuffix('.')}>"


def frontier(survey: Survey, before: Clock, *, wanted: float) -> Frontier:
    """Shorten the expected wait as far as several outlays allow.

    Parameters
    ----------
    survey : Survey
        What is looked at is added to it, and whatever it holds may be on the frontier.
    before : Clock
        With nothing changed.
    wanted : float
        With what probability it should be over in time; see `cheapest`.

    Notes
    -----
    The dearest outlay is the least that buys the shortest wait found; the others are a quarter, a
    half and three quarters of it, and what the least costly change that does it costs. Each point
    is the shortest wait in the survey that costs no more, after a descent from the shortest seen.
    """
    search = survey.search
    least(survey, wanted)
    survey.spread()
    quickest = survey.places[survey.shortest(np.inf)]
    survey.look(search.most(quickest, "unsettled_time", -1.0))
    k = survey.shortest(np.inf)
    longest = float(survey.told[k, 2]) * (1 + SAME)
    k = survey.shrunk(survey.places[k], longest, wait=True)
    whole = float(survey.told[k, 0])
    for part in PARTS:
        begin = survey.places[survey.shortest(part * whole)]
        survey.look(search.most(begin, "unsettled_time", -1.0, part * whole))
    cheap = told(survey, wanted)
    outlays = [*(part * whole for part in PARTS), whole, *([cheap.cost] if cheap.reached else [])]
    chosen = {survey.shortest(outlay) for outlay in outlays}
    points = [search.proposal(survey.places[k], survey.within, wanted) for k in chosen]
    # At the tighter tolerance a point may do it that seemed to fall short by a hair.
    cheap = min([cheap, *points], key=lambda p: (not p.reached, p.cost if p.reached else 0.0))
    return Frontier(_unbeaten(points, before), before, cheap)


def _unbeaten(points: list[Proposal], before: Clock) -> tuple[Proposal, ...]:
    """Keep each point that buys a shorter wait than any that costs no more."""
    kept: list[Proposal] = []
    shortest = before.mean
    for point in sorted(points, key=lambda point: (point.cost, point.run.mean)):
        if point.run.mean < shortest - TOLERANCE:
            kept.append(point)
            shortest = point.run.mean
    return tuple(kept)
