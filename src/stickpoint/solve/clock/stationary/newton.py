"""Many unknowns → a solution of F(V) = 0 at the precisions asked for, without the path to it.

Sweeps V + F(V) / (rate of leaving) from zero, each a reply to the last values, then Newton's steps
by products, shortened where a full one would not bring |F| down (S. C. Eisenstat and H. F. Walker,
1994, *SIAM J. Optim.* 4, 393-422, algorithm INB). That finds a solution where choices are vague
enough; which one, nothing here can tell.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.stationary.equations import Equations
from stickpoint.solve.clock.stationary.linear import LinearSolver

MAX_SWEEPS = 600
_BLOCK = 20
_NEAR = 1e-4
_NEWTON = 40
_SHORTEST = 1 / 64
_ENOUGH = 1e-4

Floats = NDArray[np.float64]


class NewtonSolution(NamedTuple):
    """A solution, and how many sweeps, Newton's steps and shortened steps led to it."""

    x: Floats
    sweeps: int
    steps: int
    shortened: int


def newton(
    equations: Equations, linear: LinearSolver, unit: Floats, goal: float
) -> NewtonSolution | None:
    """Look for a solution at t = 0; None where sweeps or Newton's steps get stuck.

    ``unit`` (unknowns,) is one over the change of each unknown that counts as 1, and ``goal`` the
    largest last correction in those units.
    """
    x, sweeps = _swept(equations)
    none, shortened = np.zeros(x.size), 0
    rest = equations.residual(x, 0.0)
    size = float(np.linalg.norm(rest))
    for taken in range(1, _NEWTON):
        linear.at(x, 0.0, none, 1.0, moving=False)
        step, _ = linear.solve(rest, 0.0)
        part = 1.0
        while True:
            tried = x + part * step
            rest = equations.residual(tried, 0.0)
            left = float(np.linalg.norm(rest))
            done = float(np.abs(step * unit).max(initial=0.0)) <= goal
            if left <= (1 - _ENOUGH * part) * size or (done and part == 1.0):
                break
            part /= 2
            if part < _SHORTEST:
                return None
        x, size = tried, left
        shortened += part < 1.0
        if done and part == 1.0:
            return NewtonSolution(x, sweeps, taken, shortened)
    return None


def _swept(equations: Equations) -> tuple[Floats, int]:
    """Sweep from zero until |F| is small against its first size, or no longer shrinks."""
    x = np.zeros(equations.size)
    rest = equations.residual(x, 0.0)
    first = last = float(np.linalg.norm(rest))
    pace = 1 / equations.fastest()
    best = x
    for sweeps in range(1, MAX_SWEEPS + 1):
        x = x + rest * pace
        rest = equations.residual(x, 0.0)
        if sweeps % _BLOCK:
            continue
        size = float(np.linalg.norm(rest))
        if not size < last:
            return best, sweeps
        best, last = x, size
        if size <= _NEAR * first:
            return x, sweeps
    return best, MAX_SWEEPS
