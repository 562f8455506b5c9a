"""The Record screen: the text with its passages, what happened when, and what is left to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from stickpoint.answers.record import RecordView
from stickpoint.answers.record import record as laid_out
from stickpoint.case.dates.fuzzy import parse_date
from stickpoint.case.documents.bounds import MAX_BYTES, too_large
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import judgements
from stickpoint.case.model.record import Document, Evidence, Message, Passage, RecordedMove
from stickpoint.case.schema.record_layout import ACTS
from stickpoint.pages.model import Figure, Mark, Section, Table, Text, Words, pieces, unmarked
from stickpoint.pages.record.loose import checked, loose
from stickpoint.pages.report import judged, recorded
from stickpoint.pages.wording.dates import in_words, written_in
from stickpoint.pages.wording.names import count, party_names, plain, upper
from stickpoint.studio.screens import entries
from stickpoint.studio.screens.fragments import sections, told
from stickpoint.studio.screens.part import Asked, Part
from stickpoint.studio.screens.passages import folders_of, holds, ranges, text_of, window
from stickpoint.studio.screens.passages import pieces as cut
from stickpoint.studio.screens.template import block

TITLE = "Record"
_LISTED = re.compile(r"^(.*\(\d+\)): (.*)\.$", re.DOTALL)
"""A sentence that lists ids after a colon."""


def page(_case: Case) -> str:
    """Return the screen with an empty element for each of its parts."""
    return block("record.html", "page")


def _view(case: Case, asked: Asked) -> RecordView:
    return laid_out(case, folders_of(case, asked))


def timeline(case: Case, asked: Asked) -> str:
    """Draw what happened when, a lane for each party; what is not known to the day is a bar."""
    shown = [
        replace(section, name="when", parts=tuple(p for p in section.parts if _is_figure(p)))
        for section in recorded.timeline(_view(case, asked))
    ]
    if not any(section.parts for section in shown):
        none = Text("The record holds nothing with a date that could be drawn.")
        shown = [Section("when", "What the record holds", (none,))]
    return sections(shown)


def _is_figure(part: object) -> bool:
    return isinstance(part, Figure)


def table(case: Case, asked: Asked) -> str:
    """List the record in the order of its dates, each entry to be chosen."""
    rows = [
        replace(
            part,
            caption=f"{count(len(part.rows), 'entry', 'entries')}, the earliest first",
            rows=tuple(tuple(map(_linked, row)) for row in part.rows),
        )
        for section in recorded.timeline(_view(case, asked))
        for part in section.parts
        if isinstance(part, Table)
    ]
    none = Text("The record holds no entry yet; choose words of a document to make one.")
    return sections([Section("entries", "", tuple(rows) or (none,))])


def _linked(words: Words) -> Words:
    """Let the id of an entry point to the entry, so that it can be chosen there."""
    return tuple(
        Mark(piece.text, "link") if isinstance(piece, Mark) and piece.kind == "anchor" else piece
        for piece in pieces(words)
    )


def adding(_case: Case, _: Asked) -> str:
    """Offer a form for another document; it does not go with what is chosen in the text."""
    larger = f"Not copied: the file {too_large(MAX_BYTES)}."
    return block("record.html", "newdocument", most=MAX_BYTES, larger=larger)


def text(case: Case, asked: Asked) -> str:
    """Show a document with what is cited from it, near what was chosen last."""
    view = _view(case, asked)
    document, at = _place(view, asked)
    if document is None:
        return block("record.html", "undocumented")
    entry = told(asked, "entry")
    offered = [
        {"value": json.dumps([one.id, 0, entry]), "on": one.id == document.id,
         "title": plain(one.title) or plain(one.file) or one.id}
        for one in case.record.documents
    ]  # fmt: skip
    whole, trouble = text_of(document, folders_of(case, asked))
    if whole is None:
        cite = plain(document.cite) or plain(document.url)
        return block("record.html", "absent", offered=offered, why=trouble, cite=cite)
    marked = ranges(view, document.id)
    if at is None:
        at = holds(marked.items(), entry) or 0
    start, end = window(whole, at)
    return block(
        "record.html", "text", offered=offered, document=document.id, start=start,
        pieces=list(cut(whole, marked, start, end)), entry=entry,
        earlier=json.dumps([document.id, max(0, start - 6_000), entry]) if start else "",
        later=json.dumps([document.id, end, entry]) if end < len(whole) else "",
        share=f"characters {start:,} to {end:,} of {len(whole):,}", said=checked(view),
    )  # fmt: skip


def _place(view: RecordView, asked: Asked) -> tuple[Document | None, int | None]:
    """Say which document to show, and from where on; None where the chosen entry decides that.

    What was turned to last holds until another entry is chosen.
    """
    documents = {one.id: one for one in view.case.record.documents}
    entry = told(asked, "entry")
    try:
        named, at, then = json.loads(told(asked, "at") or "[]")
        if then == entry and named in documents:
            return documents[named], max(0, int(at))
    except (ValueError, TypeError, OverflowError):
        pass
    sourced = {item.id: item.source for item in view.case.record.sourced}
    source, passages = sourced.get(entry), {p.id: p for p in view.case.record.passages}
    named = source.document if source else entry
    if passage := passages.get(source.passage if source else entry):
        named = passage.document
    first = (one for one in documents.values() if view.at_hand.get(one.id))
    return documents.get(named) or next(first, next(iter(documents.values()), None)), None


def entry(case: Case, asked: Asked) -> str:
    """Show one entry of the record with all that can be changed in it."""
    id_, record = told(asked, "entry"), case.record
    items: list[Any] = [*record.sourced, *record.passages, *record.documents]
    item = next((item for item in items if item.id == id_), None)
    if item is None:
        return block("record.html", "unchosen")
    rests = [
        upper(unmarked(judged_as)) for judged_as in _resting(case, id_)
    ]  # what would lose its reason with it
    gone = _path_of(case, item)
    kind = _KIND[type(item)]
    return block(
        "record.html", "entry", id=id_, kind=kind, fields=list(_fields(case, item)), rests=rests,
        where=written_in(getattr(item, "source", None), case), gone=gone,
        when=in_words(item.date) if getattr(item, "date", None) else "",
        unsourced=kind not in ("document", "passage") and item.source is None,
    )  # fmt: skip


_KIND: dict[type, str] = {
    Message: "message", RecordedMove: "move", Evidence: "evidence", Passage: "passage",
    Document: "document",
}  # fmt: skip
_LISTS = {Message: "messages", RecordedMove: "moves"}
_TABLES = {Evidence: "evidence", Passage: "passages", Document: "documents"}


def _path_of(case: Case, item: Any) -> list[str | int]:
    """Say where in the file something of the record is written."""
    if type(item) in _LISTS:
        name = _LISTS[type(item)]
        return ["record", name, list(getattr(case.record, name)).index(item)]
    return ["record", _TABLES[type(item)], item.id]


_WHEN = ("date", "date", "when, such as 1952-07-14 or 1952-07~")
_NOTE = ("note", "note", "note")
_SHOWN: dict[type, tuple[tuple[str, str, str], ...]] = {
    Message: (
        _WHEN, ("from", "sender", "from"), ("to", "receiver", "to"), ("act", "act", "act"),
        ("text", "text", "what was said"), _NOTE,
    ),
    RecordedMove: (_WHEN, ("party", "party", "party"), _NOTE),
    Evidence: (_WHEN, ("text", "text", "what was observed"), _NOTE),
    Passage: (_NOTE,),
    Document: (
        ("title", "title", "title"), ("file", "file", "file, beside the case"),
        ("cite", "cite", "how to cite it"), _NOTE,
    ),
}  # fmt: skip
"""What can be changed in each kind of entry: its key, its name in the model, its label."""


def _fields(case: Case, item: Any) -> Iterator[dict[str, Any]]:
    """Return what can be changed in an entry: a label, what is written, and where."""
    path = _path_of(case, item)
    for key, name, label in _SHOWN[type(item)]:
        value = getattr(item, name)
        yield {
            "label": label, "path": [*path, key], "long": key in ("text", "note", "cite"),
            "value": " ".join(str(value or "").split()),
            "options": list(ACTS) if key == "act" else [],
        }  # fmt: skip


def _resting(case: Case, id_: str) -> Iterator[Words]:
    """Say which judgements of the case rest on an entry."""
    for part in judged.section(case).parts:
        for row in part.rows if isinstance(part, Table) else ():
            if any(isinstance(p, Mark) and p.text == id_ for p in pieces(row[2])):
                yield f"{unmarked(row[0])}: {unmarked(row[1])}"


def new(case: Case, asked: Asked) -> str:
    """Offer an entry for words that were chosen in the text; nothing before any are."""
    said = told(asked, "words")
    named = entries.document_of(said)
    document = next((one for one in case.record.documents if one.id == named), None)
    whole, _ = text_of(document, folders_of(case, asked)) if document else (None, "")
    own = entries.chosen(said, whole, named) if whole else None
    if own is None or whole is None:
        at_hand = any(_view(case, asked).at_hand.get(one.id) for one in case.record.documents)
        return block("record.html", "nothing", any=at_hand)
    guess = entries.draft(case, whole, own)
    when = parse_date(guess.date) if guess.date else None
    return block(
        "record.html", "new", words=own.words, guess=guess, acts=list(ACTS),
        source=json.dumps(guess.source),
        said=in_words(when) if when else "",
        parties=[(id_, name) for id_, name in party_names(case).items()],
        options=[(o.id, o.party, plain(o.text)) for o in case.options],
    )  # fmt: skip


def todo(case: Case, asked: Asked) -> str:
    """List what hangs loose in the record, and what the case asserts without a source."""
    view = _view(case, asked)
    known = case.record.ids
    items = []
    for said in loose(view):
        listed = _LISTED.match(said)
        ids = listed[2].split(", ") if listed else []
        held = [id_ for id_ in ids if id_ in known]
        lead = f"{listed[1]}:" if listed and held else said
        items.append({"said": lead, "ids": held})
    bare = list(_unsourced(case))
    return block(
        "record.html", "todo", items=items, bare=bare,
        judged=count(len(bare), "judgement without a source", "judgements without a source"),
    )  # fmt: skip


def _unsourced(case: Case) -> Iterator[dict[str, Any]]:
    """Return every judgement that nothing in the record stands behind, with the reason it has.

    They come in the order in which the report lists them, each with its line in the file.
    """
    rows = [
        row for part in judged.section(case).parts if isinstance(part, Table) for row in part.rows
    ]
    lines = sorted(judgements(case), key=lambda line: list(judged.KINDS).index(line.kind))
    for line, row in zip(lines, rows, strict=True):
        if any(isinstance(p, Mark) and p.text == "unsourced" for p in pieces(row[2])):
            reason = unmarked(row[2]).partition("unsourced")[0].rstrip("; ")
            yield {
                "of": unmarked(row[0]), "said": unmarked(row[1]), "because": reason,
                "line": line.place.line,
            }  # fmt: skip


PARTS = (
    Part("record-timeline", "drag", timeline),
    Part("record-text", "drag", text, needs=("entry", "at")),
    Part("record-adding", "saved", adding),
    Part("record-entry", "drag", entry, needs=("entry",)),
    Part("record-new", "drag", new, needs=("words",)),
    Part("record-table", "drag", table),
    Part("record-todo", "drag", todo),
)
