"""What came, and how much of that a forecast gave → sentences."""

from __future__ import annotations

from stickpoint.answers.ended import Ended
from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.pages.clock import digits
from stickpoint.pages.clock.ended import happened
from stickpoint.pages.wording.names import plain


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
    if name in answer.outcomes:
        this = f"this one of {ways} ways" if ways > 1 else "these terms, the only way"
        given = f"{digits.share(answer, name)} to {this}"
        parts.append(given if parts else f"this forecast gave {given}")
    else:
        parts.append(f"{plain(name)} is not among the ways in which it can end here")
    return f"{said}; {' and '.join(parts)}."
