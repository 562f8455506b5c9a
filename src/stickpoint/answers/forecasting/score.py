"""Forecasts and what came → scores, beside those of rules that know less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from math import exp, inf, isfinite, log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stickpoint.answers.ended import Ended, ended
from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.rules import LONGEST, SHORTEST
from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError
from stickpoint.solve.durations import scores
from stickpoint.solve.durations.laws import Law, LogUniform
from stickpoint.solve.durations.scores import Mean, bootstrap

if TYPE_CHECKING:
    from stickpoint.answers.forecasting.predict import Forecast

__all__ = ["Against", "Mean", "Score", "Total", "over_time", "plain", "score", "totals"]

SHARES = (0.0, 0.25, 0.5, 0.75)
"""When in the course of a deadlock it is asked about: at its start, and at parts of its length."""
UNTOLD = "the case does not say under 'happened' on which day it ended"
FLOOR = 0.001
"""A share of outcomes below this counts as this: nobody is sure beyond one in a thousand."""


class Against(NamedTuple):
    """Log scores of rules that know less; None where a rule has nothing to say.

    ``base_rate`` is that of the kind, ``log_uniform`` any length from a day to ten years, ``waits``
    so many mean waits for a chance to move; ``uniform_outcomes`` gives every way to end the same.
    """

    base_rate: float | None
    log_uniform: float | None
    waits: float | None
    uniform_outcomes: float | None


@dataclass(frozen=True)
class Score:
    """How good one forecast was.

    Parameters
    ----------
    case : str
        What the case is called.
    as_of : str
        The day on which the forecast was made.
    share : float
        Which part of its length had passed by then.
    days : float
        How long it still took.
    median : float or None
        What the forecast had for that, in the middle.
    log_score : float
        Logarithm of the density per log time at what came: higher is better.
    crps : float
        In days; ``crps_log`` in powers of e: lower is better.
    pit : float
        The chance given to an end by then; ``covered80`` where that is from 0.1 to 0.9.
    outcome_log : float or None
        Logarithm of the share given to the way it ended; None where that is not among the ways.
    brier : float or None
    against : Against
    model : float
        Log score of the parties' moves alone, without the base rate.
    """

    case: str
    as_of: str
    share: float
    days: float
    median: float | None
    log_score: float
    crps: float
    crps_log: float
    pit: float
    covered80: bool
    outcome_log: float | None
    brier: float | None
    against: Against
    model: float


def score(forecast: Forecast, came: Ended | None = None, *, share: float = 0.0) -> Score:
    """Score a forecast by what came, which is what the case has as ``happened`` if left out.

    Raises
    ------
    ModelError
        A case that does not say what came, or not on which day, or by the day of the forecast.
    """
    known = forecast.known
    found = came or ended(forecast.case)
    if found is None or found.time is None or known.day is None:
        raise ModelError(
            "nothing to score by: the case says under 'happened' on which day it ended"
        )
    days = found.time * days_per_unit(forecast.case) - known.elapsed
    if not days > 0:
        raise ModelError(f"as of {known.day} it had ended; give an earlier day")
    law, elapsed = forecast.law, known.elapsed
    rate = forecast.others.since(elapsed) if forecast.base_rate else None
    outcome, brier, even = outcomes(forecast.outcomes, found.name)
    median = float(law.quantile(0.5))
    return Score(
        case=forecast.case.title,
        as_of=known.day.isoformat(),
        share=share,
        days=days,
        median=median if isfinite(median) else None,
        log_score=scores.log_score(law, days),
        crps=scores.crps(law, days),
        crps_log=scores.crps_log(law, days),
        pit=scores.pit(law, days),
        covered80=scores.covered80(law, days),
        outcome_log=outcome,
        brier=brier,
        against=Against(
            _told(rate, days),
            _told(_any(elapsed), days),
            _told(forecast.waits, days),
            even,
        ),
        model=scores.log_score(forecast.model.law, days),
    )


def outcomes(
    shares: dict[str, float], name: str
) -> tuple[float | None, float | None, float | None]:
    """Return log score and Brier score of the shares, and the log score of equal ones."""
    if name not in shares:
        return None, None, None
    names = list(shares)
    given = np.maximum([shares[one] for one in names], FLOOR)
    given /= given.sum()
    at = names.index(name)
    return scores.outcome_log_score(given, at), scores.brier(given, at), -log(len(names))


def _any(elapsed: float) -> Law | None:
    law = LogUniform(SHORTEST, LONGEST)
    return law.since(elapsed) if elapsed < LONGEST else None


def _told(law: Law | None, days: float) -> float | None:
    """Return a law's log score; None where it has nothing to say, or ruled out what came."""
    if law is None:
        return None
    found = scores.log_score(law, days)
    return found if isfinite(found) else None


def over_time(
    case: Case, ask: Callable[[Case, str], Forecast], shares: Sequence[float] = SHARES
) -> list[Score]:
    """Score the forecasts of a case at its start and at parts of its length, one a day at most."""
    came, start = ended(case), case.clock.start
    if came is None or came.time is None or start is None:
        raise ModelError(
            "nothing to score by: the case says under 'happened' on which day it ended"
        )
    length = came.time * days_per_unit(case)
    found, seen = [], set[int]()
    for share in shares:
        ahead = int(share * length)
        if ahead not in seen and ahead < length:
            seen.add(ahead)
            day = start.first + timedelta(days=ahead)
            found.append(score(ask(case, day.isoformat()), came, share=share))
    return found


class Total(NamedTuple):
    """Means over the cases that were scored at one part of their length, with bootstrap ranges.

    Differences are the forecast's less the other's, over the cases of which both say something.
    """

    share: float
    cases: int
    log_score: Mean
    covered80: float
    median_over_truth: float | None
    differences: dict[str, Mean]
    outcome_log: Mean | None
    outcome_gain: Mean | None
    others: dict[str, float]


def totals(found: Sequence[Score], *, seed: int = 0) -> list[Total]:
    """Sum scores up, for each part of the length at which cases were asked about."""
    return [
        _total(share, [one for one in found if one.share == share], seed)
        for share in sorted({one.share for one in found})
    ]


def _total(share: float, found: list[Score], seed: int) -> Total:
    names = ("base_rate", "log_uniform", "waits")
    differences, others = {}, {}
    for name in names:
        pairs = [(one.log_score, rival) for one in found
                 if (rival := getattr(one.against, name)) is not None]  # fmt: skip
        if pairs:
            differences[name] = bootstrap([a - b for a, b in pairs], seed=seed)
            others[name] = float(np.mean([b for _, b in pairs]))
    ends = [(one.outcome_log, one.against.uniform_outcomes) for one in found]
    told = [(a, b) for a, b in ends if a is not None and b is not None]
    ratios = [log(one.median / one.days) for one in found if one.median]
    return Total(
        share=share,
        cases=len(found),
        log_score=bootstrap([max(one.log_score, -50.0) for one in found], seed=seed),
        covered80=float(np.mean([one.covered80 for one in found])),
        median_over_truth=exp(float(np.mean(ratios))) if ratios else None,
        differences=differences,
        outcome_log=bootstrap([a for a, _ in told], seed=seed) if told else None,
        outcome_gain=bootstrap([a - b for a, b in told], seed=seed) if told else None,
        others=others,
    )


def plain(one: Score) -> dict[str, object]:
    """Return a score as plain data; what is infinite as None."""
    found = {field.name: getattr(one, field.name) for field in fields(one)}
    found["against"] = one.against._asdict()
    return {key: None if value in (inf, -inf) else value for key, value in found.items()}
