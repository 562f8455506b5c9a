"""Who wishes whom well or ill → the states that hold when each acts upon that.

Under the plain concepts each party looks at its own order alone. Here it looks at the orders of all
to whom it has an attitude: what is worse for somebody it wishes well, itself perhaps, or better for
somebody it wishes ill, is no gain to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.beliefs.relations import Order, gaining, orders, table_of
from stickpoint.solve.stability.engine import graph, graph_kernels
from stickpoint.solve.stability.engine.concept_kernels import stable_if_unsure
from stickpoint.solve.stability.engine.graph import Arcs, Layout
from stickpoint.solve.stability.engine.walk import Walks
from stickpoint.solve.stability.result import Mask, Stability
from stickpoint.solve.stability.sanctions import CONCEPTS, named, run_all, stability

MOST_STATES = 4096
"""Beyond this smr and sseq are left out where a party looks at several orders at once."""
PAIRWISE = ("smr", "sseq")


def attitudes(
    conflict: Conflict, table: ArrayLike, concepts: Iterable[str] = CONCEPTS
) -> Stability:
    """Find the states in which each party would stay, given how it stands to each.

    Party i *gains* by t in place of s where nobody is harmed whom it wishes well, nobody served
    whom it wishes ill, and for somebody it is the other way round: with e(i, j) its attitude to j,
    no j has e(i, j)·(rank_j(t) - rank_j(s)) < 0 and some j has it > 0. The concepts are those of
    `stability` with gains in this sense in place of improvements, of the party and of those who
    answer, and with what is no gain on s in place of what is ranked no higher [1]_.

    Parameters
    ----------
    conflict : Conflict
    table : array_like of int, shape (parties, parties)
        Row i is how party i stands to each: 1 well ("devoting"), -1 ill ("aggressive"), 0 where
        that party does not matter to it. Itself is one of them: 1 on the diagonal for a party
        that looks after itself.
    concepts : iterable of str
        Some of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``.

    Returns
    -------
    Stability

    Raises
    ------
    ModelError
        A table of another shape or with other numbers, an unknown concept.
    SolveError
        More than 4,096 states for ``smr`` or ``sseq`` where a party looks at two orders or more;
        too many moves to spell out; more than 64 parties.

    Notes
    -----
    Linear in states and arcs for ``nash``, ``gmr`` and ``seq``, one search for each order looked
    at: some answer is no gain on s just where the least that the others can bring about in one of
    the orders is less than in s, or the least in all of them taken one after another is no more.

    The papers let a party also *drift*: go to a state that is the same to all who matter to it.
    Here it stays, as under the plain concepts. On orders without ties the two are the same where
    somebody matters to every party. In the papers one to whom nobody matters, not even
    itself, may go anywhere; here it stays where it is.

    References
    ----------
    .. [1] T. Inohara, K. W. Hipel, S. Walker, 2007, "Conflict analysis approaches for
       investigating attitudes and misperceptions in the War of 1812", *J. Syst. Sci. Syst. Eng.*
       16, 181-201; T. Inohara, K. W. Hipel, 2009, "Interrelationships among attitude-based and
       conventional stability concepts", *IEEE SMC*.

    Examples
    --------
    Two prisoners who each care for the other alone keep silent. Where they care for both, neither
    would leave silence, nor anything else, for one of the two would lose by it:

    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> attitudes(dilemma, [[0, 1], [1, 0]]).equilibria["nash"].tolist()
    [False, False, False, True]
    >>> attitudes(dilemma, [[1, 1], [1, 1]]).equilibria["nash"].tolist()
    [True, True, True, True]
    """
    asked = named(concepts, CONCEPTS)
    asked = tuple(concept for concept in CONCEPTS if concept in asked)
    signs = table_of(table, conflict.n_parties)
    found = orders(conflict, signs)
    lines = replace(conflict, ranks=np.stack([order.line for order in found]))
    if all(order.is_single for order in found):
        stable = dict(stability(lines, asked).stable)
    else:
        stable = _several(lines, found, asked)
    return Stability(
        conflict,
        stable,
        method="attitudes; legal sequences; what is no gain sanctions; exact",
        parameters={"attitudes": tuple(map(tuple, signs.tolist()))},
    )


def _several(lines: Conflict, found: list[Order], asked: tuple[str, ...]) -> dict[str, Mask]:
    """Judge a conflict in which some party looks at several orders; its ranks are the lines."""
    if lines.n_states > MOST_STATES and set(PAIRWISE) & set(asked):
        raise SolveError(
            f"{lines.n_states:,} states found; smr and sseq compare all pairs where a party looks "
            f"at several orders at once, at most {MOST_STATES:,}: ask for nash, gmr and seq"
        )
    gains = [gaining(moves, order) for moves, order in zip(lines.moves, found, strict=True)]
    willing = replace(lines, moves=tuple(gains))
    layout = replace(Layout.of(lines), gains=Arcs.of(gains, lines.ranks))
    stable = {concept: np.empty(lines.ranks.shape, dtype=np.bool_) for concept in asked}
    work: list[Callable[[], None]] = []
    for i, order in enumerate(found):
        rows = {concept: mask[i] for concept, mask in stable.items()}
        if order.is_single:
            work.append(partial(graph.judge, lines, layout, i, rows))
        else:
            work.append(partial(_judge, lines, willing, layout, i, order, rows))
    run_all(work, lines.n_states)
    return stable


def _judge(
    lines: Conflict,
    willing: Conflict,
    layout: Layout,
    party: int,
    order: Order,
    rows: dict[str, Mask],
) -> None:
    """Judge a party that looks at several orders at once."""
    own = willing.moves[party].to_arcs()
    source, target = own.sources, own.target
    movers = graph.others(lines, party)
    for concept, out in rows.items():
        if concept in PAIRWISE:
            walks = Walks.of(lines, improving=False)
            bold = Walks.of(willing, improving=True) if concept == "sseq" else walks
            _by_pairs(lines, order, party, walks, bold.reach(movers.tolist()), out)
            continue
        out[:] = True
        if concept == "nash":
            out[source] = False
            continue
        improving = concept == "seq"
        met = _forced(layout, order.line, movers, improving)[target] <= order.line[source]
        for value in order.values[1:]:
            met |= _forced(layout, value, movers, improving)[target] < value[source]
        out[source[~met]] = False


def _forced(
    layout: Layout, value: NDArray[np.int32], movers: NDArray[np.int32], improving: bool
) -> NDArray[np.int32]:
    """Return the least of a value that the others can bring about from each state."""
    return layout.least_in(value, graph_kernels.ascending(value), movers, improving)


def _by_pairs(
    lines: Conflict,
    order: Order,
    party: int,
    walks: Walks,
    reached: NDArray[np.uint64],
    out: Mask,
) -> None:
    """Judge smr or sseq by all pairs: what is higher in the line and no gain counts as unsure.

    That is extension d of unknown preference, whose loop this uses: a party is not drawn by what
    it is unsure of, and held by it.
    """
    every = np.ones((lines.n_states, lines.n_states), dtype=np.bool_)
    for value in order.values:
        every &= value[None, :] >= value[:, None]
    unsure = (order.line[None, :] > order.line[:, None]) & ~every
    stable_if_unsure(
        order.line, unsure, walks.low[party], walks.high[party], walks.pool, reached, False, False,
        True, True, out,
    )  # fmt: skip
