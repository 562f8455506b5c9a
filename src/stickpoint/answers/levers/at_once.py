"""Moves and levers that save as much as the best, to within what anybody would notice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stickpoint.answers.levers.payoffs import BestMove, PayoffLevers, sets
from stickpoint.solve.levers.payoffs.parameters import LeverParameter

NOTICED = 1e-3
"""Parts of the wait below which nobody would notice a change of it."""


@dataclass(frozen=True, eq=False)
class Saving:
    """What a move, or a lever moved to its limit, takes off the wait.

    ``saved`` is the middle of the draws, ``band`` the least and the most of them.
    """

    what: BestMove | LeverParameter
    saved: float
    band: tuple[float, float]


def leading(answer: PayoffLevers, found: Iterable[Saving]) -> list[Saving]:
    """Pick all that save as much as the best, if that is enough to be noticed, by their names.

    A move that does all that another of them does, and more, is left out.
    """
    slack = NOTICED * answer.run.mean
    saving = [one for one in found if one.saved > slack]
    most = max((one.saved for one in saving), default=0.0)
    best = [one for one in saving if one.saved >= most - slack]
    deeds = {id(x): set(sets(answer, x.what).items()) for x in best if isinstance(x.what, BestMove)}
    kept = [x for x in best if not any(own < deeds.get(id(x), set()) for own in deeds.values())]
    return sorted(kept, key=lambda one: _name(answer, one))


def _name(answer: PayoffLevers, one: Saving) -> tuple[str, list[tuple[str, bool]]]:
    """Return what puts equals in an order that is not the file's."""
    if isinstance(one.what, LeverParameter):
        return one.what.name, []
    return answer.game.parties[one.what.party], sorted(sets(answer, one.what).items())
