"""From uniform play to the precisions asked for, along the path F(x, t) = 0.

With t the logarithm of a common scale of all precisions the path begins where every choice is as
likely as any other. It may turn back in t (a fold), so it is followed by its length (H. B. Keller,
1977, in *Applications of Bifurcation Theory*, 359-384; for logit equilibria, T. L. Turocy, 2005,
*Games Econ. Behav.* 51, 243-263). A step is kept only if Newton's corrections shrink, the tangent
turns little, and the determinant keeps its sign: without the last, a step over a near pitchfork
lands on another branch and nothing tells.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.stationary.equations import Equations
from stickpoint.solve.clock.stationary.linear import EXACT, SMALL, LinearSolver, factors, solver_for

MAX_STEPS = 3000
_GENTLE = 0.1
_LONGEST, _SHORTEST = 1.5, 1e-7
_TURN = 0.9
_SHRINK = 0.3
CLOSE = 1e-6
_NEWTON = 12

Floats = NDArray[np.float64]


@dataclass
class SolutionPath:
    """What became of a path: where it ended, ``x`` and ``t``, and what it met.

    ``status`` is ``"done"``, or what stopped it and what to do; ``steps`` were kept, and ``folds``
    counts how often it turned back. ``crossings`` are scales of the precisions between which the
    determinant over all unknowns, equal or not, changed sign: other branches leave the symmetric
    one there. ``sign`` is that of the determinant at the end; 0 where it could only be guessed at,
    and was not.
    """

    x: Floats
    t: float
    status: str = "done"
    steps: int = 0
    folds: int = 0
    crossings: list[tuple[float, float]] = field(default_factory=list)
    sign: int = 0


class Continuation:
    """Follows the path of one set of equations."""

    def __init__(self, equations: Equations, scale: Floats, tolerance: float) -> None:
        self.equations, self.tolerance = equations, tolerance
        self.linear: LinearSolver = solver_for(equations)
        party = equations.party()
        self._precision = equations.component.moves.precision[party]
        self._least = 1 / scale[party]
        self._before = 0.0

    def unit(self, t: float) -> Floats:
        """Return one over the change of each unknown that counts as 1."""
        return np.maximum(self._precision * math.exp(t), self._least)

    def uniform(self) -> Floats:
        """Return the values where every choice is as likely as any other; they solve linearly."""
        equations, x = self.equations, np.zeros(self.equations.size)
        self.linear.at(x, -math.inf, np.zeros(x.size), 1.0, moving=False)
        for _ in range(_NEWTON):
            step, _t = self.linear.solve(equations.residual(x, -math.inf), 0.0, 1e-4)
            x = x + step
            if np.abs(step * self._least).max() <= 1e-9:
                break
        return x

    def first(self, x: Floats) -> float:
        """Return the scale at which values differ too little for choices to depart from uniform."""
        size = float((self._precision * np.abs(x)).max(initial=0.0))
        size = max(size, float((self._precision / self._least).max(initial=0.0)))
        return min(0.0, math.log(_GENTLE / size)) if size > 0 else 0.0

    def newton(self, x: Floats, t: float, goal: float) -> Floats | None:
        """Correct at fixed t; None unless every correction is much smaller than the last."""
        none, last, unit = np.zeros(x.size), math.inf, self.unit(t)
        for _ in range(_NEWTON):
            self.linear.at(x, t, none, 1.0, moving=False, near=True)
            step, _t = self.linear.solve(self.equations.residual(x, t), 0.0)
            size = float(np.abs(step * unit).max(initial=0.0))
            if not size <= max(_SHRINK * last, goal):
                # Rounding leaves a floor that no correction gets below.
                return x if last <= CLOSE else None
            x, last = x + step, size
            if size <= goal:
                return x
        return None

    def follow(self) -> SolutionPath:
        """Go from uniform play to t = 0."""
        x = self.uniform()
        t = self.first(x)
        while (found := self.newton(x, t, CLOSE)) is None and t > -60:
            t -= 3.0
        if found is None:
            return SolutionPath(x, t, _LOST.format(scale=0.0))
        path = SolutionPath(found, t)
        return self._finished(path) if t == 0.0 else self._follow_from(path)

    def _follow_from(self, path: SolutionPath) -> SolutionPath:
        tangent = self._tangent(path.x, path.t, np.zeros(path.x.size), 1.0)
        if tangent is None:
            return _stopped(path, _LOST)
        step = 0.5
        self._look_across(path)
        while path.t < 0.0:
            if path.steps >= MAX_STEPS:
                return _stopped(path, _TOO_LONG)
            kept = self._step(path, tangent, step)
            if kept is None:
                step /= 2
                if step < _SHORTEST:
                    return _stopped(path, _LOST)
                continue
            before, (path.x, path.t, tangent, quick) = tangent, kept
            path.folds += int(tangent[1] * before[1] < 0)
            path.steps += 1
            self._look_across(path)
            step = min(_LONGEST, step * (2.0 if quick else 1.2))
        return self._finished(path)

    def _tangent(self, x: Floats, t: float, dx: Floats, dt: float) -> tuple[Floats, float] | None:
        """Return the direction of length 1 in which the determinant stays positive.

        ``dx`` and ``dt`` are a direction known to be about right.
        """
        unit = self.unit(t)
        row = dx * unit**2 / x.size
        self.linear.at(x, t, row, dt)
        ahead, rise = self.linear.solve(np.zeros(x.size), 1.0, 1e-3)
        size = math.sqrt(float(((ahead * unit) ** 2).mean()) + rise * rise)
        if not math.isfinite(size) or size == 0.0:
            return None
        if self.linear.sign < 0:
            self.linear.check()
        side = self.linear.sign or 1
        return side * ahead / size, side * rise / size

    def _step(
        self, path: SolutionPath, tangent: tuple[Floats, float], step: float
    ) -> tuple[Floats, float, tuple[Floats, float], bool] | None:
        """Try one step: the point, its tangent and whether that was easy; or None."""
        dx, dt = tangent
        lands = path.t + step * dt >= 0.0
        if lands:
            step = -path.t / dt
        x, t = path.x + step * dx, 0.0 if lands else path.t + step * dt
        landed = self._correct(x, t, tangent, lands=lands)
        if landed is None or landed[1] > 0.0:
            return None
        x, t, rounds = landed
        ahead = self._tangent(x, t, dx, dt)
        if ahead is None:
            return None
        turn = float((ahead[0] * dx * self.unit(t) ** 2).mean()) + ahead[1] * dt
        size = math.sqrt(float(((dx * self.unit(t)) ** 2).mean()) + dt * dt)
        if turn < _TURN * size:
            return None
        return x, t, ahead, rounds <= 3

    def _correct(
        self, x: Floats, t: float, tangent: tuple[Floats, float], *, lands: bool
    ) -> tuple[Floats, float, int] | None:
        """Return to the path at right angles to the tangent, or at fixed t to land."""
        if lands:
            found = self.newton(x, t, CLOSE)
            return None if found is None else (found, t, 2)
        unit = self.unit(t)
        row, last = tangent[0] * unit**2 / x.size, math.inf
        for round_ in range(1, _NEWTON):
            self.linear.at(x, t, row, tangent[1], near=True)
            dx, dt = self.linear.solve(self.equations.residual(x, t), 0.0)
            size = max(float(np.abs(dx * unit).max(initial=0.0)), abs(dt))
            if not size <= max(min(1.0, _SHRINK * last), CLOSE):
                return None
            x, t, last = x + dx, t + dt, size
            if size <= CLOSE:
                return x, t, round_
        return None

    def _look_across(self, path: SolutionPath) -> None:
        """Note where the determinant over all unknowns changes sign, if some are kept equal."""
        if self.equations.cell is None:
            return
        sign = self.sign_at(path.x, path.t, SMALL)
        now = math.exp(path.t)
        if sign * path.sign < 0:
            path.crossings.append((min(now, self._before), max(now, self._before)))
        path.sign, self._before = sign, now

    def sign_at(self, x: Floats, t: float, most: int = EXACT) -> int:
        """Return the sign of the determinant over all unknowns; 0 where there are too many."""
        equations = self.equations
        if equations.shape[0] * equations.shape[1] > most or not equations.spelled_out:
            return 0
        equations.look(x, t)
        return factors(equations.full_matrix())[1]

    def _finished(self, path: SolutionPath) -> SolutionPath:
        x = self.newton(path.x, 0.0, min(CLOSE, self.tolerance))
        if x is None:
            return _stopped(path, _LOST)
        path.x, path.t, path.sign = x, 0.0, self.sign_at(x, 0.0)
        return path


_LOST = (
    "the path from uniform play could be followed only to {scale:.3g} of the precisions asked for; "
    "lower the precisions to that, or give a finite horizon"
)
_TOO_LONG = (
    "the path from uniform play turned so often that it reached only {scale:.3g} of the "
    "precisions asked for; lower the precisions to that, or give a finite horizon"
)


def _stopped(path: SolutionPath, why: str) -> SolutionPath:
    path.status = why.format(scale=math.exp(path.t))
    return path
