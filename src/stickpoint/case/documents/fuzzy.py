"""Quoted words and a text → the places where they, or nearly they, stand, the likeliest first.

Places are ranked as the Web Annotation clients do: by how far the words agree, then by how far
what stands before and after agrees, then by how near the old place is (weights 50, 20, 20 and 2).
Whether a place is accepted depends on the words alone: from `ACCEPT` on they count as found, from
`REVIEW` on somebody has to look, below that they are not there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from stickpoint.case.documents.fingerprints import pieces
from stickpoint.case.documents.whitespace import Edges

ACCEPT = 0.85
REVIEW = 0.70
NO_RAPIDFUZZ = (
    "rapidfuzz, which looks for nearly the same words, is not installed: "
    'pip install "stickpoint[documents]"'
)
MOST_SAME = 5_000
_MOST_COMPARED, _MOST_LOOKS, _MOST_STRETCHES = 1 << 24, 24, 4
_LONGEST = 5_000
_WEIGHTS = (50.0, 20.0, 20.0, 2.0)
_MOST = 8
_EDGE = 6
_WHOLE = 2.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A range of characters with how far its words agree (0 to 1) and how likely it is meant."""

    start: int
    end: int
    score: float
    rank: float


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a passage besides its words: those before and after, and where it stood."""

    prefix: str = ""
    suffix: str = ""
    expected: int | None = None


def occurrences(text: str, words: str, start: int = 0) -> Iterator[int]:
    """List the places from a start on at which words stand to the letter, `MOST_SAME` at most."""
    place = text.find(words, start)
    for _ in range(MOST_SAME):
        if place < 0:
            return
        yield place
        place = text.find(words, place + 1)


def _before(text: str, words: str, end: int) -> Iterator[int]:
    """List as many places before an end, going back."""
    place = text.rfind(words, 0, end)
    for _ in range(MOST_SAME):
        if place < 0:
            return
        yield place
        place = text.rfind(words, 0, place + len(words) - 1)


def exactly(text: str, words: str, context: Context) -> list[Spot]:
    """List the places where words stand to the letter, the likeliest first.

    Where they stand more than thousands of times, those near the old place are weighed.
    """
    middle = context.expected or 0
    places = [*occurrences(text, words, middle), *_before(text, words, middle + len(words) - 1)]
    found = (ranked(text, at, at + len(words), 1.0, context) for at in places)
    return sorted(found, key=lambda spot: -spot.rank)


def nearly(edges: Edges, words: str, context: Context, least: float = REVIEW) -> list[Spot]:
    """List up to eight places that do not overlap where nearly the same words stand.

    The likeliest come first; ``score`` is the normalised indel similarity of words and place, and
    best in a text with single spaces. `ImportError` is raised where rapidfuzz is not installed.
    """
    from rapidfuzz import fuzz

    text = edges.text
    is_much = len(text) * len(words) > _MOST_COMPARED
    stretches = likely(text, words) if is_much else [(0, len(text))]
    found: list[Spot] = []
    looks = _MOST_LOOKS
    while stretches and len(found) < _MOST and looks:
        low, high = stretches.pop()
        if high - low < len(words) * least:
            continue
        looks -= 1
        # A window whose ends are cut can score far below the place it lies in, so ask for less.
        best = fuzz.partial_ratio_alignment(words, text[low:high], score_cutoff=80 * least)
        if best is None:
            continue
        spot = _refined(edges, words, low + best.dest_start, low + best.dest_end)
        start, end, score = max(spot[0], low), min(spot[1], high), spot[2]
        if start >= end:
            continue
        if score >= least:
            found.append(ranked(text, start, end, min(score, 0.999), context))
        stretches += [(low, start), (end, high)]
    return sorted(found, key=lambda spot: -spot.rank)


def likely(text: str, words: str) -> list[tuple[int, int]]:
    """List the stretches of a long text that hold most pieces of the words, the likeliest last.

    A piece is four characters in a row, as in ``fingerprints``.
    """
    if len(words) > _LONGEST or len(text) < len(words) + 4 or len(words) < 4:
        return []
    counts = np.cumsum(np.isin(pieces(text), pieces(words)), dtype=np.int32)
    width = min(len(words), len(counts) - 1)
    step = max(1, width // 8)
    held = (counts[width:] - counts[:-width])[::step]
    found: list[tuple[int, int]] = []
    while len(found) < _MOST_STRETCHES and int(held.max(initial=0)) > 0:
        at = int(held.argmax())
        found.append((max(0, at * step - width // 2), min(len(text), at * step + 2 * width)))
        held[max(0, at - 12) : at + 13] = 0
    return found[::-1]


def between(edges: Edges, length: int, context: Context) -> list[Spot]:
    """List places whose surroundings agree, for words of which only hash and length are known.

    Places from half to twice as long are listed, with how far the surroundings agree as their
    ``score``; nothing unless both sides are known.
    """
    if not (context.prefix and context.suffix):
        return []
    text, found = edges.text, []
    for before in nearly(edges, context.prefix, Context(expected=context.expected), ACCEPT):
        window = text[before.end : before.end + 2 * length + 2 * len(context.suffix)]
        for after in nearly(Edges(window), context.suffix, Context(expected=length), ACCEPT):
            start, end = before.end, before.end + after.start
            if 2 * len(text[start:end].strip()) >= length:
                score = min(before.score, after.score)
                found.append(ranked(text, *_trimmed(text, start, end), score, context))
    return sorted(found, key=lambda spot: -spot.rank)


def ranked(text: str, start: int, end: int, score: float, context: Context) -> Spot:
    """Weigh a place by its words, its surroundings and its distance from where it stood."""
    before, after = context.prefix, context.suffix
    parts = [(_WEIGHTS[0], score)]
    if before:
        parts.append((_WEIGHTS[1], _alike(before, text[max(0, start - len(before) - 1) : start])))
    if after:
        parts.append((_WEIGHTS[2], _alike(after, text[end : end + len(after) + 1])))
    if context.expected is not None and text:
        parts.append((_WEIGHTS[3], 1 - min(1.0, abs(start - context.expected) / len(text))))
    total = sum(weight for weight, _ in parts)
    return Spot(start, end, score, sum(weight * part for weight, part in parts) / total)


def _alike(one: str, other: str) -> float:
    one, other = one.strip(), other.strip()
    try:
        from rapidfuzz import fuzz
    except ImportError:  # words that stand to the letter are found without it
        return float(one == other)
    return fuzz.ratio(one, other) / 100


def _near(edges: Sequence[int], place: int) -> Sequence[int]:
    """Return the few edges around a place."""
    at = bisect_left(edges, place)
    return edges[max(0, at - _EDGE) : at + _EDGE]


def _refined(edges: Edges, words: str, start: int, end: int) -> tuple[int, int, float]:
    """Move both ends of a window to where it is most like the words; whole words if near enough."""
    from rapidfuzz import fuzz

    best = (0.0, 0.0, start, end)
    for first in (start, *_near(edges.starts, start)):
        for last in (end, *_near(edges.ends, end)):
            if first < last:
                score = fuzz.ratio(words, edges.text[first:last])
                likely = score + _WHOLE * (edges.is_one(first) + edges.is_one(last))
                best = max(best, (likely, score, first, last))
    _, score, first, last = best
    return *_trimmed(edges.text, first, last), score / 100


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave white space at either end out."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
