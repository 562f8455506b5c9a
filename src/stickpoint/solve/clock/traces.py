"""Games that differ in numbers only → what they are worth at every step, eight in one go.

For whoever reads values between the steps of a solve, as the odds of dated moves are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stickpoint.graph.game import Game
from stickpoint.solve.clock.batch import numbers_beside, side_by_side
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.backward import Jump
from stickpoint.solve.clock.engine.layout import moves_of
from stickpoint.solve.clock.engine.trace import Room, Trace
from stickpoint.solve.clock.grouping import fits, groups_of


def traces(
    games: Sequence[Game], horizon: float, *, shown: float | None = None, shocks: str = "centred",
    tolerance: float = 1e-8,
) -> list[Trace]:  # fmt: skip
    """Solve many games of one structure back from the horizon, on this thread, keeping every step.

    Settings are as for `solve_backward`, traces in the order of the games; one that could not be
    solved to the end says so. Where it is said up to which time they have to be ``shown``, traces
    of games that stand side by side begin there: what is later is passed over by long steps.
    """
    backward.check(horizon, tolerance, shocks)
    found: dict[int, Trace] = {}
    ends, spare = (horizon, min(shown or horizon, horizon)), dict[int, Room]()
    for group in groups_of(games, shocks):
        own = [games[k] for k in group]
        several = len(group) > 1 and fits(own[0], shocks)
        room, status = None, ""
        if several:
            room, status = _shown_beside(own, ends, shocks, tolerance, spare)
        if room is not None and status == "done":
            for k, trace in zip(group, room.traces(own, status), strict=True):
                found[k] = replace(trace, times=trace.times.copy())
            continue
        for k, game in zip(group, own, strict=True):
            found[k] = backward.solve_backward(game, horizon, shocks=shocks, tolerance=tolerance)
    return [found[k] for k in range(len(games))]


def _shown_beside(
    games: list[Game], ends: tuple[float, float], shocks: str, tolerance: float,
    spare: dict[int, Room],
) -> tuple[Room, str]:  # fmt: skip
    """Solve games of one structure back, and keep the steps from the second of two times on.

    Space for them is taken from ``spare``, by how many numbers a step has, and left there.
    """
    horizon, shown = ends
    numbers = numbers_beside(games)
    if numbers.apart.any():
        return Room((0,)), backward.OUT_OF_RANGE
    value = side_by_side([game.terminal.T.ravel() for game in games])
    jumps = backward.jumps_within(games, horizon)

    def carry(span: float, dates: list[Jump], fast: float, into: Room | None) -> tuple[Room, str]:
        return backward.carry_back(
            games, numbers, value, span, backward.READINGS[shocks], tolerance,
            columns=games[0].n_parties, dates=dates, fast=fast, into=into,
        )  # fmt: skip

    if shown < horizon:
        later = [replace(jump, time=jump.time - shown) for jump in jumps if jump.time > shown]
        fast = backward.fastest(moves_of(games[0]), numbers)
        passed = carry(horizon - shown, later, fast, Room.of_times(value))
        if passed[1] != "done":
            return passed
    soon = [jump for jump in jumps if jump.time <= shown]
    room, status = carry(shown, soon, 0.0, spare.get(value.size))
    spare[value.size] = room
    return room, status
