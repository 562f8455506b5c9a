r"""The points of Nash and of Kalai and Smorodinsky on a line, where distance is what is lost.

What a settlement at :math:`x` is worth to party :math:`i` falls by one with each unit between
:math:`x` and its position :math:`x_i`. Without agreement the matter stays at a reference point
:math:`q`, if there is one, so that the gain is :math:`g_i(x) = |q - x_i| - |x - x_i|`; else no
agreement is to each as bad as a settlement one whole scale away, :math:`g_i(x) = L - |x - x_i|`
with :math:`L` from the least position to the greatest. Only points at which nobody loses are open.

*Nash* [1]_, with weights (Harsanyi and Selten [2]_): the greatest :math:`\prod g_i(x)^{w_i}`.
*Kalai-Smorodinsky* [3]_, for any number of parties: the point at which the least part that anybody
gets of the most that it could get is greatest; no weights. Both are maxima of concave functions,
found by thirds.

References
----------
.. [1] J. F. Nash, The bargaining problem, 1950, *Econometrica* 18, 155-162.
.. [2] J. C. Harsanyi and R. Selten, A generalized Nash solution for two-person bargaining games
   with incomplete information, 1972, *Management Science* 18, 80-106.
.. [3] E. Kalai and M. Smorodinsky, Other solutions to Nash's bargaining problem, 1975,
   *Econometrica* 43, 513-518.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_THIRDS = 90
"""Steps that leave less than 1e-15 of the line."""


def zone(positions: Floats, weights: Floats, reference: Floats | None) -> tuple[Floats, Floats]:
    """Return from where to where nobody who has weight loses by a settlement.

    Parameters
    ----------
    positions, weights : ndarray of float, shape (draws, parties)
    reference : ndarray of float, shape (draws,), or None
        Where the matter stays without agreement.

    Returns
    -------
    low, high : ndarray of float, shape (draws,)
        Both the reference where positions lie on either side of it: then nobody can gain without
        another's loss.
    """
    heard = weights > 0
    if reference is None:
        low = np.where(heard, positions, np.inf).min(1)
        high = np.where(heard, positions, -np.inf).max(1)
        return low, high
    reach = np.abs(reference[:, None] - positions)
    low = np.where(heard, positions - reach, -np.inf).max(1)
    high = np.where(heard, positions + reach, np.inf).min(1)
    # Beyond the last position everybody loses, so nothing there can be best.
    first = np.where(heard, positions, np.inf).min(1)
    last = np.where(heard, positions, -np.inf).max(1)
    low = np.maximum(low, np.minimum(first, reference))
    high = np.minimum(high, np.maximum(last, reference))
    return np.minimum(low, reference), np.maximum(high, reference)


def nash_point(positions: Floats, weights: Floats, reference: Floats | None = None) -> Floats:
    """Return the point with the greatest product of gains, each to the power of its weight.

    Parameters
    ----------
    positions, weights : ndarray of float, shape (draws, parties)
    reference : ndarray of float, shape (draws,), optional

    Returns
    -------
    ndarray of float, shape (draws,)

    Examples
    --------
    >>> float(nash_point(np.array([[0.0, 1.0]]), np.array([[1.0, 3.0]]))[0].round(6))
    0.75
    """
    share = weights / weights.sum(1, keepdims=True)

    def worth(x: Floats) -> Floats:
        gains = np.maximum(_gains(x, positions, weights, reference), 1e-300)
        return np.asarray((share * np.log(gains)).sum(1))

    return _greatest(worth, *zone(positions, weights, reference))


def kalai_smorodinsky_point(
    positions: Floats, weights: Floats, reference: Floats | None = None
) -> Floats:
    """Return the point at which the least part that anybody gets of its best is greatest.

    Parameters
    ----------
    positions, weights : ndarray of float, shape (draws, parties)
        Of the weights only which are 0 counts: those parties are not heard.
    reference : ndarray of float, shape (draws,), optional

    Returns
    -------
    ndarray of float, shape (draws,)

    Examples
    --------
    >>> float(kalai_smorodinsky_point(np.array([[0.0, 0.1, 1.0]]), np.ones((1, 3)))[0].round(6))
    0.5
    """
    low, high = zone(positions, weights, reference)
    best = np.clip(positions, low[:, None], high[:, None])  # the open point nearest to each
    most = np.stack(
        [
            _gains(best[:, i], positions, weights, reference)[:, i]
            for i in range(positions.shape[1])
        ],
        axis=1,
    )
    heard = (weights > 0) & (most > 0)

    def worth(x: Floats) -> Floats:
        part = _gains(x, positions, weights, reference) / np.where(heard, most, 1.0)
        return np.asarray(np.where(heard, part, np.inf).min(1))

    return _greatest(worth, low, high)


def _gains(x: Floats, positions: Floats, weights: Floats, reference: Floats | None) -> Floats:
    """Return what each party gains at a point of each draw."""
    away = np.abs(x[:, None] - positions)
    if reference is not None:
        return np.asarray(np.abs(reference[:, None] - positions) - away)
    low, high = zone(positions, weights, None)
    return np.asarray((high - low)[:, None] - away)


def _greatest(worth: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Return where concave functions, one a draw, are greatest between two points."""
    low, high = low.copy(), high.copy()
    for _ in range(_THIRDS):
        third = (high - low) / 3
        left, right = low + third, high - third
        at_left, at_right = worth(left), worth(right)
        low = np.where(at_left <= at_right, left, low)
        high = np.where(at_left >= at_right, right, high)
    return np.asarray((low + high) / 2)
