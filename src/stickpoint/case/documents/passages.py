"""A range of characters, a short hash and a document → where those words stand now.

A case may point into a text that it must not carry. It then records the range and a hash of the
words there. The hash is the first twelve hexadecimal digits of SHA-256 over the UTF-8 bytes of
the words with every run of white space made one space and none at the ends, so that a document
that is wrapped anew keeps its hashes. Ranges count characters (not bytes) from 0; the end is the
first character that no longer belongs. What a document's characters are says ``extract``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from stickpoint.case.documents import fuzzy
from stickpoint.case.documents.differences import differing
from stickpoint.case.documents.fingerprints import Likeness, Mark, agreement, nearest
from stickpoint.case.documents.folding import Folded, folded
from stickpoint.case.documents.whitespace import (
    DIGITS,
    Edges,
    Range,
    Spaced,
    short_hash,
    single_spaced,
)

_HASH = re.compile(r"[0-9a-f]{12}", re.ASCII)
_EFFORT = 1 << 27
_EFFORT_FOR_ALL = 1 << 28
_PER_TRY = 256
_APART = 8
_TOO_LONG = (
    "the document is too long to try every place for so many passages; give the words of the "
    "passage or its fingerprint"
)
_SIGNS = "the same words, written with other signs"

Status = Literal["exact", "moved", "doubtful", "lost"]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a passage stands now.

    ``status`` is ``exact``: the words stand at the range; ``moved``: they stand elsewhere or, with
    a score of 0.85 to 1, nearly the same words do; ``doubtful``: words stand there that agree to
    0.7 to 0.85, or only their surroundings agree, so somebody has to look; ``lost``: none of these,
    and the range is the one that was written. ``score`` is 1 where the hash fits; below 1 how far
    the words agree, as the normalised indel similarity of rapidfuzz, or an estimate of it from the
    fingerprint. ``reason`` says in one clause why a passage is lost or doubtful, or which words
    differ. Words that are known are the same if only their signs differ, such as ligatures.
    """

    status: Status
    start: int
    end: int
    score: float
    reason: str = ""


def words_hash(text: str) -> str:
    r"""Return the short hash of the words of a text; white space counts as one space.

    Examples
    --------
    >>> words_hash("twenty\n   days") == words_hash("twenty days")
    True
    """
    return short_hash(single_spaced(text))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of a passage that is looked for; texts that are not known are empty.

    ``hash`` is that of `words_hash`, ``words`` the passage as it was, for example in an older copy
    of the document, ``prefix`` and ``suffix`` the words just before and after it.
    """

    chars: Range
    hash: str
    words: str = ""
    prefix: str = ""
    suffix: str = ""
    fingerprint: str = ""


def locate_all(wanted: Sequence[Wanted], document_text: str) -> list[Found]:
    """Find passages in a document, each at its range or wherever it has moved.

    The words are looked for at the range, then at word boundaries from the old place outwards,
    then at every position. Where the same words stand twice, the place nearer to the old one
    wins. A hash cannot say which words are nearly right: only with ``words`` or a ``fingerprint``
    is a passage that was edited found again, and with ``prefix`` and ``suffix`` its place.

    Examples
    --------
    >>> text = "Talks opened in July. The line was drawn in November."
    >>> locate_all([Wanted((0, 18), words_hash("The line was drawn"))], text)
    [Found(status='moved', start=22, end=40, score=1.0, reason='')]
    """
    found = [_here(item, document_text) for item in wanted]
    rest = [item for item, here in zip(wanted, found, strict=True) if here is None]
    others = _Finder(document_text).find_all(rest) if rest else iter(())
    return [here or next(others) for here in found]


def _plain(hash: str) -> str:
    return hash.strip().lower()


def _here(item: Wanted, text: str) -> Found | None:
    """Judge a passage by its range alone; None when it has to be looked for."""
    start, end = item.chars
    short = _plain(item.hash)
    if not _HASH.fullmatch(short):
        reason = f"{item.hash!r} is no hash of {DIGITS} hexadecimal digits"
        return Found("lost", start, end, 0.0, reason)
    if not 0 <= start < end:
        return Found("lost", start, end, 0.0, f"[{start}, {end}] is no range of characters")
    if end <= len(text) and words_hash(text[start:end]) == short:
        return Found("exact", start, end, 1.0)
    if item.words and words_hash(item.words) != short:
        return Found("lost", start, end, 0.0, "the words given are not those that were hashed")
    return None


def cite(document_text: str, words: str) -> list[Found]:
    """Find words that somebody wants to cite; white space counts as one space.

    Every place to the letter is listed in the order of the text; if there is none, up to eight
    places with a score of at least 0.7, the best first.

    Examples
    --------
    >>> [(found.start, found.end) for found in cite("No deal. No deal!", "No deal")]
    [(0, 7), (9, 16)]
    """
    text, wanted = _Text(document_text), single_spaced(words)
    places = [
        Found("exact", *text.spaced.raw_range(place, place + len(wanted)), 1.0)
        for place in (fuzzy.occurrences(text.spaced.text, wanted) if wanted else ())
    ]
    if places or not folded(wanted):
        return places
    alike = text.exactly(wanted, fuzzy.Context())
    signs = [replace(place, status="exact", reason=_SIGNS) for place in alike]
    return sorted(signs, key=lambda place: place.start) or text.nearly(wanted, fuzzy.Context())


class _Text:
    """A document in which words are looked for, whatever the signs that they are written with."""

    def __init__(self, raw: str) -> None:
        self.spaced = Spaced(raw)

    @cached_property
    def _folded(self) -> Folded:
        return Folded(self.spaced.text)

    @cached_property
    def _edges(self) -> Edges:
        return Edges(self._folded.text)

    def exactly(self, words: str, context: fuzzy.Context) -> list[Found]:
        """List the places where words stand, the likeliest first."""
        spots = fuzzy.exactly(self._folded.text, folded(words), self._context(context))
        return [Found("moved", *self._raw(spot), 1.0) for spot in spots]

    def nearly(
        self, words: str, context: fuzzy.Context, least: float = fuzzy.REVIEW, doubt: str = ""
    ) -> list[Found]:
        """List the places where words stand nearly; those that agree less are doubtful."""
        found = []
        for spot in fuzzy.nearly(self._edges, folded(words), self._context(context), least):
            start, end = self._raw(spot)
            sure = spot.score >= fuzzy.ACCEPT
            parts = ["" if sure else doubt, differing(words, self.spaced.raw[start:end])]
            reason = ": ".join(part for part in parts if part)
            found.append(Found("moved" if sure else "doubtful", start, end, spot.score, reason))
        return found

    def between(self, length: int, context: fuzzy.Context) -> Iterator[Found]:
        """List what stands between the words before and after a passage."""
        reason = "other words stand there, between the same prefix and suffix"
        for spot in fuzzy.between(self._edges, length, self._context(context)):
            yield Found("doubtful", *self._raw(spot), spot.score, reason)

    def _context(self, context: fuzzy.Context) -> fuzzy.Context:
        before, after, expected = context.prefix, context.suffix, context.expected
        place = None if expected is None else self._folded.index_of(expected)
        return fuzzy.Context(folded(before), folded(after), place)

    def _raw(self, spot: fuzzy.Spot) -> Range:
        return self.spaced.raw_range(*self._folded.range_of(spot.start, spot.end))


class _Finder:
    """Looks for several passages in one text; what is slow is shared between them."""

    def __init__(self, raw: str) -> None:
        self.text = _Text(raw)
        self.spaced = self.text.spaced
        self.effort = _EFFORT_FOR_ALL

    def find_all(self, wanted: Sequence[Wanted]) -> Iterator[Found]:
        """Find each passage, or say that it is lost for want of rapidfuzz."""
        marks = [Mark(w.chars[1] - w.chars[0], _plain(w.hash), w.fingerprint) for w in wanted]
        for item, alike in zip(wanted, nearest(self.spaced.text, marks), strict=True):
            try:
                yield self._find(item, alike)
            except ImportError:
                yield Found("lost", *item.chars, 0.0, fuzzy.NO_RAPIDFUZZ)

    def _find(self, item: Wanted, alike: list[Likeness]) -> Found:
        """Find a passage by the best that is known of it."""
        spaced = self.spaced
        expected = spaced.index_of(item.chars[0])
        context = fuzzy.Context(single_spaced(item.prefix), single_spaced(item.suffix), expected)
        if item.words:
            return self._by_words(item, context)
        if item.fingerprint:
            found = self._by_fingerprint(item, alike, expected)
        else:
            found = self._by_hash(item, expected)
        if found.status != "lost":
            return found
        return next(self.text.between(found.end - found.start, context), found)

    def _by_words(self, item: Wanted, context: fuzzy.Context) -> Found:
        """Find the place where the words stand, or the one most like them."""
        words = single_spaced(item.words)
        for same in self.text.exactly(words, context):
            here = (same.start, same.end) == item.chars
            return replace(same, status="exact") if here else same
        # The nearest words that are no match are named too, so ask for less than counts.
        doubt = "the words there agree only in part"
        near = self.text.nearly(words, context, fuzzy.REVIEW / 2, doubt)
        for place in near:
            if place.score >= fuzzy.REVIEW:
                return place
        score = max((place.score for place in near), default=0.0)
        reason = f"the nearest words agree to {score:.0%} only"
        return Found("lost", *item.chars, score, reason)

    def _by_fingerprint(self, item: Wanted, alike: list[Likeness], expected: int) -> Found:
        """Take the likest place, if it is like enough and no other is as like."""
        spaced = self.spaced
        same = [place for place in alike if place.same]
        if same:
            best = min(same, key=lambda place: abs(place.start - expected))
            return Found("moved", *spaced.raw_range(best.start, best.end), 1.0)
        score = min(agreement(alike[0].digits), 0.999) if alike else 0.0
        if score < fuzzy.REVIEW:
            reason = f"by its fingerprint, the likest words agree to {score:.0%} only"
            return Found("lost", *item.chars, score, reason)
        here = spaced.raw_range(alike[0].start, alike[0].end)
        if any(alike[0].digits - other.digits < _APART for other in alike[1:]):
            return Found("doubtful", *here, score, "other words agree about as well")
        if score < fuzzy.ACCEPT:
            return Found("doubtful", *here, score, "the words there agree only in part")
        return Found("moved", *here, score)

    def _by_hash(self, item: Wanted, expected: int) -> Found:
        """Try windows near the length written until the hash fits or the effort is spent."""
        (start, end), short, spaced = item.chars, _plain(item.hash), self.spaced
        least = max(0, self.effort - _EFFORT)
        for begin, stop in spaced.windows(expected, end - start):
            self.effort -= stop - begin + _PER_TRY
            if self.effort < least:
                return Found("lost", start, end, 0.0, _TOO_LONG)
            if short_hash(spaced.text[begin:stop]) == short:
                return Found("moved", *spaced.raw_range(begin, stop), 1.0)
        reason = "no words of that length in the document have this hash"
        if end > len(spaced.raw):
            reason += f", which has {len(spaced.raw)} characters"
        return Found("lost", start, end, 0.0, reason)
