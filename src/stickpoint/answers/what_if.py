"""What-ifs as they are typed → changes to a case's game."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from stickpoint.case.dates.fuzzy import parse_date
from stickpoint.case.dates.timing import since_start
from stickpoint.case.model.amounts import DAYS_IN
from stickpoint.case.model.case import Case
from stickpoint.conflict.changes import Changes
from stickpoint.errors import ModelError

NEVER = 1e12
_WORTH = re.compile(r"([a-z][a-z0-9_]*)\[(\d+)\]=(\S+)")


def changes_from(
    case: Case,
    dates: Sequence[str] = (),
    without: Sequence[str] = (),
    fixed: Sequence[str] = (),
    worths: Sequence[str] = (),
    hypothesis: str | None = None,
) -> Changes:
    """Read what-ifs: ``nature.x@1953-03-05``, ``nature.x=0.05/month``, ``us.x=no``, ``prc[1]=0.3``.

    Raises
    ------
    ModelError
        A what-if that cannot be read; the message shows how to write it.
    """
    on = dict(dated(case, text) for text in dates if "=" not in text)
    rate = dict(rated(case, text) for text in dates if "=" in text)
    if set(on) & set(rate):
        raise ModelError(f"{min(set(on) & set(rate))!r} has a date and a rate; keep one")
    return Changes(
        fix=dict(_fixed(text) for text in fixed),
        on=on,
        rate=rate,
        without=tuple(without),
        worth=dict(_worth(text) for text in worths),
        hypothesis=hypothesis,
    )


def _fixed(text: str) -> tuple[str, bool]:
    name, _, value = text.partition("=")
    if value not in ("yes", "no"):
        raise ModelError(f"{text!r}: write OPTION=yes or OPTION=no")
    return name, value == "yes"


def dated(case: Case, text: str) -> tuple[str, float]:
    """Read ``NAME@DATE`` or ``NAME@never``: an option of nature, and when it changes."""
    name, _, when = text.partition("@")
    if not when:
        raise ModelError(f"{text!r}: write NAME@DATE, or NAME@never")
    full = name if name.startswith("nature.") else f"nature.{name}"
    if when == "never":
        return full, NEVER
    try:
        date = parse_date(when)
    except ValueError as error:
        raise ModelError(f"{text!r}: {error}") from error
    return full, since_start(case, date)


def rated(case: Case, text: str) -> tuple[str, float]:
    """Read ``NAME=RATE`` or ``NAME=RATE/UNIT``: an option of nature, and how fast it changes."""
    name, _, value = text.partition("=")
    full = name if name.startswith("nature.") else f"nature.{name}"
    amount, slash, unit = value.partition("/")
    try:
        rate = float(amount)
    except ValueError:
        rate = math.nan
    unit = unit if slash else case.clock.unit
    if not 0 <= rate < math.inf or unit not in DAYS_IN:
        units = ", ".join(DAYS_IN)
        raise ModelError(
            f"{text!r}: write NAME=RATE/UNIT, a number of at least 0 per one of {units}"
        )
    return full, rate * float(DAYS_IN[case.clock.unit] / DAYS_IN[unit])


def _worth(text: str) -> tuple[tuple[str, int], float]:
    found = _WORTH.fullmatch(text.replace(" ", ""))
    try:
        if found:
            return (found[1], int(found[2])), float(found[3])
    except ValueError:
        pass
    raise ModelError(f"{text!r}: write PARTY[LINE]=NUMBER, lines counted from 1")
