"""Where little is asked: shorter polynomials, or numbers of 32 bits where all have two options.

Numbers of 32 bits take half the room and half the operations, and exponentials and logarithms of
them less than half. The loops for them know of nothing but pairs of options and chance, for every
loop more would have to be compiled once more.

A number of 32 bits is off by up to 6e-8 of itself. Control of errors does not see that: what is
rounded away does not depend on the step. So what values, weights and chances can come to at most is
found before, and where their rounding could tell, numbers have 64 bits. Times always have.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.layout import Floats, Moves, Numbers

LEAST = 1e-4
"""The least tolerance for which they do."""
FEWEST = 512
"""Fewer values than that are found before loops for them would be compiled."""
ROUGHNESS = 2e-9
"""Of a weight, what shorter polynomials leave out at most; of a logarithm a tenth of that."""
ROUNDING = float(np.finfo(np.float32).eps) / 2
_SAFETY = 10.0
"""A rounded value may move the exponent of a choice by a tenth of the tolerance at most.

The roundings of many steps add up, and the control of errors sees none of them. At this limit
32 bits err by at most a tolerance more than 64 on 269 of 273 random sets (`benchmarks/README.md`).
"""
_FOURFOLD = float(np.log(4.0))
_GAINS = 40.0
"""What switching pays may add so much to an exponent: sums of weights stay far below 3e38."""


def will_do(moves: Moves, tolerance: float) -> bool:
    """Tell whether there are loops for games with such moves, side by side, and it pays."""
    parties = moves.pace.size
    if tolerance < LEAST or parties * moves.settled.size < FEWEST or moves.joint.source.size:
        return False
    if not (moves.is_free & ~moves.costs_nothing & (moves.bits == 2)).all():
        return False
    # Each block holds, in order, all four vectors of two options, as `pair_kernels.is_pair` asks.
    whole = (np.diff(moves.begin) == 4).all() and (np.diff(moves.row_begin) == 4).all()
    return bool(whole and (moves.slot == np.arange(moves.slot.size) % 4).all())


def are_exact_enough(
    numbers: Numbers, terminal: Floats, horizon: float, shocks: str, fast: float, tolerance: float
) -> bool:
    """Tell whether rounding can do no harm to games, whose ``terminal`` is (states * parties, 8).

    ``fast`` is how many chances there are per unit of time. Were all that they do rounded the same
    way, probabilities would still add up to one but for the tolerance.
    """
    steep, (_, gains) = numbers.precision, _switching(numbers)
    if not gains.max() < _GAINS:
        return False
    most = bound(numbers, terminal, horizon, shocks) * np.maximum(steep, 1.0)
    # A logarithm is off by a rounding of one, whatever it is over; that is no matter of choices.
    logarithms = numbers.pace * _discounted(numbers.discount, horizon) / (2 * steep)
    value = float(np.maximum(most, logarithms).max())
    return ROUNDING * max(_SAFETY * value, fast * horizon) <= tolerance


def bound(numbers: Numbers, terminal: Floats, horizon: float, shocks: str) -> Floats:
    """Return what the values of each party come to at most, (parties, 8): all that is paid.

    A chance to move is worth at most so much more than the best of values, or less than the worst:
    what switching pays, and what it costs or, if that is less, the logarithm of the choices over
    the precision, which ``taste`` adds.
    """
    costs, gains = _switching(numbers)
    extra = gains + (_FOURFOLD if shocks == "taste" else np.minimum(costs, _FOURFOLD))
    shape = (-1, *numbers.pace.shape)
    worth, last = (np.abs(part.reshape(shape)).max(axis=0) for part in (numbers.worth, terminal))
    paid = worth + numbers.pace * extra / numbers.precision
    kept, far = np.exp(-numbers.discount * horizon), _discounted(numbers.discount, horizon)
    return np.asarray(np.maximum(last, last * kept + paid * far))


def _switching(numbers: Numbers) -> tuple[Floats, Floats]:
    """Return what switching costs a party on average, and pays at most, times its precision."""
    parties, *wide = numbers.pace.shape
    with np.errstate(divide="ignore"):
        powers = np.log(np.stack((numbers.on, numbers.off)).reshape(2, parties, -1, *wide))
    least, most = powers.min(axis=0), powers.max(axis=0)
    return np.maximum(-least, 0.0).sum(axis=1) / 2, np.maximum(most, 0.0).sum(axis=1)


def _discounted(rate: Floats, horizon: float) -> Floats:
    """Return what one per unit of time is worth in all, up to the horizon."""
    slow = np.abs(rate * horizon) < ROUNDING
    return np.asarray(np.where(slow, horizon, -np.expm1(-rate * horizon) / np.where(slow, 1, rate)))


def is_rough(numbers: Numbers, chances: float, tolerance: float) -> bool:
    """Tell whether weights may be as rough as `ROUGHNESS`, over so many chances to move in all.

    Were all that this leaves out of one sign, it would still be less than the tolerance; of a
    logarithm, which is then over the precision, too. No chances are none that are known.
    """
    if not chances > 0.0 or not (numbers.precision > 0.0).all():
        return False
    worst = max(1.0, 0.1 / float(numbers.precision.min()))
    return ROUGHNESS * chances * worst <= tolerance


def of(numbers: Numbers) -> Numbers:
    """Return numbers as such of 32 bits."""
    *parts, apart = numbers
    return Numbers._make([*(singles(part) for part in parts), apart])


def singles(array: NDArray[Any]) -> Any:
    """Return an array as one of 32 bits, which the loops take for what it is."""
    # Where one is too large the loops find weights out of range.
    with np.errstate(over="ignore"):
        return array.astype(np.float32)
