"""Levers as variables from 0 to 1, with the clock's values and slopes; one change of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.graph.variants.alike import lumped
from stickpoint.graph.variants.fewer import Fewer, fewer
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
STEPS = 10
"""Of one descent along slopes."""
UNEVEN = 0.5 * (5.0**0.5 - 1.0)
"""Multiples of it stand in no simple ratio to one another, and none is whole."""

T = TypeVar("T")


def side_by_side(work: Callable[[T], Floats], begins: Sequence[T]) -> list[Floats]:
    """Do the same from several beginnings, on every core."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(work, begins))


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
        return self.slopes_of(self.asked(place, of))

    def value_of(self, asked: Asked) -> float:
        """Return the answer to a question that was put at a place."""
        return asked.answer(self.begin if self._is_smaller else self.start)

    def slopes_of(self, asked: Asked) -> Floats:
        """Return the slopes of the answer to such a question, in the levers' own units."""
        if self._is_smaller:
            return chain_rule(asked.gradient(self.begin), self._small_parameters)
        return chain_rule(asked.gradient(self.start), self.parameters)

    @cached_property
    def _is_smaller(self) -> bool:
        """Whether slopes are told in the smaller games: not where a lever takes hold of arcs."""
        return all(parameter.kind in ("payoff", "pace") for parameter in self.parameters)

    def asked(self, place: Floats, of: Question) -> Asked:
        """Put a question at a place."""
        game = self.small(self.at(place)) if self._is_smaller else self.at(place)
        return Asked(game, self.horizon, of, self.shocks, self.tolerance)

    @cached_property
    def _small_parameters(self) -> tuple[LeverParameter, ...]:
        """The levers as they take hold of games without what can be left out."""
        return tuple(
            replace(one, weight=one.weight[self._less.first]) if one.kind == "payoff" else one
            for one in self.parameters
        )

    def least_cost(self, begin: Floats, of: Question, wanted: float) -> Floats:
        """Descend to a lower cost where an answer is as wanted, or nearly."""
        latest = Latest(self, of)
        bound = {
            "type": "ineq",
            "fun": lambda z: latest.value(z) - wanted,
            "jac": latest.slopes,
        }
        scale = max(float(self.price.max()), 1e-9)
        with latest:
            return self._descend(
                lambda z: float(self.price @ z) / scale,
                lambda _: self.price / scale,
                begin,
                [bound],
            )

    def most(self, begin: Floats, of: Question, sign: float, budget: float | None = None) -> Floats:
        """Push an answer up (sign 1) or down (-1), at a cost of at most the budget."""
        limit = {
            "type": "ineq",
            "fun": lambda z: (budget or 0.0) - self.price @ z,
            "jac": lambda _: -self.price,
        }
        with Latest(self, of) as latest:
            place = self._descend(
                lambda z: -sign * latest.value(z),
                lambda z: -sign * latest.slopes(z),
                begin,
                [] if budget is None else [limit],
            )
        spent = float(self.price @ place)
        return place if budget is None or spent <= budget else place * (budget / spent)

    def _descend(self, value: Any, slope: Any, begin: Floats, bounds: list[Any]) -> Floats:
        from scipy import optimize

        minimize: Any = optimize.minimize
        found = minimize(
            value, begin, method="SLSQP", jac=slope, bounds=[(0.0, 1.0)] * self.size,
            constraints=bounds, options={"maxiter": STEPS, "ftol": 1e-3},
        )  # fmt: skip
        return np.clip(found.x, 0.0, 1.0)

    def proposal(self, place: Floats, within: float, wanted: float) -> LeverChange:
        """Solve again at a place, at the tighter tolerance; traces of a lever count as none."""
        kept = np.where(place > NEGLIGIBLE, place, 0.0)
        changes = self.reach @ kept
        tight = self.tolerance * STRICTER
        game = apply_changes(self.game, self.parameters, changes)
        run = clock(game, self.start, horizon=self.horizon, shocks=self.shocks, tolerance=tight)
        return LeverChange(self.parameters, changes, float(self.price @ kept), run, within, wanted)


class Latest:
    """A question of one descent, which asks for value and slopes at the same place.

    A solve holds every step of a game, so that of the last place alone is kept, and none once the
    descent is over.
    """

    def __init__(self, space: LeverSpace, of: Question) -> None:
        self._space, self._of = space, of
        self._place = b""
        self._asked: Asked | None = None

    def __enter__(self) -> Latest:
        return self

    def __exit__(self, *_: object) -> None:
        self._asked = None

    def value(self, place: Floats) -> float:
        """Return the answer at a place."""
        return self._space.value_of(self._at(place))

    def slopes(self, place: Floats) -> Floats:
        """Return its slopes there, in the variables."""
        return self._space.slopes_of(self._at(place)) @ self._space.reach

    def _at(self, place: Floats) -> Asked:
        if self._asked is None or place.tobytes() != self._place:
            self._asked = None  # let go of before the next is solved
            self._place, self._asked = place.tobytes(), self._space.asked(place, self._of)
        return self._asked
