"""A desk in memory, until the one that keeps things is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


class EditError(ValueError):
    """An edit that cannot be made, with a sentence."""


class Conflict(ValueError):
    """A whole text that was typed into an older one."""

    def __init__(self, mine: str, theirs: str) -> None:
        super().__init__("the text was changed meanwhile")
        self.mine, self.theirs = mine, theirs


class Desk:
    """Keeps a text and what it was before."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.revision = 1
        self._past: list[str] = []
        self._next: list[str] = []

    @classmethod
    def open(cls, path: Path) -> Desk:
        """Open a file."""
        return cls(path)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a change was taken back."""
        return bool(self._next)

    def _set(self, text: str) -> int:
        self.text = text
        self.revision += 1
        self.path.write_text(text, encoding="utf-8")
        return self.revision

    def apply(self, edit: Mapping[str, Any], _tab: str, base: int) -> int:
        """Make an edit."""
        if edit["do"] == "text":
            if base < self.revision and edit["text"] != self.text:
                raise Conflict(edit["text"], self.text)
            made = edit["text"]
        elif edit["do"] == "set":
            made = _put(self.text, edit["path"], edit["value"])
        else:
            raise EditError("Not yet.")
        self._past.append(self.text)
        self._next.clear()
        return self._set(made)

    def undo(self) -> int:
        """Take the last change back."""
        if self._past:
            self._next.append(self.text)
            self._set(self._past.pop())
        return self.revision

    def redo(self) -> int:
        """Make it again."""
        if self._next:
            self._past.append(self.text)
            self._set(self._next.pop())
        return self.revision

    def outside(self) -> str | None:
        """Return the text on disk where it is another."""
        there = self.path.read_text(encoding="utf-8")
        return None if there == self.text else there

    def reload(self) -> int:
        """Take what is on disk."""
        self._past.append(self.text)
        return self._set(self.path.read_text(encoding="utf-8"))

    def keep_mine(self) -> int:
        """Write what is here."""
        return self._set(self.text)

    def place(self, state: str, x: float, y: float) -> None:
        """Keep where a box stands."""

    def layout(self) -> dict[str, list[float]]:
        """Return where boxes stand."""
        return {}

    def difference(self) -> str:
        """Show what is other on disk."""
        return ""


def _put(text: str, path: list[Any], value: Any) -> str:
    node: Any = yaml.compose(text)
    for key in path:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[key]
        else:
            node = next(v for k, v in node.value if k.value == key)
    said = json.dumps(value, ensure_ascii=False)
    return text[: node.start_mark.index] + said + text[node.end_mark.index :]
