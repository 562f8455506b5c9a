"""Case → what smallest change would end it: of orders and options, of numbers, or a move now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from stickpoint.answers.answer import Answer
from stickpoint.answers.ensemble.robust import ROBUST, Robust
from stickpoint.answers.forecasting.known import day_of, known
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.answers.forecasting.shifts import Shifts, shifts
from stickpoint.answers.large.by_blocks import goes_by_blocks
from stickpoint.answers.large.levers import LeversByBlocks
from stickpoint.answers.large.timed import clock_fits
from stickpoint.answers.levers.payoffs import PayoffLevers, payoff_levers
from stickpoint.answers.levers.prices import swap_prices
from stickpoint.answers.levers.ranks import (
    MOST_SEARCHED,
    LeastChanges,
    least_changes,
)
from stickpoint.answers.why.reach import Ends
from stickpoint.case.model.case import Case
from stickpoint.errors import expect, expect_draws
from stickpoint.graph.build import build
from stickpoint.memory import refusal

MOST_TIMED = 20_000
"""States beyond which moves and levers are timed only where the whole is asked for; of many moves
from each there may be fewer (`clock_fits`)."""
FORECAST, REFINED, LEADING = 200, 48, 5
"""Draws for what would bring the end nearer; for levers that lead; how many of these there are."""


@dataclass(frozen=True, eq=False, repr=False)
class Levers(Answer):
    """Both kinds of levers on one case, each worked out on demand.

    Parameters
    ----------
    case : Case
    settings : dict
        What `payoff_levers` takes: ``within``, ``probability``, ``horizon``, ``draws``, ``seed``,
        ``shocks``.
    terms : tuple of str
        The settlements to make hold; all if empty.
    concept : str
        The stability concept under which they should.
    prices : mapping of str to float
        What one swap of ranks or of wants costs, by party id, in place of what the case says.
    as_of : date or None
        The day on which it is asked; that of the start if None.
    written : Case or None
        The case as written, where ``case`` is as it stood on a later day.
    whole : bool
        Whether everything is searched for and timed, however many states there are.
    """

    case: Case
    settings: dict[str, Any]
    terms: tuple[str, ...] = ()
    concept: str = "seq"
    prices: Mapping[str, float] = field(default_factory=dict)
    as_of: date | None = None
    written: Case | None = None
    whole: bool = True

    question = "levers"

    @cached_property
    def by_blocks(self) -> LeversByBlocks | None:
        """What is told of states that are judged by blocks; None where they are stored.

        They are where there is no room for them, or hours would be spent on a whole search.
        """
        is_short = not self.whole or 1 << len(self.case.options) > MOST_SEARCHED
        is_short |= bool(refusal(1 << len(self.case.options), len(self.case.parties)))
        if not (is_short and goes_by_blocks(self.case)):
            return None
        return LeversByBlocks(self.case, self.terms, self.concept, self.prices)

    @property
    def n_states(self) -> int:
        """How many states there are."""
        return 1 << len(self.case.options) if self.by_blocks else self.ends.conflict.n_states

    @cached_property
    def lacks(self) -> str:
        """Why nothing is timed: there are no payoffs, terms or wait, or many states; or ''."""
        if not self.case.payoffs:
            return "payoffs"
        if self.case.settled is None:
            return "terms"
        if self.by_blocks or not (self.whole or self._is_soon_timed()):
            return "size"
        game = payoff_levers(self.case, **self.settings).game
        start = game.start_state
        return "wait" if start is not None and game.settled[start] else ""

    def _is_soon_timed(self) -> bool:
        return self.n_states <= MOST_TIMED and clock_fits(self.ends.conflict)

    @property
    def can_search(self) -> bool:
        """Whether the solver that finds the least change of ranks is installed."""
        return find_spec("ortools") is not None

    @cached_property
    def payoffs(self) -> PayoffLevers | None:
        """What numbers could be changed; None where the clock has nothing to run on."""
        return None if self.lacks else payoff_levers(self.case, **self.settings)

    @cached_property
    def forecast(self) -> Forecast:
        """When and how it ends, against which moves and levers are held."""
        few = replace(USUAL, draws=FORECAST, most_draws=4 * FORECAST)
        seed = self.settings.get("seed", 0)
        case = self.written or self.case
        return Forecast(case=case, as_of=self.as_of, seed=seed, rules=few)

    @cached_property
    def nearer(self) -> Shifts | None:
        """What each move made now, and each lever, would do to the forecast."""
        return (
            None
            if self.lacks
            else shifts(self.forecast, FORECAST, refined=REFINED, leading=LEADING)
        )

    @cached_property
    def robust(self) -> Robust | None:
        """Which levers and moves help whatever is true; None where nothing can be timed."""
        draws = max(ROBUST, self.settings.get("draws") or 0)
        return None if self.lacks else Robust(forecast=self.forecast, draws=draws)

    @cached_property
    def ends(self) -> Ends:
        """Whether it can come to an end, and what that takes of nature."""
        conflict = build(self.case)
        return Ends(self.case, conflict, conflict.status_quo or 0, {})

    @cached_property
    def ranks(self) -> tuple[LeastChanges, ...]:
        """What change of orders or options would make each settlement hold.

        None without terms, or where every one of them waits for nature.
        """
        if self.case.settled is None:
            return ()
        if self.by_blocks:
            return self.by_blocks.outcomes
        return least_changes(
            self.case, self.terms or None, concept=self.concept, prices=self.prices,
            whole=self.whole, built=self.ends.conflict,
        )  # fmt: skip


def levers(
    case: Case,
    as_of: date | str | None = None,
    *,
    terms: Sequence[str] = (),
    concept: str = "seq",
    prices: Mapping[str, float] | None = None,
    whole: bool = True,
    **settings: Any,
) -> Levers:
    """Ask what smallest change would end a deadlock.

    Parameters
    ----------
    case : Case
    as_of : date or str, optional
        The day on which to ask; that of the start if left out.
    terms : sequence of str
        The settlements to make hold; all if left out.
    concept : str
        The stability concept under which they should: nash, gmr, smr, seq or sseq.
    prices : mapping of str to float, optional
        What one swap of ranks or of wants costs, by party id, in place of what the case says.
    whole : bool
        Whether everything is searched for and timed even among many states, which takes hours. If
        not, a few orders of wants are tried there, and the page says what is left out.
    **settings
        ``within`` and ``probability`` (by when it should be settled, and how surely),
        ``horizon``, ``draws``, ``seed`` and ``shocks``, as for the clock.

    Returns
    -------
    Levers
        Prints as a page; ``ranks`` has the least change of orders and options for each
        settlement, ``payoffs`` the moves, levers and transfers that shorten the wait.

    Raises
    ------
    SolveError
        Neither the case nor the caller gives a finite horizon.
    ModelError
        A price for a party that the case does not have, or one out of bounds.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = sp.levers(sp.load("prisoners-dilemma"), concept="nash")
    >>> [outcome.ranks.cost for outcome in found.ranks]
    [2.0]
    """
    expect(case, Case)
    expect_draws(settings.get("draws"))
    swap_prices(case, prices)
    day = day_of(as_of)
    stood = case if day is None else known(case, day).case
    found = Levers(stood, settings, tuple(terms), concept, dict(prices or {}), day, case, whole)
    if not found.lacks:
        payoff_levers(stood, **settings)  # refuses a question without a horizon at once
    return found
