"""A case and a statement about its end → in how many draws it holds, and what must be true.

Boxes are looked for in the numbers that the clock reads, and in the tempo: found on a random half
of the draws, told with how they stand on the other half (`solve.ensemble.held_out`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from stickpoint.answers.answer import Answer
from stickpoint.answers.ensemble.claims import Costs, Draws, Ends, Open, Statement, Truths, parts
from stickpoint.answers.ensemble.table import Table, table
from stickpoint.answers.ensemble.where import Names, where
from stickpoint.answers.forecast import predicted
from stickpoint.answers.forecasting.model import TEMPO, Floats
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.parameters import Parameter
from stickpoint.answers.sampling.numbers import numbers_used
from stickpoint.case.model.case import Case
from stickpoint.solve.ensemble.boxes import Choice, Figures
from stickpoint.solve.ensemble.held_out import FEWEST, TIMES, Boxes, Tested, held_out
from stickpoint.solve.ensemble.runs import Runs

__all__ = [
    "FEWEST",
    "TEMPO",
    "TIMES",
    "Choice",
    "Figures",
    "Limit",
    "MustBeTrue",
    "Region",
    "explore",
]


@dataclass(frozen=True)
class Limit:
    """A number of the case, and within which part of its range it must lie.

    Parameters
    ----------
    name : str
        Such as ``payoffs.prc[lever on Moscow]``; ``tempo`` for how fast it all goes.
    parameter : Parameter or None
        Its range and its line in the file; None for the tempo.
    low, high : float or None
        Limits, inclusive; None where there is none.
    again_low, again_high : float or None
        In which share of other halves of the draws that end is limited too.
    """

    name: str
    parameter: Parameter | None
    low: float | None
    high: float | None
    again_low: float | None
    again_high: float | None


@dataclass(frozen=True)
class Region:
    """Limits on numbers within which what is said holds mostly.

    Parameters
    ----------
    limits : tuple of Limit
        Those found again most often first.
    found_on, held_out : Figures
        How it stands on the draws that it was found on, and on the others.
    luck : float
        The chance of standing so on the others if the limits did nothing.
    likely : float or None
        How likely what is said is on average in the draws within, of those held out; None where
        it is no single claim about a chance.
    """

    limits: tuple[Limit, ...]
    found_on: Figures
    held_out: Figures
    luck: float
    likely: float | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class MustBeTrue(Answer):
    """What must be true of the numbers of a case for a statement about its end to hold.

    Parameters
    ----------
    forecast : Forecast
        Over whose draws it is asked.
    said : str
        The statement as written.
    statement : Statement
        As it was read.
    rule : Choice
        By which boxes are taken.
    """

    forecast: Forecast
    said: str
    statement: Statement
    rule: Choice = field(default_factory=Choice)

    question = "must be true"

    @property
    def case(self) -> Case:
        """The case as written."""
        return self.forecast.case

    @cached_property
    def table(self) -> Table:
        """The draws with their numbers."""
        return table(self.forecast)

    @cached_property
    def _draws(self) -> Draws:
        return Draws.of(self.forecast)

    @cached_property
    def holds(self) -> Truths:
        """In which draws the statement holds, (draws,)."""
        return self._draws.holds(self.statement)

    @property
    def share(self) -> float:
        """Weight of the draws in which it holds."""
        return float(self.table.weights @ self.holds)

    @cached_property
    def likely(self) -> Floats | None:
        """How likely it is in each draw, (draws,); None where it is no single claim of a chance."""
        said = self.statement
        return self._draws.chances(said) if isinstance(said, (Open, Ends)) else None

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The numbers among which it is looked for: ranges that the clock reads, and the tempo.

        Tolls are among them where the statement names one.
        """
        answer, costs = self.forecast, any(isinstance(x, Costs) for x in parts(self.statement))
        used = numbers_used(answer.known.before, answer.changes)
        names = {x.amount.name for x in used if x.amount and (costs or x.kind != "toll")} | {TEMPO}
        return tuple(name for name in self.table.names if name in names)

    @cached_property
    def boxes(self) -> Boxes | None:
        """The boxes as found and tested; None where draws are too few or all alike."""
        draws = self.table
        if len(draws) < FEWEST or self.holds.all() or not self.holds.any():
            return None
        columns = [draws.names.index(name) for name in self.inputs]
        runs = Runs.of(draws.values[:, columns], self.holds, draws.weights)
        return held_out(runs, self.rule, seed=draws.seed)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Where it holds mostly, as far as that stood on draws that had no say in it."""
        found = self.boxes
        return () if found is None else tuple(self._region(one, found) for one in found.each)

    def _region(self, one: Tested, found: Boxes) -> Region:
        known = {item.name: item for item in self.table.inputs}
        limits = []
        for k in np.flatnonzero(one.box.limits.any(axis=1)).tolist():
            there = one.box.limits[k].tolist()
            ends = zip(there, (one.box.low[k], one.box.high[k]), strict=True)
            low, high = (float(end) if is_there else None for is_there, end in ends)
            again = zip(there, one.again[k].tolist(), strict=True)
            often = tuple(float(share) if is_there else None for is_there, share in again)
            limits.append(Limit(self.inputs[k], known.get(self.inputs[k]), low, high, *often))
        limits.sort(key=lambda x: -max(x.again_low or 0.0, x.again_high or 0.0))
        return Region(tuple(limits), one.found_on, one.held_out, one.luck, self._within(one, found))

    def _within(self, one: Tested, found: Boxes) -> float | None:
        """Return how likely it is on average within a box, over the draws held out."""
        if self.likely is None:
            return None
        columns = [self.table.names.index(name) for name in self.inputs]
        held = one.box.holds(self.table.values[:, columns]) & ~found.fitted
        return float(np.average(self.likely[held], weights=self.table.weights[held]))


def explore(
    case: Case,
    as_of: date | str | None = None,
    *,
    where: str,
    draws: int | None = None,
    seed: int = 0,
) -> MustBeTrue:
    """Ask what must be true of the numbers of a case for a statement about its end to hold.

    Parameters
    ----------
    case : Case
        With payoffs, and terms on which an issue can close.
    as_of : date or str, optional
        The day on which it is asked; that of the start if left out.
    where : str
        The statement, such as ``"still open after 12 months"``, ``"settled by 1953-07-27"``,
        ``"median above 400 days"`` or ``"likeliest end is nobody forced"``, joined by ``and``,
        ``or`` and ``not``.
    draws, seed : int
        How many draws from the ranges of the case, 400 if left out, and where they begin.

    Returns
    -------
    MustBeTrue
        Prints as a page; ``share`` is the weight of the draws in which it holds, ``regions`` where
        in the numbers of the case it holds mostly, tested on draws that had no say in them.

    Raises
    ------
    ModelError
        A statement that cannot be read, or a case that cannot be forecast.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = sp.explore(sp.load("korea-1952"), where="settled within a day", draws=8)
    >>> found.share
    0.0
    """
    found = predicted(case, as_of, draws=draws, seed=seed)
    return MustBeTrue(forecast=found, said=where, statement=read(found, where))


def read(answer: Forecast, text: str) -> Statement:
    """Read a statement about the end of a case, by the names that the case has."""
    tolls = {toll.name: toll.per for toll in answer.case.tolls}
    units = {toll.name: toll.unit for toll in answer.case.tolls}
    return where(text, Names(tuple(answer.game.terms), tolls, units))
