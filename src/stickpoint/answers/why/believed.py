"""How far each looks, whom it wishes what, how it sees the others: what a case says of it does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.beliefs import SeenBy, as_seen
from stickpoint.case.model.case import Case, Ranking, Wants, Weights
from stickpoint.graph.build import seen
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.beliefs import attitudes as by_attitude
from stickpoint.solve.stability.beliefs import relations
from stickpoint.solve.stability.beliefs.foresight import foresight
from stickpoint.solve.stability.beliefs.hypergame import Hypergame, Surprise, View, hypergame
from stickpoint.solve.stability.result import Stability
from stickpoint.solve.stability.sanctions import CONCEPTS, stability

__all__ = ["Believed", "Correction", "Hypergame", "Stability", "Surprise"]

USUAL = "seq"
"""How far a party looks of which a case with ``foresight`` does not say: to credible answers."""


@dataclass(frozen=True)
class Correction:
    """One part of a view without which its holder would choose otherwise in a state.

    Parameters
    ----------
    holder : str
        Whose view it is.
    about : str
        Whose order it has wrong, or an option that it does not know of.
    wanted : str
        The first statement in which what it takes that party to want differs from what that party
        wants; empty where there is none, or no list of wants.
    is_first : bool
        Whether that is what it takes the party to want before all else.
    """

    holder: str
    about: str
    wanted: str = ""
    is_first: bool = False


@dataclass(frozen=True, eq=False)
class Believed:
    """What foresight, attitudes and views of a case do, in its conflict."""

    case: Case
    conflict: Conflict
    concepts: Sequence[str] = CONCEPTS

    @staticmethod
    def is_in(case: Case) -> bool:
        """Tell whether a case says anything of them."""
        return bool(case.foresight or case.attitudes or case.views)

    @property
    def looks(self) -> dict[str, str]:
        """How far each party looks, whether the case says so or not."""
        said = self.case.foresight
        return {id_: said[id_].concept if id_ in said else USUAL for id_ in self.conflict.parties}

    @cached_property
    def mixed(self) -> Stability | None:
        """What holds when each looks as far as it does; None where the case does not say."""
        return foresight(self.conflict, [*self.looks.values()]) if self.case.foresight else None

    @property
    def signs(self) -> list[list[int]]:
        """How each party stands to each: by the case, else to itself alone."""
        table = relations.plain(self.conflict.n_parties).tolist()
        place = self.case.party_index
        for party, row in self.case.attitudes.items():
            for towards, attitude in row.items():
                table[place[party]][place[towards]] = attitude.number
        return [[int(sign) for sign in row] for row in table]

    @property
    def too_many(self) -> str:
        """Why smr and sseq are not judged by attitudes; empty where they are."""
        n, most = self.conflict.n_states, by_attitude.MOST_STATES
        several = any(sum(map(abs, row)) > 1 for row in self.signs)
        return f"{n:,} states, {most:,} are the most here" if several and n > most else ""

    @cached_property
    def feeling(self) -> Stability | None:
        """What holds by attitudes; None where the case has none, or none can be judged."""
        asked = [c for c in self.concepts if not (self.too_many and c in by_attitude.PAIRWISE)]
        if not self.case.attitudes or not asked:
            return None
        return by_attitude.attitudes(self.conflict, self.signs, asked)

    @cached_property
    def seen(self) -> Hypergame | None:
        """What holds as played, each by its view; None where the case has no views."""
        if not self.case.views:
            return None
        return hypergame(self.conflict, self._views(self.case.views), self.concepts)

    def _views(self, views: Mapping[str, SeenBy]) -> dict[int, View]:
        place = self.case.party_index
        return {place[party]: self._view(view) for party, view in views.items()}

    def _view(self, view: SeenBy, *outer: SeenBy) -> View:
        unknown = {name for one in (*outer, view) for name in one.unknown}
        conflict, place = seen(as_seen(self.case, *outer, view), self.conflict, unknown)
        place_of = self.case.party_index
        within = {place_of[party]: self._view(inner, view) for party, inner in view.within.items()}
        return View(conflict, place, within)

    def corrections(self, state: int, concept: str) -> list[Correction]:
        """List the lines of views each of which alone, put right, undoes the error in a state.

        That is, whose holder would then choose there as it would if it saw all as it is.
        """
        found = self.seen
        if found is None:
            return []
        mistaken = {self.conflict.parties[i] for i in found.mistaken(state, concept)}
        return [
            correction
            for holder in self.case.views
            if holder in mistaken
            for correction, view in _corrected(self.case, holder)
            if self._is_put_right(holder, view, state, concept)
        ]

    def _is_put_right(self, holder: str, view: SeenBy, state: int, concept: str) -> bool:
        assert self.seen is not None
        party = self.case.party_index[holder]
        again = hypergame(self.conflict, {party: self._view(view)}, [concept])
        fact = self.seen.fact.stable[concept][party, state]
        return bool(again.played[concept][party, state] == fact)

    def stays(self, holder: str, view: SeenBy, concept: str) -> NDArray[np.bool_]:
        """Mark where the holder of a view stays by it, among the states that there are."""
        party, seen_so = self.case.party_index[holder], self._view(view)
        row = stability(seen_so.conflict, [concept]).stable[concept][party]
        return np.where(seen_so.place >= 0, row[seen_so.place], False)

    @property
    def firmest(self) -> str | None:
        """The strongest concept under which today's state holds as played; None under none."""
        now, found = self.conflict.status_quo, self.seen
        if now is None or found is None:
            return None
        order = ("nash", "sseq", "seq", "smr", "gmr")
        return next((c for c in order if c in found.equilibria and found.equilibria[c][now]), None)


def parts_of(view: SeenBy) -> tuple[str, ...]:
    """Name the parts of a view: whose order it has, then which options it lacks."""
    return (*view.preferences, *view.unknown)


def without(view: SeenBy, parts: Collection[str]) -> SeenBy:
    """Return a view with some of its parts put right."""
    orders = {party: kept for party, kept in view.preferences.items() if party not in parts}
    unknown = tuple(name for name in view.unknown if name not in parts)
    return SeenBy(orders, unknown, view.within)


def _corrected(case: Case, holder: str) -> Iterator[tuple[Correction, SeenBy]]:
    """Return each part of a view with the view that is left without it."""
    view = case.views[holder]
    for party, order in view.preferences.items():
        rest = {other: kept for other, kept in view.preferences.items() if other != party}
        taken, true = (_texts(one) for one in (order, case.preferences.get(party)))
        differs = (k for k, text in enumerate(taken) if taken[: k + 1] != true[: k + 1])
        k = next(differs, None)
        said = ("", False) if k is None else (taken[k], k == 0)
        yield Correction(holder, party, *said), SeenBy(rest, view.unknown, view.within)
    for option in view.unknown:
        left = tuple(name for name in view.unknown if name != option)
        yield Correction(holder, option), SeenBy(view.preferences, left, view.within)


def _texts(order: Wants | Ranking | Weights | None) -> list[str]:
    return [want.statement.text for want in order.items] if isinstance(order, Wants) else []
