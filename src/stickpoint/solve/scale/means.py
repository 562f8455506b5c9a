r"""The weighted mean and median of positions, and how far each party pulls the mean.

With positions :math:`x_i`, capabilities :math:`c_i`, saliences :math:`s_i` and
:math:`w_i = c_i s_i` the mean is :math:`\sum w_i x_i / \sum w_i`, the *compromise model* of Van den
Bos [1]_. The median is a position that no other beats in a vote of these weights (Black [2]_).

References
----------
.. [1] J. M. M. van den Bos, Dutch EC Decision Making, 1991; in R. Thomson, F. N. Stokman,
   C. H. Achen and T. König (editors), The European Union Decides, 2006, chapter 5.
.. [2] D. Black, On the rationale of group decision-making, 1948, *Journal of Political Economy* 56,
   23-34.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def weighted_mean(positions: Floats, weights: Floats) -> Floats:
    """Return the mean of positions by their weights.

    Parameters
    ----------
    positions, weights : ndarray of float, shape (draws, parties)
        Weights are at least 0, and in each draw one is more.

    Returns
    -------
    ndarray of float, shape (draws,)

    Examples
    --------
    >>> weighted_mean(np.array([[4.0, 10.0]]), np.array([[1.0, 2.0]]))
    array([8.])
    """
    return np.asarray((positions * weights).sum(1) / weights.sum(1))


def weighted_median(positions: Floats, weights: Floats) -> Floats:
    """Return the position at which half of the weight is reached from the left.

    Where exactly half lies to the left of a gap every point of the gap is a median, and its middle
    is returned.

    Parameters
    ----------
    positions, weights : ndarray of float, shape (draws, parties)

    Returns
    -------
    ndarray of float, shape (draws,)

    Examples
    --------
    >>> weighted_median(np.array([[4.0, 7.0, 10.0]]), np.array([[1.0, 1.0, 1.5]]))
    array([7.])
    """
    order = np.argsort(positions, axis=1, kind="stable")
    x = np.take_along_axis(positions, order, 1)
    reached = np.cumsum(np.take_along_axis(weights, order, 1), axis=1)
    half = reached[:, -1:] / 2
    near = 1e-12 * reached[:, -1:]
    # Of parties without weight at the half neither end of the gap is one.
    left = np.argmax(reached >= half - near, axis=1)
    right = np.argmax(reached > half + near, axis=1)
    rows = np.arange(x.shape[0])
    return np.asarray((x[rows, left] + x[rows, right]) / 2)


def pulls(positions: Floats, weights: Floats) -> Floats:
    """Return how far the mean would move if a party were not there, toward its position if more.

    Parameters
    ----------
    positions, weights : ndarray of float, shape (draws, parties)

    Returns
    -------
    ndarray of float, shape (draws, parties)
        The mean less the mean of the others; not a number where the others have no weight.

    Examples
    --------
    >>> pulls(np.array([[4.0, 10.0]]), np.array([[1.0, 2.0]]))
    array([[-2.,  4.]])
    """
    mean = weighted_mean(positions, weights)[:, None]
    rest = weights.sum(1, keepdims=True) - weights
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = weights * (positions - mean) / rest
    return np.where(rest > 1e-12 * weights.sum(1, keepdims=True), moved, np.nan)
