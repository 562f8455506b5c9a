"""Ratings by several coders → how far they agree, beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray


def percent_agreement(units: Sequence[Sequence[int]]) -> float | None:
    """Return the share of pairs of coders that gave a unit the same value; None without a pair.

    For each unit stand the values that coders gave it, missing ones left out.
    """
    pairs = [a == b for values in units for a, b in combinations(values, 2)]
    return sum(pairs) / len(pairs) if pairs else None


def krippendorff_alpha(units: Sequence[Sequence[int]], level: str = "ordinal") -> float | None:
    """Return Krippendorff's alpha: 1 is perfect agreement, 0 what chance would give.

    Units as in `percent_agreement`; values are ordered by their number, and ``level`` is
    ``"ordinal"`` or ``"nominal"``. None when nothing could disagree: no unit has two values, or all
    values are the same. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections
    C and D: alpha = 1 - (n - 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck over the coincidences o of paired
    values.
    """
    paired = [values for values in units if len(values) > 1]
    known = sorted({value for values in paired for value in values})
    place = {value: k for k, value in enumerate(known)}
    coincide = np.zeros((len(known), len(known)))
    for values in paired:
        for a, b in permutations(values, 2):
            coincide[place[a], place[b]] += 1 / (len(values) - 1)
    count = coincide.sum(axis=1)
    apart = _distances(count, level)
    expected = float(count @ apart @ count)
    if expected == 0:
        return None
    return 1 - (float(count.sum()) - 1) * float((coincide * apart).sum()) / expected


def _distances(count: NDArray[np.float64], level: str) -> NDArray[np.float64]:
    """Return the squared differences between values, by how many values lie between (ordinal)."""
    if level == "nominal":
        return 1.0 - np.eye(count.size)
    upto = np.cumsum(count) - count / 2  # from the middle of one value to the middle of another
    return np.asarray((upto[:, None] - upto[None, :]) ** 2)
