"""Edits of what can be done, cheapest first → the first after which an outcome holds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.ranks.result import Edit, LeastChange
from stickpoint.solve.levers.ranks.units import check_concept, check_target
from stickpoint.solve.stability.sanctions import OneByOne, stability

Group = tuple[Edit, ...]
Candidate = tuple[float, int, Group]


class Edits(ABC):
    """Edits of one sort that can be made to a conflict, and what becomes of it.

    A class that inherits from this says which groups of up to ``at_once`` edits could do. Costs go
    by kind, or by the id of an option, which comes first.
    """

    KINDS: ClassVar[tuple[str, ...]]
    COSTS: ClassVar[dict[str, float]]
    OF: ClassVar[str]
    METHOD: ClassVar[str]

    def __init__(
        self,
        conflict: Conflict,
        concept: str,
        kinds: Sequence[str],
        costs: Mapping[str, float] | None,
        at_once: int,
    ) -> None:
        check_concept(concept)
        self.parameters = {"kinds": list(kinds), "costs": dict(costs or {}), "at_once": at_once}
        self.conflict, self.concept, self.kinds, self.at_once = conflict, concept, kinds, at_once
        self.costs = self.COSTS | dict(costs or {})
        self._check(costs or {})
        self.stable = stability(conflict, (concept,)).stable[concept]
        self._latest: tuple[int, Group, OneByOne] | None = None
        self.prepare()

    @abstractmethod
    def prepare(self) -> None:
        """Work out what the candidates need, or refuse a conflict that has none."""

    def _check(self, costs: Mapping[str, float]) -> None:
        for kind in self.kinds:
            if kind not in self.KINDS:
                raise ModelError(f"unknown kind {kind!r}; expected some of {', '.join(self.KINDS)}")
        for name, cost in costs.items():
            if name not in self.KINDS and name not in self.conflict.options:
                raise ModelError(f"a cost for {name!r}, which is neither an option nor a kind")
            if not cost > 0:
                raise ModelError(f"cost {cost!r} of {name!r}; expected a number above zero")
        if self.at_once not in (1, 2):
            raise ModelError(f"at_once={self.at_once!r}; expected 1 or 2")

    def cost(self, option: int, kind: str) -> float:
        """Return what an edit of an option costs."""
        return float(self.costs.get(self.conflict.options[option], self.costs[kind]))

    def leavers(self, state: int) -> set[int]:
        """Return the parties that would not stay in a state."""
        return set(np.flatnonzero(~self.stable[:, state]).tolist())

    def groups(self, single_edits: Sequence[Edit]) -> list[Group]:
        """List each edit alone and, where two may be made at once, each pair."""
        alone: list[Group] = [(edit,) for edit in single_edits]
        return alone + list(combinations(single_edits, 2)) if self.at_once == 2 else alone

    @abstractmethod
    def candidates(self, states: Sequence[int]) -> Iterator[Iterable[Candidate]]:
        """List cost, target state and edits that could do, by their costs, cheapest first.

        There are many pairs of edits, so what costs more is listed only once somebody asks for it.
        """

    @abstractmethod
    def after(self, state: int, edits: Sequence[Edit]) -> Conflict:
        """Return the conflict with the edits made, to hold in a state."""

    def stays(self, party: int, state: int, edits: Group) -> NDArray[np.bool_]:
        """Tell where a party stays, (states,), with the edits made, to hold in a state."""
        if self._latest is None or self._latest[:2] != (state, edits):
            self._latest = state, edits, OneByOne(self.after(state, edits), self.concept)
        return self._latest[2].stays(party)

    def _holds(self, state: int, edits: Group) -> bool:
        """Tell whether everybody stays in a state with the edits made."""
        # Whoever leaves as things stand is asked first: as a rule it still does.
        order = np.argsort(self.stable[:, state], kind="stable").tolist()
        return all(bool(self.stays(party, state, edits)[state]) for party in order)

    def least(self, target: int | str | Collection[int], limit: int) -> LeastChange:
        """Judge candidates by the stability lens until all of the least cost are known."""
        states = check_target(self.conflict, target)
        for state in states:
            if not self.leavers(state):
                return self._told(states, "optimal", (0.0, state, ()))
        found, proof = self._first_that_do(states, limit)
        if not found:
            return self._told(states, proof)
        ties = tuple(edits for _, state, edits in found[1:] if state == found[0][1])
        return self._told(states, "optimal", found[0], ties)

    def _first_that_do(self, states: Sequence[int], limit: int) -> tuple[list[Candidate], str]:
        """Return the cheapest candidates that do; what it means that there are none."""
        found: list[Candidate] = []
        tried = 0
        for level in self.candidates(states):
            for cost, state, edits in level:
                if tried == limit:
                    return found, "none found"
                tried += 1
                if self._holds(state, edits):
                    found.append((cost, state, edits))
            if found:
                break
        return found, "impossible"

    def _told(
        self,
        states: tuple[int, ...],
        proof: str,
        found: Candidate | None = None,
        ties: tuple[Group, ...] = (),
    ) -> LeastChange:
        """Put an answer together: what was found, or that nothing was."""
        told = LeastChange(
            self.conflict, states, self.concept, self.OF, proof, self.METHOD,
            ties=ties, parameters=self.parameters,
        )  # fmt: skip
        if found is None:
            return told
        cost, state, edits = found
        after = self.after(state, edits) if edits else self.conflict
        return replace(told, state=state, cost=cost, bound=cost, changes=edits, after=after)
