r"""The bytes of a page of HTML → the words that its reader sees.

What stands in ``head``, ``script``, ``style``, ``template`` and ``noscript``, and in elements
styled ``display: none``, is left out; character references are resolved, and no line is empty or
has white space at either end. Tags are told as the standard tells them (WHATWG HTML, 13.2.5): a
comment or a tag that is never closed runs to the end. The place read only moves forward, so the
time is linear in the page whatever stands in it.
"""

from __future__ import annotations

import codecs
import html
import re

from stickpoint.case.documents.bounds import MAX_TAGS, NoText

Attributes = dict[str, str]

_HIDDEN = {"script", "style", "template", "noscript"}
_RAW = {"script", "style"}
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
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_UTF8_MARK = b"\xef\xbb\xbf"
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode-escape", "unicode_escape"}
"""Encodings of names and of program text: no page is written in them, and some take for ever."""
_NAME = re.compile(r"[A-Za-z][^\t\n\r\f />\x00]*")
_GAP = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"([^\s/>][^\s/>=]*)(?:\s*+=\s*+(\"[^\"]*\"?|'[^']*'?|[^\s>]*))?")
_HUGE_REFERENCE = re.compile(r"&#(?:0*[1-9]\d{7,}|[xX]0*[1-9a-fA-F][0-9a-fA-F]{6,});?")
"""References to characters that cannot be: numbers beyond all code points."""
_ENDS = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in _RAW}


def html_text(data: bytes) -> str:
    """Return the text of a page; `NoText` says why it has none that can be read."""
    source = _decoded(data)
    if source.count("<") + source.count("&") > MAX_TAGS:
        message = f"holds more than {MAX_TAGS:,} tags or references; save what you cite as text"
        raise NoText(message)
    reader = _Page()
    read_tags(source, reader)
    return tidied("".join(reader.parts))


def _decoded(data: bytes) -> str:
    declared = None if data.startswith(_UTF8_MARK) else _CHARSET.search(data[:2048])
    encoding = "utf-8" if declared is None else declared[1].decode("ascii")
    try:
        name = codecs.lookup(encoding).name
        if name in _NO_CHARSETS:
            raise LookupError
        # Who can read these words byte by byte does not read them as UTF-16.
        name = "utf-8" if name.startswith(("utf-16", "utf-32")) else encoding
        return data.removeprefix(_UTF8_MARK).decode(name)
    except (LookupError, UnicodeError, ValueError):
        message = f"is not text in {encoding}, which it should be; save it as UTF-8"
        raise NoText(message) from None


def read_tags(source: str, page: _Page) -> None:
    """Tell a page about its tags and words, in the order in which they stand."""
    place, end = 0, len(source)
    while place < end:
        begin = source.find("<", place)
        page.words(source[place : end if begin < 0 else begin])
        if begin < 0:
            return
        place = _Tag(source, begin).told(page)


class _Tag:
    """One thing that begins with ``<``."""

    def __init__(self, source: str, begin: int) -> None:
        self.source, self.begin = source, begin

    def told(self, page: _Page) -> int:
        """Tell the page what it is; return the first place after it."""
        source, begin = self.source, self.begin
        name = _NAME.match(source, begin + 1)
        if name:
            return self._opened(page, name[0].lower(), name.end())
        second = source[begin + 1 : begin + 2]
        if second == "/":
            name = _NAME.match(source, begin + 2)
            if name is None:
                return self._after(">")
            after = self._after(">", name.end())
            page.closes(name[0].lower())
            return after
        if source.startswith("<!--", begin):
            short = re.compile(r"-?>").match(source, begin + 4)
            return short.end() if short else self._after("-->", begin + 4)
        if source.startswith("<![CDATA[", begin):
            return self._after("]]>")
        if second and second in "!?":
            return self._after(">")
        page.words("<")
        return begin + 1

    def _after(self, mark: str, start: int = -1) -> int:
        """Return the place after a mark; the end where there is none."""
        found = self.source.find(mark, self.begin + 1 if start < 0 else start)
        return len(self.source) if found < 0 else found + len(mark)

    def _opened(self, page: _Page, name: str, place: int) -> int:
        """Read the attributes of a tag and tell that its element begins."""
        source, attributes = self.source, Attributes()
        slash = False
        while True:
            after = _after_gap(source, place)
            slash, place = source.endswith("/", place, after), after
            found = _ATTRIBUTE.match(source, place)
            if found is None:
                break
            key = found[1].lower()
            if key in ("hidden", "style"):
                attributes.setdefault(key, html.unescape(_bare(found[2] or "")[:1000]))
            place = found.end()
        if place >= len(source):
            return place  # a tag that is never closed is none
        if slash:
            page.stands_alone(name)
            return place + 1
        page.opens(name, attributes)
        if name in _RAW:
            ends = _ENDS[name].search(source, place)
            return ends.start() if ends else len(source)
        return place + 1


def _after_gap(source: str, place: int) -> int:
    gap = _GAP.match(source, place)
    return gap.end() if gap else place


def _bare(value: str) -> str:
    return value[1:].removesuffix(value[0]) if value[:1] in ("'", '"') else value


class _Page:
    """Gathers what a reader sees: a line break where a block begins, a tab where a cell does."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._in_head = False
        self._hidden = 0
        self._veil = ""
        self._inner = 0

    def opens(self, tag: str, attributes: Attributes) -> None:
        """Take in that an element begins."""
        self._hidden += tag in _HIDDEN
        # "<p hidden>one<p>two" hides one only: some elements end where the next begins.
        ends = self._veil == tag in _UNCLOSED or (self._veil == "p" and tag in _BLOCKS)
        if ends and not self._inner:
            self._veil = ""
        if not self._veil and tag not in _VOID and _is_hidden(attributes):
            self._veil, self._inner = tag, 0
        elif self._veil and tag in self._counted:
            self._inner += 1
        if tag == "head":
            self._in_head = True
        elif tag in _BLOCKS and tag != "title":
            self._in_head = False  # as browsers do, for a page that does not close its head
        self.stands_alone(tag)

    def closes(self, tag: str) -> None:
        """Take in that an element ends."""
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if self._veil and not self._inner and (tag == self._veil or tag in self._counted):
            self._veil = ""  # the hidden element ends, or what it stands in
        elif self._veil and tag in self._counted:
            self._inner -= 1
        self._in_head = self._in_head and tag != "head"
        self.stands_alone(tag if tag not in _CELLS else "")

    @property
    def _counted(self) -> set[str]:
        """Elements that can hold others of the name of the hidden one, which are not its end."""
        return _NESTS if self._veil in _UNCLOSED else {self._veil}

    def words(self, words: str) -> None:
        """Take in words that stand between tags."""
        if words and not (self._hidden or self._veil or self._in_head):
            plain = html.unescape(_HUGE_REFERENCE.sub("\ufffd", words)) if "&" in words else words
            self.parts.append(re.sub(r"\s+", " ", plain))

    def stands_alone(self, tag: str) -> None:
        """Part the words before a tag from those after it, if they are."""
        mark = "\n" if tag in _BLOCKS else "\t" if tag in _CELLS else ""
        if mark and self.parts[-1:] != ["\n"]:
            self.parts.append(mark)


def _is_hidden(attributes: Attributes) -> bool:
    """Tell whether an element is marked as one that no reader sees."""
    return "hidden" in attributes or bool(_NO_DISPLAY.search(attributes.get("style", "")))


def tidied(text: str) -> str:
    """Tidy lines of cells: one space or tab where there were several, no empty lines."""
    rows = (row.strip().split("\t") for row in text.split("\n"))
    lines = ("\t".join(" ".join(cell.split()) for cell in cells) for cells in rows)
    return "\n".join(line for line in lines if line)
