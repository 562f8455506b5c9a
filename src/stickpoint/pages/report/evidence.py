"""The record and the rival explanations of a case → sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from stickpoint.answers.motives.ratings import rated_evidence
from stickpoint.answers.motives.rivals import Motives
from stickpoint.answers.record import Entry, RecordView
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Source
from stickpoint.pages.figures.bars import Bars
from stickpoint.pages.figures.svg import short
from stickpoint.pages.figures.timeline import Event, Timeline
from stickpoint.pages.model import (
    Figure,
    Legend,
    Mark,
    Numbers,
    Part,
    Piece,
    Section,
    Table,
    Text,
    Words,
    pieces,
)
from stickpoint.pages.motives import rated
from stickpoint.pages.motives.rated import key, marks_of
from stickpoint.pages.report.burden import share_bar, with_range
from stickpoint.pages.report.extra import parts_of
from stickpoint.pages.wording.dates import happened, in_words, somebody, written_in
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import amount, percent

_MARKS = {
    "agenda": "an item of the agenda, from opened to closed, or to the end while it is open",
    "dot": "a message",
    "diamond": "a move",
    "diamond hollow": "a move that changes nothing",
    "loose": "a message or move whose day is not known: somewhere along the pale bar",
    "loose hollow": "the same, of a move that changes nothing",
    "event": "what no party controlled",
}


def timeline(view: RecordView) -> Iterator[Section]:
    """Lay out what happened when; nothing where the record holds neither date nor more."""
    shown = view.entries
    rows = (*(_row(view, entry) for entry in shown), *_undated(view))
    if not rows:
        return
    exact = sum(entry.when.is_exact for entry in shown)
    known = f"{exact} of them known to the day; the table below lists them."
    about = f"{count(len(shown), 'dated entry', 'dated entries')}, {known}"
    picture = _picture(view, [entry for entry in shown if entry.kind != "evidence"])
    legend = tuple(Legend(f"mark {key}", _MARKS[key]) for key in picture.keys)
    figure = Figure("timeline", "What happened when", about, picture, legend)
    table = Table("The record in order", ("when", "what", "where it is written"), rows)
    drawn = (figure,) if picture.events or picture.marks else ()
    yield Section("record", "What the record holds", (*drawn, table))


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
            events.append(Event(lane, entry.when.first, entry.when.last, kind, words))
    lanes += [("Others", "c7")] * outside
    return Timeline(tuple(lanes), (*_spans(case), *events), tuple(marks))


def _spans(case: Case) -> Iterator[Event]:
    for issue in case.issues:
        days = [d for d in (issue.opened, issue.closed) if d is not None]
        if days:
            first = min(d.last if d.open_start else d.first for d in days)
            last = max(d.first if d.open_end else d.last for d in days)
            last = last if issue.closed else date.max
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


def _row(view: RecordView, entry: Entry) -> tuple[Words, ...]:
    source = _where(entry.source, view.case)
    if entry.kind in ("opened", "closed", "nature"):
        lists = (view.case.issues, view.case.nature)
        because = next(x.because for things in lists for x in things if x.id == entry.id)
        source = reasons(because, view.case.record.ids) or source
    said: list[Piece] = [f"{upper(_what(view, entry))}. "]
    if entry.kind == "evidence":
        said.append(Mark(entry.id, "link" if _is_in_table(view.case, entry.id) else "anchor"))
    elif entry.kind in ("message", "move"):
        said.append(Mark(entry.id, "anchor"))
    return in_words(entry.when), tuple(said), source


def _is_in_table(case: Case, item: str) -> bool:
    """Tell whether the table of evidence has an item: all of it where nothing is rated."""
    return not case.hypotheses or item in marks_of(case)


def _undated(view: RecordView) -> Iterator[tuple[Words, ...]]:
    """List what has neither a date nor a place in the table of evidence."""
    for item in view.case.record.evidence:
        if item.id in view.undated and not _is_in_table(view.case, item.id):
            said = (f"Evidence: {plain(item.text)}. ", Mark(item.id, "anchor"))
            yield "no date", said, _where(item.source, view.case)


def _where(source: Source | None, case: Case) -> Words:
    """Say where something is written down, with a link to the document, or that nothing says."""
    words = written_in(source, case)
    name = words.partition(",")[0]
    if name in case.record.ids:
        return Mark(name, "link"), words[len(name) :]
    return words or (Mark("unsourced", "bare"),)


def reasons(because: Sequence[str], known: frozenset[str]) -> tuple[Piece, ...]:
    """Return reasons one after the other, those of the record as links."""
    said: list[Piece] = []
    for reason in because:
        linked = reason.strip() in known
        said += [", ", Mark(reason.strip(), "link") if linked else plain(reason)]
    return tuple(said[1:])


def rivals(case: Case, numbers: Numbers) -> Iterator[Section]:
    """Set the explanations side by side; nothing where the case has none."""
    if not case.hypotheses:
        if case.record.evidence:
            yield Section("rivals", "The evidence", (_ratings(case),))
        return
    lens = Motives(case, structural=False)
    bars, rows = [], []
    for h in case.hypotheses:
        place = ("motive", "posterior", h.name)
        low, middle, high = (numbers(*place, k, say=percent) for k in range(3))
        name, chance = upper(plain(h.name)), with_range(middle, low, high)
        bars.append(share_bar(name, middle, low, high, "plain"))
        prior = amount(h.prior) if h.prior else "even"
        held = joined([plain(who) for who in h.by]) or "nobody is named"
        rows.append((name, plain(h.claim), held, prior, chance))
    about = "; ".join(f"{bar.label} {bar.shown}" for bar in bars)
    head = ("explanation", "what it claims", "held by", "before", "on the evidence")
    parts: list[Part] = [
        Figure("posterior", "How likely each is on the rated evidence", about, Bars(tuple(bars))),
        Table("The explanations side by side", head, tuple(rows)),
        _ratings(case),
        Text(key(case), "note"),
        *(part for part in rated.standing(lens).parts if isinstance(part, Text)),
        *parts_of([rated.coders(lens), *rated.weighing(lens)]),
    ]
    note = (
        "These are ranges over all priors and ratings that the case leaves open. What the dated "
        "moves say under the clock takes longer: ask stickpoint motives."
    )
    yield Section("rivals", "Rival explanations", (*parts, Text(note, "note")))


def _ratings(case: Case) -> Table:
    rated = [{r.evidence: r.rating for r in h.ratings} for h in case.hypotheses]
    head = ("evidence, and where it is written", *(plain(h.name) for h in case.hypotheses))
    belongs = marks_of(case)
    rows = []
    for item in case.record.evidence if not case.hypotheses else rated_evidence(case):
        when = f" ({in_words(item.date)})" if item.date else ""
        mark = "".join(f"{upper(mark)}. " for mark in belongs.get(item.id, ()))
        where = pieces(_where(item.source, case))
        what: Words = (Mark(item.id, "anchor"), f" {upper(plain(item.text))}{when}. {mark}", *where)
        marks = (row.get(item.id, "0").replace("-", "\N{MINUS SIGN}") for row in rated)
        rows.append((what, *marks))
    return Table("The evidence, and how it is rated on each explanation", head, tuple(rows))


def sources(case: Case) -> Iterator[Section]:
    """List the documents, and the passages that point into them."""
    record = case.record
    parts: list[Part] = []
    if record.documents:
        rows = tuple(
            ((Mark(d.id, "anchor"),), plain(d.title) or plain(d.file) or d.id, plain(d.cite))
            for d in record.documents
        )
        parts.append(Table("Documents", ("id", "title", "how to find it"), rows))
    if record.passages:
        rows = tuple(
            ((Mark(p.id, "anchor"),), f"{p.document}, characters {p.start}-{p.end}", plain(p.note))
            for p in record.passages
        )
        parts.append(Table("Passages", ("id", "where", "what it says, in own words"), rows))
    if parts:
        yield Section("sources", "Where it is written", tuple(parts))
