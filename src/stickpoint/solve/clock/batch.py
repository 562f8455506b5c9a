"""Games that differ in numbers only → their clocks, several in one go and on every core.

A range in a case, a lever tried at many strengths, a likelihood under many payoffs: all ask for one
structure with many sets of numbers. Eight such games go through the same loops side by side
(`engine.simd_kernels`), and groups of eight go to as many threads as there are cores.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.clock.engine.backward import (
    MAX_STEPS,
    Trace,
    check,
    events_within,
    landing,
    solve_backward,
    state_of,
)
from stickpoint.solve.clock.engine.forward import Distribution

_ROWS = 256

Floats = NDArray[np.float64]


def clocks(
    games: Sequence[Game],
    start: int | None = None,
    *,
    horizon: float = 60.0,
    shocks: str = "centred",
    tolerance: float = 1e-8,
    threads: int | None = None,
) -> list[Clock]:
    """Run the clock on many games of one structure.

    Parameters
    ----------
    games : sequence of Game
        With the same states, moves, settled states and dates. Games of several structures may be
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
        In the order of the games. To save memory a trace holds the values at time 0 only, so that
        such a clock cannot be simulated.

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
    `clock`, and so is one with a best reply, with a precision of nothing, with two parties that may
    be mirror images, or with chances to move that are read as mistakes.
    """
    check(horizon, tolerance, shocks)
    settings: dict[str, Any] = {"horizon": horizon, "shocks": shocks, "tolerance": tolerance}
    firsts = [state_of(game, start) for game in games]
    groups = list(_groups(games, shocks))

    def solve(group: list[int]) -> list[Clock]:
        own = [games[k] for k in group]
        begun = [firsts[k] for k in group]
        found = _solve_lanes(own, begun, **settings) if _fits(own[0], shocks) else None
        if found is None:
            return [_alone(*pair, **settings) for pair in zip(own, begun, strict=True)]
        return found

    answers: dict[int, Clock] = {}
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        for group, found in zip(groups, pool.map(solve, groups), strict=True):
            answers |= dict(zip(group, found, strict=True))
    return [answers[k] for k in range(len(games))]


def traces(
    games: Sequence[Game],
    horizon: float,
    *,
    shocks: str = "centred",
    tolerance: float = 1e-8,
) -> list[Trace]:
    """Solve many games of one structure back from the horizon, on this thread, keeping every step.

    Parameters
    ----------
    games : sequence of Game
    horizon, shocks, tolerance
        As for `solve_backward`.

    Returns
    -------
    list of Trace
        In the order of the games; one that could not be solved to the end says so.
    """
    check(horizon, tolerance, shocks)
    found: dict[int, Trace] = {}
    for group in _groups(games, shocks):
        own = [games[k] for k in group]
        kept = None
        if len(group) > 1 and _fits(own[0], shocks):
            with suppress(SolveError):
                kept = _backward(own, _lanes(own, shocks == "taste"), horizon, tolerance)
        for lane, (k, game) in enumerate(zip(group, own, strict=True)):
            if kept is None:
                found[k] = solve_backward(game, horizon, shocks=shocks, tolerance=tolerance)
                continue
            times, values, slopes = kept
            own_values, own_slopes = (
                np.ascontiguousarray(part[..., lane]) for part in (values, slopes)
            )
            found[k] = Trace(game, times, own_values, own_slopes, "done")
    return [found[k] for k in range(len(games))]


def _groups(games: Sequence[Game], shocks: str) -> Iterator[list[int]]:
    """Put up to as many games as there are lanes together, all of one structure."""
    from stickpoint.solve.clock.engine.vector_kernels import LANES

    waiting: dict[tuple[Any, ...], list[int]] = {}
    known: dict[int, tuple[Any, ...]] = {}
    for k, game in enumerate(games):
        key = (*_structure(game, known), _fits(game, shocks))
        waiting.setdefault(key, []).append(k)
        if len(waiting[key]) == LANES:
            yield waiting.pop(key)
    yield from waiting.values()


def _structure(game: Game, known: dict[int, tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return what must be equal for two games to share their loops."""

    def text(array: NDArray[Any]) -> tuple[Any, ...]:
        # Draws often share whole arrays; those need not be read again.
        if id(array) not in known:
            known[id(array)] = (array.shape, hash(array.tobytes()), array)
        return known[id(array)][:2]

    parts: list[Any] = [game.payoffs.shape, game.terms, tuple(game.tolls)]
    structure = (game.start, game.target, game.nature_start, game.nature_target)
    parts += [text(array) for array in (*structure, game.settled, game.terms_index)]
    for free in game.free:
        parts.append(free and tuple(map(text, (free.first, free.members, free.slot))))
        # Lanes without any effort take another path through the loops.
        parts.append(free and bool(free.turn_on.any() or free.turn_off.any()))
    parts += [(shock.time, text(shock.target)) for shock in game.events]
    return tuple(parts)


def _fits(game: Game, shocks: str) -> bool:
    """Tell whether lanes can hold the game."""
    plain = bool((game.precision > 0).all() and np.isfinite(game.precision).all())
    return plain and shocks != "mistakes" and not _mirrored(game)


def _mirrored(game: Game) -> bool:
    """Tell whether two parties may be mirror images, which lanes do not hold equal."""
    own = np.stack((game.pace, game.precision, game.discount))
    for i, j in combinations(range(game.n_parties), 2):
        if (own[:, i] == own[:, j]).all():
            pair = np.sort(game.payoffs[[i, j]], axis=1)
            if (pair[0] == pair[1]).all() and pair[0, 0] != pair[0, -1]:
                return True
    return False


def _alone(game: Game, start: int, **settings: Any) -> Clock:
    run = clock(game, start, **settings)
    return replace(run, trace=_last(run.trace))


def _last(trace: Trace) -> Trace:
    """Let go of all values but those at time 0."""
    return replace(
        trace,
        times=trace.times[-1:],
        values=trace.values[-1:].copy(),
        slopes=trace.slopes[-1:].copy(),
    )


def _lanes(games: list[Game], taste: bool) -> Any:
    """Set the numbers of the games side by side; the last stands in for lanes left over."""
    from stickpoint.solve.clock.engine.simd_kernels import Lanes
    from stickpoint.solve.clock.engine.vector_kernels import LANES

    def beside(rows: list[Floats]) -> Floats:
        full = rows + [rows[-1]] * (LANES - len(rows))
        return np.ascontiguousarray(np.stack(full, axis=-1), dtype=np.float64)

    most = max([1, *(free.turn_on.size for free in games[0].free if free is not None)])
    on, off = ([np.ones((g.n_parties, most)) for g in games] for _ in range(2))
    keep = []
    for k, game in enumerate(games):
        counts = game.start[:, -1] - game.start[:, 0]
        # What is beyond the range of exponentials is found out by the loops, and solved alone.
        with np.errstate(over="ignore"):
            keep.append(np.exp(-np.repeat(game.precision, counts) * game.effort))
            for i, free in enumerate(game.free):
                if free is not None:
                    on[k][i, : free.turn_on.size] = np.exp(-game.precision[i] * free.turn_on)
                    off[k][i, : free.turn_off.size] = np.exp(-game.precision[i] * free.turn_off)
    return Lanes(
        pace=beside([g.pace for g in games]),
        precision=beside([g.precision for g in games]),
        worth=beside([g.payoffs.T for g in games]),
        discount=beside([g.discount for g in games]),
        keep=beside(keep),
        on=beside(on),
        off=beside(off),
        nature=beside([g.nature_rate for g in games]),
        taste=taste,
    )


class _Room:
    """Space for kept steps, which grows."""

    def __init__(self, *shapes: tuple[int, ...]) -> None:
        self.parts = [np.empty((_ROWS, *shape)) for shape in shapes]
        self.used = 0

    def grow(self) -> None:
        self.parts = [np.concatenate((part, np.empty_like(part))) for part in self.parts]

    @property
    def filled(self) -> list[Floats]:
        return [part[: self.used] for part in self.parts]


def _solve_lanes(
    games: list[Game], starts: list[int], *, horizon: float, shocks: str, tolerance: float
) -> list[Clock] | None:
    """Solve games of one structure together; None where they are out of the range of lanes."""
    from stickpoint.solve.clock.engine.vector_kernels import LANES

    lanes = _lanes(games, shocks == "taste")
    kept = _backward(games, lanes, horizon, tolerance)
    if kept is None:
        return None
    times, values, _ = kept
    n = games[0].n_states
    mass, spent = np.zeros((n, LANES)), np.zeros((n, LANES))
    mass[starts + starts[-1:] * (LANES - len(starts)), np.arange(LANES)] = 1.0
    gone = _forward(games[0], lanes, kept, mass, spent, tolerance)
    if gone is None:
        return None
    rows, marks, shares = gone
    found = []
    for lane, (game, start) in enumerate(zip(games, starts, strict=True)):
        last = np.ascontiguousarray(values[-1:, :, :, lane])
        own = np.ascontiguousarray(rows[:, :, lane])
        course = Distribution(
            times=np.append(own[:, 0], horizon),
            rows=own,
            share_times=marks,
            shares=np.ascontiguousarray(shares[:, :, lane]),
            spent=spent[:, lane].copy(),
            mass=mass[:, lane].copy(),
            settled=game.settled,
        )
        trace = Trace(game, times[-1:], last, np.full_like(last, np.nan), "done")
        found.append(Clock(game, start, horizon, shocks, tolerance, trace, course))
    return found


def _backward(
    games: list[Game], lanes: Any, horizon: float, tolerance: float
) -> list[Floats] | None:
    from stickpoint.solve.clock.engine import simd_runge_kernels as runge
    from stickpoint.solve.clock.engine.layout import groups_of, moves_of
    from stickpoint.solve.clock.engine.runge_kernels import DONE, FULL

    worths = [game.terminal.T for game in games]
    value = np.stack(worths + worths[-1:] * (lanes.pace.shape[-1] - len(games)), axis=-1)
    value = np.ascontiguousarray(value, dtype=np.float64)
    room = _Room((), value.shape, value.shape)
    late, step, left = horizon, horizon / 100, MAX_STEPS
    while True:
        room.used, fate, step, left = runge.backward(
            value, late, 0.0, step, tolerance, left, moves_of(games[0]), groups_of(games[0]), lanes,
            *room.parts, room.used,
        )  # fmt: skip
        if fate == DONE:
            return room.filled
        if fate == runge.OUT_OF_RANGE:
            return None
        if fate != FULL:
            raise SolveError(
                f"after {MAX_STEPS - left:,} steps back to time {room.parts[0][room.used - 1]:g} "
                "the steps are too many or too small: lower the precision, or raise tolerance"
            )
        late = float(room.parts[0][room.used - 1])
        room.used -= 1
        room.grow()


def _forward(
    game: Game, lanes: Any, kept: list[Floats], mass: Floats, spent: Floats, tolerance: float
) -> tuple[Floats, Floats, Floats] | None:
    """Carry mass to the horizon, in place; give the steps, and what has settled at each mark."""
    from stickpoint.solve.clock.engine import simd_runge_kernels as runge
    from stickpoint.solve.clock.engine.layout import groups_of, moves_of
    from stickpoint.solve.clock.engine.runge_kernels import FULL, TOO_SMALL

    horizon = float(kept[0][0])
    wide = mass.shape[1]
    room = _Room((7, wide), (len(game.terms), wide))
    marks: list[float] = []
    shares: list[Floats] = []
    begin, step = 0.0, horizon / 100
    for shock in [*events_within(game, horizon), None]:
        end = horizon if shock is None else shock.time
        first = room.used
        while begin < end:
            room.used, begin, step, fate = runge.forward(
                mass, spent, begin, end, step, tolerance, moves_of(game), groups_of(game), lanes,
                *kept, *room.parts, game.terms_index, room.used,
            )  # fmt: skip
            if fate == runge.OUT_OF_RANGE:
                return None
            if fate == TOO_SMALL:
                raise SolveError(f"steps became too small at time {begin:g}; raise tolerance")
            if fate == FULL:
                room.grow()
        marks += [*room.parts[0][first : room.used, 0, 0].tolist(), end]
        shares += [*room.parts[1][first : room.used], _shares(game, mass)]
        if shock is not None:
            moved = np.zeros_like(mass)
            np.add.at(moved, landing(game, shock), mass)
            mass[:] = moved
    return room.filled[0].copy(), np.array(marks), np.array(shares)


def _shares(game: Game, mass: Floats) -> Floats:
    found = np.zeros((len(game.terms), mass.shape[1]))
    np.add.at(found, game.terms_index[game.settled], mass[game.settled])
    return found
