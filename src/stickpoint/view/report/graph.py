"""The conflict near the status quo → states in layers, and arcs labelled by party, as SVG.

A state's layer is how many of the moves shown lead to it from now. Within a layer states are set
where their neighbours are (the barycentre heuristic of Sugiyama, Tagawa and Toda 1981, swept a
few times).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from stickpoint.view.report.svg import path, short, svg_text
from stickpoint.view.why import Why
from stickpoint.view.words import CONCEPT_NAMES

MOST_STATES = 24
MOST_ARCS = 44
DEEPEST = 3
_WIDE, _APART, _GAP, _TEXT, _HEAD = 158.0, 60.0, 20.0, 13.0, 20.0
_MOST_NAME = 12
_MARGIN = 66.0
"""Room to the right, for moves within the last layer."""
_MOST_CHANGES = 5
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Arc:
    """A move that is shown; ``kind`` is gain, answer (it takes a gain away) or step (of a way)."""

    source: int
    target: int
    party: int
    kind: str


@dataclass(frozen=True)
class Node:
    """A state that is shown.

    Parameters
    ----------
    state : int
    layer : int
    changes : tuple of str
        How it differs from now, in ids.
    held : str
        The strongest concept under which it is an equilibrium; empty under none.
    terms : str
        How it settles; empty while it is open.
    words : str
        The whole of it, to be read out.
    """

    state: int
    layer: int
    changes: tuple[str, ...]
    held: str = ""
    terms: str = ""
    words: str = ""

    @property
    def rows(self) -> list[str]:
        """The changes, as many as there is room for."""
        shown = list(self.changes) or ["as things stand"]
        if len(shown) > _MOST_CHANGES:
            shown[_MOST_CHANGES - 1 :] = [f"and {len(shown) - _MOST_CHANGES + 1} more"]
        return shown

    @property
    def tall(self) -> float:
        """How high its box is."""
        return _HEAD + _TEXT * (len(self.rows) + bool(self.terms)) + 6


@dataclass(frozen=True)
class Graph:
    """Some states of a conflict and some of its moves, laid out from left to right."""

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    parties: tuple[str, ...]
    whole: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        layers = max(node.layer for node in self.nodes) + 1
        right = layers * _WIDE + (layers - 1) * self._apart + _MARGIN
        return max(720.0, right), max(y + node.tall for node, (_, y) in self._boxes()) + 34

    @cached_property
    def places(self) -> dict[int, tuple[float, float]]:
        """The left upper corner of each state's box."""
        columns = self._ordered()
        tall = max(sum(n.tall for n in c) + _GAP * (len(c) - 1) for c in columns)
        spare = max(0.0, 720 - (len(columns) * (_WIDE + self._apart) - self._apart + _MARGIN))
        apart = self._apart + min(70.0, spare / max(1, len(columns) - 1))
        found = {}
        for k, column in enumerate(columns):
            y = 8 + (tall - sum(n.tall for n in column) - _GAP * (len(column) - 1)) / 2
            for node in column:
                found[node.state] = (4 + k * (_WIDE + apart), y)
                y += node.tall + _GAP
        return found

    @property
    def _apart(self) -> float:
        """Room between layers: enough for the longest name and a tip."""
        names = (len(self.parties[arc.party]) for arc in self.arcs)
        longest = min(_MOST_NAME, max(names, default=0))
        return max(_APART, 6.5 * longest + 34)

    def draw(self) -> str:
        """Give the elements: arcs, then the boxes over them, then who moves."""
        drawn = [self._arc(arc) for arc in self.arcs]
        boxes = [self._box(node, place) for node, place in self._boxes()]
        return "".join([*(a for a, _ in drawn), *boxes, *(label for _, label in drawn)])

    def _boxes(self) -> Iterator[tuple[Node, tuple[float, float]]]:
        for node in self.nodes:
            yield node, self.places[node.state]

    def _ordered(self) -> list[list[Node]]:
        """Sort each layer by where its neighbours stand."""
        layers = max(node.layer for node in self.nodes) + 1
        columns = [[n for n in self.nodes if n.layer == k] for k in range(layers)]
        for sweep in range(_SWEEPS):
            for column in columns if sweep % 2 == 0 else columns[::-1]:
                place = {
                    n.state: k / max(1, len(c) - 1) if len(c) > 1 else 0.5
                    for c in columns
                    for k, n in enumerate(c)
                }
                column.sort(key=lambda node: self._middle(node, place))
        return columns

    def _middle(self, node: Node, place: dict[int, float]) -> float:
        near = [place[a.source] for a in self.arcs if a.target == node.state]
        near += [place[a.target] for a in self.arcs if a.source == node.state]
        return sum(near) / len(near) if near else place[node.state]

    def _box(self, node: Node, place: tuple[float, float]) -> str:
        x, y = place
        kinds = ["state", *["now"] * (node.state == self.nodes[0].state)]
        kinds += ["settled"] * bool(node.terms) + ["held"] * bool(node.held)
        made = [
            f"<title>{escape(node.words)}</title>",
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{_WIDE:g}" height="{node.tall:.1f}" rx="5" '
            f'class="{" ".join(kinds)}"/>',
            svg_text(x + 9, y + 15, f"state {node.state + 1}", "bold small"),
        ]
        if node.held:
            name = "Nash" if node.held == "nash" else node.held.upper()
            made.append(svg_text(x + _WIDE - 9, y + 15, name, "bold small end"))
        for k, row in enumerate(node.rows):
            made.append(svg_text(x + 9, y + _HEAD + 10 + _TEXT * k, short(row, 24), "small"))
        if node.terms:
            below = y + _HEAD + 10 + _TEXT * len(node.rows)
            made.append(svg_text(x + 9, below, short(node.terms, 24), "terms"))
        return f"<g>{''.join(made)}</g>"

    def _arc(self, arc: Arc) -> tuple[str, str]:
        layer = {node.state: node.layer for node in self.nodes}
        tall = {node.state: node.tall for node in self.nodes}
        (x1, y1), (x2, y2) = self.places[arc.source], self.places[arc.target]
        ahead = layer[arc.target] - layer[arc.source]
        kind = f"c{arc.party % 8} {'arc' if arc.kind == 'gain' else 'arc answer'}"
        kind += " back" if ahead < 0 else ""
        if ahead > 0:
            a = (x1 + _WIDE, y1 + self._port(arc, "source") * tall[arc.source])
            b = (x2 - 6, y2 + self._port(arc, "target") * tall[arc.target])
            reach = (b[0] - a[0]) / 2
            controls = ((a[0] + reach, a[1]), (b[0] - reach, b[1]))
            tip = f"M{x2:.1f} {b[1]:.1f}l-8 -4v8Z"
        elif ahead == 0:
            a = (x1 + _WIDE, y1 + 0.6 * tall[arc.source])
            b = (x2 + _WIDE + 6, y2 + 0.4 * tall[arc.target])
            controls = ((a[0] + 34, a[1]), (b[0] + 34, b[1]))
            tip = f"M{x2 + _WIDE:.1f} {b[1]:.1f}l8 -4v8Z"
        else:
            a = (x1 + _WIDE / 2, y1 + tall[arc.source])
            b = (x2 + _WIDE / 2 + 20, y2 + tall[arc.target] + 6)
            low = max(a[1], b[1]) + 26
            controls = ((a[0], low), (b[0], low))
            tip = f"M{b[0]:.1f} {b[1] - 6:.1f}l-4 8h8Z"
        (p, q), (r, s) = controls
        curve = f"M{a[0]:.1f} {a[1]:.1f}C{p:.1f} {q:.1f} {r:.1f} {s:.1f} {b[0]:.1f} {b[1]:.1f}"
        # Midway, where arcs that part from one state have come apart and those that meet have not.
        weights = (0.125, 0.375, 0.375, 0.125)
        x, y = (
            sum(w * point[k] for w, point in zip(weights, (a, *controls, b), strict=True))
            for k in (0, 1)
        )
        who = svg_text(
            x, y + 3.5, short(self.parties[arc.party], _MOST_NAME), f"who c{arc.party % 8}"
        )
        return path(curve, kind) + path(tip, f"tip c{arc.party % 8}"), who

    def _port(self, arc: Arc, end: str) -> float:
        """Say how far down its box an arc leaves or enters, so that arcs stay apart."""
        here, other = ("source", "target") if end == "source" else ("target", "source")
        mine = [a for a in self.arcs if getattr(a, here) == getattr(arc, here)]
        mine.sort(key=lambda a: self.places[getattr(a, other)][1])
        return (mine.index(arc) + 1) / (len(mine) + 1)


def near(answer: Why) -> Graph:
    """Pick the states around the status quo, and the moves between them.

    Those are: what each party would move to and what takes the gain away; the states on the way
    to each settlement; and what up to three improvements lead to, the nearest first.

    Parameters
    ----------
    answer : Why
    """
    special = [*_answers(answer), *_steps(answer)]
    states = _states(answer, special)
    arcs = {(arc.source, arc.target): arc for arc in special}
    for arc in _gains(answer, states):
        arcs[arc.source, arc.target] = arc
    layers = _layers(answer.now, list(arcs.values()))
    shown = _thinned(list(arcs.values()), layers, {(a.source, a.target) for a in special})
    nodes = tuple(_node(answer, state, layer) for state, layer in layers.items())
    return Graph(nodes, tuple(shown), answer.conflict.parties, answer.conflict.n_states)


def _answers(answer: Why) -> Iterator[Arc]:
    """Give what each party would do, and what the others would answer."""
    for hold in answer.parties:
        state = hold.witness.improvement
        if state is None:
            continue
        yield Arc(answer.now, state, hold.party, "gain")
        for step in hold.witness.sanction:
            yield Arc(state, step.state, step.party, "answer")
            state = step.state


def _steps(answer: Why) -> Iterator[Arc]:
    """Give the moves on the way to each settlement."""
    for settlement in answer.settlements:
        state = answer.now
        for step in settlement.way or ():
            rank = answer.conflict.ranks[step.party]
            kind = "gain" if rank[step.state] > rank[state] else "step"
            yield Arc(state, step.state, step.party, kind)
            state = step.state


def _states(answer: Why, special: Sequence[Arc]) -> list[int]:
    """Choose: what the answers speak of first, then what improvements lead to, by distance."""
    found = dict.fromkeys([answer.now, *(s for a in special for s in (a.source, a.target))])
    edge = [answer.now]
    for _ in range(DEEPEST):
        ahead: dict[int, None] = {}
        for state in edge:
            for party in range(answer.conflict.n_parties):
                ahead |= dict.fromkeys(answer.conflict.improvements_from(party, state).tolist())
        fresh = [state for state in ahead if state not in found]
        fresh.sort(key=lambda state: not any(m[state] for m in answer.result.equilibria.values()))
        found |= dict.fromkeys(fresh[: max(0, MOST_STATES - len(found))])
        edge = [state for state in ahead if state in found]
    return list(found)


def _gains(answer: Why, states: Sequence[int]) -> Iterator[Arc]:
    """Give every improvement between the chosen states."""
    for source in states:
        for party in range(answer.conflict.n_parties):
            targets = set(answer.conflict.improvements_from(party, source).tolist())
            for target in states:
                if target in targets:
                    yield Arc(source, target, party, "gain")


def _layers(now: int, arcs: Sequence[Arc]) -> dict[int, int]:
    """Count the moves from now to each state."""
    found, edge = {now: 0}, [now]
    while edge:
        ahead = []
        for arc in arcs:
            if arc.source in edge and arc.target not in found:
                found[arc.target] = found[arc.source] + 1
                ahead.append(arc.target)
        edge = ahead
    return found


def _thinned(arcs: list[Arc], layers: dict[int, int], kept: set[tuple[int, int]]) -> list[Arc]:
    """Where there are too many to tell apart, leave out what does not lead away from now."""
    shown = [a for a in arcs if a.source in layers and a.target in layers]
    for least in (0, 1):
        if len(shown) <= MOST_ARCS:
            break
        shown = [
            a
            for a in shown
            if layers[a.target] - layers[a.source] >= least or (a.source, a.target) in kept
        ]
    return shown


def _node(answer: Why, state: int, layer: int) -> Node:
    conflict = answer.conflict
    before, after = set(conflict.yes(answer.now)), set(conflict.yes(state))
    changes = [f"\N{MINUS SIGN} {o}" for o in conflict.options if o in before - after]
    changes += [f"+ {o}" for o in conflict.options if o in after - before]
    held = next((k for k in CONCEPT_NAMES if answer.result.equilibria[k][state]), "")
    terms = answer.words.terms(state) or ""
    said = f"State {state + 1}: {', '.join(conflict.yes(state)) or 'nothing is yes'}"
    said += f"; settled as {terms}" if terms else ""
    said += f"; an equilibrium ({CONCEPT_NAMES[held]})" if held else ""
    return Node(state, layer, tuple(changes), held, terms, said)
