"""How a party stands to the status quo, whether a way to settle holds, and how far off it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stickpoint.answers.large.spoken import Unfollowed
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves
from stickpoint.solve.stability.engine.walk import Walks
from stickpoint.solve.stability.paths import Paths, paths
from stickpoint.solve.stability.result import Stability, Step
from stickpoint.solve.stability.witness import Witness, find_answer

FIRMEST_FIRST = ("nash", "sseq", "seq", "smr", "gmr")
"""From the strongest claim to the weakest, but that neither of seq and smr implies the other."""

MOST_FOLLOWED = 1 << 14
"""States beyond which of a party's gains only the best is followed to its sanction."""


@dataclass(frozen=True)
class Hold:
    """How one party stands to the status quo.

    ``kind`` is ``content`` (it has no improvement), ``deterred`` (each improvement has an answer)
    or ``free`` (it gains by a move that nobody would answer); ``credible`` tells whether the
    answers are moves that the others gain from themselves; ``alternatives`` are parties other than
    the one in the witness that could take the best gain away by a single move; ``concepts`` are
    those under which it stays.
    """

    party: int
    kind: str
    credible: bool
    witness: Witness
    alternatives: tuple[int, ...] = ()
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settlement:
    """One way to settle: whether it holds, and how to get there or what bars the way.

    ``stable`` lists states by concept; ``state`` is the one that the rest speaks of; ``way`` leads
    to it from now, by improvements where ``willing``, and is empty where it is today's state, None
    where no moves lead there; ``leaver`` is a party that would undo it.
    """

    terms: str
    stable: dict[str, list[int]]
    state: int
    way: tuple[Step, ...] | None
    willing: bool
    leaver: Witness | None

    @property
    def concept(self) -> str | None:
        """The strongest concept under which its state holds; None under none."""
        return next((key for key in FIRMEST_FIRST if self.state in self.stable[key]), None)

    @property
    def firmest(self) -> str | None:
        """The strongest concept under which any state on these terms holds; None under none."""
        return next((key for key in FIRMEST_FIRST if self.stable[key]), None)


@dataclass(frozen=True, eq=False)
class FromNow:
    """The ways that lead from today's state, and which of some states is the nearest by them.

    Parameters
    ----------
    conflict : Conflict
    now : int
        Today's state.
    """

    conflict: Conflict
    now: int

    @cached_property
    def gains(self) -> Walks:
        """Every improvement, laid out once for all that follows them."""
        return Walks.of(self.conflict, improving=True)

    @cached_property
    def moves(self) -> Walks:
        """Every move, likewise."""
        return Walks.of(self.conflict, improving=False)

    @cached_property
    def willing(self) -> Paths:
        """Where improvements lead from now."""
        return paths(self.conflict, self.now, improving=True, walks=self.gains)

    @cached_property
    def possible(self) -> Paths:
        """Where any moves lead from now."""
        return paths(self.conflict, self.now, improving=False, walks=self.moves)

    def held_back(self, result: Stability, party: int, concept: str) -> Witness:
        """Return what holds back a party that stays by sanctions.

        Among many states only its best gain is followed to its sanction.
        """
        conflict = self.conflict
        if conflict.n_states <= MOST_FOLLOWED:
            return result.why(self.now, party, concept)
        better = conflict.improvements_from(party, self.now)
        best = int(better[conflict.ranks[party][better].argmax()])
        laid = self.gains if concept in ("seq", "sseq") else self.moves
        gains = find_answer(conflict, self.now, party, best, concept, laid).gains
        return Unfollowed(conflict, party, self.now, concept, True, gains, better.size)

    def nearest(self, groups: list[list[int]]) -> tuple[int, tuple[Step, ...] | None, bool]:
        """Pick the state to speak of from groups of states, the firmest group first.

        Today's state where it is among them; else one that improvements lead to, be it less firm;
        else one that any moves lead to. Of these the firmest, and of these the fewest moves away.

        Returns
        -------
        state : int
        way : tuple of Step or None
            From now to that state; None where no moves lead there.
        willing : bool
            Whether the way is one of improvements.
        """
        if any(self.now in states for states in groups):
            return self.now, (), True
        none = np.iinfo(np.int32).max
        for willing in (True, False):
            ways = self._ways(willing)
            for states in groups:
                far = np.stack([way.distance[states] for way in ways])
                far = np.where(far >= 0, far, none)
                if far.min() < none:
                    # Of as few moves those come first of which nobody makes two in succession.
                    kind, place = divmod(int(far.argmin()), len(states))
                    return states[place], ways[kind].to(states[place]), willing
        return groups[0][0], None, False

    def _ways(self, willing: bool) -> tuple[Paths, ...]:
        """Return where improvements, or any moves, lead; then the same with two in succession."""
        first = self.willing if willing else self.possible
        return (first, *(self._freer_willing if willing else self._freer_possible))

    @cached_property
    def _freer_willing(self) -> tuple[Paths, ...]:
        return self._freer(self.gains, improving=True) if self._is_tied else ()

    @cached_property
    def _freer_possible(self) -> tuple[Paths, ...]:
        return self._freer(self.moves, improving=False) if self._is_tied else ()

    @property
    def _is_tied(self) -> bool:
        """Whether two moves of one party may lead where none of its moves does."""
        return any(isinstance(moves, ArcMoves) for moves in self.conflict.moves)

    def _freer(self, laid: Walks, *, improving: bool) -> tuple[Paths]:
        """Return the ways on which a party may move twice in succession."""
        return (paths(self.conflict, self.now, improving=improving, twice=True, walks=laid),)
