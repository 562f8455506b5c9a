"""The clock over draws from the ranges of a case, each at its own tempo → curves and shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.forecasting.draws.latest import Sure, until
from stickpoint.answers.forecasting.draws.one_draw import ROUNDING, OneDraw, read_off
from stickpoint.answers.forecasting.family import Family, Paused
from stickpoint.answers.forecasting.known import Known
from stickpoint.answers.forecasting.rules import Rules
from stickpoint.answers.progress import FORECAST, progress
from stickpoint.answers.sampling.draws import points
from stickpoint.graph.build_game import Changes
from stickpoint.solve.durations.curves import Curve
from stickpoint.solve.durations.laws import Law
from stickpoint.solve.durations.mixture import Mixture
from stickpoint.solve.durations.until import Until

TEMPO = "tempo"
"""The name under which the tempo of a draw is drawn."""
GRID = np.concatenate(([0.0], np.geomspace(1e-2, 1e6, 641)))
"""Days at which the pooled curve is kept: eighty points for each factor of ten."""
AT_ONCE = 64
"""Draws that are built before they are solved."""

Floats = NDArray[np.float64]


class Range(NamedTuple):
    """A median over draws, and the values between which four of five draws lie."""

    middle: float
    low: float
    high: float


class Learnt(NamedTuple):
    """Chance that the tempo is below half of that written, before and after the wait so far."""

    slow_before: float
    slow_after: float
    before: Range
    after: Range


@dataclass(frozen=True, eq=False)
class Model:
    """The clock's answer over draws, weighted by how well each agrees with the silence so far.

    Parameters
    ----------
    draws : tuple of OneDraw
    terms : tuple of str
    rules : Rules
    """

    draws: tuple[OneDraw, ...]
    terms: tuple[str, ...]
    rules: Rules

    @cached_property
    def weights(self) -> Floats:
        """What each draw weighs, (draws,); they add up to 1."""
        survived = np.array([draw.survived for draw in self.draws])
        return np.asarray(survived / survived.sum())

    @property
    def effective(self) -> float:
        """How many equally weighted draws these are worth [1]_.

        .. [1] L. Kish, 1965, *Survey Sampling*, Wiley, section 8.2.
        """
        return float(1.0 / (self.weights**2).sum())

    @property
    def survived(self) -> float:
        """Chance, from the start, of being open on the day asked about."""
        return float(np.mean([draw.survived for draw in self.draws]))

    @cached_property
    def curves(self) -> Floats:
        """Chance of being open in each draw, (draws, times), at the days of `GRID`."""
        return np.where(self.last[:, None] > GRID, self.lasting, 0.0)

    @cached_property
    def lasting(self) -> Floats:
        """The same if no day settled it for certain."""
        return np.stack([draw.undated(GRID) for draw in self.draws])

    @cached_property
    def last(self) -> Floats:
        """Days by which each draw is settled for certain, (draws,); infinite for never."""
        return np.array([np.inf if one.closed is None else one.closed.days for one in self.draws])

    @cached_property
    def cut(self) -> tuple[Floats, Floats] | None:
        """On which days draws are settled for certain, and which part of them is not; or None."""
        return until(self.last, self.weights)

    @property
    def is_sure(self) -> bool:
        """Whether one day settles it for certain in all draws."""
        return self.cut is not None and self.cut[1][0] == 0

    @cached_property
    def law(self) -> Law:
        """How long it still lasts, in days, over all draws."""
        if self.cut is None:
            return self.undated
        weights, laws = list[float](), list[Law]()
        for day in np.unique(self.last).tolist():
            own = np.flatnonzero(self.last == day)
            lasts = self._lasts(own)
            weights.append(float(self.weights[own].sum()))
            laws.append(Until(lasts, [day], [0.0]) if np.isfinite(day) else lasts)
        return laws[0] if len(laws) == 1 else Mixture(weights, laws)

    @cached_property
    def undated(self) -> Curve:
        """How long it would last if no day settled it for certain."""
        return self._lasts(np.arange(len(self.draws)))

    def _lasts(self, own: NDArray[np.int64]) -> Curve:
        """Return how long some draws last if no day settles them for certain."""
        weights = self.weights[own]
        part = 1.0 if own.size == len(self.draws) else weights.sum()
        mean = weights / part @ self.lasting[own]
        mean = np.minimum.accumulate(np.clip(mean, 0.0, 1.0))
        mean[0] = 1.0
        return Curve(GRID, mean)

    @cached_property
    def shares(self) -> dict[str, float]:
        """Of the ways to settle, by the moves of the parties."""
        mean = self.weights @ np.stack([draw.shares for draw in self.draws])
        return dict(zip(self.terms, mean.tolist(), strict=True))

    @cached_property
    def learnt(self) -> Learnt:
        """What the wait so far taught about the tempo."""
        tempos = [draw.tempo for draw in self.draws]
        slow = np.array(tempos) < 0.5
        even = np.sort(tempos)
        ends = [float(even[round(p * (even.size - 1))]) for p in (0.5, 0.1, 0.9)]
        weights = self.weights
        after = Range(*(weighted(tempos, weights, p) for p in (0.5, 0.1, 0.9)))
        return Learnt(float(slow.mean()), float(weights @ slow), Range(*ends), after)

    @cached_property
    def paused(self) -> Paused | None:
        """What it sees of pauses before it ends; None where no terms lapse."""
        found = [draw.paused for draw in self.draws if draw.paused is not None]
        if not found:
            return None
        ever = [one.ever for one in found if one.ever is not None]
        time = self.weights @ np.array([one.time for one in found])
        return Paused(float(self.weights @ np.array(ever)) if ever else None, float(time))


def weighted(values: Sequence[float] | Floats, weights: Floats, p: float) -> float:
    """Return the value below which lies a weight of ``p``, of all."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    at = int(np.searchsorted(total, p * total[-1]))
    return float(np.asarray(values)[order[min(at, len(order) - 1)]])


def model(known: Known, changes: Changes, rules: Rules, seed: int) -> Model:
    """Run the clock over draws: as many as asked for, or more where the silence leaves few."""
    family = Family(known, changes, rules, seed)
    terms: tuple[str, ...] = ()
    found: list[OneDraw] = []
    wanted = rules.draws
    tick = progress.count(FORECAST, wanted)
    while True:
        for first in range(len(found), wanted, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, wanted))
            more, terms = solved(family, known, rules, seed, numbers)
            found += more
            for _ in more:
                tick()
        made = Model(tuple(found), terms, rules)
        least = min(rules.effective, rules.draws) * (1 - ROUNDING)
        if made.effective >= least or wanted >= rules.most_draws:
            return made
        wanted = min(2 * wanted, rules.most_draws)
        tick = progress.count(FORECAST, wanted - len(found))


def tempos(seed: int, numbers: range, rules: Rules) -> Floats:
    """Return the tempo of some draws: log-normal, by name as every number is."""
    from scipy.special import ndtri

    at = points(seed, TEMPO, numbers.stop)[numbers.start :]
    return np.asarray(np.exp(rules.tempo_middle + rules.tempo_spread * ndtri(at)))


def solved(
    family: Family, known: Known, rules: Rules, seed: int, numbers: range
) -> tuple[list[OneDraw], tuple[str, ...]]:
    """Solve some draws, the like in tempo side by side, for the hardest sets the pace of eight."""
    pace = tempos(seed, numbers, rules)
    games, per_day = family.games(numbers, pace)
    order = np.argsort(pace, kind="stable")
    drawn = [numbers[k] for k in order.tolist()]
    runs = family.courses([games[k] for k in order], per_day[order], drawn)
    if family.rest is not None:
        # What all foresee is nearer on that day, so that the rest is another game.
        rest, _ = family.rest.games(numbers, pace)
        later = family.rest.courses([rest[k] for k in order], per_day[order], drawn)
        runs = [
            replace(own, courses=(own.courses[0], run.courses[1]))
            for run, own in zip(runs, later, strict=True)
        ]
    here = family.rest or family
    found = {
        k: read_off(
            run, known, here.paused(run, numbers[k]), float(per_day[k]), float(pace[k]),
            _sure(family, known, numbers[k]),
        )
        for k, run in zip(order.tolist(), runs, strict=True)
    }  # fmt: skip
    return [found[k] for k in range(len(games))], games[0].terms


def _sure(family: Family, known: Known, number: int) -> Sure | None:
    """Return what settles one draw for certain, by the states of the course that tells of it."""
    found, course = family.latest(number), family
    if found is None:
        return None
    if known.moved and family.rest is not None:
        course = family.rest
    return Sure(found, course.onto(found))
