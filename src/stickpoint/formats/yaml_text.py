"""Texts and lists → YAML that reads back as exactly those."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_PLAIN = re.compile(r"[A-Za-z](?:[\w '().,/+|&=-]*[\w').])?", re.ASCII)
_LOOKS_TYPED = {"yes", "no", "y", "n", "true", "false", "on", "off", "null", "none"}
_WIDTH = 96


def scalar(text: str) -> str:
    """Write a text so that YAML reads back exactly that."""
    if _PLAIN.fullmatch(text) and text.lower() not in _LOOKS_TYPED and "  " not in text:
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    code = ord(char)
    return (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )


def wrapped(items: Iterable[str], lead: str) -> Iterator[str]:
    """Write one item, or a list in brackets over as many lines as it needs."""
    listed = list(items)
    if len(listed) == 1:
        yield lead + listed[0]
        return
    line = f"{lead}[{listed[0]}"
    for item in listed[1:]:
        if len(line) + len(item) + 2 > _WIDTH:
            yield f"{line},"
            line = " " * (len(lead) + 1) + item
        else:
            line += f", {item}"
    yield f"{line}]"
