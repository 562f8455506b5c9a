"""The DOCX report: the same sections and the same numbers."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from pages.test_report import FULL, made

from stickpoint.cli import main
from stickpoint.pages.figures.strip import Box, Strip
from stickpoint.pages.model import (
    Figure,
    Item,
    Items,
    Number,
    Page,
    Section,
    Table,
    Text,
    pieces,
)
from stickpoint.pages.render import docx as writer
from stickpoint.pages.render.raster import NO_PICTURES, png

docx = pytest.importorskip("docx")


@cache
def written() -> bytes:
    """Write the report as a document, once for all that is asked of it."""
    return writer.word(made(FULL))


def test_sections_and_numbers_are_those_of_the_page() -> None:
    report, document = made(FULL), docx.Document(BytesIO(written()))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[:-1] == [section.title for section in report.sections]
    cells = " ".join(c.text for t in document.tables for row in t.rows for c in row.cells)
    tables = [part for s in report.sections for part in s.parts if isinstance(part, Table)]
    numbers = {
        piece.shown
        for table in tables
        for row in table.rows
        for words in row
        for piece in pieces(words)
        if isinstance(piece, Number)
    }
    assert len(numbers) > 5
    assert [shown for shown in numbers if shown not in cells] == []


def test_each_picture_of_the_page_is_in_the_document_and_described() -> None:
    pytest.importorskip("matplotlib")
    report, document = made(FULL), docx.Document(BytesIO(written()))
    figures = [part for s in report.sections for part in s.parts if isinstance(part, Figure)]
    described = {shape._inline.docPr.get("descr") for shape in document.inline_shapes}
    assert len(figures) >= 5
    assert {figure.about for figure in figures} <= described
    keys = sum(len(figure.legend) for figure in figures)
    assert len(document.inline_shapes) == len(figures) + keys
    assert NO_PICTURES not in [p.text for p in document.paragraphs]


def test_a_picture_leaves_room_on_its_page_for_its_heads() -> None:
    pytest.importorskip("matplotlib")
    boxes = tuple(Box("Ann", "gives in " * 40) for _ in range(48))
    figure = Figure("way", "A long way", "It is long.", Strip(boxes))
    document = docx.Document(
        BytesIO(writer.word(Page("A", (Section("a", "Appendix A. Way", (figure,)),))))
    )
    [shape] = document.inline_shapes
    assert shape.height.cm == pytest.approx(writer.TALLEST, abs=0.01)
    wide, high = figure.picture.size
    assert shape.width / shape.height == pytest.approx(wide / high, rel=0.01)
    assert shape.width.cm < writer.ROOM


def test_a_picture_has_the_colours_of_the_page_on_paper() -> None:
    pytest.importorskip("matplotlib")
    import numpy as np
    from matplotlib.image import imread

    held = [
        part.picture
        for s in made(FULL).sections
        for part in s.parts
        if isinstance(part, Figure) and part.name == "delay"
    ]
    pixels = imread(BytesIO(png(held[0])))[:, :, :3]
    wanted = np.array([int("2f6690"[k : k + 2], 16) for k in (0, 2, 4)]) / 255
    mixed = 0.72 * wanted + 0.28 * 0.94
    assert (np.abs(pixels - mixed).max(axis=2) < 0.03).sum() > 500


def test_without_matplotlib_the_document_says_that_pictures_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer, "can_draw", lambda: False)
    document = docx.Document(BytesIO(writer.word(made(FULL))))
    assert NO_PICTURES in [p.text for p in document.paragraphs]
    assert len(document.inline_shapes) == 0


def test_the_file_says_that_stickpoint_made_it() -> None:
    with ZipFile(BytesIO(written())) as parts:
        said = parts.read("docProps/app.xml") + parts.read("docProps/core.xml")
    assert b"<Application>stickpoint</Application>" in said
    assert b"Macintosh" not in said
    assert b"python-docx" not in said


def test_every_page_of_the_document_has_its_number() -> None:
    document = docx.Document(BytesIO(written()))
    for section in document.sections:
        foot = section.footer._element.xml
        assert 'w:instr="PAGE"' in foot
        assert 'w:instr="NUMPAGES"' in foot


def test_no_column_is_narrower_than_its_longest_word() -> None:
    rows = [["state", "Recommendation to governments"], ["100", "what they do " * 30], ["1", ""]]
    shares = writer.widths(rows)
    assert sum(shares) == pytest.approx(1)
    assert shares[0] * writer.ROOM >= 0.17 * len("state")
    assert shares[0] < 0.2
    # In bold, and in the broad letters that stand in where a typeface is missing.
    party = writer.widths([["of", "judgement"], ["Government", "a long text " * 30]])
    assert party[0] * writer.ROOM >= 0.26 * len("Government")
    document = docx.Document(BytesIO(written()))
    for table in document.tables:
        texts = [[cell.text for cell in row.cells] for row in table.rows]
        for column, share in zip(table.columns, writer.widths(texts), strict=True):
            assert column.width.cm == pytest.approx(share * writer.ROOM, abs=0.01)


def test_each_numbered_list_begins_with_one_and_stands_under_its_item() -> None:
    steps = Items(("First.", "Second."), numbered=True)
    told = Items((Item("One.", (Text("A note."), steps)), Item("Two.", (steps,))))
    page = Page("Ways", (Section("ways", "Ways", (told, Table("", ("", ""), (("a", "b"),)))),))
    document = docx.Document(BytesIO(writer.word(page)))
    said = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("List")]
    ways = [("List 2", "1. First."), ("List 2", "2. Second.")]
    one = [("List Bullet", "One."), ("List Continue", "A note."), *ways]
    assert said == [*one, ("List Bullet", "Two."), *ways]
    assert "" not in [p.text for p in document.paragraphs if p.style.name == "Heading 3"]


def test_what_xml_cannot_hold_is_left_out() -> None:
    report = made(FULL.replace("title: A strike", 'title: "A\\u0001 <strike>"'))
    document = docx.Document(BytesIO(writer.word(report)))
    assert document.paragraphs[0].text == "A <strike>"


def test_without_the_library_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(writer, "can_write", lambda: False)
    out = tmp_path / "out.docx"
    run = CliRunner().invoke(main, ["why", "elmira", "--report", str(out)])
    assert run.exit_code == 2
    assert "stickpoint[documents]" in run.output
    assert not out.exists()
