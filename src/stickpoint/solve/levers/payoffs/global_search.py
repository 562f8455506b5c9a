"""Levers → many places where the clock was asked, spread so that no corner goes unseen.

An answer of the clock need not rise evenly with a lever: it can hang on a cliff, where nothing of
the first half helps and then all of it, and two levers can do together what neither does alone.
Slopes see none of that. So the search begins by looking: at a grid over all levers, as fine as a
given number of places allows; at one, two and three levers moved alone, for the cheapest answers
use few; and at places spread evenly, by multiples of the square roots of primes (R. D. Richtmyer,
1951, *The Evaluation of Definite Integrals, and a Quasi-Monte-Carlo Method Based on the Properties
of Algebraic Numbers*, Los Alamos report LA-1342).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, count, islice, product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.levers.payoffs.lever_space import NEGLIGIBLE, LeverSpace
from stickpoint.solve.levers.payoffs.parameters import Floats

GRID_PLACES = 128
"""At most so many places in the grid over all levers."""
FEW = 5
"""Of more levers a grid of none or all of each is left out: most of it is dear and alike."""
SPREAD_PLACES = 32
"""So many places spread evenly."""
STEPS_ALONE = 6
"""Amounts of a lever moved alone."""
TOGETHER = 10
"""Levers of which all pairs and triples are tried; of more, those that do most alone."""
COST, CHANCE, WAIT = 0, 1, 2
"""Columns of the results."""
SECTIONS = 8
"""Amounts of one lever looked at together: as many as games go through the clock side by side."""


class GlobalSearch:
    """Every place looked at so far: its cost, the wait, and how likely it is over in time.

    Parameters
    ----------
    space : LeverSpace
    within : float
        The date asked about.
    """

    def __init__(self, space: LeverSpace, within: float) -> None:
        self.space, self.within = space, within
        self.places: list[Floats] = []
        self._results: list[tuple[float, float, float]] = []
        self._known: dict[bytes, int] = {}
        self._spread = False

    def look(self, places: ArrayLike) -> NDArray[np.int64]:
        """Ask the clock about places, shape (places, variables); give where they are kept."""
        asked = self._without_traces(places)
        keys = [place.tobytes() for place in asked]
        new = {key: z for key, z in zip(keys, asked, strict=True) if key not in self._known}
        self.ask(list(new.values()))
        return np.array([self._known[key] for key in keys], dtype=np.int64)

    def ask(self, places: ArrayLike) -> Floats:
        """Ask the clock about each of some places, known or not; give the results, (places, 3)."""
        space, told = self.space, list[tuple[float, float, float]]()
        asked = self._without_traces(places)
        runs = clocks(
            [space.small(space.at(z)) for z in asked], space.begin,
            horizon=space.horizon, shocks=space.shocks, tolerance=space.tolerance,
        )  # fmt: skip
        for place, run in zip(asked, runs, strict=True):
            chance = 1.0 - float(run.survival(self.within))
            told.append((float(space.price @ place), chance, run.mean))
            if (key := place.tobytes()) not in self._known:
                self._known[key] = len(self.places)
                self.places.append(place.copy())
                self._results.append(told[-1])
        return np.array(told).reshape(-1, 3)

    def _without_traces(self, places: ArrayLike) -> Floats:
        # What is told later has no traces of levers, so nothing may rest on them here.
        asked = np.asarray(places, dtype=np.float64).reshape(-1, self.space.size)
        return np.where(asked > NEGLIGIBLE, asked, 0.0)

    def spread(self) -> None:
        """Look everywhere once."""
        if self._spread:
            return
        self._spread = True
        space = self.space
        alone = self.look(np.array(list(_alone(space))))
        waits, chances = self.results[alone, WAIT], self.results[alone, CHANCE]
        gain = [
            max(float(np.ptp(waits[k])), float(np.ptp(chances[k])))
            for k in np.arange(1, alone.size).reshape(space.size, STEPS_ALONE)
        ]
        chosen = np.sort(np.argsort(-np.array(gain), kind="stable")[:TOGETHER]).tolist()
        self.look(np.array([*_grid(space), *_few(space, chosen), *_even(space)]))

    @property
    def results(self) -> Floats:
        """Cost, probability and expected wait of each place, shape (places, 3)."""
        return np.array(self._results).reshape(-1, 3)

    def good(self, wanted: float) -> list[int]:
        """Return the places likely enough to be over in time, cheapest first."""
        results = self.results
        here = np.flatnonzero(results[:, CHANCE] >= wanted)
        return here[np.argsort(results[here, COST], kind="stable")].tolist()

    def shortest(self, budget: float) -> int:
        """Return the place with the shortest wait that costs no more; of equals the cheaper."""
        results = self.results
        here = np.flatnonzero(results[:, COST] <= budget * (1 + 1e-9))
        near = here[results[here, WAIT] <= results[here, WAIT].min() + self.space.tolerance]
        return int(near[results[near, COST].argmin()])

    def unlike(self, order: Sequence[int], most: int) -> list[int]:
        """Return the first few places of an order that move different sets of levers."""
        found: dict[bytes, int] = {}
        for k in order:
            found.setdefault((self.places[k] > NEGLIGIBLE).tobytes(), k)
            if len(found) == most:
                break
        return list(found.values())

    def shrunk(
        self, places: ArrayLike, wanted: float, *, wait: bool = False, rounds: int = 1
    ) -> list[int]:
        """Give up as much of each variable, dearest first, as leaves the answer as wanted.

        Wanted is the least probability, or the longest wait. The places, shape (places, variables),
        go side by side.
        """
        found = np.array(places, dtype=np.float64)
        order = np.argsort(-self.space.price * found, axis=1, kind="stable")
        for turn in order.T:
            found = self.cut(found, turn.tolist(), wanted, wait=wait, rounds=rounds)
        return self.look(found).tolist()

    def cut(
        self,
        places: Floats,
        variables: Sequence[int],
        wanted: float,
        *,
        wait: bool = False,
        rounds: int = 1,
    ) -> Floats:
        """Give up as much of one variable of each place as leaves the answer as wanted.

        Several amounts are looked at, because slopes do not see beyond the edge of a cliff.
        """
        found, rows = places.copy(), np.arange(len(places))
        low, high = np.zeros(len(places)), found[rows, variables]
        for _ in range(rounds):
            live = np.flatnonzero(high > low).tolist()
            levels = {j: np.linspace(low[j], high[j], SECTIONS + 1) for j in live}
            tried = [np.repeat(found[j][None], SECTIONS, axis=0) for j in live]
            for j, block in zip(live, tried, strict=True):
                block[:, variables[j]] = levels[j][:-1]
            here = self.look(np.concatenate([*tried, found[:0]]))
            results = self.results[here, WAIT if wait else CHANCE]
            fits = (results <= wanted if wait else results >= wanted).reshape(len(live), SECTIONS)
            for j, fit in zip(live, fits, strict=True):
                first = int(np.append(np.flatnonzero(fit), SECTIONS)[0])
                low[j], high[j] = levels[j][max(first - 1, 0)], levels[j][first]
        found[rows, variables] = high
        return found


def _alone(space: LeverSpace) -> Iterator[Floats]:
    """Nothing moved, and then each variable alone in even steps."""
    yield np.zeros(space.size)
    for k in range(space.size):
        for step in range(1, STEPS_ALONE + 1):
            yield _place(space, [(k, step / STEPS_ALONE)])


def _grid(space: LeverSpace) -> Iterator[Floats]:
    """Every lever at each of several amounts, as many as the number of places allows."""
    ways = np.array([len(lever.ends) for lever in space.parameters])
    steps = 0
    while steps < GRID_PLACES and float(np.prod(1.0 + (steps + 1) * ways)) <= GRID_PLACES:
        steps += 1
    if steps > 1 or (steps == 1 and ways.size <= FEW):
        parts = (np.arange(1, steps + 1) / steps).tolist()
        own = (np.flatnonzero(reach).tolist() for reach in space.reach)
        for amounts in product(*([None, *product(variables, parts)] for variables in own)):
            yield _place(space, filter(None, amounts))


def _few(space: LeverSpace, chosen: list[int]) -> Iterator[Floats]:
    """Pairs at half and at full reach, triples at full reach."""
    owner = np.abs(space.reach).argmax(axis=0)
    for many, parts in ((2, (0.5, 1.0)), (3, (1.0,))):
        for group in combinations(chosen, many):
            # Both ways of one lever would take back what they do, at the price of both.
            if np.unique(owner[list(group)]).size == many:
                for amounts in product(parts, repeat=many):
                    yield _place(space, zip(group, amounts, strict=True))


def _even(space: LeverSpace) -> Iterator[Floats]:
    """Places spread evenly over the box from lowest to highest of every lever."""
    low = np.array([lever.low for lever in space.parameters])
    high = np.array([lever.high for lever in space.parameters])
    primes = islice((n for n in count(2) if all(n % k for k in range(2, n))), low.size)
    roots = np.sqrt(np.array(list(primes), dtype=np.float64))
    for place in range(1, SPREAD_PLACES + 1):
        yield space.place_of(low + (place * roots % 1.0) * (high - low))


def _place(space: LeverSpace, amounts: Iterable[tuple[int, float]]) -> Floats:
    place = np.zeros(space.size)
    for k, part in amounts:
        place[k] = part
    return place
