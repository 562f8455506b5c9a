"""The record laid out → a table for the screen: date, kind, who, to whom, act, source."""

from __future__ import annotations

from stickpoint.answers.record import Entry, RecordView
from stickpoint.pages.model import Page, Part, Section, Table, Text
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.grammar import plain
from stickpoint.pages.wording.record import somebody, written_in

HEADS = ("date", "kind", "id", "who", "to whom", "act", "source")
_WIDEST = 24
_LEAST = 8
_GAP = 2
"""Characters before the first column, and between two."""


def table(view: RecordView, width: int) -> Page:
    """Return every dated entry as one row; what does not fit is cut, and ends in an ellipsis.

    A row has ``width`` characters; the source takes what the others leave, and 8 at least.
    """
    part: Part = Text("The record holds nothing with a date.")
    if view.entries:
        rows = [_cells(view, entry) for entry in view.entries]
        longest = (max(map(len, column)) for column in zip(HEADS, *rows, strict=True))
        *widths, _ = (min(_WIDEST, room) for room in longest)
        widths.append(max(_LEAST, width - sum(widths) - _GAP * len(HEADS)))
        part = Table("The record in order", HEADS, tuple(_cut(row, widths) for row in rows))
    return Page(plain(view.case.title), (Section("record", "", (part,)),))


def _cells(view: RecordView, entry: Entry) -> tuple[str, ...]:
    who, whom = (somebody(view.case, who) if who else "" for who in (entry.sender, entry.receiver))
    where = written_in(entry.source, view.case)
    return in_words(entry.when), entry.kind, entry.id, who, whom, entry.act, where


def _cut(cells: tuple[str, ...], widths: list[int]) -> tuple[str, ...]:
    return tuple(
        cell if len(cell) <= wide else f"{cell[: wide - 1]}…"
        for cell, wide in zip(cells, widths, strict=True)
    )
