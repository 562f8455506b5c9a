"""A case → the moves and the lever that shorten the wait most, with few draws, so that it is soon.

Of moves, those not at their mover's loss come first, and those at a loss by themselves. What
saves as much as the best, to within what anybody would notice, stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from stickpoint.answers.levers.parameters import lever_parameters
from stickpoint.answers.levers.payoffs import EXACT, BestMove, PayoffLevers, sets
from stickpoint.answers.progress import BEST
from stickpoint.answers.sampling.draws import Draw, each_draw
from stickpoint.graph.build_game import build_game
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.levers.payoffs.one_at_a_time import best_moves, expected
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes

ROUGH = 1e-5
"""The clock's tolerance for choosing among levers, an answer that should come at once."""
FEW = 8
"""Draws behind that answer."""
TRIED = 3
"""How many levers are tried in every draw, and all that save as much as the last of them."""
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
    """Find the moves that save most in the middle of a few draws, and the levers that do.

    Of levers, those that save most with every range at its middle are tried, at the better end.
    """
    pulls, count = _promising(answer), len(answer.moves)
    saved = np.array(each_draw(lambda number: _saved(answer, pulls, number), FEW, step=BEST))
    named: list[BestMove | LeverParameter] = [*answer.moves, *pulls]
    told = [
        Saving(what, float(np.median(row)), (float(row.min()), float(row.max())))
        for what, row in zip(named, saved.T, strict=True)
    ]
    lost = [move.surrenders for move in answer.moves]
    moves, surrenders = (
        leading(answer, (one for one, loss in zip(told, lost, strict=False) if loss is is_loss))
        for is_loss in (False, True)
    )
    levers = leading(answer, told[count:])
    return Best(tuple(moves), tuple(surrenders), tuple(levers), FEW)


def leading(answer: PayoffLevers, found: Iterable[Saving]) -> list[Saving]:
    """Pick all that save as much as the best, if that is enough to be noticed, by their names.

    A move that does all that another of them does, and more, is left out.
    """
    slack = NOTICED * answer.run.mean
    saving = [one for one in found if one.saved > slack]
    most = max((one.saved for one in saving), default=0.0)
    best = [one for one in saving if one.saved >= most - slack]
    deeds = {id(x): set(sets(answer, x.what).items()) for x in best if isinstance(x.what, BestMove)}
    kept = [x for x in best if not any(own < deeds.get(id(x), set()) for own in deeds.values())]
    return sorted(kept, key=lambda one: _name(answer, one))


def _name(answer: PayoffLevers, one: Saving) -> tuple[str, list[tuple[str, bool]]]:
    """Return what puts equals in an order that is not the file's."""
    if isinstance(one.what, LeverParameter):
        return one.what.name, []
    return answer.game.parties[one.what.party], sorted(sets(answer, one.what).items())


def _promising(answer: PayoffLevers) -> dict[LeverParameter, float]:
    """Return the levers worth a try, each with the end of its range at which it saves more."""
    run, found = answer.run, list[tuple[float, LeverParameter, float]]()
    for parameter in answer.parameters:
        for end in parameter.ends:
            game = apply_changes(answer.game, (parameter,), [end])
            wait = expected(game, run.start, answer.horizon, answer.shocks, ROUGH)
            found.append((run.mean - wait, parameter, end))
    found.sort(key=lambda row: -row[0])
    slack = NOTICED * run.mean
    last = found[min(TRIED, len(found)) - 1][0] - slack if found else 0.0
    # Of both ends of a lever the better one comes first, and is kept.
    kept = [(lever, end) for saved, lever, end in found if saved > max(slack, last)]
    return dict(reversed(kept))


def _saved(answer: PayoffLevers, pulls: Mapping[LeverParameter, float], number: int) -> list[float]:
    """Return what every move, then some levers, save in one draw."""
    read = Draw(answer.seed, number)
    game = build_game(answer.case, replace(answer.changes, read=read))
    before = clock(game, horizon=answer.horizon, shocks=answer.shocks, tolerance=EXACT)
    every = {(m.party, m.target): m.saved for m in best_moves(before)}
    saved = [every[move.party, move.target] for move in answer.moves]
    drawn = {one.name: one for one in lever_parameters(answer.case, game, read)}
    for lever, end in pulls.items():
        own = drawn[lever.name]
        changed = apply_changes(game, (own,), [own.low if end < 0 else own.high])
        wait = expected(changed, before.start, answer.horizon, answer.shocks, EXACT)
        saved.append(before.mean - wait)
    return saved
