"""The numbers of a forecast that come from the program, not from the case, and their origin."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """How a forecast is made. Every number but ``draws`` and ``tolerance`` is a prior.

    Parameters
    ----------
    hold : float
        η: terms become an end at this part of the lowest pace. A quarter was fixed before it was
        tried on eighteen deadlocks: of these the middle 80 % then covered 17 instead of 6, and a
        rate of the whole or a tenth of the pace did not change that much. 0: at once.
    agreements : bool
        Whether several parties may also meet any terms together, by a joint act, and not only those
        of which the case says so; these have to stand as others do. Off until it is shown to
        forecast better than single moves alone.
    look : float
        L: how far parties look ahead, in mean waits for a chance to move. Infinite: to the end.
    far : float
        How many times ``look`` the values of a moment reach: what lies further weighs less than
        e^-far. No date is a horizon at which parties would rush.
    until : float
        How many times ``look`` the course is followed; beyond, it settles as fast as at the end.
    tempo_middle, tempo_spread : float
        The logarithm of the tempo κ is normal with this mean and standard deviation. A spread of 0
        is the paces as written. Centred on the paces as written, since a shift that fits famous
        deadlocks makes others far too long. Of widths 0, 0.25, 0.5 and 1, those up to 0.5 scored
        alike on the training half of the calibration cases, and 1 worse.
    moves, kind, any_length, waits : float
        Weights of what is pooled, in any proportion: the parties' moves as the clock has them, the
        base rate of the case's kind (or, where it names none, any length from a day to ten years,
        every order of magnitude as likely as the other), and the plain rule of mean waits. Chosen
        on the training half (``benchmarks/calibration/VARIANTS.md``).
    stable : float
        Weight of the stability lens in the shares of the ways to end.
    draws, most_draws : int
        How many draws; how many at most, where the silence so far leaves few of them their weight.
    effective : float
        So many equally weighted draws the weighted ones are to be worth.
    tolerance : float
        Of the solver, per step. At 1e-4, and at 1e-3 too, no printed time or share of a built-in
        case with payoffs differs from that at 1e-7 (``benchmarks/ensemble.py`` shows it).
    """

    hold: float = 0.25
    agreements: bool = False
    look: float = 30.0
    far: float = 4.0
    until: float = 8.0
    tempo_middle: float = 0.0
    tempo_spread: float = 0.5
    moves: float = 2.0
    kind: float = 1.0
    any_length: float = 0.5
    waits: float = 3.0
    stable: float = 0.5
    draws: int = 400
    most_draws: int = 1600
    effective: float = 100.0
    tolerance: float = 1e-4


USUAL = Rules()
"""What a forecast uses unless it is told otherwise."""
SHORTEST, LONGEST = 1.0, 3652.5
"""A deadlock of which nothing is known lasts a day to ten years."""
