"""What parties weigh, wish and believe → the least change after which a settlement holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.why.believed import Believed, parts_of, without
from stickpoint.case.model.case import Case, Ranking, Wants, Weights
from stickpoint.case.model.stakes import Payoff, Weight
from stickpoint.graph.conflict import Conflict
from stickpoint.logic import evaluate
from stickpoint.solve.levers.beliefs.corrections import (
    Corrected,
    Corrections,
    fewest_corrections,
)
from stickpoint.solve.levers.beliefs.several import MOST_STATES as MOST_WEIGHED
from stickpoint.solve.levers.beliefs.several import MOST_UNLIKE, SeveralWeights, least_weights
from stickpoint.solve.levers.beliefs.signs import Signs, fewest_signs
from stickpoint.solve.levers.beliefs.weights import Weighted, WeightShift, least_weight
from stickpoint.solve.stability.beliefs.attitudes import MOST_STATES, PAIRWISE
from stickpoint.solve.stability.sanctions import stability

__all__ = [
    "MOST_UNLIKE",
    "MOST_WEIGHED",
    "Asked",
    "BeliefLevers",
    "Corrections",
    "SeveralWeights",
    "Signs",
    "WeightShift",
]

ALL_PARTS = 8
"""Of a view with no more parts every choice is tried; of a longer one single parts and pairs."""


@dataclass(frozen=True, eq=False)
class BeliefLevers:
    """For one settlement, the least change of a view, of attitudes, of one weight and of all.

    Attributes
    ----------
    views : Corrections or None
        None where the case has no views; the state is one that then holds as played.
    parts : dict of str to tuple of str
        By holder of a view: its parts, which ``views`` counts.
    attitudes : Signs or None
        None where the case has no attitudes, or too many states for the concept.
    weights : WeightShift or None
        None where no party is ranked by weights or payoffs, or states are coalesced.
    several : SeveralWeights or None
        By how little all weights at once would have to be off; None where ``weights`` is.
    lines : dict of str to tuple of Weight or Payoff
        By party that is ranked so: what counts in its order.
    too_many : str
        Why attitudes are not judged, where the case has some; empty where they are.
    """

    views: Corrections | None
    parts: dict[str, tuple[str, ...]]
    attitudes: Signs | None
    weights: WeightShift | None
    several: SeveralWeights | None
    lines: dict[str, tuple[Weight | Payoff, ...]]
    too_many: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the case has nothing of the kind."""
        none = self.views is None and self.attitudes is None and self.weights is None
        return none and not self.too_many


NOT_ASKED = BeliefLevers(None, {}, None, None, None, {})
"""Of a settlement among so many states that beliefs are left out of the search."""


class Asked:
    """What is asked of a case's beliefs under a concept, and what all settlements share."""

    def __init__(self, case: Case, conflict: Conflict, concept: str) -> None:
        self._case, self._conflict, self._concept = case, conflict, concept
        self._believed = Believed(case, conflict, (concept,))

    def levers(self, terms: str) -> BeliefLevers:
        """Find the least changes for one settlement."""
        conflict = self._conflict
        target = conflict.terms_index == conflict.terms.index(terms)
        parts = {holder: parts_of(view) for holder, view in self._case.views.items()}
        views = None
        if self._case.views:
            complete = all(len(own) <= ALL_PARTS for own in parts.values())
            views = fewest_corrections(self._choices, target, complete=complete)
        return BeliefLevers(
            views, parts, self._signs(target), *self._weights(target), self._lines, self._too_many
        )

    @property
    def _too_many(self) -> str:
        """Why attitudes are not judged; empty where they are, or the case has none."""
        n = self._conflict.n_states
        if not self._case.attitudes or self._concept not in PAIRWISE or n <= MOST_STATES:
            return ""
        return f"{n:,} states, {MOST_STATES:,} are the most here"

    @cached_property
    def _choices(self) -> list[list[Corrected]]:
        """Where each party would stay with each choice of parts of its view put right."""
        fact = stability(self._conflict, [self._concept]).stable[self._concept]
        return [
            [*self._corrected(party)]
            if party in self._case.views
            else [Corrected(frozenset(), fact[k])]
            for k, party in enumerate(self._conflict.parties)
        ]

    def _corrected(self, holder: str) -> Iterator[Corrected]:
        view = self._case.views[holder]
        names = parts_of(view)
        most = len(names) if len(names) <= ALL_PARTS else 2
        for count in range(most + 1):
            for chosen in combinations(range(len(names)), count):
                left = without(view, {names[k] for k in chosen})
                stays = self._believed.stays(holder, left, self._concept)
                yield Corrected(frozenset(chosen), stays)

    def _signs(self, target: NDArray[np.bool_]) -> Signs | None:
        if not self._case.attitudes or self._too_many:
            return None
        return fewest_signs(self._conflict, self._believed.signs, target, self._concept)

    @cached_property
    def _lines(self) -> dict[str, tuple[Weight | Payoff, ...]]:
        found: dict[str, tuple[Weight | Payoff, ...]] = {}
        for party in self._conflict.parties:
            order = self._case.preferences.get(party)
            if isinstance(order, Weights):
                found[party] = order.items
            elif not isinstance(order, Wants | Ranking):
                found[party] = tuple(line for line in self._case.payoffs if line.party == party)
        return found

    def _weights(
        self, target: NDArray[np.bool_]
    ) -> tuple[WeightShift | None, SeveralWeights | None]:
        """Find the least change of one weight, and of all at once."""
        conflict, sums = self._conflict, self._sums
        if sums is None:
            return None, None
        one = least_weight(conflict, sums, target, self._concept)
        return one, least_weights(conflict, sums, target, self._concept)

    @cached_property
    def _sums(self) -> dict[int, list[Weighted]] | None:
        """What counts in the orders of those who weigh; None where no statement has one value."""
        conflict, codes = self._conflict, self._conflict.codes
        if not self._lines or conflict.merged or codes is None:
            return None
        return {
            conflict.parties.index(party): [
                Weighted(evaluate(line.statement.formula, codes), size(line, self._case))
                for line in lines
            ]
            for party, lines in self._lines.items()
        }


def size(line: Weight | Payoff, case: Case) -> Fraction:
    """Return what one line counts in an order: its weight, or the middle of its worth."""
    if isinstance(line, Weight):
        return line.weight
    return Fraction(line.worth.per(case.clock.unit).exact)
