"""A date that precedes, and how far another lies from it → the days of the other.

Each rule raises `ValueError` where the words name no day that the calendar has.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from stickpoint.case.dates.fuzzy import parse_date

HALF_A_WEEK = 3
"""Days that a week may be out, so that with the day itself it is a week."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What precedes: the days of the last date, and where it stands."""

    first: date
    last: date
    place: int

    @property
    def middle(self) -> date:
        """The day, or the first of two, in the middle."""
        return self.first + (self.last - self.first) / 2


def _month_shifted(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def shifted(anchor: Anchor, unit: str, low: int, high: int, *, loose: bool) -> tuple[date, date]:
    """Return the days so many units from an anchor.

    ``loose`` is give or take half a unit, and for days half a week.
    """
    first, last = anchor.first, anchor.last
    if unit == "calendarweek":
        monday = first - timedelta(first.weekday())
        sunday = last + timedelta(6 - last.weekday())
        return monday + timedelta(7 * low), sunday + timedelta(7 * high)
    if unit in ("day", "week"):
        size = 7 if unit == "week" else 1
        margin = timedelta(HALF_A_WEEK if loose else 0)
        return first + timedelta(size * low) - margin, last + timedelta(size * high) + margin
    months = 12 if unit == "year" else 1
    if not loose or (last - first).days >= 28 * months:
        return _whole_period(anchor, unit, low, high)
    margin = timedelta(183 if unit == "year" else 15)
    return (
        _month_shifted(first, months * low) - margin,
        _month_shifted(last, months * high) + margin,
    )


def _whole_period(anchor: Anchor, unit: str, low: int, high: int) -> tuple[date, date]:
    if unit == "year":
        return date(anchor.first.year + low, 1, 1), date(anchor.last.year + high, 12, 31)
    first = _month_shifted(anchor.first.replace(day=1), low)
    last = _month_shifted(anchor.last.replace(day=1), high + 1) - timedelta(1)
    return first, last


def on_day(day: int, anchor: Anchor) -> tuple[date, date]:
    """Return a day of the month, within the anchor if it can be, else in the month nearest."""
    if (anchor.last - anchor.first).days > 31:
        raise ValueError("no month to put the day into")
    months = [_month_shifted(anchor.middle.replace(day=1), step) for step in (-1, 0, 1)]
    fits = [each for each in months if 1 <= day <= monthrange(each.year, each.month)[1]]
    if not fits:
        raise ValueError("no month near that has this day")
    found = min(
        (each.replace(day=day) for each in fits),
        key=lambda one: (not anchor.first <= one <= anchor.last, abs(one - anchor.middle)),
    )
    return found, found


def on_weekday(number: int, anchor: Anchor, way: str) -> tuple[date, date]:
    """Return a day of the week before the anchor, or after it."""
    if (anchor.last - anchor.first).days > 7:
        raise ValueError("no week to put the day into")
    if way in ("next", "this"):
        found = anchor.last + timedelta((number - anchor.last.weekday() - 1) % 7 + 1)
    else:
        found = anchor.first - timedelta((anchor.first.weekday() - number - 1) % 7 + 1)
    return found, found


def in_season(name: str, anchor: Anchor, way: str) -> tuple[date, date]:
    """Return a season of the year of the anchor, or the last or next one."""
    middle = anchor.middle
    # In January the winter before the one that goes on began two years ago.
    spans = [parse_date(f"{name} {middle.year + k}") for k in (-2, -1, 0, 1)]
    # "That summer" is the one of the year spoken of, not the one nearest to its middle.
    found = spans[2]
    if way == "last":
        found = [span for span in spans if span.last < middle][-1]
    elif way == "next":
        found = next(span for span in spans if span.first > middle)
    return found.first, found.last
