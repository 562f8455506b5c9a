"""How the path's linear equations are solved: by elimination where small, by products where large.

At a point (x, t) of F(x, t) = 0 the path asks for solutions of the bordered equations

    [ -∂F/∂x   -∂F/∂t ] [dx]   [a]
    [   row    corner ] [dt] = [b]

and for the sign of their determinant. By Cramer's rule the tangent's dt has the sign of
det(-∂F/∂x) over it, so a path that keeps it positive keeps sign det(-∂F/∂x) = sign(dt/ds).
"""

from __future__ import annotations

import warnings
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.equations import Equations
from stickpoint.solve.clock.krylov import Krylov

SMALL = 1200
EXACT = 3000
FORCING = 1e-2

Floats = NDArray[np.float64]


class Linear(Protocol):
    """Bordered equations at one point; ``sign`` is that of their determinant, 0 if unknown."""

    sign: int

    def check(self) -> None:
        """Replace a guess at the sign by the sign, where that can be had."""

    def at(self, x: Floats, t: float, row: Floats, corner: float, *, moving: bool = True) -> None:
        """Fix the point and the border; without ``moving`` ∂F/∂t does not matter and is 0."""

    def solve(self, right: Floats, last: float, forcing: float = FORCING) -> tuple[Floats, float]:
        """Give dx and dt."""


def linear_of(equations: Equations) -> Linear:
    """Choose by size."""
    return Eliminated(equations) if equations.size <= SMALL else Iterated(equations)


class Eliminated:
    """By LU factors with partial pivoting."""

    def __init__(self, equations: Equations) -> None:
        self.equations, self.sign = equations, 1
        self._matrix = np.empty((equations.size + 1, equations.size + 1))

    def at(self, x: Floats, t: float, row: Floats, corner: float, *, moving: bool = True) -> None:
        """Fix the point and the border, and factor."""
        n, full = self.equations.size, self._matrix
        full[:n, n] = -self.equations.drift(x, t) if moving else 0.0
        self.equations.look(x, t)
        full[:n, :n] = self.equations.matrix()
        full[n, :n], full[n, n] = row, corner
        self._factors, self.sign = factors(full)

    def check(self) -> None:
        """Leave the sign, which is exact."""

    def solve(self, right: Floats, last: float, forcing: float = 0.0) -> tuple[Floats, float]:  # noqa: ARG002 – exact anyhow
        """Give dx and dt to rounding, which meets any ``forcing``."""
        from scipy.linalg import lu_solve

        found = lu_solve(self._factors, np.append(right, last), check_finite=False)
        return found[:-1], float(found[-1])


class Iterated:
    """By GMRES, scaled by how fast each unknown is left behind."""

    def __init__(self, equations: Equations) -> None:
        self.equations, self.sign = equations, 0
        self._krylov = Krylov(equations.size + 1)

    def at(self, x: Floats, t: float, row: Floats, corner: float, *, moving: bool = True) -> None:
        """Fix the point and the border."""
        equations = self.equations
        self._drift = equations.drift(x, t) if moving else np.zeros(equations.size)
        equations.look(x, t)
        self._scale = 1 / equations.diagonal()
        self._row, self._corner = row, corner
        self.sign = 0

    def _product(self, along: Floats) -> Floats:
        dx = along[:-1] * self._scale
        out = np.empty_like(along)
        out[:-1] = self.equations.product(dx)
        if along[-1] != 0.0:
            out[:-1] -= along[-1] * self._drift
        out[-1] = self._row @ dx + along[-1] * self._corner
        return out

    def solve(self, right: Floats, last: float, forcing: float = FORCING) -> tuple[Floats, float]:
        """Give dx and dt, the residual at most ``forcing`` of the right side where that can be."""
        found = self._krylov.solve(self._product, np.append(right, last), forcing)
        self.sign = found.sign
        return found.x[:-1] * self._scale, float(found.x[-1])

    def check(self) -> None:
        """Eliminate after all, where unknowns are few enough and moves are arcs."""
        n, equations = self.equations.size, self.equations
        if n > EXACT or not equations.spelled_out:
            return
        full = np.empty((n + 1, n + 1))
        full[:n, :n] = equations.matrix()
        full[:n, n] = -self._drift
        full[n, :n], full[n, n] = self._row, self._corner
        self.sign = factors(full)[1]


def factors(matrix: Floats) -> tuple[tuple[Floats, NDArray[np.int32]], int]:
    """Give LU factors and the sign of the determinant, 0 where the matrix is singular."""
    from scipy.linalg import LinAlgWarning, lu_factor

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LinAlgWarning)
        lu, pivots = lu_factor(matrix, check_finite=False)
    swaps = int(np.count_nonzero(pivots != np.arange(pivots.size)))
    sign = int(np.prod(np.sign(np.diag(lu)))) * (-1) ** swaps
    return (lu, pivots), sign
