"""A case → how long it lasts by rules that look at no move: base rate of its kind, mean waits."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.case.model.basis import DAYS_IN
from stickpoint.case.model.case import Case
from stickpoint.solve.durations.kinds import BY_NAME, KINDS, Figures, Kind
from stickpoint.solve.durations.laws import GeneralisedGamma, Law
from stickpoint.solve.durations.own import own_law

SHARES = (0.1, 0.5, 0.9)
_MONTH = float(DAYS_IN["month"])
AGES = {"month": _MONTH, "half_year": 6 * _MONTH, "year": 12 * _MONTH}
"""How long one may have waited already, in days."""
FEWEST = 5
"""So many cases of a kind must last so long, or the rest is a guess of the formula alone."""
WAITS, SPREAD = 14.0, 0.64
"""How many mean waits eighteen deadlocks lasted, by their geometric mean, and the log spread: left
out one by one, this rule scored as well on them as any model of who wants what."""


@dataclass(frozen=True)
class BaseRate:
    """How long deadlocks like this one last, whoever wants what.

    Parameters
    ----------
    kind : Kind or None
        Of the table of kinds; None where only lengths are given.
    n : int
        How many cases it rests on: those of the kind, with what was known at the start, and the
        case's own.
    n_own : int
        How many of these are the case's own.
    law : Law
        Of the days from the start to the end.
    source : str
        Where the cases come from.
    """

    kind: Kind | None
    n: int
    n_own: int
    law: Law
    source: str

    def quantile(self, p: ArrayLike) -> NDArray[np.float64]:
        """Return the days from the start by which it has ended with chance ``p``."""
        return self.law.quantile(p)

    def open(self, t: ArrayLike) -> NDArray[np.float64]:
        """Return the chance that it is still open ``t`` days after the start."""
        return self.law.open(t)


def base_rate(case: Case) -> BaseRate | None:
    """Return the base rate of a case, or None where it names neither a kind nor lengths.

    With both, the kind is where one would begin and the case's own lengths move it.
    """
    own = len(case.lengths)
    if case.kind is None:
        if not own:
            return None
        return BaseRate(None, own, own, own_law(case.lengths), OWN)
    kind = BY_NAME[case.kind.name]
    figures = kind.given(case.kind.covariates)
    if not own:
        return BaseRate(kind, figures.n, 0, figures.law, kind.source)
    law = own_law(case.lengths, figures)
    return BaseRate(kind, figures.n + own, own, law, f"{kind.source}; {OWN}")


OWN = "lengths of earlier cases in the file"


@dataclass(frozen=True)
class Expected:
    """How long cases last: days by which each of `SHARES` have ended.

    Parameters
    ----------
    days : tuple of float
        From the start.
    still : dict of str to tuple of float, or None
        The days still to wait after each of `AGES`; None where too few cases lasted so long.
    """

    figures: Figures
    days: tuple[float, ...]
    still: dict[str, tuple[float, ...] | None]


def expected(figures: Figures) -> Expected:
    """Work out how long cases with such figures last, and how much longer after a while."""
    law = figures.law
    still = {
        name: _days(law.since(age)) if figures.n * law.open(age) >= FEWEST else None
        for name, age in AGES.items()
    }
    return Expected(figures, _days(law), still)


def kinds() -> tuple[tuple[Kind, Expected], ...]:
    """Return every kind with how long its cases last."""
    return tuple((kind, expected(kind.figures)) for kind in KINDS)


def _days(law: Law) -> tuple[float, ...]:
    return tuple(float(day) for day in law.quantile(SHARES))


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


def days(law: Law, q: float) -> float | None:
    """Return a quantile of a law in days; None where it never comes."""
    found = float(law.quantile(q))
    return found if np.isfinite(found) else None
