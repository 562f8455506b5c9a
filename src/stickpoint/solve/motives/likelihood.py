"""Clock values and a dated record → the log-likelihood of the moves that the record holds.

A record is a sequence of dated moves. Until the next move the conflict stays where the last one
left it, and the chance of that is exp(-∫ exit rate); a move at t has density q(t), its rate. With
all dates exact the log-likelihood is therefore Σ log q(t_k) - ∫ exit rate dt.

Vague dates and options that the record is silent on are summed over by one forward filter. A stage
is a set of moves made so far, with the options as they have left them; the mass of a stage flows
into the next while the window of a move is open, and what has not made it when it closes is lost.
Moves whose windows overlap may come in any order that the game allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.game import Game
from stickpoint.errors import ModelError
from stickpoint.solve.clock.batch import traces
from stickpoint.solve.clock.engine.backward import Trace, events_within, landing, solve_backward
from stickpoint.solve.motives.rates import RatesInTime

MAX_HIDDEN = 4
MAX_STAGES = 512
SPAN = 0.5
"""Longest step of the filter, in the game's unit, beside the ends of windows and shocks."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class DatedMove:
    """One move of the record.

    Parameters
    ----------
    party : int
    options : mapping of int to bool
        Bits of the state code after the move, of those that it sets.
    first, last : float
        When it was, in the game's unit from its start; equal for an exact date. Every time
        between them counts as equally likely.
    name : str
        For messages.
    """

    party: int
    options: dict[int, bool]
    first: float
    last: float
    name: str = ""


class Stage(NamedTuple):
    """States that the conflict may be in, one per setting of what is hidden.

    ``made`` has bit k where move k is made; ``pattern`` are the options as the moves left them.
    """

    made: int
    pattern: int
    states: Ints


def log_likelihood(
    game: Game,
    moves: Sequence[DatedMove],
    *,
    end: float,
    hidden: Sequence[int] = (),
    horizon: float | None = None,
    shocks: str = "centred",
    tolerance: float = 1e-4,
) -> float:
    """Return the log-likelihood of a record that begins in the game's start state at time 0.

    Parameters
    ----------
    game : Game
        Built from a case, so that states have codes.
    moves : sequence of DatedMove
        In any order. Options that no move sets keep the status quo, unless they are hidden.
    end : float
        Until when the record would show a move.
    hidden : sequence of int
        Bits on which the record is silent; they begin as in the status quo and are summed over.

    Returns
    -------
    float
        Log of a density per unit of time for each move; -inf for a record that the game cannot
        produce. A dated shock is taken as given and not scored.

    Raises
    ------
    ModelError
        A game without codes or start, too many hidden options, dates outside 0 to the horizon, or
        windows of so many moves open at once that their orders are too many.
    """
    ahead = horizon if horizon is not None else game.horizon
    if ahead is None:
        raise ModelError("the record is scored over a finite horizon; give one")
    _check(game, moves, end, hidden, ahead)
    trace = solve_backward(game, ahead, shocks=shocks, tolerance=tolerance)
    if trace.status != "done":
        return -np.inf
    return score(trace, moves, end=end, hidden=hidden)


def log_likelihoods(
    games: Sequence[Game],
    moves: Sequence[DatedMove],
    *,
    end: float,
    hidden: Sequence[int] = (),
    tolerance: float = 1e-4,
) -> list[float]:
    """Return the log-likelihood of one record under many games of one structure.

    They look ahead as far as the first does; see `log_likelihood`.
    """
    if not games:
        return []
    ahead = games[0].horizon
    if ahead is None:
        raise ModelError("the record is scored over a finite horizon; give one")
    _check(games[0], moves, end, hidden, ahead)
    return [
        score(trace, moves, end=end, hidden=hidden) if trace.status == "done" else -np.inf
        for trace in traces(games, ahead, tolerance=tolerance)
    ]


def score(
    trace: Trace, moves: Sequence[DatedMove], *, end: float, hidden: Sequence[int] = ()
) -> float:
    """Return the log-likelihood of a record under values that are known; see `log_likelihood`."""
    return ForwardFilter(trace, moves, hidden).run(end)


def _check(
    game: Game, moves: Sequence[DatedMove], end: float, hidden: Sequence[int], horizon: float
) -> None:
    if game.conflict is None or game.conflict.codes is None or game.start_state is None:
        raise ModelError("a record can only be scored on a game built from a case")
    if len(hidden) > MAX_HIDDEN:
        raise ModelError(
            f"{len(hidden)} hidden options; at most {MAX_HIDDEN} can be summed over. Assume the "
            "rest to be as the record leaves them"
        )
    for move in moves:
        if not 0 <= move.first <= move.last <= end:
            raise ModelError(f"move {move.name!r} is dated outside 0 to {end:g}")
    if not 0 <= end <= horizon:
        raise ModelError(f"the record ends at {end:g}, beyond the horizon {horizon:g}")


class ForwardFilter:
    """Carries the mass of every stage from one break in time to the next."""

    def __init__(self, trace: Trace, moves: Sequence[DatedMove], hidden: Sequence[int]) -> None:
        game = trace.game
        assert game.conflict is not None
        assert game.conflict.codes is not None
        assert game.start_state is not None
        self.trace, self.game, self.moves = trace, game, moves
        self.values = RatesInTime(trace)
        self.codes, self.state = game.conflict.vectors
        self.hidden = np.uint64(sum(1 << bit for bit in hidden))
        self.log_scale = -sum(np.log(m.last - m.first) for m in moves if m.last > m.first)
        self.next: list[dict[int, int]] = []
        self.stages = self._stages(int(game.conflict.codes[game.start_state]))
        self.mass = [np.zeros(stage.states.size) for stage in self.stages]
        self.mass[0] = (self.stages[0].states == game.start_state).astype(np.float64)

    def _stages(self, pattern: int) -> list[Stage]:
        """List what can have been made when, by windows; ``next`` says which move leads where."""
        stages = [self._stage(0, pattern)]
        place = {(0, pattern): 0}
        for stage in stages:
            onward: dict[int, int] = {}
            left = [k for k in range(len(self.moves)) if not stage.made >> k & 1]
            # Nothing can wait for a move that begins after its own window has closed.
            soon = min((self.moves[k].last for k in left), default=0.0)
            for k in left:
                if self.moves[k].first > soon:
                    continue
                key = (stage.made | 1 << k, _after(stage.pattern, self.moves[k]))
                if key not in place:
                    place[key] = len(stages)
                    stages.append(self._stage(*key))
                    _refuse_no_move(stage, stages[-1], self.moves[k])
                onward[k] = place[key]
            self.next.append(onward)
            if len(stages) > MAX_STAGES:
                raise ModelError(
                    f"the dates of {len(self.moves)} moves leave more than {MAX_STAGES} orders "
                    "open; narrow some of them"
                )
        return stages

    def _stage(self, made: int, pattern: int) -> Stage:
        seen = ~self.hidden
        fits = (self.codes & seen) == (np.uint64(pattern) & seen)
        return Stage(made, pattern, np.unique(self.state[fits]))

    def run(self, end: float) -> float:
        """Return the log of the mass that has made every move by the end."""
        breaks = {0.0, end}
        for move in self.moves:
            breaks |= {move.first, move.last}
        ahead = events_within(self.game, self.values.horizon)
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
        ends = [m for m, stage in zip(self.mass, self.stages, strict=True) if stage.made == every]
        total = sum(float(mass.sum()) for mass in ends)
        return float(np.log(total) + self.log_scale) if total > 0 else -np.inf

    def _rescale(self) -> bool:
        total = sum(mass.sum() for mass in self.mass)
        if not total > 0:
            return False
        self.mass = [mass / total for mass in self.mass]
        self.log_scale += np.log(total)
        return True

    def _jump(self, where: NDArray[np.int32], target: NDArray[np.int32]) -> None:
        for k, stage in enumerate(self.stages):
            # What is settled stays, but what settles later does so after the shock.
            lands = where[stage.states]
            states = np.unique(np.concatenate((lands, target[stage.states]))).astype(np.int64)
            place = np.searchsorted(states, lands)
            moved = np.bincount(place, weights=self.mass[k], minlength=states.size)
            self.mass[k] = moved.astype(np.float64)
            self.stages[k] = Stage(stage.made, stage.pattern, states)

    def _lose(self, k: int) -> None:
        """Let go of what has not made move k by the end of its window."""
        for mass, stage in zip(self.mass, self.stages, strict=True):
            if not stage.made >> k & 1:
                mass[:] = 0.0

    def _make(self, k: int, time: float) -> None:
        """Make move k at an exact time."""
        before = [x for x, stage in enumerate(self.stages) if not stage.made >> k & 1]
        live = [x for x in before if self.mass[x].any() and k in self.next[x]]
        for x in live:
            to, when = self.next[x][k], np.array([time])
            for state, mass in zip(self.stages[x].states.tolist(), self.mass[x], strict=True):
                for party, target, rate in self.values.rates(state, when):
                    if party == self.moves[k].party:
                        place, ok = _places(self.stages[to].states, target)
                        np.add.at(self.mass[to], place[ok], mass * rate[0, ok])
        self._lose(k)

    def _flow(self, begin: float, finish: float) -> None:
        """Carry the mass over a stretch without a break: Magnus's series to fourth order."""
        middle = (begin + finish) / 2
        open_ = [k for k, m in enumerate(self.moves) if m.first < middle < m.last]
        live = [x for x, mass in enumerate(self.mass) if mass.any()]
        for x in live:
            # Grows while it is gone through: what can be reached is gone on from.
            live += [self.next[x][k] for k in open_ if self.next[x].get(k, x) not in live]
        live.sort()
        steps = max(2, int(np.ceil((finish - begin) / SPAN)))
        h = (finish - begin) / steps
        at = begin + h * (np.arange(steps)[:, None] + 0.5 + np.array([-1, 1]) * np.sqrt(3) / 6)
        both = self._block(live, open_, at.ravel())
        one, two = both[0::2], both[1::2]
        if both.shape[1] == 1:
            # One state in one stage can only be stayed in, so matrices are numbers.
            self.mass[live[0]] = self.mass[live[0]] * np.exp(h / 2 * both.sum())
            return
        turn = np.sqrt(3) / 12 * h * h * (one @ two - two @ one)
        mass = np.concatenate([self.mass[k] for k in live])
        for matrix in _exponentials(h / 2 * (one + two) + turn):
            mass = np.maximum(mass @ matrix, 0.0)
        parts = np.split(mass, np.cumsum([self.mass[k].size for k in live])[:-1])
        for k, part in zip(live, parts, strict=True):
            self.mass[k] = part

    def _block(self, live: list[int], open_: list[int], times: Floats) -> Floats:
        """Return the rates among the states of some stages, shape (times, states, states)."""
        states = np.concatenate([self.stages[k].states for k in live])
        begin = dict(zip(live, np.cumsum([0, *(self.mass[k].size for k in live)]), strict=False))
        table = np.zeros((times.size, states.size, states.size))
        known: dict[int, list[tuple[int, Ints, Floats]]] = {}
        for row, state in enumerate(states.tolist()):
            if state not in known:
                known[state] = self.values.rates(state, times)
            for *_, rate in known[state]:
                table[:, row, row] -= rate.sum(axis=1)
        for x in live:
            onward = [(self.next[x][k], k) for k in open_ if k in self.next[x]]
            ways = [(x, -1), *((to, k) for to, k in onward if to in begin)]
            for place, state in enumerate(self.stages[x].states.tolist()):
                for party, target, rate in known[state]:
                    for to, move in ways:
                        if move >= 0 and self.moves[move].party != party:
                            continue
                        hit, ok = _places(self.stages[to].states, target)
                        if ok.any():
                            table[:, begin[x] + place, begin[to] + hit[ok]] += rate[:, ok]
        return table


def _refuse_no_move(before: Stage, after: Stage, move: DatedMove) -> None:
    """Refuse a move between states that count as one, which no game can make."""
    same = before.states.size == 1 and np.array_equal(before.states, after.states)
    if same and after.pattern != before.pattern:
        raise ModelError(
            f"move {move.name!r} leads from a state to one that counts as the same, so nothing "
            "scores it; narrow 'same', or leave it out of the moves"
        )


def _places(states: Ints, target: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return where states stand among others in order, and which of them stand there at all."""
    if not states.size:
        # A record may lead where nothing can be.
        return np.zeros_like(target), np.zeros(target.size, dtype=np.bool_)
    place = np.searchsorted(states, target)
    place[place == states.size] = 0
    return place, states[place] == target


def _after(pattern: int, move: DatedMove) -> int:
    """Return the options as a move leaves them."""
    for bit, value in move.options.items():
        pattern = pattern | (1 << bit) if value else pattern & ~(1 << bit)
    return pattern


def _exponentials(matrices: Floats) -> Floats:
    """Return the exponentials of many small matrices, shape (many, n, n).

    Taylor's series to degree 12 of what is halved until its norm is a half, then squared as often;
    scipy's, made for one large matrix, takes thirty times as long here.
    """
    norm = np.abs(matrices).sum(axis=2).max()
    halved = max(0, int(np.ceil(np.log2(max(norm, 1e-300) / 0.5))))
    part = matrices / 2.0**halved
    one = np.eye(matrices.shape[-1])
    total = one + part / 12
    for k in range(11, 0, -1):
        total = one + part @ total / k
    for _ in range(halved):
        total = total @ total
    found: Floats = total
    return found
