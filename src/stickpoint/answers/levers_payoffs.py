"""Case → what could be changed to end it sooner, as data: levers, moves, transfers, ripeness."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from stickpoint.answers.sampling.levers import LeverDraws, handles_of, lever_draws
from stickpoint.answers.sampling.ranges import Draw
from stickpoint.case.model.case import Case
from stickpoint.conflict.build_game import Changes, build_game
from stickpoint.conflict.game import Game
from stickpoint.errors import SolveError
from stickpoint.pages.data.clock import finite
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.levers.payoffs.best_move import BestMove, best_moves
from stickpoint.solve.levers.payoffs.frontier import Frontier, frontier
from stickpoint.solve.levers.payoffs.global_search import GlobalSearch
from stickpoint.solve.levers.payoffs.lever_change import LeverChange
from stickpoint.solve.levers.payoffs.lever_space import TOLERANCE, LeverSpace
from stickpoint.solve.levers.payoffs.one_at_a_time import LeverAlone, expected, one_at_a_time
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes
from stickpoint.solve.levers.payoffs.ripeness import Ripeness, ripeness
from stickpoint.solve.levers.payoffs.transfers import Transfers, transfers

EXACT = 1e-7
ROUGH = 1e-4
"""For one line that should come at once."""
EVEN = 0.5
BRIEF = 8
"""Draws behind that line."""


@dataclass(frozen=True, eq=False)
class Cardinal:
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
    def handles(self) -> tuple[LeverParameter, ...]:
        """The levers that name a number."""
        return handles_of(self.case, self.game, self.changes.read)

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

    @cached_property
    def singles(self) -> tuple[LeverAlone, ...]:
        """Each lever alone, the one that saves most first."""
        if not self.handles:
            return ()
        return one_at_a_time(self.game, self.handles, horizon=self.horizon, shocks=self.shocks)

    @property
    def proposal(self) -> LeverChange | None:
        """The least costly change that would do; None without levers."""
        return None if self.frontier is None else self.frontier.cheapest

    @cached_property
    def frontier(self) -> Frontier | None:
        """What several outlays can buy; None without levers."""
        if not self.handles:
            return None
        space = LeverSpace(self.game, self.handles, None, self.horizon, self.shocks, TOLERANCE)
        return frontier(GlobalSearch(space, self.deadline), self.run, wanted=self.probability)

    @cached_property
    def ripeness(self) -> Ripeness:
        """When waiting hurts whom."""
        return ripeness(self.run)

    @cached_property
    def ways_out(self) -> Transfers:
        """Transfers that two parties would both accept, at the rates that levers give, else 1."""
        return transfers(self.ripeness, exchange=self.rates)

    @cached_property
    def rates(self) -> dict[tuple[int, int], float]:
        """What a payer gives up for one unit of a payee's, from the levers that say so."""
        place, found = self.case.party_index, dict[tuple[int, int], float]()
        for lever, handle in zip(
            (v for v in self.case.levers if v.is_timed), self.handles, strict=True
        ):
            pays = lever.kind == "payoff" and lever.by in place and lever.by != lever.target
            if pays and lever.cost is not None and handle.cost > 0 and lever.direction >= 0:
                found.setdefault((place[lever.by], handle.party), handle.cost)
        return found

    @cached_property
    def spread(self) -> LeverDraws:
        """Levers and moves over draws from the ranges."""
        return lever_draws(
            self.case, self.changes, draws=self.draws, seed=self.seed,
            horizon=self.horizon, shocks=self.shocks,
        )  # fmt: skip


def cardinal(  # noqa: PLR0913 – a question has many parts, all but one by name
    case: Case,
    *,
    changes: Changes | None = None,
    within: float | None = None,
    probability: float = EVEN,
    horizon: float | None = None,
    draws: int = 20,
    seed: int = 0,
    shocks: str = "centred",
) -> Cardinal:
    """Ask what would end a case sooner.

    Raises
    ------
    SolveError
        Neither the case nor the caller gives a finite horizon.
    """
    ahead = horizon if horizon is not None else case.clock.horizon
    if ahead is None:
        raise SolveError("the case has no horizon; give one with --horizon, in the case's unit")
    made = changes or Changes()
    return Cardinal(case, made, ahead, within, probability, draws, seed, shocks)


@dataclass(frozen=True, eq=False)
class Best:
    """The move, and the lever, that shorten the wait most, and how they fare over a few draws.

    Attributes
    ----------
    move : BestMove or None
        None where no move shortens it; so ``lever``, with what it saves at its limit.
    move_band, lever_band : tuple of float
        The least and the most that they save over the draws.
    draws : int
    """

    move: BestMove | None
    lever: tuple[LeverParameter, float] | None
    move_band: tuple[float, float]
    lever_band: tuple[float, float]
    draws: int


def best_in_brief(answer: Cardinal, draws: int = BRIEF) -> Best:
    """Find the best move and, by the ends of its range only, the best lever."""
    run = answer.run
    assert answer.game.start_state is not None
    move = next((m for m in answer.moves if m.saved > 0), None)
    best: tuple[LeverParameter, float, float] | None = None
    for handle in answer.handles:
        for end in handle.ends:
            game = apply_changes(answer.game, (handle,), [end])
            wait = expected(game, run.start, answer.horizon, answer.shocks, ROUGH)
            if run.mean - wait > (best[1] if best else 1e-3 * run.mean):
                best = handle, run.mean - wait, end

    def in_draw(number: int) -> tuple[float, float]:
        read = Draw.of(answer.seed, number)
        game = build_game(answer.case, replace(answer.changes, read=read))
        before = clock(game, horizon=answer.horizon, shocks=answer.shocks, tolerance=ROUGH)
        moved = pulled = 0.0
        if move is not None:
            saved = {(m.party, m.target): m.saved for m in best_moves(before)}
            moved = saved[move.party, move.target]
        if best is not None:
            handle = next(h for h in handles_of(answer.case, game, read) if h.name == best[0].name)
            changed = apply_changes(game, (handle,), [handle.low if best[2] < 0 else handle.high])
            wait = expected(changed, before.start, answer.horizon, answer.shocks, ROUGH)
            pulled = before.mean - wait
        return moved, pulled

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        saved = np.array(list(pool.map(in_draw, range(draws)))).reshape(draws, 2)
    bands = [(float(one.min()), float(one.max())) for one in saved.T]
    return Best(move, None if best is None else best[:2], bands[0], bands[1], draws)


def plain(answer: Cardinal) -> dict[str, Any]:
    """Return the answer as plain data."""
    run, spread = answer.run, answer.spread
    proposal, front = answer.proposal, answer.frontier
    found: dict[str, Any] = {
        "unit": answer.game.unit,
        "horizon": answer.horizon,
        "median": run.median,
        "mean_within_horizon": run.mean,
        "question": {"within": answer.deadline, "probability": answer.probability},
        "moves": [_move(answer, move) for move in answer.moves],
        "levers": [_single(answer, single) for single in answer.singles],
        "proposal": None if proposal is None else proposal.plain(),
        "frontier": None if front is None else front.plain(),
        "ways_out": answer.ways_out.plain(),
        "ripeness": answer.ripeness.plain(),
        "ranges": {"draws": spread.draws, "seed": spread.seed},
        "shocks": answer.shocks,
        "version": run.version,
        "fingerprint": run.fingerprint,
    }
    told: dict[str, Any] = finite(found)
    return told


def _move(answer: Cardinal, move: BestMove) -> dict[str, Any]:
    spread, key = answer.spread, (move.party, move.target)
    return {
        "party": answer.game.parties[move.party],
        "sets": sets(answer, move),
        "saved": move.saved,
        "saved_band": spread.move_band(key),
        "best_in": spread.move_leads(key),
        "gain": move.gain,
        "would_want_in": spread.wants(key),
        "effort": move.effort,
    }


def sets(answer: Cardinal, move: BestMove) -> dict[str, bool]:
    """Return the options that a move switches, and to what."""
    conflict = answer.game.conflict
    assert conflict is not None
    before, after = set(conflict.yes(answer.run.start)), set(conflict.yes(move.target))
    return {name: name in after for name in conflict.options if name in before ^ after}


def _single(answer: Cardinal, single: LeverAlone) -> dict[str, Any]:
    name = single.parameter.name
    return {
        "what": name,
        "change": single.best,
        "saved": single.saved,
        "saved_band": answer.spread.lever_band(name),
        "best_in": answer.spread.lever_leads(name),
        "cost": single.cost,
        "saved_per_cost_at_first": single.marginal,
        "monotone": single.is_monotone,
        "amounts": single.amounts.tolist(),
        "waits": single.waits.tolist(),
    }
