"""Case → its levers as the game knows them, and how they fare over draws from its ranges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.sampling.draws import Draw, each_draw, middle_band
from stickpoint.case.model.amounts import Amount
from stickpoint.case.model.case import Case, Lever
from stickpoint.errors import ModelError
from stickpoint.graph.build_game import build_game
from stickpoint.graph.changes import Changes
from stickpoint.graph.game import Game
from stickpoint.logic import evaluate
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.levers.payoffs.best_move import best_moves
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes
from stickpoint.solve.result import Result

EQUAL = 1e-4
"""Savings and gains that differ by no more than the clock's tolerance are equal."""

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Read = Callable[[Amount], float]


def handles_of(case: Case, game: Game, read: Read) -> tuple[LeverParameter, ...]:
    """Find the numbers of a game that the levers of its case take hold of.

    A lever that names no number is left out. Cost and limit are 1 where left out.

    Parameters
    ----------
    case : Case
    game : Game
        Built from the case.
    read : callable
        How to read costs and limits.

    Raises
    ------
    ModelError
        A game that was not built from a case.
    """
    if game.conflict is None or game.conflict.codes is None:
        raise ModelError("a game without options; build it from the case")
    return tuple(_handle(case, game, lever, read) for lever in case.levers if lever.is_timed)


def _handle(case: Case, game: Game, lever: Lever, read: Read) -> LeverParameter:
    party, weight, least = _hold(case, game, lever)
    unit = case.clock.unit
    limit = 1.0 if lever.limit is None else read(lever.limit.per(unit))
    low = max(-limit, -least) if lever.direction <= 0 else 0.0
    high = limit if lever.direction >= 0 else 0.0
    cost = 1.0 if lever.cost is None else read(lever.cost)
    return LeverParameter(lever.what, lever.kind, party, low, high, cost, weight)


def _hold(case: Case, game: Game, lever: Lever) -> tuple[int, Floats, float]:
    """Return whose numbers a lever moves, with what weight, and how far down they can go."""
    assert game.conflict is not None
    codes = game.conflict.codes
    assert codes is not None
    if lever.kind == "payoff":
        assert lever.statement is not None
        holds = evaluate(lever.statement.formula, codes).astype(np.float64)
        return case.party_index[lever.target], holds, np.inf
    if lever.kind == "pace":
        party = case.party_index[lever.target]
        return party, np.ones(1), float(game.pace[party])
    bit = np.uint64(1 << case.option_index[lever.target])
    if lever.kind == "rate":
        source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start))
        flips = (codes[source] ^ codes[game.nature_target]) == bit
        return -1, flips.astype(np.float64), _least(game.nature_rate, flips)
    party = case.party_index[lever.target.partition(".")[0]]
    free = game.free[party]
    if free is not None:
        own = [option.id for option in case.options if option.party == case.parties[party].id]
        mine = np.array([name == lever.target for name in own])
        return party, mine.astype(np.float64), _least(free.turn_on, mine)
    arcs, effort = game.arcs(party)
    switched = ((codes[arcs[:, 0]] ^ codes[arcs[:, 1]]) & bit) != 0
    return party, switched.astype(np.float64), _least(effort, switched)


def _least(values: Floats, chosen: NDArray[np.bool_]) -> float:
    return float(values[chosen].min()) if chosen.any() else 0.0


@dataclass(frozen=True, eq=False, repr=False)
class LeverDraws(Result):
    """What each lever, and each move made now, saves in each draw.

    Attributes
    ----------
    levers : tuple of str
    moves : tuple of (int, int)
        Party, and the state that it moves to.
    lever_saved : ndarray of float, shape (draws, levers)
        Expected time saved by the better end of each lever's range.
    move_saved, move_gain : ndarray of float, shape (draws, moves)
    seed : int
    """

    levers: tuple[str, ...]
    moves: tuple[tuple[int, int], ...]
    lever_saved: Floats
    move_saved: Floats
    move_gain: Floats
    seed: int

    def table(self) -> pd.DataFrame:
        """Return one row per lever and move: time saved, its band, how often nothing saves more.

        A move is named by its party and the state that it leads to, both from 1.
        """
        import pandas as pd

        names = [*self.levers, *(f"party {i + 1} to state {s + 1}" for i, s in self.moves)]
        saved = np.hstack([self.lever_saved, self.move_saved])
        bands = [*map(self.lever_band, self.levers), *map(self.move_band, self.moves)]
        leads = [*map(self.lever_leads, self.levers), *map(self.move_leads, self.moves)]
        columns = {
            "kind": ["lever"] * len(self.levers) + ["move"] * len(self.moves),
            "low": [low for low, _ in bands],
            "middle": np.median(saved, axis=0),
            "high": [high for _, high in bands],
            "leads": leads,
        }
        return pd.DataFrame(columns, index=pd.Index(names, name="lever or move"))

    def __repr__(self) -> str:
        """Say how much was drawn."""
        return (
            f"<LeverDraws: {len(self.levers)} levers, {len(self.moves)} moves, {self.draws} draws>"
        )

    @property
    def draws(self) -> int:
        """How many draws were made."""
        return len(self.move_saved)

    def lever_band(self, name: str) -> tuple[float, float]:
        """Return the middle four fifths of what a lever saves."""
        return middle_band(self.lever_saved[:, self.levers.index(name)])

    def move_band(self, move: tuple[int, int]) -> tuple[float, float]:
        """Return the middle four fifths of what a move saves."""
        return middle_band(self.move_saved[:, self.moves.index(move)])

    def lever_leads(self, name: str) -> float:
        """Return the part of the draws in which it saves, and no lever more; ties count for all."""
        return _leads(self.lever_saved, self.levers.index(name))

    def move_leads(self, move: tuple[int, int]) -> float:
        """Return the part of the draws in which it saves, and no move more; ties count for all."""
        return _leads(self.move_saved, self.moves.index(move))

    def wants(self, move: tuple[int, int]) -> float:
        """Return the part of the draws in which the mover gains by a move."""
        return float((self.move_gain[:, self.moves.index(move)] > EQUAL).mean())


def _leads(saved: Floats, column: int) -> float:
    best = saved.max(axis=1)
    near = saved[:, column] >= best - EQUAL * (1.0 + np.abs(best))
    return float((near & (saved[:, column] > EQUAL)).mean())


def lever_draws(  # noqa: PLR0913 – a question has many parts, all but two by name
    case: Case,
    changes: Changes,
    *,
    draws: int = 20,
    seed: int = 0,
    horizon: float = 60.0,
    shocks: str = "centred",
    tolerance: float = 1e-4,
    executor: Executor | None = None,
) -> LeverDraws:
    """Try each lever, and each move that can be made now, in draws from the ranges of a case.

    Parameters
    ----------
    case : Case
    changes : Changes
        What to take otherwise than the case has it; its ``read`` is not used.
    draws, seed : int
        The same seed gives the same draws, which are those of `sampling.spread.spread`.
    horizon, shocks, tolerance
        As for the clock.
    executor : Executor, optional
        Where to run; threads on this machine if left out.

    Raises
    ------
    ModelError
        Fewer than one draw, or a case without a status quo.
    """

    def one(number: int) -> tuple[Floats, dict[tuple[int, int], tuple[float, float]]]:
        read = Draw.of(seed, number)
        game = build_game(case, replace(changes, read=read))
        run = clock(game, horizon=horizon, shocks=shocks, tolerance=tolerance)
        moves = {(m.party, m.target): (m.saved, m.gain) for m in best_moves(run)}
        handles = handles_of(case, game, read)
        pulled = [(k, end) for k, handle in enumerate(handles) for end in handle.ends]
        games = [apply_changes(game, (handles[k],), [end]) for k, end in pulled]
        ends = clocks(
            games, run.start, horizon=horizon, shocks=shocks, tolerance=tolerance, threads=1
        )
        waits = [[run.mean] for _ in handles]
        for (k, _), end in zip(pulled, ends, strict=True):
            waits[k].append(end.mean)
        return run.mean - np.array([min(own) for own in waits]), moves

    found = each_draw(one, draws, executor)
    names = tuple(lever.what for lever in case.levers if lever.is_timed)
    return _gathered(names, found, seed)


def _gathered(
    names: tuple[str, ...],
    found: Sequence[tuple[Floats, dict[tuple[int, int], tuple[float, float]]]],
    seed: int,
) -> LeverDraws:
    moves = tuple(sorted(found[0][1]))
    table = np.array([[row[1][move] for move in moves] for row in found]).reshape(
        len(found), len(moves), 2
    )
    saved = np.array([row[0] for row in found]).reshape(len(found), len(names))
    return LeverDraws(names, moves, saved, table[:, :, 0], table[:, :, 1], seed)
