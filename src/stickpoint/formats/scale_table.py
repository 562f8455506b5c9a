"""A table of actors, as KTAB and users of Bueno de Mesquita's model keep them → positions.

One row an actor, one column each for its name, its capability, its position and its salience, in
any order; other columns are not looked at. A number may be a range, ``40..60``. Commas, semicolons
or tabs part the columns. What KTAB writes above the head, the name and size of a scenario, is
skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stickpoint.answers.scale.positions import HUNDRED, Interval, Positions, Stand
from stickpoint.case.schema.values import Unfit, did_you_mean, number
from stickpoint.case.yaml.nodes import quote
from stickpoint.errors import CaseError, Finding

COLUMNS = {
    "actor": ("actor", "actors", "name", "party", "player", "stakeholder", "group"),
    "capability": ("capability", "capabilities", "power", "clout", "influence", "resources"),
    "position": ("position", "pos", "pstn", "stand"),
    "salience": ("salience", "sal", "priority", "importance"),
}
"""What a column may be called, in any case, by what it holds.

A number may stand behind it, and the name of the item before ``position`` and ``salience``.
"""
_LONG = 8
_DIGITS = "0123456789"
MOST_BYTES, MOST_ROWS = 1_000_000, 200
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OPENING = re.compile(r' *"')
_CLOSING = re.compile(r'(?:[^"]|"")*')
_RANGE = re.compile(r"(.+?)\s*(?:\.\.|…)\s*(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    line: int
    column: int


class _Faults:
    """Gathers what is wrong with one file."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.found: list[Finding] = []

    def add(self, cell: _Cell, code: str, message: str) -> None:
        self.found.append(Finding(self.path, cell.line, cell.column, code, message))

    def stop(self) -> None:
        """Raise everything that was found, if anything was."""
        if self.found:
            raise CaseError(tuple(sorted(self.found)))


def read_positions(path: str | Path) -> Positions:
    """Read who stands where from a table.

    Raises
    ------
    CaseError
        Everything that is wrong with the file, with line and column.
    """
    file = Path(path)
    faults = _Faults(file)
    text = _text(file, faults)
    faults.stop()
    rows = _rows(text)
    if not rows:
        faults.add(_Cell("", 1, 1), "C801", "nothing is written here, a table is expected")
    faults.stop()
    above = len(rows) > 1 and not _is_head(rows[0]) and _is_head(rows[1])
    head, *body = rows[above:]
    places = _columns(head, faults)
    faults.stop()
    stands = [stand for row in body if (stand := _stand(row, places, head, faults)) is not None]
    _check_names(body, places["actor"], faults)
    if any(stand.salience.high > 1 for stand in stands):
        _check_out_of_hundred(body, places["salience"], faults)
    faults.stop()
    _check_whole(stands, head, len(body), faults)
    faults.stop()
    return Positions(tuple(stands), str(file))


def _text(file: Path, faults: _Faults) -> str:
    start = _Cell("", 1, 1)
    try:
        data = file.read_bytes()
    except OSError as error:
        faults.add(start, "C001", f"cannot be read: {(error.strerror or str(error)).lower()}")
        return ""
    if data.startswith(_WORKBOOKS) or file.suffix.lower() in (".xlsx", ".xls", ".ods"):
        message = "this is a workbook, and none can be read; save the sheet as CSV"
        faults.add(start, "C801", message)
        return ""
    if len(data) > MOST_BYTES:
        faults.add(start, "C801", f"{len(data):,} bytes found, {MOST_BYTES:,} at most can be read")
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "a character that is not UTF-8 stands here; save the table as CSV in UTF-8"
        faults.add(_Cell("", line, 1), "C801", message)
        return ""


def _rows(text: str) -> list[list[_Cell]]:
    """Split a table into cells that know their place; lines without a word are left out."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max((",", ";", "\t"), key=first.count)
    return [row for row in _split(text, sign) if any(cell.text for cell in row)]


def _split(text: str, sign: str) -> Iterator[list[_Cell]]:
    """Read cells by RFC 4180: quotes hold signs and line ends, two of them are one."""
    plain = re.compile(rf"[^{re.escape(sign)}\r\n]*")
    row: list[_Cell] = []
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
        row.append(_Cell(cell.strip(), on_line, column + shift))
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


def _kind(cell: _Cell) -> str:
    """Return what a column holds by its name; empty where that is nothing of use here."""
    word = re.sub(r"[\W_]+", "", cell.text).lower().rstrip(_DIGITS)
    for kind, names in COLUMNS.items():
        ends = tuple(name for name in names if len(name) >= _LONG and kind in _OF_THE_ITEM)
        if word in names or (ends and word.endswith(ends)):
            return kind
    return ""


_OF_THE_ITEM = ("position", "salience")


def _is_head(row: list[_Cell]) -> bool:
    """Tell whether a row names columns that are of use here."""
    return len({_kind(cell) for cell in row} - {""}) > 1


def _columns(head: list[_Cell], faults: _Faults) -> dict[str, int]:
    """Find the columns by their names; report what is missing or there twice."""
    places: dict[str, int] = {}
    for place, cell in enumerate(head):
        kind = _kind(cell)
        if kind in places:
            message = f"{quote(cell.text)} is a second column of the {kind}; leave one of the two"
            faults.add(cell, "C802", message)
        elif kind:
            places[kind] = place
    for kind, names in COLUMNS.items():
        if kind not in places:
            near = did_you_mean("", [cell.text for cell in head if cell.text])
            message = f"no column gives the {kind}; name one of them {quote(names[0])}"
            known = f", or {', '.join(names[1:])}"
            faults.add(head[0], "C802", f"{message}{known}{near.replace('known', 'found')}")
    return places


def _stand(
    row: list[_Cell], places: dict[str, int], head: list[_Cell], faults: _Faults
) -> Stand | None:
    """Read one row; None after noting what is wrong with it."""
    if len(row) > len(head) and any(cell.text for cell in row[len(head) :]):
        extra = row[len(head)]
        message = f"{len(row)} cells found in a table of {len(head)} columns; put text in quotes"
        faults.add(extra, "C801", message)
        return None
    end = _Cell("", row[-1].line, row[-1].column + len(row[-1].text))
    cells = {kind: row[place] if place < len(row) else end for kind, place in places.items()}
    spans = {kind: _interval(cells[kind], kind, faults) for kind in places if kind != "actor"}
    position, capability, salience = (
        spans[kind] for kind in ("position", "capability", "salience")
    )
    if position is None or capability is None or salience is None:
        return None
    return Stand(cells["actor"].text, position, capability, salience, row[0].line)


def _interval(cell: _Cell, kind: str, faults: _Faults) -> Interval | None:
    """Read a number or a range."""
    if not cell.text:
        faults.add(cell, "C803", f"no {kind} is written here; write a number or a range, 40..60")
        return None
    parts = _RANGE.fullmatch(cell.text)
    ends = []
    for text in parts.groups() if parts else (cell.text,):
        try:
            ends.append(float(number(text.strip())))
        except Unfit as unfit:
            dashed = re.fullmatch(r"[\d.]+\s*(?:-|–|to)\s*[\d.]+", cell.text)
            said = f"{quote(cell.text)} is not a number" if dashed else str(unfit)
            faults.add(cell, "C803", f"{kind}: {said}; a range is written 40..60")
            return None
    low, high = ends[0], ends[-1]
    if low > high:
        faults.add(cell, "C803", f"{kind}: the range {quote(cell.text)} runs down; turn it round")
        return None
    if kind != "position" and low < 0:
        faults.add(cell, "C803", f"{kind}: {quote(cell.text)} found, nothing below 0 is expected")
        return None
    return Interval(low, high)


def _check_names(body: list[list[_Cell]], place: int, faults: _Faults) -> None:
    seen: dict[str, int] = {}
    for row in body:
        cell = row[place] if place < len(row) else _Cell("", row[0].line, 1)
        if not cell.text:
            faults.add(cell, "C804", "no name is written here; each row is about somebody")
        elif cell.text in seen:
            message = f"{quote(cell.text)} stands in line {seen[cell.text]} already; leave one"
            faults.add(cell, "C804", message)
        seen.setdefault(cell.text, cell.line)


def _check_out_of_hundred(body: list[list[_Cell]], place: int, faults: _Faults) -> None:
    """Report saliences that are out of neither 1 nor 100."""
    quiet = _Faults(Path())
    for row in body:
        span = _interval(row[place], "salience", quiet) if place < len(row) else None
        if span is not None and span.high > HUNDRED:
            message = (
                f"salience: {quote(row[place].text)} found, at most 1 or out of 100 is expected"
            )
            faults.add(row[place], "C803", message)


def _check_whole(stands: list[Stand], head: list[_Cell], rows: int, faults: _Faults) -> None:
    if rows > MOST_ROWS:
        message = f"{rows} rows found, {MOST_ROWS} at most can be challenged by one another"
        faults.add(head[0], "C805", f"{message}; put like with like")
    if len(stands) < 2:
        faults.add(head[0], "C805", f"{len(stands)} rows found; two parties have to differ")
    elif not any(stand.capability.low > 0 < stand.salience.low for stand in stands):
        message = "nobody surely has both capability and salience above 0; nothing weighs anything"
        faults.add(head[0], "C805", message)
