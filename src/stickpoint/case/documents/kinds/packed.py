"""A zip archive of XML, as office programs write → its parts as streams of events, bounded.

Nothing is held of a part but what its reader keeps, so that memory does not grow with what the
parts unpack to. An archive may lie about sizes, name a part twice, or declare entities that grow:
what is read is counted as it comes.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from stickpoint.case.documents.bounds import MAX_DEPTH, MAX_UNPACKED, NoText

MOST_ELEMENTS = 4_000_000
"""So many elements are read of one archive, those that say how its parts hang together, too."""
_MAX_PARTS = 20_000
_MAX_NAMES = 20_000
_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 20
OLD = b"\xd0\xcf\x11\xe0"
"""How files begin that are locked with a password, or older than packed XML."""

Opens = Callable[[str, dict[str, str]], object]
Closes = Callable[[str], object]
Characters = Callable[[str], object]


@dataclass(frozen=True)
class Words:
    """What the refusals call the thing, and what they tell its owner to do."""

    kind: str
    instead: str
    too_much: str

    @property
    def none(self) -> NoText:
        """Say that it is no such file."""
        return NoText(f"is no {self.kind}; {self.instead}")


@dataclass
class _Nested:
    """How many elements of an archive were met, and how many of them are open."""

    words: Words
    met: int = 0
    open: int = 0

    def around(self, opens: Opens, closes: Closes) -> tuple[Opens, Closes]:
        """Return what to call where an element begins and ends, so that both are counted."""
        self.open = 0

        def begins(name: str, attributes: dict[str, str]) -> None:
            self.met += 1
            self.open += 1
            if self.met > MOST_ELEMENTS or self.open > MAX_DEPTH:
                is_deep = self.open > MAX_DEPTH
                what = f"{MAX_DEPTH:,} levels" if is_deep else f"{MOST_ELEMENTS:,} pieces"
                raise NoText(f"is made of more than {what}; {self.words.too_much}")
            opens(name, attributes)

        def ends(name: str) -> None:
            self.open -= 1
            closes(name)

        return begins, ends


@dataclass(frozen=True)
class Packed:
    """An archive, open.

    Parameters
    ----------
    archive : ZipFile
    words : Words
    nested
        Counts the elements of all parts.
    """

    archive: zipfile.ZipFile
    words: Words
    nested: _Nested = field(repr=False)

    @classmethod
    def of(cls, data: bytes, words: Words) -> Packed:
        """Open an archive; `NoText` says that it is none, or made of too many parts."""
        if data.count(b"PK\x01\x02") > _MAX_PARTS:
            raise NoText(f"is packed from more than {_MAX_PARTS:,} parts; {words.instead}")
        try:
            return cls(zipfile.ZipFile(io.BytesIO(data)), words, _Nested(words))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise words.none from None

    def names(self) -> set[str]:
        """Return what its parts are called."""
        return set(self.archive.namelist())

    def main_part(self, usual: str) -> str:
        """Return the name of the part that all others hang on, where the archive says so."""
        target = usual

        def opens(_: str, attributes: dict[str, str]) -> None:
            nonlocal target
            if attributes.get("Type", "").endswith("/officeDocument"):
                target = attributes.get("Target", "").lstrip("/")

        if "_rels/.rels" in self.names():
            self.read("_rels/.rels", opens)
        main = posixpath.normpath(target)
        if main not in self.names():
            raise self.words.none
        return main

    def read(
        self, part: str, opens: Opens, closes: Closes = str, characters: Characters = str
    ) -> None:
        """Read one part as a stream of events; names are "namespace name".

        `NoText` says that it is too large, or that more elements were met in all parts read so far
        than a person would write.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True  # else each end of a line is a call of its own
        begins, ends = self.nested.around(opens, closes)
        parser.StartElementHandler, parser.EndElementHandler = begins, ends
        parser.CharacterDataHandler = characters
        parser.StartDoctypeDeclHandler = self._refuse_entities
        spaces: list[str] = []
        parser.StartNamespaceDeclHandler = lambda prefix, _: spaces.append(prefix)
        given, kind = 0, self.words.kind
        for chunk in self._chunks(part):
            parser.Parse(chunk, False)
            given += len(chunk)
            if given - parser.CurrentByteIndex > _LONGEST_TAG:
                size = _LONGEST_TAG >> 20
                raise NoText(f"holds a tag of more than {size} MiB; {self.words.too_much}")
            if len(parser.intern) > _MAX_NAMES or len(spaces) > _MAX_NAMES:
                raise NoText(f"holds more than {_MAX_NAMES:,} names of tags, as no {kind} does")
        parser.Parse(b"", True)

    def _chunks(self, part: str) -> Iterator[bytes]:
        """Unpack a part bit by bit, whatever the archive says of its size."""
        about = self.archive.getinfo(part)
        if about.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.words.none
        left = MAX_UNPACKED
        with self.archive.open(about) as packed:
            while chunk := packed.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    size = MAX_UNPACKED >> 20
                    raise NoText(f"unpacks to more than {size} MiB; {self.words.too_much}")
                yield chunk

    def _refuse_entities(self, *_: object) -> None:
        raise NoText(f"declares entities, as no {self.words.kind} does; {self.words.instead}")
