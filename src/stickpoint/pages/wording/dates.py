"""Dates and entries of the record → words, no more precise than they were written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from stickpoint.answers.record import Entry, RecordView
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Source
from stickpoint.graph.words import listed, undo_text
from stickpoint.pages.wording.names import joined, plain


def somebody(case: Case, who: str) -> str:
    """Return what a party is called, or the words that stand for somebody else."""
    place = case.party_index.get(who)
    return plain(who) if place is None else case.parties[place].called


OPEN_ORDER = "in an order that the dates leave open"
"""Of what the dates do not put after all that the record is read to have before it."""


def deeds(case: Case, sets: Sequence[tuple[str, bool]]) -> str:
    """Say what setting options means, in the case's words."""
    options = {option.id: option for option in case.options}
    told = ((options[id_], value) for id_, value in sets)
    return listed([plain(o.text) if value else undo_text(o.text, o.undo) for o, value in told])


def happened(entry: Entry, case: Case) -> str:
    """Say what happened, as part of a sentence."""
    return deeds(case, entry.sets) if entry.kind == "move" else plain(entry.text)


def written_in(source: Source | None, case: Case) -> str:
    """Say where something is written down; empty when the record does not."""
    if source is None:
        return ""
    where = [source.document]
    for passage in case.record.passages:
        if passage.id == source.passage:
            where += [passage.document, f"characters {passage.start}-{passage.end}"]
    where += [source.page and f"page {source.page}", source.locator]
    if source.chars:
        where.append(f"characters {source.chars[0]}-{source.chars[1]}")
    return ", ".join(filter(None, where))


def outcome(view: RecordView) -> str | None:
    """Name the terms on which the record ends settled; None when it ends open."""
    return None if view.settled_on is None else joined(view.settled_on) or "settled"


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_in_words(day: date) -> str:
    """Say a day of the calendar.

    >>> day_in_words(date(1952, 1, 2))
    '2 January 1952'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


_PARTS = {
    **{"21": "spring", "22": "summer", "23": "autumn", "24": "winter"},
    **{"25": "spring", "26": "summer", "27": "autumn", "28": "winter"},
    **{"29": "southern spring", "30": "southern summer"},
    **{"31": "southern autumn", "32": "southern winter"},
    **{"33": "first quarter", "34": "second quarter", "35": "third quarter", "36": "last quarter"},
    **{"37": "first third", "38": "second third", "39": "last third"},
    **{"40": "first half", "41": "second half"},
}
_ONE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)[\d:.]*(Z|[+-][\d:]+)?)?)?)?([~?%]?)", re.ASCII
)
_SET = re.compile(r"([\[{])(?!.*\.\.)(.+)[\]}]")


def in_words(when: FuzzyDate) -> str:
    """Say when something was; words that the record has are kept.

    >>> from stickpoint.case.dates.fuzzy import parse_date
    >>> [in_words(parse_date(text)) for text in ("1952-07-16/1952-07-17", "1952-05~", "late 1952")]
    ['16-17 July 1952', 'about May 1952', 'late 1952']
    >>> [in_words(parse_date(text)) for text in ("[1951,1952-07]", "1952-33", "1952-07-14T18:00Z")]
    ['1951 or July 1952', 'first quarter of 1952', '14 July 1952, 18:00Z']
    """
    written = " ".join(when.written.split())
    if (found := _SET.fullmatch(written)) is not None:
        members = [_one(part.strip()) or part.strip() for part in found[2].split(",")]
        return joined(members) if found[1] == "{" else joined(members, "or")
    begin, slash, end = (part.strip() for part in written.partition("/"))
    if not slash:
        return _one(written) or written
    if begin in ("", ".."):
        return f"by {_one(end) or end}"
    if end in ("", ".."):
        return f"since {_one(begin) or begin}"
    first, last = _one(begin), _one(end)
    return _together(first, last) if first and last else written


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
    year, month, day, time, zone, mark = found.groups()
    year = year.lstrip("0") or "0"
    if month is None:
        words = year
    elif month in _PARTS:
        words = f"{_PARTS[month]} {'of ' * (int(month) > 32)}{year}"
    elif not 1 <= int(month) <= 12:
        return ""
    else:
        words = f"{MONTHS[int(month) - 1]} {year}"
        words = words if day is None else f"{int(day)} {words}"
        words = words if time is None else f"{words}, {time}{zone or ''}"
    return f"{'about ' * (mark in ('~', '%'))}{words}{' (doubtful)' * (mark in ('?', '%'))}"
