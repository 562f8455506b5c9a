"""The words for one period, such as a day, a month or a season → its first and its last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
# Codes of ISO 8601-2 → first month and how many: seasons anywhere, northern, southern; then
# quarters, thirds and halves of the year.
_EDTF_SEASONS = {
    **dict(zip(range(21, 25), ((3, 3), (6, 3), (9, 3), (12, 3)), strict=True)),
    **dict(zip(range(25, 29), ((3, 3), (6, 3), (9, 3), (12, 3)), strict=True)),
    **dict(zip(range(29, 33), ((9, 3), (12, 3), (3, 3), (6, 3)), strict=True)),
    **dict(zip(range(33, 37), ((1, 3), (4, 3), (7, 3), (10, 3)), strict=True)),
    **dict(zip(range(37, 42), ((1, 4), (5, 4), (9, 4), (1, 6), (7, 6)), strict=True)),
}
_PARTS = {
    **dict.fromkeys(("early", "beginning of", "start of"), 0),
    **dict.fromkeys(("mid", "middle", "middle of"), 1),
    **dict.fromkeys(("late", "end of"), 2),
}
_NO_DATE = (
    "{!r} is no date; write for example 1952-07-14, 1952-07, 1952, 1952-07~ (about), "
    "1952-07-15/1952-07-17, early July 1952, spring 1952 or before 1952-07-14"
)

_BEFORE_OUR_ERA = re.compile(r"-\d{3,}|.*\b(?:bce?|b\.c\.)", re.ASCII | re.IGNORECASE)

Span = tuple[date, date]
_SHORT_SPAN = 20
"""Years, within which two that lie in different centuries are told by two digits."""

_EDTF = re.compile(
    r"((?!X{4})[\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2})"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_PART = r"(?:(?:the )?(?P<part>(?:beginning|start|middle|end) of|early|mid|late)[ -])?(?:the )?"
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?(?: ?- ?(?P<{0}_till>\d{{1,2}})(?:st|nd|rd|th)?)?"
_ENGLISH = re.compile(
    rf"{_PART}(?:{_DAY.format('day')} )?(?P<name>[a-z]+)\.? "
    rf"(?:{_DAY.format('us_day')}, ?)?(?P<year>\d{{4}})(?:[/-](?P<next>\d\d|\d{{4}}))?",
    re.ASCII | re.IGNORECASE,
)
_YEARS = re.compile(rf"{_PART}(?P<year>\d{{4}})(?P<decade>s)?", re.ASCII | re.IGNORECASE)
_BARE_DAY = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?", re.ASCII | re.IGNORECASE)
_NAMED_END = re.compile(r"(?:.* )?([a-z]+)\.? (\d{4}(?:/\d\d)?)", re.ASCII | re.IGNORECASE)


def _no_date(words: str) -> str:
    """Say that words are no date, and of years before 1 that there are none here.

    >>> _no_date("431 BC").partition("; ")[0]
    "'431 BC' is no date, for years begin with 0001 here"
    """
    said = _NO_DATE.format(words)
    if _BEFORE_OUR_ERA.match(words.strip()):
        said = said.replace("is no date", "is no date, for years begin with 0001 here", 1)
    return said


def period(words: str) -> Span:
    """Read one period, with single spaces: EDTF without marks, or plain English.

    A `ValueError` says what was found that is none, and what is possible.

    Examples
    --------
    >>> for words in ("1951-07-1X", "15-17 July 1952", "late spring 1952"):
    ...     print(*period(words))
    1951-07-10 1951-07-19
    1952-07-15 1952-07-17
    1952-05-01 1952-05-31
    """
    if (found := _EDTF.fullmatch(words)) is not None:
        return _edtf(words, *(group.upper() if group else "" for group in found.groups()))
    if (found := _YEARS.fullmatch(words)) is not None:
        year = _year(words, int(found["year"]))
        part = _PARTS.get((found["part"] or "").lower())
        return _part_of_years(words, part, year, bool(found["decade"]))
    if (found := _ENGLISH.fullmatch(words)) is not None:
        return _english(words, found)
    raise ValueError(_no_date(words))


def is_edtf(words: str) -> bool:
    """Tell whether words have the form of one EDTF date without marks."""
    return _EDTF.fullmatch(words) is not None


def completed(words: str, following: str) -> str:
    """Return the first of two periods the month and year that stand only behind the second.

    Examples
    --------
    >>> completed("15", "17 July 1952"), completed("June", "July 1952")
    ('15 July 1952', 'June 1952')
    """
    end = _NAMED_END.fullmatch(following)
    if end is None or re.search(r"[\dX]{4}", words) or end[1].lower() in _PARTS:
        return words
    if words.lower() in _PARTS or _BARE_DAY.fullmatch(words):
        return f"{words} {end[1]} {end[2]}"
    return f"{words} {end[2]}"


def _edtf(words: str, year: str, month: str, day: str) -> Span:
    """Read year, month or season, and day; X is a digit left open, and the widest span counts."""
    low = _year(words, int(year.replace("X", "0")))
    years = _matching(year, low, _year(words, int(year.replace("X", "9"))))
    if month.isdigit() and int(month) in _EDTF_SEASONS:
        if day:
            raise ValueError(f"{words}: {month} is a season, and a season has no days")
        begin, count = _EDTF_SEASONS[int(month)]
        span = _month(years[0], begin, count=count)[0], _month(years[-1], begin, count=count)[1]
        _refuse_years(words, year, month, span)
        return span
    months = _matching(month or "XX", 1, 12)
    if not months:
        raise ValueError(
            f"{words}: there is no month {month}; months are 01 to 12, and 21 to 41 are seasons "
            f"and other parts of a year{as_years(year, month)}"
        )
    if day.isdigit() and len(years) == len(months) == 1:
        return _day(words, years[0], months[0], int(day))
    days = _matching(day or "XX", 1, 31)
    first = _first_day(years, months, days)
    last = _first_day(years[::-1], months[::-1], days[::-1])
    if first is None or last is None:
        raise ValueError(f"{words}: no day {day} is in any such month")
    return first, last


def _refuse_years(words: str, year: str, code: str, span: Span) -> None:
    """Refuse a code for part of a year that is as likely the last of several years."""
    years = as_years(year, code)
    if years:
        part = f"{span[0]:%Y-%m}/{span[1]:%Y-%m}"
        raise ValueError(
            f"{words} may mean several years, or by the code {code} of ISO 8601 a part of one: "
            f"{part}{years}, and for that part write {part}"
        )


def as_years(year: str, end: str) -> str:
    """Return how to write a year and two digits if they are years, one after the other.

    >>> as_years("1939", "40"), as_years("1952", "40")
    ('; for the years 1939 to 1940 write 1939/1940', '')
    """
    if not (year + end).isdigit():
        return ""
    first, last = int(year), int(year) // 100 * 100 + (int(end) or 100)
    if not first < last or (end == "00" and last - first > _SHORT_SPAN):
        return ""
    return f"; for the years {year} to {last} write {year}/{last}"


def _matching(pattern: str, low: int, high: int) -> list[int]:
    """List the numbers whose digits fit a pattern in which X is any digit."""
    digits = re.compile(pattern.replace("X", r"\d"))
    wide = len(pattern)
    return [n for n in range(low, high + 1) if digits.fullmatch(f"{n:0{wide}}")]


def _first_day(years: list[int], months: list[int], days: list[int]) -> date | None:
    """Return the first day that exists, in the order of the lists."""
    every = ((y, m, d) for y in years for m in months for d in days if d <= monthrange(y, m)[1])
    return next((date(*day) for day in every), None)


def _english(words: str, found: re.Match[str]) -> Span:
    """Read a month or season by name, with a day, some days, or a part of it."""
    year, part = _year(words, int(found["year"])), _PARTS.get((found["part"] or "").lower())
    day, name, following = found["day"] or found["us_day"], found["name"].lower(), found["next"]
    if name in _SEASONS:
        if day:
            raise ValueError(f"{words}: a season has no days")
        if following and name != "winter":
            raise ValueError(f"{words}: only a winter belongs to two years")
        if following and int(following) not in (year + 1, (year + 1) % 100):
            raise ValueError(f"{words}: the winter that begins in {year} ends in {year + 1}")
        begin = _SEASONS[name]
        return _month(year, begin, count=3) if part is None else _month(year, begin + part)
    month = _month_named(words, found["name"])
    if following or (found["day"] and found["us_day"]):
        raise ValueError(_no_date(words))
    if day is None:
        return _month(year, month, part)
    if part is not None:
        raise ValueError(f"{words}: a day has no early, middle or late part")
    till = found["day_till"] or found["us_day_till"] or day
    if int(till) < int(day):
        raise ValueError(f"{words}: the end comes before the beginning")
    return _day(words, year, month, int(day))[0], _day(words, year, month, int(till))[1]


def _month_named(words: str, name: str) -> int:
    """Return the number of a month by its name or first letters."""
    lower = name.lower()
    for number, month in enumerate(_MONTHS, start=1):
        if len(lower) >= 3 and month.lower().startswith(lower):
            return number
    from difflib import get_close_matches

    near = get_close_matches(name.capitalize(), [*_MONTHS, *map(str.capitalize, _SEASONS)], 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise ValueError(f"{words}: {name[:20]!r} is no month or season{hint}")


def _day(words: str, year: int, month: int, day: int) -> Span:
    """Return one day, or say how many the month has."""
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise ValueError(f"{words}: {_MONTHS[month - 1]} {year} has {length} days")
    return date(year, month, day), date(year, month, day)


def _month(year: int, month: int, part: int | None = None, count: int = 1) -> Span:
    """Return a month (13 is January) or several, or the early, middle or late part of one."""
    begin, end = (divmod(year * 12 + month - 1 + more, 12) for more in (0, count))
    first = date(begin[0], begin[1] + 1, 1)
    last = date(end[0], end[1] + 1, 1) - timedelta(days=1)
    if part is None:
        return first, last
    return first.replace(day=10 * part + 1), last if part == 2 else last.replace(day=10 * part + 10)


def _part_of_years(words: str, part: int | None, year: int, decade: bool) -> Span:
    """Return a year or a decade, or the early, middle or late part of it."""
    if decade:
        if year % 10:
            raise ValueError(f"{words}: a decade begins with a round year, such as 1950s")
        low, high = ((0, 9), (0, 3), (4, 6), (7, 9))[0 if part is None else part + 1]
        return date(_year(words, year + low), 1, 1), date(_year(words, year + high), 12, 31)
    if part is None:
        return date(year, 1, 1), date(year, 12, 31)
    return _month(year, 4 * part + 1, count=4)


def _year(words: str, year: int) -> int:
    """Return a year back that the calendar can hold with room at either end."""
    if not date.min.year < year < date.max.year:
        raise ValueError(f"{words}: years run from 0002 to 9998 here")
    return year
