"""The clock over draws from the ranges of a case, each at its own tempo → curves and shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.forecasting.family import Family, Paused, a_day
from stickpoint.answers.forecasting.known import Known
from stickpoint.answers.forecasting.rules import Rules
from stickpoint.answers.progress import FORECAST, progress
from stickpoint.answers.sampling.draws import points
from stickpoint.graph.build_game import Changes
from stickpoint.solve.clock.engine.forward import Distribution
from stickpoint.solve.clock.rolling import Rolled
from stickpoint.solve.clock.survival.every_start import Staying
from stickpoint.solve.durations.curves import Curve

TEMPO = "tempo"
"""The name under which the tempo of a draw is drawn."""
GRID = np.concatenate(([0.0], np.geomspace(1e-2, 1e6, 641)))
"""Days at which the pooled curve is kept: eighty points for each factor of ten."""
LEAST = 1e-300
"""A draw that the silence rules out keeps this weight, so that weights can be shared out."""
ROUNDING = 1e-9
"""A difference between two chances, or between two weights of draws, that is none."""
MOST_KEPT = 1 << 14
"""Numbers of a draw beyond which what its parties expect is not kept."""
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
class OneDraw:
    """What one draw comes to.

    Parameters
    ----------
    course : Distribution
        In mean waits.
    since : float
        Where in it the day asked about lies, by which it is open: 0 where the record tells how
        things stood on that day, for then the course begins there.
    per_day : float
        Mean waits a day, at this draw's tempo.
    survived : float
        Chance, from the case's start, of being open still on the day asked about.
    tempo : float
    shares : ndarray of float, shape (terms,)
        Of the ways to settle, of what settles at all.
    tolls : dict of str to float
        What each costs a day, on average over the time in which it is open.
    paused : Paused or None
        None where no terms lapse.
    value : ndarray of float, shape (states, parties), or None
        What each party expects over the time it looks ahead; None where there are many states.
    """

    course: Distribution
    since: float
    per_day: float
    survived: float
    tempo: float
    shares: Floats
    tolls: dict[str, float]
    paused: Paused | None = None
    value: Floats | None = None

    def open(self, days: Floats) -> Floats:
        """Return the chance of being open still so many days after the day asked about."""
        return still_open(self.course, days * self.per_day, self.since, self.rate_at_end)

    @cached_property
    def rate_at_end(self) -> float:
        """How fast what is open where the course ends settles from there on, per mean wait."""
        return float(rate_at_end(self.course))


def still_open(
    course: Distribution | Staying, waits: Floats, since: float = 0.0, rate: float | None = None
) -> Floats:
    """Return the chance of being open still so many mean waits after a time by which it is.

    From each of several starts of a game, (starts, waits), where that is what is told of it.
    ``rate`` is `rate_at_end`, where it is known.
    """
    last, then = float(course.times[-1]), since + waits
    found = course.open_at(np.append(since, np.minimum(then, last))).clip(0.0, 1.0)
    end = np.asarray(rate_at_end(course) if rate is None else rate)[..., None]
    late = np.exp(-end * np.maximum(then - last, 0.0))
    return np.asarray(np.minimum(found[..., 1:] / np.maximum(found[..., :1], LEAST), 1.0) * late)


def rate_at_end(course: Distribution | Staying) -> Floats:
    """Return how fast what is open where a course ends settles from there on; 0 for never."""
    last = float(course.times[-1])
    ends = course.open_at(np.array([0.9 * last, last])).clip(LEAST, 1.0)
    fallen = np.log(ends[..., 0] / ends[..., 1])
    return np.where(fallen > ROUNDING, fallen / (0.1 * last), 0.0)


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
        return np.stack([draw.open(GRID) for draw in self.draws])

    @cached_property
    def law(self) -> Curve:
        """How long it still lasts, in days, over all draws."""
        mean = np.minimum.accumulate(np.clip(self.weights @ self.curves, 0.0, 1.0))
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
        k: _read(run, known, here.paused(run, numbers[k]), float(per_day[k]), float(pace[k]))
        for k, run in zip(order.tolist(), runs, strict=True)
    }
    return [found[k] for k in range(len(games))], games[0].terms


def _read(run: Rolled, known: Known, paused: Paused | None, per_day: float, pace: float) -> OneDraw:
    """Read one draw off, from the day asked about on."""
    course, since, survived = run.courses[0], 0.0, 1.0
    if len(run.courses) > 1:
        past = run.courses[1]
        last = float(past.times[-1])
        then = min(known.elapsed * per_day, last)
        survived = float(past.open_at(np.array([then]))[0])
        survived *= float(np.exp(-rate_at_end(past) * (known.elapsed * per_day - then)))
        if not known.moved:
            course, since = past, then
    return OneDraw(
        course=course,
        since=since,
        per_day=per_day,
        survived=max(survived, LEAST),
        tempo=pace,
        shares=_ends(course, since),
        # Tolls are counted from how things stood on that day.
        tolls={name: a_day(run.courses[0], row, per_day) for name, row in run.game.tolls.items()},
        paused=paused,
        value=run.value if run.value.size <= MOST_KEPT else None,
    )


def _ends(course: Distribution, since: float) -> Floats:
    """Return how what settles after a time settles, (terms,); even where nothing does."""
    found = course.shares[-1].copy()
    if since:
        found -= course.shares_at(np.array([since]))[0]
    found = np.maximum(found, 0.0)
    total = float(found.sum())
    size = max(found.size, 1)
    return found / total if total > 1e-9 else np.full(found.size, 1.0 / size)
