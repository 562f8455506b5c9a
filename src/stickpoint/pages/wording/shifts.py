"""How much shorter or longer something makes a wait → words, with the band of that."""

from __future__ import annotations

import math

from stickpoint.pages.wording.numbers import duration

LITTLE = 5e-3
"""Parts of the wait that nobody could tell from none; the clock errs by far less."""
UNSEEN = 5e-3
"""Units of time that are as good as none where the wait is not known or never ends."""


def unseen(wait: float | None) -> float:
    """Return so much time that it is no change of a wait to speak of.

    >>> unseen(200.0), unseen(0.1), unseen(None)
    (1.0, 0.0005, 0.005)
    """
    return UNSEEN if wait is None or not math.isfinite(wait) or wait <= 0 else LITTLE * wait


def shorter(saved: float, unit: str, wait: float | None) -> str:
    """Say how much shorter a wait becomes.

    >>> shorter(3.6, "month", 10.0), shorter(-1.0, "month", 10.0), shorter(-0.0096, "month", 3.9)
    ('3.6 months shorter', '1 month longer', 'no different to speak of')
    """
    if abs(saved) < unseen(wait):
        return "no different to speak of"
    return f"{duration(abs(saved), unit)} {'shorter' if saved > 0 else 'longer'}"


def band(ends: tuple[float, float], unit: str, wait: float | None) -> str:
    """Say from which to which length of time a change shortens the wait.

    >>> band((0.0, 3.6), "month", 9.0), band((0.4, 9.0), "month", 9.0), band((2.0, 2.0), "day", 9.0)
    ('by nothing to 3.6 months', 'by 0.4 to 9 months', 'by 2 days')
    >>> band((-2.5, 2.0), "day", 9.0), band((-2.0, -1.0), "day", 9.0)
    ('2.5 days longer to 2 days shorter', '1 to 2 days longer')
    >>> band((-2.0, 0.0), "day", 9.0)
    '2 days longer to the same'
    """
    least = unseen(wait)
    low, high = ("" if abs(end) < least else duration(abs(end), unit) for end in ends)
    if not (low or high):
        return "by nothing"
    if ends[0] >= 0 or not low:
        return f"by {_from_to(low or 'nothing', high, unit)}"
    if ends[1] < 0 and high:
        return f"{_from_to(high, low, unit)} longer"
    return f"{low} longer to " + (f"{high} shorter" if high else "the same")


def with_band(
    three: tuple[float, float, float], unit: str, wait: float | None, *, drawn: bool = True
) -> str:
    """Say how much shorter a wait becomes, and the band of that in brackets, where any was drawn.

    >>> with_band((2.0, 0.5, 3.0), "day", 9.0), with_band((0.0, 0.0, 0.0), "day", 9.0)
    ('2 days shorter (by 0.5 to 3 days)', 'no different to speak of over all ranges')
    """
    middle, *ends = (shorter(saved, unit, wait) for saved in three)
    if not drawn:
        return middle
    same = all(end == middle for end in ends)
    return f"{middle} over all ranges" if same else f"{middle} ({band(three[1:], unit, wait)})"


def _from_to(low: str, high: str, unit: str) -> str:
    """Say two lengths of time, the unit once."""
    if low == high:
        return low
    return f"{low.removesuffix('s').removesuffix(f' {unit}')} to {high}"
