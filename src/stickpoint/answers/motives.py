"""Case → rival explanations side by side under two methods, as data; never one verdict."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cached_property, partial
from itertools import combinations, permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.motives_moves import (
    Sorted,
    at_random,
    scored_moves,
    sorted_moves,
    structural,
)
from stickpoint.answers.motives_ratings import (
    Agreement,
    agreement_of,
    coders_of,
    ratings_of,
    tracing_of,
)
from stickpoint.case.model.case import Case
from stickpoint.errors import SolveError
from stickpoint.pages.data.clock import finite
from stickpoint.pages.wording.numbers import percent, ranged
from stickpoint.solve.motives.evidence import LogEvidence
from stickpoint.solve.motives.tracing import DECIBANS, Tracing
from stickpoint.solve.motives.weights import (
    expected_weight,
    flips,
    item_weights,
    leaders,
    most_telling,
    pair_weight,
    record_weight,
)

CLEAR = 10.0
"""Decibans of log evidence below which two explanations are not told apart."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Motives:
    """Both methods on one case.

    Parameters
    ----------
    case : Case
    seed, each : int
        Where the draws begin, and how many there are in each round.
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

    @cached_property
    def tracing(self) -> Tracing:
        """The ratings of the case, ready to be asked."""
        return tracing_of(self.case)

    @cached_property
    def posterior(self) -> Floats:
        """Low, middle and high of each posterior, shape (hypotheses, 3)."""
        return self.tracing.posterior()

    @cached_property
    def unscored(self) -> dict[str, str]:
        """Explanations that the dated moves cannot speak on, each with the reason."""
        if not self.structural:
            return {
                h.name: "the dated moves were left out on request" for h in self.case.hypotheses
            }
        lacks = _lacks(self.case)
        if lacks:
            return {h.name: f"the case lacks {lacks}" for h in self.case.hypotheses}
        why = "it changes no payoff, so under the clock it says nothing of its own"
        return {h.name: why for h in self.case.hypotheses if not h.payoffs}

    @cached_property
    def moves(self) -> Sorted:
        """Which moves of the record are scored and which are not, with the reason."""
        return sorted_moves(self.case) if self.structural else Sorted()

    @cached_property
    def evidences(self) -> dict[str, LogEvidence | str]:
        """The log evidence of each explanation that can be scored, or why there is none."""
        names = [h.name for h in self.case.hypotheses if h.name not in self.unscored]
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            return dict(zip(names, pool.map(self._scored, names), strict=True))

    def _scored(self, name: str) -> LogEvidence | str:
        told = None if self.progress is None else partial(self.progress, name)
        settings: dict[str, Any] = {
            "each": self.each, "seed": self.seed, "method": self.method, "progress": told,
        }  # fmt: skip
        try:
            return structural(self.case, name, all_ranges=self.all_ranges, **settings)
        except SolveError as error:
            return str(error)

    @cached_property
    def missing(self) -> dict[str, tuple[float, float]]:
        """For each item not in hand what looking for it is expected to be worth, in decibans."""
        place = {item: k for k, item in enumerate(self.tracing.items)}
        worth = {}
        for item in self.case.record.evidence:
            if not item.observed:
                known = [place[other] for other in self.depends_on(item.id)]
                ratings = ratings_of(self.case, item.id)
                worth[item.id] = expected_weight(self.tracing, ratings, known)
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
        scored = [e.value for e in self.evidences.values() if isinstance(e, LogEvidence)]
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
        scored = {n: e for n, e in self.evidences.items() if isinstance(e, LogEvidence)}
        place = {name: k for k, name in enumerate(self.tracing.hypotheses)}
        found = []
        for one, other in permutations(scored, 2):
            told = (one, other) not in self.untold and (other, one) not in self.untold
            against = record_weight(self.tracing, place[one], place[other])[1] < 0
            if told and against and scored[one].value > scored[other].value:
                found.append((one, other))
        return found

    @cached_property
    def untold(self) -> list[tuple[str, str]]:
        """Pairs whose log evidences differ by less than 10 decibans or twice their error."""
        scored = [(n, e) for n, e in self.evidences.items() if isinstance(e, LogEvidence)]
        found = []
        for (one, a), (other, b) in combinations(scored, 2):
            apart = abs(a.value - b.value)
            if apart < max(CLEAR / DECIBANS, 2 * float(np.hypot(a.error, b.error))):
                found.append((one, other))
        return found


def _lacks(case: Case) -> str:
    """Say what a case would need for its moves to be scored; empty when it has all."""
    if not case.payoffs:
        return "payoffs, so there is no clock to score moves under"
    if case.clock.start is None:
        return "a start of the clock"
    if case.clock.horizon is None:
        return "a finite horizon"
    return "" if scored_moves(case) else "dated moves that change anything"


def motive_line(case: Case) -> str:
    """Say in one line what the rated evidence has to say on the motive; empty without rivals."""
    if len(case.hypotheses) < 2:
        return ""
    answer = Motives(case, structural=False)
    first, second = leaders(answer.tracing)
    names, table = answer.tracing.hypotheses, answer.posterior
    ahead, behind = (f"'{names[h]}', {_span(table[h])}" for h in (first, second))
    if any(names[first] in pair for pair in answer.undecided):
        stands = f"'{names[first]}' stands highest, {_span(table[first])}"
        return f"The record does not decide. {stands}, before {behind}."
    return f"The record favours {ahead}, before {behind}."


def motive_data(case: Case) -> dict[str, Any]:
    """Return what the line says as plain data: ``sentence``, and for each rival its posterior."""
    line = motive_line(case)
    if not line:
        return {}
    answer = Motives(case, structural=False)
    rows = zip(answer.tracing.hypotheses, answer.posterior.tolist(), strict=True)
    return {"sentence": line, "posterior": dict(rows)}


def _span(row: Floats) -> str:
    """Return a posterior with its range."""
    low, mid, high = (percent(x) for x in row)
    return ranged(mid, low, high)


def draws(answer: Motives, count: int = 1000) -> str:
    """Write equally weighted draws of what was averaged over, one a line, as CSV text.

    Columns: hypothesis, draw, unknown, value.
    """
    import csv
    import io

    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("hypothesis", "draw", "unknown", "value"))
    for name, found in answer.evidences.items():
        if isinstance(found, LogEvidence):
            for k, point in enumerate(found.draws(count).tolist()):
                rows.writerows((name, k, *pair) for pair in zip(found.names, point, strict=True))
    return out.getvalue()


def plain(answer: Motives) -> dict[str, Any]:
    """Return the answer as plain data; the spellings outsiders rely on."""
    tracing, table = answer.tracing, answer.posterior
    names = tracing.hypotheses
    weights = item_weights(tracing)
    first, second = leaders(tracing) if len(names) > 1 else (0, 0)
    data = {
        "process_tracing": {
            name: {"prior": row.tolist(), "posterior": table[h].tolist()}
            for h, (name, row) in enumerate(zip(names, tracing.prior, strict=True))
        },
        "structural": {
            name: {"log_evidence": e.value, "error": e.error, "method": e.method,
                   "calls": e.calls, "each": e.each, "averaged_over": list(e.names)}
            for name, e in answer.evidences.items()
            if isinstance(e, LogEvidence)
        },
        "random_play": answer.at_random,
        "moves": {
            "scored": [move.name for move in answer.moves.scored],
            "left_out": answer.moves.left_out,
            "cut": answer.moves.cut,
        },
        "not_scored": answer.unscored
        | {name: why for name, why in answer.evidences.items() if isinstance(why, str)},
        "leaders": [names[first], names[second]],
        "decibans": {
            "record": list(record_weight(tracing, first, second)),
            "items": {
                item: weights[k, first, second].tolist() for k, item in enumerate(tracing.items)
            },
            "units": [
                {"items": [tracing.items[k] for k in unit.items],
                 "weight": list(pair_weight(unit, first, second))}
                for unit in tracing.units
            ],
        },
        "flips": [
            {"evidence": tracing.items[f.item], "hypothesis": names[f.hypothesis],
             "was": f.was, "becomes": f.becomes, "steps": f.steps, "first": names[f.first]}
            for f in flips(tracing)
        ],
        "ratings": {
            item.id: dict(zip(names, ratings_of(answer.case, item.id), strict=True))
            for item in answer.case.record.evidence
        },
        "groups": [list(group) for group in answer.case.groups],
        "coders": coders_of(answer.case),
        "look_for": {item: list(worth) for item, worth in answer.missing.items()},
        "most_telling": most_telling(tracing),
        "agreement": None if answer.agreement is None else asdict(answer.agreement),
        "undecided": [list(pair) for pair in answer.undecided],
        "untold": [list(pair) for pair in answer.untold],
        "disagreements": [list(pair) for pair in answer.disagreements],
        "seed": answer.seed,
        "all_ranges": answer.all_ranges,
    }  # fmt: skip
    made: dict[str, Any] = finite(data)
    return made
