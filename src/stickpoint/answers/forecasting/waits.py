"""The plain rule that a forecast has to beat: so many mean waits for a chance to move."""

from __future__ import annotations

from math import log

import numpy as np

from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.case.model.case import Case
from stickpoint.solve.durations.laws import GeneralisedGamma

WAITS, SPREAD = 14.0, 0.64
"""How many mean waits eighteen deadlocks lasted, by their geometric mean, and the log spread: left
out one by one, this rule scored as well on them as any model of who wants what."""


def mean_wait(case: Case) -> float:
    """Return the mean wait for a chance to move, in days: 1 over the geometric mean pace.

    A party without a pace gets one chance a unit of time; one that never gets any is left out.
    """
    given = [1.0 if p.pace is None else p.pace.per(case.clock.unit).mid for p in case.parties]
    paces = [pace for pace in given if pace > 0]
    return days_per_unit(case) / float(np.exp(np.mean(np.log(paces)))) if paces else np.inf


def by_waits(case: Case) -> GeneralisedGamma | None:
    """Return how long a deadlock lasts by the rule: a log-normal law in days, from the start."""
    wait = mean_wait(case)
    return GeneralisedGamma(log(WAITS * wait), SPREAD) if np.isfinite(wait) else None
