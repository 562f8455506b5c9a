"""A forecast → what each move made now, and each lever moved to its limit, would do to it.

Everything is compared over the same draws, so that a difference is the doing of the move or of the
lever alone. What a lever is worth is averaged over draws, tempos and all, so that no cliff at one
set of numbers can be sold as a cheap way out.

Levers take a solve in each draw. All are tried over a few draws, and over more those that may do
most: what they bring, and two standard errors on top, reaches what the best brings less two of its
own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from stickpoint.answers.forecasting.base_rate import days
from stickpoint.answers.forecasting.draws.ends import looked_at
from stickpoint.answers.forecasting.family import Played
from stickpoint.answers.forecasting.model import GRID, Floats
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.levers.tried import EVEN, Bench, Move, Pull, Sets, Tried
from stickpoint.answers.progress import NEARER, progress
from stickpoint.solve.durations.curves import Curve
from stickpoint.solve.durations.laws import Law

FEW = 200
"""Draws over which moves are tried, on a page that should come at once."""
SCREEN, REFINED, LEADING = 8, 24, 3
"""Draws over which every lever is tried; over which those that lead are; how many these may be."""
WORTH = 6.0
"""So many equally weighted draws the first ones are worth at least, or more of them are taken."""


@dataclass(frozen=True)
class Shift:
    """What a move, or a lever at its limit, does to the forecast.

    Parameters
    ----------
    party : int
        Who moves; -1 for a lever.
    name : str
        The lever's; empty for a move.
    sets : tuple of (str, bool)
        The options that a move switches.
    median : float or None
        Days by which it is then as likely as not settled; None for never.
    chance : float
        Of its being settled by the day that had an even chance without.
    sooner : float
        Weight of the draws in which that day becomes likelier.
    losing : float
        Weight of the draws in which the mover expects less after the move than before it.
    settles : float
        Weight of the draws in which terms are met as soon as a move is made.
    draws : int
        Over which it was tried.
    error : float
        Standard error of ``chance``, from how much the draws differ.
    """

    party: int
    name: str
    sets: Sets
    median: float | None
    chance: float
    sooner: float
    losing: float
    settles: float
    draws: int
    error: float

    @property
    def surrenders(self) -> bool:
        """Whether a move is to its mover's loss in most draws."""
        return self.losing > 0.5


@dataclass(frozen=True, eq=False)
class Shifts:
    """What could be done now, the most effective first, each with what it would do.

    Parameters
    ----------
    median : float or None
        Days by which it is as likely as not settled by the forecast, if nothing is done.
    chance : float
        Of its being settled by then, which is even, or less where that never comes; before then,
        where that day settles it whatever is done.
    moves, surrenders, levers : tuple of Shift
        Levers that were tried over more draws than others come before them.
    draws : int
        Over which moves were tried; of a lever it says so itself.
    played : Played
        What they were tried on, as things stand.
    is_last : bool
        Whether that day settles it whatever is done.
    """

    median: float | None
    chance: float
    moves: tuple[Shift, ...]
    surrenders: tuple[Shift, ...]
    levers: tuple[Shift, ...]
    draws: int
    played: Played
    is_last: bool = False


def shifts(
    answer: Forecast, draws: int = FEW, *, refined: int = REFINED, leading: int = LEADING
) -> Shifts:
    """Try every single move and every lever over the first draws of a forecast.

    What one does is the difference that it makes over these draws, set off from the forecast
    itself, so that both speak of the same day and of the same chance.

    Parameters
    ----------
    answer : Forecast
    draws : int
        Over which moves are tried.
    refined : int
        Over which the levers that lead are tried, of the same draws.
    leading : int
        How many levers may lead.
    """
    bench = Bench(answer, min(draws, len(answer.model.draws)))
    tick = progress.count(NEARER, 1 + len(bench.pulls))
    after, worths = bench.as_it_is()
    tick()
    scale = _Scale(answer)
    told = [scale.shift(made, tried) for made, tried in zip(bench.moves, after, strict=True)]
    levers = _levers(bench, scale, min(refined, bench.count), leading, tick)
    return Shifts(
        median=scale.median,
        chance=scale.chance,
        moves=scale.better(one for one in told if not one.surrenders),
        surrenders=scale.better(one for one in told if one.surrenders),
        levers=scale.better(levers),
        draws=bench.count,
        played=worths,
        is_last=scale.is_last,
    )


def _levers(
    bench: Bench, scale: _Scale, refined: int, leading: int, tick: Callable[[], object]
) -> list[Shift]:
    """Try every lever over a few draws, and those that may do most over more."""
    few, found = scale.first(refined), dict[Pull, tuple[Tried, Shift]]()
    for pull in bench.pulls:
        tried = bench.pulled(pull, range(few))
        found[pull] = tried, scale.shift(pull, tried)
        tick()
    most = max((one.chance - 2 * one.error for _, one in found.values()), default=0.0)
    likely = [pull for pull, (_, one) in found.items() if one.chance + 2 * one.error >= most]
    likely.sort(key=lambda pull: -found[pull][1].chance)
    for pull in likely[:leading] if few < refined else ():
        tried = found[pull][0].with_more(bench.pulled(pull, range(few, refined)))
        found[pull] = tried, scale.shift(pull, tried)
    return [one for _, one in found.values()]


class _Scale:
    """The forecast as it is, against which whatever is tried over its first draws is held."""

    def __init__(self, answer: Forecast) -> None:
        self._answer = answer
        self.median = answer.quantile(0.5)
        self._day = looked_at(answer, GRID[-1])
        self.is_last = self.median is not None and self._day < self.median
        self.chance = float(1 - answer.open(self._day))
        self._known: dict[bytes, tuple[Law, float | None]] = {}

    def first(self, most: int) -> int:
        """Return how many draws make a first trial: a few, or more where few of them weigh."""
        few = min(SCREEN, most)
        while few < most and 1.0 / (self._weights(few) ** 2).sum() < WORTH:
            few = min(2 * few, most)
        return few

    def better(self, told: Iterable[Shift]) -> tuple[Shift, ...]:
        """Keep what brings the end nearer: what is known best first, then what does most."""
        kept = [one for one in told if one.chance > self.chance]
        return tuple(sorted(kept, key=lambda one: (-one.draws, -one.chance, one.name, one.sets)))

    def shift(self, made: Move | Pull, tried: Tried) -> Shift:
        """Say what one of them does to the forecast."""
        count = len(tried.after)
        weights = self._weights(count)
        before, middle = self._without(tried.before)
        after = self._law(tried.after)
        gained = float(before.open(self._day) - after.open(self._day))
        at = min(int(np.searchsorted(GRID, self._day)), len(GRID) - 1)
        by_draw = tried.before[:, at] - tried.after[:, at]
        is_move = isinstance(made, Move)
        return Shift(
            party=made.party if isinstance(made, Move) else -1,
            name="" if isinstance(made, Move) else made.name,
            sets=made.sets if isinstance(made, Move) else (),
            median=self._moved(middle, days(after, 0.5)),
            chance=min(max(self.chance + gained, 0.0), 1.0),
            sooner=float(weights @ (by_draw > EVEN)),
            losing=float(weights @ tried.losing) if is_move else 0.0,
            settles=float(weights @ tried.settling) if is_move else 0.0,
            draws=count,
            error=_error(by_draw, weights, gained),
        )

    def _without(self, curves: Floats) -> tuple[Law, float | None]:
        """Return what it comes to without a move or lever, and its median: the same for many."""
        key = curves.tobytes()
        if key not in self._known:
            law = self._law(curves)
            self._known[key] = law, days(law, 0.5)
        return self._known[key]

    def _weights(self, count: int) -> Floats:
        own = self._answer.model.weights[:count]
        return np.asarray(own / own.sum())

    def _law(self, curves: Floats) -> Law:
        """Pool curves with the base rate, as the forecast does."""
        mean = self._weights(len(curves)) @ curves
        mean = np.minimum.accumulate(np.clip(mean, 0.0, 1.0))
        mean[0] = 1.0
        return self._answer.pooled(Curve(GRID, mean))

    def _moved(self, before: float | None, after: float | None) -> float | None:
        """Return the day of an even chance, moved in proportion as it moves over these draws."""
        if self.median is None or before is None or after is None:
            return after
        return self.median * after / before if before else after


def _error(by_draw: Floats, weights: Floats, gained: float) -> float:
    """Return the standard error of a gain in chance: of the mean over draws, pooled as that is."""
    mean = float(weights @ by_draw)
    if len(by_draw) < 2 or not mean:
        return 0.0
    spread = (weights**2) @ (by_draw - mean) ** 2 * len(by_draw) / (len(by_draw) - 1)
    return abs(gained / mean) * float(np.sqrt(spread))
