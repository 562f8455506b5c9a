"""A document of the record → its text in pieces, each with the entries that are cited from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from stickpoint.answers.record import RecordView
from stickpoint.case.check import document_folders
from stickpoint.case.documents.at_hand import cited, find, read
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Document
from stickpoint.studio.screens.fragments import told
from stickpoint.studio.screens.part import Asked

WINDOW = 9_000
"""Characters of a document that are shown at once, give or take a paragraph."""
_BEFORE = 1_500
"""Characters shown before what is looked for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a document from ``start`` on, and the ids of what is cited from them."""

    start: int
    text: str
    ids: tuple[str, ...] = ()


def folders_of(case: Case, asked: Asked) -> Sequence[Path]:
    """List where the documents of a case may lie: beside the file, or where the user said."""
    return document_folders(Path(told(asked, "path") or case.path))


def text_of(document: Document, folders: Sequence[Path]) -> tuple[str | None, str]:
    """Return the text of a document at hand; else None, and why there is none."""
    path = find(document, folders)
    if path is None:
        named = document.file
        return None, f"its file {named} is not at hand" if named else "it names no file"
    try:
        state = path.stat()
        return _read(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        return None, f"its file cannot be read: {(error.strerror or str(error)).lower()}"


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> tuple[str | None, str]:
    """Read a document once, as long as its file stays as it is."""
    found = read(path)
    return found.text, found.trouble


def ranges(view: RecordView, document: str) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return which characters of a document are cited, and by what, in the order of the text.

    A passage that has moved stands where it was found; what rests on a passage stands with it.
    """
    record = view.case.record
    now = {(one.id, one.document): one.chars for one in view.looked}
    resting: dict[str, list[str]] = {}
    for item in record.sourced:
        if item.source and item.source.passage:
            resting.setdefault(item.source.passage, []).append(item.id)
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for one in cited(document, record):
        place = now.get((one.id, document), one.chars) or one.chars
        if place is not None:
            found[place] = (*found.get(place, ()), one.id, *resting.get(one.id, ()))
    return dict(sorted(found.items()))


def pieces(text: str, marked: dict[tuple[int, int], tuple[str, ...]], start: int, end: int
) -> Iterator[Piece]:  # fmt: skip
    """Cut the characters from ``start`` to ``end`` where something cited begins or ends.

    Examples
    --------
    >>> [(p.text, p.ids) for p in pieces("abcdef", {(1, 4): ("x",), (3, 5): ("y",)}, 0, 6)]
    [('a', ()), ('bc', ('x',)), ('d', ('x', 'y')), ('e', ('y',)), ('f', ())]
    """
    near = {span: ids for span, ids in marked.items() if span[0] < end and span[1] > start}
    cuts = {start, end, *(min(max(k, start), end) for span in near for k in span)}
    for one, other in pairwise(sorted(cuts)):
        ids = [id_ for (a, b), own in near.items() if a < other and b > one for id_ in own]
        yield Piece(one, text[one:other], tuple(dict.fromkeys(ids)))


def window(text: str, at: int) -> tuple[int, int]:
    r"""Choose which characters to show around one: whole paragraphs where they are short.

    Examples
    --------
    >>> window("one\n\ntwo", 5)
    (0, 8)
    """
    if len(text) <= 1.3 * WINDOW:
        return 0, len(text)
    start = max(0, min(at, len(text)) - _BEFORE)
    start = text.rfind("\n\n", max(0, start - _BEFORE), start) + 2 if start else 0
    start = start if start > 1 else max(0, min(at, len(text)) - _BEFORE)
    end = min(len(text), start + WINDOW)
    stop = text.find("\n\n", end, end + _BEFORE)
    return start, end if stop < 0 else stop


def holds(places: Iterable[tuple[tuple[int, int], tuple[str, ...]]], id_: str) -> int | None:
    """Return where the first passage of an entry begins; None where it has none."""
    return next((span[0] for span, ids in places if id_ in ids), None)
