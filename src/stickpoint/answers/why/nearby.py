"""The conflict near the status quo: the few states and moves that a picture can hold.

Those are: what each party would move to and what takes the gain away, the way to each settlement
that holds, the equilibria that improvements lead to, and the ways to other settlements while there
is room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stickpoint.answers.why.stability import FIRMEST_FIRST, Why
from stickpoint.solve.stability.result import Step

MOST_STATES = 14
"""Beyond what must be shown, states are added up to this many."""
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Arc:
    """A move that is shown, and whether it is a gain to its mover."""

    source: int
    target: int
    party: int
    gain: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A state that is shown, so many of the moves shown from now (``layer``).

    ``held`` is the strongest concept under which it is an equilibrium, empty under none; ``terms``
    how it settles, empty while it is open.
    """

    state: int
    layer: int
    held: str = ""
    terms: str = ""


def choose(answer: Why) -> tuple[tuple[Node, ...], tuple[Arc, ...], int]:
    """Pick states and moves; tell for how many settlements that do not hold there was no room.

    Now comes first, and what holds is always among them.
    """
    arcs: dict[tuple[int, int], Arc] = {}
    states = {answer.now}
    for chain in _needed(answer):
        arcs = {(arc.source, arc.target): arc for arc in chain} | arcs
        states |= {arc.target for arc in chain}
    left_out = 0
    for chain in _wanted(answer):
        more = {arc.target for arc in chain} - states
        if len(states) + len(more) > MOST_STATES:
            left_out += 1
            continue
        arcs = {(arc.source, arc.target): arc for arc in chain} | arcs
        states |= more
    layers = _layers(answer.now, list(arcs.values()))
    nodes = tuple(_node(answer, state, layer) for state, layer in layers.items())
    return nodes, tuple(arcs.values()), left_out


def _needed(answer: Why) -> Iterator[list[Arc]]:
    """Return what each party would do and the others would answer, and the ways to what holds."""
    for hold in answer.parties:
        if (state := hold.witness.improvement) is not None:
            gain = Arc(answer.now, state, hold.party, gain=True)
            yield [gain, *_way(answer, hold.witness.sanction, state)]
    for settlement in answer.settlements:
        if settlement.concept is not None and settlement.way:
            yield _way(answer, settlement.way, answer.now)


def _wanted(answer: Why) -> Iterator[list[Arc]]:
    """Return the ways to equilibria that gains lead to, then to settlements that do not hold."""
    for way in _ways_by_gains(answer):
        if any(mask[way[-1].target] for mask in answer.result.equilibria.values()):
            yield way
    for settlement in answer.settlements:
        if settlement.concept is None and settlement.way:
            yield _way(answer, settlement.way, answer.now)


def _way(answer: Why, steps: Iterable[Step], state: int) -> list[Arc]:
    """Return the moves that lead step by step on from a state."""
    chain = []
    for step in steps:
        rank = answer.conflict.ranks[step.party]
        chain.append(Arc(state, step.state, step.party, bool(rank[step.state] > rank[state])))
        state = step.state
    return chain


def _ways_by_gains(answer: Why) -> Iterator[list[Arc]]:
    """Return a shortest way by gains to each state that has one, the nearest first."""
    ways: dict[int, list[Arc]] = {answer.now: []}
    edge = [answer.now]
    for _ in range(DEEPEST):
        ahead = []
        for state in edge:
            for party in range(answer.conflict.n_parties):
                for target in answer.conflict.improvements_from(party, state).tolist():
                    if target not in ways:
                        ways[target] = [*ways[state], Arc(state, target, party, gain=True)]
                        ahead.append(target)
                        yield ways[target]
        edge = ahead


def _layers(now: int, arcs: Sequence[Arc]) -> dict[int, int]:
    """Count the moves from now to each state."""
    found, edge = {now: 0}, {now: 0}
    while edge:
        edge = {
            arc.target: edge[arc.source] + 1
            for arc in arcs
            if arc.source in edge and arc.target not in found
        }
        found |= edge
    return found


def _node(answer: Why, state: int, layer: int) -> Node:
    equilibria = answer.result.equilibria
    held = next((concept for concept in FIRMEST_FIRST if equilibria[concept][state]), "")
    return Node(state, layer, held, answer.terms(state) or "")
