"""A page → lines for a terminal: headings, wrapped paragraphs, lists, columns."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from functools import singledispatchmethod

from stickpoint.pages.model import (
    Figure,
    Item,
    Items,
    Labelled,
    Lines,
    Page,
    Part,
    Section,
    Table,
    Text,
    Words,
    unmarked,
)

WIDTH = 88
LABEL = 14
"""Room for the label of a paragraph, in characters."""
SCREEN = 50
"""Lines that a screen holds."""
_NARROWEST = 40


def text(page: Page, *, width: int = WIDTH, bold: Callable[[str], str] = str) -> str:
    """Set a page in lines of at most ``width`` characters.

    Labelled paragraphs stand apart by a blank line where all of them fit a screen so. A figure is
    left out, its table is not.

    Parameters
    ----------
    page : Page
    width : int
    bold : callable
        Sets words apart, such as for a terminal.

    Returns
    -------
    str
        Ends in a line break.
    """
    short = Page(page.title, tuple(_labelled_only(section) for section in page.sections))
    apart = len(_Setter(width, bold, apart=True).set(short)) <= SCREEN
    return "\n".join(_Setter(width, bold, apart=apart).set(page)) + "\n"


def _labelled_only(section: Section) -> Section:
    return Section("", "", tuple(part for part in section.parts if isinstance(part, Labelled)))


def columns(table: Table) -> list[str]:
    """Set rows in columns, those of numbers to the right.

    Examples
    --------
    >>> columns(Table("", ("", "now"), (("open", "9"), ("closed", "10")), right=(1,)))
    ['        now', 'open      9', 'closed   10']
    """
    rows = [table.head] * any(table.head) + [tuple(map(unmarked, row)) for row in table.rows]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_cells(row, wide, table.right)).rstrip() for row in rows]


def _cells(row: tuple[str, ...], wide: list[int], right: tuple[int, ...]) -> Iterator[str]:
    for k, (cell, room) in enumerate(zip(row, wide, strict=True)):
        yield cell.rjust(room) if k in right else cell.ljust(room)


class _Setter:
    """Sets part after part, remembering what stands above."""

    def __init__(self, width: int, bold: Callable[[str], str], *, apart: bool) -> None:
        self.width, self.bold, self.apart = max(width, _NARROWEST), bold, apart
        self.lines: list[str] = []

    def set(self, page: Page) -> list[str]:
        """Set the whole page."""
        self._heading(page.title)
        for section in page.sections:
            self._heading(section.title)
            for part in section.parts:
                self._part(part)
        return self.lines

    def _heading(self, words: str) -> None:
        if words:
            self.lines += [""] * bool(self.lines) + [self.bold(words)]

    @singledispatchmethod
    def _part(self, part: Part) -> None:
        raise TypeError(f"{type(part).__name__} is no part of a page")

    @_part.register
    def _text(self, part: Text) -> None:
        if part.kind == "heading":
            self._heading(unmarked(part.words))
        else:
            self._wrapped(part.words, "    " if part.kind == "note" else "  ")

    @_part.register
    def _items(self, part: Items, indent: str = "  ") -> None:
        for number, item in enumerate(part.items, 1):
            entry = item if isinstance(item, Item) else Item(item)
            self._wrapped(entry.words, indent, f"{number}. " if part.numbered else "- ")
            for below in entry.below:
                if isinstance(below, Text):
                    self._wrapped(below.words, f"{indent}  ")
                else:
                    self._items(below, f"{indent}    " if below.numbered else f"{indent}  ")

    @_part.register
    def _labelled(self, part: Labelled) -> None:
        for label, paragraphs in part.rows:
            if self.apart or len(self.lines) == 1:
                self.lines.append("")
            begin = len(self.lines)
            for paragraph in paragraphs:
                self._wrapped(paragraph, " " * LABEL)
            first = self.lines[begin]
            self.lines[begin] = self.bold(label) + first[len(label) :]

    @_part.register
    def _plain(self, part: Lines) -> None:
        self.lines += [f"  {row}".rstrip() for row in part.rows]

    @_part.register
    def _table(self, part: Table) -> None:
        self.lines += [f"  {row}" for row in columns(part)]

    @_part.register
    def _figure(self, part: Figure) -> None:
        if part.table is not None:
            self._table(part.table)

    def _wrapped(self, words: Words, indent: str, mark: str = "") -> None:
        """Break a paragraph into lines, never between a number and its per cent sign."""
        lines = textwrap.wrap(
            unmarked(words).replace(" %", "\0%"),
            width=self.width,
            initial_indent=indent + mark,
            subsequent_indent=" " * len(indent + mark),
            break_on_hyphens=False,
        )
        self.lines += [line.replace("\0%", " %") for line in lines]
