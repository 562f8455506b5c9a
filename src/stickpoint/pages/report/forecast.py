"""A forecast → its curve on the first page, and how long it lasts in figures."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.ended import Ended
from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.model import Model
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.pages.clock import when
from stickpoint.pages.clock.ended import days_on, happened
from stickpoint.pages.clock.horizon import not_known_then
from stickpoint.pages.figures.charts import Survival
from stickpoint.pages.model import Figure, Legend, Numbers, Part, Section, Table, Text, Words
from stickpoint.pages.wording.dates import day_in_words
from stickpoint.pages.wording.names import count, plain
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import FAR, YEAR, fitting, in_days

MOST_LINES = 60
"""Draws beyond which a curve each would only be a blot."""
POINTS = 241
"""Points of a curve."""
ROOM = 1.08
"""So far past what happened the curve goes on."""
_STYLES = {"others": "line usual", "waits": "line plainrule"}


def curve(
    answer: Forecast, end: Ended | None, numbers: Numbers, pinned: Forecast | None = None
) -> Figure:
    """Draw the chance of its being open still, its draws, what stands beside it, and what came.

    A forecast that was ``pinned`` before is a line of its own.
    """
    far, over = _last(answer, end), _over(answer, end)
    unit, each = fitting(far)
    days = np.linspace(0.0, far, POINTS)
    draws = [answer.model.draws[k].open(days).tolist() for k in shown(answer.model)]
    names = _beside(answer)
    even = answer.quantile(0.5)
    picture = Survival(
        (days / each).tolist(), answer.open(days).tolist(), draws, unit,
        None if even is None else even / each,
        tuple((at / each, f"{what} (foreseen)") for at, what in _foreseen(answer) if at < far),
        None if over is None else (over[0] / each, over[1]), answer.known.day,
        (
            *((_STYLES[key], answer.parts[key].law.open(days).tolist()) for key in names),
            *(("line pinned", one.open(days).tolist()) for one in (pinned,) if one is not None),
        ),
    )  # fmt: skip
    legend = [Legend("line", "the forecast")]
    legend += [Legend(_STYLES[key], said) for key, said in names.items()]
    legend += [Legend("line pinned", "the forecast that was pinned")] * (pinned is not None)
    some = f"{len(draws)} of " * (len(draws) < len(answer.model.draws))
    drawn = count(len(answer.model.draws), "draw")
    legend.append(Legend("draw", f"each of {some}{drawn}: the parties' moves alone"))
    legend += [Legend("over", "over, as it came")] * (over is not None)
    left = percent(float(answer.open(far)))
    about = f"{when.short(answer)} After {in_days(far)} it is open still with a chance of {left}."
    about += f" {happened(end, answer.case.clock.unit)}." if end and over else ""
    table = _points(far, numbers)
    return Figure("survival", title(answer), about, picture, tuple(legend), table)


def title(answer: Forecast) -> str:
    """Say what the curve is, and as of which day."""
    day = answer.known.day
    asked = f", as of {day_in_words(day)}" if day else ""
    return f"Chance that it is still open{asked}"


def shown(model: Model) -> list[int]:
    """Choose the draws to show, each as likely as it weighs after the silence so far."""
    size = len(model.draws)
    if np.ptp(model.weights) < 1e-12:
        return list(range(min(size, MOST_LINES)))
    ends: NDArray[np.float64] = np.cumsum(model.weights)
    found = np.searchsorted(ends, (np.arange(MOST_LINES) + 0.5) / MOST_LINES * ends[-1])
    return sorted({min(int(k), size - 1) for k in found})


def _last(answer: Forecast, end: Ended | None) -> float:
    """Return the days that the curve shows: to the nine-in-ten point, or past what happened."""
    ends = (answer.quantile(q) for q in (0.9, 0.75, 0.5))
    far = next((d for d in ends if d is not None and d <= FAR), 10 * YEAR)
    came = None if end is None else days_on(answer, end)
    return max(far, 1.0, ROOM * came if came is not None and came <= FAR else 0.0)


def _over(answer: Forecast, end: Ended | None) -> tuple[float, str] | None:
    """Return when it was over, in days from the day of the forecast, and as what."""
    at = None if end is None else days_on(answer, end)
    if end is None or at is None or not 0 < at <= FAR:
        return None
    return at, f"over: {plain(end.name)}" if end.is_named else "over, on other terms"


def _foreseen(answer: Forecast) -> Iterator[tuple[float, str]]:
    """Return the dates that all foresee, in days; of others the forecast knows nothing."""
    texts = {chance.id: plain(chance.text) or chance.id for chance in answer.case.nature}
    each = days_per_unit(answer.case)
    for dated in answer.game.events:
        at = dated.time * each
        if dated.foreseen and isfinite(at) and at > 0:
            yield at, texts.get(dated.name, dated.name)


def _beside(answer: Forecast) -> dict[str, str]:
    """Return the other two lines by what the legend calls them."""
    _, *names = when.others(answer)
    keys = [key for key in answer.parts if key != "moves"]
    return dict(zip(keys, names, strict=True))


def _points(far: float, numbers: Numbers) -> Table:
    """Tell seven points of the curve, among those of the data."""
    place = ("forecast", "open")
    times = [t for t in numbers.at(*place, "t") if t <= far]
    chosen = dict.fromkeys(
        int(np.abs(np.array(times) - at).argmin()) for at in np.linspace(0, far, 7)
    )
    rows = tuple((_after(times[k]), (numbers(*place, "p", k, say=percent),)) for k in chosen)
    return Table("The curve as a table", ("after", "still open"), rows, (1,), True)


def _after(days: float) -> str:
    return in_days(days) if days else "at once"


def how_long(answer: Forecast, numbers: Numbers) -> Section:
    """Tell when it ends: by quantiles and by dates, each beside its comparators."""
    keys = dict(zip(("answer", *answer.parts), ("the answer", *when.others(answer)), strict=True))
    head, right = ("", *keys.values()), tuple(range(1, len(keys) + 1))
    spans: tuple[tuple[Words, ...], ...] = tuple(
        (said, *((numbers(*_PLACES[key], q, say=in_days),) for key in keys))
        for said, q in (
            ("One chance in ten that it is settled within", "0.1"),
            ("An even chance that it is settled within", "0.5"),
            ("Nine chances in ten that it is settled within", "0.9"),
        )
    )
    chances: tuple[tuple[Words, ...], ...] = tuple(
        (
            f"Settled {row['when']}",
            *((numbers(*_CHANCES, k, key, say=percent),) for key in keys),
        )
        for k, row in enumerate(numbers.at(*_CHANCES))
    )
    parts: list[Part] = [Text(said) for said in filter(None, [when.never(answer)])]
    parts.append(Text(when.lead(answer), "lead"))
    parts.append(Table("How long, in figures", head, spans, right))
    parts += [Table("How likely by when", head, chances, right)] * bool(chances)
    parts.append(Text(when.columns(answer), "note"))
    told = (*when.differ(answer), *when.beside(answer), *not_known_then(answer))
    return Section("how-long", "How long it lasts", (*parts, *map(Text, told)))


_CHANCES = ("forecast", "chances")
_PLACES = {
    "answer": ("forecast", "quantiles"),
    "moves": ("forecast", "model", "quantiles"),
    "others": ("forecast", "others", "quantiles"),
    "waits": ("forecast", "waits", "quantiles"),
}
