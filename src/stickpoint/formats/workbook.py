"""An XLSX workbook → the cells of one sheet, each with its place and what it holds.

No library is needed: the file is an archive of XML, unpacked in bounded time and memory. Formulas
count as what the program found that saved them. A number is read as it is kept, not as its format
rounds it or shows it out of a hundred. Hidden rows and columns are read like others, a hidden sheet
only where it is named, or none is shown.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import isfinite
from typing import NamedTuple

from stickpoint.case.documents.bounds import NoText
from stickpoint.case.documents.kinds.packed import OLD, Packed, Words
from stickpoint.case.schema.values import did_you_mean
from stickpoint.case.yaml.nodes import quote
from stickpoint.formats.workbook_parts import (
    Contents,
    Grid,
    Parts,
    Raw,
    SharedWords,
    Styles,
    unescaped,
)

_WORDS = Words(
    "XLSX workbook", "save it as XLSX, or the sheet as CSV", "copy the table into a file of its own"
)


class SheetCell(NamedTuple):
    """One cell: what stands in it, and what to say of it where that is no number and no words."""

    text: str
    row: int
    column: int
    is_odd: str = ""
    is_percent: bool = False


class Sheet(NamedTuple):
    """One sheet: its rows that hold anything, each from column A on; what others are called."""

    name: str
    rows: list[list[SheetCell]]
    others: list[str]


def read_sheet(data: bytes, wanted: str | None = None) -> Sheet:
    """Read one sheet of a workbook, the first that is shown unless one is named.

    Raises
    ------
    NoText
        No workbook, no such sheet, or more than can be read; the sentence says what to do.
    """
    if data.startswith(OLD):
        raise NoText("is locked with a password or older than XLSX; save it as .xlsx without one")
    packed = Packed.of(data, _WORDS)
    try:
        with packed.archive:
            return _sheet(packed, wanted)
    except NoText:
        raise
    except Exception as error:  # a file of somebody else's making, whatever it trips over
        raise NoText(f"is no workbook that can be read; {_WORDS.instead}") from error


def _sheet(packed: Packed, wanted: str | None) -> Sheet:
    main, parts = packed.main_part("xl/workbook.xml"), Parts(packed)
    contents, links = Contents(), parts.links(main)
    parts.read(main, contents)
    tables = {
        name: (links[id_][1], is_shown)
        for name, id_, is_shown in contents.sheets
        if links.get(id_, ("", ""))[0] == "worksheet"
    }
    if not tables:
        raise NoText(f"has no sheet with cells; {_WORDS.instead}")
    first = next((name for name, (_, is_shown) in tables.items() if is_shown), next(iter(tables)))
    name = first if wanted is None else wanted
    if name not in tables:
        raise NoText(f"has no sheet {quote(name)}{did_you_mean(name, tables)}")
    grid = Grid(advice=_WORDS.too_much)
    parts.read(tables[name][0], grid)
    shown = _Shown(parts, dict(links.values()), grid, contents)
    return Sheet(name, shown.rows(grid), [other for other in tables if other != name])


class _Shown:
    """What the cells of a sheet show, by the words and the formats that they point to."""

    def __init__(
        self, parts: Parts, by_kind: dict[str, str], grid: Grid, contents: Contents
    ) -> None:
        pointed = (raw.words for row in grid.rows.values() for raw in row.values()
                   if raw.kind == "s" and raw.words)  # fmt: skip
        self._shared, styles = SharedWords({int(words) for words in pointed}), Styles()
        for kind, reader in (("sharedStrings", self._shared), ("styles", styles)):
            if kind in by_kind:
                parts.read(by_kind[kind], reader)
        self._dates, self._percents = styles.dates(), styles.percents()
        self._is_from_1904 = contents.is_from_1904

    def rows(self, grid: Grid) -> list[list[SheetCell]]:
        """Return the rows in their order, with empty cells up to the last that holds anything."""
        return [
            [SheetCell("", row, column) if column not in cells else
             self._cell(cells[column], row, column) for column in range(1, max(cells) + 1)]
            for row, cells in sorted(grid.rows.items())
        ]  # fmt: skip

    def _cell(self, raw: Raw, row: int, column: int) -> SheetCell:
        text, odd = self._text(raw)
        is_percent = raw.kind == "n" and raw.style in self._percents
        return SheetCell(text.strip(), row, column, odd, is_percent)

    def _text(self, raw: Raw) -> tuple[str, str]:
        """Return what a cell shows, and what is odd about it."""
        if raw.is_formula and not raw.words and raw.kind != "str":
            return "", "a formula whose result was not saved"
        if raw.kind == "s":
            text = self._shared.found.get(int(raw.words))
            return ("", "a text that the file does not hold") if text is None else (text, "")
        if raw.kind == "e":
            return raw.words, f"the error {raw.words[:20]}"
        if raw.kind == "b":
            return ("TRUE" if raw.words == "1" else "FALSE"), "yes or no"
        if raw.kind == "d":
            return raw.words, f"a date, {raw.words[:20]}"
        if raw.kind != "n":
            return unescaped(raw.words), ""
        value = float(raw.words)
        if raw.style in self._dates:
            day = self._day(value)
            return day, f"a date, {day}"
        return (repr(value).removesuffix(".0") if isfinite(value) else raw.words), ""

    def _day(self, serial: float) -> str:
        """Return the day of a number: 1 is 1 January 1900, and 60 a day that never was."""
        start = date(1904, 1, 1) if self._is_from_1904 else date(1899, 12, 30)
        try:
            early = 0 if self._is_from_1904 or serial >= 60 else 1
            return (start + timedelta(days=int(serial) + early)).isoformat()
        except (OverflowError, ValueError):
            return f"day {serial:g}"
