"""Ranks and payoff lines → the moves near a state on which they disagree, and what would end that.

`agreement` counts over all moves; here are those that could be made soon, line by line. Only a
party's own moves are compared: it is there alone that it chooses. A disagreement counts where
payoffs say the opposite of ranks at the middle of every range and over most of the draws too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.result import Step

WITHIN = 3
"""So many moves, by anybody and in any order, the last of them the party's own."""
EVEN = 1e-9
"""A difference of worth that is none."""

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


class Near(NamedTuple):
    """Where the first moves from a state lead: how many it takes, and the last of them."""

    distance: dict[int, int]
    last: dict[int, tuple[int, Step]]

    def way(self, state: int) -> tuple[Step, ...]:
        """Return a shortest way to a state, nothing for the start."""
        steps = []
        while state in self.last:
            state, step = self.last[state]
            steps.append(step)
        return tuple(reversed(steps))


def near(conflict: Conflict, start: int, within: int) -> Near:
    """Find the states within so many moves of a state, whoever makes them and in any order."""
    distance, last, edge = {start: 0}, dict[int, tuple[int, Step]](), [start]
    for far in range(1, within + 1):
        ahead = []
        for state in edge:
            for party in range(conflict.n_parties):
                for target in conflict.moves_from(party, state).tolist():
                    if target not in distance:
                        distance[target] = far
                        last[target] = (state, Step(party, target))
                        ahead.append(target)
        edge = ahead
    return Near(distance, last)


@dataclass(frozen=True, eq=False)
class Compared:
    """A party's own moves near a state, those between two states once, that its ranks order.

    Parameters
    ----------
    source, target : ndarray of int, shape (moves,)
        The move that can be made sooner, where both ways round are moves.
    steps : ndarray of int, shape (moves,)
        How many moves it takes to make it, itself among them.
    gains : ndarray of bool, shape (moves,)
        Whether it leads to the state of the higher rank.
    differs : ndarray of int8, shape (lines, moves)
        1 where a payoff line is paid in the state of the higher rank alone, -1 in the other alone.
    gain : ndarray of float, shape (moves,)
        What the state of the higher rank pays more per unit of time, at the middle of every range.
    share : ndarray of float, shape (moves,)
        Of the draws in which it pays less.
    """

    source: Longs
    target: Longs
    steps: Longs
    gains: NDArray[np.bool_]
    differs: NDArray[np.int8]
    gain: Floats
    share: Floats

    @property
    def ordered(self) -> NDArray[np.bool_]:
        """Where payoffs order the two states as well."""
        return np.abs(self.gain) > EVEN

    @property
    def opposed(self) -> NDArray[np.bool_]:
        """Where payoffs say the opposite, at the middle and over most of the draws."""
        return (self.gain < -EVEN) & (self.share > 0.5)


def compare(
    conflict: Conflict,
    party: int,
    start: int,
    holds: NDArray[np.bool_],
    worths: Floats,
    middle: Floats,
    reached: Near | None = None,
) -> Compared:
    """Compare ranks and payoff lines over the moves of one party near a state.

    Parameters
    ----------
    conflict : Conflict
    party, start : int
    holds : ndarray of bool, shape (lines, states)
        Where each payoff line of the party is paid.
    worths : ndarray of float, shape (draws, lines)
        What it pays per unit of time.
    middle : ndarray of float, shape (lines,)
        The same at the middle of each range.
    reached : Near, optional
        The states within two moves, where they have been found already.

    Examples
    --------
    One who would rather have peace, by its ranks, and is paid from 0.2 to 0.6 for war:

    >>> peace = Conflict.from_options([0], [[0, 1]])
    >>> paid = np.array([[True, False]])
    >>> found = compare(peace, 0, 0, paid, np.array([[0.2], [0.6]]), np.array([0.4]))
    >>> found.opposed, found.gain
    (array([ True]), array([-0.4]))
    """
    if holds.shape != (middle.size, conflict.n_states):
        raise ModelError(
            f"lines that hold in an array of shape {holds.shape}; expected "
            f"{(middle.size, conflict.n_states)}: for each line where it is paid"
        )
    source, target, steps = _moves(conflict, party, reached or near(conflict, start, WITHIN - 1))
    ranks = conflict.ranks[party].astype(np.int64)
    ordered = ranks[source] != ranks[target]
    source, target, steps = source[ordered], target[ordered], steps[ordered]
    gains = ranks[target] > ranks[source]
    better, worse = np.where(gains, target, source), np.where(gains, source, target)
    differs = holds[:, better].astype(np.int8) - holds[:, worse].astype(np.int8)
    # The sum over the lines of one move, in one order: what is even on paper is even here.
    less = (worths @ differs) < -EVEN
    share = less.mean(axis=0) if len(worths) else np.zeros(source.size)
    return Compared(source, target, steps, gains, differs, middle @ differs, share)


def _moves(conflict: Conflict, party: int, reached: Near) -> tuple[Longs, Longs, Longs]:
    """List a party's moves from the states reached, each pair of states once, the sooner move."""
    rows, seen = [], set[tuple[int, int]]()
    for state, far in sorted(reached.distance.items(), key=lambda pair: (pair[1], pair[0])):
        for target in conflict.moves_from(party, state).tolist():
            pair = (min(state, target), max(state, target))
            if pair not in seen:
                seen.add(pair)
                rows.append((state, target, far + 1))
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def leading_line(found: Compared, middle: Floats) -> NDArray[np.intp]:
    """Return for each move the payoff line that speaks most against the ranks, shape (moves,)."""
    return np.argmin(middle[:, None] * found.differs, axis=0)


def agreeing(found: Compared, line: int, worth: float, among: NDArray[np.bool_]) -> Bounds | None:
    """Return between which worths of one line payoffs order some moves as ranks do.

    Every other line stays where it is. Moves that the line says nothing of are left out.

    Parameters
    ----------
    found : Compared
    line : int
    worth : float
        What the line is worth now.
    among : ndarray of bool, shape (moves,)

    Returns
    -------
    Bounds or None
        None where no worth would do for all of them at once.
    """
    differs = found.differs[line]
    rest = found.gain - differs * worth
    above = -rest[among & (differs > 0)]
    below = rest[among & (differs < 0)]
    low, high = above.max(initial=-np.inf), below.min(initial=np.inf)
    return Bounds(float(low), float(high)) if low < high - EVEN else None


class Bounds(NamedTuple):
    """Worths above the one and below the other; infinite where there is no bound."""

    low: float
    high: float

    def nearest(self, worth: float) -> float:
        """Return a worth between them, just beyond the bound next to a given one."""
        step = 1e-6 * max(1.0, abs(worth))
        if np.isfinite(self.low) and np.isfinite(self.high):
            step = min(step, (self.high - self.low) / 2)
        return float(min(max(worth, self.low + step), self.high - step))


def left_at(found: Compared, line: int, before: float, after: float) -> int:
    """Count the moves on which payoffs, at the middle, would oppose the ranks at another worth."""
    gain = found.gain + found.differs[line] * (after - before)
    return int((gain < -EVEN).sum())
