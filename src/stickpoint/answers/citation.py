"""A document and some words → the entry under ``source:`` or ``passages:`` that points to them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stickpoint.case.documents.at_hand import Text, find, read
from stickpoint.case.documents.extract import PAGE_BREAK
from stickpoint.case.documents.fingerprints import fingerprint
from stickpoint.case.documents.passages import Found, cite, words_hash
from stickpoint.case.documents.whitespace import flattened
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Document
from stickpoint.case.schema.values import did_you_mean
from stickpoint.case.yaml.nodes import quote
from stickpoint.errors import StickpointError

_AROUND = 30
_BARE = ("hash", "fingerprint")  # digits alone would be read as a number by other programs


@dataclass(frozen=True)
class Citation:
    """The places of some words in a document; ``document`` is None when the case has it not.

    Parameters
    ----------
    path : Path
        The file.
    text : Text
    places : tuple of Found
        To the letter in the order of the text; else the nearest words, the best first.
    quoting : bool
        Whether the words themselves and those around them may be written down.
    """

    document: Document | None
    path: Path
    text: Text
    places: tuple[Found, ...]
    quoting: bool = False

    def source(self, found: Found) -> str:
        """Return the entry for one place, in one line of YAML."""
        text = self.text.text or ""
        start, end = found.start, found.end
        name = self.document.id if self.document else "DOCUMENT"
        page = ""
        if self.path.suffix.lower() == ".pdf":
            page = f'page: "{text.count(PAGE_BREAK, 0, start) + 1}", '
        parts = [
            f"{key}: {value if key in _BARE and not value.isdigit() else _quoted(value)}"
            for key, value in self.selectors(found).items()
        ]
        return f"source: {{document: {name}, {page}chars: [{start}, {end}], {', '.join(parts)}}}"

    def selectors(self, found: Found) -> dict[str, str]:
        """Return what finds the words of one place again: hash, fingerprint, perhaps the words."""
        text = self.text.text or ""
        words = text[found.start : found.end]
        given = {"hash": words_hash(words), "fingerprint": fingerprint(words)}
        if self.quoting:
            before = text[max(0, found.start - _AROUND) : found.start]
            after = text[found.end : found.end + _AROUND]
            given |= {"quote": words, "prefix": before, "suffix": after}
        return {key: shown for key, value in given.items() if (shown := flattened(value))}

    def lines(self) -> list[str]:
        """Lay out what to copy, with what to know about it as comments."""
        shown = []
        if self.document is None:
            shown += [
                "# This document is not in the case yet; add it to the record's documents:",
                f"# DOCUMENT: {{file: {self.path.name}, sha256: {self.text.sha256}}}",
            ]
        elif self.document.sha256 and self.document.sha256 != self.text.sha256:
            shown.append(
                f"# BEWARE: {self.path.name} is not the file that the case was written on; "
                f"its SHA-256 begins {self.text.sha256[:12]}"
            )
        if len(self.places) > 1:
            shown.append(f"# {len(self.places)} places; keep the one that is meant")
        for found in self.places:
            shown += [f"# {self._about(found)}", self.source(found)]
        return shown

    def _about(self, found: Found) -> str:
        """Show one place with what stands around it."""
        text = self.text.text or ""
        before = _on_one_line(text[max(0, found.start - _AROUND) : found.start])
        after = _on_one_line(text[found.end : found.end + _AROUND])
        words = _on_one_line(text[found.start : found.end])
        if len(words) > 3 * _AROUND:
            words = f"{words[:_AROUND]} … {words[-_AROUND:]}"
        alike = {"exact": "to the letter"}.get(found.status, f"{found.score:.0%} alike, look")
        return f"{alike}: …{before}[{words}]{after}…"


def _quoted(text: str) -> str:
    """Write a text as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=False)


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def citation(
    case: Case, name: str, words: str, folders: Sequence[Path], *, quoting: bool = False
) -> Citation:
    """Find words in a document of the case, or in a file that is none of its documents yet.

    Parameters
    ----------
    name : str
        The id of a document of the record, or the path of a file.
    words : str
        What to cite, as it stands there or nearly.
    folders : sequence of Path
        Where the documents of the case may lie.
    quoting : bool
        Whether the words may be passed on, and so be written into the case.

    Raises
    ------
    StickpointError
        No such document, a document that is not at hand or holds no text, or words that are not
        in it.
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


def plain(found: Citation) -> dict[str, object]:
    """Return the places as data."""
    return {
        "document": found.document.id if found.document else None,
        "file": found.path.name,
        "sha256": found.text.sha256,
        "places": [
            {
                "chars": [place.start, place.end],
                **found.selectors(place),
                "score": place.score,
                "status": place.status,
            }
            for place in found.places
        ],
    }
