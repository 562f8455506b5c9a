"""Steps as long as accuracy allows, where a plain step is held short by what has long died down.

Chances to move come about once a mean wait and make every difference between states die down as
fast, so that soon all that still changes is slow, over tens of mean waits. A Dormand–Prince step
stays stable only up to a length of about 3.3 over the fastest rate all the same. The schemes here
are explicit too, of order 4 with an error of order 3 inside them, and their stages are spent on
reach: 8 stages on a step 4.5 times as long, 12 on 9 times, 18 on 17 times. Such methods are due to
A. Abdulle, 2002, *SIAM J. Sci. Comput.* 23, 2041-2054: a stability polynomial bounded over a long
interval, whose factors but the last four degrees are plain stages, and a last method of four stages
by which the whole has order 4. Here the polynomial is bounded by 0.95 over an oval, not an
interval, four tenths as high as it is long, for parties that answer one another make values swing
(``benchmarks/schemes.py`` finds it by linear programmes, after D. Ketcheson and A. Ahmadia, 2012,
*Commun. Appl. Math. Comput. Sci.* 7, 247-271, and the rest by least squares).
"""

from __future__ import annotations

import math

import numpy as np

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import Floats
from stickpoint.solve.clock.engine.vector_kernels import (
    FUSED,
    LEAF,
    LOOP,
    every,
    larger,
    load,
    root_mean,
)

SHORT = 3.3
"""A Dormand–Prince step times the fastest rate may be so long."""
REACH = np.array([14.98504573059082, 29.91780615234375, 54.79524755859375])
PAIRS = np.array([2, 4, 7])
FIRST = np.array(
    [
        [
            [0.03663222914174827, 0.1467626443367336],
            [0.05224668784784479, 0.2091490598572983],
            [0.0, 0.0],
            [0.0, 0.0],
            [0.0, 0.0],
            [0.0, 0.0],
            [0.0, 0.0],
        ],
        [
            [0.02712835513204768, 0.1070816635341178],
            [0.01779949427301044, 0.0712149673556029],
            [0.04709705633421484, 0.1675053620973616],
            [0.02036253798768201, 0.08153220755124682],
            [0.0, 0.0],
            [0.0, 0.0],
            [0.0, 0.0],
        ],
        [
            [0.01809239204245875, 0.06868738107254574],
            [0.01369132452367162, 0.05388356672650059],
            [0.02728736562283352, 0.09532274646821302],
            [0.0113745652103434, 0.04532934594319049],
            [0.05156087063076721, 0.1450262728018943],
            [0.01013801457330977, 0.04053287228179687],
            [0.009586003955390578, 0.03834357355173085],
        ],
    ]
)
LAST = np.array(
    [
        [
            [-0.2179856908446006, 0.0, 0.0, 0.0],
            [0.5871968159840131, -0.2992418484297008, 0.0, 0.0],
            [0.2873721761099452, -0.1533799049386519, 0.3209545970224524, 0.0],
            [0.4196377354401856, -0.1552137680735423, -0.103005605217527, 0.4826699336568555],
        ],
        [
            [0.09264105150639508, 0.0, 0.0, 0.0],
            [-0.4809564647976298, 0.6844288174991755, 0.0, 0.0],
            [-0.3041444163893239, -0.01407425121219814, 0.9468963354588915, 0.0],
            [-0.3870994374927105, 0.5761921028077269, 0.2790411920188806, 0.1045319421277531],
        ],
        [
            [0.2312207503431598, 0.0, 0.0, 0.0],
            [0.2058327925944872, -0.3658996322178679, 0.0, 0.0],
            [0.541703593790667, 0.7842286577702585, -0.7238951378880346, 0.0],
            [0.1613471242919229, 0.3749937717897612, -0.08797000214805296, 0.06450334722049152],
        ],
    ]
)
GUESS = np.array(
    [
        [
            -0.006348815462750221,
            0.4044342461990814,
            -0.2466302713377782,
            -0.4274666102078506,
            0.1088828186978431,
            0.1125004956528036,
            0.05462813645865087,
        ],
        [
            -0.002651652506126922,
            4.701428254868776,
            -2.057567995105274,
            -0.1210901772313305,
            0.04952429215537291,
            -2.610349834063071,
            0.0407071118816531,
        ],
        [
            -0.01612112983003855,
            3.679926134906632,
            -0.5393259414377419,
            0.2115029616347071,
            0.06194654175488301,
            -3.426905183865481,
            0.02897661683703756,
        ],
    ]
)
TINY = 1e-3
"""A step that is out of range, though so short by the fastest rate, is hopeless."""
CALM, ROUSED, WEARS = 1.1, 1.3, 0.97
"""By how much rates may exceed what paces say, at first; how that grows where a step fails, and
shrinks where one does not."""
CAREFUL = 0.02
"""Of what is allowed, what a step may err by that leaps will look back on: they are shorter."""


@inner(**LEAF)
def scheme_for(step: float, fast: float) -> int:
    """Return the first scheme that reaches so far, -1 for a Dormand–Prince step."""
    if step * fast <= SHORT:
        return -1
    for k in range(REACH.size - 1):
        if step * fast <= REACH[k]:
            return k
    return REACH.size - 1


@inner(**FUSED)
def along(base: Floats, change: Floats, factor: float, out: Floats) -> None:
    """Write base + factor · change; ``out`` may be ``base``."""
    start, by, found = base.reshape(base.size), change.reshape(base.size), out.reshape(base.size)
    far = base.dtype.type(factor)
    for x in range(found.size):
        found[x] = start[x] + far * by[x]


@inner(**FUSED)
def blend(base: Floats, k: Floats, row: Floats, step: float, out: Floats) -> None:
    """Write base + step · Σ row_i · k_{i + 1} over four slopes, of which the last may be missing.

    What has no weight is not read: it may hold anything, and nothing times that is not nothing.
    """
    number = base.dtype.type
    a, b, c, d = (
        number(step * row[0]), number(step * row[1]), number(step * row[2]), number(step * row[3]),
    )  # fmt: skip
    start, found, part = base.reshape(base.size), out.reshape(base.size), k.reshape(7, base.size)
    k1, k2, k3, k4 = part[1], part[2], part[3], part[4]
    if row[1] == 0.0:
        for x in range(found.size):
            found[x] = start[x] + a * k1[x]
        return
    if row[2] == 0.0:
        for x in range(found.size):
            found[x] = start[x] + (a * k1[x] + b * k2[x])
        return
    if row[3] == 0.0:
        for x in range(found.size):
            found[x] = start[x] + (a * k1[x] + b * k2[x] + c * k3[x])
        return
    for x in range(found.size):
        found[x] = start[x] + ((a * k1[x] + b * k2[x]) + (c * k3[x] + d * k4[x]))


@inner(**LOOP)
def error_within(
    base: Floats, ahead: Floats, k: Floats, step: float, row: Floats, tolerance: float
) -> float:
    """Return the estimated error over the tolerance, as `runge_kernels.error_of` does."""
    none, one, total = every(base, 0.0), every(base, 1.0), every(base, 0.0)
    e0, e1, e2 = every(base, step * row[0]), every(base, step * row[1]), every(base, step * row[2])
    e3, e4, e5 = every(base, step * row[3]), every(base, step * row[4]), every(base, step * row[5])
    e6, fine = every(base, step * row[6]), every(base, tolerance)
    k0, k1, k2, k3, k4, k5, k6 = k[0], k[1], k[2], k[3], k[4], k[5], k[6]
    for x in range(base.shape[0]):
        error = e0 * load(k0, x) + e1 * load(k1, x) + e2 * load(k2, x) + e3 * load(k3, x)
        error = error + e4 * load(k4, x) + e5 * load(k5, x) + e6 * load(k6, x)
        before, after = load(base, x), load(ahead, x)
        size = larger(larger(before, none - before), larger(after, none - after))
        part = error / (fine * (one + size))
        total = total + part * part
    return root_mean(total, base)


@inner(**LEAF)
def next_long(step: float, tried: float, error: float) -> float:
    """Return the step to try after a long one, as `runge_kernels.next_step` does."""
    if not math.isfinite(error):
        return tried * 0.2
    factor = 5.0 if error == 0.0 else min(5.0, max(0.2, 0.9 * error ** (-0.25)))
    return max(step, tried * factor) if error <= 1.0 and tried < step else tried * factor


@inner(**LEAF)
def doubt(slack: float, by: int, error: float) -> float:
    """Return by how much rates may exceed what paces say, after a step that was tried.

    A long step that fails may have been too long for values that swing, not for what it leaves out;
    more stages for the length then help where a shorter step would not.
    """
    if by >= 0 and not error <= 1.0:
        return min(slack * ROUSED, 4.0)
    return max(CALM, slack * WEARS)
