"""Leaps: steps that go by where the last ones led, at one to four slopes each.

Once differences between states have died down, what changes is smooth, and a polynomial through the
last few values foretells the next one well. What keeps a step short is that rounding, and whatever
else is fast, must not grow on the way. A leap asks for the value at which the polynomial through it
and the last five has the slope that the equations give there: backward differentiation of order 5
(C. Curtiss and J. Hirschfelder, 1952, *Proc. Natl. Acad. Sci.* 38, 235-243; E. Hairer and G.
Wanner, 1996, *Solving ODEs II*, chapter V). No system is solved for it. From the foretold value a
few sweeps lead there, each at one slope, weighted by the roots of a Chebyshev polynomial (G. Golub
and R. Varga, 1961, *Numer. Math.* 3, 147-168), so that what dies down at any rate up to the fastest
comes near enough not to grow from leap to leap. How long a leap may be for so many sweeps is found
for steps of one length, over an oval of rates four tenths as high as it is long, for parties that
answer one another make values swing.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats, Longs
from stickpoint.solve.clock.engine.vector_kernels import (
    LEAF,
    LOOP,
    every,
    larger,
    load,
    root_mean,
    store,
)

ORDER, KEPT = 5, 6
"""Steps looked back on: one more than the order, by which a leap's error is told."""
REACH = np.array([1.0, 2.4, 4.6, 7.0, 9.2, 11.2, 12.4, 12.8])
"""By the number of sweeps: a leap times the fastest rate may be so long."""
_WITHIN = np.array(
    [
        [1.0, -8048581381 / 2820520608, 8663915743 / 2820520608, -12715105075 / 11282082432],
        [0.0, 131558114200 / 32700410799, -68118460800 / 10900136933, 87487479700 / 32700410799],
        [0.0, -1754552775 / 470086768, 14199869525 / 1410260304, -10690763975 / 1880347072],
        [0.0, 127303824393 / 49829197408, -318862633887 / 49829197408, 701980252875 / 199316789632],
        [0.0, -282668133 / 205662961, 2019193451 / 616988883, -1453857185 / 822651844],
        [0.0, 40617522 / 29380423, -110615467 / 29380423, 69997945 / 29380423],
    ]
)
LEAST = 1e-7
"""The least tolerance of leaps: what their sweeps leave over adds up to several times less."""
_ROUGH = 1e-5
_INSIDE = 0.9
"""How much of the range of rates the roots spread over: less lets values swing more."""
_SAFETY, _SHRINK, _GROW = 0.85, 0.3, 1.4
_STRICT = 0.1
"""Of what is allowed, what a leap may err by: errors add up that a Dormand–Prince step, which goes
by the better of two values, leaves out. It costs little, for shorter leaps need fewer sweeps."""


@inner(**LEAF)
def sweeps_for(reach: float, tolerance: float) -> int:
    """Return how many sweeps a leap takes that is so long by the fastest rate.

    What they leave over, `missed` sees a part of only: where little is allowed it is one more.
    """
    more = 2 if tolerance < _ROUGH else 1
    for m in range(REACH.size):
        if reach <= REACH[m]:
            return m + more
    return REACH.size - 1 + more


@inner(**LEAF)
def remember(time: float, times: Floats, ring: Longs) -> None:
    """Take what stands where the next value is tried for the value at a time.

    ``ring`` says where each value lies: first the last one, at the end the place to try the next.
    """
    tried = ring[KEPT]
    for j in range(KEPT, 0, -1):
        ring[j] = ring[j - 1]
    ring[0] = tried
    times[tried] = time


@inner(**LEAF)
def _part(like: Floats, slope: int, x: float, step: float) -> Any:
    """Return what a slope counts for at a part of the way through a step."""
    a = _WITHIN[slope]
    return every(like, step * x * (a[0] + x * (a[1] + x * (a[2] + x * a[3]))))


@inner(**LEAF)
def remember_within(
    time: float, step: float, k: Floats, past: Floats, times: Floats, ring: Longs
) -> None:
    """Take a Dormand–Prince step to a time, and values at four places within it, for the last ones.

    By the step's own polynomial of degree four (L. Shampine, 1986, *Math. Comp.* 46, 135-150),
    from its seven slopes.
    """
    begun, spare = ring[0], ring[KEPT - 1]
    ring[0], ring[KEPT - 1], ring[KEPT] = ring[KEPT], begun, spare
    times[ring[0]] = time
    start, k0, k2, k3 = past[begun], k[0], k[2], k[3]
    k4, k5, k6 = k[4], k[5], k[6]
    for place in range(1, KEPT - 1):
        x = 1.0 - place / (KEPT - 1)
        within = past[ring[place]]
        w0, w2, w3 = _part(within, 0, x, step), _part(within, 1, x, step), _part(within, 2, x, step)
        w4, w5, w6 = _part(within, 3, x, step), _part(within, 4, x, step), _part(within, 5, x, step)
        times[ring[place]] = time + step * (1.0 - x)
        for y in range(within.shape[0]):
            gain = w0 * load(k0, y) + w2 * load(k2, y) + w3 * load(k3, y)
            gain = gain + w4 * load(k4, y) + w5 * load(k5, y) + w6 * load(k6, y)
            store(within, y, load(start, y) + gain)


@inner(**LEAF)
def plan(new: float, times: Floats, ring: Longs, weights: Floats) -> float:
    """Write the weights of what is remembered, for a leap to a time; return that of its slope.

    In rows: for the value foretold, for that to which the slope is added, and for the error, of
    which the last is the weight of the new value. The weight of the slope is relative to the step.
    """
    weights[:] = 0.0
    step = abs(times[ring[0]] - new)
    pull = 0.0
    for j in range(ORDER):
        pull += step / abs(times[ring[j]] - new)
    share, scale, whole = 1.0 / pull, 1.0, 1.0
    for j in range(KEPT):
        at = -abs(times[ring[j]] - new) / step
        if j < ORDER:
            scale *= at
        whole *= -at
        foretold, apart = 1.0, at
        for x in range(KEPT):
            if x != j:
                other = -abs(times[ring[x]] - new) / step
                apart *= at - other
                if x < ORDER:
                    foretold *= other / (other - at)
        if j < ORDER:
            weights[0, j] = foretold
            weights[1, j] = -share * foretold / at
        weights[2, j] = 1.0 / apart
    weights[2, KEPT] = 1.0 / whole
    for j in range(KEPT + 1):
        weights[2, j] *= share * scale
    return share


@inner(**LEAF)
def foretell(past: Floats, ring: Longs, weights: Floats, value: Floats, base: Floats) -> None:
    """Write the value foretold, and that to which the slope is added."""
    h0, h1, h2, h3, h4 = past[ring[0]], past[ring[1]], past[ring[2]], past[ring[3]], past[ring[4]]
    a, b = weights[0], weights[1]
    a0, a1, a2 = every(value, a[0]), every(value, a[1]), every(value, a[2])
    a3, a4, b0 = every(value, a[3]), every(value, a[4]), every(value, b[0])
    b1, b2, b3, b4 = every(value, b[1]), every(value, b[2]), every(value, b[3]), every(value, b[4])
    for x in range(value.shape[0]):
        v0, v1, v2, v3, v4 = load(h0, x), load(h1, x), load(h2, x), load(h3, x), load(h4, x)
        store(value, x, (a0 * v0 + a1 * v1) + (a2 * v2 + a3 * v3) + a4 * v4)
        store(base, x, (b0 * v0 + b1 * v1) + (b2 * v2 + b3 * v3) + b4 * v4)


@inner(**LEAF)
def weight_of(sweep: int, sweeps: int, reach: float) -> float:
    """Return how far one of the sweeps goes; ``reach`` is fastest rate · weight of the slope."""
    half = 0.5 * reach
    turn = math.cos(math.pi * (2 * sweep + 1) / (2 * sweeps))
    return 1.0 / (1.0 + half + _INSIDE * half * turn)


@inner(**LEAF)
def draw_near(value: Floats, slope: Floats, base: Floats, far: float, long: float) -> None:
    """Go by ``far`` from a value to base + long · slope, in place."""
    stay, go, by = every(value, 1.0 - far), every(value, far), every(value, long)
    for x in range(value.shape[0]):
        store(value, x, stay * load(value, x) + go * (load(base, x) + by * load(slope, x)))


@inner(**LOOP)
def arrive(
    past: Floats, ring: Longs, weights: Floats, slope: Floats, base: Floats, far: float,
    long: float, tolerance: float, kept: Floats, slopes: Floats,
) -> float:  # fmt: skip
    """Draw near for the last time, and keep where that leads, with the slope that a leap has there.

    Returns the estimated error over the tolerance, as `runge_kernels.error_of` does. All in one
    loop: to read and write so many arrays takes longer than what is done with them. Without room
    (rows of no length) nothing is kept: nobody reads the steps then.
    """
    is_kept = kept.shape[0] > 0
    h0, h1, h2, h3 = past[ring[0]], past[ring[1]], past[ring[2]], past[ring[3]]
    h4, h5, value, c = past[ring[4]], past[ring[5]], past[ring[KEPT]], weights[2]
    stay, go, by = every(value, 1.0 - far), every(value, far), every(value, long)
    c0, c1, c2, c3 = every(value, c[0]), every(value, c[1]), every(value, c[2]), every(value, c[3])
    c4, c5, c6 = every(value, c[4]), every(value, c[5]), every(value, c[6])
    none, one, total = every(value, 0.0), every(value, 1.0), every(value, 0.0)
    fine, over = every(value, tolerance * _STRICT), every(value, 1.0 / long)
    for x in range(value.shape[0]):
        before, start = load(h0, x), load(base, x)
        after = stay * load(value, x) + go * (start + by * load(slope, x))
        store(value, x, after)
        if is_kept:
            store(kept, x, after)
            store(slopes, x, over * (after - start))
        error = (c0 * before + c1 * load(h1, x)) + (c2 * load(h2, x) + c3 * load(h3, x))
        error = error + (c4 * load(h4, x) + c5 * load(h5, x)) + c6 * after
        size = larger(larger(before, none - before), larger(after, none - after))
        part = error / (fine * (one + size))
        total = total + part * part
    return root_mean(total, value)


@inner(**LEAF)
def next_leap(step: float, tried: float, error: float) -> float:
    """Return the step to try after a leap, as `runge_kernels.next_step` does."""
    if not math.isfinite(error):
        return tried * _SHRINK
    factor = _GROW if error == 0.0 else _SAFETY * error ** (-1.0 / KEPT)
    factor = min(_GROW, max(_SHRINK, factor))
    return max(step, tried * factor) if error <= 1.0 and tried < step else tried * factor
