"""A text with single spaces, the way back to the text as it is, and the places to try in it.

White space says how a page was set, not what it says: words are hashed, compared and looked for
with every run of it made one space.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

DIGITS = 12
Range = tuple[int, int]
Numbers: TypeAlias = NDArray[Any]

_SPACE, _WORD, _MARK = 0, 1, 2
_MOST_PLACES, _MOST_PAIRS = 1 << 20, 1 << 27
_BLOCK = 1 << 14


def single_spaced(words: str) -> str:
    """Make every run of white space one space, and leave none at the ends."""
    return " ".join(words.split())


def short_hash(words: str) -> str:
    """Hash words that already stand with single spaces."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def codes_of(text: str) -> Numbers:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _kinds(text: str) -> Numbers:
    """Tell of each character whether it is white space, part of a word, or a mark of its own."""
    codes = codes_of(text)
    table = np.zeros(int(codes.max(initial=0)) + 1, np.uint8)
    for char in set(text):
        code = ord(char)
        if not char.isspace():
            table[code] = _WORD if char.isalnum() or char == "_" else _MARK
    return table[codes]


def _indices(flags: Numbers) -> array[int]:
    return array("q", np.flatnonzero(flags).astype(np.int64).tobytes())


def _bounds(inside: Numbers) -> tuple[Numbers, Numbers]:
    """Flag where runs begin, and the places just after they end; one flag more than characters."""
    padded = np.concatenate(([False], inside, [False]))
    return padded[1:] & ~padded[:-1], padded[:-1] & ~padded[1:]


class Edges:
    """Where words begin and end in a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        starts, ends = _bounds(_kinds(text) != _SPACE)
        self.starts, self.ends = _indices(starts), _indices(ends)

    def is_one(self, place: int) -> bool:
        """Tell whether a word begins or ends at a place."""
        found = ((edges, bisect_left(edges, place)) for edges in (self.starts, self.ends))
        return any(at < len(edges) and edges[at] == place for edges, at in found)


class Spaced:
    """A text with single spaces; ``raw`` is the text as it is, ``text`` the spaced one."""

    def __init__(self, text: str) -> None:
        self.raw = text
        self.text = single_spaced(text)
        self.raw_starts = Edges(text).starts

    @cached_property
    def edges(self) -> Edges:
        """Where words begin and end in the spaced text."""
        return Edges(self.text)

    def raw_range(self, start: int, end: int) -> Range:
        """Return the range of the original text for one that begins and ends on a character."""
        return self._raw(start), self._raw(end - 1) + 1

    def index_of(self, index: int) -> int:
        """Return the place in the spaced text nearest to a character of the original."""
        starts = self.edges.starts
        if not starts:
            return 0
        word = max(0, bisect_right(self.raw_starts, index) - 1)
        return min(len(self.text), starts[word] + max(0, index - self.raw_starts[word]))

    def _raw(self, index: int) -> int:
        starts = self.edges.starts
        word = bisect_right(starts, index) - 1
        return self.raw_starts[word] + index - starts[word]

    @cached_property
    def _tokens(self) -> tuple[Numbers, Numbers]:
        """Flag where words and marks of the spaced text begin, and where they end."""
        kinds = _kinds(self.text)
        marks = np.concatenate((kinds == _MARK, [False]))
        starts, ends = _bounds(kinds == _WORD)
        return starts | marks, ends | np.concatenate(([False], marks[:-1]))

    def windows(self, expected: int, length: int) -> Iterator[Range]:
        """List windows to try: at word boundaries, shorter ones, then at every position.

        The words can be shorter than the range written, which may have held runs of white space.
        Windows near the place where they are expected come first; of a long text, boundaries far
        from it are not tried.
        """
        starts, ends = self._tokens
        shortest = max(1, length - length // 4 - 8)
        most = min(_MOST_PLACES, _MOST_PAIRS // (length - shortest + 1))
        low = max(0, min(expected, len(self.text)) - most)
        places = np.flatnonzero(starts[low : low + 2 * most]) + low
        places = places[np.argsort(np.abs(places - expected), kind="stable")]
        for size in range(length, shortest - 1, -1):
            for part in range(0, len(places), _BLOCK):
                fit = places[part : part + _BLOCK]
                fit = fit[fit + size <= len(self.text)]
                yield from ((at, at + size) for at in fit[ends[fit + size]].tolist())
        for start in outward(len(self.text) - length + 1, expected):
            if not (starts[start] and ends[start + length]):
                yield start, start + length


def outward(count: int, expected: int) -> Iterator[int]:
    """List the numbers below a count, those nearest to the expected one first."""
    high = min(max(0, expected), max(0, count))
    low = high - 1
    while low >= 0 or high < count:
        if high >= count or (low >= 0 and expected - low <= high - expected):
            yield low
            low -= 1
        else:
            yield high
            high += 1
