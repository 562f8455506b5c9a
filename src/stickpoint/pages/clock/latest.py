"""A forecast → the day on which it is settled for certain, and what is open until then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from stickpoint.answers.forecasting.draws.ends import until_then
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.case.model.situation import Nature
from stickpoint.pages.wording.dates import day_in_words
from stickpoint.pages.wording.names import plain
from stickpoint.pages.wording.numbers import percent


class Day(NamedTuple):
    """A day that settles it for certain: by what of nature's, and in which weight of the draws."""

    day: date
    by: Nature
    weight: float


def settling(answer: Forecast) -> tuple[Day, ...]:
    """List the days on which draws are settled for certain, the first one first."""
    start, weights, found = answer.known.day, answer.model.weights, dict[tuple[float, str], float]()
    if start is None:
        return ()
    for draw, weight in zip(answer.model.draws, weights.tolist(), strict=True):
        if draw.closed is not None:
            key = draw.closed.days, draw.closed.name
            found[key] = found.get(key, 0.0) + weight
    texts = {chance.id: chance for chance in answer.case.nature}
    return tuple(
        Day(start + timedelta(days=round(days)), texts[name], weight)
        for (days, name), weight in sorted(found.items())
        if days < (date.max - start).days
    )


def latest(answer: Forecast) -> Day | None:
    """Return the day that settles it for certain in all draws, and by what; None for no such."""
    return next(iter(settling(answer)), None) if answer.model.is_sure else None


def reaches(answer: Forecast, q: float) -> date | None:
    """Return that day where it is open until then with a chance of 1 - ``q`` or more, else None."""
    found, cut, ahead = latest(answer), answer.model.cut, answer.quantile(q)
    if found is None or cut is None or ahead is None or ahead < cut[0][0]:
        return None
    return found.day


def certain(answer: Forecast) -> Iterator[str]:
    """Say on which day it is settled at the latest, and how likely it is open until then."""
    found = latest(answer)
    if found is not None:
        if answer.model.cut is not None and answer.model.cut[0][0] > 0:
            just = float(np.nextafter(answer.model.cut[0][0], 0.0))
            off = float(answer.error.chance(just))
            left = percent(until_then(answer), off)
            yield (
                f"Whatever is done, it is settled by {day_in_words(found.day)} "
                f"({plain(found.by.text) or found.by.id}); it is open until then with a chance "
                f"of {left}."
            )
        return
    for one in settling(answer):
        yield (
            f"In {percent(one.weight)} of the draws it is settled by "
            f"{day_in_words(one.day)}, whatever is done ({plain(one.by.text) or one.by.id})."
        )
