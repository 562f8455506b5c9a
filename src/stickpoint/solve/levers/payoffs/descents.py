"""Places of a search → better ones near them, along slopes told by differences.

Near a place an answer is taken for linear in the levers. What is best within a box around it is
then a knapsack that may be filled in parts (G. B. Dantzig, 1957, *Discrete-Variable Extremum
Problems*, Operations Research 5, 266–277): what does most for its cost comes first. Where answers
are curved the corners of a box overshoot, so half of the steps go along the projected gradient
instead (J. B. Rosen, 1960, *The Gradient Projection Method for Nonlinear Programming*, Journal of
the SIAM 8, 181–217). Boxes of eight sizes are looked at together, as games go through the clock
side by side, so no size has to be guessed. Every place looked at stays in the search.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.levers.payoffs.differences import slopes
from stickpoint.solve.levers.payoffs.global_search import CHANCE, COST, SECTIONS, GlobalSearch
from stickpoint.solve.levers.payoffs.parameters import Floats

ROUNDS = 6
"""Of one descent, at most."""
BOXES = 0.5 ** np.arange(SECTIONS)
"""How far a lever may move in one step, as parts of its reach; as many as go side by side."""
WORTH = 1e-3
"""Parts of the cost, or of the answer, that a round must gain for another to follow."""
EXACT = 1e-9


def least_cost(search: GlobalSearch, begins: Sequence[int], wanted: float) -> None:
    """Look for lower costs near some places, where it stays as likely as wanted."""
    price, live = search.space.price, list(begins)
    for _ in range(ROUNDS):
        if not live:
            return
        places = [search.places[k] for k in live]
        chances, gains = slopes(search, live, CHANCE)
        needs = np.repeat(wanted - chances[:, None], SECTIONS, axis=1)
        looked = []
        for _again in range(2):
            moved = [
                step(place, price, gain, box, need)
                for place, gain, some in zip(places, gains, needs, strict=True)
                for (step, box), need in zip(_STEPS, some.tolist(), strict=True)
            ]
            looked.append(search.look(moved).reshape(needs.shape))
            # Once more, with what each step fell short of, or had too much.
            needs += wanted - search.results[looked[-1], CHANCE]
        after = [_cheapest(search, row, wanted) for row in np.concatenate(looked, axis=1)]
        cost = search.results[:, COST]
        live = [
            new for old, new in zip(live, after, strict=True)
            if new is not None and cost[new] < cost[old] * (1 - WORTH)
        ]  # fmt: skip


def most(
    search: GlobalSearch, begins: Sequence[int], column: int, budgets: Sequence[float]
) -> None:
    """Look for a higher chance, or a shorter wait, near some places, for no more than a budget."""
    sign, price = (1.0 if column == CHANCE else -1.0), search.space.price
    live = list(zip(begins, budgets, strict=True))
    for _ in range(ROUNDS):
        if not live:
            return
        _, gains = slopes(search, [k for k, _ in live], column)
        moved = [
            # To gain most at no more than a cost is to pay least at no less than its negative.
            step(place, -sign * gain, -price, box, float(price @ place) - budget)
            for (k, budget), gain in zip(live, gains, strict=True)
            for place in [search.places[k]]
            for step, box in _STEPS
        ]
        looked = search.look(moved).reshape(len(live), SECTIONS)
        told = sign * search.results[:, column]
        after = [int(row[told[row].argmax()]) for row in looked]
        live = [
            (new, budget) for (old, budget), new in zip(live, after, strict=True)
            if told[new] > told[old] + WORTH * abs(told[old])
        ]  # fmt: skip


def _cheapest(search: GlobalSearch, looked: NDArray[np.int64], wanted: float) -> int | None:
    """Return the cheapest of some places that are likely enough; None where none is."""
    good = looked[search.results[looked, CHANCE] >= wanted]
    return int(good[search.results[good, COST].argmin()]) if good.size else None


def filled(place: Floats, cost: Floats, gain: Floats, box: float, need: float) -> Floats:
    """Return the place of least cost in a box where the gain is as needed, or nearest to it.

    Costs and gains are those of one unit of each variable, of either sign.
    """
    low, high = np.maximum(place - box, 0.0), np.minimum(place + box, 1.0)
    more = np.where(gain > 0, high, np.where(gain < 0, low, place))
    moved = np.where(cost > 0, low, np.where(cost < 0, high, more))
    need -= float(gain @ (moved - place))
    gained = gain * (more - moved)
    paid = np.abs(cost * (more - moved))
    left = np.flatnonzero(gained > 0)
    for k in left[np.argsort(paid[left] / gained[left], kind="stable")].tolist():
        if need <= 0:
            break
        moved[k] += (more[k] - moved[k]) * min(1.0, need / gained[k])
        need -= gained[k]
    return moved


def along(place: Floats, cost: Floats, gain: Floats, box: float, need: float) -> Floats:
    """Go down the slope of the cost, as far as a box goes, where the gain stays as needed."""
    if need == -np.inf:
        gain, need = np.zeros_like(gain), 0.0
    free = np.ones(place.size, dtype=bool)
    way = np.zeros(place.size)
    for _ in range(place.size):
        held, down = np.where(free, gain, 0.0), np.where(free, cost, 0.0)
        rate = float(down @ held) / max(float(held @ held), np.finfo(float).tiny)
        way = max(rate, 0.0) * held - down
        stopped = ((place <= 0) & (way < 0)) | ((place >= 1) & (way > 0))
        if not stopped.any():
            break
        free &= ~stopped
    moved = place + way * (box / max(float(np.abs(way).max()), np.finfo(float).tiny))
    return _made_good(place, np.clip(moved, 0.0, 1.0), gain, need)


def _made_good(place: Floats, moved: Floats, gain: Floats, need: float) -> Floats:
    """Move on along the gain until it is as needed, as far as the limits of the levers allow."""
    for _ in range(place.size):
        short = need - float(gain @ (moved - place))
        open_ = np.where(gain * short > 0, moved < 1, moved > 0)
        push = np.where(open_, gain, 0.0)
        if abs(short) < EXACT or not push.any():
            break
        moved = np.clip(moved + push * (short / float(push @ push)), 0.0, 1.0)
    return moved


_STEPS = tuple((along if place % 2 else filled, box) for place, box in enumerate(BOXES.tolist()))
"""Both ways by turns, so that each is tried with long and with short steps."""
