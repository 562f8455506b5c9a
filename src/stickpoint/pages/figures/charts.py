"""Numbers over time → SVG elements: chances as curves, on a calendar where one is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stickpoint.case.model.basis import DAYS_IN
from stickpoint.pages.figures.svg import WIDTH, beside, line, path, svg_text, ticks
from stickpoint.pages.figures.timeline import calendar
from stickpoint.pages.wording.dates import day_in_words
from stickpoint.pages.wording.numbers import duration

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
            said = f"{duration(self.last, self.unit)} from {day_in_words(self.start)}"
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


@dataclass(frozen=True)
class Survival:
    """The chance of being open still over time: the answer, its draws, what stands beside it.

    ``draws`` are thin lines, ``beside`` lines of a class of their own; ``events`` are dates that
    all foresee: times and words; ``over`` is when and on which terms it was over.
    """

    times: Sequence[float]
    middle: Sequence[float]
    draws: Sequence[Sequence[float]]
    unit: str
    median: float | None = None
    events: tuple[tuple[float, str], ...] = ()
    over: tuple[float, str] | None = None
    start: date | None = None
    beside: tuple[tuple[str, Sequence[float]], ...] = ()

    size = WIDTH, HEIGHT

    def draw(self) -> str:
        """Return the elements."""
        axes = Axes(self.times[-1], self.unit, self.start)
        kept = few(len(self.times))
        thin = [([self.times[k] for k in kept], [row[k] for k in kept]) for row in self.draws]
        made = [
            *axes.draw(),
            *(path(f"M{axes.path(*row)}", "draw") for row in thin),
            *(path(f"M{axes.path(self.times, row)}", kind) for kind, row in self.beside),
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


def few(size: int, most: int = 81) -> list[int]:
    """Choose points of a curve, evenly and with both ends, for a line that is one of many.

    >>> few(5), few(241)[:3], few(241)[-1]
    ([0, 1, 2, 3, 4], [0, 3, 6], 240)
    """
    number = min(size, most)
    return [round(k * (size - 1) / max(1, number - 1)) for k in range(number)]
