"""Single values of a case file: each kind reads a node and describes itself to editors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from stickpoint.case.schema.shape import PLAIN, Kind, Schema, text_of
from stickpoint.case.schema.values import Unfit, amount, date, did_you_mean, number, yes_or_no
from stickpoint.case.yaml.nodes import Faults, Node, describe, quote
from stickpoint.case.yaml.signs import plain

_WITH_UNIT = r"^\s*[-+.\deE]+(\s*/\s*(day|week|month|year)s?)?\s*$"
_PLAIN: Schema = {"type": PLAIN}
IMPOSED = ("yes", "no", "either")
ONE_WAY = ("yes", "no", "to yes", "to no")


def two(item: Schema) -> Schema:
    """Describe a list of two of a kind."""
    return {"type": "array", "items": item, "minItems": 2, "maxItems": 2}


class Text(Kind):
    """Free words, kept exactly."""


TEXT = Text()


class Address(Kind):
    """An address that a reader may follow: one of the web, or of a register of documents."""

    expected = "an address that begins with https:// or another of the web"
    described: ClassVar[Schema] = {"type": "string"}

    def _of_text(self, text: str) -> str:
        bare = re.sub(r"[\x00-\x20\x7f-\xa0]|[^\x00-\uffff]", "", plain(text)).lower()
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", bare)
        if scheme and scheme[1] not in SCHEMES and not re.match(r"[\w-]+\.[\w.-]+:\d", bare):
            found = f"{quote(text)} begins with {quote(scheme[0])}"
            raise Unfit("C615", f"{found}, {self.expected} is expected")
        return text


SCHEMES = ("http", "https", "ftp", "ftps", "doi", "hdl", "urn", "info", "ark", "mailto")
"""How an address may begin that does nothing but lead to a document."""


@dataclass(frozen=True)
class OneOf(Kind):
    """One of a few words, given as word → meaning."""

    words: Mapping[str, str]
    expected: str = "one of a few words"

    def _of_text(self, text: str) -> str:
        if text not in self.words:
            near = did_you_mean(text, self.words)
            raise Unfit("C107", f"{quote(text)} found, {self.expected} is expected{near}")
        return text

    def schema(self) -> Schema:
        """List the words."""
        return {"enum": [*self.words, *(int(word) for word in self.words if word.isdigit())]}


class YesNo(Kind):
    """Yes or no; YAML 1.1 editors see a boolean, YAML 1.2 editors a word."""

    expected = "yes or no"
    described: ClassVar[Schema] = {"enum": ["yes", "no", "true", "false", "Y", "N", True, False]}

    def _of_text(self, text: str) -> bool:
        return yes_or_no(text)


class Horizon(Kind):
    """A number above 0, or the word none."""

    expected = "a number above 0, or none,"
    described: ClassVar[Schema] = {
        "anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"const": "none"}]
    }

    def _of_text(self, text: str) -> float | str:
        if text.strip().lower() == "none":
            return "none"
        value = number(text)
        if value <= 0:
            raise Unfit("C104", f"{quote(text)} found, {self.expected} is expected")
        return float(value)


class Weighing(Kind):
    """An exact decimal number with the words that gave it."""

    expected = "a number"
    described: ClassVar[Schema] = {"type": "number"}

    def _of_text(self, text: str) -> Any:
        return number(text), text.strip()


@dataclass(frozen=True)
class Quantity(Kind):
    """An amount: a number, a range, a triangle; perhaps with a unit of time."""

    is_single = True

    low: float | None = None
    high: float | None = None
    expected: str = "a number, a range [low, high] or {low: …, mid: …, high: …}"

    def _of_node(self, node: Node) -> Any:
        if node.is_empty:
            raise Unfit("C110", f"nothing is written here, {self.expected} is expected")
        value = amount(node)
        if self.low is not None and value.low < self.low:
            raise Unfit("C104", f"{quote(value.written)} is below {self.low:g}, the least there is")
        if self.high is not None and value.high > self.high:
            raise Unfit("C104", f"{quote(value.written)} is above {self.high:g}, the most there is")
        return replace(value, place=node.place)

    def schema(self) -> Schema:
        """Describe all three ways of writing an amount."""
        bounds = {"minimum": self.low, "maximum": self.high}
        number_: Schema = {"type": "number"}
        number_ |= {key: value for key, value in bounds.items() if value is not None}
        with_unit = {"type": "string", "pattern": _WITH_UNIT}
        one: Schema = {"anyOf": [number_, with_unit]}
        corners = {
            "type": "object",
            "properties": dict.fromkeys(("low", "mid", "high"), one),
            "required": ["low", "high"],
            "additionalProperties": False,
        }
        return {"anyOf": [number_, with_unit, two(one), corners]}


class Perhaps(Kind):
    """Yes, no, or how likely it is."""

    is_single = True
    expected = "yes, no, or how likely it is: a number from 0 to 1, a range"

    def _of_node(self, node: Node) -> Any:
        if node.kind == "text" and not re.match(r"\s*[-+.\d]", node.text):
            return yes_or_no(text_of(node, self.expected))
        value = Quantity(low=0, high=1)._of_node(node)
        if value.unit is not None:
            message = (
                f"{quote(value.written)} has a unit of time, which a chance has not; leave it out"
            )
            raise Unfit("C104", message)
        return value

    def schema(self) -> Schema:
        """Describe words and amounts."""
        return {"anyOf": [YesNo().schema(), Quantity(low=0, high=1).schema()]}


class Date(Kind):
    """A date as precise as the record: a day, a month, an interval, words such as early 1952."""

    expected = "a date such as 1952-07-14, 1952-07, 1952-03~ or 1952-07-15/1952-07-17"

    def _of_node(self, node: Node) -> Any:
        if node.kind != "text":
            message = f"{describe(node)} found, {self.expected} is expected"
            raise Unfit("C102", f"{message}; put a set of dates in quotes")
        return date(text_of(node, self.expected))


@dataclass(frozen=True)
class Name(Kind):
    """An id that is looked up later, so the node is kept."""

    expected: str = "an id"

    def _of_node(self, node: Node) -> Node:
        text_of(node, self.expected)
        return node


class Reasons(Kind):
    """Record ids and free sentences; the nodes are kept until the record is known."""

    expected = "a record id, a list of record ids, or a sentence"
    described: ClassVar[Schema] = {"anyOf": [_PLAIN, {"type": "array", "items": _PLAIN}]}

    def _value(self, node: Node, faults: Faults, what: str) -> list[Node]:
        if node.kind == "mapping":
            text_of(node, self.expected)
        parts = node.items if node.kind == "list" else [node]
        kept = (Name(self.expected).read(part, faults, what) for part in parts)
        return [part for part in kept if part is not None]


class Span(Kind):
    """First and last-plus-one character: [0, 124]."""

    is_single = True
    expected = "two whole numbers [first, end], characters counted from 0"
    described: ClassVar[Schema] = two({"type": "integer", "minimum": 0})

    def _of_node(self, node: Node) -> tuple[int, int]:
        texts = [item.text for item in node.items if item.kind == "text"]
        are_numbers = all(re.fullmatch(r"[0-9]{1,12}", text) for text in texts)
        if not len(node.items) == len(texts) == 2 or not are_numbers:
            raise Unfit("C602", f"{describe(node)} found, {self.expected}, is expected")
        start, end = (int(text) for text in texts)
        if start >= end:
            raise Unfit("C602", f"[{start}, {end}] holds no character; the end must come after")
        return start, end


def _way(text: str, ways: tuple[str, ...], expected: str) -> str:
    """Return one of a few words, yes and no among them, however these are written."""
    word = text.strip().lower()
    word = {"y": "yes", "true": "yes", "n": "no", "false": "no"}.get(word, word)
    if word not in ways:
        near = did_you_mean(word, ways)
        raise Unfit("C107", f"{quote(text)} found, {expected} is expected{near}")
    return word


class OneWay(Kind):
    """Whether an option can be undone: yes, no, or the direction that stays open."""

    expected = "yes, no, 'to yes' or 'to no'"
    described: ClassVar[Schema] = {
        "enum": [*ONE_WAY, True, False]
    }  # a YAML 1.1 editor takes yes and no for these

    def _of_text(self, text: str) -> str:
        return _way(text, ONE_WAY, self.expected)


class Imposed(Kind):
    """Which way a patron can set an option of a client's: yes, no, or either."""

    expected = "yes, no or either"
    described: ClassVar[Schema] = {"enum": [*IMPOSED, True, False]}

    def _of_text(self, text: str) -> str:
        return _way(text, IMPOSED, self.expected)
