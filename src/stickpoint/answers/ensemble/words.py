"""The words of a statement, one after the other: lengths of time, bounds, days and names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple, NoReturn

from stickpoint.answers.ensemble.claims import Level
from stickpoint.case.model.basis import DAYS_IN
from stickpoint.case.schema.values import nearest
from stickpoint.errors import ModelError

DAYS = {name: float(days) for name, days in DAYS_IN.items()} | {"quarter": 91.3125}

_TOKEN = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d\d-\d\d)|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[<>]=?|[≤≥%()])"
    r"|(?P<word>[^\W\d_][\w'\u2019]*(?:-\w+)*)|(?P<quote>\"[^\"]*\")|(?P<other>\S))"
)
_BOUNDS = {
    ("above",): (True, True), ("over",): (True, True), ("more", "than"): (True, True),
    ("longer", "than"): (True, True), (">",): (True, True), ("at", "least"): (True, False),
    (">=",): (True, False), ("≥",): (True, False), ("below",): (False, True),
    ("under",): (False, True), ("less", "than"): (False, True),
    ("shorter", "than"): (False, True), ("<",): (False, True), ("at", "most"): (False, False),
    ("<=",): (False, False), ("≤",): (False, False),
}  # fmt: skip
_BOUND = "a bound such as 'above', 'at least', 'below' or 'at most'"
SPAN = "a length of time such as '12 months'"


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


class Words:
    """Reads what a statement is made of from left to right, one word ahead."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = _TOKEN.finditer(text)
        self.tokens = [_Token(m.lastgroup or "", m[m.lastgroup or 0], m.start(m.lastgroup or 0))
                       for m in found]  # fmt: skip
        self.at = 0

    def _length(self) -> tuple[Level, str]:
        start = self._here()
        above, strict = self._bound()
        days, _ = self._span()
        return Level(above, strict, days), self.text[start : self._end()].strip()

    def _bound(self) -> tuple[bool, bool]:
        found = next((what for words, what in _BOUNDS.items() if self._take(*words)), None)
        if found is None:
            self._fail(_BOUND, ("above", "below", "over", "under", "least", "most"))
        return found

    def _span(self) -> tuple[float, str]:
        start = self._here()
        if self._take("half"):
            value = 0.5
            _ = self._take("a")
        elif self._take("a") or self._take("one"):
            value = 1.0
        else:
            value = self._number(SPAN)
        days = value * DAYS[self._unit()]
        return days, self.text[start : self._end()].strip()

    def _unit(self) -> str:
        token = self._now()
        word = token.text.lower().removesuffix("s") if token else ""
        if word not in DAYS:
            self._fail(f"a unit of time: {', '.join(DAYS)}", tuple(DAYS))
        self.at += 1
        return word

    def _number(self, expected: str = "a number") -> float:
        token = self._now()
        if token is None or token.kind != "number":
            self._fail(expected)
        self.at += 1
        return float(token.text)

    def _date(self) -> date:
        try:
            found = date.fromisoformat(self.tokens[self.at].text)
        except ValueError:
            self._fail("a day of the calendar, such as 1953-07-27")
        self.at += 1
        return found

    def _name(self, known: Iterable[str], what: str, among: str) -> str:
        listed = tuple(known)
        found = self._named(listed, take=True)
        if found is None:
            self._fail(f"one {among}: {', '.join(map(repr, listed))}" if listed
                       else f"a case that has {what}", listed)  # fmt: skip
        return found

    def _named(self, known: Iterable[str], *, take: bool = False) -> str | None:
        """Return the longest known name that stands here, in quotes or not; pass it if to take."""
        token = self._now()
        if token is None:
            return None
        quoted = token.kind == "quote"
        rest = token.text.strip('"') if quoted else self.text[token.start :]
        for name in sorted(known, key=len, reverse=True):
            tail = rest[len(name) : len(name) + 1]
            fits = not tail if quoted else not (tail.isalnum() or tail == "_")
            if rest[: len(name)].lower() == name.lower() and fits:
                end = token.start + (len(token.text) if quoted else len(name))
                while take and self.at < len(self.tokens) and self.tokens[self.at].start < end:
                    self.at += 1
                return name
        return None

    # -- words ---------------------------------------------------------------

    def _now(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _kind(self) -> str:
        token = self._now()
        return token.kind if token else ""

    def _here(self) -> int:
        token = self._now()
        return token.start if token else len(self.text)

    def _end(self) -> int:
        last = self.tokens[self.at - 1]
        return last.start + len(last.text)

    def _take(self, *words: str) -> bool:
        found = self.tokens[self.at : self.at + len(words)]
        if [token.text.lower() for token in found] != list(words):
            return False
        self.at += len(words)
        return True

    def _fail(self, expected: str, known: Iterable[str] = ()) -> NoReturn:
        token = self._now()
        found = f"{token.text!r}" if token else "the end"
        place = f" at character {token.start + 1}" if token else ""
        hint = f"; {meant!r} may be meant" if (meant := self._meant(known)) else ""
        message = f"where {self.text!r}: {found} found{place}; expected {expected}{hint}"
        raise ModelError(message)

    def _meant(self, known: Iterable[str]) -> str:
        """Return the known name most like as many words as it has, of those that stand here."""
        words = [token.text for token in self.tokens[self.at : self.at + 12]]
        near = {}
        for name in known:
            own = " ".join(words[: len(_TOKEN.findall(name))])
            if nearest(own, [name]):
                near[name] = SequenceMatcher(None, own.lower(), name.lower()).ratio()
        return max(near, key=lambda name: near[name]) if near else ""
