"""Numbers with their ranges → SVG elements: shares of a whole, and tolls by their unit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stickpoint.pages.figures.svg import WIDTH, cut, line, lines_of, rect, svg_text, ticks

FARTHEST_APART = 30.0
"""On an even scale a value this many times smaller than the largest can no longer be seen."""


@dataclass(frozen=True)
class Bar:
    """A value with its range; ``shown`` is how it is said, ``below`` in small under the label."""

    label: str
    low: float
    middle: float
    high: float
    shown: str
    kind: str = "c0"
    below: str = ""


@dataclass(frozen=True)
class Scale:
    """Places values between ``first`` and ``last``; by their logarithms where ``log``."""

    first: float
    last: float
    left: float
    room: float
    log: bool = False
    step: float = 0.0

    def x(self, value: float) -> float:
        """Place a value; one beyond an end stands at that end, and `beyond` says so."""
        first, last, place = self.first, self.last, value
        if self.log:
            first, last, place = (math.log(max(x, self.first)) for x in (first, last, place))
        part = (place - first) / (last - first)
        return self.left + self.room * min(1.0, max(0.0, part))

    def beyond(self, value: float) -> bool:
        """Tell whether a value lies off the scale, so far that it shows."""
        return self.side(value) != 0

    def side(self, value: float) -> int:
        """Tell beyond which end a value lies: -1 before the first, 1 after the last, or 0."""
        wide = self.last - self.first
        below = 1e-9 * self.first if self.log else 0.005 * wide
        # An end is a sum of steps, and may be the value but for its rounding.
        return int(value > self.last + 1e-9 * wide) - int(value < self.first - below)

    @property
    def marks(self) -> list[float]:
        """Round values to write under it."""
        if self.log:
            ends = (round(math.log10(x)) for x in (self.first, self.last))
            return [10.0**k for k in range(next(ends), next(ends) + 1)]
        marks = ticks(self.last - self.first)
        step = self.step or marks[1] - marks[0]
        count = round((self.last - self.first) / step)
        return [round(self.first + step * k, 10) for k in range(count + 1)]


def shares_scale(rows: Iterable[Bar], left: float, room: float) -> Scale:
    """Make a scale of shares: from nothing to the whole, and farther where a range goes farther.

    >>> scale = shares_scale([Bar("", -0.49, 0.0, 0.13, "")], 0, 100)
    >>> scale.first, scale.last
    (-0.5, 1.0)
    """
    values = [x for row in rows for x in (row.low, row.middle, row.high) if math.isfinite(x)]
    # What would be said as nought does not ask for more room.
    least, most = min([0.0, *(x for x in values if x < -0.005)]), max([1.0, *values])
    wide = most - least
    step = 0.25 if wide <= 2 else 10.0 ** math.ceil(math.log10(wide / 5))
    first, last = math.floor(least / step) * step, math.ceil(most / step - 1e-9) * step
    return Scale(first, last, left, room, step=step)


def amounts_scale(rows: Sequence[Bar], left: float, room: float) -> Scale:
    """Make one scale for amounts of one unit: even, or by tens where they lie far apart.

    >>> far = [Bar("", 20, 50, 90, ""), Bar("", 2e4, 5e4, 1.3e5, "")]
    >>> scale = amounts_scale(far, 0, 100)
    >>> scale.log, scale.marks
    (True, [10.0, 100.0, 1000.0, 10000.0, 100000.0, 1000000.0])
    """
    values = [x for row in rows for x in (row.low, row.middle, row.high) if math.isfinite(x)]
    least, most = min([0.0, *values]), max([0.0, *values])
    middles = [row.middle for row in rows if row.middle > max(1e-9, 1e-9 * most)]
    if least >= 0 and middles and most > FARTHEST_APART * min(middles):
        first = math.floor(math.log10(min(x for x in values if x > 0)))
        # A lower end that is next to nothing must not push all else into a corner; a whole row may.
        highs = [row.high for row in rows if max(1e-9, 1e-9 * most) < row.high < math.inf]
        seen = (math.log10(min(middles)) - 2, *map(math.log10, highs))
        first = max(first, math.floor(min(seen)))
        return Scale(10.0**first, 10.0 ** math.ceil(math.log10(most)), left, room, log=True)
    if most - least < 1e-9:
        return Scale(0.0, 1.0, left, room)
    marks = ticks(most - least)
    step = marks[1] - marks[0]
    ends = math.floor(least / step + 1e-9) * step, math.ceil(most / step - 1e-9) * step
    return Scale(*ends, left, room)


@dataclass(frozen=True)
class Bars:
    """Parts of a whole, each with its range; the scale reaches as far as the ranges do."""

    rows: tuple[Bar, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH, 40.0 * len(self.rows) + 30

    @property
    def scale(self) -> Scale:
        """The one scale of all rows."""
        return shares_scale(self.rows, 180.0, WIDTH - 380)

    def draw(self) -> str:
        """Return the elements."""
        scale = self.scale
        foot = 40.0 * len(self.rows) + 6
        made = _grid(scale, 2, foot, [f"{100 * x:.0f} %" for x in scale.marks])
        for k, row in enumerate(self.rows):
            y = 40.0 * k + 22
            made += lines_of(scale.left - 10, y, row.label, 28, "label end")
            made += bar(row, scale, y - 8, 16)
            made.append(svg_text(scale.left + scale.room + 12, y + 4, row.shown, "small"))
        return "".join(made)


@dataclass(frozen=True)
class Tolls:
    """What falls on whom, unit by unit: tolls of one unit share one scale, and no two units do."""

    groups: tuple[tuple[str, tuple[Bar, ...]], ...]

    _left, _row, _head, _foot = 230.0, 50.0, 28.0, 34.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        rows = sum(len(bars) for _, bars in self.groups)
        return WIDTH, self._row * rows + (self._head + self._foot) * len(self.groups)

    def draw(self) -> str:
        """Return the elements."""
        made, top = [], 0.0
        for unit, rows in self.groups:
            scale = amounts_scale(rows, self._left, WIDTH - self._left - 34)
            alike = f": one scale for these {len(rows)}" if len(rows) > 1 else ""
            said = ": one scale, on which each line is ten times the last" if scale.log else alike
            made.append(svg_text(0, top + 15, f"{unit or 'No unit'}{said}", "head"))
            top += self._head
            foot = top + self._row * len(rows)
            made += _grid(scale, top, foot, [f"{x:,.10g}" for x in scale.marks])
            for k, row in enumerate(rows):
                y = top + self._row * k
                made.append(line(0, y, WIDTH, y, "grid"))
                made += lines_of(0, y + 12, row.label, 36, "label", 1)
                for j, text in enumerate(cut(row.below, self._left - 12, 10.5)[:2]):
                    made.append(svg_text(0, y + 30 + 13 * j, text, "small soft"))
                made.append(svg_text(self._left + 6, y + 17, row.shown, "small onpaper"))
                # Length means something only from nothing on, and beside something alike.
                draw = dot if scale.log or len(rows) == 1 else bar
                made += draw(row, scale, y + 26, 12)
            top = foot + self._foot
        return "".join(made)


def _grid(scale: Scale, top: float, foot: float, words: Sequence[str]) -> list[str]:
    """Draw a line for each mark of a scale, and as many of its words as have room."""
    apart = scale.room / max(1, len(words) - 1)
    every = math.ceil((6.2 * max(map(len, words)) + 6) / apart)
    made = []
    for k, (value, text) in enumerate(zip(scale.marks, words, strict=True)):
        x, at_nothing = scale.x(value), value == 0 or (scale.log and k == 0)
        made.append(line(x, top, x, foot, "axis" if at_nothing else "grid"))
        if k % every == 0:
            made.append(svg_text(x, foot + 16, text, "tick middle"))
    return made


def bar(row: Bar, scale: Scale, top: float, tall: float) -> Iterator[str]:
    """Draw a bar from nothing to its value, and its range as a whisker."""
    zero, middle = scale.x(0.0), scale.x(row.middle)
    yield rect(scale.left, top, scale.room, f"{tall:g}", "room")
    wide = max(1.0, abs(middle - zero))
    yield rect(min(zero, middle), top, wide, f"{tall:g}", f"bar {row.kind}")
    yield from _whisker(row, scale, top + tall / 2, tall)


def dot(row: Bar, scale: Scale, top: float, tall: float) -> Iterator[str]:
    """Draw a range as a line and its value as a dot on it, where a length would mean nothing."""
    y = top + tall / 2
    yield from _whisker(row, scale, y, tall)
    yield f'<circle cx="{scale.x(row.middle):.1f}" cy="{y:.1f}" r="5" class="bead {row.kind}"/>'


def _whisker(row: Bar, scale: Scale, y: float, tall: float) -> Iterator[str]:
    low, high = scale.x(row.low), scale.x(row.high)
    yield line(low, y, high, y, "whisker")
    ends = dict.fromkeys((x, scale.side(value)) for value, x in ((row.low, low), (row.high, high)))
    for x, out in ends:
        if out:
            # It goes on that way: an arrow, where an end would be a lie.
            yield from (line(x, y, x - out * 5, y + side, "whisker") for side in (-4, 4))
        else:
            yield line(x, y - tall / 3, x, y + tall / 3, "whisker")
