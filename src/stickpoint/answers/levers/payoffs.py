"""A case → what its levers, moves and transfers do to the wait; the best of them at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.clock import looked_ahead
from stickpoint.answers.levers.parameters import lever_parameters
from stickpoint.answers.sampling.draws import Draw, each_draw, middle_of
from stickpoint.answers.sampling.levers import LeverDraws, lever_draws
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes, build_game
from stickpoint.graph.game import Game
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.levers.payoffs.frontier import Frontier, frontier
from stickpoint.solve.levers.payoffs.global_search import GlobalSearch
from stickpoint.solve.levers.payoffs.lever_space import TOLERANCE, LeverChange, LeverSpace
from stickpoint.solve.levers.payoffs.one_at_a_time import (
    BestMove,
    LeverAlone,
    best_moves,
    expected,
    median_after,
    one_at_a_time,
)
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes
from stickpoint.solve.levers.payoffs.ripeness import Ripeness, ripeness
from stickpoint.solve.levers.payoffs.transfers import Transfer, Transfers, promised, transfers

__all__ = [
    "EQUAL",
    "BestMove",
    "LeverAlone",
    "LeverChange",
    "LeverParameter",
    "PayoffLevers",
    "Transfer",
    "payoff_levers",
    "sets",
]

EXACT = 1e-7
"""The clock's tolerance for every number that is told, those of draws too."""
EQUAL = 1e-6
"""Differences in payoffs that are no more than the clock's error."""
EVEN = 0.5


@dataclass(frozen=True, eq=False)
class PayoffLevers:
    """What the levers of a case, and moves made now, would do; each worked out on demand.

    Parameters
    ----------
    case : Case
    changes : Changes
        What was taken otherwise than the case has it.
    horizon : float
    within : float or None
        By when it should be settled; half of the median if left out.
    probability : float
    draws, seed : int
    shocks : str
    """

    case: Case
    changes: Changes
    horizon: float
    within: float | None = None
    probability: float = EVEN
    draws: int = 20
    seed: int = 0
    shocks: str = "centred"

    @cached_property
    def game(self) -> Game:
        """The game with every range at its middle."""
        return build_game(self.case, self.changes)

    @cached_property
    def run(self) -> Clock:
        """The clock with nothing changed."""
        return clock(self.game, horizon=self.horizon, shocks=self.shocks, tolerance=EXACT)

    @cached_property
    def parameters(self) -> tuple[LeverParameter, ...]:
        """The levers that name a number."""
        return lever_parameters(self.case, self.game, self.changes.read)

    @property
    def deadline(self) -> float:
        """By when it should be settled."""
        if self.within is not None:
            return self.within
        median = self.run.median
        return (self.horizon if median is None else median) / 2

    @cached_property
    def moves(self) -> tuple[BestMove, ...]:
        """Every move that can be made now, the one that shortens the wait most first."""
        return best_moves(self.run)

    def median_after(self, move: BestMove) -> float | None:
        """Return the median time to settle after a move made now; None beyond the horizon."""
        return median_after(self.run, move)

    @cached_property
    def alone(self) -> tuple[LeverAlone, ...]:
        """Each lever alone, the one that saves most first."""
        if not self.parameters:
            return ()
        return one_at_a_time(self.game, self.parameters, horizon=self.horizon, shocks=self.shocks)

    @property
    def proposal(self) -> LeverChange | None:
        """The least costly change that would do; None without levers."""
        return None if self.frontier is None else self.frontier.cheapest

    @cached_property
    def frontier(self) -> Frontier | None:
        """What several outlays can buy; None without levers."""
        if not self.parameters:
            return None
        space = LeverSpace(self.game, self.parameters, None, self.horizon, self.shocks, TOLERANCE)
        return frontier(GlobalSearch(space, self.deadline), self.run, wanted=self.probability)

    @cached_property
    def ripeness(self) -> Ripeness:
        """When waiting hurts whom."""
        return ripeness(self.run)

    @cached_property
    def transfers(self) -> Transfers:
        """Transfers that two parties would both accept, at the rates that levers give, else 1."""
        return transfers(self.ripeness, exchange=self.rates)

    def at_stake(self, place: int) -> NDArray[np.int8]:
        """Mark for each party whether it would now rather settle (1) on some terms or go on (-1).

        0 where both are worth the same to it, as to a party without payoffs.
        """
        gain = self.ripeness.gain[:, place, 0]
        return np.where(np.abs(gain) < EQUAL, 0, np.sign(gain)).astype(np.int8)

    def wait_promised(self, way: Transfer) -> float:
        """Return the expected wait where the middle of a transfer is promised for its terms."""
        return promised(self.run, way, way.middle).mean

    @cached_property
    def rates(self) -> dict[tuple[int, int], float]:
        """What a payer gives up for one unit of a payee's, from the levers that say so."""
        place, found = self.case.party_index, dict[tuple[int, int], float]()
        timed = (lever for lever in self.case.levers if lever.is_timed)
        for lever, parameter in zip(timed, self.parameters, strict=True):
            pays = lever.kind == "payoff" and lever.by in place and lever.by != lever.target
            if pays and lever.cost is not None and parameter.cost > 0 and lever.direction >= 0:
                found.setdefault((place[lever.by], parameter.party), parameter.cost)
        return found

    @cached_property
    def spread(self) -> LeverDraws:
        """Levers and moves over draws from the ranges."""
        return lever_draws(
            self.case, self.changes, draws=self.draws, seed=self.seed,
            horizon=self.horizon, shocks=self.shocks, tolerance=EXACT, strengths=self.strengths,
        )  # fmt: skip

    @property
    def strengths(self) -> dict[str, float]:
        """What part of its limit each lever is best moved by, below 0 for the lower limit."""
        found = {}
        for one in self.alone:
            limit = one.parameter.high if one.best > 0 else -one.parameter.low
            found[one.parameter.name] = one.best / limit if limit else 0.0
        return found


def payoff_levers(  # noqa: PLR0913 – a question has many parts, all but one by name
    case: Case,
    *,
    changes: Changes | None = None,
    within: float | None = None,
    probability: float = EVEN,
    horizon: float | None = None,
    draws: int = 20,
    seed: int = 0,
    shocks: str = "centred",
) -> PayoffLevers:
    """Ask what would end a case sooner, as far ahead as the caller or the case says."""
    made, ahead = changes or Changes(), looked_ahead(case, horizon)
    return PayoffLevers(case, made, ahead, within, probability, draws, seed, shocks)


def sets(answer: PayoffLevers, move: BestMove) -> dict[str, bool]:
    """Return the options that a move switches, and to what."""
    conflict = answer.game.conflict
    assert conflict is not None
    before, after = set(conflict.yes(answer.run.start)), set(conflict.yes(move.target))
    return {name: name in after for name in conflict.options if name in before ^ after}


ROUGH = 1e-5
"""The clock's tolerance for choosing among levers, an answer that should come at once."""
FEW = 8
"""Draws behind that answer."""
LEAST = 1e-3
"""Parts of the wait that a move or a lever must save to be named."""


@dataclass(frozen=True, eq=False)
class Best:
    """The move, and the lever, that shorten the wait most; None where none does.

    ``move_saved`` is the median over a few draws of what the move saves, and the lever comes with
    the same at its limit; the bands are the least and the most that they save in these draws.
    """

    move: BestMove | None
    lever: tuple[LeverParameter, float] | None
    move_saved: float
    move_band: tuple[float, float]
    lever_band: tuple[float, float]
    draws: int


def best_at_once(answer: PayoffLevers) -> Best:
    """Find the best move and, by the ends of its range only, the best lever."""
    move = next((m for m in answer.moves if m.saved > LEAST * answer.run.mean), None)
    lever = _best_lever(answer)
    saved = np.array(each_draw(lambda number: _saved(answer, move, lever, number), FEW))
    moved, pulled = ((float(one.min()), float(one.max())) for one in saved.T)
    by_move, by_lever = middle_of(saved).tolist()
    pull = (lever[0], by_lever) if lever is not None and by_lever > 0 else None
    return Best(move if by_move > 0 else None, pull, by_move, moved, pulled, FEW)


def _best_lever(answer: PayoffLevers) -> tuple[LeverParameter, float, float] | None:
    """Return the lever that saves most, what it saves, and at which end of its range."""
    run, best = answer.run, None
    most = LEAST * run.mean
    for parameter in answer.parameters:
        for end in parameter.ends:
            game = apply_changes(answer.game, (parameter,), [end])
            saved = run.mean - expected(game, run.start, answer.horizon, answer.shocks, ROUGH)
            if saved > most:
                best, most = (parameter, saved, end), saved
    return best


def _saved(
    answer: PayoffLevers,
    move: BestMove | None,
    lever: tuple[LeverParameter, float, float] | None,
    number: int,
) -> tuple[float, float]:
    """Return what a move and a lever save in one draw."""
    read = Draw(answer.seed, number)
    game = build_game(answer.case, replace(answer.changes, read=read))
    before = clock(game, horizon=answer.horizon, shocks=answer.shocks, tolerance=EXACT)
    moved = pulled = 0.0
    if move is not None:
        saved = {(m.party, m.target): m.saved for m in best_moves(before)}
        moved = saved[move.party, move.target]
    if lever is not None:
        chosen, _, end = lever
        drawn = lever_parameters(answer.case, game, read)
        own = next(one for one in drawn if one.name == chosen.name)
        changed = apply_changes(game, (own,), [own.low if end < 0 else own.high])
        wait = expected(changed, before.start, answer.horizon, answer.shocks, EXACT)
        pulled = before.mean - wait
    return moved, pulled
