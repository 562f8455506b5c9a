"""Why → the answers of the lenses behind one screen: the clock, its shares, the best levers.

Few draws, so that it comes at once; each lens has its own answer, which takes its time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from stickpoint.answers.answer import Answer
from stickpoint.answers.clock import Course, course
from stickpoint.answers.ended import nothing_ends
from stickpoint.answers.forecasting.from_wants import from_wants
from stickpoint.answers.forecasting.known import as_rated, day_of, known
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.answers.forecasting.shifts import Shifts, shifts
from stickpoint.answers.large.by_blocks import why as stability_of
from stickpoint.answers.large.timed import shares_fit, too_large
from stickpoint.answers.levers.payoffs import PayoffLevers, payoff_levers
from stickpoint.answers.why.disagreements import Disagreements
from stickpoint.answers.why.signing import Signing, signing
from stickpoint.answers.why.stability import Why
from stickpoint.case.check import document_folders
from stickpoint.case.model.case import Case
from stickpoint.errors import expect, expect_draws, reason_of
from stickpoint.graph.build_game import Changes
from stickpoint.ports import ports
from stickpoint.solve.stability.agreement import agreement

DRAWS, FORECAST, SHARED = 24, 200, 100
"""Draws for bands of the clock, for when and how it ends, and for the average of shares: as many
as `stickpoint clock` takes for it, so that both name the same party first."""
SOLVES = 128
"""Eight draws for four parties: this page should come at once."""
ENDLESS = "the case looks ahead without end; ask stickpoint clock, which takes its time."
MANY = "the case has so many moves that they take minutes; ask stickpoint clock."
NOT_ASKED = "they were not asked for; ask stickpoint clock."
"""Why this page tells no shares of the delay."""
MOST_COMPARED = 4_096
"""States beyond which this page compares no moves."""


@dataclass(frozen=True, eq=False, repr=False)
class Brief(Answer):
    """The answers of the lenses that a case has numbers for.

    Parameters
    ----------
    why : Why
    draws, seed : int
        How many draws from the ranges the clock takes, and where they begin.
    as_of : date or None
        The day on which it is asked; that of the start if None.
    written : Case or None
        The case as written, where ``why`` has it as it stood on a later day.
    timed : bool
        Whether the clock is asked for shares of the delay too, over the case's horizon.
    """

    why: Why
    draws: int = DRAWS
    seed: int = 0
    as_of: date | None = None
    written: Case | None = None
    timed: bool = True

    question = "why"

    @property
    def case(self) -> Case:
        """The case that was asked about."""
        return self.why.case

    def save(self, file: str | Path) -> None:
        """Write the answers of every lens as one report, .html or .docx.

        Raises
        ------
        StickpointError
            Another ending, a file that is there already, or DOCX without python-docx.
        """
        folders = document_folders(Path(self.case.path), None)
        ports.ask("save", ports.ask("report", self, folders), Path(file))

    @property
    def silent(self) -> str:
        """Why there is no forecast; empty when there is one."""
        return self._timed[1]

    @property
    def course(self) -> Course | None:
        """The clock's answer, from the status quo that the ordinal answer speaks of.

        None also where the case looks ahead without end: a forecast needs no horizon, but shares of
        the delay do.
        """
        return self._timed[0]

    @property
    def unshared(self) -> str:
        """Why there are no shares of the delay; empty when the clock has been asked for them."""
        if self.silent or self.course is not None:
            return self.silent
        if self.case.clock.horizon is None:
            return ENDLESS
        return NOT_ASKED if shares_fit(self.why.conflict) else MANY

    @property
    def is_over(self) -> bool:
        """Whether it is settled as things stand; no where that is not known."""
        if self.silent:
            return False
        game = self.forecast.game if self.course is None else self.course.game
        return game.start_state is not None and bool(game.settled[game.start_state])

    @cached_property
    def forecast(self) -> Forecast:
        """When and how it ends, over fewer draws than its own verb takes."""
        return self._forecast(self.written or self.why.case)

    def _forecast(self, case: Case) -> Forecast:
        made = Changes(fix=dict(self.why.setting))
        few = replace(USUAL, draws=FORECAST, most_draws=4 * FORECAST)
        return Forecast(case=case, changes=made, as_of=self.as_of, seed=self.seed, rules=few)

    @cached_property
    def _timed(self) -> tuple[Course | None, str]:
        """The clock's answer, with what every line about it reads; or why there is none."""
        try:
            if declined := self._declined():
                return None, declined
            made = Changes(fix=dict(self.why.setting))
            is_shared = self.timed and shares_fit(self.why.conflict)
            if self.why.case.clock.horizon is None or not is_shared:
                _ = self.forecast.game  # refuses what it cannot answer
                return None, ""
            draws = max(8, min(self.draws, self.draws * 1024 // self.why.conflict.n_states))
            found = course(self.why.case, changes=made, draws=draws, seed=self.seed, solves=SOLVES)
            found = replace(found, ordered=SHARED, is_alone=False)
            if found.game.start_state is None:
                return None, "the status quo does not fit the clock's game."
            _ = found.run, found.ranges
        except Exception as error:  # one lens fails alone, whatever it fails by
            return None, f"{reason_of(error)}."
        return found, ""

    def _declined(self) -> str:
        """Say why the clock is not asked at all; empty where it is."""
        case = self.why.case
        if not case.payoffs:
            return "the case gives no payoffs, so there is nothing to time."
        if none := nothing_ends(case):
            return f"{none}."
        if self.why.by_blocks:
            return f"the clock takes every state, and {self.why.n_states:,} are too many for it."
        return too_large(self.why.conflict)

    @cached_property
    def agreements(self) -> dict[str, dict[str, int]]:
        """For each party, how many of its moves wants and payoffs order, and how many apart.

        Empty where the clock is silent, or the states are not those of its game.
        """
        if self.silent:
            return {}
        game = self.forecast.game if self.course is None else self.course.game
        conflict = self.why.conflict
        if conflict.merged or game.conflict is None:
            return {}
        known, codes = game.conflict.codes, conflict.codes
        if known is None or codes is None or conflict.n_states > MOST_COMPARED:
            return {}
        place = np.searchsorted(known, codes).clip(max=known.size - 1)
        if not np.array_equal(known[place], codes):
            return {}
        payoffs, parties = game.payoffs[:, place], enumerate(conflict.parties)
        return {id_: agreement(conflict, payoffs, i)._asdict() for i, id_ in parties}

    @cached_property
    def disagreements(self) -> Disagreements:
        """Which lines of wants and payoffs pull different ways on moves near today."""
        return Disagreements(self.why.case, self.why.conflict, self.seed)

    @cached_property
    def if_by_wants(self) -> dict[str, Forecast]:
        """The forecast if one party's payoffs came from its wants, for each with such lines.

        Over the same draws as ``forecast``. Empty where the clock has no answer.
        """
        case, codes = self.written or self.why.case, self.why.conflict.codes
        if self.silent or codes is None:
            return {}
        apart = [id_ for id_, one in self.disagreements.by_party.items() if one.lines]
        return {id_: self._forecast(from_wants(case, (id_,), codes)) for id_ in apart}

    @cached_property
    def levers(self) -> PayoffLevers:
        """The lens that knows moves and levers by the clock."""
        made = Changes(fix=dict(self.why.setting))
        return payoff_levers(self.why.case, changes=made, seed=self.seed)

    @property
    def nearer(self) -> Shifts | None:
        """What each move made now, and each lever, would do to the forecast; None if not known."""
        return self._nearer[0]

    @property
    def nearer_unknown(self) -> str:
        """Why that is not known, though the clock has an answer; else empty."""
        return self._nearer[1]

    @cached_property
    def _nearer(self) -> tuple[Shifts | None, str]:
        if self.silent:
            return None, ""
        try:
            return shifts(self.forecast), ""
        except Exception as error:  # as above
            return None, reason_of(error)

    @cached_property
    def signing(self) -> Signing | None:
        """Who would sign which way to settle today; None where nobody can be asked.

        By the draws on which moves and levers are tried, by wants alone where there are none.
        """
        return signing(self.why, None if self.nearer is None else self.nearer.played)


def why(
    case: Case,
    as_of: date | str | None = None,
    *,
    nature: Mapping[str, bool] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Brief:
    """Ask why a deadlock is stuck, who keeps it stuck, what the wait costs, what would end it.

    Parameters
    ----------
    case : Case
    as_of : date or str, optional
        The day on which to ask, such as ``"1952-07-14"``: the record up to that day sets the
        options and nature. That of the start if left out.
    nature : mapping of str to bool, optional
        Settings of nature other than the status quo.
    draws, seed : int
        How many draws from the ranges the clock takes, and where they begin.

    Returns
    -------
    Brief
        Prints as one screen; ``why`` has the stability lens, ``forecast`` when it ends,
        ``nearer`` which moves and levers would bring that nearer, ``signing`` who would sign which
        way to settle today. ``save`` writes the whole report.

    Raises
    ------
    ModelError
        A setting that is not nature's, or that rules out the status quo.
    SolveError
        A case without parties to ask.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = sp.why(sp.load("prisoners-dilemma"))
    >>> found.why.holds
    ['nash', 'sseq', 'seq', 'smr', 'gmr']
    """
    expect(case, Case)
    expect_draws(draws)
    day = day_of(as_of)
    stood = case if day is None else as_rated(known(case, day).case, day)
    return Brief(stability_of(stood, nature=nature), draws, seed, day, case)
