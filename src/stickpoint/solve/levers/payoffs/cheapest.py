"""Game and levers → the least costly change after which it is likely enough to be settled in time.

    minimise  Σ_k c_k |x_k|   subject to   P(settled by m; x) ≥ p,   low_k ≤ x_k ≤ high_k,

with x split into its part up and its part down, so that the cost is linear and the only curved
thing is P, whose slopes are told by differences (`differences`). It need not be convex: it can hang
on cliffs, where nothing of a lever's first half helps and then all of it. So the search first looks
everywhere (`global_search`). From the cheapest places that move different sets of levers, whatever
is not needed is given up lever by lever, by trying; from the best of those it descends
(`descents`), and from the best of all it tries to exchange a little of one lever for somewhat less
of another.
The cheapest answer often stands at the edge of a cliff that two levers share; so at the end each
lever in use is pushed a little further, and each other one given up as far as that allows.
Every place ever looked at stays in the search, and the cheapest that does it is the answer. What
is shown was solved for again, at a tighter tolerance. A cheaper change may exist.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.solve.levers.payoffs.descents import least_cost, most
from stickpoint.solve.levers.payoffs.global_search import CHANCE, COST, GlobalSearch
from stickpoint.solve.levers.payoffs.lever_space import (
    NEGLIGIBLE,
    TOLERANCE,
    LeverChange,
    LeverSpace,
)
from stickpoint.solve.levers.payoffs.parameters import LeverParameter

SHRUNK = 4
"""From so many places whatever is not needed is given up."""
DESCENTS = 2
"""From so many of those the search descends along slopes."""
EXCHANGED = (1 / 8, 1 / 32)
"""Parts of its reach by which one lever is moved up in exchange for another."""
GIVEN_BACK = (1.2, 2.0)
"""How much more the other gives back than that costs."""
PUSHED = 1 / 128
"""Part of its reach by which one lever in use is pushed on, along the edge of a cliff."""
CLIMBS = 3
"""Where nothing seen does it, from so many places the search climbs."""


def cheapest(  # noqa: PLR0913 – a question has many parts, all but two by name
    game: Game,
    parameters: Sequence[LeverParameter],
    *,
    within: float,
    probability: float,
    start: int | None = None,
    horizon: float = 60.0,
    shocks: str = "centred",
    tolerance: float = TOLERANCE,
) -> LeverChange:
    """Find the least costly change that brings P(settled by ``within``) to ``probability``.

    Parameters
    ----------
    game : Game
    parameters : sequence of LeverParameter
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
    LeverChange
        Where no allowed change was found to do it, ``reached`` is false and the proposal is the one
        that comes closest.

    Raises
    ------
    ModelError
        No levers, or a question that means nothing.
    SolveError
        The clock did not finish.
    """
    space = LeverSpace(game, parameters, start, horizon, shocks, tolerance)
    return cheapest_among(GlobalSearch(space, within), probability)


def cheapest_among(search: GlobalSearch, wanted: float) -> LeverChange:
    """Find the least costly change, as `cheapest` does, among and beyond the places of a search."""
    check(search, wanted)
    space = search.space
    nothing = space.proposal(np.zeros(space.size), search.within, wanted)
    if nothing.reached:
        return nothing
    seek(search, wanted)
    return confirmed(search, wanted)


def check(search: GlobalSearch, wanted: float) -> None:
    """Refuse questions that mean nothing."""
    within, horizon = search.within, search.space.horizon
    if not 0 < wanted < 1:
        raise ModelError(f"probability is {wanted!r}; expected a number between 0 and 1")
    if not 0 < within <= horizon:
        raise ModelError(
            f"within is {within!r}; expected a time above 0 and at most the horizon, {horizon:g}"
        )


def seek(search: GlobalSearch, wanted: float) -> None:
    """Look for cheap places that do it, where to change nothing does not."""
    search.spread()
    if not search.good(wanted):
        _climb(search, wanted)
    aim = aimed(search, wanted)
    if search.good(aim):
        improve(search, aim)


def aimed(search: GlobalSearch, wanted: float) -> float:
    """Aim so far above what is wanted that the error of the search cannot spoil it, if possible."""
    aim = wanted + search.space.tolerance
    return aim if search.good(aim) else wanted


def _climb(search: GlobalSearch, wanted: float) -> None:
    """Push the probability up from the likeliest places, until one does it.

    Where none does, what the likeliest does not need is given up.
    """
    likeliest = np.argsort(-search.results[:, CHANCE], kind="stable").tolist()
    for k in search.unlike(likeliest, CLIMBS):
        most(search, [k], CHANCE, [np.inf])
        if search.good(wanted):
            return
    best = int(search.results[:, CHANCE].argmax())
    least = float(search.results[best, CHANCE]) - search.space.tolerance
    search.shrunk([search.places[best]], least)


def improve(search: GlobalSearch, wanted: float) -> None:
    """Give up what is not needed, and descend, from the cheapest places that do it."""
    begun = search.unlike(search.good(wanted), SHRUNK)
    shrunk = search.shrunk([search.places[k] for k in begun], wanted)
    shrunk.sort(key=lambda k: float(search.results[k, COST]))
    least_cost(search, search.unlike(shrunk, DESCENTS), wanted)
    for step in EXCHANGED:
        _exchange(search, search.good(wanted)[0], step)
    _push(search, wanted)
    search.shrunk([search.places[search.good(wanted)[0]]], wanted, rounds=3)


def _push(search: GlobalSearch, wanted: float) -> None:
    """Move each lever in use up by a step, and give up as much of each other as that allows."""
    place = search.places[search.good(wanted)[0]]
    used = np.flatnonzero(place > NEGLIGIBLE).tolist()
    pairs = [(up, down) for up in used for down in used if up != down and place[up] < 1]
    if not pairs:
        return
    moved = np.repeat(place[None], len(pairs), axis=0)
    for row, (up, _) in zip(moved, pairs, strict=True):
        row[up] = min(1.0, place[up] + PUSHED)
    search.look(search.cut(moved, [down for _, down in pairs], wanted, rounds=2))


def _exchange(search: GlobalSearch, k: int, step: float) -> None:
    """Move each variable up by a step, and each other down by somewhat more than that costs."""
    place, price = search.places[k], search.space.price
    tried = []
    for up in np.flatnonzero(place < 1).tolist():
        for down in np.flatnonzero(place > NEGLIGIBLE).tolist():
            for more in GIVEN_BACK if down != up and price[down] > 0 else ():
                moved = place.copy()
                moved[up] = min(1.0, place[up] + step)
                moved[down] -= min(place[down], more * step * price[up] / price[down])
                tried.append(moved)
    if tried:
        search.look(np.array(tried))


def confirmed(search: GlobalSearch, wanted: float) -> LeverChange:
    """Solve again for the cheapest place that does it; for one as likely as any where none does."""
    space, within = search.space, search.within
    for k in (*search.good(aimed(search, wanted)), *search.good(wanted)):
        # At the tighter tolerance it may fall short by a hair; then the next will do.
        proposal = space.proposal(search.places[k], within, wanted)
        if proposal.reached:
            return proposal
    # The search cannot tell apart what differs by less than its error, so the cheapest is told.
    highest = float(search.results[:, CHANCE].max())
    return space.proposal(search.places[search.good(highest - space.tolerance)[0]], within, wanted)
