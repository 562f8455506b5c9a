"""Sums of weighted statements → the one weight whose least change makes an outcome hold, exactly.

Let a party's order be that of U(s) = Σ w_k f_k(s). Where one weight grows by δ, all states in which
its statement holds rise by δ past the others, so the order changes only at the differences
U(a) - U(b) of a state a in which it does not hold and a state b in which it does, and is the same
between two neighbours of these. So one state of each gap between them stands for all, whatever is
asked of the order; nothing is linearised and no step is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import merge
from math import lcm
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.sanctions import stability

MOST_JUDGED = 1 << 19
"""So many states are judged in all, orders times states, before the search gives up."""
FEWEST_ORDERS = 40
MOST_PAIRS = 1 << 22
"""With more differences than this between two kinds of states a weight is not looked at."""

Mask = NDArray[np.bool_]


class Weighted(NamedTuple):
    """One statement of a party's sum: where it holds, bool (states,), and its weight."""

    holds: Mask
    weight: Fraction


@dataclass(frozen=True)
class WeightShift:
    """The least change of one weight that does it.

    Attributes
    ----------
    state : int or None
        The state of the target that would then hold; None where nothing was found.
    party, line : int
        Whose weight, and which of its statements; -1 where nothing need change.
    before, bound : Fraction
        The weight now, and the one that it has to pass.
    is_above : bool
        Whether it has to be above the bound; else below.
    until : Fraction or None
        How far it may go on before the order changes again; None where it never does.
    proof : str
        ``optimal``; ``impossible`` by any one weight; ``none found``: the search gave up.
    floor : Fraction
        Where none was found, no change of less than this does it.
    others : int
        How many other weights, or ways of this one, do it at no more change.
    """

    state: int | None
    party: int = -1
    line: int = -1
    before: Fraction = Fraction(0)
    bound: Fraction = Fraction(0)
    is_above: bool = True
    until: Fraction | None = None
    proof: str = "optimal"
    floor: Fraction = Fraction(0)
    others: int = 0

    @property
    def cost(self) -> Fraction | None:
        """By how much more than this the weight has to change."""
        return None if self.state is None else abs(self.bound - self.before)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; states count from 1."""
        if self.state is None:
            return {"state": None, "cost": None, "proof": self.proof, "floor": float(self.floor)}
        if self.party < 0:
            return {"state": self.state + 1, "cost": 0.0, "proof": self.proof}
        return {
            "state": self.state + 1,
            "party": self.party,
            "line": self.line,
            "before": float(self.before),
            "above" if self.is_above else "below": float(self.bound),
            "until": None if self.until is None else float(self.until),
            "cost": float(abs(self.bound - self.before)),
            "others": self.others,
            "proof": self.proof,
        }


class _Gap(NamedTuple):
    """Between two changes of the order: how far off, whose, which, and from where to where."""

    distance: Fraction
    party: int
    line: int
    up: bool
    near: Fraction
    far: Fraction | None


def least_weight(
    conflict: Conflict,
    sums: Mapping[int, Sequence[Weighted]],
    target: NDArray[np.bool_],
    concept: str,
) -> WeightShift:
    """Find the one weight that has to change least for a state of a target to hold.

    Parameters
    ----------
    conflict : Conflict
        Its ranks are those of the sums for the parties in ``sums``.
    sums : mapping of int to sequence of Weighted
        By party, whatever counts in its order.
    target : ndarray of bool, shape (states,)
    concept : str
        One of the five; all parties are judged by it after each change.

    Returns
    -------
    WeightShift
        Its bound is a tie; beyond it the state holds. A tie alone would rest on nothing.

    Raises
    ------
    ModelError
        States that are coalesced, in which a statement has no single value.

    Notes
    -----
    One linear judgement for each gap up to the first that does it. Weights of several parties are
    compared as they are written, whatever they are worth to each.

    Examples
    --------
    Peace counts 1 to a party and the province 3; it would make peace if that counted more than 3:

    >>> peace = Conflict.from_options([0], [[3, 1]])
    >>> two = np.array([False, True])
    >>> sums = {0: [Weighted(two, Fraction(1)), Weighted(~two, Fraction(3))]}
    >>> found = least_weight(peace, sums, two, "nash")
    >>> found.line, found.bound, found.is_above
    (0, Fraction(3, 1), True)
    """
    now = holding_now(conflict, target, concept)
    if now is not None:
        return WeightShift(now)
    units = {party: _units(lines, conflict.n_states) for party, lines in sums.items()}
    left = max(FEWEST_ORDERS, MOST_JUDGED // conflict.n_states)
    every, complete = [], True
    for party, lines in sums.items():
        for k, line in enumerate(lines):
            gaps = _gaps(party, k, line, *units[party])
            complete &= gaps is not None
            every.append(iter(gaps or ()))
    found: list[WeightShift] = []
    floor = Fraction(0)
    for gap in merge(*every, key=lambda gap: gap.distance):
        if found and gap.distance > floor:
            break
        floor = gap.distance
        if left == 0:
            break
        left -= 1
        ranks = conflict.ranks.copy()
        lines = sums[gap.party]
        ranks[gap.party] = _moved(*units[gap.party], lines[gap.line].holds, gap)
        changed = replace(conflict, ranks=ranks)
        held = stability(changed, [concept]).equilibria[concept] & target
        if held.any():
            found.append(_shift(gap, lines[gap.line].weight, int(np.argmax(held))))
    if found:
        return replace(found[0], others=len(found) - 1)
    if complete and left:
        return WeightShift(None, proof="impossible")
    return WeightShift(None, proof="none found", floor=floor if complete else Fraction(0))


def holding_now(conflict: Conflict, target: NDArray[np.bool_], concept: str) -> int | None:
    """Return the first state of a target that holds as things stand, or None.

    `ModelError` is raised for states that are coalesced: no statement has a single value in them.
    """
    if conflict.merged:
        raise ModelError("some states stand for several, in which a statement has no single value")
    held = stability(conflict, [concept]).equilibria[concept] & target
    return int(np.argmax(held)) if held.any() else None


def _shift(gap: _Gap, now: Fraction, state: int) -> WeightShift:
    until = None if gap.far is None else now + gap.far
    return WeightShift(state, gap.party, gap.line, now, now + gap.near, gap.up, until)


def _units(lines: Sequence[Weighted], n_states: int) -> tuple[NDArray[Any], int]:
    """Return the sums in whole units, and how many units are one."""
    scale = lcm(*(line.weight.denominator for line in lines))
    total = np.zeros(n_states, dtype=object)
    for line in lines:
        total[line.holds] += int(line.weight * scale)
    return total, scale


def _gaps(party: int, k: int, line: Weighted, total: NDArray[Any], scale: int) -> list[_Gap] | None:
    """List the gaps between changes of the order, the nearest first; None where too many."""
    fixed, moving = set(total[~line.holds].tolist()), set(total[line.holds].tolist())
    if len(fixed) * len(moving) > MOST_PAIRS:
        return None
    turns = sorted({Fraction(a - b, scale) for a in fixed for b in moving})
    found = []
    for up in (True, False):
        # Up to the first turn the order is as it is now.
        side = [t for t in turns if t >= 0] if up else [t for t in reversed(turns) if t <= 0]
        ends = [*side[1:], None] if side else []
        found += [_Gap(abs(near), party, k, up, near, far)
                  for near, far in zip(side, ends, strict=True)]  # fmt: skip
    return sorted(found, key=lambda gap: gap.distance)


def _moved(total: NDArray[Any], scale: int, holds: Mask, gap: _Gap) -> NDArray[np.int32]:
    """Rank the states for a change inside a gap."""
    inside = gap.near + (1 if gap.up else -1)
    if gap.far is not None:
        inside = (gap.near + gap.far) / 2
    whole = lcm(scale, inside.denominator)
    row = total * (whole // scale)
    row[holds] += int(inside * whole)
    return np.unique(row, return_inverse=True)[1].astype(np.int32)
