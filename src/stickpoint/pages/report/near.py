"""The conflict near the status quo → a section: a picture of a few states, and its tables."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.why.nearby import DEEPEST, Arc, Node, along, choose
from stickpoint.answers.why.stability import Why
from stickpoint.pages.figures.graph import Graph
from stickpoint.pages.model import Figure, Legend, Part, Section, Table, Text, Words
from stickpoint.pages.report.way import event, named
from stickpoint.pages.wording.names import (
    CONCEPT_NAMES,
    MEANINGS,
    CaseWords,
    count,
    firmest,
    joined,
    upper,
)

_SENSES = (
    "Named is the strongest sense in which a state holds. "
    + "; ".join(f"{upper(CONCEPT_NAMES[key])}: {MEANINGS[key]}" for key in CONCEPT_NAMES)
    + "."
)


TITLE = "The conflict near the status quo"


def figure(answer: Why) -> Figure:
    """Draw the states near today's and the moves between them."""
    graph, conflict = _graph(answer, *choose(answer)[:2]), answer.conflict
    held = sum(bool(node.held) for node in graph.nodes)
    about = (
        f"{count(len(graph.nodes), 'state')} of {conflict.n_states} and "
        f"{count(len(graph.arcs), 'move')} between them; "
        f"{count(held, 'equilibrium', 'equilibria')}. The tables of the appendix say each "
        "state and each move in words."
    )
    title = "Where the parties could go from here"
    return Figure("graph", title, about, graph, tuple(_legend(answer, graph)))


def section(answer: Why, shown: Figure | None) -> Section:
    """Say the states near today's and the moves between them in words, beneath their pictures."""
    nodes, arcs, left_out = choose(answer)
    graph = _graph(answer, nodes, arcs)
    rows = tuple(_state(answer, node) for node in sorted(nodes, key=lambda node: node.state))
    head = ("state", "who does what", "settled as", "holds as")
    moves = tuple(_move(answer, arc, k) for k, arc in enumerate(graph.arcs, 1))
    note = (
        "Shown are what each party would gain by and what takes that away, the way to each "
        f"settlement that holds, what up to {DEEPEST} gains lead to and then holds, and what "
        "several parties would leave together where none would alone; other "
        "settlements while there is room. Other moves between these states are left out."
    )
    if left_out:
        note += f" {count(left_out, 'further way is', 'further ways are')} left out."
    parts = (
        *([shown] if shown else []),
        Text(note, "note"),
        Table("These moves in words", ("move", "who does what", "states", "its mover"), moves),
        Table("These states in words", head, rows),
        Text(_SENSES, "note"),
        *_turned(answer),
    )
    return Section("near", TITLE, parts)


def _graph(answer: Why, nodes: tuple[Node, ...], arcs: tuple[Arc, ...]) -> Graph:
    """Lay out states and moves, with what differs from today in each box."""
    said = {node.state: _read_out(answer, node) for node in nodes}
    done = {node.state: _done(answer, node) for node in nodes}
    return Graph(nodes, arcs, answer.conflict.parties, said, done).numbered()


def _done(answer: Why, node: Node) -> tuple[str, ...]:
    """Say what is done in a state: today all that is, elsewhere what each did to get there."""
    words, parties = CaseWords.of(answer), answer.conflict.parties
    if node.state == answer.now:
        doing = zip(parties, words.doing(node.state), strict=True)
        return tuple(f"{id_}: {joined(deeds)}" for id_, (_, deeds) in doing if deeds)
    deeds = [words.deed(i, answer.now, node.state) for i in range(len(parties))]
    stays = f"move to state {node.state + 1}"
    return tuple(
        f"{id_}: {deed}" for id_, deed in zip(parties, deeds, strict=True) if deed != stays
    )


def _turned(answer: Why) -> Iterator[Part]:
    """Draw the ways out that a change of nature opens, each with the change that it supposes."""
    told = set[str]()
    for turn, settlement in named(answer):
        supposed = event(turn)
        if turn is answer or supposed in told:
            continue
        told.add(supposed)
        graph = _graph(turn, *along(turn, settlement))
        moves = "; then ".join(CaseWords.of(turn).way(settlement.way or (), turn.now))
        about = f"{upper(settlement.terms)}: {moves}."
        name, title = f"graph-if-{len(told)}", f"The way out if this happened: {supposed}"
        yield Figure(name, title, about, graph, tuple(_legend(turn, graph)))


def _legend(answer: Why, graph: Graph) -> list[Legend]:
    """Say what the colours and strokes mean that are used."""
    words, arcs = CaseWords.of(answer), graph.arcs
    movers = sorted({arc.party for arc in arcs if not arc.group})
    legend = [Legend(f"line c{i % 8}", f"{words.party(i)} ({graph.parties[i]})") for i in movers]
    legend += [Legend("line plain", "a gain to its mover")] * any(arc.gain for arc in arcs)
    joint = Legend("arc plain together", "several parties together, each of them with a gain")
    legend += [joint] * any(arc.group for arc in arcs)
    bare = Legend("line plain nogain", "a move that is no gain to its mover")
    legend += [bare] * (not all(arc.gain for arc in arcs))
    legend += [Legend("key-held", "holds: no move would be a gain, or others could answer it")]
    legend += [Legend("key-settled", "settled")] * any(node.terms for node in graph.nodes)
    return legend


def _move(answer: Why, arc: Arc, place: int) -> tuple[Words, ...]:
    words, rank = CaseWords.of(answer), answer.conflict.ranks[arc.party]
    ends = f"{arc.source + 1}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{arc.target + 1}"
    if arc.group:
        both = [f"{words.party(i)}: {words.deed(i, arc.source, arc.target)}" for i in arc.group]
        return f"{place}", upper("; and together with that ".join(both)), ends, "each gains"
    done = words.deed(arc.party, arc.source, arc.target)
    gain = int(rank[arc.target]) - int(rank[arc.source])
    feels = "gains" if gain > 0 else "loses" if gain < 0 else "is no better off"
    said = f"{upper(words.party(arc.party))}: {done}"
    return f"{place}", said, ends, feels


def _state(answer: Why, node: Node) -> tuple[Words, ...]:
    state = node.state
    doing = [f"{name}: {joined(d)}" for name, d in CaseWords.of(answer).doing(state) if d]
    held = [key for key in CONCEPT_NAMES if answer.result.equilibria[key][state]]
    said = upper("; ".join(doing)) or "nobody does any of what they could do"
    terms = answer.terms(state) or "open"
    return f"{state + 1}", said, terms, firmest(held) or "does not hold"


def _read_out(answer: Why, node: Node) -> str:
    """Say the whole of a state that is shown."""
    said = f"State {node.state + 1}: "
    said += ", ".join(answer.conflict.yes(node.state)) or "nothing is yes"
    said += f"; settled as {node.terms}" if node.terms else ""
    return said + (f"; an equilibrium ({CONCEPT_NAMES[node.held]})" if node.held else "")
