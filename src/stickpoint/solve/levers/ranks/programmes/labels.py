"""One party and one state → the least change of its order that makes the state stable for it.

Nash, GMR and SMR look only at which states the party ranks *above* the state s. So the unknowns
are labels: above s, level with s, or below. Given the labels the nearest order leaves everything
else as it was, and its distance is a sum over pairs: an exact 0-1 programme in as many unknowns as
there are ranks. All that is asked is that something be *not* above s, and to let anything else rise
above it would only cost; so only what is above s, or level with it, is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.levers.ranks.programmes.solver import (
    Budget,
    all_of,
    negated,
    new_model,
    require_any,
    run,
)
from stickpoint.solve.levers.ranks.units import PARTED, REVERSED, Temptation, Units, levels

NearestOrder = tuple[int | None, int | None, NDArray[np.int64]]
"""What it costs, in half swaps, and what no order costs less than; the new rank of each unit.

The first is None where no order does it or none was found within the work, the second where none
can do it.
"""


def least_labels(
    units: Units, state: int, temptations: Sequence[Temptation], budget: Budget
) -> NearestOrder:
    """Find the nearest order under which each of `target.temptations` is none or has an answer."""
    labels = _Labels(units, state)
    for target, answers in temptations:
        labels.require(target, answers)
    labels.minimise()
    status, solver = run(labels.model, budget)
    if status == "impossible":
        return None, None, units.level
    if status == "unknown":
        return None, 0, units.level
    bound = int(np.ceil(solver.best_objective_bound - 1e-6))
    return int(solver.objective_value), bound, labels.order(solver)


class _Labels:
    """The 0-1 programme: for each unit whether it is above s, and whether it is not below."""

    def __init__(self, units: Units, state: int) -> None:
        self.units, self.model = units, new_model()
        self.own, self.run = int(units.unit_of[state]), units.run_of(state).tolist()
        level = units.level
        here = level[self.own]
        self.above: list[Any] = (level > here).astype(int).tolist()
        self.not_below: list[Any] = (level >= here).astype(int).tolist()
        for u in self.run:
            if level[u] > here:
                self.above[u] = self.not_below[u] = self.model.new_bool_var("")
            elif level[u] == here and u != self.own:
                self.not_below[u] = self.model.new_bool_var("")

    def require(self, target: int, answers: Sequence[tuple[int, ...]]) -> None:
        """Let a move be no gain, or one of the answers take the gain away."""
        unit_of = self.units.unit_of
        choices = [negated(self.above[unit_of[target]])]
        choices += [
            all_of(self.model, [negated(self.above[u]) for u in states])
            for states in {tuple(sorted({int(unit_of[t]) for t in answer})) for answer in answers}
        ]
        require_any(self.model, choices)

    def minimise(self) -> None:
        """Make the distance to the given order the objective."""
        level, terms = self.units.level, []
        open_ = [u for u in self.run if level[u] >= level[self.own]]
        for low, high in combinations(open_, 2):
            changed = self.model.new_bool_var("")
            tied = level[high] == level[low]
            both = (self.above, self.not_below)
            for sign in both[:1] if level[low] > level[self.own] else both:
                self.model.add(changed >= sign[low] - sign[high])
                if tied:
                    self.model.add(changed >= sign[high] - sign[low])
            terms.append((PARTED if tied else REVERSED) * changed)
        self.model.minimize(sum(terms))

    def order(self, solver: Any) -> NDArray[np.int64]:
        """Return the new rank of each unit."""

        def value(sign: Any) -> int:
            return sign if isinstance(sign, int) else int(solver.boolean_value(sign))

        level = self.units.level
        group = [value(a) + value(b) for a, b in zip(self.above, self.not_below, strict=True)]
        # A run is a stretch without a fixed rank, so its ranks may be spread anew above its lowest.
        result = level.astype(np.int64) * 1_000_000
        lowest = result[self.run].min()
        keys = sorted({(group[u], int(level[u])) for u in self.run})
        place = {key: number for number, key in enumerate(keys)}
        for u in self.run:
            result[u] = lowest + place[group[u], int(level[u])]
        return levels(result)
