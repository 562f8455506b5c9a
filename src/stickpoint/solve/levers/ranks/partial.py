"""Orders known in part → does the state hold, which pair to ask for next, how many full orders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import comb

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.levers.ranks.units import Units

Partial = NDArray[np.bool_]
"""``known[u, v]``: unit u is known to stand above v; closed under transitivity."""

Pair = tuple[int, int, int]
"""(party, unit, unit): the first is to stand above the second."""


def decide(
    conflict: Conflict, units: Mapping[int, Units], state: int, concept: str
) -> Iterator[dict[int, Partial]]:
    """List partial orders, by party, that settle that a state holds; no full order extends two.

    Ties are split in the units, so that each is one state.
    """
    question = _PartialJudge(conflict, units, state, concept)
    stack = [{party: _given(unit) for party, unit in units.items()}]
    while stack:
        known = stack.pop()
        is_held, pair = question.judge(known)
        if is_held:
            yield known
        elif pair is not None:
            party, u, v = pair
            stack += [known | {party: _closed(known[party], *way)} for way in ((v, u), (u, v))]


def _given(units: Units) -> Partial:
    """Return what stays as it is: all pairs but those of one run."""
    same_run = (units.run[:, None] == units.run[None, :]) & (units.run >= 0)[:, None]
    return (units.level[:, None] > units.level[None, :]) & ~same_run


def _closed(known: Partial, u: int, v: int) -> Partial:
    """Add that u stands above v, and what follows."""
    at_least = known | np.eye(len(known), dtype=np.bool_)
    return known | np.outer(at_least[:, u], at_least[v])


class _PartialJudge:
    """Whether a state holds, read at worst and at best."""

    def __init__(
        self, conflict: Conflict, units: Mapping[int, Units], state: int, concept: str
    ) -> None:
        self.conflict, self.units, self.state = conflict, units, state
        self.symmetric = concept in ("smr", "sseq")
        self.improving = concept in ("seq", "sseq")
        self.answered = concept != "nash"
        self.moves = [
            [moves.targets(s).tolist() for s in range(conflict.n_states)]
            for moves in conflict.moves
        ]

    def judge(self, known: Mapping[int, Partial]) -> tuple[bool, Pair | None]:
        """Say whether the state holds for certain; else a pair to ask for, None if it cannot."""
        ask: Pair | None = None
        for party, moves in enumerate(self.moves):
            for target in moves[self.state]:
                best = self._cheapest(known, party, target)
                if best is None:
                    return False, None
                if best and ask is None:
                    ask = best[0]
        return ask is None, ask

    def _above(self, known: Mapping[int, Partial], party: int, s: int, t: int) -> list[Pair] | None:
        """List what has to be asked for s to stand above t: nothing, one pair, or None if never."""
        if party not in known:
            rank = self.conflict.ranks[party]
            return [] if rank[s] > rank[t] else None
        units = self.units[party]
        u, v = int(units.unit_of[s]), int(units.unit_of[t])
        if known[party][u, v]:
            return []
        is_open = u != v and units.run[u] == units.run[v] >= 0 and not known[party][v, u]
        return [(party, u, v)] if is_open else None

    def _no_gain(self, known: Mapping[int, Partial], party: int, t: int) -> list[Pair] | None:
        """List the same for t not to stand above the state."""
        other = self._above(known, party, t, self.state)
        if other is None:
            return []
        return [(party, other[0][2], other[0][1])] if other else None

    def _cheapest(self, known: Mapping[int, Partial], party: int, target: int) -> list[Pair] | None:
        """List pairs that would make a move no gain or answered, few of them; None if none can.

        An empty list means that it is settled. Dijkstra's way with two lengths: certain steps
        first, then those that hang on an open pair.
        """
        straight = self._no_gain(known, party, target)
        if straight == [] or not self.answered:
            return straight
        options = [] if straight is None else [straight]
        seen: set[tuple[int, int]] = set()
        layers: list[list[tuple[int, int, tuple[Pair, ...]]]] = [[(target, -1, ())], []]
        while layers[0] or layers[1]:
            if not layers[0]:
                layers = [layers[1], []]
            here, last, asked = layers[0].pop()
            if (here, last) in seen:
                continue
            seen.add((here, last))
            if last >= 0:
                loss = self._loss(known, party, here)
                if loss is not None:
                    options.append([*asked, *loss])
                    if not options[-1]:
                        return []
            for mover, moves in enumerate(self.moves):
                if mover in (party, last):
                    continue
                for to in moves[here]:
                    step = self._above(known, mover, to, here) if self.improving else []
                    if step is not None:
                        layers[len(step)].append((to, mover, (*asked, *step)))
        return min(options, key=len) if options else None

    def _loss(self, known: Mapping[int, Partial], party: int, end: int) -> list[Pair] | None:
        """List what has to be asked for an end to count as a sanction."""
        result: list[Pair] = []
        for t in (end, *(self.moves[party][end] if self.symmetric else ())):
            part = self._no_gain(known, party, t)
            if part is None:
                return None
            result += part
        return result


def _parts(known: Partial, members: Sequence[int]) -> list[list[int]]:
    """Split units into parts with no known pair between them."""
    parts: list[set[int]] = []
    for u in members:
        near = [part for part in parts if any(known[u, v] or known[v, u] for v in part)]
        parts = [part for part in parts if part not in near] + [{u}.union(*near)]
    return [sorted(part) for part in parts]


def extensions(known: Partial, units: Units) -> int:
    """Count the full orders of the free units that agree with what is known.

    Parts without a known pair between them interleave freely; within a part, one step for each
    set of units that can stand on top (an ideal of the partial order).
    """
    total = 1
    for members in units.runs():
        left = len(members)
        for part in _parts(known, members):
            total *= comb(left, len(part)) * _count_part(known, part)
            left -= len(part)
    return total


def _count_part(known: Partial, part: Sequence[int]) -> int:
    above = [sum(1 << k for k, v in enumerate(part) if known[v, u]) for u in part]
    full = (1 << len(part)) - 1

    @cache
    def count(placed: int) -> int:
        if placed == full:
            return 1
        return sum(
            count(placed | 1 << k)
            for k, needs in enumerate(above)
            if not placed >> k & 1 and needs & ~placed == 0
        )

    return count(0)


def listed(known: Partial, members: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Return the full orders of some units that agree with what is known, best first."""
    if not members:
        yield ()
        return
    for u in members:
        rest = [v for v in members if v != u]
        if not any(known[v, u] for v in rest):
            for tail in listed(known, rest):
                yield (u, *tail)
