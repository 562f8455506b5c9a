"""The rival explanations of a case, its evidence and its documents → sections."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.motives.ratings import rated_evidence
from stickpoint.answers.motives.rivals import Motives
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Document
from stickpoint.pages.figures.bars import Bars
from stickpoint.pages.model import (
    Figure,
    Mark,
    Number,
    Numbers,
    Part,
    Section,
    Table,
    Text,
    Words,
    between,
    pieces,
)
from stickpoint.pages.motives import rated
from stickpoint.pages.motives.rated import key, marks_of
from stickpoint.pages.report.extra import parts_of
from stickpoint.pages.report.noted import noted, where
from stickpoint.pages.report.sketch import share_bar
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import joined, plain, upper
from stickpoint.pages.wording.numbers import percent, sized


def with_range(middle: Number, low: Number, high: Number) -> Words:
    """Say a number with its range, once where the range is said no differently."""
    same = middle.shown == low.shown == high.shown
    return (middle, " over all ranges") if same else (middle, " (", *between(low, high), ")")


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
        prior = sized(h.prior, h.size, "prior") if h.prior else "even"
        held = joined([plain(who) for who in h.by]) or "nobody is named"
        rows.append((name, noted(plain(h.claim), h.note), held, prior, chance))
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
        said = f" {upper(plain(item.text))}{when}. {mark}"
        what: Words = noted(
            (Mark(item.id, "anchor"), said, *pieces(where(item.source, case))), item.note
        )
        marks = (row.get(item.id, "0").replace("-", "\N{MINUS SIGN}") for row in rated)
        rows.append((what, *marks))
    return Table("The evidence, and how it is rated on each explanation", head, tuple(rows))


def sources(case: Case) -> Iterator[Section]:
    """List the documents, and the passages that point into them."""
    record = case.record
    parts: list[Part] = []
    if record.documents:
        rows = tuple(map(_document, record.documents))
        parts.append(Table("Documents", ("id", "title", "how to find it"), rows))
    if record.passages:
        marked = tuple(
            ((Mark(p.id, "anchor"),), f"{p.document}, characters {p.start}-{p.end}", plain(p.note))
            for p in record.passages
        )
        parts.append(Table("Passages", ("id", "where", "what it says, in own words"), marked))
    if parts:
        yield Section("sources", "Where it is written", tuple(parts))


def _document(document: Document) -> tuple[Words, ...]:
    title = plain(document.title) or plain(document.file) or document.id
    return (Mark(document.id, "anchor"),), title, noted(plain(document.cite), document.note)
