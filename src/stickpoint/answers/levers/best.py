"""Levers and moves → the best of each at once, and how far what they save varies over few draws."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from stickpoint.answers.levers.parameters import lever_parameters
from stickpoint.answers.levers.payoffs import PayoffLevers
from stickpoint.answers.sampling.draws import Draw, each_draw
from stickpoint.graph.build_game import build_game
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.levers.payoffs.best_move import BestMove, best_moves
from stickpoint.solve.levers.payoffs.one_at_a_time import expected
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes

ROUGH = 1e-4
"""The clock's tolerance, for an answer that should come at once."""
FEW = 8
"""Draws behind that answer."""
LEAST = 1e-3
"""Parts of the wait that a lever must save to be named."""


@dataclass(frozen=True, eq=False)
class Best:
    """The move, and the lever, that shorten the wait most; None where none does.

    The lever comes with what it saves at its limit; the bands are the least and the most that they
    save over a few draws.
    """

    move: BestMove | None
    lever: tuple[LeverParameter, float] | None
    move_band: tuple[float, float]
    lever_band: tuple[float, float]
    draws: int


def best_at_once(answer: PayoffLevers) -> Best:
    """Find the best move and, by the ends of its range only, the best lever."""
    move = next((m for m in answer.moves if m.saved > 0), None)
    lever = _best_lever(answer)
    saved = np.array(each_draw(lambda number: _saved(answer, move, lever, number), FEW))
    moved, pulled = ((float(one.min()), float(one.max())) for one in saved.T)
    return Best(move, None if lever is None else lever[:2], moved, pulled, FEW)


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
    before = clock(game, horizon=answer.horizon, shocks=answer.shocks, tolerance=ROUGH)
    moved = pulled = 0.0
    if move is not None:
        saved = {(m.party, m.target): m.saved for m in best_moves(before)}
        moved = saved[move.party, move.target]
    if lever is not None:
        chosen, _, end = lever
        drawn = lever_parameters(answer.case, game, read)
        own = next(one for one in drawn if one.name == chosen.name)
        changed = apply_changes(game, (own,), [own.low if end < 0 else own.high])
        wait = expected(changed, before.start, answer.horizon, answer.shocks, ROUGH)
        pulled = before.mean - wait
    return moved, pulled
