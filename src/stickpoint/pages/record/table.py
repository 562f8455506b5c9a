"""The record laid out → a table for the screen: date, kind, who, to whom, act, source."""

from __future__ import annotations

from stickpoint.answers.record import Entry, RecordView, source_words
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import plain

HEADS = ("date", "kind", "id", "who", "to whom", "act", "source")
_WIDEST = 24
_GAP = "  "


def table(view: RecordView, width: int) -> list[Block]:
    """Return every dated entry as one row; what does not fit is cut, and ends in an ellipsis.

    Parameters
    ----------
    width : int
        How many characters a row may have. The last column, the source, takes what is left, and
        8 characters at least.
    """
    rows = [HEADS, *(_cells(view, entry) for entry in view.entries)]
    widths = [min(_WIDEST, max(map(len, column))) for column in zip(*rows, strict=True)]
    left = width - 2 - sum(widths[:-1]) - len(_GAP) * (len(HEADS) - 1)
    widths[-1] = max(8, left)
    title = Block("title", plain(view.case.title))
    if not view.entries:
        return [title, Block("text", "The record holds nothing with a date.")]
    return [title, *(Block("row", _row(cells, widths)) for cells in rows)]


def _cells(view: RecordView, entry: Entry) -> tuple[str, ...]:
    who, whom = (view.name(name) if name else "" for name in (entry.sender, entry.receiver))
    where = source_words(entry.source, view.case)
    return in_words(entry.when), entry.kind, entry.id, who, whom, entry.act, where


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    cut = (
        cell if len(cell) <= wide else f"{cell[: wide - 1]}…"
        for cell, wide in zip(cells, widths, strict=True)
    )
    return _GAP.join(f"{cell:<{wide}}" for cell, wide in zip(cut, widths, strict=True)).rstrip()
