"""Values → what a party could gain by a best reply while its rivals go on as they do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.choice_kernels import MISTAKES
from stickpoint.solve.clock.engine.layout import moves_of, numbers_of, space_for
from stickpoint.solve.clock.engine.slope_kernels import slope
from stickpoint.solve.clock.rates import generator_of, refuse_many
from stickpoint.solve.clock.stationary.krylov import solver

_ROUNDS = 200

Floats = NDArray[np.float64]


def regrets(game: Game, value: Floats) -> Floats:
    """Return each party's largest gain over the range of its values, shape (parties,).

    Policy iteration (M. L. Puterman and S. L. Brumelle, 1979, *Math. Oper. Res.* 4, 60-69): the
    values of a policy solve linear equations, and a round moves to the best reply to them.

    Of values (parties, states). Raises `SolveError` where moves are too many to spell out.
    """
    refuse_many(game)
    out = np.zeros(game.n_parties)
    span = np.ptp(game.payoffs, axis=1) / game.discount
    for i in range(game.n_parties):
        played = _worth(game, value.T, i)
        best, sharp = played, game.precision.copy()
        sharp[i] = np.inf
        replying = replace(game, precision=sharp)
        for _ in range(_ROUNDS):
            table = value.T.copy()
            table[:, i] = best
            better = _worth(replying, table, i)
            gain = float((better - best).max())
            best = better
            if gain <= 1e-12 * (1.0 + float(np.abs(best).max())):
                break
        out[i] = max(0.0, float((best - played).max())) / (span[i] or 1.0)
    return out


def _worth(game: Game, table: Floats, i: int) -> Floats:
    """Return what party i gets when all choose by the table: V + (ρ - Q)⁻¹ F(V), shocks aside."""
    from scipy.sparse import eye_array

    moves, value = moves_of(game), np.ascontiguousarray(table)
    rest = np.empty_like(value)
    numbers, c = numbers_of(moves, game.payoffs.T, game.discount), value.shape[1]
    slope(moves, numbers, value.reshape(-1), c, MISTAKES, space_for(moves, c), rest.reshape(-1))
    matrix = (game.discount[i] * eye_array(game.n_states) - generator_of(game, value)).tocsr()
    return value[:, i] + solver(matrix)(rest[:, i])
