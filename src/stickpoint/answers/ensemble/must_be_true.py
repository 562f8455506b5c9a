"""A case and a statement about its end → in how many draws it holds, and what must be true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from stickpoint.answers.answer import Answer
from stickpoint.answers.ensemble.claims import Draws, Statement, Truths
from stickpoint.answers.ensemble.where import Names, where
from stickpoint.answers.forecast import predicted
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.case.model.case import Case


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
    """

    forecast: Forecast
    said: str
    statement: Statement

    question = "must be true"

    @property
    def case(self) -> Case:
        """The case as written."""
        return self.forecast.case

    @cached_property
    def holds(self) -> Truths:
        """In which draws the statement holds, (draws,)."""
        return Draws.of(self.forecast).holds(self.statement)

    @property
    def share(self) -> float:
        """Weight of the draws in which it holds."""
        return float(self.forecast.model.weights @ self.holds)


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
        Prints as a page; ``share`` is the weight of the draws in which it holds.

    Raises
    ------
    ModelError
        A statement that cannot be read, or a case that cannot be forecast.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = explore(sp.load("korea-1952"), where="settled within a day", draws=8)
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
