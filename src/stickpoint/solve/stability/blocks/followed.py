"""A cube, a state and an improvement → a shortest sanction of it, with no state but those met.

The others' legal sequences are followed from where the improvement leads. Of the shortest that
leave the party no better off that which hurts most is taken, and of these the lowest state, as
`witness` does where states are stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

import numpy as np

from stickpoint.solve.stability.blocks.cube import AT_ONCE, Codes, Longs, StatedCube
from stickpoint.solve.stability.blocks.tiles import spread
from stickpoint.solve.stability.result import Step

MOST_FOLLOWED = 1 << 25
"""Moves beyond which a search for a willing answer is given up."""


def gains(cube: StatedCube, party: int, code: int) -> Codes:
    """List a party's improvements from a state, best first, and the lowest first among equals."""
    there = cube.reach(party, code)
    rank = cube.rank(party, there)
    order = np.argsort(-rank, kind="stable")
    best: Codes = there[order][rank[order] > cube.rank_of(party, code)]
    return best


def threat(cube: StatedCube, party: int, start: int, level: int) -> tuple[Step, ...]:
    """Return a shortest way, by any moves of the others, to what a party ranks no higher.

    Nothing where there is none. Where options switch freely nobody need move twice, so the fewest
    moves are the fewest movers.
    """
    others = [j for j in cube.parties if j != party and cube.masks[j]]
    for size in range(1, len(others) + 1):
        ends = [_worst(cube, party, start, who) for who in combinations(others, size)]
        rank, code = min(ends)
        if rank <= level:
            return one_by_one(cube, start, code)
    return ()


def _worst(cube: StatedCube, party: int, start: int, who: Sequence[int]) -> tuple[int, int]:
    """Return the least rank that some parties can bring about, and the lowest state that has it."""
    options = [k for k, owner in enumerate(cube.owners) if owner in who]
    kept = np.uint64(start & ~sum(1 << k for k in options))
    below = options[: AT_ONCE.bit_length() - 1]
    run, best = spread(below) | kept, (np.iinfo(np.int64).max, 0)
    for above in subsets(options[len(below) :]):
        codes = run | np.uint64(above)
        rank = cube.rank(party, codes)
        least = int(rank.min())
        if least <= best[0]:
            best = min(best, (least, int(codes[rank == least].min())))
    return int(best[0]), int(best[1])


def subsets(options: Sequence[int]) -> Iterator[int]:
    """Yield every vector of some options, ascending, one at a time."""
    for x in range(1 << len(options)):
        yield sum(1 << k for bit, k in enumerate(options) if x >> bit & 1)


def one_by_one(cube: StatedCube, start: int, end: int) -> tuple[Step, ...]:
    """Go from one state to another, each party that has to moving once, in their order."""
    steps, here = [], start
    for j in cube.parties:
        there = here & ~cube.masks[j] | end & cube.masks[j]
        if there != here:
            steps.append(Step(j, there))
            here = there
    return tuple(steps)


def answer(cube: StatedCube, party: int, start: int, level: int) -> tuple[Step, ...] | None:
    """Return a shortest way, by improvements of the others, to what a party ranks no higher.

    Nothing where there is none; None where the search is given up for want of room.
    """
    movers = [j for j in cube.parties if j != party and cube.masks[j]]
    layers = [_Layer(np.array([start], dtype=np.uint64), np.zeros(1, np.int64), np.zeros(1, int))]
    known, spent = layers[0].codes, 0
    width = sum(cube.own[j].size for j in movers)
    while layers[-1].codes.size:
        spent += layers[-1].codes.size * width
        if spent > MOST_FOLLOWED:
            return None
        layers.append(_next(cube, layers[-1].codes, movers, known))
        codes = layers[-1].codes
        rank = cube.rank(party, codes)
        if codes.size and rank.min() <= level:
            return way_back(layers, int(np.lexsort((codes, rank))[0]))
        known = np.union1d(known, codes)
    return ()


class _Layer:
    """The states that a search comes upon in one round, in that order."""

    def __init__(self, codes: Codes, source: Longs, party: Longs) -> None:
        self.codes, self.source, self.party = codes, source, party


def _next(cube: StatedCube, codes: Codes, movers: Sequence[int], known: Codes) -> _Layer:
    """Return the states one improvement on that are not known, each as first come upon."""
    width = max(1, sum(cube.own[j].size for j in movers))
    step = max(1, AT_ONCE // width)
    parts: list[tuple[Codes, Longs, Longs]] = []
    for begin in range(0, codes.size, step):
        moves = cube.improvements(codes[begin : begin + step], movers)
        fresh = ~np.isin(moves.code, known)
        _, first = np.unique(moves.code[fresh], return_index=True)
        at = np.flatnonzero(fresh)[np.sort(first)]
        parts.append((moves.code[at], moves.source[at] + begin, moves.party[at]))
    found, source, party = (np.concatenate(side) for side in zip(*parts, strict=True))
    _, first = np.unique(found, return_index=True)
    first.sort()
    return _Layer(found[first], source[first], party[first])


def first_way(
    cube: StatedCube, start: int, among: Sequence[Codes], movers: Sequence[int]
) -> tuple[Step, ...]:
    """Return the way by improvements that a search comes upon first.

    ``among``: for each move the states to which it may lead, ascending; of the last the lowest is
    the end.
    """
    layers = [_Layer(np.array([start], dtype=np.uint64), np.zeros(1, np.int64), np.zeros(1, int))]
    none = np.empty(0, dtype=np.uint64)
    for allowed in among:
        layer = _next(cube, layers[-1].codes, movers, none)
        keep = np.isin(layer.codes, allowed)
        layers.append(_Layer(layer.codes[keep], layer.source[keep], layer.party[keep]))
    return way_back(layers, int(np.argmin(layers[-1].codes)))


def way_back(layers: Sequence[_Layer], place: int) -> tuple[Step, ...]:
    """Return the moves that lead to a state of the last round."""
    steps = []
    for layer in islice(reversed(layers), len(layers) - 1):
        steps.append(Step(int(layer.party[place]), int(layer.codes[place])))
        place = int(layer.source[place])
    return tuple(reversed(steps))
