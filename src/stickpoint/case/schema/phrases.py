"""Statements of a case file, and what is made of several; kept as nodes until names are known."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import ClassVar

from stickpoint.case.schema.kinds import Name, two
from stickpoint.case.schema.shape import PLAIN, Kind, ListOf, Schema
from stickpoint.case.schema.values import Unfit
from stickpoint.case.yaml.nodes import Faults, Node, describe

_AT_LEAST: Schema = {
    "type": "object",
    "properties": {
        "at_least": {
            "type": "object",
            "properties": {
                "of": {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": {"type": "integer", "minimum": 0},
                },
                "is": {"type": "integer", "minimum": 0},
            },
            "required": ["of", "is"],
            "additionalProperties": False,
        }
    },
    "required": ["at_least"],
    "additionalProperties": False,
}


def _weighed(node: Node) -> Node:
    """Return a statement that adds up weights as the text that says the same in one line."""
    expected = "{at_least: {of: {statement: weight, …}, is: the least}}"
    ((_, body),) = node.pairs
    parts = {key.text: value for key, value in body.pairs}
    if parts.keys() != {"of", "is"} or parts["of"].kind != "mapping" or not parts["of"].pairs:
        raise Unfit("C102", f"{describe(body)} found, {expected} is expected")
    numbers = [parts["is"], *(weight for _, weight in parts["of"].pairs)]
    for number_ in numbers:
        if number_.kind != "text" or not re.fullmatch(r"\s*\d{1,9}\s*", number_.text):
            message = f"{describe(number_)} found, a whole number of at least 0 is expected"
            raise Unfit("C106", message)
    least, *weights = (int(number_.text) for number_ in numbers)
    named = zip(weights, parts["of"].pairs, strict=True)
    shares = ", ".join(f"{weight} {_one(key.text)}" for weight, (key, _) in named)
    text = f"at_least({least}, {shares})"
    # Nothing in it can be found again in the file, so that a fault stands where it begins.
    return replace(node, kind="text", text=text, pairs=[], source="", end=node.start)


def _one(text: str) -> str:
    """Put a statement in brackets unless it is a name."""
    return text if re.fullmatch(r"[\w.]+", text) else f"({text})"


@dataclass(frozen=True)
class Phrase(Name):
    """A statement over the options; to editors any text, for only the tool knows the grammar."""

    expected: str = "a statement such as us.voluntary & !prc.all"
    described: ClassVar[Schema] = {"anyOf": [{"type": PLAIN, "maxLength": 2000}, _AT_LEAST]}

    def _of_node(self, node: Node) -> Node:
        if node.kind == "mapping" and [key.text for key, _ in node.pairs] == ["at_least"]:
            return _weighed(node)
        return super()._of_node(node)


PHRASE = Phrase()
_ONE: Schema = PHRASE.schema()


class Groups(Kind):
    """A ranking, best first: patterns, statements, or lists of those that are equally good."""

    expected = "a list, best first, of patterns such as YN-Y, statements, or lists of equals"
    described: ClassVar[Schema] = {
        "type": "array",
        "items": {"anyOf": [_ONE, {"type": "array", "items": _ONE, "minItems": 1}]},
        "minItems": 1,
    }

    def _value(self, node: Node, faults: Faults, what: str) -> list[list[Node]]:
        if node.kind != "list":
            raise Unfit("C102", f"{describe(node)} found, {self.expected} is expected")
        level: Kind = ListOf(PHRASE, single=True)
        groups = (level.read(item, faults, what) for item in node.items)
        return [group for group in groups if group]


class Pair(Kind):
    """Two statements between which the order is not known."""

    is_single = True
    expected = "a pair of statements [A, B]"
    described: ClassVar[Schema] = two(_ONE)

    def _value(self, node: Node, faults: Faults, what: str) -> list[Node]:
        if node.kind != "list" or len(node.items) != 2:
            raise Unfit("C504", f"{describe(node)} found, {self.expected} is expected")
        sides = (PHRASE.read(item, faults, what) for item in node.items)
        return [side for side in sides if side is not None]
