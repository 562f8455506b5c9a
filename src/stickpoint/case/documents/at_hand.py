"""The documents at hand → whether they are the ones the case was written from, and passages fit.

A document that is not at hand is no fault: a case may point into a text that it cannot carry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from stickpoint.case.documents.extract import NoText, text_of
from stickpoint.case.documents.fingerprints import SHORTEST, fingerprint
from stickpoint.case.documents.passages import Found, Wanted, locate_all
from stickpoint.case.model.basis import Place
from stickpoint.case.model.record import Document, Passage, Record, Source
from stickpoint.case.yaml.nodes import Faults, quote

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that the record cites from a document.

    Parameters
    ----------
    id : str
        Of the passage, message, move or evidence that cites them.
    words : Passage or Source
        The hash of the words and, where they are written down, the words and those around them.
    chars : tuple of int, or None
        Their range, if it is written down.
    """

    id: str
    words: Passage | Source
    chars: tuple[int, int] | None
    place: Place


@dataclass(frozen=True, slots=True)
class Text:
    """A document at hand: the SHA-256 of its bytes, and its canonical text.

    ``text`` is None when nothing can be looked up in it; ``trouble`` says why.
    """

    sha256: str
    text: str | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """How much of a record was held against its documents.

    Parameters
    ----------
    passages, of : int
        How many citations were looked up, of all that say where they stand or what they say.
    at_hand, absent, without_file : tuple of str
        Ids of the documents whose file was found, whose file was not, and that name none.
    """

    passages: int = 0
    of: int = 0
    at_hand: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    without_file: tuple[str, ...] = ()


def check_documents(record: Record, folders: Sequence[Path], faults: Faults) -> Compared:
    """Verify every document whose file is found in one of the folders.

    Parameters
    ----------
    folders : sequence of Path
        Searched in this order.

    Returns
    -------
    Compared
        What was looked at: no finding means little where nothing was.
    """
    compared, at_hand = 0, []
    for document in record.documents:
        if document.file and not _is_plain(document.file):
            message = f"{quote(document.file)} leaves the folder of documents; name a file in it"
            faults.add(document.place, "C606", message)
            continue
        path = find(document, folders)
        if path is not None:
            at_hand.append(document.id)
            compared += _check_document(document, path, record, faults)
    return Compared(
        compared,
        sum(1 for document in record.documents for _ in cited(document.id, record)),
        tuple(at_hand),
        tuple(d.id for d in record.documents if d.file and d.id not in at_hand),
        tuple(d.id for d in record.documents if not d.file),
    )


def find(document: Document, folders: Sequence[Path]) -> Path | None:
    """Return the file of a document in the first folder that has it; None when none does."""
    if not document.file or not _is_plain(document.file):
        return None
    return next((folder / document.file for folder in folders if _at_hand(folder, document)), None)


def read(path: Path) -> Text:
    """Read a document.

    Raises
    ------
    OSError
        The file cannot be read.
    """
    if path.stat().st_size > MAX_BYTES:
        reason = f"is larger than {MAX_BYTES >> 20} MiB; cut out what you cite"
        return Text("", None, reason)
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    try:
        return Text(found, text_of(path.name, data))
    except NoText as error:
        return Text(found, None, str(error))


def cited(document: str, record: Record) -> Iterator[Cited]:
    """List everything that the record cites from a document by place or in words."""
    for passage in record.passages:
        if passage.document == document:
            chars = (passage.start, passage.end)
            yield Cited(passage.id, passage, chars, passage.place)
    for item in record.sourced:
        source = item.source
        if source and source.document == document and (source.chars or source.quote.strip()):
            yield Cited(item.id, source, source.chars, source.place)


def look_up(wanted: Sequence[Cited], text: str) -> list[Found | None]:
    """Find cited words in the text of their document; None where nothing says which they were."""
    known = [item for item in wanted if item.words.hash]
    found = iter(locate_all([_wanted(item) for item in known], text))
    return [_placed(item, next(found)) if item.words.hash else None for item in wanted]


def _wanted(item: Cited) -> Wanted:
    words = item.words
    return Wanted(
        item.chars or (0, len(words.quote)),
        words.hash,
        words.quote if words.quote.strip() else None,
        words.prefix,
        words.suffix,
        words.fingerprint,
    )


def _placed(item: Cited, found: Found) -> Found:
    """Words cited without a range cannot have moved."""
    if item.chars is None and found.score == 1:
        return Found("exact", found.start, found.end, 1.0)
    return found


def _is_plain(name: str) -> bool:
    """Tell whether a file name stays inside its folder on every system."""
    ways = (PurePosixPath(name), PureWindowsPath(name))
    return not any(way.is_absolute() or way.drive or ".." in way.parts for way in ways)


def _at_hand(folder: Path, document: Document) -> bool:
    try:
        return (folder / document.file).is_file()
    except (OSError, ValueError):
        return False


def _check_document(document: Document, path: Path, record: Record, faults: Faults) -> int:
    """Report what is wrong with a document at hand; return how many citations were looked up."""
    named = quote(document.file)
    try:
        text = read(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        faults.add(document.place, "C606", f"{named} cannot be read: {reason}")
        return 0
    if text.sha256 and document.sha256 and text.sha256 != document.sha256:
        message = (
            f"the file {named} is not the one this case was written from: its SHA-256 begins "
            f"{text.sha256[:12]}, not {document.sha256[:12]}; find that one, or correct the case"
        )
        faults.add(document.place, "C603", message)
    wanted = list(cited(document.id, record))
    if text.text is not None:
        return _check_ranges(wanted, document, text.text, faults)
    if wanted or not text.sha256:
        faults.add(document.place, "C606", f"{named} {text.trouble}")
    return 0


def _check_ranges(wanted: list[Cited], document: Document, text: str, faults: Faults) -> int:
    """Report ranges that run out of the document, have moved in it, or are gone from it."""
    compared = 0
    for item, found in zip(wanted, look_up(wanted, text), strict=True):
        if found is not None:
            compared += 1
            _report(found, item, document, faults)
            _check_fingerprint(found, item, text, faults)
        elif item.chars and item.chars[1] > len(text):
            message = (
                f"[{item.chars[0]}, {item.chars[1]}] runs beyond the {len(text)} characters "
                f"of {quote(document.file)}; correct the range"
            )
            faults.add(item.place, "C602", message)
    return compared


def _check_fingerprint(found: Found, item: Cited, text: str, faults: Faults) -> None:
    """Report a fingerprint that is not that of the words, which are there to the letter."""
    if not item.words.fingerprint or found.score < 1:
        return
    own = fingerprint(text[found.start : found.end])
    if own != item.words.fingerprint:
        advice = f"write {own}" if own else f"words under {SHORTEST} characters have none"
        message = f"the fingerprint is not that of the words with hash {item.words.hash}; {advice}"
        faults.add(item.place, "C610", message)


def _report(found: Found, item: Cited, document: Document, faults: Faults) -> None:
    place = f"[{found.start}, {found.end}]"
    if found.status == "moved" and found.score == 1:
        message = f"these words now stand elsewhere; write chars: {place}"
        faults.add(item.place, "C604", message)
    elif found.status == "moved":
        message = (
            f"nearly these words, {found.score:.0%} alike, now stand at {place}; look, then write "
            "the passage anew ('stickpoint record CASE --cite' gives them)"
        )
        faults.add(item.place, "C604", message)
    elif found.status == "doubtful":
        message = (
            f"these words may now stand at {place}, {found.score:.0%} alike: {found.reason}; look, "
            "then write the passage anew or take it out"
        )
        faults.add(item.place, "C609", message)
    elif found.status == "lost":
        message = (
            f"the words with hash {item.words.hash} are not in {quote(document.file)} "
            f"({found.reason}); find the passage again and write its range and hash"
        )
        faults.add(item.place, "C605", message)
