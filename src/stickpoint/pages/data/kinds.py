"""The table of kinds → plain data."""

from __future__ import annotations

from typing import Any

from stickpoint.answers.forecasting.base_rate import Expected, expected, kinds

NAMES = ("p10", "p50", "p90")


def plain() -> dict[str, Any]:
    """Return every kind of deadlock: what it rests on, and days by which so many have ended."""
    found = []
    for kind, all_of_it in kinds():
        known = {
            name: {level.word: _figures(expected(level.figures)) for level in levels}
            for name, levels in (kind.known or {}).items()
        }
        found.append(
            {
                "name": kind.name,
                "counted": kind.counted,
                "source": kind.source,
                "caution": kind.caution,
                **_figures(all_of_it),
                "known": known,
            }
        )
    return {"kinds": found}


def _figures(found: Expected) -> dict[str, Any]:
    figures = found.figures
    return {
        "cases": figures.n,
        "still_open": figures.censored,
        "mu": figures.mu,
        "sigma": figures.sigma,
        "days": _named(found.days),
        "still_to_wait": {age: days and _named(days) for age, days in found.still.items()},
    }


def _named(days: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(NAMES, days, strict=True))
