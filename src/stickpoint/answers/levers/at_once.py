"""A case → the moves and the lever that shorten the wait most, with few draws, so that it is soon.

Of moves, those not at their mover's loss come first, and those at a loss by themselves. What
saves as much as the best, to within what anybody would notice, stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from stickpoint.answers.levers.parameters import lever_parameters
from stickpoint.answers.levers.payoffs import BestMove, PayoffLevers
from stickpoint.answers.sampling.draws import Draw, each_draw
from stickpoint.graph.build_game import build_game
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.levers.payoffs.one_at_a_time import best_moves, expected
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes

ROUGH = 1e-4
"""The clock's tolerance, for an answer that should come at once."""
FEW = 8
"""Draws behind that answer."""
NOTICED = 1e-3
"""Parts of the wait below which nobody would notice a change of it."""


@dataclass(frozen=True, eq=False)
class Saving:
    """What a move, or a lever moved to its limit, takes off the wait.

    ``saved`` is the middle of the draws, ``band`` the least and the most of them.
    """

    what: BestMove | LeverParameter
    saved: float
    band: tuple[float, float]


Pull: TypeAlias = tuple[LeverParameter, float]
"""A lever, and the end of its range at which it saves more."""


@dataclass(frozen=True, eq=False)
class Best:
    """What shortens the wait most, each with all that save as much; none where nothing does.

    ``moves`` are not at their mover's loss, ``surrenders`` are.
    """

    moves: tuple[Saving, ...]
    surrenders: tuple[Saving, ...]
    levers: tuple[Saving, ...]
    draws: int


def best_at_once(answer: PayoffLevers) -> Best:
    """Find the best moves and, by the ends of their ranges only, the best levers."""
    groups = [
        leaders(answer, [m for m in answer.moves if m.surrenders is x]) for x in (False, True)
    ]
    pulls = _best_levers(answer)
    moves = [move for group in groups for move in group]
    rows = each_draw(lambda number: _saved(answer, moves, pulls, number), FEW)
    named: list[BestMove | LeverParameter] = [*moves, *(lever for lever, _ in pulls)]
    told = [
        Saving(what, float(np.median(row)), (float(row.min()), float(row.max())))
        for what, row in zip(named, np.array(rows).T, strict=True)
    ]
    first, both = len(groups[0]), len(moves)
    return Best(tuple(told[:first]), tuple(told[first:both]), tuple(told[both:]), FEW)


def leaders(answer: PayoffLevers, moves: Iterable[BestMove]) -> list[BestMove]:
    """Pick of some moves all that save most, if that is enough to be noticed."""
    slack = NOTICED * answer.run.mean
    saving = [move for move in moves if move.saved > slack]
    most = max((move.saved for move in saving), default=0.0)
    return [move for move in saving if move.saved >= most - slack]


def _best_levers(answer: PayoffLevers) -> list[Pull]:
    """Return the levers that save most, each with the end of its range at which it does."""
    run, found = answer.run, []
    for parameter in answer.parameters:
        for end in parameter.ends:
            game = apply_changes(answer.game, (parameter,), [end])
            wait = expected(game, run.start, answer.horizon, answer.shocks, ROUGH)
            found.append((run.mean - wait, parameter, end))
    slack = NOTICED * run.mean
    most = max((saved for saved, _, _ in found), default=0.0)
    return [(parameter, end) for saved, parameter, end in found if saved > max(slack, most - slack)]


def _saved(
    answer: PayoffLevers, moves: list[BestMove], pulls: list[Pull], number: int
) -> list[float]:
    """Return what some moves, then some levers, save in one draw."""
    read = Draw(answer.seed, number)
    game = build_game(answer.case, replace(answer.changes, read=read))
    before = clock(game, horizon=answer.horizon, shocks=answer.shocks, tolerance=ROUGH)
    every = {(m.party, m.target): m.saved for m in best_moves(before)}
    saved = [every[move.party, move.target] for move in moves]
    drawn = {one.name: one for one in lever_parameters(answer.case, game, read)}
    for lever, end in pulls:
        own = drawn[lever.name]
        changed = apply_changes(game, (own,), [own.low if end < 0 else own.high])
        wait = expected(changed, before.start, answer.horizon, answer.shocks, ROUGH)
        saved.append(before.mean - wait)
    return saved
