"""Games → how long each is expected to stay unsettled within a horizon, eight at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock import batch
from stickpoint.solve.clock.delay import wait_of
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.layout import Floats, Numbers, moves_like, moves_of, numbers_of


def waits(
    games: Sequence[Game], starts: Sequence[int], horizon: float, *, shocks: str = "centred",
    tolerance: float = 1e-6, threads: int | None = None,
) -> Floats:  # fmt: skip
    """Return the expected unsettled time of each game, (games,), in its own unit.

    Those of one structure stand side by side, as in `batch.clocks`; ``tolerance`` is that of a
    solve, per step. Raises SolveError for a game that could not be solved to the end.
    """

    def solve(group: list[int]) -> list[float]:
        own, begun = [games[k] for k in group], [starts[k] for k in group]
        found = None
        if len(own) > 1 and batch.fits(own[0], shocks):
            found = _beside(own, begun, horizon, shocks, tolerance)
        pairs = zip(own, begun, strict=True)
        return found or [wait_of(*pair, horizon, shocks, tolerance) for pair in pairs]

    return np.array(batch.in_groups(games, shocks, solve, threads))


def _beside(
    games: list[Game], starts: list[int], horizon: float, shocks: str, tolerance: float
) -> list[float] | None:
    """Solve up to eight games together; None where they have to be solved one by one."""
    numbers, columns = _numbers(games), games[0].n_parties + 1
    if numbers.apart.any():
        return None
    ends = [np.concatenate((game.terminal, np.zeros((1, game.n_states)))) for game in games]
    value = batch.side_by_side([end.T.ravel() for end in ends])
    _, status = backward.carry_back(
        games,
        numbers,
        value,
        horizon,
        backward.READINGS[shocks],
        tolerance,
        columns=columns,
        fast=backward.fastest(moves_of(games[0]), numbers),
    )
    if status == backward.OUT_OF_RANGE:
        return None
    if status != "done":
        raise SolveError(status)
    # The last column belongs to nobody: it counts the time.
    last = value.reshape(games[0].n_states, columns, -1)[:, -1]
    return [float(last[start, which]) for which, start in enumerate(starts)]


def _numbers(games: list[Game]) -> Numbers:
    """Set the numbers of up to eight games side by side, with a column that counts the time."""
    first, every = moves_of(games[0]), []
    for game in games:
        worth = np.concatenate((game.payoffs, backward.unsettled_time(game).worth[None]))
        discount = np.append(game.discount, 0.0)
        every.append(numbers_of(moves_like(first, game), worth.T, discount))
    *parts, apart = zip(*every, strict=True)
    return Numbers._make([*map(batch.side_by_side, parts), np.any(apart, axis=0)])
