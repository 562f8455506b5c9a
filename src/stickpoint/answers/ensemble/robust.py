"""A forecast → which levers and moves help in most of its draws and hurt in none, with regret.

What an act does in a draw is what it does there to the chance of an end by one day, that of an even
chance by the forecast: by the parties' moves alone, with every number as that draw has it. So an
act that is best on average and bad in some draws is told from one that is good in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from stickpoint.answers.answer import Answer
from stickpoint.answers.forecasting.draws.ends import looked_at
from stickpoint.answers.forecasting.model import GRID, Floats
from stickpoint.answers.levers.tried import Bench, Sets, Tried
from stickpoint.answers.progress import NEARER, progress
from stickpoint.solve.ensemble.regret import NOTICED, Standing, standings

if TYPE_CHECKING:
    from stickpoint.answers.forecasting.predict import Forecast
    from stickpoint.case.model.case import Case

__all__ = ["NOTICED", "ROBUST", "Act", "Acts", "Robust"]

ROBUST = 64
"""Draws over which every act is tried, unless somebody says otherwise."""


@dataclass(frozen=True)
class Act:
    """A lever at its limit, or a move made now, and how it does.

    Parameters
    ----------
    party : int
        Who moves; -1 for a lever.
    name : str
        The lever's; empty for a move.
    end : int
        -1 where the lever goes to its lower limit, 1 to its upper; 0 for a move.
    sets : tuple of (str, bool)
        The options that a move switches.
    standing : Standing
        Against the others of its kind, and against doing nothing.
    losing : float
        Weight of the draws in which the mover expects less after the move than before it.
    """

    party: int
    name: str
    end: int
    sets: Sets
    standing: Standing
    losing: float = 0.0

    @property
    def is_robust(self) -> bool:
        """Whether it helps in most draws and hurts in none."""
        return self.standing.helps > 0.5 and self.standing.hurts == 0


@dataclass(frozen=True, eq=False)
class Acts:
    """All acts over the same draws, those least to be regretted first.

    Parameters
    ----------
    day : float
        Days ahead, by which an end is asked for.
    chance : float
        Of an end by then if nothing is done, over these draws.
    levers : tuple of Act
    moves : tuple of Act
        At no loss to their mover in most draws.
    draws : int
    effective : float
        How many equally weighted draws these are worth.
    """

    day: float
    chance: float
    levers: tuple[Act, ...]
    moves: tuple[Act, ...]
    draws: int
    effective: float


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Robust(Answer):
    """Which levers and moves help whatever is true within the ranges of a case.

    Parameters
    ----------
    forecast : Forecast
    draws : int
        The first of its draws, over which each act is tried.
    """

    forecast: Forecast
    draws: int = ROBUST

    question = "robust"

    @property
    def case(self) -> Case:
        """The case as written."""
        return self.forecast.case

    @cached_property
    def acts(self) -> Acts:
        """Every act and how it does."""
        return acts(self.forecast, self.draws)


def acts(answer: Forecast, draws: int = ROBUST) -> Acts:
    """Try every lever at its limits and every single move over the first draws of a forecast."""
    bench = Bench(answer, min(draws, len(answer.model.draws)))
    tick = progress.count(NEARER, 1 + len(bench.pulls))
    after, _ = bench.as_it_is()
    tick()
    own = answer.model.weights[: bench.count]
    weights, at = own / own.sum(), _even(answer)
    pulled = []
    for pull in bench.pulls:
        pulled.append(bench.pulled(pull, range(bench.count)))
        tick()
    losing = [float(weights @ one.losing) for one in after]
    kept = [k for k, lost in enumerate(losing) if lost <= 0.5]
    levers = [
        Act(-1, pull.name, pull.end, (), found)
        for pull, found in zip(bench.pulls, _standings(pulled, at, weights), strict=True)
    ]
    made = zip(kept, _standings([after[k] for k in kept], at, weights), strict=True)
    moves = [
        Act(bench.moves[k].party, "", 0, bench.moves[k].sets, found, losing[k]) for k, found in made
    ]
    return Acts(
        day=float(GRID[at]),
        chance=float(1.0 - weights @ answer.model.curves[: bench.count, at]),
        levers=tuple(sorted(levers, key=_least_regret)),
        moves=tuple(sorted(moves, key=_least_regret)),
        draws=bench.count,
        effective=float(1.0 / (weights**2).sum()),
    )


def _even(answer: Forecast) -> int:
    """Return which day of `GRID` is that of an even chance by the forecast, the last for never."""
    last, cut = len(GRID) - 1, answer.model.cut
    at = min(int(np.searchsorted(GRID, looked_at(answer, GRID[-1]))), last)
    is_late = cut is not None and answer.model.is_sure and GRID[at] >= cut[0][0]
    return max(at - 1, 0) if is_late else at


def _standings(tried: Sequence[Tried], at: int, weights: Floats) -> tuple[Standing, ...]:
    gains = [one.before[:, at] - one.after[:, at] for one in tried]
    return standings(np.array(gains).reshape(len(gains), weights.size), weights)


def _least_regret(one: Act) -> tuple[float, float, str, int, Sets]:
    standing = one.standing
    return standing.worst_regret, standing.regret, one.name, one.end, one.sets
