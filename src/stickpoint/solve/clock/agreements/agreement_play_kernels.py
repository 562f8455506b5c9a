"""Compiled loops: which agreement, if any, a path makes at a moment.

Each act of a state is looked at as often as its rate can be at most, and made with the chance that
its rate then has of that (thinning: P. A. W. Lewis and G. S. Shedler, 1979, *Naval Research
Logistics Quarterly* 26, 403-413). `agreement_kernels` has the equations.
"""

from __future__ import annotations

import math

from stickpoint.solve.clock.agreements.agreement_kernels import accepts
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Longs, Moves
from stickpoint.solve.clock.engine.runge_kernels import cubic
from stickpoint.solve.clock.engine.vector_kernels import LEAF


@inner(**LEAF)
def looks(m: Moves, first: Longs, meet: Floats, s: int) -> float:
    """Return how often the acts of a state are looked at, together; 0 where there are none."""
    total = 0.0
    for r in range(first[s], first[s + 1]):
        total += meet[r] * (m.joint.begin[r + 1] - m.joint.begin[r])
    return total


@inner(**LEAF)
def _picked(m: Moves, first: Longs, meet: Floats, s: int, drawn: float) -> int:
    """Return the act looked at; ``drawn`` is a part of what `looks` returns."""
    last = first[s + 1] - 1
    for r in range(first[s], last):
        drawn -= meet[r] * (m.joint.begin[r + 1] - m.joint.begin[r])
        if drawn < 0.0:
            return r
    return last


@inner(**LEAF)
def _is_made(
    m: Moves, first: Longs, r: int, time: float, late: int, times: Floats, values: Floats,
    slopes: Floats, draw: float,
) -> bool:  # fmt: skip
    """Tell whether an act that is looked at is proposed by one who must consent, and accepted.

    Values are read between kept steps ``late`` and ``late + 1`` as the forward solve reads them.
    """
    joint, s, accepted, proposed = m.joint, m.joint.source[r], 1.0, 0.0
    for e in range(joint.begin[r], joint.begin[r + 1]):
        own = _worth(m, r, e, time, late, times, values, slopes)
        top = max(own, 0.0)
        for x in range(joint.begin[first[s]], joint.begin[first[s + 1]]):
            if joint.voice[x] == joint.voice[e]:
                k = _act(m, first, s, x)
                top = max(top, _worth(m, k, x, time, late, times, values, slopes))
        whole = math.exp(-top)
        for x in range(joint.begin[first[s]], joint.begin[first[s + 1]]):
            if joint.voice[x] == joint.voice[e]:
                k = _act(m, first, s, x)
                gain = _worth(m, k, x, time, late, times, values, slopes)
                whole += joint.share[k] * math.exp(gain - top)
        accepted *= accepts(own)
        proposed += (math.exp(own - top) + math.exp(-top)) / whole
    # What is proposed by any one of n who each do so at most once is at most n.
    return draw * (joint.begin[r + 1] - joint.begin[r]) < accepted * proposed


@inner(**LEAF)
def _act(m: Moves, first: Longs, s: int, part: int) -> int:
    """Return the act of a state that a part belongs to."""
    r = first[s]
    while m.joint.begin[r + 1] <= part:
        r += 1
    return r


@inner(**LEAF)
def _worth(
    m: Moves, r: int, part: int, time: float, late: int, times: Floats, values: Floats,
    slopes: Floats,
) -> float:  # fmt: skip
    """Return precision times gain of one part of an act."""
    joint = m.joint
    i, s, t = joint.party[part], joint.source[r], joint.target[r]
    a, b, d, e = cubic(time, late, times)
    gain = a * (values[late + 1, t, i] - values[late + 1, s, i])
    gain += b * (slopes[late + 1, t, i] - slopes[late + 1, s, i])
    gain += d * (values[late, t, i] - values[late, s, i])
    gain += e * (slopes[late, t, i] - slopes[late, s, i])
    return m.precision[i] * (gain - joint.effort[part])


@inner(**LEAF)
def made(
    m: Moves, first: Longs, meet: Floats, s: int, drawn: float, time: float, late: int,
    times: Floats, values: Floats, slopes: Floats, draw: float,
) -> int:  # fmt: skip
    """Return the act that is made at a look, -1 for none; ``drawn`` is a part of all looks."""
    r = _picked(m, first, meet, s, drawn)
    return r if _is_made(m, first, r, time, late, times, values, slopes, draw) else -1
