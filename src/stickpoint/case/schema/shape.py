"""Lists, tables and records of a case file: each reads a node and describes itself to editors.

A kind never raises. It returns the value, or None after noting a finding, so that one bad value
hides no other. Single values are in ``kinds``, the tables of keys in ``layout``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from stickpoint.case.schema.fields import Entry, Fields
from stickpoint.case.schema.values import Unfit, comma_advice, did_you_mean, nearest
from stickpoint.case.yaml.nodes import MAX_GUESSES, Faults, Node, describe, quote, quoted

Schema = dict[str, Any]
SURE = 0.8
"""How alike a misspelt key is to the one that it is then taken for."""
PLAIN = ["string", "number", "boolean"]


class Kind:
    """Base of all kinds; ``expected`` completes the sentence '… is expected'.

    A kind overrides the narrowest of ``_of_text``, ``_of_node`` and ``_value`` that it can do with.
    """

    expected = "a text"
    is_single = False
    """A list is one value of this kind, no list of values."""
    described: ClassVar[Schema] = {"type": PLAIN}

    def read(self, node: Node, faults: Faults, what: str) -> Any:
        """Return the value of a node, or None after noting why there is none.

        ``what`` is what the value belongs to, for messages: a quoted key, say.
        """
        if node.broken or (self.is_single and any(part.broken for part in node.items)):
            return None
        try:
            return self._value(node, faults, what)
        except Unfit as unfit:
            faults.add(node, unfit.code, f"{what}: {unfit}")
            return None

    def _value(self, node: Node, faults: Faults, what: str) -> Any:  # noqa: ARG002
        """Return the value or raise `Unfit`."""
        return self._of_node(node)

    def _of_node(self, node: Node) -> Any:
        return self._of_text(text_of(node, self.expected))

    def _of_text(self, text: str) -> Any:
        return text

    def schema(self) -> Schema:
        """Describe the kind as JSON Schema."""
        return self.described


def text_of(node: Node, expected: str) -> str:
    """Return the words of a text node; the line break after a block of lines is not one of them."""
    if node.is_empty:
        raise Unfit("C110", f"nothing is written here, {expected} is expected")
    if node.kind != "text":
        is_sentence = node.kind == "mapping" and len(node.pairs) == 1  # one that holds a colon
        hint = "; put a text that holds ': ' in quotes" if is_sentence else ""
        raise Unfit("C102", f"{describe(node)} found, {expected} is expected{hint}")
    return node.words


@dataclass(frozen=True)
class Word(Kind):
    """A text of a fixed form, such as an id or a hash."""

    pattern: str
    expected: str
    code: str = "C105"

    def _of_text(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text):
            raise Unfit(self.code, f"{quote(text)} found, {self.expected} is expected")
        return text

    def schema(self) -> Schema:
        """Describe the form as a pattern."""
        return {"type": ["string", "number"], "pattern": self.anchored}

    @property
    def anchored(self) -> str:
        """The form as a pattern for the whole text."""
        return f"^(?:{self.pattern})$"


@dataclass(frozen=True)
class ListOf(Kind):
    """A list of one kind; with ``single`` one value may stand for a list of it."""

    kind: Kind
    single: bool = False
    expected: str = "a list"
    advice: str = ""

    def _value(self, node: Node, faults: Faults, what: str) -> list[Any]:
        if node.is_empty:
            return []
        if node.kind != "list" and not self.single:
            is_close = node.kind == "text" and re.match(r"-\S", node.text)
            dash = "; put a space after each dash" if is_close else "; put '- ' before each item"
            advice = self.advice or dash
            raise Unfit("C102", f"{describe(node)} found, {self.expected} is expected{advice}")
        parts = node.items if node.kind == "list" else [node]
        values = [self.kind.read(part, faults, what) for part in parts]
        return [value for value in values if value is not None]

    def schema(self) -> Schema:
        """Describe a list, perhaps also one of its items."""
        items = self.kind.schema()
        several: Schema = {"type": "array", "items": items}
        return {"anyOf": [items, several]} if self.single else several


@dataclass(frozen=True)
class Table(Kind):
    """Names of the writer's choosing, each with a value of one kind.

    ``stray`` is the form of names that belong elsewhere, and what to say of the first of them.
    """

    kind: Kind
    names: Word | None = None
    stray: tuple[str, str] | None = None
    expected: str = "a mapping 'name: …'"

    def _value(self, node: Node, faults: Faults, what: str) -> list[Entry]:
        del what
        if node.is_empty:
            return []
        if node.kind != "mapping":
            raise _no_mapping(node, self.expected)
        entries: list[Entry] = []
        for key, value in node.pairs:
            if self.stray and re.fullmatch(self.stray[0], key.text):
                if not any(re.fullmatch(self.stray[0], entry.name) for entry in entries):
                    faults.add(key, "C105", f"{quote(key.text)} {self.stray[1]}")
                entries.append(Entry(key, None))
                continue
            if self.names is not None:
                self.names.read(key, faults, "name")
            elif not key.text.strip():
                faults.add(key, "C105", "a name is expected before the colon, nothing found")
            entries.append(Entry(key, self.kind.read(value, faults, quote(key.text))))
        return entries

    def schema(self) -> Schema:
        """Describe an object whose keys may have a form."""
        names = {} if self.names is None else {"propertyNames": {"pattern": self.names.anchored}}
        return {"type": "object", "additionalProperties": self.kind.schema(), **names}


def _comma_before(key: Node, node: Node) -> str:
    """Advise on a key in braces that is the end of a text, or of a number, with a comma in it."""
    keys = [other for other, _ in node.pairs]
    before = node.pairs[keys.index(key) - 1][1].text if keys.index(key) else ""
    return comma_advice(before, key.text) or (
        "; a comma inside { } begins a new key: put the text before it in quotes"
    )


def _no_mapping(node: Node, expected: str) -> Unfit:
    is_close = node.kind == "text" and re.match(r"[\w.]+:\S", node.text)
    hint = "; put a space after the colon" if is_close else ""
    return Unfit("C102", f"{describe(node)} found, {expected} is expected{hint}")


@dataclass(frozen=True)
class Key:
    """One key of a record: the kind of its value, and what it means."""

    kind: Kind
    about: str
    required: bool = False


@dataclass(frozen=True)
class Struct(Kind):
    """A mapping with known keys; anything that is no mapping stands for the key ``short``."""

    name: str
    keys: Mapping[str, Key]
    short: str = ""
    expected: str = "a mapping (key: value)"

    def _value(self, node: Node, faults: Faults, what: str) -> Fields:
        if node.kind != "mapping" and self.short:
            value = self.keys[self.short].kind.read(node, faults, what)
            return Fields(node, {self.short: value}, {self.short: node})
        if node.is_empty:
            raise Unfit("C110", f"nothing is written here, {self.expected} is expected")
        if node.kind != "mapping":
            raise _no_mapping(node, self.expected)
        fields = Fields(node)
        for key, value in node.pairs:
            self._take(key, value, fields, faults)
        required = [name for name, key in self.keys.items() if key.required]
        unknown = [pair for pair in node.pairs if pair[0].text not in self.keys]
        if required and len(unknown) > 1 and not fields.nodes.keys() & set(required):
            named = quoted(key.text for key, _ in unknown)
            message = f"{named} are no keys of {self.name}{did_you_mean('', self.keys)}"
            faults.add(unknown[0][0], "C101", message)
            return fields
        is_flow = node.source[node.start : node.start + 1] == "{"
        for key, value in unknown:
            split = _comma_before(key, node) if is_flow and value.is_empty else ""
            meant = self._report_unknown(key, split, faults)
            if meant and meant not in fields.nodes:
                self._take_as(meant, key, value, fields, faults)
        self._report_missing(what, required, fields, faults)
        return fields

    def _report_missing(self, what: str, names: list[str], fields: Fields, faults: Faults) -> None:
        left_out = [name for name in names if name not in fields.nodes]
        missing = [name for name in left_out if not faults.lost_mentions(name)]
        if missing:
            named = ", ".join(f"'{name}'" for name in missing)
            keys = f"key {named} is" if len(missing) == 1 else f"keys {named} are"
            advice = f"add '{missing[0]}:', {self.keys[missing[0]].about}"
            faults.add(fields.node, "C103", f"{what}: {keys} missing; {advice}")

    def _report_unknown(self, key: Node, split: str, faults: Faults) -> str:
        """Report a key that is not known; return the one that was probably meant."""
        advice = (
            split
            or did_you_mean(key.text, self.keys, faults)
            or "; see the reference of the format"
        )
        faults.add(key, "C101", f"{quote(key.text)} is no key of {self.name}{advice}")
        is_lost = bool(split) or faults.guesses > MAX_GUESSES
        return "" if is_lost else nearest(key.text, self.keys)

    def _take_as(self, meant: str, key: Node, value: Node, fields: Fields, faults: Faults) -> None:
        """Go on as if a misspelt key were right; where it is less than sure, only as if written."""
        if nearest(key.text, [meant], SURE):
            self._take(replace(key, text=meant), value, fields, faults)
        else:
            fields.nodes[meant] = value

    def _take(self, key: Node, value: Node, fields: Fields, faults: Faults) -> None:
        known = self.keys.get(key.text)
        if known is None:
            return
        fields.nodes[key.text] = value
        is_open = isinstance(known.kind, ListOf | Table) and not known.required
        if is_open and value.is_empty:
            fields.values[key.text] = []
        else:
            fields.values[key.text] = known.kind.read(value, faults, quote(key.text))

    def schema(self) -> Schema:
        """Describe every key."""
        whole: Schema = {
            "type": "object",
            "properties": {
                name: {"description": key.about[:1].upper() + key.about[1:], **key.kind.schema()}
                for name, key in self.keys.items()
            },
            "additionalProperties": False,
        }
        required = [name for name, key in self.keys.items() if key.required]
        if required:
            whole["required"] = required
        return {"anyOf": [self.keys[self.short].kind.schema(), whole]} if self.short else whole
