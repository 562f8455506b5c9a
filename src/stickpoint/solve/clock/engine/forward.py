"""Values and a start → where the conflict stands at each time, and what has been paid by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.backward import Jump, jumps_within
from stickpoint.solve.clock.engine.layout import (
    Flags,
    Floats,
    Ints,
    Numbers,
    moves_of,
    numbers_of,
    space_for,
)
from stickpoint.solve.clock.engine.trace import Trace

_ROWS = 256
_SAME = 1e-9
"""Times that differ by less of themselves are one date."""


@dataclass(frozen=True, eq=False)
class Distribution:
    """The distribution over states, summed up at every step.

    ``times`` (steps + 1,) ascend from 0 to the horizon; `open_at` reads ``rows`` (steps, 7).
    ``shares`` (marks, terms) are the probabilities of having settled on each of the terms, at
    ``share_times`` (marks,). ``spent`` (states,) is the expected time in each state up to the
    horizon, and ``mass`` (states,) the distribution there; ``on_dates`` has the time of each date
    on the way with the distribution (states,) just before it.
    """

    times: Floats
    rows: Floats
    share_times: Floats
    shares: Floats
    spent: Floats
    mass: Floats
    settled: Flags
    on_dates: tuple[tuple[float, Floats], ...] = ()

    @property
    def open(self) -> Floats:
        """Probability of being unsettled at each of ``times``."""
        return np.append(self.rows[:, 2], self.mass[~self.settled].sum())

    def open_at(self, times: Floats) -> Floats:
        """Return the probability of being unsettled at any times, as exactly as the steps are."""
        at = np.maximum(self.rows[:, 0].searchsorted(times, side="right") - 1, 0)
        begin, h, opened, change, bend, twist, rest = self.rows.take(at, axis=0).T
        x = (times - begin) / h
        inner = bend + x * (twist + (1 - x) * rest)
        return np.asarray(opened + x * (change + (1 - x) * inner))

    def arriving(self, time: float) -> Floats:
        """Return the distribution (states,) just before a date; that at the end for a later one."""
        near = [mass for at, mass in self.on_dates if abs(at - time) <= _SAME * max(time, 1.0)]
        return near[0] if near else self.mass

    def shares_at(self, times: Floats) -> Floats:
        """Return the probability of having settled on each of the terms, shape (times, terms).

        Within a step what leaves the open states is taken to split as over the whole step; with
        `open_at` the terms add up to 1.
        """
        late = np.searchsorted(self.share_times, times, side="right")
        late = late.clip(1, len(self.share_times) - 1)
        before, after = self.shares[late - 1], self.shares[late]
        was = 1.0 - before.sum(axis=1)
        left = after.sum(axis=1) - before.sum(axis=1)
        part = np.divide(was - self.open_at(times), left, out=np.zeros_like(was), where=left > 0)
        return np.asarray(np.maximum(before + part[:, None] * (after - before), 0.0))


def solve_forward(trace: Trace, start: Floats, *, tolerance: float = 1e-8) -> Distribution:
    """Carry a distribution at time 0, (states,), forward under the values of a trace.

    Raises SolveError where the steps became too small, which a trace that is done does not cause.
    """
    game, mass = trace.game, start.astype(np.float64)
    numbers = numbers_of(moves_of(game), game.payoffs.T, game.discount)
    course = carry_forward([game], numbers, Guide.by(trace.flat), mass, tolerance)
    assert course is not None, "one game alone is never out of range"
    return course.alone(game)


@dataclass(frozen=True, eq=False)
class ForwardSteps:
    """What `Distribution` holds, of one game or, with a last axis, of eight side by side.

    ``spans`` (steps, 2) are when each step begins and how long it is, alike for all eight: times
    have 64 bits whatever the rest has, or a date would fall beside the step that begins on it.
    ``on_dates`` say of which of the eight, and have no last axis.
    """

    horizon: float
    spans: Floats
    rows: Floats
    marks: Floats
    shares: Floats
    spent: Floats
    mass: Floats
    on_dates: Sequence[tuple[int | None, float, Floats]] = ()

    def alone(self, game: Game, which: int | tuple[()] = ()) -> Distribution:
        """Return the distribution of one of the games, or of the only one."""
        rows, shares, spent, mass = (
            np.ascontiguousarray(part[(..., which) if which != () else ...], dtype=np.float64)
            for part in (self.rows, self.shares, self.spent, self.mass)
        )
        times, rows = np.append(self.spans[:, 0], self.horizon), np.hstack((self.spans, rows))
        own = tuple(
            (at, then.astype(np.float64, copy=False))
            for one, at, then in self.on_dates
            if one in (None, which)
        )
        return Distribution(times, rows, self.marks, shares, spent, mass, game.settled, own)


class Guide(NamedTuple):
    """What moves go by, up to a horizon: values that were kept, or choices that do not change.

    ``times``, ``values`` and ``slopes`` (steps, states * columns) are of the solve back. Choices
    that stay as they are at the last of the values are given by a ``weight`` and a ``share`` for
    each place (`stiff.steady_kernels`) or, where no weights fit into the range of numbers, by a
    ``rate`` (moves,) for each move from ``source`` to ``target`` (moves,). With a last axis of
    eight, of as many games side by side. Where it is said how ``fast`` differences die down at
    most, steps are as long as accuracy allows.
    """

    horizon: float
    times: Floats
    values: Floats
    slopes: Floats
    source: Ints
    target: Ints
    rate: Floats
    weight: Floats
    share: Floats
    fast: float

    @classmethod
    def by(cls, kept: tuple[Floats, Floats, Floats], fast: float = 0.0) -> Guide:
        """Go by values that were kept."""
        nobody, none = np.empty(0, dtype=np.int32), kept[1][:0, 0]
        return cls(float(kept[0][0]), *kept, nobody, nobody, none, none, none, fast)

    @classmethod
    def steady(cls, horizon: float, value: Floats, arcs: tuple[Ints, Ints, Floats]) -> Guide:
        """Go by a rate for each move, at values of shape (states * parties,)."""
        none, kept = np.empty((0, *value.shape[1:])), np.stack((value, value))
        times = np.array([horizon, 0.0])
        return cls(horizon, times, kept, np.zeros_like(kept), *arcs, none, none, 0.0)

    @classmethod
    def unchanging(
        cls, horizon: float, game: Game, numbers: Numbers, value: Floats, fast: float
    ) -> Guide | None:
        """Go by choices as they are at values of shape (states * parties,), or (…, 8).

        None where weights of choices are out of the range of numbers, or replies are best.
        """
        from stickpoint.solve.clock.engine.stiff.steady_kernels import weights

        moves, wide = moves_of(game), value.shape[1:]
        weight, share = np.zeros((2, moves.member.size, *wide))
        space = space_for(moves, game.n_parties, wide)
        if not weights(moves, numbers, value, game.n_parties, space, weight, share):
            return None
        kept = np.stack((value, value))
        found = cls.by((np.array([horizon, 0.0]), kept, np.zeros_like(kept)), fast)
        return found._replace(weight=weight, share=share)


def carry_forward(
    games: Sequence[Game], numbers: Numbers, guide: Guide, mass: Floats, tolerance: float,
    jumps: Sequence[Jump] | None = None, then: Guide | None = None,
) -> ForwardSteps | None:  # fmt: skip
    """Carry the distribution of one game, or of several side by side, to the horizon, in place.

    ``games`` share their moves and who settled where; ``jumps`` are the dates of each, those of the
    games if left out. From the horizon of ``guide`` on, moves go by ``then``, if that is given, up
    to its own. ``mass`` is (states,) or (states, 8). None where eight are out of the range
    of numbers. Raises SolveError where the steps became too small.
    """
    from stickpoint.solve.clock.engine.forward_kernels import forward
    from stickpoint.solve.clock.engine.runge_kernels import OUT_OF_RANGE, TOO_SMALL
    from stickpoint.solve.clock.engine.stiff import forth_kernels

    game = games[0]
    horizon, wide, moves = (then or guide).horizon, mass.shape[1:], moves_of(game)
    spent, begin, step = np.zeros_like(mass), 0.0, horizon / 100
    space = None if mass.dtype == np.float32 else space_for(moves, game.n_parties, wide)
    spans, rows, marks, shares, on_dates = [], [], [], [], []
    inside = jumps_within(games, horizon) if jumps is None else jumps
    for end, jump in _stops(inside, guide, then):
        by = guide if then is None or begin < guide.horizon else then
        way = (by.weight, by.share) if by.fast else (by.source, by.target, by.rate)
        while begin < end:
            row, share = (
                np.empty((_ROWS, size, *wide), mass.dtype) for size in (5, len(game.terms))
            )
            span = np.empty((_ROWS, 2))
            given = (
                mass, spent, begin, end, step, tolerance, moves, numbers, by.times, by.values,
                by.slopes, *way, span, row, share, _frozen(game.terms_index), space,
            )  # fmt: skip
            done = forth_kernels.forward(*given, by.fast) if by.fast else forward(*given)
            filled, begin, step, fate = done
            if fate == OUT_OF_RANGE:
                return None
            if fate == TOO_SMALL:
                raise SolveError(f"steps became too small at time {begin:g}; raise tolerance")
            spans.append(span[:filled])
            rows.append(row[:filled])
            shares.append(share[:filled])
            marks.append(span[:filled, 0])
        shares.append(_shares(game, mass)[None])
        marks.append(np.array([end]))
        if jump is not None:
            own = mass if jump.which is None else mass[:, jump.which]
            on_dates.append((jump.which, end, own.copy()))
            _land(mass, jump)
    steps, table, at, settled = (np.concatenate(part) for part in (spans, rows, marks, shares))
    return ForwardSteps(horizon, steps, table, at, settled, spent, mass, on_dates)


def _frozen(terms_index: Ints) -> Ints:
    """Return what some games have frozen and some do not: loops would be compiled for either."""
    same = terms_index.view()
    same.flags.writeable = False
    return same


def _stops(
    jumps: Sequence[Jump], guide: Guide, then: Guide | None
) -> list[tuple[float, Jump | None]]:
    """List in order when something happens, or the guide changes, and at last the end."""
    stops: list[tuple[float, Jump | None]] = [(jump.time, jump) for jump in jumps]
    stops += [] if then is None else [(guide.horizon, None)]
    last = (then or guide).horizon
    # Whole numbers would have the loops compiled once more, for whole numbers.
    return [(float(at), jump) for at, jump in (*sorted(stops, key=lambda x: x[0]), (last, None))]


def _land(mass: Floats, jump: Jump) -> None:
    """Put the mass of the game whose date has come where that leaves it, in place."""
    own = mass if jump.which is None else mass[:, jump.which]
    moved = np.zeros_like(own)
    np.add.at(moved, jump.landing, own)
    own[:] = moved


def _shares(game: Game, mass: Floats) -> Floats:
    found = np.zeros((len(game.terms), *mass.shape[1:]))
    np.add.at(found, game.terms_index[game.settled], mass[game.settled])
    return found
