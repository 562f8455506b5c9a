"""Words such as ``still open after 12 months`` → a statement that draws of a forecast can answer.

A statement is made of claims, joined by ``and``, ``or``, ``not`` and brackets::

    still open after 12 months            still open on 1953-07-27
    settled within 6 months               settled by 1953-07-27
    median above 400 days                 90 % time below 5 years
    ends as neutral custody               likeliest end is neutral custody
    US casualties above 70 a day

A claim about a chance (open, settled, ends as) holds in a draw where it is more likely than not,
or where its chance is as said behind it: ``settled within a year with a chance above 30 %``,
``ends as neutral custody in at least 50 %``. It is read by the parser below, and nothing in it is
ever run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple, NoReturn

from stickpoint.answers.ensemble.claims import (
    Both,
    Costs,
    Either,
    Ends,
    Lasts,
    Level,
    Likeliest,
    Not,
    Open,
    Statement,
    When,
)
from stickpoint.case.model.basis import DAYS_IN
from stickpoint.case.schema.values import nearest
from stickpoint.errors import ModelError

DAYS = {name: float(days) for name, days in DAYS_IN.items()} | {"quarter": 91.3125}

MOST = 2_000
"""Characters of a statement."""
DEEPEST = 50
"""Brackets and words `not` within each other."""


@dataclass(frozen=True)
class Names:
    """What of a case a statement may name.

    Parameters
    ----------
    terms : tuple of str
        Ways to settle.
    tolls : dict of str to str
        Unit of time in which each toll is written, by its name.
    units : dict of str to str
        What each toll counts, such as people.
    """

    terms: tuple[str, ...] = ()
    tolls: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def where(text: str, names: Names) -> Statement:
    """Read a statement.

    Raises
    ------
    ModelError
        What was found, where, what was expected, and what may have been meant.

    Examples
    --------
    >>> where("still open after a year", Names())
    Open(when=When(written='after a year', days=365.25, day=None), settled=False, chance=...)
    >>> where("not settled within 6 months", Names()).of.settled
    True
    """
    if len(text) > MOST:
        raise ModelError(f"a statement of {len(text):,} characters; expected at most {MOST:,}")
    return _Reader(text, names).whole()


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
_CLAIMS = ("still open", "settled", "lasts", "median", "90 % time", "ends as", "likeliest end is")
_BOUND = "a bound such as 'above', 'at least', 'below' or 'at most'"
_SPAN = "a length of time such as '12 months'"


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


class _Reader:
    """Reads a statement from left to right, one word ahead."""

    def __init__(self, text: str, names: Names) -> None:
        self.text, self.names = text, names
        found = _TOKEN.finditer(text)
        self.tokens = [_Token(m.lastgroup or "", m[m.lastgroup or 0], m.start(m.lastgroup or 0))
                       for m in found]  # fmt: skip
        self.at = self.depth = 0

    # -- the grammar ---------------------------------------------------------

    def whole(self) -> Statement:
        if not self.tokens:
            self._fail("a claim such as 'still open after 12 months'")
        found = self._either()
        if self.at < len(self.tokens):
            self._fail("'and', 'or' or the end", ("and", "or"))
        return found

    def _either(self) -> Statement:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Statement:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _one(self) -> Statement:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ModelError(f"a statement with more than {DEEPEST} brackets; say it more simply")
        if self._take("not"):
            found: Statement = Not(self._one())
        elif self._take("("):
            found = self._either()
            if not self._take(")"):
                self._fail("'and', 'or' or a closing bracket", ("and", "or"))
        else:
            found = self._claim()
        self.depth -= 1
        return found

    def _claim(self) -> Statement:
        _ = self._take("it"), self._take("is")
        if self._take("still", "open") or self._take("open"):
            return self._chance(Open(self._then("after", ("after", "beyond"), ("on", "at"))))
        if self._take("settled") or self._take("over"):
            return self._chance(
                Open(self._then("within", ("within", "in"), ("by", "before")), settled=True)
            )
        if self._take("outlasts") or self._take("lasts", "longer", "than"):
            days, written = self._span()
            return Open(When(f"after {written}", days))
        if self._take("ends", "as"):
            return self._chance(Ends(self._name(self.names.terms, "terms", "of the terms")))
        if self._take("likeliest", "end", "is"):
            return Likeliest(self._name(self.names.terms, "terms", "of the terms"))
        if self._take("median"):
            return Lasts(0.5, *self._length())
        if self._take("90", "%", "time"):
            return Lasts(0.9, *self._length())
        return self._cost()

    def _cost(self) -> Statement:
        said = self._take("toll")
        if not said and self._named(self.names.tolls) is None:
            listed = ", ".join(f"'{one} …'" for one in _CLAIMS)
            also = " or a toll of the case" * bool(self.names.tolls)
            self._fail(f"a claim: {listed}{also}", (*_CLAIMS, "not", *self.names.tolls))
        toll = self._name(tuple(self.names.tolls), "tolls", "of the tolls")
        start = self._here()
        above, strict = self._bound()
        value = self._number()
        counted = self.names.units.get(toll, "")
        if counted:
            self._named((counted,), take=True)
        per = self.names.tolls[toll]
        if self._take("a") or self._take("per"):
            per = self._unit()
        level = Level(above, strict, value / DAYS[per])
        return Costs(toll, level, f"{self.text[start : self._end()].strip()}")

    # -- parts of claims -----------------------------------------------------

    def _then(self, usual: str, spans: Sequence[str], days: Sequence[str]) -> When:
        start = self._here()
        words = next((w for w in (*spans, *days) if self._take(w)), None)
        expected = f"'{usual}' with {_SPAN}, or '{days[0]}' with a date"
        if words is None:
            self._fail(expected, (*spans, *days))
        if self._kind() == "day":
            day = self._date()
            return When(f"{days[0]} {day.isoformat()}", day=day)
        if words not in spans:
            self._fail("a date such as 1953-07-27")
        length, _ = self._span()
        return When(self.text[start : self._end()].strip(), length)

    def _chance(self, claim: Open | Ends) -> Open | Ends:
        if self._take("in") or self._take("with"):
            _ = self._take("a"), self._take("chance"), self._take("of")
            above, strict = self._bound()
            value = self._number()
            if not self._take("%") or not 0 <= value <= 100:
                self._fail("a chance such as '50 %', of 0 % to 100 %")
            return replace(claim, chance=Level(above, strict, value / 100))
        return claim

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
            value = self._number(_SPAN)
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
