"""Marks made by hand → how many of them the reading aid finds, and how many are right.

A file of marks has one a line: first character, the one after the last, kind, value, more (tabs
between). Values: a date in EDTF, more says ``resolved`` where the words lean on another date; the
speaker of a quotation or speech; ``FROM>TO`` of a message and its act; a number and what it counts
(``@first:end`` points to the words where the text may not be copied).

A mark is *found* by a proposal of its kind that covers half of the shorter of the two; each
proposal finds one mark at most. It is *right* if it also agrees on the value: dates share half of
their days, names are the same but for titles and first names, numbers are equal and one word of
what they count is the same.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from stickpoint.case.dates.fuzzy import parse_date
from stickpoint.case.reading.proposal import KINDS, Proposal
from stickpoint.case.reading.speakers import same_person

TEXTS = Path(__file__).resolve().parent / "case" / "reading" / "texts"
NAMES = ("korea-1952", "river-report", "wage-minutes")
OPEN = timedelta(days=3650)


@dataclass(frozen=True)
class Mark:
    """What a reader marked."""

    start: int
    end: int
    kind: str
    value: str
    more: str


def text_of(name: str) -> str | None:
    """Read a marked text; None where the document is not at hand."""
    folders = [TEXTS, *map(Path, filter(None, _documents().split(os.pathsep)))]
    for folder in folders:
        path = folder / f"{name}.txt"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                return file.read()
    return None


def _documents() -> str:
    return os.environ.get("STICKPOINT_DOCUMENTS", "")


def marks_of(name: str) -> list[Mark]:
    """Read the marks of a text."""
    lines = (TEXTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [Mark(int(row[0]), int(row[1]), *row[2:]) for row in rows]


def pairs(marks: list[Mark], proposals: list[Proposal]) -> list[tuple[Mark, Proposal]]:
    """Pair each mark with the proposal that covers it best."""
    free = list(proposals)
    found = []
    for mark in marks:
        best = max(free, key=lambda one: _shared(mark, one), default=None)
        if best is not None and _shared(mark, best) >= 0.5:
            found.append((mark, best))
            free.remove(best)
    return found


def _shared(mark: Mark, one: Proposal) -> float:
    common = min(mark.end, one.end) - max(mark.start, one.start)
    return common / min(mark.end - mark.start, one.end - one.start)


def right(mark: Mark, one: Proposal, text: str) -> bool:
    """Tell whether a proposal agrees with the mark it found."""
    if mark.kind == "date":
        return one.resolved == bool(mark.more) and _days_agree(mark.value, one.date)
    if mark.kind in ("quote", "speech"):
        return mark.value == one.speaker == "" or same_person(mark.value, one.speaker)
    if mark.kind == "message":
        sender, receiver = mark.value.split(">")
        return same_person(sender, one.speaker) and same_person(receiver, one.receiver)
    if mark.kind == "number":
        more = mark.more
        if more.startswith("@"):
            first, end = map(int, more[1:].split(":"))
            more = text[first:end]
        return mark.value == one.value and (not more or bool(_stems(more) & _stems(one.what)))
    return True


def _stems(words: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"\w+", words.lower())}


def _days_agree(wanted: str, got: str) -> bool:
    if not got:
        return False
    one, two = parse_date(wanted), parse_date(got)
    if (one.open_start, one.open_end) != (two.open_start, two.open_end):
        return False
    (a, b), (c, d) = ((_closed(w.first, w.last)) for w in (one, two))
    shared = (min(b, d) - max(a, c)).days + 1
    return shared / ((max(b, d) - min(a, c)).days + 1) >= 0.5


def _closed(first: date, last: date) -> tuple[date, date]:
    if first == date.min:
        first = last - OPEN
    if last == date.max:
        last = first + OPEN
    return first, last


def scores(text: str, marks: list[Mark], proposals: tuple[Proposal, ...]) -> dict[str, list[int]]:
    """Count by kind: marks, proposals, marks found, found and right."""
    table = {}
    for kind in KINDS:
        wanted = [mark for mark in marks if mark.kind == kind]
        got = [one for one in proposals if one.kind == kind]
        found = pairs(wanted, got)
        good = sum(right(mark, one, text) for mark, one in found)
        table[kind] = [len(wanted), len(got), len(found), good]
    return table
