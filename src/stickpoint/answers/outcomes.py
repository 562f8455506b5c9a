"""A clock's answer → which ways to end deserve a word of their own; what hangs on the horizon."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from stickpoint.answers.clock import Course, Timed

RARE, FEW = 0.01, 1
"""Ways that even the high end of the band gives less than the first come as a sum, where there are
more of them than the second."""
LITTLE, SELDOM = 0.05, 0.02
"""What twice as far moves by more than this part of itself, or than this chance, depends on it."""


class Outcomes(NamedTuple):
    """The ways to end, each kind from the most probable on; ``unsettled`` counts as common.

    ``rare`` are less probable than `RARE` in the band too, ``never`` have no chance at all.
    """

    common: tuple[str, ...]
    rare: tuple[str, ...]
    never: tuple[str, ...]


def outcomes(answer: Timed) -> Outcomes:
    """Part the ways to end by how probable they are; a single rare one stands among the common."""
    found = {name: together(answer, [name]) for name in answer.run.outcomes}
    common, rare, never = list[str](), list[str](), list[str]()
    for name in sorted(found, key=lambda name: -found[name][0]):
        # What draws, solved less finely, round to nothing may come all the same.
        most = max(*found[name], answer.run.outcomes[name])
        if most <= 0:
            never += [name] * (name != "unsettled")
        elif most >= RARE or name == "unsettled":
            common.append(name)
        else:
            rare.append(name)
    if len(rare) <= FEW:
        return Outcomes((*common, *rare), (), tuple(never))
    return Outcomes(tuple(common), tuple(rare), tuple(never))


def together(answer: Timed, names: Sequence[str]) -> tuple[float, float, float]:
    """Return how often it ends in any of some ways: the median of the draws, and their band.

    Three times the same where nothing was drawn.
    """
    if answer.ranges is None:
        return (math.fsum(answer.run.outcomes[name] for name in names),) * 3
    drawn = np.sum([answer.ranges.outcomes[name] for name in names], axis=0)
    return answer.ranges.middle(drawn), *answer.ranges.band(drawn)


def depends(answer: Course) -> dict[str, Any]:
    """Tell what twice the horizon moves, yes or no, by the names that the JSON uses.

    A time that lies beyond the horizon depends on it.
    """
    one, two = answer.run, answer.twice.run
    return {
        "median": _moved(one.median, two.median),
        "mean_within_horizon": _moved(one.mean, two.mean),
        "quantiles": {str(q): _moved(one.quantile(q), two.quantile(q)) for q in (0.1, 0.9)},
        "unsettled": abs(one.unsettled - two.unsettled) > SELDOM,
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
        name: math.isnan(part) != math.isnan(two[name]) or abs(part - two[name]) > SELDOM
        for name, part in one.items()
    }
