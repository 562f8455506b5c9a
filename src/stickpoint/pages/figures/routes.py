"""Arcs between boxes that stand in rows → curves that run through no box on their way.

From one row to the next an arc is one curve, which the room between them holds. Past a row it
runs straight down, or up, where there is room beside the boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_CLEAR, _STEP = 6.0, 7.0
"""Least room between an arc and a box, and between two arcs side by side."""


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


Point: TypeAlias = tuple[float, float]
Curve: TypeAlias = tuple[Point, ...]
"""A Bézier curve of degree three by its four points."""
Route: TypeAlias = tuple[Curve, ...]
"""Curves, each of which begins where the one before it ends."""


def bend(a: Point, b: Point) -> Curve:
    """Lead from one point to another, upright at both ends."""
    reach = (b[1] - a[1]) / 2
    return a, (a[0], a[1] + reach), (b[0], b[1] - reach), b


def at(route: Route, part: float) -> Point:
    """Return a point on a route, from 0 to 1."""
    place = min(int(part * len(route)), len(route) - 1)
    curve, part = route[place], part * len(route) - place
    rest = 1 - part
    by = (rest**3, 3 * rest * rest * part, 3 * rest * part * part, part**3)
    x, y = (sum(w * p[k] for w, p in zip(by, curve, strict=True)) for k in (0, 1))
    return x, y


class Lanes:
    """Where arcs run past rows of boxes, so that two seldom take one lane.

    Parameters
    ----------
    rows : sequence of sequences of Box
        From top to bottom, each from left to right; boxes of a row are of one height.
    across : float
        How wide the picture is.
    """

    def __init__(self, rows: Sequence[Sequence[Box]], across: float) -> None:
        self._rows, self._across = rows, across
        self._taken: list[list[float]] = [[] for _ in rows]

    def route(self, a: Point, b: Point, first: int, last: int) -> Route:
        """Lead from ``a``, an edge of a box in row ``first``, to ``b``, of one in ``last``."""
        way = 1 if last > first else -1
        here, found = a, list[Curve]()
        for row in range(first + way, last, way):
            wish = here[0] + (b[0] - here[0]) / (abs(last - row) + 1)
            # Where two sides are as near, that on which it comes.
            x, box = self._lane(row, wish + 0.01 * (here[0] - wish)), self._rows[row][0]
            edges = ((x, box.y), (x, box.y + box.tall))[::way]
            third = (edges[1][1] - edges[0][1]) / 3
            found += [bend(here, edges[0])]
            found += [(edges[0], (x, edges[0][1] + third), (x, edges[1][1] - third), edges[1])]
            here = edges[1]
        return (*found, bend(here, b))

    def _lane(self, row: int, wish: float) -> float:
        """Choose where to pass a row: near to a wish, where no arc runs yet if there is room."""
        places = [x for low, high in self._gaps(row) for x in _places(low, high, wish)]
        taken = self._taken[row]

        def price(x: float) -> tuple[bool, float]:
            return any(abs(x - other) < _STEP - 1e-9 for other in taken), abs(x - wish)

        found = min(places, key=price, default=wish)
        taken.append(found)
        return found

    def _gaps(self, row: int) -> Iterator[tuple[float, float]]:
        """Yield from where to where no box of a row stands, nor the edge of the picture."""
        edges = [0.0]
        for box in self._rows[row]:
            edges += [box.x, box.x + box.wide]
        edges.append(self._across)
        for low, high in zip(edges[::2], edges[1::2], strict=True):
            if high - low >= 2 * _CLEAR:
                yield low + _CLEAR, high - _CLEAR


def _places(low: float, high: float, wish: float) -> Iterator[float]:
    """Yield places in a gap: the nearest to a wish, and others from there."""
    near = min(max(wish, low), high)
    yield near
    for k in range(1, 6):
        yield from (x for x in (near - _STEP * k, near + _STEP * k) if low <= x <= high)
