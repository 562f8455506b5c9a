"""A page → lines for a terminal: headings, wrapped paragraphs, lists, columns."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from functools import singledispatchmethod
from itertools import zip_longest

from stickpoint.pages import model

WIDTH = 88
LABEL = 14
"""Room for the label of a paragraph, in characters."""
SCREEN = 50
"""Lines that a screen holds."""
_NARROWEST = 40
_MANY = 9
"""Columns beyond which a table that has no room is parted, rather than set row by row."""


def text(page: model.Page, *, width: int = WIDTH, bold: Callable[[str], str] = str) -> str:
    """Set a page in lines of at most ``width`` characters, the last with its line break.

    Labelled paragraphs stand apart by a blank line where all of them fit a screen so. A figure is
    left out, its table is not. ``bold`` sets words apart, such as for a terminal.
    """
    parts = (part for section in page.sections for part in section.parts)
    labelled = tuple(part for part in parts if isinstance(part, model.Labelled))
    short = model.Page(page.title, (model.Section("", "", labelled),))
    apart = len(_Setter(width, bold, apart=True).set(short)) <= SCREEN
    return "\n".join(_Setter(width, bold, apart=apart).set(page)) + "\n"


def columns(table: model.Table, room: int = 1000) -> list[str]:
    """Set rows in columns, those of numbers to the right; where they have no room, one by one.

    >>> columns(model.Table("", ("", "now"), (("open", "9"), ("closed", "10")), right=(1,)))
    ['        now', 'open      9', 'closed   10']
    """
    rows = [table.head] * any(table.head) + [tuple(map(model.unmarked, row)) for row in table.rows]
    wide = _widths(rows, room)
    if not wide and len(table.head) > _MANY:
        return [line for part in _parts(table, room) for line in columns(part, room)]
    if not wide:
        return [line for row in rows[any(table.head) :] for line in _alone(table.head, row, room)]
    forms = [f"{'>' if k in table.right else '<'}{part}" for k, part in enumerate(wide)]
    lines: list[str] = []
    for row in rows:
        cells = (_broken(cell, part) for cell, part in zip(row, wide, strict=True))
        broken = zip_longest(*cells, fillvalue="")
        lines += ["  ".join(map(format, parts, forms)).rstrip() for parts in broken]
    return lines


def _parts(table: model.Table, room: int) -> Iterator[model.Table]:
    """Part a table of many columns: some under each other, each time beside the first."""
    every = list(zip(table.head, *(map(model.unmarked, row) for row in table.rows), strict=True))
    longest = [
        max((len(w) for cell in column for w in cell.split()), default=0) for column in every
    ]
    least = [longest[0], *(max(part, 3) for part in longest[1:])]
    taken, used = [0], least[0]
    for k in range(1, len(every)):
        if len(taken) > 1 and used + 2 + least[k] > room:
            yield _some(table, taken)
            taken, used = [0], least[0]
        taken.append(k)
        used += 2 + least[k]
    yield _some(table, taken)


def _some(table: model.Table, taken: Sequence[int]) -> model.Table:
    """Return some columns of a table."""
    rows = tuple(tuple(row[k] for k in taken) for row in table.rows)
    right = tuple(place for place, k in enumerate(taken) if k in table.right)
    return model.Table(table.caption, tuple(table.head[k] for k in taken), rows, right)


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return how wide each column is: as its cells are, or less, to the longest word; else none."""
    every = list(zip(*rows, strict=True))
    wide = [max(map(len, column)) for column in every]
    least = [max((len(w) for cell in column for w in cell.split()), default=0) for column in every]
    gaps = 2 * (len(wide) - 1)
    if sum(least) + gaps > room:
        return []
    while sum(wide) + gaps > room:
        widest = max((k for k in range(len(wide)) if wide[k] > least[k]), key=wide.__getitem__)
        wide[widest] -= 1
    return wide


def _broken(cell: str, room: int) -> list[str]:
    """Break a cell into lines."""
    if len(cell) <= room:
        return [cell]
    return textwrap.wrap(cell, room, break_long_words=False, break_on_hyphens=False)


def _alone(head: Sequence[str], row: Sequence[str], room: int) -> Iterator[str]:
    """Set a row by itself: what it is about, and under it each cell beside its head."""
    yield from textwrap.wrap(row[0], room) or [""]
    for name, cell in zip(head[1:], row[1:], strict=True):
        told = f"{name}: {cell}" if name else cell
        yield from textwrap.wrap(told, room, initial_indent="  ", subsequent_indent="    ")


class _Setter:
    """Sets part after part, remembering what stands above."""

    def __init__(self, width: int, bold: Callable[[str], str], *, apart: bool) -> None:
        self.width, self.bold, self.apart = max(width, _NARROWEST), bold, apart
        self.lines: list[str] = []

    def set(self, page: model.Page) -> list[str]:
        """Set the whole page."""
        self._heading(page.title)
        for section in page.sections:
            self._heading(section.title)
            for part in section.parts:
                self._part(part)
        return self.lines

    def _heading(self, words: str) -> None:
        if words:
            self.lines += [""] * bool(self.lines)
            self.lines += map(self.bold, textwrap.wrap(words, self.width, break_on_hyphens=False))

    @singledispatchmethod
    def _part(self, part: model.Part) -> None:
        raise TypeError(f"{type(part).__name__} is no part of a page")

    @_part.register
    def _text(self, part: model.Text) -> None:
        if part.kind == "heading":
            self._heading(model.unmarked(part.words))
        else:
            self._wrapped(part.words, "    " if part.kind == "note" else "  ")

    @_part.register
    def _items(self, part: model.Items, indent: str = "  ") -> None:
        for number, item in enumerate(part.items, 1):
            entry = item if isinstance(item, model.Item) else model.Item(item)
            self._wrapped(entry.words, indent, f"{number}. " if part.numbered else "- ")
            for below in entry.below:
                if isinstance(below, model.Text):
                    self._wrapped(below.words, f"{indent}  ")
                else:
                    self._items(below, f"{indent}    " if below.numbered else f"{indent}  ")

    @_part.register
    def _labelled(self, part: model.Labelled) -> None:
        for label, paragraphs in part.rows:
            if self.apart or len(self.lines) == 1:
                self.lines.append("")
            begin = len(self.lines)
            for paragraph in paragraphs:
                self._wrapped(paragraph, " " * LABEL)
            first = self.lines[begin]
            self.lines[begin] = self.bold(label) + first[len(label) :]

    @_part.register
    def _plain(self, part: model.Lines) -> None:
        self.lines += [f"  {row}".rstrip() for row in part.rows]

    @_part.register
    def _table(self, part: model.Table) -> None:
        self.lines += [f"  {row}".rstrip() for row in columns(part, self.width - 2)]

    @_part.register
    def _figure(self, part: model.Figure) -> None:
        if part.table is not None:
            self._table(part.table)

    def _wrapped(self, words: model.Words, indent: str, mark: str = "") -> None:
        """Break a paragraph into lines, never between a number and its per cent sign."""
        lines = textwrap.wrap(
            model.unmarked(words).replace(" %", "\0%"),
            width=self.width,
            initial_indent=indent + mark,
            subsequent_indent=" " * len(indent + mark),
            break_on_hyphens=False,
        )
        self.lines += [line.replace("\0%", " %") for line in lines]
