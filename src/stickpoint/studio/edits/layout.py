"""Data → YAML, in one line or in several, as the file around it is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stickpoint.studio.edits.words import WIDTH, folded, is_plain, literal, scalar
from stickpoint.studio.edits.written import Data, Part

_MOST_AT_A_GLANCE = 4
"""Entries of a mapping that are still read at a glance in one line."""


@dataclass(frozen=True)
class Habits:
    """How a file is laid out.

    ``step`` columns go before what stands below a key, ``dash`` before the dashes below a key;
    entries of the list or mapping at hand ``in_line`` or not (None: as fits), up to ``width``.
    """

    step: int = 2
    dash: int = 2
    in_line: bool | None = None
    width: int = WIDTH


def habits(text: str, root: Part) -> Habits:
    """Read off a file how it is laid out."""
    steps = {"mapping": 2, "list": 2}
    seen: set[str] = set()
    for key, value in _entries(root):
        if value.kind in steps and not value.is_flow and value.kind not in seen:
            seen.add(value.kind)
            start = value.opening[0] if value.opening else value.start
            steps[value.kind] = max(0, column(text, start) - column(text, key.start))
    return Habits(steps["mapping"] or 2, steps["list"])


def column(text: str, at: int) -> int:
    """Return how many characters stand before a place in its line."""
    return at - (text.rfind("\n", 0, at) + 1)


def flow(data: Data) -> str:
    """Write data in one line.

    >>> flow({"a": ["x", "-1"], "b": "a, b"})
    '{a: [x, -1], b: "a, b"}'
    """
    if isinstance(data, str):
        return scalar(data, in_brackets=True)
    if isinstance(data, list):
        return "[" + ", ".join(flow(part) for part in data) + "]"
    pairs = (f"{scalar(key, in_brackets=True)}: {flow(part)}" for key, part in data.items())
    return "{" + ", ".join(pairs) + "}"


def pair(key: str, data: Data, indent: int, how: Habits) -> list[str]:
    """Write an entry of a mapping as lines.

    >>> pair("us", {"name": "A", "text": {"b": {"c": {"d": "e"}}}}, 2, Habits())
    ['  us:', '    name: A', '    text:', '      b:', '        c: {d: e}']
    """
    lead = " " * indent + scalar(key, in_brackets=False) + ":"
    return _entry(lead, data, indent, how)


def item(data: Data, indent: int, how: Habits) -> list[str]:
    """Write an item of a list as lines, the dash before it."""
    lead = " " * indent + "-"
    if isinstance(data, str) or _goes_in_line(lead, data, how):
        return _entry(lead, data, indent, how)
    inner = Habits(how.step, how.dash)
    lines = block(data, indent + 2, inner)
    return [lead + " " + lines[0].lstrip(" "), *lines[1:]]


def block(data: Data, indent: int, how: Habits) -> list[str]:
    """Write a mapping or a list as lines of its own."""
    if isinstance(data, dict):
        return [line for key, part in data.items() for line in pair(key, part, indent, how)]
    return [line for part in data for line in item(part, indent, how)]


def _entry(lead: str, data: Data, indent: int, how: Habits) -> list[str]:
    if isinstance(data, str):
        return _text(lead, data, indent, how)
    if _goes_in_line(lead, data, how):
        return [f"{lead} {flow(data)}"]
    inner = Habits(how.step, how.dash)
    deeper = indent + (how.dash if isinstance(data, list) else how.step)
    return [lead, *block(data, deeper, inner)]


def _text(lead: str, text: str, indent: int, how: Habits) -> list[str]:
    if not text:
        return [lead]
    if "\n" in text:
        lines = literal(text, indent + how.step)
        if lines:
            return [f"{lead} |", *lines]
    line = f"{lead} {scalar(text, in_brackets=False)}"
    if len(line) > how.width and " " in text:
        lines = folded(text, indent + how.step)
        if lines:
            return [f"{lead} >", *lines]
    return [line]


def _goes_in_line(lead: str, data: Data, how: Habits) -> bool:
    if not data:
        return True
    if how.in_line is False and isinstance(data, dict):
        return False
    parts = list(data.values()) if isinstance(data, dict) else data
    if how.in_line is None:
        are_simple = all(isinstance(part, str) for part in parts)
        if not are_simple or (isinstance(data, dict) and len(data) > _MOST_AT_A_GLANCE):
            return False
    is_long = any("\n" in text for text in _texts(data))
    return not is_long and len(lead) + 1 + len(flow(data)) <= how.width


def _texts(data: Data) -> Iterator[str]:
    if isinstance(data, str):
        yield data
        return
    for part in data.values() if isinstance(data, dict) else data:
        yield from _texts(part)


def _entries(part: Part) -> Iterator[tuple[Part, Part]]:
    """Yield the keys and values of all mappings that are written in lines, from the top down."""
    if part.is_flow:
        return
    yield from part.pairs
    for child in part.children:
        yield from _entries(child)


def in_place(text: str, old: Part, data: str, *, in_brackets: bool) -> str:
    """Write a text in the place of another, in quotes or as a block if the other is.

    Parameters
    ----------
    text : str
        The file.
    old : Part
        What stands there, a text.
    data : str
        The new words.
    in_brackets : bool
        Whether it stands inside [ ] or { }.
    """
    if old.style in ("|", ">"):
        header, _, rest = text[old.start : old.end].partition("\n")
        first = rest.lstrip("\n")
        indent = len(first) - len(first.lstrip(" "))
        width = max(WIDTH, *(len(line) for line in rest.split("\n"))) if old.style == ">" else 0
        lines = folded(data, indent, width) if old.style == ">" else literal(data, indent)
        if lines and indent:
            return "\n".join([header, *lines])
    style = old.style if old.style in ("'", '"') else ""
    if style == '"' and is_plain(data, in_brackets=in_brackets) and not data:
        style = ""
    return scalar(data, in_brackets=in_brackets, style=style) if data else '""'
