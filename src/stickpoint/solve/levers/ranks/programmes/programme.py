"""Orders of several parties as a 0-1 programme that grows: one variable for each pair in question.

Whole orders of n ranks have n² / 2 pairs, and transitivity a clause or two for each three of them.
Hardly any of those ever matters: a pair that nothing asks about stays as it is, at no cost. So a
pair gets its variable when a clause names it, and three ranks get theirs when a proposal goes in a
circle there. Each proposal is least for what has been asked so far, so its cost bounds the answer
from below, and the first that is an order and is not refuted is least.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.ranks.programmes.solver import (
    Budget,
    all_of,
    negated,
    new_model,
    require_any,
    run,
    values_of,
)
from stickpoint.solve.levers.ranks.units import PARTED, REVERSED, Orders, Units

MAX_RANKS = 3_000
"""Of one party; what is above what is kept as a table."""

Above = dict[int, NDArray[np.bool_]]
Three = tuple[int, int, int]
Answers = tuple[tuple[int, ...], ...]


class Programme:
    """What is asked of pairs of ranks, and the least change that meets it."""

    def __init__(self, conflict: Conflict, units: Mapping[int, Units]) -> None:
        most = max([0, *(int((unit.run >= 0).sum()) for unit in units.values())])
        if most > MAX_RANKS:
            raise SolveError(
                f"{most:,} ranks may change places, too many for sequential stability: name fewer "
                "states in free, or ask for gmr or smr"
            )
        self.conflict, self.units, self.model = conflict, units, new_model()
        self.scale = scale_of(units)
        self.pairs: dict[int, dict[tuple[int, int], Any]] = {party: {} for party in units}
        self._asked: dict[int, set[Three]] = {party: set() for party in units}
        self._terms: list[Any] = []
        self._given = {
            party: unit.level[:, None] > unit.level[None, :] for party, unit in units.items()
        }

    def above(self, party: int, s: int, t: int) -> Any:
        """Return whether a party ranks s above t: a literal, or True or False where it is fixed."""
        units = self.units.get(party)
        if units is None:
            rank = self.conflict.ranks[party]
            return bool(rank[s] > rank[t])
        return self._above(party, int(units.unit_of[s]), int(units.unit_of[t]))

    def _above(self, party: int, u: int, v: int) -> Any:
        units, pairs = self.units[party], self.pairs[party]
        if (u, v) in pairs:
            return pairs[u, v]
        level, run_ = units.level, units.run
        if u == v or run_[u] < 0 or run_[u] != run_[v]:
            return bool(level[u] > level[v])
        low, high = self._create(party, u, v)
        # What lies between goes along with one of the two.
        for mid in np.flatnonzero((run_ == run_[u]) & (level > level[low]) & (level < level[high])):
            self._transitive(party, (low, int(mid), high))
        return pairs[u, v]

    def _create(self, party: int, u: int, v: int) -> tuple[int, int]:
        """Make the variable of a pair, and its part of the price; give the lower and the higher."""
        units, pairs = self.units[party], self.pairs[party]
        low, high = sorted((u, v), key=lambda unit: (int(units.level[unit]), unit))
        price = int(units.price * self.scale)
        pairs[high, low] = self.model.new_bool_var("")
        if units.level[low] < units.level[high]:
            pairs[low, high] = ~pairs[high, low]
            self._terms.append(REVERSED * price * pairs[low, high])
            return low, high
        pairs[low, high] = self.model.new_bool_var("")
        self.model.add_at_most_one(pairs[high, low], pairs[low, high])
        self._terms += [PARTED * price * pairs[pair] for pair in ((high, low), (low, high))]
        return low, high

    def _transitive(self, party: int, three: Three) -> None:
        """If u is above w, then u is above v or v above w."""
        if three in self._asked[party]:
            return
        self._asked[party].add(three)
        u, v, w = three
        pairs = self.pairs[party]
        for pair in ((u, w), (u, v), (v, w)):
            if pair not in pairs:
                self._create(party, *pair)
        self.model.add_bool_or(~pairs[u, w], pairs[u, v], pairs[v, w])

    def require(
        self, party: int, state: int, target: int, answers: Answers, leading_out: tuple[Three, ...]
    ) -> None:
        """Let a move be no gain, or one of some answers count, or a way out be an improvement."""
        choices = [negated(self.above(party, target, state))]
        choices += [
            all_of(self.model, [negated(self.above(party, t, state)) for t in set(answer)])
            for answer in answers
        ]
        choices += [self.above(mover, to, origin) for mover, origin, to in leading_out]
        require_any(self.model, choices)

    def solve(self, budget: Budget) -> tuple[str, int, Orders]:
        """Find the least orders that meet what is asked: a new rank for each unit, by party.

        With ``optimal``, ``impossible``, or ``unknown`` where the work ran out, and what no orders
        cost less than, in price units. The orders are empty unless optimal.
        """
        bound = 0
        while True:
            self.model.minimize(sum(self._terms))  # replaces the one before
            status, solver = run(self.model, budget)
            if status == "impossible":
                return status, bound, {}
            if status != "unknown":
                bound = max(bound, int(np.ceil(solver.best_objective_bound - 1e-6)))
            if status != "optimal":
                return "unknown", bound, {}
            above = self._read(solver)
            circles = [(p, three) for p in above for three in self._circles(p, above[p])]
            if not circles:
                return status, bound, {p: a.sum(axis=1).astype(np.int64) for p, a in above.items()}
            for party, three in circles:
                self._transitive(party, three)

    def _read(self, solver: Any) -> Above:
        """Read off a solution what is above what; a pair without a variable is as it was."""
        found: Above = {}
        for party, pairs in self.pairs.items():
            found[party] = self._given[party].copy()
            if pairs:
                places = np.array(list(pairs), dtype=np.int64)
                found[party][places[:, 0], places[:, 1]] = values_of(solver, pairs.values())
        return found

    def _circles(self, party: int, above: NDArray[np.bool_]) -> Iterator[Three]:
        """List (u, v, w) with u above w, but neither u above v nor v above w.

        There is none where nothing has changed, so one of the three pairs has.
        """
        run_ = self.units[party].run
        for x, y in np.argwhere(above != self._given[party]).tolist():
            others = run_ == run_[x]
            others[[x, y]] = False
            if above[x, y]:
                for v in np.flatnonzero(others & ~above[x] & ~above[:, y]).tolist():
                    yield x, v, y
            else:
                for w in np.flatnonzero(others & above[x] & ~above[y]).tolist():
                    yield x, y, w
                for u in np.flatnonzero(others & above[:, y] & ~above[:, x]).tolist():
                    yield u, x, y


def scale_of(units: Mapping[int, Units]) -> int:
    """Return the factor that makes every price whole."""
    return lcm(*(unit.price.denominator for unit in units.values()))
