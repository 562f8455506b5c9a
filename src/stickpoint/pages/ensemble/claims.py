"""Statements about the end of a deadlock → words that go on from "it" or "the end"."""

from __future__ import annotations

from stickpoint.answers.ensemble.claims import (
    EVEN,
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
)
from stickpoint.pages.wording.names import plain
from stickpoint.pages.wording.numbers import percent

_SIGNS = (
    *((">=", "at least"), ("<=", "at most"), (">", "more than"), ("<", "less than")),
    *(("≥", "at least"), ("≤", "at most")),
)


def clause(said: Statement) -> str:
    """Say a statement as a clause of its own.

    >>> from stickpoint.answers.ensemble.claims import When
    >>> late = Open(When("after 12 months", 365.25))
    >>> clause(late)
    'it is more likely than not still open after 12 months'
    >>> clause(Not(late))
    'it is not so that it is more likely than not still open after 12 months'
    >>> clause(Both((Likeliest("land sold"), Lasts(0.5, EVEN, "above 2 years"))))
    'land sold is its likeliest end and the day of an even chance is above 2 years away'
    """
    if isinstance(said, Not):
        return f"it is not so that {clause(said.of)}"
    if isinstance(said, (Both, Either)):
        word = " and " if isinstance(said, Both) else " or "
        mixed = any(isinstance(one, (Both, Either)) for one in said.of)
        return (f",{word}" if mixed else word).join(map(clause, said.of))
    if isinstance(said, Open):
        what = "settled" if said.settled else "still open"
        return f"it is {_likely(said.chance)}{what} {said.when.written}"
    if isinstance(said, Ends):
        return f"if it ends, that is {_likely(said.chance)}as {plain(said.terms)}"
    if isinstance(said, Likeliest):
        return f"{plain(said.terms)} is its likeliest end"
    if isinstance(said, Lasts):
        day = "the day of an even chance" if said.part == 0.5 else "the day of nine chances in ten"
        return f"{day} is {_spoken(said.written)} away"
    assert isinstance(said, Costs)
    return f"{plain(said.toll)} come to {_spoken(said.written)}"


def _spoken(written: str) -> str:
    """Say a bound in words where it was written in signs.

    >>> _spoken("< 90 days"), _spoken("≤ 600 a day"), _spoken("above 2 years")
    ('less than 90 days', 'at most 600 a day', 'above 2 years')
    """
    for sign, words in _SIGNS:
        if written.startswith(sign):
            return f"{words} {written[len(sign) :].lstrip()}"
    return written


def _likely(level: Level) -> str:
    if level == EVEN:
        return "more likely than not "
    bound = {(True, True): "above", (True, False): "at least", (False, True): "below"}
    return f"with a chance of {bound.get(level[:2], 'at most')} {percent(level.value)} "
