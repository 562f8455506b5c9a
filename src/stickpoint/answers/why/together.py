"""What several parties could do as one: from one state to another by a single joint change.

A coalition C of two or more goes jointly from s to x where x differs from s in options of its
members alone, in at least one of each of them, with nature as it is, so that no smaller coalition
reaches x; constraints hold in x, no option goes against its one way, and one that needs something
is switched only where that holds in s or in x. C leaves s for x where each member ranks x above s:
a coalitional improvement [1]_ [2]_. The papers let a coalition move by legal sequences, and
`solve.stability.coalition` does so; here it signs one paper, by which all changes are made at once,
so that no state on the way has to be possible.

References
----------
.. [1] D. M. Kilgour, K. W. Hipel, L. Fang, X. Peng, 2001, "Coalition analysis in group decision
   support", *Group Decis. Negot.* 10, 159-175.
.. [2] T. Inohara, K. W. Hipel, 2008, "Coalition analysis in the graph model for conflict
   resolution", *Syst. Eng.* 11, 343-359.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.case import Case
from stickpoint.graph.conflict import Conflict
from stickpoint.logic import Formula, evaluate

Mask = NDArray[np.bool_]
Longs = NDArray[np.int64]
Codes = NDArray[np.uint64]

MOST_STATES = 1 << 18
"""Option vectors beyond which nobody is asked what several could do as one."""


@dataclass(frozen=True)
class Options:
    """Whose the options are, how each may be switched, and when.

    Parameters
    ----------
    owners : sequence of int
        The party of each option; -1 for nature, which nobody switches.
    one_way : sequence of int
        For each of the parties' options 0 both ways, 1 only from no to yes, -1 only from yes to no.
    allowed : mapping of int to ndarray of bool, shape (vectors,)
        For an option that needs something, in which option vectors that holds.
    """

    owners: Sequence[int]
    one_way: Sequence[int]
    allowed: Mapping[int, Mask] = field(default_factory=dict)


class Changes(NamedTuple):
    """What leads from one option vector to each of all, shape (vectors,).

    ``switched`` are the options that differ, ``members`` whose those are (bit i is party i), and
    ``possible`` tells where the parties may switch them all as one.
    """

    switched: Codes
    members: Longs
    possible: Mask


def changes(codes: Codes, options: Options, code: int) -> Changes:
    """Find who would have to switch what to get from one option vector to each of ``codes``."""
    switched = codes ^ np.uint64(code)
    members = np.zeros(codes.size, dtype=np.int64)
    barred = 0
    for k, owner in enumerate(options.owners):
        bit = 1 << k
        way = 0 if owner < 0 else options.one_way[k]
        if owner < 0 or way == (1 if code & bit else -1):
            barred |= bit
        if owner >= 0:
            members |= ((switched >> np.uint64(k)) & np.uint64(1)).astype(np.int64) << owner
    possible = (switched & np.uint64(barred)) == 0
    for k, here in options.allowed.items():
        now = bool(here[np.searchsorted(codes, np.uint64(code))])
        if not now:
            possible &= here | ((switched >> np.uint64(k)) & np.uint64(1) == 0)
    return Changes(switched, members, possible)


@dataclass(frozen=True)
class Deal:
    """A change that some parties make as one.

    Parameters
    ----------
    members : tuple of int
        Whose options it switches: all of them have to sign.
    state, code : int
        Where it leads: the state, and its option vector.
    switches : int
        How many options it switches.
    terms : str or None
        The terms on which that is settled; None where it is open.
    """

    members: tuple[int, ...]
    state: int
    code: int
    switches: int
    terms: str | None


class Together:
    """What several parties could do as one, from any option vector.

    Parameters
    ----------
    conflict : Conflict
        In option form, with nature held.
    one_way : sequence of int
        Of each of the parties' options, as in `Options`.
    needs : mapping of int to Formula
        Of some options, what has to hold.
    """

    def __init__(
        self, conflict: Conflict, one_way: Sequence[int], needs: Mapping[int, Formula] | None = None
    ) -> None:
        codes, states = conflict.vectors
        order = np.argsort(codes, kind="stable")
        self.codes, self.states, self.conflict = codes[order], states[order], conflict
        allowed = {k: evaluate(formula, self.codes) for k, formula in (needs or {}).items()}
        self._options = Options(conflict.owners, one_way, allowed)

    def state(self, code: int) -> int:
        """Return the state that an option vector is."""
        return int(self.states[np.searchsorted(self.codes, np.uint64(code))])

    def changes(self, code: int) -> Changes:
        """Find what leads from an option vector to each."""
        return changes(self.codes, self._options, code)

    def leaving(self, code: int) -> list[Deal]:
        """List the coalitions of two or more that would leave an option vector.

        Each with the change by which all its members gain: to a settlement if there is one, and of
        those the one that switches the fewest options. Settlements come first, then the fewest
        switches, then the fewest members.
        """
        change, here = self.changes(code), self.state(code)
        gains = change.possible & (np.bitwise_count(change.members) > 1)
        for i, rank in enumerate(self.conflict.ranks):
            idle = (change.members >> i) & 1 == 0
            gains &= idle | (rank[self.states] > rank[here])
        rows = self._sorted(change, self._needed(change, np.flatnonzero(gains)))
        _, first = np.unique(change.members[rows], return_index=True)
        return [self._deal(change, int(rows[k])) for k in np.sort(first)]

    def leaving_state(self, state: int) -> list[Deal]:
        """List the coalitions of two or more that would leave a state, as `leaving` does."""
        return self.leaving(int(self.codes[self.states == state][0]))

    def nearest(self, code: int, terms: str) -> Deal | None:
        """Return the joint change to some terms that switches the fewest options, if one can be."""
        change, conflict = self.changes(code), self.conflict
        settled = conflict.terms_index[self.states] == conflict.terms.index(terms)
        rows = np.flatnonzero(change.possible & settled)
        if not rows.size:
            return None
        return self._deal(change, int(self._sorted(change, rows)[0]))

    def _sorted(self, change: Changes, rows: Longs) -> Longs:
        """Put settlements first, then the fewest switches, then the fewest members."""
        settled = self.conflict.settled[self.states[rows]]
        members = np.bitwise_count(change.members[rows])
        switches = np.bitwise_count(change.switched[rows])
        return rows[np.lexsort((self.codes[rows], members, switches, ~settled))]

    def _needed(self, change: Changes, rows: Longs) -> Longs:
        """Keep changes to states into which no smaller coalition gets: one may be written twice."""
        twice = np.isin(self.states[rows], list(self.conflict.merged))
        kept = np.ones(rows.size, dtype=np.bool_)
        for at in np.flatnonzero(twice).tolist():
            own = int(change.members[rows[at]])
            alike = (self.states == self.states[rows[at]]) & change.possible
            others = change.members[alike]
            kept[at] = not ((others != own) & (others & ~own == 0)).any()
        return rows[kept]

    def _deal(self, change: Changes, row: int) -> Deal:
        place = int(self.conflict.terms_index[self.states[row]])
        return Deal(
            members=tuple(_parties(int(change.members[row]))),
            state=int(self.states[row]),
            code=int(self.codes[row]),
            switches=int(np.bitwise_count(change.switched[row])),
            terms=None if place < 0 else self.conflict.terms[place],
        )


def _parties(members: int) -> Iterator[int]:
    return (i for i in range(members.bit_length()) if members >> i & 1)


def together(case: Case, conflict: Conflict) -> Together | None:
    """Return what several parties could do as one; None where there are too many states to ask."""
    size = conflict.n_states + sum(group.size - 1 for group in conflict.merged.values())
    if size > MOST_STATES:
        return None
    needs = {k: o.needs.formula for k, o in enumerate(case.options) if o.needs is not None}
    return Together(conflict, [option.one_way for option in case.options], needs)
