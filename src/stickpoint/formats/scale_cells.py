"""A file with a table → its rows as cells that know their place: CSV, or a sheet of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stickpoint.case.documents.bounds import NoText
from stickpoint.case.yaml.nodes import quote, quoted
from stickpoint.errors import CaseError, Finding, ModelError
from stickpoint.formats.workbook import read_sheet
from stickpoint.formats.workbook_parts import letters_of

MOST_BYTES = 1_000_000
MOST_PACKED = 8 * 1024 * 1024
ABOVE_A_TABLE, ABOVE_ON_A_SHEET = 1, 20
"""So many rows may stand above the head at most, for what it is a table of."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")
_OPENING = re.compile(r' *"')
_CLOSING = re.compile(r'(?:[^"]|"")*')


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and where; on a sheet also on which, what is odd, and whether in %."""

    text: str
    line: int
    column: int
    sheet: str = ""
    odd: str = ""
    is_percent: bool = False


class Faults:
    """Gathers what is wrong with one file."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.found: list[Finding] = []

    def add(self, cell: Cell, code: str, message: str) -> None:
        """Note a fault where a cell stands."""
        if cell.sheet:
            where = f"row {cell.line}, column {letters_of(cell.column)}"
            message = f"sheet {quote(cell.sheet)}, {where}: {message}"
        self.found.append(Finding(self.path, cell.line, cell.column, code, message))

    def stop(self) -> None:
        """Raise everything that was found, if anything was."""
        if self.found:
            raise CaseError(tuple(sorted(self.found)))


def read_rows(file: Path, sheet: str | None, faults: Faults) -> tuple[list[list[Cell]], int]:
    """Read the rows of a file, and how many may stand above the head.

    Where there are none, why is noted.
    """
    start = Cell("", 1, 1)
    try:
        data = file.read_bytes()
    except OSError as error:
        faults.add(start, "C001", f"cannot be read: {(error.strerror or str(error)).lower()}")
        return [], 0
    if data.startswith(_WORKBOOKS) or file.suffix.lower() in _ENDINGS:
        return _sheet_rows(data, sheet, faults), ABOVE_ON_A_SHEET
    if sheet is not None:
        raise ModelError(f"{file.name} is a table and has no sheets; leave the sheet out")
    rows = _rows(_text(data, faults))
    if not rows and not faults.found:
        faults.add(start, "C801", "nothing is written here, a table is expected")
    return rows, ABOVE_A_TABLE


def _sheet_rows(data: bytes, wanted: str | None, faults: Faults) -> list[list[Cell]]:
    start = Cell("", 1, 1)
    if len(data) > MOST_PACKED:
        message = f"{len(data):,} bytes found, {MOST_PACKED:,} at most can be read"
        faults.add(start, "C801", message)
        return []
    try:
        found = read_sheet(data, wanted)
    except NoText as error:
        faults.add(start, "C801", f"this {error}")
        return []
    rows = [
        [
            Cell(cell.text, cell.row, cell.column, found.name, cell.is_odd, cell.is_percent)
            for cell in row
        ]
        for row in found.rows
        if any(cell.text or cell.is_odd for cell in row)
    ]
    if not rows:
        others = f"; there are also {quoted(found.others)}" if found.others else ""
        message = f"nothing is written here, a table is expected{others}"
        faults.add(Cell("", 1, 1, found.name), "C801", message)
    return rows


def _text(data: bytes, faults: Faults) -> str:
    if len(data) > MOST_BYTES:
        message = f"{len(data):,} bytes found, {MOST_BYTES:,} at most can be read"
        faults.add(Cell("", 1, 1), "C801", message)
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "a character that is not UTF-8 stands here; save the table as CSV in UTF-8"
        faults.add(Cell("", line, 1), "C801", message)
        return ""


def _rows(text: str) -> list[list[Cell]]:
    """Split a table into cells that know their place; lines without a word are left out."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max((",", ";", "\t"), key=first.count)
    return [row for row in _split(text, sign) if any(cell.text for cell in row)]


def _split(text: str, sign: str) -> Iterator[list[Cell]]:
    """Read cells by RFC 4180: quotes hold signs and line ends, two of them are one."""
    plain = re.compile(rf"[^{re.escape(sign)}\r\n]*")
    row: list[Cell] = []
    line, start, at = 1, 0, 0
    while at <= len(text):
        column, on_line = at - start + 1, line
        opened = _OPENING.match(text, at)
        if opened:
            end = _end(_CLOSING, text, opened.end())
            cell = text[opened.end() : end].replace('""', '"')
            line += cell.count("\n")
            start = text.rfind("\n", 0, end) + 1 if "\n" in cell else start
            at = _end(plain, text, min(end + 1, len(text)))
        else:
            begin, at = at, _end(plain, text, at)
            cell = text[begin:at]
        shift = len(cell) - len(cell.lstrip())
        row.append(Cell(cell.strip(), on_line, column + shift))
        if text[at : at + 1] == sign:
            at += 1
            continue
        yield row
        row = []
        at += 2 if text[at : at + 2] == "\r\n" else 1
        line, start = line + 1, at


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return where what fits a pattern from a place on ends."""
    found = pattern.match(text, at)
    return found.end() if found else at


def at_place(row: list[Cell], place: int) -> Cell:
    """Return the cell of a row in a place, an empty one past its end."""
    if place < len(row):
        return row[place]
    last = row[-1]
    column = place + 1 if last.sheet else last.column + len(last.text)
    return Cell("", last.line, column, last.sheet)
