"""Edits of what can be done, cheapest first → the first after which an outcome holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.graph import Conflict
from stickpoint.errors import ModelError
from stickpoint.solve.levers.ranks.result import Edit, LeastChange
from stickpoint.solve.stability.sanctions import stability

Candidate = tuple[float, int, tuple[Edit, ...]]


class Edits(Protocol):
    """Edits of a conflict and what becomes of it."""

    conflict: Conflict
    concept: str
    stable: NDArray[np.bool_]

    def candidates(self, states: Sequence[int]) -> Iterator[Candidate]:
        """List cost, target state and edits that could do, cheapest first."""

    def after(self, state: int, edits: Sequence[Edit]) -> Conflict:
        """Return the conflict with the edits made."""


def check_edits(
    conflict: Conflict,
    kinds: Sequence[str],
    known: Sequence[str],
    costs: Mapping[str, float],
    at_once: int,
) -> None:
    """Refuse kinds, costs or a number of edits at once that mean nothing."""
    for kind in kinds:
        if kind not in known:
            raise ModelError(f"unknown kind {kind!r}; expected some of {', '.join(known)}")
    for name, cost in costs.items():
        if name not in known and name not in conflict.options:
            raise ModelError(f"a cost for {name!r}, which is neither an option nor a kind")
        if not cost > 0:
            raise ModelError(f"cost {cost!r} of {name!r}; expected a number above zero")
    if at_once not in (1, 2):
        raise ModelError(f"at_once={at_once!r}; expected 1 or 2")


def least_edits(
    edited: Edits,
    states: tuple[int, ...],
    kind: str,
    method: str,
    *,
    limit: int,
    parameters: Mapping[str, Any],
) -> LeastChange:
    """Judge candidates by the stability lens until all of the least cost are known."""

    def lever(
        state: int | None, cost: float | None, edits: tuple[Edit, ...], proof: str,
        after: Conflict | None, ties: tuple[tuple[Edit, ...], ...] = (),
    ) -> LeastChange:  # fmt: skip
        return LeastChange(
            edited.conflict, states, edited.concept, kind, state, cost, cost, edits, proof, after,
            method, ties=ties, parameters=parameters,
        )  # fmt: skip

    for state in states:
        if edited.stable[:, state].all():
            return lever(state, 0.0, (), "optimal", edited.conflict)
    found: list[Candidate] = []
    proof = "impossible"
    for tried, (cost, state, edits) in enumerate(edited.candidates(states)):
        if found and cost > found[0][0]:
            break
        if tried == limit:
            proof = "none found"
            break
        judged = stability(edited.after(state, edits), (edited.concept,))
        if judged.equilibria[edited.concept][state]:
            found.append((cost, state, edits))
    if not found:
        return lever(None, None, (), proof, None)
    cost, state, edits = found[0]
    ties = tuple(other for _, where, other in found[1:] if where == state)
    return lever(state, cost, edits, "optimal", edited.after(state, edits), ties)
