"""Words → 64 hexadecimal digits that survive wrong characters, and the places that fit them.

A hash says whether words are the same; a fingerprint says how far they agree, and gives the words
away as little. It is a MinHash (Broder 1997, "On the resemblance and containment of documents")
over pieces of four characters; docs/theory/record.md has its definition, digit by digit, and how
the agreement follows from the number of digits that fit.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.documents.whitespace import Edges, codes_of, short_hash, single_spaced

Numbers: TypeAlias = NDArray[Any]
LENGTH = 64
SHORTEST = 20
"""Words of fewer characters have too few pieces to tell them from others."""

_WHOLE, _ENDS = 48, 8
_END = 32
_PIECE = 4
_STEPS = 12
_MOST = 3
_EDGES = 5
_FAR = 6.0
_LEAST = 10
_CHUNK = 1 << 20
_GOLDEN = 0x9E3779B97F4A7C15


class Mark(NamedTuple):
    """What is known of words that are looked for: how many characters, hash and fingerprint."""

    length: int
    hash: str
    fingerprint: str


class Likeness(NamedTuple):
    """A place in a text: how many digits fit, and whether the words have the very hash."""

    start: int
    end: int
    digits: int
    same: bool


def fingerprint(words: str) -> str:
    """Return the fingerprint of some words; empty for fewer than 20 characters.

    Examples
    --------
    >>> one, other = "the line was drawn in November", "the line was drewn in November"
    >>> sum(map(str.__eq__, fingerprint(one)[:48], fingerprint(other)))
    33
    """
    text = single_spaced(words)
    if len(text) < SHORTEST:
        return ""
    parts = ((text, _WHOLE), (text[:_END], _ENDS), (text[-_END:], _ENDS))
    return "".join(f"{digit:x}" for part, count in parts for digit in _digits(part, count))


def _digits(text: str, count: int) -> list[int]:
    numbers = pieces(text)
    return [int(_mixed(numbers, j).min()) & 15 for j in range(1, count + 1)]


def agreement(digits: int) -> float:
    """Say how far words agree of which some digits fit, two standard errors taken off.

    It is 0 to 1, on the scale of the similarity of words that are known.
    """
    shared = max(0.0, (digits / _WHOLE - 1 / 16) * 16 / 15)
    error = math.sqrt(max(0.0, shared * (1 - shared)) / _WHOLE) * 16 / 15
    least = max(0.0, shared - 2 * error)
    return float((2 * least / (1 + least)) ** (1 / 3))


def nearest(text: str, marks: Sequence[Mark]) -> list[list[Likeness]]:
    """Find the places in a text with single spaces that are most like some words.

    All marks are looked for in one pass over it; each has up to three places that do not overlap,
    the likest first.
    """
    wanted = [mark for mark in marks if len(mark.fingerprint) == LENGTH]
    if not wanted or len(text) < SHORTEST:
        return [[] for _ in marks]
    numbers = pieces(text)
    fits = iter(_coarse(numbers, wanted))
    edges = Edges(text)
    return [
        _places(edges, numbers, mark, *next(fits)) if len(mark.fingerprint) == LENGTH else []
        for mark in marks
    ]


def pieces(text: str) -> Numbers:
    """Return a number to every four characters of a text."""
    codes = codes_of(text)
    total = len(codes) - _PIECE + 1
    number = codes[:total].astype(np.uint64)
    for at in range(1, _PIECE):
        number *= np.uint64(1000003)
        number += codes[at : at + total]
    return number


def _mixed(pieces: Numbers, j: int) -> Numbers:
    """Return the 32 bits of each piece under hash function ``j``."""
    z = pieces + np.uint64(j * _GOLDEN & (1 << 64) - 1)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(32)).astype(np.uint32)


def _coarse(pieces: Numbers, marks: Sequence[Mark]) -> list[tuple[int, Numbers]]:
    """Count the digits that fit at every few characters, for each mark: its step, its counts."""
    widths = [min(max(1, mark.length - _PIECE + 1), len(pieces)) for mark in marks]
    steps = [max(1, width // _STEPS) for width in widths]
    counts = [np.zeros(len(range(0, len(pieces), step)), np.uint8) for step in steps]
    order = sorted(range(len(marks)), key=lambda at: widths[at])
    for begin in range(0, len(pieces), _CHUNK):
        part = pieces[begin : begin + _CHUNK + max(widths)]
        for j in range(1, _WHOLE + 1):
            least, span = _mixed(part, j), 1
            for at in order:
                width, step = widths[at], steps[at]
                # The least of any window is that of two windows, as long as a power of two, in it.
                while 2 * span <= width:
                    least, span = np.minimum(least[:-span], least[span:]), 2 * span
                first = -begin % step
                low = least[first : max(0, min(_CHUNK, len(part) - width + 1)) : step]
                high = least[first + width - span :: step][: len(low)]
                digit = int(marks[at].fingerprint[j - 1], 16)
                here = counts[at][(begin + first) // step :][: len(low)]
                here += np.minimum(low, high) & np.uint32(15) == digit
    return list(zip(steps, counts, strict=True))


def _places(
    edges: Edges, pieces: Numbers, mark: Mark, step: int, counts: Numbers
) -> list[Likeness]:
    """Take the best places that do not overlap and move their ends to where they fit best."""
    left = counts.astype(int)
    apart = max(1, mark.length // step)
    found: list[Likeness] = []
    while len(found) < _MOST and left.max(initial=0) >= _LEAST:
        at = int(left.argmax())
        found.append(_refined(edges, pieces, mark, at * step, step))
        left[max(0, at - apart) : at + apart + 1] = 0
    return sorted(found, key=lambda place: (place.same, place.digits), reverse=True)


def _near(edges: Sequence[int], place: int, reach: int) -> Sequence[int]:
    """Return the edges at most so far from a place, and at least the few around it."""
    at = bisect_left(edges, place)
    low = max(min(max(0, at - 1), bisect_left(edges, place - reach)), at - _EDGES)
    return edges[low : max(at + 1, bisect_left(edges, place + reach))][: 2 * _EDGES]


def _refined(edges: Edges, pieces: Numbers, mark: Mark, near: int, step: int) -> Likeness:
    """Move both ends of a window to where most digits fit and the length is as it was."""
    text, reach = edges.text, step + 12
    starts = {near, *_near(edges.starts, near, reach)}
    ends = {*_near(edges.ends, near + mark.length, reach)}
    pairs = {(start, end) for start in starts for end in ends}
    pairs |= {(start, start + mark.length) for start in range(max(0, near - reach), near + reach)}
    pairs = {(start, end) for start, end in pairs if start + SHORTEST <= end <= len(text)}
    if not pairs:
        return Likeness(near, min(near + mark.length, len(text)), 0, False)
    fits = _Fits(pieces, mark, min(pairs)[0], max(end for _, end in pairs))
    whole = {*starts - {near}, *ends}
    best = (False, -math.inf, 0, 0, 0)
    for start, end in sorted(pairs):
        digits, at_ends = fits.count(start, end)
        words = (start in whole) + (end in whole)
        # Wrong characters seldom change how long a passage is; whole words are likelier ends.
        longer = min(_FAR, abs(end - start - mark.length) / 2)
        likely = digits + at_ends + words / 2 - longer
        same = short_hash(text[start:end]) == mark.hash
        best = max(best, (same, likely, start, end, digits))
    return Likeness(best[2], best[3], best[4], best[0])


class _Fits:
    """Counts the digits of a mark that fit windows of one stretch of a text."""

    def __init__(self, pieces: Numbers, mark: Mark, low: int, high: int) -> None:
        self.low = low
        self.mixed = np.stack([_mixed(pieces[low:high], j) for j in range(1, _WHOLE + 1)])
        self.wanted = np.array([int(digit, 16) for digit in mark.fingerprint])

    def count(self, start: int, end: int) -> tuple[int, int]:
        """Return how many digits of the whole window fit, and how many of its two ends."""
        first, last = min(end, start + _END), max(start, end - _END)
        whole = self._fit(start, end, slice(0, _WHOLE))
        ends = self._fit(start, first, slice(_WHOLE, _WHOLE + _ENDS))
        return whole, ends + self._fit(last, end, slice(_WHOLE + _ENDS, LENGTH))

    def _fit(self, start: int, end: int, digits: slice) -> int:
        wanted = self.wanted[digits]
        part = self.mixed[: len(wanted), start - self.low : end - _PIECE + 1 - self.low]
        return int(np.count_nonzero((part.min(axis=1) & np.uint32(15)) == wanted))
