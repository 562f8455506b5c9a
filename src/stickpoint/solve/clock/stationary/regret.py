"""Values → what a party could gain by a best reply while its rivals go on as they do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.agreements.table import NONE
from stickpoint.graph.game import Game
from stickpoint.graph.game_arrays import nature_arcs
from stickpoint.solve.clock.agreements.agreement_rates import agreement_rates
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
    values of a policy solve linear equations, and a round moves to the best reply to them. What is
    agreed on goes on being agreed on as fast, whoever replies best by moves of its own.

    Of values (parties, states). Raises `SolveError` where moves are too many to spell out.
    """
    refuse_many(game)
    game = _agreed_as_they_are(game, value)
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


def _agreed_as_they_are(game: Game, value: Floats) -> Game:
    """Return the game in which agreements come by chance, at the rates that values give them."""
    acts = game.agreements
    if not acts.size:
        return game
    rate = agreement_rates(game, value.T)
    source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start))
    rows = [np.column_stack((source, game.nature_target, game.nature_rate))]
    rows.append(np.column_stack((acts.source, acts.target, rate)))
    start, target, rates = nature_arcs(np.concatenate(rows), game.n_states)
    payoffs = game.payoffs.copy()
    np.subtract.at(payoffs, (acts.party, acts.source[acts.act]), rate[acts.act] * acts.effort)
    return replace(
        game, payoffs=payoffs, nature_start=start, nature_target=target, nature_rate=rates,
        agreements=NONE,
    )  # fmt: skip


def _worth(game: Game, table: Floats, i: int) -> Floats:
    """Return what party i gets when all choose by the table: V + (ρ - Q)⁻¹ F(V), shocks aside."""
    from scipy.sparse import eye_array

    moves, value = moves_of(game), np.ascontiguousarray(table)
    rest = np.empty_like(value)
    numbers, c = numbers_of(moves, game.payoffs.T, game.discount), value.shape[1]
    slope(moves, numbers, value.reshape(-1), c, MISTAKES, space_for(moves, c), rest.reshape(-1))
    matrix = (game.discount[i] * eye_array(game.n_states) - generator_of(game, value)).tocsr()
    return value[:, i] + solver(matrix)(rest[:, i])
