"""Numbers over time → SVG elements: curves with their band, and shares one upon the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stickpoint.pages.figures.svg import WIDTH, beside, line, path, svg_text, ticks

_LEFT, _RIGHT, _TOP, _FOOT = 46.0, 12.0, 14.0, 40.0
HEIGHT = 280.0


@dataclass(frozen=True)
class Axes:
    """A frame from 0 to ``last`` across and from nothing to the whole upward."""

    last: float
    unit: str

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
        for value in ticks(self.last):
            x = self.x(value)
            yield line(x, self.y(0), x, self.y(0) + 4, "axis")
            yield svg_text(x, self.y(0) + 17, f"{value:g}", "tick middle")
        said = f"{self.unit}s from the start"
        yield svg_text(self.x(self.last), self.y(0) + 34, said, "tick end")

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
    """The chance of being unsettled over time, with the band over draws.

    ``events`` are changes on a date that nobody foresaw: times and words.
    """

    times: Sequence[float]
    middle: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    unit: str
    median: float | None = None
    events: tuple[tuple[float, str], ...] = ()

    size = WIDTH, HEIGHT

    def draw(self) -> str:
        """Return the elements."""
        axes = Axes(self.times[-1], self.unit)
        made = [
            path(axes.area(self.times, self.low, self.high), "band"),
            *axes.draw(),
            path(f"M{axes.path(self.times, self.middle)}", "line"),
        ]
        for at, what in self.events:
            if at < axes.last:
                x = axes.x(at)
                made += [line(x, axes.y(1), x, axes.y(0), "event"), beside(x, axes.y(0.94), what)]
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

    size = WIDTH, HEIGHT

    def draw(self) -> str:
        """Return the elements."""
        axes = Axes(self.times[-1], self.unit)
        below = [0.0] * len(self.times)
        made = []
        for name, shares in self.parts:
            above = [a + b for a, b in zip(below, shares, strict=True)]
            made.append(path(axes.area(self.times, below, above), f"area {name}"))
            below = above
        return "".join([*made, *axes.draw()])


def last_worth_showing(times: Sequence[float], high: Sequence[float]) -> int:
    """Find up to which point a curve still says something: where it has come down to a hundredth.

    >>> last_worth_showing([0, 1, 2, 3, 4], [1, 0.2, 0.009, 0.001, 0])
    2
    """
    for k, (before, after) in enumerate(pairwise(high)):
        if before < 0.01 and after < 0.01:
            return max(1, k)
    return len(times) - 1
