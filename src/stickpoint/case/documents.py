"""The documents at hand → whether they are the ones the case was written on, and passages fit.

A document that is not at hand is no fault: a case may point into a text that it cannot carry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from stickpoint.case.basis import Place
from stickpoint.case.nodes import Faults, quote
from stickpoint.case.passages import locate
from stickpoint.case.record import Document, Record

MAX_BYTES = 64 * 1024 * 1024
MAX_SEARCHES = 3


def check_documents(record: Record, folders: Sequence[Path], faults: Faults) -> None:
    """Verify every document whose file is found in one of the folders.

    Parameters
    ----------
    folders : sequence of Path
        Searched in this order.
    """
    for document in record.documents:
        if not document.file:
            continue
        if not _is_plain(document.file):
            message = f"{quote(document.file)} leaves the folder of documents; name a file in it"
            faults.add(document.place, "C606", message)
            continue
        path = next(
            (folder / document.file for folder in folders if _at_hand(folder, document)), None
        )
        if path is not None:
            _check_document(document, path, record, faults)


def _is_plain(name: str) -> bool:
    """Tell whether a file name stays inside its folder on every system."""
    ways = (PurePosixPath(name), PureWindowsPath(name))
    return not any(way.is_absolute() or way.drive or ".." in way.parts for way in ways)


def _at_hand(folder: Path, document: Document) -> bool:
    try:
        return (folder / document.file).is_file()
    except (OSError, ValueError):
        return False


def _check_document(document: Document, path: Path, record: Record, faults: Faults) -> None:
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        faults.add(document.place, "C606", f"{quote(document.file)} cannot be read: {reason}")
        return
    if data is None:
        message = (
            f"{quote(document.file)} is larger than {MAX_BYTES >> 20} MiB; cut out what you cite"
        )
        faults.add(document.place, "C606", message)
        return
    found = hashlib.sha256(data).hexdigest()
    if document.sha256 and found != document.sha256:
        message = (
            f"the file {quote(document.file)} is not the one this case was written on: its SHA-256 "
            f"begins {found[:12]}, not {document.sha256[:12]}; find that one, or correct the case"
        )
        faults.add(document.place, "C603", message)
    ranges = list(_ranges(document.id, record))
    if not ranges:
        return
    try:
        text = data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")
    except UnicodeDecodeError:
        message = f"{quote(document.file)} is no UTF-8 text, so no passage in it can be looked up"
        faults.add(document.place, "C606", message)
        return
    _check_ranges(ranges, document, text, faults)


def _ranges(document: str, record: Record) -> Iterator[tuple[tuple[int, int], str, Place]]:
    """List every range of characters that the record cites from a document."""
    for passage in record.passages:
        if passage.document == document:
            yield (passage.start, passage.end), passage.hash, passage.place
    sources = (
        *(item.source for item in record.messages),
        *(item.source for item in record.moves),
        *(item.source for item in record.evidence),
    )
    for source in sources:
        if source and source.document == document and source.chars:
            yield source.chars, source.hash, source.place


def _check_ranges(
    ranges: list[tuple[tuple[int, int], str, Place]], document: Document, text: str, faults: Faults
) -> None:
    """Report ranges that run out of the document, have moved in it, or are gone from it."""
    lost = 0
    for chars, short, place in ranges:
        if not short or lost >= MAX_SEARCHES:
            if chars[1] > len(text):
                message = (
                    f"[{chars[0]}, {chars[1]}] runs beyond the {len(text)} characters of "
                    f"{quote(document.file)}; correct the range"
                )
                faults.add(place, "C602", message)
            continue
        found = locate(chars, short, text)
        if found.status == "moved":
            message = f"these words now stand elsewhere; write chars: [{found.start}, {found.end}]"
            faults.add(place, "C604", message)
        elif found.status == "lost":
            lost += 1
            message = (
                f"the words with hash {short} are not in {quote(document.file)} ({found.reason}); "
                "find the passage again and write its range and hash"
            )
            faults.add(place, "C605", message)
