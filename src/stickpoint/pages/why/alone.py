"""What a lens says, or why it says nothing: the fault of one takes no other with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stickpoint.errors import reason_of
from stickpoint.pages.model import Section, Text


def alone(ask: Callable[[], Iterable[str]]) -> Iterator[str]:
    """Say what a lens says; where it fails, what it had said by then, and why there is no more."""
    told = False
    try:
        for text in ask():
            told = True
            yield text
    except Exception as error:  # one lens's fault takes no other with it
        yield _reason(error, is_begun=told)


def quiet(ask: Callable[[], Iterable[str]]) -> tuple[str, ...]:
    """Return what compares two lenses; nothing where one fails, for that one says why itself."""
    try:
        return tuple(ask())
    except Exception:  # as above
        return ()


def apart(name: str, title: str, ask: Callable[[], Iterable[Section]]) -> Iterator[Section]:
    """Return sections; where one fails, those before it and one that says why there is no more."""
    told = False
    try:
        for section in ask():
            told = True
            yield section
    except Exception as error:  # as above
        yield Section(f"no-{name}", title, (Text(_reason(error, is_begun=told)),))


def _reason(error: Exception, *, is_begun: bool) -> str:
    return f"{'No more' if is_begun else 'No'} answer: {reason_of(error)}."
