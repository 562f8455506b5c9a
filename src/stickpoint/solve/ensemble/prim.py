"""Runs, and which of them are wanted → a row of boxes in the inputs, each denser than the last.

The patient rule induction method [1]_. A box keeps each input within two limits. It begins around
all runs; each *peel* cuts off a small part of it at the low or the high end of one input, namely
that whose loss raises the share of wanted runs most for each run lost. When no peel helps, or too
few runs would be left, each *paste* gives a small part back where that raises the share. The whole
row is kept: scenario discovery [2]_ chooses from it by coverage and density.

*Coverage* is the share of all wanted weight that a box holds, *density* the wanted share of its
own weight, *mass* its share of all weight.

References
----------
.. [1] J. H. Friedman, N. I. Fisher, 1999, "Bump hunting in high-dimensional data", *Statistics and
   Computing* 9, 123-143; peeling and pasting in sections 8 and 14, other criteria in 14.6.
.. [2] B. P. Bryant, R. J. Lempert, 2010, "Thinking inside the box: a participatory,
   computer-assisted approach to scenario discovery", *Technological Forecasting and Social Change*
   77, 34-49.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from stickpoint.solve.ensemble.runs import Floats, Longs, Row, Runs, Truths, cut


@dataclass(frozen=True)
class Peeling:
    """How to peel and paste; the defaults are those in common use [2]_.

    Parameters
    ----------
    peel, paste : float
        Which part of a box, and of what lies beyond its limit, goes or comes at once.
    least : float
        Mass below which no box is taken.
    criterion : {"gain per loss", "support", "density"}
        What a peel or paste is chosen by: the gain in density over the weight lost or won; that
        times the weight left, which is Friedman and Fisher's section 14.6; the density alone.
    """

    peel: float = 0.05
    paste: float = 0.05
    least: float = 0.05
    criterion: Literal["gain per loss", "support", "density"] = "gain per loss"


class _Found(NamedTuple):
    """A box to come: which limit is moved where, and what it then holds."""

    score: float
    free: int
    weight: float
    hits: float
    column: int
    end: int
    limit: float


def peeled(runs: Runs, rules: Peeling | None = None, among: Truths | None = None) -> Row:
    """Peel and paste from a box around all runs.

    Parameters
    ----------
    runs : Runs
    rules : Peeling, optional
    among : ndarray of bool, shape (runs,), optional
        The runs that no earlier box holds; all if left out. Shares remain those of all.

    Returns
    -------
    Row

    Notes
    -----
    A peel costs time linear in the numbers in the box, for the order of each input is kept; a
    paste the runs times the limited inputs, squared.

    Examples
    --------
    >>> x = np.linspace(0, 1, 101)[:, None]
    >>> found = peeled(Runs.of(x, x[:, 0] > 0.6))
    >>> found.density[-1].tolist(), round(float(found.low[-1, 0]), 1)
    (1.0, 0.6)
    """
    work = _Work(runs, rules or Peeling(), runs.kept if among is None else among & runs.kept)
    work.peel()
    before = len(work.weight)
    work.paste()
    return Row(
        runs=runs,
        low=np.array(work.lows),
        high=np.array(work.highs),
        weight=np.array(work.weight),
        hits=np.array(work.hits),
        pasted=len(work.weight) - before,
    )


class _Work:
    """A box that is being peeled, and those before it."""

    def __init__(self, runs: Runs, rules: Peeling, among: Truths) -> None:
        self.runs, self.rules, self.among = runs, rules, among
        self.total = runs.total()
        self.low, self.high = runs.low.copy(), runs.high.copy()
        self.lows, self.highs = [self.low.copy()], [self.high.copy()]
        self.weight, self.hits = [runs.total(among)], [runs.hits(among)]

    # -- peeling -------------------------------------------------------------

    def peel(self) -> None:
        """Cut off the best part until none helps or too little is left."""
        rows = self._rows(self.among)
        order = rows[np.argsort(self.runs.inputs[rows], axis=0, kind="stable").T]
        while self.runs.inputs.shape[1] and order.shape[1]:
            best = self._best_peel(order)
            enough = best.weight / self.total >= self.rules.least
            if not (enough and best.weight < self.weight[-1] and best.score > 0):
                return
            self._move(best)
            column = self.runs.inputs[:, best.column]
            kept = column >= best.limit if best.end == 0 else column <= best.limit
            order = order[kept[order]].reshape(len(order), -1)

    def _best_peel(self, order: Longs) -> _Found:
        """Choose from both ends of every input; ``order`` has the runs by each, (inputs, runs)."""
        columns = np.arange(len(order))
        values = self.runs.inputs[order, columns[:, None]]
        weight = np.cumsum(self.runs.weights[order], axis=1)
        hits = np.cumsum((self.runs.weights * self.runs.wanted)[order], axis=1)
        limits = cut(values, self.runs.weights[order], self.rules.peel)
        gone = (values < limits[0][:, None]).sum(axis=1)
        stay = (values <= limits[1][:, None]).sum(axis=1)
        lost = [np.where(gone > 0, part[columns, gone - 1], 0.0) for part in (weight, hits)]
        left = [np.where(stay > 0, part[columns, stay - 1], 0.0) for part in (weight, hits)]
        found = []
        for j in columns.tolist():
            up = (float(left[0][j]), float(left[1][j]))
            down = (self.weight[-1] - float(lost[0][j]), self.hits[-1] - float(lost[1][j]))
            found += [
                self._judged(j, 1, float(limits[1][j]), *up),
                self._judged(j, 0, float(limits[0][j]), *down),
            ]
        return max(found, key=lambda one: one[:2])  # the first of equals, as they were listed

    # -- pasting -------------------------------------------------------------

    def paste(self) -> None:
        """Give back the best part until none helps."""
        while True:
            limited = (self.low != self.runs.low) | (self.high != self.runs.high)
            found = [self._back(j, end) for j in np.flatnonzero(limited).tolist() for end in (0, 1)]
            best = max(found, key=lambda one: one[:2], default=None)
            if best is None or best.score <= 0 or best.weight <= self.weight[-1]:
                return
            denser = best.hits / best.weight > self.hits[-1] / self.weight[-1]
            if not denser or best.weight / self.total < self.rules.least:
                return
            self._move(best)

    def _back(self, column: int, end: int) -> _Found:
        """Move one limit outwards by a part of what lies beyond it."""
        low, high = self.low.copy(), self.high.copy()
        edges = (self.runs.low, low) if end == 0 else (high, self.runs.high)
        low[column], high[column] = edges[0][column], edges[1][column]
        beyond = self._within(low, high)
        rows = self._rows(beyond)
        values = self.runs.inputs[rows, column]
        order = np.argsort(values, kind="stable")
        limit = float(edges[end][column])
        if rows.size:
            both = cut(values[order][None], self.runs.weights[rows[order]][None], self.rules.paste)
            limit = float(both[1 - end][0])
        low[column], high[column] = self.low[column], self.high[column]
        (low if end == 0 else high)[column] = limit
        held = self._within(low, high)
        return self._judged(column, end, limit, self.runs.total(held), self.runs.hits(held))

    def _rows(self, among: Truths) -> Longs:
        """Return some runs, the lightest first: equal values then stand in one order only."""
        rows = np.flatnonzero(among)
        return rows[np.argsort(self.runs.weights[rows], kind="stable")]

    def _within(self, low: Floats, high: Floats) -> Truths:
        return self.runs.inside(low, high) & self.among

    # -- both ----------------------------------------------------------------

    def _judged(self, column: int, end: int, limit: float, weight: float, hits: float) -> _Found:
        """Score a box that one limit makes, against the box as it is."""
        other = self.high[column] != self.runs.high[column] if end == 0 else (
            self.low[column] != self.runs.low[column]
        )  # fmt: skip
        own = limit != (self.runs.low if end == 0 else self.runs.high)[column]
        limited = (self.low != self.runs.low) | (self.high != self.runs.high)
        free = limited.size - int(limited.sum()) + int(limited[column]) - int(other or own)
        score = self._score(weight, hits)
        return _Found(score, free, weight, hits, column, end, limit)

    def _score(self, weight: float, hits: float) -> float:
        before = self.hits[-1] / self.weight[-1]
        after = hits / weight if weight > 0 else 0.0
        if self.rules.criterion == "density":
            return after if weight > 0 else -1.0
        change = abs(self.weight[-1] - weight)
        if after == before or not change:
            return 0.0
        if self.rules.criterion == "support":
            return weight * (after - before) / change
        return (after - before) / change

    def _move(self, best: _Found) -> None:
        (self.low if best.end == 0 else self.high)[best.column] = best.limit
        self.lows.append(self.low.copy())
        self.highs.append(self.high.copy())
        self.weight.append(best.weight)
        self.hits.append(best.hits)
