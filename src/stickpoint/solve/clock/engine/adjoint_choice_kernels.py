"""The gradient through the choices of one party; `adjoint_kernels` has the equations.

With Z the sums over choices and E the expected worth of a chance to the answer, what the choices
send back is the transpose of K times a table of λ μ / Z and λ E / Z: the same operator as that of
`slope_kernels`, applied both ways.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from stickpoint.solve.clock.engine import choice_kernels as choice
from stickpoint.solve.clock.engine.adjoint_one_kernels import Slopes, through_one
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Ints, Longs, Moves, Numbers, Space
from stickpoint.solve.clock.engine.vector_kernels import LEAF, LOOP, load, logarithms, store


class Passage(NamedTuple):
    """Space for one lot of blocks: tables by option switched, efforts, what is sent back."""

    stages: Floats
    costs: Floats
    sent: Floats
    sent_cost: Floats
    pulls: Floats


@inner(**LOOP)
def make_passage(rows: int, columns: int, options: int) -> Passage:
    """Make space for tables of so many rows, and values of so many columns."""
    cells = rows * (columns + 1)
    stages, costs = np.empty((options + 1, cells)), np.empty((options + 1, rows))
    return Passage(stages, costs, np.empty(cells), np.empty(rows), np.empty((max(options, 1), 4)))


@inner(**LEAF)
def through_party(
    m: Moves, i: int, numbers: Numbers, pair_begin: Longs, value: Floats, mu: Floats, c: int,
    reading: int, space: Space, passage: Passage, slopes: Slopes, weight: float, out: Floats,
) -> float:  # fmt: skip
    """Add what a party's choices send back, and ``weight`` times the slopes in its numbers.

    Returns the slope in its pace, unweighted.
    """
    operator, pace, precision = choice.operator_of(m, i, numbers), 0.0, 0.0
    alone = numbers.apart[i] or (m.is_free[i] and m.bits[i] == 0)
    alone = alone or (m.precision[i] == 0.0 and reading != choice.MISTAKES)
    settled, member, row, total = m.settled, m.member, m.row, space.total
    passage.pulls[:] = 0.0
    for k in range(m.first[i], m.first[i + 1]):
        begin = m.begin[m.lot[k] : m.lot[k + 1] + 1]
        row_begin = m.row_begin[m.lot[k] : m.lot[k + 1] + 1]
        lo, hi = begin[0], begin[begin.size - 1]
        if not alone:
            choice.weigh(
                begin, row_begin, m.member, i, c, m.precision, value, space.weight, space.top,
                space.scratch,
            )  # fmt: skip
            rows = row_begin[row_begin.size - 1] - row_begin[0]
            by_pace, by_precision = _through_lot(
                m, i, operator, lo, hi, row_begin[0], rows, value, mu, c, reading, space, passage,
                slopes, weight, out,
            )  # fmt: skip
            pace += by_pace
            precision += by_precision
        for q in range(lo, hi):
            if settled[member[q]]:
                continue
            if alone or total[row[q]] < choice.LEAST:
                by_pace, by_precision = through_one(
                    m, i, q, pair_begin, value, mu, c, reading, space, slopes, weight, out
                )
                pace += by_pace
                precision += by_precision
    slopes.precision[i] += weight * precision
    for b in range(operator.options):
        at, pulls = operator.first_option + b, passage.pulls[b]
        on, off, beta = operator.on[at], operator.off[at], m.precision[i]
        slopes.turn_on[i, b] -= weight * on * (beta * pulls[0] + pulls[2])
        slopes.turn_off[i, b] -= weight * off * (beta * pulls[1] + pulls[3])
        lost = on * m.turn_on[i, b] * pulls[0] + off * m.turn_off[i, b] * pulls[1]
        slopes.precision[i] -= weight * lost
    return pace


@inner(**LEAF)
def _through_lot(
    m: Moves, i: int, operator: choice.Operator, lo: int, hi: int, first_row: int, rows: int,
    value: Floats, mu: Floats, c: int, reading: int, space: Space, passage: Passage,
    slopes: Slopes, weight: float, out: Floats,
) -> tuple[float, float]:  # fmt: skip
    """Add what one lot of blocks sends back; return the slopes in pace and precision."""
    member, at, wide = m.member[lo:hi], m.row[lo:hi], c + 1
    sent, sent_cost, weight_of, settled = passage.sent, passage.sent_cost, space.weight, m.settled
    totals, logs, top, pace_of, beta = space.total, space.log, space.top, m.pace[i], m.precision[i]
    even = m.even[first_row:]
    choice.fill(member, at, weight_of, value, c, rows, wide, passage.stages[0])
    sums, costs = _apply(m, i, operator, member, rows, wide, space, passage)
    sent[:] = 0.0
    sent_cost[:] = 0.0
    for r in range(rows):
        totals[r] = sums[r * wide]
        chosen = max(totals[r], choice.LEAST)
        logs[r] = chosen if reading == choice.TASTE else chosen * even[r]
    logarithms(logs[:rows], space.scratch)
    pace, precision = 0.0, 0.0
    for q in range(hi - lo):
        s, r = member[q] * c, at[q]
        total = totals[r]
        if settled[member[q]] or total < choice.LEAST:
            continue
        row, share = r * wide, 1.0 / total
        pace_share = pace_of * share
        mean = (sums[row + 1 + i] - costs[r]) * share
        expected, stays = mu[s + i] * mean if reading == choice.MISTAKES else 0.0, 0.0
        for j in range(c):
            if j != i:
                expected += load(mu, s + j) * load(sums, row + 1 + j) * share
            stays += load(mu, s + j) * load(value, s + j)
            store(sent, row + j, load(sent, row + j) + pace_share * load(mu, s + j))
        sent[row + c] += pace_share * expected
        pace += expected - stays
        if reading != choice.MISTAKES:
            worth = top[r] + logs[r] / beta
            pace += mu[s + i] * worth
            precision += pace_of * mu[s + i] * (mean - worth) / beta
    if not operator.is_free and weight != 0.0:
        precision += _efforts(
            m, i, lo, hi, operator.keep, value, c, reading, space, sent, slopes, weight
        )
    back = _transpose(m, i, operator, member, rows, c, reading, space, passage, weight != 0.0)
    for q in range(hi - lo):
        s, row, w = member[q] * c, at[q] * wide, weight_of[q]
        pull = -back[row + c]
        for j in range(c):
            store(out, s + j, load(out, s + j) + w * load(back, row + j))
            if j != i:
                pull += load(back, row + j) * load(value, s + j)
        if reading == choice.MISTAKES:
            pull += back[row + i] * value[s + i] - sent_cost[at[q]]
        out[s + i] += beta * w * pull
        precision += w * pull * (value[s + i] - top[at[q]])
    return pace, precision


@njit(**LEAF, inline="always")
def _apply(
    m: Moves, i: int, operator: choice.Operator, member: Ints, rows: int, wide: int, space: Space,
    passage: Passage,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Sum over the choices, and their efforts, keeping what each option started from."""
    stages, costs, first = passage.stages, passage.costs, np.int64(0)
    costs[0, :] = 0.0
    if not operator.is_free:
        start, keep, goal, effort = operator.start, operator.keep, operator.goal, m.effort
        table, paid = stages[0], costs[0]
        for q in range(rows):
            s = member[q]
            for a in range(start[s], start[s + 1]):
                paid[q] += keep[a] * load(table, goal[a] * wide) * effort[a]
        return choice.gather(operator, member, rows, wide, stages[0], space.sums), costs[0]
    for b in range(operator.options):
        at = operator.first_option + b
        on, off = (operator.on[at], m.turn_on[i, b]), (operator.off[at], m.turn_off[i, b])
        choice.switch_costs(costs[b], costs[b + 1], stages[b], first, rows, 1 << b, wide, on, off)
        choice.switch_option(stages[b], stages[b + 1], rows, 1 << b, wide, on[0], off[0])
    return stages[operator.options], costs[operator.options]


@njit(**LEAF, inline="always")
def _transpose(
    m: Moves, i: int, operator: choice.Operator, member: Ints, rows: int, c: int, reading: int,
    space: Space, passage: Passage, is_weighed: bool,
) -> Floats:  # fmt: skip
    """Send sums over the sources back; on the way, add up what switching each option pulls."""
    sent, sent_cost = passage.sent, passage.sent_cost
    if not operator.is_free:
        if reading == choice.MISTAKES:
            start, keep, goal, effort = operator.start, operator.keep, operator.goal, m.effort
            for q in range(rows):
                s, moved = member[q], sent[q * (c + 1) + i]
                for a in range(start[s], start[s + 1]):
                    sent_cost[goal[a]] += keep[a] * effort[a] * moved
        return choice.scatter(operator, member, rows, c + 1, sent, space.sums)
    for b in range(operator.options - 1, -1, -1):
        at = operator.first_option + b
        on, off = (operator.on[at], m.turn_on[i, b]), (operator.off[at], m.turn_off[i, b])
        if is_weighed:
            _pulls(
                i, c, reading, rows, 1 << b, on[1], off[1], passage.stages[b], passage.costs[b],
                sent, sent_cost, passage.pulls[b],
            )  # fmt: skip
        if reading == choice.MISTAKES:
            choice.switch_costs(sent_cost, sent_cost, sent, i, rows, 1 << b, c + 1, off, on)
        choice.switch_option(sent, sent, rows, 1 << b, c + 1, off[0], on[0])
    return sent


@inner(**LEAF)
def _pulls(
    i: int, c: int, reading: int, rows: int, half: int, on: float, off: float, stage: Floats,
    costs: Floats, sent: Floats, sent_cost: Floats, pulls: Floats,
) -> None:  # fmt: skip
    """Add Σ π (G - Σ π G), before the weight of the option, over switching it on and off.

    The last two of ``pulls`` add up who went.
    """
    wide = c + 1
    for base in range(0, rows, 2 * half):
        for low in range(base, base + half):
            for turn in range(2):
                source, goal = (low, low + half) if turn == 0 else (low + half, low)
                x, y, price = source * wide, goal * wide, on if turn == 0 else off
                total = -sent[x + c] * stage[y]
                for j in range(c):
                    if j != i:
                        total += load(sent, x + j) * load(stage, y + 1 + j)
                if reading == choice.MISTAKES:
                    gain = stage[y + 1 + i] - costs[goal] - price * stage[y]
                    total += sent[x + i] * gain - sent_cost[source] * stage[y]
                pulls[turn] += total
                pulls[2 + turn] += sent[x + i] * stage[y]


@inner(**LEAF)
def _efforts(
    m: Moves, i: int, lo: int, hi: int, keep: Floats, value: Floats, c: int, reading: int,
    space: Space, sent: Floats, slopes: Slopes, weight: float,
) -> float:  # fmt: skip
    """Add the slopes in the efforts of a lot's arcs; return what they add to the precision's."""
    lost, settled, start, target, goal = 0.0, m.settled, m.start[i], m.target, m.goal
    effort, by_effort, weight_of, beta = m.effort, slopes.effort, space.weight, m.precision[i]
    for q in range(hi - lo):
        s, x = m.member[lo + q], q * (c + 1)
        if settled[s]:
            continue
        for a in range(start[s], start[s + 1]):
            t = target[a] * c
            pull = -sent[x + c]
            for j in range(c):
                if j != i:
                    pull += load(sent, x + j) * load(value, t + j)
            if reading == choice.MISTAKES:
                pull += sent[x + i] * (value[t + i] - effort[a])
            taken = keep[a] * weight_of[goal[a]]
            by_effort[a] -= weight * taken * (sent[x + i] + beta * pull)
            lost += effort[a] * taken * pull
    return -lost
