"""Orders of the states as whole numbers: from rankings, statements, weights or payoffs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError
from stickpoint.logic import Formula, evaluate

_CHUNK = 31


def as_ranks(ranks: ArrayLike, n_states: int | None) -> NDArray[np.int32]:
    """Check a table of ranks and bring it into a narrow range without changing any order.

    Parameters
    ----------
    ranks : array_like of int, shape (parties, states)
        Higher is better. Any integers; only their order is kept.
    n_states : int or None
        How many columns there must be.

    Returns
    -------
    ndarray of int32, shape (parties, states)
        From 0 up, below four times the number of states.

    Raises
    ------
    ModelError
        Not a table of whole numbers, or the wrong number of columns.
    """
    try:
        table = np.asarray(ranks)
    except ValueError:
        raise ModelError(
            "the rows of ranks are not equally long; expected (parties, states): one rank for "
            "every state in each row"
        ) from None
    if table.ndim != 2 or 0 in table.shape:
        raise ModelError(f"ranks have shape {table.shape}; expected (parties, states)")
    if not np.issubdtype(table.dtype, np.integer):
        raise ModelError(
            f"ranks have type {table.dtype}; expected whole numbers (only their order counts)"
        )
    if n_states is not None and table.shape[1] != n_states:
        raise ModelError(f"{table.shape[1]} ranks per party for {n_states} feasible states")
    result = np.empty(table.shape, dtype=np.int32)
    for row, out in zip(table, result, strict=True):
        low, high = int(row.min()), int(row.max())
        if high - low < 4 * row.size:
            np.subtract(row, row.dtype.type(low), out=out, casting="unsafe")
        else:
            out[:] = np.unique(row, return_inverse=True)[1]
    return result


def whole_number(value: object, what: str) -> int:
    """Return a whole number of any integer type; a fraction is refused rather than cut."""
    try:
        return index(value)  # type: ignore[arg-type]
    except TypeError:
        raise ModelError(
            f"{what} is {value!r}; expected a whole number: write it without a point"
        ) from None


def by_statements(statements: Sequence[Formula], codes: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Rank states by statements, most important first (option prioritisation).

    A state is better the more important the first statement on which two states differ, so
    statement j of m counts for more than all that follow it together [1]_. There is no limit to
    the number of statements.

    Parameters
    ----------
    statements : sequence of Formula
        Most important first.
    codes : ndarray of uint64, shape (states,)

    Returns
    -------
    ndarray of int32, shape (states,)
        Higher is better.

    References
    ----------
    .. [1] L. Fang, K. W. Hipel, D. M. Kilgour, X. Peng, 2003, "A decision support system for
       interactive decision making, part I", *IEEE Trans. Syst. Man Cybern. C* 33, section III.

    Examples
    --------
    >>> by_statements([("option", 1), ("not", ("option", 0))], np.arange(4, dtype=np.uint64))
    array([1, 0, 3, 2], dtype=int32)
    """
    ranks = np.zeros(codes.size, dtype=np.int64)
    for begin in range(0, len(statements), _CHUNK):
        for formula in statements[begin : begin + _CHUNK]:
            ranks <<= 1
            ranks |= evaluate(formula, codes)
        ranks = np.unique(ranks, return_inverse=True)[1].astype(np.int64)
    return ranks.astype(np.int32)


def by_groups(
    groups: Sequence[Sequence[Formula]], codes: NDArray[np.uint64]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Rank states by a list of groups, best first; the first group that fits a state counts.

    Returns
    -------
    ranks : ndarray of int32, shape (states,)
        Higher is better; 0 where no group fits.
    named : ndarray of bool, shape (states,)
        Where some group fits.
    """
    ranks = np.zeros(codes.size, dtype=np.int32)
    named = np.zeros(codes.size, dtype=np.bool_)
    for place, group in enumerate(groups):
        here = np.zeros(codes.size, dtype=np.bool_)
        for formula in group:
            here |= evaluate(formula, codes)
        ranks[here & ~named] = len(groups) - place
        named |= here
    return ranks, named


def by_weights(
    items: Sequence[tuple[Formula, Fraction]], codes: NDArray[np.uint64]
) -> NDArray[np.int32]:
    """Rank states by the sum of the weights of the statements that hold.

    Weights are exact fractions, so that sums which are equal on paper are ties here too.

    Examples
    --------
    >>> tenth = Fraction(1, 10)
    >>> sums = [(("option", 0), 3 * tenth), (("option", 1), tenth), (("option", 2), 2 * tenth)]
    >>> by_weights(sums, np.array([1, 6], dtype=np.uint64))
    array([0, 0], dtype=int32)
    """
    scale = 1
    for _, weight in items:
        scale = scale * weight.denominator // np.gcd(scale, weight.denominator)
    units = [int(weight * int(scale)) for _, weight in items]
    wide = sum(abs(unit) for unit in units) >= 2**62
    total = np.zeros(codes.size, dtype=object if wide else np.int64)
    for (formula, _), unit in zip(items, units, strict=True):
        total[evaluate(formula, codes)] += unit
    return np.unique(total, return_inverse=True)[1].astype(np.int32)
