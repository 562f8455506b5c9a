"""What was read of a table or a record of a case file, with the places of all that was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from stickpoint.case.yaml.nodes import Node


@dataclass(frozen=True)
class Entry:
    """One named item of a table; ``value`` is None when it could not be read."""

    key: Node
    value: Any

    @property
    def name(self) -> str:
        """The name it stands under."""
        return self.key.text


@dataclass
class Fields:
    """The values of a record that could be read, with the places of all that were written."""

    node: Node
    values: dict[str, Any] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value, or the default when it was left out or could not be read."""
        value = self.values.get(key)
        return default if value is None else value

    def text(self, key: str) -> str:
        """Return a text, or the empty one."""
        return str(self.get(key, ""))

    def list(self, key: str) -> Any:
        """Return a list, or the empty one."""
        return self.get(key, [])

    def whole(self, key: str) -> Iterator[Entry]:
        """Return the entries of a table that could be read."""
        return (entry for entry in self.list(key) if entry.value is not None)

    def at(self, key: str) -> Node:
        """Return the place of a value, or of the whole record."""
        return self.nodes.get(key, self.node)
