"""Where the integrals gather from which the slopes of an answer are read, by kind of number."""

from __future__ import annotations

from typing import Any

import numpy as np

from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.layout import Floats, Ints, Longs, Moves, moves_by_option


class Sums:
    """Where the integrals gather: one flat array, and views into it by kind."""

    def __init__(self, game: Game) -> None:
        from stickpoint.solve.clock.engine.adjoint_one_kernels import Slopes

        self.game, self.moves = game, (moves := moves_by_option(game))
        self.pair_begin, n_pairs = _pair_places(game, moves)
        p, n = game.n_parties, game.n_states
        shapes: list[tuple[int, ...]] = [(n, p), (p,), (p,), (p,)]
        shapes += [moves.turn_on.shape, moves.turn_off.shape]
        shapes += [part.shape for part in (game.nature_rate, game.effort)]
        shapes += [(n_pairs,), game.agreements.effort.shape]
        ends = np.cumsum([0, *(int(np.prod(shape)) for shape in shapes)])
        self._places = [
            (slice(a, b), shape) for a, b, shape in zip(ends[:-1], ends[1:], shapes, strict=True)
        ]
        self.flat, self.total = np.zeros(ends[-1]), np.zeros(ends[-1])
        self.pending = Slopes(*self._views(self.flat))

    def _views(self, flat: Floats) -> list[Floats]:
        return [flat[place].reshape(shape) for place, shape in self._places]

    def by_kind(self, terminal: Floats) -> dict[str, Any]:
        """Return the slopes that were gathered, by the kind of number that they are in."""
        game = self.game
        views = self._views(self.total)
        payoffs, pace, precision, discount, on, off, nature, arcs, pairs, agreements = views
        effort, turn_on, turn_off = [], [], []
        used = 0
        for i, free in enumerate(game.free):
            bits = 0 if free is None else free.turn_on.size
            turn_on.append(on[i, :bits].copy())
            turn_off.append(off[i, :bits].copy())
            if free is None:
                effort.append(arcs[game.start[i, 0] : game.start[i, -1]].copy())
            else:
                count = 0 if bits else _pairs_within(free.first)
                effort.append(pairs[used : used + count].copy())
                used += count
        whole = {
            "payoffs": payoffs.T, "terminal": terminal.T, "pace": pace, "precision": precision,
            "discount": discount, "nature": nature, "agreements": agreements,
        }  # fmt: skip
        by_party = {"effort": effort, "turn_on": turn_on, "turn_off": turn_off}
        found: dict[str, Any] = {name: part.copy() for name, part in whole.items()}
        return found | {name: tuple(parts) for name, parts in by_party.items()}


def _pairs_within(first: Ints) -> int:
    size = np.diff(first).astype(np.int64)
    return int((size * (size - 1)).sum())


def _pair_places(game: Game, moves: Moves) -> tuple[Longs, int]:
    """Say, block by block as the moves are laid out, where the efforts of its moves begin."""
    begin, used = np.zeros(moves.begin.size, dtype=np.int64), 0
    for free, place in zip(game.free, moves.lot[moves.first], strict=False):
        if free is not None and not free.turn_on.size:
            size = np.diff(free.first).astype(np.int64)
            ends = used + np.concatenate(([0], np.cumsum(size * (size - 1))))
            begin[place : place + ends.size] = ends
            used = int(ends[-1])
    return begin, used
