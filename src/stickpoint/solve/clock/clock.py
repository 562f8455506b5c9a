"""Game and start → how long the conflict lasts, which way it ends, and what it costs till then."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

import numpy as np

from stickpoint.errors import SolveError, expect
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.forward import solve_forward
from stickpoint.solve.clock.horizon_clock import Clock

if TYPE_CHECKING:
    from stickpoint.solve.clock.stationary_clock import StationaryClock

__all__ = ["Clock", "clock"]


@overload
def clock(
    game: Game, start: int | None = ..., *, horizon: float = ..., shocks: str = ...,
    tolerance: float = ..., symmetric: bool = ..., max_steps: int = ...,
) -> Clock: ...  # fmt: skip


@overload
def clock(
    game: Game, start: int | None = ..., *, horizon: None, shocks: str = ...,
    tolerance: float = ..., symmetric: bool = ..., max_steps: int = ...,
) -> StationaryClock: ...  # fmt: skip


def clock(
    game: Game, start: int | None = None, *, horizon: float | None = 60.0, shocks: str = "centred",
    tolerance: float = 1e-8, symmetric: bool = True, max_steps: int = backward.MAX_STEPS,
) -> Clock | StationaryClock:  # fmt: skip
    """Run the clock: how long it lasts, which way it ends, who pays.

    Parameters
    ----------
    game : Game
    start : int, optional
        The state at time 0; the game's own if left out.
    horizon : float or None
        Time to look ahead. None is the stationary game, which has no finite horizon.
    shocks : str
        ``centred``, ``mistakes`` or ``taste``; see `solve_backward`.
    tolerance : float
        Error allowed per step; without a horizon, see `solve_stationary`.
    symmetric : bool
        Without a horizon, keep equal what the game's symmetry makes equal. With one that is
        always so, for the equations leave no choice; ``sensitive`` says where it matters.
    max_steps : int
        Over a finite horizon, how many steps back may be tried.

    Returns
    -------
    Clock or StationaryClock

    Raises
    ------
    ModelError
        A start that does not exist, or settings that mean nothing.
    SolveError
        The solver could not finish; the message says what to change.

    Examples
    --------
    One party that gains by ending it at rate one half, and always does:

    >>> game = Game.from_arcs(
    ...     [[(0, 1)]],
    ...     [[-1.0, 0.0]],
    ...     pace=0.5,
    ...     precision=float("inf"),
    ...     discount=0.0,
    ...     settled=[0, 1],
    ... )
    >>> run = clock(game, 0, horizon=20.0)
    >>> round(run.mean, 4), round(run.quantile(0.5), 4)
    (1.9999, 1.3863)
    """
    expect(game, Game)
    first = backward.state_of(game, start)
    if horizon is None:
        from stickpoint.solve.clock.stationary.equilibrium import solve_stationary
        from stickpoint.solve.clock.stationary_clock import StationaryClock

        found = solve_stationary(game, shocks=shocks, tolerance=tolerance, symmetric=symmetric)
        if found.status != "done":
            raise SolveError(found.status)
        return StationaryClock(first, found)
    watch = (backward.unsettled_time(game),)
    trace = backward.solve_backward(
        game, horizon, shocks=shocks, tolerance=tolerance, max_steps=max_steps, observers=watch
    )
    if trace.status != "done":
        raise SolveError(trace.status)
    mass = np.zeros(game.n_states)
    mass[first] = 1.0
    course = solve_forward(trace, mass, tolerance=tolerance)
    return Clock(game, first, horizon, shocks, tolerance, trace, course)
