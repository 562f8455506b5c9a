"""Compiled loops that play the game out, one path after another.

A party's chances to move come at a steady rate, whatever the values are. So the wait for the next
chance, of a party or of nature, is exponential, and only the choice at that chance looks at the
values of that time. Nothing is rounded to a grid and no draw is thrown away (the first-reaction
rule of D. T. Gillespie, 1976, *J. Comput. Phys.* 22, 403-434, section 3, with staying among the
reactions); what is left of error is that of values read between kept steps.

Random numbers come from a generator of their own for each path, so that it does not matter which
path is played where: MRG32k3a of P. L'Ecuyer, 1999, *Operations Research* 47, 159-164, table II.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from stickpoint.solve.clock.agreements.agreement_play_kernels import looks, made
from stickpoint.solve.clock.engine.bundles.bundle_kernels import bundle
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Ints, Longs, Moves
from stickpoint.solve.clock.engine.one_by_one_kernels import choose, list_choices
from stickpoint.solve.clock.engine.runge_kernels import cubic
from stickpoint.solve.clock.engine.vector_kernels import LEAF, LOOP

FIRST, SECOND = 4294967087, 4294944443
_UNIT = 2.328306549295727688e-10
NATURE = -1
"""Who moves: a party's number, beyond the last one's an act's, nature, or -2 - k for shock k."""


@bundle
class Board(NamedTuple):
    """What a path needs beside the moves and the values.

    ``place`` (parties, states) says where a state stands in ``member``. ``shock_time`` (shocks,)
    ascends; ``landing`` (shocks, states). ``toll`` (tolls, states) per unit of time. ``first_act``
    (states + 1,) says where the agreements of a state begin, and ``meet`` (acts,) what the rate of
    each is at most for each party that must consent.
    """

    place: Longs
    shock_time: Floats
    landing: Ints
    toll: Floats
    first_act: Longs
    meet: Floats


@inner(**LEAF)
def uniform(state: Longs) -> float:
    """Draw from the open interval from 0 to 1, and move the six numbers of the state on."""
    one = (1403580 * state[1] - 810728 * state[0]) % FIRST
    two = (527612 * state[5] - 1370589 * state[3]) % SECOND
    state[0], state[1], state[2] = state[1], state[2], one
    state[3], state[4], state[5] = state[4], state[5], two
    apart = (one - two) % FIRST
    return (apart if apart > 0 else FIRST) * _UNIT


@inner(**LEAF)
def choose_once(
    m: Moves, board: Board, i: int, s: int, time: float, late: int, times: Floats, values: Floats,
    slopes: Floats, draw: float, target: Ints, gain: Floats, chance: Floats,
) -> int:  # fmt: skip
    """Return the state that a party's chance to move in s leads to.

    Values are read between kept steps ``late`` and ``late + 1`` as the forward solve reads them.
    """
    count = list_choices(m, i, board.place[i, s], target, gain)
    if count == 1:
        return s
    a, b, d, e = cubic(time, late, times)
    for k in range(count):
        t = target[k]
        there = a * values[late + 1, t, i] + b * slopes[late + 1, t, i]
        gain[k] = there + d * values[late, t, i] + e * slopes[late, t, i] - gain[k]
    choose(m.precision[i], count, gain, chance)
    for k in range(count - 1):
        draw -= chance[k]
        if draw < 0.0:
            return target[k]
    return target[count - 1]


@inner(**LEAF)
def nature_goes(m: Moves, s: int, drawn: float) -> int:
    """Return the state that a chance event leads to; ``drawn`` is a part of the sum of rates."""
    last = m.nature_start[s + 1] - 1
    for a in range(m.nature_start[s], last):
        drawn -= m.nature_rate[a]
        if drawn < 0:
            return m.nature_target[a]
    return m.nature_target[last]


@njit(**LOOP)
def play(
    m: Moves, board: Board, start: int, times: Floats, values: Floats, slopes: Floats,
    seeds: Longs, settled_at: Floats, final: Ints, paid: Floats, length: Longs,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Play a path for each row of ``seeds`` (paths, 6), from time 0 to the horizon, ``times[0]``.

    Fills when each path settled (not a number if it did not), where it ended, and what it paid of
    each toll (paths, tolls) by the horizon. ``length`` says how many states each path's way has;
    the ways themselves come back one after another, with who moved into each state but the first.
    A way is the path with its loops erased: on coming back to a state, what lay between is
    forgotten. Paths that do not settle have a way of no states.
    """
    # To look these up again for every move would take longer than the move.
    settled, pace, shock_time, landing = m.settled, m.pace, board.shock_time, board.landing
    nature_start, nature_rate, toll = m.nature_start, m.nature_rate, board.toll
    first_act, meet = board.first_act, board.meet
    n, horizon, chances = settled.size, times[0], pace.sum()
    widest = max(np.diff(m.begin).max(), (m.start[:, 1:] - m.start[:, :-1]).max() + 1)
    target, gain, chance = np.empty(widest, np.int32), np.empty(widest), np.empty(widest)
    seen = np.full(n, -1, np.int32)
    way, who = np.empty(n, np.int32), np.empty(n, np.int32)
    ways, movers, used = np.empty(1024, np.int32), np.empty(1024, np.int32), 0
    for path in range(seeds.shape[0]):
        state = seeds[path].copy()
        s, time, late, shock, depth = start, 0.0, times.size - 2, 0, 1
        seen[s], way[0], who[0] = 0, s, NATURE
        settled_at[path] = 0.0 if settled[s] else math.nan
        paid[path] = 0.0
        while time < horizon and not settled[s]:
            by_nature = 0.0
            for a in range(nature_start[s], nature_start[s + 1]):
                by_nature += nature_rate[a]
            joint = looks(m, first_act, meet, s)
            rate = chances + by_nature + joint
            then = time - math.log(uniform(state)) / rate if rate > 0 else math.inf
            edge = shock_time[shock] if shock < shock_time.size else horizon
            begun, mover, t = time, NATURE, s
            if then >= edge:
                time = edge
                if shock < shock_time.size:
                    t, mover = landing[shock, s], -2 - shock
                    shock += 1
            else:
                time = then
                while late > 0 and times[late] < time:
                    late -= 1
                drawn = uniform(state) * rate
                if joint > 0.0 and drawn >= chances + by_nature:
                    act = made(
                        m, first_act, meet, s, drawn - chances - by_nature, time, late, times,
                        values, slopes, uniform(state),
                    )  # fmt: skip
                    if act >= 0:
                        t, mover = m.joint.target[act], pace.size + act
                elif drawn >= chances:
                    t = nature_goes(m, s, drawn - chances)
                else:
                    mover = 0
                    while mover < pace.size - 1 and drawn >= pace[mover]:
                        drawn -= pace[mover]
                        mover += 1
                    t = choose_once(
                        m, board, mover, s, time, late, times, values, slopes,
                        uniform(state), target, gain, chance,
                    )  # fmt: skip
            for k in range(toll.shape[0]):
                paid[path, k] += toll[k, s] * (time - begun)
            if t == s:
                continue
            s = t
            if seen[s] >= 0:
                while depth > seen[s] + 1:
                    depth -= 1
                    seen[way[depth]] = -1
            else:
                seen[s], way[depth], who[depth] = depth, s, mover
                depth += 1
            if settled[s]:
                settled_at[path] = time
        for k in range(toll.shape[0]):
            paid[path, k] += toll[k, s] * (horizon - time)
        final[path] = s
        length[path] = depth if settled[s] else 0
        while used + depth > ways.size:
            ways = np.concatenate((ways, np.empty_like(ways)))
            movers = np.concatenate((movers, np.empty_like(movers)))
        if settled[s]:
            ways[used : used + depth] = way[:depth]
            movers[used : used + depth] = who[:depth]
            used += depth
        for k in range(depth):
            seen[way[k]] = -1
    return ways[:used], movers[:used]
