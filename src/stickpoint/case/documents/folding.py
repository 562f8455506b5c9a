"""A text → the same without differences that a scan, a font or a word processor makes.

Ligatures become letters, quotes, dashes and spaces plain ones, letters of other alphabets that
look like Latin ones those, accents signs of their own; what nobody sees goes. Only what is looked
for by its words is folded: the hash and the fingerprint of a passage are those of its own signs.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

import numpy as np

from stickpoint.case.documents.whitespace import Range, codes_of

_PLAIN = {
    "'": "‘’‚‛′´`ʹʻʼʽˈ＇‹›",
    '"': "“”„‟″«»ˮ＂〃",
    "-": "‐‑‒–—―−⁃﹘﹣－",
    "...": "…",
    "": "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069\u180e\ufe0e\ufe0f",
}
_ALIKE = (
    ("АВЕКМНОРСТХЅІЈҮаеорсухѕіјһԁԛԝ", "ABEKMHOPCTXSIJYaeopcyxsijhdqw"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονℓ∗∙", "ABEZHIKMNOPTYXovl*·"),
)
_TAGS = ("<compat>", "<wide>", "<narrow>", "<font>", "<noBreak>")
_TAGS_OF_SHAPES = ("<initial>", "<medial>", "<final>", "<isolated>")
_MOST, _SHORT = 3, 100_000
_SOFT_HYPHEN, _SPACE = 0xAD, 0x20
_TABLE = {char: plain for plain, chars in _PLAIN.items() for char in chars} | {
    char: plain for chars, plains in _ALIKE for char, plain in zip(chars, plains, strict=True)
}


@lru_cache(maxsize=1 << 16)
def _folded(char: str) -> str:
    """Return what one character becomes: none to three others."""
    if char in _TABLE:
        return _TABLE[char]
    tag, _, rest = unicodedata.decomposition(char).partition(" ")
    if not tag or (tag.startswith("<") and tag not in _TAGS + _TAGS_OF_SHAPES):
        return char
    parts = rest.split() if tag.startswith("<") else [tag, *rest.split()]
    plain = "".join(_folded(chr(int(part, 16))) for part in parts)
    return plain if len(plain) <= _MOST else char


class Folded:
    """A text with single spaces, folded; ``text`` is searched, ranges lead back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._index: Any = None
        if not text.isascii() or "`" in text:
            self._fold(codes_of(text), set(text))

    def range_of(self, start: int, end: int) -> Range:
        """Return the range of the text as it was for one of the folded text."""
        if self._index is None:
            return start, end
        return int(self._index[start]), int(self._index[end - 1]) + 1

    def index_of(self, index: int) -> int:
        """Return the place in the folded text of a character of the text as it was."""
        return index if self._index is None else int(np.searchsorted(self._index, index))

    def _fold(self, codes: Any, chars: set[str]) -> None:
        """Replace each character by its plain ones, and note which one they come from."""
        size = int(codes.max()) + 1
        table = np.tile(np.arange(size, dtype=np.uint32), (_MOST, 1))
        lengths = np.ones(size, np.uint8)
        for char in chars:
            code, plain = ord(char), _folded(char)
            lengths[code] = len(plain)
            table[: len(plain), code] = [ord(each) for each in plain]
        counts = lengths[codes]
        # A word that a soft hyphen breaks at the end of a line goes on behind the space.
        counts[1:][(codes[:-1] == _SOFT_HYPHEN) & (codes[1:] == _SPACE)] = 0
        if int(counts.sum(dtype=np.int64)) > 2 * len(codes) + _SHORT:
            counts = np.minimum(counts, 1)
        index = np.repeat(np.arange(len(codes), dtype=np.int32), counts)
        first = np.concatenate(([True], index[1:] != index[:-1]))[: len(index)]
        nth = np.arange(len(index), dtype=np.int32)
        nth -= np.maximum.accumulate(np.where(first, nth, 0))
        out = table[nth, codes[index]]
        kept = np.ones(len(out), bool)
        kept[1:] = (out[1:] != _SPACE) | (out[:-1] != _SPACE)
        out, index = out[kept], index[kept]
        self.text = out.tobytes().decode("utf-32-le", "surrogatepass")
        if len(index) != len(codes) or not np.array_equal(index, np.arange(len(codes))):
            self._index = index


def folded(words: str) -> str:
    """Fold words that stand with single spaces.

    Examples
    --------
    >>> folded("the eﬀective “no” of the ship­ ping line")
    'the effective "no" of the shipping line'
    """
    return Folded(words).text.strip()
