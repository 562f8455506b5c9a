"""Dates written in a text, alone or as ranges → their place, their days in EDTF, what is missing.

A calendar date names a day, month, season, year or decade. A year that is missing is left to
`stickpoint.case.reading.relative`. What the words mean is decided by `parse_date` alone.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from stickpoint.case.dates.fuzzy import FuzzyDate, parse_date
from stickpoint.case.reading.sentences import lowered

_LONG = "january|february|march|april|may|june|july|august|september|october|november|december"
_SHORT = r"(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
_MONTH = rf"(?:(?:{_LONG})\b|{_SHORT})"
_TH = r"(?:st|nd|rd|th)?"
_DASH = r"[ ]?(?:[-–—]|\bto\b|\band\b|\buntil\b)[ ]?"
_PART = r"(?:early|mid|late|(?:beginning|start|middle|end)\s{1,3}of)"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = "spring|summer|autumn|fall|winter"
_CALENDAR = re.compile(
    rf"(?<![\w$£€.,/])(?=[0-9a-z])(?:(?:{'|'.join(WEEKDAYS)}),?\s{{1,3}})?"
    rf"(?:(?:the\s{{1,3}})?(?P<part>{_PART})(?:-|\s{{1,3}}(?:in\s)?)(?:the\s{{1,3}})?)?(?:"
    rf"(?P<d1>\d{{1,2}}){_TH}(?:{_DASH}(?P<d2>\d{{1,2}}){_TH})?\s{{1,3}}(?:of\s)?(?P<m1>{_MONTH})"
    rf"(?:,?\s{{1,3}}(?P<y1>\d{{4}})\b)?"
    rf"|(?P<m2>{_MONTH})\s{{1,3}}(?P<d3>\d{{1,2}}){_TH}(?:{_DASH}(?P<d4>\d{{1,2}}){_TH})?"
    rf"(?![\d%]|[.,]\d)(?:,?\s{{1,3}}(?P<y2>\d{{4}})\b)?"
    rf"|(?P<m3>{_MONTH}),?\s{{1,3}}(?:of\s)?(?P<y3>\d{{4}})\b"
    rf"|(?P<season>{SEASONS})\s{{1,3}}(?:of\s)?(?P<y4>\d{{4}}(?:/\d\d)?)\b"
    r"|(?P<iso>\d{4}-(?:0[1-9]|1[0-2]|2[1-4])(?:-\d\d)?)(?![\w-])"
    r"|(?P<dotted>\d{1,2}[./]\d{1,2}[./]\d{4})\b"
    r"|(?P<decade>\d{3}0)s\b"
    r"|(?P<bc>\d{1,4}(?:[/–-]\d{1,4})?\s?(?:bce?|b\.c\.(?:e\.)?)(?![\w]))"
    r"|(?P<y5>1\d{3}|20\d\d)(?:[-–](?P<y6>\d{4}|\d\d))?(?![\w%°]|[.,]\d|-\w)"
    rf"|(?P<m4>{_LONG})\b)"
)
_BEFORE = re.compile(
    r"\b(?P<side>on|in|by|since|until|till|before|after|from|between|of|during|through|throughout"
    r"|for|last|next|this|around|about|circa|ca\.|c\.|roughly|approximately)"
    r"(?:\s(?P<about>about|around|circa))?\s{1,3}(?:the\s{1,3})?$",
    re.IGNORECASE,
)
_ABOUT = {"around", "about", "circa", "ca.", "c.", "roughly", "approximately"}
_OPEN = {"by", "since", "until", "till", "before", "after", "from"}
_NOUN = re.compile(r"\s(?!(?:and|or|to|in|was|were|had|the|when|which|but|he|she|at|by)\b)[a-z]")
_NOT = re.compile(r"(?:\b(?:not|never|nor)|n[’']t)\b[^.;]{0,60}\Z")


_TIME_OF = re.compile(
    r"\b(?:course|rest|most|much|half|quarter|third|months?|days?|weeks?|part|opening|close|end"
    r"|beginning|start|remainder|turn|middle|all)\s$",
    re.IGNORECASE,
)
_MADE = re.compile(r"[,(]\s?(?:\w{2,20}ly\s)?\w{2,20}(?:ed|en|rn|ilt|ade|orn|lt)\s$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A date expression; ``words`` is what `parse_date` reads, ``{year}`` in it a year left out.

    ``passing`` says that the date belongs to a thing, not to the account: ``always``, or ``back``
    if it lies before what the account has come to.
    """

    start: int
    end: int
    words: str
    confidence: float
    reason: str
    side: str = ""
    about: bool = False
    rule: str = "calendar"
    ordinal: str = ""
    passing: str = ""


def edtf(first: date, last: date) -> str:
    """Write the days from first to last as short as EDTF allows, never more precisely.

    Examples
    --------
    >>> edtf(date(1952, 7, 1), date(1952, 7, 31)), edtf(date.min, date(1952, 4, 30))
    ('1952-07', '../1952-04-30')
    """
    if first == date.min or last == date.max:
        return f"{'..' if first == date.min else first}/{'..' if last == date.max else last}"
    months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    years = months and (first.month, last.month) == (1, 12)
    begin, end = (str(day)[: 4 if years else 7 if months else 10] for day in (first, last))
    if years and first.year % 10 == 0 and last.year == first.year + 9:
        return f"{begin[:3]}X"
    return begin if begin == end else f"{begin}/{end}"


@lru_cache(maxsize=4096)
def days(words: str) -> FuzzyDate | None:
    """Read words as a date; None when the calendar has no such day."""
    try:
        return parse_date(words)
    except ValueError:
        return None


def calendar_dates(text: str) -> list[Hit]:
    """Return every calendar date of a text in order, ranges joined."""
    hits: list[Hit] = []
    for found in _CALENDAR.finditer(lowered(text)):
        hit = _hit(text, found)
        if hit is None:
            continue
        joined = _join(text, hits[-1], hit) if hits else None
        if joined is None:
            hits.append(hit)
        else:
            hits[-1] = joined
    return hits


def _hit(text: str, found: re.Match[str]) -> Hit | None:
    before = _BEFORE.search(text[max(0, found.start() - 30) : found.start()])
    side = before["side"].lower() if before else ""
    if found["bc"]:
        reason = "a year before our era, which a record cannot hold"
        return Hit(found.start(), found.end(), "", 0.3, reason, rule="before our era")
    words, confidence, reason = _words(text, found, side)
    if not words or days(words.replace("{year}", "1952")) is None:
        return None
    about = side in _ABOUT or bool(before and before["about"])
    start = found.start() - len(before[0]) if before else found.start()
    if side in ("until", "till"):
        side = "on" if _NOT.search(text[max(0, start - 60) : start]) else "until"
    elif " to " in words and side in ("from", "between"):
        side = ""
    passing = _passing(text, found, start, side)
    return Hit(start, found.end(), words, confidence, reason, side, about, passing=passing)


def _passing(text: str, found: re.Match[str], start: int, side: str) -> str:
    """Tell whether a bare year only names or places a thing ("the treaty of 1815")."""
    if not found["y5"] or found["y6"] or found["part"]:
        return ""
    before = text[max(0, start - 40) : start]
    if not side or (side == "of" and not _TIME_OF.search(before)):
        return "always"
    if side == "in" and _MADE.search(before) and text[found.end() : found.end() + 1] in (",", ")"):
        return "always"
    # "In 1945 …" at the head of a sentence goes back in earnest.
    return "" if not before.strip() or before.rstrip()[-1:] in '.!?:”"' else "back"


def _words(text: str, found: re.Match[str], side: str) -> tuple[str, float, str]:
    """Spell a date as `parse_date` wants it; empty words for what is none."""
    part = " ".join(found["part"].split()) + " " if found["part"] else ""
    month = found["m1"] or found["m2"] or found["m3"] or found["m4"]
    if month is None:
        return _yearly(text, found, side, part)
    name, day = month.rstrip("."), found["d1"] or found["d3"]
    year = found["y1"] or found["y2"] or found["y3"] or "{year}"
    until = found["d2"] or found["d4"]
    if day and until:
        return f"{day} {name} {year} to {until} {name} {year}", 0.9, "days of a month"
    if day:
        return f"{day} {name} {year}", 0.85 if year == "{year}" else 0.98, "a day of a month"
    if found["m4"]:
        # "may" and "march" are verbs, and August a name: a month alone needs a sign.
        if not text[found.start("m4")].isupper() or not (side or part) or side == "for":
            return "", 0.0, ""
        return f"{part}{name} {year}", 0.7, "a month by its name"
    return f"{part}{name} {year}", 0.95, "a month and a year"


def _yearly(text: str, found: re.Match[str], side: str, part: str) -> tuple[str, float, str]:
    if found["iso"]:
        return found["iso"], 0.95, "year, month and day in figures"
    if found["dotted"]:
        figures = re.split(r"[./]", found["dotted"])
        doubt = "." not in found["dotted"] and int(figures[0]) <= 12
        reason = "figures, the day taken to come first" if doubt else "day, month and year"
        return f"{figures[2]}-{figures[1]:>02}-{figures[0]:>02}", 0.4 if doubt else 0.8, reason
    if found["season"]:
        return f"{part}{found['season']} {found['y4']}", 0.9, "a season and a year"
    if found["decade"]:
        return f"{part}{found['decade']}s", 0.9, "a decade"
    year, until = found["y5"], found["y6"]
    if until:
        last = until if len(until) == 4 else year[:2] + until
        return f"{year} to {last}", 0.7, "a range of years"
    if side in ("", "for", "about", "around") and not part:
        bare = _NOUN.match(text, found.end()) or int(year) < 1500 or side == "for"
        bare = bare or _is_in_table(text, found.start(), found.end())
        return ("", 0.0, "") if bare else (year, 0.55, "four figures that may be a year")
    return f"{part}{year}", 0.9, "a year"


_LINE = 200
"""Characters of a line around a year that are looked at."""


def _is_in_table(text: str, start: int, end: int) -> bool:
    """Tell whether figures stand among other figures alone: in their line, or in one next to it."""
    head = text[max(0, start - _LINE) : start].rpartition("\n")
    tail = text[end : end + _LINE].partition("\n")
    around = head[2] + tail[0]
    if any(sign.isalpha() for sign in around):
        return False
    beside = (head[0].rpartition("\n")[2], tail[2].partition("\n")[0])
    return any(_is_figures(line) for line in (around, *beside))


def _is_figures(line: str) -> bool:
    return any(map(str.isdigit, line)) and not any(map(str.isalpha, line))


def _join(text: str, one: Hit, two: Hit) -> Hit | None:
    """Join two dates that a dash or a word makes one range."""
    if two.side not in ("", "until") or "before our era" in (one.rule, two.rule):
        return None
    if "to" in one.words.split() or "to" in two.words.split():
        return None
    gap = text[one.end : two.end - len(text[two.start : two.end])]
    word = gap.strip().lower() or two.side
    fits = word in ("-", "–", "—", "to", "until") or (word == "and" and one.side == "between")
    if len(gap) > 8 or not fits or (word in ("to", "until") and one.side not in ("from", "")):
        return None
    first = one.words
    if "{year}" in first and "{year}" not in two.words:
        first = first.replace("{year}", two.words.split()[-1])
    words = f"{first} to {two.words}"
    if days(words.replace("{year}", "1952")) is None:
        return None
    side = "" if one.side in ("from", "between") else one.side
    sure = min(one.confidence, two.confidence)
    return replace(one, end=two.end, words=words, side=side, confidence=sure, reason="a range")


def settled(hit: Hit, year: int | None = None) -> tuple[str, FuzzyDate | None]:
    """Return the EDTF of a date, and the days it names without "by", "since" and the like."""
    words = hit.words if year is None else hit.words.replace("{year}", f"{year:04}")
    named = days(words)
    if named is None:
        return "", None
    core = edtf(named.first, named.last)
    if hit.about:
        return "/".join(f"{end}~" for end in core.split("/")), named
    if hit.side in _OPEN:
        end = named.first if hit.side in ("before", "since", "from") else named.last
        opened = days(f"{hit.side} {end if '/' in core else core}")
        if opened is not None:
            return edtf(opened.first, opened.last), named
    return core, named
