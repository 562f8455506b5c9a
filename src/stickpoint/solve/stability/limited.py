"""Conflict → where a party stays that looks a given number of moves ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError, SolveError, expect
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves
from stickpoint.solve.stability.beliefs.worst_case import worst_case
from stickpoint.solve.stability.engine import concept_kernels
from stickpoint.solve.stability.result import Stability

LONGEST = 10_000
"""Moves ahead followed in search of a repetition before giving up."""

FORESEEN = "foreseen"
"""Each reckons with what the other would do; beside it ``any`` and ``willing``: with the worst."""

Ends = NDArray[np.int32]


class Cycle(NamedTuple):
    """When the sequence of foreseen ends begins to repeat, and after how many moves."""

    first: int
    period: int


@dataclass(frozen=True, eq=False, repr=False)
class Foresight(Stability):
    """Stable states of parties that look ahead, and what they foresee.

    Attributes
    ----------
    ends : ndarray of int32, shape (2, states), or None
        Where play ends that party i begins in state s; None but for foreseen answers.
    cycle : Cycle or None
        From move ``first`` on the ends repeat every ``period`` moves; None where no repetition
        was found.
    """

    ends: Ends | None = None
    cycle: Cycle | None = None


def limited(
    conflict: Conflict,
    horizon: int | None = None,
    *,
    answers: str = FORESEEN,
    longest: int = LONGEST,
) -> Foresight:
    """Find the states in which a party that looks some moves ahead would stay (L_h).

    Two parties move in turn, h moves in all, and each may stop play where it is. G_h(i, s) is
    where play ends that i begins in s: with G_0(i, s) = s and t the move of i from s for which
    G_{h-1}(j, t) is best for i, G_h(i, s) = G_{h-1}(j, t) if i ranks that above s, else s. The
    state s is L_h stable for i when G_h(i, s) = s [1]_.

    The papers want strict preferences. Here a party that is indifferent stays, and among moves
    that end equally well it makes the one to the state of lowest number.

    Parameters
    ----------
    conflict : Conflict
        With two parties, but for answers other than foreseen ones.
    horizon : int, optional
        How many moves ahead all look; 1 is Nash stability. However far they look if left out,
        which is non-myopic stability: see `nonmyopic`.
    answers : str
        ``foreseen``: each expects the other to end play where that is best for it, as above, for
        two parties. ``any``: each expects the worst that all the rest can do in turns with it, by
        legal sequences, whatever that does to them; for any number of parties, Maximin_h
        [2]_: h = 2 is GMR, 3 SMR. ``willing``: the worst that they can do by improvements; 2 is
        SEQ, 3 SSEQ. See `stickpoint.solve.stability.beliefs.worst_case`.
    longest : int
        How many moves ahead to look for a repetition, and so the largest horizon that can be
        answered where there is none.

    Returns
    -------
    Foresight
        With the one concept ``limited``, or ``nonmyopic`` where no horizon was given.

    Raises
    ------
    ModelError
        A horizon below 1, other answers.
    SolveError
        Not two parties, for foreseen answers; or no repetition within ``longest`` moves and a
        horizon beyond it, or none.

    Notes
    -----
    Each further move costs time linear in states (classes of free choice) or arcs.

    References
    ----------
    .. [1] D. M. Kilgour, 1985, "Anticipation and stability in two-person noncooperative games",
       in *Dynamic Models of International Conflict*, Lynne Rienner, 26-51; L. Fang, K. W. Hipel,
       D. M. Kilgour, 1993, *Interactive Decision Making*, Wiley.
    .. [2] L. C. Rêgo, G. I. A. Vieira, 2021, "Maximin_h stability in the graph model for conflict
       resolution for bilateral conflicts", *IEEE Trans. Syst. Man Cybern.: Systems*.

    Examples
    --------
    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> [limited(dilemma, h).equilibria["limited"].tolist() for h in (1, 2)]
    [[True, False, False, False], [True, False, False, True]]
    >>> limited(dilemma).equilibria["nonmyopic"].tolist()
    [True, False, False, True]
    """
    expect(conflict, Conflict)
    if horizon is not None and horizon < 1:
        raise ModelError(f"horizon {horizon} found; expected at least one move")
    if answers != FORESEEN:
        found = worst_case(conflict, horizon, answers)
        repeats = Cycle(found.parameters["first"], found.parameters["period"])
        return Foresight(conflict, found.stable, found.method, found.parameters, cycle=repeats)
    if horizon is None:
        return nonmyopic(conflict, longest=longest)
    _check_two(conflict)
    cycle = find_cycle(conflict, longest)
    steps = horizon
    if cycle is not None and horizon >= cycle.first:
        steps = cycle.first + (horizon - cycle.first) % cycle.period
    elif cycle is None and horizon > longest:
        raise SolveError(f"{_no_repetition(longest)}; ask for a horizon up to {longest}")
    ends = _after(conflict, steps)
    return Foresight(
        conflict,
        {"limited": _staying(ends)},
        method="backward over alternating moves; ties: stay, then the lowest number; exact",
        parameters={"horizon": horizon},
        ends=ends,
        cycle=cycle,
    )


def nonmyopic(conflict: Conflict, *, longest: int = LONGEST) -> Foresight:
    """Find the states in which a party stays however far it looks ahead (NM).

    A state is non-myopically stable for i when G_h(i, s) = s for every h from some h₀ on [1]_,
    see `limited`. The ends of play at h depend on those at h - 1 only, so they repeat sooner or
    later, and a state is stable when i stays at each h of the cycle. Cycles longer than one are
    common [2]_: no single large horizon tells.

    Parameters
    ----------
    conflict : Conflict
        With two parties.
    longest : int
        How many moves ahead to look for a repetition.

    Returns
    -------
    Foresight
        With the one concept ``nonmyopic`` and the cycle.

    Raises
    ------
    SolveError
        Not two parties, or no repetition within ``longest`` moves.

    References
    ----------
    .. [1] S. J. Brams, D. Wittman, 1981, "Nonmyopic equilibria in 2x2 games", *Conflict Manag.
       Peace Sci.* 6, 39-62; D. M. Kilgour, 1984, "Equilibria for far-sighted players", *Theory
       Decis.* 16, 135-157.
    .. [2] L. C. Rêgo et al., 2025, *Games* 16(5), 54.

    Examples
    --------
    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> found = nonmyopic(dilemma)
    >>> found.equilibria["nonmyopic"].tolist(), found.cycle
    ([True, False, False, True], Cycle(first=2, period=1))
    """
    _check_two(conflict)
    cycle = find_cycle(conflict, longest)
    if cycle is None:
        raise SolveError(f"{_no_repetition(longest)}; ask for limited(conflict, horizon)")
    ends = _after(conflict, cycle.first)
    stays = _staying(ends)
    for _ in range(cycle.period - 1):
        ends = _one_more(conflict, ends)
        stays &= _staying(ends)
    return Foresight(
        conflict,
        {"nonmyopic": stays},
        method="staying at every horizon of the cycle; exact",
        parameters=cycle._asdict(),
        cycle=cycle,
    )


def find_cycle(conflict: Conflict, longest: int) -> Cycle | None:
    """Find where the tables of ends begin to repeat, comparing whole tables.

    Brent's method: two tables in store, and at most three times as many moves as the repetition
    is away, so that one within ``longest`` moves is never missed.
    """
    anchor = _start(conflict)
    ends = _one_more(conflict, anchor)
    power = period = steps = 1
    while not np.array_equal(anchor, ends):
        if steps >= 3 * longest:
            return None
        if period == power:
            anchor, power, period = ends, 2 * power, 0
        ends = _one_more(conflict, ends)
        period += 1
        steps += 1
    behind, ahead, first = _start(conflict), _after(conflict, period), 0
    while not np.array_equal(behind, ahead):
        behind, ahead = _one_more(conflict, behind), _one_more(conflict, ahead)
        first += 1
    return Cycle(first, period)


def _start(conflict: Conflict) -> Ends:
    return np.tile(np.arange(conflict.n_states, dtype=np.int32), (2, 1))


def _after(conflict: Conflict, steps: int) -> Ends:
    ends = _start(conflict)
    for _ in range(steps):
        ends = _one_more(conflict, ends)
    return ends


def _one_more(conflict: Conflict, ends: Ends) -> Ends:
    """Return where play ends with one more move before it."""
    longer = np.empty_like(ends)
    for i, moves in enumerate(conflict.moves):
        rank, after = conflict.ranks[i], ends[1 - i]
        if isinstance(moves, ArcMoves):
            longer[i] = concept_kernels.next_ends_by_arcs(rank, moves.start, moves.target, after)
        else:
            classes = moves.classes
            longer[i] = concept_kernels.next_ends_by_class(
                rank, classes.of_state, classes.first.size - 1, after
            )
    return longer


def _staying(ends: Ends) -> NDArray[np.bool_]:
    return ends == np.arange(ends.shape[1], dtype=np.int32)


def _check_two(conflict: Conflict) -> None:
    if conflict.n_parties != 2:
        raise SolveError(
            f"{conflict.n_parties} parties found: foreseen answers are defined for two, because "
            "with more the papers disagree on who moves next; ask with answers='any' or 'willing', "
            "which expect the worst of the rest, or join the parties into two camps"
        )


def _no_repetition(longest: int) -> str:
    return f"the foreseen ends do not repeat within {longest:,} moves"
