"""Case → the ratings of its evidence, the priors and the groups, ready to be weighed."""

from __future__ import annotations

import numpy as np

from stickpoint.case.model import Case
from stickpoint.errors import ModelError
from stickpoint.solve.motives.tracing import SCALE, Tracing
from stickpoint.solve.motives.weights import BETWEEN


def tracing_of(case: Case) -> Tracing:
    """Read the ratings, priors and groups of a case; what is not rated is silent.

    Raises
    ------
    ModelError
        A case without hypotheses.
    """
    if not case.hypotheses:
        raise ModelError("the case has no hypotheses; write rival explanations under 'hypotheses'")
    items = tuple(item.id for item in case.record.evidence if item.observed)
    even = 1 / len(case.hypotheses)
    priors = [
        (even,) * 3 if h.prior is None else (h.prior.low, h.prior.mid, h.prior.high)
        for h in case.hypotheses
    ]
    inside = (tuple(items.index(i) for i in group if i in items) for group in case.groups)
    return Tracing(
        hypotheses=tuple(h.name for h in case.hypotheses),
        items=items,
        ratings=tuple(ratings_of(case, item) for item in items),
        prior=np.array(priors, dtype=np.float64),
        groups=tuple(group for group in inside if group),
        scale=scale_of(case),
    )


def ratings_of(case: Case, item: str) -> tuple[str, ...]:
    """Give how an item is rated on each explanation; what is not rated is silent."""
    rated = [{rating.evidence: rating.rating for rating in h.ratings} for h in case.hypotheses]
    return tuple(row.get(item, "0") for row in rated)


def scale_of(case: Case) -> dict[str, tuple[float, float]]:
    """Give the ratios that ratings may mean; where coders differ, all that any of them may mean."""
    scale = dict(SCALE) | {name: (ratio.low, ratio.high) for name, ratio in case.rating_scale}
    for rating in {rating.rating for h in case.hypotheses for rating in h.ratings}:
        lows, highs = zip(*(scale[name] for name in rating.split(BETWEEN)), strict=True)
        scale[rating] = (min(lows), max(highs))
    return scale
