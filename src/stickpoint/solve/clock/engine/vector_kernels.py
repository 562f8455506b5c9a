"""Eight numbers side by side as one value of a compiled loop, so that no loop over them is left.

LLVM turns a loop over eight neighbours into plain single steps wherever it cannot prove that the
arrays it reads and writes are apart. A value that *is* eight numbers needs no such proof: each
operation becomes one instruction of the widest vector unit there is, or two or four on narrower
ones. Products and sums may be fused, which rounds once instead of twice.

Where kernels run as plain Python, an `Eight` is an array of eight numbers.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np
from llvmlite import ir
from numba import config, types
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable
from numpy.typing import NDArray

LANES = 8

Floats = NDArray[np.float64]

_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_DOUBLES = 8
"""Arrays of float64 begin at a multiple of so many bytes, which is all that may be promised."""


class _EightType(types.Type):
    """The type of eight numbers, as numba knows it."""

    def __init__(self) -> None:
        super().__init__(name="Eight")


_EIGHT = _EightType()


@register_model(_EightType)
class _EightModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VECTOR)


def _offer(operation: Any, instruction: str) -> None:
    """Let two values of eight numbers be joined by an operator."""

    @type_callable(operation)
    def typed(context: Any) -> Any:
        return lambda a, b: _EIGHT if a == _EIGHT and b == _EIGHT else None

    @lower_builtin(operation, _EIGHT, _EIGHT)
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return getattr(builder, instruction)(*args, flags=("contract",))


for _operation, _instruction in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _offer(_operation, _instruction)


def _place(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    """Point at eight neighbours of a flat array."""
    array = context.make_array(signature.args[0])(context, builder, args[0])
    return builder.bitcast(builder.gep(array.data, [args[1]]), _VECTOR.as_pointer())


def _load(typing: Any, array: Any, first: Any) -> Any:
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_place(context, builder, signature, args), align=_DOUBLES)

    return _EIGHT(array, types.intp), lowered


def _store(typing: Any, array: Any, first: Any, eight: Any) -> Any:
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[2], _place(context, builder, signature, args), align=_DOUBLES)
        return context.get_dummy_value()

    return types.void(array, types.intp, _EIGHT), lowered


def _all_of(typing: Any, number: Any) -> Any:
    def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        nothing = ir.Constant(_VECTOR, ir.Undefined)
        one = builder.insert_element(nothing, args[0], ir.IntType(32)(0))
        same = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return builder.shuffle_vector(one, nothing, same)

    return _EIGHT(types.float64), lowered


def _where(comparison: str) -> Any:
    """Take from the first where it compares so with the second, else from the second."""

    def typed(typing: Any, one: Any, two: Any) -> Any:
        def lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.select(builder.fcmp_ordered(comparison, *args), *args)

        return _EIGHT(_EIGHT, _EIGHT), lowered

    return typed


if config.DISABLE_JIT:

    def load(array: Floats, first: int) -> Floats:
        """Read eight neighbours of a flat array."""
        return array[first : first + LANES].copy()

    def store(array: Floats, first: int, eight: Floats) -> None:
        """Write eight neighbours of a flat array."""
        array[first : first + LANES] = eight

    def all_of(number: float) -> Floats:
        """Return one number eight times."""
        return np.full(LANES, number)

    def larger(one: Floats, two: Floats) -> Floats:
        """Return the larger of each two; the second where one of them is not a number."""
        return np.where(one > two, one, two)

    def smaller(one: Floats, two: Floats) -> Floats:
        """Return the smaller of each two; the second where one of them is not a number."""
        return np.where(one < two, one, two)

else:
    load, store, all_of = intrinsic(_load), intrinsic(_store), intrinsic(_all_of)
    larger, smaller = intrinsic(_where(">")), intrinsic(_where("<"))
