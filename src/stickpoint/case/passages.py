"""A range of characters, a short hash and a document → where those words stand now.

A case may point into a text that it must not carry. It then records the range and a hash of the
words there. The hash is the first twelve hexadecimal digits of SHA-256 over the UTF-8 bytes of
the words with every run of white space made one space and none at the ends, so that a document
that is wrapped anew keeps its hashes. Ranges count characters (not bytes) from 0; the end is the
first character that no longer belongs. What a document's characters are says ``texts``.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stickpoint.case.quotes import (
    ACCEPT,
    NO_RAPIDFUZZ,
    REVIEW,
    Context,
    between,
    exactly,
    nearly,
    occurrences,
)

_DIGITS = 12
_HASH = re.compile(r"[0-9a-f]{12}", re.ASCII)
_EFFORT = 1 << 28
_PER_TRY = 256

Status = Literal["exact", "moved", "doubtful", "lost"]
_Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a passage stands now.

    Parameters
    ----------
    status : str
        ``exact``: the words stand at the range; ``moved``: they stand elsewhere, or, with a
        score of 0.85 to 1, nearly the same words do; ``doubtful``: words stand there that agree
        to 0.7 to 0.85, or only their surroundings agree, so somebody has to look; ``lost``:
        none of these.
    start, end : int
        The range found; for a lost passage the range that was written.
    score : float
        1 where the hash fits; below 1 how far the words agree, as the normalised indel
        similarity of rapidfuzz.
    reason : str
        Why it is lost or doubtful, in one clause; empty otherwise.
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
    return _short_hash(_flattened(text))


def locate(
    chars: tuple[int, int],
    hash: str,
    document_text: str,
    *,
    words: str | None = None,
    prefix: str = "",
    suffix: str = "",
) -> Found:
    """Find a passage in a document, at its range or wherever it has moved.

    The words are looked for at the range, then at word boundaries from the old place outwards,
    then at every position. Where the same words stand twice, the place nearer to the old one
    wins. A hash cannot say which words are nearly right: only with ``words`` is a passage that
    was edited found again, and with ``prefix`` and ``suffix`` its place.

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
    prefix, suffix : str
        The words just before and after it, if known.

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
    context = Context(_flattened(prefix), _flattened(suffix), flat.flat_index(start))
    if words is None:
        found = _by_hash(flat, chars, short)
        return found if found.status != "lost" else _by_context(flat, found, context)
    wanted = _flattened(words)
    if _short_hash(wanted) != short:
        reason = "the words given are not those that were hashed"
        return Found("lost", start, end, 0.0, reason)
    for spot in exactly(flat.text, wanted, context):
        return Found("moved", *flat.raw_range(spot.start, spot.end), 1.0)
    return _by_words(flat, chars, wanted, context)


def cite(document_text: str, words: str) -> list[Found]:
    """Find words that somebody wants to cite: to the letter, else nearly.

    White space counts as one space, wherever it stands.

    Returns
    -------
    list of Found
        Every place to the letter in the order of the text; if there is none, up to eight places
        with a score of at least 0.7, the best first. Empty when the words are not there.

    Examples
    --------
    >>> [(found.start, found.end) for found in cite("No deal. No deal!", "No deal")]
    [(0, 7), (9, 16)]
    """
    flat, wanted = _Flat(document_text), _flattened(words)
    if not wanted:
        return []
    places = [
        Found("exact", *flat.raw_range(place, place + len(wanted)), 1.0)
        for place in occurrences(flat.text, wanted)
    ]
    if places:
        return places
    return [
        Found(
            "moved" if spot.score >= ACCEPT else "doubtful",
            *flat.raw_range(spot.start, spot.end),
            spot.score,
        )
        for spot in nearly(flat.text, wanted, Context())
    ]


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


def _flattened(words: str) -> str:
    return " ".join(words.split())


def _by_words(flat: _Flat, chars: _Range, wanted: str, context: Context) -> Found:
    """Find the place most like the words, and say how sure that is."""
    try:
        # The nearest words that are no match are named too, so ask for less than counts.
        spots = nearly(flat.text, wanted, context, REVIEW / 2)
    except ImportError:
        return Found("lost", *chars, 0.0, NO_RAPIDFUZZ)
    for spot in spots:
        if spot.score >= REVIEW:
            place = flat.raw_range(spot.start, spot.end)
            if spot.score >= ACCEPT:
                return Found("moved", *place, spot.score)
            return Found("doubtful", *place, spot.score, "the words there agree only in part")
    score = max((spot.score for spot in spots), default=0.0)
    return Found("lost", *chars, score, f"the nearest words agree to {score:.0%} only")


def _by_context(flat: _Flat, lost: Found, context: Context) -> Found:
    """Find what now stands between the words before and after a passage known by its hash."""
    try:
        spots = between(flat.text, lost.end - lost.start, context)
    except ImportError:
        return Found("lost", lost.start, lost.end, 0.0, NO_RAPIDFUZZ)
    for spot in spots:
        reason = "other words stand there, between the same prefix and suffix"
        return Found("doubtful", *flat.raw_range(spot.start, spot.end), spot.score, reason)
    return lost
