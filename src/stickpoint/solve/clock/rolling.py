"""Games → their course where parties look a given time ahead from every moment, not to an end.

A horizon that all see is a date by which everything has to be done, and the rush before it shapes
the answer: the hazard at the edge was 2.8 times that in the middle. Here the values are those of a
game with so much time still to go, at every moment anew, so the rates of all moves stay what they
are now, and the course is that of a Markov chain with constant rates. (Rolling horizons: S. Sethi
and G. Sorger, 1991, *Annals of Operations Research* 29, 387-415.)
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.graph.game import Event, Game
from stickpoint.solve.clock import batch
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.forward import Distribution, Guide, carry_forward
from stickpoint.solve.clock.engine.layout import Floats, Longs, moves_of, numbers_of
from stickpoint.solve.clock.rates import arc_rates


class Start(NamedTuple):
    """Where a course begins, and what happens on its way on dates that nobody foresees."""

    state: int
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, eq=False)
class Rolled:
    """The courses of one game.

    Attributes
    ----------
    game : Game
    value : ndarray of float, shape (states, parties)
        What each party expects over the time it looks ahead.
    courses : tuple of Distribution
        One for each start asked about, over the whole time asked about.
    """

    game: Game
    value: Floats
    courses: tuple[Distribution, ...]


def rolled(
    games: Sequence[Game], starts: Sequence[Sequence[Start]], *, ahead: float, until: float,
    tolerance: float = 1e-6, threads: int | None = None,
) -> list[Rolled]:  # fmt: skip
    """Run the clock on games of one structure, each from one or several states.

    Parameters
    ----------
    games : sequence of Game
        In one unit of time.
    starts : sequence of sequence of Start
        For each game, where to start from; as many for every game. The games' own events do not
        count.
    ahead : float
        How much time parties see before them at every moment.
    until : float
        How far the course is followed.
    tolerance : float
        Of both solvers, per step.
    threads : int, optional
        One a core if left out. Answers do not depend on it.

    Raises
    ------
    SolveError
        A game that could not be solved to the end.
    """
    groups = list(batch.groups_of(games, "centred"))

    def solve(group: list[int]) -> list[Rolled]:
        own = [games[k] for k in group]
        begun = [starts[k] for k in group]
        found = None
        if len(own) > 1 and batch.fits(own[0], "centred"):
            found = _beside(own, begun, ahead, until, tolerance)
        if found is None:
            pairs = zip(own, begun, strict=True)
            return [_alone(*pair, ahead, until, tolerance) for pair in pairs]
        return found

    answers: dict[int, Rolled] = {}
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        for group, found in zip(groups, pool.map(solve, groups), strict=True):
            answers |= dict(zip(group, found, strict=True))
    return [answers[k] for k in range(len(games))]


def _alone(
    game: Game, starts: Sequence[Start], ahead: float, until: float, tolerance: float
) -> Rolled:
    """Solve one game by itself."""
    trace = backward.solve_backward(game, ahead, tolerance=tolerance)
    if trace.status != "done":
        raise SolveError(trace.status)
    source, target, rate = arc_rates(game, trace.first)
    guide = Guide.steady(until, game.n_states * game.n_parties, *_ends(source, target), rate)
    numbers = numbers_of(moves_of(game), game.payoffs.T, game.discount)
    courses = []
    for start in starts:
        mass = np.eye(1, game.n_states, start.state)[0]
        jumps = backward.jumps_of([game], [start.events], until)
        course = carry_forward([game], numbers, guide, mass, tolerance, jumps)
        assert course is not None, "one game alone is never out of range"
        courses.append(course.alone(game))
    return Rolled(game, trace.first, tuple(courses))


def _beside(
    games: list[Game], starts: list[Sequence[Start]], ahead: float, until: float, tolerance: float
) -> list[Rolled] | None:
    """Solve up to eight games together; None where they have to be solved one by one."""
    room, status = batch.backward_beside(games, ahead, "centred", tolerance)
    if status == backward.OUT_OF_RANGE:
        return None
    if status != "done":
        raise SolveError(status)
    values = [room.trace(game, status, which).first for which, game in enumerate(games)]
    rates = [arc_rates(game, value) for game, value in zip(games, values, strict=True)]
    size = games[0].n_states * games[0].n_parties
    side = batch.side_by_side([rate for _, _, rate in rates])
    guide = Guide.steady(until, size, *_ends(*rates[0][:2]), side)
    numbers = batch.numbers_beside(games)
    courses = []
    for each in zip(*starts, strict=True):
        mass = batch.side_by_side([np.eye(1, games[0].n_states, start.state)[0] for start in each])
        jumps = backward.jumps_of(games, [start.events for start in each], until)
        course = carry_forward(games, numbers, guide, mass, tolerance, jumps)
        assert course is not None, "rates that are spelled out are never out of range"
        courses.append([course.alone(game, which) for which, game in enumerate(games)])
    found = zip(games, values, zip(*courses, strict=True), strict=True)
    return [Rolled(game, value, own) for game, value, own in found]


def _ends(source: Longs, target: Longs) -> tuple[np.ndarray, np.ndarray]:
    return source.astype(np.int32), target.astype(np.int32)
