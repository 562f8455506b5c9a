"""What is in a record: who, what was done, where it is written → words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stickpoint.answers.record import Entry, RecordView
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Source
from stickpoint.graph.words import undo_text
from stickpoint.pages.wording.grammar import joined, plain


def somebody(case: Case, who: str) -> str:
    """Return what a party is called, or the words that stand for somebody else."""
    place = case.party_index.get(who)
    return plain(who) if place is None else case.parties[place].called


def deeds(case: Case, sets: Sequence[tuple[str, bool]]) -> str:
    """Say what setting options means, in the case's words."""
    options = {option.id: option for option in case.options}
    told = ((options[id_], value) for id_, value in sets)
    return joined([plain(o.text) if value else undo_text(o.text, o.undo) for o, value in told])


def happened(entry: Entry, case: Case) -> str:
    """Say what happened, as part of a sentence."""
    return deeds(case, entry.sets) if entry.kind == "move" else plain(entry.text)


def written_in(source: Source | None, case: Case) -> str:
    """Say where something is written down; empty when the record does not."""
    return "" if source is None else ", ".join(_where(source, case))


def _where(source: Source, case: Case) -> Iterator[str]:
    if source.document:
        yield source.document
    for passage in case.record.passages:
        if passage.id == source.passage:
            yield passage.document
            yield f"characters {passage.start}-{passage.end}"
    if source.page:
        yield f"page {source.page}"
    if source.locator:
        yield source.locator
    if source.chars:
        yield f"characters {source.chars[0]}-{source.chars[1]}"


def outcome(view: RecordView) -> str | None:
    """Name the terms on which the record ends settled; None when it ends open."""
    return None if view.settled_on is None else joined(view.settled_on) or "settled"
