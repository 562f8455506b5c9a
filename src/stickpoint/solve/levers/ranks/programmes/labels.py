"""One party and one state → the least change of its order that makes the state stable for it.

Nash, GMR and SMR look only at which states the party ranks *above* the state s. So the unknowns
are labels: above s, level with s, or below. Given the labels the nearest order leaves everything
else as it was, and its distance is a sum over pairs: an exact 0-1 programme in as many unknowns as
there are ranks. All that is asked is that something be *not* above s, and to let anything else rise
above it would only cost; so only what is above s, or level with it, is unknown. Where no two of
these are tied, what a choice costs has a simple form, and `below` searches by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.levers.ranks.programmes.below import Choices, cost, least_below
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
    """Find the nearest order under which each of `target.temptations` is none or has an answer.

    Where no two ranks above the state are equal, by a search of its own (`below`); by the solver
    where they are, or where that search takes too long.
    """
    if (found := _by_search(units, state, temptations)) is not None:
        return found
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


def _by_search(units: Units, state: int, temptations: Sequence[Temptation]) -> NearestOrder | None:
    """Answer without the solver; None where ranks are tied, or the search did not end."""
    level, unit_of = units.level, units.unit_of
    own, run_ = int(unit_of[state]), units.run_of(state)
    # Units ascend, so those above the state are numbered from 1, the lowest, upward.
    above = run_[level[run_] > level[own]]
    tied = np.diff(level[run_[level[run_] >= level[own]]]) == 0
    if tied.any():
        return None
    place = {int(unit): p for p, unit in enumerate(above, 1)}
    asked: list[Choices] = []
    for target, answers in temptations:
        sets = ({int(u) for u in unit_of[list(states)]} for states in [(target,), *answers])
        rising = [{u for u in one if level[u] > level[own]} for one in sets]
        if all(rising):
            asked.append(
                tuple({frozenset(place[u] for u in x) for x in rising if place.keys() >= x})
            )
            if not asked[-1]:
                return None, None, level
    chosen = least_below(asked, above.size)
    if chosen is None:
        return None
    price = REVERSED * cost(chosen)
    group = np.sign(level - level[own]) + 1
    group[[int(above[p - 1]) for p in chosen]] = 0
    return price, price, _ordered(units, run_, group)


def _ordered(units: Units, run_: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the new rank of each unit where some go below the state (0), level (1), or above (2).

    A run is a stretch without a fixed rank, so its ranks may be spread anew above its lowest.
    """
    level = units.level
    result = level.astype(np.int64) * 1_000_000
    lowest, members = result[run_].min(), run_.tolist()
    keys = sorted({(int(group[u]), int(level[u])) for u in members})
    number = {key: place for place, key in enumerate(keys)}
    for u in members:
        result[u] = lowest + number[int(group[u]), int(level[u])]
    return levels(result)


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

        group = [value(a) + value(b) for a, b in zip(self.above, self.not_below, strict=True)]
        return _ordered(self.units, np.array(self.run), np.array(group))
