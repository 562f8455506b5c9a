"""The documents at hand → whether they are the ones the case was written from, and passages fit.

A document that is not at hand is no fault: a case may point into a text that it cannot carry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from stickpoint.case.documents.bounds import MAX_BYTES, NoText, too_large
from stickpoint.case.documents.extract import text_of
from stickpoint.case.documents.fingerprints import SHORTEST, fingerprint
from stickpoint.case.documents.passages import Found, Wanted, locate_all, words_hash
from stickpoint.case.model.basis import Place
from stickpoint.case.model.record import Document, Passage, Record, Source
from stickpoint.case.yaml.nodes import Faults, quote


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that the record cites from a document, and their range if it is written down.

    ``id`` is that of the passage, message, move or evidence that cites them.
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

    ``passages`` citations were looked up, ``of`` all that say where they stand or what they say.
    The rest are ids of the documents whose file was found, whose file was not, and that name none.
    """

    passages: int = 0
    of: int = 0
    at_hand: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    without_file: tuple[str, ...] = ()


def check_documents(record: Record, folders: Sequence[Path], faults: Faults) -> Compared:
    """Verify every document whose file is found in one of the folders, searched in this order.

    What was looked at is returned: no finding means little where nothing was.
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
        elif any(_is_file(folder / document.file) for folder in folders if document.file):
            message = f"{quote(document.file)} is a link that leads out of the folder of documents"
            faults.add(document.place, "C606", f"{message}; put the document itself there")
    return Compared(
        compared,
        sum(1 for document in record.documents for _ in cited(document.id, record)),
        tuple(at_hand),
        tuple(d.id for d in record.documents if d.file and d.id not in at_hand),
        tuple(d.id for d in record.documents if not d.file),
    )


def find(document: Document, folders: Sequence[Path]) -> Path | None:
    """Return the file of a document in the first folder that has it; None when none does.

    A link that leads out of the folder is not followed.
    """
    if not document.file or not _is_plain(document.file):
        return None
    paths = ((folder, folder / document.file) for folder in folders)
    return next((path for folder, path in paths if _is_file(path) and _is_in(folder, path)), None)


def read(path: Path) -> Text:
    """Read a document; `OSError` says that the file cannot be read."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Text("", None, str(too_large(MAX_BYTES)))
    found = hashlib.sha256(data).hexdigest()
    try:
        return Text(found, text_of(path.name, data))
    except NoText as error:
        return Text(found, None, str(error))


def cited(document: str, record: Record) -> Iterator[Cited]:
    """List everything that the record cites from a document by place or in words."""
    for passage in record.passages:
        if passage.document == document:
            yield Cited(passage.id, passage, (passage.start, passage.end), passage.place)
    for item in record.sourced:
        source = item.source
        if source and source.document == document and (source.chars or source.quote.strip()):
            yield Cited(item.id, source, source.chars, source.place)


def look_up(wanted: Sequence[Cited], text: str) -> list[Found | None]:
    """Find cited words in the text of their document; None where nothing says which they were."""
    known = {at: item for at, item in enumerate(wanted) if item.words.hash}
    places = locate_all([_wanted(item.words, item.chars) for item in known.values()], text)
    found: list[Found | None] = [None] * len(wanted)
    for (at, item), place in zip(known.items(), places, strict=True):
        # Words cited without a range cannot have moved.
        still = item.chars is None and place.score == 1
        found[at] = replace(place, status="exact") if still else place
    return found


def _wanted(words: Passage | Source, chars: tuple[int, int] | None) -> Wanted:
    return Wanted(
        chars or (0, len(words.quote)), words.hash, words.quote.strip(), words.prefix,
        words.suffix, words.fingerprint,
    )  # fmt: skip


def _is_plain(name: str) -> bool:
    """Tell whether a file name stays inside its folder on every system."""
    ways = (PurePosixPath(name), PureWindowsPath(name))
    return not any(way.is_absolute() or way.drive or ".." in way.parts for way in ways)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_in(folder: Path, path: Path) -> bool:
    """Tell whether a file is in a folder once all links are followed."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
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
            # The fingerprint can be checked where the words are there to the letter.
            words = text[found.start : found.end]
            if item.words.fingerprint and found.score == 1 and words_hash(words) == item.words.hash:
                _check_fingerprint(words, item, faults)
        elif item.chars and item.chars[1] > len(text):
            message = (
                f"[{item.chars[0]}, {item.chars[1]}] runs beyond the {len(text)} characters "
                f"of {quote(document.file)}; correct the range"
            )
            faults.add(item.place, "C602", message)
    return compared


def _check_fingerprint(words: str, item: Cited, faults: Faults) -> None:
    own = fingerprint(words)
    if own != item.words.fingerprint:
        advice = f"write {own}" if own else f"words under {SHORTEST} characters have none"
        message = f"the fingerprint is not that of the words with hash {item.words.hash}; {advice}"
        faults.add(item.place, "C610", message)


def _report(found: Found, item: Cited, document: Document, faults: Faults) -> None:
    place = f"[{found.start}, {found.end}]"
    if found.status == "moved" and found.score == 1:
        code, message = "C604", f"these words now stand elsewhere; write chars: {place}"
    elif found.status == "moved":
        code, differing = "C604", f": {found.reason}" if found.reason else ""
        message = (
            f"nearly these words, {min(found.score, 0.99):.0%} alike, now stand at {place}"
            f"{differing}; look, then write the passage anew ('stickpoint record CASE --cite' "
            "gives it)"
        )
    elif found.status == "doubtful":
        code = "C609"
        message = (
            f"these words may now stand at {place}, {found.score:.0%} alike: {found.reason}; look, "
            "then write the passage anew or take it out"
        )
    elif found.status == "lost":
        code = "C605"
        message = (
            f"the words with hash {item.words.hash} are not in {quote(document.file)} "
            f"({found.reason}); find the passage again and write its range and hash"
        )
    else:
        return
    faults.add(item.place, code, message)
