"""Games that differ in numbers only → their clocks, several in one go and on every core.

A range in a case, a lever tried at many strengths, a likelihood under many payoffs: all ask for one
structure with many sets of numbers. Eight such games go through the same loops side by side
(`engine.vector_kernels`), and groups of eight go to as many threads as there are cores.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from stickpoint.errors import SolveError, expect
from stickpoint.graph.game import Game
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.forward import Guide, carry_forward
from stickpoint.solve.clock.engine.layout import (
    WIDTH,
    Floats,
    Numbers,
    moves_beside,
    moves_of,
    numbers_of,
)
from stickpoint.solve.clock.engine.pairs import singles
from stickpoint.solve.clock.engine.trace import Room, Trace
from stickpoint.solve.clock.grouping import fits, groups_of

T = TypeVar("T")
Rooms = dict[tuple[int, str], Room]
"""Space for steps that stands idle, by how many numbers a step has and how they are written."""
_threads: ContextVar[int | None] = ContextVar("threads", default=None)


@contextmanager
def at_most(threads: int) -> Iterator[None]:
    """Use so many threads meanwhile where nobody says how many: others have the cores."""
    token = _threads.set(threads)
    try:
        yield
    finally:
        _threads.reset(token)


def clocks(
    games: Sequence[Game], start: int | None = None, *, horizon: float = 60.0,
    shocks: str = "centred", tolerance: float = 1e-8, threads: int | None = None,
) -> list[Clock]:  # fmt: skip
    """Run the clock on many games of one structure.

    Parameters
    ----------
    games : sequence of Game
        With the same states, moves and settled states. Games of several structures may be
        mixed; each is solved with its like.
    start : int, optional
        The state at time 0 in every game; each game's own if left out.
    horizon, shocks, tolerance
        As for `clock`.
    threads : int, optional
        One a core if left out. Answers do not depend on it.

    Returns
    -------
    list of Clock
        In the order of the games. To save memory a trace holds the values at time 0 only; to
        simulate such a clock solves it again.

    Raises
    ------
    ModelError
        A start that does not exist, or settings that mean nothing.
    SolveError
        A game that could not be solved to the end.

    Notes
    -----
    The steps are those that the hardest of eight games needs, so an answer agrees with that of
    `clock` to the tolerance, not to the last digit. A game in which the differences of worth that
    a party's moves span, times its precision, are out of the range of exponentials is solved by
    `clock`, and so is one with a best reply, with a precision of nothing, with two parties that
    are mirror images, or with chances to move that are read as mistakes. At a tolerance of 1e-4 or
    more, larger games in which each party has two options, at an effort, are solved by numbers of
    32 bits, where a bound on what values come to says that rounding weighs less than that.

    Examples
    --------
    Who gets a chance to move twice as often waits half as long:

    >>> import stickpoint as sp
    >>> games = [
    ...     sp.Game.from_arcs(
    ...         [[(0, 1)]], [[0.0, 1.0]], pace=pace, precision=50.0, discount=0.0, settled=[0, 1]
    ...     )
    ...     for pace in (0.5, 1.0)
    ... ]
    >>> [round(run.mean, 2) for run in sp.clocks(games, 0)]
    [2.0, 1.0]
    """
    expect(games, Sequence)
    for game in games:
        expect(game, Game)
    backward.check(horizon, tolerance, shocks)
    settings: dict[str, Any] = {"horizon": horizon, "shocks": shocks, "tolerance": tolerance}
    firsts = [backward.state_of(game, start) for game in games]
    rooms: Rooms = {}

    def solve(group: list[int]) -> list[Clock]:
        own = [games[k] for k in group]
        begun = [firsts[k] for k in group]
        found = _solve_beside(own, begun, rooms, **settings) if fits(own[0], shocks) else None
        if found is None:
            return [_alone(*pair, **settings) for pair in zip(own, begun, strict=True)]
        return found

    return in_groups(games, shocks, solve, threads)


def in_groups(
    games: Sequence[Game],
    shocks: str,
    solve: Callable[[list[int]], list[T]],
    threads: int | None,
    tell: Callable[[int], object] | None = None,
) -> list[T]:
    """Return what games come to, solved on threads in groups that can stand side by side.

    Somebody who waits is told, on this thread, how many games more are solved.
    """
    groups, answers = list(groups_of(games, shocks)), dict[int, T]()
    threads = threads or _threads.get() or os.cpu_count() or 1
    with ThreadPoolExecutor(threads) if threads > 1 else nullcontext() as pool:
        for group, found in zip(groups, (pool.map if pool else map)(solve, groups), strict=True):
            answers |= dict(zip(group, found, strict=True))
            if tell is not None:
                tell(len(group))
    return [answers[k] for k in range(len(games))]


def _alone(game: Game, start: int, **settings: Any) -> Clock:
    run = clock(game, start, **settings)
    return replace(run, trace=_last(run.trace))


def _last(trace: Trace) -> Trace:
    """Let go of all values but those at time 0."""
    values, slopes = trace.values[-1:].copy(), trace.slopes[-1:].copy()
    return replace(trace, times=trace.times[-1:], values=values, slopes=slopes)


def side_by_side(rows: Sequence[Floats]) -> Floats:
    """Set arrays of up to eight games side by side; the last stands in for games left over."""
    full = [*rows, *[rows[-1]] * (WIDTH - len(rows))]
    return np.ascontiguousarray(np.stack(full, axis=-1), dtype=np.float64)


def _terminal(games: list[Game]) -> Floats:
    """Set what stands at the horizon side by side, (states * parties, 8)."""
    return side_by_side([game.terminal.T.ravel() for game in games])


def numbers_beside(games: list[Game]) -> Numbers:
    """Set the numbers of up to eight games side by side."""
    worth = side_by_side([game.payoffs.T for game in games])
    discount = side_by_side([game.discount for game in games])
    found = numbers_of(moves_beside(games), worth, discount)
    return found._replace(apart=np.asarray(found.apart.any(axis=1)))


def backward_beside(  # noqa: PLR0913 – as `carry_back`
    games: list[Game], numbers: Numbers, value: Floats, horizon: float, shocks: str,
    tolerance: float, fast: float, *, into: Room | None = None,
) -> tuple[Room, str]:  # fmt: skip
    """Solve games of one structure back together, from values (states * parties, 8), in place."""
    if numbers.apart.any():
        return Room((0,)), backward.OUT_OF_RANGE
    return backward.carry_back(
        games, numbers, value, horizon, backward.READINGS[shocks], tolerance,
        columns=games[0].n_parties, fast=fast, into=into,
    )  # fmt: skip


def _solve_beside(
    games: list[Game], starts: list[int], rooms: Rooms, *, horizon: float, shocks: str,
    tolerance: float,
) -> list[Clock] | None:  # fmt: skip
    """Solve games of one structure together; None where they have to be solved one by one.

    Space for the steps is taken from ``rooms`` and given back.
    """
    numbers, moves = numbers_beside(games), moves_of(games[0])
    settings: dict[str, Any] = {"horizon": horizon, "shocks": shocks, "tolerance": tolerance}
    settings["fast"] = fast = backward.fastest(moves, numbers)
    found = None
    if (
        fast > 0.0
        and singles.will_do(moves, tolerance)
        and singles.are_exact_enough(numbers, _terminal(games), horizon, shocks, fast, tolerance)
    ):
        # What is out of their range may be within that of numbers with twice as many bits.
        with suppress(SolveError):
            found = both_ways(games, starts, rooms, singles.of(numbers), **settings)
    return found or both_ways(games, starts, rooms, numbers, **settings)


def both_ways(  # noqa: PLR0913 – four settings by name
    games: list[Game], starts: list[int], rooms: Rooms, numbers: Numbers, *,
    horizon: float, shocks: str, tolerance: float, fast: float,
) -> list[Clock] | None:  # fmt: skip
    """Solve games of one structure together by their numbers, of 64 bits or of 32 (`singles`).

    None where they have to be solved otherwise.
    """
    bits = numbers.pace.dtype
    value = _terminal(games).astype(bits, copy=False)
    room, status = backward_beside(
        games, numbers, value, horizon, shocks, tolerance, fast,
        into=rooms.pop((value.size, bits.str), None),
    )  # fmt: skip
    if status == backward.OUT_OF_RANGE:
        return None
    if status != "done":
        raise SolveError(status)
    mass = side_by_side([np.eye(1, games[0].n_states, start)[0] for start in starts])
    mass = mass.astype(bits, copy=False)
    course = carry_forward(games, numbers, Guide.by(room.filled, fast), mass, tolerance)
    if course is None:
        return None
    found = []
    for which, (game, start) in enumerate(zip(games, starts, strict=True)):
        trace = room.last_of(game, status, which)
        found.append(
            Clock(game, start, horizon, shocks, tolerance, trace, course.alone(game, which))
        )
    rooms.clear()  # of one size: what stands idle is memory that the next one lacks
    rooms[value.size, bits.str] = room
    return found
