"""Exponentials and logarithms of eight numbers at once, which stay in the processor's registers.

`vector_kernels.exponentials` and `logarithms` turn whole arrays, in loops that write what the next
one reads. Where a kernel has work for each number anyway, it asks for the same here instead. Of
numbers of 32 bits they are as exact as these can be, by shorter polynomials.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import config, types
from numba.extending import intrinsic

from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import WIDTH, Floats
from stickpoint.solve.clock.engine.vector_kernels import LEAF, every


class _Written(NamedTuple):
    """How a number is written: its bits, and those after the point.

    ``root`` are the bits of 1/√2, above which a mantissa begins; ``rounding`` those of 1.5 times
    two to the number of bits after the point: to add that rounds to a whole number and leaves it in
    the lowest bits.
    """

    bits: int
    point: int
    root: int
    rounding: int


_BY_BITS = {
    64: _Written(64, 52, 4604544271217802189, 4843621399236968448),
    32: _Written(32, 23, 1060439283, 1262485504),
}
_ROUND, _ROUND_SINGLE = 6755399441055744.0, 12582912.0
_BIASED, _BIASED_SINGLE = _ROUND + 1023.0, _ROUND_SINGLE + 127.0
"""With that added to it, a whole number has in its lowest bits the exponent of its power of two."""


def _bitwise(made: Any) -> Any:
    """Make what turns eight numbers by the bits they are written in."""

    def typed(typing: Any, value: Any) -> Any:  # noqa: ARG001 – numba asks for these names
        def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
            way = _BY_BITS[signature.args[0].number.bitwidth]
            whole = ir.VectorType(ir.IntType(way.bits), WIDTH)

            def all_of(number: int) -> Any:
                return ir.Constant(whole, [number] * WIDTH)

            found = made(builder, builder.bitcast(args[0], whole), way, all_of)
            return builder.bitcast(found, args[0].type)

        return value(value), lowered

    return typed


def _power(builder: Any, bits: Any, way: _Written, all_of: Any) -> Any:
    return builder.shl(bits, all_of(way.point))


def _exponent(builder: Any, bits: Any, way: _Written, all_of: Any) -> Any:
    """Return the exponent, and as much more as makes it positive: many shift no sign."""
    more = 1 << (way.bits - 2)
    return builder.lshr(builder.add(bits, all_of(more - way.root)), all_of(way.point))


def _rounded(builder: Any, bits: Any, way: _Written, all_of: Any) -> Any:
    more = 1 << (way.bits - 2 - way.point)
    return builder.add(_exponent(builder, bits, way, all_of), all_of(way.rounding - more))


def _mantissa(builder: Any, bits: Any, way: _Written, all_of: Any) -> Any:
    exponent, more = _exponent(builder, bits, way, all_of), all_of(1 << (way.bits - 2))
    return builder.sub(builder.add(bits, more), builder.shl(exponent, all_of(way.point)))


def _either(typing: Any, array: Any, fine: Any, rough: Any) -> Any:  # noqa: ARG001
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
        return args[2 if signature.args[0].dtype == types.float32 else 1]

    return types.float64(array, types.float64, types.float64), lowered


def _is_single(typing: Any, array: Any) -> Any:  # noqa: ARG001
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
        return context.get_constant(types.boolean, signature.args[0].dtype == types.float32)

    return types.boolean(array), lowered


if config.DISABLE_JIT:

    def is_single(array: Floats) -> bool:
        """Tell whether an array holds numbers of 32 bits."""
        return array.dtype == np.float32

    def either(array: Floats, fine: float, rough: float) -> float:
        """Return what counts for numbers of 64 bits, or for those of 32."""
        return rough if is_single(array) else fine

    def _bits_of(value: Any) -> tuple[Any, _Written]:
        way = _BY_BITS[8 * value.dtype.itemsize]
        return value.view(np.int64 if way.bits == 64 else np.int32), way

    def power_of_two(value: Any) -> Any:
        """Return 2^k where k was rounded by adding 1.5 · 2^52 + 1023, or 1.5 · 2^23 + 127."""
        bits, way = _bits_of(value)
        return (bits << way.point).view(value.dtype)

    def exponent_of(value: Any) -> Any:
        """Return 1.5 · 2^52 + k, or 1.5 · 2^23 + k, 2^k being the power of two nearest in ratio."""
        bits, way = _bits_of(value)
        return (((bits - way.root) >> way.point) + way.rounding).view(value.dtype)

    def mantissa_of(value: Any) -> Any:
        """Return a number over the power of two nearest in ratio."""
        bits, way = _bits_of(value)
        return (bits - (((bits - way.root) >> way.point) << way.point)).view(value.dtype)

else:
    is_single, either = intrinsic(_is_single), intrinsic(_either)
    power_of_two = intrinsic(_bitwise(_power))
    exponent_of, mantissa_of = intrinsic(_bitwise(_rounded)), intrinsic(_bitwise(_mantissa))


@inner(**LEAF)
def exponential(like: Floats, x: Any, rough: int) -> Any:
    """Return the exponentials of numbers from `FLOOR` to 0, as `exponentials` does.

    But for 2e-9 of each where that is ``rough`` enough.
    """
    big, one = every(like, either(like, _BIASED, _BIASED_SINGLE)), every(like, 1.0)
    power = x * every(like, 1.4426950408889634) + big
    k = power - big
    if is_single(like):
        r = (x - k * every(like, 0.693359375)) - k * every(like, -2.12194440e-4)
        y = r * every(like, 0.0082903083) + every(like, 0.041897964)
        y = y * r + every(like, 0.16667636)
        y = y * r + every(like, 0.49999149)
        y = y * r + every(like, 0.99999971)
        return (y * r + one) * power_of_two(power)
    if rough:
        r = x - k * every(like, 0.693147180559945309417)
        y = r * every(like, 0.0013843606695610683) + every(like, 0.008374195612934118)
        y = y * r + every(like, 0.04166800472548239)
        y = y * r + every(like, 0.1666643080045167)
        y = y * r + every(like, 0.4999999419165287)
        y = y * r + every(like, 1.0000000322585998)
        return (y * r + one) * power_of_two(power)
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
def logarithm(like: Floats, x: Any, f: Any, rough: int) -> Any:
    """Return logarithms of positive numbers, as `logarithms` does.

    But for 2e-10 where that is ``rough`` enough. ``f`` is (m - 1) / (m + 1) for the mantissa m of
    each: whoever divides anyway finds it on the way.
    """
    k, g = exponent_of(x) - every(like, either(like, _ROUND, _ROUND_SINGLE)), f * f
    whole = k * every(like, 0.693147180559945309417)
    if is_single(like):
        y = g * every(like, 0.20649023) + every(like, 0.33326089)
        y = y * g + every(like, 1.0)
        return whole + (f + f) * y
    if rough:
        y = g * every(like, 0.14981352866601752) + every(like, 0.19986774679682365)
        y = y * g + every(like, 0.3333340858101458)
        y = y * g + every(like, 1.0)
        return whole + (f + f) * y
    y = g * every(like, 0.07406530960807016) + every(like, 0.07656103662194594)
    y = y * g + every(like, 0.09091821836324158)
    y = y * g + every(like, 0.11111098418003659)
    y = y * g + every(like, 0.14285714381354733)
    y = y * g + every(like, 0.19999999999646603)
    y = y * g + every(like, 0.3333333333333383)
    y = y * g + every(like, 1.0)
    return whole + (f + f) * y


@inner(**LEAF)
def share_and_worth(
    total: Any, pace: Any, scale: Any, over: Any, top: Any, like: Floats, rough: int
) -> tuple[Any, Any]:
    """Return pace over the sum of weights, and pace times what a chance to move is worth.

    ``top`` is what weights are set against, ``over`` one over the precision; the logarithm is of
    the sum times ``scale``.
    """
    whole, one = total * scale, every(like, 1.0)
    m = mantissa_of(whole)
    # One division serves both the share and the logarithm.
    part = one / (total * (m + one))
    log = logarithm(like, whole, (m - one) * (total * part), rough)
    return pace * ((m + one) * part), pace * (top + log * over)
