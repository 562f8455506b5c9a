"""A conflict and how each party sees it → what holds in each view, as it is played, and in fact.

A *view* is a conflict like any other: the orders that its holder takes the parties to have, the
options that it knows of. A party chooses by its own view, so a state holds *as played* where each
party would stay by its own. Whether it would hold if all saw what is, and whether each expects
what the others do, are questions of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.result import Result
from stickpoint.solve.stability.result import Mask, Stability
from stickpoint.solve.stability.sanctions import CONCEPTS, named, stability

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class View:
    """How somebody sees a conflict.

    Parameters
    ----------
    conflict : Conflict
        The conflict as it sees it, with the same parties.
    place : ndarray of int, shape (states,)
        For each state that there is, the state of the view that it is seen as; -1 where there is
        none, for nothing that the holder can think of looks like it.
    within : mapping of int to View
        Whom the holder of the view takes to see the conflict otherwise than itself, and how.
    """

    conflict: Conflict
    place: NDArray[np.int64]
    within: Mapping[int, View] = field(default_factory=dict)


class Surprise(NamedTuple):
    """One party does in a state what another does not expect.

    ``target`` is where the mover means to go, in its own view; None where it stays though the
    other expects it to leave. ``hidden``: the other knows of no such move.
    """

    viewer: int
    mover: int
    target: int | None
    hidden: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Hypergame(Result):
    """What holds in fact, in each view, and as it is played.

    Attributes
    ----------
    conflict : Conflict
        The conflict as it is.
    views : mapping of int to View
        How the parties see it that do not see it as it is.
    fact : Stability
        Who would stay where if all saw the conflict as it is.
    expected : mapping of str to ndarray of bool, shape (viewers, parties, states)
        For each concept, where each viewer expects each party to stay. False too in a state that
        the view has no place for.
    """

    _about = "conflict"

    conflict: Conflict
    views: Mapping[int, View]
    fact: Stability
    expected: Mapping[str, Mask]
    method: str = "each party by its own view; legal sequences; an equal state sanctions; exact"

    @cached_property
    def played(self) -> dict[str, Mask]:
        """For each concept, where each party would stay by its own view, (parties, states)."""
        own = np.arange(self.conflict.n_parties)
        return {concept: mask[own, own] for concept, mask in self.expected.items()}

    @cached_property
    def equilibria(self) -> dict[str, Mask]:
        """For each concept the states that hold as played: each party stays by its own view."""
        return {concept: np.logical_and.reduce(mask) for concept, mask in self.played.items()}

    @cached_property
    def in_view(self) -> dict[str, Mask]:
        """For each concept what each party expects to hold, (parties, states)."""
        return {
            concept: np.logical_and.reduce(mask, axis=1) for concept, mask in self.expected.items()
        }

    def by_error(self, concept: str) -> Mask:
        """Mark what holds as played and would not if all saw the conflict as it is."""
        return self.equilibria[concept] & ~self.fact.equilibria[concept]

    def undone(self, concept: str) -> Mask:
        """Mark what would hold if all saw the conflict as it is, and does not as played."""
        return self.fact.equilibria[concept] & ~self.equilibria[concept]

    def steady(self, concept: str) -> Mask:
        """Mark what holds as played and as every party expects: nobody sees anything to learn."""
        return self.equilibria[concept] & self.in_view[concept].all(axis=0)

    def mistaken(self, state: int, concept: str) -> list[int]:
        """List the parties whose own choice in a state is not the one that facts would have."""
        differs = self.played[concept][:, state] != self.fact.stable[concept][:, state]
        return np.flatnonzero(differs).tolist()

    def surprises(self, state: int, concept: str) -> list[Surprise]:
        """List who would be surprised by what another does in a state, mover by mover."""
        found = []
        for mover in range(self.conflict.n_parties):
            stays = bool(self.played[concept][mover, state])
            target = None if stays else self._leaves_for(mover, state, concept)
            for viewer in range(self.conflict.n_parties):
                place = self._place(viewer)
                if viewer == mover or place[state] < 0:
                    continue
                hidden = target is not None and place[target] in (-1, place[state])
                if hidden or self.expected[concept][viewer, mover, state] != stays:
                    found.append(Surprise(viewer, mover, target, hidden))
        return found

    def _leaves_for(self, mover: int, state: int, concept: str) -> int | None:
        """Return the state that a party means to go to, among those that there are."""
        view, place = self._conflict(mover), self._place(mover)
        if place[state] < 0:
            return None
        from stickpoint.solve.stability.witness import find_witness

        goal = find_witness(view, int(place[state]), mover, concept).improvement
        reached = self.conflict.moves_from(mover, state)
        meant = reached[place[reached] == goal]
        return int(meant[0]) if meant.size else None

    def _conflict(self, viewer: int) -> Conflict:
        return self.views[viewer].conflict if viewer in self.views else self.conflict

    def _place(self, viewer: int) -> NDArray[np.int64]:
        if viewer in self.views:
            return self.views[viewer].place
        return np.arange(self.conflict.n_states)

    def table(self) -> pd.DataFrame:
        """Return one row per state: what holds in fact, as played, and in each view.

        Returns
        -------
        DataFrame
            Columns ``<concept> fact``, ``<concept> played`` and ``<concept> <party>``.
        """
        import pandas as pd

        columns = {}
        for concept, mask in self.equilibria.items():
            columns[f"{concept} fact"] = self.fact.equilibria[concept]
            columns[f"{concept} played"] = mask
            for party, row in zip(self.conflict.parties, self.in_view[concept], strict=True):
                columns[f"{concept} {party}"] = row
        index = pd.RangeIndex(1, self.conflict.n_states + 1, name="state")
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        """Say how many equilibria each concept has as played, and how many rest on an error."""
        counts = ", ".join(
            f"{name} {int(mask.sum())} ({int(self.by_error(name).sum())} by error)"
            for name, mask in self.equilibria.items()
        )
        return f"<Hypergame of {self.conflict.n_states} states; equilibria as played: {counts}>"


def hypergame(
    conflict: Conflict, views: Mapping[int, View], concepts: Iterable[str] = CONCEPTS
) -> Hypergame:
    """Judge a conflict that its parties see in unlike ways.

    A hypergame of the first level is a game for each party, the one that it believes in [1]_
    [2]_. Each party chooses by its own, and a state is an equilibrium of the hypergame where each
    party's choice, by its own game, is to stay. A hypergame of the second level adds whom each
    takes to see it otherwise, and how: that changes what a party expects of others, not what it
    would do itself. A view may lack options [3]_: a state that differs from another in such
    options only is seen as that one.

    Parameters
    ----------
    conflict : Conflict
    views : mapping of int to View
        By party; who has none sees the conflict as it is.
    concepts : iterable of str
        Some of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``.

    Returns
    -------
    Hypergame

    Raises
    ------
    ModelError
        A view of a party that does not exist, of other parties, or of other states.

    Notes
    -----
    One stability analysis for each view, and for each view within a view: linear as they are.

    References
    ----------
    .. [1] P. G. Bennett, 1977, "Toward a theory of hypergames", *Omega* 5, 749-751.
    .. [2] M. Wang, K. W. Hipel, N. M. Fraser, 1988, "Modeling misperceptions in games",
       *Behavioral Science* 33, 207-223.
    .. [3] Y. M. Aljefri, M. A. Bashar, L. Fang, K. W. Hipel, 2018, "First-level hypergame for
       investigating misperception in conflicts", *IEEE Trans. Syst. Man Cybern.: Systems* 48,
       2158-2175.

    Examples
    --------
    A game of nerve, in which each would stand firm if the other gave way, and would rather give
    way than clash. Each takes the other for one who answers firmness by firmness, and so neither
    begins:

    >>> true = [[3, 4, 2, 1], [3, 2, 4, 1]]
    >>> nerve = Conflict.from_options([0, 1], true)
    >>> first = Conflict.from_options([0, 1], [true[0], [2, 1, 4, 3]])
    >>> second = Conflict.from_options([0, 1], [[2, 4, 1, 3], true[1]])
    >>> views = {0: View(first, np.arange(4)), 1: View(second, np.arange(4))}
    >>> found = hypergame(nerve, views, ["seq"])
    >>> found.fact.equilibria["seq"].tolist(), found.equilibria["seq"].tolist()
    ([False, True, True, False], [True, True, True, False])
    >>> found.by_error("seq").tolist()
    [True, False, False, False]
    """
    asked = named(concepts, CONCEPTS)
    for holder, view in views.items():
        _check(conflict, holder, view)
    known: dict[int, Stability] = {}

    def judged(seen: Conflict) -> Stability:
        if id(seen) not in known:
            known[id(seen)] = stability(seen, asked)
        return known[id(seen)]

    fact = judged(conflict)
    expected = {}
    for concept in fact.concepts:
        whole = np.repeat(fact.stable[concept][None], conflict.n_parties, axis=0)
        for holder, view in views.items():
            for party in range(conflict.n_parties):
                seen = view if party == holder else view.within.get(party, view)
                row = judged(seen.conflict).stable[concept][party]
                whole[holder, party] = np.where(seen.place >= 0, row[seen.place], False)
        expected[concept] = whole
    return Hypergame(conflict, dict(views), fact, expected)


def _check(conflict: Conflict, holder: int, view: View) -> None:
    """Refuse a view that is of another conflict, or one within it."""
    if not 0 <= holder < conflict.n_parties:
        raise ModelError(f"a view of party {holder} found; expected 0 to {conflict.n_parties - 1}")
    if view.conflict.n_parties != conflict.n_parties:
        raise ModelError(
            f"a view with {view.conflict.n_parties} parties found; expected the "
            f"{conflict.n_parties} of the conflict"
        )
    place = np.asarray(view.place)
    if place.shape != (conflict.n_states,) or not np.issubdtype(place.dtype, np.integer):
        raise ModelError(
            f"the places of a view have shape {place.shape} and type {place.dtype}; expected "
            f"whole numbers of shape ({conflict.n_states},), one for each state that there is"
        )
    if place.min() < -1 or place.max() >= view.conflict.n_states:
        raise ModelError(
            f"a place outside -1 to {view.conflict.n_states - 1}, the states of the view"
        )
    for party, inner in view.within.items():
        _check(conflict, party, inner)
