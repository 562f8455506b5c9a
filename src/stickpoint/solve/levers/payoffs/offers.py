"""Game and start → the ways to settle that moves can reach, and what each party expects of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.backward import events_within, landing
from stickpoint.solve.clock.engine.trace import Trace

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Offer:
    """One way to settle, at the fewest moves from the start.

    Attributes
    ----------
    terms : int
        Index into ``game.terms``.
    state : int
        The settled state.
    movers : tuple of int
        The parties whose moves lead there.
    """

    terms: int
    state: int
    movers: tuple[int, ...]


def offers(game: Game, start: int) -> tuple[Offer, ...]:
    """Find, for each of the terms, the settled state reached by the fewest moves of any parties.

    Of several, the one that leaves most options as they are, then the first. Nature's changes do
    not count as moves. Terms that no sequence of moves reaches are left out.
    """
    came = {start: (-1, -1)}
    layer, found = [start], dict[int, int]()
    while layer and len(found) < len(game.terms):
        ahead = []
        for state in layer:
            if game.settled[state]:
                continue
            for party in range(game.n_parties):
                for target in game.moves_from(party, state)[0].tolist():
                    if target not in came:
                        came[target] = (state, party)
                        ahead.append(target)
        for state in sorted(ahead, key=lambda s: (_switched(game, start, s), s)):
            if game.settled[state]:
                found.setdefault(int(game.terms_index[state]), state)
        layer = ahead
    return tuple(Offer(k, found[k], _movers(came, found[k])) for k in sorted(found))


def _switched(game: Game, one: int, other: int) -> int:
    if game.conflict is None or game.conflict.codes is None:
        return 0
    codes = game.conflict.codes
    return int(codes[one] ^ codes[other]).bit_count()


def _movers(came: dict[int, tuple[int, int]], state: int) -> tuple[int, ...]:
    movers = set()
    while came[state][0] >= 0:
        state, party = came[state]
        movers.add(party)
    return tuple(sorted(movers))


def values_at(trace: Trace, times: Floats, state: int) -> Floats:
    """Return what the parties expect at some times in a state, shape (parties, times).

    By the cubic through values and slopes at the two steps around each time.
    """
    grid = trace.times[::-1]
    right = np.searchsorted(grid, times, side="left").clip(1, grid.size - 1)
    late, early = grid.size - 1 - right, grid.size - right
    h = trace.times[late] - trace.times[early]
    x = np.where(h > 0, (times - trace.times[early]) / np.where(h > 0, h, 1.0), 0.0)
    parties = trace.game.n_parties
    (v0, v1), (d0, d1) = (
        (table[early, state, :parties], table[late, state, :parties])
        for table in (trace.values, -trace.slopes)
    )
    x, h = x[:, None], h[:, None]
    cubic = (1 + 2 * x) * (1 - x) ** 2 * v0 + x**2 * (3 - 2 * x) * v1
    cubic += h * x * (1 - x) * ((1 - x) * d0 - x * d1)
    return cubic.T


def waiting(trace: Trace, times: Floats, start: int) -> Floats:
    """Return what the parties expect if nobody has moved by each time, shape (parties, times).

    A dated shock moves the state that lasts.
    """
    horizon = float(trace.times[0])
    found = values_at(trace, times, start)
    state = start
    for shock in events_within(trace.game, horizon):
        state = int(landing(trace.game, shock)[state])
        after = times >= shock.time
        found[:, after] = values_at(trace, times[after], state)
    return found


def spans(times: Floats, height: Floats) -> list[tuple[float, float]]:
    """Return the spans of time in which a curve, straight between its points, is above 0."""
    above = height > 0
    k = np.flatnonzero(above[1:] != above[:-1])
    part = height[k] / (height[k] - height[k + 1])
    crossings = times[k] + part * (times[k + 1] - times[k])
    ends = [*times[:1][above[:1]], *crossings, *times[-1:][above[-1:]]]
    return [(float(a), float(b)) for a, b in zip(ends[::2], ends[1::2], strict=True)]
