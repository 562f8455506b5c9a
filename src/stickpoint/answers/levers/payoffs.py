"""A case → what its levers, moves and transfers do to the wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.clock import looked_ahead
from stickpoint.answers.levers.parameters import lever_parameters
from stickpoint.answers.progress import MIDDLE, OUTLAYS, progress
from stickpoint.answers.sampling.levers import LeverDraws, lever_draws
from stickpoint.answers.sampling.numbers import has_ranges
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes, build_game
from stickpoint.graph.game import Game
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.levers.payoffs.frontier import Frontier, frontier
from stickpoint.solve.levers.payoffs.global_search import GlobalSearch
from stickpoint.solve.levers.payoffs.lever_space import TOLERANCE, LeverChange, LeverSpace
from stickpoint.solve.levers.payoffs.one_at_a_time import (
    BestMove,
    LeverAlone,
    best_moves,
    median_after,
    one_at_a_time,
)
from stickpoint.solve.levers.payoffs.parameters import LeverParameter
from stickpoint.solve.levers.payoffs.ripeness import (
    Offer,
    Ripeness,
    ripeness,
    turned,
)
from stickpoint.solve.levers.payoffs.transfers import Transfer, Transfers, promised, transfers

__all__ = [
    "BestMove",
    "LeverAlone",
    "LeverChange",
    "LeverParameter",
    "Offer",
    "PayoffLevers",
    "Transfer",
    "payoff_levers",
    "sets",
    "turned",
]

EXACT, DRAWN = 1e-7, 1e-5
"""Tolerances of the clock, per step: of the one answer, and of draws, of which a band is told."""
LITTLE = 1e-4
"""A loss in one draw, of which the clock is asked less exactly, that is none."""
SAME = 1e-5
"""Parts of the wait by which two savings may differ and be one: more than the clock errs by."""
EVEN = 0.5
_Saves = TypeVar("_Saves", BestMove, LeverAlone)


@dataclass(frozen=True, eq=False)
class PayoffLevers:
    """What the levers of a case, and moves made now, would do; each worked out on demand.

    Parameters
    ----------
    case : Case
    changes : Changes
        What was taken otherwise than the case has it.
    horizon : float
    within : float or None
        By when it should be settled; half of the median if left out.
    probability : float
    draws, seed : int
    shocks : str
    """

    case: Case
    changes: Changes
    horizon: float
    within: float | None = None
    probability: float = EVEN
    draws: int = 20
    seed: int = 0
    shocks: str = "centred"

    @cached_property
    def game(self) -> Game:
        """The game with every range at its middle."""
        return build_game(self.case, self.changes)

    @cached_property
    def run(self) -> Clock:
        """The clock with nothing changed."""
        progress.step(MIDDLE)
        return clock(self.game, horizon=self.horizon, shocks=self.shocks, tolerance=EXACT)

    @cached_property
    def parameters(self) -> tuple[LeverParameter, ...]:
        """The levers that name a number."""
        return lever_parameters(self.case, self.game, self.changes.read)

    @cached_property
    def has_ranges(self) -> bool:
        """Whether any number that the clock or a lever reads is a range, so that draws differ."""
        levers = (lever for lever in self.case.levers if lever.is_timed)
        reach = (amount for lever in levers for amount in (lever.cost, lever.limit))
        is_any = any(amount is not None and amount.is_open for amount in reach)
        return is_any or has_ranges(self.case, self.changes)

    @property
    def deadline(self) -> float:
        """By when it should be settled."""
        if self.within is not None:
            return self.within
        median = self.run.median
        return (self.horizon if median is None else median) / 2

    @cached_property
    def moves(self) -> tuple[BestMove, ...]:
        """Every move that can be made now, the one that shortens the wait most first.

        Those to their mover's loss come after all others; what saves as much stands by its name.
        """
        found = best_moves(self.run)
        parted = ([move for move in found if move.surrenders is loss] for loss in (False, True))
        return tuple(move for moves in parted for move in self._by_saving(moves, self._name_of))

    def _name_of(self, move: BestMove) -> tuple[str, list[tuple[str, bool]]]:
        return self.game.parties[move.party], sorted(sets(self, move).items())

    def _by_saving(self, found: Sequence[_Saves], name: Callable[[_Saves], Any]) -> list[_Saves]:
        """Put first what saves most, and by their names those whose savings no solve tells apart.

        So neither the order of a file nor the last digits of a number decide the order.
        """
        slack, groups = SAME * self.run.mean, list[list[_Saves]]()
        for one in sorted(found, key=lambda one: -one.saved):
            if not groups or groups[-1][0].saved - one.saved > slack:
                groups.append([])
            groups[-1].append(one)
        return [one for group in groups for one in sorted(group, key=name)]

    def median_after(self, move: BestMove) -> float | None:
        """Return the median time to settle after a move made now; None beyond the horizon."""
        return median_after(self.run, move)

    @cached_property
    def alone(self) -> tuple[LeverAlone, ...]:
        """Each lever alone, the one that saves most first."""
        if not self.parameters:
            return ()
        found = one_at_a_time(self.game, self.parameters, horizon=self.horizon, shocks=self.shocks)
        return tuple(self._by_saving(found, lambda single: single.parameter.name))

    @property
    def proposal(self) -> LeverChange | None:
        """The least costly change that would do; None without levers."""
        return None if self.frontier is None else self.frontier.cheapest

    @cached_property
    def frontier(self) -> Frontier | None:
        """What several outlays can buy; None without levers."""
        if not self.parameters:
            return None
        progress.step(OUTLAYS)
        space = LeverSpace(self.game, self.parameters, None, self.horizon, self.shocks, TOLERANCE)
        return frontier(GlobalSearch(space, self.deadline), self.run, wanted=self.probability)

    @cached_property
    def ripeness(self) -> Ripeness:
        """When waiting hurts whom."""
        return ripeness(self.run)

    @cached_property
    def transfers(self) -> Transfers:
        """Transfers that two parties would both accept, at the rates that levers give, else 1."""
        return transfers(self.ripeness, exchange=self.rates)

    def at_stake(self, place: int) -> NDArray[np.int8]:
        """Mark for each party whether it would now rather settle (1) on some terms or go on (-1).

        0 where both are worth the same to it, as to a party without payoffs.
        """
        return np.sign(self.ripeness.gain[:, place, 0]).astype(np.int8)

    def has_stake(self, party: int) -> bool:
        """Tell whether any payoff, worth at the horizon or effort of a party can be but 0."""
        case, name = self.case, self.game.parties[party]
        lines = [line.worth for line in (*case.payoffs, *case.terminal) if line.party == name]
        lines += [o.effort for o in case.options if o.party == name and o.effort is not None]
        priced = any(amount.low or amount.mid or amount.high for amount in lines)
        return priced or bool(self.game.payoffs[party].any())

    def loses(self, move: BestMove) -> float:
        """Return the part of the draws in which the mover loses by a move."""
        column = self.spread.moves.index((move.party, move.target))
        return float((self.spread.move_gain[:, column] < -LITTLE).mean())

    def wait_promised(self, way: Transfer) -> float:
        """Return the expected wait where the middle of a transfer is promised for its terms."""
        return promised(self.run, way, way.middle).mean

    @cached_property
    def rates(self) -> dict[tuple[int, int], float]:
        """What a payer gives up for one unit of a payee's, from the levers that say so."""
        place, found = self.case.party_index, dict[tuple[int, int], float]()
        timed = (lever for lever in self.case.levers if lever.is_timed)
        for lever, parameter in zip(timed, self.parameters, strict=True):
            pays = lever.kind == "payoff" and lever.by in place and lever.by != lever.target
            if pays and lever.cost is not None and parameter.cost > 0 and lever.direction >= 0:
                found.setdefault((place[lever.by], parameter.party), parameter.cost)
        return found

    @cached_property
    def spread(self) -> LeverDraws:
        """Levers and moves over draws from the ranges."""
        return lever_draws(
            self.case, self.changes, draws=self.draws, seed=self.seed,
            horizon=self.horizon, shocks=self.shocks, tolerance=DRAWN, strengths=self.strengths,
        )  # fmt: skip

    @property
    def strengths(self) -> dict[str, float]:
        """What part of its limit each lever is best moved by, below 0 for the lower limit."""
        found = {}
        for one in self.alone:
            limit = one.parameter.high if one.best > 0 else -one.parameter.low
            found[one.parameter.name] = one.best / limit if limit else 0.0
        return found


def payoff_levers(  # noqa: PLR0913 – a question has many parts, all but one by name
    case: Case,
    *,
    changes: Changes | None = None,
    within: float | None = None,
    probability: float = EVEN,
    horizon: float | None = None,
    draws: int = 20,
    seed: int = 0,
    shocks: str = "centred",
) -> PayoffLevers:
    """Ask what would end a case sooner, as far ahead as the caller or the case says."""
    made, ahead = changes or Changes(), looked_ahead(case, horizon)
    return PayoffLevers(case, made, ahead, within, probability, draws, seed, shocks)


def sets(answer: PayoffLevers, move: BestMove) -> dict[str, bool]:
    """Return the options that a move switches, and to what."""
    conflict = answer.game.conflict
    assert conflict is not None
    before, after = set(conflict.yes(answer.run.start)), set(conflict.yes(move.target))
    return {name: name in after for name in conflict.options if name in before ^ after}
