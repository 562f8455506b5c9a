"""Levers → many places where the clock was asked, spread so that no corner goes unseen.

An answer of the clock need not rise evenly with a lever: it can hang on a cliff, where nothing of
the first half helps and then all of it, and two levers can do together what neither does alone.
Slopes see none of that. So the search begins by looking: at a grid over all levers, as fine as a
given number of places allows; at one, two and three levers moved alone, for the cheapest answers
use few; and at places spread evenly by a low-discrepancy sequence (I. M. Sobol', 1967, *USSR
Comput. Math. Math. Phys.* 7(4), 86-112).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.levers.search import NEGLIGIBLE, Search

GRID_PLACES = 128
"""At most so many places in the grid over all levers."""
SPREAD_PLACES = 32
"""So many places spread evenly."""
STEPS_ALONE = 6
"""Amounts of a lever moved alone."""
TOGETHER = 10
"""Levers of which all pairs and triples are tried; of more, those that do most alone."""
SECTIONS = 8
"""Amounts of one lever looked at together: as many as games go through the clock side by side."""

Floats = NDArray[np.float64]


class Survey:
    """Every place looked at so far: its cost, the wait, and how likely it is over in time.

    Parameters
    ----------
    search : Search
    within : float
        The date asked about.
    """

    def __init__(self, search: Search, within: float) -> None:
        self.search, self.within = search, within
        self.places: list[Floats] = []
        self._told: list[tuple[float, float, float]] = []
        self._known: dict[bytes, int] = {}
        self._spread = False

    def look(self, places: ArrayLike) -> NDArray[np.int64]:
        """Ask the clock about places, shape (places, variables); give where they are kept."""
        search, asked = self.search, np.atleast_2d(np.asarray(places, dtype=np.float64)) + 0.0
        keys = [place.tobytes() for place in asked]
        new = {key: z for key, z in zip(keys, asked, strict=True) if key not in self._known}
        runs = clocks(
            [search.at(z) for z in new.values()], search.start,
            horizon=search.horizon, shocks=search.shocks, tolerance=search.tolerance,
        )  # fmt: skip
        for (key, place), run in zip(new.items(), runs, strict=True):
            self._known[key] = len(self.places)
            self.places.append(place.copy())
            chance = 1.0 - float(run.survival(self.within))
            self._told.append((float(search.price @ place), chance, run.mean))
        return np.array([self._known[key] for key in keys], dtype=np.int64)

    def spread(self) -> None:
        """Look everywhere once."""
        if self._spread:
            return
        self._spread = True
        search = self.search
        alone = self.look(np.array(list(_alone(search))))
        waits, chances = self.told[alone, 2], self.told[alone, 1]
        gain = [
            max(float(np.ptp(waits[k])), float(np.ptp(chances[k])))
            for k in np.arange(1, alone.size).reshape(search.size, STEPS_ALONE)
        ]
        chosen = np.sort(np.argsort(-np.array(gain), kind="stable")[:TOGETHER]).tolist()
        self.look(np.array([*_grid(search), *_few(search, chosen), *_even(search)]))

    @property
    def told(self) -> Floats:
        """Cost, probability and expected wait of each place, shape (places, 3)."""
        return np.array(self._told).reshape(-1, 3)

    def good(self, wanted: float) -> list[int]:
        """Give the places likely enough to be over in time, cheapest first."""
        told = self.told
        here = np.flatnonzero(told[:, 1] >= wanted)
        found: list[int] = here[np.argsort(told[here, 0], kind="stable")].tolist()
        return found

    def shortest(self, budget: float) -> int:
        """Give the place with the shortest wait that costs no more; the cheaper of near equals."""
        told = self.told
        here = np.flatnonzero(told[:, 0] <= budget * (1 + 1e-9))
        near = here[told[here, 2] <= told[here, 2].min() + self.search.tolerance]
        return int(near[told[near, 0].argmin()])

    def unlike(self, order: Sequence[int], most: int) -> list[int]:
        """Give the first few places of an order that move different sets of levers."""
        found: dict[bytes, int] = {}
        for k in order:
            found.setdefault((self.places[k] > NEGLIGIBLE).tobytes(), k)
            if len(found) == most:
                break
        return list(found.values())

    def shrunk(self, place: Floats, wanted: float, *, wait: bool = False, rounds: int = 1) -> int:
        """Give up as much of each variable, dearest first, as leaves the answer as wanted.

        Several amounts of each are looked at, because slopes do not see beyond the edge of a cliff.
        Wanted is the least probability, or the longest wait.
        """
        place = place.copy()
        for k in np.argsort(-self.search.price * place, kind="stable").tolist():
            low, high = 0.0, float(place[k])
            for _ in range(rounds if high > 0 else 0):
                tried = np.repeat(place[None], SECTIONS, axis=0)
                tried[:, k] = levels = low + (high - low) * np.arange(SECTIONS) / SECTIONS
                here = self.look(tried)
                found = self.told[here, 2 if wait else 1]
                fit = np.flatnonzero(found <= wanted if wait else found >= wanted)
                first = int(fit[0]) if fit.size else SECTIONS
                low, high = float(levels[max(first - 1, 0)]), float([*levels, high][first])
            place[k] = high
        return int(self.look(place)[0])


def _alone(search: Search) -> Iterator[Floats]:
    """Nothing moved, and then each variable alone in even steps."""
    yield np.zeros(search.size)
    for k in range(search.size):
        for step in range(1, STEPS_ALONE + 1):
            place = np.zeros(search.size)
            place[k] = step / STEPS_ALONE
            yield place


def _grid(search: Search) -> Iterator[Floats]:
    """Every lever at each of several amounts, as many as the number of places allows."""
    ways = np.array([len(handle.ends) for handle in search.handles])
    steps = 0
    while steps < GRID_PLACES and float(np.prod(1.0 + (steps + 1) * ways)) <= GRID_PLACES:
        steps += 1
    if steps:
        levels = [
            [(k, part) for k in _own(search, handle) for part in np.arange(1, steps + 1) / steps]
            for handle in range(len(search.handles))
        ]
        yield from map(_place(search), product(*([None, *own] for own in levels)))


def _few(search: Search, chosen: list[int]) -> Iterator[Floats]:
    """Pairs at half and at full reach, triples at full reach."""
    place = _place(search)
    owner = np.abs(search.reach).argmax(axis=0)
    for many, parts in ((2, (0.5, 1.0)), (3, (1.0,))):
        for group in combinations(chosen, many):
            # Both ways of one lever would take back what they do, at the price of both.
            if np.unique(owner[list(group)]).size == many:
                for amounts in product(parts, repeat=many):
                    yield place(tuple(zip(group, amounts, strict=True)))


def _even(search: Search) -> Iterator[Floats]:
    """Places spread evenly over the box from lowest to highest of every lever."""
    from scipy.stats import qmc

    low = np.array([handle.low for handle in search.handles])
    high = np.array([handle.high for handle in search.handles])
    for part in qmc.Sobol(len(low), rng=0).random(SPREAD_PLACES):
        yield search.place_of(low + part * (high - low))


def _own(search: Search, handle: int) -> list[int]:
    found: list[int] = np.flatnonzero(search.reach[handle]).tolist()
    return found


def _place(search: Search) -> Callable[[Sequence[tuple[int, float] | None]], Floats]:
    def place(amounts: Sequence[tuple[int, float] | None]) -> Floats:
        found = np.zeros(search.size)
        for k, part in filter(None, amounts):
            found[k] = part
        return found

    return place
