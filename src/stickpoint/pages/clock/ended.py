"""What happened, by the case or its record, and how much of that was given → sentences."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.clock import Course
from stickpoint.answers.ended import Ended
from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.pages.clock import digits
from stickpoint.pages.clock.times import told
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import plain
from stickpoint.pages.wording.numbers import duration, exactly, percent


def happened(found: Ended, unit: str) -> str:
    """Say when it ended and as what, without a full stop."""
    after = "" if found.time is None else f", {duration(found.time, unit)} after the start"
    ended = f"{in_words(found.when)}{after}{_as(found)}"
    return f"By the record it ended, {ended}" if found.by_record else f"It ended, {ended}"


def _as(found: Ended) -> str:
    if found.by_record or found.is_named:
        return f", as {plain(found.name) if found.terms else 'settled'}"
    return ", on terms that the case does not name" if found.terms else ""


def _by_clock(answer: Course, found: Ended) -> str:
    """Say what chance the clock gave to its being over by then, and to its terms."""
    ranges, said = answer.ranges, []
    if found.time is not None and found.time > answer.horizon:
        said.append(f"that is further than the {exactly(answer.horizon, answer.game.unit)} ahead "
                    "that the clock looks")  # fmt: skip
    elif found.time is not None:
        time = max(found.time, 0.0)
        over = np.array([1.0 - np.interp(time, ranges.times, row) for row in ranges.open])
        said.append(f"the clock gave {_over(answer, over)} to its being over by then")
    if not found.is_named:
        return " and ".join(said) or "on which terms is not told"
    if found.name in ranges.outcomes:
        given = _over(answer, ranges.outcomes[found.name])
        said.append(f"{given} to these terms" if said else f"the clock gave {given} to these terms")
    else:
        said.append("the clock cannot come to these terms")
    return " and ".join(said)


def _over(answer: Course, values: NDArray[np.float64]) -> str:
    """Say the middle of a chance over the draws, with its band."""
    low, high = answer.ranges.band(values)
    return told(answer, percent(float(np.median(values))), percent(low), percent(high))


def sentence(answer: Course, found: Ended) -> str:
    """Say what happened and how the clock's answer compares."""
    return f"{happened(found, answer.game.unit)}; {_by_clock(answer, found)}."


def days_on(answer: Forecast, found: Ended) -> float | None:
    """Return how many days after the day of the forecast it was over; None where that is open."""
    if found.time is None:
        return None
    return found.time * days_per_unit(answer.case) - answer.known.elapsed


def compared(answer: Forecast, found: Ended) -> str:
    """Say what happened, and what chance the forecast gave to its being over by then so."""
    said = happened(found, answer.case.clock.unit)
    parts = []
    ahead = days_on(answer, found)
    if ahead is not None:
        if ahead <= 0:
            return f"{said}: before the day on which this forecast is made."
        parts.append(f"this forecast gave {digits.chance(answer, ahead)} to an end by then")
    if not found.is_named:
        return f"{said}; {parts[0]}." if parts else f"{said}."
    name, ways = found.name, len(answer.outcomes)
    if name in answer.outcomes and not answer.can_end:
        parts.append(f"by the case it could not end as {plain(name)} from where things stood")
    elif name in answer.outcomes:
        this = f"this one of {ways} ways" if ways > 1 else "these terms, the only way"
        given = f"{digits.share(answer, name)} to {this}"
        parts.append(given if parts else f"this forecast gave {given}")
    else:
        parts.append(f"{plain(name)} is not among the ways in which it can end here")
    return f"{said}; {' and '.join(parts)}."
