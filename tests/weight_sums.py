"""Sums of small whole weights, drawn, and how far they are from those that give an order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import numpy as np
from scipy.optimize import linprog
from strategies import Game

from stickpoint.solve.levers.beliefs.weights import Weighted

Lines = Sequence[tuple[set[int], int]]


def least_share(lines: Lines, order: Sequence[int]) -> float | None:
    """Return how far weights are from those that give an order; a programme of all its pairs."""
    own = [(of, weight) for of, weight in lines if weight]
    n = len(own)
    if not n:
        return 0.0 if len(set(order)) == 1 else None
    rows, right = [], []
    for a, better in enumerate(order):
        for b, worse in enumerate(order):
            if better > worse:
                row = [weight * ((a in of) - (b in of)) for of, weight in own]
                rows.append([*(-x for x in row), 0])
                right.append(sum(row))
    for k in range(n):
        for sign in (1, -1):
            rows.append([*(sign * (j == k) for j in range(n)), -1])
            right.append(0)
    cost = [*([0] * n), 1]
    bounds = [(-1, None)] * n + [(0, None)]
    found = linprog(cost, A_ub=rows, b_ub=right, bounds=bounds)
    if found.status != 0:
        return None
    # Whether the order comes strictly somewhere, however near: else only ties would do.
    margin = [[*row, float(k < len(rows) - 2 * n)] for k, row in enumerate(rows)]
    inside = linprog([*([0] * (n + 1)), -1], A_ub=margin, b_ub=right,
                     bounds=[*bounds, (0, 1)])  # fmt: skip
    return float(found.fun) if -inside.fun > 1e-6 or len(rows) == 2 * n else None


def drawn_sums(rng: Random, most: int = 2) -> tuple[Game, list[list[tuple[set[int], int]]]]:
    """Draw one to three parties with at most so many options and small whole weights."""
    p, count = rng.randint(1, 3), rng.randint(1, most)
    owners = tuple(rng.randrange(p) for _ in range(count))
    n = 2**count
    sums = [
        [
            ({s for s in range(n) if rng.random() < 0.5}, rng.randint(-3, 4))
            for _ in range(rng.randint(1, 3))
        ]
        for _ in range(p)
    ]
    ranks = [[sum(w for of, w in lines if s in of) for s in range(n)] for lines in sums]
    game = Game(ranks, owners=owners, one_way=(0,) * count, is_option_form=True)
    return game, sums


def as_weighted(game: Game, sums: Sequence[Lines]) -> dict[int, list[Weighted]]:
    """Return sums as the search takes them."""
    states = np.arange(game.n_states)
    return {
        i: [Weighted(np.isin(states, list(of)), Fraction(w)) for of, w in lines]
        for i, lines in enumerate(sums)
    }
