"""States and moves → where each box stands: in layers by how many moves lead there from today.

Within a layer states stand where their neighbours do (the barycentre heuristic of Sugiyama, Tagawa
and Toda, IEEE Transactions on Systems, Man, and Cybernetics 11, 1981, 109-125, section IV).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Place: TypeAlias = tuple[float, float]
"""The upper left corner of a box."""
Move: TypeAlias = tuple[int, int]

ACROSS, FEW = 4, 24
"""Boxes that stand side by side at most, of up to so many; of more, as many as make a square."""
WIDE = 158.0
GAP = 28.0
BETWEEN = 58.0
_SWEEPS = 8


def layers(first: int, states: Sequence[int], moves: Iterable[Move]) -> list[list[int]]:
    """Sort states by how many moves lead there from the first; what none leads to comes last.

    Examples
    --------
    >>> layers(0, [0, 1, 2, 3], [(0, 2), (2, 1)])
    [[0], [2], [1], [3]]
    """
    ahead: dict[int, list[int]] = {}
    for source, target in moves:
        ahead.setdefault(source, []).append(target)
    left, found, edge = dict.fromkeys(states), [], [first]
    while edge:
        for state in edge:
            left.pop(state, None)
        found.append(edge)
        edge = list(dict.fromkeys(t for s in edge for t in ahead.get(s, ()) if t in left))
    return [*found, *([list(left)] if left else [])]


def ordered(rows: list[list[int]], moves: Iterable[Move]) -> list[list[int]]:
    """Order each layer by the middle of its neighbours, swept down and up a few times."""
    near: dict[int, list[int]] = {}
    for source, target in moves:
        near.setdefault(source, []).append(target)
        near.setdefault(target, []).append(source)
    rows = [list(row) for row in rows]
    place = {s: (k + 0.5) / len(row) for row in rows for k, s in enumerate(row)}
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            middle = {
                s: sum(place[t] for t in near[s] if t in place) / len(near[s]) if s in near
                else place[s]
                for s in row
            }  # fmt: skip
            row.sort(key=middle.__getitem__)
            place |= {s: (k + 0.5) / len(row) for k, s in enumerate(row)}
    return rows


def folded(row: Sequence[int], across: int = ACROSS) -> list[Sequence[int]]:
    """Part a layer that is too long for one row into several of about one length.

    Examples
    --------
    >>> [len(part) for part in folded(range(6))]
    [3, 3]
    """
    parts = -(-len(row) // across)
    each = -(-len(row) // parts)
    return [row[k : k + each] for k in range(0, len(row), each)]


def places(
    rows: Sequence[Sequence[int]],
    tall: Mapping[int, float],
    kept: Mapping[int, Place] | None = None,
) -> dict[int, Place]:
    """Set boxes in rows, each in the middle of the picture; those with a place of their own there.

    Parameters
    ----------
    rows : sequence of sequences of int
        Layers, from the top.
    tall : mapping of int to float
        How tall the box of each state is.
    kept : mapping of int to (float, float), optional
        Where somebody has put some of them.
    """
    number = sum(map(len, rows))
    across = ACROSS if number <= FEW else math.isqrt(number) + 1
    parts = [part for row in rows for part in folded(row, across)]
    most = max(map(len, parts), default=1)
    whole = most * WIDE + (most - 1) * GAP
    found: dict[int, Place] = {}
    y = 0.0
    for k, part in enumerate(parts):
        # Rows of one length are set off, so that arrows can pass between boxes.
        shift = 0.25 * (WIDE + GAP) * (k % 2) if len(part) < most else 0.0
        x = (whole - len(part) * WIDE - (len(part) - 1) * GAP) / 2 + shift
        for state in part:
            found[state] = (x, y)
            x += WIDE + GAP
        y += max(tall[state] for state in part) + BETWEEN
    return found | dict(kept or {})
