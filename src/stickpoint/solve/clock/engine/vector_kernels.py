"""Numbers one or eight wide as one value of a compiled loop, so that one text serves both.

A kernel reads and writes its arrays by `load` and `store` alone. Where the arrays are flat, a value
is one number; where they have a last axis of eight, it is the eight numbers of a row, one for each
of as many games. Numba compiles the kernel for whichever it is given.

LLVM turns a loop over eight neighbours into plain single steps wherever it cannot prove that the
arrays it reads and writes are apart. A value that *is* eight numbers needs no such proof: each
operation becomes one instruction of the widest vector unit there is, or two or four on narrower
ones. Products and sums of eight may be fused, which rounds once instead of twice.

Where kernels run as plain Python, eight numbers are an array.
"""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np
from llvmlite import ir
from numba import config, njit, types
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

from stickpoint.solve.clock.agreements.layout import Joint, JointSpace
from stickpoint.solve.clock.engine.bundles.bundle_kernels import bundle
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.layout import WIDTH, Floats, Moves, Numbers, Space

FLOOR = -700.0
"""The least number of which `exponentials` are taken."""
LOOP: Any = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
LEAF: Any = {**LOOP, "_nrt": False}
"""For what makes no arrays, which then counts no references to those it reads.

For loops over one state's moves that counting takes most of the time. What returns an array that it
was given may be called by the like only, as nobody would count that either.
"""
WITHIN: Any = {**LEAF, "forceinline": True}
"""For what is done for one state at a time: a call would hand over each array as seven numbers."""
FUSED: Any = {**LEAF, "fastmath": {"contract"}}
"""For sums of products in plain loops, which may then round once for each product and sum."""


for _kind in (Moves, Numbers, Space, Joint, JointSpace):
    bundle(_kind)


class EightType(types.Type):
    """The type of eight numbers, of 64 bits each or of 32, as numba knows it."""

    def __init__(self, number: Any) -> None:
        self.number = number
        super().__init__(name=f"Eight {number}")


_EIGHTS = {number: EightType(number) for number in (types.float64, types.float32)}


@register_model(EightType)
class _EightModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        number = manager.lookup(kind.number).get_value_type()
        super().__init__(manager, kind, ir.VectorType(number, WIDTH))


def _offer(operation: Any, instruction: str) -> None:
    """Let two values of eight numbers be joined by an operator."""

    @type_callable(operation)
    def typed(context: Any) -> Any:
        return lambda a, b: a if isinstance(a, EightType) and a == b else None

    @lower_builtin(operation, EightType, EightType)
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return getattr(builder, instruction)(*args, flags=("contract",))


for _operation, _instruction in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _offer(_operation, _instruction)


def _held_by(array: Any) -> Any:
    """Return the type of what an array, which must be in one piece, holds at a place."""
    assert array.layout == "C", array
    return types.float64 if array.ndim == 1 else _EIGHTS[array.dtype]


def _place(context: Any, builder: Any, array: Any, args: Any) -> Any:
    """Point at a number of a flat array, or at the eight numbers of a row."""
    data = context.make_array(array)(context, builder, args[0]).data
    if array.ndim == 1:
        return builder.gep(data, [args[1]])
    first = builder.mul(args[1], ir.Constant(args[1].type, WIDTH))
    held = context.get_value_type(_held_by(array))
    return builder.bitcast(builder.gep(data, [first]), held.as_pointer())


def _repeat(context: Any, builder: Any, kind: Any, number: Any) -> Any:
    vector = context.get_value_type(kind)
    nothing = ir.Constant(vector, ir.Undefined)
    number = context.cast(builder, number, types.float64, kind.number)
    one = builder.insert_element(nothing, number, ir.IntType(32)(0))
    same = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
    return builder.shuffle_vector(one, nothing, same)


def _load(typing: Any, array: Any, place: Any) -> Any:
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        at = _place(context, builder, signature.args[0], args)
        # An array begins at a multiple of what one number takes, which is all that may be promised.
        return builder.load(at, align=signature.args[0].dtype.bitwidth // 8)

    return _held_by(array)(array, types.intp), lowered


def _store(typing: Any, array: Any, place: Any, value: Any) -> Any:
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        at = _place(context, builder, signature.args[0], args)
        builder.store(args[2], at, align=signature.args[0].dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, types.intp, _held_by(array)), lowered


def _every(typing: Any, array: Any, number: Any) -> Any:
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = signature.return_type
        return _repeat(context, builder, kind, args[1]) if isinstance(kind, EightType) else args[1]

    return _held_by(array)(array, types.float64), lowered


def _where(comparison: str) -> Any:
    """Take from the first where it compares so with the second, else from the second."""

    def typed(typing: Any, one: Any, two: Any) -> Any:
        def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.select(builder.fcmp_ordered(comparison, *args), *args)

        kind = one if isinstance(one, EightType) else types.float64
        return kind(kind, kind), lowered

    return typed


def _chosen(typing: Any, sign: Any, one: Any, two: Any) -> Any:
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        is_one = not isinstance(signature.args[0], EightType)
        nothing = ir.Constant(args[0].type, 0.0 if is_one else None)
        return builder.select(builder.fcmp_ordered(">", args[0], nothing), *args[1:])

    kind = one if isinstance(one, EightType) else types.float64
    return kind(kind, kind, kind), lowered


def _above(typing: Any, value: Any, least: Any) -> Any:
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = signature.args[0]
        if not isinstance(kind, EightType):
            return builder.fcmp_ordered(">", *args)
        each = builder.fcmp_ordered(">", args[0], _repeat(context, builder, kind, args[1]))
        bits = ir.IntType(WIDTH)
        return builder.icmp_unsigned("==", builder.bitcast(each, bits), bits(2**WIDTH - 1))

    kind = value if isinstance(value, EightType) else types.float64
    return types.boolean(kind, types.float64), lowered


if config.DISABLE_JIT:

    def load(array: Floats, place: int) -> Any:
        """Read what an array holds at a place: a number, or a row of eight."""
        return array[place].copy()

    def store(array: Floats, place: int, value: Any) -> None:
        """Write what an array holds at a place."""
        array[place] = value

    def every(array: Floats, number: float) -> Any:
        """Return a number as often as an array has it at a place."""
        return np.float64(number) if array.ndim == 1 else np.full(WIDTH, number, array.dtype)

    def larger(one: Any, two: Any) -> Any:
        """Return the larger of each two; the second where one of them is not a number."""
        return np.where(one > two, one, two)[()]

    def smaller(one: Any, two: Any) -> Any:
        """Return the smaller of each two; the second where one of them is not a number."""
        return np.where(one < two, one, two)[()]

    def chosen(sign: Any, one: Any, two: Any) -> Any:
        """Return the first of each two where a sign is above 0, else the second."""
        return np.where(sign > 0, one, two)[()]

    def above(value: Any, least: float) -> bool:
        """Tell whether each number is larger than a least one; none is that is not a number."""
        return bool(np.all(value > least))

else:
    load, store, every, above = (intrinsic(one) for one in (_load, _store, _every, _above))
    larger, smaller, chosen = intrinsic(_where(">")), intrinsic(_where("<")), intrinsic(_chosen)


@inner(**LEAF)
def copy(source: Floats, goal: Floats) -> None:
    """Copy an array, or a row of one, to another of the same shape.

    To assign one to a part of another, numba first asks whether they overlap, and compiles how to
    say in words that they are not of one shape: a fifth of all that compiling took.
    """
    start, found = source.reshape(source.size), goal.reshape(source.size)
    for x in range(found.size):
        found[x] = start[x]


@inner(**LOOP)
def root_mean(total: Any, table: Floats) -> float:
    """Return the root of a sum of squares over the rows of a table; of eight sums, the largest.

    Infinite where a sum is none.
    """
    sums = np.empty_like(table[:1])
    store(sums, 0, total)
    worst = 0.0
    for each in sums.reshape(sums.size):
        if not math.isfinite(each):
            return math.inf
        worst = max(worst, each)
    return math.sqrt(worst / table.shape[0])


@njit(**FUSED)
def exponentials(argument: Floats, shifted: Floats) -> None:
    """Turn numbers from `FLOOR` to 0 into their exponentials, in place.

    Argument and result are split at the nearest power of two; the rest is a polynomial, exact to
    rounding. Written as loops without branches, which the compiler turns into vector code.
    """
    whole = shifted.view(np.int64)
    for x in range(argument.size):
        # Adding 1.5 · 2^52 rounds to a whole number and leaves it in the lowest bits.
        power = argument[x] * 1.4426950408889634 + 6755399441055744.0
        shifted[x] = power
        k = power - 6755399441055744.0
        r = (argument[x] - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10
        y = r * 2.510038549551032e-08 + 2.7620088445409746e-07
        y = y * r + 2.7557268459997064e-06
        y = y * r + 2.4801521295954376e-05
        y = y * r + 0.00019841269863053618
        y = y * r + 0.0013888888917213717
        y = y * r + 0.008333333333330062
        y = y * r + 0.04166666666662413
        y = y * r + 0.16666666666666669
        y = y * r + 0.5000000000000001
        y = y * r + 1.0
        argument[x] = y * r + 1.0
    for x in range(argument.size):
        whole[x] = (whole[x] + 1023) << 52
    for x in range(argument.size):
        argument[x] *= shifted[x]


@njit(**FUSED)
def logarithms(number: Floats, mantissa: Floats) -> None:
    """Turn positive numbers into their logarithms, in place.

    Split at the power of two nearest in ratio; the rest is 2 artanh f, f = (m - 1) / (m + 1), whose
    series is exact to rounding for |f| < 0.172.
    """
    bits, rest = number.view(np.int64), mantissa.view(np.int64)
    for x in range(number.size):
        k = (bits[x] - 4604544271217802189) >> 52
        rest[x] = bits[x] - (k << 52)
        bits[x] = k + 4843621399236968448
    for x in range(number.size):
        # 2^52 + 2^51 with k added in its lowest bits; to take it off makes k a float.
        k = number[x] - 6755399441055744.0
        f = (mantissa[x] - 1.0) / (mantissa[x] + 1.0)
        g = f * f
        y = g * 0.07406530960807016 + 0.07656103662194594
        y = y * g + 0.09091821836324158
        y = y * g + 0.11111098418003659
        y = y * g + 0.14285714381354733
        y = y * g + 0.19999999999646603
        y = y * g + 0.3333333333333383
        y = y * g + 1.0
        number[x] = k * 0.693147180559945309417 + 2.0 * f * y
