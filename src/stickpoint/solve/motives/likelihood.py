"""Clock values and a dated record → the log-likelihood of the moves that the record holds.

A record is a sequence of dated moves. Until the next move the conflict stays where the last one
left it, and the chance of that is exp(-∫ exit rate); a move at t has density q(t), its rate. With
all dates exact the log-likelihood is therefore Σ log q(t_k) - ∫ exit rate dt.

Vague dates and options that the record is silent on are summed over (`stages`), by one filter
(`forward_filter`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.graph.variants.fewer import Fewer
from stickpoint.solve.clock.agreements.layout import refuse_agreements
from stickpoint.solve.clock.engine.backward import solve_backward
from stickpoint.solve.clock.engine.trace import Trace
from stickpoint.solve.motives.forward_filter import SPAN, ForwardFilter
from stickpoint.solve.motives.spans import Known, foresighted, known, spans
from stickpoint.solve.motives.stages import DatedMove, Stages

MAX_HIDDEN = 4
MOST_AT_ONCE = 1 << 20
"""Numbers in the tables of rates of the games that are filtered side by side, about."""


def log_likelihood(
    game: Game, moves: Sequence[DatedMove], *, end: float, hidden: Sequence[int] = (),
    horizon: float | None = None, shocks: str = "centred", tolerance: float = 1e-4,
) -> float:  # fmt: skip
    """Return the log-likelihood of a record that begins in the game's start state at time 0.

    Parameters
    ----------
    game : Game
        Built from a case, so that states have codes.
    moves : sequence of DatedMove
        In any order. Options that no move sets keep the status quo, unless they are hidden.
    end : float
        Until when the record would show a move.
    hidden : sequence of int
        Bits on which the record is silent; they begin as in the status quo and are summed over.

    Returns
    -------
    float
        Log of a density per unit of time for each move; -inf for a record that the game cannot
        produce. A dated shock is taken as given and not scored.

    Raises
    ------
    ModelError
        A game without codes or start, or with agreements, too many hidden options, dates outside 0
        to the horizon, or windows of so many moves open at once that their orders are too many.
    """
    ahead = _checked(game, moves, end, hidden, game.horizon if horizon is None else horizon)
    trace = solve_backward(game, ahead, shocks=shocks, tolerance=tolerance)
    if trace.status != "done":
        return -np.inf
    return score(trace, moves, end=end, hidden=hidden)


def log_likelihoods(
    games: Sequence[Game], moves: Sequence[DatedMove], *, end: float, hidden: Sequence[int] = (),
    tolerance: float = 1e-4, less: Fewer | None = None,
) -> list[float]:  # fmt: skip
    """Return the log-likelihood of one record under many games of one structure.

    They look ahead as far as the first does; see `log_likelihood`. What they are worth is worked
    out in the smaller games of ``less``, if that is given: states that it leaves out must be such
    that no course comes to them, and those that it merges alike in every one of the games.
    """
    if not games:
        return []
    ahead = _checked(games[0], moves, end, hidden, games[0].horizon)
    less = less or Fewer(games[0].n_states)
    found = np.full(len(games), -np.inf)
    alike = defaultdict[Hashable, list[int]](list)
    for k, game in enumerate(games):
        dates = ((x.name, x.time, x.target.tobytes()) for x in game.events)
        alike[game.start_state, tuple(dates)].append(k)
    for group in alike.values():
        own = [games[k] for k in group]
        place, every = less.place.astype(np.int64), spans(less.of(own[0]), end, ahead)
        # Values hang on no date but those that all see coming.
        small = [less.of(foresighted(game)) for game in own]
        parts = [known(small, span, ahead, tolerance, place) for span in every]
        done = [
            x for x in range(len(own)) if all(part.traces[x].status == "done" for part in parts)
        ]
        size = sum(stage.states.size for stage in Stages(own[0], moves, hidden).all)
        many = int(max(1, MOST_AT_ONCE // (size * size * (end / SPAN + len(moves) + 1))))
        for lot in (done[k : k + many] for k in range(0, len(done), many)):
            read = [Known([part.traces[x] for x in lot], part.place) for part in parts]
            scored = ForwardFilter([own[x] for x in lot], read, moves, hidden).run(end, ahead)
            found[[group[x] for x in lot]] = scored
    return found.tolist()


def score(
    trace: Trace, moves: Sequence[DatedMove], *, end: float, hidden: Sequence[int] = ()
) -> float:
    """Return the log-likelihood of a record under values that are known; see `log_likelihood`."""
    every = Known([trace], np.arange(trace.game.n_states))
    found = ForwardFilter([trace.game], [every], moves, hidden)
    return float(found.run(end, float(trace.times[0]))[0])


def _checked(
    game: Game, moves: Sequence[DatedMove], end: float, hidden: Sequence[int],
    horizon: float | None,
) -> float:  # fmt: skip
    """Return the horizon, of a record that can be scored over it."""
    refuse_agreements(game, "the likelihood of dated moves")
    if horizon is None:
        raise ModelError("the record is scored over a finite horizon; give one")
    if game.conflict is None or game.conflict.codes is None or game.start_state is None:
        raise ModelError("a record can only be scored on a game built from a case")
    if len(hidden) > MAX_HIDDEN:
        raise ModelError(
            f"{len(hidden)} hidden options; at most {MAX_HIDDEN} can be summed over. Assume the "
            "rest to be as the record leaves them"
        )
    for move in moves:
        if not 0 <= move.first <= move.last <= end:
            raise ModelError(f"move {move.name!r} is dated outside 0 to {end:g}")
    if not 0 <= end <= horizon:
        raise ModelError(f"the record ends at {end:g}, beyond the horizon {horizon:g}")
    return horizon
