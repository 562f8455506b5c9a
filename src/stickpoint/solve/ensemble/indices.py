"""A polynomial that stands for an answer → the part of its spread that each input has.

Of an input, the first-order index is the share of the variance that its value alone explains, the
total-order index that share together with all terms in which it acts jointly with others [1]_: what
would be left of the spread if all but that input were known. Both are sums of squared coefficients
over the terms that name the input [2]_. A square is too large on average by the variance of what is
squared, which is taken off.

How far the draws may mislead is shown by drawing them anew with replacement [3]_: each time the
coefficients are found again, for the same terms. Which terms there are is not searched again, so
the ranges are somewhat narrow; what a term must have to be taken up at all is `Surface.seen`.

References
----------
.. [1] T. Homma and A. Saltelli, Reliability Engineering and System Safety 52 (1996), 1-17,
   equations (7) and (14).
.. [2] B. Sudret, as in `surface`, equations (36) to (39).
.. [3] B. Efron, Bootstrap methods, Annals of Statistics 7 (1979), 1-26, section 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stickpoint.solve.ensemble.surface import Floats, Surface

AGAIN = 100
"""How often the draws are drawn anew."""
ENDS = (0.1, 0.9)
"""A range holds four fifths of them, as bands over draws do elsewhere."""


@dataclass(frozen=True, eq=False)
class Indices:
    """Shares of the spread of one answer, input by input.

    Parameters
    ----------
    first, total : ndarray of float, shape (inputs, 3)
        Each with the low and the high end of its range.
    direction : ndarray of int, shape (inputs,)
        1 where more of the input means more of the answer, -1 less; 0 neither, or by turns.
    unexplained : float
        Share that no term explains; it may belong to any input jointly with others.
    seen : float
        An input with a smaller share cannot be told from one that does nothing.
    """

    first: Floats
    total: Floats
    direction: np.ndarray
    unexplained: float
    seen: float


def resampled(weights: Floats, count: int = AGAIN, seed: int = 0) -> Floats:
    """Return weights of draws drawn anew with replacement, shape (count, draws); rows add up to 1.

    Examples
    --------
    >>> again = resampled(np.array([0.5, 0.5, 0.0]), 2)
    >>> again.shape, again.sum(axis=1).tolist(), again[:, 2].tolist()
    ((2, 3), [1.0, 1.0], [0.0, 0.0])
    """
    size = len(weights)
    times = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=count)
    found = times * weights
    total = found.sum(axis=1, keepdims=True)
    return np.where(total > 0, found / np.where(total > 0, total, 1.0), weights)


def weighed(rows: Floats, table: Floats) -> Floats:
    """Return sums of a table over the draws, for each row of weights, (rows, columns).

    One row after the other: a product of matrices as small as these costs least on one thread, and
    libraries share it out among all there are, which then mostly wait.
    """
    return np.stack([row @ table for row in rows])


def indices(
    answer: Floats, weights: Floats, stands: Surface, inputs: int, again: Floats
) -> Indices:
    """Read the indices off a surface.

    Parameters
    ----------
    answer, weights : ndarray of float, shape (draws,)
    stands : Surface
        For that answer.
    inputs : int
        How many inputs there are.
    again : ndarray of float, shape (resamples, draws)
        Of `resampled`.
    """
    rows = np.concatenate((weights[None], again))
    shares, slopes = _shares(answer, rows, stands.columns)
    alone, within = _members(stands, inputs)
    first, total = np.minimum(shares @ alone, 1.0), np.minimum(shares @ within, 1.0)
    return Indices(
        first=_ranged(first),
        total=_ranged(total),
        direction=_direction(stands, shares[0], slopes, inputs),
        unexplained=stands.unexplained,
        seen=stands.seen,
    )


def _shares(answer: Floats, rows: Floats, columns: Floats) -> tuple[Floats, Floats]:
    """Return each term's share of the variance, (rows, terms), and its coefficient, (terms,).

    The first row has the weights as they are. Later rows stray about the first as the first strays
    about the truth, so that twice as much is taken off there.
    """
    size, count = columns.shape[0], columns.shape[1] + 1
    table = np.concatenate((np.ones((size, 1)), columns), axis=1)
    centred = answer - rows[0] @ answer
    inverse = np.linalg.inv(grams(rows, table))
    right = weighed(rows, table * centred[:, None])
    square = rows @ centred**2
    found = (inverse @ right[:, :, None])[:, :, 0]
    variance = np.maximum(square - (rows @ centred) ** 2, 1e-300)
    left = np.maximum(square - (found * right).sum(axis=1), 0.0)
    worth = 1.0 / (rows[0] ** 2).sum()
    strays = left[:, None] / max(worth - count, 1.0)
    strays = strays * np.diagonal(inverse, axis1=1, axis2=2)
    strays[1:] *= 2
    shares = np.maximum(found**2 - strays, 0.0)[:, 1:] / variance[:, None]
    return shares, found[0, 1:]


def grams(rows: Floats, table: Floats) -> Floats:
    """Return the products of the columns of a table with each other, (rows, columns, columns)."""
    count = table.shape[1]
    first, second = np.triu_indices(count)
    found = np.empty((len(rows), count, count))
    found[:, first, second] = weighed(rows, table[:, first] * table[:, second])
    found[:, second, first] = found[:, first, second]
    found[:, range(count), range(count)] += 1e-12
    return found


def _members(stands: Surface, inputs: int) -> tuple[Floats, Floats]:
    """Mark the terms of each input alone, and all that name it, each (terms, inputs)."""
    alone = np.zeros((len(stands.terms), inputs))
    within = np.zeros_like(alone)
    for k, term in enumerate(stands.terms):
        named = sorted({i for i, _ in term})
        within[k, named] = 1.0
        if len(named) == 1:
            alone[k, named] = 1.0
    return alone, within


def _ranged(found: Floats) -> Floats:
    """Return the first row with the ends of the range over the others, (inputs, 3)."""
    low, high = np.quantile(found[1:], ENDS, axis=0)
    # What is drawn anew may all lie on one side of what was drawn.
    return np.stack((found[0], np.minimum(low, found[0]), np.maximum(high, found[0])), axis=1)


def _direction(stands: Surface, shares: Floats, slopes: Floats, inputs: int) -> np.ndarray:
    """Tell which way an input works, where its line says a quarter of what it does by itself.

    A step near one end of the range says less by its line, and still goes one way only.
    """
    lines, bends = np.zeros(inputs), np.zeros(inputs)
    signs: Sequence[float] = np.sign(slopes).tolist()
    for term, share, sign in zip(stands.terms, shares.tolist(), signs, strict=True):
        if len(term) == 1:
            [(i, degree)] = term
            if degree == 1:
                lines[i] += sign * share
            else:
                bends[i] += share
    return np.where(3 * np.abs(lines) > bends, np.sign(lines), 0.0).astype(np.int64)
