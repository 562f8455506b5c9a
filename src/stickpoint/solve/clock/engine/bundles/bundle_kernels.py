"""Named tuples of arrays → one address, from which a compiled loop reads what it uses.

Numba hands a named tuple on by value: what is known of each of its arrays, seven numbers, is an
argument of every function that gets it. The moves, numbers and space of a game are sixty arrays, so
each call had four hundred arguments, and to compile these took most of the time that compiling
took. A class that is a *bundle* is laid out once, where Python calls, and handed on by its address.

What a bundle holds never changes during a call, though what its arrays hold may. Each read says so
to LLVM, which else would have to read again after whatever is written. Nobody counts references to
the arrays: they belong to the caller, who keeps them. So no loop may return one of them, or a part
of it, to Python.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import impl_ret_untracked
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)

_MEMINFO, _PARENT = 0, 1


class BundleType(types.Type):
    """The type of a bundle, as numba knows it: the fields of its class, each with its type."""

    def __init__(self, given: Any) -> None:
        self.fields, self.types = given.fields, given.types
        self.instance_class = given.instance_class
        # All symbols carry the names of their arguments, which numba spells out to the last array.
        digest = blake2b(str(given).encode(), digest_size=8).hexdigest()
        super().__init__(name=f"{given.instance_class.__name__}<{digest}>")

    def held(self, field: str) -> Any:
        """Return the type of a field."""
        return self.types[self.fields.index(field)]


@register_model(BundleType)
class _BundleModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _layout(manager, kind).as_pointer())


def _layout(manager: Any, kind: Any) -> Any:
    """Return how a bundle lies in memory: bundles within it as they are, all else by value."""
    return ir.LiteralStructType(
        [
            _layout(manager, one)
            if isinstance(one, BundleType)
            else manager.lookup(one).get_value_type()
            for one in kind.types
        ]
    )


def bundle(one: Any) -> Any:
    """Let instances of a class of named tuples be handed on by their address."""
    typeof_impl.register(one)(_typeof)
    return one


def _typeof(value: Any, context: Any) -> Any:
    held = [typeof_impl(one, context) for one in value]
    return None if None in held else BundleType(types.BaseTuple.from_types(held, type(value)))


@infer_getattr
class _Fields(AttributeTemplate):
    key = BundleType

    def generic_resolve(self, kind: Any, field: str) -> Any:
        return kind.held(field) if field in kind.fields else None


@lower_getattr_generic(BundleType)
def _read_field(context: Any, builder: Any, kind: Any, address: Any, field: str) -> Any:
    held, place = (
        kind.held(field),
        cgutils.gep_inbounds(builder, address, 0, kind.fields.index(field)),
    )
    if isinstance(held, BundleType):
        return place
    value = _read(builder, place, context.get_value_type(held))
    return impl_ret_untracked(context, builder, held, value)


def _read(builder: Any, place: Any, kind: Any) -> Any:
    """Read what never changes, number by number: what says so is lost on whole structures."""
    if isinstance(kind, ir.LiteralStructType | ir.ArrayType):
        value = ir.Constant(kind, ir.Undefined)
        for x in range(len(kind)):
            part = kind.elements[x] if isinstance(kind, ir.LiteralStructType) else kind.element
            one = _read(builder, cgutils.gep_inbounds(builder, place, 0, x), part)
            value = builder.insert_value(value, one, x)
        return value
    found = builder.load(place)
    found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found


@unbox(BundleType)
def _unbox(kind: Any, given: Any, c: Any) -> Any:
    layout = c.context.get_value_type(kind).pointee
    place = cgutils.alloca_once(c.builder, layout)
    failed = cgutils.alloca_once_value(c.builder, cgutils.false_bit)
    _write(kind, given, place, failed, c)
    return NativeValue(place, is_error=c.builder.load(failed))


def _write(kind: Any, given: Any, place: Any, failed: Any, c: Any) -> None:
    """Lay out what Python hands over; the arrays stay Python's."""
    for x, one in enumerate(kind.types):
        item, at = c.pyapi.tuple_getitem(given, x), cgutils.gep_inbounds(c.builder, place, 0, x)
        if isinstance(one, BundleType):
            _write(one, item, at, failed, c)
        elif isinstance(one, types.Array):
            wrong = cgutils.is_not_null(c.builder, _adapt(item, at, c))
            c.builder.store(c.builder.or_(c.builder.load(failed), wrong), failed)
            for owner in (_MEMINFO, _PARENT):
                slot = cgutils.gep_inbounds(c.builder, at, 0, owner)
                c.builder.store(ir.Constant(slot.type.pointee, None), slot)
        else:
            native = c.unbox(one, item)
            c.builder.store(native.value, at)
            c.builder.store(c.builder.or_(c.builder.load(failed), native.is_error), failed)


def _adapt(array: Any, place: Any, c: Any) -> Any:
    """Write where an array of numpy's lies, by what numba has for it; not 0 if it cannot."""
    taken = ir.FunctionType(ir.IntType(32), [c.pyapi.pyobj, c.pyapi.voidptr])
    adapt = cgutils.get_or_insert_function(c.builder.module, taken, "numba_adapt_ndarray")
    return c.builder.call(adapt, (array, c.builder.bitcast(place, c.pyapi.voidptr)))
