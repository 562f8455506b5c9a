"""What is meant, as it travels on the socket → data as the format reads it: texts all through."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from stickpoint.case.schema.shape import Kind
from stickpoint.case.schema.values import Unfit, number
from stickpoint.studio.edits.fault import EditError
from stickpoint.studio.edits.known import below, is_amount
from stickpoint.studio.edits.written import Data, Part

_PARTS = 3


def data_of(value: object) -> Data:
    """Return a value as texts, lists and mappings of texts.

    Examples
    --------
    >>> data_of({"now": True, "rate": [0.1, 2]})
    {'now': 'yes', 'rate': ['0.1', '2']}
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return written_number(value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if isinstance(value, Mapping):
        return {str(key): data_of(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [data_of(part) for part in value]
    raise EditError(f"a {type(value).__name__} cannot stand in a case; give a text or a number")


def written_number(value: float) -> str:
    """Return a number as it is typed, without a needless fraction.

    >>> written_number(0.30), written_number(-2.0), written_number(1e-07)
    ('0.3', '-2', '1e-07')
    """
    if not math.isfinite(value):
        raise EditError("this is not a number that can be written; type one in digits")
    if value == int(value) and abs(value) < 2**53:
        return str(int(value))
    return str(value)


def fitted(value: object, kind: Kind | None, old: Part | None) -> Data:
    """Return the data of a value as fits its place and what stands there.

    A bare number keeps the unit of time of the number it replaces. Three numbers where the format
    has an amount are its low end, middle and high end: one number if they are equal, a range if the
    middle is halfway and was not written before, all three otherwise.

    Parameters
    ----------
    value : object
        The value as it came.
    kind : Kind or None
        What the format has at this place.
    old : Part or None
        What stands there.
    """
    bare = _bare(value)
    if is_amount(kind) and bare is not None:
        is_triple = not isinstance(value, Mapping) and len(bare) == _PARTS
        return _in_unit(_amount(bare, old) if is_triple else data_of(value), _common_unit(old))
    if isinstance(value, Mapping):
        there = old if old is not None and old.kind == "mapping" else Part("mapping", 0, 0)
        return {
            str(key): fitted(part, below(kind, str(key)), there.named(str(key)))
            for key, part in value.items()
        }
    if isinstance(value, list | tuple):
        items = [*(old.items if old is not None else ()), *[None] * len(value)]
        return [
            fitted(part, below(kind, k), item)
            for k, (part, item) in enumerate(zip(value, items, strict=False))
        ]
    return data_of(value) if bare is None else _with_unit(data_of(value), old)


def _bare(value: object) -> list[float] | None:
    """Return the numbers of a value that is a number, or a list or mapping of them alone."""
    if isinstance(value, Mapping):
        parts: list[object] = list(value.values())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        parts = list(value)
    else:
        parts = [value]
    numbers = [
        part for part in parts if isinstance(part, int | float) and not isinstance(part, bool)
    ]
    return numbers if parts and len(numbers) == len(parts) else None


def _amount(parts: Sequence[float], old: Part | None) -> Data:
    low, mid, high = (written_number(part) for part in parts)
    was_triangle = old is not None and old.kind == "mapping"
    if Fraction(low) == Fraction(mid) == Fraction(high):
        return low
    if not was_triangle and 2 * Fraction(mid) == Fraction(low) + Fraction(high):
        return [low, high]
    return {"low": low, "mid": mid, "high": high}


def _with_unit(data: Data, old: Part | None) -> Data:
    """Give a bare number at a place within an amount the unit that stands there."""
    if not isinstance(data, str) or old is None or old.kind != "text":
        return data
    return _in_unit(data, _unit(old.words))


def _in_unit(data: Data, unit: str) -> Data:
    if not unit:
        return data
    if isinstance(data, str):
        return data + unit
    if isinstance(data, list):
        return [part + unit for part in data]
    return {key: part + unit for key, part in data.items()}


def _common_unit(old: Part | None) -> str:
    """Return the unit that every number of an amount has, with its stroke; empty if they differ."""
    if old is None:
        return ""
    texts = [old] if old.kind == "text" else old.children
    units = {_unit(part.words) for part in texts}
    return units.pop() if len(units) == 1 else ""


def _unit(text: str) -> str:
    amount, stroke, unit = text.partition("/")
    return stroke + unit if stroke and same_number(amount, amount) else ""


def same_number(one: str, other: str) -> bool:
    """Tell whether two texts are the same number, however written.

    >>> same_number("1.0", "1"), same_number("0.05/year", "0.050/year"), same_number("a", "a")
    (True, True, False)
    """
    (first, *unit), (second, *other_unit) = one.split("/"), other.split("/")
    try:
        return number(first) == number(second) and unit == other_unit
    except Unfit:
        return False
