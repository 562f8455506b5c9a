"""What is in a record: who, what was done, where it is written → words."""

from __future__ import annotations

from collections.abc import Sequence

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
    if source is None:
        return ""
    where = [source.document]
    for passage in case.record.passages:
        if passage.id == source.passage:
            where += [passage.document, f"characters {passage.start}-{passage.end}"]
    where += [source.page and f"page {source.page}", source.locator]
    if source.chars:
        where.append(f"characters {source.chars[0]}-{source.chars[1]}")
    return ", ".join(filter(None, where))


def outcome(view: RecordView) -> str | None:
    """Name the terms on which the record ends settled; None when it ends open."""
    return None if view.settled_on is None else joined(view.settled_on) or "settled"
