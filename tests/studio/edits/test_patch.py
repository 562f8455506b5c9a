"""Edits of a case's text: what is meant changes, and nothing else."""

from __future__ import annotations

import copy
import re
from difflib import unified_diff
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yaml_texts import ended, lines_of, places, twin_read, values, words, yaml_texts

from stickpoint.case.library import names, path_of
from stickpoint.studio.edits import EditError, patched
from stickpoint.studio.edits.line_ends import plain
from stickpoint.studio.edits.written import Part, read

FLAT = "parties: {a: A, b: B}\noptions: {a.x: do x}\nwants: {a: [a.x], b: settled}"
MAY_REFUSE = re.compile(r"a comment stands in the way|does not begin in a line of its own|all that")
"""Why a text that is written well may still not be edited by parts."""


def numbers(part: Part, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], float]]:
    """List the numbers in a text and the paths to them."""
    if part.kind == "text":
        is_number = re.fullmatch(r"[-+]?\d+(\.\d+)?", part.text) and not part.style
        return [(path, float(part.text))] if is_number else []
    steps: Any = [key.words for key, _ in part.pairs] or range(len(part.items))
    pairs = zip(steps, part.children, strict=True)
    return [found for step, child in pairs for found in numbers(child, (*path, step))]


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Set a value in plain data: the literal twin of an edit."""
    data = copy.deepcopy(data)
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    if isinstance(holder, list) and path[-1] == len(holder):
        holder.append(value)
    else:
        holder[path[-1]] = value
    return data


def without(data: Any, path: tuple[Any, ...]) -> Any:
    """Take a value out of plain data, and whatever that leaves empty."""
    data = copy.deepcopy(data)
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return without(data, path[:-1]) if not holder and path[:-1] else data


def made(text: str, edit: dict[str, Any]) -> str | None:
    """Make an edit; None where it is refused for a reason that is known."""
    try:
        return patched(text, edit)
    except EditError as error:
        if not MAY_REFUSE.search(str(error)):
            raise
        return None


@pytest.mark.parametrize("name", names())
def test_a_number_set_to_itself_changes_nothing(name: str) -> None:
    text = path_of(name).read_text(encoding="utf-8")
    found = numbers(read(text))
    assert found
    for path, value in found:
        assert patched(text, {"do": "set", "path": list(path), "value": value}) == text


def test_a_changed_number_is_a_difference_of_one_line() -> None:
    text = path_of("korea-1952").read_text(encoding="utf-8")
    for path, value in numbers(read(text))[::40]:
        new = patched(text, {"do": "set", "path": list(path), "value": value + 0.125})
        lines = list(unified_diff(text.splitlines(), new.splitlines(), n=0))[2:]
        assert [line[0] for line in lines] == ["@", "-", "+"]


@given(yaml_texts(), st.data())
def test_a_set_changes_its_lines_and_no_other(text: str, data: st.DataObject) -> None:
    before = twin_read(plain(text))
    path = data.draw(st.sampled_from(places(before)))
    value = data.draw(values)
    new = made(text, {"do": "set", "path": list(path), "value": value})
    assert new is not None
    assert twin_read(plain(new)) == put(before, path, ended(value))
    first, last = lines_of(plain(text), path)
    old_lines, new_lines = text.splitlines(keepends=True), new.splitlines(keepends=True)
    behind = len(old_lines) - last - 1
    assert new_lines[:first] == old_lines[:first]
    assert behind <= 0 or new_lines[-behind:] == old_lines[-behind:]


@given(yaml_texts(), st.data())
def test_a_new_entry_leaves_every_line_that_is_there(text: str, data: st.DataObject) -> None:
    before = twin_read(plain(text))
    holders = [(), *(path for path in places(before) if isinstance(at(before, path), dict | list))]
    path = data.draw(st.sampled_from(holders))
    holder = at(before, path)
    step = len(holder) if isinstance(holder, list) else data.draw(st.sampled_from(["new", "n: w"]))
    value = data.draw(words)
    new = made(text, {"do": "set", "path": [*path, step], "value": value})
    assert new is not None
    assert twin_read(plain(new)) == put(before, (*path, step), ended(value))
    assert comments(text) == comments(new)


@given(yaml_texts(), st.data())
def test_a_removal_takes_out_what_is_meant(text: str, data: st.DataObject) -> None:
    before = twin_read(plain(text))
    path = data.draw(st.sampled_from(places(before)))
    new = made(text, {"do": "remove", "path": list(path)})
    if new is None:
        return
    assert twin_read(plain(new)) == without(before, path)
    while len(path) > 1 and len(at(before, path[:-1])) == 1:
        path = path[:-1]
    first, last = lines_of(plain(text), path)
    lines = plain(text).split("\n")
    above, below = comments("\n".join(lines[:first])), comments("\n".join(lines[last + 1 :]))
    left = comments(new)
    assert left[: len(above)] == above
    assert left[len(left) - len(below) :] == below


@given(yaml_texts(), st.data())
def test_an_order_moves_entries_and_loses_no_comment(text: str, data: st.DataObject) -> None:
    before = twin_read(plain(text))
    holders = [
        p for p in places(before) if isinstance(at(before, p), dict | list) and at(before, p)
    ]
    path = data.draw(st.sampled_from([(), *holders]))
    holder = at(before, path)
    order = data.draw(st.permutations(range(len(holder))))
    new = made(text, {"do": "order", "path": list(path), "order": list(order)})
    if new is None:
        return
    after = at(twin_read(plain(new)), path)
    if isinstance(holder, list):
        assert after == [holder[k] for k in order]
    else:
        entries = list(holder.items())
        assert list(after.items()) == [entries[k] for k in order]
    assert sorted(comments(new)) == sorted(comments(text))
    assert len(new) == len(text)


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def comments(text: str) -> list[str]:
    """List the comments that stand in lines of their own."""
    return [line.strip() for line in plain(text).split("\n") if line.strip().startswith("#")]


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("payoffs: {a: [{when: x, worth: [0, 1]}]}", ["payoffs", "a", 0, "worth"], [0, 0.25, 1],
         "payoffs: {a: [{when: x, worth: {low: 0, mid: 0.25, high: 1}}]}"),
        ("payoffs: {a: [{when: x, worth: [0, 1]}]}", ["payoffs", "a", 0, "worth"], [0, 1, 2],
         "payoffs: {a: [{when: x, worth: [0, 2]}]}"),
        ("payoffs: {a: [{when: x, worth: [0, 1]}]}", ["payoffs", "a", 0, "worth"], [2, 2, 2],
         "payoffs: {a: [{when: x, worth: 2}]}"),
        ("parties: {a: {name: A, discount: 0.05/year}}", ["parties", "a", "discount"], 0.1,
         "parties: {a: {name: A, discount: 0.1/year}}"),
        ("parties: {a: {name: A, pace: [1/week, 2/week]}}", ["parties", "a", "pace"], [1, 1.5, 3],
         "parties: {a: {name: A, pace: {low: 1/week, mid: 1.5/week, high: 3/week}}}"),
        ("parties: {a: {name: A, pace: 1.0}}", ["parties", "a", "pace"], 1,
         "parties: {a: {name: A, pace: 1.0}}"),
        ("parties: {a: A}", ["parties", "a", "pace"], 2, "parties: {a: {name: A, pace: 2}}"),
        ("wants: {a: a.x}", ["wants", "a", 0, "worth"], 1, "wants: {a: {that: a.x, worth: 1}}"),
        ("wants: {a: a.x}", ["wants", "a", 1], "!b.y", 'wants: {a: [a.x, "!b.y"]}'),
        ("wants: {a: {either: [a.x, [b.y, a.z]]}}", ["wants", "a", 0, "either", 1, 0, "worth"], 1,
         "wants: {a: {either: [a.x, [{that: b.y, worth: 1}, a.z]]}}"),
        ("wants: {a: {coders: {ann: a.x}}}", ["wants", "a", "coders", "ann", 0, "note"], "why",
         "wants: {a: {coders: {ann: {that: a.x, note: why}}}}"),
        ("clock: {unit: day} # c", ["clock", "start"], "1952-01-02",
         "clock: {start: 1952-01-02, unit: day} # c"),
        ("a: 'it''s'", ["a"], "that's", "a: 'that''s'"),
        ("title: t\n", ["options", "a.x", "now"], True, "title: t\noptions:\n  a.x: {now: yes}\n"),
    ],
)  # fmt: skip
def test_values_are_written_as_a_careful_author_would(
    before: str, path: list[Any], value: Any, after: str
) -> None:
    assert patched(before, {"do": "set", "path": path, "value": value}) == after


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
STEPS = st.lists(
    st.sampled_from(["parties", "a", "options", "a.x", "wants", "b", "now", "text", 0, 1, -1, ""])
    | JSON,
    max_size=4,
)


@given(
    st.sampled_from([FLAT, "", "a", "- a\n- b", "[]", "{}", "a: [", "---\na: 1\n...\n", "\ufeff"])
    | st.text(max_size=20),
    st.sampled_from(["set", "text", "add", "remove", "order"]),
    st.fixed_dictionaries(
        {},
        optional={
            "path": STEPS | JSON,
            "value": JSON,
            "text": JSON,
            "kind": st.sampled_from(["party", "option", "want", "term", "message"]) | JSON,
            "fields": st.dictionaries(
                st.sampled_from(["id", "name", "party", "issue", "text", "that", "when"]), JSON
            )
            | JSON,
            "order": st.permutations([0, 1]) | JSON,
        },
    ),
)
def test_whatever_a_socket_brings_is_an_edit_or_a_sentence(
    text: str, do: str, rest: dict[str, Any]
) -> None:
    try:
        new = patched(text, {"do": do, **rest})
    except EditError as error:
        new = str(error)
    assert isinstance(new, str)


def test_lines_keep_their_own_ends_in_a_whole_text() -> None:
    old = "\ufeffa: 1\r\nb: 2\nc: 3\r\n"
    new = patched(old, {"do": "text", "text": "a: 1\nb: 2\nx: y\nc: 3\n"})
    assert new == "\ufeffa: 1\r\nb: 2\nx: y\r\nc: 3\r\n"


@given(yaml_texts(), st.data())
def test_a_whole_text_sent_back_by_a_browser_changes_nothing(
    text: str, data: st.DataObject
) -> None:
    assert patched(text, {"do": "text", "text": plain(text)}) == text


@pytest.mark.parametrize(
    ("text", "edit", "says"),
    [
        ("a: &k 1\nb: *k\n", {"do": "set", "path": ["b"], "value": 2}, "write it out"),
        ("a: &k {x: 1}\nb: *k\n", {"do": "set", "path": ["a", "x"], "value": 2}, "repeated"),
        ("a: &k {x: 1}\nb: *k\n", {"do": "remove", "path": ["a"]}, "repeated"),
        ("a: *k\n", {"do": "set", "path": ["b"], "value": 2}, "repeats what is not there"),
        ("a: 1\na: 2\n", {"do": "set", "path": ["a"], "value": 2}, "second time in line 2"),
        ("a: 1\n---\nb: 2\n", {"do": "set", "path": ["a"], "value": 2}, "second document"),
        ("a: [1\nb: 2\n", {"do": "set", "path": ["a"], "value": 2}, "fault in line"),
        ("a: \x01\n", {"do": "set", "path": ["a"], "value": 2}, "cannot be printed"),
        ("a: 1\n", {"do": "set", "path": ["a", "b", 0], "value": 2}, "no place"),
        ("a: 1\n", {"do": "set", "path": ["b", 3], "value": 2}, "no place"),
        ("a: 1\n", {"do": "set", "path": ["a"], "value": float("nan")}, "not a number"),
        ("a: 1\n", {"do": "set", "path": ["a"], "value": "\ud800 "}, "half of a character"),
        ("a: 1\n", {"do": "text", "text": "\ud800"}, "half of a character"),
        ("a: 1\n", {"do": "text", "text": "é" * (2**20 + 1)}, "longer than a case may be"),
        ("a: 1\n", {"do": "set", "path": ["a"], "value": "é" * 2**20}, "longer than a case may be"),
        ("a: 1\n", {"do": "set", "path": [], "value": 1}, "whole file"),
        ("a: 1\n", {"do": "set", "path": ["a"]}, "no value"),
        ("a: 1\n", {"do": "set", "value": 1}, "no path"),
        ("a: 1\n", {"do": "set", "path": [True], "value": 1}, "keys and of positions"),
        ("a: 1\n", {"do": "remove", "path": ["b"]}, "no place"),
        ("a: 1\n", {"do": "remove", "path": ["a"]}, "all that the file holds"),
        ("parties: {a: A, b: B}\n", {"do": "remove", "path": ["parties", "a", "name"]}, "no place"),
        ("a: [1, 2]\n", {"do": "order", "path": ["a"], "order": [0, 0]}, "each of 0 to 1 once"),
        ("a: [1, 2]\n", {"do": "order", "path": ["a"], "order": "10"}, "each of 0 to 1 once"),
        ("a: !x 1\n", {"do": "set", "path": ["a"], "value": 2}, "tag"),
        ("a: 1\n", {"do": "paint"}, "no edit"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_a_sentence(
    text: str, edit: dict[str, Any], says: str
) -> None:
    with pytest.raises(EditError, match=says):
        patched(text, edit)


def test_a_value_that_is_too_deep_is_refused() -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    with pytest.raises(EditError, match="too deep"):
        patched("a: 1\n", {"do": "set", "path": ["a"], "value": deep})


def test_many_repeated_parts_are_refused_at_once() -> None:
    text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for one, other in zip("abcdefg", "bcdefgh", strict=True):
        text += f"{other}: &{other} [" + ", ".join([f"*{one}"] * 10) + "]\n"
    with pytest.raises(EditError, match="too large"):
        patched(text, {"do": "set", "path": ["z"], "value": 1})
