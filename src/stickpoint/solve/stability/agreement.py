"""Ranks and payoffs → on how many moves they disagree.

The stability lens reads a party's wants as ranks, the clock reads its payoffs. Nothing forces the
two to be the same party. Where a move leads to a state that ranks higher and pays less per unit of
time, or the other way round, one lens sees a gain and the other a loss.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict

_SAME = 1e-9


class Agreement(NamedTuple):
    """Pairs of states, a move of the party apart, that its ranks and payoffs both order strictly.

    ``opposed`` of them the two order differently.
    """

    compared: int
    opposed: int


def agreement(conflict: Conflict, payoffs: NDArray[np.float64], party: int) -> Agreement:
    """Compare the two orders of one party over the moves that it could make.

    ``payoffs`` (parties, states) is what each state pays per unit of time while it lasts.

    Examples
    --------
    One who ranks peace above war and is paid for war:

    >>> peace = Conflict.from_options([0], [[0, 1]])
    >>> agreement(peace, np.array([[0.5, 0.0]]), 0)
    Agreement(compared=1, opposed=1)
    """
    if payoffs.shape != conflict.ranks.shape:
        raise ModelError(
            f"payoffs of shape {payoffs.shape}; expected {conflict.ranks.shape}, as the ranks have"
        )
    arcs = conflict.arcs(party)
    pairs = np.unique(np.sort(arcs, axis=1), axis=0)
    one, two = pairs[:, 0], pairs[:, 1]
    ranked = np.sign(conflict.ranks[party, one].astype(np.int64) - conflict.ranks[party, two])
    gained = payoffs[party, one] - payoffs[party, two]
    paid = np.where(np.abs(gained) > _SAME, np.sign(gained), 0.0)
    product = ranked * paid
    return Agreement(int((product != 0).sum()), int((product < 0).sum()))
