"""Groups of parties → what each reaches by legal sequences together, and what answers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.engine import coalition_kernels as kernels
from stickpoint.solve.stability.engine.walk import Walks, words_of

Mask = NDArray[np.bool_]
Members = tuple[int, ...]


def judge(
    conflict: Conflict, walks: Walks, answers: Answers, members: Members, concepts: tuple[str, ...]
) -> dict[str, Mask]:
    """Judge one coalition under each concept."""
    ranks = conflict.ranks[list(members)]
    reached = walks.reach(members)
    gained = kernels.gains(reached, ranks, False)
    answered = reached
    if {"gmr", "smr"} & set(concepts):
        answered = walks.reach(_rest(conflict, members))
    masks = {concept: ~gained.any(axis=1) for concept in concepts}
    for concept, mask in masks.items():
        if concept == "gmr":
            kernels.stays_for_fear(gained, ranks, kernels.lowest(answered, ranks), mask)
        elif concept == "smr":
            kernels.stays_for_traps(gained, ranks, reached, answered, mask)
        elif concept == "seq":
            rest = _rest(conflict, members)
            least = np.array([answers.least(rank, rest) for rank in ranks])
            kernels.stays_for_fear(gained, ranks, least, mask)
    return masks


@dataclass(frozen=True)
class Answers:
    """For every coalition that may have to answer: from where it gains by going to each state."""

    row_of: dict[Members, int]
    backward: kernels.Bits

    @classmethod
    def of(cls, conflict: Conflict, walks: Walks, groups: Sequence[Members]) -> Answers:
        """Work the gains out for all coalitions outside one of the ``groups``."""
        answering = {f for members in groups for f in subsets(_rest(conflict, members))}
        row_of = {members: row for row, members in enumerate(sorted(answering))}
        n = conflict.n_states
        backward = np.empty((len(row_of), n, words_of(n)), dtype=np.uint64)
        for members, row in row_of.items():
            ranks = conflict.ranks[list(members)]
            backward[row] = kernels.gains(walks.reach(members), ranks, True)
        return cls(row_of, backward)

    def least(self, rank: NDArray[np.int32], parties: Members) -> NDArray[np.int32]:
        """Return the least rank that successive gains of coalitions of these parties lead to."""
        rows = np.array([self.row_of[f] for f in subsets(parties)], dtype=np.int32)
        order = np.argsort(rank, kind="stable").astype(np.int32)
        return kernels.least_by_coalitions(rank, order, self.backward, rows)


def subsets(parties: Iterable[int]) -> list[Members]:
    """List every non-empty group of some parties, small ones first."""
    pool = sorted(parties)
    return [who for size in range(1, len(pool) + 1) for who in combinations(pool, size)]


def _rest(conflict: Conflict, members: Members) -> Members:
    return tuple(j for j in range(conflict.n_parties) if j not in members)
