"""Games → their course where parties look a given time ahead from every moment, not to an end.

A horizon that all see is a date by which everything has to be done, and the rush before it shapes
the answer: the hazard at the edge was 2.8 times that in the middle. Here the values are those of a
game with so much time still to go, at every moment anew, so the rates of all moves stay what they
are now, and the course is that of a Markov chain with constant rates. (Rolling horizons: S. Sethi
and G. Sorger, 1991, *Annals of Operations Research* 29, 387-415.) A date that all foresee is seen
coming: up to the last of them values are solved back from those that hold after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.graph.game import Event, Game
from stickpoint.solve.clock import batch
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.backward import Jump
from stickpoint.solve.clock.engine.forward import Distribution, Guide, carry_forward
from stickpoint.solve.clock.engine.layout import Floats, Numbers, moves_of, numbers_of
from stickpoint.solve.clock.engine.trace import Room
from stickpoint.solve.clock.grouping import fits
from stickpoint.solve.clock.rates import arc_rates
from stickpoint.solve.clock.symmetry.leaders import leaders


class Start(NamedTuple):
    """Where a course begins, and what happens on its way on dates that nobody foresees.

    What all foresee happens in every course; it need not be said.
    """

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
        For each game, where to start from; as many for every game. Of the games' own events those
        count that all foresee.
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

    def solve(group: list[int]) -> list[Rolled]:
        own = [games[k] for k in group]
        begun = [starts[k] for k in group]
        found = None
        if len(own) > 1 and fits(own[0], "centred"):
            found = _beside(own, begun, ahead, until, tolerance)
        if found is None:
            pairs = zip(own, begun, strict=True)
            return [_alone(*pair, ahead, until, tolerance) for pair in pairs]
        return found

    return batch.in_groups(games, "centred", solve, threads)


def _alone(
    game: Game, starts: Sequence[Start], ahead: float, until: float, tolerance: float
) -> Rolled:
    """Solve one game by itself."""
    undated = replace(game, events=())
    numbers = numbers_of(moves_of(game), game.payoffs.T, game.discount)
    fast = backward.fastest(moves_of(game), numbers)
    value = game.terminal.T.ravel().copy()
    _, status = backward.carry_back(
        [undated], numbers, value, ahead, backward.READINGS["centred"], tolerance,
        columns=game.n_parties, equal=leaders(undated, backward.READINGS["centred"]), fast=fast,
        into=Room.of_times(value),
    )  # fmt: skip
    if status != "done":
        raise SolveError(status)
    table = value.reshape(game.n_states, game.n_parties)
    steady = Guide.unchanging(until, game, numbers, value, fast)
    if steady is None:
        source, target, rate = arc_rates(game, table)
        arcs = source.astype(np.int32), target.astype(np.int32), rate
        steady = Guide.steady(until, value, arcs)
    dates = _foreseen([game], [table], until + ahead)
    guides = _guides([game], numbers, value, dates, steady, tolerance)
    assert guides is not None, "one game alone is never out of range"
    courses = []
    for start in starts:
        mass = np.eye(1, game.n_states, start.state)[0]
        jumps = _happens([game], [start], until)
        course = carry_forward([game], numbers, guides[0], mass, tolerance, jumps, guides[1])
        assert course is not None, "one game alone is never out of range"
        courses.append(course.alone(game))
    return Rolled(game, table, tuple(courses))


def _beside(
    games: list[Game], starts: list[Sequence[Start]], ahead: float, until: float, tolerance: float
) -> list[Rolled] | None:
    """Solve up to eight games together; None where they have to be solved one by one."""
    undated = [replace(game, events=()) for game in games]
    numbers = batch.numbers_beside(games)
    value = batch.side_by_side([game.terminal.T.ravel() for game in games])
    fast = backward.fastest(moves_of(games[0]), numbers)
    _, status = batch.backward_beside(
        undated, numbers, value, ahead, "centred", tolerance, fast, into=Room.of_times(value)
    )
    if status == backward.OUT_OF_RANGE:
        return None
    if status != "done":
        raise SolveError(status)
    shape = games[0].n_states, games[0].n_parties
    values = [value[:, k].reshape(shape) for k in range(len(games))]
    steady = Guide.unchanging(until, games[0], numbers, value, fast)
    dates = _foreseen(games, values, until + ahead)
    guides = steady and _guides(games, numbers, value, dates, steady, tolerance)
    if guides is None:
        return None
    courses = []
    for each in zip(*starts, strict=True):
        mass = batch.side_by_side([np.eye(1, games[0].n_states, start.state)[0] for start in each])
        jumps = _happens(games, each, until)
        course = carry_forward(games, numbers, guides[0], mass, tolerance, jumps, guides[1])
        if course is None:
            return None
        courses.append([course.alone(game, which) for which, game in enumerate(games)])
    found = zip(games, values, zip(*courses, strict=True), strict=True)
    return [Rolled(game, value, own) for game, value, own in found]


def _happens(games: Sequence[Game], starts: Sequence[Start], until: float) -> list[Jump]:
    """List what happens on the way: what a start says, and what all foresee."""
    known = [tuple(event for event in game.events if event.foreseen) for game in games]
    unknown = [tuple(event for event in s.events if not event.foreseen) for s in starts]
    both = [(*one, *other) for one, other in zip(known, unknown, strict=True)]
    return backward.jumps_of(games, both, until)


def _foreseen(games: Sequence[Game], values: Sequence[Floats], far: float) -> list[Jump]:
    """List the dates that all foresee, up to a time beyond which a date weighs nothing.

    Just after the last date of each game its parties expect ``values`` (states, parties).
    """
    found = []
    for which, (game, value) in enumerate(zip(games, values, strict=True)):
        own = backward.jumps_of([game], [backward.events_within(game, far, foreseen=True)], far)
        own[-1:] = [replace(jump, after=value) for jump in own[-1:]]
        found += [replace(j, which=None if len(games) == 1 else which) for j in own]
    return sorted(found, key=lambda jump: jump.time)


def _guides(
    games: Sequence[Game], numbers: Numbers, value: Floats, dates: Sequence[Jump], steady: Guide,
    tolerance: float,
) -> tuple[Guide, Guide | None] | None:  # fmt: skip
    """Return what moves go by up to the last date that all foresee, and what from there on.

    Without such a date the former is all there is. None where eight games are out of range.
    """
    if not dates:
        return steady, None
    last = dates[-1].time
    room, status = backward.carry_back(
        games, numbers, value.copy(), last, backward.READINGS["centred"], tolerance,
        columns=games[0].n_parties, dates=dates, fast=steady.fast,
    )  # fmt: skip
    if status == backward.OUT_OF_RANGE:
        return None
    if status != "done":
        raise SolveError(status)
    times, values, slopes = room.filled
    for which in range(len(games) if len(games) > 1 else 0):
        # Beyond its own last date a game is steady, however late those beside it have theirs.
        own = [jump.time for jump in dates if jump.which == which]
        beyond = int(np.argmax(times == own[-1])) + 1 if own else times.size
        values[:beyond, :, which], slopes[:beyond, :, which] = value[:, which], 0.0
    guide = Guide.by((times, values, slopes), steady.fast)
    if last >= steady.horizon:
        return guide._replace(horizon=steady.horizon), None
    return guide, steady
