"""The record of a case → what happened when: its picture and its table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stickpoint.answers.ended import ended
from stickpoint.answers.record import Entry, RecordView
from stickpoint.case.model.case import Case
from stickpoint.pages.clock.ended import happened as happened_by_record
from stickpoint.pages.figures.svg import short
from stickpoint.pages.figures.timeline import Event, Timeline
from stickpoint.pages.model import Figure, Legend, Mark, Piece, Section, Table, Words, anchor
from stickpoint.pages.motives.rated import marks_of
from stickpoint.pages.report.noted import noted, reasons, where
from stickpoint.pages.wording.dates import happened, in_words, somebody
from stickpoint.pages.wording.names import count, joined, party_names, plain, upper

_TITLE = "What the record holds"
_MARKS = {
    "agenda": "an item of the agenda, from opened to closed, or to the end while it is open",
    "dot": "a message",
    "diamond": "a move",
    "diamond hollow": "a move that changes nothing",
    "loose": "a message or move whose day is not known: somewhere along the pale bar",
    "loose hollow": "the same, of a move that changes nothing",
    "event": "what no party controlled",
    "over": "the end",
}
LABEL = 30
"""Characters of what happened that stand beside its mark; the table has all of them."""


def timeline(view: RecordView) -> Iterator[Section]:
    """Lay out what happened when; nothing where the record holds no date."""
    shown, table = [e for e in view.entries if e.kind != "evidence"], _rows(view)
    if not table.rows:
        return
    if not shown:
        yield Section("record", _TITLE, (table,))
        return
    exact = sum(entry.when.is_exact for entry in shown)
    known = f"{exact} of them known to the day; the table below lists them."
    end = ended(view.case)
    over = f" {happened_by_record(end, view.case.clock.unit)}." if end else ""
    about = f"{count(len(shown), 'dated entry', 'dated entries')}, {known}{over}"
    picture = _picture(view, shown)
    legend = tuple(Legend(f"mark {key}", _MARKS[key]) for key in picture.keys)
    figure = Figure("timeline", "What happened when", about, picture, legend)
    yield Section("record", _TITLE, (figure, table))


def _rows(view: RecordView) -> Table:
    """List the record in the order of its dates, and after it evidence that is in no table."""
    case = view.case
    notes = {item.id: item.note for item in case.record.sourced}
    rows = [_row(view, entry, notes.get(entry.id, "")) for entry in view.entries]
    rows += _undated(view)
    return Table("The record in order", ("when", "what", "where it is written"), tuple(rows))


def _is_in_table(case: Case, item: str) -> bool:
    """Tell whether the table of evidence has an item: all of it where nothing is rated."""
    return not case.hypotheses or item in marks_of(case)


def _undated(view: RecordView) -> Iterator[tuple[Words, ...]]:
    """List what has neither a date nor a place in the table of evidence."""
    parties = party_names(view.case)
    for message in view.case.record.messages:
        if message.id in view.undated:
            ends = [
                parties.get(who, plain(who)) for who in (message.sender, message.receiver) if who
            ]
            words = f"{upper(' to '.join(ends))}, {message.act}: {plain(message.text)}. "
            told = (words, Mark(message.id, "anchor"))
            yield "no date", noted(told, message.note), where(message.source, view.case)
    for item in view.case.record.evidence:
        if item.id in view.undated and not _is_in_table(view.case, item.id):
            said = (f"Evidence: {plain(item.text)}. ", Mark(item.id, "anchor"))
            yield "no date", noted(said, item.note), where(item.source, view.case)


def _picture(view: RecordView, shown: list[Entry]) -> Timeline:
    case = view.case
    lanes = [("Agenda", "c7")]
    lanes += [(upper(p.called), f"c{k % 8}") for k, p in enumerate(case.parties)]
    events, marks = [], []
    outside = False
    for entry in shown:
        words = f"{in_words(entry.when)}: {_what(view, entry)}"
        if entry.kind == "nature":
            marks.append((entry.when.first, happened(entry, case)))
        elif entry.kind in ("message", "move"):
            place = case.party_index.get(entry.sender)
            outside |= place is None
            lane = len(case.parties) + 1 if place is None else place + 1
            kind = f"{entry.kind}{' restates' * entry.restates}"
            name = short(upper(happened(entry, case)), LABEL)
            days = entry.when.first, entry.when.last
            events.append(Event(lane, *days, kind, words, name, anchor(entry.id)))
    lanes += [("Others", "c7")] * outside
    over = ended(case)
    end = None
    if over and not (over.when.open_start and over.when.open_end):
        day = over.when.last if over.when.open_start else over.when.first
        end = day, f"over: {plain(over.name)}"
    spans = _spans(case, end[0] if end else date.max)
    return Timeline(tuple(lanes), (*spans, *events), tuple(marks), end)


def _spans(case: Case, end: date) -> Iterator[Event]:
    """Return how long each item of the agenda was open: to the end, or until it closed."""
    for issue in case.issues:
        days = [d for d in (issue.opened, issue.closed) if d is not None]
        if days:
            first = min(d.last if d.open_start else d.first for d in days)
            last = max(d.first if d.open_end else d.last for d in days)
            last = last if issue.closed else max(first, end)
            name = plain(issue.name)
            told = [f"opened {in_words(issue.opened)}"] if issue.opened else []
            beside = short(upper(name) if issue.closed else f"{upper(name)} (open)", 60)
            told.append(f"closed {in_words(issue.closed)}" if issue.closed else "open")
            yield Event(0, first, last, "agenda", f"{name}: {joined(told)}", beside)


def _what(view: RecordView, entry: Entry) -> str:
    case, what = view.case, happened(entry, view.case)
    if entry.kind in ("opened", "closed"):
        return f"item {entry.kind}: {what}"
    if entry.kind in ("nature", "evidence"):
        return what if entry.kind == "nature" else f"evidence: {what}"
    who = upper(somebody(case, entry.sender))
    if entry.kind == "move":
        kept = ", holding to its course" if entry.restates else ""
        return f"{who} moves{kept}: {what}"
    if entry.receiver == entry.sender:
        return f"{entry.act} within {somebody(case, entry.sender)}: {what}"
    to = f" to {somebody(case, entry.receiver)}" if entry.receiver else ""
    return f"{who}{to}, {entry.act}: {what}"


def _row(view: RecordView, entry: Entry, note: str) -> tuple[Words, ...]:
    source = where(entry.source, view.case)
    if entry.kind in ("opened", "closed", "nature"):
        lists = (view.case.issues, view.case.nature)
        because = next(x.because for things in lists for x in things if x.id == entry.id)
        source = reasons(because, view.case.record.ids) or source
    said: list[Piece] = [f"{upper(_what(view, entry))}. "]
    if entry.kind in ("message", "move"):
        said.append(Mark(entry.id, "anchor"))
    if entry.kind == "evidence" and _is_in_table(view.case, entry.id):
        # It stands, with its note, where it is rated.
        return in_words(entry.when), (*said, Mark(entry.id, "link")), source
    if entry.kind == "evidence":
        said.append(Mark(entry.id, "anchor"))
    return in_words(entry.when), noted(tuple(said), note), source
