"""A row of boxes → the one to take, what of it could be chance, and further boxes on the rest.

Which box is taken is a rule that is said, not a hand that picks:

1. of the boxes that are dense enough, that with the most coverage; where none is, that in which
   coverage times density is largest;
2. then limits go, the likeliest to be chance first, while one has a *quasi-p-value* [1]_ above
   0.05: the chance of so many wanted runs in the box if that limit did nothing, given how many
   there are in the box without it;
3. then the same again on the inputs that are still limited, and on no others;
4. then all of it on the runs that no box holds yet, until enough is covered, a box would be no
   denser than all runs are, or nothing is left of it.

A quasi-p-value is none of a test: the limits were picked because they do well. How a box does on
runs that it was not found on (`held_out`) is the figure to go by.

References
----------
.. [1] B. P. Bryant, R. J. Lempert, 2010, *Technological Forecasting and Social Change* 77, 34-49,
   section 3.2 and appendix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.ensemble.prim import Peeling, peeled
from stickpoint.solve.ensemble.runs import Floats, Row, Runs, Truths


@dataclass(frozen=True)
class Choice:
    """By which rule boxes are taken.

    Parameters
    ----------
    dense : float
        Density from which a box is dense enough, or half way from that of all runs to 1 where
        that is more.
    chance : float
        Quasi-p-value from which a limit is taken for chance.
    covered : float
        Coverage of all boxes together from which no further one is looked for.
    most : int
        Boxes.
    peeling : Peeling
    """

    dense: float = 0.8
    chance: float = 0.05
    covered: float = 0.8
    most: int = 3
    peeling: Peeling = field(default_factory=Peeling)

    def needed(self, of_all: float) -> float:
        """Return the density from which a box is dense enough, by that of all runs."""
        return max(self.dense, (1 + of_all) / 2)


class Figures(NamedTuple):
    """How a box, or several, stand on some runs; nan where there is nothing to stand on."""

    mass: float
    coverage: float
    density: float
    of_all: float


@dataclass(frozen=True, eq=False)
class Box:
    """Limits within which runs are mostly wanted.

    Parameters
    ----------
    low, high : ndarray of float, shape (inputs,)
        Inclusive; infinite where there is no limit.
    chances : ndarray of float, shape (inputs, 2)
        Quasi-p-values of the lower and upper limits; nan where there is none.
    """

    low: Floats
    high: Floats
    chances: Floats

    @cached_property
    def limits(self) -> Truths:
        """Which limits there are, (inputs, 2): lower and upper."""
        return np.isfinite(np.column_stack((self.low, self.high)))

    def holds(self, inputs: Floats) -> Truths:
        """Tell which runs lie within, (runs,)."""
        return np.asarray(((inputs >= self.low) & (inputs <= self.high)).all(axis=1))

    def without(self, column: int, end: int) -> Box:
        """Return it without one limit."""
        low, high = self.low.copy(), self.high.copy()
        (low if end == 0 else high)[column] = -np.inf if end == 0 else np.inf
        return replace(self, low=low, high=high)


def boxes(runs: Runs, rule: Choice | None = None) -> tuple[Box, ...]:
    """Find the boxes that the rule takes; none where no limits make wanted runs more frequent.

    Examples
    --------
    >>> x = np.random.default_rng(0).random((400, 3))
    >>> found = boxes(Runs.of(x, x[:, 1] > 0.7))
    >>> [(row.nonzero()[0].tolist()) for row in found[0].limits]
    [[], [0], []]
    """
    used, left, found = rule or Choice(), runs.kept.copy(), list[Box]()
    whole = _share(runs, runs.kept)
    while len(found) < used.most and runs.hits(left) > 0 and 0 < whole < 1:
        if found and figures(runs, found).coverage >= used.covered:
            break
        box = taken(runs, left, used)
        held = box.holds(runs.inputs) & left
        if not box.limits.any() or _share(runs, held) <= whole:
            break
        found.append(box)
        left &= ~held
    return tuple(found)


def taken(runs: Runs, left: Truths, rule: Choice) -> Box:
    """Peel what is left, choose a box, leave out what could be chance, and peel again by the rest.

    The second peel knows only the inputs that are still limited: limits that stood beside others,
    now gone, are drawn anew.
    """
    size = runs.inputs.shape[1]
    box = _open(size)
    columns = np.arange(size)
    while columns.size:
        some = Runs(runs.inputs[:, columns], runs.wanted, runs.weights)
        found = _taken(some, left, rule)
        limited = found.limits.any(axis=1)
        box = _open(size)
        box.low[columns], box.high[columns] = found.low, found.high
        box.chances[columns] = found.chances
        if columns.size < size and limited.all():
            break
        columns = columns[limited]
    return box


def _taken(runs: Runs, left: Truths, rule: Choice) -> Box:
    whole = _share(runs, runs.kept)
    # Where little is wanted, a box of that size must be allowed to be dense.
    peeling = replace(rule.peeling, least=min(rule.peeling.least, whole / 2))
    row = peeled(runs, peeling, left)
    at = chosen(row, rule.needed(whole))
    box = _open(runs.inputs.shape[1])
    box.low[:] = np.where(row.low[at] > row.low[0], row.low[at], -np.inf)
    box.high[:] = np.where(row.high[at] < row.high[0], row.high[at], np.inf)
    return pruned(runs, box, left, rule.chance)


def _open(size: int) -> Box:
    return Box(np.full(size, -np.inf), np.full(size, np.inf), np.full((size, 2), np.nan))


def chosen(row: Row, dense: float) -> int:
    """Return which box of a row to take: see the rule above.

    Of boxes that cover alike, that with the fewest inputs limited and then the densest.
    """
    enough = row.density >= dense
    worth = np.where(enough, row.coverage, -1.0) if enough.any() else row.coverage * row.density
    return int(np.lexsort((-row.density, row.limits, -worth))[0])


def pruned(runs: Runs, box: Box, left: Truths, chance: float) -> Box:
    """Take limits away, the likeliest to be chance first, until none is likelier than asked."""
    while True:
        by_chance = chances(runs, box, left)
        worst = np.nanargmax(by_chance) if np.isfinite(by_chance).any() else None
        if worst is None or by_chance.flat[worst] <= chance:
            return replace(box, chances=by_chance)
        box = box.without(*(int(k) for k in divmod(int(worst), 2)))


def chances(runs: Runs, box: Box, left: Truths | None = None) -> Floats:
    """Return the quasi-p-value of each limit, shape (inputs, 2), nan where there is none.

    With T runs in the box, H of them wanted, and a share p wanted where one limit is taken away,
    it is P(X ≥ H) for X binomial in T trials of chance p. Weighted runs count as as many as they
    are worth (Kish 1965, section 8.2).
    """
    from scipy.special import betainc

    among = runs.kept if left is None else left & runs.kept
    held = box.holds(runs.inputs) & among
    found = np.full((runs.inputs.shape[1], 2), np.nan)
    weights = runs.weights[held]
    if not weights.size:
        return found
    number = weights.sum() ** 2 / (weights**2).sum()
    hits = number * _share(runs, held)
    for column, end in np.argwhere(box.limits).tolist():
        wider = box.without(column, end).holds(runs.inputs) & among
        share = _share(runs, wider)
        found[column, end] = 1.0 if hits <= 0 else betainc(hits, number - hits + 1, share)
    return found


def figures(runs: Runs, found: Sequence[Box], left: Truths | None = None) -> Figures:
    """Tell how boxes together stand on some runs."""
    among = runs.kept if left is None else left & runs.kept
    held = np.zeros(len(runs), dtype=np.bool_)
    for box in found:
        held |= box.holds(runs.inputs)
    held &= among
    whole = runs.hits()
    return Figures(
        mass=runs.total(held) / runs.total(),
        coverage=runs.hits(held) / whole if whole else np.nan,
        density=_share(runs, held),
        of_all=_share(runs, runs.kept),
    )


def _share(runs: Runs, among: NDArray[np.bool_]) -> float:
    """Return the wanted share of the weight of some runs; nan where they have none."""
    total = runs.total(among)
    return runs.hits(among) / total if total else np.nan
