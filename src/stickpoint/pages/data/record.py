"""The record laid out, or words found in a document → plain data for JSON.

Ids and codes are those of the case; dates stand as written, in words and as bounds.
"""

from __future__ import annotations

from typing import Any

from stickpoint import __version__
from stickpoint.answers.citation import Citation
from stickpoint.answers.record import Entry, Looked, RecordView, bound
from stickpoint.case.checks.path import PathStep
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Document, Source
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.record import happened, outcome


def record(view: RecordView) -> dict[str, Any]:
    """Return the whole record as data; open ends of dates are null."""
    case = view.case
    return {
        "title": case.title,
        "timeline": [_entry(entry, case) for entry in view.entries],
        "letters": {
            sender: {receiver: dict(acts) for receiver, acts in row.items()}
            for sender, row in view.matrix.items()
        },
        "path": _path(view),
        "silences": [
            {"after": silence.after.id, "before": silence.before.id, "days": silence.days}
            for silence in view.silences
            if silence.days
        ],
        "documents": [_document(document, view) for document in case.record.documents],
        "passages": [_looked(looked) for looked in view.looked],
        "loose": {
            "unsourced": list(view.loose.unsourced),
            "messages": list(view.loose.messages),
            "passages": list(view.loose.passages),
            "documents": list(view.loose.documents),
            "evidence": list(view.loose.evidence),
            "undated": list(view.undated),
        },
        "strangers": [
            {"name": who, "nearest": near.id or near.nearest or None}
            for who, near in view.strangers.items()
        ],
        "version": __version__,
    }


def citation(found: Citation) -> dict[str, Any]:
    """Return the places of some words as data."""
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


def _date(when: FuzzyDate) -> dict[str, Any]:
    """Return a date as written, in words and as bounds."""
    return {
        "written": when.written,
        "words": in_words(when),
        "earliest": bound(when.first),
        "latest": bound(when.last),
        "approximate": when.approximate,
    }


def _entry(entry: Entry, case: Case) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "date": _date(entry.when),
        "from": entry.sender,
        "to": entry.receiver,
        "act": entry.act,
        "text": happened(entry, case),
        "source": _source(entry.source),
    }


def _source(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    parts = {
        "document": source.document,
        "passage": source.passage,
        "page": source.page,
        "locator": source.locator,
        "chars": list(source.chars or ()),
        "hash": source.hash,
        "fingerprint": source.fingerprint,
    }
    return {key: value for key, value in parts.items() if value}


def _path(view: RecordView) -> dict[str, Any]:
    path = view.path
    return {
        "start": path.start,
        "steps": [_step(step) for step in path.steps],
        "end": path.end,
        "outcome": outcome(view),
        "context": [move.id for move in path.context],
        "contradictions": dict(path.contradictions),
    }


def _step(step: PathStep) -> dict[str, Any]:
    return {
        "id": step.id,
        "party": step.party or None,
        "date": _date(step.when),
        "before": step.before,
        "after": step.after,
        "changed": dict(step.changed),
        "restated": dict(step.restated),
        "gap": step.gap or None,
        "in_order": step.in_order,
    }


def _document(document: Document, view: RecordView) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "cite": document.cite,
        "file": document.file,
        "at_hand": view.at_hand.get(document.id),
    }


def _looked(looked: Looked) -> dict[str, Any]:
    return {
        "id": looked.id,
        "document": looked.document,
        "status": looked.status,
        "chars": None if looked.chars is None else list(looked.chars),
        "score": looked.score,
        "reason": looked.reason,
    }
