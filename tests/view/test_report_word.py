"""The DOCX report: the same sections and the same numbers."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from view.test_report import FULL, made

from stickpoint.cli import main
from stickpoint.view.report import word as writer
from stickpoint.view.report.parts import Number, Table, pieces

docx = pytest.importorskip("docx")


def test_sections_and_numbers_are_those_of_the_page() -> None:
    report = made(FULL)
    document = docx.Document(BytesIO(writer.word(report)))
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
