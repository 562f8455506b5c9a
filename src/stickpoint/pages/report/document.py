"""The answers of every lens → the sections of a report, in the order a reader would ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase

from stickpoint.answers.ended import ended
from stickpoint.answers.record import record
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import Why
from stickpoint.case.model.case import Case, Issue, Nature, Option
from stickpoint.pages.data import why as data
from stickpoint.pages.model import (
    Figure,
    Items,
    Labelled,
    Mark,
    Numbers,
    Page,
    Part,
    Section,
    Table,
    Text,
    Words,
)
from stickpoint.pages.record import knew
from stickpoint.pages.report import (
    evidence,
    judged,
    methods,
    near,
    noted,
    recorded,
    way,
)
from stickpoint.pages.report.extra import HOLDING, SOONER, holding, sooner
from stickpoint.pages.report.forecast import curve
from stickpoint.pages.report.front import front
from stickpoint.pages.report.timing import timing
from stickpoint.pages.why import asks
from stickpoint.pages.why.alone import alone, apart
from stickpoint.pages.why.brief import labelled
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import count, imposing, joined, plain, upper
from stickpoint.pages.wording.nature import rates
from stickpoint.pages.wording.numbers import amount, sized
from stickpoint.pages.wording.statements import Spoken

PARTIES = "The parties and what each can do"


def report(found: Brief, folders: Sequence[Path] = ()) -> Page:
    """Gather what every lens has to say about a case, whose documents may lie in ``folders``.

    The numbers of the page are those of ``why --json``, and name their place there.
    """
    answer, case = found.why, found.why.case
    numbers, view = Numbers(data.in_report(found)), record(found.written or case, folders)
    about = " ".join(case.about.split())
    graph, strip = (_drawn(ask) for ask in (lambda: near.figure(answer), lambda: way.strip(answer)))
    drawn = None if _is_silent(found) else _drawn(lambda: _curve(found, numbers))
    first, shown = front(found, strip or graph, drawn), graph if strip else None
    asked: tuple[tuple[str, str, Callable[[], Iterable[Section]]], ...] = (
        ("in-full", "The answer in full", lambda: _in_full(found, first)),
        ("timing", "How long, and which way it ends", lambda: timing(found, numbers)),
        ("near", near.TITLE, lambda: [near.section(answer, shown)]),
        ("record", "The record", lambda: recorded.timeline(view)),
        ("knew", knew.TITLE, lambda: knew.section(view.case, linked=True)),
        ("rivals", "Rival explanations", lambda: evidence.rivals(case, numbers)),
        ("holding", HOLDING, lambda: filter(None, [holding(found)])),
        ("sooner", SOONER, lambda: filter(None, [sooner(found)])),
        ("levers", "What the case says could be changed", lambda: noted.levers(case)),
        ("parties", PARTIES, lambda: [_parties(answer)]),
        ("agenda", "The agenda", lambda: _agenda(case)),
        ("asks", "Where do wants and payoffs part?", lambda: asks.section(found)),
        ("judgements", "Every judgement, and what it rests on", lambda: [judged.section(case)]),
        ("sources", "The sources", lambda: evidence.sources(case)),
        ("notes", "Notes to the case", lambda: noted.of_the_case(case)),
        ("methods", "How it was worked out", lambda: [methods.section(found)]),
    )
    behind = (section for one in asked for section in apart(*one))
    lettered = (
        replace(section, title=f"Appendix {letter}. {section.title}")
        for letter, section in zip(ascii_uppercase, behind, strict=False)
    )
    return Page(plain(case.title), (first, *lettered), about, methods.origin(found))


def _drawn(ask: Callable[[], Figure | None]) -> Figure | None:
    """Return a picture; none where what it would show could not be found."""
    try:
        return ask()
    except Exception:  # the section that it stands in says why
        return None


def _is_silent(found: Brief) -> bool:
    """Tell whether there is nothing to forecast, or no more."""
    return bool(found.silent) or found.is_over


def _curve(found: Brief, numbers: Numbers) -> Figure:
    return curve(found.forecast, ended(found.written or found.case), numbers)


def _in_full(found: Brief, first: Section) -> Iterator[Section]:
    """Say in full whatever of the answer the first page shortens or leaves out."""
    shown = {said for part in first.parts if isinstance(part, Labelled) for _, said in part.rows}
    rows = ((upper(label), said) for label, said in labelled(found, full=True, shares=False).rows)
    # What is asked of whoever wrote the case has a section of its own, beside the judgements.
    told = tuple((label, said) for label, said in rows if said not in shown and label != "Asks")
    if told:
        yield Section("in-full", "The answer in full", (Labelled(told),))


def _parties(answer: Why) -> Section:
    case, spoken = answer.case, Spoken(answer.case)
    parts: list[Part] = []
    for party in case.parties:
        own = [option for option in case.options if option.party == party.id]
        rows = tuple(_option(option, spoken) for option in own)
        head = ("it can", "now", "id and limits")
        parts.append(Table(upper(plain(party.name)), head, rows))
        if party.text:
            parts.append(Text(f"{upper(plain(party.text))}."))
        mine = [line for line in case.imposed if line.patron == party.id]
        if over := [imposing(case, line.patron, line.option)[2] for line in mine]:
            parts.append(Text(f"As a patron it can also {joined(over)}."))
        parts += [Text(noted.noted("", party.note), "note")] * bool(party.note)
    if case.nature:
        rows = tuple(
            (plain(c.text) or c.id, _now(c), (Mark(c.id, "id"), _happens(case, c)))
            for c in case.nature
        )
        parts.append(Table("What no party controls", ("", "now", "id and date or rate"), rows))
    if case.constraints:
        parts.append(Text("What cannot hold", "heading"))
        kind = "Impossible: "
        said = (kind * (x.kind == "impossible") + spoken.limit(x) for x in case.constraints)
        parts.append(Items(tuple(map(upper, said))))
    notes = (Text(said, "note") for said in alone(lambda: _possible(answer)))
    return Section("parties", PARTIES, (*parts, *notes))


def _possible(answer: Why) -> Iterator[str]:
    states = count(answer.n_states, "state is", "states are")
    yield f"{states} possible: each a yes or no for every option, without what cannot hold."


def _option(option: Option, spoken: Spoken) -> tuple[Words, ...]:
    limits = []
    if option.one_way:
        limits.append("cannot be undone" if option.one_way > 0 else "cannot be taken up again")
    if option.needs is not None:
        limits.append(f"needs {spoken.statement(option.needs.text, option.party)}")
    if option.effort is not None:
        limits.append(f"effort {sized(option.effort, option.size, 'effort')}")
    limit = f" {'; '.join(limits)}" if limits else ""
    return plain(option.text), _yes(option.now), (Mark(option.id, "id"), limit)


def _yes(now: bool) -> Words:
    return (Mark("yes", "good"),) if now else "no"


def _now(chance: Nature) -> Words:
    return _yes(chance.now) if chance.likely is None else f"perhaps ({amount(chance.likely)})"


def _happens(case: Case, chance: Nature) -> str:
    said = [f" {rates(case, chance)}"] if chance.by_chance else []
    if chance.on is not None:
        said.insert(0, f" on {in_words(chance.on)}")
    if chance.by is not None:
        said.append(f" by {in_words(chance.by)}, as all foresee")
    return ",".join(said)


def _agenda(case: Case) -> Iterator[Section]:
    if not case.issues:
        return
    rows, head = tuple(map(_issue, case.issues)), ("item", "opened", "closed", "can close as")
    parts: list[Part] = [Table("Items of the agenda", head, rows)]
    spoken = Spoken(case)
    terms = tuple(
        (upper(plain(t.name)), plain(t.text) or f"when {spoken.statement(t.statement.text)}")
        for issue in case.issues
        for t in issue.terms
    )
    if terms:
        parts.append(Table("Terms on which an item can close", ("terms", "what that means"), terms))
    if case.settled is not None and case.settled.text:
        said = f"It is over when this holds: {spoken.statement(case.settled.text)}."
        parts.append(Text(said, "note"))
    yield Section("agenda", "The agenda: what closed when, and what is open", tuple(parts))


def _issue(issue: Issue) -> tuple[Words, ...]:
    when = [in_words(d) if d else "" for d in (issue.opened, issue.closed)]
    closed: Words = when[1] or (Mark("open", "bare"),)
    ways = joined([plain(terms.name) for terms in issue.terms], "or")
    can = noted.noted(ways or "no terms named", issue.note)
    return upper(plain(issue.name)), when[0] or "not told", closed, can
