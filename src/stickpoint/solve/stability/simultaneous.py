"""Conflict → where the others' improvements, made at the same moment, keep a party."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError, expect
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.engine import concept_kernels
from stickpoint.solve.stability.engine.walk import Walks
from stickpoint.solve.stability.result import Stability

MAX_ANSWERS = 5_000_000_000
"""Joint answers tried before giving up; one or two minutes of one core."""

_DENSE = 1 << 22


def simultaneous(conflict: Conflict, *, most: int = MAX_ANSWERS) -> Stability:
    """Find the states in which each party would stay for fear of simultaneous moves.

    An improvement from s to t is sanctioned when one or more of the others each make one of
    their own improvements from s at the same moment, and the option vector with all the
    switches made is feasible and no better than s for the party [1]_. A state is stable for a
    party when each of its improvements is sanctioned.

    Parameters
    ----------
    conflict : Conflict
        In option form: only there do switches add up.
    most : int
        Joint answers to try before giving up.

    Returns
    -------
    Stability
        With the one concept ``sim``.

    Raises
    ------
    SolveError
        An explicit graph, states that stand for several option vectors, or too many answers.

    Notes
    -----
    A state with k improvements of party i and k_j of each other party has up to
    k · Π (k_j + 1) joint answers, at most as many as there are option vectors. The search stops
    at the first sanction of an improvement and at the first improvement without one.

    References
    ----------
    .. [1] N. M. Fraser, K. W. Hipel, 1979, "Solving complex conflicts", *IEEE Trans. Syst. Man
       Cybern.* 9, 805-816.

    Examples
    --------
    In the game of chicken (both swerve: 0) nobody dares to be the first to drive on:

    >>> chicken = Conflict.from_options([0, 1], [[1, 3, 2, 0], [1, 2, 3, 0]])
    >>> simultaneous(chicken).equilibria["sim"].tolist()
    [True, True, True, False]
    """
    expect(conflict, Conflict)
    codes = _own_codes(conflict)
    walks = Walks.of(conflict, improving=True)
    lookup = _lookup(codes)
    stable = np.empty(conflict.ranks.shape, dtype=np.bool_)
    left = most
    for party, rank in enumerate(conflict.ranks):
        left -= concept_kernels.simultaneous(
            party, codes, rank, walks.low, walks.high, walks.pool, lookup, left, stable[party]
        )
        if left <= 0:
            raise SolveError(
                f"{most:,} joint answers tried in {conflict.n_states:,} states of "
                f"{conflict.n_parties} parties without coming to an end: rule out option vectors "
                "that cannot be, or ask for 'seq', which takes a moment"
            )
    return Stability(
        conflict,
        {"sim": stable},
        method="all sums of the others' improvements; an equal state sanctions; exact",
    )


def _own_codes(conflict: Conflict) -> NDArray[np.uint64]:
    if conflict.codes is None:
        raise SolveError(
            "this conflict is an explicit graph: simultaneous switches have no sum without "
            "options; build it with from_options or from a case file, or ask for 'seq'"
        )
    if conflict.imposed:
        raise SolveError(
            "a patron can set options of a client here, so two parties may switch one option at "
            "the same moment, which has no sum; ask for 'seq', or leave the patron out"
        )
    if conflict.merged:
        raise SolveError(
            "some states of this conflict stand for several option vectors, so simultaneous "
            "switches lead to no single state; leave the states apart (no 'same' in the case)"
        )
    return conflict.codes


def _lookup(codes: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Index the states by code where the codes are dense enough; else leave it to a search."""
    size = 1 << int(codes[-1]).bit_length()
    if size > max(_DENSE, 8 * codes.size):
        return np.empty(0, dtype=np.int32)
    table = np.full(size, -1, dtype=np.int32)
    table[codes.astype(np.int64)] = np.arange(codes.size, dtype=np.int32)
    return table
