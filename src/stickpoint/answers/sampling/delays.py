"""Case → whose doing the wait is, over many draws from the ranges that the case leaves open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.sampling.draws import Draw, each_draw, middle_band
from stickpoint.solve.clock.delay import Delay
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Delays(Result):
    """Shares of the wait, one row per draw.

    Attributes
    ----------
    names : tuple of str
        Parties, or issues.
    shares : ndarray of float, shape (draws, names)
        Not a number in draws where hurry saves nothing.
    total : ndarray of float, shape (draws,)
        How much time all of them together could save.
    seed : int
    """

    names: tuple[str, ...]
    shares: Floats
    total: Floats
    seed: int

    @property
    def draws(self) -> int:
        """How many draws were made."""
        return int(self.total.size)

    @property
    def told(self) -> Floats:
        """Rows of the draws in which there was something to share out."""
        return self.shares[~np.isnan(self.shares).any(axis=1)]

    def band(self, name: str, share: float = 0.8) -> tuple[float, float]:
        """Return the middle band of one's share; not a number where no draw has a share."""
        values = self.told[:, self.names.index(name)]
        return middle_band(values, share) if values.size else (float("nan"), float("nan"))

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


def delays(ask: Callable[[Draw], Delay], *, draws: int = 20, seed: int = 0) -> Delays:
    """Ask whose doing the wait is for draws from the ranges of a case, those of `spread`."""
    found = each_draw(lambda number: ask(Draw(seed, number)), draws)
    names = found[0].names
    return Delays(
        names,
        np.array([[delay.by_party[name] for name in names] for delay in found]),
        np.array([delay.total for delay in found]),
        seed,
    )
