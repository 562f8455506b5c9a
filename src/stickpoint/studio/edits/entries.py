"""An entry put in, taken out, or moved among its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from stickpoint.studio.edits.fault import EditError
from stickpoint.studio.edits.layout import Habits, column, flow, item, pair
from stickpoint.studio.edits.words import scalar
from stickpoint.studio.edits.written import Data, Part


def insert_pair(text: str, holder: Part, place: int, entry: tuple[str, Data], how: Habits) -> str:
    """Return a text with a key and its value put into a mapping that has others.

    Parameters
    ----------
    text : str
        The file.
    holder : Part
        The mapping.
    place : int
        Before which of its entries, counted from 0.
    entry : (str, data)
        The key and its value.
    how : Habits
        How the file is laid out.
    """
    key, data = entry
    if holder.is_flow:
        return _into_brackets(text, holder, place, f"{scalar(key, in_brackets=True)}: {flow(data)}")
    indent = column(text, holder.pairs[0][0].start)
    lines = pair(key, data, indent, _as_siblings(text, holder, how))
    return _insert_lines(text, holder, place, lines, indent)


def insert_item(text: str, holder: Part, place: int, data: Data, how: Habits) -> str:
    """Return a text with an item put into a list that has others; arguments as `insert_pair`."""
    if holder.is_flow:
        return _into_brackets(text, holder, place, flow(data))
    indent = column(text, holder.opening[0])
    lines = item(data, indent, _as_siblings(text, holder, how))
    return _insert_lines(text, holder, place, lines, indent)


def remove(text: str, holder: Part, place: int) -> str:
    """Return a text without one of several entries of a list or a mapping."""
    spans = entry_spans(holder)
    start, end = spans[place]
    if holder.is_flow:
        if place + 1 < len(spans):
            end = spans[place + 1][0]
        else:
            start = spans[place - 1][1]
        return text[:start] + _comments_kept(text, spans[place], (start, end)) + text[end:]
    begin, stop = line_start(text, start), line_end(text, end)
    if text[begin:start].strip():  # the first key behind a dash
        following = spans[place + 1][0]
        lines = text[stop:following].split("\n")
        above = "".join(
            f"{line}\n" for line in lines if line.strip()
        )  # comments on what comes next
        return text[:begin] + above + text[begin:start] + text[following:]
    if text[stop : stop + 1] == "\n":
        stop += 1
    elif begin:
        begin -= 1  # the last line, which nothing ends
    before_is_blank = begin == 0 or text[:begin].endswith("\n\n")
    while before_is_blank and text[stop : stop + 1] == "\n" and stop < len(text):
        stop += 1
    if stop == len(text) and text[:begin].endswith("\n\n"):
        begin = len(text[:begin].rstrip("\n")) + 1
    return text[:begin] + text[stop:]


def reorder(text: str, holder: Part, order: Sequence[int]) -> str:
    """Return a text with the entries of a list or a mapping in another order.

    Comments just above an entry move with it; blank lines between entries stay.
    """
    spans = entry_spans(holder)
    if not holder.is_flow:
        spans = [_with_lines(text, span) for span in spans]
        spans = _with_comments(text, spans)
    pieces = [text[start:end] for start, end in spans]
    gaps = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    moved = [pieces[k] for k in order]
    body = moved[0] + "".join(gap + piece for gap, piece in zip(gaps, moved[1:], strict=True))
    return text[: spans[0][0]] + body + text[spans[-1][1] :]


def entry_spans(holder: Part) -> list[tuple[int, int]]:
    """List where each entry begins, its dash or key included, and ends."""
    if holder.kind == "mapping":
        return [(key.start, max(key.end, value.end)) for key, value in holder.pairs]
    starts = holder.opening or [part.start for part in holder.items]
    return [
        (start, max(start + (not holder.is_flow), part.end))
        for start, part in zip(starts, holder.items, strict=True)
    ]


def line_start(text: str, at: int) -> int:
    """Return where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line of a place ends, before its line break."""
    if at and text[at - 1] == "\n":
        return at - 1
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _into_brackets(text: str, holder: Part, place: int, written: str) -> str:
    spans = entry_spans(holder)
    if place == 0:
        at = spans[0][0]
        return text[:at] + written + ", " + text[at:]
    at = spans[place - 1][1]
    first = spans[0][0]
    is_last = place == len(spans)
    is_too_long = line_end(text, at) - line_start(text, at) + len(written) + 2 > Habits().width
    is_in_lines = len(spans) > 1 and all("\n" in text[a[1] : b[0]] for a, b in _next_to(spans))
    if is_last and (is_too_long or is_in_lines):
        return text[:at] + ",\n" + " " * column(text, first) + written + text[at:]
    return text[:at] + ", " + written + text[at:]


def _insert_lines(text: str, holder: Part, place: int, lines: list[str], indent: int) -> str:
    spans = entry_spans(holder)
    blank = "\n" if _are_apart(text, spans, place) else ""
    if place == 0:
        at = spans[0][0]
        written = "\n".join(lines)[indent:] + "\n" + blank + " " * indent
        return text[:at] + written + text[at:]
    end = spans[place - 1][1]
    at = line_end(text, end)
    if text[end - 1] == "\n":
        at = end - 1
    return text[:at] + "\n" + blank + "\n".join(lines) + text[at:]


def _are_apart(text: str, spans: Sequence[tuple[int, int]], place: int) -> bool:
    """Tell whether the entries at a place, or the last two, have a blank line between them."""
    gaps = [text[a[1] : b[0]] for a, b in _next_to(spans)]
    if not gaps:
        return False
    return re.search(r"\n[ \t]*\n", gaps[min(max(place - 1, 0), len(gaps) - 1)]) is not None


def _next_to(
    spans: Sequence[tuple[int, int]],
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(pairwise(spans))


def _as_siblings(text: str, holder: Part, how: Habits) -> Habits:
    """Return how entries are written in a mapping or a list: in one line or not, and how wide."""
    mappings = [part for part in holder.children if part.kind == "mapping"]
    if not mappings:
        return how
    in_line = sum(part.is_flow for part in mappings)
    widths = (
        line_end(text, part.end) - line_start(text, part.start)
        for part in mappings
        if part.is_flow and "\n" not in text[part.start : part.end]
    )
    is_usual = 2 * in_line >= len(mappings)
    return replace(how, in_line=is_usual or None, width=max([how.width, *widths]))


def _comments_kept(text: str, entry: tuple[int, int], cut: tuple[int, int]) -> str:
    """Refuse to cut what stands beside an entry in brackets if it holds words of its own."""
    beside = text[cut[0] : entry[0]] + text[entry[1] : cut[1]]
    if "#" in beside:
        raise EditError("a comment stands in the way; take this out in the text")
    return ""


def _with_lines(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start = line_start(text, span[0])
    if text[start : span[0]].strip():
        message = "an entry does not begin in a line of its own"
        raise EditError(f"{message}; put it in one in the text before changing the order")
    return start, line_end(text, span[1])


def _with_comments(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Let the comments just above an entry belong to it; those above the first if others have."""
    grown = []
    for k, (start, end) in enumerate(spans):
        least = spans[k - 1][1] if k else 0
        above = start
        while above > least:
            line = text[line_start(text, above - 1) : above].strip()
            if not line.startswith("#") or line_start(text, above - 1) <= least:
                break
            above = line_start(text, above - 1)
        grown.append((above, end))
    others = any(new[0] < old[0] for new, old in zip(grown[1:], spans[1:], strict=True))
    return grown if others else [spans[0], *grown[1:]]
