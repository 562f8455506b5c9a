"""A text → a tree in which every part knows from which to which character it stands.

It is built from the events of the parser that reads cases, so that an edit sees what a check sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

import yaml

from stickpoint.case.yaml.compose import MAX_DEPTH, MAX_NODES, events
from stickpoint.studio.edits.fault import EditError

Data: TypeAlias = Any
"""A text, a list of data or a mapping from texts to data."""
_BETWEEN = re.compile(r"(?:[ \t\n]|(?:(?<=[ \t\n])|^)#[^\n]*)*")
"""Blanks and comments, as they stand between two parts."""


@dataclass(slots=True, eq=False)
class Part:
    """A text, a list, a mapping or a repeated part, with the characters that it takes up.

    ``start`` and ``end`` leave out the comment behind it. ``opening`` lists, in a list that is
    written with dashes, where each dash stands; in brackets it is empty. ``name`` is that of an
    anchor (``&name``) or of what is repeated (``*name``), ``tag`` what begins with ``!``.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    style: str = ""
    is_flow: bool = False
    items: list[Part] = field(default_factory=list)
    pairs: list[tuple[Part, Part]] = field(default_factory=list)
    opening: list[int] = field(default_factory=list)
    name: str = ""
    tag: str = ""
    target: Part | None = None
    size: int = 1

    @property
    def is_empty(self) -> bool:
        """Nothing was written after the key or the dash."""
        return self.kind == "text" and not self.text and not self.style

    @property
    def words(self) -> str:
        """The text, without the line break after a block of lines."""
        return self.text.rstrip("\n") if self.style in ("|", ">") else self.text

    @property
    def children(self) -> list[Part]:
        """The values inside it, in order."""
        return [value for _, value in self.pairs] or self.items

    def named(self, key: str) -> Part | None:
        """Return the value of a key of a mapping."""
        return next((value for name, value in self.pairs if name.words == key), None)

    def data(self) -> Data:
        """Return what is written, as texts, lists and mappings."""
        if self.kind == "text":
            return self.words
        if self.kind == "list":
            return [item.data() for item in self.items]
        if self.kind == "alias":
            return self.target.data() if self.target else ""
        return {key.words: value.data() for key, value in self.pairs}


@lru_cache(maxsize=4)
def read(text: str) -> Part:
    """Read a text whose lines end in line feeds; the tree is shared, and nobody changes it.

    Raises
    ------
    EditError
        It is no YAML, or holds what cannot be edited by parts; says in which line.
    """
    try:
        root = _Reader(text).run()
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark
        where = f" in line {mark.line + 1}" if mark else ""
        message = f"the file has a fault{where} that hides its parts; mend it in the text first"
        raise EditError(message) from None
    except yaml.YAMLError:
        message = "the file holds a character that cannot be printed; take it out in the text first"
        raise EditError(message) from None
    if root is None or root.is_empty:
        return Part("text", len(text.rstrip()), len(text.rstrip()))
    return root


def after(text: str, at: int) -> int:
    """Return where the next part or sign stands, behind blanks and comments."""
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


class _Reader:
    """Builds one tree; ``open`` are the collections that the next part goes into."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Part | None = None
        self.open: list[Part] = []
        self.anchors: dict[str, Part] = {}
        self.total = 0

    def run(self) -> Part | None:
        documents = 0
        for event in events(self.text):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    mark: Any = event.start_mark
                    line = mark.line + 1
                    message = f"a second document begins in line {line} ('---')"
                    raise EditError(f"{message}; move it into a file of its own first")
            elif isinstance(event, yaml.NodeEvent):
                self._take(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(event)
        return self.root

    def _take(self, event: Any) -> None:
        part = self._made(event)
        self.total += part.size
        if self.total > MAX_NODES or len(self.open) > MAX_DEPTH:
            raise EditError("the file is too large or too deep to be edited by parts")
        if self.open:
            self.open[-1].items.append(part)
        else:
            self.root = part
        if part.name and part.kind != "alias":
            self.anchors[part.name] = part
        if isinstance(event, yaml.CollectionStartEvent):
            self.open.append(part)

    def _made(self, event: Any) -> Part:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event.anchor or "", event)
        name, tag = event.anchor or "", event.tag or ""
        if isinstance(event, yaml.ScalarEvent):
            part = Part("text", start, end, event.value, event.style or "", name=name, tag=tag)
            if part.style in ("|", ">"):
                part.end = _end_of_block(self.text, start, end)
            return part
        kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
        return Part(kind, start, end, is_flow=bool(event.flow_style), name=name, tag=tag)

    def _repeated(self, name: str, event: Any) -> Part:
        target = self.anchors.get(name)
        if target is None or target in self.open:
            message = f"'*{name}' in line {event.start_mark.line + 1} repeats what is not there"
            raise EditError(f"{message}; write it out in the text first")
        start, end = event.start_mark.index, event.end_mark.index
        return Part("alias", start, end, name=name, target=target, size=target.size)

    def _close(self, event: Any) -> None:
        part = self.open.pop()
        if part.kind == "mapping":
            flat, part.items = part.items, []
            part.pairs = list(zip(flat[::2], flat[1::2], strict=True))
            _refuse_repeated(part, self.text)
        inside = [*part.items, *(piece for pair in part.pairs for piece in pair)]
        part.size += sum(piece.size for piece in inside)
        if part.is_flow:
            part.end = event.end_mark.index
        else:
            part.end = max((piece.end for piece in inside), default=part.start)
        if part.kind == "list" and not part.is_flow:
            at = part.start
            for item in part.items:
                at = after(self.text, at)
                part.opening.append(at)
                at = item.end


def _end_of_block(text: str, start: int, end: int) -> int:
    """Return where a block of lines ends, without blank lines that are not part of it."""
    header = text[start : text.find("\n", start)].partition("#")[0]
    block = text[start:end]
    return end if "+" in header else start + len(block.rstrip())


def _refuse_repeated(part: Part, text: str) -> None:
    seen: set[str] = set()
    for key, _ in part.pairs:
        is_text = key.kind == "text"
        if is_text and key.words not in seen:
            seen.add(key.words)
            continue
        line = text.count("\n", 0, key.start) + 1
        if not is_text:
            raise EditError(f"line {line} has no text for a key; mend it in the text first")
        message = f"key '{key.words}' stands a second time in line {line}"
        raise EditError(f"{message}; put both parts under one key first")
