"""Conflict and status quo → how far each state is, and by which moves it comes about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError, expect
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.result import Result
from stickpoint.solve.stability.engine.walk import Walk, Walks, check_state, walk
from stickpoint.solve.stability.result import Stability, Step

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Paths(Result):
    """Shortest legal ways from the status quo.

    Attributes
    ----------
    conflict : Conflict
        What was analysed.
    start : int
        The state that holds at first.
    improving : bool
        Whether every mover gains on the state that it leaves.
    twice : bool
        Whether a party may move twice in succession.
    distance : ndarray of int32, shape (states,)
        The fewest moves that lead to each state; 0 at the start, -1 where no way leads.
    """

    _about = "conflict"

    conflict: Conflict
    start: int
    improving: bool
    distance: NDArray[np.int32]
    _walk: Walk
    twice: bool = False

    @cached_property
    def reachable(self) -> NDArray[np.bool_]:
        """Where some way leads, the start too; bool (states,)."""
        return self.distance >= 0

    @property
    def method(self) -> str:
        """How the answer was found."""
        moves = "improvements" if self.improving else "moves"
        return f"breadth-first over {'all' if self.twice else 'legal'} sequences of {moves}; exact"

    def to(self, state: int) -> tuple[Step, ...]:
        """Return a shortest way to a state: who moves, and where to; nothing for the start.

        Raises
        ------
        ModelError
            A state that does not exist.
        SolveError
            A state that no legal sequence reaches.
        """
        check_state(self.conflict, state)
        return () if state == self.start else self._walk.to(state)

    def equilibria(self, stability: Stability) -> dict[str, NDArray[np.bool_]]:
        """Mark the equilibria that can come about from here, bool (states,) per concept.

        Raises
        ------
        ModelError
            A result of another conflict.
        """
        if stability.fingerprint != self.fingerprint:
            raise ModelError(
                f"the stable states are those of conflict {stability.fingerprint}, the paths "
                f"those of {self.fingerprint}; expected one and the same"
            )
        return {name: mask & self.reachable for name, mask in stability.equilibria.items()}

    def table(self) -> pd.DataFrame:
        """Return one row per reachable state, nearest first.

        Returns
        -------
        DataFrame
            Columns ``moves`` (how many), ``way`` (states from the start, numbered from 1) and
            ``movers`` (who makes each move); ``yes`` where states have options.
        """
        import pandas as pd

        names = self.conflict.parties
        order = np.argsort(self.distance, kind="stable")
        states = [int(s) for s in order if self.reachable[s]]
        ways = [self.to(s) for s in states]
        columns: dict[str, list[object]] = {"moves": [len(way) for way in ways]}
        if self.conflict.codes is not None:
            columns["yes"] = [" ".join(self.conflict.yes(s)) for s in states]
        columns["way"] = [
            " ".join(str(s + 1) for s in (self.start, *(step.state for step in way)))
            for way in ways
        ]
        columns["movers"] = [", ".join(names[step.party] for step in way) for way in ways]
        return pd.DataFrame(columns, index=pd.Index([s + 1 for s in states], name="state"))

    def __repr__(self) -> str:
        """Say how much can be reached."""
        kind = "improvements" if self.improving else "moves"
        return (
            f"<Paths from state {self.start} by {kind}: "
            f"{int(self.reachable.sum())} of {self.conflict.n_states} states>"
        )


def paths(
    conflict: Conflict,
    start: int | None = None,
    *,
    improving: bool,
    twice: bool = False,
    walks: Walks | None = None,
) -> Paths:
    """Follow the moves that lead away from the status quo.

    A state can come about if a legal sequence of moves (nobody twice in succession) leads to it
    from the status quo; with ``improving``, if moreover every mover gains on the state it leaves
    [1]_.

    Parameters
    ----------
    conflict : Conflict
    start : int, optional
        Index of the state that holds at first; the status quo if left out.
    improving : bool
        Whether every mover must gain.
    twice : bool
        Whether a party may move twice in succession too: what a mediator would count as a way,
        though the literature does not. It matters only where some move is open only after another
        of the same party.
    walks : Walks, optional
        The moves that are followed, where they were laid out before.

    Returns
    -------
    Paths

    Raises
    ------
    ModelError
        No start, or one that does not exist.

    Notes
    -----
    Linear in states for parties that switch their options freely, in arcs for the others.

    References
    ----------
    .. [1] K. W. Li, D. M. Kilgour, K. W. Hipel, 2005, "Status quo analysis in the graph model
       for conflict resolution", *J. Oper. Res. Soc.* 56, 699-707.

    Examples
    --------
    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> found = paths(dilemma, 3, improving=True)
    >>> found.distance.tolist()
    [2, 1, 1, 0]
    >>> found.to(0)
    (Step(party=0, state=2), Step(party=1, state=0))
    """
    expect(conflict, Conflict)
    first = conflict.status_quo if start is None else start
    if first is None:
        raise ModelError("this conflict names no status quo; say which state to start from")
    found = walk(conflict, first, improving=improving, twice=twice, walks=walks)
    distance = found.distance.copy()
    distance[first] = 0
    distance.flags.writeable = False
    return Paths(conflict, first, improving, distance, found, twice)
