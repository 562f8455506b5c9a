"""A folder of runs and a statement about the end → what must be true for it, over those draws.

Of each draw the folder keeps when it is settled with a chance of 0.5 and of 0.9, its chances within
a month, a quarter, half a year and a year, its ways to end and what it costs; not its whole curve.
What can be said of these is answered as by a forecast, and the rest is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from stickpoint.answers.ensemble.claims import EVEN, Draws, Ends, Likeliest, Open, Statement, Truths
from stickpoint.answers.ensemble.must_be_true import MustBeTrue, read
from stickpoint.answers.ensemble.table import MEDIAN, SETTLED, Table, within
from stickpoint.answers.exploring.folder import manifest
from stickpoint.answers.exploring.runs import Runs
from stickpoint.answers.forecast import predicted
from stickpoint.answers.forecasting.model import Floats
from stickpoint.errors import ModelError


@dataclass(frozen=True, eq=False)
class Kept(Draws):
    """The draws of a table, as claims ask about them."""

    table: Table | None = None

    def holds(self, said: Statement) -> Truths:
        """Tell in which draws a statement holds, (draws,); as `Draws.holds` does."""
        if isinstance(said, Likeliest):
            shares = np.stack([self._answers[f"ends: {name}"] for name in self.terms])
            return np.asarray(shares.argmax(axis=0) == list(self.terms).index(said.terms))
        if isinstance(said, Open) and said.chance == EVEN and self._span(said) is None:
            median, then = self._answers[MEDIAN], self._days(said.when)
            return np.asarray(median < then if said.settled else median > then)
        return super().holds(said)

    def chances(self, said: Open | Ends) -> Floats:
        """Return how likely it is in each draw, (draws,).

        Raises
        ------
        ModelError
            A time for which no chance was kept.
        """
        if isinstance(said, Ends):
            return self._answers[f"ends: {said.terms}"]
        span = self._span(said)
        if span is None:
            raise ModelError(
                f"{said.when.written!r}: runs keep chances within a {', a '.join(SETTLED)}; ask "
                "for one of these times, or without a chance"
            )
        settled = self._answers[within(span)]
        return settled if said.settled else 1.0 - settled

    def _span(self, said: Open) -> str | None:
        """Return the span whose chance was kept that ends then."""
        then = self._days(said.when)
        return next((span for span, days in SETTLED.items() if abs(days - then) < 0.01), None)

    @property
    def _answers(self) -> dict[str, Floats]:
        assert self.table is not None
        return dict(self.table.answers)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class AskedOfRuns(MustBeTrue):
    """What must be true for a statement, over the first draws of a folder of runs.

    Parameters
    ----------
    runs : Runs
    first : int or None
        How many; all if None.
    """

    runs: Runs
    first: int | None = None

    @cached_property
    def table(self) -> Table:
        """The draws with their numbers and answers, as the folder keeps them."""
        return self.runs.table(self.first)

    @cached_property
    def _draws(self) -> Draws:
        known, terms = self.forecast.known, self.forecast.game.terms
        return Kept((), tuple(terms), known.day, self.table)

    @cached_property
    def likely(self) -> Floats | None:
        """How likely it is in each draw, where that was kept; None elsewhere."""
        try:
            return super().likely
        except ModelError:
            return None


def asked(folder: Path, where: str, draws: int | None = None) -> AskedOfRuns:
    """Ask a statement of the first so many draws of a folder of runs, of all if left out.

    Raises
    ------
    ModelError
        No runs there, or not so many; a statement that cannot be read or was not kept; runs in
        which something was changed.
    """
    spec, runs = manifest(folder)["spec"], Runs(folder)
    if any(spec["changes"].values()):
        raise ModelError(f"{folder} holds runs with changes, of which no statement can be asked")
    found = predicted(runs.case, spec["as_of"], seed=spec["seed"])
    said = read(found, where)
    answer = AskedOfRuns(forecast=found, said=where, statement=said, runs=runs, first=draws)
    _ = answer.holds  # refuses at once what was not kept
    return answer
