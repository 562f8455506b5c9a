"""Case → rival explanations side by side under two methods, as data; never one verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.amounts import DAYS_IN, Amount
from stickpoint.case.dates import FuzzyDate
from stickpoint.case.model import Case
from stickpoint.conflict.build_game import Changes, build_game
from stickpoint.errors import ModelError, SolveError
from stickpoint.solve.motives.evidence import LogEvidence, log_evidence
from stickpoint.solve.motives.likelihood import Dated, log_likelihood
from stickpoint.solve.motives.tracing import DECIBANS, Tracing
from stickpoint.solve.motives.weights import flips, item_weights, leaders, record_weight

CLEAR = 10.0
"""Decibans of log evidence below which two explanations are not told apart."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Motives:
    """Both methods on one case.

    Parameters
    ----------
    case : Case
    seed, live : int
        For nested sampling.
    structural : bool
        Whether to score the dated moves under the clock, which takes a while.
    progress : callable, optional
        Told the explanation and the number of likelihoods computed for it so far.
    """

    case: Case
    seed: int = 0
    live: int = 60
    structural: bool = True
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
        if not self.case.payoffs or self.case.clock.start is None or not scored_moves(self.case):
            why = (
                "the case lacks payoffs, a start of the clock, or dated moves that change anything"
            )
            return {h.name: why for h in self.case.hypotheses}
        why = "it changes no payoff, so under the clock it says nothing of its own"
        return {h.name: why for h in self.case.hypotheses if not h.payoffs}

    @cached_property
    def evidences(self) -> dict[str, LogEvidence | str]:
        """The log evidence of each explanation that can be scored, or why there is none."""
        found: dict[str, LogEvidence | str] = {}
        for h in self.case.hypotheses:
            if h.name not in self.unscored:
                told = None if self.progress is None else _telling(self.progress, h.name)
                try:
                    found[h.name] = structural(self.case, h.name, self.live, self.seed, told)
                except SolveError as error:
                    found[h.name] = str(error)
        return found

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
    def untold(self) -> list[tuple[str, str]]:
        """Pairs whose log evidences differ by less than 10 decibans or twice their error."""
        scored = [(n, e) for n, e in self.evidences.items() if isinstance(e, LogEvidence)]
        found = []
        for (one, a), (other, b) in combinations(scored, 2):
            apart = abs(a.value - b.value)
            if apart < max(CLEAR / DECIBANS, 2 * float(np.hypot(a.error, b.error))):
                found.append((one, other))
        return found


def tracing_of(case: Case) -> Tracing:
    """Read the ratings, priors and groups of a case; what is not rated is silent.

    Raises
    ------
    ModelError
        A case without hypotheses.
    """
    if not case.hypotheses:
        raise ModelError("the case has no hypotheses; write rival explanations under 'hypotheses'")
    items = tuple(item.id for item in case.record.evidence)
    rated = [{rating.evidence: rating.rating for rating in h.ratings} for h in case.hypotheses]
    even = 1 / len(case.hypotheses)
    priors = [
        (even,) * 3 if h.prior is None else (h.prior.low, h.prior.mid, h.prior.high)
        for h in case.hypotheses
    ]
    return Tracing(
        hypotheses=tuple(h.name for h in case.hypotheses),
        items=items,
        ratings=tuple(tuple(row.get(item, "0") for row in rated) for item in items),
        prior=np.array(priors, dtype=np.float64),
        groups=tuple(tuple(items.index(i) for i in group) for group in case.groups if group),
    )


def scored_moves(case: Case) -> list[Dated]:
    """Give the dated moves that change anything; one that restates what holds is not scored.

    A day counts as its middle, anything longer as every time between its ends.
    """
    if case.clock.start is None:
        return []
    now = {option.id: option.now for option in case.options}
    found = []
    for move in case.record.moves:
        changed = {name: value for name, value in move.sets if now[name] != value}
        if changed and move.date is not None:
            now |= changed
            first, last = _time(case, move.date)
            bits = {case.option_index[name]: value for name, value in changed.items()}
            found.append(Dated(case.party_index[move.party], bits, first, last, move.id))
    return found


def record_end(case: Case) -> float:
    """Give the time up to which the record would show a move: that of its last entry."""
    record = case.record
    dates = [move.date for move in record.moves] + [note.date for note in record.messages]
    dates += [item.date for item in record.evidence]
    ends = [_time(case, date)[1] for date in dates if date is not None and not date.open_end]
    return min(max(ends), case.clock.horizon or max(ends))


def structural(
    case: Case,
    hypothesis: str | None,
    live: int = 60,
    seed: int = 0,
    progress: Callable[[int], None] | None = None,
    method: str = "auto",
) -> LogEvidence:
    """Score the dated moves under the payoffs of one explanation, averaged over its ranges."""
    bare = replace(case, tolls=())
    ranges: list[Amount] = []

    def note(amount: Amount) -> float:
        if amount.low < amount.high:
            ranges.append(amount)
        return amount.mid

    build_game(bare, Changes(read=note, hypothesis=hypothesis))
    moves, end = scored_moves(bare), record_end(bare)

    def score(unknowns: Floats) -> float:
        left = iter(unknowns.tolist())

        def read(amount: Amount) -> float:
            return next(left) if amount.low < amount.high else amount.mid

        game = build_game(bare, Changes(read=read, hypothesis=hypothesis))
        return log_likelihood(game, moves, end=end, tolerance=1e-3)

    def transform(cube: Floats) -> Floats:
        return np.array([_quantile(a, u) for a, u in zip(ranges, cube.tolist(), strict=True)])

    names = tuple(f"{k}: {amount.written}" for k, amount in enumerate(ranges, 1))
    return log_evidence(
        score, transform, names, live=live, seed=seed, method=method, progress=progress
    )


def motive_line(case: Case) -> str:
    """Say in one line what the rated evidence has to say on the motive; empty without rivals."""
    if len(case.hypotheses) < 2:
        return ""
    answer = Motives(case, structural=False)
    first, second = leaders(answer.tracing)
    names, table = answer.tracing.hypotheses, answer.posterior
    low, mid, high = (f"{100 * x:.0f}" for x in table[first])
    if any(names[first] in pair for pair in answer.undecided):
        return (
            f"The record does not decide. '{names[first]}' stands highest, {mid} % ({low} to "
            f"{high}), before '{names[second]}', {100 * table[second, 1]:.0f} %."
        )
    return f"The record favours '{names[first]}', {mid} % ({low} to {high})."


def plain(answer: Motives) -> dict[str, Any]:
    """Give the answer as plain data; the spellings outsiders rely on."""
    tracing, table = answer.tracing, answer.posterior
    names = tracing.hypotheses
    weights = item_weights(tracing)
    first, second = leaders(tracing) if len(names) > 1 else (0, 0)
    return {
        "process_tracing": {
            name: {"prior": row.tolist(), "posterior": table[h].tolist()}
            for h, (name, row) in enumerate(zip(names, tracing.prior, strict=True))
        },
        "structural": {
            name: {"log_evidence": e.value, "error": e.error, "method": e.method}
            for name, e in answer.evidences.items()
            if isinstance(e, LogEvidence)
        },
        "not_scored": answer.unscored
        | {name: why for name, why in answer.evidences.items() if isinstance(why, str)},
        "leaders": [names[first], names[second]],
        "decibans": {
            "record": list(record_weight(tracing, first, second)),
            "items": {
                item: weights[k, first, second].tolist() for k, item in enumerate(tracing.items)
            },
        },
        "flips": [
            {"evidence": tracing.items[f.item], "hypothesis": names[f.hypothesis],
             "was": f.was, "becomes": f.becomes, "steps": f.steps}
            for f in (flips(tracing))
        ],
        "undecided": [list(pair) for pair in answer.undecided],
        "untold": [list(pair) for pair in answer.untold],
        "seed": answer.seed,
    }  # fmt: skip


def _telling(progress: Callable[[str, int], None], name: str) -> Callable[[int], None]:
    return lambda calls: progress(name, calls)


def _time(case: Case, date: FuzzyDate) -> tuple[float, float]:
    assert case.clock.start is not None
    start, unit = case.clock.start.first.toordinal(), float(DAYS_IN[case.clock.unit])
    first, last = date.first.toordinal() - start, date.last.toordinal() - start + 1
    if date.is_exact:
        return ((first + last) / 2 / unit,) * 2
    return max(first / unit, 0.0), last / unit


def _quantile(amount: Amount, u: float) -> float:
    """Give the point of a range below which lies a share of it, by its triangle if it has one."""
    low, mid, high = amount.low, amount.mid, amount.high
    if amount.shape != "triangle":
        return low + u * (high - low)
    peak = (mid - low) / (high - low)
    if u < peak:
        return float(low + np.sqrt(u * (high - low) * (mid - low)))
    return float(high - np.sqrt((1 - u) * (high - low) * (high - mid)))
