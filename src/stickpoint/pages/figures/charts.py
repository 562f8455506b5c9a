"""Numbers over time → SVG elements: curves with their band, and shares one upon the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from stickpoint.case.model.basis import DAYS_IN
from stickpoint.pages.figures.svg import WIDTH, beside, line, path, svg_text, ticks
from stickpoint.pages.figures.timeline import calendar
from stickpoint.pages.wording.dates import day_in_words

_LEFT, _RIGHT, _TOP, _FOOT = 46.0, 12.0, 14.0, 40.0
HEIGHT = 280.0


@dataclass(frozen=True)
class Axes:
    """A frame from 0 to ``last`` across and from nothing to the whole upward.

    Times are marked by the calendar where it is known on which day they ``start``.
    """

    last: float
    unit: str
    start: date | None = None

    def x(self, value: float) -> float:
        """Place a time."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * value / self.last

    def y(self, share: float) -> float:
        """Place a share."""
        return _TOP + (HEIGHT - _TOP - _FOOT) * (1 - share)

    def draw(self) -> Iterator[str]:
        """Return lines and labels."""
        for share in (0, 0.25, 0.5, 0.75, 1):
            y = self.y(share)
            yield line(_LEFT, y, WIDTH - _RIGHT, y, "grid" if share else "axis")
            yield svg_text(_LEFT - 6, y + 4, f"{100 * share:.0f} %", "tick end")
        days = self._days
        marks = days or [(value, f"{value:g}") for value in ticks(self.last)]
        for value, words in marks:
            x = self.x(value)
            yield line(x, self.y(0), x, self.y(0) + 4, "axis")
            yield svg_text(min(x, WIDTH - 30), self.y(0) + 17, words, "tick middle")
        said = f"{self.unit}s from the start"
        if self.start is not None and days:
            said = f"{self.last:.3g} {self.unit}s from the start, {day_in_words(self.start)}"
        yield svg_text(self.x(self.last), self.y(0) + 34, said, "tick end")

    @property
    def _days(self) -> list[tuple[float, str]]:
        """Return days to mark, as times, with their words; none where the calendar has none."""
        each = float(DAYS_IN.get(self.unit, 0))
        if self.start is None or not 3 <= self.last * each < date.max.toordinal():
            return []
        last = self.start.toordinal() + int(self.last * each)
        if last > date.max.toordinal():
            return []
        found = calendar(self.start, date.fromordinal(last))
        marks = [((day - self.start) / timedelta(1) / each, words) for day, words in found]
        return marks if len(marks) > 1 else []

    def path(self, times: Sequence[float], shares: Sequence[float]) -> str:
        """Return points of a line."""
        ends = zip(map(self.x, times), map(self.y, shares), strict=True)
        return "L".join(f"{x:.1f} {y:.1f}" for x, y in ends)

    def area(self, times: Sequence[float], low: Sequence[float], high: Sequence[float]) -> str:
        """Return what lies between two lines."""
        back = self.path(list(times)[::-1], list(low)[::-1])
        return f"M{self.path(times, high)}L{back}Z"


@dataclass(frozen=True)
class Survival:
    """The chance of being unsettled over time: in the middle, and in each draw as a thin line.

    ``events`` are changes on a date that nobody foresaw: times and words; ``over`` is when and on
    which terms it was over in the record.
    """

    times: Sequence[float]
    middle: Sequence[float]
    draws: Sequence[Sequence[float]]
    unit: str
    median: float | None = None
    events: tuple[tuple[float, str], ...] = ()
    over: tuple[float, str] | None = None
    start: date | None = None

    size = WIDTH, HEIGHT

    def draw(self) -> str:
        """Return the elements."""
        axes = Axes(self.times[-1], self.unit, self.start)
        kept = few(len(self.times))
        thin = [([self.times[k] for k in kept], [row[k] for k in kept]) for row in self.draws]
        made = [
            *axes.draw(),
            *(path(f"M{axes.path(*row)}", "draw") for row in thin),
            path(f"M{axes.path(self.times, self.middle)}", "line"),
        ]
        marks = [(*event, "event") for event in self.events]
        marks += [(*self.over, "over")] if self.over else []
        for row, (at, what, kind) in enumerate(marks):
            if at <= axes.last:
                x = axes.x(at)
                made.append(line(x, axes.y(1), x, axes.y(0), kind))
                made.append(beside(x, axes.y(0.94) + 15 * row, what, " onpaper"))
        if self.median is not None and self.median < axes.last:
            x, y = axes.x(self.median), axes.y(0.5)
            made += [
                line(x, y, x, axes.y(0), "event"),
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" class="dot"/>',
                svg_text(x + 9, y - 6, "even chance", "label onpaper"),
            ]
        return "".join(made)


@dataclass(frozen=True)
class Shares:
    """How much is settled on which terms by when, one area upon the other, open on top."""

    times: Sequence[float]
    parts: tuple[tuple[str, Sequence[float]], ...]
    unit: str
    start: date | None = None

    size = WIDTH, HEIGHT

    def draw(self) -> str:
        """Return the elements."""
        axes = Axes(self.times[-1], self.unit, self.start)
        below = [0.0] * len(self.times)
        made = []
        for name, shares in self.parts:
            above = [a + b for a, b in zip(below, shares, strict=True)]
            made.append(path(axes.area(self.times, below, above), f"area {name}"))
            below = above
        return "".join([*made, *axes.draw()])


def few(size: int, most: int = 81) -> list[int]:
    """Choose points of a curve, evenly and with both ends, for a line that is one of many.

    >>> few(5), few(241)[:3], few(241)[-1]
    ([0, 1, 2, 3, 4], [0, 3, 6], 240)
    """
    number = min(size, most)
    return [round(k * (size - 1) / max(1, number - 1)) for k in range(number)]


def last_worth_showing(times: Sequence[float], high: Sequence[float]) -> int:
    """Find up to which point a curve still says something: where it has come down to a hundredth.

    >>> last_worth_showing([0, 1, 2, 3, 4], [1, 0.2, 0.009, 0.001, 0])
    2
    """
    for k, (before, after) in enumerate(pairwise(high)):
        if before < 0.01 and after < 0.01:
            return max(1, k)
    return len(times) - 1
