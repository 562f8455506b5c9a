"""The record laid out → plain data for JSON: ids, codes, dates as written and as bounds."""

from __future__ import annotations

from typing import Any

from stickpoint import __version__
from stickpoint.answers.record import Entry, RecordView, bound
from stickpoint.case.checks.path import PathStep
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.record import Source
from stickpoint.pages.wording.dates import in_words


def plain(view: RecordView) -> dict[str, Any]:
    """Return the whole record as data; open ends of dates are null."""
    path = view.path
    return {
        "title": view.case.title,
        "timeline": [_entry(entry) for entry in view.entries],
        "letters": {
            sender: {receiver: dict(acts) for receiver, acts in row.items()}
            for sender, row in view.matrix.items()
        },
        "path": {
            "start": path.start,
            "steps": [_step(step) for step in path.steps],
            "end": path.end,
            "outcome": view.outcome,
            "context": [move.id for move in path.context],
            "contradictions": dict(path.contradictions),
        },
        "silences": [
            {"after": silence.after.id, "before": silence.before.id, "days": silence.days}
            for silence in view.silences
            if silence.days
        ],
        "documents": [
            {
                "id": document.id,
                "title": document.title,
                "cite": document.cite,
                "file": document.file,
                "at_hand": view.at_hand.get(document.id),
            }
            for document in view.case.record.documents
        ],
        "passages": [
            {
                "id": looked.id,
                "document": looked.document,
                "status": looked.status,
                "chars": None if looked.chars is None else list(looked.chars),
                "score": looked.score,
                "reason": looked.reason,
            }
            for looked in view.looked
        ],
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


def date_data(when: FuzzyDate) -> dict[str, Any]:
    """Return a date as written, in words and as bounds."""
    return {
        "written": when.written,
        "words": in_words(when),
        "earliest": bound(when.first),
        "latest": bound(when.last),
        "approximate": when.approximate,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "date": date_data(entry.when),
        "from": entry.sender,
        "to": entry.receiver,
        "act": entry.act,
        "text": entry.text,
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


def _step(step: PathStep) -> dict[str, Any]:
    return {
        "id": step.id,
        "party": step.party or None,
        "date": date_data(step.when),
        "before": step.before,
        "after": step.after,
        "changed": dict(step.changed),
        "restated": dict(step.restated),
        "gap": step.gap or None,
        "in_order": step.in_order,
    }
