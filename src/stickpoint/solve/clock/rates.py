"""Values → the rate of every move: pace times the probability of choosing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.agreements.agreement_rates import agreement_rates
from stickpoint.solve.clock.engine.layout import Floats, Longs
from stickpoint.solve.clock.stationary.absorbing import Absorbing

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_MOVES = 20_000_000


def arc_rates(game: Game, value: Floats) -> tuple[Longs, Longs, Floats]:
    """Return source, target and rate per unit of time of whatever may happen.

    That is every possible move, of chance too, and every agreement. The parties' values come first
    in ``value`` (states, columns). Staying put leaves no trace.
    """
    parts = []
    for i in range(game.n_parties):
        pairs, effort = game.arcs(i)
        keep = ~game.settled[pairs[:, 0]]
        source, target = pairs[keep].astype(np.int64).T
        rate = _choice_rates(game, i, value[:, i], source, target, effort[keep])
        parts.append((source, target, rate))
    source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start))
    keep = ~game.settled[source]
    parts.append((source[keep], game.nature_target[keep].astype(np.int64), game.nature_rate[keep]))
    acts = game.agreements
    ends = acts.source.astype(np.int64), acts.target.astype(np.int64)
    parts.append((*ends, agreement_rates(game, value)))
    source, target, rate = (np.concatenate(column) for column in zip(*parts, strict=True))
    return source, target, rate


def generator_of(game: Game, value: Floats) -> csr_array:
    """Return the rates between states, rows summing to 0, for values of shape (states, columns)."""
    from scipy.sparse import coo_array

    source, target, rate = arc_rates(game, value)
    n = game.n_states
    leave = np.bincount(source, weights=rate, minlength=n)
    every = np.arange(n)
    places = np.concatenate(((source, target), (every, every)), axis=1)
    return coo_array((np.concatenate((rate, -leave)), tuple(places)), shape=(n, n)).tocsr()


def comes_to(game: Game, value: Floats, where: NDArray[np.bool_], start: int) -> float:
    """Return the chance of ever coming from a state into some others, at the rates of now."""
    if where[start] or game.settled[start]:
        return float(where[start])
    chain = Absorbing(generator_of(game, value), game.settled | where, start)
    return float(min(chain.landing[where].sum(), 1.0))


def refuse_many(game: Game) -> None:
    """Refuse to spell out more moves than memory may hold."""
    if game.n_moves > MOST_MOVES:
        raise SolveError(
            f"{game.n_states:,} states have {game.n_moves:,} moves, more than the {MOST_MOVES:,} "
            "that are spelled out; the values are there, but neither rates, durations nor regret "
            "without a horizon; give one, such as horizon=60"
        )


def _choice_rates(
    game: Game, party: int, value: Floats, source: Longs, target: Longs, effort: Floats
) -> Floats:
    beta = game.precision[party]
    gain = value[target] - effort
    top = value.copy()
    np.maximum.at(top, source, gain)
    if np.isinf(beta):
        # A best reply takes the first of equals, and only where that beats staying.
        rate = np.zeros(source.size)
        better = np.flatnonzero((gain == top[source]) & (gain > value[source]))
        _, first = np.unique(source[better], return_index=True)
        rate[better[first]] = game.pace[party]
        return rate
    weight = np.exp(beta * (gain - top[source]))
    total = np.exp(beta * (value - top))
    np.add.at(total, source, weight)
    return game.pace[party] * weight / total[source]
