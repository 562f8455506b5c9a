"""Case → what its levers, and moves made now, save over draws from its ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.levers.parameters import lever_parameters
from stickpoint.answers.progress import TRIED
from stickpoint.answers.sampling.draws import Draw, each_draw, middle_band, middle_of
from stickpoint.answers.sampling.layouts import Layouts
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes
from stickpoint.graph.game import Game
from stickpoint.graph.variants.alike import lumped
from stickpoint.graph.variants.fewer import Fewer, fewer
from stickpoint.solve.clock.engine.backward import state_of
from stickpoint.solve.clock.engine.layout import WIDTH
from stickpoint.solve.clock.orders.waits import expected
from stickpoint.solve.levers.payoffs.lever_space import UNEVEN
from stickpoint.solve.levers.payoffs.one_at_a_time import moves_now
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes
from stickpoint.solve.result import Result

EQUAL = 1e-4
"""Savings and gains that differ by no more than the clock's tolerance are equal."""

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class LeverDraws(Result):
    """What each lever, and each move made now, saves in each draw.

    Attributes
    ----------
    levers : tuple of str
    moves : tuple of (int, int)
        Party, and the state that it moves to.
    lever_saved : ndarray of float, shape (draws, levers)
        Expected time saved by the strength asked for of each lever, else by the better end.
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
            "middle": middle_of(saved),
            "high": [high for _, high in bands],
            "leads": leads,
        }
        return pd.DataFrame(columns, index=pd.Index(names, name="lever or move"))

    def __repr__(self) -> str:
        """Say how much was drawn."""
        levers, moves = len(self.levers), len(self.moves)
        return f"<LeverDraws: {levers} levers, {moves} moves, {self.draws} draws>"

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

    def lever_middle(self, name: str) -> float:
        """Return the median of what a lever saves: the number to say beside its band."""
        return float(middle_of(self.lever_saved[:, self.levers.index(name)]))

    def move_middle(self, move: tuple[int, int]) -> float:
        """Return the median of what a move saves, likewise."""
        return float(middle_of(self.move_saved[:, self.moves.index(move)]))

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


def _tried(one: LeverParameter, strengths: Mapping[str, float] | None) -> Sequence[float]:
    """Return the changes to try: one of a given strength, or both ends of its range."""
    if strengths is None:
        return one.ends
    part = strengths.get(one.name, 0.0)
    return (part * one.high if part > 0 else -part * one.low,)


def lever_draws(  # noqa: PLR0913 – a question has many parts, all but two by name
    case: Case,
    changes: Changes,
    *,
    draws: int = 20,
    seed: int = 0,
    horizon: float = 60.0,
    shocks: str = "centred",
    tolerance: float = 1e-7,
    strengths: Mapping[str, float] | None = None,
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
    strengths : mapping of str to float, optional
        For each lever the part of its limit to move it by, below 0 for the limit that is below 0;
        0 for one that is not named. If left out, the end of its range that saves more.
    executor : Executor, optional
        Where to run; threads on this machine if left out.

    Raises
    ------
    ModelError
        Fewer than one draw, or a case without a status quo.
    """
    layouts = Layouts(case, changes)
    here = state_of(layouts.game(), None)

    def some(lot: int) -> list[tuple[Floats, dict[tuple[int, int], tuple[float, float]]]]:
        drawn = []
        for number in range(lot * WIDTH, min((lot + 1) * WIDTH, draws)):
            read = Draw(seed, number)
            # What is not known is as in the one answer, so that every draw has the same moves.
            game = replace(layouts.game(read), start_state=here)
            drawn.append(_Drawn.of(game, lever_parameters(case, game, read), strengths))
        less = _fewer(drawn)
        games = [less.of(game) for one in drawn for game in (one.game, *one.games)]
        found = expected(games, horizon, shocks=shocks, tolerance=tolerance, threads=1)
        tables = iter(found)
        return [one.read(tables, less.place, tolerance) for one in drawn]

    many = [min(WIDTH, draws - first) for first in range(0, draws, WIDTH)]
    lots = each_draw(some, len(many), executor, step=TRIED, many=many)
    saved, moved = zip(*(row for lot in lots for row in lot), strict=True)
    names = tuple(lever.what for lever in case.levers if lever.is_timed)
    moves = tuple(sorted(moved[0]))
    table = np.array([[row[move] for move in moves] for row in moved]).reshape(draws, len(moves), 2)
    return LeverDraws(names, moves, np.array(saved), table[:, :, 0], table[:, :, 1], seed)


class _Drawn(NamedTuple):
    """One draw: its game, which lever is pulled by how much, and the game that each pull makes."""

    game: Game
    parameters: tuple[LeverParameter, ...]
    pulled: list[tuple[int, float]]
    games: list[Game]
    tries_none: bool

    @classmethod
    def of(
        cls, game: Game, parameters: tuple[LeverParameter, ...],
        strengths: Mapping[str, float] | None,
    ) -> Self:  # fmt: skip
        pulled = [(k, by) for k, one in enumerate(parameters) for by in _tried(one, strengths)]
        games = [apply_changes(game, (parameters[k],), [by]) for k, by in pulled if by]
        return cls(game, parameters, pulled, games, strengths is None)

    def read(
        self, tables: Iterator[Floats], place: NDArray[np.int32], tolerance: float
    ) -> tuple[Floats, dict[tuple[int, int], tuple[float, float]]]:
        """Return what each lever saves, and what each move saves and brings its mover."""
        table, start = next(tables), self.game.start_state or 0
        now = float(table[place[start], -1])
        waits: list[list[float]] = [[now] * self.tries_none for _ in self.parameters]
        for k, by in self.pulled:
            waits[k].append(float(next(tables)[place[start], -1]) if by else now)
        found = moves_now(self.game, start, table, tolerance, place)
        moves = {(m.party, m.target): (m.saved, m.gain) for m in found}
        return now - np.array([min(own) for own in waits]), moves


def _fewer(drawn: Sequence[_Drawn]) -> Fewer:
    """Tell which states can be left out, or be one, whichever lever is pulled."""
    two: list[Game] = []
    for one in (drawn[0], drawn[-1]):
        # What is equal with all levers moved by parts in no simple ratio is equal however they are.
        part = np.arange(1, len(one.parameters) + 1) * (UNEVEN + len(two)) / (2 + len(two)) % 1.0
        by = [x * (own.high or own.low) for x, own in zip(part, one.parameters, strict=True)]
        two.append(apply_changes(one.game, one.parameters, by))
    return fewer(two, [drawn[0].game.start_state or 0], lumped)
