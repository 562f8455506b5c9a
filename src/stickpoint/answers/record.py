"""A case → its record laid out: what happened when, who told whom, and what hangs loose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from stickpoint.answers.answer import Answer
from stickpoint.case.checks.path import RecordedPath, holds, in_time, path_of
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.documents.at_hand import cited, find, look_up, read
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import judgements
from stickpoint.case.model.pauses import ending
from stickpoint.case.model.record import Source
from stickpoint.errors import expect
from stickpoint.ports import ports

if TYPE_CHECKING:
    import pandas as pd

    from stickpoint.case.reading.speakers import Match

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
        What happened, as the case has it; empty for a move.
    sets : tuple of (str, bool)
        Of a move, the options it sets and to what.
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
    sets: tuple[tuple[str, bool], ...] = ()
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


@dataclass(frozen=True, repr=False)
class RecordView(Answer):
    """The record of a case, read but not judged.

    Parameters
    ----------
    entries : tuple of Entry
        In the order of their dates.
    undated : tuple of str
        Ids of messages and evidence without a date.
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

    question = "record"

    @cached_property
    def matrix(self) -> dict[str, dict[str, Counter[str]]]:
        """How often who did what to whom: sender → receiver → act → number."""
        found: dict[str, dict[str, Counter[str]]] = {}
        for message in self.case.record.messages:
            row = found.setdefault(message.sender, {})
            row.setdefault(message.receiver, Counter())[message.act] += 1
        return found

    @cached_property
    def strangers(self) -> dict[str, Match]:
        """Who writes or is written to and is no party, with the one that may be meant."""
        from stickpoint.case.reading.speakers import match_party  # as costly as it is rarely asked

        parties = self.case.parties
        ends = (who for m in self.case.record.messages for who in (m.sender, m.receiver) if who)
        known = self.case.party_index
        return {w: match_party(w, parties) for w in dict.fromkeys(ends) if w not in known}

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
    def settled_on(self) -> tuple[str, ...] | None:
        """The terms that hold where the record ends, perhaps none; None when it ends open."""
        case, code = self.case, self.path.end
        if (over := ending(case)) is None or not holds(over, code):
            return None
        every = (t for issue in case.issues for t in issue.terms)
        return tuple(t.name for t in every if holds(t.statement.formula, code))

    def table(self) -> pd.DataFrame:
        """Return the entries as a table, one row each, dates as written and as bounds."""
        return ports.ask("record_table", self)


def record(case: Case, folders: Sequence[Path] = ()) -> RecordView:
    """Lay out the record of a case.

    Parameters
    ----------
    folders : sequence of Path
        Where to look for the documents; none of them need be there.

    Returns
    -------
    RecordView
        Prints as a page; ``entries`` has what happened in the order of its dates, ``path`` the
        states that the moves lead through, ``silences`` the gaps, ``table()`` all of it as rows.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = sp.record(sp.load("cuba-1962"))
    >>> [(entry.id, entry.kind, str(entry.when.first)) for entry in found.entries[:2]]
    [('missiles', 'opened', '1962-10-16'), ('m-blockade', 'move', '1962-10-24')]
    >>> found.settled_on
    ('withdrawn under blockade',)
    """
    expect(case, Case)
    at_hand, looked = _documents(case, folders)
    path = path_of(case)
    return RecordView(
        case=case,
        entries=tuple(sorted(_entries(case, path), key=lambda entry: in_time(entry.when))),
        undated=(
            *(m.id for m in case.record.messages if m.date is None),
            *(e.id for e in case.record.evidence if e.date is None and e.observed),
        ),
        path=path,
        at_hand=at_hand,
        looked=looked,
        loose=_loose(case),
    )


def bound(day: date) -> str | None:
    """Return a day as ISO 8601; None for an open end."""
    return None if day in (date.min, date.max) else day.isoformat()


def _entries(case: Case, path: RecordedPath) -> Iterator[Entry]:
    for message in case.record.messages:
        if message.date:
            yield Entry(
                message.id, "message", message.date, message.text, message.sender,
                message.receiver, message.act, source=message.source,
            )  # fmt: skip
    restated = {step.id for step in path.steps if not step.is_move}
    for move in case.record.moves:
        if move.date:
            yield Entry(
                move.id, "move", move.date, "", move.party, sets=move.sets,
                source=move.source, restates=move.id in restated,
            )  # fmt: skip
    for item in case.record.evidence:
        if item.date and item.observed:
            yield Entry(item.id, "evidence", item.date, item.text, source=item.source)
    for chance in case.nature:
        if chance.date is not None:
            yield Entry(chance.id, "nature", chance.date, chance.text)
    for issue in case.issues:
        for kind, when in (("opened", issue.opened), ("closed", issue.closed)):
            if when is not None:
                yield Entry(issue.id, kind, when, issue.name)


def _documents(case: Case, folders: Sequence[Path]) -> tuple[dict[str, str], tuple[Looked, ...]]:
    at_hand, looked = dict[str, str](), list[Looked]()
    for document in case.record.documents:
        path = find(document, folders)
        if path is None:
            continue
        try:
            text = read(path)
        except OSError as error:
            at_hand[document.id] = f"cannot be read: {(error.strerror or str(error)).lower()}"
            continue
        if text.text is None:
            at_hand[document.id] = text.trouble
            continue
        fits = "fits" if text.sha256 == document.sha256 else "differs"
        at_hand[document.id] = fits if document.sha256 else "unknown"
        looked += _citations(document.id, case, text.text)
    return at_hand, tuple(looked)


def _citations(document: str, case: Case, text: str) -> Iterator[Looked]:
    """Look up everything that is cited from a document."""
    wanted = list(cited(document, case.record))
    for item, found in zip(wanted, look_up(wanted, text), strict=True):
        if found is None:
            yield Looked(item.id, document, "unchecked", item.chars, None)
        else:
            place = None if found.status == "lost" else (found.start, found.end)
            yield Looked(item.id, document, found.status, place, found.score, found.reason)


def _loose(case: Case) -> Loose:
    record, named = case.record, set(_referred(case))
    sources = [item.source for item in record.sourced if item.source]
    used = named | {place for s in sources for place in (s.document, s.passage)}
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
    for judgement in judgements(case):
        yield from judgement.because
    lists = (case.parties, case.issues, case.hypotheses, case.levers, case.record.facts)
    for because in (thing.because for things in lists for thing in things):
        yield from because
    for message in case.record.messages:
        yield message.reply_to
