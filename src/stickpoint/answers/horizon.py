"""Two runs of the clock, one twice as far → which answers depend on how far one looks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from stickpoint.case.model.case import Case
from stickpoint.errors import SolveError

if TYPE_CHECKING:
    from stickpoint.answers.clock import Course

LITTLE = 0.05
"""What twice as far moves by more than this part of itself depends on the horizon."""
FEW = 0.02
"""The same for the chance of being unsettled, as a difference."""


class Shared(NamedTuple):
    """Shares of the delay over two horizons, the second twice the first; empty where not told."""

    parties: tuple[Mapping[str, float], Mapping[str, float]]
    issues: tuple[Mapping[str, float], Mapping[str, float]]


def looked_ahead(case: Case, given: float | None) -> float:
    """Return how far to look ahead, as asked for or else as the case says, but not without end."""
    far = case.clock.horizon if given is None else given
    if far is None:
        raise SolveError("the case has no horizon; give one with --horizon, in the case's unit")
    return far


def depends(answer: Course) -> dict[str, Any]:
    """Tell what twice the horizon moves, yes or no, by the names that the JSON uses.

    A time that lies beyond the horizon depends on it.
    """
    one, two = answer.run, answer.longer
    return {
        "median": _moved(one.median, two.median),
        "mean_within_horizon": _moved(one.mean, two.mean),
        "quantiles": {str(q): _moved(one.quantile(q), two.quantile(q)) for q in (0.1, 0.9)},
        "unsettled": abs(one.unsettled - two.unsettled) > FEW,
        "outcomes": _apart(one.outcomes, two.outcomes),
        "tolls": {name: _moved(paid, two.tolls[name]) for name, paid in one.tolls.items()},
        "delay_share": _apart(*answer.shared.parties),
        "issue_share": _apart(*answer.shared.issues),
    }


def _moved(one: float | None, two: float | None) -> bool:
    return one is None or two is None or abs(one - two) > LITTLE * abs(one)


def _apart(one: Mapping[str, float], two: Mapping[str, float]) -> dict[str, bool]:
    """Tell which parts of a whole differ; what can be shared out once and not again does."""
    return {
        name: math.isnan(part) != math.isnan(two[name]) or abs(part - two[name]) > FEW
        for name, part in one.items()
    }
