"""Linear equations known only by their products → a solution, and a guess at a sign.

Restarted GMRES of Y. Saad and M. H. Schultz, 1986, *SIAM J. Sci. Stat. Comput.* 7, 856-869,
algorithm 4, with Gram–Schmidt done twice. The determinant's sign is taken to be the parity of the
negative real Ritz values: an eigenvalue that has crossed zero lies apart from the rest, and such
are found first. It is a guess, and is read off the longest cycle; a short one has missed some.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError

Floats = NDArray[np.float64]
ROOM = 40
FACTORED = 4000
_EXACT, _ROUGH, _PRODUCTS = 1e-12, 1e-9, 20_000


class Solved(NamedTuple):
    """A solution, the residual over the right side, the sign guessed and the products used."""

    x: Floats
    error: float
    sign: int
    products: int


class Krylov:
    """GMRES that keeps its space between solves of one size."""

    def __init__(self, size: int) -> None:
        self.room = max(1, min(ROOM, size))
        self.basis = np.empty((self.room + 1, size))

    def solve(
        self, product: Callable[[Floats], Floats], right: Floats, tolerance: float, most: int = 400
    ) -> Solved:
        """Solve from zero until the residual is ``tolerance`` of the right side."""
        x, rest, longest, used, sign = np.zeros_like(right), right, 0, 0, 1
        size = scale = float(np.linalg.norm(right))
        goal = tolerance * scale
        while size > goal and used < most:
            step, steps, guess = self._cycle(product, rest, goal)
            if steps > longest:
                longest, sign = steps, guess
            x += step
            used += steps
            if used >= most or steps == 0:
                break
            last, rest = size, right - product(x)
            used += 1
            size = float(np.linalg.norm(rest))
            if not size < 0.999 * last:
                break
        return Solved(x, size / (scale or 1.0), sign, used)

    def _cycle(
        self, product: Callable[[Floats], Floats], rest: Floats, goal: float
    ) -> tuple[Floats, int, int]:
        weights: Floats = np.zeros(0)
        basis, h = self.basis, np.zeros((self.room + 1, self.room))
        norm = float(np.linalg.norm(rest))
        basis[0] = rest / norm
        steps = 0
        for k in range(self.room):
            w = product(basis[k])
            for _ in range(2):
                part = basis[: k + 1] @ w
                w -= part @ basis[: k + 1]
                h[: k + 1, k] += part
            h[k + 1, k] = np.linalg.norm(w)
            steps, small, right = k + 1, h[: k + 2, : k + 1], norm * np.eye(1, k + 2)[0]
            weights = np.asarray(np.linalg.lstsq(small, right, rcond=None)[0], dtype=np.float64)
            left = float(np.linalg.norm(small @ weights - right))
            if left <= goal or h[k + 1, k] <= 1e-14 * norm:
                break
            basis[k + 1] = w / h[k + 1, k]
        return weights @ basis[:steps], steps, sign_of(h[:steps, :steps])


def sign_of(matrix: Floats) -> int:
    """Return the parity of the negative real eigenvalues."""
    found = np.linalg.eigvals(matrix)
    size = float(np.abs(found).max(initial=0.0))
    negative = (np.abs(found.imag) <= 1e-9 * size) & (found.real < 0)
    return 1 - 2 * int(np.count_nonzero(negative) % 2)


def solver(matrix: Any) -> Callable[[Floats], Floats]:
    """Return what solves a sparse matrix's equations: by factors where small, else by products.

    Of a csr_array (n, n), its diagonal above 0. Factors of a cube of options fill up with the cube
    of its states. The function raises `SolveError` where products do not get near.
    """
    from scipy.sparse.linalg import splu

    if matrix.shape[0] <= FACTORED:
        try:
            return splu(matrix.tocsc()).solve
        except RuntimeError as error:
            raise SolveError(
                f"it is settled so seldom that {matrix.shape[0]:,} linear equations have no "
                "solution to tell; give a finite horizon"
            ) from error
    pace, space = 1 / matrix.diagonal(), Krylov(matrix.shape[0])

    def solve(right: Floats) -> Floats:
        found = space.solve(lambda x: matrix @ (pace * x), right, _EXACT, most=_PRODUCTS)
        if not found.error <= _ROUGH:
            raise SolveError(
                f"it is settled so seldom that {right.size:,} linear equations could be solved "
                f"only to {found.error:.1g} of their right side; give a finite horizon"
            )
        return pace * found.x

    return solve
