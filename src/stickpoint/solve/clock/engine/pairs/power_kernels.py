"""Exponentials and logarithms of eight numbers at once, which stay in the processor's registers.

`vector_kernels.exponentials` and `logarithms` turn whole arrays, in loops that write what the next
one reads. Where a kernel has work for each number anyway, it asks for the same here instead.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import config
from numba.extending import intrinsic

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import WIDTH, Floats
from stickpoint.solve.clock.engine.vector_kernels import LEAF, every

_ROUND = 6755399441055744.0
"""1.5 · 2^52: to add it rounds to a whole number and leaves that in the lowest bits."""
_BITS, _ONE_OVER_ROOT, _ROUND_BITS = 52, 4604544271217802189, 4843621399236968448
"""Bits after the point; those of 1/√2, above which a mantissa begins; those of `_ROUND`."""
_LONGS = ir.VectorType(ir.IntType(64), WIDTH)


def _all(number: int) -> Any:
    return ir.Constant(_LONGS, [number] * WIDTH)


def _bitwise(made: Any) -> Any:
    """Make what turns eight numbers by the bits they are written in."""

    def typed(typing: Any, value: Any) -> Any:  # noqa: ARG001 – numba asks for these names
        def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
            found = made(builder, builder.bitcast(args[0], _LONGS))
            return builder.bitcast(found, args[0].type)

        return value(value), lowered

    return typed


def _power(builder: Any, bits: Any) -> Any:
    return builder.shl(builder.add(bits, _all(1023)), _all(_BITS))


def _exponent(builder: Any, bits: Any) -> Any:
    return builder.ashr(builder.sub(bits, _all(_ONE_OVER_ROOT)), _all(_BITS))


def _rounded(builder: Any, bits: Any) -> Any:
    return builder.add(_exponent(builder, bits), _all(_ROUND_BITS))


def _mantissa(builder: Any, bits: Any) -> Any:
    return builder.sub(bits, builder.shl(_exponent(builder, bits), _all(_BITS)))


if config.DISABLE_JIT:

    def power_of_two(value: Any) -> Any:
        """Return 2^k where k was rounded by adding 1.5 · 2^52."""
        return ((value.view(np.int64) + 1023) << _BITS).view(np.float64)

    def exponent_of(value: Any) -> Any:
        """Return 1.5 · 2^52 + k, 2^k being the power of two nearest in ratio."""
        k = (value.view(np.int64) - _ONE_OVER_ROOT) >> _BITS
        return (k + _ROUND_BITS).view(np.float64)

    def mantissa_of(value: Any) -> Any:
        """Return a number over the power of two nearest in ratio."""
        bits = value.view(np.int64)
        return (bits - (((bits - _ONE_OVER_ROOT) >> _BITS) << _BITS)).view(np.float64)

else:
    power_of_two = intrinsic(_bitwise(_power))
    exponent_of, mantissa_of = intrinsic(_bitwise(_rounded)), intrinsic(_bitwise(_mantissa))


@inner(**LEAF)
def exponential(like: Floats, x: Any) -> Any:
    """Return the exponentials of numbers from `FLOOR` to 0, as `exponentials` does."""
    big, one = every(like, _ROUND), every(like, 1.0)
    power = x * every(like, 1.4426950408889634) + big
    k = power - big
    r = (x - k * every(like, 0.693147180369123816490)) - k * every(like, 1.90821492927058770002e-10)
    y = r * every(like, 2.510038549551032e-08) + every(like, 2.7620088445409746e-07)
    y = y * r + every(like, 2.7557268459997064e-06)
    y = y * r + every(like, 2.4801521295954376e-05)
    y = y * r + every(like, 0.00019841269863053618)
    y = y * r + every(like, 0.0013888888917213717)
    y = y * r + every(like, 0.008333333333330062)
    y = y * r + every(like, 0.04166666666662413)
    y = y * r + every(like, 0.16666666666666669)
    y = y * r + every(like, 0.5000000000000001)
    y = y * r + one
    return (y * r + one) * power_of_two(power)


@inner(**LEAF)
def logarithm(like: Floats, x: Any, f: Any) -> Any:
    """Return logarithms of positive numbers, as `logarithms` does.

    ``f`` is (m - 1) / (m + 1) for the mantissa m of each: whoever divides anyway finds it on the
    way.
    """
    k, g = exponent_of(x) - every(like, _ROUND), f * f
    y = g * every(like, 0.07406530960807016) + every(like, 0.07656103662194594)
    y = y * g + every(like, 0.09091821836324158)
    y = y * g + every(like, 0.11111098418003659)
    y = y * g + every(like, 0.14285714381354733)
    y = y * g + every(like, 0.19999999999646603)
    y = y * g + every(like, 0.3333333333333383)
    y = y * g + every(like, 1.0)
    return k * every(like, 0.693147180559945309417) + (f + f) * y


@inner(**LEAF)
def share_and_worth(
    total: Any, pace: Any, scale: Any, over: Any, top: Any, like: Floats
) -> tuple[Any, Any]:
    """Return pace over the sum of weights, and pace times what a chance to move is worth.

    ``top`` is what weights are set against, ``over`` one over the precision; the logarithm is of
    the sum times ``scale``.
    """
    whole, one = total * scale, every(like, 1.0)
    m = mantissa_of(whole)
    # One division serves both the share and the logarithm.
    part = one / (total * (m + one))
    log = logarithm(like, whole, (m - one) * (total * part))
    return pace * ((m + one) * part), pace * (top + log * over)
