"""Where an item may be settled on its line: five rules side by side, over draws from ranges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.answer import Answer
from stickpoint.answers.scale.positions import Positions
from stickpoint.errors import ModelError
from stickpoint.solve.scale.bargaining import kalai_smorodinsky_point, nash_point, zone
from stickpoint.solve.scale.challenge import Challenges, challenge
from stickpoint.solve.scale.means import pulls, weighted_mean, weighted_median

Floats = NDArray[np.float64]
DRAWS = 400
RULES = ("mean", "median", "challenge", "nash", "kalai_smorodinsky")
"""In the order in which they are shown: what has been beaten least stands first."""
INNER = (0.1, 0.5, 0.9)
"""Four draws in five lie between the first and the last of these parts."""


@dataclass(frozen=True, eq=False, repr=False)
class Scale(Answer):
    """Five answers to where an item on a line may be settled.

    Parameters
    ----------
    positions : Positions
    reference : float or None
        Where the matter stays without agreement, for the points of Nash and of Kalai and
        Smorodinsky; without one no agreement counts as a settlement one whole scale away.
    draws, seed : int
    """

    positions: Positions
    reference: float | None = None
    draws: int = DRAWS
    seed: int = 0

    question = "scale"

    @property
    def is_open(self) -> bool:
        """Whether any number is a range, so that the points have one, too."""
        return self.positions.is_open

    @cached_property
    def _drawn(self) -> tuple[Floats, Floats, Floats]:
        return self.positions.drawn(self.draws if self.is_open else 1, self.seed)

    @cached_property
    def points(self) -> dict[str, Floats]:
        """For each of `RULES` where it has the item settled, a number a draw."""
        x, c, s = self._drawn
        weights, reference = c * s, self._reference
        return {
            "mean": weighted_mean(x, weights),
            "median": weighted_median(x, weights),
            "challenge": self.challenges.point,
            "nash": nash_point(x, weights, reference),
            "kalai_smorodinsky": kalai_smorodinsky_point(x, weights, reference),
        }

    @cached_property
    def challenges(self) -> Challenges:
        """The rounds of the challenge model, among those who have any weight at all."""
        x, c, s = self._drawn
        heard = (c * s > 0).any(0)
        return challenge(x[:, heard], c[:, heard], s[:, heard])

    @property
    def _reference(self) -> Floats | None:
        if self.reference is None:
            return None
        return np.full(self._drawn[0].shape[0], float(self.reference))

    def inner(self, rule: str) -> tuple[float, float, float]:
        """Return within which points four draws in five lie, with the middle between them."""
        low, mid, high = np.quantile(self.points[rule], INNER)
        return float(low), float(mid), float(high)

    @cached_property
    def pulls(self) -> Floats:
        """How far the mean would move without each party, averaged over draws.

        Not a number for a party of which the others have no weight.
        """
        x, c, s = self._drawn
        return np.asarray(pulls(x, c * s).mean(0))

    @cached_property
    def shares(self) -> Floats:
        """What part of all weight each party has, averaged over draws."""
        _, c, s = self._drawn
        return np.asarray((c * s / (c * s).sum(1, keepdims=True)).mean(0))

    @cached_property
    def closed(self) -> float:
        """In what part of the draws nobody can gain without another's loss.

        0 without a reference.
        """
        if self._reference is None:
            return 0.0
        x, c, s = self._drawn
        low, high = zone(x, c * s, self._reference)
        return float(np.mean(high - low <= 1e-9 * np.maximum(1.0, np.abs(high))))


def scale(
    positions: Positions, reference: float | None = None, *, draws: int = DRAWS, seed: int = 0
) -> Scale:
    """Ask where an item on a line may be settled.

    Parameters
    ----------
    positions : Positions
    reference : float, optional
        Where the matter stays without agreement.
    draws, seed : int
        How many draws from the ranges, and where they begin.

    Raises
    ------
    ModelError
        A reference that is no finite number, or no draws.

    Examples
    --------
    >>> from stickpoint.answers.scale.positions import Interval, Stand
    >>> one, two = Interval(1, 1), Interval(2, 2)
    >>> asked = Positions((Stand("a", one, one, one), Stand("b", two, two, one)))
    >>> [round(scale(asked).inner(rule)[1], 3) for rule in ("mean", "median")]
    [1.667, 2.0]
    """
    if reference is not None and not np.isfinite(reference):
        raise ModelError(f"reference {reference} found; a number on the scale is expected")
    if draws < 1:
        raise ModelError(f"{draws} draws found; at least 1 is needed")
    return Scale(positions, reference, draws, seed)
