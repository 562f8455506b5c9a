"""Steps that lead from one to the next → boxes from left to right, as SVG elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from stickpoint.pages.figures.svg import BOLD, WIDTH, cut, path, rect, svg_text

MOST_ACROSS = 4
_GAP, _DOWN, _LINE, _SIZE = 26.0, 30.0, 15.0, 11.5


@dataclass(frozen=True)
class Box:
    """One step: who or when, what, how that ends (empty before the end), and the class of it."""

    head: str
    words: str
    ends: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Strip:
    """A way, step by step; nothing in a box is cut off."""

    boxes: tuple[Box, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH, self._tops[-1] - _DOWN + 4

    @property
    def _across(self) -> int:
        rows = -(-len(self.boxes) // MOST_ACROSS)
        return -(-len(self.boxes) // rows)

    @property
    def _wide(self) -> float:
        return (WIDTH - 4 - _GAP * (self._across - 1)) / self._across

    def words(self, box: Box) -> list[tuple[str, str]]:
        """Return what stands in a box, line by line, with how it is set."""
        said = ((box.head, f"bold {box.kind}"), (box.words, ""), (box.ends, "terms"))
        rooms = [(self._wide - 16) / (BOLD if kind else 1) for _, kind in said]
        return [
            (line, kind)
            for (text, kind), room in zip(said, rooms, strict=True)
            if text
            for line in cut(text, room, _SIZE)
        ]

    @cached_property
    def _tops(self) -> list[float]:
        """Say where each row begins, and where one after the last would."""
        tops, n = [2.0], self._across
        for k in range(0, len(self.boxes), n):
            lines = max(len(self.words(box)) for box in self.boxes[k : k + n])
            tops.append(tops[-1] + _LINE * lines + 12 + _DOWN)
        return tops

    def draw(self) -> str:
        """Return the elements."""
        made = []
        for k, box in enumerate(self.boxes):
            row, place = divmod(k, self._across)
            x, y = 2 + place * (self._wide + _GAP), self._tops[row]
            tall = self._tops[row + 1] - _DOWN - y
            kind = "now" if k == 0 else "settled held" if box.ends else ""
            made.append(rect(x, y, self._wide, f"{tall:.1f}", f"state {kind}".strip(), "5"))
            for j, (text, set_) in enumerate(self.words(box)):
                at = y + _LINE * (j + 1) + 1
                made.append(svg_text(x + 8, at, text, f"medium {set_}".strip()))
            if k:
                made += self._arrow(x, y, tall, wraps=place == 0)
        return "".join(made)

    def _arrow(self, x: float, y: float, tall: float, *, wraps: bool) -> Iterator[str]:
        """Draw what leads to a box: from the one beside it, or from the end of the row above."""
        if wraps:
            last, middle = WIDTH - 2 - self._wide / 2, x + self._wide / 2
            bend, end = f"{y - 15:.1f}", f"L{middle:.1f} {y - 7:.1f}"
            begin = f"M{last:.1f} {y - _DOWN:.1f}L{last:.1f} {bend}"
            yield path(f"{begin}L{middle:.1f} {bend}{end}", "lead")
            yield path(f"M{middle:.1f} {y - 1:.1f}l-4 -8h8Z", "point")
            return
        at = y + tall / 2
        yield path(f"M{x - _GAP + 1:.1f} {at:.1f}L{x - 8:.1f} {at:.1f}", "lead")
        yield path(f"M{x - 2:.1f} {at:.1f}l-8 -4L{x - 10:.1f} {at + 4:.1f}Z", "point")
