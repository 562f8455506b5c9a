"""Games of one structure → the same with fewer states, by which the answers are what they were.

States that nothing leads to are left out, and those that go on alike are one, where one asks so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.graph.variants.copies import copies
from stickpoint.graph.variants.quotient import Quotient
from stickpoint.graph.variants.reached import Reached

Floats = NDArray[np.float64]


class Fewer:
    """How the games of one structure shrink, in one step or in several.

    Parameters
    ----------
    states : int
        How many there are before the first step.
    steps : sequence of Reached or Quotient
        In the order in which they are taken; none where games stay as they are.

    Attributes
    ----------
    place : ndarray of int32, shape (states,)
        Where each state goes; -1 for one that is left out.
    """

    def __init__(self, states: int, steps: Sequence[Reached | Quotient] = ()) -> None:
        self._steps = tuple(steps)
        place = np.arange(states, dtype=np.int32)
        for step in self._steps:
            place = np.where(place < 0, place, step.place[place]).astype(np.int32)
        self.place = place

    @property
    def first(self) -> NDArray[np.int64]:
        """The first of the states that each one stands for, (fewer states,)."""
        known, first = np.unique(self.place, return_index=True)
        return first[known >= 0].astype(np.int64)

    def of(self, game: Game) -> Game:
        """Return one of the games with fewer states."""
        for step in self._steps:
            game = step.of(game)
        return game

    def spread(self, values: Floats) -> Floats:
        """Return values (states, …) of each state as it was; not a number where one is left out."""
        found = values[self.place]
        found[self.place < 0] = np.nan
        return found


def fewer(
    two: Sequence[Game],
    starts: Collection[int] | None,
    merging: Callable[[Sequence[Game]], Quotient | None] | None = None,
) -> Fewer:
    """Tell how games shrink to what their courses come to, and by states that go on alike.

    Parameters
    ----------
    two : sequence of Game
        Two draws of the games, by which what is alike by chance is told from what is so by nature.
    starts : collection of int, or None
        Where courses begin; None where that is not known, so that no state can be left out.
    merging : callable, optional
        From the same two games without what is left out to how states that go on alike are one; to
        None where they are not. Without it none are.
    """
    steps: list[Reached | Quotient] = []
    states = two[0].n_states
    if starts is not None and not (less := Reached(two[0], starts)).is_whole:
        steps.append(less)
        two = [less.of(game) for game in two]
    if merging is not None and (alike := merging(two)) is not None:
        steps.append(alike)
    return Fewer(states, steps)


def merged(two: Sequence[Game]) -> Quotient | None:
    """Return how states from which everything goes on alike are one; None where there are none."""
    groups = copies(two)
    return Quotient(two[0], groups) if groups else None
