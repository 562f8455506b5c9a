"""How far a verdict is from its opposite: the states that one must pass in its party's order.

Whether a state is stable for a party is a matter of where it stands in that party's order against
what each move of the party could come to. So the verdict flips where the state is moved past the
one that decides, and every state between has to be passed on the way.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, Moves
from stickpoint.solve.stability.engine import graph
from stickpoint.solve.stability.engine.graph import Layout
from stickpoint.solve.stability.sanctions import CONCEPTS, named

NEVER = -1
"""The margin of a verdict that no order of the party's own would flip."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


def margins(conflict: Conflict, concepts: Iterable[str] = CONCEPTS) -> dict[str, Longs]:
    """Count how many states each state must pass in a party's order for its verdict to flip.

    With M(t) the least rank among t and what the others can bring about from it, s is stable for
    i just where M(t) ≤ rank(s) for each of i's moves t. So it becomes unstable once it ranks below
    everything that follows from one of them, at the least the t of greatest M, and stable once it
    ranks no lower than that. What the others can bring about does not depend on i's order. Under
    SMR and SSEQ what counts of a state that they bring about is the best that i can still make of
    it, for that has to be no better than s.

    Parameters
    ----------
    conflict : Conflict
        In option form: there nobody else can undo a move of the party's.
    concepts : iterable of str
        Some of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``.

    Returns
    -------
    dict of str to ndarray of int64, shape (parties, states)
        For each concept the number of other states that the state must pass, ties with it among
        them; -1 where the party has no move, so that it stays whatever it wants.

    Raises
    ------
    ModelError
        An explicit graph, one in which a state stands for several, or another concept.

    Notes
    -----
    On orders without ties this is the least number of swaps of neighbours, in the party's own
    order, that flips the verdict: by transitivity, whatever lies between two states that change
    places must change places with one of them. A margin says nothing of the other parties'
    orders, which matter under ``seq``; `least_ranks` of the levers looks at all of them at once.
    Linear, but for a sort of the ranks.

    References
    ----------
    .. [1] W. D. Cook, M. Kress, 1985, "Ordinal ranking with intensity of preference", *Management
       Science* 31, 26-32, for swaps of neighbours as a distance of orders.

    Examples
    --------
    In the prisoner's dilemma a prisoner would leave silence for talking, one place higher; for fear
    of the answer, two places lower, it stays:

    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> {key: int(found[0, 3]) for key, found in margins(dilemma).items()}
    {'nash': 1, 'gmr': 1, 'smr': 1, 'seq': 1, 'sseq': 1}
    """
    asked = named(concepts, CONCEPTS)
    if conflict.codes is None:
        raise ModelError("an explicit graph found; margins need a conflict of options")
    if conflict.imposed:
        raise ModelError(
            "a patron that can set another's options found; margins need that nobody else can "
            "undo a party's move"
        )
    if conflict.merged:
        raise ModelError("one state stands for several here, so that others may undo a move")
    layout = Layout.of(conflict)
    found = {concept: np.empty(conflict.ranks.shape, dtype=np.int64) for concept in asked}
    for party, rank in enumerate(conflict.ranks):
        for concept, table in found.items():
            least = rank
            if concept != "nash":
                movers, worth = graph.others(conflict, party), rank
                if concept in ("smr", "sseq"):
                    worth = graph.best_within_one_move(conflict, party)
                improving = concept in ("seq", "sseq")
                least = np.minimum(rank, layout.least_reachable(worth, movers, improving=improving))
            table[party] = _passed(rank, _best_elsewhere(conflict.moves[party], least))
    return found


def _passed(rank: Ints, deciding: Longs) -> Longs:
    """Count the states between each state and the rank that decides, the state itself left out."""
    ordered = np.sort(rank)
    # Whatever lies between the two, whichever is lower, and whatever is equal to either.
    low = np.searchsorted(ordered, np.minimum(deciding, rank), side="left")
    high = np.searchsorted(ordered, np.maximum(deciding, rank), side="right")
    return np.where(deciding < 0, NEVER, high - low - 1)


def _best_elsewhere(moves: Moves, worth: Ints) -> Longs:
    """Return the best worth that a move leads to from each state, -1 where there is no move."""
    best = np.full(worth.size, -1, dtype=np.int64)
    if isinstance(moves, ArcMoves):
        np.maximum.at(best, moves.sources, worth[moves.target])
        return best
    classes = moves.classes
    order = np.lexsort((worth, classes.of_state))
    last = classes.first[1:] - 1
    several = np.diff(classes.first) > 1
    top, second = order[last], order[np.maximum(last - 1, 0)]
    best[:] = worth[top][classes.of_state]
    best[top] = np.where(several, worth[second], -1)
    return best
