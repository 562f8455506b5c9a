"""The written file as a tree of text with places, and the list that gathers what is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from stickpoint.case.model.basis import Place
from stickpoint.case.yaml.signs import odd_signs, shown
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


MAX_GUESSES = 200
"""More unknown names than these come from no slips, and to compare each takes a while."""
MAX_QUOTED = 60
"""Characters of the file that a message repeats in one place; it does so in two at most."""


def quote(text: str) -> str:
    """Quote words of the file in a message, on one line and no longer than 60 characters."""
    return f"'{cut(text)}'"


def cut(text: str, most: int = MAX_QUOTED) -> str:
    """Return words of the file on one line, cut to so many characters; what is unseen is named."""
    text = shown(" ".join(text[: 10 * most].split()))
    return text if len(text) <= most else f"{text[: most - 1]}…"


def quoted(names: Iterable[str], most: int = 2 * MAX_QUOTED) -> str:
    """Quote names one after another, as many as fit into so many characters, and count the rest.

    >>> quoted(["a.x", "b.y"]), quoted(["a.x", "b.y", "c.z"], most=12)
    ("'a.x', 'b.y'", "'a.x', 'b.y' and 1 more")
    """
    every = [quote(name) for name in names]
    fitting = 0
    while fitting < len(every) and len(", ".join(every[: fitting + 1])) <= most:
        fitting += 1
    more = len(every) - max(fitting, 1)
    return ", ".join(every[: max(fitting, 1)]) + (f" and {more} more" if more > 0 else "")


def in_quotes(text: str) -> str:
    """Return ': ' and a text in whichever quotes YAML needs no escapes for; nothing if it is long.

    >>> in_quotes("!a.x"), in_quotes("word " * 20)
    (': "!a.x"', '')
    """
    if cut(text) != text:
        return ""
    return f": '{text}'" if '"' in text and "'" not in text else f': "{text}"'


_FREE = ("C003", "C004", "C005", "C006", "C008", "C01", "C109", "C11", "C4",
         "C603", "C604", "C605", "C606", "C607", "C609", "C61")  # fmt: skip
"""Beginnings of the codes of findings that are not about the form of words."""


class Faults:
    """Gathers findings about the file ``path``; the same fault at the same place is kept once.

    ``step`` is told what is being looked at, in words, whenever that changes; ``guesses`` counts
    the unknown names of which it was asked what they may mean.
    """

    def __init__(self, path: str, step: Callable[[str], object] | None = None) -> None:
        self.path = path
        self.step = step or str
        self.lost = ""
        self.guesses = 0
        self._found: dict[tuple[int, int, str, str], Finding] = {}
        self._places: set[tuple[int, int]] = set()

    def add(self, at: Node | Place, code: str, message: str, words: str = "") -> None:
        """Note one fault at a node or a place.

        ``words`` are those at fault, the node's own if left out: where their form matters, a sign
        in them that is not seen, or looks like another, is named.
        """
        if isinstance(at, Node) and not words:
            words = at.text + " ".join(item.text for item in at.items[:4])
            words = words[:1] if code == "C102" else words
        if not code.startswith(_FREE):
            message += odd_signs(words)
        key = (max(at.line, 1), max(at.column, 1), code, shown(message))
        self._found.setdefault(key, Finding(self.path, *key))
        self._places.add(key[:2])

    def add_unless_lost(self, word: str, at: Node | Place, code: str, message: str) -> None:
        """Note that a word is unknown, unless it may be known from text that could not be read."""
        if not self.lost_mentions(word):
            self.add(at, code, message, word)

    def lost_mentions(self, word: str) -> bool:
        """Tell whether a word stands in text that could not be read, so may not be missing."""
        return bool(self.lost) and word in self.lost

    def are_in(self, node: Node) -> bool:
        """Tell whether any fault has been noted inside a node."""
        before = node.source[: node.end]
        end = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        return any((node.line, node.column) <= key[:2] < end for key in self._found)

    def are_at(self, node: Node) -> bool:
        """Tell whether a fault has been noted just where a node begins."""
        return (node.line, node.column) in self._places

    def __len__(self) -> int:
        return len(self._found)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in file order."""
        return tuple(sorted(self._found.values()))
