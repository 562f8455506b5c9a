"""An outcome and a concept → the states asked for, and what must hold for one of them to hold."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.engine.walk import Walks, check_state
from stickpoint.solve.stability.sanctions import CONCEPTS

Temptation = tuple[int, tuple[tuple[int, ...], ...]]
"""Where a party could move to its gain, and the sets of states that would take the gain away."""


def check_target(conflict: Conflict, target: int | str | Collection[int]) -> tuple[int, ...]:
    """Read a target: a state, some states of which one is to hold, or the name of terms."""
    if isinstance(target, str):
        if target not in conflict.terms:
            known = ", ".join(repr(name) for name in conflict.terms) or "none"
            raise ModelError(f"no terms are called {target!r}; this conflict has {known}")
        here = conflict.terms_index == conflict.terms.index(target)
        return tuple(np.flatnonzero(here).tolist())
    states = (target,) if isinstance(target, int | np.integer) else tuple(target)
    if not states:
        raise ModelError("the target is empty; name at least one state")
    for state in states:
        check_state(conflict, state)
    return tuple(sorted({int(state) for state in states}))


def check_concept(concept: str) -> None:
    """Refuse a concept that has no inverse here."""
    if concept not in CONCEPTS:
        raise ModelError(f"unknown concept {concept!r}; expected one of {', '.join(CONCEPTS)}")


def temptations(conflict: Conflict, party: int, state: int, concept: str) -> list[Temptation]:
    """List a party's moves from a state, each with what would take the gain away.

    A move to s₁ is answered by a tuple of states if the party ranks none of them above ``state``:
    (s₂,) under GMR and SEQ, (s₂, and all in R_i(s₂)) under SMR and SSEQ, for each s₂ that the
    others reach from s₁ by legal sequences of moves. Under Nash nothing answers. For SEQ and SSEQ
    this is what has to hold at least, whatever the others like.
    """
    moves = [int(t) for t in conflict.moves_from(party, state)]
    if concept == "nash":
        return [(t, ()) for t in moves]
    ways = Walks.of(conflict, improving=False)
    rest = [j for j in range(conflict.n_parties) if j != party]
    symmetric = concept in ("smr", "sseq")
    result = []
    for t in moves:
        ends = np.flatnonzero(ways.walk(t, rest).reached).tolist()
        result.append((t, tuple(losses(conflict, party, end, symmetric) for end in ends)))
    return result


def losses(conflict: Conflict, party: int, end: int, symmetric: bool) -> tuple[int, ...]:
    """List the states that must all be no gain for a sanction that ends here to count."""
    back = conflict.moves_from(party, end).tolist() if symmetric else []
    return (end, *back)
