"""The bytes of a DOCX document → its text: that of the body, then footnotes and endnotes.

Its parts are read as a stream, so that memory does not grow with what they unpack to.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

from stickpoint.case.documents.bounds import MAX_UNPACKED, NoText
from stickpoint.case.documents.kinds.markup import tidied
from stickpoint.case.documents.kinds.word_body import Body

_MAX_PARTS = 20_000
_MAX_NAMES = 20_000
_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 20
_OLD = b"\xd0\xcf\x11\xe0"
_NO_DOCX = "is no DOCX document; save it again, or as text"
_TOO_MUCH = "; save what you cite as text"


def docx_text(data: bytes) -> str:
    """Return the text of a document; `NoText` or another exception says that it has none."""
    if data.startswith(_OLD):
        raise NoText("is locked with a password or older than DOCX; save it as .docx without one")
    if data.count(b"PK\x01\x02") > _MAX_PARTS:
        raise NoText(f"is packed from more than {_MAX_PARTS:,} parts; save it again, or as text")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise NoText(_NO_DOCX) from None
    with archive:
        names = set(archive.namelist())
        main = _main_part(archive) if "_rels/.rels" in names else "word/document.xml"
        if main not in names:
            raise NoText(_NO_DOCX)
        notes = [posixpath.join(posixpath.dirname(main), f"{n}notes.xml") for n in ("foot", "end")]
        reader = Body()
        for part in [main, *(name for name in notes if name in names)]:
            _parse(archive, part, reader.opens, reader.closes, reader.characters)
    return tidied("\n".join(reader.lines))


def _main_part(archive: zipfile.ZipFile) -> str:
    """Return the name of the part that holds the text."""
    targets = ["word/document.xml"]

    def opens(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/officeDocument"):
            targets.append(attributes.get("Target", "").lstrip("/"))

    _parse(archive, "_rels/.rels", opens, str, str)
    return posixpath.normpath(targets[-1])


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    opens: Callable[[str, dict[str, str]], object],
    closes: Callable[[str], object],
    characters: Callable[[str], object],
) -> None:
    """Read one part of a document as a stream of events; names are "namespace name"."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = opens, closes
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse_entities
    spaces: list[str] = []
    parser.StartNamespaceDeclHandler = lambda prefix, _: spaces.append(prefix)
    given = 0
    for chunk in _chunks(archive, part):
        parser.Parse(chunk, False)
        given += len(chunk)
        if given - parser.CurrentByteIndex > _LONGEST_TAG:
            raise NoText(f"holds a tag of more than {_LONGEST_TAG >> 20} MiB{_TOO_MUCH}")
        if len(parser.intern) > _MAX_NAMES or len(spaces) > _MAX_NAMES:
            raise NoText(f"holds more than {_MAX_NAMES:,} names of tags, as no DOCX document does")
    parser.Parse(b"", True)


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Unpack a part bit by bit, whatever the archive says of its size."""
    about = archive.getinfo(part)
    if about.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NoText(_NO_DOCX)
    left = MAX_UNPACKED
    with archive.open(about) as packed:
        while chunk := packed.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise NoText(f"unpacks to more than {MAX_UNPACKED >> 20} MiB{_TOO_MUCH}")
            yield chunk


def _refuse_entities(*_: object) -> None:
    raise NoText("declares entities, as no DOCX document does; save it again, or as text")
