"""A case → the least change of ranks, wants or options after which each settlement holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.levers import believed
from stickpoint.answers.levers.believed import BeliefLevers
from stickpoint.answers.levers.prices import SwapPrice, swap_prices
from stickpoint.answers.progress import ORDERS, progress
from stickpoint.case.model.case import Case, Wants
from stickpoint.errors import ModelError
from stickpoint.graph.build import build
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import listed
from stickpoint.solve.levers.ranks.additions import least_addition
from stickpoint.solve.levers.ranks.least import least_ranks
from stickpoint.solve.levers.ranks.restrictions import KINDS, MOST_JUDGED, Restrictions
from stickpoint.solve.levers.ranks.result import Edit, LeastChange, RankShift, Reorder
from stickpoint.solve.levers.ranks.units import check_target
from stickpoint.solve.levers.ranks.wants import JudgedOrders, least_reorder
from stickpoint.solve.stability.sanctions import stability

__all__ = ["Edit", "LeastChange", "LeastChanges", "RankShift", "Reorder", "least_changes"]


def refuse_unsettling(case: Case, known: Sequence[str], terms: Sequence[str]) -> None:
    """Refuse a case without terms, and terms that settle nothing as nature stands."""
    if case.settled is None:
        raise ModelError("this case names no terms; say under 'issues' how an item can close")
    named = {one.name for issue in case.issues for one in issue.terms}
    for name in terms:
        if name in named and name not in known:
            raise ModelError(
                f"{name!r} alone settles nothing while nature stands as it does; what can be asked "
                f"about is {', '.join(map(repr, known)) or 'nothing'}"
            )


WORK = 1.0
"""The most work on the ranks of one settlement; see `least_ranks`.

Of 150 settlements of 43 cases what takes the most that ends takes half of it, and the one that does
not end is bounded no better by twice as much.
"""
ORDERS_TRIED = 300
"""Of one party's wants, in a whole search."""
MOST_WHOLE = 1 << 14
"""States beyond which a whole search takes longer than a minute or two for each settlement
(`is_too_long`)."""
MOVES_EACH = 24
"""Listed moves from a state that a search takes as long over as over the state without them."""
MOST_SEARCHED = 1 << 20
"""States beyond which a whole search takes hours."""
MOST_JUDGED_STATES = 1 << 28
"""Of a party's wants so many orders are tried there that about so many states are judged in all."""


def with_wants(case: Case) -> int:
    """Return how many parties are ranked by wants, whose order can be tried otherwise."""
    return sum(isinstance(wish, Wants) for wish in case.preferences.values())


def search_size(conflict: Conflict, ways: int) -> int:
    """Return among how many states it takes as long to search for levers on one settlement."""
    return ways * max(conflict.n_states, listed(conflict.moves) // MOVES_EACH)


def is_too_long(conflict: Conflict, ways: int) -> bool:
    """Tell whether a whole search takes too long to make unasked.

    Listed moves count once for each settlement: a search among them takes longest.
    """
    return max(conflict.n_states, ways * listed(conflict.moves) // MOVES_EACH) > MOST_WHOLE


def judging_size(conflict: Conflict) -> int:
    """Return in a cube of how many states it takes as long to judge one order of a party's wants.

    Examples
    --------
    >>> import stickpoint as sp
    >>> korea = sp.conflict(sp.load("korea-1952"))
    >>> korea.n_states < judging_size(korea)
    True
    """
    if conflict.is_cube:
        return conflict.n_states
    return 6 * conflict.n_states + listed(conflict.moves) // 4


def orders_tried(case: Case, states: int, *, whole: bool = False) -> int:
    """Return how many orders of each party's wants are tried in a cube of so many states.

    Its own is among them. Elsewhere `judging_size` says of how many.

    Examples
    --------
    >>> import stickpoint as sp
    >>> korea = sp.load("korea-1952")
    >>> [orders_tried(korea, 1 << bits) for bits in (8, 20, 24)]
    [300, 64, 4]
    """
    if whole:
        return ORDERS_TRIED
    parties = max(1, with_wants(case))
    return max(1, min(ORDERS_TRIED, MOST_JUDGED_STATES // (states * parties)))


@dataclass(frozen=True, eq=False)
class LeastChanges:
    """One way to settle, and the least change of each kind that would make it hold.

    Attributes
    ----------
    terms : str
    concept : str
    case : Case
    ranks : LeastChange
    wants : tuple of LeastChange
        One for each party that is ranked by statements, in the order of the case.
    options : LeastChange or None
        None where states are coalesced, so that options have no single value.
    additions : LeastChange
        What would have to be made possible.
    prices : mapping of str to SwapPrice
        What one swap costs each party, by its id.
    believed : BeliefLevers
        The least change of a view, of attitudes, and of a weight.
    of_states : int or None
        How many states there are, where ``conflict`` has only those that are spoken of.
    """

    terms: str
    concept: str
    case: Case
    ranks: LeastChange
    wants: tuple[LeastChange, ...]
    options: LeastChange | None
    additions: LeastChange
    prices: Mapping[str, SwapPrice]
    believed: BeliefLevers
    of_states: int | None = None

    @property
    def n_states(self) -> int:
        """How many states there are."""
        return self.of_states or self.conflict.n_states

    @property
    def holds(self) -> bool:
        """Whether nothing need change."""
        return self.ranks.cost == 0

    @property
    def conflict(self) -> Conflict:
        """The conflict as it was."""
        return self.ranks.conflict

    def number(self, state: int) -> int:
        """Return the number of a state of ``conflict``, from 1, among all states."""
        codes = self.conflict.codes
        if self.of_states is None or codes is None:
            return state + 1
        return int(codes[state]) % self.of_states + 1  # nature's options come last


def least_changes(  # noqa: PLR0913 – a question has many parts, most by name
    case: Case,
    terms: Sequence[str] | None = None,
    *,
    concept: str = "seq",
    nature: Mapping[str, bool] | None = None,
    prices: Mapping[str, float] | None = None,
    limit: int | None = None,
    work: float = WORK,
    whole: bool = True,
    built: Conflict | None = None,
) -> tuple[LeastChanges, ...]:
    """Find what least change of ranks, wants or options would make each settlement hold.

    All terms are asked about if none are named. Of one party's wants ``limit`` orders are tried,
    `ORDERS_TRIED` if left out; ``work`` is the most that is spent on the ranks of one settlement,
    as `least_ranks` has it. Where the search need not be ``whole`` and there are more than
    `MOST_WHOLE` states, only wants are asked about, a few orders of them (`orders_tried`).
    ``built`` is the conflict, where it was built before.
    """
    conflict = built or build(case, nature=nature)
    refuse_unsettling(case, conflict.terms, terms or ())
    paid = swap_prices(case, prices)
    names = conflict.terms if terms is None else terms
    tick, found = progress.count(ORDERS, len(names)), []
    short = not whole and is_too_long(conflict, len(names))
    if limit is None:
        limit = orders_tried(case, judging_size(conflict), whole=not short)
    asked = _Asked(case, conflict, concept, paid, limit, work)
    for name in names:
        found.append(asked.by_wants(name) if short else asked.changes(name))
        tick()
    return tuple(found)


class _Asked:
    """What is asked of a case, and what is the same whichever settlement is to hold."""

    def __init__(
        self,
        case: Case,
        conflict: Conflict,
        concept: str,
        prices: Mapping[str, SwapPrice],
        limit: int,
        work: float,
    ) -> None:
        self._case, self._conflict, self._concept = case, conflict, concept
        self._prices, self._limit, self._work = prices, limit, work
        wishes = [(k, case.preferences.get(id_)) for k, id_ in enumerate(conflict.parties)]
        self._orders = {
            party: [item.statement.formula for item in wish.items]
            for party, wish in wishes
            if isinstance(wish, Wants)
        }
        self._judged = {
            party: JudgedOrders(conflict, party, formulas, concept, held=lambda: self._holding)
            for party, formulas in self._orders.items()
        }
        names = conflict.parties
        self._price = {names.index(party): one.value for party, one in prices.items()}

    @cached_property
    def _believed(self) -> believed.Asked:
        return believed.Asked(self._case, self._conflict, self._concept)

    @cached_property
    def _options(self) -> Restrictions | None:
        """What can be done to options; states that are coalesced give theirs no single value."""
        if self._conflict.merged:
            return None
        return Restrictions(self._conflict, self._concept, KINDS, None, 2)

    def _reorders(self, terms: str) -> tuple[LeastChange, ...]:
        """Find the least change in the order of each party's wants."""
        return tuple(
            least_reorder(
                self._conflict, party, formulas, terms, self._concept, price=self._price,
                limit=self._limit, judged=self._judged[party],
            )
            for party, formulas in self._orders.items()
        )  # fmt: skip

    def by_wants(self, terms: str) -> LeastChanges:
        """Ask whether one settlement holds, and what order of wants would make it hold."""
        states = check_target(self._conflict, terms)
        held = np.array([s for s in states if self._holding[s]], dtype=np.int64)
        told = partial(
            LeastChange, self._conflict, states, self._concept, method="the stability lens"
        )
        ranks = told(of="ranks", proof="left out")
        if held.size:
            ranks = told(of="ranks", proof="optimal", state=int(held[0]), cost=0.0, bound=0.0)
        is_tried = not held.size and self._limit > 1
        return LeastChanges(
            terms, self._concept, self._case, ranks, self._reorders(terms) if is_tried else (),
            told(of="options", proof="left out"), told(of="additions", proof="left out"),
            self._prices, believed.NOT_ASKED,
        )  # fmt: skip

    @cached_property
    def _holding(self) -> NDArray[np.bool_]:
        """Where it holds as things stand, (states,)."""
        return stability(self._conflict, (self._concept,)).equilibria[self._concept]

    def changes(self, terms: str) -> LeastChanges:
        """Find the least change of each kind that would make one settlement hold."""
        conflict, concept, price = self._conflict, self._concept, self._price
        wants = self._reorders(terms)
        # A new order of wants is a new order of ranks too, so nothing dearer may be shown.
        known = [lever.after.ranks for lever in wants if lever.after is not None]
        ranks = least_ranks(conflict, terms, concept, price=price, work=self._work, known=known)
        options = None if self._options is None else self._options.least(terms, MOST_JUDGED)
        added = least_addition(conflict, terms, concept)
        return LeastChanges(
            terms, concept, self._case, ranks, wants, options, added, self._prices,
            self._believed.levers(terms),
        )  # fmt: skip
