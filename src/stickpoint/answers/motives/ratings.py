"""Case → the ratings of its evidence, by whom, the priors and the groups, ready to be weighed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Evidence
from stickpoint.errors import ModelError
from stickpoint.memory import available
from stickpoint.solve.motives.agreement import krippendorff_alpha, percent_agreement
from stickpoint.solve.motives.tracing import SCALE, Tracing
from stickpoint.solve.motives.weights import BETWEEN, RATINGS


@dataclass(frozen=True)
class Agreement:
    """How far coders agree on the ratings, of which there are so many, that several of them gave.

    ``share`` is that of equal pairs, ``alpha`` Krippendorff's for ordered values; None where
    nothing could disagree.
    """

    coders: tuple[str, ...]
    ratings: int
    share: float
    alpha: float | None


def tracing_of(case: Case) -> Tracing:
    """Read the ratings, priors and groups of a case; what is not rated is silent."""
    if not case.hypotheses:
        raise ModelError("the case has no hypotheses; write rival explanations under 'hypotheses'")
    items = tuple(item.id for item in rated_evidence(case) if item.observed)
    wanted, there = 2 * 24 * len(case.hypotheses) ** 2 * (1 + len(items)), available()
    if wanted > there:
        raise ModelError(
            f"{len(case.hypotheses):,} hypotheses by {len(items):,} items of evidence need about "
            f"{wanted / 2**30:.1f} GiB, and {there / 2**30:.1f} GiB of memory are free; leave out "
            "hypotheses that nobody holds any more"
        )
    even = 1 / len(case.hypotheses)
    priors = [
        (even,) * 3 if h.prior is None else (h.prior.low, h.prior.mid, h.prior.high)
        for h in case.hypotheses
    ]
    rated = [{rating.evidence: rating.rating for rating in h.ratings} for h in case.hypotheses]
    inside = (tuple(items.index(i) for i in group if i in items) for group in case.groups)
    return Tracing(
        hypotheses=tuple(h.name for h in case.hypotheses),
        items=items,
        ratings=tuple(tuple(row.get(item, "0") for row in rated) for item in items),
        prior=np.array(priors, dtype=np.float64),
        groups=tuple(group for group in inside if group),
        scale=scale_of(case),
    )


def rated_evidence(case: Case) -> tuple[Evidence, ...]:
    """Return the evidence that some explanation is rated on, in the order of the record.

    The rest says nothing of any of them, however telling it may be of other things.
    """
    rated = {rating.evidence for h in case.hypotheses for rating in h.ratings}
    return tuple(item for item in case.record.evidence if item.id in rated)


def ratings_of(case: Case, item: str) -> tuple[str, ...]:
    """Return how an item is rated on each explanation; what is not rated is silent."""
    return tuple(
        next((rating.rating for rating in h.ratings if rating.evidence == item), "0")
        for h in case.hypotheses
    )


def scale_of(case: Case) -> dict[str, tuple[float, float]]:
    """Return the ratios that ratings may mean; where coders differ, all that any may mean."""
    scale = dict(SCALE) | {name: (ratio.low, ratio.high) for name, ratio in case.rating_scale}
    for rating in {rating.rating for h in case.hypotheses for rating in h.ratings}:
        lows, highs = zip(*(scale[name] for name in rating.split(BETWEEN)), strict=True)
        scale[rating] = (min(lows), max(highs))
    return scale


def coders_of(case: Case) -> dict[str, dict[str, dict[str, str]]]:
    """Return evidence → explanation → coder → rating, where coders are named."""
    found: dict[str, dict[str, dict[str, str]]] = {item.id: {} for item in case.record.evidence}
    for h in case.hypotheses:
        for rating in h.ratings:
            if rating.coders:
                found[rating.evidence][h.name] = dict(rating.coders)
    return {item: by for item, by in found.items() if by}


def agreement_of(case: Case) -> Agreement | None:
    """Say how far coders agree; None where no item has several."""
    given = [by for rated in coders_of(case).values() for by in rated.values()]
    units = [[RATINGS.index(rating) for rating in by.values()] for by in given]
    share = percent_agreement(units)
    if share is None:
        return None
    coders = dict.fromkeys(name for by in given for name in by)
    several = sum(len(unit) > 1 for unit in units)
    return Agreement(tuple(coders), several, share, krippendorff_alpha(units))
