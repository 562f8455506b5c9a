"""A log-likelihood over the unit cube → its mean, and a map of the cube onto where it is.

Where the likelihood crowds into a corner of the box, drawing from the whole box finds nothing, and
what a sampler with few points finds by walking towards the corner is biased. So the box is first
looked over by rounds of draws, from densities fitted to what those before have found, the
likelihood raised to a power that lets enough of them count and that grows to one (O. Cappé and
others, 2004, "Population Monte Carlo", *J. Comput. Graph. Stat.* 13, 907-929). All points that were
scored are weighed together, by the mixture that the draws among them came from (J.-M. Cornuet and
others, 2012, *Scand. J. Stat.* 39, 798-812); those that were chosen are weighed so too, which is
rough, and serves only to say where to draw next.

What is known is also learnt from (`emulator`), and what that foretells costs next to nothing: a
density is fitted to it, many points are drawn from this, and only some of them are scored, chosen
by what is foretold. Once these count for enough, two such rounds give the estimate. A point weighs
as its likelihood by the density it was drawn from and by the chance that it was chosen, both known
before it was scored. So the mean likelihood by one round is right on average whatever is foretold
(sampling in two phases: J. Neyman, 1938, *J. Am. Stat. Assoc.* 33, 101-116). Its logarithm is not:
where what is foretold misses, a round mostly lies low, and its error, which knows only what was
met, is too small. So the largest weight counts in the error, and more is chosen by chance
after a miss. Rounds are done over until two count for enough, which looks at the draws that are
kept and puts the log a little low. A tenth of what is drawn comes from the whole cube, and a tenth
of what is chosen, at least, is so by chance alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.motives.copula_density import (
    CopulaDensity,
    counted,
    draw,
    largest,
    log_mean,
    log_mixture,
    normal,
    power_of,
    raised,
)
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
PILOT = 16
"""Points by which it is settled how many are drawn for an estimate, in ``draws``."""
MANY = 64, 512
"""Points of which those that count are chosen, in ``draws``: at least, and at most."""
HELD = 400.0
"""What is foretold of them counts as so many even draws, if that many points can bring it about."""
FITS = 8
"""Densities that are fitted to what is foretold, one after another, at most."""
MIXTURE = 0.7, 0.2, 0.1
"""Points chosen by what is foretold, by its root, and by chance alone."""
MISSED = 0.4, 0.35, 0.25
"""The same after a round that met an impossible point or counts as less than `GOOD` of its own."""
GOOD = 0.3
"""The estimate is begun once a round's scored points count as so much of them."""
WELL_COUNTED = 100.0
"""Rounds go on until those of the estimate count as so many draws."""


@dataclass(frozen=True)
class ImportanceSample:
    """What the rounds found.

    ``density`` is fitted to what is foretold of the likelihood. ``value`` and ``error``: the log of
    the mean likelihood by the points of the last rounds, and its error; minus infinity where no
    draw was possible. ``points`` and ``weights``: those, and what each counts; weights sum to one.
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
            if wanted == 0 and counted(_together(last)) >= min(WELL_COUNTED, draws / 2):
                break
        elif search.is_ready(found):
            wanted = 2
        if wanted == 0:
            search.look_over()
    return _sample(last)


@dataclass(frozen=True)
class _Chosen:
    """Points that were scored, and the log of what each weighs.

    ``spread`` is the error that the points have of which these were chosen.
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
    mixture: tuple[float, float, float] = MIXTURE

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
        good = found.full and counted(found.logs) > GOOD * len(found.logs)
        return self.sure >= 2 or (good and found.spread < 0.25)

    def choose(self, count: int, *, certain: bool) -> _Chosen:
        """Score some of many points, chosen by what is foretold.

        Of as many as it takes for what is foretold to be ``certain``, as a pilot tells.
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
        many = CHEAP * self.draws
        if certain:
            _, logs, counts = self._foretell(foretell, density, PILOT * self.draws)
            many = _enough(counted(logs + counts) / logs.size, self.draws)
        points, logs, counts = self._foretell(foretell, density, many)
        chances = _chances(logs, counts, self.mixture)
        place = self._pick(chances, count)
        once, back = np.unique(place, return_inverse=True)
        scored = self._add(points[once], logs[once] > best - near)
        ratios = scored[back] + counts[place]
        weighs = ratios - np.log(many * chances[place])
        if counted(weighs) >= 0.1 * count:
            self.mean = log_mean(weighs)[0]
        is_met = np.isfinite(weighs).all() and counted(weighs) >= GOOD * count
        self.mixture = MIXTURE if is_met else MISSED
        spread = max(counted(logs + counts) ** -0.5, _spread(ratios, weighs, many))
        return _Chosen(points[place], weighs, density, spread, full)

    def _foretell(
        self, foretell: Emulator, density: CopulaDensity, many: int
    ) -> tuple[Floats, Floats, Floats]:
        """Draw points; return them, what is foretold of each, and the log of what each counts."""
        points = draw(density, many, self.size, self.random)
        return points, foretell(points), -log_mixture(points, [(density, 1)])

    def _pick(self, chances: Floats, count: int) -> NDArray[np.int64]:
        """Choose points by their chances, at even steps through them."""
        mass = np.cumsum(chances)
        steps = (np.arange(count) + self.random.random()) / count
        return np.searchsorted(mass, steps * mass[-1]).clip(max=chances.size - 1)

    def _fit_known(self) -> float:
        """Fit a density to what is known, raised to a power; return this."""
        counts = -log_mixture(self.points, self.drawn)
        power = power_of(self.logs, counts, ENOUGH * self.draws)
        self.sure = self.sure + 1 if power == 1 else 0
        if np.isfinite(self.logs).any():
            self.known = CopulaDensity.fit(self.points, normal(raised(self.logs, power) + counts))
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
            power = power_of(logs, counts, 0.02 * count)
            density = CopulaDensity.fit(points, normal(power * logs + counts))
            if power == 1 and turn > 0:
                break
            sources = [self.known, density] if turn < 2 and power < 1 else [density]
        return density, power == 1


def _enough(share: float, draws: int) -> int:
    """Return how many points are drawn of which each counts as so much of an even one."""
    least, most = (part * draws for part in MANY)
    return min(max(least, round(HELD / max(share, HELD / most))), most)


def _spread(ratios: Floats, weighs: Floats, many: int) -> float:
    """Return the error of the mean of so many ratios, of which some were scored by chance."""
    if not np.isfinite(weighs).any():
        return 0.0
    second = log_mean(weighs + ratios)[0] - 2 * log_mean(weighs)[0]
    return float(np.sqrt(np.exp(second) / many))


def _chances(logs: Floats, counts: Floats, mixture: tuple[float, float, float]) -> Floats:
    """Return the chance of each point to be chosen."""
    by, root, even = mixture
    mixed: Floats = by * normal(logs + counts) + root * normal(logs / 2 + counts)
    return mixed + even / logs.size


def _together(rounds: list[_Chosen]) -> Floats:
    return np.concatenate([found.logs for found in rounds])


def _sample(rounds: list[_Chosen]) -> ImportanceSample:
    """Return the estimate that rounds give, of which none knows the points of those after it."""
    logs = _together(rounds)
    value = log_mean(logs)[0]
    each = [(*log_mean(found.logs), found.spread) for found in rounds]
    error = float(np.sqrt(sum(one**2 + two**2 for _, one, two in each)) / len(each))
    # Nothing says that a weight as large as the largest was not missed elsewhere.
    error = float(np.hypot(error, largest(logs)))
    empty = ~np.isfinite([found for found, *_ in each])
    # Where one round found nothing, what the other found counts for half.
    error = max(error, np.log(2) if empty.any() else abs(each[0][0] - each[-1][0]) / 2)
    weights = normal(logs) if np.isfinite(logs).any() else np.full(logs.size, 1 / logs.size)
    points = np.concatenate([found.points for found in rounds])
    return ImportanceSample(rounds[-1].density, value, error, points, weights)
