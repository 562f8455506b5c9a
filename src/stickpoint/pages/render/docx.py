"""A report → a DOCX file, with the pictures of the page where matplotlib is there to draw them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import singledispatch
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from stickpoint.pages import model
from stickpoint.pages.figures.svg import WIDTH
from stickpoint.pages.render.raster import NO_PICTURES, can_draw, key_png, png

NO_DOCX = "a DOCX report needs python-docx; install stickpoint[documents], or write .html"
_NEVER = datetime(2000, 1, 1)
"""The file says nothing of when it was made, so that the same answer gives the same words."""
ROOM = 17.4
"""Width of the text, in centimetres."""
TALLEST = 22.0
"""Most of a page that a picture takes, in centimetres, so that its headings stand over it."""
_LETTER = 0.19
"""Width of a letter in a table, rather too wide than too narrow."""
_BOLD = 1.2
"""How much wider a bold letter is."""
DEEPEST = 3
"""Levels of lists that the template has styles for."""
_WORD = re.compile(r"[^\s-]+")
_APP = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>stickpoint</Application></Properties>"""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def can_write() -> bool:
    """Tell whether python-docx is there."""
    return find_spec("docx") is not None


def word(report: model.Page) -> bytes:
    """Return a report as the bytes of a DOCX file."""
    from docx import Document
    from docx.enum.text import WD_BREAK

    made = Document()
    _set_up(made, report)
    made.add_heading(_clean(report.title), 0)
    if report.about:
        made.add_paragraph(_clean(report.about))
    if not can_draw():
        made.add_paragraph().add_run(NO_PICTURES).italic = True
    for section in report.sections:
        if section.title:
            made.add_heading(_clean(section.title), 1)
        for part in section.parts:
            _part(part, made)
        if section.alone:
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    if report.origin:
        made.add_heading("Where these numbers come from", 1)
        _grid(made, ("", ""), report.origin)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _set_up(made: Any, report: model.Page) -> None:
    """Say who made it, and make room: the template of python-docx names another program."""
    from docx.shared import Cm, Pt

    core = made.core_properties
    core.title = _clean(report.title)[:255]
    core.author = core.last_modified_by = "stickpoint"
    core.comments = "Made by stickpoint."
    core.created = core.modified = _NEVER
    for part in made.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = _APP.encode()
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21.0 - ROOM) / 2)
    page.top_margin = page.bottom_margin = Cm(1.8)
    _number_pages(page)
    made.styles["Normal"].font.size = Pt(10)
    for name in ("Normal", "List", "List Bullet"):
        made.styles[name].paragraph_format.space_after = Pt(4)
        made.styles[name].paragraph_format.line_spacing = 1.05


def _number_pages(page: Any) -> None:
    """Set "Page 2 of 9" at the foot of each: fields, which Word counts when it opens the file."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    page.footer_distance = Pt(22)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        foot.add_run(words)
        counted = OxmlElement("w:fldSimple")
        counted.set(qn("w:instr"), field)
        run = OxmlElement("w:r")
        run.append(shown := OxmlElement("w:t"))
        shown.text = "1"
        counted.append(run)
        foot._p.append(counted)
    for run in foot.runs:
        run.font.size = Pt(8.5)


@singledispatch
def _part(part: model.Part, made: Any) -> None:  # noqa: ARG001 – dispatches by type
    raise TypeError(f"{type(part).__name__} is no part of a report")


@_part.register
def _text(part: model.Text, made: Any) -> None:
    if part.kind == "heading":
        made.add_heading(_clean(model.unmarked(part.words)), 2)
        return
    paragraph = made.add_paragraph()
    _fill(paragraph, part.words)
    for run in paragraph.runs:
        run.italic = run.italic or part.kind == "note"


@_part.register
def _items(part: model.Items, made: Any, level: int = 1) -> None:
    deeper = f" {level}" * (level > 1)
    for number, item in enumerate(part.items, 1):
        entry = item if isinstance(item, model.Item) else model.Item(item)
        paragraph = made.add_paragraph(style=f"List{' Bullet' * (not part.numbered)}{deeper}")
        if part.numbered:
            # Numbers of its own would go on from the list before.
            paragraph.add_run(f"{number}. ")
        _fill(paragraph, entry.words)
        for below in entry.below:
            if isinstance(below, model.Items):
                _items(below, made, min(level + 1, DEEPEST))
            else:
                _fill(made.add_paragraph(style=f"List Continue{deeper}"), below.words)


@_part.register
def _labelled(part: model.Labelled, made: Any) -> None:
    for label, paragraphs in part.rows:
        made.add_heading(_clean(label), 2)
        for text in paragraphs:
            made.add_paragraph(_clean(text))


@_part.register
def _lines(part: model.Lines, made: Any) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.keep_together = True
    for row in part.rows:
        run = paragraph.add_run(_clean(row))
        run.font.name = "Courier New"
        run.add_break()


@_part.register
def _table(part: model.Table, made: Any) -> None:
    if part.caption:
        made.add_heading(_clean(part.caption), 3)
    _grid(made, part.head, part.rows)


@_part.register
def _figure(part: model.Figure, made: Any) -> None:
    """Set the picture, or say what it shows, and give its numbers."""
    from docx.shared import Cm

    made.add_heading(_clean(part.title), 2)
    if can_draw():
        wide, high = part.picture.size
        room = min(ROOM * min(1.0, wide / WIDTH), TALLEST * wide / high)
        made.add_picture(BytesIO(png(part.picture)), width=Cm(room))
        made.paragraphs[-1].paragraph_format.keep_with_next = bool(part.legend)
        # For whoever cannot see it.
        said = made.inline_shapes[-1]._inline.docPr
        said.set("title", _clean(part.title))
        said.set("descr", _clean(part.about))
        if part.legend:
            paragraph = made.add_paragraph()
            for key in part.legend:
                paragraph.add_run().add_picture(BytesIO(key_png(key.kind)), height=Cm(0.3))
                paragraph.add_run(f"\N{NO-BREAK SPACE}{_clean(key.text)}   ")
    else:
        made.add_paragraph(_clean(part.about))
    if part.table is not None and not (can_draw() and part.table.folded):
        _table(part.table, made)


def _grid(made: Any, head: Sequence[str], rows: Sequence[Sequence[model.Words]]) -> None:
    """Set a table; no page break cuts a row in two, and its heads stand on every page."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    table = made.add_table(rows=0, cols=len(head))
    table.style, table.autofit = "Light List", False
    every = [*[head] * any(head), *rows]
    shares = widths([[model.unmarked(cell) for cell in row] for row in every])
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(ROOM * share)
    for cells in every:
        row, is_head = table.add_row(), cells is head
        for flag in ("w:cantSplit", *["w:tblHeader"] * is_head):
            row._tr.get_or_add_trPr().append(OxmlElement(flag))
        for cell, words, share in zip(row.cells, cells, shares, strict=True):
            cell.width = Cm(ROOM * share)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            _fill(paragraph, words)
            for run in paragraph.runs:
                run.font.size = Pt(8.5)
                run.bold = run.bold or is_head or None
    made.add_paragraph().paragraph_format.space_after = 0


def widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Share out the width of a table: each column its longest word, the rest by what it holds.

    The heads are among the rows; the shares add up to one.

    >>> [round(part, 2) for part in widths([["now", "what"], ["yes", "a long text " * 20]])]
    [0.07, 0.93]
    """
    columns = list(zip(*rows, strict=True))
    longest = [max((len(w) for text in c for w in _WORD.findall(text)), default=1) for c in columns]
    # The first column is set in bold.
    scale = [_BOLD, *[1.0] * (len(columns) - 1)]
    least = [_LETTER * (2.7 + n * wider) for n, wider in zip(longest, scale, strict=True)]
    if sum(least) >= ROOM:
        return [part / sum(least) for part in least]
    # What most of a column needs: a long head over short marks asks for nothing more.
    lengths = [[len(text) for text in column] for column in columns]
    full = [_LETTER * (2.7 + min(max(n), 1.8 * sum(n) / len(n))) for n in lengths]
    wish = [max(0.0, min(f, 3 * ROOM) - n) for f, n in zip(full, least, strict=True)]
    # By the root, so that one very long text does not press all else to its longest word.
    wish = [part**0.7 for part in wish] if any(wish) else [1.0] * len(wish)
    rest = ROOM - sum(least)
    return [(n + rest * part / sum(wish)) / ROOM for n, part in zip(least, wish, strict=True)]


def _fill(paragraph: Any, words: model.Words) -> None:
    for piece in model.pieces(words):
        run = paragraph.add_run(_clean(model.unmarked((piece,))))
        if isinstance(piece, model.Mark):
            run.bold = piece.kind in ("bare", "good")
            run.italic = piece.kind == "faint"
            if piece.kind in ("id", "anchor", "link"):
                run.font.name = "Courier New"


def _clean(text: str) -> str:
    """Drop what XML cannot hold."""
    return _FORBIDDEN.sub("", text)
