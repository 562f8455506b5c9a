"""A document and some words → the places where they stand, and what finds them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stickpoint.case.documents.at_hand import Text, find, read
from stickpoint.case.documents.extract import PAGE_BREAK
from stickpoint.case.documents.fingerprints import fingerprint
from stickpoint.case.documents.passages import Found, cite, words_hash
from stickpoint.case.documents.whitespace import single_spaced
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Document
from stickpoint.case.schema.values import did_you_mean
from stickpoint.case.yaml.nodes import quote
from stickpoint.errors import StickpointError

_AROUND = 30
"""Characters before and after a place that are shown, or kept to find it by."""


@dataclass(frozen=True)
class Citation:
    """The places of some words in a document, or in a file that is none of the case's (None).

    The places are to the letter in the order of the text, or else the nearest words, the best
    first; ``quoting`` tells whether the words and those around them may be written down.
    """

    document: Document | None
    path: Path
    text: Text
    places: tuple[Found, ...]
    quoting: bool = False

    def words(self, place: Found) -> tuple[str, str, str]:
        """Return what stands in one place, with a few characters before and after."""
        text = self.text.text or ""
        start, end = place.start, place.end
        return text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]

    def page(self, place: Found) -> int | None:
        """Return the page of one place, from 1; None where the file has none."""
        if self.path.suffix.lower() != ".pdf":
            return None
        return (self.text.text or "").count(PAGE_BREAK, 0, place.start) + 1

    def selectors(self, place: Found) -> dict[str, str]:
        """Return what finds the words of one place again: hash, fingerprint, perhaps the words."""
        before, words, after = self.words(place)
        given = {"hash": words_hash(words), "fingerprint": fingerprint(words)}
        if self.quoting:
            given |= {"quote": words, "prefix": before, "suffix": after}
        return {key: shown for key, value in given.items() if (shown := single_spaced(value))}


def citation(
    case: Case, name: str, words: str, folders: Sequence[Path], *, quoting: bool = False
) -> Citation:
    """Find words, as they stand there or nearly, in a document of the case or in another file.

    ``name`` is an id of the record or the path of a file; documents may lie in ``folders``;
    ``quoting`` tells whether the words may be passed on, and so be written into the case.
    """
    document, path = _file_of(case, name, folders)
    text = read(path)
    if text.text is None:
        raise StickpointError(f"{path.name} {text.trouble}")
    try:
        places = cite(text.text, words)
    except ImportError:
        from stickpoint.case.documents.fuzzy import NO_RAPIDFUZZ

        raise StickpointError(f"not found to the letter, and {NO_RAPIDFUZZ}") from None
    if not places:
        raise StickpointError(
            f"{quote(words)} is not in {path.name}, nor are words that agree to 70 %; "
            "give a shorter piece, copied from it"
        )
    return Citation(document, path, text, tuple(places), quoting)


def _file_of(case: Case, name: str, folders: Sequence[Path]) -> tuple[Document | None, Path]:
    """Find the document that a name means, if it is one of the case, and its file."""
    document = next((d for d in case.record.documents if d.id == name), None)
    path = Path(name) if document is None else find(document, folders)
    if document is None and not (path and path.is_file()):
        near = did_you_mean(name, [d.id for d in case.record.documents])
        raise StickpointError(f"{quote(name)} is neither a document of the case nor a file{near}")
    if path is None:
        file = document.file if document else ""
        what = f"its file {quote(file)} is not at hand" if file else "it names no file"
        raise StickpointError(f"{quote(name)} cannot be looked into: {what}; see --documents")
    return document, path
