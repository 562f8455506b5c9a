"""Boolean formulas over option vectors: their value, and how many vectors they leave, and which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError

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
    if kind == "at_least":
        total = np.zeros(codes.shape, dtype=np.int64)
        for weight, part in body[1]:
            total += weight * evaluate(part, codes)
        return total >= body[0]
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
    if kind == "at_least":
        return frozenset().union(*(options_in(part) for _, part in body[1]))
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
    if kind == "at_least":
        return (kind, (body[0], tuple((weight, shift(part, move)) for weight, part in body[1])))
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
    if kind == "at_least":
        parts = ((weight, restrict(part, option, value)) for weight, part in body[1])
        return at_least(body[0], parts)
    return _restrict_among(kind, body, option, value) if option in body else formula


def _restrict_among(kind: str, body: tuple[int, ...], option: int, value: bool) -> Formula:
    """Fix one of several options of which at most, or exactly, one is chosen."""
    rest = tuple(k for k in body if k != option)
    if value:
        return join("and", (("not", ("option", k)) for k in rest))
    if len(rest) > 1:
        return (kind, rest)
    return TRUE if kind == "at_most_one" else ("option", rest[0]) if rest else FALSE


def at_least(least: int, parts: Iterable[tuple[int, Formula]]) -> Formula:
    """Return the formula that the weights of the parts that hold come to so much, or more.

    Weights are whole numbers of at least 0. What holds or does not for certain is taken out.

    Examples
    --------
    >>> at_least(3, [(2, ("option", 0)), (1, ("option", 1)), (1, TRUE)])
    ('at_least', (2, ((2, ('option', 0)), (1, ('option', 1)))))
    >>> at_least(3, [(2, ("option", 0)), (1, TRUE)])
    ('option', 0)
    """
    kept = []
    for weight, part in parts:
        if part == TRUE:
            least -= weight
        elif part != FALSE:
            kept.append((weight, part))
    if least <= 0:
        return TRUE
    if sum(weight for weight, _ in kept) < least:
        return FALSE
    return kept[0][1] if len(kept) == 1 else ("at_least", (least, tuple(kept)))


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


MAX_NODES = 100_000
MAX_OPTIONS = 63


class DiagramTooLarge(ModelError):
    """The formulas tie too many options together to be counted."""


class Diagram:
    """The set of option vectors that satisfy every formula; ``count`` says how many there are.

    Raises `ModelError` for more than 63 options, and `DiagramTooLarge` where more than
    ``max_nodes`` distinct remainders would be needed.

    Examples
    --------
    >>> two_of_three = Diagram(3, [("exactly_one", (0, 1, 2))])
    >>> two_of_three.count, two_of_three.codes().tolist()
    (3, [1, 2, 4])
    """

    def __init__(
        self, n_options: int, formulas: Sequence[Formula] = (), *, max_nodes: int = MAX_NODES
    ) -> None:
        if n_options > MAX_OPTIONS:
            raise ModelError(
                f"{n_options} options found; at most {MAX_OPTIONS} fit a state code: "
                "merge or drop options"
            )
        # Fixing an option that nobody has only simplifies, so "never" is seen as such at once.
        whole = restrict(join("and", formulas), -1, False)
        self._levels = _grow(n_options, whole, max_nodes)
        self.count = 0 if whole == FALSE else _count(self._levels)

    def codes(self) -> NDArray[np.uint64]:
        """List the option vectors that satisfy the formulas, ascending."""
        none = np.empty(0, dtype=np.uint64)
        if self.count == 0:
            return none
        blocks = [np.zeros(1, dtype=np.uint64)]
        for bit, level in enumerate(reversed(self._levels)):
            blocks.append(none)  # found at -1, the dead end
            high = np.uint64(1 << bit)
            blocks = [np.concatenate((blocks[low], blocks[up] | high)) for low, up in level]
        return blocks[0]


def _grow(n_options: int, whole: Formula, max_nodes: int) -> list[list[tuple[int, int]]]:
    """Return, level by level from the highest option, each node's children; -1 is a dead end."""
    levels: list[list[tuple[int, int]]] = []
    nodes = [whole]
    total = 1
    for option in reversed(range(n_options)):
        index: dict[Formula, int] = {}
        children = []
        for node in nodes:
            pair = []
            for value in (False, True):
                rest = restrict(node, option, value)
                pair.append(-1 if rest == FALSE else index.setdefault(rest, len(index)))
            children.append((pair[0], pair[1]))
        total += len(index)
        if total > max_nodes:
            raise DiagramTooLarge(
                f"the constraints tie {len(options_in(whole))} options into more than {max_nodes} "
                "combinations; simplify them, or put options that are always chosen "
                "together into one"
            )
        levels.append(children)
        nodes = list(index)
    return levels


def _count(levels: list[list[tuple[int, int]]]) -> int:
    """Count the solutions below the first node, level by level from the last."""
    below = [1]
    for level in reversed(levels):
        below.append(0)  # found at -1, the dead end
        below = [below[low] + below[up] for low, up in level]
    return below[0]
