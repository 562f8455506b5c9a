"""Random YAML texts in every manner of writing, and where their parts are by another parser."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

WORDS = [
    "yes", "0.5", "-1/year", "a: b", "# no", "it's", 'say "x"', "über", "x, y", "[", "!settled",
    "- d", "1952-01-02", "100%", "*", "&a", "@x", "key:", "a #b", "null", "~", "---", "{b}",
    "a  b", "北京 — 1952", "\\", "tab\there", "word " * 30 + "end", "a.x & !b.y", "(a | b) iff c",
    "two\nlines", "one\n\nthree", " lead", "?", "? x", ":", "-", "+", "++", "a\u00a0b", "é\u0301",
]  # fmt: skip
PLAIN = ["yes", "0.5", "a.x & b.y", "1952-01-02", "it's", "100%", "über", "a#b", "x:y", "-1/year"]
KEYS = ["a", "b.x", "one two", "c", "it's", "e: f", "zwölf"]

words = st.sampled_from(WORDS)
values = st.recursive(
    words,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


def twin_read(text: str) -> Any:
    """Read a text by a parser that shares nothing with the one under test; all values texts."""
    yaml = YAML(typ="base", pure=True)
    return ended(yaml.load(text))


def ended(data: Any) -> Any:
    """Take away line breaks at the ends of texts, which a case has none of."""
    if isinstance(data, dict):
        return {str(key).rstrip("\n"): ended(value) for key, value in data.items()}
    if isinstance(data, list):
        return [ended(value) for value in data]
    return "" if data is None else str(data).rstrip()


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the paths to all that is in data, itself left out."""
    found: list[tuple[Any, ...]] = [path] if path else []
    entries = data.items() if isinstance(data, dict) else []
    entries = enumerate(data) if isinstance(data, list) else entries
    for step, value in entries:
        found += places(value, (*path, step))
    return found


def lines_of(text: str, path: tuple[Any, ...]) -> tuple[int, int]:
    """Return the first line of what a path leads to, its key or dash included, and the last."""
    node = YAML(typ="base", pure=True).compose(text)
    first = 0
    for step in path:
        if isinstance(step, int):
            first = node.start_mark.line if step == 0 else node.value[step].start_mark.line
            node = node.value[step]
            first = min(first, node.start_mark.line)
        else:
            key, node = next(pair for pair in node.value if pair[0].value.rstrip("\n") == step)
            first = key.start_mark.line
    return first, node.end_mark.line


@st.composite
def yaml_texts(draw: Any) -> str:
    """Write a random mapping in a random manner."""
    lines = _mapping(draw, 2, 0)
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    last = draw(st.sampled_from([end, end, ""]))
    lines = [*draw(st.sampled_from([[], ["# head"], ["", "# head"]])), *lines]
    mark = draw(st.sampled_from(["", "", "", "\ufeff"]))
    return mark + end.join(lines) + last


def _between(draw: Any, indent: int) -> list[str]:
    return draw(
        st.sampled_from([[], [], [], [""], [" " * indent + "# about the next"], ["", "# c"]])
    )


def _behind(draw: Any) -> str:
    return draw(st.sampled_from(["", "", "", "  # why", " #"]))


def _key(draw: Any, key: str) -> str:
    is_odd = ":" in key or "'" in key
    return json.dumps(key) if is_odd or draw(st.integers(0, 4)) == 0 else key


def _mapping(draw: Any, depth: int, indent: int) -> list[str]:
    lines: list[str] = []
    for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True)):
        lead = " " * indent + _key(draw, key) + ":"
        lines += _between(draw, indent) if lines else []
        lines += _value(draw, lead, depth, indent)
    return lines


def _value(draw: Any, lead: str, depth: int, indent: int) -> list[str]:
    manner = draw(st.sampled_from(["word", "word", "flow", "block", "map", "list", "none"]))
    if manner in ("map", "list") and depth == 0:
        manner = "flow"
    if manner == "none":
        return [lead + _behind(draw)]
    if manner == "word":
        return [f"{lead} {_word(draw, flow=False)}{_behind(draw)}"]
    if manner == "flow":
        return [f"{lead} {_flow(draw, 1)}{_behind(draw)}"]
    deeper = indent + draw(st.sampled_from([2, 2, 4]))
    if manner == "block":
        sign = draw(st.sampled_from(["|", ">", ">-", "|-"]))
        body = draw(
            st.sampled_from([["some words"], ["two", "lines"], ["a", "", "b # no comment"]])
        )
        return [f"{lead} {sign}", *(" " * deeper + line if line else "" for line in body)]
    if manner == "map":
        return [lead + _behind(draw), *_mapping(draw, depth - 1, deeper)]
    dash = indent + draw(st.sampled_from([0, 2, 2])) if not lead.endswith("-") else deeper
    lines = [lead + _behind(draw)]
    for _ in range(draw(st.integers(1, 3))):
        lines += _between(draw, dash) if len(lines) > 1 else []
        lines += _item(draw, depth - 1, dash)
    return lines


def _item(draw: Any, depth: int, dash: int) -> list[str]:
    if draw(st.booleans()):
        inner = _mapping(draw, 0, dash + 2)
        return [" " * dash + "- " + inner[0][dash + 2 :], *inner[1:]]
    return _value(draw, " " * dash + "-", min(depth, 0), dash)


def _word(draw: Any, *, flow: bool) -> str:
    manner = draw(st.sampled_from(["plain", "double", "single"]))
    if manner == "plain":
        return draw(st.sampled_from(PLAIN))
    word = draw(words)
    if manner == "single" and "\n" not in word and "\t" not in word:
        return "'" + word.replace("'", "''") + "'"
    return json.dumps(word, ensure_ascii=False)


def _flow(draw: Any, depth: int) -> str:
    manner = draw(st.sampled_from(["list", "map"] if depth else ["word"]))
    if manner == "word":
        return _word(draw, flow=True)
    gap = draw(st.sampled_from([", ", ",", " , "]))
    if manner == "list":
        parts = [_flow(draw, depth - 1) for _ in range(draw(st.integers(0, 3)))]
        return "[" + gap.join(parts) + "]"
    keys = draw(st.lists(st.sampled_from(KEYS), max_size=3, unique=True))
    return "{" + gap.join(f"{_key(draw, key)}: {_flow(draw, depth - 1)}" for key in keys) + "}"
