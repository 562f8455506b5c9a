"""The record, its check against documents and what rules found in a text, as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from stickpoint import __version__
from stickpoint.answers.citation import Citation
from stickpoint.answers.knowledge.presumed import presumed
from stickpoint.answers.knowledge.told import matrix, told_otherwise
from stickpoint.answers.reading import Reading
from stickpoint.answers.record import Entry, RecordView, bound
from stickpoint.answers.why.conduct import Conduct, conduct
from stickpoint.case.checks.hindsight import hindsight
from stickpoint.case.checks.path import PathStep
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Source
from stickpoint.case.reading.numbers import counts
from stickpoint.pages.record.told import presumed_data
from stickpoint.pages.wording.dates import happened, in_words, outcome

if TYPE_CHECKING:
    from stickpoint.case.documents.at_hand import Compared


def record(view: RecordView) -> dict[str, Any]:
    """Return the whole record as data; open ends of dates are null."""
    case, path = view.case, view.path
    return {
        "title": case.title,
        "timeline": [_entry(entry, case) for entry in view.entries],
        "letters": {
            sender: {receiver: dict(acts) for receiver, acts in row.items()}
            for sender, row in view.matrix.items()
        },
        "path": {
            "start": path.start,
            "steps": [_step(step) for step in path.steps],
            "end": path.end,
            "outcome": outcome(view),
            "context": [move.id for move in path.context],
            "contradictions": dict(path.contradictions),
        },
        "silences": [
            {"after": silence.after.id, "before": silence.before.id, "days": silence.days}
            for silence in view.silences
            if silence.days
        ],
        "conduct": [_conduct(one) for one in conduct(case)],
        "knew": _knew(case),
        **_documents(view),
        "strangers": [
            {"name": who, "nearest": near.id or near.nearest or None}
            for who, near in view.strangers.items()
        ],
        "version": __version__,
    }


def _knew(case: Case) -> dict[str, Any]:
    """Return who had been told what since when, and what presumes that a party knew more."""
    return {
        "facts": {
            fact: {
                party: {
                    "yes" if cell.is_so else "no": {
                        "earliest": bound(cell.since.earliest),
                        "certain": bound(cell.since.certain),
                    }
                    for cell in cells
                    if cell.since
                }
                for party, cells in row.items()
            }
            for fact, row in matrix(case).items()
        },
        "told_otherwise": [
            {
                "fact": one.fact,
                "from": one.sender,
                "tellings": [
                    {"id": x.message.id, "to": x.receiver, "is_so": x.is_so} for x in one.tellings
                ],
                "days_apart": list(one.apart),
            }
            for one in told_otherwise(case)
        ],
        "presumed": [presumed_data(one) for one in presumed(case)],
    }


def _conduct(one: Conduct) -> dict[str, Any]:
    return {
        "party": one.party,
        "choices": [
            {
                "move": choice.move or None,
                "sets": dict(choice.sets),
                "since": [bound(choice.since.first), bound(choice.since.last)],
                "days": choice.days,
                "fits": choice.fits,
            }
            for choice in one.choices
        ],
        "misses": one.misses,
        "speaks_for": list(one.speaks_for),
    }


def _documents(view: RecordView) -> dict[str, Any]:
    about = ("id", "title", "cite", "file")
    loose = ("unsourced", "messages", "passages", "documents", "evidence")
    return {
        "documents": [
            {**{name: getattr(d, name) for name in about}, "at_hand": view.at_hand.get(d.id)}
            for d in view.case.record.documents
        ],
        "passages": [{**asdict(x), "chars": x.chars and list(x.chars)} for x in view.looked],
        "loose": {
            **{name: list(getattr(view.loose, name)) for name in loose},
            "undated": list(view.undated),
            "hindsight": late(view.case),
        },
    }


def late(case: Case) -> list[dict[str, str]]:
    """Return which judgements about the start of the clock rest on what came after it."""
    return [
        {"of": one.where, "entry": one.entry, "date": one.when.written} for one in hindsight(case)
    ]


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
    names = ("document", "passage", "page", "locator", "chars", "hash", "fingerprint")
    parts = {name: getattr(source, name) for name in names} | {"chars": list(source.chars or ())}
    return {name: value for name, value in parts.items() if value}


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


def reading(found: Reading) -> dict[str, Any]:
    """Return everything as data; of the words only names and what numbers count."""
    return {
        "file": found.name,
        "sha256": found.sha256,
        "characters": len(found.text),
        "proposals": list(_proposals(found)),
    }


def _proposals(found: Reading) -> Iterator[dict[str, Any]]:
    for one in found.proposals:
        line, column = found.place(one.start)
        data = {**asdict(one), "line": line, "column": column}
        if one.kind != "date":
            del data["reach"]
        if one.kind == "number":
            data["counts"] = counts(one)
        if one.kind == "message" and found.parties:
            ends = (one.speaker, one.receiver)
            data["from"], data["to"] = (found.party(who) or None for who in ends)
        data["hash"] = found.hash_of(*one.passage)
        yield data


def compared(held: Compared | None) -> dict[str, Any] | None:
    """Return the same as data; None when the file has faults and nothing was looked into."""
    return None if held is None else asdict(held)
