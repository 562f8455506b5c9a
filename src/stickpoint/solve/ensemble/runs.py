"""Runs, and the boxes in their inputs that hold some of them, as shares of weight.

*Coverage* is the share of all wanted weight that a box holds, *density* the wanted share of its
own weight, *mass* its share of all weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError

Floats = NDArray[np.float64]
Longs = NDArray[np.intp]
Truths = NDArray[np.bool_]
FAINT = 1e-9
"""A run that weighs less than this part of the heaviest is left out."""


@dataclass(frozen=True, eq=False)
class Runs:
    """Runs with their inputs, and how far each is wanted.

    Parameters
    ----------
    inputs : ndarray of float, shape (runs, inputs)
    wanted : ndarray of float, shape (runs,)
        From 0 to 1; yes or no where it is either.
    weights : ndarray of float, shape (runs,)
        In mean weights of a run, so that all 1 is no weights at all.
    """

    inputs: Floats
    wanted: Floats
    weights: Floats

    @classmethod
    def of(cls, inputs: ArrayLike, wanted: ArrayLike, weights: ArrayLike | None = None) -> Runs:
        """Check runs; those that weigh next to nothing get no weight.

        Raises
        ------
        ModelError
            Shapes that do not go together, numbers that are not finite, what is wanted beyond 0
            and 1, or weights that are negative or all 0.
        """
        x, y = np.array(inputs, dtype=float), np.array(wanted, dtype=float)
        w = np.ones(len(x)) if weights is None else np.array(weights, dtype=float)
        if x.ndim != 2 or y.shape != x.shape[:1] or w.shape != y.shape or not y.size:
            shapes = f"{x.shape}, {y.shape} and {w.shape}"
            raise ModelError(
                f"inputs, wanted and weights of shapes {shapes} found; expected (runs, inputs), "
                "(runs,) and (runs,), with at least one run"
            )
        if not (np.isfinite(x).all() and np.isfinite(w).all() and w.min() >= 0 < w.max()):
            raise ModelError("inputs and weights must be finite, and weights at least 0, not all 0")
        if not ((y >= 0) & (y <= 1)).all():
            raise ModelError("what is wanted must be from 0 to 1 in each run")
        heavy = w > FAINT * w.max()
        some = w[heavy]
        # Exactly 1 where all weigh alike: shares are then counts, without rounding.
        w[heavy] = 1.0 if (some == some[0]).all() else some * (some.size / some.sum())
        return cls(x, y, np.where(heavy, w, 0.0))

    def __len__(self) -> int:
        return len(self.wanted)

    @cached_property
    def kept(self) -> Truths:
        """Which runs have weight, (runs,)."""
        return self.weights > 0

    def part(self, chosen: Truths | Longs) -> Runs:
        """Return some of the runs, weighing as they do."""
        return Runs(self.inputs[chosen], self.wanted[chosen], self.weights[chosen])

    @cached_property
    def low(self) -> Floats:
        """The least of each input, (inputs,)."""
        return np.asarray(self.inputs[self.kept].min(axis=0))

    @cached_property
    def high(self) -> Floats:
        """The most of each input, (inputs,)."""
        return np.asarray(self.inputs[self.kept].max(axis=0))

    def inside(self, low: Floats, high: Floats) -> Truths:
        """Tell which runs a box holds, (runs,)."""
        found = self.kept.copy()
        for j in np.flatnonzero((low > self.low) | (high < self.high)):
            found &= (self.inputs[:, j] >= low[j]) & (self.inputs[:, j] <= high[j])
        return found

    def total(self, chosen: Truths | None = None) -> float:
        """Return the weight of some runs, or of all."""
        return float((self.weights if chosen is None else self.weights[chosen]).sum())

    def hits(self, chosen: Truths | None = None) -> float:
        """Return the wanted weight of some runs, or of all."""
        found = self.weights * self.wanted
        return float((found if chosen is None else found[chosen]).sum())


@dataclass(frozen=True, eq=False)
class Row:
    """A row of boxes, from all runs to the densest.

    Parameters
    ----------
    runs : Runs
    low, high : ndarray of float, shape (boxes, inputs)
        Limits, inclusive; those of all runs where there is no limit.
    weight, hits : ndarray of float, shape (boxes,)
        All weight in each, and the wanted weight.
    pasted : int
        How many of the last boxes came by pasting.
    """

    runs: Runs
    low: Floats
    high: Floats
    weight: Floats
    hits: Floats
    pasted: int

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def mass(self) -> Floats:
        """Share of all weight in each box, (boxes,)."""
        return self.weight / self.runs.total()

    @property
    def density(self) -> Floats:
        """Wanted share of the weight of each box, (boxes,)."""
        return self.hits / self.weight

    @property
    def coverage(self) -> Floats:
        """Share of all wanted weight in each box, (boxes,); 0 where nothing is wanted."""
        whole = self.runs.hits()
        return self.hits / whole if whole else np.zeros(len(self))

    @property
    def limits(self) -> NDArray[np.intp]:
        """How many inputs each box limits, (boxes,)."""
        limited = (self.low != self.low[0]) | (self.high != self.high[0])
        return np.asarray(limited.sum(axis=1))


def cut(values: Floats, weights: Floats, part: float) -> tuple[Floats, Floats]:
    """Return the limits that cut a small part off the low, and off the high end.

    The limit lies half way between the two values next to that part of the weight; where they are
    equal the part is made larger until they differ, so that equal values go together.

    Parameters
    ----------
    values, weights : ndarray of float, shape (inputs, runs)
        Each row in ascending order of its values, of equal ones by weight, with the weights of
        the same runs.
    part : float

    Returns
    -------
    low, high : ndarray of float, shape (inputs,)

    Examples
    --------
    >>> row = np.arange(21.0)[None]
    >>> [float(limit[0]) for limit in cut(row, np.ones_like(row), 0.05)]
    [1.5, 18.5]
    """
    rows, last = np.arange(len(values)), values.shape[1] - 1
    # With weights all 1 these are 0, 1, 2, …: the ranks between which quantiles are taken.
    ranks = np.cumsum(weights, axis=1) - weights / 2 - weights[:, :1] / 2
    first = (ranks <= ranks[:, -1:] * part).sum(axis=1) - 1
    near = values[rows, first]
    after = np.minimum((values <= near[:, None]).sum(axis=1), last)
    low = (near + values[rows, after]) / 2
    final = np.minimum((ranks < ranks[:, -1:] * (1 - part)).sum(axis=1), last)
    near = values[rows, final]
    before = np.maximum((values < near[:, None]).sum(axis=1) - 1, 0)
    return low, (values[rows, before] + near) / 2
