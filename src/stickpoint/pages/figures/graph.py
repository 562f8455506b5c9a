"""States and moves → layers from top to bottom, as SVG in which no word lies on another.

A state's layer is how many of the moves shown lead to it from now. Within a layer states are set
where their neighbours are (the barycentre heuristic of Sugiyama, Tagawa and Toda 1981, swept a
few times). The name of each move is set on its arc where it touches neither a box nor another
name; where there is no such place, the layers are drawn farther apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape

from stickpoint.answers.why.nearby import Arc, Node
from stickpoint.pages.figures.svg import WIDTH, cut, path, short, svg_text, wide
from stickpoint.pages.wording.names import CONCEPT_NAMES

MOST_ACROSS = 5
_WIDEST, _ALONE, _BETWEEN, _LINE, _SIZE = 172.0, 420.0, 14.0, 15.0, 11.5
_NEAREST, _FARTHEST, _STEP = 62.0, 222.0, 20.0
"""Room between layers."""
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86)
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its corner and its size."""

    x: float
    y: float
    wide: float
    tall: float

    def meets(self, other: Box, apart: float = 0.0) -> bool:
        """Tell whether two come nearer than ``apart``."""
        across = self.x < other.x + other.wide + apart and other.x < self.x + self.wide + apart
        down = self.y < other.y + other.tall + apart and other.y < self.y + self.tall + apart
        return across and down


@dataclass(frozen=True, slots=True)
class Curve:
    """A Bézier curve of degree three by its four points."""

    points: tuple[tuple[float, float], ...]

    def at(self, part: float) -> tuple[float, float]:
        """Return a point on it, from 0 to 1."""
        rest = 1 - part
        by = (rest**3, 3 * rest * rest * part, 3 * rest * part * part, part**3)
        x, y = (sum(w * p[k] for w, p in zip(by, self.points, strict=True)) for k in (0, 1))
        return x, y

    @property
    def written(self) -> str:
        """Write it as a path."""
        a, *rest = (f"{x:.1f} {y:.1f}" for x, y in self.points)
        return f"M{a}C{' '.join(rest)}"


@dataclass(frozen=True)
class Graph:
    """Some states of a conflict and some of its moves, laid out from top to bottom.

    Parameters
    ----------
    nodes : tuple of Node
        Now comes first.
    arcs : tuple of Arc
    parties : tuple of str
        Their ids.
    whole : int
        How many states the conflict has.
    said : mapping of int to str
        The whole of each state in words, to be read out.
    """

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    parties: tuple[str, ...]
    whole: int
    said: Mapping[int, str] = field(default_factory=dict)

    def numbered(self) -> Graph:
        """Put the moves in the order in which a reader comes to them."""

        def place(arc: Arc) -> tuple[float, ...]:
            one, two = self.boxes[arc.source], self.boxes[arc.target]
            return one.y, one.x, two.x, two.y

        return replace(self, arcs=tuple(sorted(self.arcs, key=place)))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        below = max((y for c in self.curves for _, y in c.points), default=0.0)
        boxes = max(box.y + box.tall for box in self.boxes.values())
        return self._wide, max(below, boxes) + 10

    @cached_property
    def rows(self) -> list[list[Node]]:
        """The states from left to right, row by row; a layer too wide for one row takes more."""
        layers = max(node.layer for node in self.nodes) + 1
        rows = [[n for n in self.nodes if n.layer == k] for k in range(layers)]
        for sweep in range(_SWEEPS):
            for row in rows if sweep % 2 == 0 else rows[::-1]:
                place = {n.state: (k + 0.5) / len(r) for r in rows for k, n in enumerate(r)}
                row.sort(key=lambda node: self._middle(node, place))
        parts = []
        for row in rows:
            number = -(-len(row) // MOST_ACROSS)
            each = -(-len(row) // number)
            parts += [row[k : k + each] for k in range(0, len(row), each)]
        return parts

    def _middle(self, node: Node, place: dict[int, float]) -> float:
        near = [place[a.source] for a in self.arcs if a.target == node.state]
        near += [place[a.target] for a in self.arcs if a.source == node.state]
        return sum(near) / len(near) if near else place[node.state]

    @cached_property
    def _laid(self) -> tuple[dict[int, Box], list[Curve], list[Box]]:
        """Set boxes, arcs and names; farther apart until no name lies on anything."""
        gap = _NEAREST
        while True:
            boxes = self._boxes(gap)
            curves = [self._curve(arc, boxes, gap) for arc in self.arcs]
            names, free = self._names(list(boxes.values()), curves)
            if free or gap >= _FARTHEST:
                return boxes, curves, names
            gap += _STEP

    @property
    def boxes(self) -> dict[int, Box]:
        """Where each state stands."""
        return self._laid[0]

    @property
    def curves(self) -> list[Curve]:
        """How each move runs."""
        return self._laid[1]

    @property
    def names(self) -> list[Box]:
        """Where the name of each move stands."""
        return self._laid[2]

    @cached_property
    def _wide(self) -> float:
        """How wide the picture is: a single column of states needs no more than this."""
        return WIDTH if max(len(row) for row in self.rows) > 1 else _ALONE

    @property
    def _across(self) -> float:
        """How wide a box is."""
        most = max(len(row) for row in self.rows)
        return min(_WIDEST, (self._wide - 8 - _BETWEEN * (most - 1)) / most)

    def _boxes(self, gap: float) -> dict[int, Box]:
        found, y = {}, 6.0
        for row in self.rows:
            tall = max(len(self.words(node)) for node in row) * _LINE + 12
            for k, node in enumerate(row):
                x = self._wide * (k + 0.5) / len(row) - self._across / 2
                found[node.state] = Box(x, y, self._across, tall)
            y += tall + gap
        return found

    def words(self, node: Node) -> list[tuple[str, str]]:
        """Return what stands in a box, line by line, with how it is set; nothing is cut off."""
        room = self._across - 16
        today = ", as things stand" if node.layer == 0 else ""
        lines = [(text, "bold") for text in cut(f"State {node.state + 1}{today}", room, _SIZE)]
        lines += [(text, "terms") for text in cut(node.terms or "open", room, _SIZE)]
        if node.held:
            held = f"holds ({CONCEPT_NAMES[node.held]})"
            lines += [(text, "") for text in cut(held, room, _SIZE)]
        return lines if node.terms else [(t, "" if k == "terms" else k) for t, k in lines]

    def name(self, number: int) -> str:
        """Say which move it is and whose."""
        return f"{number + 1} {short(self.parties[self.arcs[number].party], 11)}"

    def _port(self, arc: Arc, here: str, boxes: dict[int, Box]) -> float:
        """Say where along its box an arc leaves or enters, so that arcs stay apart."""
        state = getattr(arc, here)
        top = self._side(arc, here, boxes)
        ends = [
            (boxes[a.target if end == "source" else a.source].x, a.source, a.target, end)
            for a in self.arcs
            for end in ("source", "target")
            if getattr(a, end) == state and self._side(a, end, boxes) == top
        ]
        ends.sort()
        other = boxes[arc.target if here == "source" else arc.source].x
        place = ends.index((other, arc.source, arc.target, here))
        return boxes[state].x + boxes[state].wide * (place + 1) / (len(ends) + 1)

    @staticmethod
    def _side(arc: Arc, here: str, boxes: dict[int, Box]) -> bool:
        """Tell whether an arc uses the upper side of its box."""
        down = boxes[arc.target].y - boxes[arc.source].y
        return down < 0 if here == "source" else down > 0

    def _curve(self, arc: Arc, boxes: dict[int, Box], gap: float) -> Curve:
        one, two = boxes[arc.source], boxes[arc.target]
        a = (
            self._port(arc, "source", boxes),
            one.y + one.tall * (not self._side(arc, "source", boxes)),
        )
        up = self._side(arc, "target", boxes)
        b = self._port(arc, "target", boxes), two.y + (-6 if up else two.tall + 6)
        if one.y == two.y:
            low = one.y + one.tall + 0.8 * gap
            return Curve((a, (a[0], low), (b[0], low), b))
        reach = (b[1] - a[1]) / 2
        return Curve((a, (a[0], a[1] + reach), (b[0], b[1] - reach), b))

    def _names(self, boxes: list[Box], curves: list[Curve]) -> tuple[list[Box], bool]:
        """Set each name where it is free of all else; say whether every one is."""
        points = [[curve.at(k / 30) for k in range(31)] for curve in curves]
        found: list[Box] = []
        free = True
        for number, curve in enumerate(curves):
            across = wide(self.name(number), 11.5) + 6
            others = [p for k, row in enumerate(points) if k != number for p in row]
            best = None
            for part in _ALONG:
                x, y = curve.at(part)
                x = min(max(x, across / 2 + 1), self._wide - across / 2 - 1)
                box = Box(x - across / 2, y - 8, across, 16)
                if any(box.meets(taken, 2) for taken in (*boxes, *found)):
                    continue
                crossed = sum(box.meets(Box(*p, 0, 0)) for p in others)
                if best is None or crossed < best[0]:
                    best = crossed, box
            free &= best is not None
            x, y = curve.at(0.5)
            found.append(best[1] if best else Box(x - across / 2, y - 8, across, 16))
        return found, free

    def draw(self) -> str:
        """Return the elements: arcs, then the boxes over them, then who moves."""
        made = [part for k, arc in enumerate(self.arcs) for part in self._arc(arc, self.curves[k])]
        made += [self._box(node) for node in self.nodes]
        for k, (arc, box) in enumerate(zip(self.arcs, self.names, strict=True)):
            made.append(
                f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.wide:.1f}" '
                f'height="{box.tall:g}" rx="3" class="ground"/>'
            )
            middle = box.x + box.wide / 2
            made.append(svg_text(middle, box.y + 12, self.name(k), f"who c{arc.party % 8}"))
        return "".join(made)

    def _arc(self, arc: Arc, curve: Curve) -> Iterator[str]:
        kind = f"c{arc.party % 8} {'arc' if arc.gain else 'arc nogain'}"
        yield path(curve.written, kind)
        x, y = curve.points[-1]
        way = 1 if self._side(arc, "target", self.boxes) else -1
        yield path(f"M{x:.1f} {y + 6 * way:.1f}l-4 {-8 * way}h8Z", f"tip c{arc.party % 8}")

    def _box(self, node: Node) -> str:
        box = self.boxes[node.state]
        kinds = ["state", *["now"] * (node.layer == 0)]
        kinds += ["settled"] * bool(node.terms) + ["held"] * bool(node.held)
        made = [
            f"<title>{escape(self.said.get(node.state, ''))}</title>",
            f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.wide:.1f}" '
            f'height="{box.tall:.1f}" rx="5" class="{" ".join(kinds)}"/>',
        ]
        for k, (text, kind) in enumerate(self.words(node)):
            y = box.y + _LINE * (k + 1) + 1
            made.append(svg_text(box.x + 8, y, text, f"medium {kind}".strip()))
        return f"<g>{''.join(made)}</g>"
