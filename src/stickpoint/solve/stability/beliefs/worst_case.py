"""A conflict of any number of parties → who would stay that looks h moves ahead to the worst.

With two parties it is clear who moves after whom, and each can foresee where the other would end
play. With more it is not: the answer depends on who moves next, and the papers differ on that. One
way to look ahead does not need to know it: to expect of the others, together, the worst they can.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.engine import graph, graph_kernels
from stickpoint.solve.stability.engine.graph import Layout
from stickpoint.solve.stability.result import Stability

ANY, WILLING = "any", "willing"

Ints = NDArray[np.int32]
Table = tuple[Ints, Ints]
"""What each party can be sure of with so many moves left: at its own turn, at that of the rest."""


def worst_case(conflict: Conflict, horizon: int | None, answers: str = ANY) -> Stability:
    """Find the states in which a party stays that expects the worst of so many moves ahead.

    The party and the rest take turns, h moves in all; the rest move by a legal sequence, and
    whoever's turn it is may end play there. With V_0 = U_0 = rank_i,

        V_h(s) = max(rank_i(s), U_{h-1}(t) over t in R_i(s)),
        U_h(s) = min(rank_i(s), V_{h-1}(t) over t in R_{N-i}(s)),

    s is stable for i at h when V_h(s) = rank_i(s). That is Maximin_h [1]_ [2]_, as we
    remember it; that h = 1 is Nash, 2 GMR and 3 SMR is what our tests check, not what we read
    there. With ``willing`` answers the rest make improvements only, R⁺_{N-i}: then 2 is SEQ and 3
    SSEQ, in the manner of the credible metarationalities of [3]_.

    Parameters
    ----------
    conflict : Conflict
    horizon : int or None
        However far if None.
    answers : str
        ``any`` or ``willing``.

    Returns
    -------
    Stability
        With the one concept ``limited``, or ``nonmyopic`` where no horizon was given. Its
        ``parameters`` have ``first`` and ``period``: from h = first on all repeats.

    Raises
    ------
    ModelError
        Other answers.

    Notes
    -----
    V_1 ≥ V_3 ≥ … ≥ V_4 ≥ V_2 ≥ V_0, for both lines of the recursion keep the order and V_0 is
    between V_2 and V_1; the same for U, turned round. So what holds at an odd h holds at each
    longer one, what does not hold at an even h holds at no longer even one, and all repeats in the
    end with a period of 1 or 2. What holds at the last odd h holds however far one looks. Each
    further move costs one linear search for each party.

    References
    ----------
    .. [1] L. C. Rêgo, G. I. A. Vieira, 2021, "Maximin_h stability in the graph model for conflict
       resolution for bilateral conflicts", *IEEE Trans. Syst. Man Cybern.: Systems*; put together
       from later accounts.
    .. [2] A. M. G. Soares et al., 2026, "Alternative limited move stabilities in the graph model
       for conflict resolution with multiple decision makers", *Group Decis. Negot.*; abstract.
    .. [3] D.-Z. Zeng, L. Fang, K. W. Hipel, D. M. Kilgour, 2007, "Policy equilibrium and
       generalized metarationalities for multiple decision-maker conflicts", *IEEE Trans. Syst.
       Man Cybern. A* 37, 456-463; abstract.
    """
    if answers not in (ANY, WILLING):
        raise ModelError(f"answers {answers!r} found; expected foreseen, any or willing")
    first, period, settled = _settled(_tables(conflict, improving=answers == WILLING))
    concept, steps = "nonmyopic", settled
    if horizon is not None:
        concept, steps = "limited", horizon
        if horizon > first:
            steps = first + (horizon - first) % period
    tables = _tables(conflict, improving=answers == WILLING)
    own, _ = next(islice(tables, steps, None))
    return Stability(
        conflict,
        {concept: own == conflict.ranks},
        method=f"turns against the rest as one, at worst; {answers} answers; exact",
        parameters={"horizon": horizon, "answers": answers, "first": first, "period": period},
    )


def _settled(tables: Iterator[Table]) -> tuple[int, int, int]:
    """Return from which h on all repeats, after how many moves, and an odd h from there on."""
    before, now = next(tables), next(tables)
    h = 1
    if _same(before, now):
        return 0, 1, 1
    for after in tables:
        h += 1
        if _same(now, after):
            return h - 1, 1, h - h % 2 + 1
        if _same(before, after):
            return h - 2, 2, h - h % 2 + 1
        before, now = now, after
    raise AssertionError("the tables go on for ever")


def _same(one: Table, other: Table) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def _tables(conflict: Conflict, *, improving: bool) -> Iterator[Table]:
    """Go on for ever, one more move to look ahead each time, beginning with none."""
    layout = Layout.of(conflict)
    own: Ints = conflict.ranks
    rest: Ints = conflict.ranks
    while True:
        yield own, rest
        longer_own, longer_rest = np.empty_like(own), np.empty_like(rest)
        for i, rank in enumerate(conflict.ranks):
            best = graph.best_move(conflict.moves[i], rest[i])
            # Where a move comes back to its class, the state itself is among those; it is no more.
            np.maximum(rank, best, out=longer_own[i])
            movers = graph.others(conflict, i)
            order = graph_kernels.ascending(own[i])
            least = layout.least_in(own[i], order, movers, improving)
            np.minimum(rank, least, out=longer_rest[i])
        own, rest = longer_own, longer_rest
