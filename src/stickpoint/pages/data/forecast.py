"""A forecast → plain data: the predictive answer in days, beside the middle of the ranges."""

from __future__ import annotations

from typing import Any

import numpy as np

from stickpoint.answers.clock import Course
from stickpoint.answers.ended import ended, nothing_ends
from stickpoint.answers.forecasting.base_rate import days
from stickpoint.answers.forecasting.draws.ends import until_then
from stickpoint.answers.forecasting.predict import QUANTILES, Forecast, Law, Range
from stickpoint.answers.forecasting.shifts import Shift, Shifts
from stickpoint.pages.clock.ended import days_on
from stickpoint.pages.clock.latest import settling
from stickpoint.pages.clock.times import OVER
from stickpoint.pages.clock.when import landmarks
from stickpoint.pages.clock.which import common, no_way
from stickpoint.pages.data import clock, endless
from stickpoint.pages.data.clock import chance, finite
from stickpoint.pages.data.hangs_on import hangs_on

TIMES = 121
"""How many times the curve is given at: now, and so many less one evenly in log time."""


def forecast(answer: Forecast) -> dict[str, Any]:
    """Return the answer as plain data; keys but ``forecast`` are about the middle of the ranges.

    Where nothing says when it is over there is only ``silent``, the reason.
    """
    if none := nothing_ends(answer.case):
        return {"silent": f"{none}.", "forecast": {"silent": f"{none}."}}
    middle = answer.middle
    found = clock.plain(middle) if isinstance(middle, Course) else endless.plain(middle)
    found["forecast"] = predictive(answer)
    if not middle.is_over:
        found["hangs_on"] = hangs_on(answer.hangs_on())
    if answer.base is not None:
        found["base"]["forecast"] = predictive(answer.base)
    return finite(found)


def predictive(answer: Forecast) -> dict[str, Any]:
    """Return when and how it ends by the forecast; days are days from the day it is made on.

    Of what is settled already nothing is told of a wait.
    """
    if answer.middle.is_over:
        return _asked(answer) | _over(answer)
    model, tempo = answer.model, answer.tempo
    return finite(
        {
            **_asked(answer),
            "quantiles": quantiles(answer.law),
            "chances": chances(answer),
            "open": curve(answer.law, answer.quantile(0.99)),
            **_ways(answer),
            "tolls": {name: _range(one) for name, one in answer.tolls.items()},
            "model": {
                "quantiles": quantiles(model.law),
                "outcomes": model.shares if answer.can_end else None,
                "weight": answer.parts["moves"].weight,
            },
            "holding": answer.holding if answer.can_end else None,
            "pause": None if model.paused is None else model.paused._asdict(),
            "base_rate": _base_rate(answer),
            "others": {"quantiles": quantiles(answer.parts["others"].law)},
            "waits": None if answer.waits is None else {"quantiles": quantiles(answer.waits)},
            "weights": {name: [part.before, part.weight] for name, part in answer.parts.items()},
            "tempo": {
                "slow": [tempo.slow_before, tempo.slow_after],
                "before": _range(tempo.before),
                "after": _range(tempo.after),
            },
            "draws": len(model.draws),
            "effective": model.effective,
            "can_end": answer.can_end,
            **_settled_by(answer),
            "error": _error(answer),
            "seed": answer.seed,
            "left_out": list(answer.known.unforeseen),
            "resting_on_later": len(answer.known.later),
            "came": _came(answer),
        }
    )


def _ways(answer: Forecast) -> dict[str, Any]:
    """Return the share of each way to end; where it can end in none, null and the reason."""
    if none := no_way(answer):
        return {"reason": none, "outcomes": None, "rare": None}
    shares = {name: chance(share) for name, share in answer.outcomes.items()}
    return {"outcomes": shares, "rare": _rare(answer)}


def _settled_by(answer: Forecast) -> dict[str, Any]:
    """Return the days on which it is settled for certain, and by what; null where there is none.

    Under ``settled_by`` the one of all draws, else under ``settled_in_draws`` that of some.
    """
    days = settling(answer)
    told = [{"day": x.day.isoformat(), "by": x.by.id, "weight": x.weight} for x in days]
    if not (told and answer.model.is_sure):
        return {"settled_by": None, "settled_in_draws": told or None}
    last = told[0] | {"open_until_then": chance(until_then(answer))}
    return {"settled_by": last, "settled_in_draws": None}


def _asked(answer: Forecast) -> dict[str, Any]:
    """Return what was asked, and whether there is anything to wait for."""
    return {
        "as_of": None if answer.known.day is None else answer.known.day.isoformat(),
        "unit": "day",
        "elapsed": answer.known.elapsed,
        "settled_already": answer.middle.is_over,
    }


def _over(answer: Forecast) -> dict[str, Any]:
    """Return, in the same spellings, that it is over now and as what; with the reason."""
    game = answer.middle.game
    terms = int(game.terms_index[game.start_state or 0])
    return {
        "reason": OVER,
        "quantiles": dict.fromkeys(map(str, QUANTILES), 0.0),
        "open": {"t": [0.0], "p": [0.0]},
        "outcomes": {game.terms[terms]: 1.0} if terms >= 0 else {},
        "tolls": {},
        "draws": answer.rules.draws,
        "seed": answer.seed,
    }


def quantiles(law: Law) -> dict[str, float | None]:
    """Return by which day it is settled with each of five chances; None for never."""
    return {str(q): days(law, q) for q in QUANTILES}


def _error(answer: Forecast) -> dict[str, Any]:
    """Return one standard error each way of what is told, for want of draws."""
    error = answer.error
    return {
        "quantiles": {str(q): list(error.quantile(q)) for q in QUANTILES},
        "outcomes": error.outcomes if answer.can_end else None,
    }


def chances(answer: Forecast) -> list[dict[str, Any]]:
    """Return the chance of its being settled by times that a reader cares for, and by its parts."""
    laws = {"answer": answer.law} | {name: part.law for name, part in answer.parts.items()}
    return [
        {"days": ahead, "when": said}
        | {name: chance(float(1 - law.open(ahead))) for name, law in laws.items()}
        for ahead, said in sorted(landmarks(answer))
    ]


def _rare(answer: Forecast) -> dict[str, Any] | None:
    """Return the ways that pages tell as a sum, with that; None where there are none."""
    _, names = common(answer)
    if not names:
        return None
    halves = {"answer": answer.outcomes, "moves": answer.model.shares, "holding": answer.holding}
    sums = {key: one and chance(sum(one[name] for name in names)) for key, one in halves.items()}
    return {"ways": names, **sums}


def curve(law: Law, last: float | None) -> dict[str, list[float]]:
    """Return the chance of being open still, now and at times evenly apart in log time."""
    far = max(last or 36525.0, 2.0)
    grid = np.concatenate(([0.0], np.geomspace(min(1.0, far / 2), far, TIMES - 1)))
    return {"t": grid.tolist(), "p": [chance(p) for p in law.open(grid).tolist()]}


def _range(found: Range) -> dict[str, float]:
    return found._asdict()


def _base_rate(answer: Forecast) -> dict[str, Any] | None:
    rate = answer.base_rate
    if rate is None:
        return None
    still = answer.others.since(answer.known.elapsed)
    return {"kind": answer.kind, "n": rate.n, "quantiles": quantiles(still), "source": rate.source}


def _came(answer: Forecast) -> dict[str, Any] | None:
    found = ended(answer.case)
    if found is None or found.time is None:
        return None
    ahead = days_on(answer, found) or 0.0
    return {
        "days": ahead,
        "terms": found.name,
        "settled_by_then": None if ahead <= 0 else chance(float(1 - answer.open(ahead))),
        "share": answer.outcomes.get(found.name) if answer.can_end else None,
    }


def nearer(answer: Forecast, found: Shifts) -> dict[str, Any]:
    """Return what each move and lever would do to the forecast, the most effective first."""
    groups = {
        "moves": [_shift(answer, one) for one in found.moves],
        "surrenders": [_shift(answer, one) for one in found.surrenders],
        "levers": [_shift(answer, one) for one in found.levers],
    }
    first = {key[:-1]: rows[0] if rows else None for key, rows in groups.items()}
    return {
        "days": found.median,
        "chance": found.chance,
        "draws": found.draws,
        "move": first["move"],
        "lever": first["lever"],
        **groups,
    }


def _shift(answer: Forecast, one: Shift) -> dict[str, Any]:
    told = {"median": one.median, "chance": one.chance, "sooner": one.sooner}
    told |= {"draws": one.draws, "error": one.error}
    if one.party < 0:
        return {"what": one.name, **told}
    party = answer.case.parties[one.party].id
    return {"party": party, "sets": dict(one.sets), **told, "losing": one.losing}
