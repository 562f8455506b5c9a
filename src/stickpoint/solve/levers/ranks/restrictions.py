"""Options → the cheapest restriction, or pair of them, after which an outcome holds.

Every restriction takes moves of one party away and leaves the states as they are. From a state in
which an option is fixed nothing can be reached in which it has the other value, so the states where
it has do not bear on the answer; save where a patron can set it too, who is restricted by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves
from stickpoint.solve.levers.ranks.edits import Candidate, Edits, Group
from stickpoint.solve.levers.ranks.result import Edit, LeastChange

MOST_KEPT = 1 << 26
"""Of so many states and parties it is remembered who stays there, over all that was judged."""
MOST_JUDGED = 5_000
"""Restrictions and pairs of them that are judged for one target."""
KINDS = ("drop", "fix", "no_return", "no_renewal", "needs")


def least_restriction(
    conflict: Conflict,
    target: int | str | Collection[int],
    concept: str = "seq",
    *,
    kinds: Sequence[str] = KINDS,
    costs: Mapping[str, float] | None = None,
    at_once: int = 2,
    limit: int = MOST_JUDGED,
) -> LeastChange:
    """Find the cheapest restriction of options that makes an outcome an equilibrium.

    Parameters
    ----------
    conflict : Conflict
        In option form, with no coalesced states.
    target : int, collection of int, or str
        A state, some states of which one is to hold, or the name of terms.
    concept : str
        nash, gmr, smr, seq or sseq.
    kinds : sequence of str
        What may be done to an option: ``drop`` (it stays undone, in a target where it is),
        ``fix`` (it stays done, in a target where it is), ``no_return`` (it cannot be undone),
        ``no_renewal`` (it cannot be done), ``needs`` (it can be switched only in states where
        some other option has some value). Each is asked of the option's owner and of each of its
        patrons by itself: what a patron could no longer set, the owner still can.
    costs : mapping of str to float, optional
        What each kind costs, or each option by its id (which comes first); 1 if left out.
    at_once : int
        How many restrictions may be combined: 1 or 2.
    limit : int
        The most restrictions and pairs to judge.

    Returns
    -------
    LeastChange
        With one or two `Edit`; ``ties`` lists the other choices of the same cost.

    Raises
    ------
    ModelError
        Something named that does not exist, or a cost not above zero.
    SolveError
        A conflict without options, or with coalesced states.

    Notes
    -----
    Taking moves from the others never helps a party to stay where it is: it only takes sanctions
    away. So each party that would leave a target must be restricted itself, and a target that
    more than ``at_once`` parties would leave is out of reach. Of a pair on two parties each must
    keep its own party from leaving.

    Examples
    --------
    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> found = least_restriction(dilemma, 3, "nash")
    >>> found.cost, [(edit.kind, edit.option) for edit in found.changes]
    (2.0, [('fix', 0), ('fix', 1)])
    """
    return Restrictions(conflict, concept, kinds, costs, at_once).least(target, limit)


class Restrictions(Edits):
    """Restrictions of what can be done, each one or a pair.

    Whoever asks about several targets asks one of them: what a restriction leaves of a conflict
    does not hang on the target, and is judged once.
    """

    KINDS = KINDS
    COSTS: ClassVar = dict.fromkeys(KINDS, 1.0)
    OF = "options"
    METHOD = "restrictions on options, cheapest first, each judged by the stability lens"

    def prepare(self) -> None:
        """Refuse states whose options have no single value."""
        if self.conflict.codes is None:
            raise SolveError("this conflict is an explicit graph; it has no options to restrict")
        if self.conflict.merged:
            raise SolveError(
                "a coalesced state has no single value for its options; "
                "keep the states apart (drop 'same') to ask about options"
            )
        self.codes = self.conflict.codes
        self.arcs: dict[int, NDArray[np.int32]] = {}
        self.listed: dict[int, ArcMoves] = {}
        self._kept: dict[Edit, NDArray[np.bool_]] = {}
        self._judged: dict[tuple[int, Group], NDArray[np.bool_]] = {}

    def edits(self, state: int) -> list[Edit]:
        """List the single restrictions that make sense for one target state.

        An option may be made to need a setting of any other that is not nature's. Whoever can
        switch it, its owner or a patron, is restricted alone.
        """
        code = int(self.codes[state])
        switched = [option for option, owner in enumerate(self.conflict.owners) if owner >= 0]
        found = []
        for party, option in self.conflict.switchers:
            useless = "drop" if code >> option & 1 else "fix"
            settings = [(k, value) for k in switched if k != option for value in (True, False)]
            found += [
                Edit(party, option, kind, need, self.cost(option, kind))
                for kind in self.kinds
                if kind != useless
                for need in (settings if kind == "needs" else (None,))
            ]
        return found

    def candidates(self, states: Sequence[int]) -> Iterator[Iterator[Candidate]]:
        """List target states with restrictions that could do, by their costs, cheapest first."""
        edits = {
            state: self.edits(state) for state in states if len(self.leavers(state)) <= self.at_once
        }
        alone: list[Candidate] = [
            (edit.cost, state, (edit,))
            for state, own in edits.items()
            for edit in own
            if self.leavers(state) <= {edit.party}
        ]
        # There are many pairs, and none is as cheap as what costs less than twice the least.
        pairs_from = 2 * min((edit.cost for own in edits.values() for edit in own), default=0.0)
        yield from self._in_order(one for one in alone if one[0] < pairs_from)
        rest = [one for one in alone if one[0] >= pairs_from]
        if self.at_once == 2:
            rest += [
                (one.cost + other.cost, state, (one, other))
                for state, own in edits.items()
                for one, other in self._pairs(self.leavers(state), own)
            ]
        yield from self._in_order(rest)

    def _in_order(self, listed: Iterable[Candidate]) -> Iterator[Iterator[Candidate]]:
        """Part what could do by its cost; of pairs on two parties leave out what cannot do."""
        place = {kind: k for k, kind in enumerate(KINDS)}
        keyed = [
            (cost, len(group), [place[edit.kind] for edit in group], state, group)
            for cost, state, group in listed
        ]
        keyed.sort(key=itemgetter(0, 1, 2, 3))
        for cost, level in groupby(keyed, key=itemgetter(0)):
            yield (
                (cost, state, group)
                for *_, state, group in level
                if len({edit.party for edit in group}) < 2
                or all(self.keeps(edit, state) for edit in group)
            )

    @staticmethod
    def _pairs(leavers: set[int], edits: Sequence[Edit]) -> Iterator[tuple[Edit, Edit]]:
        """List pairs of edits that restrict each of some parties, one edit of each on an option."""
        for k, one in enumerate(edits):
            left = leavers - {one.party}
            if len(left) < 2:
                apart = (one.party, one.option)
                rest = (other for other in edits[k + 1 :] if (other.party, other.option) != apart)
                yield from ((one, other) for other in rest if not left or other.party in left)

    def keeps(self, edit: Edit, state: int) -> bool:
        """Whether a restriction alone keeps its own party from leaving a state.

        Where it does not, neither does it beside one of another party, which takes sanctions away.
        """
        if edit not in self._kept:
            self._kept[edit] = self.stays(edit.party, state, (edit,))
        return bool(self._kept[edit][state])

    def stays(self, party: int, state: int, edits: Group) -> NDArray[np.bool_]:
        """Tell where a party stays without the moves that are taken away, once for every state."""
        if (known := self._judged.get((party, edits))) is not None:
            return known
        found = super().stays(party, state, edits).copy()  # let go of what others' would be
        if (len(self._judged) + 1) * found.size <= MOST_KEPT:
            self._judged[party, edits] = found
        return found

    def after(self, state: int, edits: Sequence[Edit]) -> Conflict:
        """Return the conflict without the moves that are taken away, whatever state is asked."""
        del state
        moves = list(self.conflict.moves)
        for party in {edit.party for edit in edits}:
            if party not in self.arcs:
                self.listed[party] = moves[party].to_arcs()
                self.arcs[party] = self.conflict.arcs(party)
            arcs = self.arcs[party]
            barred = [self._barred(arcs, edit) for edit in edits if edit.party == party]
            moves[party] = self.listed[party].where(~np.logical_or.reduce(barred))
        return replace(self.conflict, moves=tuple(moves))

    def _barred(self, arcs: NDArray[np.int32], edit: Edit) -> NDArray[np.bool_]:
        before, now = self._value(arcs.T, edit.option)
        if edit.kind == "no_return":
            return before & ~now
        if edit.kind == "no_renewal":
            return ~before & now
        if edit.needs is not None:
            other, wanted = edit.needs
            return (before != now) & (self._value(arcs[:, 0], other) != wanted)
        return before != now

    def _value(self, states: NDArray[np.int32], option: int) -> NDArray[np.bool_]:
        return (self.codes[states] >> np.uint64(option)) & np.uint64(1) != 0
