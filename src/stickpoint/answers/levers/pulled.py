"""A case with its levers moved so far → what that costs together, and what the wait would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stickpoint.answers.clock import looked_ahead
from stickpoint.answers.levers.parameters import lever_parameters
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes, build_game
from stickpoint.graph.game import Game
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes

TOLERANCE = 1e-5
"""Error of the clock per step: far below what is shown, and in time for whoever moves a lever."""


@dataclass(frozen=True, eq=False)
class Pulled:
    """Some levers of a case moved at once, every range at its middle.

    Parameters
    ----------
    case : Case
    by : sequence of float
        How far each lever that changes a number is moved, in the order of the case; what lies
        beyond a limit is taken as the limit, and what is not given is not moved.
    horizon : float
        How far ahead the clock looks, in units of the case's clock.
    """

    case: Case
    by: Sequence[float]
    horizon: float

    @cached_property
    def game(self) -> Game:
        """The game with nothing moved."""
        return build_game(self.case, Changes())

    @cached_property
    def levers(self) -> tuple[LeverParameter, ...]:
        """The levers that change a number."""
        return lever_parameters(self.case, self.game, Changes().read)

    @cached_property
    def moved(self) -> tuple[float, ...]:
        """How far each of them is moved, within its limits."""
        asked = [*self.by, *[0.0] * len(self.levers)]
        pairs = zip(self.levers, asked, strict=False)
        return tuple(min(max(by, one.low), one.high) for one, by in pairs)

    @property
    def costs(self) -> tuple[float, ...]:
        """What moving each so far costs, in the case's units of cost."""
        pairs = zip(self.levers, self.moved, strict=True)
        return tuple(one.cost * abs(by) for one, by in pairs)

    @cached_property
    def before(self) -> Clock:
        """The clock with nothing moved."""
        return clock(self.game, horizon=self.horizon, tolerance=TOLERANCE)

    @cached_property
    def after(self) -> Clock:
        """The clock with the levers moved."""
        if not any(self.moved):
            return self.before
        changed = apply_changes(self.game, self.levers, self.moved)
        return clock(changed, horizon=self.horizon, tolerance=TOLERANCE)


def pulled(case: Case, by: Sequence[float] = (), *, horizon: float | None = None) -> Pulled:
    """Move the levers of a case, as far ahead as the caller or the case looks.

    Parameters
    ----------
    case : Case
    by : sequence of float
        How far each lever that changes a number is moved.
    horizon : float, optional
        In units of the case's clock; what the case says if left out.

    Raises
    ------
    SolveError
        Neither the case nor the caller gives a finite horizon.

    Examples
    --------
    >>> import stickpoint as sp
    >>> found = pulled(sp.load("korea-1952"), [-0.3])
    >>> found.levers[0].name, round(sum(found.costs), 2), found.after.mean < found.before.mean
    ('supplies for the war are charged at a higher price', 1.2, True)
    """
    return Pulled(case, by, looked_ahead(case, horizon))
