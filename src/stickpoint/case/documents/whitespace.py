"""A text with single spaces, the way back to the text as it is, and the places to try in it.

White space says how a page was set, not what it says: words are hashed, compared and looked for
with every run of it made one space.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

DIGITS = 12
Range = tuple[int, int]


def single_spaced(words: str) -> str:
    """Make every run of white space one space, and leave none at the ends."""
    return " ".join(words.split())


def short_hash(words: str) -> str:
    """Hash words that already stand with single spaces."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


class Edges:
    """Where words begin and end in a text."""

    def __init__(self, text: str) -> None:
        spans = [found.span() for found in re.finditer(r"\S+", text)]
        self.text = text
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]


class Spaced:
    """A text with single spaces; ``raw`` is the text as it is, ``text`` the spaced one."""

    def __init__(self, text: str) -> None:
        self.raw = text
        self.text = single_spaced(text)
        self.raw_starts = Edges(text).starts
        self.starts = Edges(self.text).starts

    def raw_range(self, start: int, end: int) -> Range:
        """Return the range of the original text for one that begins and ends on a character."""
        return self._raw(start), self._raw(end - 1) + 1

    def index_of(self, index: int) -> int:
        """Return the place in the spaced text nearest to a character of the original."""
        if not self.starts:
            return 0
        word = max(0, bisect_right(self.raw_starts, index) - 1)
        return min(len(self.text), self.starts[word] + max(0, index - self.raw_starts[word]))

    def _raw(self, index: int) -> int:
        word = bisect_right(self.starts, index) - 1
        return self.raw_starts[word] + index - self.starts[word]

    @cached_property
    def tokens(self) -> list[Range]:
        """The words and marks of the spaced text, by their ranges."""
        return [found.span() for found in re.finditer(r"\w+|[^\w\s]", self.text)]

    def windows(self, expected: int, length: int) -> Iterator[Range]:
        """List windows to try: at word boundaries, shorter ones, then at every position.

        The words can be shorter than the range written, which may have held runs of white space.
        Windows near the place where they are expected come first.
        """
        starts = sorted((start for start, _ in self.tokens), key=lambda at: abs(at - expected))
        ends = {end for _, end in self.tokens}
        shortest = max(1, length - length // 4 - 8)
        for size in range(length, shortest - 1, -1):
            yield from ((start, start + size) for start in starts if start + size in ends)
        known = set(starts)
        places = range(len(self.text) - length + 1)
        for start in sorted(places, key=lambda at: abs(at - expected)):
            if start not in known or start + length not in ends:
                yield start, start + length
