"""A text → everything the rules propose, in its order, and places that look odd."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from stickpoint.case.reading.messages import messages
from stickpoint.case.reading.numbers import numbers
from stickpoint.case.reading.proposal import Proposal, apart
from stickpoint.case.reading.relative import all_dates
from stickpoint.case.reading.sentences import Sentences, quoted
from stickpoint.case.reading.speakers import Subjects, quotes, speeches

_RULES = {
    "degree": (0.95, "a degree sign where no degrees are"),
    "groups": (0.6, "a comma in a number that does not part groups of three digits"),
    "mixed": (0.7, "letters that look like digits among digits"),
    "control": (0.98, "a control character"),
    "lost": (0.98, "a character that was lost in decoding"),
    "private": (0.9, "a character with no meaning outside its font"),
    "hidden": (0.8, "an invisible character"),
    "ligature": (0.9, "two letters set as one character"),
    "mojibake": (0.95, "UTF-8 read as another encoding"),
    "hyphen": (0.6, "a word that a hyphen breaks in two"),
    "script": (0.8, "letters of two scripts in one word"),
}
# A search for one class of characters passes over the rest at full speed; alternatives do not.
_RARE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\ufb00-\ufb06\u00ad\u200b-\u200f\u2060"
    "\ufeff\u202a-\u202e\u0370-\u03ff\u0400-\u04ffâÃÂï¬]"
)
_RARE_ONES = re.compile(
    "(?P<control>[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]+)|(?P<lost>\ufffd+)"
    "|(?P<private>[\ue000-\uf8ff]+)|(?P<ligature>[\ufb00-\ufb06])"
    "|(?P<hidden>[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]+)"
    "|(?P<mojibake>â€[\x80-\xbfœ™˜“”¦žš]?|Ã[\x80-\xbf€-™]|Â[\\s°£§»«©®]|ï»¿)"
    "|(?P<script>(?<=[A-Za-z])[\u0370-\u03ff\u0400-\u04ff](?=\\w)"
    "|[\u0370-\u03ff\u0400-\u04ff](?=[A-Za-z]))|(?P<hyphen>¬)"
)
_OTHERS = (
    re.compile(r"(?P<degree>°+(?!\s?[CFNSEW]\b|\s?[\d(])(?:\s?\w{1,30})?|(?<![\d\s°])°+)"),
    re.compile(
        r"(?P<groups>[0-9](?<![\w.,][0-9])\d{0,2}"
        r"(?:(?:,\d{1,2}(?!\d)|,\d{4,20})(?:[, ]\d{3}\b){0,4}"
        r"|(?:,\d{3}){1,5},(?:\d{1,2}|\d{4,20})(?!\d))(?!%))"
    ),
    re.compile(
        r"(?P<mixed>[OlIS0-9](?<![\w-][OlIS0-9])(?:(?<=[OlIS])[OlIS]?\d{2,12}"
        r"|(?<=\d)\d{0,11}[OolI]{1,2}\d{0,12})(?![\w-]))"
    ),
    re.compile(r"(?P<hyphen>-(?:[ ](?!(?:and|or|to|nor|but)\b)|\r?\n[ \t]{0,8})[a-z]{1,30})"),
)
_DIGITS = re.compile(r"(?<![\w.,])\d[\d,. ]{0,20}\Z")
_LETTERS = re.compile(r"(?<![\w-])[A-Za-z]{1,30}\Z")


def oddities(text: str, sentences: Sentences) -> list[Proposal]:
    """Return every suspicious place; the text is left as it is."""
    found_all: list[Proposal] = []
    for found in chain(_rare(text), *(search.finditer(text) for search in _OTHERS)):
        name = found.lastgroup or ""
        start, end = _whole(text, name, found.start()), found.end()
        if start >= 0:
            sure, reason = _RULES[name]
            around = sentences.around(start, end)
            found_all.append(Proposal("odd", start, end, sure, reason, passage=around, what=name))
    return apart(found_all, lambda one: (one.start, one.end))


def _rare(text: str) -> Iterator[re.Match[str]]:
    """Match rare characters only where one stands."""
    end = 0
    for sign in _RARE.finditer(text):
        found = _RARE_ONES.match(text, sign.start()) if sign.start() >= end else None
        if found:
            end = found.end()
            yield found


def _whole(text: str, name: str, start: int) -> int:
    """Return where the word or number begins that a sign breaks; -1 where it breaks none."""
    if name not in ("degree", "hyphen") or text[start] == "¬":
        return start
    before = text[max(0, start - 31) : start]
    found = (_DIGITS if name == "degree" else _LETTERS).search(before)
    if found is not None:
        return start - len(found[0])
    return start if name == "degree" else -1


PASSES = 8
_BARE_RETURN = re.compile(r"\r(?!\n)")


def propose(text: str, progress: Callable[[int], object] = int) -> tuple[Proposal, ...]:
    """Read a text by rules: proposals sorted by place, whose ranges count its characters.

    ``progress`` is called with 1 after each of the `PASSES` over the text.

    Examples
    --------
    >>> for found in propose("On 14 July 1952 Kim cabled Mao. Mao answered Kim on the 16th."):
    ...     print(found.kind, found.date, found.speaker, found.receiver, found.resolved)
    date 1952-07-14   False
    message 1952-07-14 Kim Mao False
    message 1952-07-16 Mao Kim False
    date 1952-07-16   True
    """
    # Old files end their lines with a carriage return; no character may change its place.
    text = _BARE_RETURN.sub("\n", text)
    sentences = Sentences(text)
    progress(1)
    words = quoted(text)
    progress(1)
    lines = speeches(text)
    progress(1)
    asides = apart([*words, *((line.start, line.end) for line in lines)], lambda span: span)
    dates = all_dates(text, sentences, asides, words)
    progress(1)
    subjects = Subjects(text, sentences, words, lines)
    progress(1)
    told = messages(subjects, dates)
    progress(1)
    counted = numbers(text, sentences, [(date.start, date.end) for date in dates])
    progress(1)
    odd = oddities(text, sentences)
    progress(1)
    found = [*dates, *lines, *quotes(words, subjects, told), *told, *counted, *odd]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))
