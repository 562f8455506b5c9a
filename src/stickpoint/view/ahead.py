"""Two runs of the clock, one twice as far → which answers depend on how far one looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stickpoint.case.model import Case
from stickpoint.solve.clock.clock import Clock
from stickpoint.view.numbers import duration, percent, rounded
from stickpoint.view.words import joined

LITTLE = 0.05
"""What twice as far moves by more than this part of itself depends on the horizon."""
FEW = 0.02
"""The same for the chance of being unsettled, as a difference."""


def depends(one: Clock, two: Clock) -> dict[str, Any]:
    """Tell what twice the horizon moves, by the names that the JSON uses.

    Returns
    -------
    dict
        ``median``, ``mean_within_horizon``, ``unsettled`` (bool) and ``tolls`` (bool by name); an
        even chance that lies beyond the horizon depends on it.
    """
    return {
        "median": _moved(one.median, two.median),
        "mean_within_horizon": _moved(one.mean, two.mean),
        "unsettled": abs(one.unsettled - two.unsettled) > FEW,
        "tolls": {name: _moved(paid, two.tolls[name]) for name, paid in one.tolls.items()},
    }


def _moved(one: float | None, two: float | None) -> bool:
    if one is None or two is None:
        return True
    return abs(one - two) > LITTLE * abs(one)


def sentence(case: Case, one: Clock, two: Clock, found: Mapping[str, Any]) -> str:
    """Say what depends on the horizon, with what it becomes at twice as far."""
    unit = one.game.unit
    moved = []
    if found["median"]:
        moved.append(_change("the even chance", *(duration(c.median, unit) for c in (one, two))))
    if found["mean_within_horizon"]:
        both = (duration(c.mean, unit) for c in (one, two))
        moved.append(_change("the expected time unsettled", *both))
    if found["unsettled"]:
        both = (percent(c.unsettled) for c in (one, two))
        moved.append(_change("the share still unsettled", *both))
    for toll in case.tolls:
        if found["tolls"][toll.name]:
            both = (f"{rounded(c.tolls[toll.name])} {toll.unit}".strip() for c in (one, two))
            moved.append(_change(toll.name, *both))
    if not moved:
        return "the middle answer does not depend on that (tried with twice as long)"
    return f"the middle answer depends on that: at twice as long, {joined(moved)}"


def _change(what: str, one: str, two: str) -> str:
    """Say what something was and becomes.

    Examples
    --------
    >>> _change("the share still unsettled", "23 %", "20 %")
    'the share still unsettled (20 %, not 23 %)'
    """
    return f"{what} ({two}, not {one})" if one != two else f"{what} ({one})"
