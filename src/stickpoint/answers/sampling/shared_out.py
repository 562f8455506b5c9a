"""Draws of a case → whose doing the wait is over them, solved side by side: parties, or issues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.progress import ITEMS, SHARES, progress
from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.sampling.draws import Draw
from stickpoint.answers.sampling.layouts import Layouts
from stickpoint.graph.game import Game
from stickpoint.graph.variants.alike import lumped
from stickpoint.graph.variants.fewer import Fewer, fewer
from stickpoint.solve.clock.delay import UNSEEN, Delay
from stickpoint.solve.clock.engine.backward import in_a_hurry
from stickpoint.solve.clock.orders.every_set import every_set, solved
from stickpoint.solve.clock.orders.in_order import Shared, order_of, savings, steps_of

Floats = NDArray[np.float64]
GameOf: TypeAlias = Callable[[int, tuple[int, ...]], Game]
"""From a draw and the places of some names to the game with those in a hurry, or closed."""
TOLERANCE, ROUGH = 1e-5, 1e-4
"""Of every solve, per step, where draws are told one by one, and where only means over them are:
what a choice of draws and orders leaves open is far more."""


@dataclass(frozen=True)
class Asked:
    """The games of a case, and how their wait is shared out.

    Parameters
    ----------
    layouts : Layouts
    horizon : float
    shocks : str
    seed : int
    draws : int
        How many draws are solved with every set of parties in a hurry, or of issues closed.
    ordered : int
        How many draws in all are solved in one order at least; those in every set count among them.
    """

    layouts: Layouts
    horizon: float
    shocks: str
    seed: int
    draws: int
    ordered: int = 0

    def by_party(self, names: tuple[str, ...], again: Callable[[Draw], Delay]) -> Delays:
        """Share out among parties; ``again`` solves as finely as it takes, where that is needed."""
        less, kept = self._fewer(), dict[int, Game]()

        def hurried(draw: int, chosen: tuple[int, ...]) -> Game:
            if draw not in kept:
                kept[draw] = less.of(self._game(draw))
            return in_a_hurry(kept[draw], chosen) if chosen else kept[draw]

        return self._over(hurried, names, again, SHARES, self.ordered)

    def by_issue(self, names: tuple[str, ...], again: Callable[[Draw], Delay]) -> Delays:
        """Share out among issues, each of which could be closed; in every set only."""
        known = dict[tuple[str, ...], Fewer]()

        def closed(draw: int, chosen: tuple[int, ...]) -> Game:
            what = tuple(names[k] for k in chosen)
            if what not in known:
                known[what] = self._fewer(what)
            return known[what].of(self._game(draw, what))

        return self._over(closed, names, again, ITEMS, 0)

    def _fewer(self, closed: tuple[str, ...] = ()) -> Fewer:
        """Tell which states can be left out, or be one, without any change."""
        two = [self._game(k, closed) for k in (0, 1)]
        begins = [two[0].start_state or 0] if self.layouts.begin_alike(closed) else None
        return fewer(two, begins, lumped)

    def _game(self, draw: int, closed: tuple[str, ...] = ()) -> Game:
        return self.layouts.game(Draw(self.seed, draw), closed)

    def _over(
        self,
        game_of: GameOf,
        names: tuple[str, ...],
        again: Callable[[Draw], Delay],
        step: str,
        ordered: int,
    ) -> Delays:
        n = len(names)
        # To try one order is not to save anything where there are as few sets.
        ordered = 0 if ordered <= self.draws or 1 << n <= 2 * (n + 1) else ordered
        solves = 2 * (self.draws << n)
        solves += (ordered - self.draws) * (n + 1) if ordered else 0
        told = _Told(step, max(self.draws, ordered), solves)
        every = every_set(
            game_of, self.draws, names, self.horizon, shocks=self.shocks, tolerance=TOLERANCE,
            again=lambda draw: again(Draw(self.seed, draw)), tell=told,
        )  # fmt: skip
        found = Delays.of(every, names, self.seed)
        if not ordered or found.moot:
            told.end()
            return found
        waited, orders = self._in_order(game_of, every, ordered, told)
        told.end()
        pooled = Shared(savings(waited, orders))
        seen = abs(pooled.total) > UNSEEN * float(waited[:, 0].mean())
        return replace(found, pooled=pooled) if seen else found

    def _in_order(
        self, game_of: GameOf, every: Sequence[Delay], ordered: int, told: _Told
    ) -> tuple[Floats, NDArray[np.int64]]:
        """Return waits along one order of each draw, and the orders; what is known is not asked."""
        n, draws = len(every[0].names), len(every)
        orders = [order_of(self.seed, k, n) for k in range(ordered)]
        steps = [steps_of(order) for order in orders]
        waited = np.empty((ordered, n + 1))
        for k, one in enumerate(every):
            waited[k] = [one.subsets[sum(1 << i for i in chosen)] for chosen in steps[k]]
        asked = [(k, chosen) for k in range(draws, ordered) for chosen in steps[k]]
        # The like go side by side, for the hardest sets the pace of eight.
        order = sorted(range(len(asked)), key=lambda k: asked[k][1])
        alike = [asked[k] for k in order]
        rows = solved(game_of, alike, self.horizon, self.shocks, (ROUGH,), told)
        waited[draws:].reshape(-1)[order] = rows[0]
        return waited, np.array(orders)


class _Told:
    """Tells as games are solved how many of the draws that comes to.

    What counts are solves: a draw of which every set is solved, roughly and finely, takes many
    times as long as one that is solved along one order.
    """

    def __init__(self, step: str, draws: int, solves: int) -> None:
        self._draws, self._solves = draws, solves
        self._solved = self._done = 0
        self._tick = progress.count(step, draws)

    def __call__(self, more: int) -> None:
        self._solved += more
        self._reach(self._draws * self._solved // self._solves)

    def end(self) -> None:
        """Tell that all of it is done."""
        self._reach(self._draws)

    def _reach(self, done: int) -> None:
        while self._done < done:
            self._done += 1
            self._tick()
