"""Games → how long each is expected to stay unsettled within a horizon, eight at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock import batch
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.layout import Floats, Numbers, moves_beside, moves_of, numbers_of
from stickpoint.solve.clock.engine.trace import Room
from stickpoint.solve.clock.grouping import fits


def waits(
    games: Sequence[Game], starts: Sequence[int], horizon: float, *, shocks: str = "centred",
    tolerance: float = 1e-6, threads: int | None = None,
    tell: Callable[[int], object] | None = None,
) -> Floats:  # fmt: skip
    """Return the expected unsettled time of each game, (games,), in its own unit.

    Those of one structure stand side by side, as in `batch.clocks`; ``tolerance`` is that of a
    solve, per step. Raises SolveError for a game that could not be solved to the end. Somebody who
    waits is told how many games more are solved.
    """
    found = expected(games, horizon, shocks=shocks, tolerance=tolerance, threads=threads, tell=tell)
    return np.array([table[start, -1] for table, start in zip(found, starts, strict=True)])


def expected(
    games: Sequence[Game], horizon: float, *, shocks: str = "centred", tolerance: float = 1e-6,
    threads: int | None = None, tell: Callable[[int], object] | None = None,
) -> list[Floats]:  # fmt: skip
    """Return what is expected in each game from each state on, (states, parties + 1).

    By each party, and in the last column the unsettled time; settings are as for `waits`.
    """

    def solve(group: list[int]) -> list[Floats]:
        own, found = [games[k] for k in group], None
        if fits(own[0], shocks):
            found = _beside(own, horizon, shocks, tolerance)
        return found or [_alone(game, horizon, shocks, tolerance) for game in own]

    return batch.in_groups(games, shocks, solve, threads, tell)


def _alone(game: Game, horizon: float, shocks: str, tolerance: float) -> Floats:
    """Solve one game by itself."""
    watch = (backward.unsettled_time(game),)
    trace = backward.solve_backward(
        game, horizon, shocks=shocks, tolerance=tolerance, observers=watch
    )
    if trace.status != "done":
        raise SolveError(trace.status)
    return trace.first


def _beside(
    games: list[Game], horizon: float, shocks: str, tolerance: float
) -> list[Floats] | None:
    """Solve up to eight games together; None where they have to be solved one by one."""
    numbers, columns = _numbers(games), games[0].n_parties + 1
    if numbers.apart.any():
        return None
    ends = [np.concatenate((game.terminal, np.zeros((1, game.n_states)))) for game in games]
    value = batch.side_by_side([end.T.ravel() for end in ends])
    _, status = backward.carry_back(
        games, numbers, value, horizon, backward.READINGS[shocks], tolerance, columns=columns,
        fast=backward.fastest(moves_of(games[0]), numbers), into=Room.of_times(value),
    )  # fmt: skip
    if status == backward.OUT_OF_RANGE:
        return None
    if status != "done":
        raise SolveError(status)
    # The last column belongs to nobody: it counts the time.
    table = value.reshape(games[0].n_states, columns, -1)
    return [np.ascontiguousarray(table[:, :, which]) for which in range(len(games))]


def _numbers(games: list[Game]) -> Numbers:
    """Set the numbers of up to eight games side by side, with a column that counts the time."""
    time = [backward.unsettled_time(games[0]).worth[None]]
    worth = batch.side_by_side([np.concatenate((game.payoffs, *time)).T for game in games])
    discount = batch.side_by_side([np.append(game.discount, 0.0) for game in games])
    found = numbers_of(moves_beside(games), worth, discount)
    return found._replace(apart=np.asarray(found.apart.any(axis=1)))
