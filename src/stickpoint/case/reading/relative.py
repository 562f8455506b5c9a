"""Dates that lean on others ("on the 17th", "a month later") → the days they mean, marked so.

What precedes is held as an *anchor*: the last date of the account. A date inside a quotation or a
speech is an anchor only there, so that what somebody recalls does not move the account. Words that
speak from the day of writing ("yesterday", "this autumn") are taken from the document's own date
if it stands at its head. docs/reference/reading.md has the rules where the words leave room.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.reading.dates import (
    SEASONS,
    WEEKDAYS,
    Hit,
    calendar_dates,
    days,
    edtf,
    settled,
)
from stickpoint.case.reading.numbers import small_number
from stickpoint.case.reading.proposal import Proposal, Reach, Span, Spans, apart
from stickpoint.case.reading.sentences import Sentences, is_told, lowered
from stickpoint.case.reading.spans import Anchor, in_season, on_day, on_weekday, shifted

_HEAD = 600
_SOME = {"a few": (2, 7), "some": (2, 7), "several": (2, 7), "a couple of": (2, 3)}
_ROUND = 5
"""A count of days that this divides, from twice as many on, is a round one."""
_COUNT = (
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
    r"|a\s(?:few|couple\sof)|some|several|\d{1,3})"
)
_UNIT = r"(?:day|night|week|fortnight|month|year)"
_OF_DAY = r"(?:day|night|morning|afternoon|evening)"
_RELATIVE = re.compile(
    rf"\b(?:(?P<count>{_COUNT})\s{{1,3}}(?P<unit>{_UNIT})s?\s{{1,3}}"
    r"(?P<way>later|earlier|afterwards|after\sthat|before\sthat|previously|before(?=[.,;])|ago)"
    rf"|the\s(?:(?P<step>next|following|previous)\s(?P<whole>{_OF_DAY}|week|month|year)"
    r"|day\s(?P<nextto>after|before)(?=[.,;]|\sthat\b))"
    rf"|(?P<same>that|this|the\ssame|last|next)\s"
    rf"(?P<period>{_OF_DAY}|week|month|year|{SEASONS}|{'|'.join(WEEKDAYS)})"
    r"|(?P<deictic>today|yesterday|tomorrow)(?!’s|'s)"
    r"|(?:on|of|by|since|until|from|before|after)\s(?:the\s(?:\w+\s)?of\s)?the\s"
    r"(?P<ordinal>\d{1,2})(?:st|nd|rd|th)(?=\s?[.,;:)]|\s(?:with|to|and|he|she|it|they|that|in"
    r"|at|by|of\sthat|did|was|the)\b)"
    rf"|(?:on|by|until|since)\s(?P<weekday>{'|'.join(WEEKDAYS)}))\b"
)
_FROM_WRITING = ("this", "last", "next")
_FAR_ENDS = ("since", "until", "before", "from")
_FUTURE = re.compile(r"\b(?:will|shall|would|stops?|to be|due|next)\b", re.IGNORECASE)


class Account:
    """Follows the dates of a text from top to bottom."""

    def __init__(
        self, text: str, sentences: Sentences, asides: list[Span], quotes: list[Span]
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._asides = Spans(asides)
        self._quotes = Spans(quotes)
        self._main: Anchor | None = None
        self._aside: tuple[Span, Anchor] | None = None
        self._head: Anchor | None = None

    def _anchor(self, hit: Hit) -> Anchor | None:
        """Return what a date is counted from."""
        if hit.rule == "deictic" and self._head and not self._quotes.at(hit.start):
            return self._head
        aside = self._asides.at(hit.start)
        if aside and self._aside and self._aside[0] == aside:
            return self._aside[1]
        return self._main

    def _move(self, hit: Hit, named: FuzzyDate) -> None:
        anchor = Anchor(named.first, named.last, hit.start)
        aside = self._asides.at(hit.start)
        if aside:
            self._aside = aside, anchor
            return
        self._main = anchor
        if self._head is None and hit.end <= _HEAD and named.is_exact:
            self._head = anchor

    def proposal(self, hit: Hit) -> Proposal:
        """Return a date with its days, or with none where nothing precedes it."""
        anchor = self._anchor(hit)
        leans = hit.rule not in ("calendar", "before our era") or "{year}" in hit.words
        written, named = "", None
        if not leans:
            written, named = settled(hit)
        elif anchor and hit.rule == "calendar":
            written, named = _with_year(hit, anchor)
        elif anchor:
            written, named = self._resolved(hit, anchor)
        sure, reason = hit.confidence, hit.reason
        if leans and named is None:
            sure, reason = min(sure, 0.3), f"{reason}; nothing before it to count from"
        elif leans and anchor:
            reason += f", counted from the date at {anchor.place}"
        passage = self._sentences.around(hit.start, hit.end)
        reach = self._reach(hit, named, passage)
        if named is not None and reach == "on":
            self._move(hit, named)
        if hit.passing and reach == "nothing":
            sure, reason = min(sure, 0.5), "a year in passing, of something that is named"
        return Proposal(
            "date", hit.start, hit.end, sure, reason,
            passage=passage, date=written, resolved=leans and named is not None, reach=reach,
        )  # fmt: skip

    def _reach(self, hit: Hit, named: FuzzyDate | None, passage: Span) -> Reach:
        """Say what a date dates; one of a thing, or within what is told, dates nothing else."""
        back = bool(self._main and named and named.last < self._main.first)
        if hit.passing == "always" or (hit.passing == "back" and back) or hit.side in _FAR_ENDS:
            return "nothing"
        if not self._asides.at(hit.start) and is_told(self._text, passage, hit.start):
            return "nothing"
        dated = self._text.endswith("dated ", 0, hit.start)
        return "here" if hit.rule == "deictic" or dated else "on"

    def _resolved(self, hit: Hit, anchor: Anchor) -> tuple[str, FuzzyDate | None]:
        try:
            named = days(edtf(*self._span(hit, anchor)))
        except (OverflowError, ValueError):
            named = None
        return ("", None) if named is None else settled(replace(hit, words=named.written))

    def _span(self, hit: Hit, anchor: Anchor) -> tuple[date, date]:
        if hit.ordinal:
            return on_day(int(hit.ordinal), anchor)
        name, *more = hit.words.split()
        if name in WEEKDAYS:
            begin, end = self._sentences.around(hit.start, hit.end)
            ahead = _FUTURE.search(self._text, begin, min(end, begin + 600))
            way = more[0] if more else ("next" if ahead else "last")
            return on_weekday(WEEKDAYS.index(name), anchor, way)
        if name in SEASONS.split("|"):
            return in_season(name, anchor, more[0])
        return shifted(anchor, name, int(more[0]), int(more[1]), loose=more[2] == "about")


def all_dates(
    text: str, sentences: Sentences, asides: list[Span], quotes: list[Span]
) -> list[Proposal]:
    """Return every date of a text, what leans on others resolved.

    ``asides`` are quotations and speeches, ``quotes`` quotations alone; each sorted and apart.
    """
    account = Account(text, sentences, asides, quotes)
    hits = apart([*calendar_dates(text), *relative_dates(text)], lambda hit: (hit.start, hit.end))
    return [account.proposal(hit) for hit in hits]


def relative_dates(text: str) -> list[Hit]:
    """Return every expression that leans on a date before it.

    The words of such a hit are ``UNIT LOW HIGH exact|about``, a season or a weekday with its way.
    """
    hits = []
    for found in _RELATIVE.finditer(lowered(text)):
        words, sure, reason = _relative(found)
        side = found[0].split()[0]
        side = side if side in ("by", "since", "until", "from", "before", "after") else ""
        deictic = found["deictic"] or found["weekday"] or found["same"] in _FROM_WRITING
        rule = "deictic" if deictic or found["way"] == "ago" else "relative"
        ordinal = found["ordinal"] or ""
        hits.append(Hit(*found.span(), words, sure, reason, side, rule=rule, ordinal=ordinal))
    return hits


def _relative(found: re.Match[str]) -> tuple[str, float, str]:
    if found["ordinal"]:
        return "", 0.75, "a day without its month"
    if found["deictic"]:
        step = {"today": 0, "yesterday": -1, "tomorrow": 1}[found["deictic"]]
        return f"day {step} {step} exact", 0.7, "told from the day of writing"
    if found["weekday"]:
        return found["weekday"], 0.45, "a day of the week"
    if found["nextto"]:
        step = 1 if found["nextto"] == "after" else -1
        return f"day {step} {step} exact", 0.8, "the day beside another"
    if found["step"]:
        step = -1 if found["step"] == "previous" else 1
        return f"{_whole(found['whole'])} {step} {step} exact", 0.8, "the period beside another"
    if found["same"]:
        return _same(found["same"], found["period"])
    low, high = _count(found["count"])
    unit = found["unit"].replace("night", "day")
    if unit == "fortday":
        unit, low, high = "week", 2 * low, 2 * high
    if not found["way"].startswith(("later", "after")):
        low, high = -high, -low
    loose = "about" if _is_loose(unit, low, high) else "exact"
    return f"{unit} {low} {high} {loose}", 0.7, "a time after or before another"


def _is_loose(unit: str, low: int, high: int) -> bool:
    """Tell whether a count of units is told to half a unit, or one of days to half a week."""
    if unit in ("month", "year"):
        return True
    # Days that "a few" leaves open are open by as much as is meant already.
    if low != high:
        return False
    return unit == "week" or (abs(low) >= 2 * _ROUND and low % _ROUND == 0)


def _same(which: str, period: str) -> tuple[str, float, str]:
    step = {"last": -1, "next": 1}.get(which, 0)
    reason = "told from the day of writing" if which in _FROM_WRITING else "the same time"
    if period in WEEKDAYS or period in SEASONS.split("|"):
        return f"{period} {which.rsplit(maxsplit=1)[-1]}", 0.6, reason
    return f"{_whole(period)} {step} {step} exact", 0.6, reason


def _whole(period: str) -> str:
    """Name the unit of a whole period; a whole week goes from Monday to Sunday."""
    return {"week": "calendarweek", "month": "month", "year": "year"}.get(period, "day")


def _count(words: str) -> tuple[int, int]:
    plain = " ".join(words.split())
    if plain in _SOME:
        return _SOME[plain]
    number = small_number(plain)
    return number, number


def _with_year(hit: Hit, anchor: Anchor) -> tuple[str, FuzzyDate | None]:
    """Return a date the year that brings it nearest to the anchor."""
    if anchor.first == date.min or anchor.last == date.max:
        return "", None
    years = (anchor.first.year - 1, anchor.first.year, anchor.first.year + 1)
    choices = [
        (written, named) for written, named in (settled(hit, year) for year in years) if named
    ]
    near = min(choices, key=lambda choice: abs(choice[1].first - anchor.middle), default=None)
    return near or ("", None)
