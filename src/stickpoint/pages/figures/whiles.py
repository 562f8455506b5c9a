"""Spans of time in which something holds → SVG elements: a row for each, under one calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stickpoint.case.model.basis import DAYS_IN
from stickpoint.pages.figures.svg import WIDTH, line, rect, short, svg_text, ticks
from stickpoint.pages.figures.timeline import calendar

_LEFT, _RIGHT, _ROW, _HEAD = 230.0, 14.0, 22.0, 26.0
_MOST = 36
"""Characters of what a row is called that have room."""


@dataclass(frozen=True)
class While:
    """One row: what it is called, the spans in which it holds, and how these are drawn.

    A row that is a ``head`` has words alone, above those that belong to it.
    """

    label: str
    spans: Sequence[tuple[float, float]] = ()
    kind: str = "c7"
    head: bool = False


@dataclass(frozen=True)
class Whiles:
    """Rows of spans from 0 to ``last``, in units of time; by the calendar where ``start`` is known.

    Examples
    --------
    >>> Whiles((While("China", [(0, 6)]), While("the Soviet Union")), 12.0, "month").size
    (720.0, 78.0)
    """

    rows: tuple[While, ...]
    last: float
    unit: str
    start: date | None = None

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH, self._foot + 24

    @property
    def _foot(self) -> float:
        return 10.0 + sum(_HEAD if row.head else _ROW for row in self.rows)

    def x(self, time: float) -> float:
        """Place a time."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(max(time / self.last, 0.0), 1.0)

    def draw(self) -> str:
        """Return the elements."""
        made = []
        for time, words in self._marks:
            made.append(line(self.x(time), 4, self.x(time), self._foot, "grid"))
            made.append(svg_text(self.x(time), self._foot + 16, words, "tick middle"))
        y = 4.0
        for row in self.rows:
            if row.head:
                made.append(svg_text(0, y + 18, short(row.label, 2 * _MOST), "bold onpaper"))
            else:
                made.append(svg_text(8, y + 15, short(row.label, _MOST), "label"))
                made.append(rect(_LEFT, y + 4, self.x(self.last) - _LEFT, "12", "room"))
                for low, high in row.spans:
                    wide = max(2.0, self.x(high) - self.x(low))
                    made.append(rect(self.x(low), y + 4, wide, "12", f"bar {row.kind}"))
            y += _HEAD if row.head else _ROW
        return "".join(made)

    @property
    def _marks(self) -> list[tuple[float, str]]:
        """Choose times to write under the rows: days where the calendar has them."""
        plain = [(time, f"{time:g}") for time in ticks(self.last)]
        plain[-1] = (plain[-1][0], f"{plain[-1][1]} {self.unit}s")
        days = float(DAYS_IN.get(self.unit, 0)) * self.last
        if self.start is None or not 3 <= days < date.max.toordinal() - self.start.toordinal():
            return plain
        found = calendar(self.start, self.start + timedelta(days))
        marks = [((day - self.start) / timedelta(days) * self.last, words) for day, words in found]
        # The last word would run off the picture.
        return [mark for mark in marks if self.x(mark[0]) < WIDTH - 30] or plain
