"""What each lever and each single move does alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.clock.engine.forward import solve_forward
from stickpoint.solve.clock.orders.waits import waits
from stickpoint.solve.clock.slopes.gradient import answer
from stickpoint.solve.levers.payoffs.lever_space import TOLERANCE, LeverSpace
from stickpoint.solve.levers.payoffs.parameters import Floats, LeverParameter, apply_changes
from stickpoint.solve.levers.payoffs.ripeness import EQUAL


@dataclass(frozen=True, eq=False)
class BestMove:
    """One move made at time 0, everybody playing as before from there.

    Attributes
    ----------
    party, target : int
        Who moves, and to which state.
    effort : float
    wait, saved : float
        Expected unsettled time after it, and how much less that is than without it.
    gain : float
        What the mover expects after it over what it expects now, the effort taken off, in its own
        units; 0 where that is no more than the clock's error. Above 0 it would want to; it may be
        about to.
    """

    party: int
    target: int
    effort: float
    wait: float
    saved: float
    gain: float

    @property
    def surrenders(self) -> bool:
        """Whether it is to its mover's loss."""
        return self.gain < 0


def best_moves(run: Clock) -> tuple[BestMove, ...]:
    """Try every move open to any party now, the one that shortens the wait most first.

    Those to their mover's loss come after all others. No values have to be solved for again: the
    clock knows them, and the expected unsettled time, from every state.
    """
    table = np.column_stack((run.value.T, run.trace.first[:, -1]))
    found = moves_now(run.game, run.start, table, run.tolerance)
    return tuple(sorted(found, key=lambda m: (m.surrenders, -m.saved, m.party, m.target)))


def moves_now(
    game: Game, start: int, table: Floats, tolerance: float, place: NDArray[np.int32] | None = None
) -> list[BestMove]:
    """Return what every move open to any party in a state does.

    Parameters
    ----------
    game : Game
    start : int
    table : ndarray of float, shape (places, parties + 1)
        What each party expects from each state on, and last the unsettled time.
    tolerance : float
        Of the solve that it comes from.
    place : ndarray of int32, shape (states,), optional
        Where in the table each state is; in its own place if left out.
    """
    found, at = [], np.arange(game.n_states) if place is None else place
    here = table[at[start]]
    for party in range(game.n_parties):
        targets, efforts = game.moves_from(party, start)
        for target, effort in zip(targets.tolist(), efforts.tolist(), strict=True):
            there = table[at[target]]
            now, then, wait = float(here[party]), float(there[party]), float(there[-1])
            gain = then - now - effort
            if abs(gain) <= EQUAL * tolerance * (1.0 + max(abs(now), abs(then))):
                gain = 0.0
            saved = float(here[-1]) - wait
            found.append(BestMove(party, target, effort, wait, saved, gain))
    return found


def median_after(run: Clock, move: BestMove) -> float | None:
    """Return the median time to settle after a move; None beyond the horizon."""
    mass = np.zeros(run.game.n_states)
    mass[move.target] = 1.0
    course = solve_forward(run.trace, mass, tolerance=run.tolerance)
    after = Clock(run.game, move.target, run.horizon, run.shocks, run.tolerance, run.trace, course)
    return after.median


GRID = 8
CLOSER = 4
"""Amounts looked at between the best one and each of its neighbours."""
WORTH = 1e-3
"""Parts of the wait that a lever must save to be looked at more closely."""


@dataclass(frozen=True, eq=False, repr=False)
class LeverAlone:
    """One lever, all others left alone.

    Attributes
    ----------
    parameter : LeverParameter
    slope : float
        Of the expected unsettled time, per unit of change, where nothing is changed yet.
    amounts, waits : ndarray of float, shape (grid,)
        Changes from its lowest to its highest, 0 among them, and the expected unsettled time.
    before : float
        The expected unsettled time with nothing changed.
    """

    parameter: LeverParameter
    slope: float
    amounts: Floats
    waits: Floats
    before: float

    @property
    def best(self) -> float:
        """The change tried that shortens the wait most; 0 when none does."""
        return float(self.amounts[self._place])

    @property
    def _place(self) -> int:
        near = np.abs(self.amounts).argsort(kind="stable")
        return int(near[self.waits[near].argmin()])

    @property
    def saved(self) -> float:
        """How much of the wait the best change tried takes away."""
        return self.before - float(self.waits[self._place])

    @property
    def cost(self) -> float:
        """What the best change tried costs."""
        return self.parameter.cost * abs(self.best)

    @property
    def marginal(self) -> float:
        """Time saved per unit of cost by a first small step, in the better direction it can go.

        Infinite where it costs nothing and saves something.
        """
        rates = [-self.slope * np.sign(end) for end in self.parameter.ends]
        saving = max([0.0, *rates])
        if self.parameter.cost == 0:
            return float("inf") if saving > 0 else 0.0
        return float(saving / self.parameter.cost)

    def beside(self) -> Floats:
        """Return amounts between the best one and its neighbours; none where it saves nothing."""
        if self.saved <= WORTH * self.before:
            return np.empty(0)
        near = self.amounts[max(self._place - 1, 0) : self._place + 2].tolist()
        return np.concatenate([np.linspace(a, b, CLOSER + 2)[1:-1] for a, b in pairwise(near)])

    def with_(self, amounts: Floats, waits: Floats) -> LeverAlone:
        """Return the same with more amounts tried."""
        every, told = np.append(self.amounts, amounts), np.append(self.waits, waits)
        order = np.argsort(every, kind="stable")
        return replace(self, amounts=every[order], waits=told[order])

    @property
    def is_monotone(self) -> bool:
        """Whether more of it, the way it shortens the wait, never lengthens it again."""
        return not (self.dips or self.turns)

    @property
    def dips(self) -> bool:
        """Whether on the way to the best amount more of it somewhere lengthens the wait.

        A first step that does, by the slope, counts though every amount tried shortens it.
        """
        at_first = self.slope * self.best > WORTH * self.before
        return at_first or self._rises(self._ways[0])

    @property
    def turns(self) -> bool:
        """Whether more of it than the best amount lengthens the wait again."""
        return self._rises(self._ways[1])

    @property
    def added_by_less(self) -> float:
        """How much longer than with nothing changed the wait is for the worst smaller amount."""
        return max(0.0, float(self._ways[0].max()) - self.before)

    @property
    def _ways(self) -> tuple[Floats, Floats]:
        """The waits from nothing to the best amount, and from there on to the limit."""
        here = self.amounts * (np.sign(self.best) or 1.0) >= 0
        amounts = np.abs(self.amounts[here])
        waits = self.waits[here][amounts.argsort(kind="stable")]
        until = int((amounts <= abs(self.best)).sum())
        return waits[:until], waits[until - 1 :]

    def _rises(self, waits: Floats) -> bool:
        return self.best != 0 and bool((np.diff(waits) > 1e-6 * (1.0 + self.before)).any())


def one_at_a_time(
    game: Game,
    parameters: Sequence[LeverParameter],
    *,
    start: int | None = None,
    horizon: float = 60.0,
    shocks: str = "centred",
    tolerance: float = TOLERANCE / 10,
    grid: int = GRID,
) -> tuple[LeverAlone, ...]:
    """Try each lever alone, over its whole range, best first by what it saves.

    Parameters
    ----------
    game, parameters, start, horizon, shocks, tolerance
        As in `stickpoint.solve.levers.payoffs.cheapest.cheapest`.
    grid : int
        Changes tried in each direction beside none. Where the best of them shortens the wait, some
        more beside it are tried.
    """
    space = LeverSpace(game, parameters, start, horizon, shocks, tolerance)
    slopes = space.slopes_in_levers(np.zeros(space.size), "unsettled_time")
    steps = np.arange(1, grid + 1) / grid
    tried = [
        np.sort(np.concatenate([np.zeros(1), *(end * steps for end in parameter.ends)]))
        for parameter in parameters
    ]
    found = [
        LeverAlone(parameter, float(slope), xs, waits, float(waits[xs == 0][0]))
        for parameter, slope, xs, waits in zip(
            parameters, slopes, tried, _waits(space, tried), strict=True
        )
    ]
    closer = [alone.beside() for alone in found]
    found = [
        alone.with_(xs, waits)
        for alone, xs, waits in zip(found, closer, _waits(space, closer), strict=True)
    ]
    return tuple(sorted(found, key=lambda alone: -alone.saved))


def _waits(space: LeverSpace, tried: Sequence[Floats]) -> list[Floats]:
    """Return the expected unsettled time for some amounts of each lever alone."""
    games = [
        space.small(apply_changes(space.game, (parameter,), [x]))
        for parameter, amounts in zip(space.parameters, tried, strict=True)
        for x in amounts.tolist()
    ]
    told = waits(
        games, [space.begin] * len(games), space.horizon,
        shocks=space.shocks, tolerance=space.tolerance,
    )  # fmt: skip
    return np.split(told, np.cumsum([amounts.size for amounts in tried])[:-1])


def expected(game: Game, start: int, horizon: float, shocks: str, tolerance: float) -> float:
    """Return the expected unsettled time within the horizon."""
    return answer(game, start, horizon, shocks=shocks, tolerance=tolerance)
