"""A date as people write it → the days it may mean, first and last, with the words kept.

Two spellings are read. EDTF (the Extended Date/Time Format of ISO 8601-2, levels 0 and 1)::

    1952-07-14   1952-07   1952   195X   1952-XX   1952-07-XX   1952-21 … 1952-24
    1952-07~   1952-07?   1952-07%   1952-07-15/1952-07-17   ../1952   1952/..

and plain English: ``14 July 1952``, ``July 1952``, ``early July 1952``, ``late 1952``, ``spring
1952``, ``winter 1952/53``, ``the 1950s``, ``before 1952-07-14``, ``after July 1952``, ``by``,
``since``, ``about July 1952``, ``between 1952-07 and 1952-09``.

The rules, where the words leave room:

* *early, mid, late*: days 1-10, 11-20 and 21 to the end of a month; months 1-4, 5-8 and 9-12 of
  a year; the first, second and third month of a season; years 0-3, 4-6 and 7-9 of a decade.
* *seasons* are northern, in whole months: spring (21) March to May, summer (22) June to August,
  autumn (23) September to November, winter (24) December to the February of the next year.
* *about*, ``~``, ``?`` and ``%`` widen both ends by half the length of what is written, but by at
  least three days: ``1952-07~`` is 16 June to 15 August. A doubtful date (``?``) is widened
  like an approximate one: either way the days around it are possible.
* *before* and *after* leave the date itself out, *by* and *since* keep it in.
* an *open end* is `date.min` or `date.max`; `FuzzyDate.open_start` and `FuzzyDate.open_end` say
  so. Years 1 and 9999 can therefore not be written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_EDTF_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
_PARTS = {
    "early": 0,
    "mid": 1,
    "middle": 1,
    "late": 2,
    "beginning of": 0,
    "start of": 0,
    "middle of": 1,
    "end of": 2,
}
_LEAST_MARGIN = timedelta(days=3)
_LONGEST = 100

_Span = tuple[date, date]

_EDTF = re.compile(r"(\d{2}(?:\d[\dX]|XX))(?:-(\d\d|XX)(?:-(\d\d|XX))?)?", re.ASCII | re.IGNORECASE)
_ENGLISH = re.compile(
    r"(?:(?:the )?(?P<part>(?:beginning|start|middle|end) of|early|mid|late)[ -])?"
    r"(?:the )?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<name>[a-z]+)\.? "
    r"(?:(?P<us_day>\d{1,2})(?:st|nd|rd|th)?, ?)?(?P<year>\d{4})(?:[/-](?P<next>\d\d|\d{4}))?",
    re.ASCII | re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?:(?:the )?(?P<part>(?:beginning|start|middle|end) of|early|mid|late)[ -])?"
    r"(?:the )?(?P<year>\d{4})(?P<decade>s)?",
    re.ASCII | re.IGNORECASE,
)
_SIDE = re.compile(r"(before|after|by|until|since|from)\s+(.+)", re.IGNORECASE)
_ABOUT = re.compile(r"(?:about|around|circa|approximately|ca\.?|c\.)\s*(.+)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:between (?P<a>.+?) and (?P<b>.+)|(?:from )?(?P<c>.+?) to (?P<d>.+))", re.IGNORECASE
)
_SPLIT_WINTER = re.compile(r"[a-z ]+ \d{4}/(\d\d|\d{4})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """The days that a written date may mean.

    Parameters
    ----------
    first, last : date
        Both inclusive. `date.min` and `date.max` stand for an open end.
    written : str
        What was written, unaltered.
    approximate : bool
        Whether the writer marked it as approximate or doubtful; the span is then widened.
    """

    first: date
    last: date
    written: str
    approximate: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it means one day."""
        return self.first == self.last

    @property
    def open_start(self) -> bool:
        """Whether nothing says how early it was."""
        return self.first == date.min

    @property
    def open_end(self) -> bool:
        """Whether nothing says how late it was."""
        return self.last == date.max

    def __str__(self) -> str:
        """Give what was written."""
        return self.written


def parse_date(text: str) -> FuzzyDate:
    """Read a date in EDTF or plain English.

    Parameters
    ----------
    text : str
        One date or interval; see the head of this module.

    Returns
    -------
    FuzzyDate

    Raises
    ------
    ValueError
        Not a date; the sentence says what was found and what is possible.

    Examples
    --------
    >>> when = parse_date("early February 1952")
    >>> print(when.first, when.last, when)
    1952-02-01 1952-02-10 early February 1952
    >>> parse_date("1952-02-30")
    Traceback (most recent call last):
    ValueError: 1952-02-30: February 1952 has 29 days
    """
    words = " ".join(text.split())
    if not words:
        raise ValueError("no date is written here; write for example 1952-07-14 or July 1952")
    if len(words) > _LONGEST:
        raise ValueError(f"a date has at most {_LONGEST} characters; found {len(words)}")
    (first, last), approximate = _read(words)
    if first > last:
        raise ValueError(f"{words}: the end comes before the beginning")
    return FuzzyDate(first, last, text, approximate)


def _read(words: str) -> tuple[_Span, bool]:
    """Read an interval, an open side, or one date that may be marked approximate."""
    if "/" in words and not _SPLIT_WINTER.fullmatch(words):
        return _interval(words)
    if (found := _BETWEEN.fullmatch(words)) is not None:
        ends = [end for end in found.groups() if end is not None]
        (begin, fuzzy_begin), (end, fuzzy_end) = (_marked(end) for end in ends)
        return (begin[0], end[1]), fuzzy_begin or fuzzy_end
    if (found := _SIDE.fullmatch(words)) is not None:
        side, rest = found[1].lower(), found[2]
        (first, last), approximate = _marked(rest)
        return _open_side(side, first, last), approximate
    return _marked(words)


def _open_side(side: str, first: date, last: date) -> _Span:
    """Give the span before, up to, from or after a period."""
    if side == "before":
        return date.min, first - timedelta(days=1)
    if side in ("by", "until"):
        return date.min, last
    if side in ("since", "from"):
        return first, date.max
    return last + timedelta(days=1), date.max


def _interval(words: str) -> tuple[_Span, bool]:
    """Read ``a/b``, where either end may be ``..`` or missing."""
    begin, *rest = (end.strip() for end in words.split("/"))
    if len(rest) != 1:
        raise ValueError(
            f"{words}: '/' joins the two ends of an interval, as in 1952-07-15/1952-07-17; "
            "a single day is written 1952-07-14"
        )
    end = rest[0]
    first, last, fuzzy = date.min, date.max, False
    if begin in ("..", "") and end in ("..", ""):
        raise ValueError(f"{words}: an interval needs a date at one end at least")
    if begin not in ("..", ""):
        (first, _), fuzzy = _marked(begin)
    if end not in ("..", ""):
        (_, last), also = _marked(end)
        fuzzy = fuzzy or also
    return (first, last), fuzzy


def _marked(words: str) -> tuple[_Span, bool]:
    """Read one period and widen it where it is marked approximate or doubtful."""
    plain = words.rstrip("~?% ")
    approximate = plain != words
    if (found := _ABOUT.fullmatch(plain)) is not None:
        plain, approximate = found[1], True
    span = _period(plain)
    return (_widened(span) if approximate else span), approximate


def _widened(span: _Span) -> _Span:
    """Add half the length of a period, and at least three days, at either end."""
    first, last = span
    margin = max(_LEAST_MARGIN, timedelta(days=((last - first).days + 1) // 2))
    # Stay one day away from the values that stand for an open end.
    earliest, latest = date.min + timedelta(days=1), date.max - timedelta(days=1)
    first = first - margin if first - earliest > margin else earliest
    last = last + margin if latest - last > margin else latest
    return first, last


def _period(words: str) -> _Span:
    """Read one period without marks."""
    if (found := _EDTF.fullmatch(words)) is not None:
        return _edtf(words, *(group.upper() if group else "" for group in found.groups()))
    if (found := _YEARS.fullmatch(words)) is not None:
        year = _year(words, int(found["year"]))
        return _part_of_years(words, _part(found["part"]), year, bool(found["decade"]))
    if (found := _ENGLISH.fullmatch(words)) is not None:
        return _english(words, found)
    raise _not_a_date(words)


def _edtf(words: str, year: str, month: str, day: str) -> _Span:
    """Read year, month or season, and day; X is a digit left open."""
    if "X" in year:
        if month:
            raise ValueError(f"{words}: a year with an open digit takes no month")
        low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return date(_year(words, low), 1, 1), date(_year(words, high), 12, 31)
    number = _year(words, int(year))
    if month in ("", "XX"):
        if day not in ("", "XX"):
            raise ValueError(f"{words}: a day needs its month")
        return date(number, 1, 1), date(number, 12, 31)
    if int(month) in _EDTF_SEASONS:
        if day:
            raise ValueError(f"{words}: {month} is a season, and a season has no days")
        return _season(number, _EDTF_SEASONS[int(month)])
    if not 1 <= int(month) <= 12:
        raise ValueError(
            f"{words}: there is no month {month}; months are 01 to 12, and 21 to 24 are the seasons"
        )
    if day in ("", "XX"):
        return _month(number, int(month))
    return _day(words, number, int(month), int(day))


def _english(words: str, found: re.Match[str]) -> _Span:
    """Read a month or season by name, with a day or a part of it."""
    year, part = _year(words, int(found["year"])), _part(found["part"])
    day, name = found["day"] or found["us_day"], found["name"].lower()
    if name in _SEASONS:
        if day:
            raise ValueError(f"{words}: a season has no days")
        _check_split_year(words, year, found["next"], name)
        return _season(year, _SEASONS[name], part)
    month = _month_named(words, found["name"])
    if found["next"] or (found["day"] and found["us_day"]):
        raise _not_a_date(words)
    if day is None:
        return _month(year, month, part)
    if part is not None:
        raise ValueError(f"{words}: a day has no early, middle or late part")
    return _day(words, year, month, int(day))


def _check_split_year(words: str, year: int, following: str | None, name: str) -> None:
    """Raise unless the second year of ``winter 1952/53`` follows the first."""
    if following is None:
        return
    if name != "winter":
        raise ValueError(f"{words}: only a winter belongs to two years")
    if int(following) not in (year + 1, (year + 1) % 100):
        raise ValueError(f"{words}: the winter that begins in {year} ends in {year + 1}")


def _month_named(words: str, name: str) -> int:
    """Give the number of a month by its name or first letters."""
    lower = name.lower()
    for number, month in enumerate(_MONTHS, start=1):
        if len(lower) >= 3 and month.lower().startswith(lower):
            return number
    from difflib import get_close_matches

    near = get_close_matches(name.capitalize(), [*_MONTHS, *map(str.capitalize, _SEASONS)], 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise ValueError(f"{words}: {name!r} is no month or season{hint}")


def _part(word: str | None) -> int | None:
    """Give 0 for early, 1 for mid, 2 for late."""
    return None if word is None else _PARTS[word.lower()]


def _day(words: str, year: int, month: int, day: int) -> _Span:
    """Give one day, or say how many the month has."""
    length = _month(year, month)[1].day
    if not 1 <= day <= length:
        raise ValueError(f"{words}: {_MONTHS[month - 1]} {year} has {length} days")
    return date(year, month, day), date(year, month, day)


def _month(year: int, month: int, part: int | None = None, count: int = 1) -> _Span:
    """Give a month or several, or the early, middle or late part of one."""
    following = year * 12 + month - 1 + count
    last = date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
    if part is None:
        return date(year, month, 1), last
    return date(year, month, 10 * part + 1), last if part == 2 else date(
        year, month, 10 * part + 10
    )


def _season(year: int, month: int, part: int | None = None) -> _Span:
    """Give three months from the one named, or one of the three."""
    if part is None:
        return _month(year, month, count=3)
    index = year * 12 + month - 1 + part
    return _month(index // 12, index % 12 + 1)


def _part_of_years(words: str, part: int | None, year: int, decade: bool) -> _Span:
    """Give a year or a decade, or the early, middle or late part of it."""
    if decade:
        if year % 10:
            raise ValueError(f"{words}: a decade begins with a round year, such as 1950s")
        low, high = ((0, 9), (0, 3), (4, 6), (7, 9))[0 if part is None else part + 1]
        return date(_year(words, year + low), 1, 1), date(_year(words, year + high), 12, 31)
    if part is None:
        return date(year, 1, 1), date(year, 12, 31)
    return _month(year, 4 * part + 1, count=4)


def _year(words: str, year: int) -> int:
    """Give a year back that the calendar can hold with room at either end."""
    if not date.min.year < year < date.max.year:
        raise ValueError(f"{words}: years run from 0002 to 9998 here")
    return year


def _not_a_date(words: str) -> ValueError:
    return ValueError(
        f"{words!r} is no date; write for example 1952-07-14, 1952-07, 1952, 1952-07~ (about), "
        "1952-07-15/1952-07-17, early July 1952, spring 1952 or before 1952-07-14"
    )
