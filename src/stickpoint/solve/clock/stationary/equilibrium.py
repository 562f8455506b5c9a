"""Game without a horizon → an equilibrium in which values and choices do not depend on the date.

0 = F(V), F the right-hand side of the clock's equations (`backward`). There may be several; this
one lies on the path from uniform play, component by component, and is told with what the path met.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.backward import READINGS, check, refuse_endless_taste
from stickpoint.solve.clock.stationary.condensation import Condensation
from stickpoint.solve.clock.stationary.continuation import CLOSE, Continuation, SolutionPath
from stickpoint.solve.clock.stationary.equations import Equations
from stickpoint.solve.clock.stationary.linear import EXACT, SMALL
from stickpoint.solve.clock.stationary.newton import newton
from stickpoint.solve.clock.symmetry.leaders import leaders

_PERTURBATION = 1e-3

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False, repr=False)
class Stationary:
    """A stationary equilibrium, and what is known of how it was found.

    Attributes
    ----------
    game : Game
    shocks : str
    value : ndarray of float, shape (parties, states)
    status : str
        ``"done"``, or what stopped the path and what to do about it.
    residual : float
        The largest entry of F over the discount: about how far off a value may be, in worth.
    components, steps, folds, products : int
        Sets of states solved together; steps kept; turns of the path; products with the Jacobian.
    sign : int
        Of det(-∂F/∂V): 1 as on the path that nothing else joins, -1 beyond a pitchfork, 0 where
        unknowns are too many to compute it.
    crossings : tuple of (float, float)
        Scales of the precisions between which other branches left a symmetric path.
    symmetric : bool
        Whether unknowns that the game's symmetry makes equal were kept equal.
    notes : tuple of str
        What a reader must know of the choice made.
    """

    game: Game
    shocks: str
    value: Floats
    status: str
    residual: float
    components: int
    steps: int
    folds: int
    products: int
    sign: int
    crossings: tuple[tuple[float, float], ...]
    symmetric: bool
    notes: tuple[str, ...]

    @cached_property
    def regret(self) -> Floats:
        """What each party could gain at most by a best reply, over its range of values, (parties,).

        Rivals' choices stay; the party's own are valued by what they bring, shocks aside.
        """
        from stickpoint.solve.clock.stationary.regret import regrets

        return regrets(self.game, self.value)

    def __repr__(self) -> str:
        """Say in one line how it was found."""
        return (
            f"<Stationary: {self.status}, residual {self.residual:.1e}, "
            f"{self.components} components, {self.steps} steps, {self.folds} folds, "
            f"sign {format(self.sign, '+d') if self.sign else 'unknown'}>"
        )


def solve_stationary(
    game: Game, *, shocks: str = "centred", tolerance: float = 1e-8, symmetric: bool = True,
    seed: int = 0,
) -> Stationary:  # fmt: skip
    """Find the stationary equilibrium on the path from uniform play.

    Parameters
    ----------
    game : Game
        Worths at the horizon do not enter: a settled state is worth its payoff over the discount.
    shocks : str
        As in `solve_backward`. Under ``taste`` the path is that of ``centred`` with the surplus of
        the precisions asked for, log(choices) / β per chance, added to the payoffs.
    tolerance : float
        Largest last correction, in units of 1/β or of the range of a party's values.
    symmetric : bool
        Keep equal what the game's symmetry makes equal. If not, the path is that of payoffs
        perturbed a little, by ``seed``, and ends at an equilibrium of the game itself.

    Raises
    ------
    ModelError
        A party that does not discount or always replies best; a date that all foresee; settings
        that mean nothing.
    """
    check(1.0, tolerance, shocks)
    _check_game(game, shocks)
    work = _ComponentSolver(game, shocks, tolerance, None if symmetric else seed)
    for states in work.condensation.components:
        work.solve(states)
        if work.status != "done":
            break
    return work.result()


def _check_game(game: Game, shocks: str) -> None:
    for event in game.events:
        if event.foreseen:
            raise ModelError(
                f"{event.name!r} comes on a date that all foresee, so what is expected depends on "
                "how far off it is; give a horizon"
            )
    for i, name in enumerate(game.parties):
        if game.discount[i] == 0:
            raise ModelError(
                f"{name} does not discount; without a horizon each party needs a discount above 0"
            )
        if np.isinf(game.precision[i]):
            raise ModelError(f"{name} has infinite precision; give a finite one, or a horizon")
    refuse_endless_taste(game, shocks)


def surplus(game: Game) -> Floats:
    """Return what ``taste`` pays for having choices, per unit of time, (parties, states)."""
    out = np.zeros((game.n_parties, game.n_states))
    for i, free in enumerate(game.free):
        if free is None:
            count = np.diff(game.start[i])
        else:
            count, size = np.zeros(game.n_states, dtype=np.int64), np.diff(free.first)
            count[free.members] = np.repeat(size - 1, size)
        out[i] = game.pace[i] * np.log1p(count) / game.precision[i]
    out[:, game.settled] = 0.0
    return out


class _ComponentSolver:
    """The values so far, and what the paths met."""

    def __init__(self, game: Game, shocks: str, tolerance: float, seed: int | None) -> None:
        self.game, self.shocks, self.tolerance, self.seed = game, shocks, tolerance, seed
        self.condensation = Condensation(game)
        paid = game.payoffs + surplus(game) if shocks == "taste" else game.payoffs
        self.worth = np.ascontiguousarray(paid.T)
        self.reading = 1 if shocks == "mistakes" else 0
        self.value = self.worth / game.discount
        span = np.ptp(paid, axis=1) / game.discount
        self.scale = np.where(span > 0, span, 1.0)
        self.status, self.residual, self.products = "done", 0.0, 0
        self.steps, self.folds, self.sign, self.components = 0, 0, 1, 0
        self.crossings: list[tuple[float, float]] = []
        self.notes: list[str] = []
        self.symmetric = False
        self.cells = self._cells() if seed is None else None

    def _equations(self, states: Ints, cells: Ints | None = None) -> Equations:
        small = states.size * self.game.n_parties <= 8 * SMALL
        component = self.condensation.cut(states, spelled_out=small)
        return Equations(
            component, np.ascontiguousarray(self.worth[component.states]), self.game.discount,
            self.reading, np.ascontiguousarray(self.value[component.states]), cells,
        )  # fmt: skip

    def _cells(self) -> Ints | None:
        """Assign one number to the unknowns that the game makes equal, over all states."""
        bare = replace(self.game, terminal=np.zeros_like(self.game.terminal))
        held = leaders(bare, READINGS[self.shocks])
        opened = ~self.game.settled
        if not held.size or not opened.any():
            return None
        every = held.reshape(self.value.shape)
        return every if np.unique(every[opened]).size < every[opened].size else None

    def solve(self, states: Ints) -> None:
        """Solve one component and keep what was met."""
        cells = None if self.cells is None else self.cells[states]
        equations = self._equations(states, cells)
        if self.seed is not None:
            path = self._perturbed(equations, self.seed)
        else:
            path = self._solved(equations)
            if path.status != "done" and equations.cell is None:
                again = self._perturbed(equations, 0)
                if again.status == "done":
                    path = again
                    self.notes.append("the path branched and was followed with payoffs shaken")
        self.symmetric |= equations.cell is not None
        self.components += 1
        self.steps += path.steps
        self.folds += path.folds
        self.sign *= path.sign
        self.products += equations.products
        self.crossings += path.crossings
        self.status = path.status
        left = np.abs(equations.residual(path.x, path.t)) / self.game.discount[equations.party()]
        self.residual = max(self.residual, float(left.max(initial=0.0)))
        self.value[states] = equations.spread(path.x)

    def _solved(self, equations: Equations) -> SolutionPath:
        continuation = Continuation(equations, self.scale, self.tolerance)
        if equations.size > EXACT:
            unit, goal = continuation.unit(0.0), min(self.tolerance, CLOSE)
            found = newton(equations, continuation.linear, unit, goal)
            if found is not None:
                self.notes.append(
                    f"{equations.size:,} unknowns were solved at the precisions asked for, by "
                    f"{found.sweeps} sweeps and {found.steps} of Newton's steps, "
                    f"{found.shortened} of them shortened; the path was not traced"
                )
                return SolutionPath(found.x, 0.0)
        return continuation.follow()

    def _perturbed(self, equations: Equations, seed: int) -> SolutionPath:
        """Follow the path of nearby payoffs, then correct at those of the game."""
        rng = np.random.default_rng(seed)
        true = equations.worth
        noise = rng.uniform(-1, 1, true.shape) * self.scale * self.game.discount
        equations.worth = true + _PERTURBATION * noise
        continuation = Continuation(equations, self.scale, self.tolerance)
        path = continuation.follow()
        for part in (0.1, 0.01, 0.0) if path.status == "done" else ():
            equations.worth = true + part * _PERTURBATION * noise
            continuation = Continuation(equations, self.scale, self.tolerance)
            found = continuation.newton(path.x, 0.0, self.tolerance)
            if found is None:
                path.status = "payoffs shaken lead elsewhere; use another seed"
                break
            path.x = found
        equations.worth = true
        if path.status == "done":
            path.sign = continuation.sign_at(path.x, 0.0)
        return path

    def result(self) -> Stationary:
        """Put together what was found."""
        notes = list(self.notes)
        if self.symmetric and self.sign < 0:
            notes.append(
                "equal unknowns were kept equal, beyond a point where other equilibria branch "
                "off; symmetric=False follows one of those"
            )
        elif self.symmetric:
            notes.append("unknowns that symmetry makes equal were kept equal")
        if self.sign == 0:
            notes.append(
                "the sign of the determinant is unknown, with so many unknowns: whether this is "
                "the equilibrium that uniform play leads to, and not another, was not tested"
            )
        return Stationary(
            self.game, self.shocks, np.ascontiguousarray(self.value.T), self.status,
            self.residual, self.components, self.steps, self.folds, self.products, self.sign,
            tuple(self.crossings), self.symmetric, tuple(dict.fromkeys(notes)),
        )  # fmt: skip


def newton_from(game: Game, value: Floats, *, shocks: str = "centred") -> Stationary:
    """Correct a guess at fixed precisions, all open states at once, wherever it leads.

    Parameters
    ----------
    value : ndarray of float, shape (parties, states)
        The guess; settled states are worth their payoffs whatever it says.
    """
    check(1.0, 1e-8, shocks)
    _check_game(game, shocks)
    work = _ComponentSolver(game, shocks, 1e-10, 0)
    opened = np.flatnonzero(~game.settled)
    equations = work._equations(opened)
    continuation = Continuation(equations, work.scale, 1e-10)
    found = continuation.newton(value.T[opened].ravel(), 0.0, 1e-10)
    if found is None:
        stuck = "the guess is too far from an equilibrium for Newton's steps to shrink"
        return replace(work.result(), status=stuck, value=value, sign=0)
    left = np.abs(equations.residual(found, 0.0)) / game.discount[equations.party()]
    work.value[opened] = equations.spread(found)
    work.residual, work.components = float(left.max()), 1
    work.sign = continuation.sign_at(found, 0.0)
    return work.result()
