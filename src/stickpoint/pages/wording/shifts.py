"""How much shorter or longer something makes a wait → words, with the band of that."""

from __future__ import annotations

from stickpoint.pages.wording.numbers import duration

UNSEEN = 5e-3
"""Units of time that are as good as none."""


def shorter(saved: float, unit: str) -> str:
    """Say how much shorter a wait becomes.

    >>> shorter(3.6, "month"), shorter(-1.0, "month"), shorter(1e-4, "month")
    ('3.6 months shorter', '1 month longer', 'no shorter')
    """
    if abs(saved) < UNSEEN:
        return "no shorter"
    return f"{duration(abs(saved), unit)} {'shorter' if saved > 0 else 'longer'}"


def band(ends: tuple[float, float], unit: str) -> str:
    """Say from which to which length of time a change shortens the wait.

    >>> band((0.0, 3.6), "month"), band((0.4, 10.0), "month"), band((2.0, 2.0), "month")
    ('by nothing to 3.6 months', 'by 0.4 to 10 months', 'by 2 months')
    >>> band((-2.5, 2.0), "day"), band((-2.0, -1.0), "day"), band((-2.0, 0.0), "day")
    ('2.5 days longer to 2 days shorter', '1 to 2 days longer', '2 days longer to the same')
    """
    low, high = ("" if abs(end) < UNSEEN else duration(abs(end), unit) for end in ends)
    if not (low or high):
        return "by nothing"
    if ends[0] >= 0 or not low:
        return f"by {_from_to(low or 'nothing', high, unit)}"
    if ends[1] < 0 and high:
        return f"{_from_to(high, low, unit)} longer"
    return f"{low} longer to " + (f"{high} shorter" if high else "the same")


def with_band(three: tuple[float, float, float], unit: str, *, drawn: bool = True) -> str:
    """Say how much shorter a wait becomes, and the band of that in brackets, where any was drawn.

    >>> with_band((2.0, 0.5, 3.0), "day"), with_band((0.0, 0.0, 0.0), "day")
    ('2 days shorter (by 0.5 to 3 days)', 'no shorter over all ranges')
    """
    middle, *ends = (shorter(saved, unit) for saved in three)
    if not drawn:
        return middle
    same = all(end == middle for end in ends)
    return f"{middle} over all ranges" if same else f"{middle} ({band(three[1:], unit)})"


def _from_to(low: str, high: str, unit: str) -> str:
    """Say two lengths of time, the unit once."""
    if low == high:
        return low
    return f"{low.removesuffix('s').removesuffix(f' {unit}')} to {high}"
