"""The conflict near the status quo: the few states and moves that a picture can hold.

Those are: what each party would move to and what takes the gain away, the way to each settlement
that holds, the equilibria that improvements lead to, what several parties would leave together that
none of them leaves alone, and the ways to other settlements while there is room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from stickpoint.answers.why.stability import FIRMEST_FIRST, Settlement, Why
from stickpoint.solve.stability.engine.walk import walk
from stickpoint.solve.stability.result import Step

MOST_STATES = 14
"""Beyond what must be shown, states are added up to this many."""
DEEPEST = 3
MOST_COMPARED, MOST_PARTIES = 4_096, 6
"""Beyond these nobody is asked what several would do together."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A move that is shown, and whether it is a gain to its mover.

    ``group`` are the parties of a move that several make together, ``party`` the first of them.
    """

    source: int
    target: int
    party: int
    gain: bool
    group: tuple[int, ...] = ()


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
    for chain in _wanted(answer, states):
        more = {arc.target for arc in chain} - states
        if len(states) + len(more) > MOST_STATES:
            left_out += 1
            continue
        arcs = {(arc.source, arc.target): arc for arc in chain} | arcs
        states |= more
    layers = _layers(answer.now, list(arcs.values()))
    nodes = tuple(_node(answer, state, layer) for state, layer in layers.items())
    return nodes, tuple(arcs.values()), left_out


def along(answer: Why, settlement: Settlement) -> tuple[tuple[Node, ...], tuple[Arc, ...]]:
    """Return the states and the moves of the way to one settlement, today's first."""
    arcs = _way(answer, settlement.way or (), answer.now)
    layers = _layers(answer.now, arcs)
    return tuple(_node(answer, state, layer) for state, layer in layers.items()), tuple(arcs)


def _needed(answer: Why) -> Iterator[list[Arc]]:
    """Return what each party would do and the others would answer, and the ways to what holds."""
    for hold in answer.parties:
        if (state := hold.witness.improvement) is not None:
            gain = Arc(answer.now, state, hold.party, gain=True)
            yield [gain, *_way(answer, hold.witness.sanction, state)]
    for settlement in answer.settlements:
        if settlement.concept is not None and settlement.way:
            yield _way(answer, settlement.way, answer.now)


def _wanted(answer: Why, shown: set[int]) -> Iterator[list[Arc]]:
    """Return the ways to equilibria that gains lead to, then to settlements that do not hold.

    Between them come the moves by which several would leave together what is ``shown`` by then.
    """
    for way in _ways_by_gains(answer):
        if any(mask[way[-1].target] for mask in answer.result.equilibria.values()):
            yield way
    yield from ([arc] for arc in _together(answer, sorted(shown)))
    for settlement in answer.settlements:
        if settlement.concept is None and settlement.way:
            yield _way(answer, settlement.way, answer.now)


def _together(answer: Why, states: Sequence[int]) -> Iterator[Arc]:
    """Return a move for each state that nobody would leave alone and several would together.

    The fewest parties that would, to where each gains and the settlement holds, if there is one.
    """
    conflict = answer.conflict
    if conflict.n_states > MOST_COMPARED or conflict.n_parties > MOST_PARTIES:
        return
    alone = answer.result.equilibria["nash"]
    for here in (state for state in states if alone[state]):
        for group in _groups(conflict.n_parties):
            reached = walk(conflict, here, group, improving=False).reached
            ranks = conflict.ranks[list(group)]
            better = np.flatnonzero(reached & (ranks > ranks[:, [here]]).all(axis=0))
            if better.size:
                held = answer.result.equilibria["gmr"][better] & conflict.settled[better]
                gains = ranks[:, better].sum(axis=0)
                best = int(better[np.lexsort((-gains, ~held))[0]])
                yield Arc(here, best, group[0], gain=True, group=group)
                break


def _groups(parties: int) -> Iterator[tuple[int, ...]]:
    """List the groups of two and more, small ones first."""
    return (g for size in range(2, parties + 1) for g in combinations(range(parties), size))


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
    """Count the moves from now to each state; those of several only where no others lead there."""
    found = {now: 0}
    for joint in (False, True):
        edge = dict(found)
        while edge:
            edge = {
                arc.target: edge[arc.source] + 1
                for arc in arcs
                if arc.source in edge and arc.target not in found and joint >= bool(arc.group)
            }
            found |= edge
    return found


def _node(answer: Why, state: int, layer: int) -> Node:
    equilibria = answer.result.equilibria
    held = next((concept for concept in FIRMEST_FIRST if equilibria[concept][state]), "")
    return Node(state, layer, held, answer.terms(state) or "")
