"""Draws of a forecast → their chances of being open, as it is, after a move, with a lever pulled.

A move made now changes where a course begins and nothing else, so one solve of a draw serves every
move (`solve.clock.survival`). A lever changes the game, and takes a solve of its own in each draw.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.forecasting.draws.one_draw import still_open
from stickpoint.answers.forecasting.family import (
    Played,
    agreed_on,
    counted,
    followed,
    once_over,
    played,
)
from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.model import GRID, tempos
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.levers.parameters import lever_parameter, timed
from stickpoint.answers.sampling.draws import Draw
from stickpoint.case.model.case import Lever
from stickpoint.graph.build_game import Games
from stickpoint.graph.game import Game
from stickpoint.graph.variants.fewer import Fewer, fewer, merged
from stickpoint.solve.clock.rolling import Rolled, Start
from stickpoint.solve.clock.survival.every_start import staying_open
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes

Floats = NDArray[np.float64]
Sets: TypeAlias = tuple[tuple[str, bool], ...]
EVEN = 1e-9
"""A gain or loss in worth that is none."""


@dataclass(frozen=True)
class Move:
    """A party's move from the state of today, by the options that it switches."""

    party: int
    sets: Sets


@dataclass(frozen=True)
class Pull:
    """A lever, by its number in the case, moved to its lower or its upper limit."""

    number: int
    name: str
    end: int


@dataclass(frozen=True, eq=False)
class Tried:
    """What draws come to after a move or with a lever pulled, beside what they come to without.

    Parameters
    ----------
    before, after : ndarray of float, shape (draws, times)
        Chances of being open still, at the days of `GRID`; as they would go on beyond a day that
        settles all draws for certain.
    losing : ndarray of bool, shape (draws,)
        Where the mover expects less after the move than before it; nowhere without a mover.
    settling : ndarray of bool, shape (draws,)
        Where a move meets terms as soon as it is made.
    """

    before: Floats
    after: Floats
    losing: NDArray[np.bool_]
    settling: NDArray[np.bool_]

    def with_more(self, other: Tried) -> Tried:
        """Put further draws behind these."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Tried(*(np.concatenate(pair) for pair in pairs))


class Bench:
    """The games of some draws, as they are and with each lever pulled, and where moves lead.

    As in the forecast, states that go on alike are one. With a lever pulled some may no longer, and
    are then apart in what it is compared with, so that a difference is the doing of the lever.

    Parameters
    ----------
    answer : Forecast
    count : int
        How many draws, from the first on.
    """

    def __init__(self, answer: Forecast, count: int) -> None:
        self.answer, self.count = answer, count
        self._timed = timed(answer.known.case)
        self._tempos = tempos(answer.seed, range(count), answer.rules)
        seen, joint = answer.known.seen(answer.changes), agreed_on(answer.rules)
        family = Games(answer.known.case, seen, agreements=joint)
        self._bare = [family.game(Draw(answer.seed, k)) for k in range(count)]
        self._begun = [game.start_state or 0 for game in self._bare]
        # What is not known of the beginning lets draws begin in different states.
        last = dict(zip(self._begun, self._bare, strict=True))
        leads = {begun: _leads(game) for begun, game in last.items()}
        self._leads = [leads[begun] for begun in self._begun]
        self.moves = list(dict.fromkeys(move for known in self._leads for move in known))
        self.pulls = [
            Pull(number, one.name, end)
            for number, one in enumerate(self._lever(0, each) for each in self._timed)
            for end in (-1, 1)
            if (one.low if end < 0 else one.high)
        ]
        two = [family.game(Draw(answer.seed, k)) for k in (0, 1)]
        # A course after a move is one that could have come about without it.
        self._starts = {two[0].start_state or 0} if family.begins_alike else None
        self._less = self._fewer(two)
        self._pulled_less: dict[Pull, Fewer] = {}
        self._without: dict[bytes, Floats] = {}

    def as_it_is(self) -> tuple[list[Tried], Played]:
        """Follow every draw as it is and from where each move leads; tell what parties expect."""
        # A move that cannot be made in a draw changes nothing there.
        places = [
            [known.get(move, (now, 0.0)) for move in self.moves]
            for known, now in zip(self._leads, self._begun, strict=True)
        ]
        ends = [[now, *(to for to, _ in own)] for now, own in zip(self._begun, places, strict=True)]
        every, less = range(self.count), self._less
        runs, (before, *curves), full = self._run(self._bare, ends, every, less)
        self._without[less.place.tobytes()] = before
        runs = [self._everywhere(*pair) for pair in zip(full, runs, strict=True)]
        found = []
        for m, (move, after) in enumerate(zip(self.moves, curves, strict=True)):
            gain = [
                run.value[own[m][0], move.party] - run.value[now, move.party] - own[m][1]
                for run, own, now in zip(runs, places, self._begun, strict=True)
            ]
            over = [bool(g.settled[own[m][0]]) for g, own in zip(self._bare, places, strict=True)]
            found.append(Tried(before, after, np.array(gain) < -EVEN, np.array(over)))
        answer, weights = self.answer, self.answer.model.weights[: self.count]
        worths = played(
            self._bare, runs, self._tempos, weights / weights.sum(), answer.rules, answer.seed
        )
        return found, worths

    def pulled(self, pull: Pull, numbers: range) -> Tried:
        """Follow some draws with a lever pulled."""
        if pull not in self._pulled_less:
            two = [self._with(pull, k) for k in (0, min(1, self.count - 1))]
            self._pulled_less[pull] = self._fewer(two)
        less = self._pulled_less[pull]
        known = self._without.get(less.place.tobytes())
        ends = [[self._begun[k]] for k in numbers]
        if known is None:
            bare = [self._bare[k] for k in numbers]
            before = self._run(bare, ends, numbers, less)[1][0]
        else:
            before = known[numbers.start : numbers.stop]
        games = [self._with(pull, k) for k in numbers]
        after = self._run(games, ends, numbers, less)[1][0]
        nowhere = np.zeros(len(numbers), dtype=np.bool_)
        return Tried(before, after, nowhere, nowhere)

    def _with(self, pull: Pull, number: int) -> Game:
        own = self._lever(number, self._timed[pull.number])
        return apply_changes(self._bare[number], (own,), [own.low if pull.end < 0 else own.high])

    def _lever(self, number: int, lever: Lever) -> LeverParameter:
        case, draw = self.answer.known.case, Draw(self.answer.seed, number)
        return lever_parameter(case, self._bare[number], draw, lever)

    def _fewer(self, games: Sequence[Game]) -> Fewer:
        """Tell which states are left out and which are one, by two draws, as the forecast does."""
        two = [counted(game, self.answer.rules, 1.0)[0] for game in games]
        return fewer(two, self._starts, merged)

    def _everywhere(self, game: Game, run: Rolled) -> Rolled:
        """Return a run of a game with what its parties expect in each of all states.

        Of what no course comes to, it is known where it is over; elsewhere it is not a number.
        """
        value, left_out = self._less.spread(run.value), self._less.place < 0
        if left_out.any():
            over = left_out & game.settled
            value[over] = once_over(game, self.answer.rules)[over]
        return replace(run, value=value)

    def _run(
        self,
        games: Sequence[Game],
        ends: Sequence[Sequence[int]],
        numbers: range,
        less: Fewer,
    ) -> tuple[list[Rolled], list[Floats], Sequence[Game]]:
        """Solve the games of draws, and return the curves from each of their starts.

        Besides, the games as they are played, with all of their states.
        """
        rules = self.answer.rules
        pairs = zip(games, self._tempos[numbers].tolist(), strict=True)
        full, per_unit = zip(*(counted(game, rules, tempo) for game, tempo in pairs), strict=True)
        per_day = [per / days_per_unit(self.answer.known.case) for per in per_unit]
        ready, ends = (
            [less.of(game) for game in full],
            [less.place[[*own]].tolist() for own in ends],
        )
        # Where something has a date, rates change, and each start takes a course of its own.
        dated = math.isinf(rules.look) or any(game.events for game in ready)
        far = len(ends[0]) if dated else 1
        known = None if dated or games is not self._bare else self._known(ready)
        runs = known or self._followed(ready, [own[:far] for own in ends], numbers)
        found = [
            np.stack([still_open(course, GRID * per) for course in run.courses])
            for run, per in zip(runs, per_day, strict=True)
        ]
        if len(ends[0]) > far:
            values, rest = [run.value for run in runs], [own[far:] for own in ends]
            until, tolerance = rules.look * rules.until, rules.tolerance
            staying = staying_open(ready, values, rest, until, tolerance=tolerance)
            found = [
                np.concatenate((rows, still_open(own, GRID * per)))
                for rows, own, per in zip(found, staying, per_day, strict=True)
            ]
        return runs, [self._until(rows, numbers) for rows in np.stack(found, axis=1)], full

    def _until(self, curves: Floats, numbers: range) -> Floats:
        """Return curves as long as no day has settled some draws, where it does not settle all."""
        model = self.answer.model
        if model.cut is None or model.is_sure:
            return curves
        return np.where(model.last[[*numbers], None] > GRID, curves, 0.0)

    def _followed(
        self, games: Sequence[Game], ends: Sequence[Sequence[int]], numbers: range
    ) -> list[Rolled]:
        """Follow the game of each draw from each of its starts."""
        # The like in tempo go side by side, for the hardest sets the pace of eight.
        order = np.argsort(self._tempos[numbers], kind="stable").tolist()
        ready = [games[k] for k in order]
        starts = [[Start(state, games[k].events) for state in ends[k]] for k in order]
        horizon = self.answer.known.case.clock.horizon
        found = followed(ready, starts, self.answer.rules, horizon)
        return [found[k] for k in np.argsort(order).tolist()]

    def _known(self, games: Sequence[Game]) -> list[Rolled] | None:
        """Return what the forecast has found of the same games; None where it asked others."""
        if self.answer.known.elapsed:
            return None
        found = []
        for game, draw in zip(games, self.answer.model.draws, strict=False):
            if draw.value is None or draw.value.shape[0] != game.n_states:
                return None
            found.append(Rolled(game, draw.value, (draw.course,)))
        return found


def _leads(game: Game) -> dict[Move, tuple[int, float]]:
    """Return where each single move leads from the state that holds, and its effort."""
    conflict, now, found = game.conflict, game.start_state or 0, {}
    assert conflict is not None, "games of a case have words"
    before = set(conflict.yes(now))
    for party in range(game.n_parties):
        targets, efforts = game.moves_from(party, now)
        for target, effort in zip(targets.tolist(), efforts.tolist(), strict=True):
            after = set(conflict.yes(target))
            sets = tuple((name, name in after) for name in sorted(before ^ after))
            found[Move(party, sets)] = (target, effort)
    return found
