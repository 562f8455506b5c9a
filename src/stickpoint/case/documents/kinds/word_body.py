"""The elements of a DOCX document, one after the other → the lines that Word shows of it.

Tracked insertions and moved text count where they stand now; deleted and hidden text does not, nor
what a field is told to do. Text boxes follow the paragraph they hang on. A row of a table is one
line, parted by tabs; a table within a cell is part of the cell's text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from stickpoint.case.documents.bounds import MAX_DEPTH, MAX_TEXT, NoText, too_long
from stickpoint.case.documents.kinds.symbols import sign

Opens = Callable[[str, dict[str, str]], object]
Closes = Callable[[], object]

MAX_ELEMENTS = 4_000_000
_W = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_M = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SHOWN_AS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PROPERTIES = ("pPr", "rPr", "trPr")
_LEFT_OUT = ("pPrChange", "rPrChange", "trPrChange", "sdtPr", "sectPr", "tblPr", "tblGrid", "tcPr")
_NO = {"0", "false", "off"}


@dataclass(slots=True)
class _Paragraph:
    """A paragraph: its words, lines that follow it, and what hides words as they come.

    ``fields`` tells of each open field whether its result has begun; ``goes_on`` whether the mark
    at the end is deleted or hidden, so that the next paragraph stands in the same line.
    """

    words: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    instructions: int = 0
    hidden: bool = False
    goes_on: bool = False


@dataclass(slots=True)
class _Box:
    """Whatever holds paragraphs and tables: the body, a cell, a text box."""

    lines: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    row_is_gone: bool = False
    unended: _Paragraph | None = None

    def take(self, paragraph: _Paragraph) -> None:
        """Take in a paragraph that has come to its end."""
        self.lines.append("".join(paragraph.words))
        self.lines += paragraph.after

    def end_row(self) -> None:
        """Take in the cells since the last row."""
        if self.row and not self.row_is_gone:
            self.lines.append("\t".join(self.row))
        self.row, self.row_is_gone = [], False

    def end(self) -> list[str]:
        """Take in what is unfinished, and return all lines."""
        self.end_row()
        if self.unended:
            self.take(self.unended)
            self.unended = None
        return self.lines


class Body:
    """Gathers the lines of a document from the events of its parts."""

    def __init__(self) -> None:
        self._boxes = [_Box()]
        self._paragraphs: list[_Paragraph] = []
        self._properties: list[str] = []
        self._depth = self._skipped = self._elements = self._held = 0
        self._is_text = False
        self._opening = self._handlers()
        self._closing = self._ends()

    @property
    def lines(self) -> list[str]:
        """All lines that were read."""
        return self._boxes[0].end()

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        """Take in that an element begins."""
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            deep = (
                f"{MAX_DEPTH:,} levels" if self._depth > MAX_DEPTH else f"{MAX_ELEMENTS:,} pieces"
            )
            raise NoText(f"is made of more than {deep}; save what you cite as text")
        if self._skipped:
            self._skipped += 1
            return
        handle = self._opening.get(name)
        if handle:
            handle(name, attributes)

    def closes(self, name: str) -> None:
        """Take in that an element ends."""
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        handle = self._closing.get(name)
        if handle:
            handle()

    def characters(self, data: str) -> None:
        """Take in what stands in an element."""
        if self._is_text:
            self._say(data)

    def _handlers(self) -> dict[str, Opens]:
        word: dict[str, Opens] = {
            "p": self._opens_paragraph, "r": self._opens_run, "t": self._opens_text,
            "tr": self._opens_row, "tc": self._opens_box, "txbxContent": self._opens_box,
            "del": self._deleted, "moveFrom": self._deleted, "vanish": self._vanishes,
            "hidden": self._vanishes, "fldChar": self._field, "sym": self._symbol,
            "altChunk": self._elsewhere, "subDoc": self._elsewhere,
            **dict.fromkeys(_SHOWN_AS, self._mark),
            **dict.fromkeys(_PROPERTIES, self._opens_properties),
            **dict.fromkeys(_LEFT_OUT, self._skips),
        }  # fmt: skip
        found = {f"{space} {name}": handle for space in _W for name, handle in word.items()}
        found |= {f"{space} t": self._opens_text for space in _M}
        return found | {f"{_MC} Fallback": self._skips}

    def _ends(self) -> dict[str, Closes]:
        word: dict[str, Closes] = {
            "p": self._closes_paragraph, "r": self._closes_run, "t": self._closes_text,
            "tr": self._closes_row, "tc": self._closes_cell,
            "txbxContent": self._closes_text_box,
            **dict.fromkeys(_PROPERTIES, self._properties.pop),
        }  # fmt: skip
        found = {f"{space} {name}": handle for space in _W for name, handle in word.items()}
        return found | {f"{space} t": self._closes_text for space in _M}

    def _say(self, words: str) -> None:
        """Take words in where nothing hides them."""
        now = self._paragraphs[-1] if self._paragraphs else None
        if now is None:
            self._boxes[-1].lines.append(words)
        elif not (now.hidden or now.instructions):
            now.words.append(words)
        self._held += len(words)
        if self._held > MAX_TEXT:
            raise too_long()

    def _opens_paragraph(self, _name: str, _attributes: dict[str, str]) -> None:
        box = self._boxes[-1]
        paragraph, box.unended = box.unended or _Paragraph(), None
        paragraph.goes_on = False
        self._paragraphs.append(paragraph)

    def _closes_paragraph(self) -> None:
        done, box = self._paragraphs.pop(), self._boxes[-1]
        # A field whose result has not begun here would hide whatever is not closed.
        done.fields, done.instructions = [], 0
        if done.goes_on:
            box.unended = done
        else:
            box.take(done)

    def _opens_run(self, _name: str, _attributes: dict[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].hidden = False

    def _closes_run(self) -> None:
        if self._paragraphs:
            self._paragraphs[-1].hidden = False

    def _opens_text(self, _name: str, _attributes: dict[str, str]) -> None:
        self._is_text = True

    def _closes_text(self) -> None:
        self._is_text = False

    def _opens_row(self, _name: str, _attributes: dict[str, str]) -> None:
        self._boxes[-1].end_row()

    def _closes_row(self) -> None:
        self._boxes[-1].end_row()

    def _opens_box(self, _name: str, _attributes: dict[str, str]) -> None:
        self._boxes.append(_Box())

    def _closes_cell(self) -> None:
        words = " ".join(self._boxes.pop().end()).split()
        self._boxes[-1].row.append(" ".join(words))

    def _closes_text_box(self) -> None:
        lines = self._boxes.pop().end()
        (self._paragraphs[-1].after if self._paragraphs else self._boxes[-1].lines).extend(lines)

    def _opens_properties(self, name: str, _attributes: dict[str, str]) -> None:
        self._properties.append(name.rpartition(" ")[2])

    def _skips(self, _name: str, _attributes: dict[str, str]) -> None:
        self._skipped = 1

    def _deleted(self, name: str, attributes: dict[str, str]) -> None:
        """Leave out deleted words; among properties, a mark or a row is deleted."""
        if not self._properties:
            self._skips(name, attributes)
        elif self._properties[-2:] == ["pPr", "rPr"]:
            self._paragraphs[-1].goes_on = True
        elif self._properties[-1] == "trPr":
            self._boxes[-1].row_is_gone = True

    def _vanishes(self, _name: str, attributes: dict[str, str]) -> None:
        if not self._properties or _value(attributes, "val") in _NO:
            return
        if self._properties[-1] == "trPr":
            self._boxes[-1].row_is_gone = True
        elif self._properties[-2:] == ["pPr", "rPr"]:
            self._paragraphs[-1].goes_on = True
        elif self._paragraphs:
            self._paragraphs[-1].hidden = True

    def _field(self, _name: str, attributes: dict[str, str]) -> None:
        """Of a field its result is shown, not what is to be done."""
        kind, now = _value(attributes, "fldCharType"), self._paragraphs[-1:]
        if not now:
            return
        if kind == "begin":
            now[0].fields.append(False)
            now[0].instructions += 1
        elif kind == "separate" and now[0].fields and not now[0].fields[-1]:
            now[0].fields[-1] = True
            now[0].instructions -= 1
        elif kind == "end" and now[0].fields and not now[0].fields.pop():
            now[0].instructions -= 1

    def _symbol(self, _name: str, attributes: dict[str, str]) -> None:
        self._say(sign(_value(attributes, "font"), _value(attributes, "char")))

    def _mark(self, name: str, _attributes: dict[str, str]) -> None:
        if not self._properties:
            self._say(_SHOWN_AS[name.rpartition(" ")[2]])

    def _elsewhere(self, _name: str, _attributes: dict[str, str]) -> None:
        raise NoText("holds text in other files that Word puts in; save it again with Word")


def _value(attributes: dict[str, str], name: str) -> str:
    # A loop, since a document may ask a million times, and a generator takes twice as long.
    for space in _W:
        if (found := attributes.get(f"{space} {name}")) is not None:
            return found
    return ""
