"""Games in which each party switches two options of its own, at an effort, as batches take them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stickpoint.graph.game import Event, Game
from stickpoint.graph.moves import FreeChoice, FreeMoves
from stickpoint.solve.clock.engine.layout import WIDTH

PARTIES, STATES = 2, 16


def drawn(seed: int, precision: float) -> list[Game]:
    """Return eight games in which each of two parties switches two options of its own."""
    rng = np.random.default_rng(seed)
    codes, settled = np.arange(STATES, dtype=np.uint64), rng.random(STATES) < 0.25
    settled[0] = False
    masks = (0b0011, 0b1100) if seed % 2 else (0b0101, 0b1010)
    games = [
        Game.from_arcs(
            [np.zeros((0, 2), dtype=int)] * PARTIES, rng.normal(0, 1, (PARTIES, STATES)),
            pace=rng.uniform(0.5, 2, PARTIES), precision=precision, discount=0.02, settled=settled,
        )
        for _ in range(WIDTH)
    ]  # fmt: skip
    moves = [FreeMoves(mask, codes) for mask in masks]
    return [
        replace(game, free=tuple(FreeChoice.of(m, *rng.uniform(0.01, 0.5, (2, 2))) for m in moves))
        for game in games
    ]


def varied(seed: int) -> tuple[list[Game], float, str]:
    """Return eight such games of two or three parties, how far they look ahead, and a reading.

    With dates, chance, and scales of payoffs and efforts, precisions and paces that differ.
    """
    rng = np.random.default_rng(seed)
    parties = int(rng.integers(2, 4))
    n = 4**parties
    codes, settled = np.arange(n, dtype=np.uint64), rng.random(n) < rng.choice([0.06, 0.12, 0.4])
    settled[0], settled[-1] = False, True
    horizon, discount = float(10 ** rng.uniform(0, 2.3)), float(rng.choice([0.0, 0.01, 0.1, 1.0]))
    scale = 10 ** rng.uniform(-1, 1, parties)
    precision = 10 ** rng.uniform(-0.7, 0.7) / scale
    place = rng.permutation(2 * parties)
    masks = [int((1 << place[2 * i]) | (1 << place[2 * i + 1])) for i in range(parties)]
    chance = [(0, int(t), float(10 ** rng.uniform(-2, 0))) for t in rng.integers(1, n, 2)]
    events = tuple(
        Event("date", float(rng.uniform(0.05, 0.95) * horizon),
              rng.integers(0, n, n).astype(np.int32), foreseen=foreseen)
        for foreseen in rng.choice([False, True], rng.integers(0, 3)).tolist()
    )  # fmt: skip
    pace, payoffs = 10 ** rng.uniform(-1, 0.7, parties), rng.normal(size=(parties, n))
    nobody = [np.zeros((0, 2), dtype=int)] * parties
    games = []
    for _ in range(WIDTH):
        own = (payoffs + rng.normal(0, 0.3, payoffs.shape)) * scale[:, None]
        game = Game.from_arcs(
            nobody, own, pace=pace * rng.uniform(0.8, 1.2, parties), precision=precision,
            discount=discount, settled=settled, nature=chance,
            terminal=rng.normal(size=own.shape) * scale[:, None],
        )  # fmt: skip
        price = rng.choice([0.3, 3.0]) / precision
        free = [FreeChoice.of(FreeMoves(mask, codes), *(rng.uniform(0.1, 1, (2, 2)) * price[i]))
                for i, mask in enumerate(masks)]  # fmt: skip
        games.append(replace(game, free=tuple(free), events=events))
    return games, horizon, str(rng.choice(["centred", "taste"]))
