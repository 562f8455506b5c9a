"""Formulas as nested tuples over option indices, and their value on many states at once.

A formula is one of ``("const", bool)``, ``("option", k)``, ``("not", f)``, ``("and", (f, …))``,
``("or", (f, …))``, ``("at_most_one", (k, …))`` and ``("exactly_one", (k, …))``, where option k is
bit k of the state code. Tuples compare and hash by value, which the decision diagram relies on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Formula: TypeAlias = tuple[Any, ...]

TRUE: Formula = ("const", True)
FALSE: Formula = ("const", False)


def literal(option: int, value: bool) -> Formula:
    """Return the formula that an option is yes, or that it is no."""
    return ("option", option) if value else ("not", ("option", option))


def evaluate(formula: Formula, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Tell in which states a formula holds; bit k of a code is the yes or no of option k.

    Examples
    --------
    >>> evaluate(("and", (("option", 0), ("not", ("option", 1)))), np.arange(4, dtype=np.uint64))
    array([False,  True, False, False])
    """
    kind, body = formula
    if kind == "const":
        return np.full(codes.shape, body, dtype=np.bool_)
    if kind == "option":
        return (codes >> np.uint64(body)) & np.uint64(1) != 0
    if kind == "not":
        return ~evaluate(body, codes)
    if kind in ("and", "or"):
        fold = np.logical_and if kind == "and" else np.logical_or
        result = np.full(codes.shape, kind == "and", dtype=np.bool_)
        for part in body:
            fold(result, evaluate(part, codes), out=result)
        return result
    yes = np.bitwise_count(codes & np.uint64(sum(1 << k for k in body)))
    return yes <= 1 if kind == "at_most_one" else yes == 1


def options_in(formula: Formula) -> frozenset[int]:
    """Name the options a formula speaks of.

    Examples
    --------
    >>> sorted(options_in(("or", (("option", 3), ("at_most_one", (0, 2))))))
    [0, 2, 3]
    """
    kind, body = formula
    if kind in ("const", "option"):
        return frozenset((body,) if kind == "option" else ())
    if kind in ("not", "and", "or"):
        return frozenset().union(*map(options_in, (body,) if kind == "not" else body))
    return frozenset(body)


def shift(formula: Formula, move: Callable[[int], int]) -> Formula:
    """Return the same formula over renumbered options.

    Examples
    --------
    >>> shift(("not", ("option", 1)), lambda k: k + 4)
    ('not', ('option', 5))
    """
    kind, body = formula
    if kind == "const":
        return formula
    if kind == "option":
        return ("option", move(body))
    if kind == "not":
        return ("not", shift(body, move))
    if kind in ("and", "or"):
        return (kind, tuple(shift(part, move) for part in body))
    return (kind, tuple(move(k) for k in body))


def restrict(formula: Formula, option: int, value: bool) -> Formula:
    """Fix one option and simplify what remains.

    Examples
    --------
    >>> restrict(("at_most_one", (0, 1, 2)), 0, True)
    ('and', (('not', ('option', 1)), ('not', ('option', 2))))
    """
    kind, body = formula
    if kind == "const":
        return formula
    if kind == "option":
        return (TRUE if value else FALSE) if body == option else formula
    if kind == "not":
        return _negate(restrict(body, option, value))
    if kind in ("and", "or"):
        return join(kind, (restrict(part, option, value) for part in body))
    if option not in body:
        return formula
    rest = tuple(k for k in body if k != option)
    if value:
        return join("and", (("not", ("option", k)) for k in rest))
    if len(rest) > 1:
        return (kind, rest)
    return TRUE if kind == "at_most_one" else ("option", rest[0]) if rest else FALSE


def _negate(formula: Formula) -> Formula:
    if formula[0] == "const":
        return FALSE if formula[1] else TRUE
    return formula[1] if formula[0] == "not" else ("not", formula)


def join(kind: str, parts: Any) -> Formula:
    """Combine parts by "and" or "or", dropping what decides nothing and repeating nothing.

    Parts are put in one fixed order, so that equal remainders are recognised as equal.
    """
    neutral, decisive = (TRUE, FALSE) if kind == "and" else (FALSE, TRUE)
    kept: dict[Formula, None] = {}
    for part in parts:
        if part == decisive:
            return decisive
        for piece in part[1] if part[0] == kind else (part,):
            if piece != neutral:
                kept[piece] = None
    if not kept:
        return neutral
    if len(kept) == 1:
        return next(iter(kept))
    return (kind, tuple(sorted(kept, key=repr)))
