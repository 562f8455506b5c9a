"""Levers as variables between 0 and 1, searched with the clock's values and slopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.conflict.game import Game
from stickpoint.errors import ModelError
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.clock.gradient import Question, answer, gradient
from stickpoint.solve.levers.handles import Handle, chain, pull

TOLERANCE = 1e-4
STRICTER = 1e-3
"""How much tighter than the search the last look is."""
NEGLIGIBLE = 5e-3
"""Parts of its range under which a lever counts as left alone."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Proposal:
    """A change of some levers, with what the clock says after it.

    Attributes
    ----------
    handles : tuple of Handle
    changes : ndarray of float, shape (levers,)
    cost : float
    run : Clock
        Solved again with the changes, at a tighter tolerance than the search.
    within, wanted : float
        By when it is to be settled, and with what probability.
    """

    handles: tuple[Handle, ...]
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
        return self.probability >= self.wanted

    def table(self) -> Any:
        """Give one row per lever: how far it is moved, and what that costs."""
        import pandas as pd

        costs = [h.cost * abs(x) for h, x in zip(self.handles, self.changes, strict=True)]
        names = pd.Index([handle.name for handle in self.handles], name="lever")
        return pd.DataFrame({"change": self.changes, "cost": costs}, index=names)

    def summary(self) -> str:
        """Say in one line what it takes and what comes of it."""
        end = "" if self.reached else f", the best that the levers reach; {self.wanted:.0%} wanted"
        return (
            f"cost {self.cost:.3g}: settled within {self.within:g} {self.run.game.unit} "
            f"with probability {self.probability:.2f}{end}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data."""
        names = [handle.name for handle in self.handles]
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
            "version": self.run.version,
            "fingerprint": self.run.fingerprint,
        }

    def __repr__(self) -> str:
        """Say the summary."""
        return f"<Proposal: {self.summary()}>"


def _flat(place: Floats, weight: Floats | None = None) -> Floats:
    """Take the bend to be none: first slopes are all that the adjoint gives."""
    del weight
    return np.zeros((place.size, place.size))


class Search:
    """The levers as variables from 0 to 1, one for each direction in which one goes.

    Parameters
    ----------
    game, handles, start, horizon, shocks, tolerance
        As in `cheapest`.

    Raises
    ------
    ModelError
        No levers, or none that goes anywhere.
    """

    def __init__(
        self,
        game: Game,
        handles: Sequence[Handle],
        start: int | None,
        horizon: float,
        shocks: str,
        tolerance: float,
    ) -> None:
        self.game, self.handles = game, tuple(handles)
        self.start = game.start_state if start is None else start
        if self.start is None:
            raise ModelError("a game without a start; give one")
        self.horizon, self.shocks, self.tolerance = horizon, shocks, tolerance
        ends = [(k, end) for k, handle in enumerate(self.handles) for end in handle.ends]
        if not ends:
            raise ModelError("no lever goes anywhere; the case must say under 'levers' what may be")
        self.reach = np.zeros((len(self.handles), len(ends)))
        for column, (k, end) in enumerate(ends):
            self.reach[k, column] = end
        self.price = np.array([self.handles[k].cost * abs(end) for k, end in ends])
        self._known: dict[tuple[bytes, Question], tuple[float, Floats]] = {}
        self._values: dict[tuple[bytes, Question], float] = {}

    @property
    def size(self) -> int:
        """How many variables there are."""
        return int(self.price.size)

    def place_of(self, changes: Floats) -> Floats:
        """Give the variables that stand for some changes."""
        reach = self.reach.sum(axis=0)
        owner = np.abs(self.reach).argmax(axis=0)
        place: Floats = np.maximum(changes[owner] / reach, 0.0)
        return place

    def answer(self, place: Floats, of: Question) -> tuple[float, Floats]:
        """Give an answer of the clock at a place, and its slopes there; remembered."""
        key = (place.tobytes(), of)
        if key not in self._known:
            game = pull(self.game, self.handles, self.reach @ place)
            assert self.start is not None
            slopes = gradient(
                game, self.start, self.horizon, of=of, shocks=self.shocks, tolerance=self.tolerance
            )
            self._known[key] = slopes.value, chain(slopes, self.handles) @ self.reach
        return self._known[key]

    def furthest(self, of: Question, *, sign: float, begin: Floats | None = None) -> Floats:
        """Push an answer as far up (sign 1) or down (-1) as the levers can, from two starts."""
        lean = (sign * self.answer(np.zeros(self.size), of)[1] > 0).astype(np.float64)
        starts = [lean, np.full(self.size, 0.5)] if begin is None else [begin]
        places = [lean] + [self._minimise(of, -sign, start, ()) for start in starts]
        return max(places, key=lambda place: sign * self.answer(place, of)[0])

    def orders(self, best: Floats, of: Question) -> list[list[int]]:
        """Order the variables in which to give up what is not needed: dearest, or idlest, first."""
        slopes = np.abs(self.answer(best, of)[1]) + np.abs(self.answer(best / 2, of)[1])
        spent = self.price * best
        ways = (-spent, slopes / np.maximum(self.price, 1e-9))
        return [np.argsort(way, kind="stable").tolist() for way in ways]

    def pruned(self, best: Floats, of: Question, wanted: float, order: list[int]) -> Floats:
        """Give up as much of each variable in turn as still leaves the answer as wanted.

        An answer can hang on a cliff: nothing of a lever's first half helps, and then all of it.
        Slopes do not see beyond the edge, so each variable is halved towards nothing by trying.
        """
        place = best.copy()
        for k in order:
            low, high = 0.0, float(place[k])
            place[k] = 0.0
            if self.value(place, of) >= wanted:
                continue
            while high - low > 0.02:
                place[k] = (low + high) / 2
                if self.value(place, of) >= wanted:
                    high = float(place[k])
                else:
                    low = float(place[k])
            place[k] = high
        return place

    def value(self, place: Floats, of: Question) -> float:
        """Give an answer of the clock at a place, without its slopes; remembered."""
        key = (place.tobytes(), of)
        if key in self._values:
            return self._values[key]
        game = pull(self.game, self.handles, self.reach @ place)
        assert self.start is not None
        self._values[key] = answer(
            game, self.start, self.horizon, of=of, shocks=self.shocks, tolerance=self.tolerance
        )
        return self._values[key]

    def least_cost(
        self, begin: Floats, of: Question, wanted: float, method: str
    ) -> tuple[Floats, bool]:
        """Minimise the cost where an answer is at least as wanted; say whether that worked."""
        from scipy import optimize

        minimize: Any = optimize.minimize

        def spare(place: Floats) -> float:
            return self.value(place, of) - wanted

        def slope(place: Floats) -> Floats:
            return self.answer(place, of)[1]

        bound: Any = [{"type": "ineq", "fun": spare, "jac": slope}]
        options: dict[str, Any] = {"maxiter": 10, "ftol": 1e-4}
        if method == "trust-constr":
            curved: Any = optimize.NonlinearConstraint
            bound = curved(spare, 0.0, np.inf, jac=slope, hess=_flat)
            options = {"maxiter": 6, "gtol": 1e-3}
        scale = max(float(self.price.max()), 1e-9)
        found = minimize(
            lambda z: float(self.price @ z) / scale, begin, method=method,
            jac=lambda _: self.price / scale, bounds=self._box(), constraints=bound,
            options=options, hess=_flat if method == "trust-constr" else None,
        )  # fmt: skip
        return np.clip(found.x, 0.0, 1.0), bool(found.success)

    def soonest(self, budget: float, begin: Floats) -> Floats:
        """Minimise the expected unsettled time at a cost of at most the budget."""
        limit = {
            "type": "ineq",
            "fun": lambda z: budget - self.price @ z,
            "jac": lambda _: -self.price,
        }
        place = self._minimise("unsettled_time", 1.0, begin, [limit])
        spent = float(self.price @ place)
        return place * min(1.0, budget / spent) if spent > 0 else place

    def _minimise(self, of: Question, sign: float, begin: Floats, bounds: Sequence[Any]) -> Floats:
        from scipy import optimize

        minimize: Any = optimize.minimize

        found = minimize(
            lambda z: sign * self.value(z, of), begin, method="SLSQP",
            jac=lambda z: sign * self.answer(z, of)[1], bounds=self._box(),
            constraints=bounds, options={"maxiter": 12, "ftol": 1e-4},
        )  # fmt: skip
        return np.clip(found.x, 0.0, 1.0)

    def _box(self) -> list[tuple[float, float]]:
        return [(0.0, 1.0)] * self.size

    def proposal(self, place: Floats, within: float, wanted: float) -> Proposal:
        """Solve again at a place, at the tighter tolerance; traces of a lever count as none."""
        kept = np.where(place > NEGLIGIBLE, place, 0.0)
        changes = self.reach @ kept
        tight = self.tolerance * STRICTER
        game = pull(self.game, self.handles, changes)
        run = clock(game, self.start, horizon=self.horizon, shocks=self.shocks, tolerance=tight)
        return Proposal(self.handles, changes, float(self.price @ kept), run, within, wanted)
