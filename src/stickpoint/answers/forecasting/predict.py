"""A case and a day → one predictive answer: when and how it ends, beside the base rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.answers.answer import Answer
from stickpoint.answers.clock import DRAWS, Course, course
from stickpoint.answers.forecasting.base_rate import BaseRate, base_rate, by_waits, days
from stickpoint.answers.forecasting.draws import ends as draws
from stickpoint.answers.forecasting.holding import holding
from stickpoint.answers.forecasting.known import Known, known
from stickpoint.answers.forecasting.model import Floats, Learnt, Model, Range, model, weighted
from stickpoint.answers.forecasting.rules import LONGEST, SHORTEST, USUAL, Rules
from stickpoint.answers.forecasting.score import Score, score
from stickpoint.answers.waits import can_end
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes, build_game
from stickpoint.graph.game import Game
from stickpoint.solve.durations.laws import Law, LogUniform

if TYPE_CHECKING:
    import pandas as pd

    from stickpoint.answers.ended import Ended
    from stickpoint.answers.endless import Endless
    from stickpoint.answers.ensemble.hangs_on import HangsOn
    from stickpoint.answers.ensemble.sampling_error import SamplingError

__all__ = ["QUANTILES", "Forecast", "Law", "Learnt", "Part", "Range", "days"]

WAITS = 99
"""How many lengths of the wait, evenly likely, tolls are summed over."""
FAR = 73_050.0
"""Days beyond which a wait is as good as endless: two hundred years."""
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


class Part(NamedTuple):
    """One of the laws that are pooled, with its weight at the start and on the day."""

    before: float
    weight: float
    law: Law


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Forecast(Answer):
    """When and how a deadlock ends, given what is known on a day.

    Days are counted from that day. Everything is found when it is first asked for.

    Parameters
    ----------
    case : Case
        As written.
    changes : Changes
        What to take otherwise than the case has it.
    as_of : date or None
        The day on which the forecast is made; that of the start if None.
    seed : int
        Where the draws from the ranges begin.
    rules : Rules
        The numbers of the forecast itself.
    horizon : float, str or None
        For ``middle``: how far to look ahead; that of the case if None, ``"none"`` for no end.
    shocks : str
        For ``middle``: how the chance in choices is read.
    middle_draws : int or None
        For ``middle``: its draws.
    paths : int
        For ``middle``: how many courses to play out for the quantiles of the tolls.
    """

    case: Case
    changes: Changes = field(default_factory=Changes)
    as_of: date | None = None
    seed: int = 0
    rules: Rules = USUAL
    horizon: float | str | None = None
    shocks: str = "centred"
    middle_draws: int | None = None
    paths: int = 0

    question = "forecast"

    @cached_property
    def known(self) -> Known:
        """The case as it stood on that day, and what came only later."""
        return known(self.case, self.as_of, {*self.changes.on, *self.changes.rate})

    @cached_property
    def game(self) -> Game:
        """The game as it stood, with every range at its middle."""
        return build_game(self.known.case, self.known.seen(self.changes))

    @cached_property
    def can_end(self) -> bool:
        """Whether anything that may be done or happen leads from here to a way to settle."""
        return can_end(self.middle.game)

    @cached_property
    def model(self) -> Model:
        """The clock over the draws."""
        return model(self.known, self.changes, self.rules, self.seed)

    @cached_property
    def base_rate(self) -> BaseRate | None:
        """How long deadlocks of the kind last; None where the case names no kind."""
        return base_rate(self.case)

    @property
    def kind(self) -> str:
        """Of which kind the base rate is; empty where there is none."""
        if (rate := self.base_rate) is None:
            return ""
        return rate.kind.name if rate.kind is not None else "earlier cases of its own"

    @cached_property
    def others(self) -> Law:
        """How long it lasts from the start if the case's own numbers are not looked at, in days."""
        return self.base_rate.law if self.base_rate else LogUniform(SHORTEST, LONGEST)

    @cached_property
    def parts(self) -> dict[str, Part]:
        """What is pooled: the parties' moves, the kind or any length at all, the rule of waits."""
        rules, elapsed = self.rules, self.known.elapsed
        others = rules.kind if self.base_rate else rules.any_length
        found = {
            "moves": (rules.moves, self.model.survived, self.model.law),
            "others": (others, float(self.others.open(elapsed)), self.others.since(elapsed)),
        }
        if self.waits is not None:
            rule = by_waits(self.case)
            survived = 0.0 if rule is None else float(rule.open(elapsed))
            found["waits"] = (rules.waits, survived, self.waits)
        prior = sum(weight for weight, _, _ in found.values())
        after = sum(weight * survived for weight, survived, _ in found.values())
        if after <= 0:  # all of them ruled out what came: nothing tells them apart
            return {name: Part(w / prior, w / prior, law) for name, (w, _, law) in found.items()}
        return {
            name: Part(w / prior, w * survived / after, law)
            for name, (w, survived, law) in found.items()
        }

    @cached_property
    def law(self) -> Law:
        """How long it still lasts, in days from the day asked about: what the answer says."""
        return draws.pooled(self, self.model.law, self.model.undated)

    def pooled(self, moves: Law) -> Law:
        """Pool a law in place of that of the parties' moves with the others."""
        return draws.pooled(self, moves, moves)

    @cached_property
    def waits(self) -> Law | None:
        """The same by the plain rule of mean waits; None where nobody gets chances to move."""
        rule = by_waits(self.case)
        late = rule is not None and float(rule.log_open(self.known.elapsed)) == -np.inf
        return None if rule is None or late else rule.since(self.known.elapsed)

    def open(self, t: ArrayLike) -> Floats:
        """Return the chance of being open still so many days on, in the shape of ``t``."""
        return np.asarray(self.law.open(t))

    def quantile(self, q: float) -> float | None:
        """Return the days by which it is settled with chance ``q``; None for never."""
        return days(self.law, q)

    def by(self, day: date) -> float:
        """Return the chance of its being settled by the end of a day."""
        start = self.known.day
        ahead = 0 if start is None else (day - start).days + 1
        return float(1 - self.open(float(max(ahead, 0))))

    def day(self, q: float) -> date | None:
        """Return the date by which it is settled with chance ``q``; None for never, or too far."""
        ahead, start = self.quantile(q), self.known.day
        if ahead is None or start is None or ahead > (date.max - start).days - 1:
            return None
        return start + timedelta(days=round(ahead))

    @cached_property
    def holding(self) -> dict[str, float] | None:
        """Shares of the terms by how firmly they would hold; None where nobody can tell."""
        return holding(self.known.case, self.model.terms)

    @cached_property
    def outcomes(self) -> dict[str, float]:
        """Shares of the ways to end, which add up to 1: by the moves and by what would hold."""
        return draws.outcomes(self)

    @cached_property
    def ends(self) -> Floats:
        """For each draw the shares of the ways to end, by the whole answer, (draws, terms)."""
        return draws.ends(self)

    @cached_property
    def tolls(self) -> dict[str, Range]:
        """What each toll comes to until it settles: what a day costs, over as long as this lasts.

        What a day costs is from the draws, how long it lasts from the whole answer; the tail of a
        wait that may never end is infinite.
        """
        lasts = self.law.quantile((np.arange(WAITS) + 0.5) / WAITS)
        lasts[lasts > FAR] = np.inf
        weights = np.repeat(self.model.weights / WAITS, WAITS)
        found = {}
        for toll in self.case.tolls:
            per_day = np.array([draw.tolls[toll.name] for draw in self.model.draws])
            with np.errstate(invalid="ignore"):
                sums = np.where(per_day[:, None] == 0, 0.0, per_day[:, None] * lasts).ravel()
            found[toll.name] = Range(*(weighted(sums, weights, p) for p in (0.5, 0.1, 0.9)))
        return found

    @cached_property
    def error(self) -> SamplingError:
        """How far its numbers may be off because it was made with so many draws and no more."""
        from stickpoint.answers.ensemble.sampling_error import SamplingError  # which needs this

        return SamplingError(self)

    @cached_property
    def tempo(self) -> Learnt:
        """What the wait so far taught about the tempo."""
        return self.model.learnt

    def score(self, happened: Ended | None = None) -> Score:
        """Score the forecast by what came: what the case has as ``happened`` if left out.

        Raises
        ------
        ModelError
            A case that does not say what came, or not on which day, or by the day of the forecast.
        """
        return score(self, happened)

    def hangs_on(self) -> HangsOn:
        """Say what each answer hangs on: the numbers of the case that matter most, and by how much.

        From the draws that are there; nothing is solved anew.
        """
        return self._hangs_on

    @cached_property
    def _hangs_on(self) -> HangsOn:
        from stickpoint.answers.ensemble.hangs_on import hangs_on  # which reads forecasts

        return hangs_on(self)

    @cached_property
    def base(self) -> Forecast | None:
        """The forecast for the case as written, where something was changed."""
        return None if self.changes == Changes() else replace(self, changes=Changes())

    @cached_property
    def middle(self) -> Course | Endless:
        """The clock as it was: every range at its middle, over a horizon, as the case stood."""
        case = self.case if self.as_of is None else self.known.case
        far = case.clock.horizon if self.horizon is None else self.horizon
        made = self.changes if self.as_of is None else self.known.seen(self.changes)
        many = self.middle_draws or min(DRAWS, self.rules.draws)
        if far is None or far == "none":
            from stickpoint.answers.endless import Endless  # needs numba, which others do without

            how, few = self.shocks, self.middle_draws
            return Endless(case=case, changes=made, shocks=how, seed=self.seed, draws=few)
        found = course(
            case, changes=made, horizon=float(far), draws=many, seed=self.seed,
            shocks=self.shocks,
        )  # fmt: skip
        return replace(found, paths=self.paths)

    def table(self, times: ArrayLike | None = None) -> pd.DataFrame:
        """Return one row per day: still open, by the answer and by each of its parts.

        Without ``times`` there are 61, as many up to the even chance as from there on.
        """
        import pandas as pd

        grid = self._rows() if times is None else np.asarray(times, dtype=float)
        columns: Mapping[str, Floats] = {
            "open": self.open(grid),
            "model": self.model.law.open(grid),
            "base rate": self.others.since(self.known.elapsed).open(grid),
        }
        return pd.DataFrame(columns, index=pd.Index(grid, name="day"))

    def _rows(self) -> Floats:
        """Return the days of a table: a long tail leaves half of them to what comes before it."""
        far = self.quantile(0.95) or LONGEST
        half = self.quantile(0.5) or far / 2
        return np.concatenate((np.linspace(0.0, half, 31), np.linspace(half, far, 31)[1:]))
