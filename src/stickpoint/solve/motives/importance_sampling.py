"""A log-likelihood over the unit cube → its mean, and a map of the cube onto where it is.

Where the likelihood crowds into a corner of the box, drawing from the whole box finds nothing, and
what a sampler with few points finds by walking towards the corner is biased. So the box is first
looked over by rounds of draws, from densities fitted to what those before have found, the
likelihood raised to a power that lets enough of them count and that grows to one (O. Cappé and
others, 2004, "Population Monte Carlo", *J. Comput. Graph. Stat.* 13, 907-929; all draws are weighed
together, by the mixture that they came from: J.-M. Cornuet and others, 2012, *Scand. J. Stat.* 39,
798-812).

What is known is also learnt from (`emulator`), and what that foretells costs next to nothing: a
density is fitted to it, many points are drawn from this, and only some of them are scored, chosen
by what is foretold. Once these count for enough, two such rounds give the estimate. A point weighs
as its likelihood by the density it was drawn from and by the chance that it was chosen, both known
before it was scored. So the mean is right whatever is foretold, and only the error hangs on that
(sampling in two phases: J. Neyman, 1938, *J. Am. Stat. Assoc.* 33, 101-116). A tenth of what is
drawn comes from the whole cube, and a tenth of what is chosen is so by chance alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.motives.copula_density import CopulaDensity, draw, log_mixture
from stickpoint.solve.motives.emulator import Emulator

Floats = NDArray[np.float64]
Many = Callable[[Floats], Floats]

ROUNDS = 30
ENOUGH = 0.2
"""A round's power is the highest at which the draws so far count as so much of ``draws``."""
NEAR = 15.0
"""Natural units below the best that a point lies at most to be learnt from; see also `BELOW`."""
BELOW = 4.0
"""Less likely than the mean by so much, no part of the cube adds a fiftieth to the mean."""
CHEAP = 24
"""Points that are foretold at each fit, in ``draws``."""
MANY = 64, 512
"""Points of which those that count are chosen, in ``draws``: at first, and at most."""
HELD = 400.0
"""What is foretold of them counts as so many even draws, if that many points can bring it about."""
FITS = 8
"""Densities that are fitted to what is foretold, one after another, at most."""
MIXTURE = 0.7, 0.2, 0.1
"""Points chosen by what is foretold, by its root, and by chance alone."""
GOOD = 0.3
"""The estimate is begun once a round's scored points count as so much of them."""
WELL_COUNTED = 100.0
"""Rounds go on until those of the estimate count as so many draws."""


@dataclass(frozen=True)
class ImportanceSample:
    """What the rounds found.

    ``density`` is fitted to the likelihood itself. ``value`` and ``error``: the log of the mean
    likelihood by the points of the last rounds, and its error; minus infinity where no draw was
    possible. ``points`` and ``weights``: those, and what each counts; weights sum to one.
    """

    density: CopulaDensity
    value: float
    error: float
    points: Floats
    weights: Floats


def importance_sample(many: Many, size: int, *, draws: int, seed: int) -> ImportanceSample:
    """Look a likelihood over the unit cube over.

    ``many`` gives log-likelihoods, -inf allowed, of points (points, size). Two rounds of ``draws``
    points give the estimate; those before take half as many from a density and a quarter by what
    is foretold.
    """
    search = _Search(many, size, draws, np.random.default_rng(seed))
    last: list[_Chosen] = []
    wanted = 0
    for k in range(ROUNDS):
        if wanted == 0 and k >= ROUNDS - 2:
            wanted = 2
        found = search.choose(draws if wanted else draws // 4, certain=bool(wanted))
        if wanted:
            last, wanted = [*last[-1:], found], wanted - 1
            if wanted == 0 and _counted(_together(last)) >= min(WELL_COUNTED, draws / 2):
                break
        elif search.is_ready(found):
            wanted = 2
        if wanted == 0:
            search.look_over()
    return _sample(last)


@dataclass(frozen=True)
class _Chosen:
    """Points that were scored, and the log of what each weighs; ``spread`` is the error before.

    ``density`` is that from which points were drawn, ``full`` whether it was fitted to what is
    foretold of the likelihood itself, not of a power of it.
    """

    points: Floats
    logs: Floats
    density: CopulaDensity
    spread: float
    full: bool


@dataclass
class _Search:
    """What is known of a likelihood, and how more is found out."""

    many: Many
    size: int
    draws: int
    random: np.random.Generator
    points: Floats = field(init=False)
    logs: Floats = field(init=False)
    high: NDArray[np.bool_] = field(init=False)
    drawn: list[tuple[CopulaDensity | None, int]] = field(init=False)
    known: CopulaDensity = field(init=False)
    mean: float = np.inf
    sure: int = 0
    """Rounds in turn whose draws count for enough at full power."""
    foretold: CopulaDensity | None = None

    def __post_init__(self) -> None:
        """Draw evenly from the cube."""
        self.points = self.random.random((self.draws, self.size))
        self.logs = self.many(self.points)
        self.drawn = [(None, self.draws)]
        self.high = np.zeros(self.draws, dtype=np.bool_)
        self.known = CopulaDensity.fit(self.points, np.full(self.draws, 1 / self.draws))

    def _add(self, points: Floats, high: NDArray[np.bool_] | None = None) -> Floats:
        logs = self.many(points)
        high = np.zeros(len(points), dtype=np.bool_) if high is None else high
        self.high = np.concatenate((self.high, high))
        self.points = np.concatenate((self.points, points))
        self.logs = np.concatenate((self.logs, logs))
        return logs

    def look_over(self) -> None:
        """Score draws from the density that was fitted last to what is known."""
        count = self.draws // 2
        self._add(draw(self.known, count, self.size, self.random))
        self.drawn.append((self.known, count))

    def is_ready(self, found: _Chosen) -> bool:
        """Tell whether the next rounds may give the estimate."""
        good = found.full and _counted(found.logs) > GOOD * len(found.logs)
        return self.sure >= 2 or (good and found.spread < 0.25)

    def choose(self, count: int, *, certain: bool) -> _Chosen:
        """Score some of many points, chosen by what is foretold.

        Of as many as it takes for what is foretold to be ``certain``.
        """
        power = self._fit_known()
        if not np.isfinite(self.logs).any():
            points = self.random.random((count, self.size))
            return _Chosen(points, self._add(points), self.known, 1.0, full=False)
        best = float(self.logs.max())
        near = max(NEAR, best - self.mean + BELOW)
        # What was foretold to be high and is not must be known to be low.
        foretell = Emulator.fit(self.points, self.logs, near, self.high)
        density, full = self._fit_foretold(foretell)
        self.foretold = density if full or power < 1 else None
        least, most = (MANY[0], MANY[1]) if certain else (CHEAP, CHEAP)
        for many in _doubled(least * self.draws, most * self.draws):
            points = draw(density, many, self.size, self.random)
            counts = -log_mixture(points, [(density, 1)])
            logs = foretell(points)
            held = _counted(logs + counts)
            if held >= HELD:
                break
        chances = _chances(logs, counts)
        place = self._pick(chances, count)
        once, back = np.unique(place, return_inverse=True)
        scored = self._add(points[once], logs[once] > best - near)
        weighs = scored[back] + (counts - np.log(many * chances))[place]
        if _counted(weighs) >= 0.1 * count:
            self.mean = _mean(weighs)[0]
        return _Chosen(points[place], weighs, density, 1 / np.sqrt(held), full)

    def _pick(self, chances: Floats, count: int) -> NDArray[np.int64]:
        """Choose points by their chances, at even steps through them."""
        mass = np.cumsum(chances)
        steps = (np.arange(count) + self.random.random()) / count
        return np.searchsorted(mass, steps * mass[-1]).clip(max=chances.size - 1)

    def _fit_known(self) -> float:
        """Fit a density to what is known, raised to a power; return this."""
        counts = -log_mixture(self.points, self.drawn)
        power = _power(self.logs, counts, ENOUGH * self.draws)
        self.sure = self.sure + 1 if power == 1 else 0
        if np.isfinite(self.logs).any():
            self.known = CopulaDensity.fit(self.points, _normal(_raised(self.logs, power) + counts))
        return power

    def _fit_foretold(self, foretell: Emulator) -> tuple[CopulaDensity, bool]:
        """Fit a density to what is foretold; tell whether at full power."""
        count = CHEAP * self.draws
        sources = [self.known] if self.foretold is None else [self.known, self.foretold]
        for turn in range(FITS):
            each = count // len(sources)
            parts = [draw(one, each, self.size, self.random) for one in sources]
            points = np.concatenate(parts)
            counts = -log_mixture(points, [(one, each) for one in sources])
            logs = foretell(points)
            power = _power(logs, counts, 0.02 * count)
            density = CopulaDensity.fit(points, _normal(power * logs + counts))
            if power == 1 and turn > 0:
                break
            sources = [self.known, density] if turn < 2 and power < 1 else [density]
        return density, power == 1


def _doubled(first: int, last: int) -> list[int]:
    """List numbers from the first, each twice the one before, up to the last."""
    found = [first]
    while found[-1] * 2 <= last:
        found.append(found[-1] * 2)
    return found


def _chances(logs: Floats, counts: Floats) -> Floats:
    """Return the chance of each point to be chosen."""
    by, root, even = MIXTURE
    mixed: Floats = by * _normal(logs + counts) + root * _normal(logs / 2 + counts)
    return mixed + even / logs.size


def _together(rounds: list[_Chosen]) -> Floats:
    return np.concatenate([found.logs for found in rounds])


def _sample(rounds: list[_Chosen]) -> ImportanceSample:
    """Return the estimate that rounds give, of which none knows the points of those after it."""
    logs = _together(rounds)
    value = _mean(logs)[0]
    each = [(*_mean(found.logs), found.spread) for found in rounds]
    error = float(np.sqrt(sum(one**2 + two**2 for _, one, two in each)) / len(each))
    if np.isfinite([found for found, *_ in each]).all():
        error = max(error, abs(each[0][0] - each[-1][0]) / 2)
    weights = _normal(logs) if np.isfinite(logs).any() else np.full(logs.size, 1 / logs.size)
    points = np.concatenate([found.points for found in rounds])
    return ImportanceSample(rounds[-1].density, value, error, points, weights)


def _power(logs: Floats, counts: Floats, enough: float) -> float:
    """Find the highest power, at most one, at which draws count as enough."""
    if not np.isfinite(logs).any() or _counted(logs + counts) >= enough:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        is_enough = _counted(_raised(logs, middle) + counts) >= enough
        low, high = (middle, high) if is_enough else (low, middle)
    return low


def _counted(logs: Floats) -> float:
    """Return how many even draws are worth as much as weighted ones."""
    return float(1 / (_normal(logs) ** 2).sum()) if np.isfinite(logs).any() else 0.0


def _raised(logs: Floats, power: float) -> Floats:
    return np.where(np.isfinite(logs), power * np.where(np.isfinite(logs), logs, 0.0), -np.inf)


def _normal(logs: Floats) -> Floats:
    weights: Floats = np.exp(logs - logs.max())
    return weights / weights.sum()


def _mean(logs: Floats) -> tuple[float, float]:
    """Return the log of the mean of what is given by logs, and its error."""
    top = logs.max()
    if not np.isfinite(top):
        return -np.inf, 0.0
    parts = np.exp(logs - top)
    mean = parts.mean()
    return float(top + np.log(mean)), float(parts.std(ddof=1) / np.sqrt(parts.size) / mean)
