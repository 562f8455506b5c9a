"""Numbers → SVG elements: curves with their band, shares over time, bars with ranges, a timeline.

No colour is named here: classes are, and the style sheet gives them colours for light, dark and
paper. Everything that may come from a case goes through `svg_text` or `escape`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

WIDTH = 720.0
_LEFT, _RIGHT, _TOP, _FOOT = 46.0, 12.0, 14.0, 40.0
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Axes:
    """A frame from 0 to ``last`` across and from nothing to the whole upward."""

    last: float
    unit: str
    height: float = 280.0

    def x(self, value: float) -> float:
        """Place a time."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * value / self.last

    def y(self, share: float) -> float:
        """Place a share."""
        return _TOP + (self.height - _TOP - _FOOT) * (1 - share)

    def draw(self) -> Iterator[str]:
        """Give lines and labels."""
        for share in (0, 0.25, 0.5, 0.75, 1):
            y = self.y(share)
            kind = "axis" if share == 0 else "grid"
            yield line(_LEFT, y, WIDTH - _RIGHT, y, kind)
            yield svg_text(_LEFT - 6, y + 4, f"{100 * share:.0f} %", "tick end")
        for value in ticks(self.last):
            x = self.x(value)
            yield line(x, self.y(0), x, self.y(0) + 4, "axis")
            yield svg_text(x, self.y(0) + 17, f"{value:g}", "tick middle")
        yield svg_text(
            self.x(self.last), self.y(0) + 34, f"{self.unit}s from the start", "tick end"
        )

    def path(self, times: Sequence[float], shares: Sequence[float]) -> str:
        """Give points of a line."""
        return "L".join(
            f"{self.x(t):.1f} {self.y(p):.1f}" for t, p in zip(times, shares, strict=True)
        )

    def area(self, times: Sequence[float], low: Sequence[float], high: Sequence[float]) -> str:
        """Give what lies between two lines."""
        back = self.path(list(times)[::-1], list(low)[::-1])
        return f"M{self.path(times, high)}L{back}Z"


@dataclass(frozen=True)
class Survival:
    """The chance of being unsettled over time, with the band over draws.

    Parameters
    ----------
    times, middle, low, high : sequence of float
    unit : str
    median : float or None
    events : tuple of (float, str)
        Changes on a date that nobody foresaw.
    """

    times: Sequence[float]
    middle: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    unit: str
    median: float | None = None
    events: tuple[tuple[float, str], ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH, 280.0

    def draw(self) -> str:
        """Give the elements."""
        axes = Axes(self.times[-1], self.unit)
        made = [
            path(axes.area(self.times, self.low, self.high), "band"),
            *axes.draw(),
            path(f"M{axes.path(self.times, self.middle)}", "line"),
        ]
        for at, what in self.events:
            if at < axes.last:
                x = axes.x(at)
                made += [line(x, axes.y(1), x, axes.y(0), "event"), *_beside(x, axes.y(0.94), what)]
        if self.median is not None and self.median < axes.last:
            x, y = axes.x(self.median), axes.y(0.5)
            made += [
                line(x, y, x, axes.y(0), "event"),
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" class="dot"/>',
                svg_text(x + 9, y - 6, "even chance", "label"),
            ]
        return "".join(made)


@dataclass(frozen=True)
class Shares:
    """How much is settled on which terms by when, one area upon the other, open on top."""

    times: Sequence[float]
    parts: tuple[tuple[str, Sequence[float]], ...]
    unit: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH, 280.0

    def draw(self) -> str:
        """Give the elements."""
        axes = Axes(self.times[-1], self.unit)
        below = [0.0] * len(self.times)
        made = []
        for name, shares in self.parts:
            above = [a + b for a, b in zip(below, shares, strict=True)]
            made.append(path(axes.area(self.times, below, above), f"area {name}"))
            below = above
        return "".join([*made, *axes.draw()])


@dataclass(frozen=True)
class Bar:
    """A value with its range on a scale from nothing to one; ``shown`` is how it is said."""

    label: str
    low: float
    middle: float
    high: float
    shown: str
    kind: str = "c0"


@dataclass(frozen=True)
class Bars:
    """Parts of a whole, each with its range."""

    rows: tuple[Bar, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH, 40.0 * len(self.rows) + 30

    def draw(self) -> str:
        """Give the elements."""
        left, right = 180.0, WIDTH - 200
        foot = 40.0 * len(self.rows) + 6
        made = []
        for share in (0, 0.25, 0.5, 0.75, 1):
            x = left + (right - left) * share
            made.append(line(x, 2, x, foot, "axis" if share == 0 else "grid"))
            made.append(svg_text(x, foot + 16, f"{100 * share:.0f} %", "tick middle"))
        for k, row in enumerate(self.rows):
            y = 40.0 * k + 22
            made += lines_of(left - 10, y, row.label, 28, "label end")
            made += bar(row, left, right - left, y - 8, 16)
            made.append(svg_text(right + 12, y + 4, row.shown, "small"))
        return "".join(made)


@dataclass(frozen=True)
class Burden:
    """Who holds how much of the delay, beside what falls on them.

    Parameters
    ----------
    rows : tuple of (str, Bar or None, tuple of Bar)
        A name; its share of the delay, None for those without a say; its tolls, each on a scale
        of its own unit.
    """

    rows: tuple[tuple[str, Bar | None, tuple[Bar, ...]], ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH, sum(self._tall(row[2]) for row in self.rows) + 30

    @staticmethod
    def _tall(tolls: tuple[Bar, ...]) -> float:
        return 48.0 * max(1, len(tolls)) + 8

    def draw(self) -> str:
        """Give the elements."""
        share_left, toll_left = 150.0, 390.0
        made = [
            svg_text(share_left, 14, "Share of the delay", "head"),
            svg_text(toll_left, 14, "What falls on them", "head"),
        ]
        top = 26.0
        for name, share, tolls in self.rows:
            tall = self._tall(tolls)
            middle = top + tall / 2
            made.append(line(0, top, WIDTH, top, "grid"))
            made += lines_of(0, middle, name, 21, "label")
            if share is None:
                made.append(svg_text(share_left, middle + 4, "no say", "faint"))
            else:
                made.append(svg_text(share_left, middle - 5, share.shown, "small"))
                made += bar(share, share_left, 200, middle + 2, 10)
            for k, toll in enumerate(tolls):
                y = top + 6 + 48 * k
                made.append(svg_text(toll_left, y + 11, toll.label, "label"))
                made.append(svg_text(toll_left, y + 25, short(toll.shown, 62), "small"))
                made += bar(toll, toll_left, WIDTH - toll_left, y + 31, 9)
            if not tolls:
                made.append(svg_text(toll_left, middle + 4, "nothing that is counted", "faint"))
            top += tall
        return "".join(made)


@dataclass(frozen=True)
class Event:
    """Something dated: in which lane, the days it may mean, of which kind, and in words."""

    lane: int
    first: date
    last: date
    kind: str
    text: str


@dataclass(frozen=True)
class Timeline:
    """What happened when, a lane for each party; what is not known to the day is a bar.

    Parameters
    ----------
    lanes : tuple of (str, str)
        Name and class.
    events : tuple of Event
    marks : tuple of (date, str)
        What befell everybody.
    """

    lanes: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    marks: tuple[tuple[date, str], ...] = ()

    _left = 150.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH, self._tops()[-1] + 26

    def x(self, day: date) -> float:
        """Place a day."""
        first, last = self._ends()
        part = (day.toordinal() - first) / max(1, last - first)
        return self._left + (WIDTH - self._left - 8) * min(1.0, max(0.0, part))

    def draw(self) -> str:
        """Give the elements."""
        tops = self._tops()
        made = list(self._calendar(tops[-1]))
        for (name, kind), top, below in zip(self.lanes, tops[:-1], tops[1:], strict=True):
            made.append(line(0, below, WIDTH, below, "grid"))
            made += lines_of(0, (top + below) / 2, name, 22, f"label {kind}")
        for day, text in self.marks:
            x = self.x(day)
            mark = line(x, 18, x, tops[-1], "event")
            made.append(f"<g><title>{escape(text)}</title>{mark}</g>")
            made += _beside(x, 12, text)
        for event, row in self._placed():
            made.append(self._event(event, tops[event.lane] + 11 + 12 * row))
        return "".join(made)

    def _event(self, event: Event, y: float) -> str:
        kind = f"{event.kind} {self.lanes[event.lane][1]}"
        left, right = self.x(event.first), self.x(event.last)
        if right - left > 7:
            shape = (
                f'<rect x="{left:.1f}" y="{y - 3.5:.1f}" width="{right - left:.1f}" height="7" '
                f'rx="3.5" class="loose {kind}"/>'
            )
        elif event.kind == "move":
            x = (left + right) / 2
            shape = path(f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6Z", f"exact {kind}")
        else:
            x = (left + right) / 2
            shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="exact {kind}"/>'
        return f"<g><title>{escape(event.text)}</title>{shape}</g>"

    def _ends(self) -> tuple[int, int]:
        days = [d for e in self.events for d in (e.first, e.last) if d not in (date.min, date.max)]
        days += [day for day, _ in self.marks]
        return (min(days).toordinal() - 6, max(days).toordinal() + 6) if days else (0, 1)

    def _placed(self) -> list[tuple[Event, int]]:
        """Give each event a row in its lane, so that none hides another."""
        ends: dict[tuple[int, int], float] = {}
        found = []
        for event in sorted(self.events, key=lambda event: self.x(event.first)):
            row = 0
            while ends.get((event.lane, row), -math.inf) > self.x(event.first) - 10:
                row += 1
            ends[event.lane, row] = self.x(event.last)
            found.append((event, row))
        return found

    def _tops(self) -> list[float]:
        rows = [1] * len(self.lanes)
        for event, row in self._placed():
            rows[event.lane] = max(rows[event.lane], row + 1)
        tops = [22.0]
        for number in rows:
            tops.append(tops[-1] + max(26.0, 12.0 * number + 10))
        return tops

    def _calendar(self, foot: float) -> Iterator[str]:
        first, last = (date.fromordinal(max(1, end)) for end in self._ends())
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= 10), 240)
        number = first.year * 12 + first.month - 1
        number += -number % step
        while (day := date(number // 12, number % 12 + 1, 1)) <= last:
            x = self.x(day)
            words = str(day.year) if step >= 12 else f"{_MONTHS[day.month - 1]} {day.year}"
            if day >= first:
                yield line(x, 22, x, foot, "grid")
                yield svg_text(min(x, WIDTH - 28), foot + 16, words, "tick middle")
            number += step


def bar(row: Bar, left: float, room: float, top: float, tall: float) -> Iterator[str]:
    """Draw a bar from nothing to its value, and its range as a whisker."""
    low, middle, high = (
        left + room * min(1.0, max(0.0, x)) for x in (row.low, row.middle, row.high)
    )
    y = top + tall / 2
    yield f'<rect x="{left:.1f}" y="{top:.1f}" width="{room:.1f}" height="{tall:g}" class="room"/>'
    yield (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{max(1.0, middle - left):.1f}" '
        f'height="{tall:g}" class="bar {row.kind}"/>'
    )
    yield line(low, y, high, y, "whisker")
    for x in (low, high):
        yield line(x, y - tall / 3, x, y + tall / 3, "whisker")


def ticks(last: float) -> list[float]:
    """Choose round values from 0 to ``last``, at most nine.

    Examples
    --------
    >>> ticks(24.0)
    [0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0, 21.0, 24.0]
    """
    ten = 10.0 ** math.floor(math.log10(last))
    steps = [ten * k for k in (0.1, 0.2, 0.3, 0.5, 0.6, 1, 1.2, 2)]
    step = next(step for step in steps if last / step <= 8.001)
    return [round(step * k, 10) for k in range(math.floor(last / step + 1e-9) + 1)]


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Draw a straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def path(d: str, kind: str) -> str:
    """Draw a path."""
    return f'<path d="{d}" class="{kind}"/>'


def svg_text(x: float, y: float, words: str, kind: str) -> str:
    """Write words, escaped."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(words)}</text>'


def short(words: str, most: int) -> str:
    """Cut words that are too long for their place.

    Examples
    --------
    >>> short("North Korea", 6)
    'North…'
    """
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def lines_of(x: float, y: float, words: str, most: int, kind: str) -> list[str]:
    """Write words about a height, in at most three lines."""
    rows = textwrap.wrap(words, most, max_lines=3, placeholder=" …") or [""]
    top = y + 4 - 6.5 * (len(rows) - 1)
    return [svg_text(x, top + 13 * k, row, kind) for k, row in enumerate(rows)]


def _beside(x: float, y: float, words: str) -> Iterator[str]:
    """Write words to that side of a vertical line on which there is room."""
    if x > WIDTH * 0.7:
        yield svg_text(x - 5, y, short(words, 60), "label end")
    else:
        yield svg_text(x + 5, y, short(words, 60), "label")


def last_worth_showing(times: Sequence[float], high: Sequence[float]) -> int:
    """Find up to which point a curve still says something: where it has come down to a hundredth.

    Examples
    --------
    >>> last_worth_showing([0, 1, 2, 3, 4], [1, 0.2, 0.009, 0.001, 0])
    2
    """
    for k, (before, after) in enumerate(pairwise(high)):
        if before < 0.01 and after < 0.01:
            return max(1, k)
    return len(times) - 1
