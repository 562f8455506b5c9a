"""States and moves → layers from top to bottom, as SVG in which no word lies on another.

A state's layer is how many of the moves shown lead to it from now. Within a layer states are set
where their neighbours are (the barycentre heuristic of Sugiyama, Tagawa and Toda 1981, swept a
few times). The name of each move is set on its arc where it touches neither a box nor another
name; where there is no such place, the layers are drawn farther apart. `routes` leads arcs past
boxes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape

from stickpoint.answers.why.nearby import Arc, Node
from stickpoint.pages.figures.routes import Box, Lanes, Point, Route, at
from stickpoint.pages.figures.svg import BOLD, WIDTH, cut, path, rect, short, svg_text, wide
from stickpoint.pages.wording.names import CONCEPT_NAMES

MOST_ACROSS = 5
_WIDEST, _ALONE, _BETWEEN, _LINE, _SIZE = 172.0, 420.0, 14.0, 15.0, 11.5
_GAPS = range(62, 223, 20)
"""Room between layers, tried one after the other."""
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86)
_SWEEPS = 6


def _colour(arc: Arc) -> str:
    """Say in whose colour a move is drawn; one of several parties has nobody's."""
    return "plain" if arc.group else f"c{arc.party % 8}"


def _bends(route: Route) -> list[Point]:
    """Return the points of a route after its first: three for each curve."""
    return [point for curve in route for point in curve[1:]]


@dataclass(frozen=True)
class Graph:
    """Some states of a conflict, now first, and some of its moves, laid out from top to bottom.

    ``parties`` are ids; ``said`` is the whole of each state in words, to be read out; ``done`` is
    what stands in its box: today all that is done, elsewhere what differs.
    """

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    parties: tuple[str, ...]
    said: Mapping[int, str]
    done: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def numbered(self) -> Graph:
        """Put the moves in the order in which a reader comes to them."""

        def place(arc: Arc) -> tuple[float, ...]:
            one, two = self.boxes[arc.source], self.boxes[arc.target]
            return one.y, one.x, two.x, two.y

        return replace(self, arcs=tuple(sorted(self.arcs, key=place)))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        boxes, routes, _ = self._laid
        feet = [box.y + box.tall for box in boxes.values()]
        feet += [y for route in routes for curve in route for _, y in curve]
        return self._room[0], max(feet) + 10

    @cached_property
    def rows(self) -> list[list[Node]]:
        """The states from left to right, row by row; a layer too wide for one row takes more."""
        layers = range(max(node.layer for node in self.nodes) + 1)
        rows = [[node for node in self.nodes if node.layer == k] for k in layers]
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
    def _laid(self) -> tuple[dict[int, Box], list[Route], list[Box]]:
        """Set boxes, arcs and names; farther apart until no name lies on anything."""
        for gap in _GAPS:
            boxes = self._boxes(gap)
            lanes = Lanes([[boxes[n.state] for n in row] for row in self.rows], self._room[0])
            routes = [self._route(arc, boxes, gap, lanes) for arc in self.arcs]
            names, free = self._names(list(boxes.values()), routes)
            if free:
                break
        return boxes, routes, names

    @cached_property
    def _row(self) -> dict[int, int]:
        """In which row each state stands."""
        return {node.state: k for k, row in enumerate(self.rows) for node in row}

    @property
    def boxes(self) -> dict[int, Box]:
        """Where each state stands."""
        return self._laid[0]

    @property
    def routes(self) -> list[Route]:
        """How each move runs."""
        return self._laid[1]

    @property
    def names(self) -> list[Box]:
        """Where the name of each move stands."""
        return self._laid[2]

    @cached_property
    def _room(self) -> tuple[float, float]:
        """How wide the picture is, less for a single column of states, and each box in it."""
        most = max(len(row) for row in self.rows)
        whole = WIDTH if most > 1 else _ALONE
        return whole, min(_WIDEST, (whole - 8 - _BETWEEN * (most - 1)) / most)

    def _boxes(self, gap: float) -> dict[int, Box]:
        (whole, across), found, y = self._room, {}, 6.0
        for row in self.rows:
            tall = max(len(self.words(node)) for node in row) * _LINE + 12
            for k, node in enumerate(row):
                x = whole * (k + 0.5) / len(row) - across / 2
                found[node.state] = Box(x, y, across, tall)
            y += tall + gap
        return found

    def words(self, node: Node) -> list[tuple[str, str]]:
        """Return what stands in a box, line by line, with how it is set; nothing is cut off."""
        room = self._room[1] - 16
        today = ", as things stand" if node.layer == 0 else ""
        said = [(f"State {node.state + 1}{today}", "bold")]
        said += [(deed, "deed") for deed in self.done.get(node.state, ())]
        said.append((node.terms, "terms") if node.terms else ("open", ""))
        said += [(f"holds ({CONCEPT_NAMES[node.held]})", "")] if node.held else []
        bold = ("bold", "terms")
        rooms = ((text, kind, room / BOLD if kind in bold else room) for text, kind in said)
        return [(line, kind) for text, kind, wide in rooms for line in cut(text, wide, _SIZE)]

    def name(self, number: int) -> str:
        """Say which move it is and whose."""
        arc = self.arcs[number]
        movers = [short(self.parties[i], 11) for i in arc.group or (arc.party,)]
        return f"{number + 1} {' + '.join(movers)}"

    def _port(self, arc: Arc, here: str, boxes: dict[int, Box]) -> float:
        """Say where along its box an arc leaves or enters, so that arcs stay apart."""
        state, top = getattr(arc, here), self._side(arc, here, boxes)

        def order(one: Arc, end: str) -> tuple[float, int, int, int, str]:
            """Set arcs where they lead; of those to one side, the longer to the right."""
            other = one.target if end == "source" else one.source
            far = abs(self._row[one.source] - self._row[one.target])
            return boxes[other].x, far, one.source, one.target, end

        ends = sorted(
            order(a, end)
            for a in self.arcs
            for end in ("source", "target")
            if getattr(a, end) == state and self._side(a, end, boxes) == top
        )
        place = ends.index(order(arc, here))
        return boxes[state].x + boxes[state].wide * (place + 1) / (len(ends) + 1)

    @staticmethod
    def _side(arc: Arc, here: str, boxes: dict[int, Box]) -> bool:
        """Tell whether an arc uses the upper side of its box."""
        down = boxes[arc.target].y - boxes[arc.source].y
        return down < 0 if here == "source" else down > 0

    def _route(self, arc: Arc, boxes: dict[int, Box], gap: float, lanes: Lanes) -> Route:
        one, two = boxes[arc.source], boxes[arc.target]
        out, into = (self._side(arc, here, boxes) for here in ("source", "target"))
        a = self._port(arc, "source", boxes), one.y + (0 if out else one.tall)
        b = self._port(arc, "target", boxes), two.y + (-6 if into else two.tall + 6)
        if one.y == two.y:
            low = one.y + one.tall + 0.8 * gap
            return ((a, (a[0], low), (b[0], low), b),)
        return lanes.route(a, b, self._row[arc.source], self._row[arc.target])

    def _names(self, boxes: list[Box], routes: list[Route]) -> tuple[list[Box], bool]:
        """Set each name where it is free of all else; say whether every one is."""
        points = [[Box(*at(route, k / 30), 0, 0) for k in range(31)] for route in routes]
        found: list[Box] = []
        free = True
        for number, route in enumerate(routes):
            across = wide(self.name(number), 11.5) + 6
            others = [p for k, row in enumerate(points) if k != number for p in row]
            places = []
            for x, y in (at(route, part) for part in _ALONG):
                left = min(max(x - across / 2, 1), self._room[0] - across - 1)
                box = Box(left, y - 8, across, 16)
                if not any(box.meets(taken, 2) for taken in (*boxes, *found)):
                    places.append(box)
            free &= bool(places)
            x, y = at(route, 0.5)
            wish = Box(x - across / 2, y - 8, across, 16)
            crossed = {box: sum(map(box.meets, others)) for box in places}
            found.append(min(crossed, key=crossed.__getitem__, default=wish))
        return found, free

    def draw(self) -> str:
        """Return the elements: arcs, then the boxes over them, then who moves."""
        boxes, routes, names = self._laid
        made = []
        for arc, route in zip(self.arcs, routes, strict=True):
            first, *rest = (f"{x:.1f} {y:.1f}" for x, y in (route[0][0], *_bends(route)))
            kind = f"{_colour(arc)} arc{' nogain' * (not arc.gain)}{' together' * bool(arc.group)}"
            made.append(path(f"M{first}C{' '.join(rest)}", kind))
            x, y = route[-1][-1]
            way = 1 if self._side(arc, "target", boxes) else -1
            tip = f"M{x:.1f} {y + 6 * way:.1f}l-4 {-8 * way}h8Z"
            made.append(path(tip, f"tip {_colour(arc)}"))
        made += [self._box(node) for node in self.nodes]
        for k, (arc, box) in enumerate(zip(self.arcs, names, strict=True)):
            made.append(rect(box.x, box.y, box.wide, f"{box.tall:g}", "ground", "3"))
            middle = box.x + box.wide / 2
            made.append(svg_text(middle, box.y + 12, self.name(k), f"who {_colour(arc)}"))
        return "".join(made)

    def _box(self, node: Node) -> str:
        box = self.boxes[node.state]
        said = {"now": node.layer == 0, "settled": node.terms, "held": node.held}
        kinds = ["state", *(kind for kind, is_so in said.items() if is_so)]
        made = [
            f"<title>{escape(self.said.get(node.state, ''))}</title>",
            rect(box.x, box.y, box.wide, f"{box.tall:.1f}", " ".join(kinds), "5"),
        ]
        for k, (text, kind) in enumerate(self.words(node)):
            y = box.y + _LINE * (k + 1) + 1
            made.append(svg_text(box.x + 8, y, text, f"medium {kind}".strip()))
        return f"<g>{''.join(made)}</g>"
