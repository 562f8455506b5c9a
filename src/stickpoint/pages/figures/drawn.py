"""A clock's answer over draws → what its picture shows of them: bands, words and units."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.clock import Course
from stickpoint.answers.outcomes import together
from stickpoint.answers.sampling.draws import middle_of
from stickpoint.pages.wording.names import plain, upper
from stickpoint.pages.wording.numbers import percent, ranged, rounded

Floats = NDArray[np.float64]
PATHS = 2000
"""Simulated for the bands of the tolls; their edges are drawn, not read off to a digit."""
_KNOWN = {0.1: "early", 0.5: "median", 0.9: "late"}


@dataclass(frozen=True, eq=False)
class Drawn:
    """Reads off a course what the words and the bands of a picture are."""

    course: Course

    @property
    def curves(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Times, and the chance of being unsettled then: low end, median of the draws, high end."""
        ranges = self.course.ranges
        low, high = ranges.open_band()
        return ranges.times, low, middle_of(ranges.open), high

    def quantile(self, share: float) -> tuple[float, float, float] | None:
        """Return by when it is settled so surely, with its band; None beyond the horizon."""
        ranges = self.course.ranges
        if share in _KNOWN:
            values = getattr(ranges, _KNOWN[share])
            middle, (low, high) = ranges.middle(values), ranges.band(values)
        else:
            times, *rows = self.curves
            low, middle, high = (_first_below(times, row, 1 - share) for row in rows)
        return (middle, low, high) if math.isfinite(middle) else None

    def event(self, name: str) -> str:
        """Say what of nature's changes, in the words of the case."""
        texts = {chance.id: plain(chance.text) for chance in self.course.case.nature}
        return texts.get(name) or name.removeprefix("nature.").replace("_", " ")

    def outcome(self, name: str) -> str:
        """Name a way to end with its share and the band of that."""
        return f"{upper(plain(name))} {ranged(*map(percent, together(self.course, [name])))}"

    def toll(self, name: str) -> tuple[tuple[float, float, float], str]:
        """Return what a toll comes to, middle and band, and the words for that with its unit."""
        ranges, row = self.course.ranges, self.course.ranges.tolls[name]
        three = (ranges.middle(row), *ranges.band(row))
        unit = next(toll.unit for toll in self.course.case.tolls if toll.name == name)
        middle, low, high = map(rounded, three)
        return three, f"{upper(plain(name))}: {ranged(f'{middle} {unit}'.strip(), low, high)}"


def _first_below(times: Floats, row: Floats, level: float) -> float:
    """Return when a falling curve first comes down to a level; infinite where it does not."""
    here = np.flatnonzero(row <= level)
    if not here.size:
        return math.inf
    k = int(here[0])
    if k == 0:
        return float(times[0])
    drop = (row[k - 1] - level) / (row[k - 1] - row[k])
    return float(times[k - 1] + drop * (times[k] - times[k - 1]))


def spent(clock: Any, names: Sequence[str], over: Drawn | None) -> list[tuple[Any, str]]:
    """Return for each toll low end, middle and high end as parts of its measure, and words."""
    found: list[tuple[Any, str]] = []
    if over is not None:
        for (middle, low, high), said in map(over.toll, names):
            measure = middle or 1.0
            found.append(((low / measure, middle / measure, high / measure), said))
        return found
    bands = clock.simulate(PATHS).toll_quantiles((0.1, 0.5, 0.9))
    for name in names:
        expected, band = clock.tolls[name], bands[name]
        few, many = rounded(band[0.1]), rounded(band[0.9])
        said = f"{name}: {rounded(expected)} expected ({few} to {many})"
        found.append(([band[q] / expected for q in band], said))
    return found
