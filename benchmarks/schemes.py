"""Find the schemes of long steps: the tables of `solve.clock.engine.stiff.step_kernels`.

Run ``python benchmarks/schemes.py 8 12 18``; some minutes each. For so many stages: (1) the longest
oval, four tenths as high as long, over which a polynomial that agrees with exp to the fourth power
stays below 0.95, by bisection over linear programmes (D. Ketcheson and A. Ahmadia, 2012, *Commun.
Appl. Math. Comput. Sci.* 7, 247-271); (2) its factors, two of which make a last method of four
stages, by least squares on the conditions of order 4 of the whole (A. Abdulle, 2002, *SIAM J. Sci.
Comput.* 23, 2041-2054); (3) weights of all slopes at hand for an error of order 3, z^4 / 200 at
first, as small over the oval as may be. Prints reach, first stages, last method, error.
"""

from __future__ import annotations

import sys
from itertools import combinations
from math import factorial

import numpy as np
from numpy.polynomial import chebyshev, polynomial
from scipy.optimize import least_squares, linprog, minimize

ORDER, DAMPED, HIGH, FIRST_ERROR = 4, 0.95, 0.2, 1 / 200
TURNS = np.exp(1j * np.linspace(0, 2 * np.pi, 16, endpoint=False))


def oval(long, points):
    """Return points on the border of the oval between -long and 0."""
    angle = np.linspace(0, np.pi, points)
    return long * (-0.5 + 0.5 * np.cos(angle) + 1j * HIGH * np.sin(angle))


def fitted(stages, long):
    """Return by how much the best polynomial exceeds the bound, and its series in z."""
    z = oval(long, max(80, 10 * stages))
    z = z[z.real < -0.3]
    bound = np.where(z.real < -1.5, DAMPED, 1.0)
    base = sum(z**k / factorial(k) for k in range(ORDER + 1))
    free = [(z / long) ** (ORDER + 1) * chebyshev.chebval(2 * z / long + 1, np.eye(k + 1)[k])
            for k in range(stages - ORDER)]  # fmt: skip
    table, size = np.array(free).T, np.abs(np.array(free)).max(axis=1)
    left = np.vstack([np.c_[(t * table).real / size, -np.ones(z.size)] for t in TURNS])
    right = np.concatenate([bound - (t * base).real for t in TURNS])
    found = linprog(
        np.r_[np.zeros(size.size), 1], A_ub=left, b_ub=right,
        bounds=[(None, None)] * size.size + [(-10, None)], method="highs",
    )  # fmt: skip
    if found.status:
        return np.inf, None
    series = np.zeros(1)
    for k, weight in enumerate(found.x[:-1] / size):
        part = np.zeros(1)
        for j, c in enumerate(chebyshev.cheb2poly(np.eye(k + 1)[k])):
            part = polynomial.polyadd(part, c * polynomial.polypow([1, 2 / long], j))
        series = polynomial.polyadd(series, weight * part)
    head = [1 / factorial(k) for k in range(ORDER + 1)]
    tail = np.r_[np.zeros(ORDER + 1), series / long ** (ORDER + 1)]
    return found.x[-1], polynomial.polyadd(head, tail)


def whole(first, last):
    """Return the table of all stages: first those of the factors, then the last four."""
    stages = 2 * len(first) + 4
    table, row = np.zeros((stages, stages)), np.zeros(stages)
    for k, (a, b) in enumerate(first):
        table[2 * k] = table[2 * k + 1] = row
        table[2 * k + 1, 2 * k] = b / a
        row[2 * k + 1] = a
    table[-4:] = row
    table[-3:, -4:-1][np.tril_indices(3)] += last[:6]
    return table, row + np.r_[np.zeros(stages - 4), last[6:]]


def amiss(last, first, factor):
    """Return by how much conditions are missed: the last factor, and those that are no power."""
    table, weights = whole(first, last)
    c, own = table.sum(axis=1), table[-4:, -4:]
    b, at = last[6:], own.sum(axis=1)
    linear = [b.sum(), b @ at, b @ own @ at, b @ own @ own @ at] - factor[1:]
    rest = [
        weights @ c**2 - 1 / 3, weights @ c**3 - 1 / 4, weights @ (c * (table @ c)) - 1 / 8,
        weights @ (table @ c**2) - 1 / 12,
    ]  # fmt: skip
    return np.r_[linear, rest]


def scheme(stages):
    """Return reach, factors in order and the last method."""
    low, high = 1.0, stages**2 / 2
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if fitted(stages, middle)[0] <= 0 else (low, middle)
    reach = 0.999 * low
    roots = polynomial.polyroots(fitted(stages, reach)[1])
    upper = sorted((r for r in roots if r.imag > 1e-9), key=abs)
    real = sorted(r.real for r in roots if abs(r.imag) <= 1e-9)
    factors = [(-2 * r.real / abs(r) ** 2, 1 / abs(r) ** 2) for r in upper]
    factors += [(-(1 / r + 1 / s), 1 / (r * s)) for r, s in zip(real[::2], real[1::2], strict=True)]
    rng, best, border = np.random.default_rng(0), None, oval(reach, 200)
    for pick in combinations(range(min(4, len(upper))), 2):
        left = [one for k, one in enumerate(factors) if k not in pick]
        if min(a for a, _ in left) <= 1e-3:
            continue
        factor = polynomial.polymul(*([1, *factors[k]] for k in pick))
        first, product = [], np.ones_like(border)
        while left:  # in the order in which products stay smallest
            grown = [product * (1 + a * border + b * border**2) for a, b in left]
            k = int(np.argmin([np.abs(one).max() for one in grown]))
            first.append(left.pop(k))
            product = grown[k]
        for _ in range(5):
            begin = rng.uniform(-0.3, 0.9, 10) * (1 - sum(a for a, _ in first))
            near = least_squares(
                lambda x, f=first, w=factor: np.r_[1e4 * amiss(x, f, w), 0.02 * x], begin,
                max_nfev=300,
            )  # fmt: skip
            exact = least_squares(
                amiss, near.x, args=(first, factor), xtol=1e-15, ftol=1e-15, gtol=1e-15
            )
            size = np.abs(exact.x).max()
            if np.abs(exact.fun).max() < 1e-12 and (best is None or size < best[0]):
                best = size, first, exact.x
    return reach, *best[1:]


def error(reach, first, last):
    """Return the weights of slopes that tell the error: first, last four, the one before, end."""
    table, weights = whole(first, last)
    stages = len(weights)
    longer = np.zeros((stages + 1, stages + 1))
    longer[:stages, :stages], longer[stages, :stages] = table, weights
    at = [0, *range(stages - 4, stages), stages - 5, stages]
    c = longer.sum(axis=1)
    conditions = np.array([np.ones(7), c[at], c[at] ** 2, (longer @ c)[at]])
    free = np.linalg.svd(conditions)[2][4:].T
    grows = (longer @ longer @ c)[at] @ free
    base = grows / (grows @ grows) * FIRST_ERROR
    others = np.linalg.svd(grows[None])[2][1:].T
    z = np.concatenate([oval(reach, 80).real, oval(reach, 80), oval(reach, 80).conj()])
    stage = np.ones((stages + 1, z.size), dtype=complex)
    for k in range(1, stages + 1):
        stage[k] = 1 + z * (longer[k] @ stage)
    reads = (z * stage[at]).T @ free
    best = minimize(
        lambda x: np.abs(reads @ (base + others @ x)).max(), np.zeros(2), method="Nelder-Mead",
        options={"maxiter": 4000, "xatol": 1e-10, "fatol": 1e-10},
    )  # fmt: skip
    return free @ (base + others @ best.x)


def main() -> None:
    """Print a scheme for each number of stages asked for."""
    for stages in map(int, sys.argv[1:]):
        reach, first, last = scheme(stages)
        print(f"{stages} stages reach {reach!r}")
        print(" first", [(float(b / a), float(a)) for a, b in first])
        print(" last ", last.tolist())
        print(" error", error(reach, first, last).tolist(), flush=True)


if __name__ == "__main__":
    main()
