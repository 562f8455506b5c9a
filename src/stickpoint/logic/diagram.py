"""Formulas that must all hold → how many option vectors remain, and which, without trying all.

Options are fixed one after another from the most significant bit down; what remains of the
formulas is a node, and equal remainders share one. Counting walks the nodes, not the states, so
the number of feasible states is known before a single state is stored; enumeration then writes
each state once, in ascending order (a binary decision diagram after R. E. Bryant, 1986, *IEEE
Trans. Computers* C-35, 677-691).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.logic.formula import FALSE, Formula, join, options_in, restrict

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
