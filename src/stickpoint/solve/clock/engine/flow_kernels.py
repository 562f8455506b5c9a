"""Compiled loops that let mass flow: the transpose of what the values see."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.kernels import (
    Moves,
    best_of_arcs,
    best_of_class,
    spread_sums,
    switching,
)

_TINY = 1e-250

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True, error_model="numpy")
def _class_flow(m: Moves, i: int, value: Floats, mass: Floats, work: Floats, out: Floats) -> None:
    pace, beta = m.pace[i], m.precision[i]
    is_free = m.costs_nothing[i]
    width = 1 if is_free else 1 << m.bits[i]
    totals, sent, costs = work[:width, 0:1], work[:width, 1:2], work[:, 2]
    weight = work[:, 3]
    for x in range(m.n_classes[i]):
        lo, hi = m.begin[m.first_class[i] + x], m.begin[m.first_class[i] + x + 1]
        somebody = False
        for q in range(lo, hi):
            somebody |= mass[m.member[q]] != 0.0 and not m.settled[m.member[q]]
        if hi - lo < 2 or not somebody:
            continue
        if math.isinf(beta):
            for q in range(lo, hi):
                s = m.member[q]
                if not m.settled[s] and mass[s] != 0.0:
                    t, _ = best_of_class(m, i, s, m.slot[q], lo, hi, value)
                    out[t] += pace * mass[s]
                    out[s] -= pace * mass[s]
            continue
        top = value[m.member[lo], i]
        for q in range(lo + 1, hi):
            top = max(top, value[m.member[q], i])
        totals[:] = 0.0
        costs[:width] = 0.0
        for q in range(lo, hi):
            w = math.exp(beta * (value[m.member[q], i] - top))
            weight[q - lo] = w
            totals[0 if is_free else m.slot[q], 0] += w
        if not is_free:
            spread_sums(m, i, beta, False, totals, costs)
        sent[:] = 0.0
        for q in range(lo, hi):
            s = m.member[q]
            if m.settled[s] or mass[s] == 0.0:
                continue
            row = 0 if is_free else m.slot[q]
            if totals[row, 0] < _TINY:
                _one_flow(m, i, s, m.slot[q], lo, hi, value, pace * mass[s], out)
                continue
            sent[row, 0] += pace * mass[s] / totals[row, 0]
            out[s] -= pace * mass[s]
        if not is_free:
            costs[:width] = 0.0
            spread_sums(m, i, beta, True, sent, costs)
        for q in range(lo, hi):
            out[m.member[q]] += weight[q - lo] * sent[0 if is_free else m.slot[q], 0]


@njit(cache=True, nogil=True, error_model="numpy")
def _one_flow(
    m: Moves, i: int, s: int, slot: int, lo: int, hi: int, value: Floats, moved: float, out: Floats
) -> None:
    beta, top, total = m.precision[i], value[s, i], 0.0
    for q in range(lo, hi):
        top = max(top, value[m.member[q], i] - switching(m, i, slot, m.slot[q]))
    for q in range(lo, hi):
        gain = value[m.member[q], i] - switching(m, i, slot, m.slot[q])
        total += math.exp(beta * (gain - top))
    for q in range(lo, hi):
        gain = value[m.member[q], i] - switching(m, i, slot, m.slot[q])
        out[m.member[q]] += moved * math.exp(beta * (gain - top)) / total
    out[s] -= moved


@njit(cache=True, nogil=True, error_model="numpy")
def _arc_flow(m: Moves, i: int, value: Floats, mass: Floats, out: Floats) -> None:
    beta = m.precision[i]
    for s in range(mass.size):
        first, last = m.start[i, s], m.start[i, s + 1]
        if m.settled[s] or mass[s] == 0.0 or first == last:
            continue
        moved = m.pace[i] * mass[s]
        if math.isinf(beta):
            best = best_of_arcs(m, i, s, value)
            if best >= 0:
                out[m.target[best]] += moved
                out[s] -= moved
            continue
        top = value[s, i]
        for a in range(first, last):
            top = max(top, value[m.target[a], i] - m.effort[a])
        total = math.exp(beta * (value[s, i] - top))
        for a in range(first, last):
            total += math.exp(beta * (value[m.target[a], i] - m.effort[a] - top))
        left = 0.0
        for a in range(first, last):
            t = m.target[a]
            amount = moved / total * math.exp(beta * (value[t, i] - m.effort[a] - top))
            out[t] += amount
            left += amount
        out[s] -= left


@njit(cache=True, nogil=True, error_model="numpy")
def flow(m: Moves, value: Floats, mass: Floats, work: Floats, out: Floats) -> None:
    """Write dp/dt for a distribution over the states, given the values that steer it.

    ``work`` is space to work in, (states or widest class, whichever is more, 4).
    """
    out[:] = 0.0
    for i in range(m.pace.size):
        if m.pace[i] == 0.0:
            continue
        if m.first_class[i] >= 0:
            _class_flow(m, i, value, mass, work, out)
        else:
            _arc_flow(m, i, value, mass, out)
    if m.nature_target.size == 0:
        return
    for s in range(mass.size):
        if not m.settled[s] and mass[s] != 0.0:
            for a in range(m.nature_start[s], m.nature_start[s + 1]):
                amount = m.nature_rate[a] * mass[s]
                out[m.nature_target[a]] += amount
                out[s] -= amount
