"""Every word that somebody wrote → the same word in the case, whatever YAML makes of it."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from casefiles import whole
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.case import library
from stickpoint.case.check import check_text

# Everything that a text file can hold; other line ends are YAML's own business.
WORDS = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"), exclude_characters="\x85\u2028\u2029\ufeff\ufffe\uffff"
    ),
    min_size=1,
)
PLAIN = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 _./+~-]{0,20}[A-Za-z0-9]", fullmatch=True)


def quoted(text: str) -> str:
    """Write a text as YAML in single quotes."""
    return "'" + text.replace("'", "''") + "'"


@given(WORDS, WORDS, WORDS)
def test_quoted_words_come_back_as_they_were(title: str, note: str, name: str) -> None:
    part = f"title: {quoted(title)}\nnotes: [{quoted(note)}]\n"
    in_double = json.dumps(note, ensure_ascii=False)
    part += f"parties: {{a: {quoted(name)}, b: {{name: B, note: {in_double}}}}}\n"
    case = sp.loads(whole(part))
    assert (case.title, case.notes, case.parties[0].name) == (title, (note,), name)
    assert case.parties[1].note == note


@given(PLAIN)
def test_plain_words_come_back_as_they_were(text: str) -> None:
    case = sp.loads(whole(f"title: {text}\nabout: {text}   # a comment\n"))
    assert (case.title, case.about) == (text, text)


@given(st.lists(st.sampled_from(["a.x", "b.y", "&", "|", "!", "(", ")"]), min_size=1, max_size=9))
def test_a_statement_keeps_its_words(parts: list[str]) -> None:
    text = " ".join(parts)
    case, findings = check_text(whole(f"settled: {quoted(text)}\n"))
    assert (case is None) == bool(findings)
    if case is not None:
        assert case.settled is not None
        assert case.settled.text == text


@pytest.mark.parametrize(
    "written",
    ["1952-02", "1952-03~", "early 1952", "1952-07-15/1952-07-17", "1952", "late May 1953"],
)
def test_a_date_keeps_its_words(written: str) -> None:
    case = sp.loads(whole(f"clock: {{start: {written}}}\n"))
    assert case.clock.start is not None
    assert case.clock.start.written == written


def test_blocks_of_lines_keep_their_line_breaks() -> None:
    case = sp.loads(whole("about: |\n  one\n    two\n\n  three\nnotes: >\n  four\n  five\n"))
    assert case.about == "one\n  two\n\nthree"
    assert case.notes == ("four five",)


def texts_in(value: Any) -> set[str]:
    """Gather every text in plain data."""
    if isinstance(value, dict):
        return set().union(*(texts_in(part) for pair in value.items() for part in pair))
    if isinstance(value, list):
        return set().union(*(texts_in(part) for part in value)) if value else set()
    return {str(value).rstrip("\n")}


def words_of(thing: Any) -> str:
    """Write out everything a case holds."""
    return repr({part.name: getattr(thing, part.name) for part in fields(thing)})


@pytest.mark.parametrize("name", library.names())
def test_no_word_of_a_built_in_case_is_lost(name: str) -> None:
    from ruamel.yaml import YAML

    text = library.path_of(name).read_text(encoding="utf-8")
    loader = YAML(typ="base", pure=True)
    data = loader.load(text)
    keys = {key for key in texts_in(data) if len(key.split()) > 1}
    everything = words_of(sp.load(name)).replace("\\'", "'").replace("\\\\", "\\")
    assert [words for words in keys if words not in everything] == []
