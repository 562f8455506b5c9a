"""Where moves lead, with nature held as it stands or free to change: who, and what, is needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.checks.equivalent_states import turned
from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError
from stickpoint.graph.build import conflict_of, feasible, place_of
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, Moves
from stickpoint.logic import Diagram, evaluate
from stickpoint.solve.stability.engine import walk_kernels

Mask = NDArray[np.bool_]
Longs = NDArray[np.int64]

MOST_STATES = 1 << 18
"""States beyond which nature is not set free to see where that leads."""


class Needed(NamedTuple):
    """What of nature's would have to change: all of ``names``, or else any of them could do."""

    names: tuple[str, ...]
    together: bool


@dataclass(frozen=True, eq=False)
class Reach:
    """The states of a conflict, the moves between them, and the changes that nature may make.

    Parameters
    ----------
    conflict : Conflict
    start : int
    turns : mapping of str to ndarray, shape (states,)
        For each thing of nature's that is free, the state each state turns into; -1 for none.
    same : sequence of ndarray of bool, shape (states,)
        States that count as one.
    """

    conflict: Conflict
    start: int
    turns: Mapping[str, Longs]
    same: tuple[Mask, ...] = ()

    @cached_property
    def everybody(self) -> range:
        """All parties."""
        return range(self.conflict.n_parties)

    def reached(
        self, movers: Collection[int], changes: Collection[str], goal: Mask | None = None
    ) -> Mask:
        """Mark where some parties and some changes of nature lead, in any order, from the start.

        With a ``goal`` no more is marked once any state of it is.
        """
        here = np.zeros(self.conflict.n_states, dtype=np.bool_)
        here[self.start] = True
        left = {j: np.zeros_like(here) for j in movers}
        turned = [(t >= 0, t) for t in map(self.turns.__getitem__, changes)]
        known = 0
        while known < (known := int(np.count_nonzero(here))):
            for j, before in left.items():
                _spread(self.conflict.moves[j], here, before)
            for able, turn in turned:
                here[turn[here & able]] = True
            for group in self.same:
                if here[group].any():
                    here |= group
            if goal is not None and (here & goal).any():
                break
        return here

    def can(self, goal: Mask, movers: Collection[int], changes: Collection[str]) -> bool:
        """Tell whether some parties and changes lead to any state of a goal."""
        return bool((self.reached(movers, changes, goal) & goal).any())

    def needed(self, goal: Mask, movers: Collection[int]) -> Needed | None:
        """Find which changes of nature some parties need to get to a goal; None if none helps."""
        every = tuple(self.turns)
        if not self.can(goal, movers, every):
            return None
        must = tuple(k for k in every if not self.can(goal, movers, [n for n in every if n != k]))
        if self.can(goal, movers, must):
            return Needed(must, together=True)
        alone = tuple(k for k in every if self.can(goal, movers, [k]))
        if self.can(goal, movers, [n for n in every if n not in alone]):
            return Needed(every, together=False)
        return Needed(alone, together=False)


def _spread(moves: Moves, here: Mask, before: Mask) -> None:
    """Mark where a party's moves lead from marked states, of which it has left some before."""
    if isinstance(moves, ArcMoves):
        walk_kernels.spread(moves.start, moves.target, here, before)
        return
    classes = moves.classes
    hit = np.zeros(classes.first.size - 1, dtype=np.bool_)
    hit[classes.of_state[here]] = True
    here |= hit[classes.of_state]


def set_free(case: Case, setting: Mapping[str, bool]) -> Reach | None:
    """Return a case with nature free, but for what ``setting`` holds; None for too many states."""
    free = [chance for chance in case.nature if chance.id not in setting]
    if Diagram(len(case.option_ids), [c.formula for c in case.constraints]).count > MOST_STATES:
        return None
    try:
        codes = feasible(case, setting, "with nature free")
        now = {option.id: option.now for option in case.options}
        now |= {chance.id: chance.now for chance in case.nature} | dict(setting)
        start = place_of(case, now, codes, "with nature free")
    except ModelError:
        return None
    ranks = np.zeros((len(case.parties), codes.size), dtype=np.int32)
    nature = codes >> np.uint64(len(case.options))
    masks = (evaluate(same.formula, codes) for same in case.same)
    same = tuple(m & (nature == x) for m in masks for x in np.unique(nature[m]))
    turns = {c.id: turned(codes, case.option_index[c.id], c.one_way) for c in free}
    return Reach(conflict_of(case, codes, ranks, start), start, turns, same)


@dataclass(frozen=True, eq=False)
class Ends:
    """Whether a case can come to an end from some state, and what that takes.

    Parameters
    ----------
    case : Case
    conflict : Conflict
        With nature held as it stands.
    now : int
        A state of it.
    fixed : mapping of str to bool
        What of nature's was set by hand, and does not change.
    """

    case: Case
    conflict: Conflict
    now: int
    fixed: Mapping[str, bool]

    @cached_property
    def held(self) -> Reach:
        """The conflict with nature held as it stands."""
        return Reach(self.conflict, self.now, {})

    @cached_property
    def free(self) -> Reach | None:
        """The same with nature free; None where that makes too many states to follow."""
        if not self.held_at:
            return self.held
        return set_free(self.case, self.fixed)

    @property
    def held_at(self) -> dict[str, bool]:
        """What of nature's is held as the status quo has it, though it could change."""
        return {c.id: c.now for c in self.case.nature if c.id not in self.fixed}

    @property
    def is_open(self) -> bool:
        """Whether there are terms to settle on, and it is not settled."""
        return self.case.settled is not None and not self.conflict.settled[self.now]

    @cached_property
    def kept(self) -> list[int]:
        """Parties without whose moves nothing can be settled while nature stands as it does."""
        if not self.is_open or self.out_of_reach:
            return []
        return self._needed(self.held)

    @cached_property
    def keepers(self) -> list[int]:
        """Parties without whose moves nothing can be settled, whatever the rest and nature do.

        Where that makes too many states to follow, nature stands as it does.
        """
        if not self.is_open or self.free is None or self.free is self.held:
            return self.kept
        return self._needed(self.free)

    def _needed(self, reach: Reach) -> list[int]:
        goal, chances = reach.conflict.settled, tuple(reach.turns)
        if not reach.can(goal, reach.everybody, chances):
            return []
        others = ([i for i in reach.everybody if i != j] for j in reach.everybody)
        return [j for j, rest in enumerate(others) if not reach.can(goal, rest, chances)]

    @cached_property
    def out_of_reach(self) -> bool:
        """Whether, while nature stands as it does, no moves lead from now to a way to settle."""
        goal = self.conflict.settled
        return self.is_open and not self.held.can(goal, self.held.everybody, ())

    def opened_by(self, without: Collection[int] = (), terms: str | None = None) -> Needed | None:
        """Find what of nature's has to change for it to be settled without some parties.

        On some ``terms``, if they are named. None where nothing of nature's would do, or where
        there are too many states to tell.
        """
        if (reach := self.free) is None:
            return None
        goal = reach.conflict.settled
        if terms is not None:
            goal = reach.conflict.terms_index == reach.conflict.terms.index(terms)
        return reach.needed(goal, [i for i in reach.everybody if i not in without])

    @cached_property
    def waiting(self) -> list[str]:
        """Terms on which it cannot settle while nature stands as it does, but could if it moved."""
        if self.free is None:
            return []
        here = {self.conflict.terms[k] for k in set(self.conflict.terms_index.tolist()) if k >= 0}
        return [terms for terms in self.free.conflict.terms if terms not in here]
