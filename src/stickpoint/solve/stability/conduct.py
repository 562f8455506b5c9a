"""What was done, and in which state → the stability concepts under which it makes sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.engine.graph import best_within_one_move
from stickpoint.solve.stability.engine.walk import Walks
from stickpoint.solve.stability.sanctions import CONCEPTS, named, stability

LEVEL = 0.1
"""A preference for one concept as clear as this would come by luck one time in ten."""

Mask = NDArray[np.bool_]


def moving_fits(
    conflict: Conflict, party: int, before: int, after: int, concepts: Sequence[str] = CONCEPTS
) -> dict[str, bool]:
    """Say under which concepts a party would make a move.

    It would where it ranks the state that it moves to above the one that it leaves, and the others
    have no answer that takes the gain away as the concept has it: the condition of which
    stability asks that it fail for every improvement [1]_.

    Parameters
    ----------
    conflict : Conflict
    party, before, after : int
    concepts : sequence of str
        As for `stability`.

    Returns
    -------
    dict of str to bool

    References
    ----------
    .. [1] J. Wang, K. W. Hipel, L. Fang, H. Xu, D. M. Kilgour, 2019, "Behavioral analysis in the
       graph model for conflict resolution", *IEEE Trans. Syst. Man Cybern.: Systems* 49, 904-916,
       which looks for the concepts that agree with what was observed.

    Examples
    --------
    To stop cooperating pays at once, but the other could then do the same:

    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> moving_fits(dilemma, 0, 3, 2, ["nash", "seq"])
    {'nash': True, 'seq': False}
    """
    asked = named(concepts, CONCEPTS)
    rank = conflict.ranks[party]
    if rank[after] <= rank[before]:
        return dict.fromkeys(asked, False)
    others = [j for j in range(conflict.n_parties) if j != party]
    found = {}
    for concept in asked:
        if concept == "nash":
            found[concept] = True
            continue
        worth = best_within_one_move(conflict, party) if concept in ("smr", "sseq") else rank
        walks = Walks.of(conflict, improving=concept in ("seq", "sseq"))
        reached = walks.walk(after, others).reached
        found[concept] = not bool((reached & (worth <= rank[before])).any())
    return found


def staying_fits(
    conflict: Conflict, party: int, state: int, concepts: Sequence[str] = CONCEPTS
) -> dict[str, bool]:
    """Say under which concepts a party would stay in a state: those under which it is stable."""
    found = stability(conflict, concepts).stable
    return {concept: bool(mask[party, state]) for concept, mask in found.items()}


def decided(fits: Sequence[Mapping[str, bool]]) -> tuple[str, ...]:
    """Return the concepts that some choices speak for; several where they cannot be told apart.

    A concept is out where another fits choices that it does not, so much more often than the
    other way round that luck would do it less than one time in ten (McNemar 1947, *Psychometrika*
    12, 153-157, in its exact form, one-sided). All of them if none is: the record does not decide.

    Examples
    --------
    >>> four = [{"nash": False, "seq": True}] * 4
    >>> decided(four), decided(four[:3])
    (('seq',), ('nash', 'seq'))
    """
    concepts = tuple(dict.fromkeys(concept for fit in fits for concept in fit))
    return tuple(
        one
        for one in concepts
        if not any(_clearly(fits, other, one) for other in concepts if other != one)
    )


def _clearly(fits: Sequence[Mapping[str, bool]], better: str, worse: str) -> bool:
    won = sum(fit[better] and not fit[worse] for fit in fits)
    lost = sum(fit[worse] and not fit[better] for fit in fits)
    n = won + lost
    return n > 0 and sum(comb(n, k) for k in range(won, n + 1)) / 2**n <= LEVEL
