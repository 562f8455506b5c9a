"""Rated evidence and prior ranges → exact posterior ranges of rival explanations.

The posterior of explanation h is p_h L_h / Σ_g p_g L_g, of priors p and likelihoods L of the
record, so it depends on the ratios L_h / L_g alone. The logarithm of one is a sum over units: an
item on its own, or a group of items that depend on one another. A rating allows a range of ratios.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
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

NONE: Mapping[tuple[int, int], str] = MappingProxyType({})

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


@dataclass(frozen=True, eq=False)
class Unit:
    """What counts as one piece of evidence.

    Attributes
    ----------
    items : tuple of int
    pair : ndarray of float, shape (hypotheses, hypotheses, 3)
        Low, middle and high of the log likelihood ratio of the first of a pair against the second.
    """

    items: tuple[int, ...]
    pair: Floats


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
        Items that are not independent, each in one group at most; see `joint`.
    scale : mapping of str to (float, float)
        Likelihood ratios of each rating.
    further : (float, float)
        The share of its weight for which a further item of a group counts, between 0 and 1.
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
        grouped = [item for group in self.groups for item in group]
        if len(grouped) != len(set(grouped)) or not set(grouped) <= set(range(len(self.items))):
            raise ModelError(f"groups {self.groups}; expected places of items, each in one group")
        if not 0 <= self.further[0] <= self.further[1] <= 1:
            raise ModelError(
                f"further items count for {self.further}; expected low, high in 0 to 1"
            )

    def table(self) -> pd.DataFrame:
        """Return one row per hypothesis: its prior and its posterior, low, middle and high."""
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
        return tuple(self.unit(items) for items in chosen)

    def unit(self, items: tuple[int, ...], changed: Mapping[tuple[int, int], str] = NONE) -> Unit:
        """Weigh items as one unit, if need be with other ratings by (item, hypothesis)."""
        alone = []
        for item in items:
            row = [changed.get((item, h), rating) for h, rating in enumerate(self.ratings[item])]
            alone.append(self.alone(row))
        return Unit(items, joint(alone, self.further))

    def alone(self, ratings: Sequence[str]) -> Floats:
        """Return the log likelihood ratios of one item so rated, shape (hypotheses, hypotheses, 3).

        Explanations with the same rating share its ratio, whatever that is: 0 between them.
        """
        low, high = np.log([self.scale[rating] for rating in ratings]).T
        mid = (low + high) / 2
        ends = ((low, high), (mid, mid), (high, low))
        pair = np.stack([mine[:, None] - other for mine, other in ends], axis=-1)
        names = np.array(ratings)
        alike = names[:, None] == names
        return np.where(alike[..., None], 0.0, pair)

    @cached_property
    def pair(self) -> Floats:
        """The log likelihood ratios of the whole record, shape (hypotheses, hypotheses, 3)."""
        n = len(self.hypotheses)
        return np.asarray(sum((unit.pair for unit in self.units), np.zeros((n, n, 3))))

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
        return np.asarray(near + along * (far - near))

    @cached_property
    def middle_weight(self) -> Floats:
        """The log likelihood of the record against the first explanation, all at the middle."""
        return np.asarray(self.pair[:, 0, 1])

    def posterior(self) -> Floats:
        """Return low, middle and high of each posterior, shape (hypotheses, 3); exact.

        Notes
        -----
        For fixed priors the posterior of h rises in its ratio against every rival, so at its
        extremes they all stand at one end. For fixed ratios it is a ratio of linear functions of
        the priors, so its extremes are at corners of the priors allowed: p_h as large as can be,
        the rest where the likelihood is least (and the reverse).
        """
        middle = _share(self.middle_prior, self.middle_weight)
        rows = []
        for h in range(len(self.hypotheses)):
            hindered, favoured = -self.pair[h, :, 0], -self.pair[h, :, 2]
            high = _share(self._corner(h, favoured, most=True), favoured)[h]
            low = _share(self._corner(h, hindered, most=False), hindered)[h]
            rows.append((low, middle[h], high))
        return np.array(rows)

    def _corner(self, h: int, weight: Floats, *, most: bool) -> Floats:
        """Return the priors at which the posterior of h is greatest, or least."""
        low, high = self.prior[:, 0], self.prior[:, 2]
        others = np.arange(low.size) != h
        if not self.sums_to_one:
            return np.where(others, low, high) if most else np.where(others, high, low)
        rest = (low if most else high)[others].sum()
        own = min(high[h], 1 - rest) if most else max(low[h], 1 - rest)
        point, left = low.copy(), 1 - own - low[others].sum()
        point[h] = own
        for g in np.argsort(weight if most else -weight, kind="stable"):
            if g != h:
                more = min(left, high[g] - low[g])
                point[g] += more
                left -= more
        return point


def joint(items: Sequence[Floats], further: tuple[float, float]) -> Floats:
    """Return the log likelihood ratios of items that may depend on one another.

    Of each alone, (hypotheses, hypotheses, 3) low, middle and high; and the least and the most, as
    a share of its weight, that a further item may count for.

    P(E1, E2 | h) = P(E1 | h) P(E2 | E1, h). The first factor counts in full. The ratio of the
    second between two explanations is 1 where E2 follows from E1, and that of E2 alone where the
    two are independent; it is taken as a power of it, with the ends of ``further`` for exponents
    and their mean at the middle. First is the item that tells most between any two explanations,
    in the middle of its range; where several tell as much, any of them.
    """
    pair = np.array(items)
    telling = np.abs(pair[..., 1]).max(axis=(1, 2))
    first = np.isclose(telling, telling.max(), rtol=1e-9, atol=1e-12)
    less, more = further
    low, mid, high = np.moveaxis(pair, -1, 0)
    ends = (np.minimum(less * low, more * low), (less + more) / 2 * mid,
            np.maximum(less * high, more * high))  # fmt: skip
    part = np.stack(ends, axis=-1)
    low, mid, high = np.moveaxis(part.sum(axis=0) + (pair - part)[first], -1, 0)
    return np.stack((low.min(axis=0), mid.mean(axis=0), high.max(axis=0)), axis=-1)


def _share(prior: Floats, weight: Floats) -> Floats:
    """Return the posterior at one choice of priors and log likelihoods."""
    possible = prior > 0
    top = weight[possible].max()
    mass = np.where(possible, prior * np.exp(np.minimum(weight - top, 0.0)), 0.0)
    return np.asarray(mass / mass.sum())
