"""Options → the least that would have to be made possible for an outcome to hold.

A party may be *allowed* what is barred to it, or be given an *answer*, an option that the case does
not have. What must be true of such an option is known beforehand: somebody leaves the outcome; then
its holder must gain by using it, and it must leave the one who left worse off than the outcome did.
So a new option is described by whose it is and against whom.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby
from operator import itemgetter
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves
from stickpoint.graph.ranks import as_ranks
from stickpoint.solve.levers.ranks.edits import Candidate, Edits
from stickpoint.solve.levers.ranks.result import Edit, LeastChange

KINDS = ("allow", "answer")
_MAX_STATES = 1 << 20

Arcs = NDArray[np.int32]


def least_addition(
    conflict: Conflict,
    target: int | str | Collection[int],
    concept: str = "seq",
    *,
    kinds: Sequence[str] = KINDS,
    costs: Mapping[str, float] | None = None,
    at_once: int = 2,
    limit: int = 5_000,
) -> LeastChange:
    """Find the cheapest addition to what can be done that makes an outcome an equilibrium.

    Parameters
    ----------
    conflict : Conflict
    target : int, collection of int, or str
        A state, some states of which one is to hold, or the name of terms.
    concept : str
        nash, gmr, smr, seq or sseq.
    kinds : sequence of str
        ``allow`` (a party, the option's owner or a patron, may switch an option at will that it
        can switch one way only, or under a condition), ``answer`` (a party has a new option, to be
        used once somebody has left the outcome; see Notes).
    costs : mapping of str to float, optional
        What each kind costs, or each option by its id (which comes first); 1 for what is allowed
        and 2 for what is new if left out.
    at_once : int
        How many additions may be combined: 1 or 2.
    limit : int
        The most additions and pairs to judge.

    Returns
    -------
    LeastChange
        With one or two `Edit`; ``ties`` lists the other choices of the same cost.

    Raises
    ------
    ModelError
        Something named that does not exist, or a cost not above zero.
    SolveError
        More states than can be doubled for a new option.

    Notes
    -----
    An allowed option is switched alone, or beside a move that the party can make already.

    A new option of j against i doubles the states. It can be taken up in every state but the
    target, and dropped at any time; j ranks each state just above itself without it, i ranks all
    states with it below all others, and nobody else minds. Nothing is added against a party that
    would stay, and nothing can be added under Nash, where answers do not count.

    Examples
    --------
    Two may keep silent or talk, and the first cannot begin to talk. So nothing keeps the second
    silent, unless the first had something else to answer with:

    >>> onesided = Conflict.from_options([0, 1], [[2, 1, 4, 3], [3, 4, 1, 2]], one_way=[0, -1])
    >>> found = least_addition(onesided, 3, "seq")
    >>> found.cost, [(edit.kind, edit.party, edit.against) for edit in found.changes]
    (2.0, [('answer', 0, 1)])
    """
    return _Additions(conflict, concept, kinds, costs, at_once).least(target, limit)


class Doubled:
    """A conflict with a new option, whoever may have it: states s with it are number s + states.

    Raises
    ------
    SolveError
        More states than can be doubled.
    """

    def __init__(self, conflict: Conflict) -> None:
        n = conflict.n_states
        if 2 * n > _MAX_STATES:
            raise SolveError(
                f"{n:,} states would become {2 * n:,}; at most {_MAX_STATES:,} are tried"
            )
        self.conflict = conflict
        self.moves = tuple(_twice(moves.to_arcs(), n) for moves in conflict.moves)
        self._taken: dict[int, ArcMoves] = {}
        self._ranks = conflict.ranks.astype(np.int64) * 2

    def with_answer(self, state: int, holder: int, against: int) -> Conflict:
        """Return the conflict where a party has the option, used once another has left a state."""
        ranks, added = self._ranks, self._ranks.copy()
        added[holder] += 1
        added[against] = ranks[against].min() - 1
        moves = list(self.moves)
        moves[holder] = self._taken_up(holder, state)
        table = as_ranks(np.concatenate((ranks, added), axis=1), None)
        return Conflict(ranks=table, moves=tuple(moves), parties=self.conflict.parties)

    def _taken_up(self, holder: int, state: int) -> ArcMoves:
        """Return the moves of who has it, which takes it up in all states but one."""
        n = self.conflict.n_states
        if holder not in self._taken:
            self._taken[holder] = _switched(self.moves[holder], n)
        moves = self._taken[holder]
        keep = np.ones(moves.target.size, dtype=np.bool_)
        keep[moves.start[state + 1] - 1] = False
        return moves.where(keep)


def _twice(moves: ArcMoves, n: int) -> ArcMoves:
    """Return arcs among states, and the same again among as many that come after them."""
    start = np.concatenate((moves.start, moves.start[1:] + moves.start[-1]))
    return ArcMoves(start, np.concatenate((moves.target, moves.target + np.int32(n))))


def _switched(moves: ArcMoves, n: int) -> ArcMoves:
    """Add to doubled arcs those between each state and its double: there last, back first."""
    here = np.arange(n, dtype=np.int32)
    places = np.concatenate((moves.start[1 : n + 1], moves.start[n : 2 * n]))
    target = np.insert(moves.target, places, np.concatenate((here + np.int32(n), here)))
    return ArcMoves(moves.start + np.arange(2 * n + 1), target.astype(np.int32))


class _Additions(Edits):
    """Additions to what can be done, each one or a pair."""

    KINDS = KINDS
    COSTS: ClassVar = {"allow": 1.0, "answer": 2.0}
    OF = "additions"
    METHOD = "additions to what can be done, cheapest first, each judged by the stability lens"

    def prepare(self) -> None:
        """Find the options that are barred, now or under a condition, to who can switch them."""
        self.freed: dict[tuple[tuple[int, int], ...], Conflict] = {}
        self.doubled: dict[tuple[tuple[int, int], ...], Doubled] = {}
        self.barred: list[tuple[int, int]] = []
        conflict = self.conflict
        if "allow" not in self.kinds or conflict.codes is None or conflict.merged:
            return
        for party, option in conflict.switchers:
            if isinstance(conflict.moves[party], ArcMoves):
                freed = _freed(conflict, (party, option))
                if len(freed.arcs(party)) > len(conflict.arcs(party)):
                    self.barred.append((party, option))

    def edits(self, leavers: Collection[int]) -> list[Edit]:
        """List the single additions that could help with some parties who would leave."""
        found = []
        for party, option in self.barred:
            if set(leavers) - {party}:
                found.append(Edit(party, option, "allow", None, self.cost(option, "allow")))
        if "answer" in self.kinds and self.concept != "nash":
            found += [
                Edit(holder, -1, "answer", None, float(self.costs["answer"]), against)
                for against in sorted(leavers)
                for holder in range(self.conflict.n_parties)
                if holder != against
            ]
        return found

    def candidates(self, states: Sequence[int]) -> Iterator[Iterator[Candidate]]:
        """List target states with additions that could do, by their costs, cheapest first."""
        listed: list[Candidate] = []
        for state in states:
            leavers = self.leavers(state)
            listed += [
                (sum(edit.cost for edit in group), state, group)
                for group in self.groups(self.edits(leavers))
                if all(any(_answers(edit, party) for edit in group) for party in leavers)
            ]
        listed.sort(key=lambda c: (c[0], len(c[2]), c[1]))
        for _, level in groupby(listed, key=itemgetter(0)):
            yield level

    def after(self, state: int, edits: Sequence[Edit]) -> Conflict:
        """Return the conflict with what is added."""
        pairs = tuple(sorted((e.party, e.option) for e in edits if e.kind == "allow"))
        if pairs not in self.freed:
            self.freed[pairs] = reduce(_freed, pairs, self.conflict)
        changed, answers = self.freed[pairs], [e for e in edits if e.against is not None]
        if not answers:
            return changed
        if pairs not in self.doubled:
            self.doubled[pairs] = Doubled(changed)
        for k, edit in enumerate(answers):
            assert edit.against is not None, "only answers are against somebody"
            doubled = Doubled(changed) if k else self.doubled[pairs]
            changed = doubled.with_answer(state, edit.party, edit.against)
        return changed


def _answers(edit: Edit, party: int) -> bool:
    """Tell whether an addition can keep a party from leaving: one of somebody else's may."""
    return edit.against == party if edit.kind == "answer" else edit.party != party


def _freed(conflict: Conflict, freed: tuple[int, int]) -> Conflict:
    """Return a conflict where a party can switch an option alone, and beside what a move does."""
    assert conflict.codes is not None
    codes, (party, option) = conflict.codes, freed
    arcs, here = conflict.arcs(party), np.arange(codes.size, dtype=np.int32)
    pairs = np.concatenate((np.column_stack((here, here)), arcs))
    wanted = codes[pairs[:, 1]] ^ np.uint64(1 << option)
    place = np.searchsorted(codes, wanted)
    place[place == codes.size] = 0
    there = codes[place] == wanted
    moved = np.column_stack((pairs[there, 0], place[there])).astype(np.int32)
    moved = moved[moved[:, 0] != moved[:, 1]]
    moves = list(conflict.moves)
    moves[party] = ArcMoves.from_pairs(np.concatenate((arcs, moved)), conflict.n_states)
    return replace(conflict, moves=tuple(moves))
