"""Dates that lean on others ("on the 17th", "a month later") → the days they mean, marked so.

What precedes is held as an *anchor*: the last date of the account. A date inside a quotation or a
speech is an anchor only there, so that what somebody recalls does not move the account. "Since",
"until" and "before" name a far end and move nothing. Words that speak from the day of writing
("yesterday", "this autumn") are taken from the document's own date if it stands at its head.

The rules, where the words leave room: *n days later* is that day, but a count that is round (ten,
fifteen, twenty and so on) is no count of days, and is told to half a week, as *n weeks later* and
*a fortnight later* are: three days more or less; *n months, years later* is that day give or take
half a unit; *a few* and *several* are two to seven, *a couple* two to three; *the following month*
is the whole month, *last week* the whole week from Monday to Sunday; a day and month without a year
take the year nearest to the anchor, and so does *the 17th* its month; *on Monday* is the one before
the day of writing, or after it in a sentence about what will be. "Not until" a date is that date.
"""

# The marks that texts are quoted with are what these patterns are about.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.reading.clauses import is_told
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
from stickpoint.case.reading.proposal import Proposal, Reach, Span, holds
from stickpoint.case.reading.sentences import Sentences, lowered
from stickpoint.case.reading.spans import Anchor, in_season, on_day, on_weekday, shifted

_HEAD = 600
_FEW = (2, 7)
_COUPLE = (2, 3)
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
_FAR_ENDS = ("since", "until", "before", "from")
_FUTURE = re.compile(r"\b(?:will|shall|would|stops?|to be|due|next)\b", re.IGNORECASE)


class Account:
    """Follows the dates of a text from top to bottom."""

    def __init__(
        self, text: str, sentences: Sentences, asides: list[Span], quotes: list[Span]
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._asides = asides
        self._starts = [start for start, _ in asides]
        self._quotes = quotes
        self._quote_starts = [start for start, _ in quotes]
        self._main: Anchor | None = None
        self._aside: tuple[Span, Anchor] | None = None
        self._head: Anchor | None = None

    def follow(self, hits: list[Hit]) -> list[Proposal]:
        """Return every date with its days, or with none where nothing precedes it."""
        return [self._proposal(hit) for hit in hits]

    def _anchor(self, place: int) -> Anchor | None:
        aside = holds(self._asides, self._starts, place)
        if aside and self._aside and self._aside[0] == aside:
            return self._aside[1]
        return self._main

    def _move(self, hit: Hit, named: FuzzyDate) -> None:
        anchor = Anchor(named.first, named.last, hit.start)
        aside = holds(self._asides, self._starts, hit.start)
        if aside:
            self._aside = aside, anchor
            return
        self._main = anchor
        if self._head is None and hit.end <= _HEAD and named.is_exact:
            self._head = anchor

    def _proposal(self, hit: Hit) -> Proposal:
        anchor = self._anchor(hit.start)
        quoted = holds(self._quotes, self._quote_starts, hit.start)
        if hit.rule == "deictic" and not quoted and self._head:
            anchor = self._head
        leans = hit.rule not in ("calendar", "before our era") or "{year}" in hit.words
        written = None
        if not leans:
            written, named = settled(hit)
        elif anchor is None:
            named = None
        elif hit.rule == "calendar":
            written, named = _with_year(hit, anchor)
        else:
            written, named = self._resolved(hit, anchor)
        sure, reason = hit.confidence, hit.reason
        if leans:
            where = f", counted from the date at {anchor.place}" if anchor else ""
            reason += where if named else "; nothing before it to count from"
            sure = sure if named else min(sure, 0.3)
        passage = self._sentences.around(hit.start, hit.end)
        reach = self._reach(hit, named, passage)
        if named is not None and reach == "on":
            self._move(hit, named)
        if hit.passing and reach == "nothing":
            sure, reason = min(sure, 0.5), "a year in passing, of something that is named"
        return Proposal(
            "date", hit.start, hit.end, sure, reason,
            passage=passage, date=written or "", resolved=leans and named is not None, reach=reach,
        )  # fmt: skip

    def _reach(self, hit: Hit, named: FuzzyDate | None, passage: Span) -> Reach:
        """Say what a date dates; one of a thing, or within what is told, dates nothing else."""
        before = self._main
        back = bool(before and named and named.last < before.first)
        inside = holds(self._asides, self._starts, hit.start)
        if hit.passing == "always" or (hit.passing == "back" and back) or hit.side in _FAR_ENDS:
            return "nothing"
        if inside is None and is_told(self._text, passage, hit.start):
            return "nothing"
        dated = self._text.endswith("dated ", 0, hit.start)
        return "here" if hit.rule == "deictic" or dated else "on"

    def _resolved(self, hit: Hit, anchor: Anchor) -> tuple[str, FuzzyDate | None]:
        try:
            first, last = self._span(hit, anchor)
            named = days(edtf(first, last))
        except (OverflowError, ValueError):
            named = None
        if named is None:
            return "", None
        return settled(replace(hit, words=named.written))

    def _span(self, hit: Hit, anchor: Anchor) -> tuple[date, date]:
        words = hit.words.split()
        if hit.ordinal:
            return on_day(int(hit.ordinal), anchor)
        if words[0] in WEEKDAYS:
            sentence = self._sentences.around(hit.start, hit.end)
            ahead = _FUTURE.search(self._text, sentence[0], min(sentence[1], sentence[0] + 600))
            way = words[1] if len(words) > 1 else ("next" if ahead else "last")
            return on_weekday(WEEKDAYS.index(words[0]), anchor, way)
        if words[0] in SEASONS.split("|"):
            return in_season(words[0], anchor, words[1])
        return shifted(anchor, words[0], int(words[1]), int(words[2]), loose=words[3] == "about")


def all_dates(
    text: str, sentences: Sentences, asides: list[Span], quotes: list[Span]
) -> list[Proposal]:
    """Return every date of a text, what leans on others resolved.

    Parameters
    ----------
    asides, quotes : list of (start, end)
        Quotations and speeches, and quotations alone; each sorted and apart.
    """
    hits = [*calendar_dates(text), *relative_dates(text)]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return Account(text, sentences, asides, quotes).follow(kept)


def relative_dates(text: str) -> list[Hit]:
    """Return every expression that leans on a date before it.

    The words of such a hit are ``UNIT LOW HIGH exact|about``, a season or a weekday with its way.
    """
    hits = []
    for found in _RELATIVE.finditer(lowered(text)):
        words, sure, reason = _relative(found)
        side = found[0].split()[0].lower()
        side = side if side in ("by", "since", "until", "from", "before", "after") else ""
        deictic = (
            found["deictic"]
            or found["weekday"]
            or (found["same"] or "") in ("this", "last", "next")
        )
        rule = "deictic" if deictic or (found["way"] or "").lower() == "ago" else "relative"
        hits.append(
            Hit(
                found.start(), found.end(), words, sure, reason, side,
                rule=rule, ordinal=found["ordinal"] or "",
            )
        )  # fmt: skip
    return hits


def _relative(found: re.Match[str]) -> tuple[str, float, str]:
    if found["ordinal"]:
        return "", 0.75, "a day without its month"
    if found["deictic"]:
        step = {"today": 0, "yesterday": -1, "tomorrow": 1}[found["deictic"].lower()]
        return f"day {step} {step} exact", 0.7, "told from the day of writing"
    if found["weekday"]:
        return found["weekday"].lower(), 0.45, "a day of the week"
    if found["nextto"]:
        step = 1 if found["nextto"].lower() == "after" else -1
        return f"day {step} {step} exact", 0.8, "the day beside another"
    if found["step"]:
        step = -1 if found["step"].lower() == "previous" else 1
        return f"{_whole(found['whole'])} {step} {step} exact", 0.8, "the period beside another"
    if found["same"]:
        return _same(found["same"].lower(), found["period"].lower())
    low, high = _count(found["count"])
    unit = found["unit"].lower().replace("night", "day")
    if unit == "fortday":
        unit, low, high = "week", 2 * low, 2 * high
    if re.match("later|after", found["way"], re.IGNORECASE) is None:
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
    reason = (
        "told from the day of writing" if which in ("this", "last", "next") else "the same time"
    )
    if period in WEEKDAYS or period in SEASONS.split("|"):
        return f"{period} {which.rsplit(maxsplit=1)[-1]}", 0.6, reason
    return f"{_whole(period)} {step} {step} exact", 0.6, reason


def _whole(period: str) -> str:
    """Name the unit of a whole period; a whole week goes from Monday to Sunday."""
    units = {"week": "calendarweek", "month": "month", "year": "year"}
    return units.get(period.lower(), "day")


def _count(words: str) -> tuple[int, int]:
    plain = " ".join(words.lower().split())
    if plain in ("a few", "some", "several"):
        return _FEW
    if plain == "a couple of":
        return _COUPLE
    number = small_number(plain)
    return number, number


def _with_year(hit: Hit, anchor: Anchor) -> tuple[str, FuzzyDate | None]:
    """Return a date the year that brings it nearest to the anchor."""
    middle = anchor.first + (anchor.last - anchor.first) / 2
    choices = []
    for year in (anchor.first.year - 1, anchor.first.year, anchor.first.year + 1):
        written, named = settled(hit, year)
        if named is not None and anchor.first != date.min and anchor.last != date.max:
            choices.append((abs(named.first - middle), written, named))
    if not choices:
        return "", None
    _, written, named = min(choices, key=lambda choice: choice[0])
    return written, named
