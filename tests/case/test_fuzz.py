"""Case files damaged at random → a case or findings, never an exception or a place outside."""

from __future__ import annotations

import random
import re
from contextlib import suppress

import pytest
from casefiles import TALKS
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.motives.evidence import at_random, scored_moves
from stickpoint.answers.motives.rivals import Motives
from stickpoint.answers.record import record
from stickpoint.case import library
from stickpoint.case.check import check_text
from stickpoint.case.schema.record_layout import RECORD
from stickpoint.case.schema.shape import ListOf, Struct, Table
from stickpoint.case.schema.stakes_layout import HYPOTHESIS
from stickpoint.formats import record_exports as record_export
from stickpoint.pages.data import record as record_data
from stickpoint.pages.data.motives import motives
from stickpoint.pages.motives import page as motives_page
from stickpoint.pages.record import page as record_page
from stickpoint.pages.render.text import text

SIGNS = [
    "!",
    "&",
    "*",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    ":",
    "-",
    "#",
    "|",
    ">",
    "\t",
    "%",
    "@",
    ",",
    "…",
]
KOREA = library.path_of("korea-1952").read_text(encoding="utf-8")


def damage(text: str, chance: random.Random) -> str:
    """Change a text in one of the ways in which people break files."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    other = chance.randrange(len(lines))
    line = lines[at]
    column = chance.randrange(len(line) + 1)
    way = chance.randrange(10)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(at, line)
    elif way == 2:
        lines.insert(other, line)
    elif way == 3:
        lines[at] = line[: max(0, column - 1)] + line[column:]
    elif way == 4:
        lines[at] = line[:column] + chance.choice(SIGNS) + line[column:]
    elif way == 5:
        lines[at] = chance.choice(["  ", " ", "\t", "    "]) + line
    elif way == 6:
        lines[at] = re.sub(r"^ {1,3}", "", line)
    elif way == 7:
        words = re.findall(r"[\w.]+", text)
        lines[at] = re.sub(r"[\w.]+", lambda _: chance.choice(words), line, count=1)
    elif way == 8:
        lines = [*lines[:at], line[:column]]
    else:
        lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


def assert_answered(text: str) -> None:
    """Read a text; whatever it is, the answer must be whole."""
    case, findings = check_text(text, "damaged")
    assert (case is None) == bool(findings)
    lines = text.split("\n")
    for finding in findings:
        assert 1 <= finding.line <= len(lines), finding
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1, finding
        assert re.fullmatch(r"C\d{3}", finding.code)
        assert 15 < len(finding.message) < 600, finding
        assert "\n" not in finding.message
        assert "Error" not in finding.message
    assert list(findings) == sorted(findings)


def record_keys(kind: object) -> set[str]:
    """List the keys that a part of the record may hold, and those of its parts."""
    if isinstance(kind, Table):
        return record_keys(kind.kind)
    if isinstance(kind, ListOf):
        return record_keys(kind.kind)
    if not isinstance(kind, Struct):
        return set()
    return set(kind.keys).union(*(record_keys(key.kind) for key in kind.keys.values()))


def test_the_record_that_is_damaged_is_sound_and_has_every_key() -> None:
    case, findings = check_text(TALKS)
    assert case is not None, findings
    written = set(re.findall(r"[{,\s](\w+):", TALKS))
    assert record_keys(RECORD) | record_keys(HYPOTHESIS) <= written


def assert_laid_out(given: str) -> None:
    """Lay out a record that is sound, in every form."""
    case, _ = check_text(given)
    if case is not None:
        view = record(case)
        assert text(record_page.page(view))
        assert record_data.record(view)
        for write in record_export.FORMATS.values():
            write(view)
        if case.hypotheses:
            assert_weighed(case)


def assert_weighed(case: sp.Case) -> None:
    """Weigh the explanations of a case that is sound, by ratings and once by its moves."""
    by_ratings = Motives(case, structural=False)
    assert text(motives_page.page(by_ratings))
    assert motives(by_ratings)
    if scored_moves(case) and case.payoffs and case.clock.horizon:
        with suppress(sp.ModelError):  # what cannot be scored is said in a sentence
            assert at_random(case) < 1e6


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_record_or_rival_is_answered_and_laid_out_if_it_is_sound(seed: int) -> None:
    chance = random.Random(seed)
    text = TALKS
    for _ in range(chance.choice([1, 1, 2, 5])):
        text = damage(text, chance)
    assert_answered(text)
    assert_laid_out(text)


VALUES = [
    *("", "0", "-1", "1.5", "[]", "{}", "[1]", "[9, 4]", "[0, 99999999999999999999]", "{a: b}"),
    *("yes", "null", "[[[1]]]", "'\\U0001F600'", "'\"<&%$#_{}\\\\~^'", "0a1b2c3d4e5f", "m", "r"),
    *("d", "p", "E1", "1952", "1952-13", "../..", "9998", "late 0002", "a.x", "b", "../../d.txt"),
    *("[0, 0]", "1e-300", "{a: +, b: --}", "'++'", "weary", "[E1, E1]", "2", "[0.5, 0.5]", "E9"),
    *("\x850", "\u2028x: y", "0,5", "[-0,5]", "1,234", "[0, [1]]", "{a: guess}", "javascript:x"),
    *("[1e9, 1e10]", "!!str x", "&a [*a]", "'ni:///x'", "'\\ud800'", "2" * 300),
]


@given(st.data())
def test_any_value_under_any_key_of_the_record_is_answered(data: st.DataObject) -> None:
    places = [found.span(2) for found in re.finditer(r"([{,\s]\w+: )([^,{}\[\]\n]+)", TALKS)]
    start, end = data.draw(st.sampled_from(places))
    value = data.draw(st.one_of(st.sampled_from(VALUES), st.text(max_size=20)))
    text = TALKS[:start] + value + TALKS[end:]
    if "\r" not in value:
        assert_answered(text)
    assert_laid_out(text)


@pytest.mark.parametrize("seed", range(120))
def test_a_damaged_template_is_answered(seed: int) -> None:
    chance = random.Random(seed)
    text = library.TEMPLATE
    for _ in range(chance.choice([1, 1, 2, 5])):
        text = damage(text, chance)
    assert_answered(text)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_korean_case_is_answered(seed: int) -> None:
    chance = random.Random(seed)
    text = KOREA
    for _ in range(chance.choice([1, 1, 3])):
        text = damage(text, chance)
    assert_answered(text)


@pytest.mark.parametrize("seed", range(40))
def test_one_damaged_line_makes_few_findings(seed: int) -> None:
    # A fault may be seen from several lines (a renamed option), but it must not cascade.
    chance = random.Random(1000 + seed)
    lines = library.TEMPLATE.split("\n")
    at = chance.choice([k for k, line in enumerate(lines) if line.strip() and "#" not in line])
    lines[at] = lines[at].replace(": ", chance.choice([":", ": ! ", ': "', ": [", " "]), 1)
    _, findings = check_text("\n".join(lines))
    assert len(findings) <= 3, [str(finding) for finding in findings]


ODD = [
    *(
        "",
        "\n",
        ":",
        "-",
        "?",
        "{",
        "[",
        "}",
        "'",
        '"',
        "&a",
        "*a",
        "!",
        "|",
        "%",
        "---",
        "...",
        "\t",
    ),
    *(
        "\ud800",
        "\0",
        "\x85",
        "\u2028a: b",
        "a: \U0001f600",
        "? a\n: b",
        "[a]: b",
        "{{a}}",
        "<<: *a",
    ),
    *("a: " + "[" * 5000, "a: " + "{a: " * 3000, "- " * 3000, "? " * 3000, "a: " + '"' * 1001),
    *("a: " + "[" * 500_000, "\n".join(" " * k + "- " for k in range(1200))),
    *("[\ns:", "a: {\n\nb", "{a: [\n# c\n\n", "[\n\n\n'", "a\x85b: [", "a:\u2028- ["),
    *("[" * depth for depth in (23, 24, 25, 199, 200, 201, 223, 224, 225)),
    *("? record", "title: t\n? record", "? a\n? b"),
    *("&a [*a, *a]", "a: &a [1]\nb: *a\n", "[" * 900 + "]" * 900, "a:\n" * 2000),
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_answered(text: str) -> None:
    _, findings = check_text(text)
    assert findings
    assert_answered(text)
