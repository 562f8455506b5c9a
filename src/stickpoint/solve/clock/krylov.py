"""Linear equations known only by their products → a solution, and a guess at a sign.

Restarted GMRES of Y. Saad and M. H. Schultz, 1986, *SIAM J. Sci. Stat. Comput.* 7, 856-869,
algorithm 4, with Gram–Schmidt done twice. The determinant's sign is taken to be the parity of the
negative real Ritz values: an eigenvalue that has crossed zero lies apart from the rest, and such
are found first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROOM = 40


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
        x = np.zeros_like(right)
        goal = tolerance * float(np.linalg.norm(right))
        rest: Floats = right
        used, sign, size = 0, 1, float(np.linalg.norm(right))
        while size > goal and used < most:
            step, steps, sign = self._cycle(product, rest, goal)
            x += step
            used += steps
            if used >= most or steps == 0:
                break
            last, rest = size, right - product(x)
            used += 1
            size = float(np.linalg.norm(rest))
            if not size < 0.999 * last:
                break
        scale = float(np.linalg.norm(right)) or 1.0
        return Solved(x, size / scale, sign, used)

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
            steps = k + 1
            right = np.zeros(k + 2)
            right[0] = norm
            weights = np.asarray(
                np.linalg.lstsq(h[: k + 2, : k + 1], right, rcond=None)[0], dtype=np.float64
            )
            left = float(np.linalg.norm(h[: k + 2, : k + 1] @ weights - right))
            if left <= goal or h[k + 1, k] <= 1e-14 * norm:
                break
            basis[k + 1] = w / h[k + 1, k]
        return weights @ basis[:steps], steps, sign_of(h[:steps, :steps])


def sign_of(matrix: Floats) -> int:
    """Give the parity of the negative real eigenvalues."""
    found = np.linalg.eigvals(matrix)
    size = float(np.abs(found).max(initial=0.0))
    negative = (np.abs(found.imag) <= 1e-9 * size) & (found.real < 0)
    return 1 - 2 * int(np.count_nonzero(negative) % 2)
