"""What happened when → SVG elements: a lane for each party."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from html import escape
from itertools import count

from stickpoint.pages.figures.svg import (
    WIDTH,
    beside,
    line,
    lines_of,
    path,
    reach,
    rect,
    svg_text,
    wide,
)
from stickpoint.pages.wording.dates import MONTHS

_HEAD = 14.0
"""How high a line of words over the lanes is."""


@dataclass(frozen=True)
class Event:
    """Something dated: in which lane, the days it may mean, of which kind, and in words.

    ``kind`` is message, move or agenda, with ``restates`` after it where a move changes nothing;
    ``text`` is all of it, for whoever points at it; ``name`` is written beside it, so that a print
    says it, too; ``place`` is the id of where the page has the rest.
    """

    lane: int
    first: date
    last: date
    kind: str
    text: str
    name: str = ""
    place: str = ""


@dataclass(frozen=True)
class Head:
    """What befell everybody on a day, or the end, and how its line is drawn."""

    day: date
    text: str
    kind: str = "event"


@dataclass(frozen=True)
class Timeline:
    """What happened when, a lane for each party; what is not known to the day is a bar.

    ``lanes`` are names and classes; ``marks`` are what befell everybody, and ``over`` is the end.
    """

    lanes: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    marks: tuple[tuple[date, str], ...] = ()
    over: tuple[date, str] | None = None

    _left = 150.0

    @property
    def links(self) -> bool:
        """Whether any of its marks leads on to where the page has the rest."""
        return any(event.place for event in self.events)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH, self._tops[-1] + 26

    def x(self, day: date) -> float:
        """Place a day."""
        first, last = self._ends
        part = (day.toordinal() - first) / max(1, last - first)
        return self._left + (WIDTH - self._left - 8) * min(1.0, max(0.0, part))

    def draw(self) -> str:
        """Return the elements."""
        tops, made = self._tops, []
        for day, words in calendar(*(date.fromordinal(max(1, end)) for end in self._ends)):
            x = self.x(day)
            made.append(line(x, tops[0], x, tops[-1], "grid"))
            made.append(svg_text(min(x, WIDTH - 30), tops[-1] + 16, words, "tick middle"))
        for (name, kind), top, below in zip(self.lanes, tops[:-1], tops[1:], strict=True):
            made.append(line(0, below, WIDTH, below, "grid"))
            made += lines_of(0, (top + below) / 2, name, 22, f"label {kind}")
        heads = [(self.x(head.day), 12 + _HEAD * k, head) for k, head in enumerate(self.heads)]
        for x, y, head in heads:
            mark = line(x, y + 6, x, tops[-1], head.kind)
            made.append(f"<g><title>{escape(head.text)}</title>{mark}</g>")
        made += [beside(x, y, head.text, " onpaper") for x, y, head in heads]
        for event, row in self._placed:
            made.append(self._event(event, tops[event.lane] + 11 + self._pitch(event.lane) * row))
        return "".join(made)

    @property
    def keys(self) -> tuple[str, ...]:
        """Name each kind of mark that is used, once."""
        used = dict.fromkeys(self._mark(event) for event in self.events)
        return (*used, *["event"] * bool(self.marks), *["over"] * bool(self.over))

    @property
    def _marked(self) -> list[Head]:
        """Return what is written over the lanes, the end last."""
        return [
            *(Head(*mark) for mark in self.marks),
            *([Head(*self.over, "over")] if self.over else []),
        ]

    @cached_property
    def heads(self) -> list[Head]:
        """Return what is written over the lanes, line by line.

        Each line runs down from its words, so those words stand higher which it would cross, as
        far as there is such an order.
        """
        left, found = self._marked, list[Head]()
        while left:
            others = ((head, [one for one in left if one is not head]) for head in left)
            free = (
                head for head, rest in others if not any(self._crosses(one, head) for one in rest)
            )
            found.append(next(free, left[0]))
            left.remove(found[-1])
        return found

    def _crosses(self, head: Head, other: Head) -> bool:
        """Tell whether the words of one reach over the line of another."""
        start, end = reach(self.x(head.day), head.text)
        return start < self.x(other.day) < end

    def _mark(self, event: Event) -> str:
        kind, _, hollow = event.kind.partition(" ")
        if kind == "agenda":
            return "agenda"
        if self._is_long(event):
            return "loose hollow" if hollow else "loose"
        return ("diamond" if kind == "move" else "dot") + " hollow" * bool(hollow)

    def _span(self, event: Event) -> tuple[float, float]:
        return self.x(event.first), self.x(event.last)

    def _is_long(self, event: Event) -> bool:
        left, right = self._span(event)
        return right - left > 7

    def _event(self, event: Event, y: float) -> str:
        kind = f"{event.kind} {self.lanes[event.lane][1]}"
        left, right = self._span(event)
        words = ""
        if event.name:
            at, side = self._name_at(event)
            above = event.kind == "agenda"
            words = svg_text(at, y + (3 if above else 3.5), event.name, f"small onpaper{side}")
            y += 11 * above
        x = (left + right) / 2
        if self._is_long(event):
            # Wide enough never to be taken for a dot.
            wider = max(0.0, 12 - (right - left)) / 2
            long = right - left + 2 * wider
            shape = rect(left - wider, y - 3.5, long, "7", f"loose {kind}", "3.5")
        elif event.kind.startswith("move"):
            shape = path(f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6Z", f"exact {kind}")
        else:
            shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="exact {kind}"/>'
        whole = f"<g><title>{escape(event.text)}</title>{shape}{words}</g>"
        return f'<a href="#{escape(event.place)}">{whole}</a>' if event.place else whole

    def _name_at(self, event: Event) -> tuple[float, str]:
        """Say where a name stands: over a span of the agenda, else beside its mark."""
        (left, right), room = self._span(event), wide(event.name, 10.5)
        if event.kind == "agenda":
            return (left, "") if left + room < WIDTH else (max(right, room), " end")
        half = max((right - left) / 2, 6.0) + 3
        middle = (left + right) / 2
        beside = middle + half
        return (beside, "") if beside + room < WIDTH else (middle - half, " end")

    def _extent(self, event: Event) -> tuple[float, float]:
        """Return from where to where an event takes its row, its name with it."""
        (left, right), room = self._span(event), wide(event.name, 10.5)
        at, side = self._name_at(event)
        return (min(left, at - room), max(right, at)) if side else (left, max(right, at + room))

    @cached_property
    def _ends(self) -> tuple[int, int]:
        days = [d for e in self.events for d in (e.first, e.last) if d not in (date.min, date.max)]
        days += [head.day for head in self._marked]
        return (min(days).toordinal() - 6, max(days).toordinal() + 6) if days else (1, 2)

    @cached_property
    def _placed(self) -> list[tuple[Event, int]]:
        """Give each event a row in its lane, so that none hides another."""
        ends: dict[tuple[int, int], float] = {}
        found = []
        for event in sorted(self.events, key=lambda event: self.x(event.first)):
            left, right = self._extent(event)
            row = next(k for k in count() if ends.get((event.lane, k), -math.inf) <= left - 10)
            ends[event.lane, row] = right
            found.append((event, row))
        return found

    def _pitch(self, lane: int) -> float:
        """Say how high a row of a lane is: more where names are written, most where above."""
        own = [event for event in self.events if event.lane == lane and event.name]
        return 24.0 if any(e.kind == "agenda" for e in own) else 15.0 if own else 12.0

    @cached_property
    def _tops(self) -> list[float]:
        rows = [1] * len(self.lanes)
        for event, row in self._placed:
            rows[event.lane] = max(rows[event.lane], row + 1)
        tops = [8.0 + _HEAD * max(1, len(self.heads))]
        for lane, number in enumerate(rows):
            tops.append(tops[-1] + max(26.0, self._pitch(lane) * number + 10))
        return tops


def calendar(first: date, last: date) -> Sequence[tuple[date, str]]:
    """Choose days to write under a timeline, from two to about ten, with their words.

    >>> [words for _, words in calendar(date(1962, 10, 10), date(1962, 11, 6))]
    ['15 Oct 1962', '20 Oct 1962', '25 Oct 1962', '30 Oct 1962', '4 Nov 1962']
    >>> [words for _, words in calendar(date(2001, 5, 1), date(2001, 12, 9))][:3]
    ['May 2001', 'Jun 2001', 'Jul 2001']
    """
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= 10), 240)
    number = first.year * 12 + first.month - 1
    number += -number % step
    found = []
    while number < 9999 * 12 and (day := date(number // 12, number % 12 + 1, 1)) <= last:
        words = str(day.year) if step >= 12 else f"{MONTHS[day.month - 1][:3]} {day.year}"
        found += [(day, words)] * (day >= first)
        number += step
    if len(found) > 2:
        return found
    span = (last - first).days
    step = next((s for s in (1, 2, 5, 7, 14) if span / s <= 7), 30)
    chosen = [first + timedelta(k) for k in range(step, span + 1, step)]
    return [(day, f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}") for day in chosen]
