"""What is printed → a stream that may not carry every character, colour or line to its end."""

from __future__ import annotations

import codecs
import json
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from shutil import get_terminal_size
from typing import Any

import click

from stickpoint.cli.substitutes import substitute

PIPED = 80
"""Columns where nobody says how many there are."""
MOST = 100
"""Columns of a line that is still easy to read."""
_lacking: set[str] = set()


def _readable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    _lacking.update(error.object[error.start : error.end])
    return "".join(map(substitute, error.object[error.start : error.end])), error.end


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("stickpoint.readable", _readable)
codecs.register_error("stickpoint.json", _escaped)


def carry(*, as_json: bool = False) -> None:
    """Let standard output and error take any character: JSON by its escapes, words readably."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            escapes = as_json and stream is sys.stdout
            stream.reconfigure(errors=f"stickpoint.{'json' if escapes else 'readable'}")


def json_text(data: Any) -> str:
    """Return JSON, in ASCII where standard output is not in UTF-8: a yen may become a backslash."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return json.dumps(data, ensure_ascii=codecs.lookup(encoding).name != "utf-8")


def lacking() -> str:
    """Say that characters were not printed as they are, and how they would be; else nothing."""
    if not _lacking:
        return ""
    _lacking.clear()
    name = getattr(sys.stdout, "encoding", "it")
    return (
        f"{name} lacks some of the characters: others stand for them; PYTHONIOENCODING=utf-8 "
        "keeps them all"
    )


def is_plain() -> bool:
    """Tell whether escape codes are unwelcome whatever is at the other end (no-color.org)."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def is_watched() -> bool:
    """Tell whether somebody sees standard error as it comes, on a screen that can write over."""
    return bool(sys.stderr) and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def say(words: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print to standard output, or to standard error, whose loss is nobody's fault."""
    stream = sys.stderr if err else sys.stdout
    try:
        click.echo(words, file=stream, nl=nl, color=False if is_plain() else None)
    except BrokenPipeError:
        raise
    except OSError as error:
        hush(stream)
        if not err:
            raise OSError(error.errno, error.strerror, "standard output") from None


def hush(stream: object) -> None:
    """Send what is still to come to nowhere, so that it cannot fail once more at the very end."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[attr-defined]  # suppressed above
        os.close(nowhere)


def width() -> int:
    """Return how many characters fit a line: COLUMNS, or those of the terminal, 100 at most."""
    return min(get_terminal_size((PIPED, 24)).columns, MOST)
