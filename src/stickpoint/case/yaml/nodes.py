"""The written file as a tree of text with places, and the list that gathers what is wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from stickpoint.case.model.basis import Place
from stickpoint.errors import Finding


@dataclass(slots=True, eq=False)
class Node:
    """A text, a list or a mapping in the file, with the place where it begins.

    ``kind`` is ``"text"``, ``"list"`` or ``"mapping"``. A list has ``items``, a mapping ``pairs``
    with text nodes for keys; ``text`` is never converted. ``source`` is the whole file, of which
    the node takes up the characters from ``start`` to ``end``. ``broken``: a finding has been made
    about the whole node, and nothing more is to be said of it.
    """

    kind: str
    line: int
    column: int
    text: str = ""
    style: str = ""
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    source: str = ""
    start: int = 0
    end: int = 0
    size: int = 1
    broken: bool = False

    @property
    def place(self) -> Place:
        """Line and column, counted from 1."""
        return Place(self.line, self.column)

    @property
    def is_empty(self) -> bool:
        """Nothing was written after the key or the dash."""
        return self.kind == "text" and not self.text and not self.style

    @property
    def words(self) -> str:
        """The text, without the line break after a block of lines."""
        return self.text.rstrip("\n") if self.style in ("|", ">") else self.text

    def place_at(self, offset: int) -> Place:
        """Return the place in the file of one character of the text.

        Quotes, doubled quotes, backslashes and folded lines make the file longer than the text, so
        the text's visible characters are looked up one after another.
        """
        is_block = self.style in ("|", ">")
        after = self.source.find("\n", self.start) if is_block else self.start - (not self.style)
        at = after + 1
        for char in self.text[:offset]:
            if not char.isspace():
                at = self.source.find(char, at, self.end) + 1
                if not at:
                    return self.place
                at += char == self.style == "'"  # doubled in the file
        while at < self.end and self.source[at].isspace():
            at += 1
        if self.style == '"' and self.source[at : at + 2] in ('\\"', "\\\\"):
            at += 1
        line = self.line + self.source.count("\n", self.start, at)
        start_of_line = self.source.rfind("\n", 0, at) + 1
        return Place(line, at - start_of_line + 1)


def describe(node: Node) -> str:
    """Say what a node is, for a message that expected something else."""
    if node.kind == "text":
        return "nothing" if node.is_empty else quote(node.text)
    if node.kind == "list":
        return "a list" if node.items else "an empty list"
    return "a mapping (key: value)" if node.pairs else "an empty mapping"


def quote(text: str) -> str:
    """Quote words of the file in a message, on one line and no longer than 60 characters."""
    text = " ".join(text.split())
    return f"'{text}'" if len(text) <= 60 else f"'{text[:59]}…'"


class Faults:
    """Gathers findings about the file ``path``; the same fault at the same place is kept once.

    ``step`` is told what is being looked at, in words, whenever that changes.
    """

    def __init__(self, path: str, step: Callable[[str], object] | None = None) -> None:
        self.path = path
        self.step = step or str
        self.lost = ""
        self._found: dict[tuple[int, int, str, str], Finding] = {}

    def add(self, at: Node | Place, code: str, message: str) -> None:
        """Note one fault at a node or a place."""
        key = (at.line, at.column, code, message)
        self._found.setdefault(key, Finding(self.path, *key))

    def add_unless_lost(self, word: str, at: Node | Place, code: str, message: str) -> None:
        """Note that a word is unknown, unless it may be known from text that could not be read."""
        if not self.lost_mentions(word):
            self.add(at, code, message)

    def lost_mentions(self, word: str) -> bool:
        """Tell whether a word stands in text that could not be read, so may not be missing."""
        return bool(self.lost) and word in self.lost

    def are_in(self, node: Node) -> bool:
        """Tell whether any fault has been noted inside a node."""
        before = node.source[: node.end]
        end = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        return any((node.line, node.column) <= key[:2] < end for key in self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in file order."""
        return tuple(sorted(self._found.values()))
