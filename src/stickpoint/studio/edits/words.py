"""A text → how YAML writes it, in the style of what is there."""

from __future__ import annotations

import re

from stickpoint.studio.edits.fault import EditError

WIDTH = 100
"""Columns that a line takes at most where its words can be parted."""
_PLAIN = re.compile(r"(?:[^\W]|[(§$£€]|[-+]\.?\d)[^\n]*")
_NEVER_PLAIN = re.compile(r": |:$| #|^\s|\s$|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_NOT_IN_BRACKETS = re.compile(r"[,\[\]{}]")
_FOLDS = re.compile(r"\S+(?: \S+)*")
_ESCAPED = re.compile(r"[\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar(text: str, *, in_brackets: bool, style: str = "") -> str:
    """Write a text in one line, in the style asked for where that can hold it.

    Parameters
    ----------
    text : str
        The words.
    in_brackets : bool
        Whether they stand inside [ ] or { }, where a comma ends them.
    style : str
        ``'"'`` or ``"'"`` for quotes that are there already; empty for none.

    Examples
    --------
    >>> print(scalar("!settled", in_brackets=False), scalar('a = "b"', in_brackets=True))
    "!settled" a = "b"
    """
    if not style and is_plain(text, in_brackets=in_brackets):
        return text
    is_single = style == "'" or (not style and '"' in text and "'" not in text)
    if is_single and not _ESCAPED.search(text.replace('"', "").replace("\\", "")):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def is_plain(text: str, *, in_brackets: bool) -> bool:
    """Tell whether a text needs no quotes."""
    if not _PLAIN.fullmatch(text) or _NEVER_PLAIN.search(text):
        return False
    return not (in_brackets and _NOT_IN_BRACKETS.search(text))


def folded(text: str, indent: int, width: int = WIDTH) -> list[str] | None:
    """Part a long text into the lines of a block that begins with ``>``; None if it has none such.

    Parameters
    ----------
    text : str
        The words; each line of them is a paragraph.
    indent : int
        Columns before each line.
    width : int
        Columns of a line.
    """
    lines: list[str] = []
    for k, paragraph in enumerate(text.split("\n")):
        if k and not paragraph:
            lines.append("")
            continue
        if not _FOLDS.fullmatch(paragraph) or _ESCAPED.search(re.sub(r"[\"\\]", "", paragraph)):
            return None
        lines += [""] if k else []
        line = ""
        for word in paragraph.split(" "):
            if line and indent + len(line) + 1 + len(word) > width:
                lines.append(" " * indent + line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(" " * indent + line)
    return lines


def literal(text: str, indent: int) -> list[str] | None:
    """Part a text into the lines of a block that begins with ``|``; None if it has none such."""
    lines = text.split("\n")
    if not lines[0].strip() or lines[0][0].isspace() or not lines[-1].strip():
        return None
    if any(_ESCAPED.search(re.sub(r"[\"\\\t]", "", line)) for line in lines):
        return None
    return [" " * indent + line if line else "" for line in lines]


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    if "\ud800" <= sign <= "\udfff":
        raise EditError("a text holds half of a character that takes two; type it again")
    number = ord(sign)
    return _SHORT.get(sign) or (f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}")
