"""A forecast → what each move made now, and each lever moved to its limit, would do to it.

Everything is compared over the same draws, so that a difference is the doing of the move or of the
lever alone. What a lever is worth is averaged over draws, tempos and all, so that no cliff at one
set of numbers can be sold as a cheap way out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.model import GRID, Floats, one_draw, tempos
from stickpoint.answers.forecasting.predict import Forecast, days
from stickpoint.answers.levers.parameters import lever_parameters
from stickpoint.answers.progress import NEARER, progress
from stickpoint.answers.sampling.draws import Draw
from stickpoint.graph.build_game import Games
from stickpoint.graph.game import Game
from stickpoint.graph.variants.dilate import in_mean_waits, slowest
from stickpoint.graph.variants.hold import held
from stickpoint.solve.clock.rolling import Rolled, Start, rolled
from stickpoint.solve.durations.curves import Curve
from stickpoint.solve.durations.laws import Law
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes

EVEN = 1e-9
"""A gain or loss in worth that is none."""
FEW = 24
"""Draws from which they are told on a page that should come at once."""


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
    """

    party: int
    name: str
    sets: tuple[tuple[str, bool], ...]
    median: float | None
    chance: float
    sooner: float
    losing: float = 0.0

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
        Days by which it is as likely as not settled if nothing is done, over these draws.
    chance : float
        Of its being settled by then, which is even, or less where that never comes.
    moves, surrenders, levers : tuple of Shift
    draws : int
    """

    median: float | None
    chance: float
    moves: tuple[Shift, ...]
    surrenders: tuple[Shift, ...]
    levers: tuple[Shift, ...]
    draws: int


def shifts(answer: Forecast, draws: int = FEW) -> Shifts:
    """Try every single move and every lever over the first draws of a forecast."""
    bench = _Bench(answer, min(draws, len(answer.model.draws)))
    base, *after = bench.curves()
    bench.median = days(bench.law(base), 0.5)
    chance = bench.chance(base)
    told = [bench.shift(made, found, base) for made, found in zip(bench.made, after, strict=True)]
    told.sort(key=lambda one: (-one.chance, one.name, one.sets))
    own = [one for one in told if one.party >= 0]
    return Shifts(
        median=bench.median,
        chance=chance,
        moves=tuple(one for one in own if not one.surrenders and one.chance > chance),
        surrenders=tuple(one for one in own if one.surrenders and one.chance > chance),
        levers=tuple(one for one in told if one.party < 0 and one.chance > chance),
        draws=bench.count,
    )


@dataclass(frozen=True)
class _Move:
    party: int
    target: int


@dataclass(frozen=True)
class _Pull:
    number: int
    end: int


class _Bench:
    """The games of some draws, as they are and with each lever pulled, and where moves lead."""

    def __init__(self, answer: Forecast, count: int) -> None:
        self.answer, self.count = answer, count
        weights = answer.model.weights[:count]
        self.weights = weights / weights.sum()
        self._tempos = tempos(answer.seed, range(count), answer.rules)
        family = Games(answer.known.case, answer.known.seen(answer.changes))
        self._bare = [family.game(Draw(answer.seed, k)) for k in range(count)]
        self._pulls = [
            lever_parameters(answer.known.case, game, Draw(answer.seed, k))
            for k, game in enumerate(self._bare)
        ]
        self.start = self._bare[0].start_state or 0
        self.moves = [
            _Move(i, int(target))
            for i in range(self._bare[0].n_parties)
            for target in self._bare[0].moves_from(i, self.start)[0].tolist()
        ]
        self.pulls = [
            _Pull(number, end)
            for number, one in enumerate(self._pulls[0])
            for end in (-1, 1)
            if (one.low if end < 0 else one.high)
        ]
        self.made: list[_Move | _Pull] = [*self.moves, *self.pulls]
        self._losing = np.zeros((len(self.moves), count))
        self.median: float | None = None

    def curves(self) -> list[Floats]:
        """Return chances of being open, (draws, times): as it is, after moves, after pulls."""
        starts = [self.start, *(move.target for move in self.moves)]
        tick = progress.count(NEARER, 1 + len(self.pulls))
        base, speeds = self._run(self._bare, starts)
        tick()
        for k, run in enumerate(base):
            for m, move in enumerate(self.moves):
                gain = run.value[move.target, move.party] - run.value[self.start, move.party]
                self._losing[m, k] = gain - self._effort(k, move) < -EVEN
        found = [_open(base, speeds, at) for at in range(len(starts))]
        for pull in self.pulls:
            runs, own = self._run([self._pulled(k, pull) for k in range(self.count)], starts[:1])
            found.append(_open(runs, own, 0))
            tick()
        return found

    def _effort(self, draw: int, move: _Move) -> float:
        targets, efforts = self._bare[draw].moves_from(move.party, self.start)
        return float(efforts[targets == move.target][0])

    def _pulled(self, draw: int, pull: _Pull) -> Game:
        own: LeverParameter = self._pulls[draw][pull.number]
        return apply_changes(self._bare[draw], (own,), [own.low if pull.end < 0 else own.high])

    def _run(self, games: Sequence[Game], starts: list[int]) -> tuple[list[Rolled], list[float]]:
        """Solve the games of the draws, and tell how many mean waits a day each has."""
        rules, ready, speeds = self.answer.rules, [], []
        for game, tempo in zip(games, self._tempos.tolist(), strict=True):
            counted, per_unit = in_mean_waits(game, tempo=tempo, look=rules.look)
            if rules.hold:
                counted = held(counted, rules.hold * slowest(counted))
            ready.append(counted)
            speeds.append(per_unit / days_per_unit(self.answer.known.case))
        runs = rolled(
            ready, [[Start(at, game.events) for at in starts] for game in ready],
            ahead=rules.look * rules.far, until=rules.look * rules.until,
            tolerance=rules.tolerance,
        )  # fmt: skip
        return runs, speeds

    def law(self, curves: Floats) -> Law:
        """Pool curves with the base rate, as the forecast does."""
        mean = np.minimum.accumulate(np.clip(self.weights @ curves, 0.0, 1.0))
        mean[0] = 1.0
        return self.answer.pooled(Curve(GRID, mean))

    def chance(self, curves: Floats) -> float:
        """Return the chance of its being settled by the day of an even chance."""
        return float(1 - self.law(curves).open(self.median or GRID[-1]))

    def shift(self, made: _Move | _Pull, curves: Floats, base: Floats) -> Shift:
        """Say what one of them does to the forecast."""
        at = min(int(np.searchsorted(GRID, self.median or GRID[-1])), len(GRID) - 1)
        sooner = float(self.weights @ (curves[:, at] < base[:, at] - EVEN))
        law = self.law(curves)
        median, chance = days(law, 0.5), self.chance(curves)
        if isinstance(made, _Pull):
            name = self._pulls[0][made.number].name
            return Shift(-1, name, (), median, chance, sooner)
        losing = float(self.weights @ self._losing[self.moves.index(made)])
        return Shift(made.party, "", self._sets(made), median, chance, sooner, losing)

    def _sets(self, move: _Move) -> tuple[tuple[str, bool], ...]:
        conflict = self._bare[0].conflict
        assert conflict is not None, "games of a case have words"
        before, after = set(conflict.yes(self.start)), set(conflict.yes(move.target))
        return tuple((name, name in after) for name in sorted(before ^ after))


def _open(runs: Sequence[Rolled], speeds: Sequence[float], at: int) -> Floats:
    """Read the curves off one start of every draw, at the days of the grid."""
    found = [
        one_draw(run.courses[at], speed).open(GRID) for run, speed in zip(runs, speeds, strict=True)
    ]
    return np.stack(found)
