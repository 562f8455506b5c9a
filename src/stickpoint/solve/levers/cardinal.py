"""Game and levers → the least costly change after which it is likely enough to be settled in time.

    minimise  Σ_k c_k |x_k|   subject to   P(settled by m; x) ≥ p,   low_k ≤ x_k ≤ high_k,

with x split into its part up and its part down, so that the cost is linear and the only curved
thing is P, whose slopes come from the adjoint (`stickpoint.solve.clock.gradient`). It need not be
convex: it can hang on cliffs, where nothing of a lever's first half helps and then all of it. So
whatever is not needed is first given up lever by lever, by trying; then several starts are tried,
by sequential quadratic programming (D. Kraft, 1988, DFVLR-FB 88-28) and, where that finds
nothing, by a trust region with barrier (R. H. Byrd, M. E. Hribar and J. Nocedal, 1999, *SIAM J.
Optimization* 9, 877-900). What is shown was solved for again, at a tighter tolerance.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stickpoint.conflict.game import Game
from stickpoint.errors import ModelError
from stickpoint.solve.clock.gradient import Question
from stickpoint.solve.levers.handles import Handle
from stickpoint.solve.levers.search import TOLERANCE, Floats, Proposal, Search


def cheapest(  # noqa: PLR0913 – a question has many parts, all but two by name
    game: Game,
    handles: Sequence[Handle],
    *,
    within: float,
    probability: float,
    start: int | None = None,
    horizon: float = 60.0,
    shocks: str = "centred",
    tolerance: float = TOLERANCE,
) -> Proposal:
    """Find the least costly change that brings P(settled by ``within``) to ``probability``.

    Parameters
    ----------
    game : Game
    handles : sequence of Handle
        At least one.
    within : float
        Above 0 and at most the horizon.
    probability : float
        Between 0 and 1.
    start : int, optional
        The state at time 0; the game's own if left out.
    horizon : float
    shocks : str
    tolerance : float
        Of the search; what it finds is solved for again, a thousand times tighter.

    Returns
    -------
    Proposal
        Where no allowed change was found to do it, ``reached`` is false and the proposal is the one
        that comes closest.

    Raises
    ------
    ModelError
        No levers, or a question that means nothing.
    SolveError
        A party replies best, or the clock did not finish.
    """
    if not 0 < probability < 1:
        raise ModelError(f"probability is {probability!r}; expected a number between 0 and 1")
    search = Search(game, handles, start, horizon, shocks, tolerance)
    of: Question = ("settled_by", within)
    nothing = np.zeros(search.size)
    if search.answer(nothing, of)[0] >= probability:
        return search.proposal(nothing, within, probability)
    best = search.furthest(of, sign=1.0)
    closest = search.proposal(best, within, probability)
    if not closest.reached:
        return closest
    starts = [search.pruned(best, of, probability, order) for order in search.orders(best, of)]
    found = [closest, *(search.proposal(place, within, probability) for place in starts)]
    starts.sort(key=lambda place: float(search.price @ place))
    for method, begun in (("SLSQP", starts), ("trust-constr", starts[:1])):
        tried = [search.least_cost(begin, of, probability, method) for begin in begun]
        better = [place for place, worked in tried if worked]
        if better:
            found += [_mended(search, place, best, within, probability) for place in better]
            break
    cheap = min(found, key=lambda proposal: (not proposal.reached, proposal.cost))
    return _without_idlers(search, cheap)


def _without_idlers(search: Search, proposal: Proposal) -> Proposal:
    """Leave alone every lever without which the proposal still reaches what was wanted."""
    for k in np.flatnonzero(proposal.changes).tolist():
        fewer = proposal.changes.copy()
        fewer[k] = 0.0
        tried = search.proposal(search.place_of(fewer), proposal.within, proposal.wanted)
        if tried.reached:
            proposal = tried
    return proposal


def _mended(search: Search, place: Floats, best: Floats, within: float, wanted: float) -> Proposal:
    """Go from a place that falls short, by a hair as a rule, towards one that does not."""
    proposal = search.proposal(place, within, wanted)
    step = 1e-5
    while not proposal.reached and step < 1.0:
        step *= 4
        nearer = place + min(step, 1.0) * (best - place)
        proposal = search.proposal(nearer, within, wanted)
    return proposal
