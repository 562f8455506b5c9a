"""Slow, literal pauses: options looked at one by one, and the equations with one more matrix.

Nothing here comes from stickpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from clock_oracles import Literal, held_backward
from oracles import holds

Formula = tuple[object, ...]


def named_in(formula: Formula) -> set[int]:
    """List the options that a formula speaks of."""
    kind, body = formula
    if kind == "option":
        return {body}
    if kind in ("at_most_one", "exactly_one"):
        return set(body)
    if kind == "not":
        return named_in(body)
    if kind in ("and", "or"):
        return set().union(*map(named_in, body))
    if kind == "at_least":
        return set().union(*(named_in(part) for _, part in body[1]))
    return set()


def falls_back(
    codes: Sequence[int],
    terms: Formula,
    settled: Formula,
    one_way: Sequence[int],
    start: int,
    state: int,
) -> int | None:
    """Return the code that a state becomes when terms lapse; None for none.

    Options from ``len(one_way)`` on are nature's.
    """
    options = range(len(one_way))
    spoken = {k for k in named_in(terms) if k in options and one_way[k] == 0}

    def bit(code: int, k: int) -> int:
        return code >> k & 1

    best: tuple[int, int, int, int] | None = None
    for code in codes:
        if holds(settled, code) or holds(terms, code):
            continue
        if code >> len(one_way) != state >> len(one_way):
            continue
        if any(one_way[k] and bit(code, k) != bit(state, k) for k in options):
            continue
        others = [k for k in options if k not in spoken]
        order = (
            sum(bit(code, k) != bit(start, k) for k in spoken),
            sum(bit(code, k) != bit(state, k) for k in others),
            sum(bit(code, k) != bit(start, k) for k in others),
            code,
        )
        best = order if best is None else min(best, order)
    return None if best is None else best[3]


def paused_backward(
    game: Literal, paused: np.ndarray, lapse: np.ndarray, rate: np.ndarray, horizon: float
) -> tuple[np.ndarray, Callable[[float], np.ndarray]]:
    """Solve the held game in which some settled states come undone and never end.

    Where ``paused`` (n,) there is no η, and from everywhere ``lapse`` (n, n) leads back at a rate:

        -dV_i/dt = … + Σ_x h_x [V_i(r_x(s)) - V_i(s)] .
    """
    undone = replace(game, settled=game.settled & ~paused, nature=game.nature + lapse)
    return held_backward(undone, rate, horizon)


def ever(rates: np.ndarray, over: np.ndarray, where: np.ndarray, start: int) -> float:
    """Return the chance of coming into some states before it is over, by first-step equations."""
    n = len(rates)
    left, right = np.eye(n), np.zeros(n)
    for s in range(n):
        if where[s]:
            right[s] = 1.0
        elif not over[s] and -rates[s, s] > 0:
            left[s] = -rates[s] / -rates[s, s]
            left[s, s] = 1.0
    return float(np.linalg.solve(left, right)[start])
