"""What happened when → SVG elements: a lane for each party."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from stickpoint.view.report.svg import WIDTH, beside, line, lines_of, path, svg_text

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
            made += beside(x, 12, text)
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
