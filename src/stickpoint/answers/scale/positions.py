"""Who stands where on one open item: positions, capability and salience, numbers or ranges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.sampling.points import points
from stickpoint.errors import ModelError

Floats = NDArray[np.float64]
HUNDRED = 100.0
"""Saliences above 1 are out of so many."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A number from ``low`` to ``high``, every part of it as likely; equal where it is known."""

    low: float
    high: float

    @property
    def mid(self) -> float:
        """Its middle."""
        return (self.low + self.high) / 2

    @property
    def is_open(self) -> bool:
        """Whether it is a range."""
        return self.low < self.high


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one party stands, with what capability and salience."""

    name: str
    position: Interval
    capability: Interval
    salience: Interval
    line: int = 0


@dataclass(frozen=True)
class Positions:
    """Every party that has a stand on one item, in the order of the file.

    Raises
    ------
    ModelError
        Fewer than two parties, a negative number where none can be, or no weight at all.
    """

    stands: tuple[Stand, ...]
    path: str = ""

    def __post_init__(self) -> None:
        if len(self.stands) < 2:
            raise ModelError(f"{len(self.stands)} parties found; two have to differ over an item")
        for stand in self.stands:
            if min(stand.capability.low, stand.salience.low) < 0:
                raise ModelError(f"{stand.name!r}: capability and salience are not below 0")
        if not any(stand.capability.low > 0 < stand.salience.low for stand in self.stands):
            raise ModelError("nobody has both capability and salience, so nothing weighs anything")

    @property
    def names(self) -> tuple[str, ...]:
        """What the parties are called."""
        return tuple(stand.name for stand in self.stands)

    @property
    def is_open(self) -> bool:
        """Whether any of the numbers is a range."""
        return any(
            part.is_open
            for stand in self.stands
            for part in (stand.position, stand.capability, stand.salience)
        )

    @property
    def out_of_hundred(self) -> bool:
        """Whether saliences are out of 100, as they are where one is above 1."""
        return any(stand.salience.high > 1 for stand in self.stands)

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest position that anybody may take."""
        places = [stand.position for stand in self.stands]
        return min(place.low for place in places), max(place.high for place in places)

    def drawn(self, draws: int, seed: int) -> tuple[Floats, Floats, Floats]:
        """Draw positions, capabilities and saliences, each a function of the seed and its name.

        Returns
        -------
        positions, capability, salience : ndarray of float, shape (draws, parties)
            Salience from 0 to 1.
        """
        parts = ("position", "capability", "salience")
        found = [
            np.stack([_drawn(stand, part, draws, seed) for stand in self.stands], axis=1)
            for part in parts
        ]
        return found[0], found[1], found[2] / (HUNDRED if self.out_of_hundred else 1.0)


def _drawn(stand: Stand, part: str, draws: int, seed: int) -> Floats:
    span: Interval = getattr(stand, part)
    if not span.is_open:
        return np.full(draws, span.low)
    where = points(seed, f"{stand.name}.{part}", 0, draws)
    return np.asarray(span.low + (span.high - span.low) * where)
