"""The clock over a horizon, every range at its middle → plain data, in the spellings relied on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from stickpoint import __version__
from stickpoint.answers.clock import TOLERANCE, Course, Timed
from stickpoint.answers.outcomes import outcomes, together
from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.sampling.spread import Spread
from stickpoint.case.model.case import Toll

TIMES = 121
"""How many times a curve is given at."""


def plain(answer: Course) -> dict[str, Any]:
    """Return the answer as plain data."""
    begin, rate = answer.run.hazard()
    found = {
        "unit": answer.game.unit,
        "horizon": answer.horizon,
        "survival": survival(answer, answer.horizon),
        "hazard": {"t": begin.tolist(), "rate": np.maximum(rate, 0).tolist()},
        **middles(answer),
        "ranges": {
            "draws": answer.ranges.draws,
            "seed": answer.ranges.seed,
            **bands(answer, answer.ranges),
            "share_draws": {
                "delay_share": answer.blame.draws if answer.blame else 0,
                "issue_share": answer.sticking.draws if answer.sticking else 0,
            },
        },
        "happened": list(answer.past),
        "depends_on_horizon": answer.depends_on_horizon,
        "horizon_dependence": answer.horizon_dependence,
        "at_twice_the_horizon": _twice(answer),
        "sensitive": None if answer.run.sensitive is None else asdict(answer.run.sensitive),
        **origin(answer),
    }
    if answer.base is not None:
        found["base"] = plain(answer.base)
    return finite(found)


def shares(answer: Course) -> dict[str, Any]:
    """Return of the same only whose doing the delay is over the draws."""
    return finite({"ranges": {"delay_share": _bands_of(answer.blame)}})


def survival(answer: Timed, last: float) -> dict[str, list[float]]:
    """Return the chance of being unsettled from now until some time."""
    grid = np.linspace(0, last, TIMES)
    return {"t": grid.tolist(), "p": [chance(p) for p in answer.run.survival(grid)]}


def middles(answer: Timed) -> dict[str, Any]:
    """Return what is found with every range at its middle, and the bands of the tolls."""
    run = answer.run
    return {
        "median": run.median,
        "mean_within_horizon": run.mean,
        "quantiles": {str(q): run.quantile(q) for q in (0.1, 0.25, 0.5, 0.75, 0.9)},
        "outcomes": {name: chance(share) for name, share in run.outcomes.items()},
        "tolls": {toll.name: _toll(answer, toll) for toll in answer.case.tolls},
        "delay_share": answer.delay,
        "issue_share": answer.issues,
    }


def _toll(answer: Timed, toll: Toll) -> dict[str, Any]:
    """Return one toll, with its quantiles over the courses that were played out, if any were."""
    ranges = answer.ranges
    band = None if ranges is None else ranges.band(ranges.tolls[toll.name])
    data: dict[str, Any] = {"expected": answer.run.tolls[toll.name], "band": band}
    if isinstance(answer, Course) and toll.name in answer.played:
        found = {str(q): reached for q, reached in answer.played[toll.name].items()}
        data["simulated"] = {"paths": answer.paths, "seed": answer.seed, "quantiles": found}
    return data | {"unit": toll.unit, "falls_on": toll.falls_on}


def bands(answer: Timed, ranges: Spread) -> dict[str, Any]:
    """Return the middle band of the draws for every answer but the tolls."""
    ends = {name: ranges.band(row) for name, row in ranges.outcomes.items()}
    return {
        "median": ranges.band(ranges.median),
        "mean_within_horizon": ranges.band(ranges.mean),
        "quantiles": {"0.1": ranges.band(ranges.early), "0.9": ranges.band(ranges.late)},
        "outcomes": {name: [chance(low), chance(high)] for name, (low, high) in ends.items()},
        "rare": _rare(answer),
        "delay_share": _bands_of(answer.blame),
        "issue_share": _bands_of(answer.sticking),
        "middle": _medians(ranges),
    }


def _rare(answer: Timed) -> dict[str, Any] | None:
    """Return the ways that pages tell as a sum, with it and its band; None where there are none."""
    names = outcomes(answer).rare
    if not names:
        return None
    middle, low, high = map(chance, together(answer, names))
    return {"ways": list(names), "middle": middle, "band": [low, high]}


def _medians(ranges: Spread) -> dict[str, Any]:
    """Return the median over the draws of every answer but the shares: what the pages print."""
    middle = ranges.middle
    return {
        "median": middle(ranges.median),
        "mean_within_horizon": middle(ranges.mean),
        "quantiles": {"0.1": middle(ranges.early), "0.9": middle(ranges.late)},
        "outcomes": {name: chance(middle(row)) for name, row in ranges.outcomes.items()},
        "tolls": {name: middle(row) for name, row in ranges.tolls.items()},
    }


def _bands_of(found: Delays | None) -> dict[str, Any]:
    """Return each one's share over the draws, and the time it would save; empty for no draws.

    Shares are the median (or, where it is given, the average over more draws), the band and how
    often it is the largest; times are the median, then the low and the high end of the band.
    """
    if found is None:
        return {}
    return {
        name: {
            "middle": found.three(name)[0],
            "band": found.band(name),
            "largest_in": found.leads(name),
            "saved_alone": found.saved_alone(name),
            "saved_on_average": found.saved_on_average(name),
            "saved_together": found.saved_together,
            "average": _average(found, k),
        }
        for k, name in enumerate(found.names)
    }


def _average(found: Delays, place: int) -> dict[str, Any] | None:
    """Return one's share of the means over draws with one order each, and how far off that is."""
    if found.pooled is None:
        return None
    shares, errors = found.pooled.shares, found.pooled.errors
    return {
        "share": float(shares[place]),
        "standard_error": float(errors[place]),
        "draws": len(found.pooled.saved),
    }


def _twice(answer: Course) -> dict[str, Any]:
    run = answer.twice.run
    return {
        "median": run.median,
        "mean_within_horizon": run.mean,
        "quantiles": {str(q): run.quantile(q) for q in (0.1, 0.9)},
        "unsettled": run.unsettled,
        "outcomes": {name: chance(share) for name, share in run.outcomes.items()},
        "tolls": run.tolls,
        "delay_share": dict(answer.shared.parties[1]),
        "issue_share": dict(answer.shared.issues[1]),
    }


def origin(answer: Timed) -> dict[str, Any]:
    """Return what computed the answer, and of which game."""
    return {
        "shocks": answer.shocks,
        "tolerance": TOLERANCE,
        "version": __version__,
        "fingerprint": answer.game.fingerprint,
    }


def chance(value: float) -> float:
    """Round off what the solver's own tolerance leaves outside 0 to 1."""
    return float(min(max(value, 0.0), 1.0))


def finite(data: Any) -> Any:
    """Put None where a number is not finite, which JSON cannot say.

    >>> finite({"median": float("inf"), "band": (1.0, float("nan"))})
    {'median': None, 'band': [1.0, None]}
    """
    if isinstance(data, dict):
        return {key: finite(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [finite(value) for value in data]
    return None if isinstance(data, float) and not np.isfinite(data) else data
