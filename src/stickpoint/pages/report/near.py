"""The conflict near the status quo → a section: a picture of a few states, and its tables."""

from __future__ import annotations

from stickpoint.answers.why.nearby import DEEPEST, Arc, Node, choose
from stickpoint.answers.why.stability import Why
from stickpoint.pages.figures.graph import Graph
from stickpoint.pages.model import Figure, Legend, Section, Table, Text, Words
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


def section(answer: Why) -> Section:
    """Show the states near today's, the moves between them, and both in words."""
    nodes, arcs, left_out = choose(answer)
    said = {node.state: _read_out(answer, node) for node in nodes}
    conflict = answer.conflict
    graph = Graph(nodes, arcs, conflict.parties, said).numbered()
    held = sum(bool(node.held) for node in nodes)
    about = (
        f"{count(len(nodes), 'state')} of {conflict.n_states} and {count(len(arcs), 'move')} "
        f"between them; {count(held, 'equilibrium', 'equilibria')}. The tables below say each "
        "state and each move in words."
    )
    rows = tuple(_state(answer, node) for node in sorted(nodes, key=lambda node: node.state))
    head = ("state", "who does what", "settled as", "holds as")
    moves = tuple(_move(answer, arc, k) for k, arc in enumerate(graph.arcs, 1))
    note = (
        "Shown are what each party would gain by and what takes that away, the way to each "
        f"settlement that holds, and what up to {DEEPEST} gains lead to and then holds; other "
        "settlements while there is room. Other moves between these states are left out."
    )
    if left_out:
        note += f" {count(left_out, 'further way is', 'further ways are')} left out."
    title, legend = "Where the parties could go from here", _legend(answer, graph)
    parts = (
        Figure("graph", title, about, graph, tuple(legend)),
        Text(note, "note"),
        Table("These moves in words", ("move", "who does what", "states", "its mover"), moves),
        Table("These states in words", head, rows),
        Text(_SENSES, "note"),
    )
    return Section("near", "The conflict near the status quo", parts)


def _legend(answer: Why, graph: Graph) -> list[Legend]:
    """Say what the colours and strokes mean that are used."""
    words, arcs = CaseWords.of(answer), graph.arcs
    movers = sorted({arc.party for arc in arcs})
    legend = [Legend(f"line c{i % 8}", f"{words.party(i)} ({graph.parties[i]})") for i in movers]
    legend += [Legend("line plain", "a gain to its mover")] * any(arc.gain for arc in arcs)
    bare = Legend("line plain nogain", "a move that is no gain to its mover")
    legend += [bare] * (not all(arc.gain for arc in arcs))
    legend += [Legend("key-held", "holds: no move would be a gain, or others could answer it")]
    legend += [Legend("key-settled", "settled")] * any(node.terms for node in graph.nodes)
    return legend


def _move(answer: Why, arc: Arc, place: int) -> tuple[Words, ...]:
    words, rank = CaseWords.of(answer), answer.conflict.ranks[arc.party]
    done = words.deed(arc.party, arc.source, arc.target)
    gain = int(rank[arc.target]) - int(rank[arc.source])
    feels = "gains" if gain > 0 else "loses" if gain < 0 else "is no better off"
    said = f"{upper(words.party(arc.party))}: {done}"
    ends = f"{arc.source + 1}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{arc.target + 1}"
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
