"""Text with YAML faults → one finding for each, and text without them to read on in.

A line that cannot be read is reported, blanked together with what hangs on it, and the rest is
read again, so that one slip hides nothing else. What was blanked is remembered: nothing that
stood there may be called missing later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from stickpoint.case.model.basis import Place
from stickpoint.case.yaml.compose import MAX_NESTED, events
from stickpoint.case.yaml.nodes import Faults, in_quotes, quote

MAX_FAULTS = 20
MAX_REREAD = 4_000_000
_BLAME_START = re.compile("quoted scalar|simple key|flow (sequence|mapping)|an a(nchor|lias)")
_LEADING_TAB = re.compile(r"^( *\t[ \t]*)(?=\S)", re.MULTILINE)
_VALUE = re.compile(r"""^\s*(?:-\s+)*(?:(?:"[^"]*"|'[^']*'|[^\s"'#:][^:]*?)\s*:\s+)?(.*?)\s*$""")
_KEY = re.compile(r"^\s*(?:-\s+)*[^\s:][^:]*:(\s|$)")
_MEANINGFUL = {
    "!": "a tag",
    "&": "an anchor",
    "*": "the repetition of an anchor",
    "|": "a block of lines",
    ">": "a folded block of lines",
    "@": "a reserved sign",
    "`": "a reserved sign",
    "%": "a directive",
}


@dataclass(frozen=True, slots=True)
class _Slip:
    """A line (from 0) that cannot be read; ``deep`` when lines as deep as it are lost with it."""

    line: int
    column: int
    message: str
    deep: bool = False


def readable(text: str, faults: Faults) -> str:
    """Report every syntax fault and return a text that parses, as long as the one given.

    ``faults.lost`` gets the lines that were blanked.
    """
    attempts = max(2, min(MAX_FAULTS, MAX_REREAD // (len(text) + 1)))
    tabbed: set[int] = set()
    for _ in range(attempts):
        error, quoted_from = _first_error(text)
        if error is None:
            return text
        untabbed = _untab(text, error, faults)
        if untabbed is not None:
            tabbed = {k for k, line in enumerate(text.split("\n")) if _LEADING_TAB.match(line)}
            text = untabbed
            continue
        lines = text.split("\n")
        slip = _explain(error, lines, quoted_from)
        place = Place(slip.line + 1, slip.column + 1)
        if not lines[slip.line].strip():
            faults.add(place, "C002", f"not YAML: {error.problem}")
            break
        if slip.line not in tabbed:
            faults.add(place, "C002", slip.message, lines[slip.line])
        text = _blank(lines, slip, faults)
    faults.lost = faults.lost or text
    return text if _first_error(text)[0] is None else ""


def _first_error(text: str) -> tuple[Any, int | None]:
    """Return the first syntax error, and the first line of a quoted text ending just before it."""
    quoted: tuple[int, int] = (-1, -1)
    depth = 0
    try:
        for event in events(text):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_NESTED:
                return None, None  # a finding of its own, made when the tree is built
            if getattr(event, "style", None) in ("'", '"'):
                quoted = (event.start_mark.line, event.end_mark.line)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark
        is_long = quoted[0] < quoted[1] == mark.line
        return error, quoted[0] if is_long else None
    return None, None


def _untab(text: str, error: Any, faults: Faults) -> str | None:
    """Report tabs used as indentation and return the text with a space for each, if they matter."""
    line = error.problem_mark.line
    lines = text.split("\n")
    if line >= len(lines) or not _LEADING_TAB.match(lines[line]):
        return None
    others = len(_LEADING_TAB.findall(text)) - 1
    more = f" (and {others} more line{'s' if others > 1 else ''})" if others else ""
    message = f"the line{more} is indented with a tab; YAML wants spaces"
    place = Place(line + 1, lines[line].index("\t") + 1)
    faults.add(place, "C007", f"{message}: replace each tab by two spaces")
    return _LEADING_TAB.sub(lambda found: found[1].replace("\t", " "), text)


def _explain(error: Any, lines: list[str], quoted_from: int | None) -> _Slip:
    """Say in plain words what a parser error means, and which line is to blame."""
    mark, context = error.problem_mark, error.context or ""
    if quoted_from is not None:
        return _quote_not_closed(quoted_from, lines[quoted_from])
    is_escape = "escape" in (error.problem or "")
    if error.context_mark and not is_escape and _BLAME_START.search(context):
        mark = error.context_mark
    line = min(mark.line, len(lines) - 1)
    while line and not lines[line].strip():
        line -= 1
    if line < mark.line and "flow" in context:
        return _open_at_the_end(line, lines)
    column = mark.column if line == mark.line else 0
    if "quoted scalar" in context and not is_escape:
        return _quote_not_closed(line, lines[line])
    if "flow" in context and lines[line][column : column + 1] in ("[", "{"):
        return _bracket_not_closed(line, column, error)
    return _odd_start(line, column, lines) or _about_line(line, column, lines, error.problem or "")


def _odd_start(line: int, column: int, lines: list[str]) -> _Slip | None:
    """Blame the first line of the file when the others, at the margin, do not line up with it."""
    first = next((k for k, text in enumerate(lines) if text.strip() and text[0] not in "#%"), line)
    text = lines[first]
    at_margin = sum(bool(re.match(r"[^\s#%-]", other)) for other in lines)
    is_odd = _indent(text) > 0 or text.startswith("- ")
    if column or first == line or not is_odd or at_margin < 2:
        return None
    message = f"{quote(text)} does not line up with the keys below, which begin at the margin"
    return _Slip(first, _indent(text), message)


def _quote_not_closed(line: int, text: str) -> _Slip:
    found = re.search(r"""(?<![\w"'])["'](?=\S)""", text)
    column = found.start() if found else _indent(text)
    message = f"the quote that opens here is not closed: {quote(text[column:])}; close it"
    return _Slip(line, column, message)


def _open_at_the_end(line: int, lines: list[str]) -> _Slip:
    """Blame the last line with a bracket, or the last of all where a mark hides it."""
    column = -1
    above = line + 1
    while above and column < 0:
        above -= 1
        column = max(lines[above].rfind(sign) for sign in "[{")
    message = "the file ends inside a bracket that opens here or above; close it"
    return _Slip(above, column, message) if column >= 0 else _Slip(line, 0, message)


def _bracket_not_closed(line: int, column: int, error: Any) -> _Slip:
    where = error.problem_mark.line + 1
    seen = f"line {where}" if where != line + 1 else f"column {error.problem_mark.column + 1}"
    message = (
        f"the bracket that opens here is not closed by {seen}, or a comma is missing before; "
        "close it, put a comma between the parts, and quote parts that hold ':' or a bracket"
    )
    return _Slip(line, column, message)


def _about_line(line: int, column: int, lines: list[str], problem: str) -> _Slip:
    """Explain a fault that lies in one line."""
    text = lines[line]
    found = _VALUE.match(text)
    value, at = (found[1], found.start(1)) if found else ("", column)
    is_at_start = column <= _indent(text) or text[:column].strip() in ("", "-")
    is_block = re.fullmatch(r"[|>][-+\d]*", value)
    if value[:1] in _MEANINGFUL and not is_block and "mapping values" not in problem:
        message = (
            f"{quote(value)} begins with '{value[0]}', which YAML takes for "
            f"{_MEANINGFUL[value[0]]}; put the whole value in quotes{_in_quotes(value)}"
        )
        return _Slip(line, at, message)
    if "escape" in problem:
        message = "a backslash in double quotes must be written twice; or use single quotes"
        return _Slip(line, column, message)
    if value[:1] in ('"', "'") and not is_at_start:
        message = (
            f"something follows the closing quote in {quote(value)}; "
            f"put the whole value in one pair of quotes{_in_quotes(value)}"
        )
        return _Slip(line, at, message)
    if "mapping values" in problem:
        return _colon_out_of_place(line, column, lines)
    if "expected ':'" in problem:
        return _Slip(line, column, f"{quote(text)} is neither 'key: value' nor '- item'; {_SPACE}")
    if is_at_start:
        what = "an item of a list" if text.lstrip().startswith("-") else "a key"
        message = (
            f"{quote(text)} is {what} that does not line up with anything above; "
            "keys of one mapping, and dashes of one list, begin in the same column"
        )
    elif set(text[max(0, column - 1) : column + 1]) & set("!&*"):
        message = (
            "inside [ ] and { } a part that begins with '!', '&' or '*' means something else to "
            "YAML; put each statement in quotes"
        )
    else:
        message = f"{quote(text)} is not YAML here; put texts that hold : # [ ] {{ }} , in quotes"
    return _Slip(line, column, message, deep=is_at_start)


_SPACE = "a key is followed by a colon and a space, an item preceded by a dash and a space"


def _colon_out_of_place(line: int, column: int, lines: list[str]) -> _Slip:
    """Explain 'mapping values are not allowed': a second colon, or a key where none can be."""
    text = lines[line]
    before = text[:column]
    if ": " in before:
        value = _VALUE.match(text)
        whole = value[1] if value else text.strip()
        message = f"a second ': ' in one line; put the whole value in quotes{_in_quotes(whole)}"
        return _Slip(line, column, message)
    above = line - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    if above >= 0 and _indent(text) <= _indent(lines[above]) and not _KEY.match(lines[above]):
        message = f"{quote(lines[above])} is neither 'key: value' nor '- item'; {_SPACE}"
        return _Slip(above, _indent(lines[above]), message)
    message = (
        f"{quote(text)} is indented deeper than the line above, which has its value already; "
        "indent it like its neighbours"
    )
    return _Slip(line, _indent(text), message, deep=True)


def _blank(lines: list[str], slip: _Slip, faults: Faults) -> str:
    """Blank a line and all that hangs on it, keeping every other line where it is."""
    depth = _indent(lines[slip.line])
    end = slip.line + 1
    while end < len(lines):
        text = lines[end]
        hangs = _indent(text) > depth or (slip.deep and _indent(text) == depth > 0)
        if text.strip() and not hangs and text.strip()[0] not in "]}":
            break
        end += 1
    faults.lost += "\n".join(lines[slip.line : end]) + "\n"
    return "\n".join((*lines[: slip.line], *[""] * (end - slip.line), *lines[end:]))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _in_quotes(text: str) -> str:
    """Return ': ' and a text in quotes without the comment behind it; nothing if it is long."""
    return in_quotes(re.sub(r"\s+#.*$", "", text))
