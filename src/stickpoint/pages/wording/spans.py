"""Numbers of days → lengths of time in the unit that a reader would use."""

from __future__ import annotations

import math

MONTH, YEAR = 30.4375, 365.25
_UNITS = ((YEAR, "year", 3.0), (MONTH, "month", 2.0), (7.0, "week", 3.0), (1.0, "day", 0.0))
FAR = 200 * YEAR
"""Beyond so many days, how many there are says no more."""


def fitting(far: float) -> tuple[str, float]:
    """Choose the unit in which so many days are told, and its days.

    >>> fitting(40.0)[0], fitting(400.0)[0], fitting(4000.0)[0]
    ('day', 'month', 'year')
    """
    if far > 5 * YEAR:
        return "year", YEAR
    return ("month", MONTH) if far > 3 * MONTH else ("day", 1.0)


def in_days(value: float | None) -> str:
    """Say a number of days in years from three on, months from two, weeks from three.

    >>> in_days(9.0), in_days(30.0), in_days(64.0), in_days(616.0), in_days(2156.0)
    ('9 days', '4 weeks', '2.1 months', '20 months', '5.9 years')
    >>> in_days(1.0), in_days(0.3), in_days(1e6), in_days(None)
    ('1 day', 'less than a day', 'over 200 years', 'never')
    """
    if value is None or not math.isfinite(value):
        return "never"
    if value > FAR:
        return "over 200 years"
    if value < 0.5:
        return "less than a day"
    size, unit, _ = next(one for one in _UNITS if value >= one[0] * one[2])
    number = value / size
    shown = f"{number:.0f}" if number >= 10 or unit in ("day", "week") else f"{number:.2g}"
    return f"{shown} {unit}{'s' * (shown != '1')}"


def from_to(low: float | None, high: float | None) -> str:
    """Say a span of days, the unit once where it is the same.

    >>> from_to(38.0, 7947.0), from_to(70.0, 300.0), from_to(20.0, None)
    ('5 weeks to 22 years', '2.3 to 9.9 months', '20 days to never')
    """
    first, last = in_days(low), in_days(high)
    if first == last:
        return first
    number, _, unit = first.partition(" ")
    return f"{number} to {last}" if unit == last.partition(" ")[2] else f"{first} to {last}"
