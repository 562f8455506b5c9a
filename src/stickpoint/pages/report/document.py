"""The answers of every lens → the sections of a report, in the order a reader would ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from stickpoint.answers.record import record
from stickpoint.answers.why import Why
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.amounts import Amount
from stickpoint.case.model.case import Case, Constraint, Issue, Option
from stickpoint.case.model.judgements import judgements
from stickpoint.pages.figures.graph import Graph
from stickpoint.pages.figures.near import DEEPEST, Arc, Node, choose
from stickpoint.pages.model import (
    Figure,
    Items,
    Labelled,
    Legend,
    Mark,
    Numbers,
    Page,
    Part,
    Section,
    Table,
    Text,
    Words,
)
from stickpoint.pages.report import evidence, extra, judged, methods
from stickpoint.pages.report.timing import timing
from stickpoint.pages.why.brief import Brief, as_data, brief
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import CONCEPT_NAMES, count, firmest, joined, plain, upper
from stickpoint.pages.wording.numbers import amount
from stickpoint.pages.wording.statements import Spoken

KINDS = {
    "option": "What is open to whom",
    "constraint": "What cannot hold",
    "nature": "What no party controls",
    "want": "What each wants, most important first",
    "ranking": "What each wants, as a ranking",
    "weight": "What each wants, as weights",
    "strength": "What makes a great difference",
    "unknown": "What nobody can order",
    "payoff": "What it is worth to them",
    "terminal": "What it is worth at the horizon",
    "toll": "What the wait costs",
    "pace": "How often each can move",
    "discount": "How fast the future loses weight",
    "precision": "How sharply each chooses",
    "effort": "What a move costs its mover",
    "prior": "How likely an explanation was before",
    "rating": "How evidence speaks on an explanation",
}

_SENSES = (
    "Named is the strongest sense in which a state holds. Nash: nobody has a move to gain by. "
    "Sequential: whatever somebody would gain, others can take away by moves that gain them "
    "something. Metarational: they can take it away, at whatever price to themselves. Symmetric: "
    "even though the mover may then move once more; general: without that."
)


def report(found: Brief, folders: Sequence[Path] = ()) -> Page:
    """Gather what every lens has to say about a case.

    Parameters
    ----------
    found : Brief
    folders : sequence of Path
        Where the documents of the case may lie.

    Returns
    -------
    Page
        Its numbers are those of ``why --json``, and name their place there.
    """
    answer, case = found.why, found.why.case
    numbers, view = Numbers(as_data(answer, found)), record(case, folders)
    about = " ".join(case.about.split())
    sections = [
        Section("answer", "The answer", (_answer(brief(answer, found, full=True)),)),
        _parties(answer),
        *_agenda(case),
        _graph(answer),
        *timing(found, numbers),
        *evidence.timeline(view),
        *evidence.rivals(case, numbers),
        *extra.extra_sections(found),
        _judgements(answer),
        *evidence.sources(case),
        methods.section(found),
    ]
    return Page(plain(case.title), tuple(sections), about, methods.origin(found))


def _answer(blocks: Sequence[Block]) -> Labelled:
    """Set the short answer beside its labels."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    for block in blocks:
        if block.kind != "line":
            continue
        label, _, text = block.text.partition("\t")
        if label:
            rows.append((upper(label), (text,)))
        else:
            rows[-1] = (rows[-1][0], (*rows[-1][1], text))
    return Labelled(tuple(rows))


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
    if case.nature:
        rows = tuple(
            (plain(c.text) or c.id, _yes(c.now), (Mark(c.id, "id"), _happens(c.rate, c.on)))
            for c in case.nature
        )
        parts.append(Table("What no party controls", ("", "now", "id and date or rate"), rows))
    if case.constraints:
        parts.append(Text("What cannot hold", "heading"))
        parts.append(Items(tuple(upper(_limit(limit, spoken)) for limit in case.constraints)))
    states = count(answer.conflict.n_states, "state is", "states are")
    text = f"{states} possible: each a yes or no for every option, without what cannot hold."
    return Section("parties", "The parties and what each can do", (*parts, Text(text, "note")))


def _limit(limit: Constraint, spoken: Spoken) -> str:
    """Say what cannot hold in the words of the options."""
    lead = f"{limit.kind}: " if limit.kind == "impossible" else ""
    return f"{lead}{spoken.limit(limit)}"


def _option(option: Option, spoken: Spoken) -> tuple[Words, ...]:
    limits = []
    if option.one_way:
        limits.append("cannot be undone" if option.one_way > 0 else "cannot be taken up again")
    if option.needs is not None:
        limits.append(f"needs {spoken.statement(option.needs.text, option.party)}")
    if option.effort is not None:
        limits.append(f"effort {amount(option.effort)}")
    limit = f" {'; '.join(limits)}" if limits else ""
    return plain(option.text), _yes(option.now), (Mark(option.id, "id"), limit)


def _yes(now: bool) -> Words:
    return (Mark("yes", "good"),) if now else "no"


def _happens(rate: Amount | None, on: FuzzyDate | None) -> str:
    if on is not None:
        return f" on {in_words(on)}"
    return f" at a rate of {amount(rate)}" if rate is not None else ""


def _agenda(case: Case) -> Iterator[Section]:
    if not case.issues:
        return
    rows = tuple(_issue(issue) for issue in case.issues)
    parts: list[Part] = [
        Table("Items of the agenda", ("item", "opened", "closed", "can close as"), rows)
    ]
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
    return upper(plain(issue.name)), when[0] or "not told", closed, ways or "no terms named"


def _graph(answer: Why) -> Section:
    nodes, arcs, left_out = choose(answer)
    graph = Graph(nodes, arcs, answer.conflict.parties, answer.conflict.n_states).numbered()
    words, movers = answer.words, sorted({arc.party for arc in arcs})
    legend = [
        Legend(f"line c{i % 8}", f"{words.party(i)} ({answer.conflict.parties[i]})") for i in movers
    ]
    legend += [Legend("line plain", "a gain to its mover")] * any(arc.gain for arc in arcs)
    bare = Legend("line plain nogain", "a move that is no gain to its mover")
    legend += [bare] * any(not arc.gain for arc in arcs)
    legend += [Legend("key-held", "holds: nobody has a move to gain by, or others can answer it")]
    legend += [Legend("key-settled", "settled")] * any(node.terms for node in nodes)
    held = sum(bool(node.held) for node in nodes)
    about = (
        f"{count(len(nodes), 'state')} of {graph.whole} and "
        f"{count(len(arcs), 'move')} between them; "
        f"{count(held, 'equilibrium', 'equilibria')}. The tables below say each state and each "
        "move in words."
    )
    rows = tuple(_state(answer, node) for node in sorted(nodes, key=lambda node: node.state))
    head = ("state", "who does what", "settled as", "holds as")
    moves = tuple(_move(answer, arc, k) for k, arc in enumerate(graph.arcs))
    note = (
        "Shown are what each party would gain by and what takes that away, the way to each "
        f"settlement that holds, and what up to {DEEPEST} gains lead to and then holds; other "
        "settlements while there is room. Other moves between these states are left out."
    )
    if left_out:
        note += f" {count(left_out, 'further way is', 'further ways are')} left out."
    parts = (
        Figure("graph", "Where the parties could go from here", about, graph, tuple(legend)),
        Text(note, "note"),
        Table("These moves in words", ("move", "who does what", "states", "its mover"), moves),
        Table("These states in words", head, rows),
        Text(_SENSES, "note"),
    )
    return Section("near", "The conflict near the status quo", parts)


def _move(answer: Why, arc: Arc, place: int) -> tuple[Words, ...]:
    words, rank = answer.words, answer.conflict.ranks[arc.party]
    done = words.deed(arc.party, arc.source, arc.target)
    gain = int(rank[arc.target]) - int(rank[arc.source])
    feels = "gains" if gain > 0 else "loses" if gain < 0 else "is no better off"
    said = f"{upper(words.party(arc.party))}: {done}"
    ends = f"{arc.source + 1}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{arc.target + 1}"
    return f"{place + 1}", said, ends, feels


def _state(answer: Why, node: Node) -> tuple[Words, ...]:
    state = node.state
    doing = [f"{name}: {joined(d)}" for name, d in answer.words.doing(state) if d]
    held = [key for key in CONCEPT_NAMES if answer.result.equilibria[key][state]]
    said = upper("; ".join(doing)) or "nobody does any of what they could do"
    terms = answer.words.terms(state) or "open"
    return f"{state + 1}", said, terms, firmest(held) or "does not hold"


def _judgements(answer: Why) -> Section:
    """List whatever the case asserts, with what it rests on."""
    case = answer.case
    lines = sorted(judgements(case), key=lambda line: list(KINDS).index(line.kind))
    sourced = sum(line.sourced for line in lines)
    bare = len(lines) - sourced
    text = f"The case asserts {count(len(lines), 'thing')}, "
    text += f"{sourced} with a source in the record. " if bare else "each with a source."
    if bare:
        text += f"Without one: {bare}, marked unsourced, with the reason where the case gives it."
    parts: list[Part] = [Text(text, "lead")]
    for kind, group in groupby(lines, key=lambda line: line.kind):
        rows = tuple(judged.row(line, case) for line in group)
        parts.append(Table(f"{KINDS[kind]} ({len(rows)})", ("of", "judgement", "because"), rows))
    return Section("judgements", "Every judgement, and what it rests on", tuple(parts))
