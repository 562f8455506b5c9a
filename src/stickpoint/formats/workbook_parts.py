"""The parts of an XLSX workbook, element by element → what is needed of each (ECMA-376, part 1).

Each reader takes the elements of one part in turn. What is kept grows with the cells of one sheet
only, up to `MOST_ROWS` rows of `MOST_COLUMNS`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sized
from dataclasses import dataclass, field
from typing import NamedTuple

from stickpoint.case.documents.bounds import NoText
from stickpoint.case.documents.kinds.packed import Packed

MOST_LISTED = 100_000
"""So many sheets, formats or links a workbook may list."""
LONGEST_FORMAT = 255
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2_000, 256, 32_767
LAST_ROW = 1 << 20
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Formats of dates and times that need not be written down; those from 27 on are East Asian."""
_SILENT = re.compile(r'"[^"]*(?:"|$)|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*(?:\]|$)', re.IGNORECASE)
"""What a format shows as it is, and its conditions; hours in brackets are a time."""
_PERCENT = frozenset((9, 10))
_ESCAPED = re.compile("(?:_x[0-9A-Fa-f]{4}_)+")
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")


class Reader:
    """Takes the elements of one part; one of its own does so for those it needs."""

    def opens(self, name: str, attributes: dict[str, str], /) -> None:
        """Take in that an element begins."""

    def closes(self, name: str) -> None:
        """Take in that an element ends."""

    def characters(self, words: str) -> None:
        """Take in what stands in an element."""


@dataclass
class Parts:
    """The parts of one workbook, read one at a time."""

    packed: Packed

    def read(self, part: str, reader: Reader) -> None:
        """Read the elements of spreadsheets in one part."""

        def opens(name: str, attributes: dict[str, str]) -> None:
            space, _, own = name.rpartition(" ")
            if space in _SPACES:
                reader.opens(own, attributes)

        def closes(name: str) -> None:
            space, _, own = name.rpartition(" ")
            if space in _SPACES:
                reader.closes(own)

        self.packed.read(part, opens, closes, reader.characters)

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """Return by id of what kind each part is that a part hangs together with, and its name."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def opens(_: str, attributes: dict[str, str]) -> None:
            if "Id" in attributes and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = posixpath.join("/", folder, attributes.get("Target", ""))
                found[attributes["Id"]] = (kind, posixpath.normpath(target).lstrip("/"))
                bounded(found, "links")

        links = posixpath.join(folder, "_rels", f"{name}.rels")
        if links in self.packed.names():
            self.packed.read(links, opens)
        return found


def bounded(listed: Sized, what: str) -> None:
    """Refuse a workbook that lists more than a program would write."""
    if len(listed) > MOST_LISTED:
        raise NoText(f"lists more than {MOST_LISTED:,} {what}, as no workbook does")


@dataclass
class Contents(Reader):
    """The list of sheets: of each the name, the id of its part, and whether it is shown."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    is_from_1904: bool = False

    def opens(self, name: str, attributes: dict[str, str], /) -> None:
        """Take in a sheet, or from which day days are counted."""
        if name == "workbookPr":
            self.is_from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            id_ = next((v for k, v in attributes.items() if k.endswith("relationships id")), "")
            is_shown = attributes.get("state", "visible") == "visible"
            self.sheets.append((attributes.get("name", ""), id_, is_shown))
            bounded(self.sheets, "sheets")


class Raw(NamedTuple):
    """A cell as the file has it: its kind, its style, its words, whether it is reckoned."""

    kind: str
    style: int
    words: str
    is_formula: bool


@dataclass
class Grid(Reader):
    """The cells of a sheet that hold anything, by row and column, both from 1."""

    rows: dict[int, dict[int, Raw]] = field(default_factory=dict)
    advice: str = ""
    _row: int = 0
    _column: int = 0
    _about: dict[str, str] = field(default_factory=dict)
    _words: list[str] = field(default_factory=list)
    _held: int = 0
    _is_formula: bool = False
    _inside: str = ""

    def opens(self, name: str, attributes: dict[str, str], /) -> None:
        """Take in where a row or a cell begins; one that does not say follows the last."""
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            if not 0 < self._row <= LAST_ROW:
                raise ValueError(f"row {attributes['r'][:20]} found; rows count from 1")
        elif name == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column = number_of(place[1]) if place else self._column + 1
            self._about, self._words, self._is_formula, self._held = attributes, [], False, 0
        elif name == "f":
            self._is_formula = True
        elif name in ("v", "t", "rPh") and not self._inside:
            self._inside = name

    def closes(self, name: str) -> None:
        """Keep a cell that has come to its end, if anything stands in it."""
        if name == self._inside:
            self._inside = ""
        if name != "c" or self._column > MOST_COLUMNS:
            return
        words = "".join(self._words)
        if words or self._is_formula:
            style = int(self._about.get("s", 0))
            raw = Raw(self._about.get("t", "n"), style, words, self._is_formula)
            self.rows.setdefault(self._row, {})[self._column] = raw
        if len(self.rows) > MOST_ROWS:
            raise NoText(f"has more than {MOST_ROWS:,} rows on that sheet; {self.advice}")

    def characters(self, words: str) -> None:
        """Take in words of a cell, but not how they are pronounced."""
        if self._inside in ("v", "t") and self._held < LONGEST_CELL:
            self._words.append(words)
            self._held += len(words)


def unescaped(words: str) -> str:
    r"""Return words with the signs that XML cannot hold, which a workbook writes by their number.

    >>> unescaped("a_x0041_b"), unescaped("_x005F_x0041_"), ascii(unescaped("_xD83D__xDE00_"))
    ('aAb', '_x0041_', "'\\U0001f600'")
    """
    if "_x" not in words:
        return words

    def sign(found: re.Match[str]) -> str:
        numbers = bytes.fromhex(found[0].replace("_x", "").replace("_", ""))
        return numbers.decode("utf-16-be", "replace")

    return _ESCAPED.sub(sign, words)


@dataclass
class SharedWords(Reader):
    """The words that cells point to by their number; only those needed are kept, each once."""

    needed: set[int]
    found: dict[int, str] = field(default_factory=dict)
    _runs: list[str] = field(default_factory=list)
    _at: int = -1
    _held: int = 0
    _inside: str = ""

    def opens(self, name: str, _: dict[str, str], /) -> None:
        """Take in that the next words begin, or a run of them."""
        if name == "si":
            self._at, self._held, self._runs = self._at + 1, 0, []
        elif name in ("t", "rPh") and not self._inside:
            self._inside = name

    def closes(self, name: str) -> None:
        """Take in that a run ends, or all words of a number; these are joined for all cells."""
        if name == self._inside:
            self._inside = ""
        if name == "si" and self._at in self.needed:
            self.found[self._at] = unescaped("".join(self._runs)).strip()

    def characters(self, words: str) -> None:
        """Keep words that are needed, but not how they are pronounced."""
        if self._inside == "t" and self._at in self.needed:
            if self._held < LONGEST_CELL:
                self._runs.append(words)
            self._held += len(words)


@dataclass
class Styles(Reader):
    """Which styles of cells show a number as a date, a time or out of a hundred."""

    _codes: dict[int, str] = field(default_factory=dict)
    _formats: list[int] = field(default_factory=list)
    _is_of_cells: bool = False

    def opens(self, name: str, attributes: dict[str, str], /) -> None:
        """Take in a format, or the style of a cell."""
        if name == "numFmt":
            code = attributes.get("formatCode", "")[:LONGEST_FORMAT]
            self._codes[int(attributes["numFmtId"])] = _SILENT.sub("", code).lower()
            bounded(self._codes, "formats")
        elif name in ("cellXfs", "cellStyleXfs"):
            self._is_of_cells = name == "cellXfs"
        elif name == "xf" and self._is_of_cells:
            self._formats.append(int(attributes.get("numFmtId", 0)))
            bounded(self._formats, "formats")

    def closes(self, name: str) -> None:
        """Take in that the styles of cells end: those of conditions look alike."""
        if name == "cellXfs":
            self._is_of_cells = False

    def dates(self) -> set[int]:
        """Return the numbers of those styles that show a date or a time."""
        return {k for k, one in enumerate(self._formats) if self._is_date(one)}

    def percents(self) -> set[int]:
        """Return the numbers of those styles that show a number out of a hundred."""
        return {k for k, one in enumerate(self._formats) if self._is_percent(one)}

    def _is_date(self, number: int) -> bool:
        code = self._codes.get(number)
        if code is None:
            return number in _DATES
        return bool(set("ymdhs") & set(code.replace("general", "")))

    def _is_percent(self, number: int) -> bool:
        code = self._codes.get(number)
        return number in _PERCENT if code is None else "%" in code


def number_of(letters: str) -> int:
    """Return which column has a name; the first is 1.

    >>> number_of("A"), number_of("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def letters_of(column: int) -> str:
    """Return what a column is called.

    >>> letters_of(1), letters_of(28)
    ('A', 'AB')
    """
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
