"""A case → its record laid out: what happened when, who told whom, and what hangs loose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from stickpoint.case.checks.path import RecordedPath, holds, in_time, path_of
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.documents.at_hand import cited, find, look_up, read
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Source
from stickpoint.case.reading.match_party import Called, called
from stickpoint.pages.wording.names import joined, plain, undo_text

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("message", "move", "evidence", "nature", "opened", "closed")


@dataclass(frozen=True)
class Entry:
    """One dated thing of the record.

    Parameters
    ----------
    id, kind : str
        ``kind`` is one of `KINDS`; the id of an issue or of nature's option for the last three.
    when : FuzzyDate
    sender, receiver, act : str
        Of a message; ``sender`` is also the party of a move. Ids of parties, or free words.
    text : str
        What happened, in the words of the case.
    source : Source or None
    restates : bool
        A move that changes nothing.
    """

    id: str
    kind: str
    when: FuzzyDate
    text: str
    sender: str = ""
    receiver: str = ""
    act: str = ""
    source: Source | None = None
    restates: bool = False


@dataclass(frozen=True)
class Looked:
    """A citation looked up: ``status`` is exact, moved, doubtful, lost, or unchecked (no hash)."""

    id: str
    document: str
    status: str
    chars: tuple[int, int] | None
    score: float | None
    reason: str = ""


@dataclass(frozen=True)
class Silence:
    """A stretch in which the record certainly holds no message and no move."""

    after: Entry
    before: Entry
    days: int


@dataclass(frozen=True)
class Loose:
    """What hangs loose: ids without a source, and ids that nothing refers to."""

    unsourced: tuple[str, ...]
    messages: tuple[str, ...]
    passages: tuple[str, ...]
    documents: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class RecordView:
    """The record of a case, read but not judged.

    Parameters
    ----------
    entries : tuple of Entry
        In the order of their dates.
    undated : tuple of str
        Ids of evidence without a date.
    path : RecordedPath
    at_hand : dict of str to str
        For each document whose file was found: ``fits``, ``differs`` (another SHA-256),
        ``unknown`` (none is written down), or why it cannot be read.
    looked : tuple of Looked
        Every citation in those documents.
    loose : Loose
    """

    case: Case
    entries: tuple[Entry, ...]
    undated: tuple[str, ...]
    path: RecordedPath
    at_hand: dict[str, str]
    looked: tuple[Looked, ...]
    loose: Loose

    def name(self, who: str) -> str:
        """Return the short name of a party, or the words that stand for somebody else."""
        place = self.case.party_index.get(who)
        if place is None:
            return plain(who)
        party = self.case.parties[place]
        return party.short or party.name

    @cached_property
    def matrix(self) -> dict[str, dict[str, Counter[str]]]:
        """How often who did what to whom: sender → receiver → act → number."""
        found: dict[str, dict[str, Counter[str]]] = {}
        for message in self.case.record.messages:
            row = found.setdefault(message.sender, {})
            row.setdefault(message.receiver, Counter())[message.act] += 1
        return found

    @cached_property
    def strangers(self) -> dict[str, Called]:
        """Who writes or is written to and is no party, with the one that may be meant."""
        parties = self.case.parties
        ends = (who for m in self.case.record.messages for who in (m.sender, m.receiver) if who)
        return {
            who: called(who, parties)
            for who in dict.fromkeys(ends)
            if who not in self.case.party_index
        }

    @cached_property
    def silences(self) -> tuple[Silence, ...]:
        """Stretches without messages and moves, the longest first."""
        found: list[Silence] = []
        latest: Entry | None = None
        told = [entry for entry in self.entries if entry.kind in ("message", "move")]
        for entry in sorted(told, key=lambda entry: entry.when.first):
            if latest is not None and entry.when.first > latest.when.last:
                days = (entry.when.first - latest.when.last).days - 1
                found.append(Silence(latest, entry, days))
            if latest is None or entry.when.last > latest.when.last:
                latest = entry
        return tuple(sorted(found, key=lambda silence: -silence.days))

    @property
    def outcome(self) -> str | None:
        """The terms on which the record ends settled; None when it ends open."""
        return _terms(self.case, self.path.end)

    def table(self) -> pd.DataFrame:
        """Return the entries as a table, one row each, dates as written and as bounds."""
        import pandas as pd

        rows = [
            {
                "id": entry.id,
                "kind": entry.kind,
                "date": entry.when.written,
                "earliest": bound(entry.when.first),
                "latest": bound(entry.when.last),
                "approximate": entry.when.approximate,
                "from": entry.sender,
                "to": entry.receiver,
                "act": entry.act,
                "text": entry.text,
                "source": source_words(entry.source, self.case),
            }
            for entry in self.entries
        ]
        return pd.DataFrame(rows, columns=COLUMNS)


COLUMNS = [
    *("id", "kind", "date", "earliest", "latest", "approximate", "from", "to", "act", "text"),
    "source",
]


def record(case: Case, folders: Sequence[Path] = ()) -> RecordView:
    """Lay out the record of a case.

    Parameters
    ----------
    folders : sequence of Path
        Where to look for the documents; none of them need be there.

    Returns
    -------
    RecordView
    """
    at_hand, looked = _documents(case, folders)
    path = path_of(case)
    return RecordView(
        case=case,
        entries=tuple(sorted(_entries(case, path), key=lambda entry: in_time(entry.when))),
        undated=tuple(e.id for e in case.record.evidence if e.date is None and e.observed),
        path=path,
        at_hand=at_hand,
        looked=looked,
        loose=_loose(case),
    )


def bound(day: date) -> str | None:
    """Return a day as ISO 8601; None for an open end."""
    return None if day in (date.min, date.max) else day.isoformat()


def source_words(source: Source | None, case: Case) -> str:
    """Say where something is written down; empty when the record does not."""
    if source is None:
        return ""
    passages = {passage.id: passage for passage in case.record.passages}
    parts = [source.document] if source.document else []
    if source.passage in passages:
        passage = passages[source.passage]
        parts += [passage.document, f"characters {passage.start}-{passage.end}"]
    if source.page:
        parts.append(f"page {source.page}")
    if source.locator:
        parts.append(source.locator)
    if source.chars:
        parts.append(f"characters {source.chars[0]}-{source.chars[1]}")
    return ", ".join(parts)


def deeds(case: Case, sets: Sequence[tuple[str, bool]]) -> str:
    """Say what setting options means, in the case's words."""
    options = {option.id: option for option in case.options}
    words = []
    for name, value in sets:
        option = options[name]
        words.append(plain(option.text) if value else undo_text(option.text, option.undo))
    return joined(words)


def _entries(case: Case, path: RecordedPath) -> Iterator[Entry]:
    for message in case.record.messages:
        if message.date:
            yield Entry(
                message.id, "message", message.date, plain(message.text), message.sender,
                message.receiver, message.act, message.source,
            )  # fmt: skip
    restated = {step.id for step in path.steps if not step.is_move}
    for move in case.record.moves:
        if move.date:
            yield Entry(
                move.id, "move", move.date, deeds(case, move.sets), move.party,
                source=move.source, restates=move.id in restated,
            )  # fmt: skip
    for item in case.record.evidence:
        if item.date and item.observed:
            yield Entry(item.id, "evidence", item.date, plain(item.text), source=item.source)
    for chance in case.nature:
        if chance.on is not None:
            yield Entry(chance.id, "nature", chance.on, plain(chance.text))
    for issue in case.issues:
        for kind, when in (("opened", issue.opened), ("closed", issue.closed)):
            if when is not None:
                yield Entry(issue.id, kind, when, plain(issue.name))


def _documents(case: Case, folders: Sequence[Path]) -> tuple[dict[str, str], tuple[Looked, ...]]:
    at_hand: dict[str, str] = {}
    looked: list[Looked] = []
    for document in case.record.documents:
        path = find(document, folders)
        if path is None:
            continue
        try:
            text = read(path)
        except OSError as error:
            at_hand[document.id] = f"cannot be read: {(error.strerror or str(error)).lower()}"
            continue
        fits = {document.sha256: "fits", "": "unknown"}.get(text.sha256, "differs")
        at_hand[document.id] = "unknown" if not document.sha256 else fits
        if text.text is None:
            at_hand[document.id] = text.trouble
            continue
        wanted = list(cited(document.id, case.record))
        for item, found in zip(wanted, look_up(wanted, text.text), strict=True):
            if found is None:
                looked.append(Looked(item.id, document.id, "unchecked", item.chars, None))
            else:
                place = None if found.status == "lost" else (found.start, found.end)
                looked.append(
                    Looked(
                        item.id, document.id, found.status, place, found.score, found.reason
                    )
                )  # fmt: skip
    return at_hand, tuple(looked)


def _loose(case: Case) -> Loose:
    record = case.record
    named = set(_referred(case))
    sources = [item.source for item in record.sourced]
    used = named | {s.document for s in sources if s} | {s.passage for s in sources if s}
    missing = {item.id for item in record.evidence if not item.observed}
    used |= {passage.document for passage in record.passages}
    rated = {rating.evidence for h in case.hypotheses for rating in h.ratings}
    return Loose(
        unsourced=tuple(
            item.id for item in record.sourced if item.source is None and item.id not in missing
        ),
        messages=tuple(m.id for m in record.messages if m.id not in named),
        passages=tuple(p.id for p in record.passages if p.id not in used),
        documents=tuple(d.id for d in record.documents if d.id not in used),
        evidence=tuple(e.id for e in record.evidence if e.id not in rated | named),
    )


def _referred(case: Case) -> Iterator[str]:
    """List every id of the record that a reason or another entry names."""
    for judgement in case.judgements():
        yield from judgement.because
    lists = (case.parties, case.issues, case.hypotheses, case.levers)
    for because in (thing.because for things in lists for thing in things):
        yield from because
    for message in case.record.messages:
        yield message.reply_to


def _terms(case: Case, code: int) -> str | None:
    """Name the terms on which a state is settled."""
    if case.settled is None or not holds(case.settled.formula, code):
        return None
    names = [
        terms.name
        for issue in case.issues
        for terms in issue.terms
        if holds(terms.statement.formula, code)
    ]
    return joined(names) or "settled"
