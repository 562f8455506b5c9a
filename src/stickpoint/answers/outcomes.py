"""A clock's answer → which ways to end deserve a word of their own, and what the rest come to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from stickpoint.answers.clock import Timed

RARE, FEW = 0.01, 1
"""Ways that even the high end of the band gives less than the first come as a sum, where there are
more of them than the second."""


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
