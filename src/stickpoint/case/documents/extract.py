"""The bytes of a document → its one canonical text, whose characters passages count.

The end of the file's name chooses the rule; docs/theory/record.md has them. Beside what is said
there: of HTML, what stands in ``head``, ``script``, ``style``, ``template`` and ``noscript``, and
in elements styled ``display: none``, is left out; character references are resolved, and no line
is empty or has white space at either end. Characters are code points, counted from 0.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import groupby
from pathlib import PurePath
from typing import Any

MAX_UNPACKED = 256 * 1024 * 1024
PAGE_BREAK = "\f"

_HIDDEN = {"script", "style", "template", "noscript"}
_CELLS = {"td", "th"}
_UNCLOSED = {"p", "li", "dt", "dd", "option", "td", "th", "tr"}
_NESTS = {"ul", "ol", "dl", "table", "select"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
_NO_DISPLAY = re.compile(r"\bdisplay\s*:\s*none\b", re.IGNORECASE)
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div"),
    *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
    *("h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "option", "p", "pre"),
    *("section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"),
}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_UTF8_MARK = b"\xef\xbb\xbf"


class NoText(ValueError):
    """A document holds no text that can be read; the sentence says why and what to do."""


def text_of(name: str, data: bytes) -> str:
    r"""Return the canonical text of a document; the end of its name says of which kind it is.

    `NoText` is raised for bytes that are no document of that kind, hold no text, or need a library
    that is not installed.

    Examples
    --------
    >>> text_of("a.html", b"<h1>Talks</h1><p>One &amp; all <b>left</b>.")
    'Talks\nOne & all left.'
    """
    return _READERS.get(PurePath(name).suffix.lower(), _plain)(data)


def _plain(data: bytes) -> str:
    try:
        return data.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError:
        raise NoText("is no UTF-8 text; save it as UTF-8 and write the new SHA-256") from None


def _html(data: bytes) -> str:
    declared = None if data.startswith(_UTF8_MARK) else _CHARSET.search(data[:2048])
    encoding = "utf-8" if declared is None else declared[1].decode("ascii")
    try:
        source = data.removeprefix(_UTF8_MARK).decode(encoding)
    except (LookupError, UnicodeDecodeError, ValueError):
        message = f"is not text in {encoding}, which it should be; save it as UTF-8"
        raise NoText(message) from None
    reader = _Html()
    reader.feed(source)
    reader.close()
    return _lines("".join(reader.parts))


class _Html(HTMLParser):
    """Gathers what a reader sees: a line break where a block begins, a tab where a cell does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._in_head = False
        self._hidden = 0
        self._veil = ""
        self._inner = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        # "<p hidden>one<p>two" hides one only: some elements end where the next begins.
        ends = self._veil == tag in _UNCLOSED or (self._veil == "p" and tag in _BLOCKS)
        if ends and not self._inner:
            self._veil = ""
        if not self._veil and tag not in _VOID and _is_hidden(attrs):
            self._veil, self._inner = tag, 0
        elif self._veil and tag in self._counted:
            self._inner += 1
        if tag == "head":
            self._in_head = True
        elif tag in _BLOCKS and tag != "title":
            self._in_head = False  # as browsers do, for a page that does not close its head
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if self._veil and not self._inner and (tag == self._veil or tag in self._counted):
            self._veil = ""  # the hidden element ends, or what it stands in
        elif self._veil and tag in self._counted:
            self._inner -= 1
        self._in_head = self._in_head and tag != "head"
        self._part(tag if tag not in _CELLS else "")

    @property
    def _counted(self) -> set[str]:
        """Elements that can hold others of the name of the hidden one, which are not its end."""
        return _NESTS if self._veil in _UNCLOSED else {self._veil}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not (self._hidden or self._veil or self._in_head):
            self.parts.append(re.sub(r"\s+", " ", data))

    def _part(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append("\t")


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    """Tell whether an element is marked as one that no reader sees."""
    given = dict(attrs)
    return "hidden" in given or bool(_NO_DISPLAY.search(given.get("style") or ""))


def _lines(text: str) -> str:
    """Tidy lines of cells: one space or tab where there were several, no empty lines."""
    rows = (row.strip().split("\t") for row in text.split("\n"))
    lines = ("\t".join(" ".join(cell.split()) for cell in cells) for cells in rows)
    return "\n".join(line for line in lines if line)


def _docx(data: bytes) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise NoText("is no DOCX document; save it again, or as text") from None
    if size > MAX_UNPACKED:
        raise NoText(f"unpacks to more than {MAX_UNPACKED >> 20} MiB; save what you cite as text")
    try:
        import docx
    except ImportError:
        raise NoText(_install("DOCX", "python-docx")) from None
    return _guarded("DOCX", lambda: _lines("\n".join(_docx_lines(docx.Document(io.BytesIO(data))))))


def _docx_lines(document: Any) -> Iterator[str]:
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            yield from ("\t".join(_cells(row)) for row in item.rows)
        else:
            yield from item.text.split("\n")


def _cells(row: Any) -> Iterator[str]:
    """Return the text of each cell once; a cell that spans columns is listed for each of them."""
    for _, same in groupby(row.cells, key=lambda cell: cell._tc):
        yield " ".join(next(same).text.split())


def _pdf(data: bytes) -> str:
    try:
        import pypdf
    except ImportError:
        raise NoText(_install("PDF", "pypdf")) from None
    # It would write about damaged files beside what we print.
    logger = logging.getLogger("pypdf")
    before, logger.disabled = logger.disabled, True
    try:
        return _guarded("PDF", lambda: _pdf_text(pypdf.PdfReader(io.BytesIO(data))))
    finally:
        logger.disabled = before


def _pdf_text(reader: Any) -> str:
    if reader.is_encrypted and not reader.decrypt(""):
        raise NoText("is locked with a password; save a copy without one")
    text = PAGE_BREAK.join(page.extract_text() for page in reader.pages)
    if not text.strip():
        raise NoText("holds pictures of pages and no text; run a text recognition over it first")
    return text


def _guarded(kind: str, read: Callable[[], str]) -> str:
    """Read a file of somebody else's making: whatever its parser trips over is one answer."""
    try:
        return read()
    except NoText:
        raise
    except Exception as error:
        message = f"is no {kind} document that can be read; save it again, or as text"
        raise NoText(message) from error


def _install(kind: str, package: str) -> str:
    advice = "pip install 'stickpoint[documents]'"
    return f"is a {kind} document, and {package} is not installed: {advice}"


_READERS: dict[str, Callable[[bytes], str]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
    ".docx": _docx,
    ".pdf": _pdf,
}
