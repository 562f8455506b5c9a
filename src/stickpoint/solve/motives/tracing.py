"""Rated evidence and prior ranges → exact posterior ranges of rival explanations.

Explanation h has prior p_h and the record the likelihood Π_u exp(w_u,h), a product over units: an
item on its own, or a group of items that share a source. The posterior is p_h Π / Σ_g p_g Π.
Every w lies in a range that follows from its rating, every p in the range of its prior.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

ENDS = ("low", "middle", "high")

Floats = NDArray[np.float64]
Scale = Mapping[str, tuple[float, float]]

SCALE: dict[str, tuple[float, float]] = {
    "++": (3.0, 10.0),
    "+": (1.5, 3.0),
    "0": (1.0, 1.0),
    "-": (1 / 3, 1 / 1.5),
    "--": (1 / 10, 1 / 3),
}
"""Likelihood ratios that a rating may mean, against an explanation on which the item is silent."""

FURTHER = (0.0, 0.5)
"""What a further item of a group counts for: a share of its weight, between these."""

DECIBANS = 10 / math.log(10)
"""Decibans in a natural unit of log odds (Good 1950)."""


@dataclass(frozen=True)
class Unit:
    """What counts as one piece of evidence.

    Attributes
    ----------
    items : tuple of int
    kind : tuple of int
        For each explanation the place of its ratings among the different ones; explanations with
        the same ratings share one likelihood, whatever that is.
    low, mid, high : ndarray of float, shape (kinds,)
        Log likelihood ratios.
    """

    items: tuple[int, ...]
    kind: tuple[int, ...]
    low: Floats
    mid: Floats
    high: Floats


@dataclass(frozen=True, eq=False, repr=False)
class Tracing(Result):
    """Rated evidence on rival explanations, ready to be asked.

    Attributes
    ----------
    hypotheses, items : tuple of str
    ratings : tuple of tuple of str, shape (items, hypotheses)
        ``++``, ``+``, ``0``, ``-`` or ``--``.
    prior : ndarray of float, shape (hypotheses, 3)
        Low, middle and high of each.
    groups : tuple of tuple of int
        Items that are not independent.
    scale : mapping of str to (float, float)
        Likelihood ratios of each rating.
    further : (float, float)
        The share of its weight for which a further item of a group counts.
    """

    hypotheses: tuple[str, ...]
    items: tuple[str, ...]
    ratings: tuple[tuple[str, ...], ...]
    prior: Floats
    groups: tuple[tuple[int, ...], ...] = ()
    scale: Scale = None  # type: ignore[assignment]
    further: tuple[float, float] = FURTHER

    def __post_init__(self) -> None:
        """Refuse what is no record of ratings."""
        if self.scale is None:
            object.__setattr__(self, "scale", SCALE)
        n = len(self.hypotheses)
        if n == 0 or self.prior.shape != (n, 3) or any(len(row) != n for row in self.ratings):
            raise ModelError(f"{n} hypotheses; expected a prior and a rating by item for each")
        if not (np.diff(self.prior) >= 0).all() or self.prior[:, 0].min() < 0:
            raise ModelError("a prior is negative, or its low end comes after its high end")
        if not self.prior[:, 2].any():
            raise ModelError("every prior is 0; expected one above it")
        for row in self.ratings:
            for rating in row:
                if rating not in self.scale:
                    raise ModelError(f"rating {rating!r}; the scale has {', '.join(self.scale)}")
        for rating, (low, high) in self.scale.items():
            if not 0 < low <= high < math.inf:
                raise ModelError(f"{rating!r} stands for [{low:g}, {high:g}]; expected ratios > 0")

    def table(self) -> pd.DataFrame:
        """Give one row per hypothesis: its prior and its posterior, low, middle and high."""
        import pandas as pd

        names = [f"{kind} {end}" for kind in ("prior", "posterior") for end in ENDS]
        rows = np.hstack((self.prior, self.posterior()))
        return pd.DataFrame(rows, columns=names, index=pd.Index(self.hypotheses, name="hypothesis"))

    def __repr__(self) -> str:
        """Say how much is weighed."""
        return f"<Tracing of {len(self.hypotheses)} hypotheses by {len(self.items)} items>"

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Items and groups, in the order of the record."""
        grouped = {item: group for group in self.groups for item in group}
        chosen = dict.fromkeys(grouped.get(item, (item,)) for item in range(len(self.items)))
        return tuple(self._unit(items) for items in chosen)

    def _unit(self, items: tuple[int, ...]) -> Unit:
        rated = [tuple(self.ratings[item][h] for item in items) for h in range(self.prior.shape[0])]
        kinds = list(dict.fromkeys(rated))
        low, high = np.array([combined(kind, self.scale, self.further) for kind in kinds]).T
        return Unit(items, tuple(kinds.index(kind) for kind in rated), low, (low + high) / 2, high)

    @cached_property
    def sums_to_one(self) -> bool:
        """Whether priors within the ranges can sum to one; if not they are read as weights."""
        return bool(self.prior[:, 0].sum() <= 1 <= self.prior[:, 2].sum())

    @cached_property
    def middle_prior(self) -> Floats:
        """The point at which every prior stands equally far along its range, summing to one."""
        low, mid, high = self.prior.T
        if not self.sums_to_one:
            total = mid.sum()
            return mid / total if total else high / high.sum()
        near, far = (low, mid) if mid.sum() >= 1 else (mid, high)
        width = far.sum() - near.sum()
        along = (1 - near.sum()) / width if width else 0.0
        point: Floats = near + along * (far - near)
        return point

    @cached_property
    def middle_weight(self) -> Floats:
        """The log likelihood of the record with every ratio at its geometric middle."""
        return self.log_likelihood(lambda unit, h: unit.mid[unit.kind[h]])

    def log_likelihood(self, pick: object) -> Floats:
        """Sum over the units what ``pick(unit, hypothesis)`` gives, shape (hypotheses,)."""
        assert callable(pick)
        every = range(len(self.hypotheses))
        return np.array([math.fsum(pick(unit, h) for unit in self.units) for h in every])

    def posterior(self) -> Floats:
        """Give low, middle and high of each posterior, shape (hypotheses, 3); exact.

        Notes
        -----
        For fixed priors the posterior of h rises in the likelihood of its own kind of each unit
        and falls in every other, so its extremes have them all at ends. For fixed likelihoods it
        is a ratio of linear functions of the priors, so its extremes are at corners of the priors
        allowed: p_h as large as can be, the rest where the likelihood is least (and the reverse).
        """
        middle = _share(self.middle_prior, self.middle_weight)
        rows = []
        for h in range(len(self.hypotheses)):
            favoured = self.log_likelihood(lambda u, g, h=h: _end(u, g, h, own_high=True))
            hindered = self.log_likelihood(lambda u, g, h=h: _end(u, g, h, own_high=False))
            high = _share(self._corner(h, favoured, most=True), favoured)[h]
            low = _share(self._corner(h, hindered, most=False), hindered)[h]
            rows.append((low, middle[h], high))
        return np.array(rows)

    def _corner(self, h: int, weight: Floats, *, most: bool) -> Floats:
        """Give the priors at which the posterior of h is greatest, or least."""
        low, high = self.prior[:, 0], self.prior[:, 2]
        others = np.arange(low.size) != h
        if not self.sums_to_one:
            return np.where(others, low, high) if most else np.where(others, high, low)
        rest = (low if most else high)[others].sum()
        own = min(high[h], 1 - rest) if most else max(low[h], 1 - rest)
        point = low.copy()
        point[h] = own
        left = 1 - own - low[others].sum()
        for g in np.argsort(weight if most else -weight, kind="stable"):
            if g != h:
                more = min(left, high[g] - low[g])
                point[g] += more
                left -= more
        return point


def combined(
    ratings: Sequence[str], scale: Scale, further: tuple[float, float]
) -> tuple[float, float]:
    """Give the range of the log likelihood ratio of items that may depend on one another.

    The most telling item counts in full, each further one for a share of its weight between the
    two ends of ``further``. Where several are equally telling, any may be the one.
    """
    logs = [(math.log(scale[rating][0]), math.log(scale[rating][1])) for rating in ratings]
    telling = [abs(low + high) for low, high in logs]
    lows, highs = [], []
    for first, (low, high) in enumerate(logs):
        if math.isclose(telling[first], max(telling), rel_tol=1e-9, abs_tol=1e-12):
            rest = [pair for k, pair in enumerate(logs) if k != first]
            parts = [[share * end for share in further for end in pair] for pair in rest]
            lows.append(math.fsum([low, *map(min, parts)]))
            highs.append(math.fsum([high, *map(max, parts)]))
    return min(lows), max(highs)


def _end(unit: Unit, g: int, h: int, *, own_high: bool) -> float:
    same = unit.kind[g] == unit.kind[h]
    return float((unit.high if same == own_high else unit.low)[unit.kind[g]])


def _share(prior: Floats, weight: Floats) -> Floats:
    """Give the posterior at one choice of priors and log likelihoods."""
    possible = prior > 0
    top = weight[possible].max()
    mass = np.where(possible, prior * np.exp(np.minimum(weight - top, 0.0)), 0.0)
    share: Floats = mass / mass.sum()
    return share
