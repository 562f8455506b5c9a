"""What each of several acts comes to in each draw → which help whatever is true, and their regret.

With g(a, d) the *gain* of act a in draw d, by how much it raises the chance of an end by some day,
and 0 the gain of doing nothing, the *regret* of a in d is what the best act of that draw, doing
nothing among them, has more: max over b of g(b, d), less g(a, d). The act whose largest regret is
smallest is the minimax-regret choice [1]_; robust decision making compares acts by regret over
many draws, and asks for those that do well enough in most [2]_.

References
----------
.. [1] L. J. Savage, 1951, "The theory of statistical decision", *Journal of the American
   Statistical Association* 46, 55-67.
.. [2] R. J. Lempert, D. G. Groves, S. W. Popper, S. C. Bankes, 2006, "A general, analytic method
   for generating robust strategies and narrative scenarios", *Management Science* 52, 514-528.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NOTICED = 0.005
"""A chance that moves by less, half a point in a hundred, is neither helped nor hurt."""


class Standing(NamedTuple):
    """How one act does over the draws.

    Parameters
    ----------
    helps, hurts : float
        Weight of the draws in which it moves the chance up, and down, by what can be noticed.
    gain : float
        In chance, on average.
    worst_gain : float
        In the draw in which it does least.
    regret, worst_regret : float
        On average, and in the draw in which another act, or none, would have done most better.
    best_in : float
        Weight of the draws in which no act does better.
    """

    helps: float
    hurts: float
    gain: float
    worst_gain: float
    regret: float
    worst_regret: float
    best_in: float


def standings(gains: Floats, weights: Floats) -> tuple[Standing, ...]:
    """Tell how acts do over draws.

    Parameters
    ----------
    gains : ndarray of float, shape (acts, draws)
        In the chance of an end by the day asked about.
    weights : ndarray of float, shape (draws,)
        They add up to 1.

    Returns
    -------
    tuple of Standing
        One an act, in order.

    Examples
    --------
    >>> one, two = standings(np.array([[0.2, 0.0], [0.5, -0.1]]), np.full(2, 0.5))
    >>> one.helps, one.hurts, round(one.worst_regret, 2), round(two.worst_regret, 2)
    (0.5, 0.0, 0.3, 0.1)
    """
    best = gains.max(axis=0, initial=0.0)
    found = []
    for gain in gains:
        regret = best - gain
        found.append(
            Standing(
                helps=float(weights @ (gain >= NOTICED)),
                hurts=float(weights @ (gain <= -NOTICED)),
                gain=float(weights @ gain),
                worst_gain=float(gain[weights > 0].min()),
                regret=float(weights @ regret),
                worst_regret=float(regret[weights > 0].max()),
                best_in=float(weights @ (regret < NOTICED)),
            )
        )
    return tuple(found)
