"""Who wishes whom well or ill → the fewest attitudes that would have to be others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.beliefs.attitudes import attitudes
from stickpoint.solve.stability.beliefs.relations import table_of

AT_ONCE = 2
MOST_JUDGED = 1 << 17
"""So many states are judged in all, tables times states, before the search gives up."""
FEWEST_TABLES = 60


class Sign(NamedTuple):
    """One attitude that would have to be another: of whom, to whom, and which instead."""

    party: int
    towards: int
    before: int
    after: int


@dataclass(frozen=True)
class Signs:
    """The fewest attitudes that would have to be others.

    Attributes
    ----------
    state : int or None
        The state of the target that would then hold; None where nothing was found.
    changes : tuple of Sign
    others : int
        How many other choices of as few would do it.
    proof : str
        ``optimal``, ``impossible`` with so many at once, or ``none found``: the search gave up.
    """

    state: int | None
    changes: tuple[Sign, ...] = ()
    others: int = 0
    proof: str = "optimal"

    @property
    def cost(self) -> int | None:
        """How many attitudes; None where nothing was found."""
        return None if self.state is None else len(self.changes)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; states count from 1."""
        state = None if self.state is None else self.state + 1
        changes = [change._asdict() for change in self.changes]
        return {"state": state, "cost": self.cost, "changes": changes, "others": self.others,
                "proof": self.proof}  # fmt: skip


def fewest_signs(
    conflict: Conflict, table: ArrayLike, target: NDArray[np.bool_], concept: str
) -> Signs:
    """Find the fewest changes of attitudes after which a state of a target holds.

    Parameters
    ----------
    conflict : Conflict
    table : array_like of int, shape (parties, parties)
        As `attitudes` takes it.
    target : ndarray of bool, shape (states,)
    concept : str

    Returns
    -------
    Signs
        At most two at once; any other sign counts as one change, from well to ill too.

    Notes
    -----
    Every table with one change is judged, then every one with two, until some do it: exact as far
    as it goes. One judgement is linear, see `attitudes`.

    Examples
    --------
    Two prisoners keep silent if one of them minds the other's years in place of its own, and the
    other does so too:

    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> silent = np.array([False, False, False, True])
    >>> [change[:2] for change in fewest_signs(dilemma, np.eye(2), silent, "nash").changes]
    [(0, 0), (1, 0)]
    """
    signs = table_of(np.asarray(table).astype(int), conflict.n_parties)
    left = max(FEWEST_TABLES, MOST_JUDGED // conflict.n_states)
    for count in range(AT_ONCE + 1):
        found: list[tuple[int, tuple[Sign, ...]]] = []
        for changes in _changes(signs, count):
            if left == 0:
                return Signs(None, proof="none found") if not found else _first(found)
            left -= 1
            changed = signs.copy()
            for one in changes:
                changed[one.party, one.towards] = one.after
            held = attitudes(conflict, changed, [concept]).equilibria[concept] & target
            if held.any():
                found.append((int(np.argmax(held)), changes))
        if found:
            return _first(found)
    return Signs(None, proof="impossible")


def _first(found: list[tuple[int, tuple[Sign, ...]]]) -> Signs:
    state, changes = found[0]
    return Signs(state, changes, len(found) - 1)


def _changes(signs: NDArray[np.int8], count: int) -> Iterator[tuple[Sign, ...]]:
    """List every choice of so many attitudes, each with another sign."""
    places = list(product(range(len(signs)), repeat=2))
    for chosen in combinations(places, count):
        before = [int(signs[place]) for place in chosen]
        for after in product(*([s for s in (1, 0, -1) if s != old] for old in before)):
            yield tuple(
                Sign(party, towards, old, new)
                for (party, towards), old, new in zip(chosen, before, after, strict=True)
            )
