"""What every page is made of: sections of words, lists, tables and figures, as data.

Whoever sets a page (`render.text`, `render.html`, `render.docx`) reads these and nothing else. A
number carries the place in the data of ``--json`` that it was taken from, so that a reader of the
page can find it there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is shown, as it is, and where it stands in the data.

    ``value`` is None where the data has none, such as a median beyond the horizon; ``key`` is a
    JSON pointer (RFC 6901).
    """

    shown: str
    value: float | None
    key: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that are set apart; ``kind`` is id, bare, good or faint.

    An ``anchor`` is the id of something in the record where it stands, a ``link`` points there.
    """

    text: str
    kind: str


def anchor(id_: str) -> str:
    """Return the id, within a page, of something in the record."""
    return f"record-{quote(id_, safe='')}"


Piece: TypeAlias = "str | Number | Mark"
Words: TypeAlias = "str | tuple[Piece, ...]"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``kind`` is text, lead, note, paper or heading."""

    words: Words
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list with what belongs under it: notes, or a list of its own."""

    words: Words
    below: tuple[Text | Items, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered where the order counts."""

    items: tuple[Words | Item, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """Paragraphs beside their labels."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows in which spaces count, such as a curve drawn with letters."""

    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; the first cell of a row says what the row is about.

    ``right`` are columns of numbers, set to the right; what is ``folded`` a screen shows only on
    request. Where the heads are all empty there is no row of heads.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    right: tuple[int, ...] = ()
    folded: bool = False


class Picture(Protocol):
    """What can be drawn: its size, and SVG elements that name no colour, only classes."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in units of the drawing."""

    def draw(self) -> str:
        """Return the elements, everything from the case escaped."""


@dataclass(frozen=True, slots=True)
class Legend:
    """What a colour or a stroke of a figure means; ``kind`` is a class of the style sheet."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption, what it shows in words, and its numbers as a table.

    ``name`` is an id within the page, ``title`` says what it is, and ``about`` what can be seen on
    it, for whoever cannot see it.
    """

    name: str
    title: str
    about: str
    picture: Picture
    legend: tuple[Legend, ...] = ()
    table: Table | None = None


Part: TypeAlias = "Text | Items | Labelled | Lines | Table | Figure"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page with a heading; ``name`` is its id; one without a title has no heading.

    What comes after one that stands ``alone`` begins on a new sheet of paper.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page: what one verb prints, or a report of all of them.

    ``about`` says what the case is about, in its own words; ``origin`` where the numbers come
    from: names and values.
    """

    title: str
    sections: tuple[Section, ...]
    about: str = ""
    origin: tuple[tuple[str, str], ...] = ()


class Numbers:
    """Finds numbers in plain data by where they stand, so that none is worked out twice."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def __call__(self, *path: str | int, say: Callable[[float], str]) -> Number:
        """Take the number at a place; one that is not there in value is said as infinite."""
        value = self.at(*path)
        return Number(say(math.inf if value is None else value), value, pointer(path))

    def at(self, *path: str | int) -> Any:
        """Take whatever stands at a place."""
        found: Any = self._data
        for key in path:
            found = found[key]
        return found

    def has(self, *path: str | int) -> bool:
        """Tell whether anything stands there."""
        try:
            return self.at(*path) is not None
        except (KeyError, IndexError, TypeError):
            return False


def pointer(path: Iterable[str | int]) -> str:
    """Write a place as a JSON pointer.

    >>> pointer(["clock", "tolls", "dead/lost", 0])
    '/clock/tolls/dead~1lost/0'
    """
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)


def between(low: Number, high: Number) -> Words:
    """Say a band, once where both of its ends are said alike."""
    return (low,) if low.shown == high.shown else (low, " to ", high)


def pieces(words: Words) -> Sequence[Piece]:
    """Return words as their pieces."""
    return (words,) if isinstance(words, str) else words


def unmarked(words: Words) -> str:
    """Return words as bare text."""
    said = {str: lambda w: w, Number: lambda w: w.shown, Mark: lambda w: w.text}
    return "".join(said[type(piece)](piece) for piece in pieces(words))
