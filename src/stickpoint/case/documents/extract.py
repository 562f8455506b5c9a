"""The bytes of a document → its one canonical text, whose characters passages count.

The end of the file's name chooses the rule; docs/theory/record.md has them. Characters are code
points, counted from 0. Whatever the bytes are, the answer is a text or a `NoText`, in bounded time
and memory.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from stickpoint.case.documents.bounds import MAX_MARKUP, NoText, bounded, too_large

__all__ = ["PAGE_BREAK", "NoText", "text_of"]

PAGE_BREAK = "\f"
_UTF8_MARK = b"\xef\xbb\xbf"


def text_of(name: str, data: bytes) -> str:
    r"""Return the canonical text of a document; the end of its name says of which kind it is.

    `NoText` is raised for bytes that are no document of that kind, hold no text or too much, or
    need a library that is not installed.

    Examples
    --------
    >>> text_of("a.html", b"<h1>Talks</h1><p>One &amp; all <b>left</b>.")
    'Talks\nOne & all left.'
    """
    return bounded(_READERS.get(PurePath(name).suffix.lower(), _plain)(data))


def _plain(data: bytes) -> str:
    if len(data) > MAX_MARKUP:
        raise too_large(MAX_MARKUP)
    try:
        return data.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError:
        raise NoText("is no UTF-8 text; save it as UTF-8 and write the new SHA-256") from None


def _html(data: bytes) -> str:
    from stickpoint.case.documents.kinds.markup import html_text

    if len(data) > MAX_MARKUP:
        raise too_large(MAX_MARKUP)
    return html_text(data)


def _docx(data: bytes) -> str:
    from stickpoint.case.documents.kinds.word import docx_text

    return _guarded("DOCX", docx_text, data)


def _pdf(data: bytes) -> str:
    from stickpoint.case.documents.kinds.pdf import pdf_text

    return pdf_text(data)


def _guarded(kind: str, read: Callable[[bytes], str], data: bytes) -> str:
    """Read a file of somebody else's making: whatever its parser trips over is one answer."""
    try:
        return read(data)
    except NoText:
        raise
    except Exception as error:
        message = f"is no {kind} document that can be read; save it again, or as text"
        raise NoText(message) from error


_READERS: dict[str, Callable[[bytes], str]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
    **dict.fromkeys((".docx", ".docm"), _docx),
    ".pdf": _pdf,
}
