"""The reference of findings and of the format → complete, and every example on it true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from casefiles import CODES, FINDINGS

from stickpoint.case.check import check, check_text
from stickpoint.case.schema import (
    beliefs_layout,
    layout,
    length_layout,
    record_layout,
    stakes_layout,
)
from stickpoint.case.schema.shape import Struct

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "reference"
FORMAT = (PAGES / "case-file.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(yaml|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^### (C\d{3}): (.+)$", re.MULTILINE)


def blocks(page: str) -> list[tuple[str, str]]:
    """List the code blocks of a page with their kinds."""
    return [(found[1], found[2]) for found in BLOCK.finditer(page)]


def completed(part: str, rest: str) -> str:
    """Add to a part of a case the keys of another that it does not write itself."""
    keys = set(re.findall(r"^(\w+):", part, re.MULTILINE))
    parts = re.split(r"^(?=\w+:)", rest, flags=re.MULTILINE)
    return part + "".join(text for text in parts if text.partition(":")[0] not in keys)


def examples(page: str, rest: str) -> Iterator[tuple[str, str]]:
    """Return every YAML block made whole, with the findings that the page shows for it."""
    shown = [*blocks(page), ("", "")]
    for (kind, text), (after, output) in pairwise(shown):
        if kind == "yaml":
            yield completed(text, rest), output if after == "text" else ""


def sections() -> dict[str, str]:
    """Split the page of findings by code."""
    parts = SECTION.split(FINDINGS)
    return dict(zip(parts[1::3], parts[3::3], strict=True))


def test_every_code_in_the_source_has_a_section_and_the_reverse() -> None:
    files = (ROOT / "src" / "stickpoint").rglob("*.py")
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    used = set(re.findall(r"\bC\d{3}\b", source))
    assert used == set(CODES) == set(sections())


def test_codes_are_in_order_and_each_once() -> None:
    assert sorted(set(CODES)) == CODES


def headline(text: str) -> str:
    """Name an example by how it begins."""
    return " ".join(text[:30].split())


LAST = blocks(FINDINGS)[-1][1]


@pytest.mark.parametrize(("text", "shown"), list(examples(FINDINGS, LAST)), ids=headline)
def test_the_findings_shown_are_those_that_come(text: str, shown: str) -> None:
    _, findings = check_text(text, "wages.case.yaml")
    assert "".join(f"{finding}\n" for finding in findings) == shown


def test_each_section_shows_its_own_code() -> None:
    for code, text in sections().items():
        shown = {
            line.split()[1]
            for kind, part in blocks(text)
            for line in part.splitlines()[:1]
            if kind == "text"
        }
        assert shown <= {code}


def test_a_missing_file_is_reported_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (finding,) = check("nowhere.case.yaml")[1]
    assert str(finding) in FINDINGS


FIRST = blocks(FORMAT)[0][1]


@pytest.mark.parametrize(("text", "shown"), list(examples(FORMAT, FIRST)), ids=headline)
def test_the_examples_of_the_format_are_sound_or_show_their_finding(text: str, shown: str) -> None:
    _, findings = check_text(text, "wages.case.yaml")
    assert "".join(f"{finding}\n" for finding in findings) == shown


def records() -> list[Struct]:
    """List every record of the layout."""
    pages = (layout, beliefs_layout, stakes_layout, record_layout, length_layout)
    both = {name: thing for page in pages for name, thing in vars(page).items()}
    return [thing for thing in both.values() if isinstance(thing, Struct)]


def test_every_key_of_the_format_is_explained() -> None:
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", BLOCK.sub("", FORMAT)))))
    keys = {key for record in records() for key in record.keys}
    assert len(keys) > 60
    assert keys - words == set()


def test_every_word_of_the_format_is_listed() -> None:
    for word in (*record_layout.ACTS, *stakes_layout.RATINGS):
        assert f"`{word}`" in FORMAT
