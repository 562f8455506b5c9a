"""The bytes of a DOCX document → its text: that of the body, then footnotes and endnotes."""

from __future__ import annotations

import posixpath

from stickpoint.case.documents.bounds import NoText
from stickpoint.case.documents.kinds.markup import tidied
from stickpoint.case.documents.kinds.packed import OLD, Packed, Words
from stickpoint.case.documents.kinds.word_body import Body

_WORDS = Words("DOCX document", "save it again, or as text", "save what you cite as text")


def docx_text(data: bytes) -> str:
    """Return the text of a document; `NoText` or another exception says that it has none."""
    if data.startswith(OLD):
        raise NoText("is locked with a password or older than DOCX; save it as .docx without one")
    document = Packed.of(data, _WORDS)
    with document.archive:
        main = document.main_part("word/document.xml")
        notes = [posixpath.join(posixpath.dirname(main), f"{n}notes.xml") for n in ("foot", "end")]
        reader = Body()
        for part in [main, *(name for name in notes if name in document.names())]:
            document.read(part, reader.opens, reader.closes, reader.characters)
    return tidied("\n".join(reader.lines))
