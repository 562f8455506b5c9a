"""What is missing of a run → pieces of about as many seconds, to solve one by one.

A piece that is being solved is lost when the run is stopped, so it should be short; each costs a
file and a message, so it should not be too short. Rows hang on no piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import monotonic

from stickpoint.answers.exploring.atoms import ATOM

AIM = 8.0
"""Seconds that a piece should take."""
MOST = 128 * ATOM
"""Draws in a piece at most: some megabytes of rows."""


def missing(done: Iterable[tuple[int, int]], draws: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the first so many draws that ranges in ascending order leave out.

    Examples
    --------
    >>> list(missing([(64, 128), (128, 192)], 300))
    [(0, 64), (192, 300)]
    """
    at = 0
    for first, last in (*done, (draws, draws)):
        if min(first, draws) > at:
            yield at, min(first, draws)
        at = max(at, last)


class Pieces:
    """Cuts ranges into pieces, of a given size or by how fast pieces were solved so far."""

    def __init__(self, gaps: Iterable[tuple[int, int]], size: int | None = None) -> None:
        self._gaps, self._given = list(gaps)[::-1], size
        self._size = size or ATOM

    @property
    def left(self) -> int:
        """How many draws are in no piece yet."""
        return sum(last - first for first, last in self._gaps)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield pieces until all is cut up; all ends but the last are those of atoms."""
        while self._gaps:
            first, last = self._gaps.pop()
            end = (first + self._size) // ATOM * ATOM
            end = min(last, end if end > first else first - first % ATOM + ATOM)
            if end < last:
                self._gaps.append((end, last))
            yield first, end

    def took(self, draws: int, seconds: float) -> None:
        """Note how long a piece took: the next are of as many draws as take about `AIM` seconds."""
        if self._given is None:
            wanted = int(draws * AIM / max(seconds, 1e-3))
            self._size = max(ATOM, min(MOST, 4 * self._size, wanted) // ATOM * ATOM)


class Watch:
    """Tells how long it is since it was last asked."""

    def __init__(self) -> None:
        self._then = monotonic()

    def __call__(self) -> float:
        """Return the seconds."""
        now = monotonic()
        since, self._then = now - self._then, now
        return since
