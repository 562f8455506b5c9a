"""A case without payoffs → how it would go by its wants alone, counted in chances to move.

Wants order states and say nothing of size or time. So every party is paid by its wants (see
`from_wants`), and time is counted in mean waits for a chance to move, for which nothing in the case
has a length. Payoffs made so have forecast no better than chance on deadlocks that are over: what
comes of them says what the wants imply, and is no forecast of an event.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from stickpoint.answers.answer import Answer
from stickpoint.answers.clock import Course, course
from stickpoint.answers.ended import nothing_ends
from stickpoint.answers.forecasting.from_wants import from_wants
from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.answers.forecasting.shifts import Shifts, shifts
from stickpoint.answers.sampling.delays import Delays
from stickpoint.case.model.amounts import named
from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case
from stickpoint.case.model.situation import Nature, Party, Terms
from stickpoint.errors import ModelError
from stickpoint.graph.build import build
from stickpoint.solve.durations.laws import Law

DRAWS, SHARED, SOLVES = 64, 24, 128
"""Draws; those for shares of the delay, and how many solves these may take."""
SHARPNESS = (0.1, 1.0)
"""How sharply a party without a precision of its own chooses, where its best state is worth 1 more
than its worst for each mean wait: over 30 waits ahead from a lean to all but certainty."""
FAR = 60.0
"""Mean waits over which shares of the delay are taken."""


def unasked(case: Case) -> str:
    """Say why wants alone give no answer; empty where they do."""
    if case.payoffs:
        return "the case has payoffs, and the clock runs on them"
    if none := nothing_ends(case):
        return none
    if len(case.preferences) < len(case.parties):
        return "not every party says what it wants"
    return ""


@dataclass(frozen=True, eq=False, repr=False)
class Chances(Answer):
    """How a deadlock would go by wants alone, over draws of how sharply parties choose.

    Parameters
    ----------
    case : Case
        Without payoffs, as things stand.
    draws, seed : int
        How many draws, and where they begin.

    Raises
    ------
    ModelError
        A case of which wants alone say nothing: see `unasked`.
    """

    case: Case
    draws: int = DRAWS
    seed: int = 0

    question = "chances"

    def __post_init__(self) -> None:
        if reason := unasked(self.case):
            raise ModelError(f"no answer from wants alone: {reason}")

    @cached_property
    def paid(self) -> Case:
        """The case with payoffs from its wants, in which a mean wait is a unit of time."""
        codes = build(self.case).codes
        assert codes is not None, "states of a case have codes"
        wait = 1.0 / _mean_pace(self.case)
        made = from_wants(self.case, [party.id for party in self.case.parties], codes)
        clock = replace(made.clock, start=None, horizon=FAR)
        return named(
            replace(
                made,
                kind=None,
                lengths=(),
                clock=clock,
                parties=tuple(_party(party, made.clock.unit, wait) for party in made.parties),
                nature=tuple(_chance(one, made.clock.unit, wait) for one in made.nature),
                issues=tuple(
                    replace(issue, terms=_terms(issue.terms, made.clock.unit, wait))
                    for issue in made.issues
                ),
                packages=_terms(made.packages, made.clock.unit, wait),
            )
        )

    @cached_property
    def forecast(self) -> Forecast:
        """The forecast for that case, its own clock alone; a unit of its time is a mean wait."""
        rules = replace(
            USUAL, draws=self.draws, most_draws=self.draws, tempo_spread=0.0, tempo_middle=0.0,
            any_length=0.0, waits=0.0,
        )  # fmt: skip
        return Forecast(case=self.paid, seed=self.seed, rules=rules)

    @property
    def is_over(self) -> bool:
        """Whether it is settled as things stand."""
        game = self.forecast.game
        return game.start_state is not None and bool(game.settled[game.start_state])

    def waits(self, days: float | None) -> float | None:
        """Return how many mean waits are so many days of the made-up case."""
        return None if days is None else days / days_per_unit(self.paid)

    def quantile(self, q: float) -> float | None:
        """Return in how many mean waits it is over with chance ``q``; None for never."""
        return self.waits(self.forecast.quantile(q))

    @property
    def law(self) -> Law:
        """How long it lasts, in days of the made-up case."""
        return self.forecast.law

    @cached_property
    def blame(self) -> Delays | None:
        """Whose doing the delay is, over draws; None for more parties than can be asked."""
        return self._course.blame

    @cached_property
    def _course(self) -> Course:
        asked = course(self.paid, draws=SHARED, seed=self.seed, solves=SOLVES, horizon=FAR)
        return replace(asked, ordered=0)

    @cached_property
    def nearer(self) -> Shifts:
        """What each move made now would do to it."""
        return shifts(self.forecast)


def _mean_pace(case: Case) -> float:
    """Return chances to move per unit of time, averaged over the parties; 1 where none is given."""
    unit = case.clock.unit
    given = [1.0 if p.pace is None else p.pace.per(unit).mid for p in case.parties]
    mean = float(np.mean(given))
    return mean if mean > 0 else 1.0


def _party(party: Party, unit: str, wait: float) -> Party:
    """Return a party whose pace and discount are counted per mean wait."""
    low, high = SHARPNESS
    middle = (low + high) / 2
    sharp = Amount(low, middle, high, "range", None, f"[{low}, {high}]", Fraction(middle))
    return replace(
        party,
        pace=_per_wait(party.pace, unit, wait) or _point(wait),
        discount=_per_wait(party.discount, unit, wait),
        precision=party.precision or sharp,
    )


def _chance(chance: Nature, unit: str, wait: float) -> Nature:
    """Return a thing of nature whose rate is counted per mean wait; no date falls on a wait."""
    rates = tuple(
        replace(line, rate=_per_wait(line.rate, unit, wait) or line.rate) for line in chance.rates
    )
    return replace(chance, rate=_per_wait(chance.rate, unit, wait), rates=rates, on=None, by=None)


def _terms(lines: tuple[Terms, ...], unit: str, wait: float) -> tuple[Terms, ...]:
    """Return terms whose rates of becoming an end, or coming undone, are per mean wait."""
    return tuple(
        replace(
            line,
            holds=_per_wait(line.holds, unit, wait),
            lapses=_per_wait(line.lapses, unit, wait),
        )
        for line in lines
    )


def _per_wait(amount: Amount | None, unit: str, wait: float) -> Amount | None:
    if amount is None:
        return None
    own = amount.per(unit)
    low, mid, high = own.low * wait, own.mid * wait, own.high * wait
    return replace(own, low=low, mid=mid, high=high, unit=None, exact=Fraction(mid))


def _point(value: float) -> Amount:
    return Amount(value, value, value, "point", None, f"{value:g}", Fraction(value))
