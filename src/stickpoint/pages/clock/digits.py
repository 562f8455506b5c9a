"""A forecast → its numbers in words, with no digit that is chance.

A forecast from few draws knows its times and chances less well than its words could say them. How
far they may be off for want of draws is known (`SamplingError`), and each is said to the digit
that this leaves. Ranges of numbers in the case are another matter: they are in the answer itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import in_days

LEAST_TOLD = 5e-4
"""A standard error of a share below this changes no digit."""


def off(answer: Forecast, q: float) -> float:
    """Return the standard error, in days, of the time settled by with a chance of ``q``."""
    low, high = answer.error.quantile(q)
    return (high - low) / 2 if isfinite(high) else 0.0


def time(answer: Forecast, q: float) -> str:
    """Say in how many days it is settled with a chance of ``q``."""
    found = answer.quantile(q)
    return in_days(found, 0.0 if found is None else off(answer, q))


def chance(answer: Forecast, ahead: float) -> str:
    """Say how likely it is to be settled so many days on."""
    return percent(float(1 - answer.open(ahead)), float(answer.error.chance(ahead)))


def share(answer: Forecast, name: str) -> str:
    """Say how likely one way to end is."""
    return percent(answer.outcomes[name], answer.error.outcomes.get(name, 0.0))


def shares(answer: Forecast) -> Mapping[str, str]:
    """Say how likely each way to end is."""
    return {name: share(answer, name) for name in answer.outcomes}


def shares_off(answer: Forecast) -> str:
    """Say by how much other draws would move ways to end; empty where by no digit that is told.

    By two standard errors of the widest, which are exceeded one time in twenty: pages that take
    another number of draws tell shares that differ by so much at most as a rule.
    """
    most = max(answer.error.outcomes.values(), default=0.0)
    found = f" Other draws move ways to end by {percent(2 * most)}."
    return found if most >= LEAST_TOLD else ""


def led(answer: Forecast, name: str) -> str:
    """Say how likely the parties' moves alone make one way to end."""
    part = 1.0 if answer.holding is None else 1.0 - answer.rules.stable
    off = answer.error.outcomes.get(name, 0.0) / part if part else 0.0
    return percent(answer.model.shares[name], off)
