"""What can be said of the end of a deadlock, and in which draws of a forecast that is so.

A draw has a chance of each end, not the end itself. A claim about a chance counts as holding in a
draw where it is more likely than not there, or as likely as the claim says; so a draw counts whole
or not at all, and "in 42 % of draws" is a statement about the numbers of the case, not about luck.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.ensemble.table import answers_of
from stickpoint.answers.forecasting.draws.one_draw import OneDraw
from stickpoint.answers.forecasting.model import Floats
from stickpoint.errors import ModelError

if TYPE_CHECKING:
    from stickpoint.answers.forecasting.predict import Forecast

Truths = NDArray[np.bool_]


class Level(NamedTuple):
    """A bound on a number: above or below it, or at it too."""

    above: bool
    strict: bool
    value: float


EVEN = Level(above=True, strict=True, value=0.5)
"""More likely than not."""


class When(NamedTuple):
    """A time ahead, as written: so many days, or a day of the calendar."""

    written: str
    days: float = 0.0
    day: date | None = None


@dataclass(frozen=True)
class Open:
    """It is still open then, or ``settled`` by then, with a chance as said."""

    when: When
    settled: bool = False
    chance: Level = EVEN


@dataclass(frozen=True)
class Ends:
    """It ends on some terms, if at all, with a chance as said."""

    terms: str
    chance: Level = EVEN


@dataclass(frozen=True)
class Likeliest:
    """No other terms are likelier."""

    terms: str


@dataclass(frozen=True)
class Lasts:
    """The days by which it is settled with a chance of ``part``, against a bound."""

    part: float
    days: Level
    written: str


@dataclass(frozen=True)
class Costs:
    """What a toll comes to on a day while it is open, against a bound."""

    toll: str
    a_day: Level
    written: str


@dataclass(frozen=True)
class Not:
    """What it is said of does not hold."""

    of: Statement


@dataclass(frozen=True)
class Both:
    """All of them hold."""

    of: tuple[Statement, ...]


@dataclass(frozen=True)
class Either:
    """At least one of them holds."""

    of: tuple[Statement, ...]


Statement: TypeAlias = "Open | Ends | Likeliest | Lasts | Costs | Not | Both | Either"


def parts(said: Statement) -> Iterator[Statement]:
    """Return a statement and all that it is made of."""
    yield said
    for one in (said.of,) if isinstance(said, Not) else getattr(said, "of", ()):
        yield from parts(one)


@dataclass(frozen=True, eq=False)
class Draws:
    """The draws of a forecast, as claims ask about them.

    Parameters
    ----------
    each : sequence of OneDraw
    terms : sequence of str
    day : date or None
        From which lengths of time count; None for a case without dates.
    """

    each: Sequence[OneDraw]
    terms: Sequence[str]
    day: date | None = None

    @classmethod
    def of(cls, answer: Forecast) -> Draws:
        """Return those of a forecast."""
        return cls(answer.model.draws, answer.model.terms, answer.known.day)

    def holds(self, said: Statement) -> Truths:
        """Tell in which draws a statement holds, (draws,).

        Raises
        ------
        ModelError
            A date in a case without dates, or before the day asked about.
        """
        if isinstance(said, Not):
            return ~self.holds(said.of)
        if isinstance(said, Both):
            return np.logical_and.reduce([self.holds(one) for one in said.of])
        if isinstance(said, Either):
            return np.logical_or.reduce([self.holds(one) for one in said.of])
        if isinstance(said, Likeliest):
            shares = np.stack([draw.shares for draw in self.each])
            return np.asarray(shares.argmax(axis=1) == list(self.terms).index(said.terms))
        if isinstance(said, Lasts):
            return within(said.days, self._answers["median" if said.part == 0.5 else "late"])
        if isinstance(said, Costs):
            return within(said.a_day, self._answers[f"costs a day: {said.toll}"])
        return within(said.chance, self.chances(said))

    def chances(self, said: Open | Ends) -> Floats:
        """Return how likely it is in each draw, (draws,)."""
        if isinstance(said, Ends):
            at = list(self.terms).index(said.terms)
            return np.array([draw.shares[at] for draw in self.each])
        ahead = np.array([self._days(said.when)])
        still = np.array([draw.open(ahead)[0] for draw in self.each])
        return 1.0 - still if said.settled else still

    def _days(self, when: When) -> float:
        if when.day is None:
            return when.days
        if self.day is None:
            raise ModelError(
                f"{when.written!r} is a date, and the case has none; write 'clock: {{start: …}}' "
                "in it, or a length of time such as 'after 12 months'"
            )
        ahead = (when.day - self.day).days
        if ahead < 0:
            raise ModelError(
                f"{when.written!r} is before the day asked about, {self.day}; give a later date"
            )
        return ahead + 1.0  # by the end of that day

    @property
    def _answers(self) -> dict[str, Floats]:
        return answers_of(self.each, self.terms)


def within(bound: Level, values: Floats) -> Truths:
    """Tell which numbers keep to a bound.

    Examples
    --------
    >>> within(EVEN, np.array([0.4, 0.5, 0.6])).tolist()
    [False, False, True]
    """
    if bound.above:
        return values > bound.value if bound.strict else values >= bound.value
    return values < bound.value if bound.strict else values <= bound.value
