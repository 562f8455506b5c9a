"""Case → when and how it ends: as it stands, or with something changed."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from stickpoint.answers.forecasting.chances import DRAWS as CHANCES
from stickpoint.answers.forecasting.chances import Chances, unasked
from stickpoint.answers.forecasting.known import day_of
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.rules import USUAL, Rules
from stickpoint.answers.waits import NEVER
from stickpoint.case.dates.fuzzy import parse_date, since_start
from stickpoint.case.model.basis import DAYS_IN
from stickpoint.case.model.case import Case
from stickpoint.case.schema.values import did_you_mean
from stickpoint.errors import ModelError, expect, expect_draws
from stickpoint.graph.build_game import Changes

_WORTH = re.compile(r"([^\[\]=]+)\[(\d+)\]=(\S+)")


def forecast(  # noqa: PLR0913 – a question has many parts, all but two by name
    case: Case,
    as_of: date | str | None = None,
    *,
    changes: Changes | None = None,
    draws: int | None = None,
    seed: int = 0,
    rules: Rules = USUAL,
    horizon: float | Literal["none"] | None = None,
    shocks: str = "centred",
    paths: int = 0,
) -> Forecast | Chances:
    """Say when and how a deadlock ends, given what is known on a day.

    Parameters
    ----------
    case : Case
        With terms on which an issue can close. Without payoffs it is answered by its wants alone.
    as_of : date or str, optional
        The day on which the forecast is made, such as ``"1952-07-14"``; that of the start if left
        out. The record up to that day sets the options and nature, later dates are not known, and
        the wait so far counts as evidence.
    changes : Changes, optional
        What to take otherwise than the case has it; `what_if` is the easier way to say so.
    draws, seed : int
        How many draws from the ranges of the case, 400 if left out, and where they begin.
    rules : Rules, optional
        The numbers of the forecast itself: hold, look-ahead, tempo, weights.
    horizon : float or "none", optional
        For ``middle`` only: how far to look ahead, in the case's unit; that of the case if left
        out.
    shocks : {"centred", "mistakes", "taste"}
        For ``middle`` only: how to read the chance in choices.
    paths : int
        For ``middle`` only: how many courses to play out.

    Returns
    -------
    Forecast
        Prints as a page. ``open(t)`` is the chance of being open still after t days,
        ``quantile(q)`` the days by which it is settled with chance q; ``outcomes``, ``tolls``,
        ``base_rate`` and ``tempo`` are what they say; ``middle`` is the clock with every range at
        its middle, ``base`` the case as it stands where something was changed. For a case without
        payoffs, of which nothing but ``draws`` and ``seed`` is asked, a `Chances`, which prints as
        a page too: how it would go by the wants alone, labelled so, with ``quantile(q)`` in waits
        for a chance to move and not in days.

    Raises
    ------
    ModelError
        A change that names nothing in the case, or a day before its start; a case without payoffs
        of which anything else is asked, or in which not every party says what it wants.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = sp.forecast(sp.load("korea-1952"), draws=16)
    >>> bool(found.quantile(0.1) < found.quantile(0.5) < found.quantile(0.9))
    True
    """
    expect(case, Case)
    expect_draws(draws)
    asked = (as_of, changes, horizon, paths or None)
    if all(one is None for one in asked) and rules == USUAL and not unasked(case):
        return Chances(case, draws=draws or CHANCES, seed=seed)
    return predicted(
        case, as_of, changes=changes, draws=draws, seed=seed, rules=rules, horizon=horizon,
        shocks=shocks, paths=paths,
    )  # fmt: skip


def predicted(  # noqa: PLR0913 – as above
    case: Case,
    as_of: date | str | None = None,
    *,
    changes: Changes | None = None,
    draws: int | None = None,
    seed: int = 0,
    rules: Rules = USUAL,
    horizon: float | Literal["none"] | None = None,
    shocks: str = "centred",
    paths: int = 0,
) -> Forecast:
    """Do as `forecast` for a case with payoffs, and refuse one without.

    Raises
    ------
    ModelError
        A case without payoffs, a change that names nothing in it, or a day before its start.
    """
    expect(case, Case)
    expect_draws(draws)
    used = rules if draws is None else replace(rules, draws=draws, most_draws=4 * draws)
    found = Forecast(
        case=case, changes=changes or Changes(), as_of=day_of(as_of), seed=seed, rules=used,
        horizon=horizon, shocks=shocks, middle_draws=draws, paths=paths,
    )  # fmt: skip
    _ = found.game  # refuses at once, not when it is asked for its answer
    return found


def what_if(
    case: Case,
    *,
    fix: Mapping[str, bool] | None = None,
    dates: Mapping[str, str] | None = None,
    rates: Mapping[str, str] | None = None,
    without: Collection[str] = (),
    payoffs: Mapping[tuple[str, int], float] | None = None,
    hypothesis: str | None = None,
    **settings: Any,
) -> Forecast:
    """Ask when and how it ends with something changed, beside the case as it stands.

    Every number that is not changed is drawn as before, draw by draw, so that a difference is the
    doing of the change alone.

    Parameters
    ----------
    case : Case
    fix : mapping of str to bool
        Options held at yes or no from the start.
    dates : mapping of str to str
        Things of nature that change on a date, such as ``{"nature.thaw": "1952-09-01"}``, or
        ``"never"``.
    rates : mapping of str to str
        Things of nature that change at a rate, such as ``{"nature.thaw": "0.05/month"}``.
    without : collection of str
        Issues assumed closed.
    payoffs : mapping of (str, int) to float
        Payoff lines, by party and number from 1, set to a value.
    hypothesis : str, optional
        An explanation whose payoffs stand in for those of the parties it names.
    **settings
        ``as_of``, ``horizon``, ``draws``, ``seed`` and ``shocks``, as for `forecast`.

    Returns
    -------
    Forecast
        ``base`` is the answer for the case as it stands.

    Raises
    ------
    ModelError
        A change that names nothing in the case, or a date or rate that cannot be read.

    Examples
    --------
    Does it end sooner if the open fence costs East more?

    >>> import stickpoint as sp
    >>> case = sp.loads('''
    ... format: 1
    ... title: Who mends the fence
    ... clock: {unit: week, horizon: 26}
    ... parties: {east: East, west: West}
    ... options: {east.mend: mend it, west.mend: mend it}
    ... issues: {fence: {name: the fence, terms: {mended: east.mend | west.mend}}}
    ... payoffs:
    ...   east: [{when: "!settled", worth: [-2, -1]}, {when: east.mend, worth: -0.5}]
    ...   west: [{when: "!settled", worth: [-1, -0.5]}, {when: west.mend, worth: -0.5}]
    ... ''')
    >>> found = sp.what_if(case, payoffs={("east", 1): -4}, draws=8)
    >>> bool(found.quantile(0.5) < found.base.quantile(0.5))
    True
    >>> bool((found.middle.ranges.median < found.base.middle.ranges.median).all())
    True
    """
    expect(case, Case)
    on, rate = _timed(
        case,
        [f"{name}@{date}" for name, date in (dates or {}).items()],
        [f"{name}={value}" for name, value in (rates or {}).items()],
    )
    changes = Changes(
        fix=dict(fix or {}), on=on, rate=rate, without=tuple(without), worth=dict(payoffs or {}),
        hypothesis=hypothesis,
    )  # fmt: skip
    return predicted(case, changes=changes, **settings)


def changes_from(
    case: Case,
    dates: Sequence[str] = (),
    without: Sequence[str] = (),
    fixed: Sequence[str] = (),
    worths: Sequence[str] = (),
    hypothesis: str | None = None,
) -> Changes:
    """Read ``nature.x@1953-03-05`` or ``nature.x=0.05/month``, ``us.x=no`` and ``prc[1]=0.3``."""
    on, rate = _timed(
        case, [text for text in dates if "=" not in text], [text for text in dates if "=" in text]
    )
    return Changes(
        fix=dict(_fixed(text) for text in fixed),
        on=on,
        rate=rate,
        without=tuple(without),
        worth=dict(_worth(case, text) for text in worths),
        hypothesis=hypothesis,
    )


def _timed(
    case: Case, dates: Sequence[str], rates: Sequence[str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Read when, and how fast, things of nature change; none by both."""
    on = dict(_dated(case, text) for text in dates)
    rate = dict(_rated(case, text) for text in rates)
    if both := on.keys() & rate.keys():
        raise ModelError(f"{min(both)!r} has a date and a rate; keep one")
    return on, rate


def _fixed(text: str) -> tuple[str, bool]:
    name, _, value = text.partition("=")
    if value not in ("yes", "no"):
        raise ModelError(f"{text!r}: write OPTION=yes or OPTION=no")
    return name, value == "yes"


def _dated(case: Case, text: str) -> tuple[str, float]:
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


def _rated(case: Case, text: str) -> tuple[str, float]:
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


def _worth(case: Case, text: str) -> tuple[tuple[str, int], float]:
    found = _WORTH.fullmatch(text.replace(" ", ""))
    if found and (found[1] not in case.party_index):
        near = did_you_mean(found[1], case.party_index)
        raise ModelError(f"{text!r}: {found[1]!r} is no party of the case{near}")
    with suppress(ValueError):
        if found:
            return (found[1], int(found[2])), float(found[3])
    raise ModelError(f"{text!r}: write PARTY[LINE]=NUMBER, lines counted from 1")
