"""A number as somebody wrote it → what it may be: a point, a range or a triangle, with its unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from stickpoint.case.model.basis import NOWHERE, Place

DAYS_IN: dict[str, Fraction] = {
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(36525, 1200),
    "year": Fraction(36525, 100),
}
"""Days in each unit of time; a year is 365.25 days and a month a twelfth of it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity, as wide as its writer left it.

    Parameters
    ----------
    low, mid, high : float
        All three are equal for a point; ``mid`` is the middle of a range unless it was written.
    shape : str
        ``"point"``, ``"range"`` (equally likely throughout) or ``"triangle"`` (most likely at mid).
    unit : str or None
        The word after the slash of ``0.05/year``: day, week, month or year.
    written : str
        The words of the file.
    exact : Fraction
        ``mid`` without rounding, for comparisons that must not depend on it.
    name : str
        Which number of the case it is, such as ``parties.us.pace``; see `case.model.parameters`.
    place : Place
        Where it stands in the file.
    """

    low: float
    mid: float
    high: float
    shape: str
    unit: str | None
    written: str
    exact: Fraction
    name: str = ""
    place: Place = NOWHERE

    @property
    def is_open(self) -> bool:
        """Whether it is a range, not one number."""
        return self.low < self.high

    def per(self, unit: str) -> Amount:
        """Return the same amount per another unit of time; one without a unit stays as it is.

        Examples
        --------
        >>> from fractions import Fraction
        >>> Amount(12, 12, 12, "point", "year", "12/year", Fraction(12)).per("month").mid
        1.0
        """
        if self.unit is None or self.unit == unit:
            return self
        ratio = DAYS_IN[unit] / DAYS_IN[self.unit]
        low, mid, high = (float(Fraction(x) * ratio) for x in (self.low, self.mid, self.high))
        return replace(self, low=low, mid=mid, high=high, unit=unit, exact=self.exact * ratio)
