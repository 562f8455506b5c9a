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


def in_days(value: float | None, off: float = 0.0) -> str:
    """Say a number of days in years from three on, months from two, weeks from three.

    No digit is said that is smaller than ``off`` days, how far the number may be off for want of
    draws; the first digit always is.

    >>> in_days(9.0), in_days(30.0), in_days(64.0), in_days(616.0), in_days(2156.0)
    ('9 days', '4 weeks', '2.1 months', '20 months', '5.9 years')
    >>> in_days(1.0), in_days(0.3), in_days(1e6), in_days(None)
    ('1 day', 'less than a day', 'over 200 years', 'never')
    >>> in_days(616.0, 40.0), in_days(2156.0, 100.0), in_days(2156.0, 4000.0)
    ('20 months', '6 years', '6 years')
    """
    if value is None or not math.isfinite(value):
        return "never"
    if value > FAR:
        return "over 200 years"
    if value < 0.5:
        return "less than a day"
    size, unit, _ = next(one for one in _UNITS if value >= one[0] * one[2])
    number = value / size
    shown = _digits(number, whole=number >= 10 or unit in ("day", "week"), off=off / size)
    return f"{shown} {unit}{'s' * (shown != '1')}"


def _digits(number: float, *, whole: bool, off: float) -> str:
    """Set a number to its usual digits, or to fewer where the last of them would be chance."""
    first = math.floor(math.log10(number))
    places = 0 if whole else 1 - first
    while places > -first and 10.0**-places < off:
        places -= 1
    near = round(number, places)
    return f"{near:.{max(places, 0)}f}".removesuffix(".0")


def from_to(low: float | None, high: float | None, off: tuple[float, float] = (0.0, 0.0)) -> str:
    """Say a span of days, the unit once where it is the same; ``off`` as in `in_days`.

    >>> from_to(38.0, 7947.0), from_to(70.0, 300.0), from_to(20.0, None)
    ('5 weeks to 22 years', '2.3 to 9.9 months', '20 days to never')
    """
    first, last = in_days(low, off[0]), in_days(high, off[1])
    if first == last:
        return first
    number, _, unit = first.partition(" ")
    return f"{number} to {last}" if unit == last.partition(" ")[2] else f"{first} to {last}"
