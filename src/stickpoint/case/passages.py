"""A range of characters, a short hash and a document → where those words stand now.

A case may point into a text that it must not carry. It then records the range and a hash of the
words there. The hash is the first twelve hexadecimal digits of SHA-256 over the UTF-8 bytes of
the words with every run of white space made one space and none at the ends, so that a document
that is wrapped anew keeps its hashes. Ranges count characters (not bytes) from 0; the end is the
first character that no longer belongs. Read a document with ``newline=""``, or the ranges shift.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

_DIGITS = 12
_HASH = re.compile(r"[0-9a-f]{12}", re.ASCII)
_EFFORT = 1 << 28
_PER_TRY = 256
_LEAST_SCORE = 0.6
_GRAM = 3

Status = Literal["exact", "moved", "lost"]
_Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a passage stands now.

    Parameters
    ----------
    status : str
        ``exact``: the words stand at the range; ``moved``: they stand elsewhere, or, with a
        score below 1, nearly the same words do; ``lost``: neither.
    start, end : int
        The range found; for a lost passage the range that was written.
    score : float
        1 where the hash fits; below 1 the share of the words that agree, as in
        `difflib.SequenceMatcher.ratio`.
    reason : str
        Why it is lost, in one clause; empty otherwise.
    """

    status: Status
    start: int
    end: int
    score: float
    reason: str = ""


def words_hash(text: str) -> str:
    r"""Give the short hash of the words of a text; white space counts as one space.

    Examples
    --------
    >>> words_hash("twenty\n   days") == words_hash("twenty days")
    True
    """
    return _short_hash(" ".join(text.split()))


def locate(
    chars: tuple[int, int], hash: str, document_text: str, *, words: str | None = None
) -> Found:
    """Find a passage in a document, at its range or wherever it has moved.

    The words are looked for at the range, then at word boundaries from the old place outwards,
    then at every position. Where the same words stand twice, the place nearer to the old one
    wins. A hash cannot say which words are nearly right: only with ``words`` is a passage that
    was edited found again.

    Parameters
    ----------
    chars : tuple of int
        First character and the one after the last.
    hash : str
        Twelve hexadecimal digits, as from `words_hash`.
    document_text : str
        The document as it is now.
    words : str, optional
        The passage as it was, for example from an older copy of the document.

    Returns
    -------
    Found

    Examples
    --------
    >>> text = "Talks opened in July. The line was drawn in November."
    >>> fits = words_hash("The line was drawn")
    >>> locate((0, 18), fits, text)
    Found(status='moved', start=22, end=40, score=1.0, reason='')
    """
    start, end = chars
    short = hash.strip().lower()
    if not _HASH.fullmatch(short):
        return Found(
            "lost", start, end, 0.0, f"{hash!r} is no hash of {_DIGITS} hexadecimal digits"
        )
    if not 0 <= start < end:
        return Found("lost", start, end, 0.0, f"[{start}, {end}] is no range of characters")
    if end <= len(document_text) and words_hash(document_text[start:end]) == short:
        return Found("exact", start, end, 1.0)
    flat = _Flat(document_text)
    if words is None:
        return _by_hash(flat, chars, short)
    wanted = " ".join(words.split())
    if _short_hash(wanted) != short:
        reason = "the words given are not those that were hashed"
        return Found("lost", start, end, 0.0, reason)
    place = _nearest(_occurrences(flat.text, wanted), flat.flat_index(start))
    if place is not None:
        return Found("moved", *flat.raw_range(place, place + len(wanted)), 1.0)
    return _by_words(flat, chars, wanted)


class _Flat:
    """A text with single spaces, and the way back to the text as it is."""

    def __init__(self, text: str) -> None:
        spans = [found.span() for found in re.finditer(r"\S+", text)]
        self.raw = text
        self.text = " ".join(text[start:end] for start, end in spans)
        self.raw_starts = [start for start, _ in spans]
        self.starts: list[int] = []
        here = 0
        for start, end in spans:
            self.starts.append(here)
            here += end - start + 1

    def raw_range(self, start: int, end: int) -> _Range:
        """Give the range of the original text for one that begins and ends on a character."""
        return self._raw(start), self._raw(end - 1) + 1

    def flat_index(self, index: int) -> int:
        """Give the place in the flat text nearest to a character of the original."""
        if not self.starts:
            return 0
        word = max(0, bisect_right(self.raw_starts, index) - 1)
        return min(len(self.text), self.starts[word] + max(0, index - self.raw_starts[word]))

    def _raw(self, index: int) -> int:
        word = bisect_right(self.starts, index) - 1
        return self.raw_starts[word] + index - self.starts[word]


def _short_hash(flat: str) -> str:
    """Hash words that already stand with single spaces."""
    return hashlib.sha256(flat.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _by_hash(flat: _Flat, chars: _Range, short: str) -> Found:
    """Try windows near the length written until the hash fits or the effort is spent."""
    start, end = chars
    expected = flat.flat_index(start)
    effort = _EFFORT
    for begin, stop in _windows(flat.text, expected, end - start):
        effort -= stop - begin + _PER_TRY
        if effort < 0:
            reason = "the document is too long to try every place; give the words of the passage"
            return Found("lost", start, end, 0.0, reason)
        if _short_hash(flat.text[begin:stop]) == short:
            return Found("moved", *flat.raw_range(begin, stop), 1.0)
    reason = "no words of that length in the document have this hash"
    if end > len(flat.raw):
        reason += f", which has {len(flat.raw)} characters"
    return Found("lost", start, end, 0.0, reason)


def _windows(text: str, expected: int, length: int) -> Iterator[_Range]:
    """List windows to try: at word boundaries, shorter ones, then at every position.

    The words can be shorter than the range written, which may have held runs of white space.
    """
    tokens = [found.span() for found in re.finditer(r"\w+|[^\w\s]", text)]
    starts = sorted((start for start, _ in tokens), key=lambda start: abs(start - expected))
    ends = {end for _, end in tokens}
    shortest = max(1, length - length // 4 - 8)
    for size in range(length, shortest - 1, -1):
        yield from ((start, start + size) for start in starts if start + size in ends)
    known = set(starts)
    for start in sorted(range(len(text) - length + 1), key=lambda start: abs(start - expected)):
        if start not in known or start + length not in ends:
            yield start, start + length


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    """List every place of some words in a text."""
    place = text.find(wanted)
    while place >= 0:
        yield place
        place = text.find(wanted, place + 1)


def _nearest(places: Iterable[int], expected: int) -> int | None:
    return min(places, key=lambda place: abs(place - expected), default=None)


def _by_words(flat: _Flat, chars: _Range, wanted: str) -> Found:
    """Find the window most like the words: n-grams vote for places, difflib judges the best."""
    start, end = chars
    spans = [found.span() for found in re.finditer(r"\w+", flat.text)]
    there = [flat.text[first:last].casefold() for first, last in spans]
    here = [found.group().casefold() for found in re.finditer(r"\w+", wanted)]
    best = (0.0, 0, 0, 0)
    expected = flat.flat_index(start)
    for offset in _likely_offsets(here, there):
        score, first, last = _best_match(here, there, offset)
        best = max(best, (score, -abs(spans[first][0] - expected), first, last))
    score, _, first, last = best
    if score < _LEAST_SCORE:
        reason = f"the nearest words agree to {score:.0%} only"
        return Found("lost", start, end, score, reason)
    return Found("moved", *flat.raw_range(spans[first][0], spans[last][1]), min(score, 0.999))


def _likely_offsets(here: list[str], there: list[str]) -> list[int]:
    """Vote for the offsets between two lists of words at which most n-grams agree."""
    size = min(_GRAM, len(here))
    if not size:
        return []
    grams: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(here) - size + 1):
        grams.setdefault(tuple(here[place : place + size]), []).append(place)
    width = max(2, len(here) // 4)
    votes: Counter[int] = Counter()
    for place in range(len(there) - size + 1):
        for origin in grams.get(tuple(there[place : place + size]), ()):
            bucket = (place - origin) // width
            votes.update((bucket, bucket + 1))
    return [(bucket - 1) * width for bucket, _ in votes.most_common(8)]


def _best_match(here: list[str], there: list[str], offset: int) -> tuple[float, int, int]:
    """Give the score, first and last word of the stretch near an offset most like some words."""
    from difflib import SequenceMatcher

    margin = len(here) // 2 + 4
    low = max(0, offset - margin)
    window = there[low : offset + len(here) + 2 * margin]
    matcher = SequenceMatcher(a=here, b=window, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    best = (0.0, 0, 0)
    for i, head in enumerate(blocks):
        agreed = 0
        for tail in blocks[i:]:
            agreed += tail.size
            stop = tail.b + tail.size
            score = 2 * agreed / (len(here) + stop - head.b)
            best = max(best, (score, low + head.b, low + stop - 1))
    return best
