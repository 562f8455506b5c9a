"""A forecast → what each move made now, and each lever moved to its limit, would do to it.

Everything is compared over the same draws, so that a difference is the doing of the move or of the
lever alone. What a lever is worth is averaged over draws, tempos and all, so that no cliff at one
set of numbers can be sold as a cheap way out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from stickpoint.answers.forecasting.family import (
    Played,
    agreed_on,
    counted,
    followed,
    played,
)
from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.model import GRID, Floats, one_draw, tempos
from stickpoint.answers.forecasting.predict import Forecast, days
from stickpoint.answers.levers.parameters import lever_parameters
from stickpoint.answers.progress import NEARER, progress
from stickpoint.answers.sampling.draws import Draw
from stickpoint.graph.build_game import Games
from stickpoint.graph.game import Game
from stickpoint.solve.clock.rolling import Rolled, Start
from stickpoint.solve.durations.curves import Curve
from stickpoint.solve.durations.laws import Law
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes

Sets: TypeAlias = tuple[tuple[str, bool], ...]
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
    settles : float
        Weight of the draws in which terms are met as soon as a move is made.
    """

    party: int
    name: str
    sets: Sets
    median: float | None
    chance: float
    sooner: float
    losing: float = 0.0
    settles: float = 0.0

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
        Of its being settled by then, which is even, or less where that never comes.
    moves, surrenders, levers : tuple of Shift
    draws : int
    played : Played
        What they were tried on, as things stand.
    """

    median: float | None
    chance: float
    moves: tuple[Shift, ...]
    surrenders: tuple[Shift, ...]
    levers: tuple[Shift, ...]
    draws: int
    played: Played


def shifts(answer: Forecast, draws: int = FEW) -> Shifts:
    """Try every single move and every lever over the first draws of a forecast.

    What one does is the difference that it makes over these draws, set off from the forecast
    itself, so that both speak of the same day and of the same chance.
    """
    bench = _Bench(answer, min(draws, len(answer.model.draws)))
    base, *after = bench.curves()
    told = [bench.shift(made, found, base) for made, found in zip(bench.made, after, strict=True)]
    told.sort(key=lambda one: (-one.chance, one.name, one.sets))
    own = [one for one in told if one.party >= 0]
    chance = bench.chance_now
    return Shifts(
        median=bench.median,
        chance=chance,
        moves=tuple(one for one in own if not one.surrenders and one.chance > chance),
        surrenders=tuple(one for one in own if one.surrenders and one.chance > chance),
        levers=tuple(one for one in told if one.party < 0 and one.chance > chance),
        draws=bench.count,
        played=bench.played,
    )


@dataclass(frozen=True)
class _Move:
    party: int
    sets: Sets


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
        case, draws = answer.known.case, [Draw(answer.seed, k) for k in range(count)]
        seen, joint = answer.known.seen(answer.changes), agreed_on(answer.rules)
        family = Games(case, seen, agreements=joint)
        self._bare = [family.game(draw) for draw in draws]
        drawn = zip(self._bare, draws, strict=True)
        self._levers = [lever_parameters(case, game, draw) for game, draw in drawn]
        # What is not known of the beginning lets draws begin in different states.
        leads = {game.start_state or 0: _leads(game) for game in self._bare}
        self._leads = [leads[game.start_state or 0] for game in self._bare]
        self.moves = list(dict.fromkeys(move for known in self._leads for move in known))
        self.pulls = [
            _Pull(number, end)
            for number, one in enumerate(self._levers[0])
            for end in (-1, 1)
            if (one.low if end < 0 else one.high)
        ]
        self.made: list[_Move | _Pull] = [*self.moves, *self.pulls]
        self._losing = np.zeros((len(self.moves), count))
        self.median = answer.quantile(0.5)
        self._day = GRID[-1] if self.median is None else self.median
        self.chance_now = float(1 - answer.open(self._day))

    def curves(self) -> list[Floats]:
        """Return chances of being open, (draws, times): as it is, after moves, after pulls."""
        begun = [game.start_state or 0 for game in self._bare]
        # A move that cannot be made in a draw changes nothing there.
        places = [
            [known.get(move, (now, 0.0)) for move in self.moves]
            for known, now in zip(self._leads, begun, strict=True)
        ]
        ends = [[now, *(to for to, _ in own)] for now, own in zip(begun, places, strict=True)]
        tick = progress.count(NEARER, 1 + len(self.pulls))
        base, speeds = self._run(self._bare, ends)
        self.played = played(
            self._bare, base, self._tempos, self.weights, self.answer.rules, self.answer.seed
        )
        tick()
        for k, (run, now) in enumerate(zip(base, begun, strict=True)):
            for m, (move, (to, effort)) in enumerate(zip(self.moves, places[k], strict=True)):
                gain = run.value[to, move.party] - run.value[now, move.party] - effort
                self._losing[m, k] = gain < -EVEN
        found = [_open(base, speeds, at) for at in range(1 + len(self.moves))]
        for pull in self.pulls:
            games = [self._pulled(k, pull) for k in range(self.count)]
            runs, own = self._run(games, [[now] for now in begun])
            found.append(_open(runs, own, 0))
            tick()
        return found

    def _pulled(self, draw: int, pull: _Pull) -> Game:
        own: LeverParameter = self._levers[draw][pull.number]
        return apply_changes(self._bare[draw], (own,), [own.low if pull.end < 0 else own.high])

    def _run(
        self, games: Sequence[Game], ends: Sequence[Sequence[int]]
    ) -> tuple[list[Rolled], list[float]]:
        """Solve the games of the draws, and tell how many units of their time a day has."""
        rules, case = self.answer.rules, self.answer.known.case
        pairs = zip(games, self._tempos.tolist(), strict=True)
        ready, per_unit = zip(*(counted(game, rules, tempo) for game, tempo in pairs), strict=True)
        starts = [
            [Start(state, game.events) for state in own]
            for game, own in zip(ready, ends, strict=True)
        ]
        runs = followed(ready, starts, rules, case.clock.horizon)
        return runs, [per / days_per_unit(case) for per in per_unit]

    def _law(self, curves: Floats) -> Law:
        """Pool curves with the base rate, as the forecast does."""
        mean = np.minimum.accumulate(np.clip(self.weights @ curves, 0.0, 1.0))
        mean[0] = 1.0
        return self.answer.pooled(Curve(GRID, mean))

    def shift(self, made: _Move | _Pull, curves: Floats, base: Floats) -> Shift:
        """Say what one of them does to the forecast."""
        at = min(int(np.searchsorted(GRID, self._day)), len(GRID) - 1)
        sooner = float(self.weights @ (curves[:, at] < base[:, at] - EVEN))
        before, after = self._law(base), self._law(curves)
        gained = float(before.open(self._day) - after.open(self._day))
        chance = min(max(self.chance_now + gained, 0.0), 1.0)
        median = self._moved(days(before, 0.5), days(after, 0.5))
        if isinstance(made, _Pull):
            return Shift(-1, self._levers[0][made.number].name, (), median, chance, sooner)
        losing = float(self.weights @ self._losing[self.moves.index(made)])
        settles = float(self.weights @ self._settling(made))
        return Shift(made.party, "", made.sets, median, chance, sooner, losing, settles)

    def _settling(self, move: _Move) -> list[bool]:
        """Tell for each draw whether a move meets terms, (draws,)."""
        pairs = zip(self._bare, self._leads, strict=True)
        return [move in leads and bool(game.settled[leads[move][0]]) for game, leads in pairs]

    def _moved(self, before: float | None, after: float | None) -> float | None:
        """Return the day of an even chance, moved in proportion as it moves over these draws."""
        if self.median is None or before is None or after is None:
            return after
        return self.median * after / before if before else after


def _leads(game: Game) -> dict[_Move, tuple[int, float]]:
    """Return where each single move leads from the state that holds, and its effort."""
    conflict, now, found = game.conflict, game.start_state or 0, {}
    assert conflict is not None, "games of a case have words"
    before = set(conflict.yes(now))
    for party in range(game.n_parties):
        targets, efforts = game.moves_from(party, now)
        for target, effort in zip(targets.tolist(), efforts.tolist(), strict=True):
            after = set(conflict.yes(target))
            sets = tuple((name, name in after) for name in sorted(before ^ after))
            found[_Move(party, sets)] = (target, effort)
    return found


def _open(runs: Sequence[Rolled], speeds: Sequence[float], at: int) -> Floats:
    """Read the curves off one start of every draw, at the days of the grid."""
    found = [
        one_draw(run.courses[at], speed).open(GRID) for run, speed in zip(runs, speeds, strict=True)
    ]
    return np.stack(found)
