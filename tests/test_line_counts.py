"""Lines counted by marks in the code are those that a tracer sees passed."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import line_counts
import pytest
from coverage.parser import PythonParser

TEXT = '''\
"""A module."""

from __future__ import annotations

import os
from functools import (
    cache,
    wraps,
)

ONE = 1
"""What one is."""


@cache
def half(
    number: int,
) -> int:
    """Halve."""
    global TWO
    TWO = 2
    if number < 0:
        return 0
    elif number == 1:
        return 1
    else:
        number += 1
    for k in range(number):
        if k == 3:
            break
    else:
        number -= 1
    while number > 4:
        number //= 2
    try:
        number / 0
    except TypeError:
        return 7
    except ZeroDivisionError:
        number = 2
    finally:
        ONE
    with open(os.devnull):
        pass
    match number:
        case 2:
            number = 3
        case _:
            number = 4
    return (
        number
        or 1
    )


class Shape:
    """A shape."""

    corners: int = 3
    """How many."""

    @property
    def size(self):
        return [k for k in (1, 2)
                if k]

    async def never(self):
        return 1


def wrapped(function):
    @wraps(function)
    def one(*given):
        return function(*given)
    return one


if half(1) == 2:
    half(3)
half(2), half(9), wrapped(half)(4), Shape().size
'''


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write the module down."""
    path = tmp_path / "some.py"
    path.write_text(TEXT, encoding="utf-8")
    return path


def statements(path: Path) -> PythonParser:
    """Read the module as a report does."""
    parser = PythonParser(filename=str(path))
    parser.parse_source()
    return parser


def traced(path: Path) -> set[int]:
    """Run the module and return the lines that a tracer of Python's own sees."""
    code, seen = compile(TEXT, str(path), "exec", dont_inherit=True), set[int]()

    def look(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != str(path):
            return None
        if event == "line":
            seen.add(frame.f_lineno)
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        exec(code, {"__name__": "some"})
    finally:
        sys.settrace(before)
    return seen


def counted(path: Path, deep: bool) -> set[int]:
    """Run the module with marks and return the lines that these note."""
    passed = [0] * 200
    code = compile(line_counts.marked(TEXT, deep), str(path), "exec", dont_inherit=True)
    exec(code, {"__name__": "some", line_counts.LIST: passed})
    return {line for line, hit in enumerate(passed) if hit}


def test_lines_passed_are_those_that_a_tracer_sees(path: Path) -> None:
    parser = statements(path)
    asked = parser.statements
    expected = parser.translate_lines(traced(path)) & asked
    found = parser.translate_lines(counted(path, deep=True)) & asked
    # A handler that does not match is looked at; it shows as passed where it does.
    unlike = {TEXT.splitlines()[line - 1].strip() for line in expected ^ found}
    assert unlike <= {"except TypeError:"}
    assert len(found) > 40
    assert asked - found


def test_functions_are_left_alone_where_machine_code_is_made_of_them(path: Path) -> None:
    plain, marked = (
        {
            code.co_name: code.co_code
            for code in compile(tree, str(path), "exec", dont_inherit=True).co_consts
            if hasattr(code, "co_code")
        }
        for tree in (TEXT, line_counts.marked(TEXT, deep=False))
    )
    assert plain["half"] == marked["half"]
    assert counted(path, deep=False) & statements(path).statements > {5, 6, 12}


def test_what_is_raised_is_raised_where_the_source_says(path: Path) -> None:
    code = compile(line_counts.marked("x = 1\n\ny = (\n    x / 0\n)\n"), str(path), "exec")
    with pytest.raises(ZeroDivisionError) as found:
        exec(code, {line_counts.LIST: [0] * 9})
    assert found.traceback[-1].lineno == 3
