"""A case and what is taken otherwise → its games, of which only the numbers are read anew."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes, Games
from stickpoint.graph.game import Game
from stickpoint.graph.variants.lumps import paid

MOST_STATES = 1 << 18
"""So many states of all the layouts together are kept; what comes on top is laid out each time."""


class Layouts:
    """The games of a case, by which issues are taken as closed: states and moves are found once.

    Parameters
    ----------
    case : Case
    changes : Changes, optional
        What to take otherwise; ``changes.read`` is how numbers are read where nobody says how.
    agreements : {"", "written", "every"}
        On which terms parties may also settle together, as for `Games`.
    """

    def __init__(self, case: Case, changes: Changes | None = None, *, agreements: str = "") -> None:
        self._case, self._changes, self._agreements = case, changes or Changes(), agreements
        self._kept: dict[tuple[str, ...], Games] = {}

    def game(
        self, read: Callable[[Amount], float] | None = None, closed: Collection[str] = ()
    ) -> Game:
        """Return the game whose every amount is read so, with more issues closed.

        Raises
        ------
        ModelError
            As `build_game` does.
        """
        names = tuple(closed)
        return paid((self._kept.get(names) or self._laid_out(names)).game(read))

    def begin_alike(self, closed: Collection[str] = ()) -> bool:
        """Tell whether every reading begins in the same state, with more issues closed."""
        names = tuple(closed)
        return (self._kept.get(names) or self._laid_out(names)).begins_alike

    def _laid_out(self, closed: tuple[str, ...]) -> Games:
        made = replace(self._changes, without=(*self._changes.without, *closed))
        found = Games(self._case, made, agreements=self._agreements)
        kept = list(self._kept.values())
        if sum(games.codes.size for games in (*kept, found)) <= MOST_STATES:
            self._kept[closed] = found
        return found

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what is found again where a process of its own goes on with it."""
        return self.__dict__ | {"_kept": {}}
