"""Case → its rival explanations side by side under two methods; never one verdict."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import combinations, permutations
from math import log
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.answer import Answer
from stickpoint.answers.motives.evidence import (
    SortedMoves,
    at_random,
    scored_moves,
    sorted_moves,
    structural,
)
from stickpoint.answers.motives.ratings import (
    Agreement,
    agreement_of,
    rated_evidence,
    ratings_of,
    tracing_of,
)
from stickpoint.case.model.case import Case
from stickpoint.errors import SolveError, expect
from stickpoint.solve.motives import weights
from stickpoint.solve.motives.evidence import LogEvidence
from stickpoint.solve.motives.tracing import DECIBANS, Tracing, Unit
from stickpoint.solve.motives.weights import FOUND, Flip

__all__ = ["DECIBANS", "FOUND", "Motives", "Unscored"]

CLEAR = 10.0
"""Decibans of log evidence below which two explanations are not told apart."""

Floats = NDArray[np.float64]
Span: TypeAlias = tuple[float, float, float]
"""Low, middle and high, in decibans."""
Unscored: TypeAlias = Literal["asked", "payoffs", "start", "horizon", "moves", "same"]
"""Why the dated moves do not speak on an explanation.

It was asked for; the case lacks payoffs, a start of the clock, a horizon or moves that change
anything; or the explanation has the payoffs of the case.
"""


@dataclass(frozen=True, eq=False, repr=False)
class Motives(Answer):
    """Both methods on one case.

    Parameters
    ----------
    case : Case
    seed, each : int
        Where the draws begin, and how many there are in each of the last rounds.
    method : str
        ``importance`` or ``nested``; see `stickpoint.solve.motives.evidence.log_evidence`.
    structural : bool
        Whether to score the dated moves under the clock, which takes a while.
    all_ranges : bool
        Whether to average over every range of the case, which takes longer still, or only over
        those that an explanation is about.
    progress : callable, optional
        Told the explanation and the number of likelihoods computed for it so far.
    """

    case: Case
    seed: int = 0
    each: int = 250
    method: str = "importance"
    structural: bool = True
    all_ranges: bool = False
    progress: Callable[[str, int], None] | None = field(default=None)

    question = "motives"

    @cached_property
    def tracing(self) -> Tracing:
        """The ratings of the case, ready to be asked."""
        return tracing_of(self.case)

    @cached_property
    def posterior(self) -> Floats:
        """Low, middle and high of each posterior, shape (hypotheses, 3)."""
        return self.tracing.posterior()

    @cached_property
    def leaders(self) -> tuple[int, int]:
        """The two that stand highest at the middle of all ranges; one twice where it is alone."""
        return weights.leaders(self.tracing) if len(self.tracing.hypotheses) > 1 else (0, 0)

    @cached_property
    def unit_weights(self) -> list[tuple[Unit, Span]]:
        """How far each item or group speaks for the first of the leaders against the second."""
        return [(unit, weights.pair_weight(unit, *self.leaders)) for unit in self.tracing.units]

    @cached_property
    def item_weights(self) -> Floats:
        """How far each item in hand does so alone: low, middle and high, shape (items, 3)."""
        one, other = self.leaders
        tracing = self.tracing  # pair by pair, for all pairs of all items would not fit
        weighed = [DECIBANS * tracing.alone(row)[one, other] for row in tracing.ratings]
        return np.array(weighed).reshape(-1, 3)

    @cached_property
    def record_weight(self) -> Span:
        """How far the whole record does so, priors aside."""
        return weights.record_weight(self.tracing, *self.leaders)

    @property
    def prior_weight(self) -> float | None:
        """How far the priors do so at their middle; None where they leave the second no chance."""
        mine, other = self.tracing.middle_prior[list(self.leaders)].tolist()
        return DECIBANS * log(mine / other) if other else None

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """The single ratings that would put another explanation first, least change first."""
        return weights.flips(self.tracing)

    @cached_property
    def most_telling(self) -> float:
        """How much a further item can be expected to weigh at most, in decibans."""
        return weights.most_telling(self.tracing)

    @cached_property
    def unscored(self) -> dict[str, Unscored]:
        """Explanations that the dated moves cannot speak on, each with the reason."""
        why = _lacks(self.case) if self.structural else "asked"
        if why is not None:
            return {h.name: why for h in self.case.hypotheses}
        return {h.name: "same" for h in self.case.hypotheses if not h.payoffs}

    @cached_property
    def moves(self) -> SortedMoves:
        """Which moves of the record are scored and which are not, with the reason."""
        return sorted_moves(self.case) if self.structural else SortedMoves()

    @cached_property
    def evidences(self) -> dict[str, LogEvidence | str]:
        """The log evidence of each explanation that can be scored, or why there is none."""
        names = [h.name for h in self.case.hypotheses if h.name not in self.unscored]
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            return dict(zip(names, pool.map(self._scored, names), strict=True))

    @property
    def scored(self) -> dict[str, LogEvidence]:
        """The log evidence of those for which there is one."""
        return {n: e for n, e in self.evidences.items() if isinstance(e, LogEvidence)}

    @property
    def failed(self) -> dict[str, str]:
        """What went wrong with the others that can be scored."""
        return {n: why for n, why in self.evidences.items() if isinstance(why, str)}

    def _scored(self, name: str) -> LogEvidence | str:
        told = None if self.progress is None else partial(self.progress, name)
        try:
            return structural(
                self.case, name, each=self.each, seed=self.seed, all_ranges=self.all_ranges,
                progress=told, method=self.method,
            )  # fmt: skip
        except SolveError as error:
            return str(error)

    @cached_property
    def missing(self) -> dict[str, tuple[float, float]]:
        """For each item not in hand what looking for it is expected to be worth, in decibans."""
        worth = {}
        for item in (item.id for item in rated_evidence(self.case) if not item.observed):
            known = [self.tracing.items.index(other) for other in self.depends_on(item)]
            worth[item] = weights.expected_weight(self.tracing, ratings_of(self.case, item), known)
        return dict(sorted(worth.items(), key=lambda pair: -pair[1][1]))

    def depends_on(self, item: str) -> list[str]:
        """List the items in hand that share a group with one that is not."""
        groups = (group for group in self.case.groups if item in group)
        return [other for group in groups for other in group if other in self.tracing.items]

    @cached_property
    def agreement(self) -> Agreement | None:
        """How far coders agree; None where no item has several."""
        return agreement_of(self.case)

    @cached_property
    def at_random(self) -> float | None:
        """The log-likelihood of the moves under play at random; None where none are scored."""
        return at_random(self.case) if self.evidences else None

    @cached_property
    def worse_than_random(self) -> bool:
        """Whether every explanation makes the moves less likely than play at random does."""
        scored = [found.value for found in self.scored.values()]
        return bool(scored) and self.at_random is not None and max(scored) < self.at_random

    @cached_property
    def undecided(self) -> list[tuple[str, str]]:
        """Pairs whose posterior ranges overlap."""
        low, high = self.posterior[:, 0], self.posterior[:, 2]
        names = self.tracing.hypotheses
        return [
            (names[g], names[h])
            for g, h in combinations(range(len(names)), 2)
            if low[g] <= high[h] and low[h] <= high[g]
        ]

    @cached_property
    def disagreements(self) -> list[tuple[str, str]]:
        """Pairs in which the moves favour the first and the rated evidence the second.

        The moves by the margins of `untold`, the evidence with every ratio at its middle.
        """
        scored = self.scored
        place = {name: k for k, name in enumerate(self.tracing.hypotheses)}
        found = []
        for one, other in permutations(scored, 2):
            told = (one, other) not in self.untold and (other, one) not in self.untold
            against = weights.record_weight(self.tracing, place[one], place[other])[1] < 0
            if told and against and scored[one].value > scored[other].value:
                found.append((one, other))
        return found

    @cached_property
    def untold(self) -> list[tuple[str, str]]:
        """Pairs whose log evidences differ by less than 10 decibans or twice their error."""
        return [
            (one, other)
            for (one, a), (other, b) in combinations(self.scored.items(), 2)
            if abs(a.value - b.value) < max(CLEAR / DECIBANS, 2 * np.hypot(a.error, b.error))
        ]


def _lacks(case: Case) -> Unscored | None:
    """Return what a case would need for its moves to be scored; None when it has all."""
    if not case.payoffs:
        return "payoffs"
    if case.clock.start is None:
        return "start"
    if case.clock.horizon is None:
        return "horizon"
    return None if scored_moves(case) else "moves"


def motives(case: Case, *, structural: bool = True, **settings: Any) -> Motives:
    """Ask which rival explanation of a party's conduct the record favours; it names no winner.

    Parameters
    ----------
    case : Case
        With hypotheses, and evidence that is rated for them.
    structural : bool
        Whether to score the dated moves under the clock too; `answers.progress.SCORED_IN` says how
        long that takes.
    **settings
        ``seed``, ``each`` (draws in a last round), ``method`` (importance or nested) and
        ``all_ranges``, as for `Motives`.

    Returns
    -------
    Motives
        Prints as a page; ``tracing`` has the rated evidence, ``posterior`` low, middle and high of
        each explanation, ``flips`` which single rating would put another first.

    Raises
    ------
    ModelError
        A case without rival explanations.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = sp.motives(sp.load("korea-1952"), structural=False)
    >>> found.tracing.hypotheses[4], found.posterior[4].round(2).tolist()
    ('two-sided bargaining', [0.01, 0.9, 1.0])
    """
    expect(case, Case)
    tracing_of(case)  # refuses a case without rivals at once, not when it is asked for its answer
    return Motives(case, structural=structural, **settings)
