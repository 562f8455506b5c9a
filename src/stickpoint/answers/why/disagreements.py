"""Wants and payoffs of each party → the lines that disagree on moves near today, by their places.

The stability lens reads a party's wants, the clock its payoffs. Every move near today on which the
two say opposite things is put down to one line of each: to the want that decides between the two
states, and to the payoff that speaks most against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.sampling.draws import Draw
from stickpoint.case.model.basis import Amount, Statement
from stickpoint.case.model.case import Case, Wants, Weights
from stickpoint.case.model.stakes import Payoff, Ranking
from stickpoint.graph.conflict import Conflict
from stickpoint.logic import evaluate
from stickpoint.solve.stability.opposed import (
    WITHIN,
    Bounds,
    Compared,
    Near,
    agreeing,
    compare,
    leading_line,
    left_at,
    near,
)
from stickpoint.solve.stability.result import Step

__all__ = ["WITHIN", "Bounds", "Disagreement", "Disagreements", "Opposed", "Step"]

DRAWS = 64
"""Draws over which a disagreement has to hold for the most part."""
MOST_STATES = 4_096
"""States beyond which no moves are compared."""


@dataclass(frozen=True)
class Disagreement:
    """A line of wants and a line of payoffs that pull different ways on some moves near today.

    Parameters
    ----------
    party : int
    want : Statement
        The most important line in which the two states of each of the moves differ.
    payoff : Payoff
        The line that outweighs it there: of all, it speaks most against it.
    worth : Amount
        What that line is worth per unit of the case's time.
    moves : int
    weight : float
        Of those moves, each counted by the part of the draws in which payoffs oppose wants.
    way : tuple of Step
        The example: of the moves that can be made soonest, one that switches the fewest options.
        The moves that lead to it from today, and last that move itself.
    gains : bool
        Whether the wants call that last move a gain.
    paid : tuple of (float, float, float)
        What it changes per unit of time by the payoffs: at the middle, and the low and the high end
        of the middle four fifths of the draws.
    agree : Bounds or None
        Between which worths of the payoff line, all others at their middles, payoffs would say what
        wants say on every move near today that this want decides and that this payoff bears on;
        None if no worth would do.
    left : int or None
        On how many moves near today the two would then still pull different ways, whatever line it
        is that does so.
    """

    party: int
    want: Statement
    payoff: Payoff
    worth: Amount
    moves: int
    weight: float
    way: tuple[Step, ...]
    gains: bool
    paid: tuple[float, float, float]
    agree: Bounds | None
    left: int | None

    @property
    def in_range(self) -> bool:
        """Whether the range of the payoff line has worths at which the two would agree."""
        bounds = self.agree
        return bounds is not None and self.worth.low < bounds.high and bounds.low < self.worth.high


@dataclass(frozen=True)
class Opposed:
    """One party's moves near today.

    ``ordered`` of them both lenses order, ``opposed`` they order differently; ``lines`` says by
    which lines, the heaviest pair first.
    """

    party: int
    ordered: int
    opposed: int
    lines: tuple[Disagreement, ...]


@dataclass(frozen=True, eq=False)
class Disagreements:
    """Where wants and payoffs of a case disagree near a state.

    Parameters
    ----------
    case : Case
    conflict : Conflict
        Of the case, under some setting of nature.
    seed : int
        Where the draws from the ranges begin.
    """

    case: Case
    conflict: Conflict
    seed: int = 0

    @cached_property
    def by_party(self) -> dict[str, Opposed]:
        """What there is to say of each party that has wants and payoffs, each written by itself.

        Empty where states are too many or count as one, as then no state is a single sum.
        """
        conflict = self.conflict
        if conflict.codes is None or conflict.merged or conflict.n_states > MOST_STATES:
            return {}
        return {
            party.id: self._party(i)
            for i, party in enumerate(self.case.parties)
            if party.id in self.case.preferences
            and any(line.party == party.id for line in self.case.payoffs)
        }

    @property
    def heaviest(self) -> list[Disagreement]:
        """Every pair of lines that disagree, those that bear on most moves first."""
        found = [line for one in self.by_party.values() for line in one.lines]
        return sorted(found, key=lambda line: -line.weight)

    @cached_property
    def _near(self) -> Near:
        assert self.conflict.status_quo is not None, "a case has a status quo"
        return near(self.conflict, self.conflict.status_quo, WITHIN - 1)

    def _party(self, party: int) -> Opposed:
        conflict, id_ = self.conflict, self.case.parties[party].id
        assert conflict.codes is not None
        assert conflict.status_quo is not None
        lines = [line for line in self.case.payoffs if line.party == id_]
        worths = [line.worth.per(self.case.clock.unit) for line in lines]
        drawn = np.array([[draw(a) for a in worths] for draw in _draws(self.seed)])
        middle = np.array([a.mid for a in worths])
        holds = np.stack([evaluate(line.statement.formula, conflict.codes) for line in lines])
        found = compare(conflict, party, conflict.status_quo, holds, drawn, middle, self._near)
        wants, decides = _deciding(self.case.preferences[id_], conflict.codes, found)
        switches = np.bitwise_count(conflict.codes[found.source] ^ conflict.codes[found.target])
        own = _Own(
            party, tuple(wants), decides, lines, worths, middle, drawn, found, switches, self._near
        )  # fmt: skip
        told = sorted(own.told(), key=lambda line: -line.weight)
        return Opposed(party, int(found.ordered.sum()), int(found.opposed.sum()), tuple(told))


def _draws(seed: int) -> Iterator[Draw]:
    return (Draw(seed, number) for number in range(DRAWS))


@dataclass(frozen=True, eq=False)
class _Own:
    """What is known of one party: its lines, and its moves near today."""

    party: int
    wants: tuple[Statement, ...]
    decides: NDArray[np.intp]
    lines: list[Payoff]
    worths: list[Amount]
    middle: NDArray[np.float64]
    drawn: NDArray[np.float64]
    found: Compared
    switches: NDArray[np.uint8]
    near: Near

    def told(self) -> Iterator[Disagreement]:
        """Yield each pair of lines that disagree, with the moves on which they do."""
        led = leading_line(self.found, self.middle)
        opposed = self.found.opposed
        for want, line in sorted({*zip(self.decides[opposed], led[opposed], strict=True)}):
            at = np.flatnonzero(opposed & (self.decides == want) & (led == line))
            yield self._pair(int(want), int(line), at)

    def _pair(self, want: int, line: int, at: NDArray[np.intp]) -> Disagreement:
        found, worth = self.found, float(self.middle[line])
        bounds = agreeing(found, line, worth, self.decides == want)
        example = int(at[np.lexsort((-found.share[at], self.switches[at], found.steps[at]))[0]])
        source, target = int(found.source[example]), int(found.target[example])
        return Disagreement(
            party=self.party,
            want=self.wants[want],
            payoff=self.lines[line],
            worth=self.worths[line],
            moves=at.size,
            weight=float(found.share[at].sum()),
            way=(*self.near.way(source), Step(self.party, target)),
            gains=bool(found.gains[example]),
            paid=self._paid(example),
            agree=bounds,
            left=None if bounds is None else left_at(found, line, worth, bounds.nearest(worth)),
        )

    def _paid(self, move: int) -> tuple[float, float, float]:
        """Return what a move changes per unit of time, as it is made."""
        sign = 1 if self.found.gains[move] else -1
        over = np.sort(sign * (self.drawn @ self.found.differs[:, move]))
        cut = round(0.1 * (over.size - 1))
        return float(sign * self.found.gain[move]), float(over[cut]), float(over[-1 - cut])


def _deciding(
    wish: Wants | Ranking | Weights, codes: NDArray[np.uint64], found: Compared
) -> tuple[list[Statement], NDArray[np.intp]]:
    """Return the statements of a preference, and for each move the one that decides it.

    Of wants it is the first in which the states differ, of weights the heaviest that speaks for
    the order, of a ranking the one by which the better state has its place.
    """
    better = np.where(found.gains, found.target, found.source)
    worse = np.where(found.gains, found.source, found.target)
    said = list(_statements(wish))
    hold = np.stack([evaluate(statement.formula, codes) for statement in said])
    if isinstance(wish, Ranking):
        return said, np.argmax(hold[:, better], axis=0)
    if isinstance(wish, Wants):
        return said, np.argmax(hold[:, better] != hold[:, worse], axis=0)
    weights = np.array([float(item.weight) for item in wish.items])
    speaks = hold[:, better].astype(np.int8) - hold[:, worse].astype(np.int8)
    return said, np.argmax(weights[:, None] * speaks, axis=0)


def _statements(wish: Wants | Ranking | Weights) -> Sequence[Statement]:
    if isinstance(wish, Ranking):
        return [statement for group in wish.groups for statement in group]
    return [item.statement for item in wish.items]
