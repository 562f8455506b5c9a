"""What a rule has seen in a text: the place, the kind, what it takes it for, and how sure it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

KINDS = ("message", "speech", "quote", "date", "number", "odd")
"""In the order in which they are shown: who told whom comes first."""
Span = tuple[int, int]
Reach = Literal["on", "here", "nothing"]
_Any = TypeVar("_Any")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that a rule proposes for the record; texts are empty where they are not known.

    ``kind`` is one of `KINDS`; ``end`` is the character after the last, both counted from 0.
    ``confidence``, 0 to 1, is how often a rule of this kind is right, as its writer judges;
    ``reason`` says in one clause what the rule saw. ``passage`` is the sentence or speech around
    it, to be cited as the source. ``date`` is in EDTF, of a message the one nearest to it;
    ``resolved`` says that it was worked out from what stands before it, ``reach`` what else it
    dates: what is told from there ``on``; what is told ``here``, in its sentence, as "yesterday"
    does; ``nothing``, as "the treaty of 1815". ``act`` is what a message does. ``value`` is a plain
    number (``1.5``, ``2-3``, ``1/3``, ``62%``), and ``what`` what it counts.
    """

    kind: str
    start: int
    end: int
    confidence: float
    reason: str
    passage: Span = (0, 0)
    date: str = ""
    resolved: bool = False
    reach: Reach = "on"
    speaker: str = ""
    receiver: str = ""
    act: str = ""
    value: str = ""
    what: str = ""


def apart(found: Iterable[_Any], span: Callable[[_Any], Span]) -> list[_Any]:
    """Sort things by their ranges; of two that overlap keep the first and longest."""
    kept: list[_Any] = []
    free = 0
    for one in sorted(found, key=lambda one: (span(one)[0], -span(one)[1])):
        start, end = span(one)
        if start >= free:
            kept.append(one)
            free = end
    return kept


class Spans:
    """Ranges that are sorted and do not overlap, looked up by place."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def at(self, place: int) -> Span | None:
        """Return the range around a place."""
        index = bisect_right(self._starts, place) - 1
        return self._spans[index] if index >= 0 and place < self._spans[index][1] else None
