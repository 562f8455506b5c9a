"""How the path's linear equations are solved: by elimination where small, by products where large.

At a point (x, t) of F(x, t) = 0 the path asks for solutions of the bordered equations

    [ -∂F/∂x   -∂F/∂t ] [dx]   [a]
    [   row    corner ] [dt] = [b]

and for the sign of their determinant. By Cramer's rule the tangent's dt has the sign of
det(-∂F/∂x) over it, so a path that keeps it positive keeps sign det(-∂F/∂x) = sign(dt/ds). Each
solver has the ``sign`` of the last determinant, 0 if unknown.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.stationary.equations import Equations
from stickpoint.solve.clock.stationary.krylov import ROOM, Krylov

SMALL = 1200
EXACT = 3000
DEAR = 300
"""Unknowns beyond which factors cost more than the products that old ones save."""
CLOSELY = 1e-5
FORCING = 1e-2

Floats = NDArray[np.float64]


class LuSolver:
    """By LU factors with partial pivoting; near by, by products, made few by the last factors."""

    def __init__(self, equations: Equations) -> None:
        self.equations, self.sign = equations, 1
        self._factors: tuple[Floats, NDArray[np.int32]] | None = None
        self._krylov = Krylov(equations.size + 1)

    def at(
        self, x: Floats, t: float, row: Floats, corner: float, *, moving: bool = True,
        near: bool = False,
    ) -> None:  # fmt: skip
        """Fix the point and the border, and factor unless it is ``near`` the last and costs much.

        Without ``moving`` ∂F/∂t does not matter and is 0; ``near`` the sign need not be known.
        """
        equations = self.equations
        drift = equations.drift(x, t) if moving else np.zeros(equations.size)
        equations.look(x, t)
        self._border = (-drift, row, corner)
        self._is_old = near and self._factors is not None and equations.size > DEAR
        if not self._is_old:
            self._factor()

    def _factor(self) -> None:
        self._factors, self.sign = factors(_bordered(self.equations, *self._border))
        self._is_old = False

    def check(self) -> None:
        """Leave the sign, which is exact where it was factored; it is asked for nowhere else."""

    def solve(self, right: Floats, last: float, forcing: float = 0.0) -> tuple[Floats, float]:  # noqa: ARG002 – exact anyhow
        """Return dx and dt to rounding, or to a part in 10⁵, which meets any ``forcing``."""
        given = np.append(right, last)
        if self._is_old:
            found = self._krylov.solve(self._through, given, CLOSELY, most=ROOM)
            if found.error <= CLOSELY:
                given = found.x
            else:
                self._factor()
        x = self._back(given)
        return x[:-1], float(x[-1])

    def _back(self, right: Floats) -> Floats:
        from scipy.linalg import lu_solve

        assert self._factors is not None
        return np.asarray(lu_solve(self._factors, right, check_finite=False))

    def _through(self, along: Floats) -> Floats:
        """Return the matrix of this point times what the last factors make of a direction."""
        column, row, corner = self._border
        x = self._back(along)
        out = np.empty_like(x)
        out[:-1] = self.equations.product(x[:-1]) + column * x[-1]
        out[-1] = row @ x[:-1] + corner * x[-1]
        return out


class GmresSolver:
    """By GMRES, scaled by how fast each unknown is left behind."""

    def __init__(self, equations: Equations) -> None:
        self.equations, self.sign = equations, 0
        self._krylov = Krylov(equations.size + 1)

    def at(
        self, x: Floats, t: float, row: Floats, corner: float, *, moving: bool = True,
        near: bool = False,  # noqa: ARG002 – nothing is kept from point to point
    ) -> None:  # fmt: skip
        """Fix the point and the border; as in `LuSolver`."""
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
        """Return dx and dt, the residual at most ``forcing`` of the right side where it can be."""
        found = self._krylov.solve(self._product, np.append(right, last), forcing)
        self.sign = found.sign
        return found.x[:-1] * self._scale, float(found.x[-1])

    def check(self) -> None:
        """Eliminate after all, where unknowns are few enough and moves are arcs."""
        if self.equations.size <= EXACT and self.equations.spelled_out:
            full = _bordered(self.equations, -self._drift, self._row, self._corner)
            self.sign = factors(full)[1]


LinearSolver = LuSolver | GmresSolver


def solver_for(equations: Equations) -> LinearSolver:
    """Choose by size."""
    return LuSolver(equations) if equations.size <= SMALL else GmresSolver(equations)


def _bordered(equations: Equations, column: Floats, row: Floats, corner: float) -> Floats:
    n = equations.size
    full = np.empty((n + 1, n + 1))
    full[:n, :n], full[:n, n] = equations.matrix(), column
    full[n, :n], full[n, n] = row, corner
    return full


def factors(matrix: Floats) -> tuple[tuple[Floats, NDArray[np.int32]], int]:
    """Return LU factors and the sign of the determinant, 0 where the matrix is singular."""
    from scipy.linalg import LinAlgWarning, lu_factor

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LinAlgWarning)
        lu, pivots = lu_factor(matrix, check_finite=False)
    swaps = int(np.count_nonzero(pivots != np.arange(pivots.size)))
    sign = int(np.prod(np.sign(np.diag(lu)))) * (-1) ** swaps
    return (lu, pivots), sign
