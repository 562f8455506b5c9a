"""How fast the clock is: one game, its slopes, a batch of games, growth with the number of arcs.

Run ``python benchmarks/clock.py``; ``--large`` adds the row of a million states, ``--games N``
changes the batch of 1,000. Seconds are processor time of this process, so that other work on the
machine counts little; kernels are compiled before. Games are cubes of options, split evenly among
four parties, one state in eight settled. Each row ends with a yardstick taken right after it: the
wall's seconds of one np.sort of 2^20 numbers.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from stickpoint.graph.game import Game
from stickpoint.graph.moves import FreeChoice, FreeMoves
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.engine.backward import solve_backward

PARTIES, HORIZON, TOLERANCE = 4, 60.0, 1e-6
SIZES = (8, 10, 12, 14, 16)
LARGE = 20
LARGE_HORIZON = 6.0


def cube(bits: int, *, seed: int = 0) -> Game:
    """Return a cube whose parties switch their options freely, at an effort."""
    rng = np.random.default_rng(seed)
    n = 1 << bits
    codes = np.arange(n, dtype=np.uint64)
    owners = [PARTIES * k // bits for k in range(bits)]
    free = []
    for party in range(PARTIES):
        own = [k for k in range(bits) if owners[k] == party]
        cost = rng.uniform(0, 0.3, (2, len(own)))
        mask = sum(1 << k for k in own)
        free.append(FreeChoice.of(FreeMoves(mask, codes), cost[0], cost[1]))
    settled = rng.random(n) < 1 / 8
    settled[0] = False
    game = Game.from_arcs(
        [np.zeros((0, 2), dtype=int)] * PARTIES, rng.normal(0, 0.3, (PARTIES, n)),
        pace=1.0, precision=1.0, discount=0.01, settled=settled,
    )  # fmt: skip
    return replace(game, free=tuple(free), start_state=0)


def draws(game: Game, count: int) -> list[Game]:
    """Vary the payoffs and paces of a game as a case's ranges would."""
    rng = np.random.default_rng(1)
    return [
        replace(
            game,
            payoffs=game.payoffs * rng.uniform(0.7, 1.3, game.payoffs.shape),
            pace=rng.uniform(0.8, 1.2, PARTIES),
        )
        for _ in range(count)
    ]


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of a call."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def yardstick() -> float:
    """Return the wall's seconds of one sort."""
    numbers = np.random.default_rng(0).random(1 << 20)
    begin = time.perf_counter()
    np.sort(numbers)
    return time.perf_counter() - begin


def row(name: str, game: Game, spent: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{name:<22}{game.n_states:>11,}{game.n_parties:>9}{game.n_moves:>14,}"
        f"{spent:>12.4f}{memory:>8.2f}{yardstick():>8.3f}",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--large", action="store_true", help="add a million states")
    parser.add_argument("--games", type=int, default=1000, help="how many in the batch")
    chosen = parser.parse_args()
    small = cube(8)
    clock(small, horizon=HORIZON, tolerance=TOLERANCE)
    clocks([small], horizon=HORIZON, tolerance=TOLERANCE)
    print(
        f"{'':<22}{'states':>11}{'parties':>9}{'moves':>14}{'s a solve':>12}{'GiB':>8}{'sort s':>8}"
    )
    many = draws(small, chosen.games)
    spent = seconds(lambda: clocks(many, horizon=HORIZON, tolerance=TOLERANCE))
    row(f"batch of {len(many):,}", small, spent / len(many))
    few = many[:5]
    one = seconds(lambda: [clock(game, horizon=HORIZON, tolerance=TOLERANCE) for game in few])
    row("one by one", small, one / len(few))
    runs = [clock(game, horizon=HORIZON, tolerance=TOLERANCE) for game in few]
    runs[0].gradient()
    one = seconds(lambda: [run.gradient() for run in runs])
    row("slopes, one by one", small, one / len(few))
    points = []
    for bits in SIZES:
        game = cube(bits)
        spent = seconds(lambda game=game: solve_backward(game, HORIZON, tolerance=TOLERANCE))
        row("backward only", game, spent)
        points.append((game.n_moves, spent))
    spent = seconds(lambda: clock(game, horizon=HORIZON, tolerance=TOLERANCE))
    row("both ways", game, spent)
    slope = np.polyfit(*np.log(np.array(points)).T, 1)[0]
    print(f"growth exponent in moves: {slope:.2f}")
    if chosen.large:
        game = cube(LARGE)
        spent = seconds(lambda: solve_backward(game, LARGE_HORIZON, tolerance=TOLERANCE))
        row(f"horizon {LARGE_HORIZON:g}", game, spent)
    print("Processor seconds a solve; a solve of the batch runs backward and forward. GiB: peak.")


if __name__ == "__main__":
    main()
