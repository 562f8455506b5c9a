"""Two runs of the clock, one twice as far → which answers depend on how far one looks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stickpoint.case.model.case import Case
from stickpoint.pages.wording.names import joined, plain
from stickpoint.pages.wording.numbers import duration, percent, rounded
from stickpoint.solve.clock.clock import Clock

LITTLE = 0.05
"""What twice as far moves by more than this part of itself depends on the horizon."""
FEW = 0.02
"""The same for the chance of being unsettled, as a difference."""


@dataclass(frozen=True)
class Shared:
    """Shares of the delay over two horizons, the second twice the first; empty where not told."""

    parties: tuple[Mapping[str, float], Mapping[str, float]] = ({}, {})
    issues: tuple[Mapping[str, float], Mapping[str, float]] = ({}, {})


def depends(one: Clock, two: Clock, shared: Shared | None = None) -> dict[str, Any]:
    """Tell what twice the horizon moves, by the names that the JSON uses.

    Returns
    -------
    dict
        ``median``, ``mean_within_horizon``, ``unsettled`` (bool); ``quantiles``, ``outcomes``,
        ``tolls``, ``delay_share`` and ``issue_share`` (bool by name). A time that lies beyond the
        horizon depends on it.
    """
    told = shared or Shared()
    return {
        "median": _moved(one.median, two.median),
        "mean_within_horizon": _moved(one.mean, two.mean),
        "quantiles": {str(q): _moved(one.quantile(q), two.quantile(q)) for q in (0.1, 0.9)},
        "unsettled": abs(one.unsettled - two.unsettled) > FEW,
        "outcomes": _apart(one.outcomes, two.outcomes),
        "tolls": {name: _moved(paid, two.tolls[name]) for name, paid in one.tolls.items()},
        "delay_share": _apart(*told.parties),
        "issue_share": _apart(*told.issues),
    }


def _moved(one: float | None, two: float | None) -> bool:
    if one is None or two is None:
        return True
    return abs(one - two) > LITTLE * abs(one)


def _apart(one: Mapping[str, float], two: Mapping[str, float]) -> dict[str, bool]:
    """Tell which parts of a whole differ; what can be shared out once and not again does."""
    return {
        name: math.isnan(part) != math.isnan(two[name]) or abs(part - two[name]) > FEW
        for name, part in one.items()
    }


def subjects(found: Mapping[str, Any]) -> list[str]:
    """Name what depends on the horizon, in a word or two each."""
    late = found["mean_within_horizon"] or found["unsettled"] or any(found["quantiles"].values())
    kinds = {
        "the even chance": found["median"],
        "how much of it is over by when": late,
        "which way it ends": any(found["outcomes"].values()) and not found["unsettled"],
        "what it costs": any(found["tolls"].values()),
        "whose delay it is": any(found["delay_share"].values()),
        "which item holds it up": any(found["issue_share"].values()),
    }
    return [what for what, moved in kinds.items() if moved]


def sentence(
    case: Case, one: Clock, two: Clock, found: Mapping[str, Any], shared: Shared | None = None
) -> str:
    """Say what depends on the horizon, with what it becomes at twice as far."""
    moved = [
        *_times(one, two, found),
        *_parts(found["outcomes"], one.outcomes, two.outcomes, _ENDS),
        *_tolls(case, one, two, found),
    ]
    told = shared or Shared()
    names = {party.id: party.short or party.name for party in case.parties}
    items = {issue.id: plain(issue.name) for issue in case.issues}
    whose = {key: f"the share of the delay of {name}" for key, name in names.items()}
    which = {key: f"that of {name}" for key, name in items.items()}
    moved += _parts(found["delay_share"], *told.parties, whose)
    moved += _parts(found["issue_share"], *told.issues, which)
    if not moved:
        return "the middle answer does not depend on that (tried with twice as long)"
    return f"the middle answer depends on that: at twice as long, {joined(moved)}"


_ENDS = {"unsettled": "the share still unsettled"}


def _times(one: Clock, two: Clock, found: Mapping[str, Any]) -> Iterator[str]:
    unit = one.game.unit
    rows = (
        ("the even chance", found["median"], one.median, two.median),
        ("one chance in ten", found["quantiles"]["0.1"], one.quantile(0.1), two.quantile(0.1)),
        ("nine chances in ten", found["quantiles"]["0.9"], one.quantile(0.9), two.quantile(0.9)),
        ("the expected time unsettled", found["mean_within_horizon"], one.mean, two.mean),
    )
    for what, moved, before, after in rows:
        if moved:
            yield _change(what, duration(before, unit), duration(after, unit))


def _tolls(case: Case, one: Clock, two: Clock, found: Mapping[str, Any]) -> Iterator[str]:
    for toll in case.tolls:
        if found["tolls"][toll.name]:
            both = (f"{rounded(c.tolls[toll.name])} {toll.unit}".strip() for c in (one, two))
            yield _change(toll.name, *both)


def _parts(
    moved: Mapping[str, bool],
    one: Mapping[str, float],
    two: Mapping[str, float],
    names: Mapping[str, str],
) -> Iterator[str]:
    for name, changed in moved.items():
        if changed:
            both = ("none" if math.isnan(x[name]) else percent(x[name]) for x in (one, two))
            yield _change(names.get(name, plain(name)), *both)


def _change(what: str, one: str, two: str) -> str:
    """Say what something was and becomes.

    Examples
    --------
    >>> _change("the share still unsettled", "23 %", "20 %")
    'the share still unsettled (20 %, not 23 %)'
    """
    return f"{what} ({two}, not {one})" if one != two else f"{what} ({one})"
