"""How a list of wants says that its order is not known: lines side by side, several coders."""

from __future__ import annotations

from typing import Any

from stickpoint.case.schema.phrases import PHRASE
from stickpoint.case.schema.shape import SURE, Key, Kind, ListOf, Schema, Struct, Table
from stickpoint.case.schema.stakes_layout import WANT, WHY
from stickpoint.case.schema.values import Unfit, nearest
from stickpoint.case.yaml.nodes import Faults, Node, describe


def key_like(node: Node, word: str) -> Node | None:
    """Return the key of a mapping that is a word, or was probably meant to be it."""
    keys = (key for key, _ in node.pairs if nearest(key.text, [word], SURE))
    return next(keys, None) if node.kind == "mapping" else None


class Chain(Kind):
    """A line, or a list of lines in a known order."""

    def __init__(self, line: Kind) -> None:
        self.line = line

    def _value(self, node: Node, faults: Faults, what: str) -> list[Any]:
        return ListOf(self.line, single=True).read(node, faults, what) or []

    def schema(self) -> Schema:
        """One line, or several."""
        return ListOf(self.line, single=True).schema()


class Sides(Kind):
    """Lines of which it is not known which comes first; a list among them keeps its order."""

    is_single = True
    expected = "two lines or more, as in [union.strike, firm.offer],"

    def __init__(self, line: Kind) -> None:
        self.line = line

    def _value(self, node: Node, faults: Faults, what: str) -> list[list[Any]]:
        if node.kind != "list" or len(node.items) < 2:
            found = "one line" if node.kind == "text" or len(node.items) == 1 else describe(node)
            raise Unfit("C515", f"{found} found, {self.expected} is expected")
        nested = [part for item in node.items for part in (item, *item.items)]
        for part in nested:
            if key_like(part, "either"):
                message = "'either' within 'either' found; put its lines beside the others"
                faults.add(part, "C515", f"{what}: {message}")
                return []
        for item in node.items:
            if item.is_empty or (item.kind == "list" and not item.items):
                message = "no line is written here; drop it, or write the line it stands for"
                faults.add(item, "C515", f"{what}: {message}")
                return []
        sides = (Chain(self.line).read(item, faults, what) for item in node.items)
        return [side for side in sides if side]

    def schema(self) -> Schema:
        """Describe a list of two or more."""
        return {"type": "array", "items": Chain(self.line).schema(), "minItems": 2}


class Line(Kind):
    """A line of wants, or several of which it is not known which comes first."""

    def __init__(self, line: Struct) -> None:
        self.line = line
        about = "lines of which it is not known which counts for more"
        self.either = Struct(
            "lines of unknown order", {"either": Key(Sides(line), about, required=True)}
        )

    def _value(self, node: Node, faults: Faults, what: str) -> Any:
        kind = self.either if key_like(node, "either") else self.line
        return kind.read(node, faults, what)

    def schema(self) -> Schema:
        """Describe both."""
        return {"anyOf": [*self.line.schema()["anyOf"], self.either.schema()]}


PUT = Struct(
    "a want as a coder puts it",
    {"that": Key(PHRASE, "the statement the party would have hold", required=True), **WHY},
    short="that",
)
LINES = ListOf(Line(WANT), single=True)
CODED = Struct(
    "wants by coders",
    {
        "coders": Key(
            Table(ListOf(Line(PUT), single=True)),
            "name: the statements, most important first, as that one would order them",
            required=True,
        )
    },
)


class Wanted(Kind):
    """What a party wants: lines in order, or those of several who have each put it in writing."""

    def _value(self, node: Node, faults: Faults, what: str) -> Any:
        if not key_like(node, "coders"):
            return LINES.read(node, faults, what)
        for key, value in node.pairs:
            if key.text == "coders" and (
                value.is_empty or (value.kind == "mapping" and not value.pairs)
            ):
                raise Unfit("C110", "no coder is written here, a mapping 'name: list' is expected")
        return CODED.read(node, faults, what)

    def schema(self) -> Schema:
        """Both ways of writing it."""
        return {"anyOf": [*LINES.schema()["anyOf"], CODED.schema()]}
