"""The choices of a party with two options, in eight games: four states at a time, without a table.

Where each block holds all four vectors of two options, what `choice_kernels` writes to a table and
reads again for each option stays at hand: a product with K takes eight sums for four states, and no
number is written but results. The party's own values need not be summed up: what a chance to move
is worth to it comes from the sum of weights alone.
"""

from __future__ import annotations

from typing import Any

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.choice_kernels import LEAST, TASTE, Operator
from stickpoint.solve.clock.engine.layout import Floats, Ints, Numbers
from stickpoint.solve.clock.engine.pairs.power_kernels import (
    either,
    exponential,
    share_and_worth,
)
from stickpoint.solve.clock.engine.vector_kernels import (
    FLOOR,
    LEAF,
    above,
    every,
    larger,
    load,
    store,
)

_FLOOR, _LEAST = -80.0, 1e-30
"""What `FLOOR` and `LEAST` are for numbers of 32 bits."""


@inner(**LEAF)
def is_pair(k: Operator, at: Ints, rows: int) -> bool:
    """Tell whether each block of a lot holds, in order, all four vectors of two options."""
    if not k.is_free or k.options != 2 or at.size != rows:
        return False
    for q in range(rows):  # noqa: SIM110 – numba compiles no generator
        if at[q] != q:
            return False
    return True


@inner(**LEAF)
def _weight(value: Floats, own: Any, top: Any, steep: Any, rough: int) -> Any:
    floor = every(value, either(value, FLOOR, _FLOOR))
    return exponential(value, larger(floor, steep * (own - top)), rough)


@inner(**LEAF)
def _holds(value: Floats, is_settled: bool, total: Any) -> bool:
    """Tell whether a sum of weights is within the range of numbers, where it counts."""
    return is_settled or above(total, either(value, LEAST, _LEAST))


@inner(**LEAF)
def _share(
    total: Any, pace: Any, scale: Any, over: Any, top: Any, value: Floats, rough: int, out: Floats,
    place: int,
) -> Any:  # fmt: skip
    """Return pace over the sum of weights; add what a chance to move is worth to the party."""
    share, worth = share_and_worth(total, pace, scale, over, top, value, rough)
    store(out, place, load(out, place) + worth)
    return share


@inner(**LEAF)
def slope_of_pair(
    k: Operator, i: int, numbers: Numbers, even: Floats, member: Ints, reading: int, value: Floats,
    c: int, rough: int, out: Floats,
) -> bool:  # fmt: skip
    """Add what the party's choices change; False where weights are out of range."""
    one, two, settled = k.first_option, k.first_option + 1, k.settled
    on, off, turn, back = load(k.on, one), load(k.off, one), load(k.on, two), load(k.off, two)
    pace, none, steep = load(numbers.pace, i), every(value, 0.0), load(numbers.precision, i)
    over, scale = every(value, 1.0) / steep, every(value, 1.0 if reading == TASTE else even[0])
    for r in range(0, member.size, 4):
        s0, s1, s2, s3 = member[r], member[r + 1], member[r + 2], member[r + 3]
        x0, x1, x2, x3 = s0 * c, s1 * c, s2 * c, s3 * c
        v0, v1 = load(value, x0 + i), load(value, x1 + i)
        v2, v3 = load(value, x2 + i), load(value, x3 + i)
        top = larger(larger(v0, v1), larger(v2, v3))
        w0, w1 = _weight(value, v0, top, steep, rough), _weight(value, v1, top, steep, rough)
        w2, w3 = _weight(value, v2, top, steep, rough), _weight(value, v3, top, steep, rough)
        a, b, d, e = w0 + on * w1, w1 + off * w0, w2 + on * w3, w3 + off * w2
        t0, t1, t2, t3 = a + turn * d, b + turn * e, d + back * a, e + back * b
        if not (_holds(value, settled[s0], t0) and _holds(value, settled[s1], t1)):
            return False
        if not (_holds(value, settled[s2], t2) and _holds(value, settled[s3], t3)):
            return False
        p0, p1 = none if settled[s0] else pace, none if settled[s1] else pace
        p2, p3 = none if settled[s2] else pace, none if settled[s3] else pace
        h0 = _share(t0, p0, scale, over, top, value, rough, out, x0 + i)
        h1 = _share(t1, p1, scale, over, top, value, rough, out, x1 + i)
        h2 = _share(t2, p2, scale, over, top, value, rough, out, x2 + i)
        h3 = _share(t3, p3, scale, over, top, value, rough, out, x3 + i)
        for j in range(c):
            if j == i:
                continue
            v0, v1 = w0 * load(value, x0 + j), w1 * load(value, x1 + j)
            v2, v3 = w2 * load(value, x2 + j), w3 * load(value, x3 + j)
            a, b, d, e = v0 + on * v1, v1 + off * v0, v2 + on * v3, v3 + off * v2
            store(out, x0 + j, load(out, x0 + j) + h0 * (a + turn * d))
            store(out, x1 + j, load(out, x1 + j) + h1 * (b + turn * e))
            store(out, x2 + j, load(out, x2 + j) + h2 * (d + back * a))
            store(out, x3 + j, load(out, x3 + j) + h3 * (e + back * b))
    return True


@inner(**LEAF)
def flow_of_pair(
    k: Operator, i: int, numbers: Numbers, member: Ints, value: Floats, c: int, mass: Floats,
    rough: int, out: Floats,
) -> bool:  # fmt: skip
    """Let mass flow as the party chooses; False where weights are out of range."""
    one, two, settled = k.first_option, k.first_option + 1, k.settled
    on, off, turn, back = load(k.on, one), load(k.off, one), load(k.on, two), load(k.off, two)
    pace, none, steep = load(numbers.pace, i), every(value, 0.0), load(numbers.precision, i)
    for r in range(0, member.size, 4):
        s0, s1, s2, s3 = member[r], member[r + 1], member[r + 2], member[r + 3]
        v0, v1 = load(value, s0 * c + i), load(value, s1 * c + i)
        v2, v3 = load(value, s2 * c + i), load(value, s3 * c + i)
        top = larger(larger(v0, v1), larger(v2, v3))
        w0, w1 = _weight(value, v0, top, steep, rough), _weight(value, v1, top, steep, rough)
        w2, w3 = _weight(value, v2, top, steep, rough), _weight(value, v3, top, steep, rough)
        a, b, d, e = w0 + on * w1, w1 + off * w0, w2 + on * w3, w3 + off * w2
        t0, t1, t2, t3 = a + turn * d, b + turn * e, d + back * a, e + back * b
        if not (_holds(value, settled[s0], t0) and _holds(value, settled[s1], t1)):
            return False
        if not (_holds(value, settled[s2], t2) and _holds(value, settled[s3], t3)):
            return False
        m0 = none if settled[s0] else pace * load(mass, s0)
        m1 = none if settled[s1] else pace * load(mass, s1)
        m2 = none if settled[s2] else pace * load(mass, s2)
        m3 = none if settled[s3] else pace * load(mass, s3)
        v0, v1, v2, v3 = m0 / t0, m1 / t1, m2 / t2, m3 / t3
        a, b, d, e = v0 + off * v1, v1 + on * v0, v2 + off * v3, v3 + on * v2
        store(out, s0, load(out, s0) + (w0 * (a + back * d) - m0))
        store(out, s1, load(out, s1) + (w1 * (b + back * e) - m1))
        store(out, s2, load(out, s2) + (w2 * (d + turn * a) - m2))
        store(out, s3, load(out, s3) + (w3 * (e + turn * b) - m3))
    return True
