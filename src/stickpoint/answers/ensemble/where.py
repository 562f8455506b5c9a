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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

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
from stickpoint.answers.ensemble.words import DAYS, SPAN, Words
from stickpoint.errors import ModelError

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


_CLAIMS = ("still open", "settled", "lasts", "median", "90 % time", "ends as", "likeliest end is")


class _Reader(Words):
    """Reads a statement from left to right, one word ahead."""

    def __init__(self, text: str, names: Names) -> None:
        super().__init__(text)
        self.names, self.depth = names, 0

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
        per, silent = self.names.tolls[toll], True
        if self._take("a") or self._take("per"):
            per, silent = self._unit(), False
        level = Level(above, strict, value / DAYS[per])
        return Costs(toll, level, self.text[start : self._end()].strip() + f" a {per}" * silent)

    # -- parts of claims -----------------------------------------------------

    def _then(self, usual: str, spans: Sequence[str], days: Sequence[str]) -> When:
        start = self._here()
        words = next((w for w in (*spans, *days) if self._take(w)), None)
        expected = f"'{usual}' with {SPAN}, or '{days[0]}' with a date"
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
