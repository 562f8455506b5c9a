"""An answer where each of some numbers is low and where it is high → SVG elements, widest first."""

from __future__ import annotations

import math
from dataclasses import dataclass

from stickpoint.pages.figures.bars import Scale
from stickpoint.pages.figures.svg import WIDTH, line, lines_of, rect, svg_text, ticks


@dataclass(frozen=True)
class Swing:
    """An answer by one number: where that is ``low`` and where it is ``high``, as said too.

    ``share`` is how much of the spread it has, in words; ``below`` stands in small under the label.
    """

    label: str
    low: float
    high: float
    said: tuple[str, str]
    share: str
    below: str = ""


@dataclass(frozen=True)
class Tornado:
    """Swings about the answer as it stands, on one scale.

    Values are parts of a whole, or else amounts of ``unit``; one without end stands at the edge.
    """

    rows: tuple[Swing, ...]
    stands: float
    said: str
    unit: str = ""

    _left, _right, _beside, _row, _head, _foot = 250.0, 140.0, 60.0, 46.0, 30.0, 38.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH, self._head + self._row * len(self.rows) + self._foot

    @property
    def scale(self) -> Scale:
        """The one scale of all rows."""
        room = WIDTH - self._left - self._right
        ends = [x for row in self.rows for x in (row.low, row.high)]
        known = [x for x in (*ends, self.stands) if math.isfinite(x)] or [1.0]
        least, most = min(known), max(known)
        # Places and not lengths are read here, so that it need not begin at nothing.
        marks = ticks(max(most - least, 0.02 * max(1.0, abs(most))))
        step = marks[1] - marks[0]
        first = math.floor(least / step + 1e-9) * step
        last = max(math.ceil(most / step - 1e-9) * step, first + 2 * step)
        return Scale(first, last, self._left, room, step=step)

    def draw(self) -> str:
        """Return the elements."""
        scale, foot = self.scale, self._head + self._row * len(self.rows)
        last = scale.left + scale.room
        made = [svg_text(last + self._beside, 18, "of the spread", "tick")]
        for value in scale.marks[:: math.ceil(len(scale.marks) / 7)]:
            x, words = scale.x(value), f"{value:,.10g}" if self.unit else f"{100 * value:.3g} %"
            made.append(line(x, self._head - 4, x, foot, "grid"))
            made.append(svg_text(x, foot + 16, words, "tick middle"))
        if self.unit:
            made.append(svg_text(last, foot + 32, f"{self.unit}s", "tick end"))
        for k, row in enumerate(self.rows):
            made += self._swing(row, scale, self._head + self._row * k)
        x = self._place(self.stands, scale)
        made.append(line(x, self._head - 8, x, foot, "event"))
        made.append(svg_text(x, 18, f"as it stands: {self.said}", "small middle onpaper"))
        return "".join(made)

    def _place(self, value: float, scale: Scale) -> float:
        return scale.x(value) if math.isfinite(value) else scale.left + scale.room

    def _swing(self, row: Swing, scale: Scale, top: float) -> list[str]:
        low, high = (self._place(value, scale) for value in (row.low, row.high))
        y, first, last = top + 28, min(low, high), max(low, high)
        made = lines_of(0, top + 17, row.label, 38, "label", 2)
        made.append(svg_text(0, top + 40, row.below, "small soft"))
        made.append(rect(first, y - 5, max(1.0, last - first), "10", "bar c7"))
        for x, hollow in ((low, " restates"), (high, "")):
            made.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="exact c7{hollow}"/>')
        left, right = row.said if low <= high else row.said[::-1]
        if left == right:
            made.append(svg_text((first + last) / 2, y - 11, left, "small middle onpaper"))
        else:
            made.append(svg_text(max(first, scale.left), y - 11, left, "small end onpaper"))
            made.append(svg_text(last, y - 11, right, "small onpaper"))
        made.append(svg_text(scale.left + scale.room + self._beside, y + 4, row.share, "small"))
        return made
