"""Two runs of the clock, one twice as far → which answers depend on how far one looks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
