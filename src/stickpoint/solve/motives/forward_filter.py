"""Rates of leaving a state, stages and the chance of a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.backward import events_within, landing
from stickpoint.solve.motives.spans import Known
from stickpoint.solve.motives.stages import DatedMove, Stage, Stages

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Leaving(NamedTuple):
    """What leads out of some states: by whom (-1 is chance), from which one, where to, how fast."""

    mover: Ints
    source: Ints
    target: Ints
    rate: Floats  # (games, times, moves), all else (moves,)


class _Out(NamedTuple):
    """A state's own moves: by whom, where to, what they cost by kind of game, (kinds, moves)."""

    mover: Ints
    target: Ints
    effort: Floats


class RatesInTime:
    """Reads values between the kept steps of games of one structure, and the rates that follow.

    Each of ``parts`` knows some of the states, and only settled ones are in two. Out of a state
    that none of them has, to which no course comes, nothing leads here. Raises ModelError if one
    does come to it.
    """

    def __init__(self, games: Sequence[Game], parts: Sequence[Known]) -> None:
        self.games, self._parts = games, parts
        self._part = np.full(games[0].n_states, -1)
        for k, part in enumerate(parts):
            self._part[part.place >= 0] = k
        self._out: dict[int, _Out] = {}
        # Games in which every move costs the same are of one kind: costs are worked out for each.
        kinds: dict[tuple[bytes, ...], int] = {}
        self._kind = [kinds.setdefault(_costs(game), len(kinds)) for game in games]
        self._firsts = [games[self._kind.index(kind)] for kind in kinds.values()]

    def leaving(self, states: Ints, when: Floats) -> Leaving:
        """Return what leads out of states at some times."""
        first = self.games[0]
        parts = np.where(first.settled[states], -1, self._part[states])
        places = [np.flatnonzero(parts == k) for k in range(len(self._parts))]
        both = zip(places, self._parts, strict=True)
        found = [self._moves(own, states, part, when) for own, part in both if own.size]
        leaves = np.flatnonzero(parts >= 0)
        begin, end = (first.nature_start[states[leaves] + k] for k in (0, 1))
        rows = np.concatenate([np.zeros(0, np.int64), *map(np.arange, begin, end)])
        chances = np.stack([game.nature_rate[rows] for game in self.games])
        rate = np.repeat(chances[:, None], when.size, axis=1)
        goals = self.known(first.nature_target[rows].astype(np.int64))
        found.append(Leaving(np.full(rows.size, -1), np.repeat(leaves, end - begin), goals, rate))
        return Leaving._make(np.concatenate(x, axis=-1) for x in zip(*found, strict=True))

    def _moves(self, places: Ints, states: Ints, part: Known, when: Floats) -> Leaving:
        """Return what parties do in those of the states that a part of what is known has."""
        from stickpoint.solve.motives.rates_kernels import leaving

        own = [self._out_of(int(state)) for state in states[places]]
        source = np.repeat(places, [out.mover.size for out in own])
        mover, target, effort = (np.concatenate(x, axis=-1) for x in zip(*own, strict=True))
        # A choice is among all moves of one party out of one state, which stand side by side.
        fresh = np.ones(mover.size, dtype=np.bool_)
        fresh[1:] = (np.diff(source) != 0) | (np.diff(mover) != 0)
        begin = np.append(np.flatnonzero(fresh), mover.size)
        chooser, at = mover[fresh], part.place[states[source[fresh]]]
        goals, rate = part.place[target], np.empty((len(self.games), when.size, mover.size))
        for g, (game, trace) in enumerate(zip(self.games, part.traces, strict=True)):
            leaving(
                trace.times, trace.values, trace.slopes, chooser, at, begin, goals,
                effort[self._kind[g]], game.pace, game.precision, when, rate[g],
            )  # fmt: skip
        return Leaving(mover, source, target, rate)

    def _out_of(self, state: int) -> _Out:
        """Return the moves out of a state, party by party, worked out once."""
        if state not in self._out:
            each = range(self.games[0].n_parties)
            goals = [self.games[0].moves_from(i, state)[0] for i in each]
            mover = np.repeat(np.arange(len(goals)), [own.size for own in goals])
            target = self.known(np.concatenate(goals).astype(np.int64))
            efforts = [[game.moves_from(i, state)[1] for i in each] for game in self._firsts]
            self._out[state] = _Out(mover, target, np.array([*map(np.concatenate, efforts)]))
        return self._out[state]

    def known(self, states: Ints) -> Ints:
        """Return states that a course comes to, if what is known has all of them."""
        if (lost := states[self._part[states] < 0]).size:
            raise ModelError(
                f"no value is known in state {lost[0] + 1}, which a course comes to; leave out "
                "only states that nothing leads to in any of the games"
            )
        return states


def _costs(game: Game) -> tuple[bytes, ...]:
    """Return all that what moves cost hangs on."""
    prices = [price for free in game.free if free for price in (free.turn_on, free.turn_off)]
    return tuple(array.tobytes() for array in (game.effort, *prices))


SPAN = 0.5
"""Longest step of the filter, in the game's unit, beside the ends of windows and shocks."""


class ForwardFilter:
    """Carries the mass of every stage from one break in time to the next.

    In each of several games of one structure: masses are (games, states of a stage). What is
    known of values may be so in parts, each over the time in which the record can be in its states.
    """

    def __init__(
        self, games: Sequence[Game], known: Sequence[Known], moves: Sequence[DatedMove],
        hidden: Sequence[int],
    ) -> None:  # fmt: skip
        self.game, self.moves = games[0], moves
        self.rates = RatesInTime(games, known)
        scale = -sum(np.log(m.last - m.first) for m in moves if m.last > m.first)
        self.log_scale = np.full(len(games), float(scale))
        found = Stages(self.game, moves, hidden)
        self.stages, self.onward = found.all, found.onward
        self.mass = [np.zeros((len(games), stage.states.size)) for stage in self.stages]
        begins = np.flatnonzero(self.stages[0].states == self.game.start_state)
        self.rates.known(self.stages[0].states[begins])
        self.mass[0][:, begins] = 1.0

    def run(self, end: float, horizon: float) -> Floats:
        """Return the log of the mass that has made every move by the end, (games,).

        Shocks are those before the horizon.
        """
        breaks = {0.0, end, *(time for move in self.moves for time in (move.first, move.last))}
        ahead = events_within(self.game, horizon)
        breaks |= {shock.time for shock in ahead if shock.time < end}
        times = sorted(breaks)
        for begin, finish in zip(times, [*times[1:], None], strict=True):
            for shock in ahead:
                if shock.time == begin:
                    self._jump(landing(self.game, shock), shock.target)
            for k, move in enumerate(self.moves):
                if move.first == move.last == begin:
                    self._make(k, begin)
                elif move.last == begin:
                    self._lose(k)
            if finish is None or not self._rescale():
                break
            self._flow(begin, finish)
        every = (1 << len(self.moves)) - 1
        both = zip(self.mass, self.stages, strict=True)
        total = sum(
            (mass.sum(axis=1) for mass, stage in both if stage.made == every),
            np.zeros(self.log_scale.size),
        )
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(total) + self.log_scale)

    def _rescale(self) -> bool:
        """Let the masses of each game add up to 1; tell whether there are any."""
        total = np.sum([mass.sum(axis=1) for mass in self.mass], axis=0)
        lives = total > 0
        by = np.where(lives, total, 1.0)
        self.mass = [mass / by[:, None] for mass in self.mass]
        self.log_scale += np.where(lives, np.log(by), -np.inf)
        return bool(lives.any())

    def _jump(self, where: NDArray[np.int32], target: NDArray[np.int32]) -> None:
        for k, (mass, stage) in enumerate(zip(self.mass, self.stages, strict=True)):
            # What is settled stays, but what settles later does so after the shock.
            lands = where[stage.states]
            self.rates.known(lands[mass.any(axis=0)].astype(np.int64))
            states = np.unique(np.concatenate((lands, target[stage.states]))).astype(np.int64)
            self.mass[k] = np.zeros((len(mass), states.size))
            np.add.at(self.mass[k].T, np.searchsorted(states, lands), mass.T)
            self.stages[k] = Stage(stage.made, stage.pattern, states)

    def _lose(self, k: int) -> None:
        """Let go of what has not made move k by the end of its window."""
        for mass, stage in zip(self.mass, self.stages, strict=True):
            if not stage.made >> k & 1:
                mass[:] = 0.0

    def _make(self, k: int, time: float) -> None:
        """Make move k at an exact time."""
        when = np.array([time])
        for x, stage in enumerate(self.stages):
            to = self.onward[x].get(k)
            if to is None or not self.mass[x].any():
                continue
            found = self.rates.leaving(stage.states, when)
            place, ok = _places(self.stages[to].states, found.target)
            ok &= found.mover == self.moves[k].party
            coming = self.mass[x][:, found.source[ok]] * found.rate[:, 0, ok]
            np.add.at(self.mass[to].T, place[ok], coming.T)
        self._lose(k)

    def _flow(self, begin: float, finish: float) -> None:
        """Carry the mass over a stretch without a break: Magnus's series to fourth order."""
        middle = (begin + finish) / 2
        open_ = [k for k, m in enumerate(self.moves) if m.first < middle < m.last]
        live = [x for x, mass in enumerate(self.mass) if mass.any()]
        for x in live:
            # Grows while it is gone through: what can be reached is gone on from.
            live += [self.onward[x][k] for k in open_ if self.onward[x].get(k, x) not in live]
        live.sort()
        steps = max(2, int(np.ceil((finish - begin) / SPAN)))
        h = (finish - begin) / steps
        at = begin + h * (np.arange(steps)[:, None] + 0.5 + np.array([-1, 1]) * np.sqrt(3) / 6)
        both = self._block(live, open_, at.ravel())
        one, two = both[:, 0::2], both[:, 1::2]
        if both.shape[-1] == 1:
            # One state in one stage can only be stayed in, so matrices are numbers.
            self.mass[live[0]] = self.mass[live[0]] * np.exp(h / 2 * both.sum(axis=(1, 2)))
            return
        turn = np.sqrt(3) / 12 * h * h * (one @ two - two @ one)
        mass = np.concatenate([self.mass[k] for k in live], axis=1)
        ends = [self.mass[k].shape[1] for k in live]
        matrices = _exponentials(h / 2 * (one + two) + turn)
        for step in range(steps):
            mass = np.maximum(mass[:, None] @ matrices[:, step], 0.0)[:, 0]
        for k, part in zip(live, np.split(mass, np.cumsum(ends)[:-1], axis=1), strict=True):
            self.mass[k] = part

    def _block(self, live: list[int], open_: list[int], times: Floats) -> Floats:
        """Return the rates among the states of some stages, (games, times, states, states)."""
        states = np.concatenate([self.stages[k].states for k in live])
        sizes = [self.mass[k].shape[1] for k in live]
        begin = dict(zip(live, np.cumsum([0, *sizes]), strict=False))
        once, back = np.unique(states, return_inverse=True)
        found, n = self.rates.leaving(once, times), states.size
        table = np.zeros((self.log_scale.size, times.size, n * n))
        row, move = np.nonzero(back[:, None] == found.source)
        _add_up(-found.rate, move, row * (n + 1), table)
        cells, taken = [], []
        for x in live:
            row, here = _places(self.stages[x].states, once[found.source])
            onward = [(self.onward[x][k], k) for k in open_ if k in self.onward[x]]
            for to, k in [(x, -1), *(pair for pair in onward if pair[0] in begin)]:
                column, ok = _places(self.stages[to].states, found.target)
                ok &= here & ((found.mover == self.moves[k].party) if k >= 0 else True)
                cells.append((begin[x] + row[ok]) * n + begin[to] + column[ok])
                taken.append(np.flatnonzero(ok))
        _add_up(found.rate, np.concatenate(taken), np.concatenate(cells), table)
        return table.reshape(*table.shape[:2], n, n)


def _add_up(rate: Floats, move: Ints, cell: Ints, table: Floats) -> None:
    """Set cells of a table, (…, cells), to the sums of the rates of the moves that lead there."""
    order = np.argsort(cell, kind="stable")
    cells, first = np.unique(cell[order], return_index=True)
    if cells.size:
        table[..., cells] = np.add.reduceat(rate[..., move[order]], first, axis=-1)


def _places(states: Ints, target: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return where states stand among others in order, and which of them stand there at all."""
    if not states.size:
        # A record may lead where nothing can be.
        return np.zeros_like(target), np.zeros(target.size, dtype=np.bool_)
    place = np.searchsorted(states, target)
    place[place == states.size] = 0
    return place, states[place] == target


def _exponentials(matrices: Floats) -> Floats:
    """Return the exponentials of many small matrices, shape (…, n, n).

    Taylor's series to degree 12 of what is halved until its norm is a half, then squared as often;
    scipy's, made for one large matrix, takes thirty times as long here.
    """
    norm = np.abs(matrices).sum(axis=-1).max()
    halved = max(0, int(np.ceil(np.log2(max(norm, 1e-300) / 0.5))))
    part = matrices / 2.0**halved
    one = np.eye(matrices.shape[-1])
    total = one + part / 12
    for k in range(11, 0, -1):
        total = one + part @ total / k
    for _ in range(halved):
        total = total @ total
    return np.asarray(total)
