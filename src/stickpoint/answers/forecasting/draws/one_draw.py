"""The course of one draw → its chance of being open by each day, how it ends, what a day costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from stickpoint.answers.forecasting.draws.latest import Closed, Floats, Sure, closed
from stickpoint.answers.forecasting.family import Paused, a_day
from stickpoint.answers.forecasting.known import Known
from stickpoint.solve.clock.engine.forward import Distribution
from stickpoint.solve.clock.rolling import Rolled
from stickpoint.solve.clock.survival.every_start import Staying

LEAST = 1e-300
"""A draw that the silence rules out keeps this weight, so that weights can be shared out."""
ROUNDING = 1e-9
"""A difference between two chances, or between two weights of draws, that is none."""
MOST_KEPT = 1 << 14
"""Numbers of a draw beyond which what its parties expect is not kept."""


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
    closed : Closed or None
        How it ends by a day on which it is settled for certain; None where there is no such day.
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
    closed: Closed | None = None

    def open(self, days: Floats) -> Floats:
        """Return the chance of being open still so many days after the day asked about."""
        found = self.undated(days)
        return found if self.closed is None else np.where(days < self.closed.days, found, 0.0)

    def undated(self, days: Floats) -> Floats:
        """Return the same if no day settled it for certain."""
        return still_open(self.course, days * self.per_day, self.since, self.rate_at_end)

    def until(self, sure: Sure) -> OneDraw:
        """Return the same with a day on which it is settled for certain."""
        shut = closed(*sure, self.course, self.since, self.per_day, self.shares.size)
        if self.since + shut.days * self.per_day >= float(self.course.times[-1]):
            shut = replace(shut, still=float(self.undated(np.array([shut.days]))[0]))
        return replace(self, closed=shut, shares=shut.ends(shut.still, shut.before))

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
    asked = np.empty(then.size + 1)
    asked[0] = since
    np.minimum(then, last, out=asked[1:])
    found = _within(course.open_at(asked), 0.0)
    end = np.asarray(rate_at_end(course) if rate is None else rate)[..., None]
    late = np.exp(-end * np.maximum(then - last, 0.0))
    return np.asarray(np.minimum(found[..., 1:] / np.maximum(found[..., :1], LEAST), 1.0) * late)


def _within(chances: Floats, least: float) -> Floats:
    """Put chances that rounding has left outside within, up to 1 and down to what is the least."""
    return np.minimum(np.maximum(chances, least), 1.0)


def rate_at_end(course: Distribution | Staying) -> Floats:
    """Return how fast what is open where a course ends settles from there on; 0 for never."""
    last = float(course.times[-1])
    ends = _within(course.open_at(np.array([0.9 * last, last])), LEAST)
    fallen = np.log(ends[..., 0] / ends[..., 1])
    return np.where(fallen > ROUNDING, fallen / (0.1 * last), 0.0)


def read_off(
    run: Rolled, known: Known, paused: Paused | None, per_day: float, pace: float,
    sure: Sure | None,
) -> OneDraw:  # fmt: skip
    """Read one draw off, from the day asked about on; ``sure`` says what settles it for certain."""
    course, since, survived = run.courses[0], 0.0, 1.0
    if len(run.courses) > 1:
        past = run.courses[1]
        last = float(past.times[-1])
        then = min(known.elapsed * per_day, last)
        survived = float(past.open_at(np.array([then]))[0])
        survived *= float(np.exp(-rate_at_end(past) * (known.elapsed * per_day - then)))
        if not known.moved:
            course, since = past, then
    found = OneDraw(
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
    return found if sure is None else found.until(sure)


def _ends(course: Distribution, since: float) -> Floats:
    """Return how what settles after a time settles, (terms,); even where nothing does."""
    found = course.shares[-1].copy()
    if since:
        found -= course.shares_at(np.array([since]))[0]
    found = np.maximum(found, 0.0)
    total = float(found.sum())
    size = max(found.size, 1)
    return found / total if total > 1e-9 else np.full(found.size, 1.0 / size)
