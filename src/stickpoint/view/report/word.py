"""A report → a DOCX file; pictures give way to the tables of their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import singledispatch
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from stickpoint.view.report.parts import (
    Figure,
    Items,
    Labelled,
    Lines,
    Mark,
    Number,
    Part,
    Report,
    Table,
    Text,
    Words,
    pieces,
    unmarked,
)

NO_DOCX = "a DOCX report needs python-docx; install stickpoint[documents], or write .html"
_NEVER = datetime(2000, 1, 1)
"""The file says nothing of when it was made, so that the same answer gives the same words."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def can_write() -> bool:
    """Tell whether python-docx is there."""
    return find_spec("docx") is not None


def word(report: Report) -> bytes:
    """Set a report as a DOCX file.

    Parameters
    ----------
    report : Report

    Returns
    -------
    bytes
    """
    from docx import Document

    made = Document()
    made.core_properties.title = _clean(report.title)[:255]
    made.core_properties.author = "stickpoint"
    made.core_properties.created = made.core_properties.modified = _NEVER
    made.add_heading(_clean(report.title), 0)
    if report.about:
        made.add_paragraph(_clean(report.about))
    for section in report.sections:
        made.add_heading(_clean(section.title), 1)
        for part in section.parts:
            _part(part, made)
    made.add_heading("Where these numbers come from", 1)
    _grid(made, ("", ""), report.origin)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


@singledispatch
def _part(part: Part, made: Any) -> None:  # noqa: ARG001 – dispatches by type
    raise TypeError(f"{type(part).__name__} is no part of a report")


@_part.register
def _text(part: Text, made: Any) -> None:
    if part.kind == "heading":
        made.add_heading(_clean(unmarked(part.words)), 2)
        return
    paragraph = made.add_paragraph()
    _fill(paragraph, part.words)
    for run in paragraph.runs:
        run.italic = run.italic or part.kind == "note"


@_part.register
def _items(part: Items, made: Any) -> None:
    for item in part.items:
        style = "List Number" if part.numbered else "List Bullet"
        _fill(made.add_paragraph(style=style), item)


@_part.register
def _labelled(part: Labelled, made: Any) -> None:
    for label, paragraphs in part.rows:
        made.add_heading(_clean(label), 2)
        for text in paragraphs:
            made.add_paragraph(_clean(text))


@_part.register
def _lines(part: Lines, made: Any) -> None:
    paragraph = made.add_paragraph()
    for row in part.rows:
        run = paragraph.add_run(_clean(row))
        run.font.name = "Courier New"
        run.add_break()


@_part.register
def _table(part: Table, made: Any) -> None:
    made.add_heading(_clean(part.caption), 3)
    _grid(made, part.head, part.rows)


@_part.register
def _figure(part: Figure, made: Any) -> None:
    """Say what the picture shows, and give its numbers."""
    made.add_heading(_clean(part.title), 2)
    made.add_paragraph(_clean(part.about))
    if part.table is not None:
        _table(part.table, made)


def _grid(made: Any, head: Iterable[str], rows: Iterable[Iterable[Words]]) -> None:
    heads = list(head)
    table = made.add_table(rows=0, cols=len(heads))
    table.style = "Light List"
    if any(heads):
        for cell, text in zip(table.add_row().cells, heads, strict=True):
            cell.paragraphs[0].add_run(_clean(text)).bold = True
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            _fill(cell.paragraphs[0], words)
    made.add_paragraph()


def _fill(paragraph: Any, words: Words) -> None:
    for piece in pieces(words):
        if isinstance(piece, Number):
            paragraph.add_run(_clean(piece.shown))
        elif isinstance(piece, Mark):
            run = paragraph.add_run(_clean(piece.text))
            run.bold = piece.kind in ("bare", "good")
            if piece.kind in ("id", "anchor", "link"):
                run.font.name = "Courier New"
        else:
            paragraph.add_run(_clean(piece))


def _clean(text: str) -> str:
    """Drop what XML cannot hold."""
    return _FORBIDDEN.sub("", text)
