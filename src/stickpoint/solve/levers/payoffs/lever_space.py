"""Levers as variables from 0 to 1, with the clock's values and slopes; one change of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.graph.variants.alike import lumped
from stickpoint.graph.variants.fewer import Fewer, fewer
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.clock.slopes.gradient import Asked, Question
from stickpoint.solve.levers.payoffs.parameters import (
    Floats,
    LeverParameter,
    apply_changes,
    chain_rule,
)
from stickpoint.solve.result import Result


@dataclass(frozen=True, eq=False, repr=False)
class LeverChange(Result):
    """A change of some levers, with what the clock says after it.

    Attributes
    ----------
    parameters : tuple of LeverParameter
    changes : ndarray of float, shape (levers,)
    cost : float
    run : Clock
        Solved again with the changes, at a tighter tolerance than the search.
    within, wanted : float
        By when it is to be settled, and with what probability.
    """

    _about = "run"

    parameters: tuple[LeverParameter, ...]
    changes: Floats
    cost: float
    run: Clock
    within: float
    wanted: float

    @property
    def probability(self) -> float:
        """How likely it is to be settled in time."""
        return 1.0 - float(self.run.survival(self.within))

    @property
    def reached(self) -> bool:
        """Whether that is as likely as was wanted; if not, no allowed change found does better."""
        return bool(self.probability >= self.wanted)

    def table(self) -> Any:
        """Return one row per lever: how far it is moved, and what that costs."""
        import pandas as pd

        costs = [h.cost * abs(x) for h, x in zip(self.parameters, self.changes, strict=True)]
        names = pd.Index([parameter.name for parameter in self.parameters], name="lever")
        return pd.DataFrame({"change": self.changes, "cost": costs}, index=names)

    def summary(self) -> str:
        """Say in one line what it takes and what comes of it."""
        end = "" if self.reached else f", the best that the levers reach; {self.wanted:.0%} wanted"
        units = self.run.game.unit + ("" if self.within == 1 else "s")
        return (
            f"cost {self.cost:.3g}: settled within {self.within:.3g} {units} "
            f"with probability {self.probability:.2f}{end}."
        )

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        names = [parameter.name for parameter in self.parameters]
        return {
            "reached": self.reached,
            "within": self.within,
            "wanted": self.wanted,
            "probability": self.probability,
            "cost": self.cost,
            "changes": dict(zip(names, self.changes.tolist(), strict=True)),
            "median": self.run.median,
            "mean_within_horizon": self.run.mean,
            "tolerance": self.run.tolerance,
            "version": self.version,
            "fingerprint": self.fingerprint,
        }


TOLERANCE = 1e-4
STRICTER = 1e-3
"""How much tighter than the search the last look is."""
NEGLIGIBLE = 5e-3
"""Parts of its range under which a lever counts as left alone."""
UNEVEN = 0.5 * (5.0**0.5 - 1.0)
"""Multiples of it stand in no simple ratio to one another, and none is whole."""


class LeverSpace:
    """The levers as variables from 0 to 1, one for each direction in which one goes.

    Parameters
    ----------
    game, parameters, start, horizon, shocks, tolerance
        As in `cheapest`.

    Raises
    ------
    ModelError
        No levers, or none that goes anywhere.
    """

    def __init__(
        self,
        game: Game,
        parameters: Sequence[LeverParameter],
        start: int | None,
        horizon: float,
        shocks: str,
        tolerance: float,
    ) -> None:
        self.game, self.parameters = game, tuple(parameters)
        first = game.start_state if start is None else start
        if first is None:
            raise ModelError("a game without a start; give one")
        self.start: int = first
        self.horizon, self.shocks, self.tolerance = horizon, shocks, tolerance
        ends = [(k, end) for k, parameter in enumerate(self.parameters) for end in parameter.ends]
        if not ends:
            raise ModelError("no lever goes anywhere; the case must say under 'levers' what may be")
        self.reach = np.zeros((len(self.parameters), len(ends)))
        self.reach[[k for k, _ in ends], range(len(ends))] = [end for _, end in ends]
        self.price = np.array([self.parameters[k].cost * abs(end) for k, end in ends])
        self._less = self._fewer()
        self.begin = int(self._less.place[first])

    @property
    def size(self) -> int:
        """How many variables there are."""
        return int(self.price.size)

    def place_of(self, changes: Floats) -> Floats:
        """Return the variables that stand for some changes."""
        reach = self.reach.sum(axis=0)
        owner = np.abs(self.reach).argmax(axis=0)
        return np.maximum(changes[owner] / reach, 0.0)

    def _fewer(self) -> Fewer:
        """Tell which states can be left out, or be one, wherever the levers are moved."""
        # What is equal at two places that stand in no simple ratio is equal at all.
        far = np.arange(1, 2 * self.size + 1).reshape(2, -1) * UNEVEN % 1.0
        return fewer([self.at(place) for place in far], [self.start], lumped)

    def small(self, game: Game) -> Game:
        """Return a game with levers moved, without the states that can be left out."""
        return self._less.of(replace(game, start_state=self.start))

    def at(self, place: Floats) -> Game:
        """Return the game with the levers moved to a place."""
        return apply_changes(self.game, self.parameters, self.reach @ place)

    def slopes_in_levers(self, place: Floats, of: Question) -> Floats:
        """Return the slopes of an answer at a place, in the levers' own units."""
        game = self.at(place)
        if self._is_smaller:
            asked = self._asked(self.small(game), of)
            return chain_rule(asked.gradient(self.begin), self._small_parameters)
        return chain_rule(self._asked(game, of).gradient(self.start), self.parameters)

    @cached_property
    def _is_smaller(self) -> bool:
        """Whether slopes are told in the smaller games: not where a lever takes hold of arcs."""
        return all(parameter.kind in ("payoff", "pace") for parameter in self.parameters)

    def _asked(self, game: Game, of: Question) -> Asked:
        return Asked(game, self.horizon, of, self.shocks, self.tolerance)

    @cached_property
    def _small_parameters(self) -> tuple[LeverParameter, ...]:
        """The levers as they take hold of games without what can be left out."""
        return tuple(
            replace(one, weight=one.weight[self._less.first]) if one.kind == "payoff" else one
            for one in self.parameters
        )

    def proposal(self, place: Floats, within: float, wanted: float) -> LeverChange:
        """Solve again at a place, at the tighter tolerance; traces of a lever count as none."""
        kept = self._without_traces(place)
        return self._change(kept, clock(self.at(kept), self.start, **self._tightly), within, wanted)

    def proposals(
        self, places: Sequence[Floats], within: float, wanted: float
    ) -> list[LeverChange]:
        """Do the same at several places, side by side."""
        kept = [self._without_traces(place) for place in places]
        runs = clocks([self.at(place) for place in kept], self.start, **self._tightly)
        return [self._change(*pair, within, wanted) for pair in zip(kept, runs, strict=True)]

    @property
    def _tightly(self) -> dict[str, Any]:
        tight = self.tolerance * STRICTER
        return {"horizon": self.horizon, "shocks": self.shocks, "tolerance": tight}

    def _without_traces(self, place: Floats) -> Floats:
        return np.where(place > NEGLIGIBLE, place, 0.0)

    def _change(self, place: Floats, run: Clock, within: float, wanted: float) -> LeverChange:
        cost = float(self.price @ place)
        return LeverChange(self.parameters, self.reach @ place, cost, run, within, wanted)
