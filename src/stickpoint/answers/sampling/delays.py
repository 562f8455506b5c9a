"""A case → whose doing the wait is, over draws: shares, and times where these are no shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.progress import SHARES
from stickpoint.answers.sampling.draws import Draw, each_draw, middle_band, middle_of
from stickpoint.solve.clock.delay import Delay
from stickpoint.solve.clock.orders.in_order import Shared
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
NEARLY = 0.005
"""So little beyond nothing or the whole is rounded off."""
Three: TypeAlias = tuple[float, float, float]
"""A middle, and the low and the high end of the band about it."""


@dataclass(frozen=True, eq=False, repr=False)
class Delays(Result):
    """Shares of the wait, one row per draw.

    Attributes
    ----------
    names : tuple of str
        Parties, or issues.
    shares : ndarray of float, shape (draws, names)
        Not a number in draws where there is too little to share.
    total : ndarray of float, shape (draws,)
        How much time all of them together could save; not a number where no horizon tells.
    seed : int
    alone, average : ndarray of float, shape (draws, names)
        How much time each would save alone, and on average over the orders in which all could
        turn; not a number where none of them would change the wait.
    pooled : Shared or None
        Shares of the means over more draws, in each of which they turn in one order; None where the
        draws above are all there are.
    """

    names: tuple[str, ...]
    shares: Floats
    total: Floats
    seed: int
    alone: Floats
    average: Floats
    pooled: Shared | None = None

    @classmethod
    def of(cls, found: Sequence[Delay | None], names: tuple[str, ...], seed: int) -> Delays:
        """Gather what single draws come to; None stands for a draw that no horizon tells."""
        none = dict.fromkeys(names, float("nan"))

        def table(read: Callable[[Delay], dict[str, float]]) -> Floats:
            rows = [none if one is None else read(one) for one in found]
            return np.array([[row[name] for name in names] for row in rows])

        return cls(
            names=names,
            shares=table(lambda one: one.by_party),
            total=np.array([float("nan") if one is None else one.total for one in found]),
            seed=seed,
            alone=table(lambda one: none if one.moot else one.alone),
            average=table(lambda one: none if one.moot else one.time),
        )

    @property
    def draws(self) -> int:
        """How many draws were made."""
        return int(self.total.size)

    @property
    def told(self) -> Floats:
        """Rows of the draws in which there was something to share out."""
        return self.shares[_known(self.shares)]

    @property
    def moot(self) -> bool:
        """Whether in most of the draws that can tell nobody would change the wait."""
        return 2 * int(_known(self.alone).sum()) < max(1, int(np.isfinite(self.total).sum()))

    @property
    def are_parts(self) -> bool:
        """Whether every share, and every band of one, lies between nothing and the whole."""
        if self.moot or (_known(self.shares) != _known(self.alone)).any():
            return False
        said = [end for name in self.names for end in self.three(name)]
        return min(said) >= -NEARLY and max(said) <= 1 + NEARLY

    def three(self, name: str) -> Three:
        """Return one's share and its middle band over the draws that have one.

        The share is the median over these draws, or that of the means over more of them, which the
        band is then made to hold.
        """
        place = self.names.index(name)
        middle, low, high = _three(self.told[:, place])
        if self.pooled is None:
            return middle, low, high
        mean = float(self.pooled.shares[place])
        return mean, min(low, mean), max(high, mean)

    def saved_alone(self, name: str) -> Three:
        """Return how much time one alone would save, likewise."""
        return _three(self.alone[_known(self.alone), self.names.index(name)])

    def saved_on_average(self, name: str) -> Three:
        """Return what one saves on average over the orders in which all could turn, likewise."""
        return _three(self.average[_known(self.alone), self.names.index(name)])

    @property
    def saved_together(self) -> Three:
        """How much time all of them together could save, likewise."""
        return _three(self.total[_known(self.alone)])

    def band(self, name: str) -> tuple[float, float]:
        """Return the middle band of one's share; not a number where no draw has a share."""
        return self.three(name)[1:]

    def leads(self, name: str) -> float:
        """Return the part of the draws in which no other has a larger share."""
        return self._part(self.told.argmax(axis=1), name)

    def trails(self, name: str) -> float:
        """Return the part of the draws in which no other has a smaller share."""
        return self._part(self.told.argmin(axis=1), name)

    def _part(self, first: NDArray[np.intp], name: str) -> float:
        return float((first == self.names.index(name)).mean()) if first.size else float("nan")

    def table(self) -> pd.DataFrame:
        """Return one row per draw: the time that could be saved, and each one's share."""
        import pandas as pd

        found = pd.DataFrame(self.shares, columns=list(self.names)).rename_axis("draw")
        found.insert(0, "saved in all", self.total)
        return found

    def __repr__(self) -> str:
        """Say how many draws, of whom."""
        return f"<Delays: {self.draws} draws of {', '.join(self.names)}>"


def delays(
    ask: Callable[[Draw], Delay], *, draws: int = 20, seed: int = 0, step: str = SHARES
) -> Delays:
    """Ask whose doing the wait is for draws from the ranges of a case, those of `spread`."""
    found = each_draw(lambda number: ask(Draw(seed, number)), draws, step=step)
    return Delays.of(found, found[0].names, seed)


def _known(table: Floats) -> NDArray[np.bool_]:
    """Mark the rows in which every number is known."""
    return np.asarray(np.isfinite(table).all(axis=1), dtype=np.bool_)


def _three(values: Floats) -> Three:
    """Return the median of some draws and its middle band; not a number for none."""
    if not values.size:
        return (float("nan"),) * 3
    return (float(middle_of(values)), *middle_band(values))
