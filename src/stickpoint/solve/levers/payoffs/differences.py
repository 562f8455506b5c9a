"""Places of a search → how its answers move with each lever there, by differences.

A place goes through the clock beside places where one lever each is moved a little, by the same
steps: what the steps err by cancels, so that differences are exact where each answer alone is not.
Eight games side by side cost little more than one, so this costs far less than slopes from the
adjoint, and every place asked about is one more that the search knows.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from stickpoint.solve.clock.engine.layout import WIDTH
from stickpoint.solve.levers.payoffs.global_search import GlobalSearch
from stickpoint.solve.levers.payoffs.parameters import Floats

STEP = 1 / 128
"""Part of its reach by which a lever is moved: little, but more than counts as left alone."""
HALF = 0.5


def slopes(search: GlobalSearch, rows: Iterable[int], column: int) -> tuple[Floats, Floats]:
    """Return how an answer moves with each variable at places that a search has looked at.

    Parameters
    ----------
    search : GlobalSearch
        Every place asked about is added to it.
    rows : iterable of int
        The places.
    column : int
        Which of its results: 1 the probability, 2 the expected wait.

    Returns
    -------
    values : ndarray of float, shape (rows,)
        The answer itself, by the same steps.
    slopes : ndarray of float, shape (rows, variables)
    """
    places = np.array([search.places[k] for k in rows])
    blocks = [
        (row, range(first, min(first + WIDTH - 1, search.space.size)))
        for row in range(len(places))
        for first in range(0, search.space.size, WIDTH - 1)
    ]
    asked, begun = list[Floats](), list[tuple[int, int, range]]()
    for group in _side_by_side(blocks):
        for row, variables in group:
            begun.append((len(asked), row, variables))
            asked += [places[row], *(_moved(places[row], k) for k in variables)]
        # What stands beside it fills the group up: blocks must not be torn apart.
        asked += [asked[-1]] * (-len(asked) % WIDTH)
    told = search.ask(asked)[:, column]
    values, found = np.zeros(len(places)), np.zeros(places.shape)
    for first, row, variables in begun:
        values[row] = told[first]
        for j, k in enumerate(variables, first + 1):
            found[row, k] = (told[j] - told[first]) / (asked[j][k] - places[row, k])
    return values, found


def _moved(place: Floats, k: int) -> Floats:
    """Move one variable a step towards the middle of its range."""
    moved = place.copy()
    moved[k] += STEP if place[k] < HALF else -STEP
    return moved


def _side_by_side(blocks: list[tuple[int, range]]) -> list[list[tuple[int, range]]]:
    """Put blocks into groups of as many places as go side by side, none torn apart."""
    groups, spare = list[list[tuple[int, range]]](), list[int]()
    for block in blocks:
        size = 1 + len(block[1])
        at = next((g for g, left in enumerate(spare) if left >= size), len(groups))
        if at == len(groups):
            groups.append([])
            spare.append(WIDTH)
        groups[at].append(block)
        spare[at] -= size
    return groups
