"""Case files damaged at random → a case or findings, never an exception or a place outside."""

from __future__ import annotations

import random
import re

import pytest

from stickpoint.case import library, template
from stickpoint.case.check import check_text

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
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 2, finding
        assert re.fullmatch(r"C\d{3}", finding.code)
        assert 15 < len(finding.message) < 600, finding
        assert "\n" not in finding.message
        assert "Error" not in finding.message
    assert list(findings) == sorted(findings)


@pytest.mark.parametrize("seed", range(120))
def test_a_damaged_template_is_answered(seed: int) -> None:
    chance = random.Random(seed)
    text = template.text()
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
    lines = template.text().split("\n")
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
    *("&a [*a, *a]", "a: &a [1]\nb: *a\n", "[" * 900 + "]" * 900, "a:\n" * 2000),
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_answered(text: str) -> None:
    _, findings = check_text(text)
    assert findings
