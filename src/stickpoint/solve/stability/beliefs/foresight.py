"""A concept for each party → the states that hold when each looks as far as it does.

Nothing in the five concepts asks that all parties look equally far: each is a condition on one
party's own choice. A state holds under a mix when each party would stay in it under its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.result import Stability
from stickpoint.solve.stability.sanctions import CONCEPTS, named, stability

MIX = "mixed"
"""The name under which the answer stands beside those of the concepts."""


def foresight(conflict: Conflict, concepts: Sequence[str]) -> Stability:
    """Find the states in which each party would stay, each under a concept of its own.

    Parameters
    ----------
    conflict : Conflict
    concepts : sequence of str
        One of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq`` for each party, in order.

    Returns
    -------
    Stability
        ``stable["mixed"]`` is bool (parties, states): the row of each party is that of its concept
        in `stability`. ``equilibria["mixed"]`` are the states that hold under the mix.

    Raises
    ------
    ModelError
        A concept too many or too few, or an unknown one.

    Notes
    -----
    What a party fears of the others is what its own concept has it fear: under ``seq`` it fears
    what the others gain from, however far they themselves look. That opponents may answer in
    unlike ways is another question, for which S. Zhao, H. Xu, K. W. Hipel and L. Fang (2019,
    "Mixed stabilities for analyzing opponents' heterogeneous behavior within the graph model for
    conflict resolution", *Eur. J. Oper. Res.* 277, 621-632) have concepts of their own.

    References
    ----------
    .. [1] L. Fang, K. W. Hipel, D. M. Kilgour, 1993, *Interactive Decision Making*, Wiley, chapter
       3: concepts as kinds of behaviour, each judged party by party.

    Examples
    --------
    In the prisoner's dilemma silence holds if both look one answer ahead, not if one does not:

    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> foresight(dilemma, ["seq", "seq"]).equilibria["mixed"].tolist()
    [True, False, False, True]
    >>> foresight(dilemma, ["seq", "nash"]).equilibria["mixed"].tolist()
    [True, False, False, False]
    """
    asked = named(concepts, CONCEPTS)
    if len(asked) != conflict.n_parties:
        raise ModelError(
            f"{len(asked)} concepts found for {conflict.n_parties} parties; expected one each"
        )
    found = stability(conflict, dict.fromkeys(asked)).stable
    rows = np.array([found[concept][i] for i, concept in enumerate(asked)])
    return Stability(
        conflict,
        {MIX: rows},
        method="each party under a concept of its own; legal sequences; an equal state sanctions",
        parameters={"foresight": dict(zip(conflict.parties, asked, strict=True))},
    )
