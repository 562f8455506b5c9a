"""A text → its sentences and quoted words, and which words are what somebody said."""

from __future__ import annotations

import re
from bisect import bisect_right

from stickpoint.case.reading.proposal import Span

_ABBREVIATIONS = {
    *("mr", "mrs", "ms", "dr", "st", "no", "nos", "vol", "prof", "gen", "col", "lt", "sen", "rep"),
    *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    *("ca", "c", "p", "pp", "ed", "art", "cf", "vs", "approx"),
}
_END = re.compile(r"(?:(?<![.!?…])[.!?…]++[\"”’»)\]]{0,3}(?=\s)|[\"”»](?=\s{1,4}[“\"«])|\n)")
_ITEM = re.compile(r"(?:^|\n)\s*\d{1,3}\.$")
_LAST_WORD = re.compile(r"([A-Za-z]+)\.$")
_LONGEST_QUOTE = 3000
_PAIRS = {"“": "”", "«": "»", "„": "“", '"': '"', "‘": "’"}
_MARK = re.compile(r"[“”«»„\"]|\n[ \t\r]*\n|(?<!\w)‘|’(?!\w)|â€œ|â€\x9d")
_LOWER = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}


def lowered(text: str) -> str:
    """Make A to Z small; every character stays in its place, as `str.lower` does not promise.

    Patterns that ignore case are several times slower than plain ones on small letters.
    """
    small = text.lower()
    return small if len(small) == len(text) else text.translate(_LOWER)


class Sentences:
    """The sentences of a text, in order; together they hold everything but white space."""

    def __init__(self, text: str) -> None:
        self.spans: list[Span] = []
        begin = 0
        ends = (
            found.end()
            for found in _END.finditer(text)
            if not (found[0].startswith(".") and _goes_on(text, found.start(), found.end()))
        )
        for end in (*ends, len(text)):
            words = text[begin:end].rstrip()
            if words:
                left = begin + len(words) - len(words.lstrip())
                self.spans.append((left, begin + len(words)))
            begin = end
        self._starts = [start for start, _ in self.spans]

    def index(self, place: int) -> int:
        """Return the number of the sentence at a place."""
        return max(0, bisect_right(self._starts, place) - 1)

    def around(self, start: int, end: int) -> Span:
        """Return the range from the sentence at ``start`` to the end of that at ``end``."""
        if not self.spans:
            return start, end
        first, last = self.spans[self.index(start)], self.spans[self.index(max(start, end - 1))]
        return min(start, first[0]), max(end, last[1])


def _goes_on(text: str, dot: int, end: int) -> bool:
    """Tell whether a full stop only ends an abbreviation or a number of a list."""
    before = text[max(0, dot - 12) : dot + 1]
    word = _LAST_WORD.search(before)
    if word and (word[1].lower() in _ABBREVIATIONS or len(word[1]) == 1):
        return True
    return bool(_ITEM.search(before)) or text[end : end + 12].lstrip()[:1].islower()


def quoted(text: str) -> list[Span]:
    """Return the words between quotation marks, outermost only, none across an empty line.

    Marks are ``“”``, ``«»``, ``„“``, straight ``""``, single ``‘’`` and the first as they look
    after a wrong decoding. An opening mark that is never closed opens nothing.
    """
    spans: list[Span] = []
    begin, closing = -1, ""
    for found in _MARK.finditer(text):
        mark = {"â€œ": "“", "â€\x9d": "”"}.get(found[0], found[0])
        if "\n" in mark or (begin >= 0 and found.start() - begin > _LONGEST_QUOTE):
            begin, closing = -1, ""
        if begin >= 0 and mark == closing:
            if found.start() > begin:
                spans.append((begin, found.start()))
            begin, closing = -1, ""
        elif mark in _PAIRS and (begin < 0 or (mark == "“" and closing == "”")):
            begin, closing = found.end(), _PAIRS[mark]
    return spans


_TELLING = (
    "said|says|told|tells|reminded|informed|warned|announced|argued|stated|wrote|cabled|wired|asked"
    "|begged|urged|ordered|insisted|noted|explained|claimed|reported|promised|replied|answered"
    "|proposed|suggested|declared|advised|recalled|remembered|observed|added|confirmed|admitted|remarked|commented|demanded|agreed|offered|instructed|notified|assured"
)
_INTO = re.compile(
    r"\b(?:that|whether|if|how)\s(?!(?:day|night|week|month|year|spring|summer|autumn|winter"
    r"|morning|evening|afternoon)\b)|\bto\s(?=[a-z])(?!(?:the|him|her|them|both|his|their|its|a|an"
    r"|all|each)\b)|[:;“\"«]|\b(?:asking|begging|urging|saying|telling|adding|warning|promising"
    r"|proposing|demanding|insisting|requesting|offering|threatening|explaining|who|which|when)\b"
)
_TOLD = re.compile(rf"\b(?:{_TELLING})\b")
_LONGEST = 400


def is_content(text: str, verb_end: int, place: int) -> bool:
    """Tell whether what stands at a place is part of what a verb before it says or asks."""
    return bool(_INTO.search(text, verb_end, max(verb_end, min(place, verb_end + _LONGEST))))


def is_told(text: str, sentence: Span, place: int) -> bool:
    """Tell whether something in a sentence is told by somebody in it, and not by its writer."""
    low = max(sentence[0], place - _LONGEST)
    verb = _TOLD.search(text, low, place)
    return verb is not None and is_content(text, verb.end(), place)
