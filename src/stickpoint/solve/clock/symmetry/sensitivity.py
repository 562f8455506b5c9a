"""An answer of the clock → whether it hangs on digits that nobody can know.

Over a finite horizon there is one answer. But a difference between payoffs grows backward like the
exponential of precision times worth times time; where choices are sharp and the horizon is long, a
billionth decides which of several courses is played. So the clock is run again with every payoff
changed by a billionth, each by another part of it, and the two answers are compared. The second
time the steps err by a tenth of what they did: an error of a step can grow where a change of the
payoffs does not, for the course follows these as they change (delayed loss of stability: A. I.
Neishtadt, 1987, *Differential Equations* 23, 1385-1391).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.backward import (
    FINEST,
    READINGS,
    solve_backward,
    unsettled_time,
)
from stickpoint.solve.clock.engine.layout import Floats, Longs
from stickpoint.solve.clock.symmetry.leaders import leaders

SHIFT, TOO_MUCH = 1e-9, 1e-3
TIGHTER = 0.1
"""The second run's tolerance, of the first's."""


@dataclass(frozen=True)
class Sensitivity:
    """What a change of every payoff by about a billionth, and finer steps, do to an answer.

    Attributes
    ----------
    wait : float
        How much the expected unsettled time moves, in the game's unit.
    worth : float
        How much what a party expects at the start moves, at most, over its range of values.
    by_symmetry : bool
        Only changes that tell apart what the game's symmetry makes equal do that.
    """

    wait: float
    worth: float
    by_symmetry: bool

    def sentence(self, unit: str) -> str:
        """Say what it means and what to do."""
        size = (
            f"moves the expected wait by {_shown(self.wait)} {unit}s and what a party expects by "
            f"{100 * self.worth:.0f} % of its range"
        )
        if self.by_symmetry:
            return (
                "The parties are exactly alike here, and were kept so. That is a choice: a "
                f"billionth of a payoff that tells them apart {size}."
            )
        return (
            "Too sensitive to rely on: a billionth of each payoff, or the least error of a step "
            f"of the solver, {size}; lower the precision or shorten the horizon."
        )


def _shown(amount: float) -> str:
    return f"{amount:.2g}" if amount < 10 else f"{amount:,.0f}"


@dataclass(frozen=True, eq=False)
class Answer:
    """What is asked again: a game from a start, its expected wait and what each party expects."""

    game: Game
    start: int
    horizon: float
    shocks: str
    tolerance: float
    mean: float
    value: Floats
    beside: bool = False
    """Whether it was found by the loops that take eight games side by side."""


def sensitivity_of(answer: Answer) -> Sensitivity | None:
    """Ask again with payoffs shifted; None where that moves nothing by a thousandth.

    Where it does and the game has a symmetry, it is asked once more with a shift that keeps it.
    """
    wait, worth, much = _moved(answer, None)
    if not much:
        return None
    equal = leaders(answer.game, READINGS[answer.shocks])
    by_symmetry = bool(equal.size) and not _moved(answer, equal)[2]
    return Sensitivity(wait, worth, by_symmetry)


def shifted(game: Game, equal: Longs | None, size: float) -> Game:
    """Change every payoff by up to a part of its party's largest, by one where values are equal."""
    n, p = game.n_states, game.n_parties
    noise = np.random.default_rng(0).uniform(-1.0, 1.0, n * p)
    if equal is not None:
        noise = noise[equal]
    largest = np.abs(game.payoffs).max(axis=1, keepdims=True)
    payoffs = game.payoffs + size * largest * noise.reshape(n, p).T
    return replace(game, payoffs=np.ascontiguousarray(payoffs))


def _moved(run: Answer, equal: Longs | None) -> tuple[float, float, bool]:
    # An error of a step, as large as the tolerance, grows as a shift of a payoff does.
    game = shifted(run.game, equal, max(SHIFT, 0.1 * run.tolerance))
    first, is_done = _expected(run, game)
    here = first[run.start]
    wait = abs(float(here[-1]) - run.mean)
    span = np.ptp(run.value, axis=1)
    change = np.abs(here[:-1] - run.value[:, run.start])
    worth = float(np.divide(change, span, out=np.zeros_like(change), where=span > 0).max())
    much = wait > TOO_MUCH * max(run.mean, TOO_MUCH * run.horizon) or worth > TOO_MUCH
    return wait, worth, much or not is_done


def _expected(run: Answer, game: Game) -> tuple[Floats, bool]:
    """Return what is expected of a game from each state on, and whether that was solved.

    By finer steps than the answer's, or as fine where those are too many.
    """
    finer = min(run.tolerance, max(TIGHTER * run.tolerance, FINEST))
    for tolerance in dict.fromkeys((finer, run.tolerance)):
        found = _solved(run, game, tolerance)
        if found is not None:
            return found, True
    return np.full((game.n_states, game.n_parties + 1), np.inf), False


def _solved(run: Answer, game: Game, tolerance: float) -> Floats | None:
    settings: dict[str, Any] = {"shocks": run.shocks, "tolerance": tolerance}
    if run.beside:
        from stickpoint.solve.clock.orders.waits import expected

        try:
            return expected([game], run.horizon, threads=1, **settings)[0]
        except SolveError:
            return None
    watch = (unsettled_time(game),)
    trace = solve_backward(game, run.horizon, observers=watch, **settings)
    return trace.first if trace.status == "done" else None
