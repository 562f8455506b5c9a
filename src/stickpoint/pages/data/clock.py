"""The clock's answer → plain data, in the spellings that outsiders rely on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np

from stickpoint.answers.clock import TOLERANCE, Course
from stickpoint.answers.sampling.delays import Delays


def plain(answer: Course) -> dict[str, Any]:
    """Return the answer as plain data; the spellings outsiders rely on."""
    run, ranges = answer.run, answer.ranges
    grid = np.linspace(0, answer.horizon, 121)
    begin, rate = run.hazard()
    found = {
        "unit": answer.game.unit,
        "horizon": answer.horizon,
        "survival": {"t": grid.tolist(), "p": _chances(run.survival(grid))},
        "hazard": {"t": begin.tolist(), "rate": np.maximum(rate, 0).tolist()},
        "median": run.median,
        "mean_within_horizon": run.mean,
        "quantiles": {str(q): run.quantile(q) for q in (0.1, 0.25, 0.5, 0.75, 0.9)},
        "outcomes": {name: _chance(share) for name, share in run.outcomes.items()},
        "tolls": {
            toll.name: {
                "expected": run.tolls[toll.name],
                "band": ranges.band(ranges.tolls[toll.name]),
                **_played(answer, toll.name),
                "unit": toll.unit,
                "falls_on": toll.falls_on,
            }
            for toll in answer.case.tolls
        },
        "delay_share": answer.delay,
        "issue_share": answer.issues,
        "ranges": {
            "draws": ranges.draws,
            "seed": ranges.seed,
            "median": ranges.band(ranges.median),
            "mean_within_horizon": ranges.band(ranges.mean),
            "quantiles": {"0.1": ranges.band(ranges.early), "0.9": ranges.band(ranges.late)},
            "outcomes": {name: _chances(ranges.band(row)) for name, row in ranges.outcomes.items()},
            "delay_share": bands_of(answer.blame),
            "issue_share": bands_of(answer.sticking),
            "share_draws": {
                "delay_share": answer.blame.draws if answer.blame else 0,
                "issue_share": answer.sticking.draws if answer.sticking else 0,
            },
        },
        "happened": list(answer.past),
        "depends_on_horizon": answer.depends_on_horizon,
        "horizon_dependence": answer.horizon_dependence,
        "at_twice_the_horizon": _twice(answer),
        "sensitive": None if run.sensitive is None else asdict(run.sensitive),
        "shocks": answer.shocks,
        "tolerance": TOLERANCE,
        "version": run.version,
        "fingerprint": run.fingerprint,
    }
    if answer.base is not None:
        found["base"] = plain(answer.base)
    told: dict[str, Any] = finite(found)
    return told


def _twice(answer: Course) -> dict[str, Any]:
    run = answer.longer
    return {
        "median": run.median,
        "mean_within_horizon": run.mean,
        "quantiles": {str(q): run.quantile(q) for q in (0.1, 0.9)},
        "unsettled": run.unsettled,
        "outcomes": {name: _chance(share) for name, share in run.outcomes.items()},
        "tolls": run.tolls,
        "delay_share": dict(answer.shared.parties[1]),
        "issue_share": dict(answer.shared.issues[1]),
    }


def _chance(value: float) -> float:
    """Round off what the solver's own tolerance leaves outside 0 to 1."""
    return float(min(max(value, 0.0), 1.0))


def _chances(values: Iterable[float]) -> list[float]:
    return [_chance(float(value)) for value in values]


def _played(answer: Course, toll: str) -> dict[str, Any]:
    if not answer.paths:
        return {}
    quantiles = {str(q): value for q, value in answer.played[toll].items()}
    return {"simulated": {"paths": answer.paths, "seed": answer.seed, "quantiles": quantiles}}


def bands_of(found: Delays | None) -> dict[str, Any]:
    """Return the band of each one's share, and how often it is the largest; empty for no draws."""
    if found is None:
        return {}
    return {
        name: {"band": found.band(name), "largest_in": found.leads(name)} for name in found.names
    }


def finite(data: Any) -> Any:
    """Put None where a number is not finite, which JSON cannot say.

    Examples
    --------
    >>> finite({"median": float("inf"), "band": (1.0, float("nan"))})
    {'median': None, 'band': [1.0, None]}
    """
    if isinstance(data, dict):
        return {key: finite(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [finite(value) for value in data]
    if isinstance(data, float) and not np.isfinite(data):
        return None
    return data
