"""A date as the record has it → the same date in words, no more precise than it was written."""

from __future__ import annotations

import re
from datetime import date

from stickpoint.case.dates import FuzzyDate

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_ONE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)", re.ASCII)


def in_words(when: FuzzyDate) -> str:
    """Say when something was; words that the record has are kept.

    Examples
    --------
    >>> from stickpoint.case.dates import parse_date
    >>> [in_words(parse_date(text)) for text in ("1952-07-16/1952-07-17", "1952-05~", "late 1952")]
    ['16-17 July 1952', 'about May 1952', 'late 1952']
    """
    written = " ".join(when.written.split())
    begin, slash, end = (part.strip() for part in written.partition("/"))
    if not slash:
        return _one(written) or written
    if begin in ("", ".."):
        return f"by {_one(end) or end}"
    if end in ("", ".."):
        return f"since {_one(begin) or begin}"
    first, last = _one(begin), _one(end)
    if not (first and last):
        return written
    return _together(first, last)


def _together(first: str, last: str) -> str:
    """Join the two ends of a span, saying the month and year once."""
    head, tail = first.split(" ", 1), last.split(" ", 1)
    if head[0].isdigit() and len(head) == len(tail) == 2 and head[1] == tail[1]:
        return f"{head[0]}-{last}"
    year = first.rsplit(" ", 1)
    if len(year) == 2 and last.endswith(f" {year[1]}"):
        return f"{year[0]} to {last}"
    return f"{first} to {last}"


def _one(text: str) -> str:
    """Put one EDTF date into words; empty when it is none of the common ones."""
    found = _ONE.fullmatch(text)
    if found is None:
        return ""
    year, month, day, mark = found.groups()
    if month is None:
        words = year
    elif month in _SEASONS:
        words = f"{_SEASONS[month]} {year}"
    elif not 1 <= int(month) <= 12:
        return ""
    else:
        words = f"{MONTHS[int(month) - 1]} {year}"
        words = words if day is None else f"{int(day)} {words}"
    before = "about " if mark in ("~", "%") and mark else ""
    return f"{before}{words}{' (doubtful)' if mark in ('?', '%') and mark else ''}"


def day_in_words(day: date) -> str:
    """Say which day it is.

    Examples
    --------
    >>> day_in_words(date(1952, 7, 14))
    '14 July 1952'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
