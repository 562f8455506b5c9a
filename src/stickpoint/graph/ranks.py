"""Orders of the states as whole numbers: from rankings, statements, weights or payoffs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError
from stickpoint.logic import Formula, evaluate

_CHUNK = 31


def as_ranks(ranks: ArrayLike, n_states: int | None) -> NDArray[np.int32]:
    """Check ranks, shape (parties, states), and bring them into a narrow range in the same order.

    They are any integers, higher is better; those returned go from 0 up, below four times the
    number of states.
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
    """Rank states, higher is better, by any number of statements, most important first.

    Each counts for more than all that follow it together (option prioritisation: L. Fang,
    K. W. Hipel, D. M. Kilgour, X. Peng, 2003, "A decision support system for interactive decision
    making, part I", *IEEE Trans. Syst. Man Cybern. C* 33, section III).
    """
    return by_truth((evaluate(formula, codes) for formula in statements), codes.size)


def by_truth(truth: Iterable[NDArray[np.bool_]], n_states: int) -> NDArray[np.int32]:
    """Do the same where it is known in which states each statement holds, (states,)."""
    ranks = np.zeros(n_states, dtype=np.int64)
    for place, holds in enumerate(truth, 1):
        ranks <<= 1
        ranks |= holds
        if place % _CHUNK == 0:
            ranks = np.unique(ranks, return_inverse=True)[1].astype(np.int64)
    return np.unique(ranks, return_inverse=True)[1].astype(np.int32)


def by_groups(groups: Sequence[Sequence[Formula]], codes: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Rank states, higher is better, by the first of the groups that fits, or 0, best first."""
    ranks = np.zeros(codes.size, dtype=np.int32)
    for rank, group in enumerate(reversed(groups), 1):
        for formula in group:
            ranks[evaluate(formula, codes)] = rank
    return ranks


def by_weights(
    items: Sequence[tuple[Formula, Fraction]], codes: NDArray[np.uint64]
) -> NDArray[np.int32]:
    """Rank states by the sum of the weights of the statements that hold.

    Weights are exact fractions, so that sums which are equal on paper are ties here too.
    """
    scale = lcm(*(weight.denominator for _, weight in items))
    units = [int(weight * scale) for _, weight in items]
    wide = sum(abs(unit) for unit in units) >= 2**62
    total = np.zeros(codes.size, dtype=object if wide else np.int64)
    for (formula, _), unit in zip(items, units, strict=True):
        total[evaluate(formula, codes)] += unit
    return np.unique(total, return_inverse=True)[1].astype(np.int32)
