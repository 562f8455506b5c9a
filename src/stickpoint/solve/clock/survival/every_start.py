"""Games and what parties expect → the chance of being open still, from several states at once.

Where nothing has a date and parties look ahead from every moment anew, the rates of all moves stay
what they are. Then one solve of the backward equation serves every start, however many: a move made
now leads to another start of the same chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock import batch
from stickpoint.solve.clock.engine.layout import Floats, Ints
from stickpoint.solve.clock.rates import arc_rates

FINER = 0.1
"""Part of a tolerance per step that steps of the chances keep: they are many, and cost little."""
_ROWS = 256


@dataclass(frozen=True, eq=False)
class Staying:
    """The chance of being open still in one game, from each of its starts.

    ``times`` (steps + 1,) ascend from 0 to the end; `open_at` reads ``table`` (7, starts, steps).
    """

    times: Floats
    table: Floats

    def open_at(self, times: Floats) -> Floats:
        """Return the chances at any times up to the end, (starts, times).

        As exactly as the steps are, which are the same from every start.
        """
        begin, h = self.table[:2, 0]
        at = np.maximum(begin.searchsorted(times, side="right") - 1, 0)
        x = (times - begin[at]) / h[at]
        opened, change, bend, twist, rest = self.table[2:, :, at]
        inner = bend + x * (twist + (1 - x) * rest)
        return np.asarray(opened + x * (change + (1 - x) * inner))


def staying_open(
    games: Sequence[Game], values: Sequence[Floats], starts: Sequence[Sequence[int]], until: float,
    *, tolerance: float = 1e-6, threads: int | None = None,
) -> list[Staying]:  # fmt: skip
    """Tell, for each game, the chance of being open still from each of its starts.

    Parameters
    ----------
    games : sequence of Game
        In one unit of time. No dates are read.
    values : sequence of ndarray of float, shape (states, parties)
        What the parties of each game expect, now and at every later moment.
    starts : sequence of sequence of int
        For each game, the states to start from; as many for every game.
    until : float
        How far.
    tolerance : float
        Of a solve over time, per step.
    threads : int, optional
        One a core if left out. Answers do not depend on it.

    Raises
    ------
    SolveError
        Steps that became too small.
    """

    def solve(group: list[int]) -> list[Staying]:
        own = [(games[k], values[k], starts[k]) for k in group]
        several = len(own) > 1
        lots = [own] if several else [[one] for one in own]
        return [found for lot in lots for found in _solved(lot, until, FINER * tolerance)]

    return batch.in_groups(games, "centred", solve, threads)


def _solved(
    own: Sequence[tuple[Game, Floats, Sequence[int]]], until: float, tolerance: float
) -> list[Staying]:
    """Solve one game, or up to eight of one structure side by side."""
    from stickpoint.solve.clock.engine.runge_kernels import TOO_SMALL
    from stickpoint.solve.clock.survival.survival_kernels import staying

    game, wide = own[0][0], len(own) > 1
    arcs = [arc_rates(one, value) for one, value, _ in own]
    order = np.argsort(arcs[0][0], kind="stable")
    first = np.searchsorted(arcs[0][0][order], np.arange(game.n_states + 1)).astype(np.int32)
    target = arcs[0][1][order].astype(np.int32)
    asked, places = _asked([starts for *_, starts in own])
    is_open = (~game.settled).astype(np.float64)
    rates = [rate[order] for *_, rate in arcs]
    rate = batch.side_by_side(rates) if wide else rates[0]
    state = batch.side_by_side([is_open] * len(own)) if wide else is_open
    begin, step, found = 0.0, until / 100, []
    while begin < until:
        rows = np.empty((_ROWS, asked.size, 7, *state.shape[1:]))
        filled, begin, step, fate = staying(
            state, begin, until, step, tolerance, first, target, rate, asked, rows
        )
        if fate == TOO_SMALL:
            raise SolveError(f"steps became too small at time {begin:g}; raise tolerance")
        found.append(rows[:filled])
    table = np.concatenate(found)
    times = np.append(table[(slice(None), 0, 0, 0) if wide else (slice(None), 0, 0)], until)

    def one(which: int, own: list[int]) -> Staying:
        part = (table[..., which] if wide else table)[:, own]
        return Staying(times, np.ascontiguousarray(part.transpose(2, 1, 0)))

    return [one(which, row) for which, row in enumerate(places)]


def _asked(starts: Sequence[Sequence[int]]) -> tuple[Ints, list[list[int]]]:
    """Return the states that any game asks about, and where among them each finds its own."""
    every = sorted({int(state) for own in starts for state in own})
    place = {state: x for x, state in enumerate(every)}
    return np.array(every, dtype=np.int32), [[place[int(s)] for s in own] for own in starts]
