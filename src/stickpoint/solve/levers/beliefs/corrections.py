"""Where each would stay with some parts of its view put right → the fewest parts that do it.

A party chooses by its own view alone, so what one learns changes what another does not. The fewest
corrections after which a state holds are therefore, party by party, the fewest of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Parts = frozenset[int]


class Corrected(NamedTuple):
    """Which parts of a party's view are put right, and where it then stays, bool (states,)."""

    parts: Parts
    stays: NDArray[np.bool_]


@dataclass(frozen=True)
class Corrections:
    """The fewest parts of views that have to be put right.

    Attributes
    ----------
    state : int or None
        The state of the target that then holds; None where no choice does it.
    parts : tuple of frozenset of int
        For each party, which parts of its view.
    others : int
        How many other choices, of as few, do it for that state.
    complete : bool
        Whether every choice of parts was looked at.
    """

    state: int | None
    parts: tuple[Parts, ...] = ()
    others: int = 0
    complete: bool = True

    @property
    def cost(self) -> int | None:
        """How many parts; None where no choice does it."""
        return None if self.state is None else sum(map(len, self.parts))

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; states count from 1."""
        state = None if self.state is None else self.state + 1
        proof = "impossible" if self.complete else "none found"
        if self.state is not None:
            proof = "optimal" if self.complete else "best found"
        return {"state": state, "cost": self.cost, "others": self.others, "proof": proof}


def fewest_corrections(
    choices: Sequence[Sequence[Corrected]], target: NDArray[np.bool_], *, complete: bool = True
) -> Corrections:
    """Find the fewest corrections after which each party would stay in some state of a target.

    Parameters
    ----------
    choices : sequence, one item per party
        What could be put right in its view, and where it would stay then; the first is nothing.
    target : ndarray of bool, shape (states,)
    complete : bool
        Whether ``choices`` has every choice of parts.

    Examples
    --------
    Of two who would leave, the first stays if it learns one thing, the second if it learns either
    of two:

    >>> def made(*parts, stays): return Corrected(frozenset(parts), np.array([stays]))
    >>> one = [made(stays=False), made(0, stays=True)]
    >>> two = [made(stays=False), made(0, stays=True), made(1, stays=True)]
    >>> found = fewest_corrections([one, two], np.array([True]))
    >>> found.cost, found.others
    (2, 1)
    """
    best: Corrections | None = None
    for state in np.flatnonzero(target).tolist():
        parts, others = list[Parts](), 1
        for own in choices:
            able = [choice.parts for choice in own if choice.stays[state]]
            if not able:
                break
            least = min(map(len, able))
            fewest = [choice for choice in able if len(choice) == least]
            parts.append(fewest[0])
            others *= len(fewest)
        else:
            found = Corrections(state, tuple(parts), others - 1, complete)
            if best is None or (found.cost or 0) < (best.cost or 0):
                best = found
    return best or Corrections(None, complete=complete)
