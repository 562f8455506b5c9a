"""A statement as written → the shortest one of its parts that means the same.

A name is left out where putting yes or no in its place changes nothing, one after another, as long
as the statement gets shorter. Names are taken as they stand: `!settled & a.x` says more than `a.x`,
whatever settles it, and so does `a.x & !a.y` even where no state has both.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.resolve.names import CONSTANTS
from stickpoint.case.resolve.statements import Written, counts, written

MAX_DISTINCT = 12
MAX_NAMES = 40
YES: Written = ("name", "yes")
NO: Written = ("name", "no")
Table = NDArray[np.bool_]


def simpler(text: str) -> str | None:
    """Return the shorter statement, None where there is none or it has too many names.

    Examples
    --------
    >>> simpler("gov.sea if nature.newpm | !gov.sea")
    'gov.sea'
    """
    if counts(text):
        return None  # what adds up weights is as short as it can be said
    tree = written(text)
    names = sorted({leaf for leaf in _leaves(tree) if _constant(leaf) is None})
    if not 0 < len(names) <= MAX_DISTINCT or sum(1 for _ in _leaves(tree)) > MAX_NAMES:
        return None
    codes = np.arange(1 << len(names))
    tables = {name: codes >> k & 1 != 0 for k, name in enumerate(names)}
    least = _least(_without_constants(tree), tables)
    least = tree if least == tree else least
    return None if least is tree else _text(least)


def _constant(leaf: Written) -> bool | None:
    return CONSTANTS.get(leaf[1].lower()) if leaf[0] == "name" else None


def _least(tree: Written, tables: dict[Written, Table]) -> Written:
    """Leave out what changes nothing, the most at a time."""
    meant = _table(tree, tables)
    if meant.all() or not meant.any():
        return YES if meant.all() else NO
    while True:
        ways = [way for way in _without_one(tree) if np.array_equal(_table(way, tables), meant)]
        if not ways or tree in (YES, NO):
            return tree
        tree = min(ways, key=lambda way: sum(1 for _ in _leaves(way)))


def _leaves(tree: Written) -> Iterator[Written]:
    if tree[0] in ("name", "terms"):
        yield tree
    else:
        for part in tree[1:]:
            yield from _leaves(part)


def _without_one(tree: Written) -> Iterator[Written]:
    """Return every statement in which one name, or a part in brackets, is yes, or no."""
    if tree not in (YES, NO):
        yield from (YES, NO)
    if tree[0] in ("name", "terms"):
        return
    for k, part in enumerate(tree[1:], start=1):
        for way in _without_one(part):
            yield _joined(tree[0], (*tree[1:k], way, *tree[k + 1 :]))


def _without_constants(tree: Written) -> Written:
    if tree[0] in ("name", "terms"):
        return {True: YES, False: NO, None: tree}[_constant(tree)]
    return _joined(tree[0], tuple(map(_without_constants, tree[1:])))


def _joined(operator: str, parts: tuple[Written, ...]) -> Written:
    """Apply an operator, and be rid of yes and no inside it."""
    if operator == "not":
        if parts[0] in (YES, NO):
            return NO if parts[0] == YES else YES
        inner: Written = parts[0][1]
        return inner if parts[0][0] == "not" else ("not", parts[0])
    if operator in ("and", "or"):
        idle, deciding = (YES, NO) if operator == "and" else (NO, YES)
        left = tuple(part for part in parts if part != idle)
        if deciding in left or not left:
            return deciding if left else idle
        return left[0] if len(left) == 1 else (operator, *left)
    one, other = parts
    if operator == "if":
        if YES in (one, other) or NO in (one, other):
            return one if other == YES else _joined("or", (one, _joined("not", (other,))))
        return ("if", one, other)
    for side, rest in ((one, other), (other, one)):
        if side in (YES, NO):
            return rest if side == YES else _joined("not", (rest,))
    return ("iff", one, other)


def _table(tree: Written, tables: dict[Written, Table]) -> Table:
    operator, *parts = tree
    if operator in ("name", "terms"):
        value = _constant(tree)
        return tables[tree] if value is None else np.full(_size(tables), value)
    values = [_table(part, tables) for part in parts]
    if operator == "not":
        return ~values[0]
    if operator == "if":
        return values[0] | ~values[1]
    if operator == "iff":
        return values[0] == values[1]
    fold = np.logical_and if operator == "and" else np.logical_or
    made: Table = fold.reduce(values)
    return made


def _size(tables: dict[Written, Table]) -> int:
    return 1 << len(tables)


_SIGNS = {"and": " & ", "or": " | ", "if": " if ", "iff": " iff "}
_BINDING = ("name", "terms", "not", "and", "or", "if", "iff")


def _text(tree: Written, above: str = "") -> str:
    """Write a statement, in brackets where it binds less than what stands above it."""
    operator, *parts = tree
    if operator == "name":
        return str(parts[0])
    if operator == "terms":
        return f'{parts[0]} = "{parts[1]}"'
    if operator == "not":
        inner = _text(parts[0], "not")
        return f"!({inner})" if parts[0][0] == "terms" else f"!{inner}"
    said = _SIGNS[operator].join(_text(part, operator) for part in parts)
    rank = _BINDING.index(operator)
    is_loose = above and (rank >= _BINDING.index(above) or rank > _BINDING.index("or"))
    return f"({said})" if is_loose else said
